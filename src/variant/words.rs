//! Exchanges in words: `glycine to aspartate at codon 12`, `G to A transition at nucleotide 276`, `codon 72 (CCC>CGC)`.

use super::cursor::Cursor;
use super::events::event_word;
use super::normal::{Change, Level, Point, Variant};
use super::residue::is_residue;
use super::{Reading, Sureness, coding, protein};

/// What a place is counted in: bases.
pub(super) const BASE_UNITS: [&str; 14] = [
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
pub(super) const RESIDUE_UNITS: [&str; 9] =
    ["codons", "codon", "amino acids", "amino acid", "amino-acid", "residues", "residue", "aa", "position"];
/// What a change is called.
const CHANGES: [&str; 14] = [
    "single nucleotide polymorphism",
    "single-nucleotide polymorphism",
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
pub(super) fn made(level: Level, from: Option<Point>, change: Change) -> Vec<Variant> {
    vec![Variant { level, from, to: None, change }.tidy()]
}

pub(super) fn read_to(cursor: Cursor<'_>, variants: Vec<Variant>, sureness: Sureness) -> Option<Reading> {
    cursor.at_end().then_some(Reading { end: cursor.at, variants, sureness })
}

/// ` substitution`, ` single nucleotide polymorphism (SNP)`: what a change may be called.
fn called(cursor: &mut Cursor<'_>) -> bool {
    let mut next = *cursor;
    let called = next.loose() && next.one_of(&CHANGES);
    let mut short = next;
    if called && short.eat(b" (SNP)") {
        next = short;
    }
    if called {
        *cursor = next;
    }
    called
}

/// ` at nucleotide 276`, ` in codon 12`, ` of nucleotide -308`: a place, and whether it is one of amino acids.
pub(super) fn place(cursor: &mut Cursor<'_>, units: &[&str]) -> Option<Point> {
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
    next.eat(b"c.");
    let number = next.signed().or_else(|| next.number())?;
    // A high number behind "at" needs no word, nor does one with a sign.
    let bare = !(0..100).contains(&number) && cursor.rest().starts_with(b" at ") && units.contains(&"base");
    if !unit && !bare || next.peek().is_ascii_alphabetic() {
        return None;
    }
    *cursor = next;
    Some(Point::at(number))
}

/// A place, and its end where it is a range.
pub(super) type Range = (Point, Option<Point>);

/// [`place`], or a longer one: a range (`of amino acids 809-852`), or behind an exon or in brackets (` at exon 8, position 1277`,
/// ` in exon 14 between positions 2505-2511`, ` in exon 4 (base 308)`, ` (nucleotides 763-766)`).
pub(super) fn range(cursor: &mut Cursor<'_>, units: &[&str]) -> Option<Range> {
    longer_place(cursor, units).or_else(|| place(cursor, units).map(|from| (from, None)))
}

fn longer_place(cursor: &mut Cursor<'_>, units: &[&str]) -> Option<Range> {
    let mut next = *cursor;
    let in_exon = next.blank()
        && next.one_of(&["at", "in"])
        && next.blank()
        && next.one_of(&["exon", "intron"])
        && next.blank()
        && next.number().is_some();
    if in_exon {
        next.eat(b",");
    } else {
        next = *cursor;
    }
    if !next.blank() {
        return None;
    }
    let wrapped = next.eat(b"(");
    let between = !wrapped && next.word("between");
    let joined = between || !wrapped && next.one_of(&["at", "in", "of", "encompassing", "spanning"]);
    if joined {
        next.blank();
    }
    if next.word("the") {
        next.blank();
    }
    if !(wrapped || joined || in_exon) || !next.one_of(units) {
        return None;
    }
    next.eat(b":");
    next.blank();
    let from = next.signed().or_else(|| next.number())?;
    let mut last = next;
    let linked = last.dash() || last.to() || between && last.blank() && last.word("and") && last.blank();
    let to = if linked { last.number().filter(|to| *to > from) } else { None };
    if to.is_some() {
        next = last;
    }
    if wrapped && !next.eat(b")") || next.peek().is_ascii_alphabetic() {
        return None;
    }
    *cursor = next;
    Some((Point::at(from), to.map(Point::at)))
}

/// A change at a place that may be a range.
pub(super) fn made_in(level: Level, place: Option<Range>, change: Change) -> Vec<Variant> {
    vec![Variant { level, from: place.map(|place| place.0), to: place.and_then(|place| place.1), change }.tidy()]
}

/// `glycine to aspartate substitution at codon 12`, `Val-->Ala`, `threonine for isoleucine at codon 278`.
pub(super) fn residues(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let named = next.residue_name();
    let Some(first) = named.or_else(|| next.residue_code()) else { return letters(cursor) };
    let mut number = next;
    number.blank();
    let own = number.number().filter(|_| named.is_some()).inspect(|_| next = number);
    next.at = skip(next, &["residue", "codon", "(Ter)"]);
    triplet(&mut next);
    let arrow = next.arrow();
    let mut turned = false;
    let pair = named.is_none() && own.is_none() && next.eat(b"/");
    if !pair && !arrow && !next.to() {
        let mut other = next;
        other.blank();
        turned = other.word("for");
        if !turned && !other.one_of(&["by", "with", "into", "instead of", "rather than"]) {
            return at_place(next, first);
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
    if !pair && !next.at_end() {
        return None;
    }
    if pair {
        return paired(next, first, second);
    }
    if second == b'*' {
        next.at = skip(next, &["codon"]);
    }
    triplet(&mut next);
    let mut named_change = Cursor { at: skip(next, &["residue", "residues"]), ..next };
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

/// `Arg/Gly16`: what stands there in some people and in others. A pair without a place is a genotype.
fn paired(mut next: Cursor<'_>, old: u8, new: u8) -> Option<Reading> {
    let point = Point { residue: old, ..Point::at(next.number()?) };
    let change = Change::Substitution(char::from(old).to_string(), char::from(new).to_string());
    (old != new).then(|| read_to(next, made(Level::Protein, Some(point), change), Sureness::Doubtful))?
}

/// ` (GAA)` behind an amino acid: its codon.
fn triplet(cursor: &mut Cursor<'_>) {
    let mut next = *cursor;
    next.blank();
    if next.eat(b"(") && next.bases().len() == 3 && next.eat(b")") {
        *cursor = next;
    }
}

/// `lysine at residue 223`: what stands there in a part of the people.
fn at_place(mut next: Cursor<'_>, residue: u8) -> Option<Reading> {
    if !next.rest().starts_with(b" at ") {
        return None;
    }
    let point = place(&mut next, &RESIDUE_UNITS)?;
    let change = Change::Allele(char::from(residue).to_string());
    read_to(next, made(Level::Protein, Some(Point { residue, ..point }), change), Sureness::Doubtful)
}

/// `R to G mutation at position 76`: letters of amino acids, where a change and its place are named.
fn letters(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let old = next.residue_letter()?;
    if !next.to() {
        return None;
    }
    let new = next.residue_letter().filter(|_| next.at_end())?;
    let is_called = called(&mut next);
    let point = place(&mut next, &RESIDUE_UNITS)?;
    let change = Change::Substitution(char::from(old).to_string(), char::from(new).to_string());
    let sureness = if is_called { Sureness::Clear } else { Sureness::Doubtful };
    read_to(next, made(Level::Protein, Some(Point { residue: old, ..point }), change), sureness)
}

fn stop(cursor: &mut Cursor<'_>) -> Option<u8> {
    let words =
        ["stop codon", "premature stop codon", "premature termination codon", "termination codon", "stop", "Ter", "Term", "termination"];
    cursor.one_of(&words).then_some(b'*')
}

/// Where the cursor stands behind one of these words, or where it stood.
pub(super) fn skip(cursor: Cursor<'_>, words: &[&str]) -> usize {
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
    // Deaminated bases are no variant.
    if new == "U" || old == "U" {
        return None;
    }
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
    let bracket = located.eat(b"(");
    if slash
        && located.peek() != b' '
        && let Some(from) = located.signed()
        && (bracket && located.eat(b")") || !bracket && from < -9)
    {
        return read_to(located, made(Level::Coding, Some(Point::at(from)), Change::Substitution(old, new)), Sureness::Clear);
    }
    let change = Change::Substitution(old, new);
    let mut named = next;
    let is_called = called(&mut named);
    let mut placed = named;
    if let Some((from, None)) = range(&mut placed, &BASE_UNITS) {
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

/// ` in codon 241` behind a change of bases: the words belong to it, the number counts other things.
pub(super) fn place_in_codon(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut next = *cursor;
    place(&mut next, &["codon"])?;
    *cursor = next;
    Some(())
}

/// `codon 329 (TAC-->AA)`, `codon 26, GAG-->GAA`, `stop codon at residue 178`, `termination at codon 1524`.
pub(super) fn codon(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    if stop(&mut next).is_some() {
        let mut old = next;
        if old.blank()
            && old.word("for")
            && old.blank()
            && let Some(residue) = old.residue_name().or_else(|| old.residue_code())
            && let Some(point) = place(&mut old, &RESIDUE_UNITS)
        {
            let change = Change::Substitution(char::from(residue).to_string(), "*".to_owned());
            return read_to(old, made(Level::Protein, Some(Point { residue, ..point }), change), Sureness::Clear);
        }
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
    let mut lost = next;
    if lost.blank()
        && let Some(make) = event_word(&mut lost)
    {
        return read_to(lost, made(Level::Protein, Some(Point::at(place)), make(String::new())), Sureness::Clear);
    }
    next.eat(b",");
    next.blank();
    if let Some(mut reading) = residues(next)
        && let [Variant { level: Level::Protein, from: from @ None, change: Change::Substitution(old, _), .. }] = &mut reading.variants[..]
        && let Some(residue) = old.bytes().next()
    {
        *from = u32::try_from(place).ok().map(|number| Point::of(residue, number));
        return Some(Reading { sureness: Sureness::Clear, ..reading });
    }
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

/// `A allele at -511`, `T allele of the -588`.
pub(super) fn allele(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let base = next.one_base()?;
    if let Some(reading) = base_at(next, base) {
        return Some(reading);
    }
    if !next.blank() || !next.one_of(&["allele", "alleles"]) || !next.blank() || !next.one_of(&["at", "of", "for"]) || !next.blank() {
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

/// `A at position -1082`, `T at nucleotide 49`: what stands there in a part of the people.
fn base_at(mut next: Cursor<'_>, base: u8) -> Option<Reading> {
    if !next.blank() || !next.one_of(&["at", "in"]) || !next.blank() {
        return None;
    }
    let unit = next.one_of(&["position", "nucleotide", "base"]) && next.blank();
    next.one_of(&["position"]).then(|| next.blank());
    let from = next.signed().or_else(|| if unit { next.number() } else { None })?;
    read_to(next, made(Level::Coding, Some(Point::at(from)), Change::Allele(char::from(base).to_string())), Sureness::Doubtful)
}

/// `399 Gln`, `192Q/R`, `634 cysteine`.
pub(super) fn number_first(cursor: Cursor<'_>) -> Option<Reading> {
    let mut next = cursor;
    let number = u32::try_from(next.number()?).ok()?;
    let tight = next.peek() != b' ';
    if let Some(reading) = protein::event_behind(next, number) {
        return Some(reading);
    }
    next.blank();
    let one = |next: &mut Cursor<'_>| next.residue_code().or_else(|| if tight { next.residue_letter() } else { None });
    let old = one(&mut next)?;
    if tight && number > 9 && next.eat(&[old]) && next.at_end() && next.at == cursor.at + number.to_string().len() + 2 {
        // 192RR: people with two of them.
        let change = Change::Allele([old, old].map(char::from).iter().collect());
        return read_to(next, made(Level::Protein, Some(Point::of(old, number)), change), Sureness::Doubtful);
    }
    // 187S allele; 500K is a count.
    let counts = number.is_multiple_of(10) && matches!(old, b'K' | b'M' | b'G');
    if tight && number > 9 && !counts && next.at_end() && is_residue(next.bytes[next.at - 1]) && coding::named_for_a_variant(next) {
        let change = Change::Allele(char::from(old).to_string());
        return read_to(next, made(Level::Protein, Some(Point::of(old, number)), change), Sureness::Doubtful);
    }
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
