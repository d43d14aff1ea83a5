//! PubMed's XML: records with title, abstract, keywords, authors and references, one or many a file.

use super::assembly::{Assembler, document_id, doi, pmcid, pmid, section_name, year};
use super::markup::{Child, Element, Record, Stretch, Stretches, root};
use super::{Documents, Format, Input, Pieces, ReadError, in_order};
use crate::document::{Document, PassageKind, Reference};

/// PubMed records as XML.
pub const FORMAT: Format = Format {
    name: "pubmed-xml",
    description: "PubMed XML, as the baseline files and efetch give records (PubmedArticleSet)",
    recognise,
    documents,
};

fn recognise(head: &[u8]) -> bool {
    root(head).is_some_and(|root| {
        matches!(
            root.name,
            "PubmedArticleSet" | "PubmedArticle" | "PubmedBookArticle" | "PubmedBookArticleSet" | "MedlineCitationSet" | "MedlineCitation"
        )
    })
}

/// Streams the records: a baseline file has 30,000. The hash of a document is that of its record, from `<PubmedArticle` to
/// its end, with line ends as line feeds.
fn documents(input: Input) -> Documents {
    let go_on = input.go_on;
    in_order(pieces(input), go_on)
}

/// Cuts the records out without reading them.
pub(super) fn pieces(input: Input) -> Pieces {
    let stretches = Stretches::new(input, &["PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument"]);
    Box::new(stretches.map(|stretch| stretch.map(|stretch| Box::new(read(stretch)) as Documents)))
}

fn read(mut stretch: Stretch) -> impl Iterator<Item = Result<Document, ReadError>> + Send {
    std::iter::from_fn(move || {
        let source = stretch.source().to_owned();
        stretch.next(|record| document(&record, source))
    })
}

fn document(record: &Record<'_, '_>, source: String) -> Document {
    let mut document = Document { format: FORMAT.name, sha256: record.sha256.clone(), ..Document::default() };
    let mut out = Assembler::default();
    if let Some(root) = record.tree.root() {
        let citation = root.child("MedlineCitation").or_else(|| root.child("BookDocument")).unwrap_or(root);
        let data = root.child("PubmedData").or_else(|| root.child("PubmedBookData"));
        identify(citation, data, &mut document);
        let article = citation.child("Article").unwrap_or(citation);
        document.title = title(article, &mut out);
        authors(article, &mut out);
        summary(article, &mut out);
        for other in citation.elements().filter(|part| part.name() == "OtherAbstract") {
            other.elements().filter(|part| part.name() == "AbstractText").for_each(|part| passage(part, PassageKind::BackMatter, &mut out));
        }
        keywords(citation, &mut out);
        references(data, &mut out, &mut document);
    }
    document.id = document_id(&document.identifiers, None, &source);
    document.source = source;
    (document.text, document.passages) = out.finish();
    document
}

fn identify(citation: Element<'_, '_>, data: Option<Element<'_, '_>>, document: &mut Document) {
    let identifiers = &mut document.identifiers;
    identifiers.pmid = citation.child("PMID").and_then(|id| pmid(&id.plain()));
    // References have lists of their own, deeper in.
    let lists = [data.and_then(|data| data.child("ArticleIdList")), citation.child("ArticleIdList")];
    for id in lists.into_iter().flatten().flat_map(Element::elements) {
        let written = id.plain();
        match id.attribute("IdType").as_deref() {
            Some("doi") => identifiers.doi = identifiers.doi.take().or_else(|| doi(&written)),
            Some("pmc") => identifiers.pmcid = identifiers.pmcid.take().or_else(|| pmcid(&written)),
            Some("pubmed") => identifiers.pmid = identifiers.pmid.take().or_else(|| pmid(&written)),
            _ => {}
        }
    }
    let article = citation.child("Article").unwrap_or(citation);
    let mut locations =
        article.elements().filter(|part| part.name() == "ELocationID" && part.is("EIdType", "doi") && !part.is("ValidYN", "N"));
    identifiers.doi = identifiers.doi.take().or_else(|| doi(&locations.next()?.plain()));
    let journal = article.child("Journal");
    let book = article.child("Book");
    document.journal = journal
        .and_then(|journal| journal.child("Title").or_else(|| journal.child("ISOAbbreviation")))
        .or_else(|| article.child("ArticleTitle").and(book)?.child("BookTitle"))
        .map(Element::plain)
        .filter(|title| !title.is_empty());
    let issue = journal.and_then(|journal| journal.path(&["JournalIssue", "PubDate"]));
    let dates = [issue, article.child("ArticleDate"), book.and_then(|book| book.child("PubDate")), article.child("ContributionDate")];
    document.year = dates.into_iter().flatten().find_map(|date| year(&date.child("Year").or_else(|| date.child("MedlineDate"))?.plain()));
}

/// Writes the title; the brackets around translated ones stay.
fn title(article: Element<'_, '_>, out: &mut Assembler) -> Option<String> {
    let own = article.child("ArticleTitle").filter(|title| !title.plain().is_empty());
    let title = own.or_else(|| article.path(&["Book", "BookTitle"]))?;
    out.begin(PassageKind::Title);
    inline(title, out);
    out.end().map(|span| out.since(span.start.index()).to_owned())
}

fn authors(article: Element<'_, '_>, out: &mut Assembler) {
    for list in article.elements().filter(|part| part.name() == "AuthorList" && !part.is("Type", "editors")) {
        out.begin(PassageKind::Authors);
        for author in list.elements().filter(|part| part.name() == "Author") {
            let names = ["ForeName", "LastName", "Suffix", "CollectiveName"].iter().filter_map(|name| author.child(name));
            let names: Vec<String> = names.map(Element::plain).filter(|name| !name.is_empty()).collect();
            if out.has_text() && !names.is_empty() {
                out.push(",");
                out.space();
            }
            out.push(&names.join(" "));
        }
        out.end();
    }
}

/// Writes the abstract: a passage for each labelled part, in a section of that name.
fn summary(article: Element<'_, '_>, out: &mut Assembler) {
    for text in article.elements().filter(|part| part.name() == "Abstract").flat_map(Element::elements) {
        if text.name() == "AbstractText" {
            let label = text.attribute("Label").map(|label| section_name(&label).to_owned());
            out.set_section(label.filter(|label| !label.is_empty() && label != "UNLABELLED"));
            passage(text, PassageKind::Abstract, out);
        }
    }
    out.set_section(None);
}

fn keywords(citation: Element<'_, '_>, out: &mut Assembler) {
    for list in citation.elements().filter(|part| part.name() == "KeywordList") {
        out.begin(PassageKind::Keywords);
        for keyword in list.elements().filter(|part| part.name() == "Keyword" && !part.plain().is_empty()) {
            if out.has_text() {
                out.push(";");
                out.space();
            }
            inline(keyword, out);
        }
        out.end();
    }
}

/// Writes the references. They are given as one line of text with identifiers.
fn references(data: Option<Element<'_, '_>>, out: &mut Assembler, document: &mut Document) {
    let Some(data) = data else { return };
    for entry in data.descendants("Reference") {
        let Some(citation) = entry.child("Citation") else { continue };
        out.begin(PassageKind::Reference);
        inline(citation, out);
        let Some(span) = out.end() else { continue };
        let mut reference = Reference { span, year: year(out.since(span.start.index())), ..Reference::default() };
        for id in entry.child("ArticleIdList").into_iter().flat_map(Element::elements) {
            match id.attribute("IdType").as_deref() {
                Some("doi") => reference.doi = doi(&id.plain()),
                Some("pubmed") => reference.pmid = pmid(&id.plain()),
                _ => {}
            }
        }
        document.references.push(reference);
    }
}

fn passage(element: Element<'_, '_>, kind: PassageKind, out: &mut Assembler) {
    out.begin(kind);
    inline(element, out);
    out.end();
}

/// Writes text with the little markup that PubMed keeps; formulas leave a gap.
fn inline(parent: Element<'_, '_>, out: &mut Assembler) {
    for child in parent.children() {
        match child {
            Child::Text(text) => out.push(text),
            Child::Character(character) => out.push_char(character),
            Child::Element(element) => match element.name() {
                "sup" => {
                    out.superscript();
                    inline(element, out);
                    out.end_superscript();
                }
                "math" | "DispFormula" => out.space(),
                _ => inline(element, out),
            },
        }
    }
}

#[cfg(test)]
mod tests;
