//! What is seen of every name before other places of the paper have a say.

use biospan_lexicon::image::flags;

use super::candidate::{self, Candidate, Group};
use super::feature::{Feature, Features};
use super::kinds::Kind;
use super::local::Tokenized;
use super::{Resolver, Workspace, context, cue, other_name};
use crate::document::Span;

/// The bytes of a species' name of several words whose hyphens may stand otherwise.
const LONG_NAME: usize = 10;

impl Resolver<'_> {
    /// The features of every group that do not depend on other places of the paper.
    pub(super) fn describe(&self, paper: Tokenized<'_>, sentences: &[Span], work: &mut Workspace) {
        let Workspace { candidates, words: known, .. } = work;
        known.clear();
        let mut sentence = 0;
        let mut capitals = sentences.first().and_then(|span| span.of(paper.text)).is_some_and(context::in_capitals);
        let groups = &mut candidates.groups;
        for same in groups.chunk_by_mut(|left, right| left.span == right.span) {
            let span = same[0].span;
            while sentences.get(sentence).is_some_and(|sentence| sentence.end <= span.start) {
                sentence += 1;
                capitals = sentences.get(sentence).and_then(|span| span.of(paper.text)).is_some_and(context::in_capitals);
            }
            let tokens = &paper.tokens[same[0].first as usize..(same[0].first + same[0].length) as usize];
            let number = known.number(tokens);
            let mut place = Features::default();
            place.add(Feature::Any);
            place.add_if(capitals, Feature::CapitalSentence);
            place.add_if(sentences.get(sentence).is_some_and(|sentence| sentence.start == span.start), Feature::SentenceStart);
            let around = if self.rules.context { context::Surroundings::of(paper, &same[0], &self.cues) } else { Default::default() };
            let named = if self.rules.other_name { other_name::around(paper, &same[0], &self.cues) } else { Default::default() };
            let title = self.rules.other_name && same.iter().any(other_name::may_be_word) && other_name::is_title_word(paper, &same[0]);
            for group in same {
                let voices = self.voices[usize::from(group.kind)];
                let other = !group.own && named.is_no_name(group, voices, self.kinds.is_family(group.kind))
                    || title && other_name::may_be_word(group);
                group.features.add_if(other, Feature::OtherName);
                group.sentence = sentence as u32;
                group.words = Some(number);
                // What the words and the names say stands there already.
                group.features.0 |= place.0 | around.features(self.voices[usize::from(group.kind)]).0;
            }
        }
        for group in groups.iter_mut() {
            let count = group.words.and_then(|words| known.counts.get(words as usize));
            group.features.add_if(count.is_some_and(|count| *count >= 3), Feature::Frequent);
        }
        self.rivals(groups);
    }

    /// What the names say by which a group was found.
    pub(super) fn name_features(&self, own: &[Candidate], voices: cue::Voices) -> Features {
        let (gene, cell) = (voices == cue::GENE, voices == cue::CELL);
        let best = own.iter().max_by(|left, right| left.rank.total_cmp(&right.rank));
        let mut features = candidate::key_features(own);
        if let Some(best) = best {
            features.0 |= candidate::name_features(best).0;
            // Genes count papers, drugs and diseases vocabularies.
            let (known, unknown) = if gene { (9, 0) } else { (4, 1) };
            features.add_if(best.entry.renown() >= known, Feature::WellKnown);
            features.add_if(!cell && best.entry.renown() <= unknown, Feature::Unknown);
            features.add_if(best.entry.has(flags::OTHER_ORGANISM), Feature::OtherOrganism);
            // Where hyphens stand tells short names apart, not `Epstein-Barr virus`; `five fingers` is no `five-fingers`.
            let name = || self.image(best.layer).map_or("", |image| image.surface(best.entry.surface));
            let long = || name().len() >= LONG_NAME && name().contains(' ');
            if voices == cue::SPECIES && features.has(Feature::OtherGaps) && long() {
                features.remove(Feature::OtherGaps);
            }
        }
        if !self.rules.measured {
            features.remove(Feature::Rarely);
            features.remove(Feature::Usually);
        }
        features
    }

    /// Tells each group which other types have the name, and whether a longer name of its own type lies around it.
    fn rivals(&self, groups: &mut [Group]) {
        for same in groups.chunk_by_mut(|left, right| (left.first, left.length) == (right.first, right.length)) {
            // Most names are of one type.
            if same.len() == 1 {
                continue;
            }
            for at in 0..same.len() {
                let (kind, own) = (same[at].kind, same[at].closest);
                let mut features = same[at].features;
                // Species and lines hear what the words are else; the other types were weighed without them.
                let apart = |kind: Kind| matches!(self.voices[usize::from(kind)], cue::SPECIES | cue::LINES);
                let rivals = || same.iter().filter(|other| other.kind != kind && (apart(kind) || !apart(other.kind)));
                if let Some(rival) = rivals().map(|other| other.closest).min() {
                    features.add_if(rival < own, Feature::RivalCloser);
                    features.add_if(rival > own, Feature::OwnCloser);
                }
                rivals().filter_map(|other| self.kinds.also(other.kind)).for_each(|feature| features.add(feature));
                same[at].features = features;
            }
        }
        let mut reach: Vec<u32> = vec![0; self.kinds.names().len()];
        for group in groups {
            let end = group.first + group.length;
            let farthest = &mut reach[usize::from(group.kind)];
            group.features.add_if(*farthest >= end, Feature::Inside);
            *farthest = (*farthest).max(end);
        }
    }
}
