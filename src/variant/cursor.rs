//! Reading the words of a sentence from a place on: what every form of a variant is put together from.

use super::residue::{base_by_name, by_code, by_name, is_base, is_residue};

/// A place in a sentence. Each reader moves it on if it finds what it looks for, and leaves it where it was if not.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    /// The text up to the sentence's end.
    pub bytes: &'t [u8],
    /// The place.
    pub at: usize,
}

/// Characters that stand for a hyphen or a minus.
const DASHES: [&[u8]; 7] = [
    b"-",
    "\u{2010}".as_bytes(),
    "\u{2011}".as_bytes(),
    "\u{2012}".as_bytes(),
    "\u{2013}".as_bytes(),
    "\u{2014}".as_bytes(),
    "\u{2212}".as_bytes(),
];
/// White space that stands within a form.
const BLANKS: [&[u8]; 5] = [b" ", "\u{a0}".as_bytes(), "\u{2009}".as_bytes(), "\u{202f}".as_bytes(), b"\n"];
/// The heads of arrows.
const ARROWS: [&[u8]; 5] = [b">", "→".as_bytes(), "⇒".as_bytes(), "⟶".as_bytes(), "➔".as_bytes()];
/// The most digits of a position.
const DIGITS: usize = 9;

impl<'t> Cursor<'t> {
    /// What is left.
    pub fn rest(&self) -> &'t [u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    /// The next byte.
    pub fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Whether the next bytes are these.
    pub fn eat(&mut self, word: &[u8]) -> bool {
        let there = self.rest().starts_with(word);
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// Whether the next bytes are these, in any case.
    pub fn eat_any_case(&mut self, word: &[u8]) -> bool {
        let there = self.rest().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        self.at += if there { word.len() } else { 0 };
        there
    }

    /// Whether the next word is this, in any case, and ends there.
    pub fn word(&mut self, word: &str) -> bool {
        let mut next = *self;
        if next.eat_any_case(word.as_bytes()) && !next.peek().is_ascii_alphanumeric() {
            *self = next;
            return true;
        }
        false
    }

    /// Whether the next word is one of these.
    pub fn one_of(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    fn eat_one(&mut self, marks: &[&[u8]]) -> bool {
        // Most of them begin outside ASCII.
        marks.iter().any(|mark| self.eat(mark))
    }

    /// A hyphen or minus.
    pub fn dash(&mut self) -> bool {
        self.eat_one(&DASHES)
    }

    /// White space, up to two characters; whether there was any.
    pub fn blank(&mut self) -> bool {
        let any = self.eat_one(&BLANKS);
        if any {
            self.eat_one(&BLANKS);
        }
        any
    }

    /// White space and hyphens; whether there were any.
    pub fn loose(&mut self) -> bool {
        let from = self.at;
        while self.at - from < 4 && (self.blank() || self.dash()) {}
        self.at > from
    }

    /// `>`, `->`, `-->`, `→`, with blanks around it.
    pub fn arrow(&mut self) -> bool {
        let mut next = *self;
        next.blank();
        while next.at < self.at + 8 && next.dash() {}
        if next.eat_one(&ARROWS) {
            next.blank();
            *self = next;
            return true;
        }
        false
    }

    /// ` to `, `-to-`.
    pub fn to(&mut self) -> bool {
        let mut next = *self;
        if next.loose() && next.word("to") && next.loose() {
            *self = next;
            return true;
        }
        false
    }

    /// Digits, perhaps with commas for thousands, as a number.
    pub fn number(&mut self) -> Option<i64> {
        let mut number = 0i64;
        let mut length = 0;
        let mut at = self.at;
        loop {
            match self.bytes.get(at) {
                Some(digit) if digit.is_ascii_digit() => {
                    number = number * 10 + i64::from(digit - b'0');
                    length += 1;
                    at += 1;
                }
                Some(b',') if length > 0 && length <= 3 && self.three_digits(at + 1) => at += 1,
                _ => break,
            }
            if length > DIGITS {
                return None;
            }
        }
        if length == 0 || self.peek() == b'0' {
            return None;
        }
        self.at = at;
        Some(number)
    }

    /// Whether exactly three digits stand there.
    fn three_digits(&self, at: usize) -> bool {
        let digit = |at: usize| self.bytes.get(at).is_some_and(u8::is_ascii_digit);
        (at..at + 3).all(digit) && !digit(at + 3)
    }

    /// A number with a sign.
    pub fn signed(&mut self) -> Option<i64> {
        let mut next = *self;
        let sign = if next.dash() {
            -1
        } else if next.eat(b"+") {
            1
        } else {
            return None;
        };
        next.blank();
        let number = next.number()?;
        *self = next;
        Some(sign * number)
    }

    /// A code of three letters.
    pub fn residue_code(&mut self) -> Option<u8> {
        let letter = by_code(self.rest())?;
        self.at += 3;
        Some(letter)
    }

    /// The letter of an amino acid.
    pub fn residue_letter(&mut self) -> Option<u8> {
        let letter = self.peek();
        is_residue(letter).then(|| self.at += 1)?;
        Some(letter)
    }

    /// The name of an amino acid, perhaps with its code in brackets: `valine (Val)`.
    pub fn residue_name(&mut self) -> Option<u8> {
        let (letter, length) = by_name(self.rest())?;
        let mut next = Cursor { at: self.at + length, ..*self };
        // The plural is no amino acid of a place.
        if next.peek().is_ascii_lowercase() {
            return None;
        }
        *self = next;
        next.blank();
        if next.eat(b"(") && (next.residue_code() == Some(letter) || next.eat(&[letter])) && next.eat(b")") {
            *self = next;
        }
        Some(letter)
    }

    /// One base, by its letter or name (`adenine (A)`).
    pub fn one_base(&mut self) -> Option<u8> {
        let mut next = *self;
        let base = if let Some((base, length)) = base_by_name(next.rest()) {
            next.at += length;
            let mut bracket = next;
            bracket.blank();
            if bracket.eat(b"(") && bracket.eat(&[base]) && bracket.eat(b")") {
                next = bracket;
            }
            base
        } else {
            let base = next.peek();
            is_base(base).then(|| next.at += 1)?;
            base
        };
        if next.peek().is_ascii_alphabetic() {
            return None;
        }
        *self = next;
        Some(base)
    }

    /// Bases as capitals; empty where there are none.
    pub fn bases(&mut self) -> String {
        let length = self.rest().iter().take_while(|byte| is_base(**byte)).count();
        let bases = self.rest()[..length].iter().map(|byte| char::from(*byte)).collect();
        self.at += length;
        bases
    }

    /// Whether a sentence seems to begin here.
    pub fn starts_sentence(&self) -> bool {
        let before = self.bytes.get(..self.at).unwrap_or(&[]).trim_ascii_end();
        before.last().is_none_or(|last| matches!(last, b'.' | b':' | b'?' | b'!'))
    }

    /// Whether no letter or digit follows.
    pub fn at_end(&self) -> bool {
        !self.peek().is_ascii_alphanumeric() && !self.inside_word()
    }

    /// Whether a letter outside ASCII follows.
    fn inside_word(&self) -> bool {
        let next = std::str::from_utf8(self.rest().get(..4.min(self.rest().len())).unwrap_or(&[]));
        let valid = match next {
            Ok(text) => text,
            Err(error) => self.rest().get(..error.valid_up_to()).and_then(|start| std::str::from_utf8(start).ok()).unwrap_or(""),
        };
        valid.chars().next().is_some_and(|next| !next.is_ascii() && next.is_alphabetic())
    }
}
