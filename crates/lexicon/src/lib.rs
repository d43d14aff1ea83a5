//! What biospan's build and its run time share: how text becomes tokens, how dictionary tables are read, and
//! the image that they are compiled into.

pub mod compile;
mod concept;
pub mod decision;
mod entry;
pub mod folder;
mod gap;
pub mod hash;
pub mod image;
pub mod note;
pub mod policy;
pub mod search;
pub mod spelling;
pub mod surface;
pub mod table;
pub mod token;
pub mod variant;
mod window;

/// The version of tokenizer, normal forms and hashes. An image made with another one cannot be used.
pub const NORMALIZER_VERSION: u32 = 1;
