//! What BioC in JSON and in XML share: passages with their roles, and annotations placed by offset and length.

use std::borrow::Cow;

use super::{Counter, Offsets, WriteOptions, pubtator3, shown};
use crate::document::{Document, Passage, PassageKind, Reference};
use crate::record::{Mention, Record};

/// Keys and values.
pub(super) type Infons<'r> = Vec<(&'static str, Cow<'r, str>)>;

/// A passage as it is written.
pub(super) struct Part<'r> {
    pub infons: Infons<'r>,
    pub offset: usize,
    pub text: &'r str,
    pub annotations: Vec<Annotation<'r>>,
}

/// An annotation as it is written.
pub(super) struct Annotation<'r> {
    /// From 1, in the order of the record.
    pub number: usize,
    pub infons: Infons<'r>,
    /// In PubTator's form: the identifiers.
    pub normalized: Vec<String>,
    pub database: &'static str,
    pub text: Cow<'r, str>,
    /// Offset and length of each part.
    pub locations: Vec<(usize, usize)>,
}

/// The passages of a record with what was found in them. There is one at least, as the form wants it.
pub(super) fn parts<'r>(record: &'r Record<'r>, options: &WriteOptions) -> Vec<Part<'r>> {
    let document = record.document;
    let mut counter = Counter::new(&document.text, options.offsets.unwrap_or(Offsets::Chars));
    let mut parts = Vec::with_capacity(document.passages.len().max(1));
    let mut mentions = record.mentions.iter().enumerate().collect::<Vec<_>>();
    mentions.sort_by_key(|(_, mention)| mention.passage);
    let mut mentions = mentions.into_iter().peekable();
    for (index, passage) in document.passages.iter().enumerate() {
        let offset = counter.at(passage.span.start.index());
        let mut annotations = Vec::new();
        while let Some((number, mention)) = mentions.next_if(|(_, mention)| mention.passage as usize <= index) {
            annotations.push(annotation(record, mention, number + 1, options, &mut counter.clone()));
        }
        let infons = infons(document, passage, index);
        parts.push(Part { infons, offset, text: passage.span.of(&document.text).unwrap_or(""), annotations });
    }
    if parts.is_empty() {
        parts.push(Part { infons: vec![("type", "paragraph".into())], offset: 0, text: "", annotations: Vec::new() });
    }
    parts
}

fn annotation<'r>(
    record: &'r Record<'r>,
    mention: &'r Mention<'r>,
    number: usize,
    options: &WriteOptions,
    counter: &mut Counter<'r>,
) -> Annotation<'r> {
    let locations = shown::parts(mention).iter().map(|part| {
        let start = counter.at(part.start.index());
        (start, counter.at(part.end.index()) - start)
    });
    let locations = locations.collect();
    let concept = &*mention.concept;
    let mut annotation =
        Annotation { number, infons: Vec::new(), normalized: Vec::new(), database: "", text: shown::words(record, mention), locations };
    let mut ids = shown::identifiers(mention, ",", "");
    let mut entity_type = &*concept.entity_type;
    if options.pubtator3 {
        annotation.normalized = pubtator3::identifiers(concept);
        annotation.database = pubtator3::database(entity_type);
        entity_type = pubtator3::entity_type(entity_type);
        ids = annotation.normalized.join(";");
    }
    let infons: [(&'static str, Cow<'r, str>); 8] = [
        ("gene", concept.gene.as_ref().map_or("", |gene| &gene.id).into()),
        ("hgvs", concept.hgvs.as_deref().unwrap_or("").into()),
        ("identifier", ids.into()),
        ("name", (&*concept.name).into()),
        // Who gives none is sure.
        ("score", if mention.score < 1.0 { shown::score(mention).into() } else { "".into() }),
        ("taxon", concept.taxon.as_deref().unwrap_or("").into()),
        ("type", entity_type.into()),
        ("xrefs", concept.xrefs.join(",").into()),
    ];
    annotation.infons = infons.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    annotation
}

/// The words for a kind of passage that PMC's service uses: `type` and `section_type`.
fn words(kind: PassageKind) -> (&'static str, &'static str) {
    match kind {
        PassageKind::Title => ("title", "TITLE"),
        PassageKind::Abstract => ("abstract", "ABSTRACT"),
        PassageKind::Heading => ("title_1", ""),
        PassageKind::Paragraph => ("paragraph", ""),
        PassageKind::ListItem => ("list_item", ""),
        PassageKind::TableCell => ("table", "TABLE"),
        PassageKind::Caption => ("fig_caption", "FIG"),
        PassageKind::Footnote => ("footnote", ""),
        PassageKind::Keywords => ("keyword", "KEYWORD"),
        PassageKind::Authors => ("authors", ""),
        PassageKind::BackMatter => ("paragraph", "ACK_FUND"),
        PassageKind::Reference => ("ref", "REF"),
    }
}

fn infons<'r>(document: &'r Document, passage: &'r Passage, index: usize) -> Infons<'r> {
    let mut infons: Infons<'r> = Vec::new();
    let mut add = |key: &'static str, value: Option<&'r str>| infons.extend(value.map(|value| (key, Cow::Borrowed(value))));
    if index == 0 {
        add("article-id_doi", document.identifiers.doi.as_deref());
        add("article-id_pmc", document.identifiers.pmcid.as_deref());
        add("article-id_pmid", document.identifiers.pmid.as_deref());
        add("journal", document.journal.as_deref());
    }
    let by_span = |reference: &&Reference| reference.span == passage.span;
    let entry = if passage.kind == PassageKind::Reference { document.references.iter().find(by_span) } else { None };
    let mut year = if index == 0 { document.year } else { None };
    if let Some(entry) = entry {
        add("authors", entry.authors.as_deref());
        add("label", entry.label.as_deref());
        add("pub-id_doi", entry.doi.as_deref());
        add("pub-id_pmid", entry.pmid.as_deref());
        add("title", entry.title.as_deref());
        year = entry.year;
    }
    let (kind, section) = words(passage.kind);
    add("section_title", passage.section.as_deref());
    add("section_type", Some(section).filter(|section| !section.is_empty()));
    add("type", Some(kind));
    infons.extend(year.map(|year| ("year", Cow::Owned(year.to_string()))));
    infons
}
