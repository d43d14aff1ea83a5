//! Rule `age`: `E13.5` and `P7` are days before and after birth in a paper that speaks of such days, and no gene.

use std::cell::OnceCell;

use memchr::memmem;

use super::candidate::Group;
use super::feature::Feature;
use super::local::Tokenized;

/// Words of papers that count the days of embryos and the newborn.
const SPEAKING: [&str; 6] = ["mbryonic day", "ostnatal", "embryos", "days post", "d.p.c", "dpc"];

/// The bytes of `E13` and `P7`.
fn is_age(words: &[u8]) -> bool {
    matches!(words, [b'E' | b'P', days @ ..] if (1..=2).contains(&days.len()) && days.iter().all(u8::is_ascii_digit))
}

/// Refuses the groups that are ages, unless a concept has the words as its own symbol.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    let bytes = paper.text.as_bytes();
    let speaks = OnceCell::new();
    for group in groups.iter_mut().filter(|group| group.span.len() <= 3 && group.closest > 0 && !group.own && !group.sure) {
        let (start, end) = (group.span.start.index(), group.span.end.index());
        if !bytes.get(start..end).is_some_and(is_age) {
            continue;
        }
        let half = matches!(bytes.get(end..), Some([b'.', digit, ..]) if digit.is_ascii_digit());
        let of_days = || *speaks.get_or_init(|| SPEAKING.iter().any(|words| memmem::find(bytes, words.as_bytes()).is_some()));
        group.features.add_if(half || of_days(), Feature::OtherName);
    }
}

#[cfg(test)]
mod tests {
    use super::is_age;

    #[test]
    fn ages_are_told_from_other_names() {
        for (words, expected) in
            [("E13", true), ("P7", true), ("E2F", false), ("p21", false), ("E", false), ("P450", false), ("F12", false)]
        {
            assert_eq!(is_age(words.as_bytes()), expected, "{words}");
        }
    }
}
