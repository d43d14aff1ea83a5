//! The next sixteen bytes of a text as two machine words: enough to see where nearly every token ends, how it is cased
//! and what it hashes to without a look at single bytes, and so without branches that nobody can foretell.

use crate::hash;

/// Sixteen bytes, little-endian, the rest 0 where a text ends before.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    low: u64,
    high: u64,
}

/// The highest bit of each byte.
const TOPS: u64 = 0x8080_8080_8080_8080;
/// The bit of each byte that tells small letters from capitals.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// A byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The top bit of every byte of `word` that does not lie between `first` and `last`, both in ASCII.
#[inline]
const fn outside(word: u64, first: u8, last: u8) -> u64 {
    // Seven bits and a number below 0x80 never carry into the next byte.
    let seven = word & !TOPS;
    let reached = seven + each(0x80 - first);
    let passed = seven + each(0x7f - last);
    (!reached | passed | word) & TOPS
}

/// The bit 0x20 of the first `n` bytes, for each `n` up to sixteen, in two words.
static FIRST: [[u64; 2]; Window::LENGTH + 1] = {
    let mut masks = [[0; 2]; Window::LENGTH + 1];
    let mut length = 1;
    while length <= Window::LENGTH {
        masks[length] = masks[length - 1];
        masks[length][(length - 1) / 8] |= 0x20 << (8 * ((length - 1) % 8));
        length += 1;
    }
    masks
};

impl Window {
    /// How many bytes it holds.
    pub const LENGTH: usize = 16;

    /// The bytes from `at` on.
    #[inline]
    pub fn at(bytes: &[u8], at: usize) -> Window {
        match bytes.get(at..).and_then(<[u8]>::first_chunk::<{ Window::LENGTH }>) {
            Some(chunk) => Window::of(chunk),
            None => Window::at_end(bytes.get(at..).unwrap_or(&[])),
        }
    }

    #[inline]
    fn of(chunk: &[u8; Window::LENGTH]) -> Window {
        let both = u128::from_le_bytes(*chunk);
        Window { low: both as u64, high: (both >> 64) as u64 }
    }

    #[cold]
    fn at_end(rest: &[u8]) -> Window {
        let mut chunk = [0; Window::LENGTH];
        chunk[..rest.len()].copy_from_slice(rest);
        Window::of(&chunk)
    }

    /// How many ASCII letters it begins with.
    #[inline]
    pub fn letters(self) -> usize {
        let others = |word: u64| outside(word | SMALL, b'a', b'z');
        leading(others(self.low), others(self.high))
    }

    /// How many ASCII digits it begins with.
    #[inline]
    pub fn digits(self) -> usize {
        leading(outside(self.low, b'0', b'9'), outside(self.high, b'0', b'9'))
    }

    /// Whether there are capitals and whether there are small letters in its first `length` bytes, which must be
    /// letters, sixteen at most.
    #[inline]
    pub fn cases(self, length: usize) -> (bool, bool) {
        let [low, high] = FIRST[length];
        (!self.low & low | !self.high & high != 0, self.low & low | self.high & high != 0)
    }

    /// [`hash::token`] of its first `length` bytes, sixteen at most.
    #[inline]
    pub fn hash(self, length: usize) -> u64 {
        hash::short_token(self.low, self.high, length)
    }
}

/// How many bytes stand before the first that has its top bit set.
#[inline]
fn leading(low: u64, high: u64) -> usize {
    ((u128::from(high) << 64 | u128::from(low)).trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_window_sees_what_single_bytes_say(bytes in prop::collection::vec(any::<u8>(), 0..40), at in 0usize..24) {
            let window = Window::at(&bytes, at);
            let rest = bytes.get(at..).unwrap_or(&[]);
            let rest = &rest[..rest.len().min(Window::LENGTH)];
            let run = |test: fn(&u8) -> bool| rest.iter().take_while(|byte| test(byte)).count();
            prop_assert_eq!(window.letters(), run(u8::is_ascii_alphabetic));
            prop_assert_eq!(window.digits(), run(u8::is_ascii_digit));
        }

        #[test]
        fn a_window_hashes_and_cases_as_the_whole_run_does(letters in "[a-zA-Z]{0,16}", behind in "[ -~]{0,16}") {
            let text = format!("{letters}{behind}");
            let window = Window::at(text.as_bytes(), 0);
            prop_assert_eq!(window.hash(letters.len()), hash::token(letters.as_bytes()));
            let has = |test: fn(&u8) -> bool| letters.as_bytes().iter().any(test);
            prop_assert_eq!(window.cases(letters.len()), (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase)));
        }
    }
}
