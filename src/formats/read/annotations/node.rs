//! JSON with the place of each value in its file.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Fault, Field, Trouble};

/// A value and the text of the file that it is a part of.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    whole: &'t str,
    raw: &'t str,
}

/// The fields of an object, in their order.
pub struct Fields<'t>(Vec<(String, Node<'t>)>);

impl<'t> Fields<'t> {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Node<'t>> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, node)| *node)
    }

    /// The first string among fields.
    #[must_use]
    pub fn string(&self, keys: &[&str]) -> Option<Field> {
        keys.iter().find_map(|key| self.get(key)?.string())
    }

    /// All fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Node<'t>)> {
        self.0.iter().map(|(name, node)| (name.as_str(), *node))
    }

    /// The elements of a field's array; none where it is missing.
    #[must_use]
    pub fn elements(&self, key: &str) -> Vec<Node<'t>> {
        self.get(key).map(|node| node.elements()).unwrap_or_default()
    }
}

struct RawFields<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for RawFields<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = RawFields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(RawFields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl<'t> Node<'t> {
    /// The values of a file, one after the other, and the fault at which reading stopped.
    #[must_use]
    pub fn values(whole: &'t str) -> (Vec<Node<'t>>, Option<Fault>) {
        let mut values = Vec::new();
        for value in serde_json::Deserializer::from_str(whole).into_iter::<&RawValue>() {
            match value {
                Ok(raw) => values.push(Node { whole, raw: raw.get() }),
                Err(error) => {
                    let lines = whole.split_inclusive('\n').take(error.line().saturating_sub(1));
                    let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                    let message = error.to_string();
                    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                    let at = at.min(whole.len());
                    return (
                        values,
                        Some(Fault { trouble: Trouble::Form, place: at..at, message: format!("this is not JSON: {message}") }),
                    );
                }
            }
        }
        (values, None)
    }

    /// Its place, with quotes.
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        let start = (self.raw.as_ptr() as usize).saturating_sub(self.whole.as_ptr() as usize);
        start..start + self.raw.len()
    }

    /// Its fields; none of anything but an object.
    #[must_use]
    pub fn fields(&self) -> Fields<'t> {
        let raw = if self.raw.starts_with('{') { serde_json::from_str(self.raw) } else { Ok(RawFields(Vec::new())) };
        let fields = raw.map_or_else(|_| Vec::new(), |RawFields(fields)| fields);
        Fields(fields.into_iter().map(|(name, raw)| (name, Node { whole: self.whole, raw: raw.get() })).collect())
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.raw.starts_with('{')
    }

    /// Its elements; none of anything but an array.
    #[must_use]
    pub fn elements(&self) -> Vec<Node<'t>> {
        let raws: Vec<&'t RawValue> =
            if self.raw.starts_with('[') { serde_json::from_str(self.raw).unwrap_or_default() } else { Vec::new() };
        raws.into_iter().map(|raw| Node { whole: self.whole, raw: raw.get() }).collect()
    }

    /// A string, its place without quotes; a number as it is written.
    #[must_use]
    pub fn string(&self) -> Option<Field> {
        let Range { start, end } = self.place();
        if self.raw.starts_with('"') {
            return Some(Field { value: serde_json::from_str(self.raw).ok()?, place: start + 1..end - 1 });
        }
        self.integer().map(|_| Field { value: self.raw.to_owned(), place: start..end })
    }

    /// A whole number; as a string too, for some writers put it in quotes.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        self.raw.trim_matches('"').parse().ok()
    }

    /// The place of a number, without quotes.
    #[must_use]
    pub fn number_place(&self) -> Range<usize> {
        let place = self.place();
        if self.raw.starts_with('"') { place.start + 1..place.end - 1 } else { place }
    }
}

/// What to take out so that the element `index` of an array is gone, with the comma that parts it from its neighbour.
#[must_use]
pub fn removal(elements: &[Node<'_>], index: usize) -> Vec<Range<usize>> {
    let Some(own) = elements.get(index).map(Node::place) else { return Vec::new() };
    let before = index.checked_sub(1).and_then(|before| elements.get(before)).map(|before| before.place().end..own.end);
    let after = elements.get(index + 1).map(|after| own.start..after.place().start);
    vec![before.or(after).unwrap_or(own)]
}
