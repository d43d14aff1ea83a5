//! What a dictionary is: its size, its types, where it comes from.

use biospan_lexicon::NORMALIZER_VERSION;
use biospan_lexicon::image::{FORMAT_VERSION, SECTIONS, Section, flags};
use serde::Serialize;

use super::catalogue::Catalogue;

/// A dictionary in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version; may be empty.
    pub version: &'a str,
    /// SHA-256 of the image.
    pub sha256: &'a str,
    /// Bytes of the image.
    pub bytes: usize,
    /// Version of the image's layout.
    pub image_format: u32,
    /// Version of the normal forms.
    pub normalizer: u32,
    /// Concepts.
    pub concepts: usize,
    /// Names, spelling variants among them.
    pub names: usize,
    /// Spelling variants that the compiler made.
    pub variants: usize,
    /// Different names as the matcher sees them.
    pub keys: usize,
    /// Obsolete identifiers that lead to a concept.
    pub obsolete: usize,
    /// By type.
    pub types: Vec<TypeCount<'a>>,
    /// Vocabularies that are held complete: prefix, and what of it.
    pub complete: Vec<Complete<'a>>,
    /// Where its names come from.
    pub sources: Vec<Source<'a>>,
    /// Bytes by section of the image.
    pub sections: Vec<SectionSize>,
}

/// Concepts and names of one type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypeCount<'a> {
    /// The type.
    #[serde(rename = "type")]
    pub entity_type: &'a str,
    /// Its concepts.
    pub concepts: usize,
    /// Its names.
    pub names: usize,
}

/// A vocabulary that is held complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Complete<'a> {
    /// Its prefix.
    pub prefix: &'a str,
    /// What of it is complete.
    pub holds: &'a str,
}

/// One source of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source<'a> {
    /// Its code in the tables.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The release that was read.
    pub release: &'a str,
    /// Its licence.
    pub licence: &'a str,
    /// Who is to be named.
    pub attribution: &'a str,
    /// Its address.
    pub url: &'a str,
    /// Names that come from it.
    pub names: usize,
}

/// The size of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionSize {
    /// Its name.
    pub section: String,
    /// Bytes.
    pub bytes: usize,
}

/// All sections, in their order.
const ALL_SECTIONS: [Section; SECTIONS] = [
    Section::Facts,
    Section::SingleFilter,
    Section::PairFilter,
    Section::TripleFilter,
    Section::Singles,
    Section::Pairs,
    Section::Openings,
    Section::Longs,
    Section::Entries,
    Section::Surfaces,
    Section::Concepts,
    Section::Organisms,
    Section::Details,
    Section::Forms,
    Section::Obsolete,
    Section::Decisions,
    Section::LongWords,
    Section::Shortened,
];

impl<'a> Info<'a> {
    /// Counts what an image holds.
    #[must_use]
    pub fn of(catalogue: &Catalogue<'a>, sha256: &'a str) -> Self {
        let image = catalogue.image;
        let fact = |kind| image.facts(kind).next().unwrap_or_default();
        let mut types: Vec<_> = catalogue.types.iter().map(|entity_type| TypeCount { entity_type, concepts: 0, names: 0 }).collect();
        for record in catalogue.concepts().filter_map(|index| image.concept(index)) {
            types.get_mut(usize::from(record.entity_type)).into_iter().for_each(|count| count.concepts += 1);
        }
        let mut sources: Vec<Source<'_>> = image.facts("source").map(source).collect();
        let (mut keys, mut variants) = (0, 0);
        for key in image.keys() {
            keys += 1;
            for entry in image.entries(key) {
                variants += usize::from(entry.has(flags::VARIANT));
                types.get_mut(usize::from(entry.entity_type())).into_iter().for_each(|count| count.names += 1);
                sources.get_mut(usize::from(entry.source)).into_iter().for_each(|source| source.names += 1);
            }
        }
        let complete = image.facts("complete").filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        });
        let sections = ALL_SECTIONS.iter().zip(image.sizes());
        Info {
            name: fact("name"),
            version: fact("version"),
            sha256,
            bytes: image.bytes().len(),
            image_format: FORMAT_VERSION,
            normalizer: NORMALIZER_VERSION,
            concepts: image.concept_count(),
            names: image.entry_count(),
            variants,
            keys,
            obsolete: image.obsolete().count(),
            types,
            complete: complete.map(|(prefix, holds)| Complete { prefix, holds }).collect(),
            sources,
            sections: sections.map(|(section, bytes)| SectionSize { section: format!("{section:?}"), bytes }).collect(),
        }
    }
}

/// A line of `sources.tsv`: code name release licence redistributable attribution url gathered_as.
fn source(line: &str) -> Source<'_> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or("");
    let (code, name, release, licence, _, attribution, url) = (next(), next(), next(), next(), next(), next(), next());
    Source { code, name, release, licence, attribution, url, names: 0 }
}
