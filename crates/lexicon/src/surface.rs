//! How the words of a paper compare with the name that they were found under.

use crate::image::flags;
use crate::token::{Gap, Singular, Token, greek_name, singular, tokenize};

/// How letters of a string are cased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// Letters.
    pub count: usize,
    /// Capitals among them.
    pub capitals: usize,
    /// Digits.
    pub digits: usize,
    /// Whether the first letter is a capital.
    pub first_capital: bool,
}

impl Letters {
    /// Counts the letters of `text`.
    #[inline]
    #[must_use]
    pub fn of(text: &str) -> Letters {
        let mut letters = Letters::default();
        if text.is_ascii() {
            for byte in text.bytes() {
                let capital = byte.is_ascii_uppercase();
                letters.first_capital |= capital & (letters.count == 0);
                letters.digits += usize::from(byte.is_ascii_digit());
                letters.count += usize::from(byte.is_ascii_alphabetic());
                letters.capitals += usize::from(capital);
            }
            return letters;
        }
        for character in text.chars() {
            if character.is_ascii_digit() {
                letters.digits += 1;
            } else if character.is_alphabetic() {
                // Greek letters stand in symbols of either case (TNF-α) and say nothing about it.
                if greek_name(character).is_some() {
                    continue;
                }
                let capital = character.is_uppercase();
                letters.first_capital |= capital && letters.count == 0;
                letters.count += 1;
                letters.capitals += usize::from(capital);
            }
        }
        letters
    }

    /// All letters are capitals, and it is more than one capital at the start of a word.
    #[inline]
    #[must_use]
    pub fn all_capitals(self) -> bool {
        self.count > 0 && self.capitals == self.count && self.count + self.digits > 1
    }

    /// No letter is a capital.
    #[inline]
    #[must_use]
    pub fn all_small(self) -> bool {
        self.capitals == 0
    }

    /// Only the first letter is a capital.
    #[inline]
    #[must_use]
    pub fn capitalised(self) -> bool {
        self.first_capital && self.capitals == 1 && !self.all_capitals()
    }

    /// The bits of [`flags`] that say this.
    #[must_use]
    pub fn flags(self) -> u16 {
        if self.all_capitals() {
            flags::CAPITALS
        } else if self.all_small() {
            flags::SMALL
        } else if self.capitalised() {
            flags::CAPITALISED
        } else {
            0
        }
    }
}

/// How the letter case of the paper's words compares with the name's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// The same.
    Same,
    /// The same but for a capital at the start of the words (the start of a sentence or heading).
    Initial,
    /// Small letters where the name has capitals at the beginning of its words ("Multiple Sclerosis", "Aspirin").
    Uncapitalised,
    /// The same but for letters that stand for Greek ones or a plural ending.
    Close,
    /// The paper has capitals where the name has small letters.
    Raised,
    /// The paper has small letters where the name has capitals.
    Lowered,
    /// Both.
    Mixed,
}

impl Case {
    /// Whether the paper writes the name as it is, but for capitals at the beginning of words and plural endings.
    #[must_use]
    pub fn is_faithful(self) -> bool {
        matches!(self, Case::Same | Case::Initial | Case::Uncapitalised | Case::Close)
    }
}

/// How the paper's words compare with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Letter case.
    pub case: Case,
    /// The paper writes the plural of the name.
    pub plural: bool,
    /// The name is the plural of what the paper writes.
    pub singular: bool,
    /// Hyphens, blanks and other marks stand where they stand in the name.
    pub same_gaps: bool,
    /// A slash or full stop joins what the name joins otherwise, as only the names of cell lines are written (`NIH/3T3`).
    pub loose_gaps: bool,
}

impl Likeness {
    /// Letter for letter.
    pub const SAME: Likeness = Likeness { case: Case::Same, plural: false, singular: false, same_gaps: true, loose_gaps: false };
}

/// Buffers of a comparison, kept from name to name.
#[derive(Clone, Debug, Default)]
pub struct Comparer {
    name_tokens: Vec<Token>,
}

impl Comparer {
    /// Compares a name with the words of `text` that its key was found at; `None` if the words do not stand for
    /// the name after all (a slash or comma in the middle, another ending).
    pub fn compare(&mut self, name: &str, text: &str, tokens: &[Token]) -> Option<Likeness> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        let words = text.get(first.start as usize..last.end as usize)?;
        if let Some(likeness) = same_letters(name.as_bytes(), words.as_bytes()) {
            return Some(likeness);
        }
        self.name_tokens.clear();
        tokenize(name, 0, name.len(), &mut self.name_tokens);
        if self.name_tokens.len() != tokens.len() {
            return None;
        }
        let mut likeness = Likeness::SAME;
        let length = tokens.iter().map(|token| token.end - token.start).sum::<u32>();
        let short = length <= 4 && !is_symbol(name, words);
        for (index, (own, found)) in self.name_tokens.iter().zip(tokens).enumerate() {
            if own.hash != found.hash {
                return None;
            }
            if index > 0 {
                if !gaps_fit(own.gap, found.gap, short) {
                    let single = found.start - tokens[index - 1].end < 2;
                    if short || !single || !gaps_fit_loosely(own.gap, found.gap) {
                        return None;
                    }
                    likeness.loose_gaps = true;
                }
                // "CD8+ T cell" is how papers write "CD8 T cell".
                likeness.same_gaps &= own.gap == found.gap || found.gap == Gap::Plus;
            }
            let name_word = &name[own.start as usize..own.end as usize];
            let text_word = &text[found.start as usize..found.end as usize];
            compare_words(name_word, text_word, index == 0, &mut likeness)?;
        }
        Some(likeness)
    }
}

/// How words are like a name that they are letter for letter but for case, in ASCII; `None` if they are not, or not so.
/// Both are UTF-8; nobody needs to look at whether they are.
#[inline]
#[must_use]
pub fn same_letters(name: &[u8], words: &[u8]) -> Option<Likeness> {
    if name.len() != words.len() {
        return None;
    }
    if name == words { Some(Likeness::SAME) } else { same_but_for_case(name, words) }
}

fn same_but_for_case(name: &[u8], words: &[u8]) -> Option<Likeness> {
    let mut changes = Changes::default();
    for (index, (own, found)) in name.iter().zip(words).enumerate() {
        if own != found {
            if !own.is_ascii() || !own.eq_ignore_ascii_case(found) {
                return None;
            }
            let begins = index == 0 || !name[index - 1].is_ascii_alphanumeric();
            let small_next = name.get(index + 1).is_some_and(u8::is_ascii_lowercase);
            changes.add(*found, begins && small_next, index == 0);
        }
    }
    Some(Likeness { case: changes.case(), ..Likeness::SAME })
}

/// The letters whose case differs between a name and the words of a paper.
#[derive(Clone, Copy, Debug, Default)]
struct Changes {
    /// A capital at the very beginning.
    initial: bool,
    /// Capitals elsewhere.
    raised: bool,
    /// Small letters at the beginning of capitalised words.
    uncapitalised: bool,
    /// Small letters elsewhere.
    lowered: bool,
}

impl Changes {
    /// Takes in one letter of the paper; `word_start` says that it begins a word of the name that goes on in small letters.
    fn add(&mut self, found: u8, word_start: bool, first: bool) {
        if found.is_ascii_lowercase() {
            self.uncapitalised |= word_start;
            self.lowered |= !word_start;
        } else {
            // Headings capitalise every word.
            self.initial |= first || word_start;
            self.raised |= !first && !word_start;
        }
    }

    fn case(self) -> Case {
        match (self.raised, self.lowered) {
            (true, true) => Case::Mixed,
            (true, false) => Case::Raised,
            (false, true) => Case::Lowered,
            _ if self.uncapitalised => Case::Uncapitalised,
            _ if self.initial => Case::Initial,
            _ => Case::Same,
        }
    }
}

/// Whether words are a name with a blank before its number, behind three capitals or more: `MMP 9`, `JAK 2`. Of two capitals or
/// small letters (`WT 1`, `All 3`) the number counts something else as often.
fn is_symbol(name: &str, words: &str) -> bool {
    let apart = words.split_once(' ').filter(|(letters, number)| name.strip_prefix(letters) == Some(*number));
    apart.is_some_and(|(letters, number)| {
        letters.len() > 2 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the paper may write `found` where the name has `own`.
fn gaps_fit(own: Gap, found: Gap, short: bool) -> bool {
    use Gap::{Apostrophe, Bracket, Comma, Hyphen, Minus, Nothing, Other, Plus, Point, Slash, Space};
    if own == found {
        return true;
    }
    match (own, found) {
        // `AT1` is not found in `at 1`, nor `C3` in `C 3`; see [`is_symbol`].
        (Nothing, Space) => !short,
        (Nothing | Space | Hyphen | Apostrophe, Nothing | Space | Hyphen | Apostrophe) => true,
        // CD8-positive, alpha-beta T cell; glucose 6-phosphate (G6P) dehydrogenase
        (Comma | Bracket | Slash | Point | Plus | Other, Space | Hyphen) => own != Plus || found == Space,
        (Comma | Bracket | Plus, Nothing) => true,
        (Space | Hyphen, Plus) => true,
        (Minus, Hyphen) | (Bracket | Point, Comma) => true,
        // A line that ended behind a hyphen: `Non- Hodgkin lymphoma`.
        (Hyphen, Minus) => !short,
        _ => false,
    }
}

/// Whether a slash or full stop joins what the name joins otherwise, or the other way round: `NIH/3T3` is NIH 3T3, `J774A.1` J774A1,
/// `MV4.11` MV4-11. Of other names it may be a list (`PD/1`, `A/B`), and `-/-` tells what a cell lacks.
fn gaps_fit_loosely(own: Gap, found: Gap) -> bool {
    use Gap::{Hyphen, Nothing, Point, Slash, Space};
    matches!((own, found), (Nothing | Space | Hyphen, Slash | Point) | (Slash | Point, Nothing | Slash | Point))
}

fn compare_words(name: &str, text: &str, first: bool, likeness: &mut Likeness) -> Option<()> {
    if name == text {
        return Some(());
    }
    if !name.is_ascii() || !text.is_ascii() {
        // Greek letters, accents, soft hyphens: the hashes agree, and case is compared on what is plain.
        let (own, found) = (Letters::of(name), Letters::of(text));
        if own.capitals != found.capitals && own.count == found.count {
            likeness.case = likeness.case.max(if found.capitals > own.capitals { Case::Raised } else { Case::Lowered });
        } else {
            likeness.case = likeness.case.max(Case::Close);
        }
        return Some(());
    }
    let (own_form, found_form) = (form(name), form(text));
    let (own, found) = (key_form(name, own_form), key_form(text, found_form));
    // `basis` and `base` share a key, but are no plural and singular.
    let latin = |one, other| matches!(one, Singular::Replaced(_, b'e')) && other == Singular::Same;
    let same = own.0.len() + own.1.len() == found.0.len() + found.1.len()
        && own
            .0
            .bytes()
            .chain(own.1.bytes())
            .zip(found.0.bytes().chain(found.1.bytes()))
            .all(|(left, right)| left.eq_ignore_ascii_case(&right));
    if !same || latin(own_form, found_form) || latin(found_form, own_form) {
        return None;
    }
    match name.len().cmp(&text.len()) {
        std::cmp::Ordering::Less => likeness.plural = true,
        std::cmp::Ordering::Greater => likeness.singular = true,
        std::cmp::Ordering::Equal if !name.eq_ignore_ascii_case(text) => likeness.plural = true,
        std::cmp::Ordering::Equal => {}
    }
    // An ending in capitals is no plural: AIDS is not the plural of AID, nor KRAS of KRA; `APCS` may be a title.
    if name.len() < text.len() && name.len() < 5 && text.as_bytes().last().is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    // Nor is the singular of a short name in capitals a name: `AID` does not stand for AIDS.
    if name.len() > text.len() && name.len() < 6 && name.as_bytes().last().is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    let mut changes = Changes::default();
    let bytes = own.0.as_bytes();
    for (index, (left, right)) in own.0.bytes().zip(found.0.bytes()).enumerate() {
        if left != right {
            let small_next = bytes.get(index + 1).is_some_and(u8::is_ascii_lowercase);
            changes.add(right, index == 0 && small_next, index == 0 && first);
        }
    }
    let case = changes.case();
    likeness.case = match (likeness.case, case) {
        (Case::Raised, Case::Lowered | Case::Uncapitalised) | (Case::Lowered | Case::Uncapitalised, Case::Raised) => Case::Mixed,
        (left, right) => left.max(right),
    };
    Some(())
}

/// How the key of a word comes from it.
fn form(word: &str) -> Singular {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Singular::Same;
    }
    singular(word.as_bytes())
}

/// The part of a word that its plural shares, and the ending of its key form.
fn key_form(word: &str, form: Singular) -> (&str, &'static str) {
    match form {
        Singular::Same => (word, ""),
        Singular::Cut(length) => (word.get(..length).unwrap_or(word), ""),
        Singular::Replaced(length, ending) => (word.get(..length).unwrap_or(word), if ending == b'y' { "y" } else { "e" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(name: &str, text: &str) -> Option<Likeness> {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &mut tokens);
        Comparer::default().compare(name, text, &tokens)
    }

    #[test]
    fn case_gaps_and_number_are_told_apart() {
        for (name, text, case, plural, same_gaps) in [
            ("IL-2", "IL-2", Case::Same, false, true),
            ("IL2", "IL-2", Case::Same, false, false),
            ("breast cancer", "Breast cancers", Case::Initial, true, true),
            ("breast cancer", "Breast Cancer", Case::Initial, false, true),
            ("breast cancer", "BREAST CANCER", Case::Raised, false, true),
            ("Multiple Sclerosis", "multiple sclerosis", Case::Uncapitalised, false, true),
            ("Interferons, Gamma", "interferon, gamma", Case::Uncapitalised, false, true),
            ("Kit", "kit", Case::Uncapitalised, false, true),
            ("KIT", "kit", Case::Lowered, false, true),
            ("Kit", "KIT", Case::Raised, false, true),
            ("APC", "APCs", Case::Same, true, true),
            ("metastasis", "metastases", Case::Same, true, true),
            ("therapy", "therapies", Case::Same, true, true),
            ("TNF-alpha", "TNF-α", Case::Close, false, true),
            ("Crohn disease", "Crohn's disease", Case::Same, false, false),
        ] {
            let likeness = compare(name, text).unwrap_or_else(|| panic!("{name} {text}"));
            assert_eq!((likeness.case, likeness.plural, likeness.same_gaps), (case, plural, same_gaps), "{name} {text}");
        }
    }

    #[test]
    fn other_marks_between_the_parts_of_a_name_fit_loosely_or_not_at_all() {
        for (name, text, loose) in [
            ("NIH 3T3", "NIH/3T3", Some(true)),
            ("J774A1", "J774A.1", Some(true)),
            ("J774.2", "J774-2", Some(false)),
            ("L3.6pl", "L3/6pl", Some(true)),
            ("NIH 3T3", "NIH-3T3", Some(false)),
            ("HCT 116", "HCT116", Some(false)),
            ("AT1", "AT/1", None),
            ("MMP9", "MMP 9", Some(false)),
            ("MMP9", "mmp 9", None),
            ("MMP9", "Mmp 9", None),
            ("Mmp9", "Mmp 9", None),
            ("WT1", "WT 1", None),
            ("p53 HCT116", "p53-/-HCT116", None),
            ("NIH 3T3", "NIH, 3T3", None),
        ] {
            assert_eq!(compare(name, text).map(|likeness| likeness.loose_gaps), loose, "{name} {text}");
        }
    }

    #[test]
    fn words_that_only_share_a_key_are_refused() {
        for (name, text) in [
            ("AID", "AIDS"),
            ("AIDS", "AID"),
            ("base", "basis"),
            ("breast cancer", "breast, cancer"),
            ("AT1", "at 1"),
            ("PD-1", "PD/1"),
            ("CD4 T cell", "CD4- T cell"),
        ] {
            assert_eq!(compare(name, text), None, "{name} {text}");
        }
    }
}
