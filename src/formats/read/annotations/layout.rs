//! One text from the passages of a file that gives each with its offset.

use std::ops::Range;

use super::text::AnnotatedText;

/// The widest hole between two passages that is filled; wider ones are offsets that cannot be meant.
const WIDEST: usize = 1 << 16;

/// Lays passages one after the other.
#[derive(Default)]
pub struct Layout {
    text: String,
    characters: usize,
    passages: Vec<Range<usize>>,
}

impl Layout {
    /// Lays a passage where its offset says, else behind the last one. Gives what offsets in it are ahead of characters of the
    /// text.
    pub fn push(&mut self, offset: Option<i64>, passage: &str) -> i64 {
        let wanted = offset.and_then(|offset| usize::try_from(offset).ok());
        match wanted.and_then(|wanted| wanted.checked_sub(self.characters)) {
            Some(gap) if gap <= WIDEST => self.blank(gap),
            _ if self.text.is_empty() => {}
            _ => self.blank(1),
        }
        let base = offset.map_or(0, |offset| offset.saturating_sub(self.characters as i64));
        self.passages.push(self.text.len()..self.text.len() + passage.len());
        self.text.push_str(passage);
        self.characters += passage.chars().count();
        base
    }

    fn blank(&mut self, width: usize) {
        if width > 0 {
            // The first of them ends the passage before.
            self.text.push(if self.text.is_empty() { ' ' } else { '\n' });
            self.text.extend(std::iter::repeat_n(' ', width - 1));
            self.characters += width;
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> AnnotatedText {
        AnnotatedText { passages: self.passages, ..AnnotatedText::new(self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_stand_where_their_offsets_say() {
        let mut layout = Layout::default();
        let bases = [layout.push(Some(0), "Gout"), layout.push(Some(6), "hurts"), layout.push(Some(3), "much"), layout.push(None, "!")];
        let laid = layout.finish();
        assert_eq!((laid.text.as_str(), bases), ("Gout\n hurts\nmuch\n!", [0, 0, -9, 0]));
        assert_eq!(laid.passages, [0..4, 6..11, 12..16, 17..18]);
    }
}
