//! A small record with every field in it, made by hand.

use std::sync::Arc;

use biospan::document::{Definition, Document, Identifiers, Passage, PassageKind, Reference, Span};
use biospan::record::{Alternatives, Concept, Detail, Evidence, Member, Mention, Record, Stamp};

const TITLE: &str = "IFN-γ in liver cancer";
const SENTENCE: &str = "Interferon gamma (IFN-γ) binds integrins.";
const ENTRY: &str = "1. Doe J. A trial. Hepatology 2012. doi:10.1002/hep.12345";

/// The `nth` place of some words in a text.
fn span(text: &str, words: &str, nth: usize) -> Span {
    let (start, found) = text.match_indices(words).nth(nth).expect("the sample holds its own words");
    Span::from_range(start..start + found.len())
}

pub fn stamp() -> Stamp {
    Stamp {
        biospan_version: None,
        dictionary_name: "biospan".into(),
        dictionary_version: "0.1.0".into(),
        dictionary_sha256: "5e".repeat(32),
        overlays: vec![("lab.tsv".into(), "1ab0".repeat(16))],
        types: ["gene", "gene_family", "disease"].map(Into::into).into(),
        min_score: 0.3,
        prefer: vec![("gene".into(), "HGNC".into())],
        fold_families: false,
        nested: true,
        references: false,
        without: vec!["coordination".into()],
        ..Stamp::default()
    }
}

pub fn document() -> Document {
    let text = format!("{TITLE}\n\n{SENTENCE}\n\n{ENTRY}\n");
    let passage = |kind, section: Option<&str>, words| Passage { kind, section: section.map(Into::into), span: span(&text, words, 0) };
    Document {
        id: "12091962".into(),
        source: "papers/note.txt".into(),
        format: "text",
        sha256: "c0de".repeat(16),
        title: Some(TITLE.into()),
        identifiers: Identifiers {
            pmid: Some("12091962".into()),
            pmcid: Some("PMC3626705".into()),
            doi: Some("10.1186/1756-8722-6-27".into()),
        },
        journal: Some("Journal of Notes".into()),
        year: Some(2013),
        passages: vec![
            passage(PassageKind::Title, None, TITLE),
            passage(PassageKind::Paragraph, Some("Results"), SENTENCE),
            passage(PassageKind::Reference, Some("References"), ENTRY),
        ],
        references: vec![Reference {
            span: span(&text, ENTRY, 0),
            label: Some("1".into()),
            authors: Some("Doe J".into()),
            title: Some("A trial".into()),
            year: Some(2012),
            doi: Some("10.1002/hep.12345".into()),
            pmid: Some("22000001".into()),
        }],
        glossary: Vec::new(),
        text,
    }
}

fn concept(index: u32, id: &str, entity_type: &str, name: &str, url: &str, xrefs: &[&str]) -> Concept {
    Concept {
        key: (0, index),
        id: id.into(),
        entity_type: entity_type.into(),
        name: name.into(),
        url: Some(format!("{url}{}", id.split(':').nth(1).unwrap_or_default())),
        xrefs: xrefs.iter().map(|&xref| xref.into()).collect(),
        ..Concept::default()
    }
}

fn concepts() -> [Arc<Concept>; 4] {
    let mondo = "http://purl.obolibrary.org/obo/MONDO_";
    let gene = concept(0, "HGNC:5438", "gene", "IFNG", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/", &["NCBIGene:3458"]);
    let family = concept(3, "FPLX:Integrins", "gene_family", "Integrins", "https://sorgerlab.github.io/famplex/", &[]);
    let members = [("HGNC:6134", "ITGA1"), ("HGNC:6153", "ITGB1")];
    let taxon = Some("NCBITaxon:9606".into());
    [
        Arc::new(Concept { taxon: taxon.clone(), ..gene }),
        Arc::new(concept(1, "MONDO:0002691", "disease", "liver cancer", mondo, &["MESH:D008113"])),
        Arc::new(concept(2, "MONDO:0004992", "disease", "cancer", mondo, &[])),
        Arc::new(Concept { taxon, members: members.map(|(id, name)| Member { id: id.into(), name: name.into() }).into(), ..family }),
    ]
}

/// The record of [`document`].
pub fn record<'a>(stamp: &'a Stamp, document: &'a Document) -> Record<'a> {
    let [gene, liver_cancer, cancer, integrins] = concepts();
    let text = &document.text;
    let name = |scope, name, source| Detail::Name { scope, name, source };
    let mention = |span, concept: &Arc<Concept>, score, rule, detail, passage| Mention {
        span,
        parts: Vec::new(),
        concept: Arc::clone(concept),
        score,
        evidence: vec![Evidence { rule, detail }].into(),
        alternatives: Alternatives::default(),
        passage,
        sentence: Some(passage),
        nested_in: None,
    };
    let outer = mention(span(text, "liver cancer", 0), &liver_cancer, 0.9, "name", name("preferred", "liver cancer", "MONDO"), 0);
    let inner = mention(span(text, "cancer", 0), &cancer, 0.9, "name", name("preferred", "cancer", "MONDO"), 0);
    Record {
        stamp,
        document,
        sentences: vec![document.passages[0].span, document.passages[1].span],
        mentions: vec![
            mention(span(text, "IFN-γ", 0), &gene, 0.974, "name", name("alias", "IFN-gamma", "HGNC"), 0),
            Mention { alternatives: vec![cancer].into(), ..outer },
            Mention { nested_in: Some(1), ..inner },
            mention(span(text, "Interferon gamma", 0), &gene, 1.0, "name", name("exact", "interferon gamma", "HGNC"), 1),
            mention(span(text, "IFN-γ", 1), &gene, 0.974, "name", name("alias", "IFN-gamma", "HGNC"), 1),
            mention(span(text, "integrins", 0), &integrins, 0.8, "organism", Detail::Organism(9606), 1),
        ],
        abbreviations: vec![Definition { short: span(text, "IFN-γ", 1), long: span(text, "Interferon gamma", 0) }],
    }
}
