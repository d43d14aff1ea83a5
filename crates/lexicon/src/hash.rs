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
    // A long token has mixed its state into `low`; folding it a second time loses one bit in eight of that
    // state and nothing of the text.
    mix((low | FOLD) ^ FIRST, (high | FOLD) ^ SECOND ^ (length as u64))
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
