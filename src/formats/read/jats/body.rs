//! Sections, paragraphs, lists, boxes and notes.

use super::super::assembly::section_name;
use super::super::markup::{Child, Element};
use super::back_matter::{begins_as_back_matter, is_back_matter_heading};
use super::inline::{Writer, is_dropped, splits_paragraph};
use super::{Role, Scope, is_foreign};
use crate::document::{Definition, Document, PassageKind, Span};

impl<'tree, 'text> Writer<'tree, 'text> {
    /// Writes an article in the order of its parts.
    pub(super) fn article(&mut self, article: Element<'tree, 'text>, document: &mut Document) {
        for part in article.elements() {
            match part.name() {
                "front" | "front-stub" => document.title = self.front(part, Scope::new(Role::Body), PassageKind::Title),
                "body" | "back" | "floats-group" | "floats-wrap" => self.blocks(part, Scope::new(Role::Body)),
                "sub-article" | "response" => self.further_article(part),
                _ => {}
            }
        }
    }

    /// Writes a part with a front of its own: a letter, a review, a translation.
    fn further_article(&mut self, article: Element<'tree, 'text>) {
        let scope = Scope::new(if is_foreign(article) { Role::Back } else { Role::Body });
        let around = self.out.section().map(str::to_owned);
        for part in article.elements() {
            match part.name() {
                "front" | "front-stub" => {
                    let title = self.front(part, scope, scope.kind(PassageKind::Heading));
                    self.out.set_section(title.as_deref().map(section_name).map(str::to_owned));
                }
                "body" | "back" | "floats-group" => self.blocks(part, scope),
                "sub-article" | "response" => self.further_article(part),
                _ => {}
            }
        }
        self.out.set_section(around);
    }

    /// Writes what stands in an element, block by block; text outside of a block belongs to the passage that is open.
    pub(super) fn blocks(&mut self, parent: Element<'tree, 'text>, scope: Scope) {
        self.out.begin(scope.paragraph());
        for child in parent.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) => self.block(element, scope),
            }
        }
        self.out.end();
        self.waiting_notes(scope);
    }

    fn block(&mut self, element: Element<'tree, 'text>, scope: Scope) {
        match element.name() {
            "p" | "preformat" | "code" | "verse-line" | "attrib" => self.paragraph(element, scope),
            "sec" | "app" | "boxed-text" | "ack" | "notes" | "glossary" | "statement" => self.section(element, scope),
            "title" | "subtitle" => self.heading(element, None, scope),
            "list" => self.list(element, scope),
            "list-item" => self.entry(element, scope),
            "def-list" => self.definitions(element, scope),
            "fig" | "fig-group" | "table-wrap" | "table-wrap-group" | "supplementary-material" | "chem-struct-wrap" => {
                self.captioned(element, scope)
            }
            "media" => self.media(element, scope),
            "table" | "array" => self.cells(element, scope),
            "alternatives" => self.blocks_of_alternatives(element, scope),
            "fn-group" | "author-notes" => self.notes(element, scope),
            "fn" => self.note(element, scope),
            "ref-list" => self.reference_list(element, scope),
            "ref" => self.reference(element),
            "bio" | "contrib-group" | "aff" => self.authors(element),
            "sig-block" | "funding-group" | "funding-statement" | "product" | "related-article" | "related-object" => {
                self.blocks(element, scope.with(Role::Back))
            }
            "app-group" | "disp-quote" | "verse-group" | "speech" | "question-wrap" | "question" | "answer" | "answer-set"
            | "explanation" | "book-app" => {
                self.blocks(element, scope);
                self.out.begin(scope.paragraph());
            }
            "label" | "sec-meta" | "kwd-group" => {}
            name if is_dropped(name) => self.out.space(),
            _ => self.inline_element(element),
        }
    }

    /// Writes a paragraph; lists, figures and the like that stand in it split it.
    pub(super) fn paragraph(&mut self, paragraph: Element<'tree, 'text>, scope: Scope) {
        self.out.begin(scope.paragraph());
        if let Some(label) = self.label.take() {
            self.inline(label);
            if scope.role == Role::Caption {
                self.out.full_stop();
            }
            self.out.space();
        }
        for child in paragraph.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) if splits_paragraph(element.name()) => {
                    self.out.end();
                    self.waiting_notes(scope);
                    self.block(element, scope);
                    self.out.begin(scope.paragraph());
                }
                Child::Element(element) => self.inline_element(element),
            }
        }
        if let Some(span) = self.out.end()
            && self.out.since(span.start.index()).starts_with("Click here")
        {
            // Links that PubMed Central puts below every supplement.
            self.out.recast(PassageKind::BackMatter);
        }
        self.waiting_notes(scope);
    }

    /// Writes a section with its heading.
    fn section(&mut self, section: Element<'tree, 'text>, scope: Scope) {
        let title = section.child("title").or_else(|| section.path(&["caption", "title"]));
        let words = title.map(Element::plain).unwrap_or_default();
        let mut scope = if is_foreign(section) { scope.with(Role::Back) } else { scope };
        if matches!(section.name(), "ack" | "notes") || is_back_matter_heading(&words) {
            scope = scope.with(Role::Back);
        }
        scope.glossary |= section.name() == "glossary" || is_glossary(&words);
        let around = self.out.section().map(str::to_owned);
        if let Some(title) = title {
            self.heading(title, section.child("label"), scope);
        }
        self.out.begin(scope.paragraph());
        for child in section.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) if element.name() == "title" => {}
                Child::Element(element) if element.name() == "caption" => {
                    element.elements().filter(|part| part.name() != "title").for_each(|part| self.block(part, scope));
                }
                Child::Element(element) => self.block(element, scope),
            }
        }
        self.out.end();
        self.waiting_notes(scope);
        self.out.set_section(around);
    }

    /// Writes a heading; from here on passages stand in its section. The number before it belongs to the heading, but not to the
    /// section's name.
    fn heading(&mut self, title: Element<'tree, 'text>, label: Option<Element<'tree, 'text>>, scope: Scope) {
        self.out.begin(scope.kind(PassageKind::Heading));
        let has_words = !title.plain().is_empty();
        if let Some(label) = label.filter(|_| has_words) {
            self.bare(label);
            self.out.space();
        }
        let start = self.out.next_position();
        self.bare(title);
        if has_words && self.out.has_text() {
            let name = section_name(self.out.since(start)).to_owned();
            if !name.is_empty() {
                self.out.set_section(Some(name));
            }
        }
        self.out.end();
    }

    fn list(&mut self, list: Element<'tree, 'text>, scope: Scope) {
        for part in list.elements() {
            match part.name() {
                "list-item" => self.entry(part, scope),
                "title" => self.paragraph(part, scope),
                _ => {}
            }
        }
    }

    fn entry(&mut self, entry: Element<'tree, 'text>, scope: Scope) {
        // Bullets say nothing; numbers are part of what a reader sees.
        self.label = entry.child("label").filter(|label| label.plain().contains(char::is_alphanumeric));
        self.blocks(entry, Scope { entry: true, ..scope });
        self.label = None;
    }

    /// Writes a list of terms, each with its definition on one line.
    fn definitions(&mut self, list: Element<'tree, 'text>, scope: Scope) {
        let words = list.child("title").map(Element::plain).unwrap_or_default();
        let scope = Scope { glossary: scope.glossary || is_glossary(&words), entry: true, ..scope };
        for part in list.elements() {
            match part.name() {
                "title" => self.heading(part, None, scope),
                "def-item" => self.definition(part, scope),
                "def-list" => self.definitions(part, scope),
                _ => {}
            }
        }
    }

    fn definition(&mut self, pair: Element<'tree, 'text>, scope: Scope) {
        self.out.begin(scope.paragraph());
        let start = self.out.next_position();
        for term in pair.elements().filter(|part| part.name() == "term") {
            self.out.space();
            self.inline(term);
        }
        let term = self.out.since(start).trim_end_matches([':', '=', ' ']).len();
        let short = self.out.has_text().then(|| Span::from_range(start..start + term));
        if short.is_some() && term == self.out.since(start).len() {
            self.out.push(":");
        }
        self.out.space();
        let start = self.out.next_position();
        for meaning in pair.elements().filter(|part| part.name() == "def") {
            self.out.space();
            self.inline(meaning);
        }
        let end = self.out.position();
        self.out.end();
        if let Some(short) = short.filter(|short| scope.glossary && scope.role != Role::Back && !short.is_empty() && start < end) {
            self.glossary.push(Definition { short, long: Span::from_range(start..end) });
        }
        pair.elements().filter(|part| part.name() == "def-list").for_each(|list| self.definitions(list, scope));
        self.waiting_notes(scope);
    }

    fn notes(&mut self, group: Element<'tree, 'text>, scope: Scope) {
        let around = self.out.section().map(str::to_owned);
        let words = group.child("title").map(Element::plain).unwrap_or_default();
        let scope = if is_back_matter_heading(&words) { scope.with(Role::Back) } else { scope };
        for part in group.elements() {
            match part.name() {
                "title" => self.heading(part, None, scope),
                "fn" => self.note(part, scope),
                "corresp" => self.authors(part),
                _ => self.block(part, scope.with(Role::Back)),
            }
        }
        self.out.set_section(around);
    }

    /// Writes a note.
    pub(super) fn note(&mut self, note: Element<'tree, 'text>, scope: Scope) {
        let kind = note.attribute("fn-type").unwrap_or_default();
        let formal = matches!(
            &*kind,
            "con"
                | "conflict"
                | "COI-statement"
                | "coi-statement"
                | "financial-disclosure"
                | "supported-by"
                | "presented-at"
                | "presented-by"
                | "previously-at"
                | "present-address"
                | "current-aff"
                | "deceased"
                | "equal"
                | "corresp"
                | "participating-researchers"
                | "study-group-members"
                | "edited-by"
                | "ethics-statement"
                | "LRH"
                | "author"
        );
        let role = if formal || begins_as_back_matter(&note.plain()) { Role::Back } else { Role::Footnote };
        self.out.end();
        self.label = note.child("label");
        self.blocks(note, Scope { entry: false, ..scope.with(role) });
        self.label = None;
    }

    /// Writes the notes that a passage left behind.
    pub(super) fn waiting_notes(&mut self, scope: Scope) {
        for note in std::mem::take(&mut self.notes) {
            self.note(note, scope);
        }
    }
}

/// Whether a heading announces a list of abbreviations.
fn is_glossary(words: &str) -> bool {
    let words = words.to_lowercase();
    ["abbreviation", "acronym", "glossary"].iter().any(|known| words.contains(known))
}
