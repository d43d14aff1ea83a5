//! Measuring against annotated corpora.

pub mod gold;
pub mod organism;
pub mod weigh;
