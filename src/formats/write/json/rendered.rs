//! Parts of a concept that are the same in every mention of it, put into JSON once.

use std::sync::OnceLock;

use super::compact;
use crate::record::Concept;

/// The compact JSON of a concept's parts; kept at the concept, of which it is no part: all are equal.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    mention: OnceLock<InMention>,
    view: OnceLock<String>,
}

/// What a mention says of its concept.
#[derive(Clone, Debug)]
pub(super) struct InMention {
    pub before_score: String,
    pub at_end: String,
}

impl PartialEq for Rendered {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Rendered {}

impl Rendered {
    /// What a mention says of `concept`, at which this is kept.
    pub(super) fn mention(&self, concept: &Concept) -> &InMention {
        self.mention.get_or_init(|| InMention { before_score: compact::before_score(concept), at_end: compact::at_end(concept) })
    }

    /// What an alternative and a counted concept say of `concept`, at which this is kept.
    pub(super) fn view(&self, concept: &Concept) -> &str {
        self.view.get_or_init(|| compact::view(concept))
    }
}
