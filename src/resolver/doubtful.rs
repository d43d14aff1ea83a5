//! Rule `doubtful`: where policy asks for evidence, something in the paper must say that the words are a name of the type: a cue
//! beside them, a definition, another name of the concept, a sure name in one enumeration with them. One place that says so
//! is enough for all. A capital and a number need it too, if they are only an alias, or the symbol of a little known gene of
//! another organism: most of them are patients, families, clones, wells, residues and panels (`family H27`, `Fig. G16`).

use super::candidate::Group;
use super::feature::Feature;
use super::local::Tokenized;
use super::words::Words;

/// What counts as evidence.
const EVIDENCE: [Feature; 9] = [
    Feature::Defines,
    Feature::Defined,
    Feature::DefinedAkin,
    Feature::DefinedHead,
    Feature::Supported,
    Feature::CueAfter,
    Feature::CueBefore,
    Feature::Enumerated,
    Feature::Usually,
];

/// Refuses the doubtful groups that nothing speaks for; `is_asked` tells of which types evidence is asked.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group], words: &Words, kinds: usize, is_asked: impl Fn(&Group) -> bool) {
    let doubtful = |group: &Group| (group.features.has(Feature::Doubtful) || is_number(paper, group)) && !group.own && !group.sure;
    let place = |group: &Group| group.words.map(|words| words as usize * kinds + usize::from(group.kind));
    if !groups.iter().any(doubtful) {
        return;
    }
    let mut shown = vec![false; words.counts.len() * kinds];
    let has_evidence = |group: &Group| EVIDENCE.iter().any(|feature| group.features.has(*feature));
    for group in groups.iter().filter(|group| doubtful(group) && has_evidence(group)) {
        if let Some(shown) = place(group).and_then(|place| shown.get_mut(place)) {
            *shown = true;
        }
    }
    for group in groups.iter_mut() {
        let shown = place(group).and_then(|place| shown.get(place));
        if doubtful(group) && is_asked(group) && shown == Some(&false) {
            group.features.add(Feature::OtherName);
        }
    }
}

/// Whether a capital and a number are all that a group is known by. Keratins (`K14`) and small nuclear RNAs (`U14`) have no other
/// names in papers.
fn is_number(paper: Tokenized<'_>, group: &Group) -> bool {
    let has = |feature| group.features.has(feature);
    let known = group.closest == 0 && (!has(Feature::OtherOrganism) || has(Feature::WellKnown));
    // A letter and a number are two tokens.
    group.length == 2
        && group.span.len() <= 4
        && !known
        && matches!(
            paper.text.as_bytes().get(group.span.start.index()..group.span.end.index()),
            Some([capital, digits @ ..])
                if capital.is_ascii_uppercase() && !matches!(capital, b'K' | b'U') && digits.iter().all(u8::is_ascii_digit)
        )
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn one_place_with_evidence_is_enough_for_a_doubtful_symbol() {
        let annotator = Annotator::builder().types(["gene"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Panels were seen in F12 and elsewhere. F12 was larger.", 0),
            ("Expression of F12 rose. F12 was larger.", 2),
            ("A deletion was found in family H27, and none in G16. H27 was larger than G16.", 0),
            ("Expression of A25 rose. A25 was seen with K14.", 3),
        ] {
            assert_eq!(annotator.words(text).len(), expected, "{text}");
        }
    }
}
