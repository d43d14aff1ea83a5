//! Losses and gains in words: `13-bp deletion`, `deletion of exon 19`, `cytosine insertion at position 3020`, `ΔF508`.

use super::coding::roman;
use super::cursor::Cursor;
use super::normal::{Base, Change, Level, Point, Variant};
use super::words::{BASE_UNITS, RESIDUE_UNITS, made, made_in, place_in_codon, range, read_to, skip};
use super::{Reading, Sureness};

/// Counts in words; the last means one.
pub(super) const SPELLED: [&str; 17] = [
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

/// Words between a length and what happens.
const ADJECTIVES: [&str; 27] = [
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
    "Alu",
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
    "inverted",
    "nucleotide",
    "in frame",
    "variable number of tandem",
];
/// So many of them stand together at most.
const MOST_ADJECTIVES: usize = 3;

/// What acts at a double bond, which has a number behind a delta too.
const DESATURASES: [&[u8]; 4] = [b"-desat", b" desat", b"-fatty", b" fatty"];

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
    for _ in 0..MOST_ADJECTIVES {
        if next.one_of(&ADJECTIVES) {
            next.loose();
        }
    }
    let make = event_word(&mut next)?;
    if let Some(behind) = bases_behind(next).filter(|(_, bases)| !protein && bases.len().to_string() == number) {
        next = behind.0;
    }
    called_before_a_place(&mut next, units_of(protein));
    // That one is lost may be said of any; which one, or where, makes a variant.
    let vague = cursor.peek().eq_ignore_ascii_case(&b's') && number == "1";
    let level = if protein { Level::Protein } else { Level::Coding };
    let units = units_of(protein);
    // single base pair deletion of a cytosine nucleotide
    let what = if protein { None } else { what_is_lost(&mut next, &number) };
    let mut placed = next;
    let place = range(&mut placed, units);
    if vague && place.is_none() && what.is_none() {
        return None;
    }
    let end = if place.is_some() { placed } else { next };
    read_to(end, made_in(level, place, make(what.unwrap_or(number))), Sureness::Clear)
}

/// ` (TGAG)`, ` GGCC`: the bases behind the word for what happens to them; a single one may be a word.
fn bases_behind(cursor: Cursor<'_>) -> Option<(Cursor<'_>, String)> {
    let mut next = cursor;
    if !next.blank() {
        return None;
    }
    let wrapped = next.eat(b"(");
    let bases = next.bases();
    (bases.len() > 1 && (!wrapped || next.eat(b")")) && next.at_end()).then_some((next, bases))
}

/// ` of a cytosine nucleotide`, ` of AG`: the bases whose number was said.
fn what_is_lost(cursor: &mut Cursor<'_>, number: &str) -> Option<String> {
    let mut next = *cursor;
    if !next.blank() || !next.word("of") || !next.blank() {
        return None;
    }
    if next.one_of(&["a", "an", "the"]) {
        next.blank();
    }
    let bases = next.one_base().map(|base| char::from(base).to_string()).unwrap_or_else(|| next.bases());
    if bases.len().to_string() != number || !next.at_end() {
        return None;
    }
    next.at = skip(next, &["residue", "nucleotide", "base"]);
    *cursor = next;
    Some(bases)
}

fn units_of(protein: bool) -> &'static [&'static str] {
    if protein { &RESIDUE_UNITS } else { &BASE_UNITS }
}

/// `mutation` and the like between what happens and its place; they stay outside where no place follows.
fn called_before_a_place(cursor: &mut Cursor<'_>, units: &[&str]) {
    let mut next = *cursor;
    if next.blank() && next.one_of(&["mutation", "polymorphism", "variant"]) && range(&mut { next }, units).is_some() {
        *cursor = next;
    }
}

/// A change of the words behind it.
type Make = fn(String) -> Change;

/// `deletion`, `insertion/deletion`, `duplication`.
pub(super) fn event_word(cursor: &mut Cursor<'_>) -> Option<Make> {
    let words: [(&str, Make); 16] = [
        ("ins/del", Change::Indel),
        ("del/ins", Change::Indel),
        ("repeats", |what| Change::Repeat(what, "n".to_owned())),
        ("repeat", |what| Change::Repeat(what, "n".to_owned())),
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
    called_before_a_place(&mut next, &BASE_UNITS);
    let mut placed = next;
    let codon = place_in_codon(&mut placed);
    let place = if codon.is_some() { None } else { range(&mut placed, &BASE_UNITS) };
    let there = codon.is_some() || place.is_some();
    let end = if there { placed } else { next };
    if short && !there && (cursor.peek() == b'A' && cursor.starts_sentence() || end.rest().starts_with(b" of ")) {
        return None;
    }
    let sureness = if short && !there { Sureness::Likely } else { Sureness::Clear };
    read_to(end, made_in(Level::Coding, place, make(letters)), sureness)
}

/// `exon 19 deletion`, `exons 2-5 duplication`.
pub(super) fn exon(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    if !next.one_of(&["exon", "exons"]) {
        return None;
    }
    next.blank();
    let (from, to) = exons(&mut next)?;
    next.blank();
    if next.one_of(&["in-frame", "inframe", "frameshift"]) {
        next.blank();
    }
    if next.rest().starts_with(b"repeat") {
        return None;
    }
    let make = event_word(&mut next)?;
    read_to(next, vec![Variant { level: Level::Coding, from: Some(from), to, change: make(String::new()) }], Sureness::Clear)
}

/// One exon by number, or the first and last.
fn exons(cursor: &mut Cursor<'_>) -> Option<(Point, Option<Point>)> {
    let exon = |cursor: &mut Cursor<'_>| {
        let number = roman(cursor).or_else(|| u32::try_from(cursor.number()?).ok())?;
        Some((number, Point { residue: 0, base: Base::Exon(number), offset: 0 }))
    };
    let (first, from) = exon(cursor)?;
    let mut range = *cursor;
    let linked = range.dash() || range.to();
    let pair = !linked && range.eat(b" and ");
    // `exons 2 and 3` are a range, `exons 2 and 7` two places.
    let to = if linked || pair { exon(&mut range).filter(|(last, _)| !pair || *last == first + 1) } else { None };
    let to = to.map(|(_, to)| to);
    if to.is_some() {
        *cursor = range;
    }
    Some((from, to))
}

/// ` of amino acids 809-852`, ` mutation in codon 138`: only the place is said, and that it happens there is clear.
fn event_in(cursor: Cursor<'_>, make: Make) -> Option<Reading> {
    let mut next = cursor;
    let named = next.blank() && next.word("mutation");
    if !named {
        next = cursor;
        if !next.rest().starts_with(b" of ") {
            return None;
        }
    }
    let of_protein = |next: &mut Cursor<'_>| {
        let before = *next;
        let place = range(next, &RESIDUE_UNITS)?;
        let words = next.bytes.get(before.at..next.at).unwrap_or(&[]);
        let protein = words.windows(5).any(|word| matches!(word, b"codon" | b"amino" | b"resid"));
        protein.then_some(place)
    };
    let mut bases = next;
    let (level, place) = match of_protein(&mut next) {
        Some(place) => (Level::Protein, place),
        None => {
            let place = range(&mut bases, &BASE_UNITS)?;
            next = bases;
            (Level::Coding, place)
        }
    };
    let ranged = named || place.1.is_some();
    ranged.then(|| read_to(next, made_in(level, Some(place), make(String::new())), Sureness::Clear))?
}

/// `deletion of exon 19`, `deletion of C at nucleotide 888`, `insertion of the four nucleotides CCCC`, `deletion of 6 bp at
/// position 1494`.
pub(super) fn event_of(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let make = event_word(&mut next)?;
    if let Some(reading) = event_in(next, make) {
        return Some(reading);
    }
    if let Some((end, bases)) = bases_behind(next) {
        return read_to(end, made(Level::Coding, None, make(bases)), Sureness::Clear);
    }
    if !next.blank() || !next.word("of") || !next.blank() {
        return None;
    }
    if next.one_of(&["a", "an", "the"]) {
        next.blank();
    }
    if next.word("exon") || next.word("exons") {
        next.blank();
        let (from, to) = exons(&mut next)?;
        return read_to(next, vec![Variant { level: Level::Coding, from: Some(from), to, change: make(String::new()) }], Sureness::Clear);
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
        } else if let Some(bases) = repeated(&mut number, &count) {
            let mut end = number;
            let place = range(&mut end, &BASE_UNITS);
            place_in_codon(&mut end);
            return read_to(end, made_in(Level::Coding, place, make(bases)), Sureness::Clear);
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
    let place = range(&mut placed, units_of(protein));
    let end = if place.is_some() { placed } else { next };
    read_to(end, made_in(level, place, make(counted)), Sureness::Clear)
}

/// `two successive adenine residues`, `a single adenine`: a base by name, so many times.
fn repeated(cursor: &mut Cursor<'_>, count: &str) -> Option<String> {
    let mut next = *cursor;
    if next.one_of(&["successive", "consecutive", "additional", "extra"]) {
        next.blank();
    }
    let named = next.rest().get(1).is_some_and(u8::is_ascii_lowercase);
    let base = next.one_base().filter(|_| named)?;
    let times = count.parse::<usize>().ok().filter(|times| (1..=MOST_REPEATED).contains(times))?;
    next.at = skip(next, &["residues", "residue", "nucleotides", "nucleotide", "bases", "base"]);
    *cursor = next;
    Some(char::from(base).to_string().repeat(times))
}

/// So many equal bases are told one by one at most.
const MOST_REPEATED: usize = 16;

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
