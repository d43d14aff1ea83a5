//! Measuring against annotated corpora.

pub mod coverage;
pub mod gold;
pub mod weigh;
