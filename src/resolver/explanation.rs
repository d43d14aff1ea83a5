//! What the resolver made of the words at each place: for curators who want to trust it, and for us who look for faults.

use biospan_lexicon::image::{NameEntry, flags};
use biospan_lexicon::search::Hit;
use serde::Serialize;

use super::candidate::{Candidate, Group};
use super::feature::sum;
use super::{Resolved, Resolver, Workspace};
use crate::dictionary::catalogue::Catalogue;
use crate::document::Span;

/// All that some words may mean, as one type.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// First byte.
    pub byte_start: u32,
    /// One past the last byte.
    pub byte_end: u32,
    /// The words.
    pub text: String,
    /// The entity type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The concepts that the words may name, the one that is meant first.
    pub candidates: Vec<Named>,
    /// Names with these words that policy or letter case did not admit.
    pub not_admitted: Vec<Named>,
    /// What spoke, with what it is worth for the type in log-odds, the strongest first.
    pub features: Vec<(&'static str, f32)>,
    /// The sum of what spoke.
    pub sum: f32,
    /// The same after the rules that look at other places and readings (`sure` names, families, one sense).
    pub log_odds: f32,
    /// The score.
    pub score: f32,
    /// What became of it.
    pub verdict: Verdict,
}

/// A concept and the name by which the words reach it.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// CURIE.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// The name that the words match, as the dictionary writes it.
    pub matched: String,
    /// How the name belongs to the concept.
    pub scope: &'static str,
    /// What policy and measurement say of the name.
    pub decisions: Vec<&'static str>,
    /// How well it stands among those of its type that have the name; `None` where it was not admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<f32>,
}

/// What became of a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Verdict {
    /// It is a mention.
    Mention {
        /// The concept's CURIE, which the organism or a coordination may have changed.
        id: String,
    },
    /// Something speaks so strongly against it that nothing else counts.
    Refused,
    /// Its score is too low.
    TooLow,
    /// Another reading of these words, or of longer ones, won.
    Beaten {
        /// The words of the winner.
        by: String,
        /// Its type.
        #[serde(rename = "type")]
        entity_type: String,
    },
    /// It won, but its type was not asked for, or it gave way to the parts of a coordination.
    NotShown,
}

impl Resolver<'_> {
    /// Every reading of the last [`Resolver::weigh`] that touches `place`; `mentions` are what [`Resolver::choose`] made of it.
    #[must_use]
    pub fn explain(&self, text: &str, hits: &[Vec<Hit>], mentions: &[Resolved], place: Span, work: &Workspace) -> Vec<Reading> {
        let catalogues: Vec<Catalogue<'_>> = self.images.iter().map(|image| Catalogue::new(*image)).collect();
        let groups = work.candidates.groups.iter().filter(|group| group.span.overlaps(place));
        groups.map(|group| self.reading(text, hits, mentions, group, work, &catalogues)).collect()
    }

    fn reading(
        &self,
        text: &str,
        hits: &[Vec<Hit>],
        mentions: &[Resolved],
        group: &Group,
        work: &Workspace,
        catalogues: &[Catalogue<'_>],
    ) -> Reading {
        let weights = self.kinds.weights(group.kind);
        let mut candidates: Vec<&Candidate> = work.candidates.of(group).iter().collect();
        candidates
            .sort_by(|left, right| right.rank.total_cmp(&left.rank).then((left.layer, left.concept).cmp(&(right.layer, right.concept))));
        let mut features: Vec<(&'static str, f32)> =
            group.features.iter().map(|feature| (feature.word(), weights[feature as usize])).collect();
        features.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
        let named = |candidate: &&Candidate| self.named(candidate.layer, &candidate.entry, Some(candidate.rank), catalogues);
        Reading {
            byte_start: group.span.start.0,
            byte_end: group.span.end.0,
            text: group.span.of(text).unwrap_or("").to_owned(),
            entity_type: self.kinds.name(group.kind).to_owned(),
            not_admitted: self.not_admitted(hits, group, &candidates, catalogues),
            candidates: candidates.iter().filter_map(named).collect(),
            features,
            sum: sum(group.features, weights),
            log_odds: group.log_odds,
            score: if self.is_variant(group) {
                self.variant_score(text, group, &work.variants)
            } else {
                self.kinds.score(group.kind, group.own, group.probability)
            },
            verdict: self.verdict(text, mentions, group, work, catalogues),
        }
    }

    fn named(&self, layer: u8, entry: &NameEntry, rank: Option<f32>, catalogues: &[Catalogue<'_>]) -> Option<Named> {
        let catalogue = catalogues.get(usize::from(layer))?;
        let words = [
            (flags::OWNER, "owner"),
            (flags::SURE, "sure"),
            (flags::WORD, "word"),
            (flags::NEEDS_EVIDENCE, "evidence"),
            (flags::ONLY_CAPITALS, "capitals"),
            (flags::ONLY_EXACT, "exact"),
            (flags::RARELY, "rarely"),
            (flags::USUALLY, "usually"),
        ];
        Some(Named {
            id: catalogue.id(entry.concept()),
            name: catalogue.name(entry.concept()).to_owned(),
            matched: self.image(layer)?.surface(entry.surface).to_owned(),
            scope: entry.scope().word(),
            decisions: words.into_iter().filter(|(flag, _)| entry.has(*flag)).map(|(_, word)| word).collect(),
            rank,
        })
    }

    /// Names of the type with the words of the group that are no candidates.
    fn not_admitted(&self, hits: &[Vec<Hit>], group: &Group, candidates: &[&Candidate], catalogues: &[Catalogue<'_>]) -> Vec<Named> {
        let mut left = Vec::new();
        for (layer, hits) in (0u8..).zip(hits) {
            let Some(names) = self.names(layer) else { continue };
            for hit in hits.iter().filter(|hit| (hit.token, hit.length) == (group.first, group.length)) {
                let of_type = names.entries(hit.key).iter().filter(|entry| self.kinds.of(layer, entry.entity_type()) == group.kind);
                let unknown = |entry: &&NameEntry| !candidates.iter().any(|known| (known.layer, known.concept) == (layer, entry.concept()));
                left.extend(of_type.filter(unknown).filter_map(|entry| self.named(layer, entry, None, catalogues)));
            }
        }
        left
    }

    fn verdict(&self, text: &str, mentions: &[Resolved], group: &Group, work: &Workspace, catalogues: &[Catalogue<'_>]) -> Verdict {
        // A cell type may have taken its head noun along.
        let head = |mention: &&Resolved| {
            matches!(text[group.span.end.index()..mention.span.end.index().max(group.span.end.index())].trim(), "" | "cell" | "cells")
        };
        let won = |mention: &&Resolved| {
            mention.span.start == group.span.start && mention.kind == group.kind && mention.span.contains(group.span) && head(mention)
        };
        if let Some(mention) = mentions.iter().find(won) {
            let id = catalogues.get(usize::from(mention.layer)).map(|catalogue| catalogue.id(mention.concept));
            let id = id.or_else(|| super::variants::shown(&work.variants, mention));
            return Verdict::Mention { id: id.unwrap_or_default() };
        }
        if group.probability == 0.0 {
            return Verdict::Refused;
        }
        let too_low = if self.is_variant(group) {
            self.variant_score(text, group, &work.variants) < self.least
        } else {
            group.probability < if group.own { self.least } else { self.kinds.least(group.kind, self.least) }
        };
        if too_low {
            return Verdict::TooLow;
        }
        let winner = mentions.iter().find(|mention| mention.span.overlaps(group.span));
        winner.map_or(Verdict::NotShown, |winner| Verdict::Beaten {
            by: winner.span.of(text).unwrap_or("").to_owned(),
            entity_type: self.kinds.name(winner.kind).to_owned(),
        })
    }
}
