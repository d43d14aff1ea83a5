//! Classes of an OWL ontology, put together from axioms in whatever order and syntax they come.

use std::collections::{HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::{Entry, Relation, Sink, Synonym, Xref, curie};

/// What an annotation or axiom speaks of: a whole address or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Address(String),
    Text(String),
}

impl Value {
    /// As an identifier in our spelling.
    fn curie(&self) -> String {
        match self {
            Value::Address(text) | Value::Text(text) => curie(text),
        }
    }

    fn text(&self) -> &str {
        match self {
            Value::Address(text) | Value::Text(text) => text,
        }
    }
}

/// The part of a property's address behind the last `#` or `/`: nothing that we read shares it with another meaning.
pub(super) fn local_name(address: &str) -> &str {
    address.rsplit(['#', '/']).next().unwrap_or(address)
}

/// The classes found so far.
#[derive(Default)]
pub(super) struct Classes {
    entries: Vec<Entry>,
    places: HashMap<String, usize>,
    considered: HashMap<String, Vec<String>>,
    /// Kinds of synonyms, by class and text.
    synonym_kinds: HashMap<(String, String), String>,
    /// What was declared as a property or an individual: no concept.
    others: HashSet<String>,
}

impl Classes {
    /// Notes that an address names no class.
    pub(super) fn declare_other(&mut self, address: &str) {
        self.others.insert(curie(address));
    }

    /// Notes that a class has a named superclass, or a class of an intersection that it is equivalent to.
    pub(super) fn parent(&mut self, class: &str, parent: &str, line: usize) {
        let parent = curie(parent);
        let entry = self.entry(class, line);
        if parent != entry.id && !entry.parents.contains(&parent) {
            entry.parents.push(parent);
        }
    }

    /// Notes what a class must have by a restriction: of these only the organism (`in taxon`, RO:0002162) is kept.
    pub(super) fn restrict(&mut self, class: &str, property: &str, filler: &str, line: usize) {
        if local_name(property) == "RO_0002162" {
            let taxon = curie(filler);
            let entry = self.entry(class, line);
            if entry.taxon.is_empty() {
                entry.taxon = taxon;
            }
        }
    }

    /// Notes the kind of a synonym, which may be stated before or behind the synonym itself.
    pub(super) fn synonym_kind(&mut self, class: &str, text: &str, kind: &str) {
        self.synonym_kinds.insert((curie(class), text.to_owned()), curie(kind));
    }

    /// Takes an annotation. Those that say nothing about names, identifiers or withdrawal are passed over.
    pub(super) fn annotate(&mut self, class: &str, property: &str, value: &Value, line: usize) {
        let scope = match local_name(property) {
            "hasExactSynonym" => Some(Scope::Exact),
            "hasRelatedSynonym" => Some(Scope::Related),
            "hasNarrowSynonym" => Some(Scope::Narrow),
            "hasBroadSynonym" => Some(Scope::Broad),
            "IAO_0000028" => Some(Scope::Symbol),
            _ => None,
        };
        let relation = match local_name(property) {
            "hasDbXref" => Some(Relation::Unstated),
            "exactMatch" => Some(Relation::Exact),
            "closeMatch" => Some(Relation::Close),
            "narrowMatch" => Some(Relation::Narrow),
            "broadMatch" => Some(Relation::Broad),
            "relatedMatch" => Some(Relation::Related),
            _ => None,
        };
        let entry = self.entry(class, line);
        match (scope, relation, local_name(property)) {
            (Some(scope), ..) => {
                let synonym = Synonym { text: value.text().to_owned(), scope, field: String::new() };
                if !entry.synonyms.contains(&synonym) {
                    entry.synonyms.push(synonym);
                }
            }
            (_, Some(relation), _) => {
                let xref = Xref { curie: value.curie(), relation };
                if !entry.xrefs.contains(&xref) {
                    entry.xrefs.push(xref);
                }
            }
            (.., "label") if entry.name.is_empty() => value.text().clone_into(&mut entry.name),
            (.., "deprecated") => entry.obsolete |= value.text() == "true",
            (.., "IAO_0100001") => entry.replaced_by.push(value.curie()),
            (.., "inSubset") => entry.groups.push(local_name(value.text()).to_owned()),
            (.., "consider") => {
                let id = entry.id.clone();
                self.considered.entry(id).or_default().push(value.curie());
            }
            _ => {}
        }
    }

    fn entry(&mut self, class: &str, line: usize) -> &mut Entry {
        let id = curie(class);
        let place = *self.places.entry(id.clone()).or_insert_with(|| {
            self.entries.push(Entry { id, line, ..Entry::default() });
            self.entries.len() - 1
        });
        &mut self.entries[place]
    }

    /// Hands over all classes that something was said of, in the order in which they were met.
    pub(super) fn finish(mut self, sink: &mut dyn Sink) {
        for mut entry in std::mem::take(&mut self.entries) {
            if self.others.contains(&entry.id) {
                continue;
            }
            for synonym in &mut entry.synonyms {
                if let Some(kind) = self.synonym_kinds.get(&(entry.id.clone(), synonym.text.clone())) {
                    synonym.field.clone_from(kind);
                }
            }
            entry.considering(self.considered.remove(&entry.id).unwrap_or_default());
            let bare = Entry { id: entry.id.clone(), line: entry.line, ..Entry::default() };
            if entry != bare {
                sink.entry(entry);
            }
        }
    }
}
