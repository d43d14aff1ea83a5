//! Text inside of a paragraph: markup that only changes the look goes, formulas go, notes wait for its end.

use super::super::assembly::Assembler;
use super::super::markup::{Child, Element};
use crate::document::{Definition, Reference};

/// Writes an article.
pub(super) struct Writer<'tree, 'text> {
    pub(super) out: Assembler,
    pub(super) references: Vec<Reference>,
    pub(super) glossary: Vec<Definition>,
    /// Whether the article is in English.
    pub(super) english: bool,
    /// Notes that stand inside of a paragraph; they are written behind it.
    pub(super) notes: Vec<Element<'tree, 'text>>,
    /// The label that the next paragraph begins with: of a list entry, a note, a figure.
    pub(super) label: Option<Element<'tree, 'text>>,
    /// Marks of notes are left out: in titles they would stick to the last word.
    bare: bool,
}

impl<'tree, 'text> Writer<'tree, 'text> {
    pub(super) fn new(out: Assembler) -> Self {
        Self { out, references: Vec::new(), glossary: Vec::new(), english: true, notes: Vec::new(), label: None, bare: false }
    }

    /// Writes what stands in an element.
    pub(super) fn inline(&mut self, parent: Element<'tree, 'text>) {
        for child in parent.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) => self.inline_element(element),
            }
        }
    }

    /// Writes what stands in an element, without notes and the marks of notes.
    pub(super) fn bare(&mut self, parent: Element<'tree, 'text>) {
        let before = std::mem::replace(&mut self.bare, true);
        self.inline(parent);
        self.bare = before;
    }

    pub(super) fn inline_element(&mut self, element: Element<'tree, 'text>) {
        match element.name() {
            "sup" => {
                self.out.superscript();
                self.inline(element);
                self.out.end_superscript();
            }
            "xref" => self.cross_reference(element),
            "fn" if self.bare => {}
            "fn" => self.notes.push(element),
            "alternatives" => {
                if let Some(best) = best_alternative(element) {
                    self.inline_element(best);
                }
            }
            "break" => self.out.space(),
            "disp-formula" | "disp-formula-group" => self.formula(element),
            name if is_dropped(name) => self.out.space(),
            name if is_block(name) => {
                self.out.space();
                self.inline(element);
                self.out.space();
            }
            _ => self.inline(element),
        }
    }

    /// Writes what a formula has as text, without its number.
    fn formula(&mut self, formula: Element<'tree, 'text>) {
        self.out.space();
        for child in formula.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) if element.name() == "label" => {}
                Child::Element(element) => self.inline_element(element),
            }
        }
        self.out.space();
    }

    fn cross_reference(&mut self, element: Element<'tree, 'text>) {
        let kind = element.attribute("ref-type").unwrap_or_default();
        match &*kind {
            "fn" | "author-notes" | "aff" | "corresp" | "bibr" if self.bare => {}
            "bibr" | "fn" | "table-fn" | "author-notes" | "aff" | "corresp" => {
                self.out.link();
                self.inline(element);
                self.out.end_superscript();
            }
            _ => self.inline(element),
        }
    }
}

/// Of several forms of one thing, the one that is text.
pub(super) fn best_alternative<'tree, 'text>(alternatives: Element<'tree, 'text>) -> Option<Element<'tree, 'text>> {
    let mut forms = alternatives.elements().filter(|form| !is_dropped(form.name()));
    let first = forms.next();
    first.filter(|form| form.name() == "table").or_else(|| forms.find(|form| form.name() == "table")).or(first)
}

/// Elements whose text is not for readers of the running text: formulas, pictures, what machines need.
pub(super) fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "math"
            | "tex-math"
            | "graphic"
            | "inline-graphic"
            | "media"
            | "inline-media"
            | "inline-supplementary-material"
            | "object-id"
            | "alt-text"
            | "long-desc"
            | "index-term"
            | "index-term-range-end"
            | "milestone-start"
            | "milestone-end"
            | "private-char"
            | "glyph-data"
            | "permissions"
            | "copyright-statement"
            | "license"
            | "processing-meta"
            | "counts"
            | "custom-meta-group"
            | "custom-meta-wrap"
            | "sec-meta"
            | "self-uri"
    )
}

/// Elements that stand on their own lines: where they must be written inside of a line, they are kept off their neighbours.
pub(super) fn is_block(name: &str) -> bool {
    splits_paragraph(name)
        || matches!(
            name,
            "p" | "list-item"
                | "def-item"
                | "def"
                | "term"
                | "title"
                | "disp-formula"
                | "sec"
                | "tr"
                | "td"
                | "th"
                | "verse-line"
                | "attrib"
        )
}

/// Elements that end the paragraph that they stand in; it goes on behind them.
pub(super) fn splits_paragraph(name: &str) -> bool {
    matches!(
        name,
        "list"
            | "def-list"
            | "fig"
            | "fig-group"
            | "table-wrap"
            | "table-wrap-group"
            | "table"
            | "boxed-text"
            | "disp-quote"
            | "supplementary-material"
            | "statement"
            | "speech"
            | "verse-group"
            | "preformat"
            | "code"
            | "chem-struct-wrap"
            | "array"
            | "ref-list"
            | "glossary"
            | "p"
    )
}
