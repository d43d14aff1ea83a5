//! A page for reading: the paper as a paper, its mentions marked, its concepts beside it. All is in the one file, and nothing is
//! fetched.

mod colour;
mod concepts;
mod escape;
mod paper;
mod words;

use std::io;

use super::address::address;
use super::{Carries, Format, Frame, WriteOptions};
use crate::document::{Document, PassageKind};
use crate::record::Record;
use concepts::Concepts;
use escape::{push, text};

/// The page.
pub const FORMAT: Format = Format {
    name: "html",
    description: "a page to read in a browser, with all it needs in the one file; a file for each document",
    ending: "html",
    frame: |_| Frame::Each,
    append,
    beside: None,
    carries: Carries::ALL,
};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

fn append(record: &Record<'_>, _: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let concepts = Concepts::of(record);
    head(record.document, &concepts, out);
    banner(record.document, out);
    push(out, "<main id=\"paper\" tabindex=\"-1\">\n<article>\n");
    if !record.document.passages.iter().any(|passage| passage.kind == PassageKind::Title) {
        push(out, "<h1 class=\"unseen\">");
        text(out, record.document.title.as_deref().unwrap_or(&record.document.id));
        push(out, "</h1>\n");
    }
    paper::article(record, &concepts, out);
    push(out, "</article>\n</main>\n<aside id=\"side\" aria-label=\"Concepts\">\n");
    concepts.side(out);
    abbreviations(record, out);
    made_with(record, out);
    push(
        out,
        "</aside>\n<div id=\"card\" role=\"dialog\" aria-label=\"Concept\" hidden></div>\n<p id=\"said\" role=\"status\"></p>\n<script>\n",
    );
    push(out, SCRIPT);
    push(out, "</script>\n</body>\n</html>\n");
    Ok(())
}

fn head(document: &Document, concepts: &Concepts<'_>, out: &mut Vec<u8>) {
    push(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>",
    );
    text(out, document.title.as_deref().unwrap_or(&document.id));
    push(out, "</title>\n<style>\n");
    push(out, STYLE);
    push(out, &concepts.style());
    push(
        out,
        "</style>\n<noscript><style>.about{display:block!important}.about p{display:none}.tool{display:none!important}</style></noscript>\n</head>\n<body>\n",
    );
}

/// What stands above the paper: where it is from, and where it is kept.
fn banner(document: &Document, out: &mut Vec<u8>) {
    push(out, "<a class=\"skip\" href=\"#paper\">To the paper</a>\n<header>\n<p class=\"from\"><b>");
    text(out, &document.id);
    push(out, "</b>");
    let year = document.year.map(|year| year.to_string());
    for known in [document.journal.as_deref(), year.as_deref()].into_iter().flatten() {
        push(out, "<span>");
        text(out, known);
        push(out, "</span>");
    }
    push(out, "</p>\n<p class=\"links\">");
    let identifiers = &document.identifiers;
    links(identifiers.doi.as_deref(), identifiers.pmid.as_deref(), identifiers.pmcid.as_deref(), out);
    push(
        out,
        "</p>\n<button type=\"button\" class=\"tool\" id=\"shade\" aria-pressed=\"false\">Dark</button>\n\
         <button type=\"button\" class=\"tool\" id=\"open\" aria-expanded=\"false\" aria-controls=\"side\">Concepts</button>\n</header>\n",
    );
}

/// Links to where a paper is kept.
fn links(doi: Option<&str>, pmid: Option<&str>, pmcid: Option<&str>, out: &mut Vec<u8>) {
    let pages = [
        ("DOI", "https://doi.org/", doi),
        ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/", pmid),
        ("PMC", "https://www.ncbi.nlm.nih.gov/pmc/articles/", pmcid),
    ];
    for (name, before, id) in pages {
        let Some(id) = id else { continue };
        link(&address(before, id, ""), name, out);
        push(out, " ");
    }
}

/// A link, where the address leads to the web: one from a file may be anything.
fn link(address: &str, words: &str, out: &mut Vec<u8>) {
    let safe = address.starts_with("https://") || address.starts_with("http://");
    if safe {
        push(out, "<a href=\"");
        text(out, address);
        push(out, "\">");
    }
    text(out, words);
    push(out, if safe { "</a>" } else { "" });
}

/// Each short form with its long forms, as the paper defines them.
fn abbreviations(record: &Record<'_>, out: &mut Vec<u8>) {
    let words = |span: crate::document::Span| span.of(&record.document.text).unwrap_or("");
    let mut pairs: Vec<(&str, &str)> = record.abbreviations.iter().map(|pair| (words(pair.short), words(pair.long))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    if pairs.is_empty() {
        return;
    }
    push(out, "<section class=\"short\">\n<h2>Abbreviations</h2>\n<dl>\n");
    for (short, long) in pairs {
        push(out, "<div><dt>");
        text(out, short);
        push(out, "</dt><dd>");
        text(out, long);
        push(out, "</dd></div>\n");
    }
    push(out, "</dl>\n</section>\n");
}

/// With what the marks were made.
fn made_with(record: &Record<'_>, out: &mut Vec<u8>) {
    let stamp = record.stamp;
    push(out, "<footer>Marked by biospan ");
    text(out, stamp.biospan_version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION")));
    if !stamp.dictionary_version.is_empty() {
        push(out, ", dictionary ");
        text(out, &stamp.dictionary_version);
    }
    push(out, ". Research software: what it finds is no advice.</footer>\n");
}
