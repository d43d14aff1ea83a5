//! BioC as XML.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bioc::{Assembly, Mark};
use super::{Fault, Field, Read};
use crate::eval::annotated::TypeNames;

/// Whether a file is of this form.
pub fn recognise(content: &str) -> bool {
    let head = (4093..=4096).rev().find_map(|end| content.get(..end)).unwrap_or(content);
    head.trim_start().starts_with('<') && head.contains("<collection")
}

/// What is open while the file is read.
#[derive(Default)]
struct State {
    assembly: Option<Assembly>,
    mark: Option<Mark>,
    /// The key of the infon that is open.
    key: String,
    offset: Option<i64>,
    /// The words since the last tag and where they began.
    words: String,
    words_start: usize,
    related: bool,
    /// Where each tag that is open began.
    starts: Vec<usize>,
    names: Vec<String>,
}

/// Reads the file.
pub fn read(content: &str, types: &TypeNames) -> Read {
    let mut read = Read::default();
    let mut reader = Reader::from_str(content);
    let mut state = State { related: content.contains("<relation"), ..State::default() };
    loop {
        let before = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) => {
                let at = (reader.error_position() as usize).min(content.len());
                read.faults.push(Fault::form(at..at, format!("this is not XML: {error}")));
                return read;
            }
        };
        let after = reader.buffer_position() as usize;
        match event {
            Event::Start(tag) => state.start(&tag, before..after),
            Event::Empty(tag) => {
                state.start(&tag, before..after);
                state.end(content, before..after, types, &mut read);
            }
            Event::End(_) => state.end(content, before..after, types, &mut read),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                if state.words.is_empty() {
                    state.words_start = before;
                }
                state.words.push_str(&content[before..after]);
            }
            _ => {}
        }
    }
    if let Some(name) = state.names.last() {
        read.faults.push(Fault::form(content.len()..content.len(), format!("the file ends before </{name}>")));
    }
    read
}

impl State {
    fn start(&mut self, tag: &BytesStart<'_>, place: Range<usize>) {
        let name = tag.name().as_ref().to_owned();
        let attribute = |key: &str| {
            let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == key);
            found.map(|attribute| {
                let value = attribute.value.clone().into_owned();
                // An attribute's value borrows from the tag, whose bytes are those of the file.
                let inside = (attribute.value.as_ptr() as usize).saturating_sub(tag.as_ptr() as usize);
                let start = place.start + 1 + inside;
                (value.clone(), start..start + value.len())
            })
        };
        match name.as_str() {
            "document" => self.assembly = Some(Assembly::new(Field::default())),
            "passage" | "sentence" => self.offset = None,
            "annotation" => self.mark = Some(Mark { place: place.clone(), ..Mark::default() }),
            "infon" => self.key = attribute("key").map(|(key, _)| key).unwrap_or_default(),
            "location" => {
                let number = |key: &str| attribute(key).and_then(|(value, place)| Some((value.trim().parse::<i64>().ok()?, place)));
                if let (Some(mark), Some((offset, offset_place)), Some((length, length_place))) =
                    (&mut self.mark, number("offset"), number("length"))
                {
                    mark.locations.push((offset, length, offset_place, length_place));
                }
            }
            _ => {}
        }
        self.words.clear();
        self.words_start = place.end;
        self.starts.push(place.start);
        self.names.push(name);
    }

    fn end(&mut self, content: &str, place: Range<usize>, types: &TypeNames, read: &mut Read) {
        let Some(name) = self.names.pop() else { return };
        let start = self.starts.pop().unwrap_or(place.start);
        let raw = std::mem::take(&mut self.words);
        let value = quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned);
        let field = Field { value, place: self.words_start..self.words_start + raw.len() };
        match (name.as_str(), &mut self.mark) {
            ("infon", Some(mark)) => mark.infons.push((std::mem::take(&mut self.key), field)),
            ("text", Some(mark)) => mark.text = Some(field),
            ("text", None) => {
                if let Some(assembly) = &mut self.assembly {
                    assembly.passage(self.offset.take(), &field.value);
                }
            }
            ("offset", _) => self.offset = field.value.trim().parse().ok(),
            ("id", None) if self.names.last().is_some_and(|parent| parent == "document") => {
                self.assembly = Some(Assembly::new(field));
            }
            ("annotation", _) => {
                if let (Some(mut mark), Some(assembly)) = (self.mark.take(), &mut self.assembly) {
                    mark.place = start..place.end;
                    let blank = content[..start].len() - content[..start].trim_end().len();
                    mark.removal = std::iter::once(start - blank..place.end).filter(|_| !self.related).collect();
                    assembly.mark(mark);
                }
            }
            ("document", _) => {
                if let Some(assembly) = self.assembly.take() {
                    assembly.finish(content, types, read);
                }
            }
            _ => {}
        }
    }
}
