//! Forms of bases: `c.1799T>A`, `c.68_69delAG`, `IVS2+1G>A`, `-308G/A`, `C677T`, `35delG`, `delTTCA`.

use super::cursor::Cursor;
use super::normal::{Base, Change, Level, Point, Variant};
use super::residue::is_base;
use super::{Reading, Sureness};

/// So many more alleles may stand before the word for them.
const MOST_LISTED: usize = 4;

/// Reads a form at the cursor.
pub(super) fn read(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let level = prefix(&mut next);
    forward(next, level).or_else(|| reversed(next, level)).or_else(|| event_first(next, level))
}

/// `c.`, `g.`, `nt `; also `c` and `g` right before a number.
fn prefix(cursor: &mut Cursor<'_>) -> Option<Level> {
    let mut next = *cursor;
    let level = if next.eat_any_case(b"nt") {
        next.eat(b".");
        if !next.loose() {
            return None;
        }
        Level::Coding
    } else {
        let level = Level::of(next.peek()).filter(|level| *level != Level::Protein)?;
        next.at += 1;
        let dot = next.eat(b".");
        next.blank();
        let digit = next.peek().is_ascii_digit();
        if !dot && (!matches!(level, Level::Coding | Level::Genomic) || !digit || next.at != cursor.at + 1) {
            return None;
        }
        level
    };
    *cursor = next;
    Some(level)
}

/// A place, then what happens there.
fn forward(cursor: Cursor<'_>, level: Option<Level>) -> Option<Reading> {
    let mut next = cursor;
    let wrapped = next.eat(b"[") || level.is_some() && next.eat(b"(");
    let signed = matches!(next.peek(), b'+' | b'-' | 0xe2) || next.rest().starts_with(b"*");
    let from = point(&mut next, level.is_some())?;
    let to = range(&mut next);
    let intron = matches!(from.base, Base::Intron(_)) || from.offset != 0;
    let placed = level.is_some() || signed || intron;
    // IVS10+1, g-->t
    if matches!(from.base, Base::Intron(_)) && next.rest().starts_with(b", ") {
        next.at += 1;
    }
    let in_brackets = cursor.at.checked_sub(1).is_some_and(|before| cursor.bytes[before] == b'(') && signed;
    let change = change(&mut next, level.is_some(), in_brackets)?;
    let mut sureness = if placed || !matches!(change, Change::Substitution(..)) { Sureness::Clear } else { Sureness::Likely };
    // 5g/t may be a dose.
    let ends_small = cursor.bytes.get(next.at - 1).is_some_and(u8::is_ascii_lowercase);
    if ends_small && matches!(change, Change::Substitution(..)) && !placed {
        sureness = Sureness::Doubtful;
    }
    // What is put in is said, or where it is counted: AFF344-345ins is more than 345ins.
    if matches!(&change, Change::Insertion(what) if what.is_empty()) && level.is_none() && to.is_none() && !intron {
        return None;
    }
    if matches!(change, Change::Allele(_)) {
        // CYP2C19*2A is an allele's name.
        let high = matches!(from.base, Base::Start(number) if number > 9);
        if !(placed || high && named_for_a_variant(next))
            || to.is_some()
            || matches!(from.base, Base::Stop(_)) && cursor.bytes.get(cursor.at.wrapping_sub(1)) != Some(&b'.')
        {
            return None;
        }
        sureness = if level.is_some() || intron { Sureness::Likely } else { Sureness::Doubtful };
    }
    let level = level.unwrap_or(Level::Coding);
    let mut variants = vec![Variant { level, from: Some(from), to, change }.tidy()];
    alternatives(&mut next, &mut variants);
    if wrapped && !next.eat(b"]") {
        next.eat(b")");
    }
    next.at_end().then_some(Reading { end: next.at, variants, sureness })
}

/// Whether a word says that a base at its place is that of some people: `111G allele`, `4044T and 4062T alleles`.
pub(super) fn named_for_a_variant(mut cursor: Cursor<'_>) -> bool {
    for _ in 0..MOST_LISTED {
        let mut next = cursor;
        if !(next.eat(b", ") || next.eat(b" and ") || next.eat(b" or ")) || next.number().is_none() || next.residue_letter().is_none() {
            break;
        }
        cursor = next;
    }
    cursor.blank() && cursor.one_of(&["allele", "alleles", "carriers", "genotype"])
}

/// `IVS2+1`, `-308`, `*37`, `1799`, `83+1`.
fn point(cursor: &mut Cursor<'_>, prefixed: bool) -> Option<Point> {
    let mut next = *cursor;
    let mut unsigned = false;
    let base = if next.eat_any_case(b"IVS") {
        next.loose();
        let numeral = roman(&mut next);
        // The hyphen of IVS-II-1 parts, it is no sign.
        unsigned = numeral.is_some() && next.dash();
        Base::Intron(numeral.or_else(|| u32::try_from(next.number()?).ok())?)
    } else if next.eat(b"*") {
        Base::Stop(u32::try_from(next.number()?).ok()?)
    } else {
        let number = next.signed().or_else(|| next.number())?;
        Base::Start(number)
    };
    let mut offset = 0;
    let mut behind = next;
    behind.blank();
    behind.eat(b"(");
    if let Base::Intron(_) = base {
        behind.eat_any_case(b"nt");
        behind.blank();
        offset = if unsigned { behind.number()? } else { behind.signed().or_else(|| behind.number())? };
        behind.eat(b")");
        next = behind;
    } else if let Some(number) = behind.signed()
        && behind.at - next.at < 9
    {
        let mut change = behind;
        change.eat_any_case(b"kb");
        change.blank();
        // 399-402 is a range.
        let plus = next.rest().iter().find(|byte| !matches!(byte, b' ' | b'(')) == Some(&b'+');
        let intron =
            matches!(change.peek(), b'A' | b'C' | b'G' | b'T' | b'd' | b'i' | b'_' | b'(') && (plus || prefixed || number.abs() < 400);
        if intron && (plus || prefixed || !matches!(change.peek(), b'd' | b'i')) {
            offset = number;
            next = behind;
            next.eat_any_case(b"kb");
        }
    }
    *cursor = next;
    Some(Point { residue: 0, base, offset })
}

/// A Roman numeral, as in `IVS-II-1` and `exon XI`.
pub(super) fn roman(cursor: &mut Cursor<'_>) -> Option<u32> {
    let numerals: [(&[u8], u32); 13] = [
        (b"XIII", 13),
        (b"XII", 12),
        (b"XI", 11),
        (b"X", 10),
        (b"VIII", 8),
        (b"VII", 7),
        (b"III", 3),
        (b"IX", 9),
        (b"IV", 4),
        (b"VI", 6),
        (b"II", 2),
        (b"V", 5),
        (b"I", 1),
    ];
    numerals.iter().find(|(numeral, _)| cursor.eat(numeral)).map(|(_, number)| *number).filter(|_| !cursor.peek().is_ascii_alphabetic())
}

/// `_402`, `-402`.
fn range(cursor: &mut Cursor<'_>) -> Option<Point> {
    let mut next = *cursor;
    if !next.eat(b"_") && !next.dash() && !next.eat(b"/") {
        return None;
    }
    let to = point(&mut next, false)?;
    *cursor = next;
    Some(to)
}

/// What happens at a place. In brackets one base may stand behind a blank: `(-21 A)`.
fn change(cursor: &mut Cursor<'_>, prefixed: bool, in_brackets: bool) -> Option<Change> {
    let mut next = *cursor;
    next.blank();
    let wrapped = next.eat(b"(");
    let change = event(&mut next).or_else(|| bracketed(&mut next, wrapped)).or_else(|| substitution(&mut next, prefixed))?;
    if wrapped && !next.eat(b")") {
        return None;
    }
    // A blank stands before an event or an arrow, and before a letter only where it is called an allele.
    let parted = wrapped || !cursor.peek().is_ascii_alphabetic();
    let alone = in_brackets && next.peek() == b')';
    if matches!(change, Change::Allele(_)) && parted && (wrapped || !named_for_a_variant(next) && !alone) {
        return None;
    }
    *cursor = next;
    Some(change)
}

/// `C-T` in the brackets of `-511 (C-T)`.
fn bracketed(cursor: &mut Cursor<'_>, wrapped: bool) -> Option<Change> {
    let mut next = *cursor;
    let old = next.bases();
    let dash = wrapped && next.dash();
    let new = next.bases();
    (dash && old.len() == 1 && new.len() == 1 && next.peek() == b')').then(|| *cursor = next)?;
    Some(Change::Substitution(old, new))
}

/// `del`, `delAG`, `del6`, `ins(GCG)7`, `dup`, `delinsTT`, `inv`.
fn event(cursor: &mut Cursor<'_>) -> Option<Change> {
    let mut next = *cursor;
    let change = if next.eat_any_case(b"delins") || next.eat_any_case(b"del/ins") {
        Change::Indel(what(&mut next))
    } else if next.eat_any_case(b"del") {
        if next.peek().is_ascii_lowercase() {
            return None;
        }
        let lost = what(&mut next);
        if next.eat(b"ins") { Change::Indel(what(&mut next)) } else { Change::Deletion(lost) }
    } else if next.eat_any_case(b"ins") {
        if next.peek().is_ascii_lowercase() {
            return None;
        }
        Change::Insertion(what(&mut next))
    } else if next.eat_any_case(b"dup") {
        if next.peek().is_ascii_lowercase() {
            return None;
        }
        Change::Duplication(what(&mut next))
    } else if next.eat(b"inv") {
        Change::Inversion
    } else {
        return None;
    };
    next.at_end().then(|| *cursor = next)?;
    Some(change)
}

/// Bases, or how many.
fn what(cursor: &mut Cursor<'_>) -> String {
    let mut next = *cursor;
    next.eat(b".");
    next.blank();
    let wrapped = next.eat(b"(");
    let bases = next.bases();
    let ends = !next.peek().is_ascii_alphabetic() || next.rest().starts_with(b"ins");
    if !bases.is_empty() && ends && (!wrapped || next.eat(b")")) {
        if wrapped {
            let mut times = next;
            if times.eat(b"(") && times.number().is_some() && times.eat(b")") || times.number().is_some() {
                next = times;
            }
        }
        *cursor = next;
        return bases;
    }
    let mut next = *cursor;
    next.loose();
    let Some(number) = next.number().filter(|_| !wrapped) else { return String::new() };
    let mut unit = next;
    unit.loose();
    if unit.one_of(&["bp", "bases", "nt", "nucleotides"]) {
        next = unit;
    } else if next.peek() == b'_' || cursor.peek() == b' ' {
        return String::new();
    }
    *cursor = next;
    number.to_string()
}

/// `T>A`, `T/A`, `TG>AT`, or one base alone; in `garbled` words the arrow may have become a 4, as it does in many a font.
fn substitution(cursor: &mut Cursor<'_>, garbled: bool) -> Option<Change> {
    let mut next = *cursor;
    if let Some(change) = small(&mut next) {
        *cursor = next;
        return Some(change);
    }
    let old = next.bases();
    let linked = next.arrow() || !old.is_empty() && next.eat(b"/") || next.to() || next.eat(b"<") || garbled && next.eat(b"4");
    if !linked {
        // -31TT are people with two of them.
        let one = old.len() == 1 || old.len() == 2 && old.as_bytes()[0] == old.as_bytes()[1];
        if one && next.at_end() && next.peek() != b'-' {
            *cursor = next;
            return Some(Change::Allele(old));
        }
        return None;
    }
    let new = next.bases();
    if new.is_empty() || !next.at_end() {
        return None;
    }
    *cursor = next;
    Some(if new == old { Change::Same } else { Change::Substitution(old, new) })
}

/// `g>t`, `g/t`: bases in small letters.
fn small(cursor: &mut Cursor<'_>) -> Option<Change> {
    let base = |cursor: &mut Cursor<'_>| {
        let base = cursor.peek();
        matches!(base, b'a' | b'c' | b'g' | b't').then(|| cursor.at += 1)?;
        Some(char::from(base.to_ascii_uppercase()).to_string())
    };
    let mut next = *cursor;
    let old = base(&mut next)?;
    if !next.arrow() && !next.eat(b"/") {
        return None;
    }
    let new = base(&mut next)?;
    (next.at_end() && old != new).then(|| *cursor = next)?;
    Some(Change::Substitution(old, new))
}

/// `/A` behind `G1915T`, `T>C`.
fn alternatives(cursor: &mut Cursor<'_>, variants: &mut Vec<Variant>) {
    let Some(Variant { level, from, to: None, change: Change::Substitution(old, _) }) = variants.first().cloned() else { return };
    loop {
        let mut next = *cursor;
        if !next.eat(b"/") {
            return;
        }
        let new = next.bases();
        if new.len() != 1 || !next.at_end() || new == old {
            return;
        }
        *cursor = next;
        variants.push(Variant { level, from, to: None, change: Change::Substitution(old.clone(), new) });
    }
}

/// `C677T`, `C-1228T`, `C+872T`, `T(-13,910)`, `A1166>C`.
fn reversed(cursor: Cursor<'_>, level: Option<Level>) -> Option<Reading> {
    let mut next = cursor;
    let old = next.bases();
    if old.len() != 1 {
        return None;
    }
    let wrapped = next.eat(b"(");
    let from = next.signed().or_else(|| next.number())?;
    if wrapped && !next.eat(b")") {
        return None;
    }
    // A1224-2C, G2398+1A: a place in an intron.
    let mut into = next;
    let offset = into.signed().filter(|offset| !wrapped && from > 9 && offset.abs() < 400 && is_base(into.peek()));
    if offset.is_some() {
        next = into;
    }
    let linked = next.arrow() || wrapped && next.dash();
    let new = next.bases();
    let change = match new.len() {
        // T(-13,910)
        0 if wrapped && from < 0 && !linked => Change::Allele(old),
        1 if new == old => Change::Same,
        1 => Change::Substitution(old, new),
        _ => return None,
    };
    let sureness = if level.is_some() || linked || wrapped || !(10..3000).contains(&from) { Sureness::Clear } else { Sureness::Likely };
    let sureness = if (0..10).contains(&from) && level.is_none() { Sureness::Doubtful } else { sureness };
    let sureness = if offset.is_some_and(|offset| offset < 0) { Sureness::Doubtful } else { sureness };
    let from = Point { offset: offset.unwrap_or(0), ..Point::at(from) };
    let mut variants = vec![Variant { level: level.unwrap_or(Level::Coding), from: Some(from), to: None, change }];
    alternatives(&mut next, &mut variants);
    next.at_end().then_some(Reading { end: next.at, variants, sureness })
}

/// `delTTCA`, `dup24bp`, `ins/del 6 bp`, `del 329C`.
/// A change of the words behind it.
type Make = fn(String) -> Change;

fn event_first(cursor: Cursor<'_>, level: Option<Level>) -> Option<Reading> {
    let mut next = cursor;
    let level = level.unwrap_or(Level::Coding);
    let words: [(&[u8], Make); 5] = [
        (b"ins/del", Change::Indel),
        (b"del/ins", Change::Indel),
        (b"del", Change::Deletion),
        (b"ins", Change::Insertion),
        (b"dup", Change::Duplication),
    ];
    let (_, make) = words.iter().find(|(word, _)| next.eat(word))?;
    let mut place = next;
    place.blank();
    place.eat_any_case(b"nt");
    place.blank();
    if let Some(from) = place.number()
        && let mut behind = place
        && let bases = behind.bases()
        && !bases.is_empty()
        && behind.at_end()
    {
        let variant = Variant { level, from: Some(Point::at(from)), to: None, change: make(bases) }.tidy();
        return Some(Reading { end: behind.at, variants: vec![variant], sureness: Sureness::Clear });
    }
    let tight = next.at;
    let what = what(&mut next);
    if what.is_empty() || !next.at_end() {
        return None;
    }
    // del G is clear enough, del6 and del 6 need a word of it.
    let counted = what.bytes().all(|byte| byte.is_ascii_digit());
    // del6/del6 is a genotype.
    if counted && (next.peek() == b'/' || cursor.at.checked_sub(1).is_some_and(|before| cursor.bytes[before] == b'/')) {
        return None;
    }
    let sureness = if counted || next.at > tight + what.len() { Sureness::Doubtful } else { Sureness::Clear };
    let variant = Variant { level, from: None, to: None, change: make(what) };
    Some(Reading { end: next.at, variants: vec![variant], sureness })
}
