//! Rules `support` and `enumeration`: what the rest of the paper and the neighbours say.

use biospan_lexicon::token::Gap;

use super::candidate::{Candidate, Candidates, Group};
use super::cue::{ByHash, DRUG, voices_for};
use super::feature::{Feature, sum};
use super::kinds::Kinds;
use super::local::Tokenized;

/// A candidate that is named elsewhere by a surer name comes before others that are not.
const SUPPORTED_RANK: f32 = 20.0;
/// But not before the one whose preferred name or symbol the words are.
const SUPPORTED_OVER_OWNER: f32 = 1.0;
/// Groups with more log-odds than this are sure enough to speak for others.
const SURE: f32 = 1.5;
/// A symbol of so many bytes is a clear name, if it is nothing else's.
const CLEAR_SYMBOL: usize = 4;

/// Concepts that a long, uncontested name names, support their short names; and so do those of genes whose own symbol stands in the
/// paper (`IGF2BP3, also known as IMP3`).
pub fn support(candidates: &mut Candidates, kinds: &Kinds) {
    // With whether a long name names the concept, which supports its symbol too.
    let mut sure: ByHash<bool> = ByHash::default();
    // Most concepts are named only once; this tells without a look into the map.
    let mut filter = [0u64; 64];
    for group in &candidates.groups {
        let clear = is_clear(group);
        if (clear || is_clear_symbol(group, kinds)) && sum(group.features, kinds.weights(group.kind)) > SURE {
            for key in candidates.of(group).iter().map(spread) {
                filter[(key >> 52) as usize & 63] |= 1 << (key >> 58);
                *sure.entry(key).or_default() |= clear;
            }
        }
    }
    if sure.is_empty() {
        return;
    }
    for group in &mut candidates.groups {
        if is_clear(group) {
            continue;
        }
        let symbol = is_clear_symbol(group, kinds);
        // The owner of a name keeps it: "liver cancer" is no hepatocellular carcinoma because the paper speaks of one.
        let bonus = if group.closest == 0 { SUPPORTED_OVER_OWNER } else { SUPPORTED_RANK };
        for candidate in &mut candidates.all[group.candidates.start as usize..group.candidates.end as usize] {
            let key = spread(candidate);
            let named = || sure.get(&key).is_some_and(|by_long| *by_long || !symbol);
            if filter[(key >> 52) as usize & 63] >> (key >> 58) & 1 == 1 && named() {
                candidate.rank += bonus;
                group.features.add(Feature::Supported);
            }
        }
    }
}

/// Whether the paper defines a group's words, or they are a long name that nothing else of the type has.
fn is_clear(group: &Group) -> bool {
    let long = group.length >= 2 && group.span.len() > 7 || group.span.len() > 9;
    group.features.has(Feature::Defined) || long && group.candidates.len() == 1
}

/// Whether they are a gene's own symbol that no other gene has.
fn is_clear_symbol(group: &Group, kinds: &Kinds) -> bool {
    group.closest == 0 && group.candidates.len() == 1 && group.span.len() >= CLEAR_SYMBOL && kinds.has_symbols(group.kind)
}

/// A concept as a key whose bits are spread.
fn spread(candidate: &Candidate) -> u64 {
    (u64::from(candidate.layer) << 32 | u64::from(candidate.concept)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A name beside a sure mention of the type, with a comma, a slash or a conjunction between them. The groups have their
/// log-odds but for this.
pub fn enumeration(paper: Tokenized<'_>, candidates: &mut Candidates, kinds: &Kinds) {
    let mut last: Vec<(usize, bool, u32)> = vec![(usize::MAX, false, 0); kinds.names().len()];
    let mut marks: Vec<usize> = Vec::new();
    for (index, group) in candidates.groups.iter().enumerate() {
        let sure = group.log_odds > SURE;
        let (before, before_sure, end) = last[usize::from(group.kind)];
        let beside = before != usize::MAX && joined(paper, end as usize, group.first as usize);
        // `carbidopa-levodopa`, but not `nitro-L-arginine`.
        let hyphen = || end == group.first && paper.tokens[end as usize].gap == Gap::Hyphen && voices_for(kinds.name(group.kind)) == DRUG;
        if before_sure && (beside || hyphen()) {
            marks.push(index);
        }
        if beside && sure {
            marks.push(before);
        }
        if group.first + group.length >= end {
            last[usize::from(group.kind)] = (index, sure, group.first + group.length);
        }
    }
    for index in marks {
        let group = &mut candidates.groups[index];
        group.features.add(Feature::Enumerated);
        group.log_odds = sum(group.features, kinds.weights(group.kind));
    }
}

/// Whether only a comma, a slash, or a conjunction stands between two names.
fn joined(paper: Tokenized<'_>, end: usize, start: usize) -> bool {
    let Some(next) = paper.tokens.get(start) else { return false };
    match start.checked_sub(end) {
        Some(0) => matches!(next.gap, Gap::Comma | Gap::Slash),
        Some(1) => {
            let between = &paper.tokens[end];
            let word = &paper.text[between.start as usize..between.end as usize];
            matches!(word, "and" | "or") && matches!(between.gap, Gap::Space | Gap::Comma) && next.gap == Gap::Space
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn another_name_that_is_clear_tells_which_gene_a_contested_one_means() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, words, expected) in [
            ("In mice, expression of Rex1 rose.", "Rex1", "Rexo1"),
            ("In mice, expression of Zfp42, also known as Rex1, rose.", "Rex1", "Zfp42"),
            // The owner of a name keeps it.
            ("IGF2BP3 binds the protein IMP3.", "IMP3", "IMP3"),
        ] {
            let named = annotator.named(text);
            let gene = named.iter().find(|(own, _)| own == words);
            assert_eq!(gene.map(|(_, name)| name.as_str()), Some(expected), "{text}");
        }
    }
}
