//! The genes of a paper in the organisms that they belong to.

use biospan_lexicon::image::Image;

use super::{ORGANISMS, Organisms, Signs};
use crate::resolver::candidate::prefixed::organism_of;
use crate::resolver::cue::ByHash;
use crate::resolver::local::Tokenized;
use crate::resolver::sense::HUMAN;
use crate::resolver::{Front, Resolved, Resolver};

/// What the place of a gene says, against the mean of all its places: they share a sum of two. Between one, where both say as
/// much, and one and a half, identifiers of the train splits are right most often here.
const OWN: f32 = 1.25;
/// How many different signs are remembered with what they are worth.
const ALIKE: usize = 12;

impl Resolver<'_> {
    /// Where the paper names which organism, as far as its chosen mentions tell.
    #[must_use]
    pub fn organisms(&self, paper: Tokenized<'_>, front: Front, mentions: &[Resolved]) -> Organisms {
        let species = self.species();
        let named = mentions.iter().filter(|mention| Some(mention.kind) == species && mention.layer == 0);
        let named = named.filter_map(|mention| Some((mention.first, self.taxon_of(mention.concept)?)));
        let mut organisms = Organisms::new(paper.tokens, &self.cues, front, named);
        let genes = mentions.iter().filter(|mention| mention.probability >= 0.5 && self.is_gene(mention));
        organisms.hear_symbols(genes.filter_map(|mention| mention.span.of(paper.text)));
        organisms
    }

    /// The number of a taxon.
    fn taxon_of(&self, concept: u32) -> Option<u32> {
        let image = self.image(0)?;
        let (local_id, _) = image.identifiers(image.concept(concept)?);
        local_id.parse().ok()
    }

    fn is_gene(&self, mention: &Resolved) -> bool {
        mention.layer == 0 && self.kinds.has_symbols(mention.kind)
    }

    /// Rule `organism`: a gene is of the organism that most speaks for, at this place and at the others of the same gene.
    pub(in crate::resolver) fn move_to_organisms(&self, paper: Tokenized<'_>, front: Front, mentions: &mut [Resolved]) {
        if !mentions.iter().any(|mention| self.is_gene(mention)) {
            return;
        }
        let Some(image) = self.image(0) else { return };
        if let Some(organism) = self.organism {
            mentions.iter_mut().filter(|mention| self.is_gene(mention)).for_each(|gene| self.move_to(image, organism, gene));
            return;
        }
        let mut organisms = self.organisms(paper, front, mentions);
        let mut judged: Vec<(usize, u32, u32, [f32; ORGANISMS.len()])> = Vec::new();
        // The signs of most genes are those of another.
        let mut alike: Vec<(Signs, [f32; ORGANISMS.len()])> = Vec::new();
        let mut by_gene: ByHash<([f32; ORGANISMS.len()], f32)> = ByHash::default();
        for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| self.is_gene(mention)) {
            let Some(concept) = image.concept(mention.concept) else { continue };
            let taxon = image.taxon(concept);
            let human = if taxon == HUMAN { None } else { image.ortholog(concept, HUMAN) };
            let gene = human.unwrap_or(mention.concept);
            let signs = organisms.at(paper, mention.first, mention.span.of(paper.text).unwrap_or(""));
            let judgement = match alike.iter().find(|(known, _)| *known == signs) {
                Some((_, judgement)) => *judgement,
                None => {
                    let judgement = self.organism_weights.judge(&signs);
                    if alike.len() < ALIKE {
                        alike.push((signs, judgement));
                    }
                    judgement
                }
            };
            let (sums, count) = by_gene.entry(u64::from(gene).wrapping_mul(0x9e37_79b9_7f4a_7c15)).or_default();
            sums.iter_mut().zip(judgement).for_each(|(sum, own)| *sum += own);
            *count += 1.0;
            judged.push((index, gene, taxon, judgement));
        }
        for (index, gene, taxon, own) in judged {
            let (sums, count) = by_gene[&u64::from(gene).wrapping_mul(0x9e37_79b9_7f4a_7c15)];
            let total = |class: &usize| OWN * own[*class] + (2.0 - OWN) * sums[*class] / count;
            let class = (0..ORGANISMS.len() - 1).max_by(|left, right| total(left).total_cmp(&total(right))).unwrap_or(0);
            let words = mentions[index].span.of(paper.text).unwrap_or("");
            let named = organism_of(words, image.surface(mentions[index].entry.surface)).filter(|_| self.rules.prefix);
            let organism = named.unwrap_or(ORGANISMS[class]);
            if organism != taxon {
                self.move_to(image, organism, &mut mentions[index]);
            }
        }
    }

    /// Replaces a gene by its ortholog in an organism; 0 is one whose genes we do not have.
    fn move_to(&self, image: &Image<'_>, wanted: u32, mention: &mut Resolved) {
        let Some(concept) = image.concept(mention.concept) else { return };
        if image.taxon(concept) == wanted || wanted == 0 {
            return;
        }
        if self.kinds.is_family(mention.kind) {
            // The family stays; its members are those of the organism.
            mention.organism = Some(wanted);
            return;
        }
        if let Some(ortholog) = image.ortholog(concept, wanted) {
            mention.alternatives = std::iter::once((0, mention.concept)).chain(mention.alternatives.iter().copied()).collect();
            mention.concept = ortholog;
            mention.organism = Some(wanted);
        }
    }
}
