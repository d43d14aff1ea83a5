//! The variable part of concepts, packed: identifiers as the form that they share with others and a number, lists of
//! concepts as differences. Most of the identifiers that a dictionary holds are a few letters and a number
//! (`ENSG00000134982`), and take three or four bytes so.

use std::borrow::Cow;
use std::collections::HashMap;

use bytemuck::{Pod, Zeroable};

use crate::image::{ConceptRecord, Image};

/// The longest head of a form, in bytes.
const HEAD: usize = 13;
/// What stands in the place of a form's index before an identifier that has none.
const LITERAL: u8 = 255;
/// How many identifiers must share a form, so that it is worth a place.
const SHARED: usize = 8;
/// Digits of a number, so that it fits in 64 bits.
const DIGITS: usize = 18;

/// What many identifiers of one prefix have in common: letters, and how the number behind them is written.
#[derive(Clone, Copy, Pod, Zeroable, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(C)]
pub struct Form {
    /// Index of the prefix.
    prefix: u8,
    /// Digits of the number, padded with zeros; 0 for a number as it comes.
    width: u8,
    /// Bytes of the head that count.
    length: u8,
    head: [u8; HEAD],
}

impl Form {
    /// The form and the number of an identifier.
    fn of(prefix: u8, local_id: &str) -> Option<(Form, u64)> {
        let digits = local_id.bytes().rev().take_while(u8::is_ascii_digit).count().min(DIGITS);
        let (head, number) = local_id.split_at(local_id.len() - digits);
        let mut form = Form { prefix, width: 0, length: head.len() as u8, head: [0; HEAD] };
        form.head.get_mut(..head.len())?.copy_from_slice(head.as_bytes());
        if number.len() > 1 && number.starts_with('0') {
            form.width = number.len() as u8;
        }
        Some((form, number.parse().ok()?))
    }

    fn write(&self, number: u64) -> String {
        let head = self.head.get(..usize::from(self.length)).and_then(|head| std::str::from_utf8(head).ok()).unwrap_or("");
        // A damaged image may hold any width.
        let width = usize::from(self.width).min(DIGITS);
        let digits = number.to_string();
        let mut local_id = String::with_capacity(head.len() + digits.len().max(width));
        local_id.push_str(head);
        local_id.extend(std::iter::repeat_n('0', width.saturating_sub(digits.len())));
        local_id.push_str(&digits);
        local_id
    }
}

/// Writes identifiers and lists.
#[derive(Default)]
pub(crate) struct Packer {
    forms: Vec<Form>,
    indices: HashMap<Form, u8>,
}

impl Packer {
    /// A packer for these identifiers (index of the prefix, local part).
    pub(crate) fn new<'c>(curies: impl Iterator<Item = (u8, &'c str)>) -> Self {
        let mut counts: HashMap<Form, usize> = HashMap::new();
        for (form, _) in curies.filter_map(|(prefix, local_id)| Form::of(prefix, local_id)) {
            *counts.entry(form).or_default() += 1;
        }
        let mut shared: Vec<(Form, usize)> = counts.into_iter().filter(|(_, count)| *count >= SHARED).collect();
        shared.sort_unstable_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
        shared.truncate(usize::from(LITERAL));
        let forms: Vec<Form> = shared.into_iter().map(|(form, _)| form).collect();
        let indices = forms.iter().zip(0..).map(|(form, index)| (*form, index)).collect();
        Self { forms, indices }
    }

    pub(crate) fn forms(&self) -> &[Form] {
        &self.forms
    }

    pub(crate) fn curie(&self, (prefix, local_id): (u8, &str), out: &mut Vec<u8>) {
        let known = Form::of(prefix, local_id).and_then(|(form, number)| Some((*self.indices.get(&form)?, number)));
        if let Some((index, number)) = known {
            out.push(index);
            push_number(out, number);
        } else {
            out.extend_from_slice(&[LITERAL, prefix]);
            push_string(out, local_id);
        }
    }

    /// The details of a concept: see [`Details`].
    pub(crate) fn details(&self, own: (u8, &str), xrefs: &[(u8, &str)], lists: [&[u32]; 3], out: &mut Vec<u8>) {
        self.curie(own, out);
        // Most concepts have few cross references and no list: one byte says so.
        let few = xrefs.len().min(usize::from(MANY)) as u8;
        out.push(lists.iter().zip(0..).fold(few, |bits, (list, index)| bits | u8::from(!list.is_empty()) << (LISTS + index)));
        if few == MANY {
            push_number(out, xrefs.len() as u64);
        }
        xrefs.iter().for_each(|xref| self.curie(*xref, out));
        for list in lists.iter().filter(|list| !list.is_empty()) {
            push_number(out, list.len() as u64);
            let mut last = 0;
            for &index in *list {
                let step = i64::from(index) - last;
                push_number(out, (step << 1 ^ step >> 63) as u64);
                last = i64::from(index);
            }
        }
    }
}

/// The most cross references that the byte behind an identifier counts; this number stands for more.
const MANY: u8 = 31;
/// The first of that byte's bits that say which lists there are.
const LISTS: u8 = 5;

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub(crate) fn push_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The variable part of a concept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details<'a> {
    /// The part of its CURIE after the colon.
    pub local_id: Cow<'a, str>,
    /// Cross references: index of the prefix, local identifier.
    pub xrefs: Vec<(u8, Cow<'a, str>)>,
    /// Indices of direct parents.
    pub parents: Vec<u32>,
    /// Indices of direct members, for families and complexes.
    pub members: Vec<u32>,
    /// Indices of orthologs in other organisms.
    pub orthologs: Vec<u32>,
}

impl<'a> Image<'a> {
    /// The ortholog of a concept in an organism, by its NCBI taxonomy identifier; cheaper than all of its details. Of
    /// several, the one with the same symbol (CCL2 is Ccl2 of the mouse, though Ccl12 is its ortholog too).
    #[must_use]
    pub fn ortholog(&self, concept: &ConceptRecord, taxon: u32) -> Option<u32> {
        let mut reader = self.reader(concept);
        reader.skip_curie();
        let (xrefs, lists) = reader.shape();
        (0..xrefs).for_each(|_| reader.skip_curie());
        let [parents, members, orthologs] = lists_of(lists);
        for _ in [parents, members].iter().filter(|there| **there) {
            reader.indices().for_each(drop);
        }
        let of_organism = |index: &u32| self.concept(*index).is_some_and(|other| self.taxon(other) == taxon);
        let mut own = orthologs.then(|| reader.indices()).into_iter().flatten().filter(of_organism);
        let (first, second) = (own.next()?, own.next());
        // Nearly all have one.
        let Some(second) = second else { return Some(first) };
        let symbol = self.surface_bytes(concept.name);
        let namesake = |index: &u32| self.concept(*index).is_some_and(|other| self.surface_bytes(other.name).eq_ignore_ascii_case(symbol));
        Some([first, second].into_iter().chain(own).find(namesake).unwrap_or(first))
    }

    /// The local identifier of a concept, then its cross references (index of the prefix, local identifier); cheaper than
    /// all of its details.
    pub fn identifiers(&self, concept: &ConceptRecord) -> (Cow<'a, str>, impl Iterator<Item = (u8, Cow<'a, str>)> + use<'a>) {
        let forms = self.forms;
        let mut reader = self.reader(concept);
        let (_, local_id) = reader.curie(forms);
        let (xrefs, _) = reader.shape();
        (local_id, (0..xrefs).map_while(move |_| (!reader.rest.is_empty()).then(|| reader.curie(forms))))
    }

    /// The identifier, cross references and links of a concept.
    #[must_use]
    pub fn details(&self, concept: &ConceptRecord) -> Details<'a> {
        let mut reader = self.reader(concept);
        let (_, local_id) = reader.curie(self.forms);
        let (xrefs, lists) = reader.shape();
        let xrefs = (0..xrefs).map_while(|_| (!reader.rest.is_empty()).then(|| reader.curie(self.forms))).collect();
        let [parents, members, orthologs] = lists_of(lists).map(|there| if there { reader.indices().collect() } else { Vec::new() });
        Details { local_id, xrefs, parents, members, orthologs }
    }

    fn reader(&self, concept: &ConceptRecord) -> Reader<'a> {
        Reader { rest: self.details.get(concept.details as usize..).unwrap_or(&[]) }
    }
}

fn lists_of(bits: u8) -> [bool; 3] {
    [bits & 1 != 0, bits & 2 != 0, bits & 4 != 0]
}

/// Reads what a [`Packer`] wrote; behind the end of a damaged image everything is 0 or empty.
pub(crate) struct Reader<'a> {
    pub(crate) rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((&[], &[]));
        self.rest = rest;
        taken
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// The upper 48 bits of a key.
    pub(crate) fn short_key(&mut self) -> u64 {
        self.take(6).iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte))
    }

    pub(crate) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        number
    }

    pub(crate) fn string(&mut self) -> &'a str {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        std::str::from_utf8(self.take(length)).unwrap_or("")
    }

    pub(crate) fn curie(&mut self, forms: &[Form]) -> (u8, Cow<'a, str>) {
        match self.byte() {
            LITERAL => (self.byte(), self.string().into()),
            index => {
                let number = self.number();
                forms.get(usize::from(index)).map_or((0, "".into()), |form| (form.prefix, form.write(number).into()))
            }
        }
    }

    fn skip_curie(&mut self) {
        if self.byte() == LITERAL {
            self.byte();
            self.string();
        } else {
            self.number();
        }
    }

    /// How many cross references there are, and a bit for each list that there is.
    fn shape(&mut self) -> (u64, u8) {
        let byte = self.byte();
        let few = byte & MANY;
        // No more than there are bytes, whatever a damaged image says.
        let xrefs = if few == MANY { self.number() } else { u64::from(few) }.min(self.rest.len() as u64);
        (xrefs, byte >> LISTS)
    }

    fn indices(&mut self) -> impl Iterator<Item = u32> + use<'_, 'a> {
        let count = self.number().min(self.rest.len() as u64);
        let mut last = 0i64;
        (0..count).map(move |_| {
            let zigzag = self.number();
            last = last.wrapping_add((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64));
            last as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn identifiers_of_a_shared_form_are_short_and_read_back() {
        for (local_id, length) in
            [("583", 3), ("0000583", 3), ("ENSG00000134982", 4), ("0", 2), ("00", 2), ("P04637", 3), ("A-long-head-with-1", 21), ("", 3)]
        {
            let packer = Packer::new((0..SHARED).map(|_| (7, local_id)));
            let mut bytes = Vec::new();
            packer.curie((7, local_id), &mut bytes);
            assert_eq!(bytes.len(), length, "{local_id}");
            assert_eq!(Reader { rest: &bytes }.curie(packer.forms()), (7, local_id.into()));
            // One that shares its form with none.
            bytes.clear();
            Packer::default().curie((7, local_id), &mut bytes);
            assert_eq!(Reader { rest: &bytes }.curie(&[]), (7, local_id.into()));
        }
    }

    proptest! {
        #[test]
        fn any_identifier_and_list_reads_back(
            local_ids in prop::collection::vec(("[A-C]{0,2}[0-9]{1,20}|\\PC{0,30}", 0u8..4), 1..60),
            list in prop::collection::vec(any::<u32>(), 0..9),
        ) {
            let curies: Vec<(u8, &str)> = local_ids.iter().map(|(local_id, prefix)| (*prefix, local_id.as_str())).collect();
            let packer = Packer::new(curies.iter().copied().cycle().take(curies.len() * SHARED));
            let mut bytes = Vec::new();
            packer.details(curies[0], &curies, [&[], &list, &list], &mut bytes);
            let mut reader = Reader { rest: &bytes };
            prop_assert_eq!(reader.curie(packer.forms()), (curies[0].0, curies[0].1.into()));
            let (xrefs, lists) = reader.shape();
            let read: Vec<_> = (0..xrefs).map(|_| reader.curie(packer.forms())).collect();
            prop_assert_eq!(read, curies.iter().map(|(prefix, local_id)| (*prefix, Cow::from(*local_id))).collect::<Vec<_>>());
            prop_assert_eq!(lists, if list.is_empty() { 0 } else { 6 });
            if !list.is_empty() {
                prop_assert_eq!(&reader.indices().collect::<Vec<_>>(), &list);
                prop_assert_eq!(&reader.indices().collect::<Vec<_>>(), &list);
            }
            prop_assert!(reader.rest.is_empty());
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut reader = Reader { rest: &bytes };
            reader.curie(&[]);
            let (xrefs, _) = reader.shape();
            prop_assert!(xrefs <= 80);
            prop_assert!(reader.indices().count() <= 80);
        }
    }
}
