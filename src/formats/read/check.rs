//! What tests of readers share.

use std::path::PathBuf;

use proptest::prelude::*;

use super::{Format, Input, ReadError, ReadOptions};
use crate::document::{Document, PassageKind};

/// Reads everything in `bytes`; the name of the file is `paper.xml`.
pub(super) fn read_bytes(format: &Format, bytes: &[u8]) -> Result<Vec<Document>, ReadError> {
    let input = Input::from_bytes("paper.xml", bytes.to_vec(), &ReadOptions::default())?;
    (format.documents)(input).collect()
}

/// Reads the one document in `text`.
pub(super) fn read_one(format: &Format, text: &str) -> Document {
    let mut documents = read_bytes(format, text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(documents.len(), 1, "{text}");
    let document = documents.remove(0);
    sound(&document);
    document
}

/// The message of the error that reading `text` ends with.
pub(super) fn fault(format: &Format, text: &str) -> String {
    match read_bytes(format, text.as_bytes()) {
        Ok(documents) => panic!("{} documents were read from {text}", documents.len()),
        Err(error) => error.to_string(),
    }
}

/// Kind and text of every passage.
pub(super) fn passages(document: &Document) -> Vec<(PassageKind, &str)> {
    document.passages.iter().map(|passage| (passage.kind, passage.span.of(&document.text).unwrap())).collect()
}

/// The texts of the passages of a kind.
pub(super) fn texts(document: &Document, kind: PassageKind) -> Vec<&str> {
    passages(document).into_iter().filter(|(known, _)| *known == kind).map(|(_, text)| text).collect()
}

/// Section and text of every passage.
pub(super) fn sections(document: &Document) -> Vec<(Option<&str>, &str)> {
    document.passages.iter().map(|passage| (passage.section.as_deref(), passage.span.of(&document.text).unwrap())).collect()
}

/// What holds for every document: spans in bounds, on character boundaries, in order, not overlapping, none empty or with
/// white space at its edges; references and glossary inside of passages.
pub(super) fn sound(document: &Document) {
    let mut end = 0;
    for passage in &document.passages {
        let text = passage.span.of(&document.text).unwrap_or_else(|| panic!("{} is no span of the text", passage.span));
        assert!(!text.is_empty() && text.trim() == text, "{text:?} has white space at its edges or nothing at all");
        assert!(end <= passage.span.start.index(), "{} begins before {end}", passage.span);
        end = passage.span.end.index();
    }
    let inside = |span: crate::document::Span| document.passages.iter().any(|passage| passage.span.contains(span));
    assert!(document.references.iter().all(|reference| inside(reference.span)));
    assert!(document.glossary.iter().all(|pair| inside(pair.short) && inside(pair.long) && !pair.short.overlaps(pair.long)));
    assert!(!document.id.is_empty() && document.sha256.len() == 64);
}

/// Reads a valid file with something changed in it: no panic, and every document that comes before an error is sound.
pub(super) fn survives(format: &Format, bytes: &[u8]) {
    let input = Input::from_bytes("paper.xml", bytes.to_vec(), &ReadOptions { lossy: true, ..ReadOptions::default() });
    let documents = (format.documents)(input.unwrap());
    documents.map_while(Result::ok).for_each(|document| sound(&document));
    let _ = (format.recognise)(bytes);
}

/// A file that is cut somewhere, or in which some bytes are taken out, doubled or replaced.
pub(super) fn mutated(valid: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0_u8..4, any::<u8>(), prop::sample::select(b"<>&/;\"'^|-\t\n {}[],:\xe2".to_vec()));
    prop::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut bytes = valid.as_bytes().to_vec();
        for (place, edit, length, byte) in edits {
            if bytes.is_empty() {
                break;
            }
            let start = place.index(bytes.len());
            let end = (start + usize::from(length)).min(bytes.len());
            match edit {
                0 => bytes.truncate(start),
                1 => drop(bytes.drain(start..end)),
                2 => {
                    let again = bytes[start..end].to_vec();
                    bytes.splice(start..start, again);
                }
                _ => bytes[start] = byte,
            }
        }
        bytes
    })
}

/// The real files for development, where they are.
pub(super) fn shared(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/formats").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: there is no folder {}", path.display());
    None
}

/// Reads a real file, unpacked where it is packed, in the format that its beginning is recognised as.
pub(super) fn read_shared(folder: &std::path::Path, name: &str) -> Vec<Document> {
    let mut bytes = std::fs::read(folder.join(name)).unwrap();
    if name.ends_with(".gz") {
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut unpacked).unwrap();
        bytes = unpacked;
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let format = super::FORMATS.iter().find(|format| (format.recognise)(head)).unwrap_or_else(|| panic!("{name} is not recognised"));
    let input = Input::from_bytes(name, bytes, &ReadOptions::default()).unwrap();
    let documents: Vec<Document> = (format.documents)(input).map(|document| document.unwrap_or_else(|error| panic!("{error}"))).collect();
    documents.iter().for_each(sound);
    documents
}

/// How many passages of a kind there are.
pub(super) fn count(document: &Document, kind: PassageKind) -> usize {
    document.passages.iter().filter(|passage| passage.kind == kind).count()
}
