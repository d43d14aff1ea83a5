//! biospan finds genes, drugs, diseases and cell types in biomedical papers and resolves each mention to
//! its canonical identifier.

pub mod dictionary;
pub mod document;
pub mod matcher;
pub mod record;
