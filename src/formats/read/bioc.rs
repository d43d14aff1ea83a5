//! What the two forms of BioC have in common: the roles of passages and a text in which BioC's own offsets hold.

use super::assembly::{document_id, doi, pmcid, pmid, section_name, year};
use crate::document::{Document, Passage, PassageKind, Reference, Span};

/// A BioC document as a file gives it.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// What the collection says it comes from, such as `PubTator`.
    pub collection: String,
    /// `id` and, in PubTator's exports, `_id`.
    pub ids: Vec<String>,
    pub passages: Vec<SourcePassage>,
}

/// A passage as a file gives it.
#[derive(Debug, Default)]
pub(super) struct SourcePassage {
    pub infons: Vec<(String, String)>,
    /// The passage's text, or those of its sentences where it has none itself; each with its offset.
    pub texts: Vec<(Option<u64>, String)>,
}

impl SourcePassage {
    fn infon(&self, key: &str) -> Option<&str> {
        self.infons.iter().find(|(known, _)| known == key).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Role and section type, in the spelling of PMC's BioC service.
    fn types(&self) -> (String, String) {
        let kind = self.infon("type").unwrap_or_default().to_ascii_lowercase();
        let section = self.infon("section_type").or_else(|| self.infon("section")).unwrap_or_default().to_ascii_uppercase();
        (kind, section)
    }
}

/// Makes a document of a BioC document.
pub(super) fn document(bioc: &Source, format: &'static str, sha256: String, source: String) -> Document {
    let mut document = Document { format, sha256, ..Document::default() };
    identify(bioc, &mut document);
    // Our own writer says so when it counts anything but characters.
    let own = bioc.collection == "biospan" && gaps(&bioc.passages, Unit::Characters).is_some();
    let unit = if own { Some(Unit::Characters) } else { unit(&bioc.passages) };
    let (text, spans) = lay_out(&bioc.passages, unit);
    document.text = text;
    let untyped = title_and_abstract(&bioc.passages);
    let mut section: Option<String> = None;
    let mut section_type = String::new();
    for (place, (passage, span)) in bioc.passages.iter().zip(spans).enumerate() {
        let Some(span) = trimmed(&document.text, span) else { continue };
        let (kind_written, of_section) = passage.types();
        let kind = untyped.and_then(|kinds| kinds.get(place).copied()).unwrap_or_else(|| kind(&kind_written, &of_section));
        // Figures and tables stand in the section around them; any other change of type begins a section.
        if !matches!(&*of_section, "FIG" | "TABLE") && of_section != section_type {
            section_type = of_section;
            section = None;
        }
        let words = one_line(span.of(&document.text).unwrap_or(""));
        match kind {
            PassageKind::Title => document.title = document.title.take().or(Some(words)),
            PassageKind::Heading => section = Some(section_name(&words).to_owned()),
            PassageKind::Reference => document.references.push(reference(passage, span, words)),
            _ => {}
        }
        if kind == PassageKind::TableCell {
            cells(&document.text, span, section.as_deref(), &mut document.passages);
        } else {
            document.passages.push(Passage { kind, section: section.clone(), span });
        }
    }
    document.id = document_id(&document.identifiers, bioc.ids.first().map(String::as_str), &source);
    document.source = source;
    document
}

fn identify(bioc: &Source, document: &mut Document) {
    let first = |keys: &[&str]| bioc.passages.iter().find_map(|passage| keys.iter().find_map(|key| passage.infon(key)));
    let identifiers = &mut document.identifiers;
    identifiers.pmid = first(&["article-id_pmid"]).and_then(pmid);
    identifiers.pmcid = first(&["article-id_pmc"]).and_then(pmcid);
    identifiers.doi = first(&["article-id_doi"]).and_then(doi);
    for id in bioc.ids.iter().flat_map(|id| id.split('|')) {
        if id.starts_with("PMC") {
            identifiers.pmcid = identifiers.pmcid.take().or_else(|| pmcid(id));
        }
    }
    // A number alone is a PMID where PubMed is the source; elsewhere it may be anything.
    let source = bioc.collection.to_ascii_lowercase();
    let of_pubmed = ["pubmed", "pubtator", "medline"].iter().any(|known| source.contains(known));
    if identifiers.pmid.is_none() && of_pubmed {
        let of_pmc = identifiers.pmcid.as_deref().and_then(|pmcid| pmcid.strip_prefix("PMC"));
        let mut numbers = bioc.ids.iter().flat_map(|id| id.split('|')).filter_map(pmid);
        identifiers.pmid = numbers.find(|number| Some(number.as_str()) != of_pmc);
    }
    document.journal = first(&["journal-title", "journal"]).map(|journal| journal.split(';').next().unwrap_or(journal).trim().to_owned());
    document.year = bioc.passages.iter().filter(|passage| !is_reference(passage)).find_map(|passage| year(passage.infon("year")?));
}

/// The kinds of two passages that say nothing about themselves: PubTator's documents are a title and an abstract, and some
/// files leave the types out.
fn title_and_abstract(passages: &[SourcePassage]) -> Option<[PassageKind; 2]> {
    let [title, summary] = passages else { return None };
    let length = |passage: &SourcePassage| passage.texts.iter().map(|(_, text)| text.len()).sum::<usize>();
    let untyped = passages.iter().all(|passage| passage.types() == (String::new(), String::new()));
    (untyped && length(title) <= 500 && length(title) < length(summary)).then_some([PassageKind::Title, PassageKind::Abstract])
}

fn is_reference(passage: &SourcePassage) -> bool {
    let (of_kind, of_section) = passage.types();
    kind(&of_kind, &of_section) == PassageKind::Reference
}

/// The kind of a passage by the values of `type` and `section_type`.
fn kind(written: &str, section: &str) -> PassageKind {
    let is_title = written.contains("title") && !written.contains("caption");
    match section {
        "ACK_FUND" | "COMP_INT" | "AUTH_CONT" => return PassageKind::BackMatter,
        "TITLE" => return PassageKind::Title,
        "KEYWORD" | "KEYWORDS" if !is_title => return PassageKind::Keywords,
        "REF" if !is_title => return PassageKind::Reference,
        "FIG" if !written.contains("foot") => return PassageKind::Caption,
        _ => {}
    }
    match written {
        "title" | "front" | "article-title" if section.is_empty() => PassageKind::Title,
        "list_item" => PassageKind::ListItem,
        "table" => PassageKind::TableCell,
        "ref" | "reference" => PassageKind::Reference,
        "keyword" | "keywords" | "kwd" => PassageKind::Keywords,
        "author" | "authors" | "affiliation" | "aff" | "contrib" => PassageKind::Authors,
        _ if written.contains("foot") => PassageKind::Footnote,
        _ if written.contains("caption") || written.starts_with("table_") || written.starts_with("fig_") => PassageKind::Caption,
        _ if is_title => PassageKind::Heading,
        _ if written == "abstract" || section == "ABSTRACT" => PassageKind::Abstract,
        _ if section == "TABLE" => PassageKind::TableCell,
        _ => PassageKind::Paragraph,
    }
}

/// A table comes as one text with tabs between its cells and line feeds between its rows.
fn cells(text: &str, table: Span, section: Option<&str>, passages: &mut Vec<Passage>) {
    let mut start = table.start.index();
    for cell in table.of(text).unwrap_or("").split(['\t', '\n']) {
        if let Some(span) = trimmed(text, Span::from_range(start..start + cell.len())) {
            passages.push(Passage { kind: PassageKind::TableCell, section: section.map(str::to_owned), span });
        }
        start += cell.len() + 1;
    }
}

fn reference(passage: &SourcePassage, span: Span, words: String) -> Reference {
    let names = (0..).map_while(|place| passage.infon(&format!("name_{place}"))).filter_map(|name| {
        let part = |key: &str| name.split(';').find_map(|part| part.trim().strip_prefix(key)?.strip_prefix(':'));
        let written: Vec<&str> = [part("surname"), part("given-names")].into_iter().flatten().collect();
        (!written.is_empty()).then(|| written.join(" "))
    });
    let names: Vec<String> = names.collect();
    Reference {
        span,
        label: passage.infon("label").map(str::to_owned),
        authors: if names.is_empty() { passage.infon("authors").map(str::to_owned) } else { Some(names.join(", ")) },
        title: passage.infon("title").map_or(Some(words), |title| Some(title.to_owned())),
        year: passage.infon("year").and_then(year),
        doi: passage.infon("pub-id_doi").and_then(doi),
        pmid: passage.infon("pub-id_pmid").and_then(pmid),
    }
}

/// A span without the white space at its edges; `None` where nothing is left.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let written = span.of(text)?;
    let start = span.start.index() + written.len() - written.trim_start().len();
    let shown = written.trim();
    (!shown.is_empty()).then(|| Span::from_range(start..start + shown.len()))
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Characters,
    Bytes,
}

impl Unit {
    fn length(self, text: &str) -> u64 {
        (match self {
            Unit::Characters => text.chars().count(),
            Unit::Bytes => text.len(),
        }) as u64
    }
}

/// The unit that fits the offsets of passages; `None` where none does.
fn unit(passages: &[SourcePassage]) -> Option<Unit> {
    match (gaps(passages, Unit::Characters), gaps(passages, Unit::Bytes)) {
        (Some(characters), Some(bytes)) => Some(if bytes > characters { Unit::Bytes } else { Unit::Characters }),
        (Some(_), None) => Some(Unit::Characters),
        (None, Some(_)) => Some(Unit::Bytes),
        (None, None) => None,
    }
}

/// Puts the texts of passages where their offsets say, in this unit; one a line without. Gives the text and the place of each
/// passage in it.
fn lay_out(passages: &[SourcePassage], unit: Option<Unit>) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(passages.len());
    let mut at = 0;
    for passage in passages {
        let mut start = None;
        for (offset, piece) in &passage.texts {
            match (unit, offset) {
                (Some(unit), Some(offset)) => {
                    let mut gap = offset.saturating_sub(at);
                    if gap > 0 && start.is_none() && !text.is_empty() {
                        text.push('\n');
                        gap -= 1;
                    }
                    text.extend(std::iter::repeat_n(' ', usize::try_from(gap).unwrap_or(0)));
                    at = offset + unit.length(piece);
                }
                _ if text.is_empty() => {}
                _ => text.push(if start.is_none() { '\n' } else { ' ' }),
            }
            start.get_or_insert(text.len());
            text.push_str(piece);
        }
        let start = start.unwrap_or(text.len());
        spans.push(Span::from_range(start..text.len()));
    }
    (text, spans)
}

/// How often one thing is between a passage and the next, as it is with offsets of this unit in most files; `None` where
/// offsets of this unit are missing, overlap, or would make a text that is mostly empty.
fn gaps(passages: &[SourcePassage], unit: Unit) -> Option<usize> {
    let mut at = 0_u64;
    let mut written = 0_u64;
    let mut single = 0;
    for (offset, text) in passages.iter().flat_map(|passage| &passage.texts) {
        let offset = (*offset)?;
        single += usize::from(offset.checked_sub(at)? == 1);
        let length = unit.length(text);
        at = offset.checked_add(length)?;
        written += length;
    }
    (at <= written.saturating_mul(4).saturating_add(1 << 16)).then_some(single)
}

#[cfg(test)]
mod tests;
