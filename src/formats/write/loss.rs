//! What a format cannot say of the mentions that were written in it.

use super::{Carries, Format};
use crate::document::{ByteOffset, PassageKind};
use crate::record::{Mention, Record};

/// How many mentions were touched, by what was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// They overlap others, which alone are there.
    pub nested: usize,
    /// They have several parts, which stand by themselves or as one span over all.
    pub discontinuous: usize,
    /// They have several identifiers, of which the first is there.
    pub several_ids: usize,
    /// They stand in sections, which are not told apart.
    pub sections: usize,
}

impl Loss {
    /// What of a record is lost in a format.
    #[must_use]
    pub fn of(record: &Record<'_>, format: &Format) -> Self {
        let carries = format.carries;
        let mut loss = Self::default();
        if carries == Carries::ALL || !carries.places {
            // A count of concepts has no places to lose.
            return loss;
        }
        let passage = |mention: &Mention<'_>| record.document.passages.get(mention.passage as usize).map(|passage| passage.kind);
        // Mentions come by start, longer ones first.
        let mut taken = ByteOffset::default();
        for mention in &record.mentions {
            if mention.span.start < taken {
                loss.nested += usize::from(!carries.nesting);
            } else {
                taken = mention.span.end;
            }
            loss.discontinuous += usize::from(!carries.discontinuous && !mention.parts.is_empty());
            loss.several_ids += usize::from(!carries.several_ids && !mention.concept.further.is_empty());
            let in_section = !matches!(passage(mention), Some(PassageKind::Title | PassageKind::Abstract));
            loss.sections += usize::from(!carries.sections && in_section);
        }
        loss
    }

    /// Adds what another record lost.
    pub fn add(&mut self, other: Self) {
        self.nested += other.nested;
        self.discontinuous += other.discontinuous;
        self.several_ids += other.several_ids;
        self.sections += other.sections;
    }

    /// A sentence for each kind of loss.
    ///
    /// ```
    /// use biospan::formats::write::Loss;
    /// let loss = Loss { discontinuous: 1, ..Loss::default() };
    /// let told: Vec<String> = loss.sentences("pubtator").collect();
    /// assert_eq!(told, ["pubtator cannot carry that 1 mention has several parts: see docs/formats.md"]);
    /// ```
    pub fn sentences(self, format: &str) -> impl Iterator<Item = String> {
        let one_or_more = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(format!("{format} cannot carry that 1 mention {one}: see docs/formats.md")),
            _ => Some(format!("{format} cannot carry that {count} mentions {more}: see docs/formats.md")),
        };
        let told = [
            one_or_more(self.nested, "overlaps another", "overlap others"),
            one_or_more(self.discontinuous, "has several parts", "have several parts"),
            one_or_more(self.several_ids, "has several identifiers", "have several identifiers"),
            one_or_more(self.sections, "stands in a section of its own", "stand in sections behind title and abstract"),
        ];
        told.into_iter().flatten()
    }
}
