//! From what the user named to the files there are, in one order: that of the arguments, and inside a folder that of the
//! names' bytes. Nothing is collected beforehand, so that a folder of any size costs no memory here but one folder's names.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::{BatchError, Failure};

/// Endings of files that may hold papers, also with `.gz` behind them. In a folder or an archive others are passed over;
/// what the user names is always read.
const ENDINGS: [&str; 16] = [
    "xml", "nxml", "jats", "bioc", "txt", "text", "md", "markdown", "json", "jsonl", "ndjson", "pubtator", "nbib", "medline", "zip", "tar",
];

/// A file with these patterns, in the way of `.gitignore`, holds for its folder and those below.
pub const IGNORE_FILE: &str = ".biospanignore";

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Files, folders, patterns (`papers/**/*.xml`), or `-` for standard input.
    pub named: Vec<String>,
    /// A list of such names, one a line; `-` is standard input.
    pub files_from: Option<String>,
    /// Patterns in the way of `.gitignore` for what to leave out of folders.
    pub exclude: Vec<String>,
    /// Files and folders that the run itself writes.
    pub own: Vec<PathBuf>,
}

impl Inputs {
    /// Whether these are more than files that were named one by one.
    pub fn are_many(&self) -> bool {
        self.files_from.is_some() || self.named.iter().any(|name| Path::new(name).is_dir() || is_pattern(name))
    }
}

/// A file to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its path, as it is opened and shown; `-` for standard input.
    pub path: String,
    /// Its name under the output folder: the path below the folder that was given, `/` between parts.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Gives the files one after the other.
pub struct Walk {
    inputs: Inputs,
    next: usize,
    list: Option<Box<dyn BufRead + Send>>,
    open: Option<Open>,
    passed_over: BTreeMap<String, u64>,
    /// Whether all names are below the one folder that was given.
    alone: bool,
}

struct Open {
    entries: ignore::Walk,
    /// What stands before the names that are shown below the output folder.
    base: PathBuf,
    pattern: Option<GlobMatcher>,
}

impl Walk {
    /// Begins.
    ///
    /// # Errors
    /// A list that cannot be opened, a pattern that is none.
    pub fn new(mut inputs: Inputs) -> Result<Self, BatchError> {
        let list: Option<Box<dyn BufRead + Send>> = match inputs.files_from.as_deref() {
            None => None,
            Some("-") => Some(Box::new(BufReader::new(io::stdin()))),
            Some(path) => {
                let file =
                    fs::File::open(path).map_err(|source| BatchError::System { what: format!("{path}: cannot read this list"), source })?;
                Some(Box::new(BufReader::new(file)))
            }
        };
        inputs.own = inputs.own.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
        excluded(Path::new("."), &inputs.exclude)?;
        let alone = list.is_none() && inputs.named.len() == 1;
        Ok(Self { inputs, next: 0, list, open: None, passed_over: BTreeMap::new(), alone })
    }

    /// How many files of folders were passed over, by ending.
    pub fn passed_over(&self) -> &BTreeMap<String, u64> {
        &self.passed_over
    }

    fn name(&mut self) -> Option<Result<String, Failure>> {
        if let Some(name) = self.inputs.named.get(self.next) {
            self.next += 1;
            return Some(Ok(name.clone()));
        }
        let mut line = String::new();
        loop {
            line.clear();
            match self.list.as_mut()?.read_line(&mut line) {
                Ok(0) => self.list = None,
                Ok(_) if line.trim().is_empty() => {}
                Ok(_) => return Some(Ok(line.trim_end_matches(['\n', '\r']).to_owned())),
                Err(error) => {
                    self.list = None;
                    return Some(Err(Failure::new("--files-from", "cannot be read", error)));
                }
            }
        }
    }

    /// One file, or what must be said instead; `None` where a folder was opened.
    fn begin(&mut self, name: String) -> Option<Result<Source, Failure>> {
        if name == "-" {
            return Some(Ok(Source { path: name, name: "stdin".to_owned(), size: 0 }));
        }
        let path = Path::new(&name);
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                self.open = Some(Open { entries: self.entries(path), base: path.to_owned(), pattern: None });
                None
            }
            Ok(about) => {
                let shown = if self.alone { path.file_name().map(PathBuf::from) } else { None };
                Some(Ok(Source { name: below(&shown.unwrap_or_else(|| path.to_owned())), path: name, size: about.len() }))
            }
            Err(_) if is_pattern(&name) => {
                let base: PathBuf = path.components().take_while(|part| !is_pattern(&part.as_os_str().to_string_lossy())).collect();
                let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
                let rest = path.strip_prefix(&base).unwrap_or(path).to_string_lossy().into_owned();
                match GlobBuilder::new(&rest).literal_separator(true).build() {
                    Ok(pattern) => {
                        self.open = Some(Open { entries: self.entries(&base), base, pattern: Some(pattern.compile_matcher()) });
                        None
                    }
                    Err(error) => {
                        Some(Err(Failure::new(name, "no pattern", format!("this is no pattern of file names: {}", error.kind()))))
                    }
                }
            }
            Err(error) => Some(Err(Failure::new(name, "cannot be read", error))),
        }
    }

    fn entries(&self, folder: &Path) -> ignore::Walk {
        let own = self.inputs.own.clone();
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).hidden(true).follow_links(true).add_custom_ignore_filename(IGNORE_FILE);
        walk.sort_by_file_name(|one, other| one.as_encoded_bytes().cmp(other.as_encoded_bytes()));
        // The patterns were checked at the beginning.
        let excluded = excluded(folder, &self.inputs.exclude).unwrap_or_else(|_| Gitignore::empty());
        walk.filter_entry(move |entry| {
            let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let left_out = entry.depth() > 0 && excluded.matched(entry.path(), folder).is_ignore();
            !left_out && !is_own(entry, &own)
        });
        walk.build()
    }

    fn entry(&mut self) -> Option<Result<Source, Failure>> {
        let open = self.open.as_mut()?;
        for entry in open.entries.by_ref() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Some(Err(Failure::new(open.base.to_string_lossy(), "cannot be read", error))),
            };
            if entry.file_type().is_none_or(|kind| kind.is_dir()) {
                continue;
            }
            let path = entry.path();
            let relative = path.strip_prefix(&open.base).unwrap_or(path);
            if open.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(relative)) {
                continue;
            }
            if open.pattern.is_none() && !may_be_a_paper(&path.to_string_lossy()) {
                *self.passed_over.entry(ending(&path.to_string_lossy())).or_default() += 1;
                continue;
            }
            let Some(written) = path.to_str() else {
                return Some(Err(Failure::new(
                    path.to_string_lossy(),
                    "a name of other bytes",
                    "its name is not UTF-8; give it another name",
                )));
            };
            let shown = if self.alone { relative } else { path };
            let size = entry.metadata().map_or(0, |about| about.len());
            return Some(Ok(Source { path: written.to_owned(), name: below(shown), size }));
        }
        self.open = None;
        None
    }
}

impl Iterator for Walk {
    type Item = Result<Source, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.open.is_some()
                && let Some(found) = self.entry()
            {
                return Some(found);
            }
            let name = match self.name()? {
                Ok(name) => name,
                Err(failure) => return Some(Err(failure)),
            };
            if let Some(found) = self.begin(name) {
                return Some(found);
            }
        }
    }
}

fn excluded(folder: &Path, patterns: &[String]) -> Result<Gitignore, BatchError> {
    let mut builder = GitignoreBuilder::new(folder);
    builder.allow_unclosed_class(false);
    let refused = |pattern: &str, error: &ignore::Error| BatchError::Pattern { pattern: pattern.to_owned(), fault: error.to_string() };
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| refused(pattern, &error))?;
    }
    builder.build().map_err(|error| refused(&patterns.join(" "), &error))
}

fn is_own(entry: &DirEntry, own: &[PathBuf]) -> bool {
    let same_name = |path: &&PathBuf| path.file_name() == Some(entry.file_name());
    own.iter().filter(same_name).any(|path| fs::canonicalize(entry.path()).is_ok_and(|entry| entry == *path))
}

fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}

/// The last ending of a name in small letters, a `.gz` left aside.
fn ending(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_owned())
}

/// Whether a file of a folder or an archive is looked into, by its name.
pub fn may_be_a_paper(name: &str) -> bool {
    let ending = ending(name);
    ENDINGS.contains(&ending.as_str()) || ending == "tgz"
}

/// A path as it may stand below another folder: no root, no way up.
fn below(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        Component::ParentDir => Some("_up".to_owned()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[&str]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("biospan-walk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, if file.ends_with(IGNORE_FILE) { "old/\n" } else { "x" }).unwrap();
        }
        folder
    }

    fn names(inputs: Inputs) -> Vec<String> {
        Walk::new(inputs).unwrap().map(|found| found.map_or_else(|failure| failure.cause, |source| source.name)).collect()
    }

    #[test]
    fn folders_are_walked_in_the_order_of_their_names() {
        let folder = folder(
            "order",
            &[
                "b.txt",
                "a/z.xml.gz",
                "a/B.txt",
                "a.txt",
                "figure.jpg",
                ".hidden/x.txt",
                "c/old/1.txt",
                "c/.biospanignore",
                "out/r.json",
                "c.tgz",
            ],
        );
        let root = folder.to_string_lossy().into_owned();
        let out = vec![folder.join("out")];
        let cases: Vec<(Vec<String>, Vec<&str>, Vec<&str>)> = vec![
            (vec![root.clone()], vec![], vec!["a/B.txt", "a/z.xml.gz", "a.txt", "b.txt", "c.tgz"]),
            (vec![root.clone()], vec!["a/", "*.tgz"], vec!["a.txt", "b.txt"]),
            (vec![root.clone()], vec!["*.txt", "!b.txt"], vec!["a/z.xml.gz", "b.txt", "c.tgz"]),
            (vec![format!("{root}/*.txt")], vec![], vec!["a.txt", "b.txt"]),
            (vec![format!("{root}/**/*.jpg")], vec![], vec!["figure.jpg"]),
            (vec![format!("{root}/missing.txt")], vec![], vec!["cannot be read"]),
            (vec![format!("{root}/b.txt")], vec![], vec!["b.txt"]),
        ];
        for (named, exclude, expected) in cases {
            let exclude = exclude.into_iter().map(str::to_owned).collect();
            let inputs = Inputs { named: named.clone(), exclude, own: out.clone(), ..Inputs::default() };
            assert_eq!(names(inputs), expected, "{named:?}");
        }
        let mut walk = Walk::new(Inputs { named: vec![root], own: out, ..Inputs::default() }).unwrap();
        assert_eq!(walk.by_ref().count(), 5);
        assert_eq!(walk.passed_over().iter().map(|(ending, count)| (ending.as_str(), *count)).collect::<Vec<_>>(), [("jpg", 1)]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_list_names_files_and_folders_and_a_bad_pattern_is_refused() {
        let folder = folder("list", &["a/1.txt", "a/2.txt", "b.txt"]);
        let list = folder.join("list.lst");
        fs::write(&list, format!("{0}/b.txt\r\n\n{0}/a\n", folder.display())).unwrap();
        let found = names(Inputs { files_from: Some(list.to_string_lossy().into_owned()), ..Inputs::default() });
        let ends: Vec<&str> = found.iter().map(|name| name.rsplit('/').next().unwrap()).collect();
        assert_eq!(ends, ["b.txt", "1.txt", "2.txt"]);
        assert!(Walk::new(Inputs { exclude: vec!["[".to_owned()], ..Inputs::default() }).is_err());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_name_below_the_output_folder_never_leads_out_of_it() {
        for (path, expected) in [("/a/b.txt", "a/b.txt"), ("../../x", "_up/_up/x"), ("./a//b", "a/b"), ("a", "a")] {
            assert_eq!(below(Path::new(path)), expected);
        }
    }
}
