//! One name of one concept, as an image holds it: twelve bytes.

use bytemuck::{Pod, Zeroable};

use crate::table::Scope;

/// How many concepts an image can hold.
pub const MOST_CONCEPTS: usize = 1 << CONCEPT_BITS;
const CONCEPT_BITS: u32 = 24;
/// How many types an image can hold.
pub const MOST_TYPES: usize = 127;
/// The bit above the type: whether MeSH has the concept.
const INDEXED: u32 = 1 << 31;

/// Where a string is in the surfaces, and how long it is: the length stands in the highest bits, or 0 for a long string,
/// whose length stands before it.
#[derive(Clone, Copy, Pod, Zeroable, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct Surface(u32);

impl Surface {
    const PLACE_BITS: u32 = 26;
    /// The longest string whose length needs no place of its own, in bytes.
    pub const LONGEST: usize = (1 << (u32::BITS - Self::PLACE_BITS)) - 1;
    /// The farthest place, in bytes.
    pub const FARTHEST: usize = (1 << Self::PLACE_BITS) - 1;

    /// The string of `length` bytes at a place; `None` for a place that is too far.
    #[must_use]
    pub fn new(place: usize, length: usize) -> Option<Surface> {
        let length = if length > Self::LONGEST { 0 } else { length as u32 };
        (place <= Self::FARTHEST).then_some(Surface(length << Self::PLACE_BITS | place as u32))
    }

    /// Its bytes; none for a place that there is not.
    #[inline]
    #[must_use]
    pub fn of(self, surfaces: &[u8]) -> &[u8] {
        let place = self.place();
        let length = match (self.0 >> Self::PLACE_BITS) as usize {
            0 => match place.checked_sub(2).and_then(|at| surfaces.get(at..place)) {
                Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
                _ => 0,
            },
            short => short,
        };
        surfaces.get(place..place + length).unwrap_or(&[])
    }

    /// Its place, in bytes.
    pub(crate) fn place(self) -> usize {
        (self.0 & Self::FARTHEST as u32) as usize
    }
}

/// One name of one concept.
#[derive(Clone, Copy, Pod, Zeroable, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct NameEntry {
    /// Its string.
    pub surface: Surface,
    /// Index of the concept, above it that of its type, and [`INDEXED`].
    concept: u32,
    /// [`Scope`] as a number in the lower half, how well known the concept is in the upper half.
    scope: u8,
    /// Index of the source.
    pub source: u8,
    /// Bits of [`flags`].
    pub flags: u16,
}

/// Bits of [`NameEntry::flags`].
pub mod flags {
    /// All its letters are capitals, and there are two or more (or a digit beside one).
    pub const CAPITALS: u16 = 1;
    /// All its letters are small.
    pub const SMALL: u16 = 1 << 1;
    /// Its first letter is a capital, all others are small.
    pub const CAPITALISED: u16 = 1 << 2;
    /// Policy: only in capitals.
    pub const ONLY_CAPITALS: u16 = 1 << 3;
    /// Policy: only in the dictionary's letter case.
    pub const ONLY_EXACT: u16 = 1 << 4;
    /// Policy: only with evidence.
    pub const NEEDS_EVIDENCE: u16 = 1 << 5;
    /// Policy: the owner where several have the name.
    pub const OWNER: u16 = 1 << 6;
    /// A spelling that the compiler made from a name of a source.
    pub const VARIANT: u16 = 1 << 7;
    /// Another concept of the same type has the name too.
    pub const CONTESTED: u16 = 1 << 8;
    /// It is an ordinary English word in small letters.
    pub const WORD: u16 = 1 << 9;
    /// Measured: in training texts the words seldom mean a concept of this type.
    pub const RARELY: u16 = 1 << 10;
    /// Measured: in training texts the words nearly always mean a concept of this type.
    pub const USUALLY: u16 = 1 << 11;
    /// The concept belongs to man.
    pub const HUMAN: u16 = 1 << 12;
    /// The concept belongs to another organism.
    pub const OTHER_ORGANISM: u16 = 1 << 13;
    /// Policy: in papers it means this concept, as good as certain.
    pub const SURE: u16 = 1 << 14;
    /// The last name of its key.
    pub const LAST: u16 = 1 << 15;
}

impl NameEntry {
    /// A name of the concept with the index `concept` (below [`MOST_CONCEPTS`]), whose type has the index `entity_type`.
    #[must_use]
    pub fn new(surface: Surface, concept: u32, entity_type: u8, scope: Scope) -> Self {
        Self { surface, concept: u32::from(entity_type) << CONCEPT_BITS | concept, scope: scope as u8, source: 0, flags: 0 }
    }

    /// With how well known its concept is, 15 at most.
    #[must_use]
    pub fn known(self, renown: u8) -> Self {
        Self { scope: self.scope & 0xf | renown.min(15) << 4, ..self }
    }

    /// Index of the concept.
    #[inline]
    #[must_use]
    pub fn concept(&self) -> u32 {
        self.concept & (MOST_CONCEPTS as u32 - 1)
    }

    /// With whether MeSH, by which papers are indexed, has its concept, a drug or disease.
    #[must_use]
    pub fn indexed(self, indexed: bool) -> Self {
        Self { concept: self.concept & !INDEXED | if indexed { INDEXED } else { 0 }, ..self }
    }

    /// Whether MeSH has the concept, for a drug or disease.
    #[inline]
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.concept & INDEXED != 0
    }

    /// Index of the concept's type.
    #[inline]
    #[must_use]
    pub fn entity_type(&self) -> u8 {
        ((self.concept & !INDEXED) >> CONCEPT_BITS) as u8
    }

    /// How the name belongs to its concept.
    #[inline]
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::ALL.get(usize::from(self.scope & 0xf)).copied().unwrap_or(Scope::Broad)
    }

    /// How well known the concept is: for genes the binary logarithm of the number of papers about it, plus one; for drugs
    /// and diseases the number of other vocabularies that have it; 0 for none.
    #[inline]
    #[must_use]
    pub fn renown(&self) -> u8 {
        self.scope >> 4
    }

    /// Whether all bits of `flag` are set.
    #[inline]
    #[must_use]
    pub fn has(&self, flag: u16) -> bool {
        self.flags & flag == flag
    }
}
