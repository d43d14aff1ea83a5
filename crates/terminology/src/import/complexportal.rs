//! Complex Portal: macromolecular complexes of one organism.

use std::io::BufRead;

use super::columns::{self, Column, tabs};
use super::{Entry, Fault, Format, Scope, Sink, curie_of};

/// ComplexTAB (`9606.tsv`), or a table with some of its columns.
pub(super) const FORMAT: Format =
    Format { name: "complexportal", what: "Complex Portal, ComplexTAB (one organism's complexes) or a part of its columns", read };

const ID: Column = &["complex ac", "id"];
const NAME: Column = &["recommended name", "name"];
const SYNONYMS: Column = &["aliases for complex", "synonyms"];
const TAXON: Column = &["taxonomy identifier"];
/// `P84022(1)|Q15796(2)`: with the number of copies in brackets.
const MEMBERS: Column = &["expanded participant list", "identifiers (and stoichiometry) of molecules in complex"];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[ID, NAME, SYNONYMS]), input, sink, |row, sink| {
        let taxon = if row.get(TAXON).is_empty() { String::new() } else { row.id(TAXON, "NCBITaxon")? };
        let mut entry = Entry { id: row.id(ID, "ComplexPortal")?, name: row.text(NAME)?, taxon, line: row.line, ..Entry::default() };
        entry.names("synonym", Scope::Exact, row.list(SYNONYMS, &['|']));
        let members = row.list(MEMBERS, &['|']).map(|member| member.split('(').next().unwrap_or(member));
        entry.facts = members.filter(|member| !member.contains(':')).map(|member| ("member", curie_of("UNIPROT", member))).collect();
        sink.entry(entry);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn the_release_and_extracts_are_read() {
        let official = "#Complex ac\tRecommended name\tAliases for complex\tTaxonomy identifier\t\
                        Identifiers (and stoichiometry) of molecules in complex\tEvidence Code\n\
                        CPX-1\tSMAD2-SMAD3 complex\tSMAD2/SMAD3|SMAD\t9606\tP84022(1)|CHEBI:1(2)\tECO:1\nCPX-2\tX complex\t-\t9606\t-\t-\n";
        let contents = parse("complexportal", official);
        assert_eq!(faults(&contents), Vec::<String>::new());
        let expected = "ComplexPortal:CPX-1 SMAD2-SMAD3 complex [exact synonym SMAD2/SMAD3; exact synonym SMAD] {member=UNIPROT:P84022}";
        assert_eq!(summary(&contents.entries[0]), expected);
        assert_eq!(summary(&contents.entries[1]), "ComplexPortal:CPX-2 X complex");
        let extract = parse("complexportal", "id\tname\tsynonyms\nCPX-1\tA\tB|C\nCPX1\tA\t\n");
        assert_eq!(summary(&extract.entries[0]), "ComplexPortal:CPX-1 A [exact synonym B; exact synonym C]");
        assert_eq!(faults(&extract), ["line 3: column \"complex ac\": expected an identifier of ComplexPortal, found \"CPX1\""]);
    }
}
