//! Looking into an image from outside the annotator: identifiers of concepts, and concepts by identifier.

use std::ops::Range;

use biospan_lexicon::image::Image;

/// A view of an image with the tables that its numbers point into.
#[derive(Clone)]
pub struct Catalogue<'a> {
    /// The image.
    pub image: Image<'a>,
    /// Prefix and address (with `$1` for the local part; may be empty), by a record's prefix.
    pub prefixes: Vec<(&'a str, &'a str)>,
    /// Types, by a record's type.
    pub types: Vec<&'a str>,
    /// Codes and names of sources, by an entry's source.
    pub sources: Vec<(&'a str, &'a str)>,
}

impl<'a> Catalogue<'a> {
    /// A view of `image`.
    #[must_use]
    pub fn new(image: Image<'a>) -> Self {
        let source = |line: &'a str| {
            let mut columns = line.split('\t');
            (columns.next().unwrap_or(""), columns.next().unwrap_or(""))
        };
        Self {
            image,
            prefixes: image.facts("prefix").map(|line| line.split_once('\t').unwrap_or((line, ""))).collect(),
            types: image.facts("type").collect(),
            sources: image.facts("source").map(source).collect(),
        }
    }

    /// The CURIE of a prefix's number and a local part.
    #[must_use]
    pub fn curie(&self, prefix: u8, local_id: &str) -> String {
        let prefix = self.prefixes.get(usize::from(prefix)).map_or("", |(prefix, _)| prefix);
        format!("{prefix}:{local_id}")
    }

    /// The address of an identifier, if its prefix has one.
    #[must_use]
    pub fn url(&self, prefix: u8, local_id: &str) -> Option<String> {
        let pattern = self.prefixes.get(usize::from(prefix)).map_or("", |(_, pattern)| pattern);
        (!pattern.is_empty()).then(|| pattern.replace("$1", local_id))
    }

    /// The CURIE of a concept; empty for an index that there is not.
    #[must_use]
    pub fn id(&self, index: u32) -> String {
        let record = self.image.concept(index);
        record.map(|record| self.curie(record.prefix, &self.image.details(record).local_id)).unwrap_or_default()
    }

    /// The type of a concept.
    #[must_use]
    pub fn entity_type(&self, index: u32) -> &'a str {
        let record = self.image.concept(index);
        record.and_then(|record| self.types.get(usize::from(record.entity_type))).copied().unwrap_or("")
    }

    /// The preferred name of a concept.
    #[must_use]
    pub fn name(&self, index: u32) -> &'a str {
        self.image.concept(index).map_or("", |record| self.image.surface(record.name))
    }

    /// Indices of all concepts, in the order of their CURIEs.
    pub fn concepts(&self) -> Range<u32> {
        0..self.image.concept_count() as u32
    }

    /// A CURIE with its prefix as the image spells it, whatever the case of the letters given.
    #[must_use]
    pub fn spelled(&self, curie: &str) -> Option<String> {
        let (given, local_id) = curie.split_once(':')?;
        let exact = self.prefixes.iter().find(|(known, _)| *known == given);
        let (prefix, _) = exact.or_else(|| self.prefixes.iter().find(|(known, _)| known.eq_ignore_ascii_case(given)))?;
        Some(format!("{prefix}:{local_id}"))
    }

    /// The concept whose own identifier this is, its prefix spelled as in the image.
    #[must_use]
    pub fn find(&self, curie: &str) -> Option<u32> {
        let Range { mut start, mut end } = self.concepts();
        while start < end {
            let middle = start + (end - start) / 2;
            match self.id(middle).as_str().cmp(curie) {
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// The concepts that have the identifier as a cross reference. This looks at every concept.
    #[must_use]
    pub fn referring(&self, curie: &str) -> Vec<u32> {
        let Some((prefix, local_id)) = curie.split_once(':') else { return Vec::new() };
        let is_it = |(own, local): &(u8, std::borrow::Cow<'_, str>)| {
            *local == local_id && self.prefixes.get(usize::from(*own)).is_some_and(|(known, _)| *known == prefix)
        };
        let has = |index: &u32| self.image.concept(*index).is_some_and(|record| self.image.details(record).xrefs.iter().any(is_it));
        self.concepts().filter(has).collect()
    }

    /// Identifiers that nothing took the place of: prefix and local identifier.
    pub fn withdrawn(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let lines = self.image.facts("withdrawn").filter_map(|line| line.split_once('\t'));
        lines.flat_map(|(prefix, locals)| locals.split(' ').map(move |local| (prefix, local)))
    }

    /// The concept that took the place of an obsolete identifier.
    #[must_use]
    pub fn replacement(&self, curie: &str) -> Option<u32> {
        self.image.obsolete().find(|(prefix, local_id, _)| self.curie(*prefix, local_id) == curie).map(|(_, _, concept)| concept)
    }
}
