//! biospan finds genes, drugs, diseases and cell types in biomedical papers and resolves each mention to
//! its canonical identifier.

mod annotator;
pub mod dictionary;
pub mod document;
pub mod eval;
pub mod formats;
pub mod matcher;
pub mod record;
pub mod resolver;

pub use annotator::{Annotator, AnnotatorError, Builder, Worker};
