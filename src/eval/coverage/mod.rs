//! How much of what annotators marked the dictionary can know: the share of their mentions whose words are a name of
//! the right concept. What a matcher and resolver make of it is another measurement.

mod holding;
mod report;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use biospan_lexicon::folder::{Folder, FolderError};
use biospan_lexicon::image::ImageError;
use biospan_lexicon::policy::key;
use biospan_lexicon::table::TableError;

pub use holding::{Cause, Holding};

use super::gold::{self, GoldAnnotation, GoldDocument, GoldError};
use crate::document::sentence;
use crate::resolver::definition;

/// What is counted in a corpus: its folder, the type that it marks, our types that count as right, and whether
/// identifiers are compared.
struct Question {
    corpus: &'static str,
    gold_type: &'static str,
    own_types: &'static [&'static str],
    identified: bool,
}

const fn question(corpus: &'static str, gold_type: &'static str, own_types: &'static [&'static str], identified: bool) -> Question {
    Question { corpus, gold_type, own_types, identified }
}

const GENES: &[&str] = &["gene", "gene_family", "complex"];
const FAMILIES: &[&str] = &["gene_family", "complex"];

/// Family mentions carry no identifiers, or those of whatever members a paper speaks of: their names are counted alone.
const QUESTIONS: [Question; 15] = [
    question("bc5cdr", "disease", &["disease"], true),
    question("ncbi_disease", "disease", &["disease"], true),
    question("biored", "disease", &["disease"], true),
    question("bc5cdr", "drug", &["drug"], true),
    question("biored", "drug", &["drug"], true),
    question("nlmchem", "drug", &["drug"], true),
    question("gnormplus", "gene", GENES, true),
    question("nlmgene", "gene", GENES, true),
    question("tmvar3", "gene", GENES, true),
    question("biored", "gene", GENES, true),
    question("gnormplus", "gene_family", FAMILIES, false),
    question("nlmgene", "gene_family", FAMILIES, false),
    question("craft", "cell_type", &["cell_type"], true),
    question("bioid_cell", "cell_type", &["cell_type"], true),
    question("celllink", "cell_type", &["cell_type"], true),
];

/// Why coverage cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum CoverageError {
    /// The embedded dictionary cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The tables, which say what took the place of an obsolete identifier, cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A line of a table is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A corpus cannot be read.
    #[error(transparent)]
    Gold(#[from] GoldError),
    /// No corpus is there.
    #[error("{folder}: no corpora; expected CORPUS/train.jsonl.gz or CORPUS/dev.jsonl.gz for one of bc5cdr, ncbi_disease, …", folder = folder.display())]
    NoCorpus {
        /// The folder that was given.
        folder: PathBuf,
    },
}

/// What was measured in one split of a corpus for one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The corpus's folder.
    pub corpus: &'static str,
    /// `train` or `dev`.
    pub split: &'static str,
    /// The type, with `(human)` or `(other)` for genes.
    pub entity_type: String,
    /// Mentions with an identifier (all, where identifiers are not compared), short forms left aside.
    pub mentions: usize,
    /// Of these, how many the dictionary holds.
    pub held: usize,
    /// Mentions that are short forms which their document defines.
    pub short_forms: usize,
    /// Of these, how many the dictionary holds.
    pub short_forms_held: usize,
    /// Of the mentions not held, how many for each cause.
    pub causes: BTreeMap<&'static str, usize>,
}

/// A form that is not held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The corpus's folder.
    pub corpus: &'static str,
    /// The type, as in [`Row`].
    pub entity_type: String,
    /// The words, as they were met first.
    pub form: String,
    /// The identifiers that the annotators gave.
    pub ids: String,
    /// Why it is not held.
    pub cause: Cause,
    /// How often it was met in the train split.
    pub count: usize,
}

/// All that was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// One a corpus, type and split, in the order of the questions.
    pub rows: Vec<Row>,
    /// What the train splits have and the dictionary lacks, the most frequent first.
    pub missing: Vec<Missing>,
}

/// Measures the embedded dictionary against the corpora of the folder `gold`; `dictionaries` is the folder of our tables.
///
/// # Errors
/// See [`CoverageError`].
pub fn measure(gold: &Path, dictionaries: &Path) -> Result<Coverage, CoverageError> {
    let image = crate::dictionary::lexicon::embedded()?;
    let folder = Folder::read(dictionaries)?;
    let tables = folder.ingredients()?;
    let replaced = tables.concepts.iter().filter(|row| !row.replaced_by.is_empty());
    let holding = Holding::new(image, replaced.map(|row| (row.id.as_ref(), row.replaced_by.as_ref())));
    of_corpora(gold, &holding)
}

fn of_corpora(gold: &Path, holding: &Holding<'_>) -> Result<Coverage, CoverageError> {
    let mut coverage = Coverage::default();
    for asked in &QUESTIONS {
        for split in ["train", "dev"] {
            let path = gold.join(asked.corpus).join(format!("{split}.jsonl.gz"));
            if path.exists() {
                let documents = gold::read(&path)?;
                let mut tally = Tally::default();
                documents.iter().for_each(|document| tally.document(asked, document, holding));
                tally.close(asked, split, &mut coverage);
            }
        }
    }
    if coverage.rows.is_empty() {
        return Err(CoverageError::NoCorpus { folder: gold.to_owned() });
    }
    coverage.missing.sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.cmp(right)));
    Ok(coverage)
}

/// The counts of one split: by the organism's part of the type, and by key of the form and identifiers.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<&'static str, Row>,
    missing: BTreeMap<(&'static str, u64, String), Missing>,
}

impl Tally {
    fn document(&mut self, asked: &Question, document: &GoldDocument, holding: &Holding<'_>) {
        let short_forms = short_forms(document);
        for (annotation, (span, _)) in document.annotations.iter().zip(document.spans()) {
            let wanted = annotation.entity_type == asked.gold_type && (!asked.identified || !annotation.ids.is_empty());
            let Some(form) = span.of(&document.text).filter(|_| wanted) else { continue };
            let organism = organism(asked, annotation, holding);
            let row = self.rows.entry(organism).or_default();
            let ids = asked.identified.then_some(annotation.ids.as_slice());
            let cause = holding.missing(form, ids, asked.own_types);
            if short_forms.contains(&key(form)) {
                row.short_forms += 1;
                row.short_forms_held += usize::from(cause.is_none());
                continue;
            }
            row.mentions += 1;
            let Some(cause) = cause else {
                row.held += 1;
                continue;
            };
            *row.causes.entry(cause.word()).or_default() += 1;
            let ids = ids.unwrap_or(&[]).join("|");
            let missing = self.missing.entry((organism, key(form), ids.clone())).or_insert_with(|| Missing {
                corpus: asked.corpus,
                entity_type: format!("{}{organism}", asked.gold_type),
                form: form.to_owned(),
                ids,
                cause,
                count: 0,
            });
            missing.count += 1;
        }
    }

    fn close(self, asked: &Question, split: &'static str, coverage: &mut Coverage) {
        for (organism, row) in self.rows {
            let entity_type = format!("{}{organism}", asked.gold_type);
            coverage.rows.push(Row { corpus: asked.corpus, split, entity_type, ..row });
        }
        if split == "train" {
            coverage.missing.extend(self.missing.into_values());
        }
    }
}

/// Genes of man and others are counted apart: half of the names of others stand at the human ortholog.
fn organism(asked: &Question, annotation: &GoldAnnotation, holding: &Holding<'_>) -> &'static str {
    match asked.gold_type {
        "gene" if annotation.ids.iter().any(|id| holding.is_human(id)) => " (human)",
        "gene" => " (other)",
        _ => "",
    }
}

/// Keys of the short forms that a document defines.
fn short_forms(document: &GoldDocument) -> HashSet<u64> {
    let mut keys = HashSet::new();
    let text = &document.text;
    for passage in document.document().passages {
        sentence::split_into(text, passage.span, |sentence| {
            definition::find(text, sentence, |found| {
                if let Some(short) = found.short.of(text) {
                    keys.insert(key(short));
                }
            });
        });
    }
    keys
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::image::Image;

    use super::*;

    fn document(text: &str, marked: &[(&str, &str)]) -> GoldDocument {
        let annotation = |(form, id): &(&str, &str)| {
            let start = text.rfind(form).expect("the form is in the text");
            let ids = if id.is_empty() { Vec::new() } else { vec![(*id).to_owned()] };
            GoldAnnotation { start, end: start + form.len(), entity_type: "cell_type".to_owned(), ids }
        };
        GoldDocument { id: "1".to_owned(), text: text.to_owned(), annotations: marked.iter().map(annotation).collect() }
    }

    #[test]
    fn short_forms_of_the_document_and_mentions_without_identifier_are_left_aside() {
        let owned = holding::tests::image();
        let holding = Holding::new(Image::open(owned.bytes()).expect("it opens"), std::iter::empty());
        let asked = QUESTIONS.iter().find(|asked| asked.corpus == "craft").expect("craft is asked for");
        let text = "Sertoli cells (SCs) and neurons. SCs, glia and soma.";
        let marked =
            [("Sertoli cells", "CL:0000216"), ("neurons", "CL:0000540"), ("SCs", "CL:0000216"), ("glia", "CL:0000540"), ("soma", "")];
        for (split, listed) in [("train", vec!["glia"]), ("dev", vec![])] {
            let mut tally = Tally::default();
            tally.document(asked, &document(text, &marked), &holding);
            let mut coverage = Coverage::default();
            tally.close(asked, split, &mut coverage);
            let row = &coverage.rows[0];
            assert_eq!((row.mentions, row.held, row.short_forms, row.short_forms_held), (3, 2, 1, 0));
            assert!((row.share() - 2.0 / 3.0).abs() < 1e-12 && (row.plain_share() - 0.5).abs() < 1e-12);
            assert_eq!(coverage.missing.iter().map(|missing| missing.form.as_str()).collect::<Vec<_>>(), listed, "{split}");
            assert!(coverage.table().contains("| craft | "), "{}", coverage.table());
            assert_eq!(coverage.missing_tables(9).contains("| 1 | glia | CL:0000540 | no name |"), split == "train");
        }
    }
}
