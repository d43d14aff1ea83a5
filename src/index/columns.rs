//! The columns of the tables `documents`, `mentions` and `concepts`, and what fills them. The lists [`MENTIONS`] and its like
//! are the schema; `docs/index.md` explains it.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float32Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_schema::{DataType, Field, Schema};

/// The type of a column.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Texts,
    Number,
    LongNumber,
    Real,
}

/// Name, type, whether it may be empty.
pub(super) type Column = (&'static str, Kind, bool);

const NULLABLE: bool = true;
const FILLED: bool = false;

pub(super) const DOCUMENTS: &[Column] = &[
    ("document", Kind::LongNumber, FILLED),
    ("id", Kind::Text, FILLED),
    ("source", Kind::Text, FILLED),
    ("format", Kind::Text, NULLABLE),
    ("title", Kind::Text, NULLABLE),
    ("pmid", Kind::Text, NULLABLE),
    ("pmcid", Kind::Text, NULLABLE),
    ("doi", Kind::Text, NULLABLE),
    ("journal", Kind::Text, NULLABLE),
    ("year", Kind::Number, NULLABLE),
    ("mentions", Kind::Number, FILLED),
    ("text", Kind::Text, NULLABLE),
    ("sha256", Kind::Text, NULLABLE),
    ("biospan_version", Kind::Text, FILLED),
    ("dictionary", Kind::Text, FILLED),
];

pub(super) const MENTIONS: &[Column] = &[
    ("document", Kind::LongNumber, FILLED),
    ("document_id", Kind::Text, FILLED),
    ("mention", Kind::Number, FILLED),
    ("concept_id", Kind::Text, FILLED),
    ("type", Kind::Text, FILLED),
    ("name", Kind::Text, FILLED),
    ("taxon", Kind::Text, NULLABLE),
    ("text", Kind::Text, FILLED),
    ("char_start", Kind::Number, FILLED),
    ("char_end", Kind::Number, FILLED),
    ("byte_start", Kind::Number, FILLED),
    ("byte_end", Kind::Number, FILLED),
    ("score", Kind::Real, FILLED),
    ("passage", Kind::Number, FILLED),
    ("passage_kind", Kind::Text, FILLED),
    ("section", Kind::Text, NULLABLE),
    ("sentence", Kind::Number, NULLABLE),
    ("nested_in", Kind::Number, NULLABLE),
];

pub(super) const CONCEPTS: &[Column] = &[
    ("id", Kind::Text, FILLED),
    ("type", Kind::Text, FILLED),
    ("name", Kind::Text, FILLED),
    ("url", Kind::Text, NULLABLE),
    ("taxon", Kind::Text, NULLABLE),
    ("xrefs", Kind::Texts, FILLED),
    ("parents", Kind::Texts, FILLED),
    ("ancestors", Kind::Texts, FILLED),
    ("documents", Kind::LongNumber, FILLED),
    ("mentions", Kind::LongNumber, FILLED),
];

/// One value of a row.
pub(super) enum Cell<'v> {
    Text(Option<&'v str>),
    Texts(&'v [String]),
    Number(Option<i64>),
    Real(f32),
}

impl<'v> From<&'v String> for Cell<'v> {
    fn from(text: &'v String) -> Self {
        Cell::Text(Some(text))
    }
}

impl<'v> From<&'v Option<String>> for Cell<'v> {
    fn from(text: &'v Option<String>) -> Self {
        Cell::Text(text.as_deref())
    }
}

impl From<Option<u32>> for Cell<'_> {
    fn from(number: Option<u32>) -> Self {
        Cell::Number(number.map(i64::from))
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Cell::Number(Some(number.into()))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Number(Some(number))
    }
}

/// A column that is being filled.
pub(super) enum Builder {
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Number(Int32Builder),
    LongNumber(Int64Builder),
    Real(Float32Builder),
}

impl Builder {
    pub(super) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Texts => Builder::Texts(ListBuilder::new(StringBuilder::new()).with_field(member())),
            Kind::Number => Builder::Number(Int32Builder::new()),
            Kind::LongNumber => Builder::LongNumber(Int64Builder::new()),
            Kind::Real => Builder::Real(Float32Builder::new()),
        }
    }

    /// Adds a value; what is not of the column's type is left empty, which the schema then refuses.
    pub(super) fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Builder::Text(column), Cell::Text(text)) => column.append_option(*text),
            (Builder::Texts(column), Cell::Texts(texts)) => column.append_value(texts.iter().map(Some)),
            (Builder::Number(column), Cell::Number(number)) => column.append_option(number.and_then(|number| i32::try_from(number).ok())),
            (Builder::LongNumber(column), Cell::Number(number)) => column.append_option(*number),
            (Builder::Real(column), Cell::Real(number)) => column.append_value(*number),
            (Builder::Text(column), _) => column.append_null(),
            (Builder::Texts(column), _) => column.append_null(),
            (Builder::Number(column), _) => column.append_null(),
            (Builder::LongNumber(column), _) => column.append_null(),
            (Builder::Real(column), _) => column.append_null(),
        }
    }

    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(column) => Arc::new(column.finish()),
            Builder::Texts(column) => Arc::new(column.finish()),
            Builder::Number(column) => Arc::new(column.finish()),
            Builder::LongNumber(column) => Arc::new(column.finish()),
            Builder::Real(column) => Arc::new(column.finish()),
        }
    }
}

/// A member of a list of texts.
fn member() -> Field {
    Field::new("element", DataType::Utf8, false)
}

pub(super) fn schema(columns: &[Column]) -> Schema {
    let field = |(name, kind, nullable): &Column| {
        let kind = match kind {
            Kind::Text => DataType::Utf8,
            Kind::Texts => DataType::List(Arc::new(member())),
            Kind::Number => DataType::Int32,
            Kind::LongNumber => DataType::Int64,
            Kind::Real => DataType::Float32,
        };
        Field::new(*name, kind, *nullable)
    };
    Schema::new(columns.iter().map(field).collect::<Vec<_>>())
}
