//! Annotated corpora as JSON: `{"id", "text", "annotations": [{"start", "end", "text", "type", "ids"}]}`, in characters.

use super::node::{Node, removal};
use super::{AnnotatedDocument, AnnotatedText, Annotation, Fault, Part, Quantity, Read, Trouble, identifiers, named};
use crate::eval::annotated::TypeNames;

/// Reads one document.
pub fn read(node: Node<'_>, content: &str, types: &TypeNames, read: &mut Read) {
    let fields = node.fields();
    let text = fields.string(&["text"]).map(|text| AnnotatedText::new(text.value));
    let mut document = AnnotatedDocument { id: fields.string(&["id"]).unwrap_or_default(), text, annotations: Vec::new() };
    if document.id.value.is_empty() {
        read.faults.push(Fault::form(node.place(), "this document has no \"id\"; expected a string or a number"));
    }
    let elements = fields.elements("annotations");
    for (index, element) in elements.iter().enumerate() {
        match annotation(*element, content, types, document.text.as_ref()) {
            Ok(mut annotation) => {
                annotation.removal = removal(&elements, index);
                document.annotations.push(annotation);
            }
            Err(message) => read.faults.push(Fault { trouble: Trouble::Form, place: element.place(), message }),
        }
    }
    read.documents.push(document);
}

fn annotation(node: Node<'_>, content: &str, types: &TypeNames, text: Option<&AnnotatedText>) -> Result<Annotation, String> {
    let fields = node.fields();
    let number = |key: &str| {
        let value = fields.get(key).and_then(|node| Some((node.integer()?, node.number_place())));
        value.ok_or_else(|| format!("this annotation has no whole number \"{key}\"; expected characters from the beginning of the text"))
    };
    let ((start, start_place), (end, end_place)) = (number("start")?, number("end")?);
    let entity_type = named(types, fields.string(&["type"]).unwrap_or_default());
    let mut written: Vec<_> = fields.elements("ids").iter().filter_map(Node::string).collect();
    written.extend(fields.string(&["id", "curie", "identifier"]));
    let ids = written.iter().flat_map(|field| identifiers(field, content, &entity_type.value)).collect();
    let part = Part {
        start,
        end,
        span: text.and_then(|text| text.bytes(start, end)),
        base: 0,
        numbers: vec![(start_place, Quantity::Start), (end_place, Quantity::End)],
    };
    Ok(Annotation {
        place: node.place(),
        parts: vec![part],
        text: fields.string(&["text"]),
        entity_type,
        ids,
        name: fields.string(&["name"]),
        score: None,
        removal: Vec::new(),
    })
}
