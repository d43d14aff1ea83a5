//! Tables of organisms: cuts of NCBI's taxonomy, newer names of animals, and Reach's lists of names.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, Layout, TABS};
use super::{Entry, Fault, Format, Sink, Synonym};

pub(super) const REACH: Format = Format { name: "reach-species", what: "Reach's names of organisms (name, NCBI taxon; TSV)", read: reach };
pub(super) const TAXA: Format = Format { name: "taxa", what: "a cut of NCBI's taxonomy, with what chose each taxon (TSV)", read: taxa };
pub(super) const REPLACED: Format =
    Format { name: "taxon-replacements", what: "merged taxa of NCBI's taxonomy (id, replaced_by; TSV)", read: replaced };
pub(super) const SYNONYMS: Format =
    Format { name: "taxon-synonyms", what: "names and synonyms of NCBI's taxonomy as OBO has them (TSV)", read: synonyms };

const NAME_AND_TAXON: Layout = Layout { delimiter: b'\t', quotes: false, headerless: Some(&["name", "taxon"]) };

/// An identifier of a taxon.
fn taxon(number: &str) -> Result<String, String> {
    let local = number.strip_prefix("NCBITaxon:").unwrap_or(number);
    if local.is_empty() || !local.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("\"{number}\" is no taxon of NCBI; expected a number"));
    }
    curie("NCBITaxon", local)
}

/// [`Entry::groups`] are the lists that chose the taxon, [`Entry::kind`] is its rank.
fn taxa(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let columns = ["tax_id", "parent_tax_id", "rank", "scientific_name", "common_name", "selected_by"];
    delimited::read(input, TABS, columns, sink, |[id, parent, rank, name, common, selected], line, sink| {
        let parents = if parent.is_empty() { Vec::new() } else { vec![taxon(parent)?] };
        let synonyms = list(common).map(|text| synonym(text, Scope::Exact)).collect();
        let groups = list(selected).map(str::to_owned).collect();
        let (kind, name) = (rank.to_owned(), name.to_owned());
        sink.entry(Entry { id: taxon(id)?, kind, name, synonyms, parents, groups, line, ..Entry::default() });
        Ok(())
    })
}

fn synonyms(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["tax_id", "scientific_name", "synonyms", "deprecated"], sink, |[id, name, all, gone], line, sink| {
        let synonyms = list(all).map(|text| synonym(text, Scope::Exact)).collect();
        sink.entry(Entry { id: taxon(id)?, name: name.to_owned(), synonyms, obsolete: gone == "1", line, ..Entry::default() });
        Ok(())
    })
}

fn reach(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, NAME_AND_TAXON, ["name", "taxon"], sink, |[name, id], line, sink| {
        sink.entry(Entry { id: taxon(id)?, synonyms: vec![synonym(name, Scope::Alias)], line, ..Entry::default() });
        Ok(())
    })
}

fn replaced(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["id", "replaced_by"], sink, |[id, by], line, sink| {
        sink.entry(Entry { id: taxon(id)?, obsolete: true, replaced_by: vec![taxon(by)?], line, ..Entry::default() });
        Ok(())
    })
}

fn synonym(text: &str, scope: Scope) -> Synonym {
    Synonym { text: text.to_owned(), scope, field: String::new() }
}

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn every_form_says_what_it_says() {
        for (format, text, expected) in [
            (
                "taxa",
                "tax_id\tparent_tax_id\trank\tscientific_name\tcommon_name\thost\tselected_by\n9606\t9605\tspecies\tHomo sapiens\thuman\t\tcommon|reach\n",
                "NCBITaxon:9606 species Homo sapiens [human] NCBITaxon:9605 common,reach ",
            ),
            (
                "taxon-synonyms",
                "tax_id\tparent_tax_id\tscientific_name\tsynonyms\tdeprecated\n6040\t1\tPorifera\tsponges|sea sponges\t0\n",
                "NCBITaxon:6040  Porifera [sponges,sea sponges]   ",
            ),
            ("reach-species", "A. aegypti\t7159\n", "NCBITaxon:7159   [A. aegypti]   "),
            ("taxon-replacements", "id\treplaced_by\nNCBITaxon:11103\tNCBITaxon:3052230\n", "NCBITaxon:11103   []   NCBITaxon:3052230"),
        ] {
            let contents = parse(format, text);
            let [entry] = &contents.entries[..] else { panic!("{format}: {contents:?}") };
            let names: Vec<&str> = entry.synonyms.iter().map(|synonym| synonym.text.as_str()).collect();
            let lists = [&entry.parents, &entry.groups, &entry.replaced_by].map(|list| list.join(","));
            let line = format!("{} {} {} [{}] {}", entry.id, entry.kind, entry.name, names.join(","), lists.join(" "));
            assert_eq!(line, expected, "{format}");
        }
    }

    #[test]
    fn bad_lines_are_named() {
        assert_eq!(faults_of("reach-species", "man\tman\n"), ["line 1: \"man\" is no taxon of NCBI; expected a number"]);
    }
}
