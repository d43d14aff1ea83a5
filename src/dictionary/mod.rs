//! What the tool knows: concepts, their names, and our decisions about them.

pub mod amended;
pub mod audit;
pub mod build;
pub mod catalogue;
pub mod diff;
pub mod import;
pub mod info;
pub mod lexicon;
pub mod lookup;
pub mod merge;
mod near;
pub mod notes;
pub mod opened;
pub mod overlay;
pub mod verify;
pub mod xrefs;
