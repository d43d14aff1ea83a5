//! Checking committed annotations against their text and a pinned dictionary: [`check`].
//!
//! Data flows one way: [`annotations`](crate::formats::read::annotations) reads files with the place of every part, [`terminology`] says what is known of their
//! identifiers, [`rules`] find what is wrong, [`reports`] say it, [`fix`] changes what is certain.

pub mod baseline;
mod cache;
pub mod configuration;
pub mod finding;
pub mod fix;
mod gathering;
mod prediction;
pub mod reports;
pub mod rules;
mod shift;
mod summary;
pub mod terminology;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use regex::Regex;

use crate::dictionary::opened::{OpenError, Opened};
use crate::eval::annotated::TypeNames;
use crate::{Annotator, AnnotatorError};

use crate::formats::read::annotations::loading::{self, Source};
use crate::formats::read::annotations::{AnnotatedDocument, AnnotationFile};
use cache::{Cache, Entry};
use configuration::Configuration;
use finding::{Draft, Finding, Lines};
use rules::{RULES, Rule, Scope, Subject};
use summary::{CorpusDraft, Summary, summarize};
use terminology::Terminology;

/// Why nothing can be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The dictionary is not the one that the corpus names.
    #[error("{path}: the corpus is checked with the dictionary {pinned}, and this program has {own}; take the program that has it, or change dictionary-sha256", path = path.display())]
    Pinned {
        /// The configuration.
        path: PathBuf,
        /// What it names.
        pinned: String,
        /// What there is.
        own: String,
    },
    /// The dictionary cannot be opened.
    #[error(transparent)]
    Dictionary(#[from] OpenError),
    /// The annotator cannot be made.
    #[error(transparent)]
    Annotator(#[from] AnnotatorError),
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// By file, line, column and code.
    pub findings: Vec<Finding>,
    /// The files that were checked, sorted.
    pub files: Vec<String>,
    /// How many annotations they have.
    pub annotations: usize,
    /// Files that hold no annotations.
    pub skipped: usize,
    /// Files that could not be read, with the reason.
    pub failures: Vec<String>,
}

/// A file of the run.
struct Target {
    path: PathBuf,
    /// From the root.
    relative: String,
    /// Whether it was asked for, and not only seen as a part of the corpus.
    asked: bool,
}

/// Files as they will be, by path from the root: what a fix would write.
pub type Contents = BTreeMap<String, String>;

/// Checks files and all annotations in folders. `contents` stand in for what is on the disk.
///
/// # Errors
/// See [`CheckError`]; single files that cannot be read are among [`Checked::failures`].
pub fn check(paths: &[PathBuf], configuration: &Configuration, contents: &Contents) -> Result<Checked, CheckError> {
    let dictionary = Opened::embedded()?;
    if let (Some(path), Some(pinned)) = (&configuration.path, &configuration.dictionary_sha256)
        && !pinned.eq_ignore_ascii_case(dictionary.sha256())
    {
        return Err(CheckError::Pinned { path: path.clone(), pinned: pinned.clone(), own: dictionary.sha256().to_owned() });
    }
    let mut checked = Checked::default();
    let targets = gathering::targets(paths, configuration, &mut checked.failures);
    let mut run = Run::new(configuration, &dictionary)?;
    let entries = run.entries(&targets, contents, &mut checked.failures)?;
    for (target, entry) in targets.iter().zip(&entries).filter(|(target, _)| target.asked) {
        match entry {
            Some(entry) if entry.is_annotated => {
                checked.files.push(shown(&target.path));
                checked.annotations += entry.annotations;
                checked.findings.extend(entry.findings.iter().cloned().map(|finding| Finding { file: shown(&target.path), ..finding }));
            }
            Some(_) => checked.skipped += 1,
            None => {}
        }
    }
    checked.findings.extend(run.over_corpus(&targets, &entries, contents));
    let speaks = |finding: &Finding| !configuration.is_ignored(&configuration.relative(Path::new(&finding.file)), &finding.code);
    checked.findings.retain(speaks);
    for finding in &mut checked.findings {
        if let Some(rule) = rules::find(&finding.code) {
            finding.severity = configuration.severity_of(rule);
        }
    }
    checked.findings.sort_by(|left, right| {
        let key = |finding: &Finding| (finding.file.clone(), finding.start, finding.code.clone(), finding.message.clone());
        key(left).cmp(&key(right))
    });
    checked.files.sort();
    Ok(checked)
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}

/// The files of annotations that paths lead to, with their paths from the root: what [`check`] looks at.
#[must_use]
pub fn asked(paths: &[PathBuf], configuration: &Configuration) -> BTreeSet<String> {
    let targets = gathering::targets(paths, configuration, &mut Vec::new());
    targets.into_iter().filter(|target| target.asked).map(|target| target.relative).collect()
}

struct Run<'r> {
    configuration: &'r Configuration,
    terms: Terminology<'r>,
    types: TypeNames,
    cache: Cache,
    active: Vec<&'static Rule>,
}

impl<'r> Run<'r> {
    fn new(configuration: &'r Configuration, dictionary: &'r Opened) -> Result<Self, CheckError> {
        let mut types = TypeNames::default();
        configuration.type_names.iter().for_each(|(foreign, ours)| types.call(foreign, ours));
        // The configuration has been read before: its expressions are sound.
        let prefixes = configuration.prefixes.iter().filter_map(|(prefix, form)| Some((prefix.clone(), Regex::new(form).ok()?)));
        let mut terms = Terminology::new(dictionary.image().map_err(OpenError::from)?, prefixes.collect());
        let mut cache = Cache::open(configuration, dictionary.sha256());
        terms.remember(std::mem::take(&mut cache.answers));
        let active = RULES.into_iter().filter(|rule| configuration.rules.contains(&rule.code)).collect();
        Ok(Self { configuration, terms, types, cache, active })
    }

    /// What was found in each file, from the cache where its content is the same; `None` for what cannot be read.
    fn entries(&mut self, targets: &[Target], contents: &Contents, failures: &mut Vec<String>) -> Result<Vec<Option<Entry>>, CheckError> {
        let sources: Vec<_> = targets.par_iter().map(|target| source(target, contents)).collect();
        let mut entries: Vec<Option<Entry>> = vec![None; targets.len()];
        let mut new: Vec<(usize, Source, String)> = Vec::new();
        for (index, source) in sources.into_iter().enumerate() {
            let target = &targets[index];
            match source {
                Ok(source) => {
                    let sha256 = cache::hash_of(&source);
                    match self.cache.files.get(&target.relative).filter(|entry| entry.sha256 == sha256) {
                        Some(entry) => entries[index] = Some(entry.clone()),
                        None => new.push((index, source, sha256)),
                    }
                }
                Err(error) => failures.push(format!("{}: cannot be read: {error}", shown(&target.path))),
            }
        }
        let files: Vec<Option<AnnotationFile>> = new.par_iter().map(|(_, source, _)| loading::read(source, &self.types)).collect();
        let annotations = files.iter().flatten().flat_map(|file| &file.documents).flat_map(|document| &document.annotations);
        self.terms.look_up(annotations.flat_map(|annotation| &annotation.ids).map(|id| id.curie.as_str()));
        let made = self.judge(&files)?;
        let is_new = !new.is_empty();
        for ((index, _, sha256), entry) in new.into_iter().zip(made) {
            let entry = Entry { sha256, ..entry };
            self.cache.files.insert(targets[index].relative.clone(), entry.clone());
            entries[index] = Some(entry);
        }
        if is_new && contents.is_empty() {
            self.cache.answers = self.terms.answers().into_iter().map(|(curie, answer)| (curie.to_owned(), answer.clone())).collect();
            self.cache.save(self.configuration);
        }
        Ok(entries)
    }

    /// What the rules find in each file.
    fn judge(&self, files: &[Option<AnnotationFile>]) -> Result<Vec<Entry>, CheckError> {
        let predicts = self.active.iter().any(|rule| matches!(rule.scope, Scope::Prediction(_))) && files.iter().any(Option::is_some);
        let annotator = if predicts { Some(Annotator::new()?) } else { None };
        let judge = |worker: &mut Option<crate::Worker<'_>>, file: &Option<AnnotationFile>| {
            let Some(file) = file else { return Entry::default() };
            let mut findings = Vec::new();
            let lines = Lines::new(&file.content);
            for document in &file.documents {
                let predicted = worker.as_mut().map(|worker| prediction::predict(worker, document, self.configuration.certain_score));
                let predicted = predicted.unwrap_or_default();
                let subject = Subject { file, document, terms: &self.terms, predicted: &predicted, types: &self.configuration.types };
                for rule in &self.active {
                    let mut drafts = Vec::new();
                    match rule.scope {
                        Scope::Document(check) | Scope::Prediction(check) => check(&subject, &mut drafts),
                        Scope::Reading(_) | Scope::Corpus(_) => {}
                    }
                    findings.extend(drafts.into_iter().map(|draft| finding(rule, file, Some(document), &lines, draft)));
                }
            }
            for fault in &file.faults {
                let of = |rule: &&&Rule| matches!(rule.scope, Scope::Reading(trouble) if trouble == fault.trouble);
                if let Some(rule) = self.active.iter().find(of) {
                    let subject = fault.message.clone();
                    let draft = Draft { place: fault.place.clone(), message: fault.message.clone(), subject, ..Draft::default() };
                    findings.push(finding(rule, file, None, &lines, draft));
                }
            }
            Entry {
                is_annotated: true,
                annotations: file.documents.iter().map(|document| document.annotations.len()).sum(),
                findings,
                summary: summarize(file, &self.terms),
                ..Entry::default()
            }
        };
        Ok(files.par_iter().map_init(|| annotator.as_ref().map(Annotator::worker), judge).collect())
    }

    /// What the rules over the whole corpus find in the files that were asked for.
    fn over_corpus(&self, targets: &[Target], entries: &[Option<Entry>], contents: &Contents) -> Vec<Finding> {
        let known: Vec<(usize, &Entry)> = entries.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.as_ref()?))).collect();
        let paths: Vec<String> = known.iter().map(|(index, _)| shown(&targets[*index].path)).collect();
        let summaries: Vec<(&str, &Summary)> = paths.iter().zip(&known).map(|(path, (_, entry))| (path.as_str(), &entry.summary)).collect();
        let mut by_file: BTreeMap<usize, Vec<(&Rule, CorpusDraft)>> = BTreeMap::new();
        for rule in &self.active {
            let mut drafts = Vec::new();
            if let Scope::Corpus(check) = rule.scope {
                check(&summaries, &mut drafts);
            }
            for draft in drafts {
                let index = known[draft.file].0;
                if targets[index].asked {
                    by_file.entry(index).or_default().push((rule, draft));
                }
            }
        }
        let mut findings = Vec::new();
        for (index, drafts) in by_file {
            // Summaries are small because they leave the file's words out; findings are few enough to read them again.
            let file = source(&targets[index], contents).ok().and_then(|source| loading::read(&source, &self.types));
            let Some(file) = file else { continue };
            let lines = Lines::new(&file.content);
            for (rule, draft) in drafts {
                let mut annotations =
                    file.documents.iter().flat_map(|document| document.annotations.iter().map(move |annotation| (document, annotation)));
                let at = annotations.find(|(_, annotation)| annotation.place == draft.place);
                let of_document = || file.documents.iter().find(|document| document.id.place == draft.place);
                let document = at.map(|(document, _)| document).or_else(of_document);
                let span = at.and_then(|(_, annotation)| annotation.span());
                let draft = Draft { place: draft.place, span, message: draft.message, subject: draft.subject, fix: Vec::new() };
                findings.push(Finding { file: shown(&targets[index].path), ..finding(rule, &file, document, &lines, draft) });
            }
        }
        findings
    }
}

fn source(target: &Target, contents: &Contents) -> std::io::Result<Source> {
    let mut source = loading::open(&target.path)?;
    if let Some(content) = contents.get(&target.relative) {
        source.bytes = content.clone().into_bytes();
    }
    Ok(source)
}

fn finding(rule: &Rule, file: &AnnotationFile, document: Option<&AnnotatedDocument>, lines: &Lines<'_>, draft: Draft) -> Finding {
    let text = document.and_then(|document| document.text.as_ref());
    let excerpt = match (text, &draft.span) {
        (Some(text), Some(span)) => finding::excerpt(&text.text, span),
        _ => lines.excerpt(&draft.place),
    };
    Finding {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        severity: rule.severity,
        file: file.path.clone(),
        start: lines.position(draft.place.start),
        end: lines.position(draft.place.end),
        document: document.map(|document| document.id.value.clone()).unwrap_or_default(),
        message: draft.message,
        subject: draft.subject,
        excerpt,
        fix: if file.fixable { draft.fix } else { Vec::new() },
    }
}
