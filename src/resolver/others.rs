//! The other concepts that the words of a mention may name, without a list of their own in memory.

/// How many alternatives a mention shows.
pub(super) const ALTERNATIVES: usize = 3;

/// The first few concepts of a list, most likely first: layer and index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    concepts: [(u8, u32); ALTERNATIVES],
    count: usize,
}

impl FromIterator<(u8, u32)> for Others {
    fn from_iter<I: IntoIterator<Item = (u8, u32)>>(concepts: I) -> Self {
        let mut others = Others::default();
        for (place, concept) in others.concepts.iter_mut().zip(concepts) {
            *place = concept;
            others.count += 1;
        }
        others
    }
}

impl std::ops::Deref for Others {
    type Target = [(u8, u32)];

    fn deref(&self) -> &[(u8, u32)] {
        &self.concepts[..self.count]
    }
}
