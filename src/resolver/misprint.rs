//! Rule `spelling` for symbols: capitals that nothing of ours has, one letter from the symbol of a gene that the same paper names
//! again and again: `TIGHT` where it speaks of `TIGIT`. The list of all genes has a neighbour for too many words; a paper's own has
//! one for hardly any.

use biospan_lexicon::token::{Token, TokenCase};

use super::candidate::{Candidates, Group, LIKELY};
use super::cue::ByHash;
use super::feature::Feature;
use super::local::Tokenized;
use crate::document::Span;

/// The fewest letters of a symbol that is looked after.
const SHORTEST: usize = 5;
/// So often the paper has the symbol as it should be.
const OFTEN: u32 = 3;

/// Adds the genes for which `is_gene` that a slip in their symbol hides.
pub fn add(paper: Tokenized<'_>, candidates: &mut Candidates, is_gene: impl Fn(&Group) -> bool) {
    let symbols = symbols(paper, &candidates.groups, is_gene);
    if symbols.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let (mut next, mut reach) = (0, 0);
    for (at, token) in paper.tokens.iter().enumerate().filter(|(_, token)| is_symbol(paper, token)) {
        while let Some(group) = candidates.groups.get(next).filter(|group| group.first as usize <= at) {
            reach = reach.max((group.first + group.length) as usize);
            next += 1;
        }
        let same = |other: &&Token| other.hash == token.hash && word(paper, other) == word(paper, token);
        let alone = || paper.tokens.iter().filter(same).count() == 1;
        let right = symbols.iter().find(|group| is_slip(word(paper, token), word(paper, &paper.tokens[group.first as usize])));
        if let Some(right) = right.filter(|_| at >= reach && alone()) {
            let mut group = (*right).clone();
            (group.first, group.span, group.sentence, group.words) = (at as u32, Span::new(token.start, token.end), 0, None);
            group.features.add(Feature::Misspelt);
            found.push(group);
        }
    }
    if !found.is_empty() {
        candidates.groups.append(&mut found);
        candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
    }
}

/// The symbols of genes that the paper has often, one group for each.
fn symbols(paper: Tokenized<'_>, groups: &[Group], is_gene: impl Fn(&Group) -> bool) -> Vec<Group> {
    let mut counts: ByHash<(u32, usize)> = ByHash::default();
    for (index, group) in groups.iter().enumerate().filter(|(_, group)| group.length == 1 && group.probability >= LIKELY) {
        let token = &paper.tokens[group.first as usize];
        if is_symbol(paper, token) && is_gene(group) {
            counts.entry(token.hash).or_insert((0, index)).0 += 1;
        }
    }
    let mut often: Vec<usize> = counts.into_values().filter(|(count, _)| *count >= OFTEN).map(|(_, index)| index).collect();
    often.sort_unstable();
    often.into_iter().map(|index| groups[index].clone()).collect()
}

fn word<'t>(paper: Tokenized<'t>, token: &Token) -> &'t [u8] {
    paper.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or(&[])
}

/// Whether a token is a symbol of capitals only.
fn is_symbol(paper: Tokenized<'_>, token: &Token) -> bool {
    let long = (token.end - token.start) as usize >= SHORTEST && token.case == TokenCase::Capitals;
    long && word(paper, token).iter().all(u8::is_ascii_uppercase)
}

/// Whether one letter of a symbol is another, neither its first nor its last, which tells one member of a family from the next, or
/// two beside each other are swapped.
fn is_slip(own: &[u8], right: &[u8]) -> bool {
    if own.len() != right.len() || own[0] != right[0] || own.last() != right.last() {
        return false;
    }
    let mut differing = (0..own.len()).filter(|at| own[*at] != right[*at]);
    match (differing.next(), differing.next(), differing.next()) {
        (Some(_), None, _) => true,
        (Some(first), Some(second), None) => first + 1 == second && own[first] == right[second] && own[second] == right[first],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_slip_in_a_symbol_of_the_paper_is_read() {
        let annotator = Annotator::builder().types(["gene"]).build().expect("the embedded dictionary opens");
        let often = "TIGIT expression rose. Anti-TIGIT antibodies helped. TIGIT was blocked.";
        for (text, expected) in [
            (format!("{often} The TIGHT pathway too, at tight junctions."), &["TIGIT", "TIGIT", "TIGIT", "TIGHT"][..]),
            (format!("{often} The TIGTI pathway too."), &["TIGIT", "TIGIT", "TIGIT"]),
            (format!("{often} The TGIIT pathway too."), &["TIGIT", "TIGIT", "TIGIT", "TGIIT"]),
            (format!("{often} TIGHT here and TIGHT there."), &["TIGIT", "TIGIT", "TIGIT"]),
            ("TIGIT expression rose. The TIGHT pathway too.".to_owned(), &["TIGIT"]),
        ] {
            assert_eq!(annotator.words(&text), expected, "{text}");
        }
    }
}
