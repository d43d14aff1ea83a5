//! Rule `phrase`: what stands inside a phrase that means something else is no name: `zinc` in `zinc finger`, `F12` in `DMEM/F12`,
//! `death` in `cell death` (`cues.tsv`, side `phrase`).

use biospan_lexicon::hash::{extend, sequence};
use biospan_lexicon::token::Gap;

use super::candidate::Group;
use super::cue::Cues;
use super::feature::Feature;
use super::local::Tokenized;

/// The longest phrase, in tokens.
const LONGEST: usize = 5;

/// Refuses the groups that are a part of a phrase. Names that hold the whole phrase stay.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group], cues: &Cues) {
    for same in groups.chunk_by_mut(|left, right| left.span == right.span) {
        let (from, to) = (same[0].first as usize, (same[0].first + same[0].length) as usize);
        // Where one may begin so that it reaches over the group's ends.
        let starts = (to + 1).saturating_sub(LONGEST).min(from)..=from;
        if starts.rev().any(|start| cues.begins_phrase(paper.tokens[start].hash) && is_inside(paper, start, from..to, cues)) {
            same.iter_mut().filter(|group| !group.own).for_each(|group| group.features.add(Feature::OtherName));
        }
    }
}

/// Whether a phrase that begins at the token `start` holds the tokens `own` and more.
fn is_inside(paper: Tokenized<'_>, start: usize, own: std::ops::Range<usize>, cues: &Cues) -> bool {
    let mut hash = sequence([paper.tokens[start].hash]);
    for (token, end) in paper.tokens[start + 1..].iter().zip(start + 2..=start + LONGEST) {
        if token.gap == Gap::Break {
            return false;
        }
        hash = extend(hash, token.hash);
        if end >= own.end && (start < own.start || end > own.end) && cues.is_phrase(hash) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_part_of_a_phrase_is_no_name_and_what_holds_the_phrase_is() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("A zinc finger binds zinc.", &["zinc"][..]),
            ("Cells were grown in DMEM/F12 medium with zinc.", &["zinc"]),
            ("Programmed cell death and death of patients with gout.", &["death", "gout"]),
            ("Heat shock did not change it.", &[]),
            ("See Additional file 1 (26 KB DOC).", &[]),
            ("Zinc. Finger lesions hurt.", &["Zinc"]),
        ] {
            let found = annotator.found(text).into_iter();
            let wanted = found.filter(|(_, entity_type, _)| matches!(entity_type.as_str(), "drug" | "disease" | "gene"));
            assert_eq!(wanted.map(|(words, ..)| words).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
