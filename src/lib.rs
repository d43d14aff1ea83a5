//! biospan finds genes, drugs, diseases and cell types in biomedical papers and resolves each mention to
//! its canonical identifier.
//!
//! ```
//! use biospan::Annotator;
//! use biospan::formats::read::{self, ReadOptions};
//!
//! let annotator = Annotator::new()?;
//! let mut worker = annotator.worker();
//! let text = b"Mutations of TP53 are common in ovarian cancer.".to_vec();
//! for document in read::read("note.txt", text, &ReadOptions::default())? {
//!     let document = document?;
//!     let found: Vec<_> = worker.annotate(&document).mentions.iter().map(|mention| mention.concept.id.clone()).collect();
//!     assert_eq!(found, ["HGNC:11998", "MONDO:0008170"]);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Data flows one way: [`formats::read`] makes a [`document::Document`]; an [`Annotator`]'s [`Worker`] finds names in its
//! tokens ([`matcher`]), decides what they mean ([`resolver`]) and makes a [`record::Record`]; [`formats::write`] writes it.

// The commands are written as users of the library, and the Python package has them too.
extern crate self as biospan;

mod annotator;
pub mod batch;
pub mod check;
#[doc(hidden)]
pub mod cli;
pub mod dictionary;
pub mod document;
pub mod eval;
pub mod formats;
pub mod index;
pub mod matcher;
pub mod record;
pub mod resolver;
pub mod variant;

pub use annotator::{Annotator, AnnotatorError, Builder, Worker};
