//! The flat parts of an image: filters, open-addressing tables, and the block that holds all sections.

use std::collections::HashMap;

use super::CompileError;
use crate::image::{ALIGNMENT, EMPTY, FORMAT_VERSION, Header, MAGIC, Opening, SECTIONS, Slot};
use crate::search::{filter, slot_of};
use crate::{NORMALIZER_VERSION, hash, image};

/// The tables and filters of the search.
pub(super) struct Tables {
    pub(super) single_filter: Vec<u64>,
    pub(super) pair_filter: Vec<u64>,
    pub(super) triple_filter: Vec<u64>,
    pub(super) singles: Vec<Slot>,
    pub(super) pairs: Vec<Slot>,
    pub(super) openings: Vec<Opening>,
    pub(super) longs: Vec<Slot>,
}

impl Tables {
    /// Builds them from the keys in order: hash, hashes of the tokens, index of the first name. `with_case` adds to an index
    /// what a slot of a single token says about letter case.
    pub(super) fn build(by_key: &[(u64, Vec<u64>, u32)], with_case: impl Fn(u32) -> u32) -> Result<Tables, CompileError> {
        let mut singles = Vec::new();
        let mut longs = Vec::new();
        let mut triples = Vec::new();
        let mut pairs: HashMap<u64, (u32, u32)> = HashMap::new();
        for (key, tokens, index) in by_key {
            let index = *index;
            match tokens.len() {
                1 => singles.push((*key, with_case(index))),
                2 => pairs.entry(*key).or_insert((EMPTY, 0)).0 = index,
                length => {
                    let pair = hash::sequence(tokens[..2].iter().copied());
                    pairs.entry(pair).or_insert((EMPTY, 0)).1 |= 1 << (length - 3);
                    triples.push(hash::extend(pair, tokens[2]));
                    longs.push((*key, index));
                }
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable();
        let mut openings = Vec::new();
        let slots = pairs.iter().map(|&(hash, (key, lengths))| {
            if lengths == 0 {
                return (hash, key);
            }
            openings.push(Opening { key, lengths });
            (hash, (openings.len() - 1) as u32 | Opening::BIT)
        });
        let slots: Vec<_> = slots.collect();
        Ok(Tables {
            single_filter: filter(singles.iter().map(|(hash, _)| *hash)),
            pair_filter: filter(pairs.iter().map(|(hash, _)| *hash)),
            triple_filter: filter(triples.iter().copied()),
            singles: table(&singles, 15)?,
            pairs: table(&slots, 13)?,
            openings,
            // Behind two filters, few look-ups come here, and the table is large: fuller.
            longs: table(&longs, 12)?,
        })
    }
}

/// An open-addressing table with `room` slots for ten keys: the fuller, the smaller, and the longer the way to a slot.
fn table(keys: &[(u64, u32)], room: usize) -> Result<Vec<Slot>, CompileError> {
    let mut slots = vec![Slot { fingerprint: 0, key: EMPTY }; keys.len() * room / 10 + 2];
    let count = slots.len();
    for &(hash, key) in keys {
        let mut at = slot_of(hash, count);
        while slots[at].key != EMPTY {
            if slots[at].fingerprint == hash as u32 {
                return Err(CompileError::Collision);
            }
            at = (at + 1) % count;
        }
        slots[at] = Slot { fingerprint: hash as u32, key };
    }
    Ok(slots)
}

/// Header, section table and sections as one block of bytes.
pub(super) fn assemble(sections: &[&[u8]; SECTIONS]) -> Vec<u8> {
    let header_length = size_of::<Header>();
    let mut at = (header_length + SECTIONS * 16).next_multiple_of(ALIGNMENT);
    let mut bytes = vec![0u8; header_length];
    for section in sections {
        bytes.extend_from_slice(&(at as u64).to_le_bytes());
        bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
        at = (at + section.len()).next_multiple_of(ALIGNMENT);
    }
    for section in sections {
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        bytes.extend_from_slice(section);
    }
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
    let header = Header {
        magic: MAGIC,
        format_version: FORMAT_VERSION,
        normalizer_version: NORMALIZER_VERSION,
        sections: SECTIONS as u64,
        length: bytes.len() as u64,
        checksum: image::checksum(&bytes[header_length..]),
        reserved: [0; 3],
    };
    bytes[..header_length].copy_from_slice(bytemuck::bytes_of(&header));
    bytes
}
