//! What all that was seen of each reading comes to: the rules that make log-odds of features and probabilities of log-odds, in the
//! order in which they speak.

use super::candidate::Group;
use super::feature::sum;
use super::local::Tokenized;
use super::{Resolver, Workspace, compound, cue, doubtful, families, kinds, longer, misprint, one_sense, score, support};

impl Resolver<'_> {
    /// Gives every group its log-odds and its probability.
    pub(super) fn judge(&self, paper: Tokenized<'_>, work: &mut Workspace) {
        for group in &mut work.candidates.groups {
            group.log_odds = sum(group.features, self.kinds.weights(group.kind));
        }
        if self.rules.enumeration {
            support::enumeration(paper, &mut work.candidates, self.kinds);
        }
        for group in &mut work.candidates.groups {
            // A dictionary of the user's says what it means.
            if group.own {
                group.log_odds = group.log_odds.max(kinds::OWN);
            }
            if group.sure {
                group.log_odds = group.log_odds.max(kinds::SURE);
            }
        }
        if self.rules.families {
            families::apply(&mut work.candidates, self.kinds);
        }
        if self.rules.one_sense {
            one_sense::apply(&mut work.candidates.groups, &mut work.words, self.kinds);
        }
        if self.rules.doubtful {
            let kinds = self.kinds.names().len();
            // Names of drugs and cells stand alone more often.
            let is_asked = |group: &Group| matches!(self.voices[usize::from(group.kind)], cue::GENE | cue::DISEASE);
            doubtful::refuse(paper, &mut work.candidates.groups, &work.words, kinds, is_asked);
        }
        score::apply(&mut work.candidates.groups, self.kinds);
        if self.rules.one_sense {
            let asked =
                |group: &Group| !self.kinds.is_family(group.kind) && matches!(self.voices[usize::from(group.kind)], cue::GENE | cue::DRUG);
            one_sense::follow(&mut work.candidates.groups, &mut work.words, self.kinds, asked);
        }
        if self.rules.longer {
            // Families and complexes have many longer names with other members.
            longer::raise(&mut work.candidates.groups, |group| !self.kinds.is_family(group.kind));
        }
        if self.rules.spelling {
            misprint::add(paper, &mut work.candidates, |group| {
                !group.own && !self.kinds.is_family(group.kind) && self.voices[usize::from(group.kind)] == cue::GENE
            });
        }
        if self.rules.compound {
            compound::refuse(paper.text, &mut work.candidates.groups, |group| {
                group.probability >= self.least && !group.own && self.voices[usize::from(group.kind)] == cue::DRUG
            });
        }
        if self.rules.ion {
            self.charge(paper.text, &mut work.candidates);
        }
    }
}
