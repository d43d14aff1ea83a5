//! What dictionaries of the user's note of a concept beside its names: what a curator should be warned of, and what a cell line was
//! made from. Notes hold for the identifier, in whatever dictionary its names were found.

use std::sync::Arc;

use biospan_lexicon::image::Image;

use super::catalogue::Catalogue;
use crate::record::{Concept, Member};

/// Something that a reader should know before trusting what papers say of it.
pub const WARNING: &str = "warning";
/// A disease of the donor: its CURIE, a blank and its name.
pub const DISEASE: &str = "disease";
/// The line that a line was made from: its CURIE, a blank and its name.
pub const DERIVED_FROM: &str = "derived-from";

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
        let layer = |image: &Image<'a>| (Catalogue::new(*image), image.facts("note").filter_map(note).collect::<Vec<_>>());
        Self { layers: images.iter().map(layer).filter(|(_, notes)| !notes.is_empty()).collect() }
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
