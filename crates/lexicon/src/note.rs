//! Kinds of what a dictionary notes of a concept beside its names.

/// Something that a reader should know before trusting what papers say of it.
pub const WARNING: &str = "warning";
/// A disease of the donor: its CURIE, a blank and its name.
pub const DISEASE: &str = "disease";
/// The line that a line was made from: its CURIE, a blank and its name.
pub const DERIVED_FROM: &str = "derived-from";
