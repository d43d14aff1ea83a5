//! Rule `families`: a family name names the family. Where a family or complex has the words as its own name and a gene
//! only as an alias (MEK, Ras, NF-κB), the family is meant as surely as the gene would be. Not so where policy
//! says that papers mean the gene (VEGF for VEGFA, Akt for AKT1).

use biospan_lexicon::image::flags;

use super::candidate::{Candidates, Group};
use super::feature::Feature;
use super::kinds::Kinds;

/// [`Scope::closeness`](biospan_lexicon::table::Scope::closeness) of an alias.
const ALIAS: u8 = 2;

/// Applies the rule to all groups.
pub fn apply(candidates: &mut Candidates, kinds: &Kinds) {
    let Candidates { all, groups, .. } = candidates;
    for same in groups.chunk_by_mut(|left, right| (left.first, left.length) == (right.first, right.length)) {
        if same.len() == 1 {
            continue;
        }
        let is_family = |group: &Group| kinds.is_family(group.kind);
        let of = |group: &Group| &all[group.candidates.start as usize..group.candidates.end as usize];
        let owned = |group: &Group| of(group).iter().any(|candidate| candidate.entry.has(flags::OWNER));
        let gene = same.iter().position(|group| kinds.has_symbols(group.kind) && !is_family(group));
        let family = same.iter().enumerate().filter(|(_, group)| is_family(group)).min_by_key(|(_, group)| group.closest);
        let (Some(gene), Some((family, _))) = (gene, family) else { continue };
        let defined = same[gene].features.has(Feature::Defined) || same[family].features.has(Feature::Defined);
        if same[family].closest < same[gene].closest && same[gene].closest >= ALIAS && !defined && !owned(&same[gene]) {
            let surer = same[gene].log_odds.max(same[family].log_odds);
            same[gene].log_odds = same[family].log_odds.min(same[gene].log_odds) - 1.0;
            same[family].log_odds = surer;
        }
    }
}
