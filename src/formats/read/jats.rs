//! Articles in JATS, the XML of PubMed Central and of many publishers, and in its forerunner, the NLM DTD 2.x: one
//! article a file or a set of them.

mod back_matter;
mod body;
mod citation;
mod front;
mod inline;
mod table;

use self::inline::Writer;
use super::assembly::{Assembler, document_id};
use super::markup::{Element, Record, Records, root};
use super::{Documents, Format, Input};
use crate::document::{Document, PassageKind};

/// JATS and NLM articles.
pub const FORMAT: Format = Format {
    name: "jats",
    description: "JATS XML, as PubMed Central and publishers give full texts (also NLM DTD 2.x)",
    recognise,
    documents,
};

fn recognise(head: &[u8]) -> bool {
    let Some(root) = root(head) else { return false };
    let has = |mark: &[u8]| memchr::memmem::find(root.rest, mark).is_some();
    match root.name {
        "article" => {
            root.doctype.contains("NLM//DTD")
                || root.doctype.contains("NISO//DTD")
                || ["article-type=", "dtd-version=", "<front", "<article-meta", "<body", "<back"].iter().any(|mark| has(mark.as_bytes()))
        }
        "pmc-articleset" => true,
        // Answers of repositories have the article inside of their envelope.
        "OAI-PMH" | "records" | "record" | "articles" => has(b"<article-meta") || has(b"<article "),
        _ => false,
    }
}

fn documents(input: Input) -> Documents {
    let mut records = match Records::whole(input, &["article"]) {
        Ok(records) => records,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    Box::new(std::iter::from_fn(move || {
        let source = records.source().to_owned();
        records.next(|record| document(&record, source))
    }))
}

fn document(record: &Record<'_, '_>, source: String) -> Document {
    let mut document = Document { format: FORMAT.name, sha256: record.sha256.clone(), ..Document::default() };
    let mut writer = Writer::new(Assembler::default());
    let mut own = None;
    if let Some(article) = record.tree.root() {
        writer.english = article.attribute("xml:lang").is_none_or(|language| is_english(&language));
        own = front::metadata(article, &mut document);
        writer.article(article, &mut document);
    }
    document.id = document_id(&document.identifiers, own.as_deref(), &source);
    document.source = source;
    document.references = std::mem::take(&mut writer.references);
    document.glossary = std::mem::take(&mut writer.glossary);
    (document.text, document.passages) = writer.out.finish();
    document
}

/// Whether a language tag is English.
fn is_english(language: &str) -> bool {
    language.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en"))
}

/// Whether an element is marked as written in another language than English.
fn is_foreign(element: Element<'_, '_>) -> bool {
    element.attribute("xml:lang").is_some_and(|language| !language.is_empty() && !is_english(&language))
}

/// What the text at a place of the article is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Abstract,
    Body,
    Caption,
    Footnote,
    /// Acknowledgements, funding and the like, and text in other languages.
    Back,
}

/// Where the walk over an article is.
#[derive(Clone, Copy, Debug)]
struct Scope {
    role: Role,
    /// Inside of a list entry.
    entry: bool,
    /// Inside of a list of abbreviations.
    glossary: bool,
}

impl Scope {
    const fn new(role: Role) -> Self {
        Self { role, entry: false, glossary: false }
    }

    /// The same place with another role; what is never annotated stays so.
    fn with(self, role: Role) -> Self {
        if self.role == Role::Back { self } else { Self { role, ..self } }
    }

    fn paragraph(self) -> PassageKind {
        match self.role {
            Role::Abstract => PassageKind::Abstract,
            Role::Body if self.entry => PassageKind::ListItem,
            Role::Body => PassageKind::Paragraph,
            Role::Caption => PassageKind::Caption,
            Role::Footnote => PassageKind::Footnote,
            Role::Back => PassageKind::BackMatter,
        }
    }

    /// The kind of a passage that has the same kind wherever it is annotated.
    fn kind(self, kind: PassageKind) -> PassageKind {
        if self.role == Role::Back { PassageKind::BackMatter } else { kind }
    }
}

#[cfg(test)]
mod tests;
