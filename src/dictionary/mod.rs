//! What the tool knows: concepts, their names, and our decisions about them.

pub mod amended;
pub mod audit;
pub mod catalogue;
pub mod diff;
pub mod info;
pub mod lexicon;
pub mod lookup;
mod near;
pub mod notes;
pub mod opened;
pub mod overlay;
pub mod xrefs;
