//! The dictionaries of a run: the embedded one and those that a user lays over it.

use std::sync::Arc;

use biospan_lexicon::image::{Aligned, ConceptRecord, Image, ImageError, OwnedImage};
use biospan_terminology::curie::page;

use super::notes::Notes;
use crate::record::{Alternatives, Concept, Member};
use crate::resolver::Others;
use crate::resolver::cue::ByHash;

/// The image of the embedded dictionary, in place and aligned.
static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.image")));

/// SHA-256 of the embedded image, lower-case hexadecimal.
pub const EMBEDDED_SHA256: &str = env!("BIOSPAN_DICTIONARY_SHA256");

/// Opens the embedded dictionary.
///
/// # Errors
/// Never for an image that the build made; the type says what would be wrong with another.
pub fn embedded() -> Result<Image<'static>, ImageError> {
    Image::open(&EMBEDDED.0)
}

/// The bytes of the embedded dictionary's image.
#[must_use]
pub fn embedded_bytes() -> &'static [u8] {
    &EMBEDDED.0
}

/// One dictionary of a run.
pub enum Layer {
    /// The one inside the program.
    Embedded(Box<Image<'static>>),
    /// One that the user gave.
    Own(OwnedImage),
}

impl Layer {
    /// A view of its image.
    ///
    /// # Errors
    /// An image of the user's that was damaged after it was made.
    pub fn image(&self) -> Result<Image<'_>, ImageError> {
        match self {
            Layer::Embedded(image) => Ok(**image),
            Layer::Own(image) => Image::open(image.bytes()),
        }
    }
}

/// Shows concepts: CURIEs, names, addresses, in the namespace that was asked for.
pub struct Describer<'a> {
    image: Image<'a>,
    layer: u8,
    types: Vec<&'a str>,
    prefixes: Vec<(&'a str, &'a str)>,
    sources: Vec<&'a str>,
    prefer: &'a [(String, String)],
    fold_families: bool,
    /// Whether genes are told from their proteins: only these are then shown in the namespace that was asked for.
    by_product: bool,
    notes: Notes<'a>,
}

impl<'a> Describer<'a> {
    /// A describer of one layer.
    #[must_use]
    pub fn new(image: Image<'a>, layer: u8, prefer: &'a [(String, String)], fold_families: bool) -> Self {
        let types = image.facts("type").collect();
        let prefixes = image.facts("prefix").filter_map(|line| line.split_once('\t')).collect();
        let sources = image.facts("source").map(|line| line.split('\t').nth(1).unwrap_or("")).collect();
        Self { image, layer, types, prefixes, sources, prefer, fold_families, by_product: false, notes: Notes::default() }
    }

    /// Whether genes are told from their proteins.
    #[must_use]
    pub fn telling_products(self, by_product: bool) -> Self {
        Self { by_product, ..self }
    }

    /// With what the dictionaries of a run note of concepts.
    #[must_use]
    pub fn noting(self, notes: Notes<'a>) -> Self {
        Self { notes, ..self }
    }

    /// The names of the layer's sources, by the index that a name's entry has.
    #[must_use]
    pub fn sources(&self) -> &[&'a str] {
        &self.sources
    }

    /// The types of the layer's concepts.
    #[must_use]
    pub fn types(&self) -> &[&'a str] {
        &self.types
    }

    fn prefix(&self, index: u8) -> (&'a str, &'a str) {
        self.prefixes.get(usize::from(index)).copied().unwrap_or(("", ""))
    }

    fn curie(&self, prefix: u8, local_id: &str) -> String {
        // Concepts are mostly CURIEs: put together by hand, each takes one piece of memory and no formatting.
        let prefix = self.prefix(prefix).0;
        let mut curie = String::with_capacity(prefix.len() + 1 + local_id.len());
        for part in [prefix, ":", local_id] {
            curie.push_str(part);
        }
        curie
    }

    /// A member, or its ortholog in an organism if it has one there.
    fn member(&self, index: u32, organism: Option<u32>) -> Option<Member> {
        let mut record = self.image.concept(index)?;
        if let Some(organism) = organism.filter(|organism| *organism != self.image.taxon(record)) {
            record = self.image.ortholog(record, organism).and_then(|index| self.image.concept(index)).unwrap_or(record);
        }
        let (local_id, _) = self.image.identifiers(record);
        Some(Member { id: self.curie(record.prefix, &local_id), name: self.image.surface(record.name).to_owned() })
    }

    /// The concept with `index`, as it is shown, its members in an organism where they have orthologs there; `None` for
    /// an index that there is not. `protein` says that the text speaks of a gene's protein, where they are told apart.
    #[must_use]
    pub fn describe(&self, index: u32, organism: Option<u32>, protein: bool) -> Option<Concept> {
        let record = self.image.concept(index)?;
        let (local_id, xrefs) = self.image.identifiers(record);
        let own_type = self.types.get(usize::from(record.entity_type)).copied().unwrap_or("");
        let noted = self.notes.of(|| self.curie(record.prefix, &local_id));
        let mut curies = vec![(record.prefix, local_id)];
        curies.extend(xrefs);
        let told_apart = self.by_product && own_type == "gene";
        let is_it = |(index, _): &(u8, _), prefix: &str| self.prefix(*index).0.eq_ignore_ascii_case(prefix);
        let wanted = self.preferred(own_type).filter(|_| protein || !told_apart);
        let preferred = wanted.and_then(|prefix| curies.iter().position(|curie| is_it(curie, prefix))).unwrap_or(0);
        let (prefix, local_id) = curies.remove(preferred);
        if let Some(wanted) = wanted.filter(|_| told_apart) {
            // Its other entries come before those of the gene.
            curies.sort_by_key(|curie| !is_it(curie, wanted));
        }
        let number = if told_apart && preferred > 0 { index | PROTEIN } else { index };
        let grouped = matches!(own_type, "gene_family" | "complex");
        // Only they have members.
        let members = if grouped { self.image.details(record).members } else { Vec::new() };
        let folded = self.fold_families && grouped;
        Some(Concept {
            key: (self.layer, number),
            id: self.curie(prefix, &local_id),
            entity_type: if folded { "gene" } else { own_type }.to_owned(),
            further: Vec::new(),
            name: self.image.surface(record.name).to_owned(),
            url: self.url(prefix, &local_id),
            xrefs: curies.into_iter().map(|(prefix, local_id)| self.curie(prefix, &local_id)).collect(),
            taxon: taxon(&self.image, record),
            members: members.iter().filter_map(|&member| self.member(member, organism)).collect(),
            ..noted
        })
    }

    fn preferred(&self, entity_type: &str) -> Option<&str> {
        self.prefer.iter().find(|(of, _)| of == entity_type).map(|(_, prefix)| prefix.as_str())
    }

    fn url(&self, prefix: u8, local_id: &str) -> Option<String> {
        let pattern = self.prefix(prefix).1;
        if pattern.is_empty() {
            // Dictionaries of users have identifiers of known vocabularies too.
            return page(&self.curie(prefix, local_id));
        }
        let mut url = String::with_capacity(pattern.len() + local_id.len());
        for (index, part) in pattern.split("$1").enumerate() {
            url.push_str(if index == 0 { "" } else { local_id });
            url.push_str(part);
        }
        Some(url)
    }
}

fn taxon(image: &Image<'_>, record: &ConceptRecord) -> Option<String> {
    Some(image.taxon(record)).filter(|taxon| *taxon != 0).map(|taxon| format!("NCBITaxon:{taxon}"))
}

/// The bit of a key that tells a gene's protein, as a concept of its own, from the gene.
const PROTEIN: u32 = 1 << 31;

/// Concepts that were shown before, so that each is put together once a run and worker.
#[derive(Default)]
pub struct Shown {
    concepts: ByHash<Arc<Concept>>,
    alternatives: ByHash<(Others, bool, Alternatives)>,
}

/// Spreads a small number over all bits of a key: the maps take keys as they are.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// How many concepts are remembered; a paper names some hundreds.
const REMEMBERED: usize = 16_384;

impl Shown {
    /// The concept with `index` in the describer's layer; see [`Describer::describe`] for `organism` and `protein`.
    pub fn concept(&mut self, describer: &Describer<'_>, index: u32, organism: Option<u32>, protein: bool) -> Arc<Concept> {
        let own = if protein { index | PROTEIN } else { index };
        let place = u64::from(describer.layer) << 32 | u64::from(own);
        let key = (place ^ u64::from(organism.unwrap_or(0)) << 40).wrapping_mul(SPREAD);
        if let Some(known) = self.concepts.get(&key) {
            return Arc::clone(known);
        }
        if self.concepts.len() >= REMEMBERED {
            self.concepts.clear();
        }
        let concept = Arc::new(describer.describe(index, organism, protein).unwrap_or_default());
        self.concepts.insert(key, Arc::clone(&concept));
        concept
    }

    /// Concepts of the describers' layers as alternatives of a mention; see [`Describer::describe`] for `protein`.
    pub fn alternatives(&mut self, describers: &[Describer<'_>], others: Others, protein: bool) -> Alternatives {
        if others.is_empty() {
            return Alternatives::default();
        }
        let add = |key: u64, (layer, index): &(u8, u32)| (key ^ u64::from(*layer) << 32 ^ u64::from(*index)).wrapping_mul(SPREAD);
        let key = others.iter().fold(u64::from(protein), add);
        // Two lists may meet in one key: then they take turns.
        if let Some((.., known)) = self.alternatives.get(&key).filter(|(own, proteins, _)| (own, *proteins) == (&others, protein)) {
            return known.clone();
        }
        if self.alternatives.len() >= REMEMBERED {
            self.alternatives.clear();
        }
        let concept = |(layer, index): &(u8, u32)| describers.get(usize::from(*layer)).map(|own| self.concept(own, *index, None, protein));
        let alternatives = Alternatives::from(others.iter().filter_map(concept).collect::<Vec<_>>());
        self.alternatives.insert(key, (others, protein, alternatives.clone()));
        alternatives
    }
}
