//! The reference list.

use super::super::assembly::{doi, pmid, section_name, year};
use super::super::markup::{Child, Element};
use super::inline::{Writer, is_dropped};
use super::{Role, Scope};
use crate::document::{PassageKind, Reference};

impl<'tree, 'text> Writer<'tree, 'text> {
    /// Writes a reference list.
    pub(super) fn reference_list(&mut self, list: Element<'tree, 'text>, scope: Scope) {
        let around = self.out.section().map(str::to_owned);
        self.out.begin(scope.kind(PassageKind::Heading));
        if let Some(title) = list.child("title") {
            self.bare(title);
            if self.out.has_text() {
                self.out.set_section(Some(section_name(&title.plain()).to_owned()));
            }
        }
        self.out.end();
        for part in list.elements() {
            match part.name() {
                "ref" => self.reference(part),
                "ref-list" => self.reference_list(part, scope),
                "p" | "sec" => self.blocks(part, scope.with(Role::Back)),
                _ => {}
            }
        }
        self.out.set_section(around);
    }

    /// Writes one entry.
    pub(super) fn reference(&mut self, entry: Element<'tree, 'text>) {
        self.out.begin(PassageKind::Reference);
        let mut citations = entry.elements().flat_map(|part| {
            let alternatives = (part.name() == "citation-alternatives").then(|| part.elements().find(is_citation)).flatten();
            alternatives.or(Some(part).filter(|part| is_citation(part) || matches!(part.name(), "note" | "p")))
        });
        let first = citations.next();
        let label = entry.child("label").or_else(|| first?.child("label"));
        if let Some(label) = label {
            self.bare(label);
            self.out.space();
        }
        for citation in first.into_iter().chain(citations) {
            self.out.space();
            if citation.children().any(|child| matches!(child, Child::Text(text) if !text.trim().is_empty())) {
                self.mixed(citation);
            } else {
                self.structured(citation);
            }
        }
        self.notes.clear();
        let Some(span) = self.out.end() else { return };
        let mut reference = first.filter(is_citation).map(fields).unwrap_or_default();
        reference.span = span;
        reference.label =
            label.map(|label| label.plain().trim_matches(['.', ' ', '[', ']', '(', ')']).to_owned()).filter(|label| !label.is_empty());
        let written = self.out.since(span.start.index());
        reference.doi = reference.doi.or_else(|| doi_in(written));
        self.references.push(reference);
    }

    /// Writes a citation that has its punctuation; elements that touch are kept apart.
    fn mixed(&mut self, citation: Element<'tree, 'text>) {
        let mut previous = "";
        for child in citation.children() {
            match child {
                Child::Text(text) => {
                    self.out.push(text);
                    if !text.is_empty() {
                        previous = "";
                    }
                }
                Child::Character(character) => {
                    self.out.push_char(character);
                    previous = "";
                }
                Child::Element(element) if element.name() == "label" => {}
                Child::Element(element) => {
                    if !previous.is_empty() || element.name() == "pub-id" {
                        self.out.push(if previous == "name" && element.name() == "name" { "," } else { "" });
                        self.out.space();
                    }
                    self.part(element);
                    previous = element.name();
                }
            }
        }
    }

    /// Writes a citation without punctuation, in the order of its parts, with the punctuation that readers expect.
    fn structured(&mut self, citation: Element<'tree, 'text>) {
        let mut previous = "";
        for element in citation.elements().filter(|element| element.name() != "label") {
            let name = element.name();
            match name {
                "name" | "string-name" | "collab" | "etal" if is_author(previous) => self.gap(","),
                "issue" => self.out.push("("),
                "fpage" | "elocation-id" => self.out.push(":"),
                "lpage" => self.out.push("–"),
                "volume" if previous == "year" => self.gap(";"),
                _ => {
                    if is_author(previous) || matches!(previous, "person-group" | "article-title" | "source" | "chapter-title" | "lpage") {
                        self.out.full_stop();
                    }
                    self.out.space();
                }
            }
            self.part(element);
            if name == "issue" {
                self.out.push(")");
            }
            previous = name;
        }
    }

    fn gap(&mut self, sign: &str) {
        self.out.push(sign);
        self.out.space();
    }

    fn part(&mut self, element: Element<'tree, 'text>) {
        match element.name() {
            "person-group" | "name-alternatives" => {
                let names = element.elements().any(|part| part.name() == "name");
                if names && element.children().all(|child| !matches!(child, Child::Text(text) if !text.trim().is_empty())) {
                    self.names(element);
                } else {
                    self.spaced(element);
                }
            }
            "name" => self.out.push(&name(element)),
            "string-name" | "collab" => self.spaced(element),
            "etal" if element.plain().is_empty() => self.out.push("et al."),
            "pub-id" => {
                match element.attribute("pub-id-type").as_deref() {
                    Some("doi") => self.out.push("doi:"),
                    Some("pmid") => self.out.push("PMID "),
                    _ => {}
                }
                self.inline(element);
            }
            name if is_dropped(name) => {}
            _ => self.inline(element),
        }
    }

    fn names(&mut self, group: Element<'tree, 'text>) {
        for (place, element) in group.elements().enumerate() {
            if place > 0 {
                self.out.push(",");
                self.out.space();
            }
            self.part(element);
        }
    }
}

/// Whether an element is one of the people who wrote the cited work.
fn is_author(name: &str) -> bool {
    matches!(name, "name" | "string-name" | "collab" | "etal")
}

fn is_citation(element: &Element<'_, '_>) -> bool {
    matches!(element.name(), "element-citation" | "mixed-citation" | "nlm-citation" | "citation")
}

/// A name as reference lists have it: surname first.
fn name(element: Element<'_, '_>) -> String {
    let mut name = String::new();
    for part in ["surname", "given-names", "suffix"].iter().filter_map(|part| element.child(part)).map(Element::plain) {
        if !name.is_empty() && !part.is_empty() {
            name.push(' ');
        }
        name.push_str(&part);
    }
    name
}

/// What the markup of a citation tells apart.
fn fields(citation: Element<'_, '_>) -> Reference {
    let mut reference = Reference { authors: authors(citation), ..Reference::default() };
    let text = |name: &str| citation.child(name).map(Element::plain).filter(|text| !text.is_empty());
    reference.title = text("article-title").or_else(|| text("chapter-title")).or_else(|| text("data-title")).or_else(|| text("part-title"));
    let is_book =
        !matches!(citation.attribute("publication-type").or_else(|| citation.attribute("citation-type")).as_deref(), Some("journal"));
    if reference.title.is_none() && is_book {
        reference.title = text("source");
    }
    reference.year = citation.descendants("year").find_map(|element| year(&element.plain()));
    for id in citation.elements().flat_map(|part| std::iter::once(part).chain(part.elements())).filter(|part| part.name() == "pub-id") {
        match id.attribute("pub-id-type").as_deref() {
            Some("doi") => reference.doi = reference.doi.or_else(|| doi(&id.plain())),
            Some("pmid") => reference.pmid = reference.pmid.or_else(|| pmid(&id.plain())),
            _ => {}
        }
    }
    if reference.doi.is_none() {
        let links = citation.descendants("ext-link").chain(citation.descendants("uri"));
        reference.doi =
            links.filter(|link| link.is("ext-link-type", "doi") || link.plain().contains("doi.org/")).find_map(|link| doi(&link.plain()));
    }
    reference
}

/// The authors, not the editors.
fn authors(citation: Element<'_, '_>) -> Option<String> {
    let is_editors =
        |group: &Element<'_, '_>| group.attribute("person-group-type").is_some_and(|kind| kind != "author" && kind != "allauthors");
    let mut names: Vec<String> = Vec::new();
    for part in citation.elements() {
        match part.name() {
            "person-group" if !is_editors(&part) => {
                names.extend(part.elements().filter_map(one_author));
            }
            _ => names.extend(one_author(part)),
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn one_author(element: Element<'_, '_>) -> Option<String> {
    let written = match element.name() {
        "name" => name(element),
        "name-alternatives" => one_author(element.elements().next()?)?,
        "string-name" if element.child("surname").is_some() => name(element),
        "string-name" | "collab" => element.plain(),
        "etal" => "et al.".to_owned(),
        _ => return None,
    };
    (!written.is_empty()).then_some(written)
}

/// A DOI in running text: behind `doi` or a resolver, up to the next blank.
fn doi_in(written: &str) -> Option<String> {
    memchr::memmem::find(written.as_bytes(), b"10.")?;
    let lower = written.to_ascii_lowercase();
    let place = lower.find("doi:").or_else(|| lower.find("doi.org/")).or_else(|| lower.find("doi "))?;
    let start = place + written.get(place..)?.find("10.")?;
    if start - place > 24 {
        return None;
    }
    let found = written.get(start..)?.split_whitespace().next()?.trim_end_matches(['.', ',', ';', ')', ']']);
    doi(found)
}
