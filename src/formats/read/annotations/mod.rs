//! Annotated documents with the place of every part in its own file, so that a finding can point at it and a fix can
//! change it alone. One file a format; each reads what it can and notes what it cannot as a [`Fault`].

mod bioc;
mod bioc_json;
mod bioc_xml;
mod brat;
mod gold;
mod layout;
pub mod loading;
mod node;
mod pubannotation;
mod pubtator;
mod record;
mod table;
mod text;

use std::ops::Range;

use crate::eval::annotated::{TypeNames, prefixed};

pub use text::AnnotatedText;

/// A file with annotations, and what stands in it.
#[derive(Clone, Debug, Default)]
pub struct AnnotationFile {
    /// Its path, as it was given.
    pub path: String,
    /// Its text; places count in its bytes.
    pub content: String,
    /// How strings are written in it.
    pub syntax: Syntax,
    /// Whether it may be written: it was not unpacked, and its bytes are its text.
    pub fixable: bool,
    /// Its documents, in their order.
    pub documents: Vec<AnnotatedDocument>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// How strings are written in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// As they are, in lines and columns.
    #[default]
    Plain,
    /// In JSON's quotes.
    Json,
    /// As XML.
    Xml,
}

impl Syntax {
    /// A string as it stands between quotes or tags.
    #[must_use]
    pub fn encode(self, text: &str) -> String {
        match self {
            Syntax::Plain => text.to_owned(),
            Syntax::Json => {
                let quoted = serde_json::Value::from(text).to_string();
                quoted.get(1..quoted.len() - 1).unwrap_or("").to_owned()
            }
            Syntax::Xml => quick_xml::escape::escape(text).into_owned(),
        }
    }
}

/// What kind of trouble a reader met; each has a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file or a part of it is not of its format.
    Form,
    /// Bytes or line ends are not as they should be.
    Encoding,
    /// There are annotations and no text.
    NoText,
    /// There is a text and no file of annotations.
    NoAnnotations,
}

/// Something that a reader could not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its kind.
    pub trouble: Trouble,
    /// Where, in bytes of the file.
    pub place: Range<usize>,
    /// What is there and what was expected.
    pub message: String,
}

impl Fault {
    fn form(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { trouble: Trouble::Form, place, message: message.into() }
    }
}

/// What a reader made of a file.
#[derive(Debug, Default)]
pub(super) struct Read {
    documents: Vec<AnnotatedDocument>,
    faults: Vec<Fault>,
}

/// One annotated document.
#[derive(Clone, Debug, Default)]
pub struct AnnotatedDocument {
    /// Its identifier.
    pub id: Field,
    /// Its text; `None` where the file leaves it out.
    pub text: Option<AnnotatedText>,
    /// Its annotations, in the order of the file.
    pub annotations: Vec<Annotation>,
}

/// A string and where it stands in the file, without quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The string.
    pub value: String,
    /// Its place, in bytes of the file.
    pub place: Range<usize>,
}

/// One annotation.
#[derive(Clone, Debug, Default)]
pub struct Annotation {
    /// The whole annotation, in bytes of the file.
    pub place: Range<usize>,
    /// Its parts in the text; at least one.
    pub parts: Vec<Part>,
    /// The words that the file gives for it.
    pub text: Option<Field>,
    /// The type, as we call it; the place is that of the file's own word.
    pub entity_type: Field,
    /// Its identifiers.
    pub ids: Vec<Identifier>,
    /// The preferred name that the file gives for its concept.
    pub name: Option<Field>,
    /// How sure its maker is, from 0 to 1, where the file says so.
    pub score: Option<f32>,
    /// What to take out of the file so that the annotation is gone; empty where it cannot be told.
    pub removal: Vec<Range<usize>>,
}

impl Annotation {
    /// The bytes of the text from its first to its last part; `None` where it is not inside the text.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        let spans: Option<Vec<_>> = self.parts.iter().map(|part| part.span.clone()).collect();
        let spans = spans?;
        Some(spans.iter().map(|span| span.start).min()?..spans.iter().map(|span| span.end).max()?)
    }

    /// Its span where it is in one part; only such spans have edges that can be judged.
    #[must_use]
    pub fn whole(&self) -> Option<Range<usize>> {
        if self.parts.len() == 1 { self.span().filter(|span| !span.is_empty()) } else { None }
    }

    /// Its CURIEs, sorted, each once.
    #[must_use]
    pub fn curies(&self) -> Vec<&str> {
        let mut curies: Vec<&str> = self.ids.iter().map(|id| id.curie.as_str()).collect();
        curies.sort_unstable();
        curies.dedup();
        curies
    }
}

/// An identifier of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// As a CURIE in our spelling of its prefix.
    pub curie: String,
    /// As the file writes it.
    pub written: String,
    /// Where; of a string with escapes, the whole string.
    pub place: Range<usize>,
    /// Whether the place holds just what is written.
    pub exact: bool,
}

/// One part of an annotation.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// First character, as the file counts.
    pub start: i64,
    /// One past the last character, as the file counts.
    pub end: i64,
    /// The bytes of the text; `None` where they are not inside it.
    pub span: Option<Range<usize>>,
    /// What the file's count is ahead of the text's.
    pub base: i64,
    /// The numbers that say where it is, and what each of them counts.
    pub numbers: Vec<(Range<usize>, Quantity)>,
}

/// What a number of the file counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The first character.
    Start,
    /// One past the last character.
    End,
    /// How many characters.
    Length,
    /// The first byte.
    ByteStart,
    /// One past the last byte.
    ByteEnd,
}

/// The identifiers in a string that may hold several; bare ones take the namespace that the type implies.
pub(super) fn identifiers(field: &Field, content: &str, entity_type: &str) -> Vec<Identifier> {
    let raw = content.get(field.place.clone()) == Some(field.value.as_str());
    if entity_type == "variant" {
        // tmVar's forms hold every separator; only numbers of dbSNP and our own normal forms can be looked at.
        let written = field.value.trim();
        let known = ["DBSNP:", "VARIANT:"].iter().any(|prefix| written.starts_with(prefix));
        return known.then(|| identifier(field, 0, written, raw, "")).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut at = 0;
    for piece in field.value.split(['|', ',', ';', '+']) {
        let written = piece.trim();
        if !matches!(written, "" | "-" | "-1" | "None" | "NA" | "null") {
            let inside = at + (piece.len() - piece.trim_start().len());
            found.push(identifier(field, inside, written, raw, entity_type));
        }
        at += piece.len() + 1;
    }
    found
}

fn identifier(field: &Field, inside: usize, written: &str, raw: bool, entity_type: &str) -> Identifier {
    // A gene of PubTator may be followed by its organism: 7157(Tax:9606).
    let bare = written.split('(').next().unwrap_or(written);
    let curie = if bare.contains(':') || entity_type.is_empty() { bare.to_owned() } else { prefixed(entity_type, bare) };
    let curie = match curie.get(..5) {
        Some(start) if start.eq_ignore_ascii_case("CVCL_") => format!("CVCL:{curie}"),
        _ => biospan_terminology::curie::curie(&curie),
    };
    let start = field.place.start + inside;
    let place = if raw { start..start + bare.len() } else { field.place.clone() };
    Identifier { curie, written: bare.to_owned(), place, exact: raw }
}

/// Our name of a type, at its own place.
pub(super) fn named(types: &TypeNames, field: Field) -> Field {
    let ours = types.ours(&field.value).to_owned();
    Field { value: if field.value == "complex" { field.value } else { ours }, place: field.place }
}

/// The lines of a file without their ends.
pub(super) fn lines(content: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    content.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

/// A line with its end, so that nothing stays where it was.
pub(super) fn whole_line(content: &str, line: &Range<usize>) -> Range<usize> {
    let end = content[line.end..].find('\n').map_or(content.len(), |at| line.end + at + 1);
    line.start..end
}

/// The cells of a line that are parted by tabs.
pub(super) fn columns(content: &str, line: &Range<usize>) -> Vec<Field> {
    let mut at = line.start;
    let cell = |cell: &str| {
        let start = at;
        at += cell.len() + 1;
        Field { value: cell.to_owned(), place: start..start + cell.len() }
    };
    content[line.clone()].split('\t').map(cell).collect()
}
