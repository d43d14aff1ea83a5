//! ChEBI's flat files: compounds, names and accession numbers, in the spelling of their columns before and since 2025.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, TABS};
use super::{Entry, Fault, Format, Mapping, Relation, Sink, Synonym};

pub(super) const COMPOUNDS: Format = Format { name: "chebi-compounds", what: "ChEBI compounds.tsv", read: compounds };
pub(super) const NAMES: Format = Format { name: "chebi-names", what: "ChEBI names.tsv", read: names };
pub(super) const ACCESSIONS: Format = Format { name: "chebi-accessions", what: "ChEBI database_accession.tsv", read: accessions };

/// Compounds with a parent identifier were merged into it.
fn compounds(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["ID", "PARENT_ID", "NAME", "STAR|stars"], sink, |[id, parent, name, stars], line, sink| {
        let id = curie("CHEBI", id)?;
        let entry = match parent {
            "" | "null" => Entry { id, name: text(name).to_owned(), facts: vec![("stars", stars.to_owned())], line, ..Entry::default() },
            parent => Entry { id, obsolete: true, replaced_by: vec![curie("CHEBI", parent)?], line, ..Entry::default() },
        };
        sink.entry(entry);
        Ok(())
    })
}

fn names(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let columns = ["COMPOUND_ID", "TYPE", "NAME", "LANGUAGE|language_code"];
    delimited::read(input, TABS, columns, sink, |[id, kind, name, language], line, sink| {
        let id = curie("CHEBI", id)?;
        let scope = match kind {
            "NAME" => Scope::Preferred,
            "BRAND NAME" => Scope::Brand,
            "" => return Err(format!("{id}: no TYPE of the name \"{name}\"")),
            _ => Scope::Exact,
        };
        if matches!(language, "en" | "la" | "" | "null") && !text(name).is_empty() {
            let synonym = Synonym { text: name.to_owned(), scope, field: kind.to_owned() };
            sink.entry(Entry { id, synonyms: vec![synonym], line, ..Entry::default() });
        }
        Ok(())
    })
}

/// CAS numbers and DrugBank's identifiers; other databases are passed over. Since 2025 the type no longer says
/// DrugBank, but nothing else looks like `DB00945`.
fn accessions(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["COMPOUND_ID", "TYPE", "ACCESSION_NUMBER"], sink, |[id, kind, number], line, sink| {
        let subject = curie("CHEBI", id)?;
        let object = match kind {
            "CAS Registry Number" | "CAS" => curie("CAS", number)?,
            "DrugBank accession" => curie("DRUGBANK", number)?,
            "MANUAL_X_REF" if number.starts_with("DB") => match curie("DRUGBANK", number) {
                Ok(curie) => curie,
                Err(_) => return Ok(()),
            },
            _ => return Ok(()),
        };
        let (subject_label, object_label) = Default::default();
        let (relation, justification) = (Relation::Unstated, "chebi".to_owned());
        sink.mapping(Mapping { subject, subject_label, relation, negated: false, object, object_label, justification, line });
        Ok(())
    })
}

fn text(name: &str) -> &str {
    if name == "null" { "" } else { name }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn both_spellings_of_the_columns_are_read() {
        let cases = [
            "ID\tSTATUS\tCHEBI_ACCESSION\tSOURCE\tPARENT_ID\tNAME\tDEFINITION\tMODIFIED_ON\tCREATED_BY\tSTAR\n\
             1\tC\tCHEBI:1\tX\tnull\twater\tnull\t2020\tme\t3\n2\tC\tCHEBI:2\tX\t1\tnull\tnull\t2020\tme\t3\n",
            "id\tname\tstatus_id\tsource\tparent_id\tmerge_type\tchebi_accession\tdefinition\tascii_name\tstars\n\
             1\twater\t1\tX\t\t\tCHEBI:1\t\twater\t3\n2\t\t1\tX\t1\tM\tCHEBI:2\t\t\t3\n",
        ];
        for text in cases {
            let entries = parse("chebi-compounds", text).entries;
            let seen: Vec<_> = entries.iter().map(|entry| (entry.id.as_str(), entry.name.as_str(), entry.replaced_by.concat())).collect();
            assert_eq!(seen, [("CHEBI:1", "water", String::new()), ("CHEBI:2", "", "CHEBI:1".to_owned())]);
            assert_eq!(entries[0].fact("stars"), Some("3"));
        }
    }

    #[test]
    fn names_in_other_languages_are_passed_over() {
        let text = "ID\tCOMPOUND_ID\tTYPE\tSOURCE\tNAME\tADAPTED\tLANGUAGE\n\
                    1\t7\tSYNONYM\tX\taqua\tF\tla\n2\t7\tSYNONYM\tX\teau\tF\tfr\n3\t7\tBRAND NAME\tX\tAcme\tF\ten\n";
        let entries = parse("chebi-names", text).entries;
        let seen: Vec<_> =
            entries.iter().flat_map(|entry| &entry.synonyms).map(|synonym| (synonym.text.as_str(), synonym.scope.letter())).collect();
        assert_eq!(seen, [("aqua", 'e'), ("Acme", 'b')]);
    }

    #[test]
    fn accession_numbers_become_mappings() {
        let text = "ID\tCOMPOUND_ID\tSOURCE\tTYPE\tACCESSION_NUMBER\n\
                    1\t7\tX\tCAS Registry Number\t7732-18-5\n2\t7\tX\tKEGG COMPOUND accession\tC1\n3\t7\tX\tMANUAL_X_REF\tDB00945\n";
        let found: Vec<_> = parse("chebi-accessions", text).mappings.into_iter().map(|mapping| mapping.object).collect();
        assert_eq!(found, ["CAS:7732-18-5", "DRUGBANK:DB00945"]);
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            ("chebi-compounds", "ID\tPARENT_ID\tNAME\tSTAR\nx\t\ty\t3\n", "line 2: \"x\" is no identifier of CHEBI; expected a number"),
            ("chebi-names", "COMPOUND_ID\tTYPE\tNAME\tLANGUAGE\n1\t\tx\ten\n", "line 2: CHEBI:1: no TYPE of the name \"x\""),
            (
                "chebi-accessions",
                "COMPOUND_ID\tTYPE\tACCESSION_NUMBER\n1\tCAS\t1-2\n",
                "line 2: \"1-2\" is no identifier of CAS; expected 2 to 7 digits, 2 digits and 1 digit",
            ),
        ];
        for (format, text, expected) in cases {
            assert_eq!(faults_of(format, text), [expected]);
        }
    }
}
