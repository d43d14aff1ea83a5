//! `biospan.toml`: what a corpus asks of the check.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use regex::Regex;
use serde::Deserialize;

use super::finding::Severity;
use super::rules::{RULES, Rule, find};

/// The name of the file.
pub const FILE: &str = "biospan.toml";

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {fault}", path = path.display())]
pub struct ConfigurationError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong, and what was expected.
    pub fault: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: Table,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Table {
    /// SHA-256 of the dictionary's image.
    dictionary_sha256: Option<String>,
    /// Folders and files of the corpus.
    corpus: Vec<PathBuf>,
    /// Files that are not looked at.
    exclude: Vec<String>,
    select: Vec<String>,
    ignore: Vec<String>,
    severity: BTreeMap<String, Severity>,
    per_file_ignores: BTreeMap<String, Vec<String>>,
    baseline: Option<PathBuf>,
    cache: Option<PathBuf>,
    types: Vec<String>,
    type_names: BTreeMap<String, String>,
    prefixes: BTreeMap<String, String>,
    certain_score: Option<f32>,
}

/// What a corpus asks for.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The folder that paths count from: that of the file, else where the program was started.
    pub root: PathBuf,
    /// The file, where there is one.
    pub path: Option<PathBuf>,
    /// The dictionary that the corpus is checked with.
    pub dictionary_sha256: Option<String>,
    /// Folders and files of the corpus, under the root.
    pub corpus: Vec<PathBuf>,
    /// Rules by code that speak.
    pub rules: Vec<&'static str>,
    /// How bad the findings of a rule are, where that is not as usual.
    pub severity: BTreeMap<&'static str, Severity>,
    /// The file of accepted findings.
    pub baseline: Option<PathBuf>,
    /// The folder of what is kept from run to run.
    pub cache: Option<PathBuf>,
    /// Types whose mentions are all marked.
    pub types: Vec<String>,
    /// What files call types, and what we call them.
    pub type_names: BTreeMap<String, String>,
    /// Prefixes beside ours, with the form of their local identifiers.
    pub prefixes: BTreeMap<String, String>,
    /// The least score of a mention that counts as certain.
    pub certain_score: f32,
    exclude: Vec<GlobMatcher>,
    per_file_ignores: Vec<(GlobMatcher, Vec<&'static str>)>,
}

impl Configuration {
    /// What is asked for where there is no file.
    #[must_use]
    pub fn without_file(root: PathBuf) -> Self {
        Self {
            root,
            path: None,
            dictionary_sha256: None,
            corpus: Vec::new(),
            rules: RULES.iter().filter(|rule| rule.by_default).map(|rule| rule.code).collect(),
            severity: BTreeMap::new(),
            baseline: None,
            cache: None,
            types: Vec::new(),
            type_names: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            certain_score: 0.9,
            exclude: Vec::new(),
            per_file_ignores: Vec::new(),
        }
    }

    /// The configuration of a folder: of the file in it or in the nearest folder above.
    ///
    /// # Errors
    /// A file that cannot be read or says what is not known.
    pub fn found_from(folder: &Path) -> Result<Self, ConfigurationError> {
        match folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file()) {
            Some(path) => Self::read(&path),
            None => Ok(Self::without_file(folder.to_owned())),
        }
    }

    /// The configuration of a file.
    ///
    /// # Errors
    /// As for [`Configuration::found_from`].
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let text = std::fs::read_to_string(path).map_err(|error| ConfigurationError { path: path.to_owned(), fault: error.to_string() })?;
        Self::parse(path, &text)
    }

    /// The configuration that a text states; `path` is its file.
    ///
    /// ```
    /// use biospan::check::configuration::Configuration;
    /// let path = std::path::Path::new("biospan.toml");
    /// let read = Configuration::parse(path, "[check]\ncorpus = [\"corpus\"]\nignore = [\"BS306\"]").unwrap();
    /// assert!(!read.rules.contains(&"BS306"));
    /// assert!(Configuration::parse(path, "[check]\ncolour = 1").is_err());
    /// ```
    ///
    /// # Errors
    /// As for [`Configuration::found_from`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigurationError> {
        let fail = |fault: String| ConfigurationError { path: path.to_owned(), fault };
        let file: File = toml::from_str(text).map_err(|error| fail(one_line(&error, text)))?;
        let table = file.check;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut made = Self::without_file(parent.unwrap_or(Path::new(".")).to_owned());
        let under = |path: PathBuf| parent.map_or(path.clone(), |parent| parent.join(&path));
        made.path = Some(path.to_owned());
        made.choose(&table.select, &table.ignore).map_err(fail)?;
        for (given, severity) in &table.severity {
            made.severity.insert(rule(given).map_err(fail)?.code, *severity);
        }
        let glob = |pattern: &String| Glob::new(pattern).map(|glob| glob.compile_matcher()).map_err(|error| fail(error.to_string()));
        made.exclude = table.exclude.iter().map(glob).collect::<Result<_, _>>()?;
        for (pattern, codes) in &table.per_file_ignores {
            made.per_file_ignores.push((glob(pattern)?, family(codes).map_err(fail)?));
        }
        for (prefix, form) in &table.prefixes {
            Regex::new(form).map_err(|error| fail(format!("the form of {prefix} is no regular expression: {error}")))?;
        }
        made.certain_score = table.certain_score.unwrap_or(made.certain_score);
        if !(0.0..=1.0).contains(&made.certain_score) {
            return Err(fail("certain-score is a number from 0 to 1".to_owned()));
        }
        made.corpus = table.corpus.into_iter().map(under).collect();
        made.baseline = table.baseline.map(under);
        made.cache = Some(under(table.cache.unwrap_or_else(|| PathBuf::from(".biospan-cache"))));
        made.dictionary_sha256 = table.dictionary_sha256;
        (made.types, made.type_names, made.prefixes) = (table.types, table.type_names, table.prefixes);
        Ok(made)
    }

    /// Lets only rules speak that are selected (those that speak by default, if none are), and not the ignored ones.
    ///
    /// # Errors
    /// A code or name of no rule.
    pub fn choose(&mut self, select: &[String], ignore: &[String]) -> Result<(), String> {
        if !select.is_empty() {
            self.rules = family(select)?;
        }
        let ignored = family(ignore)?;
        self.rules.retain(|code| !ignored.contains(code));
        Ok(())
    }

    /// A path as the configuration and the baseline know it: from the root, with slashes.
    #[must_use]
    pub fn relative(&self, path: &Path) -> String {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (path, root) = (absolute(path), absolute(&self.root));
        path.strip_prefix(root).unwrap_or(&path).display().to_string().replace('\\', "/")
    }

    /// Whether a file, by its path from the root, is not looked at.
    #[must_use]
    pub fn excludes(&self, relative: &str) -> bool {
        self.exclude.iter().any(|glob| glob.is_match(relative))
    }

    /// Whether a rule does not speak about a file, by its path from the root.
    #[must_use]
    pub fn is_ignored(&self, relative: &str, code: &str) -> bool {
        self.per_file_ignores.iter().any(|(glob, codes)| codes.contains(&code) && glob.is_match(relative))
    }

    /// How bad the findings of a rule are.
    #[must_use]
    pub fn severity_of(&self, rule: &Rule) -> Severity {
        self.severity.get(rule.code).copied().unwrap_or(rule.severity)
    }
}

fn rule(given: &str) -> Result<&'static Rule, String> {
    find(given).ok_or_else(|| format!("unknown rule \"{given}\"; `biospan check --rules` lists what there is"))
}

/// The codes that are meant: of rules by code or name, of families by the beginning of their codes, or `ALL`.
fn family(given: &[String]) -> Result<Vec<&'static str>, String> {
    let mut codes = Vec::new();
    for given in given {
        let upper = given.to_ascii_uppercase();
        let is_family = upper.starts_with("BS") || upper == "ALL";
        let family: Vec<_> = RULES.iter().filter(|rule| upper == "ALL" || is_family && rule.code.starts_with(&upper)).collect();
        if family.is_empty() {
            codes.push(rule(given)?.code);
        }
        codes.extend(family.into_iter().map(|rule| rule.code));
    }
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// A message of toml in one line, with the line of the file.
fn one_line(error: &toml::de::Error, text: &str) -> String {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().replace('\n', " ");
    line.map_or(message.clone(), |line| format!("line {line}: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_configuration_is_refused_with_a_sentence() {
        let cases = [
            ("[check]\ncolor = true", "line 2: unknown field `color`"),
            ("[chek]", "unknown field `chek`"),
            ("[check]\nselect = [\"BS999\"]", "unknown rule \"BS999\""),
            ("[check.severity]\nBS306 = \"fatal\"", "unknown variant `fatal`"),
            ("[check.prefixes]\nPR = \"(\"", "the form of PR is no regular expression"),
            ("[check]\ncertain-score = 2", "certain-score is a number"),
            ("[check.per-file-ignores]\n\"[\" = [\"BS1\"]", "error parsing glob"),
        ];
        for (text, expected) in cases {
            let error = Configuration::parse(Path::new("a/biospan.toml"), text).expect_err(text).to_string();
            assert!(error.starts_with("a/biospan.toml: ") && error.contains(expected), "{error}");
        }
    }

    #[test]
    fn rules_are_chosen_by_code_name_and_family() {
        let cases: [(&[&str], &[&str], &[&str]); 4] = [
            (&["BS10"], &["BS104", "outer-white-space", "BS106"], &["BS101", "BS102", "BS103"]),
            (&["crossing"], &[], &["BS303"]),
            (&["BS204"], &[], &["BS204"]),
            (&["ALL"], &["BS0", "BS1", "BS2", "BS3"], &["BS401", "BS402"]),
        ];
        for (select, ignore, expected) in cases {
            let strings = |given: &[&str]| given.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
            let mut made = Configuration::without_file(PathBuf::from("."));
            made.choose(&strings(select), &strings(ignore)).expect("known rules");
            assert_eq!(made.rules, expected);
        }
        assert!(!Configuration::without_file(PathBuf::from(".")).rules.contains(&"BS204"));
    }

    #[test]
    fn a_rule_is_silent_where_the_file_says_so() {
        let text = "[check.per-file-ignores]\n\"old/**\" = [\"BS1\"]\n";
        let made = Configuration::parse(Path::new("biospan.toml"), text).expect("a good file");
        let cases = [("old/a/b.ann", "BS104", true), ("new/b.ann", "BS104", false), ("old/b.ann", "BS201", false)];
        for (file, code, expected) in cases {
            assert_eq!(made.is_ignored(file, code), expected, "{file} {code}");
        }
    }
}
