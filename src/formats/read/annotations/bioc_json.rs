//! BioC as JSON, PubTator3's collections among it.

use super::bioc::{Assembly, Mark};
use super::node::{Fields, Node, removal};
use super::{Field, Read};
use crate::eval::annotated::TypeNames;

/// Reads one document.
pub fn read(node: Node<'_>, content: &str, types: &TypeNames, read: &mut Read) {
    let fields = node.fields();
    // Relations name annotations, so that none may go.
    let related = !fields.elements("relations").is_empty();
    let mut assembly = Assembly::new(fields.string(&["id"]).unwrap_or_default());
    for passage in fields.elements("passages") {
        passage_of(&passage.fields(), related, &mut assembly);
    }
    marks(&fields, related, &mut assembly);
    assembly.finish(content, types, read);
}

fn passage_of(passage: &Fields<'_>, related: bool, assembly: &mut Assembly) {
    let related = related || !passage.elements("relations").is_empty();
    let offset = passage.get("offset").and_then(|node| node.integer());
    if let Some(text) = passage.string(&["text"]).filter(|text| !text.value.is_empty()) {
        assembly.passage(offset, &text.value);
    }
    marks(passage, related, assembly);
    for sentence in passage.elements("sentences") {
        passage_of(&sentence.fields(), related, assembly);
    }
}

fn marks(fields: &Fields<'_>, related: bool, assembly: &mut Assembly) {
    let elements = fields.elements("annotations");
    for (index, element) in elements.iter().enumerate() {
        let own = element.fields();
        let infons = own.get("infons").map(|infons| infons.fields());
        let infons = infons.iter().flat_map(Fields::iter).filter_map(|(key, node)| Some((key.to_owned(), node.string()?)));
        let location = |node: &Node<'_>| {
            let fields = node.fields();
            let (offset, length) = (fields.get("offset")?, fields.get("length")?);
            Some((offset.integer()?, length.integer()?, offset.number_place(), length.number_place()))
        };
        assembly.mark(Mark {
            place: element.place(),
            infons: infons.collect::<Vec<(String, Field)>>(),
            text: own.string(&["text"]),
            locations: own.elements("locations").iter().filter_map(location).collect(),
            removal: if related { Vec::new() } else { removal(&elements, index) },
        });
    }
}
