//! The hash of tokens and of token sequences. Its values are part of the image: a change here is a change of
//! [`crate::NORMALIZER_VERSION`].

const FIRST: u64 = 0xa076_1d64_78bd_642f;
const SECOND: u64 = 0xe703_7ed1_a0b4_28db;
const THIRD: u64 = 0x8ebc_6af0_9c88_c6e3;
/// ASCII capitals become small letters; digits keep their value. What it does to bytes outside ASCII does
/// not matter, since a hit is compared with the stored name.
const FOLD: u64 = 0x2020_2020_2020_2020;

#[inline]
fn mix(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0u8; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(word)
}

#[inline]
fn half(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0u8; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u64::from(u32::from_le_bytes(word))
}

/// How the two words that are mixed come from the first sixteen bytes of a token of one length.
#[derive(Clone, Copy)]
struct Lane {
    /// What of the first word counts.
    low: u64,
    /// Where the last letter is repeated, for one or two letters.
    repeat: u64,
    /// What of the last bytes counts.
    high: u64,
    /// Half of how many bits stand before the last bytes.
    half_shift: u32,
}

const fn lane(length: usize) -> Lane {
    match length {
        0 => Lane { low: 0, repeat: 0, high: 0, half_shift: 0 },
        1 => Lane { low: 0xff, repeat: 0x01_0100, high: 0, half_shift: 0 },
        2 => Lane { low: 0xffff, repeat: 0x01_0000, high: 0, half_shift: 0 },
        3 => Lane { low: 0xff_ffff, repeat: 0, high: 0, half_shift: 0 },
        4..=7 => Lane { low: 0xffff_ffff, repeat: 0, high: 0xffff_ffff, half_shift: 4 * (length as u32 - 4) },
        _ => Lane { low: u64::MAX, repeat: 0, high: u64::MAX, half_shift: 4 * (length as u32 - 8) },
    }
}

static LANES: [Lane; 17] = {
    let mut lanes = [lane(0); 17];
    let mut length = 0;
    while length < lanes.len() {
        lanes[length] = lane(length);
        length += 1;
    }
    lanes
};

/// The hash of a token of `length` bytes, sixteen at most, that lies at the beginning of two little-endian words; what
/// follows it there does not count.
#[inline]
pub(crate) fn short_token(first: u64, second: u64, length: usize) -> u64 {
    let lane = LANES[length];
    // The shift wraps at 64 bits, and 56 more are 8 less.
    let last = first.wrapping_shr(8 * (length as u32) + 56) & 0xff;
    let low = (first & lane.low) | (last * lane.repeat);
    // Shifting twice by half, because shifting by all 64 bits at once is not defined.
    let before = first >> lane.half_shift >> lane.half_shift;
    let behind = second << (32 - lane.half_shift) << (32 - lane.half_shift);
    let high = (before | behind) & lane.high;
    finish(low, high, length)
}

#[inline]
fn finish(low: u64, high: u64, length: usize) -> u64 {
    // A long token has mixed its state into `low`; folding it a second time loses one bit in eight of that
    // state and nothing of the text.
    mix((low | FOLD) ^ FIRST, (high | FOLD) ^ SECOND ^ (length as u64))
}

/// The hash of one token's normal form. Letters hash alike in either case.
#[inline]
#[must_use]
pub fn token(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    let (low, high) = match length {
        0 => (0, 0),
        1..=3 => {
            let low = u64::from(bytes[0]) | u64::from(bytes[length / 2]) << 8 | u64::from(bytes[length - 1]) << 16;
            (low, 0)
        }
        4..=7 => (half(bytes, 0), half(bytes, length - 4)),
        8..=16 => (word(bytes, 0), word(bytes, length - 8)),
        _ => {
            let mut state = length as u64;
            let mut at = 0;
            while at + 16 < length {
                state = mix(word(bytes, at) | FOLD, (word(bytes, at + 8) | FOLD) ^ state ^ THIRD);
                at += 16;
            }
            (word(bytes, length - 16) ^ state, word(bytes, length - 8))
        }
    };
    finish(low, high, length)
}

/// The hash of a sequence, from the hash of all but its last token and that of the last token. The hash of a
/// sequence of one is the token's own.
#[inline]
#[must_use]
pub fn extend(sequence: u64, token: u64) -> u64 {
    mix(sequence ^ SECOND, token.rotate_left(32) ^ THIRD)
}

/// The hash of a whole sequence; 0 for an empty one.
#[must_use]
pub fn sequence(tokens: impl IntoIterator<Item = u64>) -> u64 {
    tokens.into_iter().reduce(extend).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_hash_alike_in_either_case() {
        for name in ["A", "Kit", "cMet", "Interleukin", "Immunoglobulinlike", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ"] {
            assert_eq!(token(name.as_bytes()), token(name.to_lowercase().as_bytes()), "{name}");
            assert_eq!(token(name.as_bytes()), token(name.to_uppercase().as_bytes()), "{name}");
        }
    }

    #[test]
    fn different_tokens_and_orders_hash_apart() {
        let tokens = ["a", "b", "ab", "ba", "aba", "abb", "abcd", "abce", "abcdefgh", "abcdefgi", "abcdefghijklmnopq"];
        for left in tokens {
            for right in tokens {
                if left != right {
                    assert_ne!(token(left.as_bytes()), token(right.as_bytes()), "{left} {right}");
                    let (l, r) = (token(left.as_bytes()), token(right.as_bytes()));
                    assert_ne!(extend(l, r), extend(r, l), "{left} {right}");
                }
            }
        }
    }
}
