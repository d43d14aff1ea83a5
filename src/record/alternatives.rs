//! Other concepts that the words of a mention may name. A name that many concepts share has the same ones wherever it
//! stands, so that mentions share one list.

use std::ops::Deref;
use std::sync::Arc;

use super::Concept;
use crate::formats::write::json::rendered::RenderedList;

/// Concepts, most likely first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alternatives(Option<Arc<Listed>>);

#[derive(Debug, PartialEq, Eq)]
struct Listed {
    concepts: Vec<Arc<Concept>>,
    rendered: RenderedList,
}

impl Alternatives {
    /// What a writer keeps at the list; nothing at an empty one.
    pub(crate) fn rendered(&self) -> Option<&RenderedList> {
        self.0.as_ref().map(|listed| &listed.rendered)
    }
}

impl From<Vec<Arc<Concept>>> for Alternatives {
    fn from(concepts: Vec<Arc<Concept>>) -> Self {
        if concepts.is_empty() {
            return Self::default();
        }
        Self(Some(Arc::new(Listed { concepts, rendered: RenderedList::default() })))
    }
}

impl Deref for Alternatives {
    type Target = [Arc<Concept>];

    fn deref(&self) -> &[Arc<Concept>] {
        self.0.as_ref().map_or(&[], |listed| &listed.concepts)
    }
}
