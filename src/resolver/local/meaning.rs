//! What the long form of a definition names, as far as the dictionaries know.

use biospan_lexicon::surface::Case;
use biospan_lexicon::table::Scope;

use super::Tokenized;
use crate::document::Definition;
use crate::resolver::candidate::{Candidate, Candidates, Group};
use crate::resolver::cue::{DISEASE, DRUG, Voices, voices_for};
use crate::resolver::feature::{Feature, sum};
use crate::resolver::kinds::{Kind, Kinds};

/// A long form that names something.
pub(super) struct Meaning {
    pub(super) kind: Kind,
    pub(super) candidates: Vec<Candidate>,
    /// First token and number of tokens.
    pub(super) place: (u32, u32),
    /// It is only the end of the long form: contrast-induced nephropathy is a nephropathy.
    pub(super) wider: bool,
    /// It begins behind the first word of the long form, whose letter the short form has too.
    partial: bool,
}

impl Meaning {
    /// Two names that the tokens `long` join, of which `first` is one; what they are is seen when mentions are chosen.
    pub(super) fn of_two(first: &Group, candidates: &Candidates, long: std::ops::Range<usize>) -> Meaning {
        let place = (long.start as u32, long.len() as u32);
        Meaning { kind: first.kind, candidates: candidates.of(first).to_vec(), place, wider: false, partial: false }
    }

    /// Whether a gene that has the short form as a name itself, `own`, is meant rather than the one that the long form names:
    /// only its end does (`essential nuclear protein 1` is no nuclear protein 1), or it is a loose name of a gene while the short
    /// form is a symbol.
    pub(super) fn gives_way_to(&self, own: &[Candidate]) -> bool {
        let place = |candidate: &Candidate| (candidate.layer, candidate.concept);
        let known = |candidate: &Candidate| self.candidates.iter().any(|other| place(other) == place(candidate));
        let loose = || self.candidates.iter().all(|candidate| candidate.entry.scope() == Scope::Related);
        let is_symbol = |candidate: &Candidate| {
            matches!(candidate.entry.scope(), Scope::Preferred | Scope::Symbol)
                && matches!(candidate.likeness.case, Case::Same | Case::Close)
        };
        !own.iter().any(known) && (self.partial || loose() && own.iter().any(is_symbol))
    }
}

/// What a long form names: the longest group that ends where it ends and covers at least half of its
/// tokens, for drugs most of its letters: serum calcium is calcium, but no drug of that name.
pub(super) fn meaning(
    paper: Tokenized<'_>,
    definition: &Definition,
    head: Voices,
    kinds: &Kinds,
    candidates: &mut Candidates,
) -> Option<Meaning> {
    let long = definition.long;
    let tokens = paper.within(long);
    let from = candidates.groups.partition_point(|group| (group.first as usize) < tokens.start);
    let fits = |group: &Group| {
        let end = (group.first + group.length) as usize;
        let sure = sum(group.features, kinds.weights(group.kind)) > -2.0;
        let much = match voices_for(kinds.name(group.kind)) {
            DRUG => group.span.len() * 3 >= long.len() * 2,
            DISEASE if head == DISEASE => true,
            _ => group.length as usize * 2 >= tokens.len(),
        };
        // The multiplicity of infection (MOI) is no infection; but what is short itself is a part of the short form (`XPCS`).
        let kept = || definition.short.of(paper.text).zip(group.span.of(paper.text)).is_some_and(|(short, own)| short.contains(own));
        let of = || group.first as usize > tokens.start && is_preposition(paper, group.first as usize - 1) && !kept();
        end == tokens.end && much && sure && !of()
    };
    let within = candidates.groups[from..].iter().enumerate().take_while(|(_, group)| (group.first as usize) < tokens.end);
    let (best, _) = within.filter(|(_, group)| fits(group)).max_by(|(_, left), (_, right)| {
        let score = |group: &Group| sum(group.features, kinds.weights(group.kind));
        left.length.cmp(&right.length).then(score(left).total_cmp(&score(right)))
    })?;
    let best = &mut candidates.groups[from + best];
    best.features.add(Feature::Defines);
    let wider = (best.length as usize) * 2 < tokens.len();
    // The `h` of `hGR` tells the organism.
    let capital = definition.short.of(paper.text).is_some_and(|short| short.starts_with(|first: char| !first.is_lowercase()));
    let partial = capital && best.first as usize > tokens.start;
    let (kind, place, range) = (best.kind, (best.first, best.length), best.candidates.clone());
    Some(Meaning { kind, candidates: candidates.all[range.start as usize..range.end as usize].to_vec(), place, wider, partial })
}

fn is_preposition(paper: Tokenized<'_>, at: usize) -> bool {
    let word = paper.tokens.get(at).and_then(|token| paper.text.get(token.start as usize..token.end as usize));
    word.is_some_and(|word| matches!(word, "of" | "to" | "for" | "from" | "against"))
}
