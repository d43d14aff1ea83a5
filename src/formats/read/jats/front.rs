//! The front of an article: what it is, title, authors, abstracts, keywords.

use super::super::assembly::{doi, pmcid, pmid, year};
use super::super::markup::Element;
use super::inline::Writer;
use super::{Role, Scope, is_foreign};
use crate::document::{Document, PassageKind};

/// Reads identifiers, journal and year of the article, and gives the identifier that serves where it has no public one of
/// PubMed.
pub(super) fn metadata(article: Element<'_, '_>, document: &mut Document) -> Option<String> {
    let front = article.child("front").or_else(|| article.child("front-stub"))?;
    let journal = front.child("journal-meta");
    document.journal = journal
        .and_then(|journal| journal.path(&["journal-title-group", "journal-title"]).or_else(|| journal.child("journal-title")))
        .map(Element::plain)
        .filter(|title| !title.is_empty());
    let meta = front.child("article-meta").unwrap_or(front);
    let mut own = None;
    for id in meta.elements().filter(|element| element.name() == "article-id") {
        let written = id.plain();
        let identifiers = &mut document.identifiers;
        match id.attribute("pub-id-type").as_deref() {
            Some("pmid") => identifiers.pmid = identifiers.pmid.take().or_else(|| pmid(&written)),
            Some("pmc" | "pmcid") => identifiers.pmcid = identifiers.pmcid.take().or_else(|| pmcid(&written)),
            Some("doi") => identifiers.doi = identifiers.doi.take().or_else(|| doi(&written)),
            _ => own = own.or(Some(written)),
        }
    }
    document.year = meta.elements().filter(|element| element.name() == "pub-date").filter_map(date_year).min();
    document.identifiers.doi.clone().or(own)
}

fn date_year(date: Element<'_, '_>) -> Option<u16> {
    let written = date.child("year").map(Element::plain);
    written
        .as_deref()
        .and_then(year)
        .or_else(|| date.attribute("iso-8601-date").as_deref().and_then(year))
        .or_else(|| year(&date.child("string-date")?.plain()))
}

impl<'tree, 'text> Writer<'tree, 'text> {
    /// Writes the front of an article or of a part of one, and gives its title.
    pub(super) fn front(&mut self, front: Element<'tree, 'text>, scope: Scope, title: PassageKind) -> Option<String> {
        let mut found = None;
        for part in front.elements() {
            match part.name() {
                "article-meta" => found = found.or(self.article_meta(part, scope, title)),
                "notes" => self.blocks(part, scope.with(Role::Back)),
                _ => {}
            }
        }
        if front.name() == "front-stub" {
            found = self.article_meta(front, scope, title);
        }
        self.out.set_section(None);
        found
    }

    fn article_meta(&mut self, meta: Element<'tree, 'text>, scope: Scope, title: PassageKind) -> Option<String> {
        let mut found = None;
        for part in meta.elements() {
            match part.name() {
                "title-group" => found = self.titles(part, title),
                "contrib-group" | "aff" | "aff-alternatives" | "corresp" | "collab" | "on-behalf-of" => self.authors(part),
                "author-notes" => self.author_notes(part, scope),
                "abstract" | "trans-abstract" => self.summary(part, scope),
                "kwd-group" => self.keywords(part, scope),
                "funding-group" => {
                    for statement in part.descendants("funding-statement") {
                        self.paragraph(statement, scope.with(Role::Back));
                    }
                }
                "product" => self.paragraph(part, scope.with(Role::Back)),
                "supplementary-material" => self.captioned(part, scope),
                _ => {}
            }
        }
        found
    }

    fn titles(&mut self, group: Element<'tree, 'text>, kind: PassageKind) -> Option<String> {
        self.out.begin(kind);
        if let Some(title) = group.child("article-title") {
            self.bare(title);
        }
        if let Some(subtitle) = group.child("subtitle").filter(|subtitle| !subtitle.plain().is_empty()) {
            if self.out.has_text() {
                let ended = self.out.since(0).ends_with([':', '?', '!', '.', '–', '—']);
                self.out.push(if ended { "" } else { ":" });
                self.out.space();
            }
            self.bare(subtitle);
        }
        let title = self.out.end().map(|span| self.out.since(span.start.index()).to_owned());
        for translated in group.elements().filter(|part| matches!(part.name(), "trans-title-group" | "trans-title")) {
            self.out.begin(PassageKind::BackMatter);
            self.bare(translated);
            self.out.end();
        }
        title
    }

    /// Writes people and where they work: names on one line, everything else a line each.
    pub(super) fn authors(&mut self, element: Element<'tree, 'text>) {
        self.out.begin(PassageKind::Authors);
        if element.name() == "contrib-group" {
            self.contributors(element);
            self.out.end();
            for place in element.elements().chain(element.elements().flat_map(Element::elements)) {
                if matches!(place.name(), "aff" | "aff-alternatives" | "bio") {
                    self.authors(place);
                }
            }
        } else {
            self.spaced(element);
        }
        self.out.end();
        // Notes on authors are part of what is never annotated.
        self.notes.clear();
    }

    fn contributors(&mut self, group: Element<'tree, 'text>) {
        let people = group.elements().filter(|part| matches!(part.name(), "contrib" | "collab" | "on-behalf-of"));
        for person in people {
            if self.out.has_text() && !self.out.since(0).ends_with(',') {
                self.out.push(",");
                self.out.space();
            }
            let names = person.child("name-alternatives").unwrap_or(person);
            let name = names
                .elements()
                .find(|part| matches!(part.name(), "name" | "string-name" | "collab" | "collab-alternatives" | "anonymous"));
            match name {
                Some(name) if name.name() == "name" => self.given_name_first(name),
                Some(name) => self.spaced(name),
                None if person.name() != "contrib" => self.spaced(person),
                None => {}
            }
        }
    }

    fn given_name_first(&mut self, name: Element<'tree, 'text>) {
        for part in ["prefix", "given-names", "surname", "suffix"] {
            if let Some(part) = name.child(part) {
                self.out.space();
                self.inline(part);
            }
        }
    }

    /// Writes what stands in an element; elements that touch are kept apart.
    pub(super) fn spaced(&mut self, parent: Element<'tree, 'text>) {
        use super::super::markup::Child;
        let mut after_element = false;
        for child in parent.children() {
            match child {
                Child::Text(text) => self.out.push(text),
                Child::Character(character) => self.out.push_char(character),
                Child::Element(element) => {
                    if after_element || element.name() == "label" {
                        self.out.space();
                    }
                    if element.elements().next().is_some() && element.name() != "sup" {
                        self.spaced(element)
                    } else {
                        self.inline_element(element)
                    }
                    if element.name() == "label" {
                        self.out.space();
                    }
                }
            }
            after_element = matches!(child, Child::Element(_));
        }
    }

    fn author_notes(&mut self, notes: Element<'tree, 'text>, scope: Scope) {
        for part in notes.elements() {
            match part.name() {
                "fn" if part.is("fn-type", "abbr") => self.note(part, scope),
                "fn" => self.note(part, scope.with(Role::Back)),
                "title" | "label" => {}
                _ => self.authors(part),
            }
        }
    }

    /// Writes an abstract. Those in other languages than English are never annotated.
    fn summary(&mut self, summary: Element<'tree, 'text>, scope: Scope) {
        // A translation without a language is into English only where the article itself is not in English.
        let foreign = match summary.attribute("xml:lang") {
            Some(_) => is_foreign(summary),
            None => (summary.name() == "trans-abstract") == self.english,
        };
        self.blocks(summary, scope.with(if foreign { Role::Back } else { Role::Abstract }));
        self.out.set_section(None);
    }

    /// Writes the keywords of a group on one line.
    fn keywords(&mut self, group: Element<'tree, 'text>, scope: Scope) {
        let scope = if is_foreign(group) { scope.with(Role::Back) } else { scope };
        self.out.begin(scope.kind(PassageKind::Keywords));
        for keyword in
            group.elements().filter(|part| matches!(part.name(), "kwd" | "compound-kwd" | "nested-kwd" | "unstructured-kwd-group"))
        {
            if self.out.has_text() {
                self.out.push(";");
                self.out.space();
            }
            self.spaced(keyword);
        }
        self.out.end();
    }
}
