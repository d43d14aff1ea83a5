//! The annotations of BioC XML.

use super::bioc::{Mark, join};
use super::{Annotated, AnnotatedError, TypeNames, laid_out};
use crate::formats::read::markup::{Element, Records};
use crate::formats::read::{Input, ReadOptions};

pub(super) fn read(input: Input, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    let source = input.source.clone();
    let (text, _) = input.text()?;
    let documents = laid_out(&source, "bioc-xml", &text)?;
    let input = Input::from_bytes(&source, text.into_bytes(), &ReadOptions::default())?;
    let mut records = Records::whole(input, &["document"])?;
    let mut marks = Vec::with_capacity(documents.len());
    let found = |root: Option<Element<'_, '_>>| root.map(|root| root.descendants("annotation").map(mark).collect()).unwrap_or_default();
    while let Some(of_document) = records.next(|record| found(record.tree.root())) {
        marks.push(of_document?);
    }
    join(&source, documents, marks, names)
}

fn mark(element: Element<'_, '_>) -> Mark {
    let mut mark = Mark::default();
    for part in element.elements() {
        match part.name() {
            "infon" => mark.infons.push((part.attribute("key").unwrap_or_default().into_owned(), part.plain())),
            "text" => mark.text = Some(part.verbatim()),
            "location" => {
                let number = |name: &str| part.attribute(name).and_then(|value| value.trim().parse().ok());
                // A place that is no number lies nowhere, which is complained of with the words of the annotation.
                mark.locations.push((number("offset").unwrap_or(usize::MAX), number("length").unwrap_or(0)));
            }
            _ => {}
        }
    }
    mark
}
