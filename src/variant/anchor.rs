//! Where a variant may stand: a look at a token and the one behind it tells nearly all places where none does.

use biospan_lexicon::token::{Gap, Token, TokenCase, hash_letters};

use super::residue;

/// What a word may be in a form.
type Role = u16;
const RESIDUE: Role = 1;
const BASE: Role = 2;
const EVENT: Role = 4;
const CODON: Role = 8;
const STOP: Role = 16;
const DELTA: Role = 32;
const INTRON: Role = 64;
const NUMBERED: Role = 128;
const COUNT: Role = 256;
const UNIT: Role = 512;
const LINK: Role = 1024;
const OF: Role = 2048;
const SHORT_EVENT: Role = 4096;
const CODE: Role = 8192;
const ALLELE: Role = 16384;
const PLACE: Role = 32768;

const WORDS: &[(Role, &str)] = &[
    (EVENT, "repeat deletion deleted insertion duplication inversion insert indel"),
    (CODON, "codon exon"),
    (STOP, "stop premature termination"),
    (DELTA, "delta"),
    (INTRON, "ivs nt"),
    (NUMBERED, "rs"),
    (COUNT, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen single"),
    (UNIT, "bp base nucleotide nt kb kbp mb basepair kilobase amino codon"),
    (LINK, "to for by with"),
    (OF, "of"),
    (SHORT_EVENT, "del ins dup delins"),
    (ALLELE, "allele alleles"),
    (PLACE, "at"),
];

/// What a word must be for a form to be read from it on; the others only count behind one (`to`, `of`).
const FIRST: Role = RESIDUE | BASE | EVENT | CODON | STOP | DELTA | INTRON | NUMBERED | COUNT | SHORT_EVENT | CODE;

/// `allele` stands behind so many tokens at most.
const LISTED: usize = 4;

/// The words of forms by their hashes.
pub(super) struct Anchors {
    /// Bits of the hashes, to tell nearly all other words in one look.
    filter: Filter,
    /// Those of the words that a form may be read from.
    first: Filter,
    /// Hash and roles, sorted.
    words: Vec<(u64, Role)>,
}

/// A filter of 16,384 bits, one for a hash.
struct Filter([u64; 256]);

impl Filter {
    fn add(&mut self, hash: u64) {
        self.0[(hash >> 6 & 255) as usize] |= 1 << (hash & 63);
    }

    #[inline(always)]
    fn passes(&self, hash: u64) -> bool {
        self.0[(hash >> 6 & 255) as usize] >> (hash & 63) & 1 == 1
    }
}

impl Default for Anchors {
    fn default() -> Self {
        let mut anchors = Anchors { filter: Filter([0; 256]), first: Filter([0; 256]), words: Vec::new() };
        for (role, words) in WORDS {
            words.split(' ').for_each(|word| anchors.add(word, *role));
        }
        residue::codes().for_each(|code| anchors.add(code, CODE));
        residue::names().for_each(|name| anchors.add(name.split(' ').next().unwrap_or(name), RESIDUE));
        residue::base_names().for_each(|name| anchors.add(name, BASE));
        anchors.words.sort_unstable();
        anchors
    }
}

impl Anchors {
    fn add(&mut self, word: &str, role: Role) {
        let hash = hash_letters(word.as_bytes());
        self.filter.add(hash);
        if role & FIRST != 0 {
            self.first.add(hash);
        }
        match self.words.iter_mut().find(|known| known.0 == hash) {
            Some(known) => known.1 |= role,
            None => self.words.push((hash, role)),
        }
    }

    #[inline]
    fn role(&self, hash: u64) -> Role {
        if !self.filter.passes(hash) {
            return 0;
        }
        self.words.binary_search_by_key(&hash, |known| known.0).map_or(0, |at| self.words[at].1)
    }

    fn is(&self, token: Option<&Token>, roles: Role) -> bool {
        token.is_some_and(|token| token.gap != Gap::Break && self.role(token.hash) & roles != 0)
    }

    /// Whether a token is a word in small letters that no form is read from: nearly all are.
    #[inline(always)]
    pub fn is_dull(&self, token: &Token) -> bool {
        !self.first.passes(token.hash) & (token.case == TokenCase::Small) & (token.end - token.start != 1)
    }

    /// Whether a variant may stand at a token.
    pub fn may_stand(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let token = &tokens[index];
        let first = bytes[token.start as usize];
        if first.is_ascii_digit() {
            return self.number(bytes, tokens, index);
        }
        if token.end - token.start == 1 {
            let replaced = || tokens.get(index + 1).filter(|next| next.gap == Gap::Space && self.is(Some(next), LINK));
            return residue::is_base(first) && self.base(bytes, tokens, index)
                || residue::is_residue(first) && !residue::is_base(first) && replaced().is_some();
        }
        let role = if self.first.passes(token.hash) { self.role(token.hash) } else { 0 };
        if role != 0 && self.word(bytes, tokens, index, role) {
            return true;
        }
        token.case != TokenCase::Small && letters(bytes, token) && self.letters_stand(bytes, tokens, index)
    }

    /// A run of bases: a bracket, an arrow or a word for what becomes of them stands behind it.
    fn letters_stand(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let token = &tokens[index];
        let word = &bytes[token.start as usize..token.end as usize];
        if !word[0].is_ascii_uppercase() || is_delta(word) {
            return true;
        }
        let touched = bytes.get(token.end as usize).is_some_and(|behind| matches!(behind, b')' | b'>' | b'-'));
        touched
            || tokens[index + 1..].iter().take(2).any(|next| self.is(Some(next), EVENT | LINK) || next.gap == Gap::Other)
            || tokens.get(index + 1).is_some_and(|next| matches!(bytes[next.start as usize] | 0x20, b'r' | b't' | b'p'))
    }

    /// A number: letters or signs of a form touch it, or a word of one stands behind it.
    fn number(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let token = &tokens[index];
        let before = (token.start as usize).checked_sub(1).map_or(0, |at| bytes[at]);
        let after = bytes.get(token.end as usize).copied().unwrap_or(0);
        if after.is_ascii_alphabetic() {
            return self.letters_behind(bytes, tokens, index, before);
        }
        if matches!(after, b'*' | b'>' | b'_' | b'=')
            || before == b'-' && matches!(bytes[..token.start as usize], [.., base, b'(', b'-'] if residue::is_base(base))
            || before == b')' && token.start > 1 && residue::is_base(bytes[token.start as usize - 2])
        {
            return true;
        }
        let last = index.checked_sub(1).map(|last| &tokens[last]);
        if let Some(last) = last.filter(|_| before.is_ascii_alphabetic()) {
            let prefixed = bytes[..last.start as usize].ends_with(b"p.");
            let letter = last.end - last.start == 1 && (after == b'-' || residue::is_base(before) && after == b' ' || prefixed);
            return letter || self.role(last.hash) & (CODE | NUMBERED | INTRON | RESIDUE) != 0;
        }
        let next = tokens.get(index + 1).filter(|next| next.gap != Gap::Break);
        next.is_some_and(|next| {
            let start = next.start as usize;
            let bases = next.end - next.start <= 4 && bytes[start..next.end as usize].iter().all(|byte| residue::is_base(*byte));
            bases && (matches!(next.gap, Gap::Space | Gap::Bracket) || arrow(bytes, token, next))
                || (next.gap == Gap::Plus || matches!(next.gap, Gap::Hyphen | Gap::Minus | Gap::Other) && before == b'.')
                    && bytes[start].is_ascii_digit()
                || self.is(Some(next), SHORT_EVENT | CODE)
                || self.is(Some(next), UNIT) && tokens[index + 1..].iter().take(5).any(|token| self.is(Some(token), EVENT | SHORT_EVENT))
                || next.gap == Gap::Space && letters(bytes, next)
        }) || last
            .is_some_and(|last| matches!(before, b' ' | b'#' | b'-' | b'(') && self.role(last.hash) & (NUMBERED | CODE | RESIDUE) != 0)
    }

    /// A number that letters follow: `G12D`, `1799T>A`, `35delG`, `32bp deletion`, but not `C57BL` and `37C`.
    fn letters_behind(&self, bytes: &[u8], tokens: &[Token], index: usize, before: u8) -> bool {
        let Some(next) = tokens.get(index + 1) else { return false };
        let run = &bytes[next.start as usize..next.end as usize];
        let behind = bytes.get(next.end as usize).copied().unwrap_or(0);
        if before.is_ascii_alphabetic() {
            let coded = self.role(tokens[index.saturating_sub(1)].hash) & CODE != 0;
            let events: [&[u8]; 6] = [b"fs", b"del", b"dup", b"ins", b"Ter", b"stop"];
            let event = |run: &[u8]| events.iter().any(|event| run.starts_with(event));
            return run.len() == 1 || coded || event(run) || event(&run[1..]);
        }
        match run {
            [b'd' | b'D', b'e' | b'E' | b'u', ..] | [b'i' | b'I', b'n', b's', ..] | [b'n', b't'] | [b'f', b's', ..] => true,
            [b'b', b'p'] | [b'k' | b'M', b'b'] => tokens[index + 1..].iter().take(5).any(|token| self.is(Some(token), EVENT | SHORT_EVENT)),
            [_] if behind == b'/' => true,
            [b'a' | b'c' | b'g' | b't'] => matches!(behind, b'>' | b'-'),
            [first, second] if first == second && residue::is_residue(*first) && before != b'.' => true,
            [letter] if residue::is_residue(*letter) && self.listed_with_alleles(tokens, index + 2) => true,
            _ if !run.iter().all(|byte| residue::is_base(*byte)) => self.role(next.hash) & CODE != 0,
            _ if matches!(before, b'-' | b'+' | b'.' | b'*' | 0x80..) || matches!(behind, b'>' | b'-' | b'<' | 0x80..) => true,
            // 308 G>A is read from here too
            _ => tokens.get(index + 2).is_some_and(|third| arrow(bytes, next, third) || self.is(Some(third), LINK | ALLELE)),
        }
    }

    /// Whether `allele` stands at a token, or behind one more of a list: `4044T and 4062T alleles`.
    fn listed_with_alleles(&self, tokens: &[Token], index: usize) -> bool {
        tokens.get(index..).unwrap_or(&[]).iter().take(LISTED).any(|token| self.is(Some(token), ALLELE))
    }

    /// One letter of a base: another, or a word for what becomes of it, stands behind it.
    fn base(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let Some(next) = tokens.get(index + 1).filter(|next| next.gap != Gap::Break) else { return false };
        let single = next.end - next.start == 1 && residue::is_base(bytes[next.start as usize]);
        match next.gap {
            Gap::Slash => single,
            Gap::Other => single && arrow(bytes, &tokens[index], next),
            Gap::Hyphen | Gap::Space => {
                single && bytes.get(next.start as usize - 1) == Some(&b'>') || self.is(Some(next), LINK | EVENT | ALLELE | PLACE)
            }
            _ => false,
        }
    }

    fn word(&self, bytes: &[u8], tokens: &[Token], index: usize, role: Role) -> bool {
        let token = &tokens[index];
        let next = tokens.get(index + 1).filter(|next| next.gap != Gap::Break);
        let digit = next.is_some_and(|next| bytes[next.start as usize].is_ascii_digit());
        if role & (RESIDUE | BASE) != 0 {
            return true;
        }
        if role & CODE != 0 && token.case != TokenCase::Small {
            return digit || next.is_some_and(|next| next.gap != Gap::Space || self.role(next.hash) & (LINK | CODE) != 0);
        }
        role & (CODON | INTRON | NUMBERED) != 0 && next.is_some_and(|next| digit || next.gap == Gap::Bracket || next.end - next.start <= 3)
            || role & DELTA != 0 && next.is_some_and(|next| digit || next.end - next.start == 1 || self.role(next.hash) & CODE != 0)
            || role & COUNT != 0 && self.is(next, UNIT)
            || role & STOP != 0 && self.is(next, STOP | CODON)
            || role & STOP != 0
                && matches!(bytes[token.start as usize] | 0x20, b't' | b's')
                && self.is(tokens.get(index + 2), CODON | RESIDUE)
            || role & EVENT != 0
                && (self.is(next, OF) || self.is(tokens.get(index + 3), CODON | UNIT) || next.is_some_and(|next| bases(bytes, next)))
            || role & SHORT_EVENT != 0
    }
}

/// Whether an arrow stands between two tokens.
fn arrow(bytes: &[u8], left: &Token, right: &Token) -> bool {
    let between = &bytes[left.end as usize..right.start as usize];
    between.len() < 8 && between.iter().any(|byte| *byte == b'>' || *byte >= 0x80)
}

/// Whether a run of capitals is one of bases, or `del` and the like stand before one.
fn letters(bytes: &[u8], token: &Token) -> bool {
    let word = &bytes[token.start as usize..token.end as usize];
    match word {
        _ if is_delta(word) => true,
        [b'd', b'e', b'l', rest @ ..] | [b'i', b'n', b's', rest @ ..] | [b'd', b'u', b'p', rest @ ..] => {
            rest.first().is_some_and(|letter| residue::is_residue(*letter))
        }
        _ => word.len() <= 8 && word.iter().all(|letter| residue::is_base(*letter)),
    }
}

/// `deltaF` of `deltaF508`.
fn is_delta(word: &[u8]) -> bool {
    matches!(word, [delta @ .., residue] if residue::is_residue(*residue) && delta.eq_ignore_ascii_case(b"delta"))
}

/// Whether a token is several bases.
fn bases(bytes: &[u8], token: &Token) -> bool {
    let word = &bytes[token.start as usize..token.end as usize];
    (2..=8).contains(&word.len()) && word.iter().all(|letter| residue::is_base(*letter))
}
