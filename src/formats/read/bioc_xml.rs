//! BioC as XML: collections of documents, as PMC's BioC service and PubTator give them.

use super::bioc::{self, Source, SourcePassage};
use super::markup::{Element, Record, Records, root};
use super::{Documents, Format, Input};
use crate::document::Document;

/// BioC XML.
pub const FORMAT: Format = Format { name: "bioc-xml", description: "BioC XML (PMC's BioC service, PubTator)", recognise, documents };

fn recognise(head: &[u8]) -> bool {
    root(head).is_some_and(|root| match root.name {
        "collection" => {
            root.doctype.contains("BioC")
                || ["<document>", "<document ", "<source>", "<source/>"]
                    .iter()
                    .any(|mark| memchr::memmem::find(root.rest, mark.as_bytes()).is_some())
        }
        "document" => memchr::memmem::find(root.rest, b"<passage").is_some(),
        _ => false,
    })
}

fn documents(input: Input) -> Documents {
    let mut records = match Records::whole(input, &["document"]) {
        Ok(records) => records,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    Box::new(std::iter::from_fn(move || {
        let source = records.source().to_owned();
        records.next(|record| document(&record, source))
    }))
}

fn document(record: &Record<'_, '_>, source: String) -> Document {
    let collection = record.before.iter().find(|(name, _)| name == "source").map(|(_, text)| text.clone());
    let mut bioc = Source { collection: collection.unwrap_or_default(), ..Source::default() };
    if let Some(document) = record.tree.root() {
        bioc.ids.extend(document.child("id").map(Element::plain));
        bioc.passages.extend(document.elements().filter(|part| part.name() == "passage").map(passage));
    }
    bioc::document(&bioc, FORMAT.name, record.sha256.clone(), source)
}

fn passage(element: Element<'_, '_>) -> SourcePassage {
    let infons = element.elements().filter(|part| part.name() == "infon");
    let infons = infons.map(|infon| (infon.attribute("key").unwrap_or_default().into_owned(), infon.plain())).collect();
    let texts = match text(element) {
        Some(own) => vec![own],
        None => element.elements().filter(|part| part.name() == "sentence").filter_map(text).collect(),
    };
    SourcePassage { infons, texts }
}

/// Offset and text of a passage or sentence.
fn text(element: Element<'_, '_>) -> Option<(Option<u64>, String)> {
    let text = element.child("text")?.verbatim();
    let offset = element.child("offset").and_then(|offset| offset.plain().parse().ok());
    Some((offset, text)).filter(|(_, text)| !text.is_empty())
}

#[cfg(test)]
mod tests;
