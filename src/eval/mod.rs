//! Measuring against annotated corpora; `docs/eval.md` says what each measure means.

pub mod annotated;
pub mod calibrate;
pub mod calibration;
pub mod comparison;
pub mod context;
pub mod coverage;
pub mod equivalence;
pub mod errors;
pub mod evaluation;
pub mod floors;
pub mod gold;
pub mod organism;
pub mod pairing;
pub mod report;
pub mod rules;
pub mod score;
pub mod weigh;
