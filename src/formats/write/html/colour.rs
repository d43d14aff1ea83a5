//! The colours of types: a hue each, from which the stylesheet mixes what light and dark pages need.

use crate::record::ENTITY_TYPES;

/// Hues in degrees, in the order of [`ENTITY_TYPES`]: what is near in meaning is near in hue, and differs in its line.
const HUES: [u32; ENTITY_TYPES.len()] = [252, 278, 312, 155, 22, 68, 118, 95, 205];

/// Hues between those, for types that we do not know.
const OTHERS: [u32; 5] = [340, 180, 45, 228, 358];

/// The hue of a type. One that we do not know gets its own from its name, so that it has the same on every page.
pub(super) fn hue(entity_type: &str) -> u32 {
    let known = ENTITY_TYPES.iter().zip(HUES).find(|(known, _)| **known == entity_type);
    let sum = || entity_type.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    known.map_or_else(|| OTHERS[sum() % OTHERS.len()], |(_, hue)| hue)
}

/// A type as a reader says it.
pub(super) fn spoken(entity_type: &str) -> String {
    entity_type.replace('_', " ")
}
