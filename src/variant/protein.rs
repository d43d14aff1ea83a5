//! Forms of amino acids: `p.Val600Glu`, `V600E`, `Arg158 Pro`, `p.Leu858fs*12`, `Lys618del`, `Gly12→Asp`, and lists such as
//! `G12C/D/V`.

use super::cursor::Cursor;
use super::normal::{Base, Change, Level, Point, Variant};
use super::residue::{is_base, is_residue};
use super::{Reading, Sureness};

/// How an amino acid is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Letter,
    Code,
    Name,
}

/// `delF508`, `delE746-A750`: what is lost behind the word for it.
fn deleted(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    if !next.eat(b"del") && !next.eat(b"Del") {
        return None;
    }
    next.loose();
    let (residue, number, spelling) = place(&mut next, false)?;
    let to = range(&mut next, spelling);
    let variant = Variant { level: Level::Protein, from: Some(Point::of(residue, number)), to, change: Change::Deletion(String::new()) };
    let sureness = if number < 100 && spelling == Spelling::Letter { Sureness::Doubtful } else { Sureness::Clear };
    next.at_end().then_some(Reading { end: next.at, variants: vec![variant], sureness })
}

/// Reads a form at the cursor.
pub(super) fn read(mut cursor: Cursor<'_>) -> Option<Reading> {
    if let Some(reading) = deleted(cursor) {
        return Some(reading);
    }
    let prefixed = prefix(&mut cursor);
    let bracket = prefixed && (cursor.eat(b"(") || cursor.eat(b"["));
    let (residue, number, spelling) = place(&mut cursor, prefixed)?;
    let from = Point::of(residue, number);
    let mut sureness = match spelling {
        _ if prefixed => Sureness::Clear,
        Spelling::Letter if number < 10 => Sureness::Doubtful,
        Spelling::Letter => Sureness::Likely,
        _ => Sureness::Clear,
    };
    let mut variants = Vec::new();
    let range = range(&mut cursor, spelling);
    let made = |to: Option<Point>, change: Change| Variant { level: Level::Protein, from: Some(from), to, change };
    if let Some(change) = event(&mut cursor, spelling) {
        // A letter and a number before a word may be anything.
        variants.push(made(range, change));
    } else if let Some(change) = range.is_none().then(|| substitution(&mut cursor, residue, spelling, prefixed)).flatten() {
        variants.push(made(None, change));
        list(&mut cursor, residue, from, &mut variants);
    } else if prefixed && range.is_none() {
        // What the loss of the first amino acid does, nobody knows: p.Met1?
        cursor.eat(if number == 1 { b"?" } else { b"" });
        variants.push(made(None, Change::Allele(char::from(residue).to_string())));
        sureness = Sureness::Likely;
    } else if spelling != Spelling::Letter && range.is_none() && residue != b'*' {
        variants.push(made(None, Change::Allele(char::from(residue).to_string())));
        sureness = Sureness::Doubtful;
    } else {
        return None;
    }
    if bracket {
        more(&mut cursor, &mut variants);
        if !cursor.eat(b")") {
            cursor.eat(b"]");
        }
    }
    cursor.at_end().then_some(Reading { end: cursor.at, variants, sureness })
}

/// `;H294Q` in brackets: what stands on the same chromosome.
fn more(cursor: &mut Cursor<'_>, variants: &mut Vec<Variant>) {
    loop {
        let mut next = *cursor;
        if !next.eat(b";") {
            return;
        }
        next.blank();
        let Some((residue, number, spelling)) = place(&mut next, true) else { return };
        let Some(change) = event(&mut next, spelling).or_else(|| substitution(&mut next, residue, spelling, true)) else { return };
        *cursor = next;
        variants.push(Variant { level: Level::Protein, from: Some(Point::of(residue, number)), to: None, change });
    }
}

/// Whether a form of one letter may begin inside a word: `JAK2V617F`, `KRASG12D`.
pub(super) fn may_be_glued(bytes: &[u8], at: usize) -> bool {
    let letter = bytes.get(at).copied().unwrap_or(0);
    let digits = bytes.get(at + 1..).unwrap_or(&[]).iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !is_residue(letter) || digits < 2 || !bytes.get(at + 1 + digits).is_some_and(|new| is_residue(*new)) {
        return false;
    }
    let word = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let head = &bytes[at - word..at];
    // rtM204I, sG145R: proteins of a virus.
    if digits > 2 && head.len() < 3 && !head.is_empty() && head.iter().all(u8::is_ascii_lowercase) {
        return true;
    }
    head.len() >= 3 && (head.last().is_some_and(|last| !last.is_ascii_uppercase()) || head.iter().all(u8::is_ascii_uppercase))
}

/// Whether a form inside a word needs no word for variants near it: the head is a gene with a number at its end (`JAK2V617F`),
/// one of an animal (`KrasG12D`), or the protein of a virus (`rtM204I`).
pub(super) fn is_clearly_glued(bytes: &[u8], at: usize) -> bool {
    let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let word = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match &bytes[at - word..at] {
        b"rt" | b"s" => digits > 2,
        [first, rest @ ..] if rest.iter().all(u8::is_ascii_lowercase) => first.is_ascii_uppercase() && rest.len() > 2,
        [first, .., last] => first.is_ascii_uppercase() && last.is_ascii_digit() && digits > 2,
        _ => false,
    }
}

/// `delMTTTVP` behind 157: the amino acids that are lost, doubled or put in, where not all of them are letters of bases; `fs` behind
/// 1007, which may be femtoseconds.
pub(super) fn event_behind(cursor: Cursor<'_>, number: u32) -> Option<Reading> {
    let mut next = cursor;
    if number > 9 && next.eat(b"fs") {
        let stop = stop(&mut next);
        let sureness = if stop.is_empty() { Sureness::Doubtful } else { Sureness::Clear };
        let from = Some(Point::at(i64::from(number)));
        let variant = Variant { level: Level::Protein, from, to: None, change: Change::Frameshift(String::new(), stop) };
        return next.at_end().then_some(Reading { end: next.at, variants: vec![variant], sureness });
    }
    let make: fn(String) -> Change = if next.eat(b"del") {
        Change::Deletion
    } else if next.eat(b"dup") {
        Change::Duplication
    } else if next.eat(b"ins") {
        Change::Insertion
    } else {
        return None;
    };
    let letters = residues(&mut next);
    let protein = letters.bytes().any(|letter| is_residue(letter) && !is_base(letter)) && letters.len() > 1;
    if !protein || !next.at_end() {
        return None;
    }
    let count = letters.len() as i64;
    let change = make(letters);
    let to = (count > 1 && !matches!(change, Change::Insertion(_))).then(|| Point::at(i64::from(number) + count - 1));
    let variant = Variant { level: Level::Protein, from: Some(Point::at(i64::from(number))), to, change }.tidy();
    Some(Reading { end: next.at, variants: vec![variant], sureness: Sureness::Clear })
}

fn prefix(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    if next.eat_any_case(b"p.") {
        next.blank();
        *cursor = next;
        return true;
    }
    false
}

/// An amino acid and its position.
fn place(cursor: &mut Cursor<'_>, prefixed: bool) -> Option<(u8, u32, Spelling)> {
    let mut next = *cursor;
    let (residue, spelling) = if let Some(residue) = next.residue_code() {
        (residue, Spelling::Code)
    } else if let Some(residue) = next.residue_name() {
        (residue, Spelling::Name)
    } else if prefixed && next.eat(b"*") {
        (b'*', Spelling::Letter)
    } else {
        (next.residue_letter()?, Spelling::Letter)
    };
    let wrapped = spelling != Spelling::Letter && next.eat(b"(");
    if spelling != Spelling::Letter && !wrapped {
        next.loose();
    }
    let number = u32::try_from(next.number()?).ok()?;
    if wrapped && !next.eat(b")") {
        return None;
    }
    *cursor = next;
    Some((residue, number, spelling))
}

/// `_Ala750`, `-Ala750`.
fn range(cursor: &mut Cursor<'_>, spelling: Spelling) -> Option<Point> {
    let mut next = *cursor;
    if !(next.eat(b"_") || next.dash() && spelling != Spelling::Name) {
        return None;
    }
    let (mut residue, mut number, mut other) = place(&mut next, false)?;
    // D487_S488_F489
    let mut more = next;
    if more.eat(b"_")
        && let Some(last) = place(&mut more, false)
    {
        ((residue, number, other), next) = (last, more);
    }
    (other == spelling).then(|| *cursor = next)?;
    Some(Point::of(residue, number))
}

/// `fs*12`, `del`, `dup`, `insGly`, `delinsGly`, `=`.
fn event(cursor: &mut Cursor<'_>, spelling: Spelling) -> Option<Change> {
    let mut next = *cursor;
    let mut new = String::new();
    if let Some(residue) = if spelling == Spelling::Code { next.residue_code() } else { next.residue_letter() } {
        new.push(char::from(residue));
        if !next.rest().starts_with(b"fs") {
            next = *cursor;
        }
    }
    next.blank();
    let change = if next.eat(b"fs") {
        let stop = stop(&mut next);
        Change::Frameshift(if next.at > cursor.at { new } else { String::new() }, stop)
    } else if next.eat(b"delins") {
        Change::Indel(residues(&mut next))
    } else if next.eat(b"del") {
        Change::Deletion(if next.word("etion") { String::new() } else { residues(&mut next) })
    } else if next.eat(b"dup") {
        Change::Duplication(if next.word("lication") { String::new() } else { residues(&mut next) })
    } else if next.eat(b"ins") {
        Change::Insertion(if next.word("ertion") { String::new() } else { residues(&mut next) })
    } else if next.eat(b"=") {
        Change::Same
    } else {
        return None;
    };
    if !next.at_end() {
        return None;
    }
    *cursor = next;
    Some(change)
}

/// What stands behind `fs`: `*12`, `X12`, `Ter12`, `*`, `12`.
fn stop(cursor: &mut Cursor<'_>) -> String {
    let mut next = *cursor;
    let marked = next.eat(b"*") || next.eat(b"X") || next.eat(b"Ter") || next.eat(b"Stop");
    if marked {
        next.blank();
        *cursor = next;
    }
    next.number().map_or(String::new(), |number| {
        *cursor = next;
        number.to_string()
    })
}

/// Amino acids as they stand, or how many.
fn residues(cursor: &mut Cursor<'_>) -> String {
    let mut letters = String::new();
    while let Some(letter) = cursor.residue_code() {
        letters.push(char::from(letter));
    }
    if letters.is_empty() {
        while let Some(letter) = cursor.residue_letter() {
            letters.push(char::from(letter));
        }
    }
    if letters.is_empty() { cursor.number().map_or(letters, |number| number.to_string()) } else { letters }
}

fn substitution(cursor: &mut Cursor<'_>, residue: u8, spelling: Spelling, prefixed: bool) -> Option<Change> {
    let mut next = *cursor;
    let linked = next.arrow() || spelling != Spelling::Letter && (next.to() || replaced(&mut next));
    if !linked && spelling != Spelling::Letter {
        next.loose();
    } else if !linked && prefixed {
        next.blank();
    }
    let new = if spelling == Spelling::Letter {
        if linked { next.residue_letter().or_else(|| end(&mut next)) } else { end(&mut next).or_else(|| next.residue_letter()) }
    } else {
        let code = next.residue_code().or_else(|| end(&mut next));
        code.or_else(|| next.residue_name()).or_else(|| (spelling == Spelling::Code && linked).then(|| next.residue_letter()).flatten())
    }?;
    if !next.at_end() {
        return None;
    }
    *cursor = next;
    let old = char::from(residue).to_string();
    Some(if new == residue { Change::Same } else { Change::Substitution(old, char::from(new).to_string()) })
}

/// ` by `, ` with `: what takes its place.
fn replaced(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    let there = next.blank() && next.one_of(&["by", "with"]) && next.blank();
    if there {
        *cursor = next;
    }
    there
}

/// A stop: `*`, `X`, `Ter`, `stop`.
fn end(cursor: &mut Cursor<'_>) -> Option<u8> {
    let words: [&[u8]; 7] = [b"*", b"Ter", b"TER", b"Term", b"Stop", b"stop", b"X"];
    words
        .iter()
        .any(|word| {
            let mut next = *cursor;
            let there = next.eat(word) && !next.peek().is_ascii_lowercase();
            if there {
                *cursor = next;
            }
            there
        })
        .then_some(b'*')
}

/// What else stands there in its place: `/D/V` behind `G12C`.
fn list(cursor: &mut Cursor<'_>, residue: u8, from: Point, variants: &mut Vec<Variant>) {
    loop {
        let mut next = *cursor;
        if !(next.eat(b"/") || next.eat(b",")) {
            return;
        }
        let Some(new) = next.residue_code().or_else(|| next.residue_letter()).filter(|_| next.at_end() && next.peek() != b'-') else {
            return;
        };
        // A list of places is none of new amino acids; nor is what is followed by a blank.
        if new == residue || !matches!(from.base, Base::Start(_)) {
            return;
        }
        *cursor = next;
        let change = Change::Substitution(char::from(residue).to_string(), char::from(new).to_string());
        variants.push(Variant { level: Level::Protein, from: Some(from), to: None, change });
    }
}
