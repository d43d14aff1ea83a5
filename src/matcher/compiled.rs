//! The engine over the image.

use biospan_lexicon::image::Image;
use biospan_lexicon::search::{Hit, Search};
use biospan_lexicon::token::Token;

use super::Matcher;

/// Finds names by filters and flat tables that are read in place.
pub struct Compiled<'a> {
    image: Image<'a>,
    search: Search,
}

impl<'a> Compiled<'a> {
    /// An engine over `image`.
    #[must_use]
    pub fn new(image: Image<'a>) -> Self {
        Self { image, search: Search::default() }
    }
}

impl Matcher for Compiled<'_> {
    fn find(&mut self, tokens: &[Token], hits: &mut Vec<Hit>) {
        self.search.all(&self.image, tokens, hits);
    }
}
