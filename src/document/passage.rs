//! The parts of a paper that are told apart.

use serde::{Deserialize, Serialize};

use super::Span;

/// What a passage is. A mention never crosses from one passage into the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// The title of the paper.
    Title,
    /// A paragraph of the abstract (or of a summary that a site puts before it).
    Abstract,
    /// The heading of a section.
    Heading,
    /// A paragraph of running text.
    Paragraph,
    /// One entry of a list.
    ListItem,
    /// One cell of a table.
    TableCell,
    /// The caption or title of a figure or table.
    Caption,
    /// A footnote of the paper or of a table.
    Footnote,
    /// Keywords.
    Keywords,
    /// Authors, affiliations, contributors: never annotated.
    Authors,
    /// Acknowledgements, funding, conflicts, page furniture: never annotated.
    BackMatter,
    /// An entry of the reference list: annotated only on request.
    Reference,
}

impl PassageKind {
    /// The kind as records have it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            PassageKind::Title => "title",
            PassageKind::Abstract => "abstract",
            PassageKind::Heading => "heading",
            PassageKind::Paragraph => "paragraph",
            PassageKind::ListItem => "list_item",
            PassageKind::TableCell => "table_cell",
            PassageKind::Caption => "caption",
            PassageKind::Footnote => "footnote",
            PassageKind::Keywords => "keywords",
            PassageKind::Authors => "authors",
            PassageKind::BackMatter => "back_matter",
            PassageKind::Reference => "reference",
        }
    }

    /// Whether mentions are looked for here; `references` asks for the reference list too.
    #[must_use]
    pub fn is_annotated(self, references: bool) -> bool {
        match self {
            PassageKind::Authors | PassageKind::BackMatter => false,
            PassageKind::Reference => references,
            _ => true,
        }
    }
}

/// A part of the document's text with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its role.
    pub kind: PassageKind,
    /// The heading of the innermost section it stands in, as written; `None` before the first.
    pub section: Option<String>,
    /// Where it stands in the text.
    pub span: Span,
}
