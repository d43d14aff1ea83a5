//! What the tool knows: concepts, their names, and our decisions about them.

pub mod build;
pub mod import;
pub mod lexicon;
pub mod merge;
pub mod overlay;
