//! The rules: one file each, one line each in [`RULES`], one page each in `docs/check/`.

mod annotations_without_text;
mod bad_identifier;
mod cannot_tell;
mod conflicting_duplicate;
mod crossing;
mod differs_in_corpus;
mod differs_in_document;
mod document_repeated;
mod does_not_parse;
mod encoding;
mod exact_duplicate;
mod missed_mention;
mod name_disagrees;
mod not_normal;
mod obsolete_identifier;
mod out_of_bounds;
mod outer_punctuation;
mod outer_white_space;
mod resolver_differs;
mod splits_grapheme;
mod splits_word;
mod text_differs;
mod text_without_annotations;
mod type_disagrees;
mod unknown_identifier;
mod unknown_prefix;
mod wrong_nesting;

use std::ops::Range;

use super::finding::{Draft, Severity};
use super::prediction::Predicted;
use super::summary::{CorpusDraft, Summary};
use super::terminology::{Answer, Standing, Terminology};
use crate::formats::read::annotations::{AnnotatedDocument, Annotation, AnnotationFile, Identifier, Trouble};

/// A rule.
pub struct Rule {
    /// Its code, which never changes its meaning.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How bad what it finds is, unless the configuration says otherwise.
    pub severity: Severity,
    /// Whether it speaks without being asked to.
    pub by_default: bool,
    /// What it looks for, in one line.
    pub what: &'static str,
    /// Its page: what, why, example, how to fix.
    pub page: &'static str,
    /// What it looks at.
    pub scope: Scope,
}

/// What a rule looks at.
pub enum Scope {
    /// What readers could not read.
    Reading(Trouble),
    /// One document.
    Document(fn(&Subject<'_>, &mut Vec<Draft>)),
    /// One document and what the annotator finds in it.
    Prediction(fn(&Subject<'_>, &mut Vec<Draft>)),
    /// All documents.
    Corpus(fn(&[(&str, &Summary)], &mut Vec<CorpusDraft>)),
}

/// All rules, by code.
pub const RULES: [&Rule; 27] = [
    &does_not_parse::RULE,
    &encoding::RULE,
    &not_normal::RULE,
    &annotations_without_text::RULE,
    &text_without_annotations::RULE,
    &document_repeated::RULE,
    &out_of_bounds::RULE,
    &text_differs::RULE,
    &splits_grapheme::RULE,
    &splits_word::RULE,
    &outer_white_space::RULE,
    &outer_punctuation::RULE,
    &unknown_prefix::RULE,
    &bad_identifier::RULE,
    &unknown_identifier::RULE,
    &cannot_tell::RULE,
    &obsolete_identifier::RULE,
    &name_disagrees::RULE,
    &type_disagrees::RULE,
    &exact_duplicate::RULE,
    &conflicting_duplicate::RULE,
    &crossing::RULE,
    &wrong_nesting::RULE,
    &differs_in_document::RULE,
    &differs_in_corpus::RULE,
    &missed_mention::RULE,
    &resolver_differs::RULE,
];

/// The rule with a code or a name.
#[must_use]
pub fn find(given: &str) -> Option<&'static Rule> {
    RULES.into_iter().find(|rule| rule.code.eq_ignore_ascii_case(given) || rule.name == given)
}

/// A document and what is needed to judge it.
pub struct Subject<'s> {
    /// The file.
    pub file: &'s AnnotationFile,
    /// The document.
    pub document: &'s AnnotatedDocument,
    /// What is known of its identifiers.
    pub terms: &'s Terminology<'s>,
    /// What the annotator finds in it.
    pub predicted: &'s [Predicted],
    /// Types whose mentions are all marked.
    pub types: &'s [String],
}

impl Subject<'_> {
    /// The annotations whose span is in one part and inside the text, with that span.
    fn spans(&self) -> impl Iterator<Item = (&Annotation, Range<usize>)> {
        self.document.annotations.iter().filter_map(|annotation| Some((annotation, annotation.whole()?)))
    }

    /// The words of an annotation: those of the text, else those that the file gives.
    fn words<'w>(&'w self, annotation: &'w Annotation) -> &'w str {
        match (annotation.span(), &self.document.text) {
            (Some(span), Some(text)) => text.words(&span),
            _ => annotation.text.as_ref().map_or("", |text| &text.value),
        }
    }

    /// A finding about an annotation.
    fn about(&self, annotation: &Annotation, message: String) -> Draft {
        let subject = format!("{} {}", self.words(annotation), annotation.curies().join("|"));
        Draft { place: annotation.place.clone(), span: annotation.span(), message, subject, fix: Vec::new() }
    }

    /// Calls `each` with every identifier of a standing.
    fn standing(&self, standing: Standing, mut each: impl FnMut(&Annotation, &Identifier, &Answer)) {
        for annotation in &self.document.annotations {
            for id in &annotation.ids {
                if let Some(answer) = self.terms.get(&id.curie).filter(|answer| answer.standing == standing) {
                    each(annotation, id, answer);
                }
            }
        }
    }

    /// [`joins_names`] of an annotation's words.
    fn joins(&self, annotation: &Annotation) -> bool {
        joins_names(self.words(annotation))
    }

    /// The first and last character of each part, which two annotations of one place share.
    fn place_of(annotation: &Annotation) -> Vec<(i64, i64)> {
        annotation.parts.iter().map(|part| (part.start, part.end)).collect()
    }

    /// The concepts of an annotation, sorted: what stands for each identifier when two annotations are compared.
    fn concepts<'c>(&'c self, annotation: &'c Annotation) -> Vec<&'c str> {
        let mut concepts: Vec<&str> = annotation.ids.iter().map(|id| self.terms.key(&id.curie)).collect();
        concepts.sort_unstable();
        concepts.dedup();
        concepts
    }
}

/// Whether words join names, so that several annotations of them may name one concept each: `CXCL9/10`, `breast and ovarian cancer`.
pub(super) fn joins_names(words: &str) -> bool {
    words.contains(['/', ',']) || [" and ", " or "].iter().any(|conjunction| words.contains(conjunction))
}

/// Identifiers for a message.
fn listed(ids: &[&str]) -> String {
    if ids.is_empty() { "no identifier".to_owned() } else { ids.join(", ") }
}

/// Whether two types say the same of what a name means: a gene, its family and a complex are told apart by few corpora.
fn same_type(left: &str, right: &str) -> bool {
    let group =
        |entity_type: &str| if matches!(entity_type, "gene_family" | "complex") { "gene".to_owned() } else { entity_type.to_owned() };
    group(left) == group(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_in_order_and_each_there_once() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn every_page_has_its_sections() {
        for rule in RULES {
            let title = format!("# {} {}\n", rule.code, rule.name);
            assert!(rule.page.starts_with(&title), "{} begins with {title}", rule.code);
            for section in ["## What it finds", "## Why", "## Example", "## How to fix"] {
                assert!(rule.page.contains(section), "{} has no {section}", rule.code);
            }
        }
    }
}
