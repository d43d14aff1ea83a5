//! Parts of a concept that are the same in every mention of it, put into JSON once.

use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The compact JSON of a concept's parts; kept at the concept, of which it is no part: all are equal.
#[derive(Clone, Debug, Default)]
pub struct Rendered(OnceLock<Option<Parts>>);

#[derive(Clone, Debug)]
struct Parts {
    xrefs: Box<RawValue>,
    view: Box<RawValue>,
    members: Box<RawValue>,
}

impl PartialEq for Rendered {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Rendered {}

/// Which part of a concept.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Xrefs,
    View,
    Members,
}

impl Rendered {
    /// A part in JSON; the three are made from what they are given when any is asked for first. `None` if one cannot be
    /// put into JSON, which strings always can.
    pub(super) fn part(&self, part: Part, xrefs: impl Serialize, view: impl Serialize, members: impl Serialize) -> Option<&RawValue> {
        let make = || {
            Some(Parts {
                xrefs: serde_json::value::to_raw_value(&xrefs).ok()?,
                view: serde_json::value::to_raw_value(&view).ok()?,
                members: serde_json::value::to_raw_value(&members).ok()?,
            })
        };
        let parts = self.0.get_or_init(make).as_ref()?;
        Some(match part {
            Part::Xrefs => &parts.xrefs,
            Part::View => &parts.view,
            Part::Members => &parts.members,
        })
    }
}

/// A part that is laid out by the serializer, or copied as it was rendered.
pub(super) enum Laid<'a, T> {
    Out(T),
    Copied(&'a RawValue),
}

impl<T: Serialize> Serialize for Laid<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Laid::Out(part) => part.serialize(serializer),
            Laid::Copied(raw) => raw.serialize(serializer),
        }
    }
}
