//! What the fuzz targets do with bytes: nothing may panic, and what comes back must hold together.

use biospan::dictionary::overlay;
use biospan::formats::read::{self, ReadOptions};
use biospan::index::elasticsearch;
use biospan::index::record::Written;
use biospan::variant::{Finder, Variant};
use biospan_lexicon::image::{Image, OwnedImage};
use biospan_lexicon::search::Search;
use biospan_lexicon::token::tokenize;

/// Reads bytes as a format (or as the one they look like) and looks at every passage.
pub fn read(format: Option<&'static str>, bytes: &[u8]) {
    let options = ReadOptions { format, ..ReadOptions::default() };
    let Ok(documents) = read::read("fuzz", bytes.to_vec(), &options) else { return };
    for document in documents.flatten() {
        let mut end = 0;
        for passage in &document.passages {
            assert!(passage.span.of(&document.text).is_some(), "{:?} is out of bounds or splits a character", passage.span);
            assert!(passage.span.start.index() >= end && !passage.span.is_empty(), "{:?} is empty or out of order", passage.span);
            end = passage.span.end.index();
        }
    }
}

/// Reads bytes as a record that was written, and puts it into the lines of a search server.
pub fn record(bytes: &[u8]) {
    let Ok(written) = Written::parse(bytes) else { return };
    assert_eq!(written.passages_of_sentences().len(), written.sentences.len());
    for line in elasticsearch::lines(&written, true).lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
    }
}

/// Opens bytes as an image and, if that goes well, searches it.
pub fn image(bytes: &[u8]) {
    let owned = OwnedImage::new(bytes);
    let Ok(image) = Image::open(owned.bytes()) else { return };
    let text = "interferon gamma, TNF-α and heart failure";
    let (mut tokens, mut hits) = (Vec::new(), Vec::new());
    tokenize(text, 0, text.len(), &mut tokens);
    Search::default().all(&image, &tokens, &mut hits);
    for hit in hits {
        for entry in image.entries(hit.key) {
            let _ = image.surface(entry.surface);
            let _ = image.concept(entry.concept()).map(|concept| image.details(concept));
        }
    }
    let _ = (image.obsolete().count(), image.decisions(0));
    let _ = image.verify();
}

/// Compiles bytes as a dictionary of a user's.
pub fn dictionary(bytes: &[u8]) {
    if let Ok(owned) = overlay::compile("fuzz.tsv", bytes) {
        assert!(Image::open(owned.bytes()).is_ok(), "an image that was just made does not open");
    }
}

/// Looks for variants in a text: spans are of the text, and normal forms read back as themselves.
pub fn variant(text: &str) {
    let (mut tokens, mut found) = (Vec::new(), Vec::new());
    tokenize(text, 0, text.len(), &mut tokens);
    Finder::default().find(text, &tokens, &mut found);
    for found in found {
        assert!(found.span.of(text).is_some_and(|words| !words.is_empty()), "{:?} is no span of the text", found.span);
        for form in found.variants.iter().map(Variant::to_string) {
            assert_eq!(form.parse::<Variant>().map(|again| again.to_string()), Ok(form));
        }
    }
}
