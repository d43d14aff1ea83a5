//! Names as drug vocabularies write them: capitals, tags, codes, and names that no paper writes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use biospan_lexicon::table::Scope;
use regex::Regex;

/// `E7080`, `LY-295427`, `SKF 20716`: letters of a company and a number.
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[A-Za-z]{1,7}[- ]?\d{1,9}[A-Za-z]?$").ok());
/// `RVX`, `4-APTP`, `BAFMi`: capitals and numbers, at most one small letter at the end.
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[A-Z0-9-]+[a-z]?$").ok());
/// Numbers of catalogues, not names: CAS, EINECS, NSC, FEMA, E numbers, C.I. numbers, screening libraries.
static CATALOGUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(\d{2,7}-\d\d-\d|EINECS .*|(NSC|FEMA|BRN|UNII|CHEMBL|ZINC|BDBM|CCRIS|HSDB|AI3|INS)[- ]?(NO\. ?)?\d.*|INS-\d.*|C\.?I\.? ?\d{5}|E \d{3}[a-z]?|InChI=.*|LSM-\d+)$",
    )
    .ok()
});
/// The longest abbreviation, in characters.
const LONGEST_ABBREVIATION: usize = 6;

fn is(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether the name is a company's code.
pub(super) fn is_code(text: &str) -> bool {
    is(&CODE, text)
}

/// The scope of an exact name by its shape.
pub(super) fn scope(text: &str) -> Scope {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 2 && is_code(text) {
        Scope::Alias
    } else if (2..=LONGEST_ABBREVIATION).contains(&text.len())
        && text.bytes().filter(u8::is_ascii_uppercase).count() > 1
        && is(&SHORT, text)
    {
        Scope::Abbreviation
    } else {
        Scope::Exact
    }
}

/// MeSH's "FOLFOX protocol" is FOLFOX in papers; shorter stems are too often something else.
pub(super) fn protocol_stem(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(" protocol")?;
    (stem.len() > 4 && !stem.contains(' ')).then_some(stem)
}

/// A UNII name without the tags at its end (`ASPIRIN [INN]`), and the first of them.
pub(super) fn untagged(text: &str) -> (&str, &str) {
    let mut found = (text.trim_end(), "");
    while let Some((before, tag)) = found.0.strip_suffix(']').and_then(|rest| rest.rsplit_once(" [")) {
        found = (before.trim_end(), tag);
    }
    found
}

/// A name in capitals as papers write it: words of five letters or more and words that others write small are small.
pub(super) fn uncapitalized(text: &str, small: &BTreeSet<String>) -> String {
    let text = text
        .replace(".ALPHA.", "alpha")
        .replace(".BETA.", "beta")
        .replace(".GAMMA.", "gamma")
        .replace(".DELTA.", "delta")
        .replace(".OMEGA.", "omega");
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|mark: char| !mark.is_alphanumeric()) {
        let word = part.trim_end_matches(|mark: char| !mark.is_alphanumeric());
        let letters = word.bytes().all(|byte| byte.is_ascii_uppercase());
        if letters && (word.len() > 4 || small.contains(&word.to_ascii_lowercase())) {
            out += &part.to_ascii_lowercase()
        } else {
            out += part
        }
    }
    out
}

/// A brand in capitals with capitals at the beginning of its words only.
pub(super) fn brand(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive([' ', '-', '/']) {
        let word = part.trim_end_matches([' ', '-', '/']);
        let plain = word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        match part.char_indices().nth(1) {
            Some((second, _)) if plain => {
                out += &part[..second];
                out += &part[second..].to_ascii_lowercase();
            }
            _ => out += part,
        }
    }
    out
}

/// The rule by which a name is none that a paper writes; `known` says that the concept is a drug or a MeSH heading, of
/// which systematic names are kept.
pub(super) fn unwritten(text: &str, known: bool) -> Option<&'static str> {
    if text.is_empty() {
        Some("empty names")
    } else if is(&CATALOGUE, text) {
        Some("numbers of catalogues")
    } else if !known && is_systematic(text) {
        Some("names of systematic shape")
    } else {
        None
    }
}

/// Three locants or stereo marks; two in a long name; one or two brackets in a longer one; three brackets.
fn is_systematic(text: &str) -> bool {
    let length = text.chars().count();
    let brackets = text.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count();
    let locants = locants(text);
    locants > 2 || (locants == 2 && length > 25) || ((locants == 1 || brackets == 2) && length > 30) || brackets > 2
}

/// Numbers that say where in a molecule (`2-`, `2,4-`, `(3S)-`), lists of them once, and marks of its shape (`(R)`, `(+)`, `(E)`).
fn locants(text: &str) -> usize {
    let mut count = 0;
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, mark)| matches!(mark, '-' | ',' | '(' | ')' | '[' | ']' | ' ')) {
        let part = text[from..at].trim_end_matches(['\'', '’']);
        let number = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let place = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && part.len() - number.len() < 2;
        let shape = matches!(part, "R" | "S" | "E" | "Z" | "RS" | "+" | "+/") && text[..from].ends_with('(');
        if (place && matches!(mark, '-' | ')' | ']')) || shape {
            count += 1;
        }
        from = at + mark.len_utf8();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_follow_the_shape() {
        let cases = [
            ("RVX", 'a'),
            ("4-APTP", 'a'),
            ("BAFMi", 'a'),
            ("TAB08", 'a'),
            ("E7080", 'l'),
            ("LY-295427", 'l'),
            ("SKF 20716", 'l'),
            ("GANCICLOVIR", 'e'),
            ("aspirin", 'e'),
            ("Ade", 'e'),
            ("HspE7", 'e'),
            ("3,4-DP", 'e'),
        ];
        for (text, expected) in cases {
            assert_eq!(scope(text).letter(), expected, "{text}");
        }
    }

    #[test]
    fn capitals_are_written_as_in_papers() {
        let small = BTreeSet::from(["acid".to_owned(), "oil".to_owned()]);
        let cases = [
            ("FUMARIC ACID", "fumaric acid"),
            ("EICOSAPENTAENOIC ACID, EPA", "eicosapentaenoic acid, EPA"),
            ("ZINC-65 CHLORIDE", "ZINC-65 chloride"),
            (".ALPHA.-TOCOPHEROL", "alpha-tocopherol"),
            ("12S-HHT OIL", "12S-HHT oil"),
        ];
        for (text, expected) in cases {
            assert_eq!(uncapitalized(text, &small), expected);
        }
        for (text, expected) in [("PLURACARE E 4000", "Pluracare E 4000"), ("DM-FLUID", "DM-Fluid"), ("DONA", "DONA"), ("ÉLAN", "ÉLAN")] {
            assert_eq!(brand(text), expected);
        }
        assert_eq!(untagged("ASPIRIN [INN] [USAN]"), ("ASPIRIN", "INN"));
        assert_eq!(untagged("[6]-GINGEROL"), ("[6]-GINGEROL", ""));
    }

    #[test]
    fn protocols_lose_the_word() {
        let cases = [("FOLFOX protocol", Some("FOLFOX")), ("CAP protocol", None), ("FOLFOX", None), ("total therapy protocol", None)];
        for (name, expected) in cases {
            assert_eq!(protocol_stem(name), expected, "{name}");
        }
    }

    #[test]
    fn names_of_catalogues_and_of_systematic_shape_are_left_out() {
        let cases = [
            ("7732-18-5", false, Some("numbers of catalogues")),
            ("NSC-26271", true, Some("numbers of catalogues")),
            ("E 290", false, Some("numbers of catalogues")),
            ("E7080", false, None),
            ("CI-994", false, None),
            ("3,4-dihydroxy-5-(3,4,5-trihydroxybenzoyloxy)benzoate", false, Some("names of systematic shape")),
            ("3,4-dihydroxy-5-(3,4,5-trihydroxybenzoyloxy)benzoate", true, None),
            ("2-amino-4-sulfanylbutanoic acid", false, Some("names of systematic shape")),
            ("2-hydroxydocosanoylgalactosylceramide sulfate", false, Some("names of systematic shape")),
            ("5-fluorouracil", false, None),
            ("2,4-dinitrophenol", false, None),
            ("1,4,5,8-tetrathiafulvalene", false, None),
            ("C.I. 42510", true, Some("numbers of catalogues")),
            ("C.I. Solvent Red 1", true, None),
            ("(R)-salbutamol", false, None),
            ("1,25-dihydroxyvitamin D", false, None),
        ];
        for (text, known, expected) in cases {
            assert_eq!(unwritten(text, known), expected, "{text}");
        }
    }
}
