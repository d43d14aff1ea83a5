//! Forms in words: `glycine to aspartate at codon 12`, `G to A transition at nucleotide 276`, `13-bp deletion`,
//! `deletion of exon 19`, `codon 72 (CCC>CGC)`, `ΔF508`.

use super::cursor::Cursor;
use super::normal::{Base, Change, Level, Point, Variant};
use super::{Reading, Sureness};

/// What a place is counted in: bases.
const BASE_UNITS: [&str; 14] = [
    "nucleotides",
    "nucleotide",
    "nts",
    "nt",
    "bases",
    "base pairs",
    "base pair",
    "base",
    "basepair",
    "bp",
    "cDNA position",
    "position",
    "positions",
    "site",
];
/// What a place is counted in: amino acids.
const RESIDUE_UNITS: [&str; 9] = ["codons", "codon", "amino acids", "amino acid", "amino-acid", "residues", "residue", "aa", "position"];
/// What a change is called.
const CHANGES: [&str; 12] = [
    "substitution",
    "transition",
    "transversion",
    "mutation",
    "point mutation",
    "missense mutation",
    "change",
    "exchange",
    "polymorphism",
    "replacement",
    "variant",
    "SNP",
];
/// Words between a change and its place.
const SMALL: [&str; 6] = ["the", "a", "an", "in", "human", "cDNA"];
const SPELLED: [&str; 17] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
    "sixteen", "single",
];
/// Units of a length.
const LENGTHS: [&str; 24] = [
    "base pairs",
    "base pair",
    "base-pairs",
    "base-pair",
    "basepairs",
    "basepair",
    "bases",
    "base",
    "bps",
    "bp",
    "nucleotides",
    "nucleotide",
    "nts",
    "nt",
    "kbp",
    "kb",
    "kilobases",
    "kilobase",
    "Mb",
    "amino acids",
    "amino acid",
    "amino-acid",
    "codons",
    "codon",
];

/// What acts at a double bond, which has a number behind a delta too.
const DESATURASES: [&[u8]; 4] = [b"-desat", b" desat", b"-fatty", b" fatty"];

fn made(level: Level, from: Option<Point>, change: Change) -> Vec<Variant> {
    vec![Variant { level, from, to: None, change }.tidy()]
}

fn read_to(cursor: Cursor<'_>, variants: Vec<Variant>, sureness: Sureness) -> Option<Reading> {
    cursor.at_end().then_some(Reading { end: cursor.at, variants, sureness })
}

/// ` substitution`, ` -> T transition`: what a change may be called.
fn called(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    let called = next.loose() && next.one_of(&CHANGES);
    if called {
        *cursor = next;
    }
    called
}

/// ` at nucleotide 276`, ` in codon 12`, ` of nucleotide -308`: a place, and whether it is one of amino acids.
fn place(cursor: &mut Cursor<'_>, units: &[&str]) -> Option<Point> {
    let mut next = *cursor;
    if !next.blank() || !next.one_of(&["at", "in", "of", "for"]) {
        return None;
    }
    next.blank();
    if next.one_of(&SMALL) {
        next.blank();
    }
    let mut unit = false;
    while next.one_of(units) {
        unit = true;
        next.blank();
    }
    let number = next.signed().or_else(|| next.number())?;
    // A high number behind "at" needs no word.
    let bare = number.abs() >= 100 && cursor.rest().starts_with(b" at ") && units.contains(&"base");
    if !unit && !bare || next.peek().is_ascii_alphabetic() {
        return None;
    }
    *cursor = next;
    Some(Point::at(number))
}

/// `glycine to aspartate substitution at codon 12`, `Val-->Ala`, `threonine for isoleucine at codon 278`.
pub(super) fn residues(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let named = next.residue_name();
    let first = named.or_else(|| next.residue_code())?;
    let mut number = next;
    number.blank();
    let own = number.number().filter(|_| named.is_some()).map(|own| {
        next = number;
        own
    });
    next.at = skip(next, &["residue", "(Ter)"]);
    let arrow = next.arrow();
    let mut turned = false;
    if !arrow && !next.to() {
        let mut other = next;
        other.blank();
        turned = other.word("for");
        if !turned && !other.word("by") && !other.word("with") {
            return None;
        }
        other.blank();
        next = other;
    }
    let article = |next: &mut Cursor<'_>| {
        if next.one_of(&["a", "an", "the"]) {
            next.blank();
        }
    };
    article(&mut next);
    let second = next.residue_name().or_else(|| next.residue_code()).or_else(|| stop(&mut next))?;
    if !next.at_end() {
        return None;
    }
    next.at = skip(next, &["residue"]);
    let mut named_change = next;
    let is_called = called(&mut named_change);
    let mut placed = named_change;
    let place = place(&mut placed, &RESIDUE_UNITS);
    let end = if place.is_some() { placed } else { next };
    let (old, new) = if turned { (second, first) } else { (first, second) };
    let from = own.map(Point::at).or(place).map(|point| Point { residue: old, ..point });
    let sureness = if place.is_some() || arrow || is_called || own.is_some() { Sureness::Clear } else { Sureness::Doubtful };
    let change = Change::Substitution(char::from(old).to_string(), char::from(new).to_string());
    read_to(end, made(Level::Protein, from, change), sureness)
}

fn stop(cursor: &mut Cursor<'_>) -> Option<u8> {
    let words =
        ["stop codon", "premature stop codon", "premature termination codon", "termination codon", "stop", "Ter", "Term", "termination"];
    cursor.one_of(&words).then_some(b'*')
}

/// Where the cursor stands behind one of these words, or where it stood.
fn skip(cursor: Cursor<'_>, words: &[&str]) -> usize {
    let mut next = cursor;
    next.blank();
    if next.one_of(words) { next.at } else { cursor.at }
}

/// `G to A at position -308`, `C-to-T transition at base 770`, `A-->G`, `guanine to adenine substitution of nucleotide -308`.
pub(super) fn bases(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let wrapped = next.eat(b"(");
    let old = several(&mut next)?;
    let slash = next.peek() == b'/';
    let mut turned = false;
    if !next.arrow() && !next.to() && !next.eat(b"/") {
        let mut other = next;
        let gap = other.blank();
        turned = gap && other.word("for");
        if !turned && !(gap && (other.word("by") || other.word("with"))) {
            return None;
        }
        other.blank();
        next = other;
    }
    let new = several(&mut next)?;
    if old.len() != new.len() && (old.len(), new.len()) != (3, 2)
        || old.len() > 1 && slash
        || !next.at_end()
        || slash && next.peek() == b'/'
        || old == new
        || wrapped && !next.eat(b")")
    {
        return None;
    }
    let (old, new) = if turned { (new, old) } else { (old, new) };
    let mut located = next;
    if slash
        && located.eat(b"(")
        && let Some(from) = located.signed()
        && located.eat(b")")
    {
        return read_to(located, made(Level::Coding, Some(Point::at(from)), Change::Substitution(old, new)), Sureness::Clear);
    }
    let change = Change::Substitution(old, new);
    let mut named = next;
    let is_called = called(&mut named);
    let mut placed = named;
    if let Some(from) = place(&mut placed, &BASE_UNITS) {
        return read_to(placed, made(Level::Coding, Some(from), change), Sureness::Clear);
    }
    let mut placed = named;
    if place_in_codon(&mut placed).is_some() {
        return read_to(placed, made(Level::Coding, None, change), Sureness::Clear);
    }
    // By itself, `for` and `by` join what they like.
    if turned && !is_called || wrapped {
        return None;
    }
    // A pair may be a genotype, or a name such as lamin A/C.
    let pair = slash && !is_called;
    let genotype = next.rest().starts_with(b" genotype") || next.rest().starts_with(b" or ") || next.rest().starts_with(b" and ");
    if pair && (genotype || next.peek() == b')' && next.bytes.get(next.at + 1) == Some(&b'(')) {
        return None;
    }
    let sureness = if pair { Sureness::Doubtful } else { Sureness::Clear };
    read_to(next, made(Level::Coding, None, change), sureness)
}

/// One base by letter or name, or two or three by letters.
fn several(cursor: &mut Cursor<'_>) -> Option<String> {
    if let Some(base) = cursor.one_base() {
        return Some(char::from(base).to_string());
    }
    let mut next = *cursor;
    let bases = next.bases();
    (matches!(bases.len(), 2 | 3) && next.at_end()).then(|| *cursor = next)?;
    Some(bases)
}

/// A count: digits or a word.
fn count(cursor: &mut Cursor<'_>) -> Option<String> {
    if let Some(at) = SPELLED.iter().position(|word| {
        let mut next = *cursor;
        let there = next.word(word);
        if there {
            *cursor = next;
        }
        there
    }) {
        return Some(if at + 1 == SPELLED.len() { 1 } else { at + 1 }.to_string());
    }
    let whole = cursor.number()?;
    let mut next = *cursor;
    // 2.5 Mb
    if next.eat(b".") && next.number().is_some() {
        *cursor = next;
        return Some(String::new());
    }
    Some(whole.to_string())
}

/// `13-bp deletion`, `nine nucleotide insertion`, `14 bp insertion/deletion`, `19-base pair deletion at position 300`.
pub(super) fn length(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let mut number = count(&mut next)?;
    next.loose();
    let unit = LENGTHS.iter().find(|unit| next.word(unit))?;
    let protein = unit.starts_with("amino") || unit.starts_with("codon");
    if unit.starts_with(['k', 'M']) {
        number.clear();
    }
    next.loose();
    let mut letters = next;
    if letters.eat(b"(") && !letters.bases().is_empty() && letters.eat(b")") {
        letters.blank();
        next = letters;
    }
    let adjectives = [
        "interstitial",
        "terminal",
        "novel",
        "large",
        "small",
        "exon",
        "intron",
        "germ-line",
        "somatic",
        "common",
        "multi-exon",
        "tandem",
        "in-frame",
        "inframe",
        "homozygous",
        "heterozygous",
        "gene",
        "genomic",
        "frameshift",
        "intronic",
        "exonic",
        "germline",
    ];
    if next.one_of(&adjectives) {
        next.blank();
    }
    let make = event_word(&mut next)?;
    // That one is lost may be said of any; which one, or where, makes a variant.
    let vague = cursor.peek().eq_ignore_ascii_case(&b's') && number == "1";
    let level = if protein { Level::Protein } else { Level::Coding };
    let units = if protein { &RESIDUE_UNITS[..] } else { &BASE_UNITS };
    let mut placed = next;
    let place = place(&mut placed, units);
    if vague && place.is_none() {
        return None;
    }
    let end = if place.is_some() { placed } else { next };
    read_to(end, made(level, place, make(number)), Sureness::Clear)
}

/// `deletion`, `insertion/deletion`, `duplication`.
fn event_word(cursor: &mut Cursor<'_>) -> Option<fn(String) -> Change> {
    let words: [(&str, fn(String) -> Change); 12] = [
        ("insertion/deletion", Change::Indel),
        ("deletion/insertion", Change::Indel),
        ("insertions", Change::Insertion),
        ("insertion", Change::Insertion),
        ("insert", Change::Insertion),
        ("deletions", Change::Deletion),
        ("deletion", Change::Deletion),
        ("deleted", Change::Deletion),
        ("duplications", Change::Duplication),
        ("duplication", Change::Duplication),
        ("indel", Change::Indel),
        ("inversion", |_| Change::Inversion),
    ];
    words.iter().find(|(word, _)| cursor.word(word)).map(|(_, make)| *make)
}

/// `cytosine insertion at position 3020`, `TGAG deletion`, `C deletion in codon 241`.
pub(super) fn letters_event(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let wrapped = next.eat(b"(");
    let letters = next.one_base().map(|base| char::from(base).to_string()).unwrap_or_else(|| next.bases());
    if letters.is_empty() || wrapped && !next.eat(b")") || !next.loose() {
        return None;
    }
    let short = letters.len() == 1 && next.at - cursor.at == 2;
    let make = event_word(&mut next)?;
    let mut placed = next;
    let codon = place_in_codon(&mut placed);
    let place = if codon.is_some() { None } else { place(&mut placed, &BASE_UNITS) };
    let there = codon.is_some() || place.is_some();
    let end = if there { placed } else { next };
    if short && !there && (cursor.peek() == b'A' && cursor.starts_sentence() || end.rest().starts_with(b" of ")) {
        return None;
    }
    let sureness = if short && !there { Sureness::Likely } else { Sureness::Clear };
    read_to(end, made(Level::Coding, place, make(letters)), sureness)
}

/// ` in codon 241` behind a change of bases: the words belong to it, the number counts other things.
fn place_in_codon(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut next = *cursor;
    place(&mut next, &["codon"])?;
    *cursor = next;
    Some(())
}

/// `deletion of exon 19`, `deletion of C at nucleotide 888`, `insertion of the four nucleotides CCCC`, `deletion of 6 bp at
/// position 1494`.
pub(super) fn event_of(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let make = event_word(&mut next)?;
    if !next.blank() || !next.word("of") || !next.blank() {
        return None;
    }
    if next.one_of(&["a", "an", "the"]) {
        next.blank();
    }
    if next.word("exon") || next.word("exons") {
        next.blank();
        let exon = |number: i64| u32::try_from(number).ok().map(|number| Point { residue: 0, base: Base::Exon(number), offset: 0 });
        let from = exon(next.number()?)?;
        let mut range = next;
        let to = if range.dash() || range.to() { range.number().and_then(exon) } else { None };
        let end = if to.is_some() { range } else { next };
        return read_to(end, vec![Variant { level: Level::Coding, from: Some(from), to, change: make(String::new()) }], Sureness::Clear);
    }
    let (mut protein, mut measured) = (false, false);
    let mut counted = String::new();
    let mut number = next;
    if let Some(count) = count(&mut number) {
        number.loose();
        if let Some(unit) = LENGTHS.iter().find(|unit| number.word(unit)) {
            protein = unit.starts_with("amino") || unit.starts_with("codon");
            counted = if unit.starts_with(['k', 'M']) { String::new() } else { count };
            next = number;
            measured = true;
        }
    }
    let mut letters = next;
    letters.blank();
    let bases = letters.one_base().map(|base| char::from(base).to_string()).unwrap_or_else(|| letters.bases());
    if !bases.is_empty() && letters.at_end() {
        next = letters;
        next.at = skip(next, &["residue", "nucleotide", "base"]);
        counted = bases;
    } else if !measured {
        return None;
    }
    let level = if protein { Level::Protein } else { Level::Coding };
    let mut placed = next;
    let place = place(&mut placed, if protein { &RESIDUE_UNITS } else { &BASE_UNITS });
    let end = if place.is_some() { placed } else { next };
    read_to(end, made(level, place, make(counted)), Sureness::Clear)
}

/// `codon 329 (TAC-->AA)`, `codon 26, GAG-->GAA`, `stop codon at residue 178`, `termination at codon 1524`.
pub(super) fn codon(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    if stop(&mut next).is_some() {
        let place = place(&mut next, &RESIDUE_UNITS)?;
        let change = Change::Substitution(String::new(), "*".to_owned());
        return read_to(next, made(Level::Protein, Some(place), change), Sureness::Clear);
    }
    if !next.word("codon") || !next.blank() {
        return None;
    }
    if next.eat(b"(CD)") {
        next.blank();
    }
    let place = next.number()?;
    next.eat(b",");
    next.blank();
    let wrapped = next.eat(b"(");
    let old = next.bases();
    if !matches!(old.len(), 1 | 3) || !next.arrow() && !next.to() && !next.eat(b"/") {
        return None;
    }
    let new = next.bases();
    if !(1..=3).contains(&new.len()) || old.len() == 1 && new.len() > 1 || !next.at_end() || wrapped && !next.eat(b")") {
        return None;
    }
    // Which of the codon's bases it is, is not said.
    let (from, to) = if old.len() == 1 { (None, None) } else { (Some(Point::at(place * 3 - 2)), Some(Point::at(place * 3))) };
    let variant = Variant { level: Level::Coding, from, to, change: Change::Substitution(old, new) };
    read_to(next, vec![variant], Sureness::Clear)
}

/// `ΔF508`, `delta F508`, `Δ32`, `Delta30`.
pub(super) fn delta(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let spelled = !next.eat("Δ".as_bytes()) && !next.eat("\u{2206}".as_bytes());
    if spelled && !next.eat_any_case(b"delta") {
        return None;
    }
    next.loose();
    let residue = next.residue_code().or_else(|| next.residue_letter());
    let number = u32::try_from(next.number()?).ok()?;
    // Δ9-THC and Δ12 desaturase are none.
    if !next.at_end() || next.peek() == b'-' && number < 10 || DESATURASES.iter().any(|word| next.rest().starts_with(word)) {
        return None;
    }
    let glued = number >= 10 && next.at.checked_sub(3).and_then(|at| next.bytes.get(at)).is_some_and(|byte| !matches!(byte, b' ' | b'-'));
    match residue {
        Some(residue) => {
            let variant = made(Level::Protein, Some(Point::of(residue, number)), Change::Deletion(String::new()));
            read_to(next, variant, if number < 100 { Sureness::Doubtful } else { Sureness::Clear })
        }
        None => read_to(
            next,
            made(Level::Coding, None, Change::Deletion(number.to_string())),
            if glued { Sureness::Likely } else { Sureness::Doubtful },
        ),
    }
}

/// `(CCTTT)14`, `(TTTA)n`, `CAG repeat`.
pub(super) fn repeat(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let wrapped = next.eat(b"(");
    let unit = next.bases();
    if !(2..=8).contains(&unit.len()) || wrapped && !next.eat(b")") {
        return None;
    }
    if wrapped {
        let bracket = next.eat(b"(");
        let count = if next.eat(b"n") { "n".to_owned() } else { next.number()?.to_string() };
        if bracket && !next.eat(b")") {
            return None;
        }
        return read_to(next, made(Level::Coding, None, Change::Repeat(unit, count)), Sureness::Likely);
    }
    if !next.loose() || unit.len() < 3 {
        return None;
    }
    if next.one_of(&["trinucleotide", "tetranucleotide", "pentanucleotide"]) {
        next.blank();
    }
    if !next.one_of(&["repeat", "repeats"]) {
        return None;
    }
    read_to(next, made(Level::Coding, None, Change::Repeat(unit, "n".to_owned())), Sureness::Likely)
}

/// `A allele at -511`, `T allele of the -588`.
pub(super) fn allele(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let base = next.one_base()?;
    if !next.blank() || !next.word("allele") || !next.blank() || !next.one_of(&["at", "of"]) || !next.blank() {
        return None;
    }
    next.at = skip(next, &["the"]);
    if next.one_of(&["the", "position", "nucleotide"]) {
        next.blank();
    }
    next.blank();
    let from = next.signed()?;
    read_to(next, made(Level::Coding, Some(Point::at(from)), Change::Allele(char::from(base).to_string())), Sureness::Clear)
}

/// `399 Gln`, `192Q/R`, `634 cysteine`.
pub(super) fn number_first(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let number = u32::try_from(next.number()?).ok()?;
    let tight = next.peek() != b' ';
    next.blank();
    let one = |next: &mut Cursor<'_>| next.residue_code().or_else(|| if tight { next.residue_letter() } else { None });
    let old = one(&mut next)?;
    if !next.eat(b"/") {
        // 72Pro, 399 Gln
        let coded = number > 9 && next.at >= cursor.at + 5 && next.at_end();
        let change = Change::Allele(char::from(old).to_string());
        return coded.then(|| Reading {
            end: next.at,
            variants: made(Level::Protein, Some(Point::of(old, number)), change),
            sureness: Sureness::Doubtful,
        });
    }
    let new = one(&mut next)?;
    let change = Change::Substitution(char::from(old).to_string(), char::from(new).to_string());
    read_to(next, made(Level::Protein, Some(Point::of(old, number)), change), Sureness::Doubtful)
}
