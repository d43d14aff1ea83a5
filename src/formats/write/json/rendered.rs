//! Parts of a concept that are the same in every mention of it, put into JSON once.

use std::io;
use std::sync::{Arc, OnceLock};

use super::compact;
use crate::record::{Concept, Scale, Stamp};

/// The compact JSON of a concept's parts; kept at the concept, of which it is no part: all are equal.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    mention: OnceLock<InMention>,
    view: OnceLock<Vec<u8>>,
}

/// What a mention says of its concept.
#[derive(Clone, Debug)]
pub(super) struct InMention {
    pub before_score: Vec<u8>,
    pub at_end: Vec<u8>,
}

/// The compact JSON of a list of concepts; no part of it, as above.
#[derive(Debug, Default)]
pub struct RenderedList(OnceLock<Vec<u8>>);

impl RenderedList {
    /// The concepts, at whose list this is kept, as alternatives of a mention.
    pub(super) fn alternatives(&self, concepts: &[Arc<Concept>]) -> &[u8] {
        self.0.get_or_init(|| compact::alternatives(concepts))
    }
}

impl PartialEq for RenderedList {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for RenderedList {}

/// The compact JSON of what each feature of a scale says, with a comma before it.
#[derive(Debug, Default)]
pub struct RenderedScale(OnceLock<Vec<Vec<u8>>>);

impl RenderedScale {
    /// What the features of `scale`, at which this is kept, say, by number.
    pub(super) fn features(&self, scale: &Scale) -> &[Vec<u8>] {
        self.0.get_or_init(|| scale.features().iter().map(compact::further_evidence).collect())
    }
}

/// The compact JSON of a stamp: dictionary and options, which are the same in every record of a run.
#[derive(Debug, Default)]
pub struct RenderedStamp(OnceLock<Vec<u8>>);

impl RenderedStamp {
    /// What `stamp`, at which this is kept, says.
    pub(super) fn stamp(&self, stamp: &Stamp) -> io::Result<&[u8]> {
        if let Some(json) = self.0.get() {
            return Ok(json);
        }
        let json = compact::stamp(stamp)?;
        Ok(self.0.get_or_init(|| json))
    }
}

/// A copy may be changed before it is written.
impl Clone for RenderedStamp {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for RenderedStamp {
    fn eq(&self, _: &Self) -> bool {
        true
    }
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
    pub(super) fn view(&self, concept: &Concept) -> &[u8] {
        self.view.get_or_init(|| compact::view(concept))
    }
}
