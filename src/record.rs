//! What is said about one document: the result of annotating it.
//!
//! A [`Record`] holds spans and concepts; `formats::write` turns it into JSON and other forms.
//! `docs/json.md` describes the written form field by field.

mod alternatives;
mod reasons;

use std::fmt;
use std::sync::Arc;

use crate::document::{Definition, Document, Span};
use crate::formats::write::json::rendered::{Rendered, RenderedStamp};

pub use alternatives::Alternatives;
pub use biospan_lexicon::table::ENTITY_TYPES;
pub use reasons::{Reasons, Scale};

/// The version of the record's written form. It changes when a field changes its meaning or goes away; new
/// fields alone do not change it.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything found in one document, in the order of its text.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// The dictionary and the options that made the record; the same for all records of a run.
    pub stamp: &'a Stamp,
    /// The annotated document.
    pub document: &'a Document,
    /// Sentences, in order, each inside one passage.
    pub sentences: Vec<Span>,
    /// Mentions by start, longer ones before the ones nested in them.
    pub mentions: Vec<Mention<'a>>,
    /// Local definitions found in the text, in order of the short form.
    pub abbreviations: Vec<Definition>,
}

/// What a run was made with, so that a record can be traced and repeated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stamp {
    /// The version of the program, where it is not this one.
    pub biospan_version: Option<String>,
    /// `biospan` for the embedded dictionary, `none` under `--no-embedded`.
    pub dictionary_name: String,
    /// The version of the dictionary (not of the program).
    pub dictionary_version: String,
    /// SHA-256 of the dictionary image, lower-case hexadecimal.
    pub dictionary_sha256: String,
    /// Dictionaries laid over it: file name as given and SHA-256 of the file.
    pub overlays: Vec<(String, String)>,
    /// Entity types that were looked for, in their fixed order.
    pub types: Vec<String>,
    /// Mentions below this score were left out.
    pub min_score: f32,
    /// Preferred namespaces by type, such as `("disease", "MESH")`.
    pub prefer: Vec<(String, String)>,
    /// The NCBI taxonomy identifier of the organism that all genes were said to belong to; `None` where the paper tells.
    pub organism: Option<u32>,
    /// Whether families and complexes were folded into `gene`.
    pub fold_families: bool,
    /// Whether mentions inside longer ones were kept.
    pub nested: bool,
    /// Whether the reference list was annotated.
    pub references: bool,
    /// Whether words for people were taken for mentions of man.
    pub person_words: bool,
    /// Whether amplifications and homozygous deletions of whole genes were taken for variants.
    pub amplifications: bool,
    /// Rules that were switched off.
    pub without: Vec<String>,
    /// What a writer keeps at the stamp, so that it is put into words once.
    pub rendered: RenderedStamp,
}

/// One mention of a concept.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention<'a> {
    /// Where it stands in the document's text, from its first to its last part.
    pub span: Span,
    /// Its parts, in order, where other words stand between them; empty for a mention in one piece, as all are that the
    /// resolver finds.
    pub parts: Vec<Span>,
    /// The concept that it names.
    pub concept: Arc<Concept>,
    /// How sure the resolver is, from 0 to 1.
    pub score: f32,
    /// What spoke for it, in the order in which the rules spoke.
    pub evidence: Reasons<'a>,
    /// Other concepts that the words may name, most likely first.
    pub alternatives: Alternatives,
    /// Index of the passage in [`Document::passages`].
    pub passage: u32,
    /// Index of the sentence in [`Record::sentences`].
    pub sentence: Option<u32>,
    /// Index in [`Record::mentions`] of the smallest mention around this one.
    pub nested_in: Option<u32>,
}

/// A concept as it is shown: with the identifier that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// Its number in the dictionary: `(layer, index)`. The same concept has the same key throughout a run;
    /// different concepts never share one.
    pub key: (u8, u32),
    /// The CURIE that stands for it (`HGNC:583`; under `--prefer` perhaps another); empty only for annotations made elsewhere
    /// that have none.
    pub id: String,
    /// One of [`ENTITY_TYPES`] or a type of the user's.
    pub entity_type: String,
    /// Further CURIEs that name, together with `id`, what the words mean; only annotations made elsewhere have them.
    pub further: Vec<String>,
    /// Its preferred name.
    pub name: String,
    /// Where a reader finds the record of `id`; `None` for a prefix that we know no page for.
    pub url: Option<String>,
    /// All other CURIEs of the concept, in a fixed order.
    pub xrefs: Vec<String>,
    /// The organism, such as `NCBITaxon:9606` (genes, families and complexes).
    pub taxon: Option<String>,
    /// Members of a family or complex; the genes of a fusion.
    pub members: Vec<Member>,
    /// The normal form of a variant, close to HGVS.
    pub hgvs: Option<String>,
    /// The gene that a variant belongs to.
    pub gene: Option<Member>,
    /// What a reader should know before trusting it: that a cell line is contaminated or misidentified.
    pub warnings: Vec<String>,
    /// Diseases of the donor of a cell line.
    pub diseases: Vec<Member>,
    /// The cell lines that a cell line was made from.
    pub derived_from: Vec<Member>,
    /// What a writer keeps at the concept, so that it is put into words once.
    pub rendered: Rendered,
}

impl Concept {
    /// Its CURIE and the further ones.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id).chain(&self.further).map(String::as_str).filter(|id| !id.is_empty())
    }
}

/// A member of a gene family or complex, or the gene of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Its CURIE.
    pub id: String,
    /// Its preferred name.
    pub name: String,
}

/// One reason for a mention: which rule spoke, and what it saw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence<'a> {
    /// The rule's or feature's name in kebab case.
    pub rule: &'a str,
    /// What it saw.
    pub detail: Detail<'a>,
}

/// What a rule saw; put into words only when a record is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Detail<'a> {
    /// The name that was found: its scope, the name and its source.
    Name {
        /// How the name belongs to the concept.
        scope: &'static str,
        /// The name as the source has it.
        name: &'a str,
        /// The source.
        source: &'a str,
    },
    /// What a feature is worth for the type, in log-odds.
    Weight(f32),
    /// An NCBI taxonomy identifier.
    Organism(u32),
    /// The organism that was asked for: an NCBI taxonomy identifier.
    FixedOrganism(u32),
    /// What a rule says, or a record that was written before.
    Told(&'a str),
    /// Whether the words around a gene's name speak of its protein, and which do.
    Product {
        /// The protein; else the gene or a transcript.
        protein: bool,
        /// The words.
        by: &'a str,
    },
}

impl fmt::Display for Detail<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Detail::Name { scope, name, source } => write!(formatter, "{scope} \"{name}\" from {source}"),
            // By hand: the general way of printing takes as long as the rest of a mention.
            Detail::Weight(weight) => {
                let tenths = (weight.abs() * 10.0).round() as u32;
                let sign = if *weight < 0.0 { '-' } else { '+' };
                write!(formatter, "{sign}{}.{}", tenths / 10, tenths % 10)
            }
            Detail::Organism(taxon) => write!(formatter, "NCBITaxon:{taxon}"),
            Detail::FixedOrganism(taxon) => write!(formatter, "NCBITaxon:{taxon}, as asked for"),
            Detail::Told(words) => formatter.write_str(words),
            Detail::Product { protein, by } => write!(formatter, "{} by \"{by}\"", if *protein { "protein" } else { "gene" }),
        }
    }
}
