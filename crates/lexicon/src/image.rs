//! The compiled dictionary: one flat block of bytes that is read in place.
//!
//! Layout: a header of 64 bytes (magic, format version, normalizer version, number of sections, length,
//! checksum), a table of sections, then the sections, each aligned to 64 bytes; little-endian throughout.
//! Nothing is unpacked at start: opening checks the header and remembers where the sections are.

use bytemuck::{Pod, Zeroable};

pub use crate::concept::Details;
use crate::concept::Form;
pub use crate::entry::{MOST_CONCEPTS, MOST_TYPES, NameEntry, Surface, flags};
use crate::spelling::LongWords;
use crate::token::TokenCase;

/// The first eight bytes of every image.
pub const MAGIC: [u8; 8] = *b"biospan\x01";
/// The version of the layout.
pub const FORMAT_VERSION: u32 = 6;
/// Alignment of an image and of its sections, in bytes.
pub const ALIGNMENT: usize = 64;
/// The length of the longest name, in tokens, that an image can hold.
pub const LONGEST_NAME: usize = 34;

/// The sections of an image, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Section {
    /// Text: one line a fact (name, version, types, prefixes, sources).
    Facts,
    /// Filter over names of one token.
    SingleFilter,
    /// Filter over the first two tokens of longer names.
    PairFilter,
    /// Filter over the first three tokens of names of three and more.
    TripleFilter,
    /// Names of one token.
    Singles,
    /// First pairs of tokens.
    Pairs,
    /// Pairs with which names of three tokens and more begin.
    Openings,
    /// Names of three tokens and more.
    Longs,
    /// Names; those that share a key stand side by side, and the key is the index of the first.
    Entries,
    /// Strings of names.
    Surfaces,
    /// Concepts.
    Concepts,
    /// NCBI taxonomy identifiers of organisms that concepts belong to.
    Organisms,
    /// Identifiers, cross references, parents, members of concepts.
    Details,
    /// What many identifiers have in common.
    Forms,
    /// Obsolete identifiers and what took their place.
    Obsolete,
    /// What policy says of names, and why.
    Decisions,
    /// Long words of names of diseases and cell types, by their hashes; see [`LongWords`].
    LongWords,
    /// Filter over the same words less one letter.
    Shortened,
}

/// Number of sections.
pub const SECTIONS: usize = Section::Shortened as usize + 1;

/// No key here.
pub const EMPTY: u32 = u32::MAX;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Header {
    pub magic: [u8; 8],
    pub format_version: u32,
    pub normalizer_version: u32,
    pub sections: u64,
    pub length: u64,
    pub checksum: u64,
    pub reserved: [u64; 3],
}

/// A slot of the tables of names of one token, of pairs and of longer names.
#[derive(Clone, Copy, Pod, Zeroable, Debug)]
#[repr(C)]
pub struct Slot {
    /// Low half of the key's hash.
    pub fingerprint: u32,
    /// Index of the key, or [`EMPTY`]; for a name of one token with the case that it needs in the two highest bits,
    /// see [`needed_case`]; for a pair that longer names begin with the index of its [`Opening`], and the highest bit.
    pub key: u32,
}

/// How many names an image can hold.
pub const MOST_NAMES: usize = 1 << 30;

/// The letter case that the words of a text need at least, so that one of the names of a key may stand for them: short
/// names in capitals need a capital, names that policy takes only in capitals need nothing but capitals.
#[must_use]
pub fn needed_case<'e>(names: impl IntoIterator<Item = (&'e NameEntry, usize)>) -> TokenCase {
    let needed = names.into_iter().map(|(entry, length)| {
        if entry.has(flags::ONLY_CAPITALS) {
            TokenCase::Capitals
        } else if entry.has(flags::CAPITALS) && length <= 6 {
            TokenCase::Mixed
        } else {
            TokenCase::Small
        }
    });
    needed.min().unwrap_or_default()
}

/// A pair of tokens with which names of three tokens and more begin.
#[derive(Clone, Copy, Pod, Zeroable, Debug)]
#[repr(C)]
pub struct Opening {
    /// Index of the key if the pair is a name, or [`EMPTY`].
    pub key: u32,
    /// Bit `n` is set if a name of `n + 3` tokens begins with the pair.
    pub lengths: u32,
}

impl Opening {
    /// The bit of a pair's slot that says that its key is the index of an opening.
    pub(crate) const BIT: u32 = 1 << 31;
}

/// The fixed part of a concept.
#[derive(Clone, Copy, Pod, Zeroable, Debug)]
#[repr(C)]
pub struct ConceptRecord {
    /// Its preferred name.
    pub name: Surface,
    /// Where its details begin.
    pub details: u32,
    /// Index of its organism, from 1; [`Image::taxon`] has the identifier.
    pub organism: u16,
    /// Index of the prefix of its CURIE.
    pub prefix: u8,
    /// Index of its type.
    pub entity_type: u8,
    /// A filter of the words of its names, one bit a word, in two halves (low, high); see [`word_bit`].
    pub words: [u32; 2],
}

/// The bit of a word in [`ConceptRecord::words`], by its token's hash.
#[inline]
#[must_use]
pub fn word_bit(hash: u64) -> u64 {
    1 << (hash >> 40 & 63)
}

impl ConceptRecord {
    /// Whether a name of the concept may have the word; false if none has.
    #[inline]
    #[must_use]
    pub fn may_have_word(&self, hash: u64) -> bool {
        (u64::from(self.words[0]) | u64::from(self.words[1]) << 32) & word_bit(hash) != 0
    }
}

/// Why bytes are no image that this program can use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// Something else than an image.
    #[error("this is no biospan dictionary image: expected it to begin with \"biospan\"")]
    Foreign,
    /// An image of another version.
    #[error(
        "the dictionary image was made for format {format} and normalizer {normalizer}, this program reads format {FORMAT_VERSION} and normalizer {}; compile the dictionary again",
        crate::NORMALIZER_VERSION
    )]
    Version {
        /// Its format version.
        format: u32,
        /// Its normalizer version.
        normalizer: u32,
    },
    /// Fewer or other bytes than were written.
    #[error("the dictionary image is damaged ({0}); make or fetch it again")]
    Damaged(&'static str),
}

/// The checksum of an image's bytes behind the header.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0x6269_6f73_7061_6e21, |state, chunk| {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        crate::hash::extend(state, u64::from_le_bytes(word))
    })
}

/// A view of an image in memory.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    bytes: &'a [u8],
    facts: &'a str,
    pub(crate) single_filter: &'a [u64],
    pub(crate) pair_filter: &'a [u64],
    pub(crate) triple_filter: &'a [u64],
    pub(crate) singles: &'a [Slot],
    pub(crate) pairs: &'a [Slot],
    pub(crate) openings: &'a [Opening],
    pub(crate) longs: &'a [Slot],
    entries: &'a [NameEntry],
    surfaces: &'a [u8],
    concepts: &'a [ConceptRecord],
    organisms: &'a [u32],
    pub(crate) details: &'a [u8],
    pub(crate) forms: &'a [Form],
    pub(crate) obsolete: &'a [u8],
    pub(crate) decisions: &'a [u8],
    long_words: LongWords<'a>,
}

impl<'a> Image<'a> {
    /// Opens an image in place; `bytes` must begin at a multiple of [`ALIGNMENT`].
    ///
    /// # Errors
    /// Foreign bytes, another version, a length or a section table that does not fit. The content is not read:
    /// [`Image::verify`] does that.
    pub fn open(bytes: &'a [u8]) -> Result<Image<'a>, ImageError> {
        let header: &Header =
            bytes.get(..size_of::<Header>()).and_then(|head| bytemuck::try_from_bytes(head).ok()).ok_or(ImageError::Foreign)?;
        if header.magic[..7] != MAGIC[..7] {
            return Err(ImageError::Foreign);
        }
        let (format, normalizer) = (header.format_version, header.normalizer_version);
        if header.magic != MAGIC || format != FORMAT_VERSION || normalizer != crate::NORMALIZER_VERSION {
            return Err(ImageError::Version { format, normalizer });
        }
        if header.length != bytes.len() as u64 {
            return Err(ImageError::Damaged("its length is not the one written in it"));
        }
        if header.sections != SECTIONS as u64 {
            return Err(ImageError::Damaged("its section table has another number of sections"));
        }
        let image = Image {
            bytes,
            facts: std::str::from_utf8(section(bytes, Section::Facts)?).map_err(|_| ImageError::Damaged("its facts are not UTF-8"))?,
            single_filter: cast(bytes, Section::SingleFilter)?,
            pair_filter: cast(bytes, Section::PairFilter)?,
            triple_filter: cast(bytes, Section::TripleFilter)?,
            singles: cast(bytes, Section::Singles)?,
            pairs: cast(bytes, Section::Pairs)?,
            openings: cast(bytes, Section::Openings)?,
            longs: cast(bytes, Section::Longs)?,
            entries: cast(bytes, Section::Entries)?,
            surfaces: section(bytes, Section::Surfaces)?,
            concepts: cast(bytes, Section::Concepts)?,
            organisms: cast(bytes, Section::Organisms)?,
            details: section(bytes, Section::Details)?,
            forms: cast(bytes, Section::Forms)?,
            obsolete: section(bytes, Section::Obsolete)?,
            decisions: section(bytes, Section::Decisions)?,
            long_words: LongWords { words: cast(bytes, Section::LongWords)?, shortened: cast(bytes, Section::Shortened)? },
        };
        let filters = [image.single_filter, image.pair_filter, image.triple_filter, image.long_words.shortened];
        if filters.iter().any(|filter| !filter.len().is_power_of_two()) {
            return Err(ImageError::Damaged("a filter's size is not a power of two"));
        }
        if image.singles.is_empty() || image.pairs.is_empty() || image.longs.is_empty() {
            return Err(ImageError::Damaged("a table is empty"));
        }
        Ok(image)
    }

    /// Reads the whole image and compares its checksum.
    ///
    /// # Errors
    /// [`ImageError::Damaged`] if a byte is not what was written.
    pub fn verify(&self) -> Result<(), ImageError> {
        let header: &Header = bytemuck::from_bytes(&self.bytes[..size_of::<Header>()]);
        if checksum(&self.bytes[size_of::<Header>()..]) == header.checksum {
            Ok(())
        } else {
            Err(ImageError::Damaged("its checksum is not the one written in it"))
        }
    }

    /// All its bytes.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The facts whose first column is `kind`, without that column.
    pub fn facts(&self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.facts.lines().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix('\t'))
    }

    /// The size of each section in bytes, in their order.
    #[must_use]
    pub fn sizes(&self) -> [usize; SECTIONS] {
        [
            self.facts.len(),
            size_of_val(self.single_filter),
            size_of_val(self.pair_filter),
            size_of_val(self.triple_filter),
            size_of_val(self.singles),
            size_of_val(self.pairs),
            size_of_val(self.openings),
            size_of_val(self.longs),
            size_of_val(self.entries),
            self.surfaces.len(),
            size_of_val(self.concepts),
            size_of_val(self.organisms),
            self.details.len(),
            size_of_val(self.forms),
            self.obsolete.len(),
            self.decisions.len(),
            size_of_val(self.long_words.words),
            size_of_val(self.long_words.shortened),
        ]
    }

    /// Long words of names that a slip may have made unknown.
    #[must_use]
    pub fn long_words(&self) -> LongWords<'a> {
        self.long_words
    }

    /// All keys, in their order.
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        let begins = |at: usize| at == 0 || self.entries[at - 1].has(flags::LAST);
        (0..self.entries.len()).filter(move |at| begins(*at)).map(|at| at as u32)
    }

    /// Number of names.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// Number of concepts.
    #[must_use]
    pub fn concept_count(&self) -> usize {
        self.concepts.len()
    }

    /// The names that share a key; empty for a key that there is not.
    #[inline]
    #[must_use]
    pub fn entries(&self, key: u32) -> &'a [NameEntry] {
        let rest = self.entries.get(key as usize..).unwrap_or(&[]);
        let last = rest.iter().position(|entry| entry.has(flags::LAST));
        &rest[..last.map_or(rest.len(), |last| last + 1)]
    }

    /// Reads the beginnings of the names of many keys, so that they are in the cache when they are looked at one by one.
    /// What is returned means nothing; the loads do not wait for each other, which is all that this is for.
    #[inline]
    #[must_use]
    pub fn touch(&self, keys: impl Iterator<Item = u32> + Clone) -> u32 {
        let first = |key: u32| self.entries.get(key as usize).map_or(0, |entry| entry.surface.place());
        let entries = keys.clone().fold(0, |sum, key| first(key).wrapping_add(sum));
        let surface = |key: u32| self.surfaces.get(first(key)).map_or(0, |byte| u32::from(*byte));
        keys.fold(entries as u32, |sum, key| sum.wrapping_add(surface(key)))
    }

    /// See [`needed_case`].
    #[must_use]
    pub fn needed_case(&self, key: u32) -> TokenCase {
        needed_case(self.entries(key).iter().map(|entry| (entry, self.surface(entry.surface).len())))
    }

    /// A string of the surfaces; empty for one that there is not.
    #[inline]
    #[must_use]
    pub fn surface(&self, surface: Surface) -> &'a str {
        std::str::from_utf8(self.surface_bytes(surface)).unwrap_or("")
    }

    /// The bytes of a string of the surfaces, for comparing without a look at whether they are UTF-8.
    #[inline]
    #[must_use]
    pub fn surface_bytes(&self, surface: Surface) -> &'a [u8] {
        surface.of(self.surfaces)
    }

    /// The NCBI taxonomy identifier of the organism that a concept belongs to, 0 for none.
    #[inline]
    #[must_use]
    pub fn taxon(&self, concept: &ConceptRecord) -> u32 {
        let index = usize::from(concept.organism).checked_sub(1);
        index.and_then(|index| self.organisms.get(index)).copied().unwrap_or(0)
    }

    /// A concept; `None` for an index that there is not.
    #[inline]
    #[must_use]
    pub fn concept(&self, index: u32) -> Option<&'a ConceptRecord> {
        self.concepts.get(index as usize)
    }
}

fn section(bytes: &[u8], which: Section) -> Result<&[u8], ImageError> {
    let damaged = ImageError::Damaged("its section table points outside");
    let at = size_of::<Header>() + which as usize * 16;
    let read = |at: usize| {
        let word: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(word)).ok()
    };
    let bounds = read(at).zip(read(at + 8)).and_then(|(from, length)| Some(from..from.checked_add(length)?));
    bounds.and_then(|range| bytes.get(range)).ok_or(damaged)
}

fn cast<T: Pod>(bytes: &[u8], which: Section) -> Result<&[T], ImageError> {
    bytemuck::try_cast_slice(section(bytes, which)?)
        .map_err(|_| ImageError::Damaged("a section has a size or place that does not fit its records"))
}

/// Bytes that begin at a multiple of [`ALIGNMENT`], for an image that is embedded with `include_bytes!`.
#[repr(C, align(64))]
pub struct Aligned<T: ?Sized>(pub T);

/// An image in memory of its own, aligned as [`Image::open`] needs it.
pub struct OwnedImage {
    words: Vec<[u64; 8]>,
    length: usize,
}

impl OwnedImage {
    /// Copies `bytes` into aligned memory.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let mut words = vec![[0u64; 8]; bytes.len().div_ceil(ALIGNMENT)];
        bytemuck::cast_slice_mut::<_, u8>(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Self { words, length: bytes.len() }
    }

    /// The image's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.length]
    }
}
