//! Concepts: their records, their packed details, and the obsolete identifiers that lead to them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{CompileError, Compiler, Ingredients};
use crate::concept::{Packer, push_number};
use crate::image::{self, ConceptRecord, Surface};
use crate::table::ConceptRow;
use crate::token::tokenize;

/// How many obsolete identifiers may lead to each other before the trail is given up.
const LONGEST_TRAIL: usize = 32;

impl<'a> Compiler<'a> {
    pub(super) fn concepts(&mut self, ingredients: &'a Ingredients<'a>) -> Result<(), CompileError> {
        let (mut members, mut counterparts) = self.links_back();
        let obsolete = self.obsolete(ingredients);
        let curies = self.rows.iter().flat_map(|row| std::iter::once(&row.id).chain(&row.xrefs));
        let curies = curies.map(Cow::as_ref).chain(obsolete.iter().map(|(id, _)| *id));
        self.packer = Packer::new(curies.map(|curie| self.curie(curie)));
        let mut retired = self.retired(&obsolete);
        for (id, concept) in obsolete {
            self.packer.curie(self.curie(id), &mut self.obsolete);
            push_number(&mut self.obsolete, u64::from(concept));
        }
        for (index, row) in self.rows.clone().into_iter().enumerate() {
            // Its place is known when all strings are.
            self.surfaces.number(&row.name);
            let details = self.details.len() as u32;
            let own = self.curie(&row.id);
            let retired = retired.remove(&(index as u32)).unwrap_or_default();
            let xrefs: Vec<_> = row.xrefs.iter().map(Cow::as_ref).chain(retired).map(|xref| self.curie(xref)).collect();
            // A drug's parents are roles and structural classes by the dozen, which no step asks for.
            let parents: Vec<u32> = if row.entity_type == "drug" && ingredients.variants { Vec::new() } else { self.known(&row.parents) };
            // Both ways: from the mouse gene to the human one and back.
            let mut orthologs: Vec<u32> = self.known(&row.orthologs);
            orthologs.extend(counterparts.remove(&(index as u32)).unwrap_or_default());
            let members = members.remove(&(index as u32)).unwrap_or_default();
            self.packer.details(own, &xrefs, [&parents, &members, &orthologs], &mut self.details);
            let organism = self.organism(row)?;
            self.records.push(ConceptRecord {
                name: Surface::default(),
                details,
                organism,
                prefix: own.0,
                entity_type: self.types.iter().position(|known| *known == row.entity_type).unwrap_or(0) as u8,
                words: words(row),
            });
        }
        Ok(())
    }

    /// The index, from 1, of the organism that a concept belongs to; 0 for none.
    fn organism(&mut self, row: &ConceptRow<'_>) -> Result<u16, CompileError> {
        let Some(taxon) = row.taxon.rsplit(':').next().and_then(|number| number.parse().ok()) else { return Ok(0) };
        let known = self.organisms.iter().position(|organism| *organism == taxon);
        let index = known.unwrap_or_else(|| {
            self.organisms.push(taxon);
            self.organisms.len() - 1
        });
        u16::try_from(index + 1).map_err(|_| CompileError::TooMany { what: "organisms", limit: usize::from(u16::MAX) })
    }

    /// Members of families and complexes, and orthologs of human genes, by the index of the concept that they name.
    fn links_back(&self) -> (HashMap<u32, Vec<u32>>, HashMap<u32, Vec<u32>>) {
        let mut counterparts: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            for ortholog in self.known(&row.orthologs) {
                counterparts.entry(ortholog).or_default().push(index as u32);
            }
            for parent in self.known(&row.parents) {
                let grouped = matches!(self.rows[parent as usize].entity_type.as_ref(), "gene_family" | "complex");
                if grouped {
                    members.entry(parent).or_default().push(index as u32);
                }
            }
        }
        (members, counterparts)
    }

    fn known(&self, curies: &[Cow<'_, str>]) -> Vec<u32> {
        curies.iter().filter_map(|curie| self.indices.get(curie.as_ref()).copied()).collect()
    }

    /// Obsolete identifiers with the concept at the end of their trail, sorted; those that lead nowhere are left out.
    fn obsolete(&self, ingredients: &'a Ingredients<'a>) -> Vec<(&'a str, u32)> {
        let rows = ingredients.concepts.iter().filter(|row| !row.replaced_by.is_empty());
        // An identifier that was split leads to the first of its parts.
        let first = |row: &'a ConceptRow<'a>| row.replaced_by.split('|').next().unwrap_or("");
        let next: HashMap<&str, &str> = rows.map(|row| (row.id.as_ref(), first(row))).collect();
        let follow = |first: &str| {
            let mut trail = std::iter::successors(next.get(first).copied(), |id| next.get(id).copied()).take(LONGEST_TRAIL);
            trail.find_map(|id| self.indices.get(id).copied())
        };
        let mut found: Vec<(&str, u32)> = next.keys().filter_map(|id| Some((*id, follow(id)?))).collect();
        found.sort_unstable();
        found
    }

    /// Identifiers that another vocabulary has given up for one that the concept has, by concept: corpora and databases go
    /// on using them (MeSH made descriptors of `C009250` and hundreds of other chemicals). They come last, behind the living.
    fn retired(&self, obsolete: &[(&'a str, u32)]) -> HashMap<u32, Vec<&'a str>> {
        let prefix = |curie: &'a str| curie.split_once(':').map_or("", |(prefix, _)| prefix);
        let mut retired: HashMap<u32, Vec<&str>> = HashMap::new();
        for (id, concept) in obsolete {
            let row = &self.rows[*concept as usize];
            let has = |curie: &Cow<'_, str>| curie.split_once(':').is_some_and(|(known, _)| known == prefix(id)) && *curie != *id;
            if !row.id.starts_with(&format!("{}:", prefix(id))) && row.xrefs.iter().any(has) && !row.xrefs.iter().any(|xref| xref == id) {
                retired.entry(*concept).or_default().push(id);
            }
        }
        retired
    }

    fn curie<'c>(&self, curie: &'c str) -> (u8, &'c str) {
        let (prefix, local_id) = curie.split_once(':').unwrap_or(("", curie));
        (self.prefixes.iter().position(|(known, _)| *known == prefix).unwrap_or(0) as u8, local_id)
    }
}

/// The words of a concept's names of two words and more, as [`ConceptRecord::words`].
fn words(row: &ConceptRow<'_>) -> [u32; 2] {
    let mut bits = 0u64;
    let mut tokens = Vec::new();
    for name in row.names.iter().filter(|name| name.text.contains([' ', '-'])) {
        tokens.clear();
        tokenize(&name.text, 0, name.text.len(), &mut tokens);
        bits |= tokens.iter().filter(|token| token.end - token.start > 2).fold(0, |bits, token| bits | image::word_bit(token.hash));
    }
    [bits as u32, (bits >> 32) as u32]
}
