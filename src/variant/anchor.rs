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

const WORDS: &[(Role, &str)] = &[
    (EVENT, "deletion deleted insertion duplication inversion insert indel"),
    (CODON, "codon"),
    (STOP, "stop premature termination"),
    (DELTA, "delta"),
    (INTRON, "ivs nt"),
    (NUMBERED, "rs"),
    (COUNT, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen single"),
    (UNIT, "bp base nucleotide nt kb kbp mb basepair kilobase amino codon"),
    (LINK, "to for by with"),
    (OF, "of"),
    (SHORT_EVENT, "del ins dup delins"),
    (ALLELE, "allele"),
];

/// The words of forms by their hashes.
pub(super) struct Anchors {
    /// Bits of the hashes, to tell nearly all other words in one look.
    filter: [u64; 64],
    /// Hash and roles, sorted.
    words: Vec<(u64, Role)>,
}

impl Default for Anchors {
    fn default() -> Self {
        let mut anchors = Anchors { filter: [0; 64], words: Vec::new() };
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
        self.filter[(hash >> 6 & 63) as usize] |= 1 << (hash & 63);
        match self.words.iter_mut().find(|known| known.0 == hash) {
            Some(known) => known.1 |= role,
            None => self.words.push((hash, role)),
        }
    }

    #[inline]
    fn role(&self, hash: u64) -> Role {
        if self.filter[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 == 0 {
            return 0;
        }
        self.words.binary_search_by_key(&hash, |known| known.0).map_or(0, |at| self.words[at].1)
    }

    fn is(&self, token: Option<&Token>, roles: Role) -> bool {
        token.is_some_and(|token| token.gap != Gap::Break && self.role(token.hash) & roles != 0)
    }

    /// Whether a variant may stand at a token.
    #[inline]
    pub fn may_stand(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let token = &tokens[index];
        let first = bytes[token.start as usize];
        if first.is_ascii_digit() {
            return self.number(bytes, tokens, index);
        }
        if token.end - token.start == 1 {
            return residue::is_base(first) && self.base(bytes, tokens, index);
        }
        let role = self.role(token.hash);
        if role != 0 && self.word(bytes, tokens, index, role) {
            return true;
        }
        token.case != TokenCase::Small && letters(bytes, token)
    }

    /// A number: letters or signs of a form touch it, or a word of one stands behind it.
    fn number(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let token = &tokens[index];
        let before = (token.start as usize).checked_sub(1).map_or(0, |at| bytes[at]);
        let after = bytes.get(token.end as usize).copied().unwrap_or(0);
        let next = tokens.get(index + 1).filter(|next| next.gap != Gap::Break);
        if after.is_ascii_alphabetic() {
            return before.is_ascii_uppercase()
                || matches!(after, b'A' | b'C' | b'G' | b'T' | b'U' | b'd' | b'D' | b'i' | b'I' | b'b' | b'n' | b'k')
                || before.is_ascii_lowercase() && (residue::is_residue(after) || matches!(after, b'X' | b'f'))
                || next.is_some_and(|next| next.end - next.start == 1 && bytes.get(next.end as usize) == Some(&b'/'));
        }
        if matches!(after, b'*' | b'>' | b'_' | b'=')
            || before == b')' && token.start > 1 && residue::is_base(bytes[token.start as usize - 2])
        {
            return true;
        }
        if before.is_ascii_alphabetic() && index > 0 {
            let last = &tokens[index - 1];
            let prefix = before == b'.' || last.end - last.start == 1 && (after == b'-' || residue::is_base(before) && after == b' ');
            return prefix || self.role(last.hash) & (CODE | NUMBERED | INTRON | RESIDUE) != 0;
        }
        next.is_some_and(|next| {
            let one = next.end - next.start <= 4
                && residue::is_base(bytes[next.start as usize])
                && matches!(next.gap, Gap::Space | Gap::Bracket | Gap::Other);
            one || next.gap == Gap::Plus && bytes[next.start as usize].is_ascii_digit()
                || self.is(Some(next), UNIT | SHORT_EVENT | CODE)
                || next.gap == Gap::Space && letters(bytes, next)
        }) || index > 0
            && matches!(before, b' ' | b'#' | b'-' | b'(')
            && self.role(tokens[index - 1].hash) & (NUMBERED | CODE | RESIDUE) != 0
    }

    /// One letter of a base: another, or a word for what becomes of it, stands behind it.
    fn base(&self, bytes: &[u8], tokens: &[Token], index: usize) -> bool {
        let Some(next) = tokens.get(index + 1).filter(|next| next.gap != Gap::Break) else { return false };
        let single = next.end - next.start == 1 && residue::is_base(bytes[next.start as usize]);
        match next.gap {
            Gap::Slash | Gap::Other => single,
            Gap::Hyphen | Gap::Space => {
                single && bytes.get(next.start as usize - 1) == Some(&b'>') || self.is(Some(next), LINK | EVENT | ALLELE)
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
            || role & STOP != 0 && bytes[token.start as usize] | 0x20 == b't' && next.is_some_and(|next| next.gap == Gap::Space)
            || role & EVENT != 0 && self.is(next, OF)
            || role & SHORT_EVENT != 0
    }
}

/// Whether a run of capitals is one of bases, or `del` and the like stand before one.
fn letters(bytes: &[u8], token: &Token) -> bool {
    let word = &bytes[token.start as usize..token.end as usize];
    match word {
        [b'd', b'e', b'l', rest @ ..] | [b'i', b'n', b's', rest @ ..] | [b'd', b'u', b'p', rest @ ..] => {
            rest.first().is_some_and(|letter| residue::is_base(*letter))
        }
        _ => word.len() <= 8 && word.iter().all(|letter| residue::is_base(*letter)),
    }
}
