//! Where a long form begins: the cheapest way to find the letters of the short form in the words before it.
//!
//! The words are read from the last one on. A letter that begins a word costs nothing, one inside a word a little, a word
//! that gives no letter more; the beginning with the least cost wins, and too much cost is no definition.

/// The longest long form that is looked at, in bytes.
pub(super) const LONGEST_LONG: usize = 200;
/// More letters than a short form has.
const MOST_LETTERS: usize = 24;
/// What a letter costs inside a word, right behind the last one.
pub(super) const NEXT: u16 = 3;
/// No way.
const NEVER: u16 = 10_000;

/// Words of grammar: they give a letter (`QOL`) or none (`STAT`), and begin no long form.
const GRAMMAR: [&str; 17] =
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "through", "to", "with"];

/// Words of a clause, which stand in no long form: `IL-6 binds its receptor (IL-6R)` defines nothing.
const CLAUSE: [&str; 21] = [
    "is",
    "are",
    "was",
    "were",
    "that",
    "which",
    "when",
    "its",
    "their",
    "our",
    "has",
    "have",
    "binds",
    "acts",
    "activates",
    "encodes",
    "induces",
    "inhibits",
    "interacts",
    "regulates",
    "stimulates",
];

/// What each step costs.
mod cost {
    /// A capital or digit inside a word.
    pub const HUMP: u16 = 1;
    /// A consonant inside a word.
    pub const CONSONANT: u16 = 5;
    /// A vowel inside a word.
    pub const VOWEL: u16 = 6;
    /// A word of grammar that gives a letter.
    pub const GRAMMAR: u16 = 3;
    /// A word of grammar that gives none.
    pub const SKIPPED_GRAMMAR: u16 = 2;
    /// A number, or one end of a word with hyphens, that gives none.
    pub const SKIPPED_PART: u16 = 4;
    /// Any other word that gives none.
    pub const SKIPPED: u16 = 8;
    /// Such a word at the end of the long form.
    pub const BEHIND: u16 = 10;
    /// A number there.
    pub const NUMBER_BEHIND: u16 = 10;
    /// A word of grammar at the start of the long form.
    pub const GRAMMAR_FIRST: u16 = 20;
    /// A comma between two words.
    pub const COMMA: u16 = 8;
    /// A word that gives a letter, but not its first one.
    pub const NOT_FIRST: u16 = 8;
    /// A digit in brackets that the long form lacks (`FEV(1)`).
    pub const DIGIT: u16 = 9;
    /// The words give the letters in another order.
    pub const ORDER: u16 = 4;
}

/// The letters and digits of a short form, folded.
#[derive(Clone, Copy)]
pub(super) struct Letters {
    all: [char; MOST_LETTERS],
    count: usize,
    /// The last of them stand in brackets.
    bracketed: bool,
}

impl Letters {
    /// The letters of `short`.
    pub(super) fn of(short: &str) -> Self {
        let mut letters = Letters { all: [' '; MOST_LETTERS], count: 0, bracketed: short.ends_with(')') };
        let mut add = |letter: char| {
            if let Some(place) = letters.all.get_mut(letters.count) {
                *place = letter;
                letters.count += 1;
            }
        };
        if short.is_ascii() {
            let own = short.bytes().filter(u8::is_ascii_alphanumeric);
            own.for_each(|byte| add(char::from(byte.to_ascii_lowercase())));
        } else {
            short.chars().filter(|character| character.is_alphanumeric()).flat_map(plain).for_each(add);
        }
        letters
    }

    fn get(&self) -> &[char] {
        &self.all[..self.count]
    }

    /// How much a definition may cost; more where both forms end in the same digit.
    fn most(&self, before: &str) -> u16 {
        let digit = self.get().last().is_some_and(|last| last.is_numeric() && before.ends_with(*last));
        6 + 5 * self.count as u16 + if digit { 6 } else { 0 }
    }
}

/// What a long form was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its first byte.
    pub start: usize,
    /// What it costs.
    pub cost: u16,
}

/// A word of the long form.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    grammar: bool,
    number: bool,
    /// A hyphen joins it to its neighbour.
    joined: bool,
    /// A comma and a blank stand behind it.
    comma: bool,
}

/// The words of a text from its end on, until a mark or word of a clause, a bracket that does not close, or `left` blanks.
struct WordsBack<'t> {
    text: &'t str,
    end: usize,
    left: usize,
    depth: usize,
    hyphen: bool,
}

impl<'t> Iterator for WordsBack<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let before = &self.text[..self.end];
        let stop = before.trim_end_matches(|character: char| !character.is_alphanumeric()).len();
        let comma = before[stop..].starts_with(", ");
        for mark in before[stop..].chars().rev() {
            match mark {
                ';' | ':' | '?' => return None,
                ')' | ']' => self.depth += 1,
                '(' | '[' => self.depth = self.depth.checked_sub(1)?,
                mark if mark.is_whitespace() => self.left = self.left.checked_sub(1)?,
                _ => {}
            }
        }
        let hyphen_behind = self.hyphen && self.end < self.text.len();
        let inside = |character: char| character.is_alphanumeric() || matches!(character, '\'' | '’');
        let start = before[..stop].char_indices().rev().take_while(|(_, character)| inside(*character)).last()?.0;
        let word = before[start..stop].trim_start_matches(['\'', '’']);
        let start = stop - word.len();
        if self.text.len() - start > LONGEST_LONG || word.is_empty() {
            return None;
        }
        if CLAUSE.contains(&word) {
            return None;
        }
        self.end = start;
        self.hyphen = self.text[..start].ends_with(['-', '‐', '‑', '–', '/']);
        Some(Word {
            text: word,
            start,
            grammar: !self.hyphen && !hyphen_behind && is_grammar(word),
            number: word.bytes().all(|byte| byte.is_ascii_digit()),
            joined: self.hyphen || hyphen_behind,
            comma,
        })
    }
}

fn is_grammar(word: &str) -> bool {
    word.len() <= 7 && word != "A" && GRAMMAR.iter().any(|known| known.eq_ignore_ascii_case(word))
}

impl Word<'_> {
    /// What it costs that the word gives no letter; `behind` all that do, or even at the end of the long form.
    fn skipped(&self, behind: bool, last: bool) -> u16 {
        match (self.grammar, self.number, behind) {
            (true, _, true) if last => NEVER,
            (true, ..) => cost::SKIPPED_GRAMMAR,
            _ if self.joined => cost::SKIPPED_PART,
            (_, true, true) => cost::NUMBER_BEHIND,
            (_, false, true) => cost::BEHIND,
            (_, true, false) => cost::SKIPPED_PART,
            _ => cost::SKIPPED,
        }
    }

    /// Calls `each` with how many of `letters` the word gives, and the cost; with `first` its own first one is among them.
    fn gives(&self, letters: &[char], first: bool, mut each: impl FnMut(usize, u16)) {
        let mut wanted = letters.iter();
        let Some(mut letter) = wanted.next() else { return };
        let text = if *letter == 'e' { american(self.text) } else { self.text };
        // Most words begin with another letter.
        let own = text.as_bytes().first().map_or(' ', |byte| char::from(byte.to_ascii_lowercase()));
        if own.is_ascii() && own != *letter && (first || self.grammar || text.len() < 3) {
            return;
        }
        let (mut given, mut sum, mut last) = (0, if self.grammar { cost::GRAMMAR } else { 0 }, None);
        // Whether to go on behind a character and what it is in small letters.
        let mut step = |at: usize, character: char, part: char| {
            if part != *letter {
                if at == 0 {
                    sum = cost::NOT_FIRST;
                }
                return at > 0 || !first && !self.grammar && text.len() >= 3;
            }
            sum += match last {
                None => 0,
                Some(_) if character.is_uppercase() || character.is_numeric() => cost::HUMP,
                Some(last) if last + 1 == at => NEXT,
                Some(_) if matches!(part, 'a' | 'e' | 'i' | 'o' | 'u') => cost::VOWEL,
                Some(_) => cost::CONSONANT,
            };
            last = Some(at);
            given += 1;
            each(given, sum);
            wanted.next().inspect(|next| letter = *next).is_some()
        };
        if text.is_ascii() {
            let mut bytes = text.bytes().enumerate();
            bytes.all(|(at, byte)| step(at, char::from(byte), char::from(byte.to_ascii_lowercase())));
        } else {
            let mut parts = text.chars().flat_map(|character| plain(character).map(move |part| (character, part))).enumerate();
            parts.all(|(at, (character, part))| step(at, character, part));
        }
    }
}

/// Whether the words at the end of `before` may give the letters: most short forms in brackets are none of these words
/// (`Fig. 1`), and this tells at a glance. All letters must be there in their order, the first one at the start of a word.
fn may_give(letters: &Letters, before: &str) -> bool {
    let near = &before.as_bytes()[before.len().saturating_sub(LONGEST_LONG)..];
    let all = letters.get();
    let optional = all.iter().rev().take_while(|letter| letters.bracketed && letter.is_numeric()).count();
    let Some((first, rest)) = all[..all.len() - optional].split_first().filter(|_| near.is_ascii()) else { return true };
    // A letter outside ASCII is none of the bytes.
    let byte_of = |letter: &char| u8::try_from(*letter).unwrap_or(u8::MAX);
    let first = byte_of(first);
    let mut rest = rest.iter().rev().map(byte_of);
    let mut wanted = rest.next();
    let mut left = most_blanks(all.len());
    for (at, byte) in near.iter().enumerate().rev() {
        if matches!(byte, b'\t'..=b'\r' | b' ') {
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return false,
            }
        }
        // Small letters and digits; of what is neither, nothing becomes a letter.
        let letter = byte | 0x20;
        match wanted {
            Some(own) if own == letter => wanted = rest.next(),
            None if first == letter && begins_word(near, at) => return true,
            _ => {}
        }
    }
    false
}

/// Whether a word begins at a place, or its second letter stands there, by which papers abbreviate `oestrogen`.
fn begins_word(text: &[u8], at: usize) -> bool {
    let free = |at: usize| at == 0 || !text[at - 1].is_ascii_alphanumeric();
    free(at) || text[at] | 0x20 == b'e' && matches!(text[at - 1] | 0x20, b'o' | b'a') && free(at - 1)
}

/// A word as it is spelled in America, as far as its beginning goes: short forms are the same there (`oestrogen receptor (ER)`).
fn american(word: &str) -> &str {
    match word.as_bytes() {
        [b'o' | b'O' | b'a' | b'A', b'e', ..] => &word[1..],
        _ => word,
    }
}

/// How many blanks a long form may have.
fn most_blanks(letters: usize) -> usize {
    (letters + 5).min(letters * 2)
}

/// Where the long form of a short form begins in `before`, whose end is the end of the long form.
pub(super) fn begin(letters: &Letters, before: &str) -> Option<Found> {
    let before = before.trim_end();
    // Two letters are easily found in the wrong words.
    let best = match cheapest(letters, before) {
        Some(best) if letters.count > 2 || best.cost <= cost::ORDER => best,
        best => in_other_order(letters.get(), before).or(best)?,
    };
    widened(before, best)
}

/// Where the words begin that give the letters in their order at the least cost.
fn cheapest(letters: &Letters, before: &str) -> Option<Found> {
    if !may_give(letters, before) {
        return None;
    }
    let all = letters.get();
    let count = all.len();
    // By letter, the least cost of finding it and those behind it in the words read so far.
    let mut behind = [NEVER; MOST_LETTERS + 1];
    behind[count] = 0;
    for at in (1..count).rev().take_while(|&at| letters.bracketed && all[at].is_numeric()) {
        behind[at] = behind[at + 1] + cost::DIGIT;
    }
    let most = letters.most(before);
    let mut best: Option<Found> = None;
    let words = WordsBack { text: before, end: before.len(), left: most_blanks(count), depth: 0, hyphen: false };
    for word in words {
        // What a better way may cost.
        let bound = best.map_or(most, |best| best.cost - 1);
        let mut here = [NEVER; MOST_LETTERS + 1];
        if word.comma {
            behind[..count].iter_mut().for_each(|cost| *cost = cost.saturating_add(cost::COMMA));
        }
        for at in 0..=count {
            if behind[at] <= bound {
                here[at] = behind[at] + word.skipped(at == count, behind[count] == 0);
            }
        }
        for at in 0..count {
            let first = at == 0 || count < 3 || behind[at + 1] + cost::NOT_FIRST > bound;
            word.gives(&all[at..], first, |given, cost| here[at] = here[at].min(behind[at + given].saturating_add(cost)));
        }
        // The first letter begins the long form, so that it is never skipped over.
        let start_cost = here[0].saturating_add(if word.grammar { cost::GRAMMAR_FIRST } else { 0 });
        here[0] = NEVER;
        if start_cost <= bound {
            best = Some(Found { start: word.start, cost: start_cost });
        }
        behind = here;
        // No other way is better than one that costs nothing.
        let least = behind[1..].iter().min().copied().unwrap_or(NEVER);
        if best.is_some_and(|best| best.cost == 0 || least >= best.cost) || least > most {
            break;
        }
    }
    best
}

/// Where as many words begin with the letters in another order (`barometric pressure (PB)`).
fn in_other_order(letters: &[char], before: &str) -> Option<Found> {
    let count = letters.len();
    if !(2..=5).contains(&count) || last_begins_with_none(letters, before) {
        return None;
    }
    let words = WordsBack { text: before, end: before.len(), left: count + 1, depth: 0, hyphen: false };
    let mut used = 0u32;
    let mut start = None;
    for word in words.take(count) {
        if word.grammar {
            return None;
        }
        let first = word.text.chars().next().and_then(|first| plain(first).next())?;
        let place = (0..count).find(|&at| letters[at] == first && used >> at & 1 == 0)?;
        used |= 1 << place;
        start = Some(word.start);
    }
    (used.count_ones() as usize == count).then_some(Found { start: start?, cost: cost::ORDER })
}

/// Whether the last word, in ASCII and with nothing behind it, begins with none of the letters: most do, and this tells at
/// a glance.
fn last_begins_with_none(letters: &[char], before: &str) -> bool {
    let bytes = before.as_bytes();
    let start = bytes.iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let apart = start.checked_sub(1).is_none_or(|at| bytes[at].is_ascii() && bytes[at] != b'\'');
    let first = bytes.get(start).map(|byte| char::from(byte.to_ascii_lowercase()));
    apart && first.is_some_and(|first| !letters.contains(&first))
}

/// The long form with what a chemical name has before its first word (`2,4-`, `alpha-1-`, `(+/-)-3-(`).
fn widened(before: &str, found: Found) -> Option<Found> {
    let own = balanced(&before[found.start..]).then_some(found);
    let from = before[..found.start].rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let prefix = &before[from..found.start];
    let joined = prefix.ends_with(['-', '(', '[']) && prefix.contains(char::is_alphanumeric);
    let place = |part: &str| part.chars().count() <= 2 || is_sign(part);
    if !joined || !prefix.split(|mark: char| !mark.is_alphanumeric()).all(place) {
        return own;
    }
    let whole = (0..prefix.len()).filter(|&at| at == 0 || prefix.as_bytes()[at - 1] == b'(');
    let whole = whole.map(|at| Found { start: from + at, ..found });
    whole.take(2).find(|wide| balanced(&before[wide.start..])).or(own)
}

/// Whether a part of a name is a Greek letter or a sign that chemists use.
fn is_sign(part: &str) -> bool {
    ["alpha", "beta", "gamma", "delta", "omega", "cis", "trans", "tert", "sec"].iter().any(|known| known.eq_ignore_ascii_case(part))
}

fn balanced(words: &str) -> bool {
    let mut depth = 0i32;
    let mut sound = true;
    for byte in words.bytes() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            _ => {}
        }
        sound &= depth >= 0;
    }
    sound && depth == 0
}

/// A character in small letters, a Greek one as the first letter of its name.
pub(super) fn plain(character: char) -> std::char::ToLowercase {
    if character.is_ascii() {
        return character.to_lowercase();
    }
    let greek = biospan_lexicon::token::greek_name(character).and_then(|name| name.chars().next());
    greek.unwrap_or(character).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_form_begins_where_its_letters_cost_least() {
        for (short, before, expected) in [
            ("TNF", "of the tumor necrosis factor", Some("tumor necrosis factor")),
            ("SS", "patients with Sjogren's syndrome", Some("Sjogren's syndrome")),
            ("CD", "a case of Crohn’s disease", Some("Crohn’s disease")),
            ("OA", "treatment of arthritis", None),
            ("IIP", "an idiopathic interstitial pneumonia", Some("idiopathic interstitial pneumonia")),
            ("CCR7", "the CC chemokine receptor 7", Some("CC chemokine receptor 7")),
            ("QOL", "the quality of life", Some("quality of life")),
            ("JNK", "by c-Jun N-terminal kinase", Some("c-Jun N-terminal kinase")),
            ("THC", "as delta-9-tetrahydrocannabinol", Some("delta-9-tetrahydrocannabinol")),
            ("DNP", "the 2,4-dinitrophenol", Some("2,4-dinitrophenol")),
            ("ACDA", "a 4-(9-acridinyl)-carbodiamide", Some("4-(9-acridinyl)-carbodiamide")),
            ("IL", "levels of interleukin", Some("interleukin")),
            ("PB", "the barometric pressure", Some("barometric pressure")),
            ("ER", "of the oestrogen receptor", Some("oestrogen receptor")),
            ("ET", "the poet", None),
            ("FEV(1)", "forced expiratory volume", Some("forced expiratory volume")),
            ("SOD1", "superoxide dismutase", None),
            ("ARC", "the arcuate nucleus", Some("arcuate nucleus")),
            ("NF-κB", "a nuclear factor kappa B", Some("nuclear factor kappa B")),
            ("WH", "whether something that is held", None),
            ("BC", "(breast or ovarian cancer", Some("breast or ovarian cancer")),
            ("AB", "alpha: beta", None),
            ("", "nothing", None),
            ("AB", "", None),
        ] {
            let found = begin(&Letters::of(short), before).map(|found| &before[found.start..]);
            assert_eq!(found, expected, "{short} in {before}");
        }
    }
}
