//! Measuring against annotated corpora.

pub mod gold;
pub mod weigh;
