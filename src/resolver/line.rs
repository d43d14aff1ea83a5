//! Rules of cell lines. `line-case`: a line has a name of its own, with capitals: `horse`, `and 2` and `at 4` are none, whatever
//! lines are called `Horse`, `AND-2` and `AT4`. `line-cue`: lines are called like people, viral proteins and tables (`Kelly`, `VP1`,
//! `S2`), so that so slight a name means the line only where the paper says once what it is: `Kelly cells`.

use biospan_lexicon::surface::{Case, Letters};

use super::candidate::{Candidates, Group};
use super::feature::Feature;
use super::local::Tokenized;

/// Rule `line-case`: refuses the groups whose words have no capital though their names have.
pub fn with_capitals(paper: Tokenized<'_>, candidates: &mut Candidates, is_line: impl Fn(&Group) -> bool) {
    let Candidates { groups, all, .. } = candidates;
    for group in groups.iter_mut().filter(|group| is_line(group)) {
        let own = all.get(group.candidates.start as usize..group.candidates.end as usize).unwrap_or(&[]);
        let small = || Letters::of(group.span.of(paper.text).unwrap_or("")).capitals == 0;
        if own.iter().all(|candidate| candidate.likeness.case != Case::Same) && small() {
            group.probability = 0.0;
        }
    }
}

/// Rule `line-cue`: refuses the groups with a slight name that no place of the paper calls cells or a line.
pub fn with_cues(paper: Tokenized<'_>, groups: &mut [Group], is_line: impl Fn(&Group) -> bool) {
    let is_slight = |group: &Group| is_line(group) && !group.sure && group.probability > 0.0 && slight(paper, group);
    if !groups.iter().any(is_slight) {
        return;
    }
    let told = [Feature::CueAfter, Feature::CueBefore, Feature::Enumerated, Feature::Supported, Feature::Defined];
    let vouched = |group: &&Group| is_line(group) && told.iter().any(|feature| group.features.has(*feature));
    let mut words: Vec<&str> = groups.iter().filter(vouched).filter_map(|group| group.span.of(paper.text)).collect();
    words.sort_unstable();
    let told_of = |group: &Group| group.span.of(paper.text).is_some_and(|own| words.binary_search(&own).is_ok());
    groups.iter_mut().filter(|group| is_slight(group) && !told_of(group)).for_each(|group| group.probability = 0.0);
}

/// Whether a name is one capitalised word without a digit, has three letters and digits at the most, or a single digit among four.
fn slight(paper: Tokenized<'_>, group: &Group) -> bool {
    let has = |feature| group.features.has(feature);
    let digits = group.span.of(paper.text).unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
    let short = has(Feature::Two) || has(Feature::Three) || has(Feature::Four) && digits == 1;
    !has(Feature::Usually) && (short || digits == 0 && (has(Feature::Capitalised) || has(Feature::Word)))
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_cell_line_is_written_with_its_capitals_and_a_slight_name_needs_a_cue() {
        let annotator = Annotator::builder().types(["cell_line"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("HeLa cells and HepG2 cells were grown with MCF7 cells.", &["HeLa", "HepG2", "MCF7"][..]),
            ("A horse was seen at 4 and at 3 hours.", &[]),
            ("Table S2 lists antibodies against VP1, as Kelly and Focus did.", &[]),
            ("Caco-2 took the dye up.", &["Caco-2"]),
            ("S2 cells were grown, and Kelly cells; S2 cells grew faster than Kelly did.", &["S2", "Kelly", "S2", "Kelly"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
