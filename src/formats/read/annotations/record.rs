//! biospan's own records: what `annotate` wrote and curators then corrected.

use super::node::Node;
use super::{AnnotatedDocument, AnnotatedText, Annotation, Fault, Identifier, Part, Quantity, Read, identifiers, named};
use crate::eval::annotated::TypeNames;

/// Reads one record.
pub fn read(node: Node<'_>, content: &str, types: &TypeNames, read: &mut Read) {
    let fields = node.fields();
    let id = fields.get("document").map(|document| document.fields()).and_then(|document| document.string(&["id"]));
    let text = fields.string(&["text"]).map(|text| {
        let mut text = AnnotatedText::new(text.value);
        let passage = |node: &Node<'_>| {
            let fields = node.fields();
            let byte = |key: &str| fields.get(key).and_then(|node| usize::try_from(node.integer()?).ok());
            let span = byte("byte_start")?..byte("byte_end")?;
            text.text.get(span.clone()).map(|_| span)
        };
        text.passages = fields.elements("passages").iter().filter_map(passage).collect();
        text
    });
    let mut document = AnnotatedDocument { id: id.unwrap_or_default(), text, annotations: Vec::new() };
    for element in fields.elements("mentions") {
        match mention(element, content, types, document.text.as_ref()) {
            Some(annotation) => document.annotations.push(annotation),
            None => read.faults.push(Fault::form(element.place(), "this mention has no whole numbers \"char_start\" and \"char_end\"")),
        }
    }
    read.documents.push(document);
}

fn mention(node: Node<'_>, content: &str, types: &TypeNames, text: Option<&AnnotatedText>) -> Option<Annotation> {
    let fields = node.fields();
    let mut numbers = Vec::new();
    let counted = [
        ("char_start", Quantity::Start),
        ("char_end", Quantity::End),
        ("byte_start", Quantity::ByteStart),
        ("byte_end", Quantity::ByteEnd),
    ];
    for (key, quantity) in counted {
        numbers.extend(fields.get(key).map(|node| (node.number_place(), quantity)));
    }
    let number = |key: &str| fields.get(key).and_then(|node| node.integer());
    let (start, end) = (number("char_start")?, number("char_end")?);
    let entity_type = named(types, fields.string(&["type"]).unwrap_or_default());
    let ids: Vec<Identifier> = fields.string(&["id"]).iter().flat_map(|field| identifiers(field, content, &entity_type.value)).collect();
    Some(Annotation {
        place: node.place(),
        parts: vec![Part { start, end, span: text.and_then(|text| text.bytes(start, end)), base: 0, numbers }],
        text: fields.string(&["text"]),
        entity_type,
        ids,
        name: fields.string(&["name"]),
        score: None,
        // Other mentions count on this one's number in the list.
        removal: Vec::new(),
    })
}
