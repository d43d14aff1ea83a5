//! Builds the text of a document from the pieces that markup gives: passages one a line, cells of a table one behind a tab, white space as a reader would
//! see it, superscripts kept apart from what they would otherwise run into.

use std::path::Path;

use crate::document::{Identifiers, Passage, PassageKind, Span};

/// Collects the text of a document and its passages.
///
/// Text belongs to the passage that was begun last; passages without text do not come to be.
///
/// ```
/// use biospan::document::PassageKind;
/// use biospan::formats::read::assembly::Assembler;
/// let mut assembler = Assembler::default();
/// assembler.begin(PassageKind::Title);
/// assembler.push("  Growth of \n CD8");
/// assembler.superscript();
/// assembler.push("+");
/// assembler.end_superscript();
/// assembler.push(" cells");
/// assembler.begin(PassageKind::Paragraph);
/// assembler.push("Seen.");
/// let (text, passages) = assembler.finish();
/// assert_eq!(text, "Growth of CD8+ cells\nSeen.");
/// assert_eq!(passages.len(), 2);
/// ```
#[derive(Debug)]
pub struct Assembler {
    text: String,
    passages: Vec<Passage>,
    kind: PassageKind,
    section: Option<String>,
    /// Where the open passage begins, once it has text.
    start: Option<usize>,
    /// Whether white space came after the last text.
    blank: bool,
    /// Whether the next passage begins a line, and the tabs before it.
    gap: (bool, usize),
    superscript: Superscript,
}

/// Where superscripts stand in the open passage.
#[derive(Debug, Default)]
struct Superscript {
    /// How many are open, one in the other; only the outermost counts.
    depth: usize,
    /// Whether the outermost is a link to a reference or note that is not marked as raised.
    link: bool,
    /// Where its text begins, once there is some.
    start: Option<usize>,
    /// The end of the last that was kept apart: one past its closing `^`.
    apart: Option<usize>,
    /// Start and end of the last one that follows a blank: what comes next decides whether it belongs to it (`³H`) or is a mark
    /// before it.
    leading: Option<(usize, usize)>,
}

impl Default for Assembler {
    fn default() -> Self {
        Self {
            text: String::new(),
            passages: Vec::new(),
            kind: PassageKind::Paragraph,
            section: None,
            start: None,
            blank: false,
            gap: (true, 0),
            superscript: Superscript::default(),
        }
    }
}

impl Assembler {
    /// Ends the open passage; text that follows makes a new one of this kind.
    pub fn begin(&mut self, kind: PassageKind) {
        self.end();
        self.kind = kind;
        if kind != PassageKind::TableCell {
            self.gap = (true, 0);
        }
    }

    /// Begins a cell of a table. Those of a row stand in one line with tabs between them, so that the table can be put together
    /// again; a cell without text leaves its tab.
    pub fn begin_cell(&mut self, first: bool) {
        let behind_another = self.end().is_some();
        self.kind = PassageKind::TableCell;
        self.gap = if first { (true, 0) } else { (self.gap.0 && !behind_another, self.gap.1 + 1) };
    }

    /// Ends the open passage and gives its place; `None` where it has no text.
    pub fn end(&mut self) -> Option<Span> {
        while self.superscript.depth > 0 {
            self.end_superscript();
        }
        self.superscript = Superscript::default();
        self.blank = false;
        let start = self.start.take()?;
        let span = Span::from_range(start..self.text.len());
        self.gap = (true, 0);
        self.passages.push(Passage { kind: self.kind, section: self.section.clone(), span });
        Some(span)
    }

    /// The heading of the section that passages ended from now on stand in.
    #[must_use]
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// Sets the heading, and gives the one before. A passage gets the heading that holds when it ends.
    pub fn set_section(&mut self, section: Option<String>) -> Option<String> {
        std::mem::replace(&mut self.section, section)
    }

    /// Adds text. Runs of white space become one blank; at the edges of a passage they go. Characters that are not shown (soft
    /// hyphens, zero-width spaces, controls) go too.
    pub fn push(&mut self, piece: &str) {
        let mut rest = piece;
        while !rest.is_empty() {
            let clean = shown_as_it_is(rest.as_bytes());
            if let Some(chunk) = rest.get(..clean).filter(|chunk| !chunk.is_empty()) {
                self.write(chunk);
                rest = &rest[clean..];
            }
            let Some(character) = rest.chars().next() else { return };
            // A single blank inside of a chunk comes along with it; this one is at its edge, or no plain one.
            if is_white_space(character) {
                self.blank = true;
            } else if !is_hidden(character) {
                let mut buffer = [0; 4];
                self.write(character.encode_utf8(&mut buffer));
            }
            rest = &rest[character.len_utf8()..];
        }
    }

    /// Adds a character, as [`Self::push`] does.
    pub fn push_char(&mut self, character: char) {
        self.push(character.encode_utf8(&mut [0; 4]));
    }

    /// A gap at this place: what follows does not join what is before.
    pub fn space(&mut self) {
        self.blank = true;
    }

    /// A full stop at this place, unless there is a sign that ends something, or nothing.
    pub fn full_stop(&mut self) {
        if self.start.is_some() && !self.text.ends_with(['.', ':', ';', ',', '?', '!', '|', '-', '–', '—']) {
            self.blank = false;
            self.write(".");
        }
    }

    /// Whether the open passage has text.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.start.is_some()
    }

    /// The end of the text.
    #[must_use]
    pub fn position(&self) -> usize {
        self.text.len()
    }

    /// Where the next text will begin.
    #[must_use]
    pub fn next_position(&self) -> usize {
        let gap = match (self.start, self.gap) {
            (Some(_), _) => usize::from(self.blank),
            (None, _) if self.text.is_empty() => 0,
            (None, (line, tabs)) => usize::from(line) + tabs,
        };
        self.text.len() + gap
    }

    /// The text from a position on, which may have been given by [`Self::next_position`].
    #[must_use]
    pub fn since(&self, position: usize) -> &str {
        self.text.get(position..).unwrap_or("")
    }

    /// Says that the passage that was ended last is of another kind than it was begun with.
    pub fn recast(&mut self, kind: PassageKind) {
        if let Some(last) = self.passages.last_mut() {
            last.kind = kind;
        }
    }

    /// Begins a superscript.
    pub fn superscript(&mut self) {
        if self.superscript.depth == 0 {
            self.superscript.link = false;
        }
        self.superscript.depth += 1;
    }

    /// Begins a link to a reference or note. Where its number would run into the word before, it is shown as a superscript.
    pub fn link(&mut self) {
        if self.superscript.depth == 0 {
            self.superscript.link = true;
        }
        self.superscript.depth += 1;
    }

    /// Ends what [`Self::superscript`] or [`Self::link`] began.
    pub fn end_superscript(&mut self) {
        self.superscript.depth = self.superscript.depth.saturating_sub(1);
        if self.superscript.depth > 0 {
            return;
        }
        let (Some(start), Some(first)) = (self.superscript.start.take(), self.start) else { return };
        let content = &self.text[start..];
        let between = self.superscript.apart.filter(|&apart| apart <= start).map(|apart| &self.text[apart..start]);
        if let (Some(apart), Some("" | "," | "-" | "–" | "−")) = (self.superscript.apart, between)
            && content.starts_with(|first: char| first.is_alphanumeric() || matches!(first, ',' | '-' | '–' | '−'))
        {
            self.text.remove(apart - 1);
            self.text.push('^');
            self.superscript.apart = Some(self.text.len());
            return;
        }
        let before = self.text[first..start].chars().next_back();
        let apart = if self.superscript.link {
            link_stands_apart(before, content, &self.text[first..start])
        } else {
            stands_apart(before, content)
        };
        if apart {
            self.text.insert(start, '^');
            self.text.push('^');
            self.superscript.apart = Some(self.text.len());
        } else if !before.is_some_and(char::is_alphanumeric) && content.ends_with(char::is_alphanumeric) {
            self.superscript.leading = Some((start, self.text.len()));
        }
    }

    /// The text and its passages.
    #[must_use]
    pub fn finish(mut self) -> (String, Vec<Passage>) {
        self.end();
        (self.text, self.passages)
    }

    /// Writes a chunk that is shown as it is and does not begin or end with white space.
    fn write(&mut self, chunk: &str) {
        let had_blank = std::mem::take(&mut self.blank);
        if self.start.is_none() {
            if !self.text.is_empty() {
                self.text.extend(self.gap.0.then_some('\n'));
                self.text.extend(std::iter::repeat_n('\t', self.gap.1));
            }
            self.start = Some(self.text.len());
        } else if had_blank {
            self.text.push(' ');
        }
        if let Some((start, end)) = self.superscript.leading.take()
            && end == self.text.len()
            && chunk.starts_with(char::is_alphanumeric)
            && !is_isotope(&self.text[start..], chunk)
        {
            self.text.insert(start, '^');
            self.text.push('^');
        }
        if self.superscript.depth > 0 && self.superscript.start.is_none() {
            self.superscript.start = Some(self.text.len());
        }
        self.text.push_str(chunk);
    }
}

/// Whether a superscript would make another word or number if it were joined to what is before it.
fn stands_apart(before: Option<char>, content: &str) -> bool {
    let Some(before) = before.filter(|&before| !may_stand_before(before)) else { return false };
    if !content.contains(char::is_alphanumeric) || content.starts_with(['(', '[']) {
        return false;
    }
    let number = content.trim_end_matches(is_sign);
    let charge = number.len() < content.len() && number.len() <= 1 && number.bytes().all(|digit| digit.is_ascii_digit());
    if charge && before.is_alphabetic() {
        return false;
    }
    !(before.is_numeric() && matches!(content, "st" | "nd" | "rd" | "th"))
}

/// Whether the mark of a reference or note would run into the word before it. Marks between brackets do not, nor do words.
fn link_stands_apart(before: Option<char>, content: &str, passage: &str) -> bool {
    let Some(before) = before.filter(|&before| !may_stand_before(before)) else { return false };
    if !content.contains(char::is_alphanumeric) || content.starts_with(['(', '[']) {
        return false;
    }
    if content.contains(char::is_alphabetic) && content.chars().count() > 2 {
        return false;
    }
    // Lists of marks are short.
    let bracket = passage.chars().rev().take(200).find(|character| "[]()".contains(*character));
    before.is_alphanumeric() || !matches!(bracket, Some('[' | '('))
}

/// Whether a number that follows without a blank is a part of its own: `[³H]`, `anti-¹²⁵I`.
fn may_stand_before(character: char) -> bool {
    character.is_whitespace() || "([{/-–—−‐‑~=<>+±×·|^".contains(character)
}

fn is_sign(character: char) -> bool {
    matches!(character, '+' | '-' | '−' | '–' | '‐')
}

/// Whether a leading superscript and what follows are an isotope: `³H`, `99mTc`.
fn is_isotope(number: &str, rest: &str) -> bool {
    let mut symbol = rest.chars();
    let digits = number.trim_end_matches('m');
    !digits.is_empty()
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && symbol.next().is_some_and(char::is_uppercase)
        && symbol.take_while(|letter| letter.is_lowercase()).count() <= 1
}

/// How many bytes from the beginning on need no change: no white space but single blanks inside, nothing hidden.
fn shown_as_it_is(bytes: &[u8]) -> usize {
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        match byte {
            b'!'..=b'~' => {}
            b' ' => match bytes.get(place + 1) {
                Some(b'!'..=b'~') if place > 0 => {}
                _ => return place,
            },
            0..=b' ' | 0x7f => return place,
            // No-break space and soft hyphen; the spaces and marks from U+2000 on; ideographic space; byte order mark.
            0xc2 if matches!(bytes.get(place + 1), Some(0x80..=0xa0 | 0xad)) => return place,
            0xe1 if bytes.get(place + 1) == Some(&0x9a) => return place,
            0xe2 if bytes.get(place + 1) == Some(&0x80) && bytes.get(place + 2).is_some_and(|third| !(0x90..=0xa7).contains(third)) => {
                return place;
            }
            0xe2 if bytes.get(place + 1) == Some(&0x81) => return place,
            0xe3 if bytes.get(place + 1) == Some(&0x80) => return place,
            0xef if bytes.get(place + 1) == Some(&0xbb) => return place,
            _ => {}
        }
        place += 1;
    }
    place
}

fn is_white_space(character: char) -> bool {
    character.is_whitespace()
}

/// Whether a character is not shown: controls, soft hyphen, zero-width space, word joiner, byte order mark.
fn is_hidden(character: char) -> bool {
    character.is_control() || matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The name of a document: its PMCID, else its PMID, else what the file calls it, else the file's name without folder and
/// extension (and without `.gz` behind it).
#[must_use]
pub fn document_id(identifiers: &Identifiers, own: Option<&str>, source: &str) -> String {
    let own = own.map(str::trim).filter(|own| !own.is_empty());
    if let Some(id) = identifiers.pmcid.as_deref().or(identifiers.pmid.as_deref()).or(own) {
        return id.to_owned();
    }
    let name = Path::new(source.strip_suffix(".gz").unwrap_or(source));
    name.file_stem().map_or_else(|| source.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// How many characters of a heading become the name of a section.
const LONGEST_SECTION_NAME: usize = 400;

/// The name of a section: its heading without the number before it and the sign behind it.
///
/// ```
/// use biospan::formats::read::assembly::section_name;
/// assert_eq!(section_name("2.1. Cell culture:"), "Cell culture");
/// assert_eq!(section_name("5-HT receptors"), "5-HT receptors");
/// ```
#[must_use]
pub fn section_name(heading: &str) -> &str {
    // Each passage has its own copy, so that a heading without bounds would make a document without bounds.
    let heading = heading.char_indices().nth(LONGEST_SECTION_NAME).map_or(heading, |(end, _)| &heading[..end]);
    let heading = heading.trim().trim_end_matches([':', '.']).trim_end();
    match heading.split_once(' ') {
        // Without a full stop it may be a number that belongs to the words.
        Some((number, words)) if number.contains('.') && number.starts_with(|first: char| first.is_ascii_digit()) => {
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if is_number && !words.trim().is_empty() { words.trim_start() } else { heading }
        }
        _ => heading,
    }
}

/// A PMCID with its `PMC`, from a number with or without it.
#[must_use]
pub fn pmcid(written: &str) -> Option<String> {
    let digits = written.trim();
    let digits = digits.strip_prefix("PMC").or_else(|| digits.strip_prefix("pmc")).unwrap_or(digits);
    // New files give versions as "PMC123.1".
    let digits = digits.split_once('.').map_or(digits, |(digits, _)| digits);
    is_number(digits).then(|| format!("PMC{digits}"))
}

/// A PMID, if what is written is one.
#[must_use]
pub fn pmid(written: &str) -> Option<String> {
    let digits = written.trim();
    is_number(digits).then(|| digits.to_owned())
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) && digits.bytes().any(|digit| digit != b'0')
}

/// A DOI, bare, from one that may be written with resolver or `doi:` and with blanks.
#[must_use]
pub fn doi(written: &str) -> Option<String> {
    let start = written.find("10.")?;
    let doi: String = written[start..].chars().filter(|character| !character.is_whitespace()).collect();
    doi.contains('/').then_some(doi)
}

/// The first year from 1500 to 2100 that is written with four digits on their own.
#[must_use]
pub fn year(written: &str) -> Option<u16> {
    written
        .split(|character: char| !character.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1500..=2100).contains(year))
}

#[cfg(test)]
mod tests;
