//! A user's own dictionary: one TSV with the header `id name synonyms type` (and `xrefs parents` if wanted), a table in the
//! form of ours, an OBO file or an OBO Graph; any of them gzipped.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use biospan_lexicon::compile::{CompileError, Ingredients, compile as compile_image};
use biospan_lexicon::image::{Image, ImageError, MAGIC, OwnedImage};
use biospan_lexicon::policy::Policy;
use biospan_lexicon::table::{self, ConceptRow, HEADER, NameRow, Scope, TableError};
use biospan_terminology::import::{self, Contents, Fault};
use flate2::read::MultiGzDecoder;

use super::catalogue::Catalogue;

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
    /// A line of a policy is no decision.
    #[error(transparent)]
    Policy(TableError),
    /// A line of a table in the form of ours.
    #[error(transparent)]
    Table(TableError),
    /// A policy adds a name to a concept that there is not.
    #[error("the policy adds \"{name}\" to {argument}, which no dictionary of this run has; `biospan dict lookup` finds identifiers")]
    Added {
        /// The name.
        name: String,
        /// The CURIE.
        argument: String,
    },
    /// An image that this program cannot use.
    #[error("{file}: {source}")]
    Image {
        /// The file.
        file: String,
        /// What is wrong with it.
        source: ImageError,
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

/// Opens a user's dictionary: compiles a table, or takes an image that was compiled before.
///
/// # Errors
/// See [`OverlayError`].
pub fn open(file: &str, bytes: &[u8]) -> Result<OwnedImage, OverlayError> {
    if !bytes.starts_with(&MAGIC) {
        return compile(file, bytes);
    }
    let owned = OwnedImage::new(bytes);
    Image::open(owned.bytes()).and_then(|image| image.verify()).map_err(|source| OverlayError::Image { file: file.to_owned(), source })?;
    Ok(owned)
}

/// Compiles a user's dictionary.
///
/// # Errors
/// See [`OverlayError`].
pub fn compile(file: &str, bytes: &[u8]) -> Result<OwnedImage, OverlayError> {
    compile_all(file, &[(file, bytes)]).map(|image| OwnedImage::new(&image))
}

/// Compiles several tables (file and bytes of each) into the bytes of one image with a name of its own.
///
/// # Errors
/// See [`OverlayError`].
pub fn compile_all(name: &str, tables: &[(&str, &[u8])]) -> Result<Vec<u8>, OverlayError> {
    let mut concepts = Vec::new();
    let unpacked: Vec<Cow<'_, [u8]>> = tables.iter().map(|(file, bytes)| unpack(file, bytes)).collect::<Result<_, _>>()?;
    for ((file, _), bytes) in tables.iter().zip(&unpacked) {
        read(file, bytes, &mut concepts)?;
    }
    let ingredients = Ingredients { name, concepts, ..Ingredients::default() };
    let (image, _) = compile_image(&ingredients).map_err(|source| OverlayError::Compile { file: name.to_owned(), source })?;
    Ok(image)
}

/// The bytes of a gzipped file; others as they are.
fn unpack<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, OverlayError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.into());
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut unpacked).map_err(|error| OverlayError::Line {
        file: file.to_owned(),
        line: 1,
        fault: format!("the gzip data cannot be unpacked: {error}"),
    })?;
    Ok(unpacked.into())
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, OverlayError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let fault = format!("byte {} is not UTF-8; save the file as UTF-8", error.valid_up_to());
        OverlayError::Line { file: file.to_owned(), line, fault }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn read<'a>(file: &str, bytes: &'a [u8], concepts: &mut Vec<ConceptRow<'a>>) -> Result<(), OverlayError> {
    let fault = |line, fault: String| OverlayError::Line { file: file.to_owned(), line, fault };
    if let Some(format) = ontology(bytes) {
        return read_ontology(file, bytes, format, concepts);
    }
    let text = utf8(file, bytes)?;
    if text.starts_with(HEADER) {
        return table::read(file, text, |row| concepts.push(row)).map_err(OverlayError::Table);
    }
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map_or(Vec::new(), |(_, line)| line.split('\t').collect());
    if !(4..=6).contains(&header.len()) || header[..] != COLUMNS[..header.len()] {
        let found = header.join(" ");
        return Err(fault(
            1,
            format!(
                "expected the header \"id name synonyms type\" (and \"xrefs parents\"), separated by tabs, or an OBO file, found \"{found}\""
            ),
        ));
    }
    for (index, line) in lines {
        if !line.trim().is_empty() {
            concepts.push(concept(line, header.len()).map_err(|what| fault(index + 1, what))?);
        }
    }
    Ok(())
}

/// The format of an ontology that the bytes are, by their beginning.
fn ontology(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let first = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty() && !line.starts_with(b"!"))?;
    let obo = first.starts_with(b"format-version:") || first.trim_ascii() == b"[Term]" || first.starts_with(b"ontology:");
    if obo { Some("obo") } else { bytes.starts_with(b"{").then_some("obographs") }
}

fn read_ontology(file: &str, bytes: &[u8], format: &str, concepts: &mut Vec<ConceptRow<'_>>) -> Result<(), OverlayError> {
    let fault = |fault: Fault| OverlayError::Line { file: file.to_owned(), line: fault.line, fault: fault.what };
    let mut contents = Contents::default();
    let format = import::format(format).ok_or_else(|| fault(Fault { line: 1, what: "an unknown form of ontology".to_owned() }))?;
    (format.read)(&mut &*bytes, &mut contents).map_err(fault)?;
    if let Some(first) = contents.faults.into_iter().next() {
        return Err(fault(first));
    }
    concepts.extend(import::rows(contents.entries, None, ""));
    Ok(())
}

/// Adds the decisions of a user's policy file to `policy`.
///
/// # Errors
/// The first line that is no decision.
pub fn read_policy(file: &str, bytes: &[u8], policy: &mut Policy) -> Result<(), OverlayError> {
    policy.read(file, utf8(file, bytes)?).map_err(OverlayError::Policy)
}

/// The names that a user's policy adds, as a dictionary of their concepts; `None` if it adds none.
///
/// # Errors
/// A name for a concept that none of `images` has.
pub fn added(images: &[Image<'_>], policy: &Policy) -> Result<Option<OwnedImage>, OverlayError> {
    let catalogues: Vec<Catalogue<'_>> = images.iter().map(|image| Catalogue::new(*image)).collect();
    let mut concepts: BTreeMap<String, ConceptRow<'_>> = BTreeMap::new();
    for decision in &policy.added {
        let found = catalogues.iter().find_map(|catalogue| Some((catalogue, catalogue.find(&decision.argument)?)));
        let (catalogue, index) =
            found.ok_or_else(|| OverlayError::Added { name: decision.name.clone(), argument: decision.argument.clone() })?;
        let row = concepts.entry(decision.argument.clone()).or_insert_with(|| row_of(catalogue, index));
        row.names.push(NameRow { scope: Scope::Exact, source: "".into(), text: decision.name.as_str().into() });
    }
    if concepts.is_empty() {
        return Ok(None);
    }
    let urls: BTreeMap<&str, &str> = catalogues.iter().rev().flat_map(|catalogue| catalogue.prefixes.iter().copied()).collect();
    let prefixes: String = urls.iter().map(|(prefix, url)| format!("\n{prefix}\t\t{url}")).collect();
    let ingredients =
        Ingredients { name: "policy", concepts: concepts.into_values().collect(), prefixes: &prefixes, ..Ingredients::default() };
    let (image, _) = compile_image(&ingredients).map_err(|source| OverlayError::Compile { file: "the policy".to_owned(), source })?;
    Ok(Some(OwnedImage::new(&image)))
}

/// A concept of an image as a row without names.
fn row_of<'a>(catalogue: &Catalogue<'a>, index: u32) -> ConceptRow<'a> {
    let record = catalogue.image.concept(index);
    let xrefs = record.map(|record| catalogue.image.details(record).xrefs).unwrap_or_default();
    let taxon = record.map_or(0, |record| catalogue.image.taxon(record));
    ConceptRow {
        id: catalogue.id(index).into(),
        entity_type: catalogue.entity_type(index).into(),
        name: catalogue.name(index).into(),
        xrefs: xrefs.iter().map(|(prefix, local_id)| catalogue.curie(*prefix, local_id).into()).collect(),
        taxon: if taxon == 0 { "".into() } else { format!("NCBITaxon:{taxon}").into() },
        ..ConceptRow::default()
    }
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
