//! Rule `local-definition`: a short form means what this paper says, wherever it stands, also when that is nothing that
//! we know.

use biospan_lexicon::token::Token;

use super::candidate::{Candidate, Candidates, Group};
use super::cue::{ByHash, Cues, voices_for};
use super::feature::{Feature, Features};
use super::kinds::{Kind, Kinds};
use crate::document::{Definition, Span};

/// A candidate that its paper defines comes before all others.
const DEFINED_RANK: f32 = 100.0;

/// What a short form stands for in this paper.
struct Local {
    /// Hashes of its tokens.
    tokens: Vec<u64>,
    short: Span,
    /// What the dictionaries know of the long form.
    meaning: Option<Meaning>,
    /// What the last word of the long form speaks for.
    head: u8,
    /// Hashes of the words of the long form that say something: no head nouns, no short words.
    words: Vec<u64>,
}

impl Local {
    /// Whether another definition of the short form says the same.
    fn says(&self, meaning: &Option<Meaning>, words: &[u64]) -> bool {
        match (&self.meaning, meaning) {
            (Some(own), Some(other)) => {
                let first = |meaning: &Meaning| meaning.candidates.first().map(|candidate| (candidate.layer, candidate.concept));
                own.kind == other.kind && first(own) == first(other)
            }
            (None, None) => self.words == words,
            _ => false,
        }
    }
}

/// How many senses of short forms that begin alike are remembered; a paper has one or two.
const MOST_SENSES: usize = 8;

/// A long form that names something.
struct Meaning {
    kind: Kind,
    candidates: Vec<Candidate>,
    /// First token and number of tokens.
    place: (u32, u32),
}

/// The text of a document with its tokens.
#[derive(Clone, Copy)]
pub struct Tokenized<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: &'t [Token],
}

impl Tokenized<'_> {
    /// The tokens that lie inside a span, as a range of indices.
    #[must_use]
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.tokens.partition_point(|token| token.start < span.start.0);
        let to = self.tokens.partition_point(|token| token.start < span.end.0);
        from..to.max(from)
    }
}

/// Applies the definitions of a paper to its groups; `akin` tells whether a word, by its hash, is one of a concept's names.
pub fn apply(
    paper: Tokenized<'_>,
    definitions: &[Definition],
    kinds: &Kinds,
    cues: &Cues,
    candidates: &mut Candidates,
    akin: impl Fn(&Candidate, u64) -> bool,
) {
    if definitions.is_empty() {
        return;
    }
    let mut by_first: ByHash<Vec<usize>> = ByHash::default();
    // Most tokens begin no short form; this tells without a look into the map.
    let mut filter = [0u64; 64];
    let mut locals: Vec<Local> = Vec::new();
    for definition in definitions {
        let own = paper.within(definition.short);
        let tokens: Vec<u64> = paper.tokens[own].iter().map(|token| token.hash).collect();
        let Some(&first) = tokens.first() else { continue };
        let last = paper.tokens[paper.within(definition.long)].last();
        let head = last.and_then(|token| cues.get(token.hash)).map_or(0, |cue| cue.head);
        let meaning = meaning(paper, definition.long, kinds, candidates);
        let says = |token: &&Token| token.end - token.start > 3 && cues.get(token.hash).is_none_or(|cue| cue.head == 0);
        let words: Vec<u64> = paper.tokens[paper.within(definition.long)].iter().filter(says).map(|token| token.hash).collect();
        filter[(first >> 6 & 63) as usize] |= 1 << (first & 63);
        let with_first = by_first.entry(first).or_default();
        let known = with_first.iter().rev().map(|&index| &locals[index]).find(|local| local.tokens == tokens);
        if known.is_some_and(|local| local.says(&meaning, &words)) || with_first.len() >= MOST_SENSES {
            continue;
        }
        with_first.push(locals.len());
        locals.push(Local { tokens, short: definition.short, meaning, head, words });
    }
    let mut injected = Vec::new();
    for at in 0..paper.tokens.len() {
        let hash = paper.tokens[at].hash;
        if filter[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 == 0 {
            continue;
        }
        let Some(with_first) = by_first.get(&hash) else { continue };
        let fitting = with_first.iter().map(|&index| &locals[index]).filter(|local| stands_at(paper, local, at));
        // Of two definitions, the last one before the place counts.
        let start = paper.tokens[at].start;
        let local = fitting.reduce(|kept, next| if next.short.start.0 <= start { next } else { kept });
        if let Some(local) = local {
            apply_at(paper, local, at, kinds, candidates, &mut injected, &akin);
        }
    }
    if injected.is_empty() {
        return;
    }
    candidates.groups.append(&mut injected);
    candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
}

/// Whether the short form stands at a token: the same letters in the same case, but for a plural ending.
fn stands_at(paper: Tokenized<'_>, local: &Local, at: usize) -> bool {
    let Some(own) = paper.tokens.get(at..at + local.tokens.len()) else { return false };
    if own.iter().zip(&local.tokens).any(|(token, hash)| token.hash != *hash) {
        return false;
    }
    let words = &paper.text[own[0].start as usize..own[own.len() - 1].end as usize];
    let short = local.short.of(paper.text).unwrap_or("");
    let (words, short) = (words.strip_suffix('s').unwrap_or(words), short.strip_suffix('s').unwrap_or(short));
    words.chars().filter(|mark| mark.is_alphanumeric()).eq(short.chars().filter(|mark| mark.is_alphanumeric()))
}

/// What a long form names: the longest group that ends where it ends and covers at least half of its tokens.
fn meaning(paper: Tokenized<'_>, long: Span, kinds: &Kinds, candidates: &mut Candidates) -> Option<Meaning> {
    let tokens = paper.within(long);
    let from = candidates.groups.partition_point(|group| (group.first as usize) < tokens.start);
    let fits = |group: &Group| {
        let end = (group.first + group.length) as usize;
        let sure = super::feature::sum(group.features, kinds.weights(group.kind)) > -2.0;
        end == tokens.end && group.length as usize * 2 >= tokens.len() && sure
    };
    let within = candidates.groups[from..].iter().enumerate().take_while(|(_, group)| (group.first as usize) < tokens.end);
    let (best, _) = within.filter(|(_, group)| fits(group)).max_by(|(_, left), (_, right)| {
        let score = |group: &Group| super::feature::sum(group.features, kinds.weights(group.kind));
        left.length.cmp(&right.length).then(score(left).total_cmp(&score(right)))
    })?;
    let best = &mut candidates.groups[from + best];
    best.features.add(Feature::Defines);
    let (kind, place, range) = (best.kind, (best.first, best.length), best.candidates.clone());
    Some(Meaning { kind, candidates: candidates.all[range.start as usize..range.end as usize].to_vec(), place })
}

fn apply_at(
    paper: Tokenized<'_>,
    local: &Local,
    at: usize,
    kinds: &Kinds,
    candidates: &mut Candidates,
    injected: &mut Vec<Group>,
    akin: &impl Fn(&Candidate, u64) -> bool,
) {
    let length = local.tokens.len() as u32;
    let from = candidates.groups.partition_point(|group| (group.first as usize) < at);
    let mut to = from;
    while candidates.groups.get(to).is_some_and(|group| group.first as usize == at) {
        to += 1;
    }
    let mut met = false;
    for index in from..to {
        let kind = candidates.groups[index].kind;
        let group = &mut candidates.groups[index];
        if group.length != length {
            continue;
        }
        match &local.meaning {
            Some(meaning) if meaning.kind == kind => {
                group.features.add(Feature::Defined);
                group.long_form = Some(meaning.place);
                if !prefer(candidates, index, &meaning.candidates) {
                    candidates.rename(index, &meaning.candidates, DEFINED_RANK);
                }
                met = true;
            }
            Some(_) => group.features.add(Feature::DefinedOther),
            None => {
                let range = group.candidates.start as usize..group.candidates.end as usize;
                let akin = |candidate: &Candidate| local.words.iter().any(|word| akin(candidate, *word));
                group.features.add_if(candidates.all[range].iter().any(akin), Feature::DefinedAkin);
                group.features.add(Feature::DefinedUnknown);
                group.features.add_if(local.head & voices_for(kinds.name(kind)) != 0, Feature::DefinedHead);
                group.features.add_if(local.head != 0 && local.head & voices_for(kinds.name(kind)) == 0, Feature::DefinedOther);
            }
        }
    }
    if let Some(meaning) = &local.meaning
        && !met
    {
        let first = candidates.all.len() as u32;
        candidates.all.extend(meaning.candidates.iter().map(|candidate| Candidate { rank: candidate.rank + DEFINED_RANK, ..*candidate }));
        let own = &paper.tokens[at..at + local.tokens.len()];
        let mut features = Features::default();
        features.add(Feature::Any);
        features.add(Feature::Defined);
        injected.push(Group {
            first: at as u32,
            length,
            span: Span::new(own[0].start, own[own.len() - 1].end),
            sentence: 0,
            words: None,
            kind: meaning.kind,
            candidates: first..candidates.all.len() as u32,
            features,
            own: false,
            sure: false,
            closest: 0,
            long_form: Some(meaning.place),
            log_odds: 0.0,
            probability: 0.0,
        });
    }
}

/// Ranks those candidates of a group first that the long form names; false if it has none of them.
fn prefer(candidates: &mut Candidates, group: usize, named: &[Candidate]) -> bool {
    let range = candidates.groups[group].candidates.clone();
    let mut met = false;
    for candidate in &mut candidates.all[range.start as usize..range.end as usize] {
        if let Some(meant) = named.iter().find(|meant| (meant.layer, meant.concept) == (candidate.layer, candidate.concept)) {
            candidate.rank += DEFINED_RANK + meant.rank;
            met = true;
        }
    }
    met
}
