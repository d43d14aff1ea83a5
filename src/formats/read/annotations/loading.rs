//! From a path to an [`AnnotationFile`]: unpacking, decoding, telling the form, finding the text beside it.

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::node::Node;
use super::{AnnotatedText, AnnotationFile, Fault, Read, Syntax, Trouble};
use super::{bioc_json, bioc_xml, brat, gold, pubannotation, pubtator, record, table};
use crate::eval::annotated::TypeNames;

/// The forms of annotation that stand beside a text, by the ending of their files.
const BESIDE: [&str; 2] = ["ann", "tsv"];
/// The endings of texts beside annotations.
const TEXTS: [&str; 2] = ["txt", "md"];
/// The endings of files that may hold annotations.
const ENDINGS: [&str; 9] = ["ann", "json", "jsonl", "md", "ndjson", "pubtator", "tsv", "txt", "xml"];
/// The most that a packed file may hold.
const MOST: u64 = 1 << 30;

/// The bytes of an annotation file and of the text beside it, before they are read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The path as it was given or found.
    pub path: String,
    /// The file's bytes, as they are on the disk.
    pub bytes: Vec<u8>,
    /// The path and bytes of the text beside it.
    pub text: Option<(String, Vec<u8>)>,
    /// Whether the file is a text that has no annotations beside it.
    pub lonely: bool,
}

/// Whether the name of a file may be that of annotations or of their text.
#[must_use]
pub fn is_candidate(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|extension| endings.iter().any(|ending| extension.eq_ignore_ascii_case(ending)))
}

/// The files of a folder that may hold annotations, hidden ones left out; of a file, the file.
///
/// # Errors
/// A file or folder that cannot be read.
pub fn walk(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        std::fs::metadata(path)?;
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type()?;
        let inner = entry.path();
        // A link to a folder may lead back here.
        if !hidden && kind.is_dir() {
            walk(&inner, files)?;
        } else if !hidden && (kind.is_file() || kind.is_symlink() && inner.is_file()) && is_candidate(&inner) {
            files.push(inner);
        }
    }
    Ok(())
}

/// Whether a file has a name in capitals, as those have that say what a folder holds.
#[must_use]
pub fn is_about(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    !stem.chars().any(|character| character.is_ascii_lowercase() || character.is_ascii_digit())
}

/// The file of annotations that a path leads to: itself, or the one beside a text.
#[must_use]
pub fn annotations_of(path: &Path) -> PathBuf {
    if has_ending(path, &TEXTS) {
        let beside = BESIDE.iter().map(|ending| path.with_extension(ending));
        return beside.into_iter().find(|beside| beside.is_file()).unwrap_or_else(|| path.to_owned());
    }
    path.to_owned()
}

/// Reads a file and the text beside it.
///
/// # Errors
/// A file that cannot be read.
pub fn open(path: &Path) -> io::Result<Source> {
    let shown = |path: &Path| path.display().to_string().replace('\\', "/");
    let mut source = Source { path: shown(path), bytes: std::fs::read(path)?, ..Source::default() };
    if has_ending(path, &BESIDE) {
        let beside = TEXTS.iter().map(|ending| path.with_extension(ending)).find(|text| text.is_file());
        source.text = beside.map(|text| Ok::<_, io::Error>((shown(&text), std::fs::read(&text)?))).transpose()?;
    }
    source.lonely = has_ending(path, &TEXTS) && has_pairs(path);
    Ok(source)
}

/// Whether the folder of a text holds annotations beside other texts, so that one is missed here. What a folder says about
/// itself needs none.
fn has_pairs(path: &Path) -> bool {
    if is_about(path) {
        return false;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let beside = |file: PathBuf| has_ending(&file, &BESIDE) && TEXTS.iter().any(|ending| file.with_extension(ending).is_file());
    entries.flatten().any(|entry| beside(entry.path()))
}

/// Reads a source; `None` where it holds no annotations of a form that is known.
#[must_use]
pub fn read(source: &Source, types: &TypeNames) -> Option<AnnotationFile> {
    let mut faults = Vec::new();
    let packed = source.bytes.starts_with(&[0x1f, 0x8b]);
    let content = match unpack(&source.bytes) {
        Ok(bytes) => decode(&bytes, &mut faults),
        Err(error) => {
            let message = format!("the file cannot be unpacked: {error}");
            let faults = vec![Fault::form(0..0, message)];
            return Some(AnnotationFile { path: source.path.clone(), faults, ..AnnotationFile::default() });
        }
    };
    let (syntax, read) = parse(source, &content, types, &mut faults)?;
    // What cannot be decoded cannot be written back as it was.
    let fixable = !packed && source.bytes == content.as_bytes();
    faults.extend(read.faults);
    Some(AnnotationFile { path: source.path.clone(), content, syntax, fixable, documents: read.documents, faults })
}

fn parse(source: &Source, content: &str, types: &TypeNames, faults: &mut Vec<Fault>) -> Option<(Syntax, Read)> {
    let path = Path::new(&source.path);
    let head = content.trim_start();
    if has_ending(path, &BESIDE) {
        let is_brat = has_ending(path, &["ann"]);
        if !is_brat && !table::recognise(content) {
            return None;
        }
        let text = source.text.as_ref().map(|(path, bytes)| {
            let mut of_text = Vec::new();
            let text = decode(bytes, &mut of_text);
            faults.extend(of_text.into_iter().map(|fault| Fault { place: 0..0, message: format!("{path}: {}", fault.message), ..fault }));
            AnnotatedText { path: Some(path.clone()), ..AnnotatedText::new(text) }
        });
        if text.is_none() {
            let message = format!("there is no text beside this file; expected {}", path.with_extension("txt").display());
            faults.push(Fault { trouble: Trouble::NoText, place: 0..0, message });
        }
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        let read = if is_brat { brat::read(content, &id, text, types) } else { table::read(content, &id, text, types) };
        return Some((Syntax::Plain, read));
    }
    if pubtator::recognise(content) {
        return Some((Syntax::Plain, pubtator::read(content, types)));
    }
    if bioc_xml::recognise(content) {
        return Some((Syntax::Xml, bioc_xml::read(content, types)));
    }
    let name = source.path.trim_end_matches(".gz");
    let piped = name == "-" && head.starts_with(['{', '[']);
    if piped || [".json", ".jsonl", ".ndjson"].iter().any(|ending| name.ends_with(ending)) {
        return json(content, types).map(|read| (Syntax::Json, read));
    }
    if source.lonely && !head.is_empty() {
        let message = format!("there are no annotations beside this text; expected {}", path.with_extension("ann").display());
        faults.push(Fault { trouble: Trouble::NoAnnotations, place: 0..0, message });
        return Some((Syntax::Plain, Read::default()));
    }
    None
}

/// Any of the forms in JSON; `None` where the values are something else.
fn json(content: &str, types: &TypeNames) -> Option<Read> {
    let (values, fault) = Node::values(content);
    let mut read = Read::default();
    let mut strangers = Vec::new();
    let mut waiting: Vec<(Node<'_>, usize)> = values.into_iter().rev().map(|node| (node, 0)).collect();
    while let Some((node, depth)) = waiting.pop() {
        let fields = node.fields();
        let has = |key: &str| fields.get(key).is_some();
        let lists = ["documents", "PubTator3"].iter().flat_map(|key| fields.elements(key));
        let inner: Vec<Node<'_>> = lists.chain(node.elements()).collect();
        if !inner.is_empty() && depth < 8 {
            waiting.extend(inner.into_iter().rev().map(|inner| (inner, depth + 1)));
        } else if has("mentions") {
            record::read(node, content, types, &mut read);
        } else if has("denotations") || has("tracks") {
            pubannotation::read(node, content, types, &mut read);
        } else if has("passages") && !has("text") {
            bioc_json::read(node, content, types, &mut read);
        } else if has("annotations") {
            gold::read(node, content, types, &mut read);
        } else {
            strangers.push(node.place());
        }
    }
    if read.documents.is_empty() && (fault.is_none() || !content.contains("\"annotations\"") && !content.contains("\"denotations\"")) {
        return None;
    }
    let what = "this is no annotated document; expected \"annotations\", \"mentions\", \"denotations\" or \"passages\"";
    read.faults.extend(strangers.into_iter().map(|place| Fault::form(place, what)));
    read.faults.extend(fault);
    Some(read)
}

fn unpack(bytes: &[u8]) -> io::Result<Cow<'_, [u8]>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut unpacked)?;
    Ok(Cow::Owned(unpacked))
}

/// The text of bytes, with what is wrong about them.
fn decode(bytes: &[u8], faults: &mut Vec<Fault>) -> String {
    let mut complain = |place: Range<usize>, message: String| faults.push(Fault { trouble: Trouble::Encoding, place, message });
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            complain(0..0, "the file begins with a byte order mark; save it as UTF-8 without one".to_owned());
            rest
        }
        None => bytes,
    };
    let content = match std::str::from_utf8(bytes) {
        Ok(content) => content.to_owned(),
        Err(error) => {
            let at = error.valid_up_to();
            complain(at..at, format!("byte {at} is not UTF-8; save the file as UTF-8"));
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    let feeds = memchr::memchr_iter(b'\n', content.as_bytes()).count();
    let pairs = memchr::memmem::find_iter(content.as_bytes(), b"\r\n").count();
    if let Some(at) = memchr::memchr(b'\r', content.as_bytes()) {
        let all = if pairs == feeds && pairs > 0 { "all lines end" } else { "some lines end" };
        complain(at..at, format!("{all} with a carriage return, which offsets count too; use line feeds alone"));
    }
    let control = |character: &char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    if let Some((at, found)) = content.char_indices().find(|(_, character)| control(character)) {
        complain(at..at, format!("there is a control character (U+{:04X}); take it out", found as u32));
    }
    content
}
