//! The strings of names, packed: one that stands inside another (`insulin` in `insulin receptor`) has no place of its own,
//! and neighbours may share bytes.

use std::collections::HashMap;

use super::CompileError;
use super::chains::{self, Link};
use crate::image::Surface;

/// Strings, numbered as they come.
#[derive(Default)]
pub(super) struct Surfaces {
    strings: Vec<String>,
    numbers: HashMap<String, u32>,
}

/// A string from one of the places on where another may begin in it.
struct Suffix {
    /// Its first bytes, for comparing most suffixes without a look at the strings.
    head: u64,
    string: u32,
    from: u32,
}

impl Surfaces {
    /// The number of a string.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.strings.len() as u32;
        self.strings.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// Length in bytes of the string with a number.
    pub(super) fn length(&self, number: u32) -> usize {
        self.strings[number as usize].len()
    }

    /// The bytes of all strings, and where each is there. `close` packs them closer, which takes a while.
    pub(super) fn pack(&self, close: bool) -> Result<(Vec<u8>, Vec<Surface>), CompileError> {
        let hosts = self.hosts();
        let mut bytes: Vec<u8> = Vec::new();
        let mut places: Vec<Option<usize>> = vec![None; self.strings.len()];
        let free: Vec<usize> = (0..self.strings.len()).filter(|number| hosts[*number].is_none()).collect();
        let texts: Vec<&[u8]> = free.iter().map(|&number| self.strings[number].as_bytes()).collect();
        // The length of a long string stands before it.
        let is_long = |text: &[u8]| text.len() > Surface::LONGEST;
        for Link { string, shared } in if close { chains::order(&texts, is_long) } else { chains::apart(texts.len()) } {
            let text = texts[string];
            if is_long(text) {
                bytes.extend_from_slice(&(text.len() as u16).to_le_bytes());
            }
            places[free[string]] = Some(bytes.len() - shared);
            bytes.extend_from_slice(&text[shared..]);
        }
        let place_of = |mut number: usize| {
            let mut within = 0;
            // A host is longer than its guest, so that this ends.
            while let Some((host, from)) = hosts[number] {
                number = host as usize;
                within += from as usize;
            }
            places[number].unwrap_or(0) + within
        };
        let surface = |number: usize| {
            Surface::new(place_of(number), self.strings[number].len())
                .ok_or(CompileError::TooMany { what: "bytes of names", limit: Surface::FARTHEST })
        };
        let surfaces = (0..self.strings.len()).map(surface).collect::<Result<_, _>>()?;
        Ok((bytes, surfaces))
    }

    /// For each string the longer one that it stands in, and where. Of the sorted suffixes the one behind a whole string
    /// begins with it, if any does.
    fn hosts(&self) -> Vec<Option<(u32, u32)>> {
        let text = |suffix: &Suffix| &self.strings[suffix.string as usize].as_bytes()[suffix.from as usize..];
        let mut suffixes: Vec<Suffix> = Vec::with_capacity(self.strings.len() * 6);
        for (string, words) in self.strings.iter().zip(0..).map(|(text, number)| (number, text.as_str())) {
            for from in beginnings(words) {
                suffixes.push(Suffix { head: head(&words.as_bytes()[from..]), string, from: from as u32 });
            }
        }
        suffixes.sort_unstable_by(|left, right| {
            let rest = || text(left).cmp(text(right)).then((left.from, left.string).cmp(&(right.from, right.string)));
            left.head.cmp(&right.head).then_with(rest)
        });
        let mut hosts = vec![None; self.strings.len()];
        for pair in suffixes.windows(2) {
            let own = text(&pair[0]);
            if pair[0].from == 0 && own.len() <= Surface::LONGEST && text(&pair[1]).starts_with(own) {
                hosts[pair[0].string as usize] = Some((pair[1].string, pair[1].from));
            }
        }
        hosts
    }
}

/// The first eight bytes as a number that sorts as they do.
fn head(bytes: &[u8]) -> u64 {
    bytes.iter().chain(std::iter::repeat(&0)).take(8).fold(0, |head, byte| head << 8 | u64::from(*byte))
}

/// Where another name may begin in a name: at its start, and where a word or a number begins.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => 1,
        b'a'..=b'z' | b'A'..=b'Z' => 2,
        _ => 0,
    };
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(move |&at| at == 0 || class(bytes[at]) != 0 && class(bytes[at]) != class(bytes[at - 1]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], surface: Surface) -> &[u8] {
        surface.of(bytes)
    }

    #[test]
    fn a_string_inside_another_takes_no_place() {
        let mut surfaces = Surfaces::default();
        let texts = ["insulin", "human insulin receptor", "insulin receptor", "receptor", "IL2", "IL2RA", "sulin"];
        let numbers: Vec<u32> = texts.iter().map(|text| surfaces.number(text)).collect();
        assert_eq!(surfaces.number("IL2"), numbers[4]);
        let (bytes, places) = surfaces.pack(false).expect("it is small");
        // `sulin` begins inside a word.
        assert_eq!(bytes, b"human insulin receptorIL2RAsulin");
        for (text, number) in texts.iter().zip(numbers) {
            assert_eq!(read(&bytes, places[number as usize]), text.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn any_strings_read_back(texts in prop::collection::vec("[ab1 -]{1,9}|[a-cé ]{1,90}", 1..40), close: bool) {
            let mut surfaces = Surfaces::default();
            let numbers: Vec<u32> = texts.iter().map(|text| surfaces.number(text)).collect();
            let (bytes, places) = surfaces.pack(close).expect("it is small");
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(read(&bytes, places[number as usize]), text.as_bytes());
            }
        }
    }
}
