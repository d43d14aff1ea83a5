//! The normal form of a variant: close to HGVS, but for what papers leave open (`?` stands for a place that is not said).

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use super::residue::{by_code, code, is_base};

/// What a variant is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Amino acids.
    Protein,
    /// Coding DNA.
    Coding,
    /// The genome.
    Genomic,
    /// The mitochondrial genome.
    Mitochondrial,
    /// A transcript that codes for no protein.
    Noncoding,
    /// RNA.
    Rna,
}

impl Level {
    const ALL: [(Level, u8); 6] = [
        (Level::Protein, b'p'),
        (Level::Coding, b'c'),
        (Level::Genomic, b'g'),
        (Level::Mitochondrial, b'm'),
        (Level::Noncoding, b'n'),
        (Level::Rna, b'r'),
    ];

    /// The level that a letter stands for.
    #[must_use]
    pub fn of(letter: u8) -> Option<Level> {
        Level::ALL.iter().find(|level| level.1 == letter).map(|level| level.0)
    }

    /// The letter before the dot.
    #[must_use]
    pub fn letter(self) -> char {
        Level::ALL.iter().find(|level| level.0 == self).map_or('c', |level| char::from(level.1))
    }
}

/// What a position is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// The first base or amino acid; negative before it.
    Start(i64),
    /// The stop codon (`*37`).
    Stop(u32),
    /// An intron (`IVS2`).
    Intron(u32),
    /// An exon.
    Exon(u32),
}

/// A position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// The amino acid there, where it is said; 0 where not.
    pub residue: u8,
    /// The position.
    pub base: Base,
    /// How far into an intron.
    pub offset: i64,
}

impl Point {
    /// A position counted from the start.
    #[must_use]
    pub fn at(number: i64) -> Point {
        Point { residue: 0, base: Base::Start(number), offset: 0 }
    }

    /// A position of a protein.
    #[must_use]
    pub fn of(residue: u8, number: u32) -> Point {
        Point { residue, ..Point::at(i64::from(number)) }
    }
}

/// What happens there. Letters are bases, or one-letter codes of amino acids; a count takes their place where only it is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// One becomes the other; an empty first part is not said.
    Substitution(String, String),
    /// Lost: the letters, or how many, where the place does not say it.
    Deletion(String),
    /// Put in.
    Insertion(String),
    /// Lost and others put in.
    Indel(String),
    /// Doubled.
    Duplication(String),
    /// A repeat: what, and how often.
    Repeat(String, String),
    /// Turned round.
    Inversion,
    /// The reading frame shifts: the first new amino acid, and the number of codons to the next stop.
    Frameshift(String, String),
    /// Nothing.
    Same,
    /// One of two: what stands there in a part of the people.
    Allele(String),
    /// So many copies of a whole gene.
    Copies(Copies),
}

/// How many copies of a gene there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Copies {
    /// A number; none in a homozygous deletion.
    Number(u32),
    /// More than there should be.
    Gain,
    /// Fewer.
    Loss,
    /// Many more.
    Amplified,
}

impl Display for Copies {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Copies::Number(number) => write!(formatter, "{number}"),
            Copies::Gain => formatter.write_str("gain"),
            Copies::Loss => formatter.write_str("loss"),
            Copies::Amplified => formatter.write_str("amplified"),
        }
    }
}

impl FromStr for Copies {
    type Err = NotNormal;

    fn from_str(text: &str) -> Result<Copies, NotNormal> {
        match text {
            "gain" => Ok(Copies::Gain),
            "loss" => Ok(Copies::Loss),
            "amplified" => Ok(Copies::Amplified),
            _ => {
                let number = text.parse().map_err(|_| NotNormal)?;
                // As it is written: no sign, no leading zero.
                if Copies::Number(number).to_string() == text { Ok(Copies::Number(number)) } else { Err(NotNormal) }
            }
        }
    }
}

impl Change {
    /// What it is, in words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Change::Substitution(..) => "a substitution",
            Change::Deletion(_) => "a deletion",
            Change::Insertion(_) => "an insertion",
            Change::Indel(_) => "a deletion and an insertion",
            Change::Duplication(_) => "a duplication",
            Change::Repeat(..) => "a repeat",
            Change::Inversion => "an inversion",
            Change::Frameshift(..) => "a shift of the reading frame",
            Change::Same => "a silent change",
            Change::Allele(_) => "an allele",
            Change::Copies(_) => "a number of copies",
        }
    }
}

/// A variant as the paper's words have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// What it is counted in.
    pub level: Level,
    /// The first position, where it is said.
    pub from: Option<Point>,
    /// The last position of a range.
    pub to: Option<Point>,
    /// What happens.
    pub change: Change,
}

impl Variant {
    /// The same variant, written without what its places say already.
    #[must_use]
    pub fn tidy(mut self) -> Variant {
        if let Some(from) = self.from
            && let (None, Change::Deletion(what) | Change::Duplication(what)) = (self.to, &mut self.change)
            && let (Base::Start(start), Ok(count)) = (from.base, what.parse::<i64>())
            && from.offset == 0
            && (1..10_000_000).contains(&count)
        {
            // 1494del6 are the six from 1494 on.
            self.to = (count > 1).then(|| Point::at(start + count - 1));
            what.clear();
        }
        if self.level != Level::Protein
            && let (Some(from), None, Change::Deletion(what) | Change::Duplication(what)) = (self.from, self.to, &mut self.change)
            && let (Base::Start(start), 0) = (from.base, from.offset)
            && what.len() > 1
            && what.bytes().all(is_base)
        {
            self.to = Some(Point::at(start + what.len() as i64 - 1));
        }
        if let (Some(_), Change::Deletion(what) | Change::Duplication(what)) = (self.from, &mut self.change) {
            what.clear();
        }
        self
    }

    fn letters(&self, letters: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
        if self.level != Level::Protein || letters.bytes().any(|byte| byte.is_ascii_digit()) {
            return formatter.write_str(letters);
        }
        letters.bytes().try_for_each(|letter| match letter {
            b'*' => formatter.write_str("*"),
            _ => formatter.write_str(code(letter)),
        })
    }
}

impl Display for Point {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        if self.residue != 0 {
            formatter.write_str(if self.residue == b'*' { "Ter" } else { code(self.residue) })?;
        }
        match self.base {
            Base::Start(number) => write!(formatter, "{number}")?,
            Base::Stop(number) => write!(formatter, "*{number}")?,
            Base::Intron(number) => write!(formatter, "IVS{number}")?,
            Base::Exon(number) => write!(formatter, "EX{number}")?,
        }
        if self.offset == 0 { Ok(()) } else { write!(formatter, "{:+}", self.offset) }
    }
}

impl Display for Variant {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.", self.level.letter())?;
        let protein = self.level == Level::Protein;
        match (self.from, &self.change) {
            (Some(from), _) => write!(formatter, "{from}")?,
            (None, Change::Substitution(from, _)) if protein => {
                self.letters(from, formatter)?;
                formatter.write_str("?")?;
            }
            (None, _) => formatter.write_str("?")?,
        }
        if let Some(to) = self.to {
            write!(formatter, "_{to}")?;
        }
        match &self.change {
            Change::Substitution(_, to) if protein => self.letters(to, formatter),
            Change::Substitution(from, to) => write!(formatter, "{from}>{to}"),
            Change::Deletion(what) => written(self, "del", what, formatter),
            Change::Insertion(what) => written(self, "ins", what, formatter),
            Change::Indel(what) => written(self, "delins", what, formatter),
            Change::Duplication(what) => written(self, "dup", what, formatter),
            Change::Repeat(what, count) => {
                self.letters(what, formatter)?;
                write!(formatter, "[{count}]")
            }
            Change::Inversion => formatter.write_str("inv"),
            Change::Frameshift(new, stop) => {
                self.letters(new, formatter)?;
                formatter.write_str("fs")?;
                if stop.is_empty() { Ok(()) } else { write!(formatter, "*{stop}") }
            }
            Change::Same => formatter.write_str("="),
            Change::Allele(what) => {
                formatter.write_str("~")?;
                self.letters(what, formatter)
            }
            Change::Copies(copies) => write!(formatter, "[{copies}]"),
        }
    }
}

fn written(variant: &Variant, word: &str, what: &str, formatter: &mut Formatter<'_>) -> fmt::Result {
    formatter.write_str(word)?;
    variant.letters(what, formatter)
}

/// The words are no normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no normal form of a variant, such as p.Val600Glu or c.1799T>A")]
pub struct NotNormal;

impl FromStr for Variant {
    type Err = NotNormal;

    /// Reads a normal form: the syntax check.
    ///
    /// ```
    /// use biospan::variant::Variant;
    /// assert_eq!("p.Val600Glu".parse::<Variant>()?.to_string(), "p.Val600Glu");
    /// assert!("V600E".parse::<Variant>().is_err());
    /// # Ok::<(), biospan::variant::NotNormal>(())
    /// ```
    fn from_str(text: &str) -> Result<Variant, NotNormal> {
        parse(text).ok_or(NotNormal)
    }
}

fn parse(text: &str) -> Option<Variant> {
    let (level, rest) = text.split_once('.')?;
    let [letter] = level.as_bytes() else { return None };
    let level = Level::of(*letter)?;
    let protein = level == Level::Protein;
    let mut reader = Reader { rest, protein };
    if protein && let Some((from, to)) = rest.split_once('?').filter(|(from, _)| !from.is_empty()) {
        let change = Change::Substitution(all_residues(from)?, all_residues(to)?);
        return Some(Variant { level, from: None, to: None, change });
    }
    let from = if reader.eat("?") { None } else { Some(reader.point()?) };
    let to = if from.is_some() && reader.eat("_") { Some(reader.point()?) } else { None };
    let change = reader.change(from)?;
    Some(Variant { level, from, to, change })
}

struct Reader<'t> {
    rest: &'t str,
    protein: bool,
}

impl<'t> Reader<'t> {
    fn eat(&mut self, word: &str) -> bool {
        self.rest.strip_prefix(word).map(|rest| self.rest = rest).is_some()
    }

    fn digits(&mut self) -> Option<&'t str> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        (!digits.is_empty() && (digits == "0" || !digits.starts_with('0'))).then_some(digits)
    }

    fn point(&mut self) -> Option<Point> {
        let mut residue = 0;
        if self.protein
            && let Some(letter) = by_code(self.rest.as_bytes())
        {
            residue = letter;
            self.rest = &self.rest[3..];
        } else if self.protein && self.eat("Xaa") {
            residue = b'X';
        }
        let base = if self.eat("*") {
            Base::Stop(self.digits()?.parse().ok()?)
        } else if self.eat("IVS") {
            Base::Intron(self.digits()?.parse().ok()?)
        } else if self.eat("EX") {
            Base::Exon(self.digits()?.parse().ok()?)
        } else {
            let sign = if self.eat("-") { -1 } else { 1 };
            Base::Start(sign * self.digits()?.parse::<i64>().ok()?)
        };
        let sign = if self.eat("+") {
            1
        } else if self.eat("-") {
            -1
        } else {
            return Some(Point { residue, base, offset: 0 });
        };
        let offset = sign * self.digits()?.parse::<i64>().ok()?;
        (offset != 0).then_some(Point { residue, base, offset })
    }

    /// All that is left, as letters.
    fn letters(&self) -> Option<String> {
        let text = self.rest;
        if text.bytes().all(|byte| byte.is_ascii_digit()) || !self.protein && text.bytes().all(|byte| is_base(byte) || byte == b'N') {
            return Some(text.to_owned());
        }
        self.protein.then(|| all_residues(text))?
    }

    fn change(&mut self, from: Option<Point>) -> Option<Change> {
        if !self.protein
            && let Some((old, new)) = self.rest.split_once('>')
        {
            let bases = |text: &str| text.bytes().all(is_base);
            return (bases(old) && bases(new) && !new.is_empty()).then(|| Change::Substitution(old.to_owned(), new.to_owned()));
        }
        if self.rest == "inv" {
            return Some(Change::Inversion);
        }
        if self.rest == "=" {
            return Some(Change::Same);
        }
        type Make = fn(String) -> Change;
        let words: [(&str, Make); 5] = [
            ("delins", Change::Indel),
            ("del", Change::Deletion),
            ("ins", Change::Insertion),
            ("dup", Change::Duplication),
            ("~", Change::Allele),
        ];
        if let Some((_, make)) = words.iter().find(|(word, _)| self.eat(word)) {
            return self.letters().map(make);
        }
        if let Some((what, count)) = self.rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            // A repeat of what is not said has no count (`c.?[n]`).
            if what.is_empty() && count != "n" {
                return count.parse().ok().map(Change::Copies);
            }
            let what = Reader { rest: what, protein: self.protein }.letters()?;
            let counted = count == "n" || !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
            return counted.then(|| Change::Repeat(what, count.to_owned()));
        }
        if !self.protein {
            return None;
        }
        if let Some((new, stop)) = self.rest.split_once("fs") {
            let stop = if stop.is_empty() { "" } else { stop.strip_prefix('*')? };
            return stop
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| Some(Change::Frameshift(all_residues(new)?, stop.to_owned())))?;
        }
        let old = from.filter(|from| from.residue != 0).map_or(String::new(), |from| char::from(from.residue).to_string());
        (!self.rest.is_empty()).then(|| Some(Change::Substitution(old, all_residues(self.rest)?)))?
    }
}

/// Codes of three letters as letters.
fn all_residues(text: &str) -> Option<String> {
    let mut letters = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('*') {
            letters.push('*');
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("Xaa") {
            letters.push('X');
            rest = behind;
        } else {
            letters.push(char::from(by_code(rest.as_bytes())?));
            rest = rest.get(3..)?;
        }
    }
    Some(letters)
}
