//! What dictionaries of the user's note of a concept beside its names: what a curator should be warned of, and what a cell line was
//! made from. Notes hold for the identifier, in whatever dictionary its names were found.

use std::sync::Arc;

use biospan_lexicon::image::Image;
use biospan_lexicon::note::{DERIVED_FROM, DISEASE, WARNING};

use super::catalogue::Catalogue;
use crate::record::{Concept, Member};

/// One note: its kind and its text, by the concept's index.
type Note<'a> = (u32, &'a str, &'a str);

/// The notes of a run's dictionaries.
#[derive(Clone, Default)]
pub struct Notes<'a> {
    /// Dictionaries that have some, with their notes by index; shared by those who show concepts.
    layers: Arc<[(Catalogue<'a>, Vec<Note<'a>>)]>,
}

impl<'a> Notes<'a> {
    /// The notes of `images`.
    #[must_use]
    pub fn new(images: &[Image<'a>]) -> Self {
        let note = |line: &'a str| {
            let mut columns = line.splitn(3, '\t');
            Some((columns.next()?.parse().ok()?, columns.next()?, columns.next()?))
        };
        let noted = images.iter().map(|image| (image, image.facts("note").filter_map(note).collect::<Vec<_>>()));
        Self { layers: noted.filter(|(_, notes)| !notes.is_empty()).map(|(image, notes)| (Catalogue::new(*image), notes)).collect() }
    }

    /// A concept with what is noted of an identifier, and nothing else.
    #[must_use]
    pub fn of(&self, id: impl Fn() -> String) -> Concept {
        let mut concept = Concept::default();
        for (catalogue, notes) in self.layers.iter() {
            let Some(index) = catalogue.find(&id()) else { continue };
            let from = notes.partition_point(|(noted, ..)| *noted < index);
            for (_, kind, text) in notes[from..].iter().take_while(|(noted, ..)| *noted == index) {
                match *kind {
                    WARNING => concept.warnings.push((*text).to_owned()),
                    DISEASE => concept.diseases.push(other(text)),
                    DERIVED_FROM => concept.derived_from.push(other(text)),
                    _ => {}
                }
            }
        }
        concept
    }
}

/// Another concept: its CURIE, a blank and its name.
fn other(text: &str) -> Member {
    let (id, name) = text.split_once(' ').unwrap_or((text, text));
    Member { id: id.to_owned(), name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};

    #[test]
    fn what_a_dictionary_notes_is_shown_wherever_the_name_was_found() {
        let header = biospan_lexicon::table::NOTED_HEADER;
        let notes = "warning:Problematic cell line: Contaminated.|disease:NCIT:C27677 a carcinoma|derived-from:CVCL:CVCL_0030 HeLa";
        for (names, expected) in [("", "embedded"), ("p:HeLa S3", "own")] {
            let table = format!("{header}\nCVCL:CVCL_0058\tcell_line\tHeLa S3\t{names}\t\t\tNCBITaxon:9606\t\t\t{notes}\n");
            let annotator = Annotator::builder().overlay("lines.tsv", table).build().expect("a good table");
            let text = "HeLa S3 cells and HeLa cells were grown.";
            let document = read("note.txt", text.into(), &ReadOptions::default()).expect("text is read").next().expect("one");
            let (document, mut worker) = (document.expect("text is read"), annotator.worker());
            let mentions = worker.annotate(&document).mentions;
            let lines: Vec<_> = mentions.iter().filter(|mention| mention.concept.entity_type == "cell_line").collect();
            let [noted, plain] = &lines[..] else { panic!("{expected}: two lines expected, {} found", lines.len()) };
            assert_eq!((noted.concept.id.as_str(), noted.concept.key.0 == 0), ("CVCL:CVCL_0058", expected == "embedded"));
            assert_eq!(noted.concept.warnings, ["Problematic cell line: Contaminated."], "{expected}");
            let others = noted.concept.diseases.iter().chain(&noted.concept.derived_from);
            let others: Vec<_> = others.map(|other| (other.id.as_str(), other.name.as_str())).collect();
            assert_eq!(others, [("NCIT:C27677", "a carcinoma"), ("CVCL:CVCL_0030", "HeLa")], "{expected}");
            assert_eq!(noted.concept.url.as_deref(), Some("https://www.cellosaurus.org/CVCL_0058"));
            assert!(plain.concept.warnings.is_empty() && plain.concept.diseases.is_empty());
        }
    }
}
