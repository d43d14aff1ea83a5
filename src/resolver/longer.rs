//! Rule `longer`: where a name is taken, a longer name of the same type around it that falls a little short is as likely:
//! `osmium` in `osmium tetroxide`, `tumor` in `brain tumor`.

use super::candidate::Group;
use super::feature::Feature;

/// What a longer name needs by itself at least. Below it what speaks against it is more than a lack of cues.
const LEAST: f32 = 0.3;
/// A name is taken from this probability on.
const LIKELY: f32 = 0.5;

/// Raises the longer names for which `is_asked` to the surest that stands inside them. Groups stand by first token, longer ones
/// first.
pub fn raise(groups: &mut [Group], is_asked: impl Fn(&Group) -> bool) {
    for at in 0..groups.len() {
        let own = &groups[at];
        if own.length < 2 || !(LEAST..LIKELY).contains(&own.probability) || own.features.has(Feature::Rarely) || !is_asked(own) {
            continue;
        }
        let (end, kind) = (own.first + own.length, own.kind);
        let behind = groups[at + 1..].iter().take_while(|group| group.first < end);
        let inside = behind.filter(|group| group.kind == kind && group.first + group.length <= end && group.probability >= LIKELY);
        if let Some(surest) = inside.map(|group| group.probability).max_by(f32::total_cmp) {
            groups[at].probability = surest;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_longer_name_is_taken_where_a_shorter_one_inside_it_is() {
        for (without, text, expected) in [
            ("", "The cells had active oxygen.", "active oxygen"),
            ("longer", "The cells had active oxygen.", "oxygen"),
            ("", "Acetic acid was used; glacial acetic acid came later.", "glacial acetic acid"),
        ] {
            let annotator = Annotator::builder().types(["drug"]);
            let annotator = if without.is_empty() { annotator } else { annotator.without(without) };
            let annotator = annotator.build().expect("the embedded dictionary opens");
            assert_eq!(annotator.words(text).last().map(String::as_str), Some(expected), "{text}");
        }
    }
}
