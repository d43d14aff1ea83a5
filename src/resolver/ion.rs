//! Rule `ion`: an element or anion with its charge is one mention: `Ca2+`, `Ca(2+)`, `K+`, `Na⁺`, `Cl-`, `SO4 2-`. The charge makes a short symbol sure;
//! a single letter without it is no element. Nor is an ion that a protein moves or needs (`Na+/H+ exchanger`): it belongs to the
//! name of the protein.

use super::Resolver;
use super::candidate::{Candidate, Candidates, Group};
use super::cue::DRUG;
use super::feature::Feature;
use crate::document::{ByteOffset, Span};

/// How sure an element with a charge is: of 170 in training texts all but a few are marked.
const CHARGED: f32 = 0.95;

/// The symbols of anions that papers write with their charge. A letter with a hyphen may be anything.
const ANIONS: [&str; 16] =
    ["Br", "CN", "CO3", "Cl", "ClO4", "H2PO4", "HCO3", "HPO4", "HSO4", "NO2", "NO3", "OH", "PO4", "SCN", "SO3", "SO4"];

/// How the words begin that make a protein of the ions before them.
const PROTEINS: [&str; 8] = ["antiport", "atpase", "channel", "cotransport", "exchang", "pump", "symport", "transporter"];

/// How many bytes a charge takes at most: `(2-)`, ` 2−`, `²⁻`.
const MOST_OF_CHARGE: usize = 5;

/// How many words behind an ion are looked at, and how many characters.
const MOST_WORDS: usize = 12;
const MOST_CHARACTERS: usize = 120;

/// Whether the text behind an ion, further ions apart, goes on with what a protein is called.
fn names_a_protein(rest: &str) -> bool {
    let near = rest.char_indices().nth(MOST_CHARACTERS).map_or(rest, |(at, _)| &rest[..at]);
    let clause = near.split(['.', ',', ';', ':']).next().unwrap_or("");
    let words = clause.split([' ', '/', '-']).take(MOST_WORDS).map(|word| word.trim_matches(|mark: char| !mark.is_ascii_alphabetic()));
    let is_ion = |word: &str| {
        word.len() <= 4 && word.chars().all(|character| character.is_ascii_alphanumeric()) && !word.starts_with(char::is_lowercase)
    };
    let mut names = words.skip_while(|word| is_ion(word) || *word == "co").take(1).map(str::to_ascii_lowercase);
    names.next().is_some_and(|name| PROTEINS.iter().any(|protein| name.starts_with(protein)))
}

/// Gives elements among the drugs their charge; `is_element` says whether a group may name one.
fn apply<'g>(text: &str, drugs: impl Iterator<Item = &'g mut Group>, is_element: impl Fn(&Group) -> bool) {
    for group in drugs.filter(|group| group.span.len() <= 7) {
        let charge = negative(text, group.span).or_else(|| charge(text, group.span).filter(|_| is_element(group)));
        let named = [Feature::OtherName, Feature::DefinedOther, Feature::Defined].iter().any(|feature| group.features.has(*feature));
        if let Some(end) = charge.filter(|_| !named) {
            group.span.end = end;
            let part = text.get(end.index()..).is_some_and(names_a_protein);
            group.probability = if part { 0.0 } else { group.probability.max(CHARGED) };
        } else if group.span.len() == 1 && !named && !group.own {
            group.probability = 0.0;
        }
    }
}

/// Where the charge behind the symbol of an anion ends, if one stands there: `Cl-`, `Cl(-)`, `SO4 2-`, `CO3²⁻`. The name of an anion
/// may have its number already.
fn negative(text: &str, span: Span) -> Option<ByteOffset> {
    // Most names are in small letters, or no sign is behind them.
    let words = span.of(text).filter(|words| words.starts_with(|first: char| first.is_ascii_uppercase()))?;
    let rest = text.get(span.end.index()..)?;
    let bracket = rest.strip_prefix('(');
    let number = bracket.unwrap_or(rest).trim_start_matches([' ', '2', '3', '²', '³']);
    let behind = number.strip_prefix(['-', '−', '⁻', '–'])?;
    ANIONS.binary_search(&words.trim_end_matches([' ', '2', '3'])).or_else(|_| ANIONS.binary_search(&words)).ok()?;
    let behind = if bracket.is_some() { behind.strip_prefix(')')? } else { behind };
    let length = rest.len() - behind.len();
    let free = length <= MOST_OF_CHARGE && !behind.starts_with(char::is_alphanumeric);
    free.then(|| ByteOffset(span.end.0 + length as u32))
}

/// Where the charge behind a symbol ends, if one stands there.
fn charge(text: &str, span: Span) -> Option<ByteOffset> {
    let words = span.of(text)?;
    let bare = words.trim_end_matches(|character: char| character.is_ascii_digit());
    let mut letters = bare.chars();
    let symbol = letters.next()?.is_ascii_uppercase() && letters.all(|letter| letter.is_ascii_lowercase()) && bare.len() <= 2;
    let rest = text.get(span.end.index()..).filter(|_| symbol && words.len() <= bare.len() + 1)?;
    let number = |from: usize| from + usize::from(rest.as_bytes().get(from).is_some_and(u8::is_ascii_digit));
    let length = if bare.len() < words.len() {
        rest.starts_with('+').then_some(1)
    } else if rest.starts_with('(') {
        let sign = number(1);
        rest.get(sign..)?.starts_with("+)").then_some(sign + 2)
    } else {
        let raised = rest.len() - rest.trim_start_matches(['²', '³']).len();
        let sign = if raised > 0 { raised } else { number(0) };
        let mark = rest.get(sign..)?.chars().next().filter(|mark| matches!(mark, '+' | '⁺'))?;
        Some(sign + mark.len_utf8())
    }?;
    let mut behind = rest.get(length..)?.chars();
    let ends = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric());
    // `Ca2+o` and `Ca2+i` are those outside and inside of the cell.
    let free = ends(behind.clone().next()) || matches!(behind.next(), Some('i' | 'o')) && ends(behind.next());
    free.then(|| ByteOffset(span.end.0 + length as u32))
}

impl Resolver<'_> {
    /// Gives the drugs among the candidates their charge. An element is what ChEBI calls an atom or a cation.
    pub(super) fn charge(&self, text: &str, candidates: &mut Candidates) {
        let Candidates { all, groups, .. } = candidates;
        let is_element = |candidate: &Candidate| {
            let image = self.image(candidate.layer);
            let name = image.and_then(|image| image.concept(candidate.concept).map(|concept| image.surface(concept.name)));
            name.is_some_and(|name| name.ends_with(" atom") || name.ends_with("+)"))
        };
        let of = |group: &Group| &all[group.candidates.start as usize..group.candidates.end as usize];
        let drugs = groups.iter_mut().filter(|group| self.voices[usize::from(group.kind)] == DRUG);
        apply(text, drugs, |group| of(group).iter().any(is_element));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charge_belongs_to_the_symbol_before_it() {
        for (text, length, expected) in [
            ("Ca2+ rose", 3, Some("Ca2+")),
            ("Ca2+ rose", 2, Some("Ca2+")),
            ("Ca(2+) rose", 2, Some("Ca(2+)")),
            ("K+-ATPase", 1, Some("K+")),
            ("K(+)", 1, Some("K(+)")),
            ("Mg²⁺", 2, Some("Mg²⁺")),
            ("Na⁺,", 2, Some("Na⁺")),
            ("K +", 1, None),
            ("Ca2 rose", 3, None),
            ("CD4+ cells", 3, None),
            ("CD(2+)", 2, None),
            ("Ca(2) rose", 2, None),
            ("Ca2+o-sensing", 2, Some("Ca2+")),
            ("Ca2+on", 2, None),
            ("K+8", 1, None),
            ("Na(", 2, None),
        ] {
            let span = Span::from_range(0..length);
            let found = charge(text, span).map(|end| &text[..end.index()]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_negative_charge_belongs_to_its_anion() {
        for (text, length, expected) in [
            ("Cl- rose", 2, Some("Cl-")),
            ("Cl(-) rose", 2, Some("Cl(-)")),
            ("HCO3−,", 4, Some("HCO3−")),
            ("SO4 2- rose", 3, Some("SO4 2-")),
            ("SO4 2- rose", 5, Some("SO4 2-")),
            ("CO3²⁻", 3, Some("CO3²⁻")),
            ("Cl-channel", 2, None),
            ("Cl - rose", 2, Some("Cl -")),
            ("I- rose", 1, None),
            ("Br rose", 2, None),
        ] {
            let found = negative(text, Span::from_range(0..length)).map(|end| &text[..end.index()]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn ions_before_what_a_protein_is_called_belong_to_it() {
        for (rest, expected) in [
            ("/H+ exchanger", true),
            ("-K+ ATPase", true),
            ("/K(+)-ATPase", true),
            (" channel blockers", true),
            ("-K(+)-2Cl(-) co-transporter", true),
            (" rose in the channel", false),
            ("/Ca2+ ratio", false),
            ("", false),
            (". Channels opened", false),
        ] {
            assert_eq!(names_a_protein(rest), expected, "{rest}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_charge_ends_inside_the_text(text in "(Cl|SO4|[A-Z][a-z]?)[0-9(²⁺+)é⁻− -]{0,5}", length in 0usize..6) {
            if text.is_char_boundary(length.min(text.len())) {
                let span = Span::from_range(0..length.min(text.len()));
                for end in [charge(&text, span), negative(&text, span)].into_iter().flatten() {
                    proptest::prop_assert!(text.is_char_boundary(end.index()) && end.index() <= text.len());
                }
            }
        }
    }
}
