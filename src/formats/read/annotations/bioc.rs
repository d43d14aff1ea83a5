//! What BioC in JSON and in XML share: documents of passages, and annotations placed by offset and length.

use std::ops::Range;

use super::layout::Layout;
use super::{AnnotatedDocument, Annotation, Fault, Field, Part, Quantity, Read, identifiers, named};
use crate::eval::annotated::TypeNames;

/// The infons that hold identifiers, in lower case and without blanks.
const IDENTIFIERS: [&str; 9] = ["identifier", "identifiers", "mesh", "omim", "ncbigene", "geneid", "ncbitaxon", "taxonomy", "cellosaurus"];

/// An annotation as a file gives it.
#[derive(Debug, Default)]
pub struct Mark {
    pub place: Range<usize>,
    pub infons: Vec<(String, Field)>,
    pub text: Option<Field>,
    /// Offset and length of each part, with the places of both numbers.
    pub locations: Vec<(i64, i64, Range<usize>, Range<usize>)>,
    pub removal: Vec<Range<usize>>,
}

/// Puts a document together as its parts come.
#[derive(Default)]
pub struct Assembly {
    id: Field,
    layout: Layout,
    has_text: bool,
    /// Annotations and what their offsets are ahead of the text's characters.
    marks: Vec<(Mark, i64)>,
    base: i64,
}

impl Assembly {
    pub fn new(id: Field) -> Self {
        Self { id, ..Self::default() }
    }

    /// A passage or sentence with its text; annotations that come next are in it.
    pub fn passage(&mut self, offset: Option<i64>, text: &str) {
        self.base = self.layout.push(offset, text);
        self.has_text = true;
    }

    pub fn mark(&mut self, mark: Mark) {
        self.marks.push((mark, self.base));
    }

    /// The document.
    pub fn finish(self, content: &str, types: &TypeNames, read: &mut Read) {
        let text = self.has_text.then(|| self.layout.finish());
        let mut document = AnnotatedDocument { id: self.id, text, annotations: Vec::new() };
        for (mark, base) in self.marks {
            // Marks without a type or a place are notes on the document or on relations.
            let Some((_, written)) = mark.infons.iter().find(|(key, _)| key.eq_ignore_ascii_case("type")) else { continue };
            if mark.locations.is_empty() {
                read.faults.push(Fault::form(mark.place, "this annotation has no location; expected an offset and a length"));
                continue;
            }
            let entity_type = named(types, written.clone());
            let is_identifier = |key: &str| IDENTIFIERS.contains(&key.replace([' ', '_'], "").to_ascii_lowercase().as_str());
            let fields = mark.infons.iter().filter(|(key, _)| is_identifier(key));
            let ids = fields.flat_map(|(_, field)| identifiers(field, content, &entity_type.value)).collect();
            let infon = |key: &str| mark.infons.iter().find(|(known, _)| known == key).map(|(_, field)| field.clone());
            let (name, score) = (infon("name"), infon("score").and_then(|score| score.value.parse().ok()));
            let part = |(offset, length, offset_place, length_place): (i64, i64, Range<usize>, Range<usize>)| {
                let end = offset.saturating_add(length);
                let text = document.text.as_ref();
                Part {
                    start: offset,
                    end,
                    span: text.and_then(|text| text.bytes(offset.checked_sub(base)?, end.checked_sub(base)?)),
                    base,
                    numbers: vec![(offset_place, Quantity::Start), (length_place, Quantity::Length)],
                }
            };
            document.annotations.push(Annotation {
                place: mark.place,
                parts: mark.locations.into_iter().map(part).collect(),
                text: mark.text,
                entity_type,
                ids,
                name: name.filter(|name| !name.value.is_empty()),
                score,
                removal: mark.removal,
            });
        }
        read.documents.push(document);
    }
}
