//! PubAnnotation's JSON: a text with denotations, or with tracks of them.

use super::node::{Node, removal};
use super::{AnnotatedDocument, AnnotatedText, Annotation, Fault, Field, Part, Quantity, Read, identifiers, named};
use crate::eval::annotated::TypeNames;

/// Reads one document.
pub fn read(node: Node<'_>, content: &str, types: &TypeNames, read: &mut Read) {
    let fields = node.fields();
    let text = fields.string(&["text"]).map(|text| AnnotatedText::new(text.value));
    let mut id = fields.string(&["sourceid", "id", "target"]).unwrap_or_default();
    if let (Some(source), Some(part)) = (fields.string(&["sourcedb"]), fields.string(&["divid"])) {
        id.value = format!("{}:{}-{}", source.value, id.value, part.value);
    }
    let mut document = AnnotatedDocument { id, text, annotations: Vec::new() };
    denotations(node, content, types, &mut document, read);
    for track in fields.elements("tracks") {
        denotations(track, content, types, &mut document, read);
    }
    read.documents.push(document);
}

fn denotations(node: Node<'_>, content: &str, types: &TypeNames, document: &mut AnnotatedDocument, read: &mut Read) {
    let fields = node.fields();
    // What says more about denotations names them, so that none may go.
    let named_elsewhere = ["relations", "attributes", "modifications"].iter().any(|key| !fields.elements(key).is_empty());
    let attributes = fields.elements("attributes");
    let elements = fields.elements("denotations");
    for (index, element) in elements.iter().enumerate() {
        let own = element.fields();
        let parts = parts(*element, document.text.as_ref());
        if parts.is_empty() {
            read.faults.push(Fault::form(element.place(), "this denotation has no span with whole numbers \"begin\" and \"end\""));
            continue;
        }
        let object = own.string(&["obj"]).unwrap_or_default();
        let mut objects = Vec::new();
        let (entity_type, id) = type_and_id(object, types);
        objects.extend(id);
        if let Some(id) = own.string(&["id"]) {
            objects.extend(attributes.iter().filter_map(|attribute| of(&attribute.fields(), &id.value)));
        }
        document.annotations.push(Annotation {
            place: element.place(),
            parts,
            ids: objects.iter().flat_map(|field| identifiers(field, content, &entity_type.value)).collect(),
            entity_type,
            removal: if named_elsewhere { Vec::new() } else { removal(&elements, index) },
            ..Annotation::default()
        });
    }
}

/// The type and the identifier in an object: either of them, or both as `Chemical:MESH:D001599`.
fn type_and_id(object: Field, types: &TypeNames) -> (Field, Option<Field>) {
    match object.value.split_once(':') {
        Some((before, rest)) if !rest.is_empty() && !rest.starts_with("//") => {
            // A word that we call something else, or a type of ours, is no prefix.
            let ours = types.ours(before);
            if ours == before && (!rest.contains(':') || biospan_terminology::curie::pattern(before).is_some()) {
                return (Field::default(), Some(object));
            }
            let middle = object.place.start + before.len();
            let entity_type = Field { value: before.to_owned(), place: object.place.start..middle };
            let id = Field { value: rest.to_owned(), place: middle + 1..object.place.end };
            (named(types, entity_type), Some(id))
        }
        _ => (named(types, object), None),
    }
}

/// The CURIE that an attribute gives for the denotation `id`.
fn of(attribute: &super::node::Fields<'_>, id: &str) -> Option<Field> {
    attribute.string(&["subj"]).filter(|subject| subject.value == id)?;
    attribute.string(&["obj"]).filter(|object| object.value.contains(':') && !object.value.contains("://"))
}

fn parts(denotation: Node<'_>, text: Option<&AnnotatedText>) -> Vec<Part> {
    let fields = denotation.fields();
    let spans: Vec<Node<'_>> = match fields.get("span") {
        Some(span) if span.is_object() => vec![span],
        Some(span) => span.elements(),
        None => Vec::new(),
    };
    let part = |span: &Node<'_>| {
        let fields = span.fields();
        let (begin, end) = (fields.get("begin")?, fields.get("end")?);
        let numbers = vec![(begin.number_place(), Quantity::Start), (end.number_place(), Quantity::End)];
        let (start, end) = (begin.integer()?, end.integer()?);
        Some(Part { start, end, span: text.and_then(|text| text.bytes(start, end)), base: 0, numbers })
    };
    spans.iter().filter_map(part).collect()
}
