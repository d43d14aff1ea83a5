//! Variants as concepts: identifiers, names and genes as a record shows them.
//!
//! `docs/variants.md` describes the identifiers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{LAYER, Meaning, Named, Owner};
use crate::dictionary::lexicon::{Describer, Shown};
use crate::record::{Concept, Member};
use crate::resolver::kinds::VARIANT;

/// The prefix of variants that have no number of dbSNP.
pub const PREFIX: &str = "VARIANT";
/// Where a reader finds a number of dbSNP.
const DBSNP: &str = "https://www.ncbi.nlm.nih.gov/snp/";
/// How many concepts a worker remembers.
const REMEMBERED: usize = 4_096;

/// The numbers of a run's variants by their identifiers, shared by its workers.
#[derive(Debug, Default)]
pub struct Numbers(Mutex<HashMap<String, u32>>);

impl Numbers {
    fn of(&self, id: &str) -> u32 {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = numbers.len() as u32;
        *numbers.entry(id.to_owned()).or_insert(next)
    }
}

/// Variants that a worker has shown.
#[derive(Default)]
pub struct ShownVariants {
    known: HashMap<(Meaning, Option<String>, Option<Owner>), Arc<Concept>>,
}

impl ShownVariants {
    /// A variant as a concept; `genes` shows the genes of the layers of `describers`.
    pub fn concept(&mut self, named: &Named, genes: &mut Shown, describers: &[Describer<'_>], numbers: &Numbers) -> Arc<Concept> {
        let key = (named.meaning.clone(), named.number.clone(), named.gene.map(|(owner, _)| owner));
        if let Some(known) = self.known.get(&key) {
            return Arc::clone(known);
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let mut gene =
            |(layer, index, organism): Owner| describers.get(usize::from(layer)).map(|own| genes.concept(own, index, organism, false));
        let mut concept = match &named.meaning {
            Meaning::Fusion(first, second) => fusion([gene(*first), gene(*second)].into_iter().flatten().collect()),
            meaning => single(meaning, named.number.as_deref(), named.gene.and_then(|(owner, _)| gene(owner)).as_deref()),
        };
        concept.key = (LAYER, numbers.of(&concept.id));
        concept.entity_type = VARIANT.to_owned();
        let concept = Arc::new(concept);
        self.known.insert(key, Arc::clone(&concept));
        concept
    }
}

fn single(meaning: &Meaning, number: Option<&str>, gene: Option<&Concept>) -> Concept {
    let (number, form) = match meaning {
        Meaning::Numbered(own) => (Some(own.as_str()), None),
        Meaning::Change(variant) => (number, Some(variant.to_string())),
        Meaning::Fusion(..) => (None, None),
    };
    let shown = form.as_deref().or(number).unwrap_or("");
    let name = gene.filter(|_| form.is_some()).map_or_else(|| shown.to_owned(), |gene| format!("{} {shown}", gene.name));
    let own = form.as_ref().map(|form| match gene {
        Some(gene) => format!("{PREFIX}:{}:{form}", gene.id),
        None => format!("{PREFIX}:{form}"),
    });
    let (id, xrefs) = match number {
        Some(number) => (format!("DBSNP:{number}"), own.into_iter().collect()),
        None => (own.unwrap_or_default(), Vec::new()),
    };
    Concept {
        id,
        name,
        url: number.map(|number| format!("{DBSNP}{number}")),
        xrefs,
        taxon: gene.and_then(|gene| gene.taxon.clone()),
        hgvs: form,
        gene: gene.map(member),
        ..Concept::default()
    }
}

/// Two genes that became one: `BCR::ABL1`, as HGNC and HGVS write it.
fn fusion(genes: Vec<Arc<Concept>>) -> Concept {
    let joined = |part: fn(&Concept) -> &str| genes.iter().map(|gene| part(gene)).collect::<Vec<_>>().join("::");
    let name = joined(|gene| &gene.name);
    Concept {
        id: format!("{PREFIX}:{}", joined(|gene| &gene.id)),
        hgvs: Some(name.clone()),
        name,
        taxon: genes.first().and_then(|gene| gene.taxon.clone()),
        members: genes.iter().map(|gene| member(gene)).collect(),
        ..Concept::default()
    }
}

fn member(gene: &Concept) -> Member {
    Member { id: gene.id.clone(), name: gene.name.clone() }
}
