//! Readers of the official releases: each turns one publisher's file form into [`Entry`]s and [`Mapping`]s.
//!
//! A reader is one file with a [`Format`] in [`FORMATS`]. It says what the source says and decides nothing: joining
//! records, choosing identifiers and leaving names out is the work of `merge` and `build`.

mod cellosaurus;
mod chebi_flat;
mod chemical_id;
mod chemical_pairs;
mod curie;
mod delimited;
mod drugbank;
mod entry;
mod indra;
mod iri;
mod lines;
mod mesh;
mod mesh_ascii;
mod mesh_xml;
mod obo;
mod obographs;
mod rxnorm;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod shared_files;
mod sssom;
mod unii;

use std::io::BufRead;

pub use curie::{curie, curie_of, fits};
pub use entry::{Entry, Mapping, Relation, Synonym, Xref};

/// The formats that can be read, sorted by name.
pub const FORMATS: &[Format] = &[
    chemical_pairs::CAS_CHEBI,
    cellosaurus::FORMAT,
    chebi_flat::ACCESSIONS,
    chebi_flat::COMPOUNDS,
    chebi_flat::NAMES,
    indra::CHEBI_SDF,
    chemical_pairs::CHEBI_CHEMBL,
    chemical_pairs::CHEBI_PUBCHEM,
    drugbank::FORMAT,
    chemical_pairs::DRUGBANK,
    chemical_pairs::DRUGCENTRAL,
    chemical_pairs::GILDA,
    indra::CHEBI,
    indra::MESH,
    indra::SUPPLEMENTARY,
    mesh_ascii::FORMAT,
    chemical_pairs::MESH_CAS,
    indra::MESH_TERMS,
    mesh_xml::FORMAT,
    indra::NAME_ID,
    indra::NAMES,
    chemical_pairs::NCIT,
    obo::FORMAT,
    obographs::FORMAT,
    chemical_pairs::PUBCHEM_MESH,
    rxnorm::INGREDIENTS,
    rxnorm::CONCEPTS,
    sssom::FORMAT,
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
    use super::FORMATS;

    #[test]
    fn formats_are_sorted_by_name() {
        assert!(FORMATS.is_sorted_by(|left, right| left.name < right.name), "sort the list FORMATS by name");
    }
}
