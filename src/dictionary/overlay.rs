//! A user's own dictionary: one TSV with the header `id name synonyms type`, and `xrefs parents` if wanted.

use biospan_lexicon::compile::{CompileError, Ingredients, compile as compile_image};
use biospan_lexicon::image::OwnedImage;
use biospan_lexicon::table::{ConceptRow, NameRow, Scope};

/// Why a user's dictionary cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// A line is not what it should be.
    #[error("{file}:{line}: {fault}")]
    Line {
        /// The file.
        file: String,
        /// Line from 1.
        line: usize,
        /// What is there, what was expected and what to do.
        fault: String,
    },
    /// The dictionary has more names than an automaton can hold.
    #[error("{file}: {source}; give a smaller dictionary")]
    Automaton {
        /// The file.
        file: String,
        /// What the automaton says.
        source: aho_corasick::BuildError,
    },
    /// The dictionary is too large or has one identifier twice.
    #[error("{file}: {source}")]
    Compile {
        /// The file.
        file: String,
        /// What the compiler says.
        source: CompileError,
    },
}

/// The columns of the header; the last two may be missing.
const COLUMNS: [&str; 6] = ["id", "name", "synonyms", "type", "xrefs", "parents"];

/// Compiles a user's dictionary.
///
/// # Errors
/// See [`OverlayError`].
pub fn compile(file: &str, bytes: &[u8]) -> Result<OwnedImage, OverlayError> {
    let fault = |line, fault: String| OverlayError::Line { file: file.to_owned(), line, fault };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        fault(line, format!("byte {} is not UTF-8; save the file as UTF-8", error.valid_up_to()))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map_or(Vec::new(), |(_, line)| line.split('\t').collect());
    if !(4..=6).contains(&header.len()) || header[..] != COLUMNS[..header.len()] {
        let found = header.join(" ");
        return Err(fault(
            1,
            format!("expected the header \"id name synonyms type\" (and \"xrefs parents\"), separated by tabs, found \"{found}\""),
        ));
    }
    let mut concepts = Vec::new();
    for (index, line) in lines {
        if !line.trim().is_empty() {
            concepts.push(concept(line, header.len()).map_err(|what| fault(index + 1, what))?);
        }
    }
    let ingredients = Ingredients { name: file, concepts, ..Ingredients::default() };
    let (image, _) = compile_image(&ingredients).map_err(|source| OverlayError::Compile { file: file.to_owned(), source })?;
    Ok(OwnedImage::new(&image))
}

fn concept(line: &str, columns: usize) -> Result<ConceptRow<'_>, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    if cells.len() != columns {
        return Err(format!("expected {columns} columns separated by tabs, found {}", cells.len()));
    }
    let [id, name, synonyms, entity_type] = cells[..4] else { return Err("expected 4 columns".to_owned()) };
    let prefix = id.split_once(':').filter(|(prefix, local)| !prefix.is_empty() && !local.is_empty());
    if prefix.is_none() || id.contains(char::is_whitespace) {
        return Err(format!("expected a CURIE such as LAB:0001 in column 1, found \"{id}\""));
    }
    if name.trim().is_empty() {
        return Err("expected a name in column 2, found nothing".to_owned());
    }
    let snake = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if entity_type.is_empty() || !entity_type.bytes().all(snake) {
        return Err(format!("expected a type in small letters such as gene or cell_type in column 4, found \"{entity_type}\""));
    }
    let list = |cell: &'_ str| cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let curies = |at: usize| list(cells.get(at).copied().unwrap_or("")).into_iter().map(Into::into).collect();
    let mut names = vec![NameRow { scope: Scope::Preferred, source: "".into(), text: name.trim().into() }];
    names.extend(list(synonyms).into_iter().map(|text| NameRow { scope: Scope::Exact, source: "".into(), text: text.into() }));
    Ok(ConceptRow {
        id: id.into(),
        entity_type: entity_type.into(),
        name: name.trim().into(),
        names,
        xrefs: curies(4),
        parents: curies(5),
        ..ConceptRow::default()
    })
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::image::Image;

    use super::*;

    #[test]
    fn a_table_of_ours_compiles() {
        let text = "id\tname\tsynonyms\ttype\nLAB:1\tcompound one\tC-1|cpd1\tdrug\n\nLAB:2\tour line\t\tcell_line\n";
        let owned = compile("own.tsv", text.as_bytes()).expect("a good table compiles");
        let image = Image::open(owned.bytes()).expect("a fresh image opens");
        assert_eq!((image.concept_count(), image.entry_count()), (2, 4));
    }

    #[test]
    fn a_bad_line_is_named_with_file_and_line() {
        for (text, expected) in [
            ("", "own.tsv:1: expected the header"),
            ("id\tname\n", "own.tsv:1: expected the header"),
            ("id\tname\tsynonyms\ttype\nx\n", "own.tsv:2: expected 4 columns separated by tabs, found 1"),
            ("id\tname\tsynonyms\ttype\nx\ty\t\tgene\n", "own.tsv:2: expected a CURIE"),
            ("id\tname\tsynonyms\ttype\nL:1\t \t\tgene\n", "own.tsv:2: expected a name"),
            ("id\tname\tsynonyms\ttype\nL:1\ta b\t\tBig Gene\n", "own.tsv:2: expected a type"),
            ("id\tname\tsynonyms\ttype\nL:1\tab\t\tgene\nL:1\tcd\t\tgene\n", "own.tsv: L:1 stands in two lines"),
        ] {
            let error = compile("own.tsv", text.as_bytes()).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.starts_with(expected), "{error}");
        }
        let error = compile("own.tsv", b"id\tname\tsynonyms\ttype\nL:1\t\xff\t\tgene\n").err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("own.tsv:2: byte 26 is not UTF-8; save the file as UTF-8"));
    }
}
