//! A paper as biospan sees it: one text, the passages in it, and what is known about the paper.
//!
//! Readers make documents (`formats::read`); every later step only looks at them. All spans are byte
//! spans of the one [`Document::text`].

mod offset;
mod passage;
pub mod sentence;

pub use offset::{ByteOffset, CharOffset, CharacterCounter, Span};
pub use passage::{Passage, PassageKind};

use serde::{Deserialize, Serialize};

/// A paper, an abstract or any other text that is annotated as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The document's name: its PMCID, else PMID, else the identifier the file gives, else the file's
    /// name without folder and extension.
    pub id: String,
    /// Where it came from, as it was given: the path, or `-` for standard input.
    pub source: String,
    /// The name of the format it was read from, as `--input-format` takes it (`jats`, `text`, …).
    pub format: &'static str,
    /// SHA-256 of the bytes of the file (after unpacking), or of the document's own part where a file holds
    /// many documents; lower-case hexadecimal.
    pub sha256: String,
    /// The title without markup.
    pub title: Option<String>,
    /// Public identifiers that the file states.
    pub identifiers: Identifiers,
    /// The journal's name as the file gives it.
    pub journal: Option<String>,
    /// The year of publication.
    pub year: Option<u16>,
    /// The one text that all spans count in. For plain text and Markdown it is the file as it is; for
    /// markup it is made of the passages, one a line (the cells of a table's row with tabs between them), with entities resolved.
    pub text: String,
    /// Passages in the order of the text; they do not overlap, and what lies between them (white space,
    /// page furniture, markup) is never annotated.
    pub passages: Vec<Passage>,
    /// The parsed reference list.
    pub references: Vec<Reference>,
    /// Pairs that a glossary or abbreviation list of the paper states, as spans of short and long form.
    pub glossary: Vec<Definition>,
}

/// Public identifiers of a paper, bare (`12091962`, `PMC3626705`, `10.1186/1756-8722-6-27`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identifiers {
    /// PubMed identifier, digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmid: Option<String>,
    /// PubMed Central identifier with its `PMC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmcid: Option<String>,
    /// Digital object identifier without resolver or `doi:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
}

/// A short form and the long form that defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Definition {
    /// Where the short form stands.
    pub short: Span,
    /// Where the long form stands.
    pub long: Span,
}

/// One entry of a reference list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The whole entry in the text.
    pub span: Span,
    /// The label, such as `12`, where the list has one.
    pub label: Option<String>,
    /// The authors as they are written.
    pub authors: Option<String>,
    /// The title of the cited work, where the markup tells it apart.
    pub title: Option<String>,
    /// The year of the cited work.
    pub year: Option<u16>,
    /// The DOI, bare, with blanks inside it removed.
    pub doi: Option<String>,
    /// The PMID, digits only.
    pub pmid: Option<String>,
}
