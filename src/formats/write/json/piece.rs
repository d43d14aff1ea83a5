//! Short pieces of JSON: numbers and their keys put together on the stack, short strings looked through.

/// `00` to `99`: two digits are written at a time.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// A piece of JSON of `N` bytes at most.
pub(super) struct Piece<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Default for Piece<N> {
    fn default() -> Self {
        Self { bytes: [0; N], length: 0 }
    }
}

impl<const N: usize> Piece<N> {
    /// Adds bytes; those for which there is no room are left out.
    #[inline]
    pub(super) fn put<const LENGTH: usize>(&mut self, more: &[u8; LENGTH]) {
        if let Some(room) = self.bytes.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut::<LENGTH>) {
            *room = *more;
            self.length += LENGTH;
        }
    }

    /// Adds a number.
    #[inline]
    pub(super) fn number(&mut self, value: u32) {
        if let Some(room) = self.bytes.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut::<8>)
            && value < 100_000_000
        {
            let eight = eight_digits(value);
            // All eight are written, and the next piece begins behind those that count.
            let zeros = (eight.trailing_zeros() / 8).min(7);
            *room = (eight >> (8 * zeros) | each(b'0')).to_le_bytes();
            self.length += 8 - zeros as usize;
            return;
        }
        let length = digits(value);
        let Some(room) = self.bytes.get_mut(self.length..self.length + length) else { return };
        self.length += length;
        let (mut rest, mut end) = (value, length);
        while end >= 2 {
            room[end - 2..end].copy_from_slice(&PAIRS[(rest % 100) as usize]);
            rest /= 100;
            end -= 2;
        }
        if end == 1 {
            room[0] = b'0' + rest as u8;
        }
    }

    /// What was added.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// The digits of a number below 100,000,000 as bytes, the first one lowest.
#[inline]
fn eight_digits(value: u32) -> u64 {
    // Each step parts all numbers of a word into two of half the digits, by multiplying with a rounded reciprocal.
    let fours = u64::from(value / 10_000) | u64::from(value % 10_000) << 32;
    let hundreds = ((fours * 10_486) >> 20) & 0x7f_0000_007f;
    let twos = hundreds | (fours - 100 * hundreds) << 16;
    let tens = ((twos * 103) >> 10) & 0xf_000f_000f_000f;
    tens | (twos - 10 * tens) << 8
}

/// How many digits a number has.
#[inline]
fn digits(value: u32) -> usize {
    const LIMITS: [u32; 9] = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    // All are compared: a branch for each would be a guess.
    1 + LIMITS.iter().map(|limit| usize::from(value >= *limit)).sum::<usize>()
}

/// A byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Whether eight bytes stand in a JSON string as they are: no control character, no quotation mark, no backslash.
#[inline]
fn are_plain(word: u64) -> bool {
    // The top bit of a byte of `x - n` that `x` does not have tells that a byte below `n` is there (perhaps not which one,
    // since a borrow runs on, but that there is one).
    let controls = word.wrapping_sub(each(b' ')) & !word;
    let zero = |word: u64| word.wrapping_sub(each(1)) & !word;
    (controls | zero(word ^ each(b'"')) | zero(word ^ each(b'\\'))) & each(0x80) == 0
}

/// Whether a string can stand in JSON as it is; for short ones.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    // The last eight bytes overlap those before; a shorter string is filled up.
    let Some(last) = bytes.last_chunk::<8>() else {
        let mut word = [b' '; 8];
        for (place, byte) in word.iter_mut().zip(bytes) {
            *place = *byte;
        }
        return are_plain(u64::from_le_bytes(word));
    };
    let (words, _) = bytes.as_chunks::<8>();
    words.iter().chain([last]).all(|word| are_plain(u64::from_le_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_string_is_plain_if_json_has_it_as_it_is(text in "([a-zé !#\\[\\]~\u{7f}\u{80}]{0,12}[\"\\\\\n\u{1f}]?){0,3}") {
            let json = serde_json::to_string(&text)?;
            prop_assert_eq!(is_plain(text.as_bytes()), json.len() == text.len() + 2, "{}", json);
        }

        #[test]
        fn pieces_hold_keys_and_numbers(one in 0u32..3000, other: u32) {
            let mut piece = Piece::<24>::default();
            piece.number(one);
            piece.put(b",");
            piece.number(other);
            prop_assert_eq!(std::str::from_utf8(piece.bytes())?, format!("{one},{other}"));
        }
    }

    #[test]
    fn what_has_no_room_is_left_out() {
        let mut piece = Piece::<4>::default();
        piece.number(123);
        piece.put(b"ab");
        piece.number(45);
        piece.number(6);
        assert_eq!(piece.bytes(), b"1236");
    }
}
