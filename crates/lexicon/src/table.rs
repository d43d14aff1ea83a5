//! The dictionary tables: one concept a line, tab-separated, sorted by identifier.
//!
//! Columns: `id type name names xrefs parents taxon replaced_by orthologs`. `names` holds
//! `<scope letter><source code>:<name>` joined by `|`; `dictionaries/README.md` explains the codes. Tables of users may have a
//! column `notes` more: `<kind>:<text>` joined by `|`.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The header of every table.
pub const HEADER: &str = "id\ttype\tname\tnames\txrefs\tparents\ttaxon\treplaced_by\torthologs";

/// The entity types that biospan knows of itself, in the order in which they are listed; a user's dictionary may have others.
pub const ENTITY_TYPES: [&str; 9] = ["gene", "gene_family", "complex", "drug", "disease", "cell_type", "species", "cell_line", "variant"];

/// The header of a table whose concepts have notes, in a column more.
pub const NOTED_HEADER: &str = "id\ttype\tname\tnames\txrefs\tparents\ttaxon\treplaced_by\torthologs\tnotes";

/// How a name belongs to its concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Scope {
    /// The preferred name.
    Preferred,
    /// An approved symbol.
    Symbol,
    /// An exact synonym.
    Exact,
    /// An abbreviation.
    Abbreviation,
    /// An alias.
    Alias,
    /// A brand name.
    Brand,
    /// A symbol or name that was approved once.
    Previous,
    /// A related synonym.
    Related,
    /// A narrower name.
    Narrow,
    /// A broader name.
    Broad,
}

impl Scope {
    /// All scopes, the closest to the concept first.
    pub const ALL: [Scope; 10] = [
        Scope::Preferred,
        Scope::Symbol,
        Scope::Exact,
        Scope::Abbreviation,
        Scope::Alias,
        Scope::Brand,
        Scope::Previous,
        Scope::Related,
        Scope::Narrow,
        Scope::Broad,
    ];

    /// The letter that stands for the scope in a table.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Scope::Preferred => 'p',
            Scope::Symbol => 's',
            Scope::Exact => 'e',
            Scope::Abbreviation => 'a',
            Scope::Alias => 'l',
            Scope::Brand => 'b',
            Scope::Previous => 'v',
            Scope::Related => 'r',
            Scope::Narrow => 'n',
            Scope::Broad => 'o',
        }
    }

    /// The scope that a letter stands for.
    #[must_use]
    pub fn from_letter(letter: char) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.letter() == letter)
    }

    /// How close a name of the scope is to its concept, for comparing names of different concepts: preferred names,
    /// symbols and exact ones, abbreviations and aliases, names of the past, related ones. Lower is closer.
    #[must_use]
    pub fn closeness(self) -> u8 {
        match self {
            Scope::Preferred | Scope::Symbol => 0,
            Scope::Exact => 1,
            Scope::Abbreviation | Scope::Alias | Scope::Brand => 2,
            Scope::Previous => 3,
            Scope::Related | Scope::Narrow | Scope::Broad => 4,
        }
    }

    /// The word for the scope, as sources and `dict lookup` write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Scope::Preferred => "preferred",
            Scope::Symbol => "symbol",
            Scope::Exact => "exact",
            Scope::Abbreviation => "abbreviation",
            Scope::Alias => "alias",
            Scope::Brand => "brand",
            Scope::Previous => "previous",
            Scope::Related => "related",
            Scope::Narrow => "narrow",
            Scope::Broad => "broad",
        }
    }

    /// The scope that a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// One name of a concept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameRow<'a> {
    /// How it belongs to the concept.
    pub scope: Scope,
    /// The code of the source in `sources.tsv`.
    pub source: Cow<'a, str>,
    /// The name.
    pub text: Cow<'a, str>,
}

/// One concept, as a line of a table states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConceptRow<'a> {
    /// CURIE.
    pub id: Cow<'a, str>,
    /// Entity type.
    pub entity_type: Cow<'a, str>,
    /// Preferred name; empty for most obsolete identifiers.
    pub name: Cow<'a, str>,
    /// All names that are matched (the preferred one among them, unless it was left out).
    pub names: Vec<NameRow<'a>>,
    /// CURIEs of the same concept in other vocabularies.
    pub xrefs: Vec<Cow<'a, str>>,
    /// CURIEs of direct parents; for a gene also its families and complexes.
    pub parents: Vec<Cow<'a, str>>,
    /// CURIE of the organism.
    pub taxon: Cow<'a, str>,
    /// For an obsolete identifier: the CURIE that took its place.
    pub replaced_by: Cow<'a, str>,
    /// CURIEs of human orthologs (mouse and rat genes).
    pub orthologs: Vec<Cow<'a, str>>,
    /// What a reader should know besides: kind and text.
    pub notes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Why a line of a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {fault}")]
pub struct TableError {
    /// The table's file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub fault: String,
}

/// Calls `each` for every line below the header of a table.
///
/// # Errors
/// A header other than [`HEADER`] and [`NOTED_HEADER`], a line with another number of columns, a name without code.
pub fn read<'a>(file: &str, text: &'a str, mut each: impl FnMut(ConceptRow<'a>)) -> Result<(), TableError> {
    let fault = |line, fault: String| TableError { file: file.to_owned(), line, fault };
    let mut lines = text.lines().enumerate();
    let header = lines.next().map_or("", |(_, line)| line);
    if header != HEADER && header != NOTED_HEADER {
        return Err(fault(1, format!("expected the header \"{}\"", HEADER.replace('\t', " "))));
    }
    for (index, line) in lines {
        each(row(line, header == NOTED_HEADER).map_err(|what| fault(index + 1, what))?);
    }
    Ok(())
}

fn row(line: &str, noted: bool) -> Result<ConceptRow<'_>, String> {
    let mut columns: Vec<&str> = line.split('\t').collect();
    let found = columns.len();
    let notes = if noted { columns.pop().unwrap_or("") } else { "" };
    let [id, entity_type, name, names, xrefs, parents, taxon, replaced_by, orthologs] = columns[..] else {
        return Err(format!("expected {} columns separated by tabs, found {found}", 9 + usize::from(noted)));
    };
    if !id.contains(':') {
        return Err(format!("expected a CURIE such as HGNC:583 in column 1, found \"{id}\""));
    }
    Ok(ConceptRow {
        id: id.into(),
        entity_type: entity_type.into(),
        name: unescape(name),
        names: list(names).map(name_row).collect::<Result<_, _>>()?,
        xrefs: list(xrefs).map(Cow::Borrowed).collect(),
        parents: list(parents).map(Cow::Borrowed).collect(),
        taxon: taxon.into(),
        replaced_by: replaced_by.into(),
        orthologs: list(orthologs).map(Cow::Borrowed).collect(),
        notes: list(notes).map(note).collect::<Result<_, _>>()?,
    })
}

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|part| !part.is_empty())
}

fn note(part: &str) -> Result<(Cow<'_, str>, Cow<'_, str>), String> {
    let expected = || format!("expected a note such as \"warning:misidentified\" (kind, colon, text), found \"{part}\"");
    let (kind, text) = part.split_once(':').ok_or_else(expected)?;
    Ok((kind.into(), unescape(text)))
}

fn name_row(part: &str) -> Result<NameRow<'_>, String> {
    let expected = || format!("expected a name such as \"eM:liver cancer\" (scope letter, source code, colon, name), found \"{part}\"");
    let (code, text) = part.split_once(':').ok_or_else(expected)?;
    let letter = code.chars().next().ok_or_else(expected)?;
    let scope = Scope::from_letter(letter).ok_or_else(expected)?;
    Ok(NameRow { scope, source: code[letter.len_utf8()..].into(), text: unescape(text) })
}

/// Writes one concept as a line, with its line feed; without its notes.
pub fn write(row: &ConceptRow<'_>, out: &mut String) {
    write_columns(row, out);
    out.push('\n');
}

/// Writes one concept as a line of a table with [`NOTED_HEADER`].
pub fn write_noted(row: &ConceptRow<'_>, out: &mut String) {
    write_columns(row, out);
    out.push('\t');
    for (index, (kind, text)) in row.notes.iter().enumerate() {
        out.push_str(if index > 0 { "|" } else { "" });
        out.push_str(kind);
        out.push(':');
        escape(text, out);
    }
    out.push('\n');
}

fn write_columns(row: &ConceptRow<'_>, out: &mut String) {
    out.push_str(&row.id);
    out.push('\t');
    out.push_str(&row.entity_type);
    out.push('\t');
    escape(&row.name, out);
    out.push('\t');
    for (index, name) in row.names.iter().enumerate() {
        let bar = if index > 0 { "|" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(out, "{bar}{}{}:", name.scope.letter(), name.source);
        escape(&name.text, out);
    }
    for column in [&row.xrefs, &row.parents] {
        out.push('\t');
        out.push_str(&column.join("|"));
    }
    out.push('\t');
    out.push_str(&row.taxon);
    out.push('\t');
    out.push_str(&row.replaced_by);
    out.push('\t');
    out.push_str(&row.orthologs.join("|"));
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '|' => out.push_str("\\p"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\\' => out.push_str("\\\\"),
            other => out.push(other),
        }
    }
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        out.push(match character {
            '\\' => match characters.next() {
                Some('p') => '|',
                Some('t') => '\t',
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_written_row_reads_back(name in "\\PC{0,20}", other in "[a-z|\\\\\t\n:]{1,12}", note in "[a-z|\\\\\t\n:]{1,12}") {
            let row = ConceptRow {
                id: "MONDO:1".into(),
                entity_type: "disease".into(),
                name: name.clone().into(),
                names: vec![
                    NameRow { scope: Scope::Preferred, source: "M".into(), text: name.into() },
                    NameRow { scope: Scope::Broad, source: "N2".into(), text: other.into() },
                ],
                xrefs: vec!["MESH:D1".into(), "DOID:2".into()],
                notes: vec![("warning".into(), note.into()), ("disease".into(), "NCIT:C1 x".into())],
                ..ConceptRow::default()
            };
            let mut text = format!("{NOTED_HEADER}\n");
            write_noted(&row, &mut text);
            let mut rows = Vec::new();
            read("table", &text, |row| rows.push(row)).unwrap();
            prop_assert_eq!(&rows, &vec![row.clone()]);
            let mut plain = format!("{HEADER}\n");
            write(&row, &mut plain);
            let mut rows = Vec::new();
            read("table", &plain, |row| rows.push(row)).unwrap();
            prop_assert_eq!(rows, vec![ConceptRow { notes: Vec::new(), ..row }]);
        }
    }

    #[test]
    fn a_bad_line_is_named_with_file_and_line() {
        for (line, expected) in [
            ("MONDO:1\tdisease", "t.tsv:2: expected 9 columns"),
            ("one\tdisease\t\t\t\t\t\t\t", "t.tsv:2: expected a CURIE"),
            ("MONDO:1\tdisease\tx\tx\t\t\t\t\t", "t.tsv:2: expected a name"),
            ("MONDO:1\tdisease\tx\t?M:x\t\t\t\t\t", "t.tsv:2: expected a name"),
        ] {
            let error = read("t.tsv", &format!("{HEADER}\n{line}\n"), |_| ()).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(read("t.tsv", "id\n", |_| ()).unwrap_err().to_string().contains("expected the header"));
    }
}
