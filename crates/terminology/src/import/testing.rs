//! What tests of readers share: a file as a text, and an entry as one line.

use std::fmt::Write as _;

use super::{Contents, Entry, format};

/// Reads `text` in the format of this name; a file that cannot be read on has its fault last.
pub(super) fn parse(name: &str, text: &str) -> Contents {
    parse_bytes(name, text.as_bytes())
}

/// As [`parse`], for bytes that may not be UTF-8.
pub(super) fn parse_bytes(name: &str, mut bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let format = format(name).unwrap_or_else(|| panic!("no format {name}"));
    if let Err(fault) = (format.read)(&mut bytes, &mut contents) {
        contents.faults.push(fault);
    }
    contents
}

/// The bad lines of `text` as the user reads them, the one that ends the reading last.
pub(super) fn faults_of(name: &str, text: &str) -> Vec<String> {
    faults(&parse(name, text))
}

/// The bad lines as the user reads them.
pub(super) fn faults(contents: &Contents) -> Vec<String> {
    contents.faults.iter().map(ToString::to_string).collect()
}

/// `ID NAME [scope field text; …] = xrefs ^ parents < part_of taxon obsolete -> replaced_by {fact=value}`, without what
/// is empty; human is not said.
pub(super) fn summary(entry: &Entry) -> String {
    let mut line = format!("{} {}", entry.id, entry.name);
    let synonyms: Vec<String> = entry.synonyms.iter().map(|name| format!("{} {} {}", name.scope.word(), name.field, name.text)).collect();
    let xrefs: Vec<String> = entry.xrefs.iter().map(|xref| xref.curie.clone()).collect();
    let facts: Vec<String> = entry.facts.iter().map(|(name, value)| format!("{{{name}={value}}}")).collect();
    let mut add = |mark: &str, end: &str, parts: &[String], separator: &str| {
        if !parts.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(line, " {mark}{}{end}", parts.join(separator));
        }
    };
    add("[", "]", &synonyms, "; ");
    add("= ", "", &xrefs, " ");
    add("^ ", "", &entry.parents, " ");
    add("< ", "", &entry.part_of, " ");
    if !matches!(entry.taxon.as_str(), "" | "NCBITaxon:9606") {
        add("", "", std::slice::from_ref(&entry.taxon), "");
    }
    if entry.obsolete {
        add("", "", &["obsolete".to_owned()], "");
    }
    add("-> ", "", &entry.replaced_by, " ");
    add("", "", &facts, " ");
    line
}
