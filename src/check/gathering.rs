//! Which files a run looks at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Target;
use super::configuration::{Configuration, FILE};
use crate::formats::read::annotations::loading::{annotations_of, walk};

/// The files that paths lead to, and those of the corpus, in the order of their paths from the root.
pub fn targets(paths: &[PathBuf], configuration: &Configuration, failures: &mut Vec<String>) -> Vec<Target> {
    let mut found: BTreeMap<String, Target> = BTreeMap::new();
    // What is in this folder is shown from here, as it would be if it had been named.
    let here = std::env::current_dir().unwrap_or_default();
    let baseline = configuration.baseline.as_deref().map(|path| configuration.relative(path));
    let roots = configuration.corpus.iter().map(|path| (path, paths.is_empty()));
    for (path, asked) in paths.iter().map(|path| (path, true)).chain(roots) {
        let mut files = Vec::new();
        if let Err(error) = walk(path, &mut files) {
            failures.push(format!("{}: cannot be read: {error}", path.display()));
        }
        for file in files {
            let file = file.strip_prefix(&here).map_or(file.clone(), Path::to_owned);
            let path = annotations_of(&file);
            let relative = configuration.relative(&path);
            let own = file.file_name().is_some_and(|name| name == FILE) || baseline.as_deref() == Some(&relative);
            if own || configuration.excludes(&relative) || configuration.excludes(&configuration.relative(&file)) {
                continue;
            }
            let target = found.entry(relative.clone()).or_insert(Target { path, relative, asked });
            target.asked |= asked;
        }
    }
    found.into_values().collect()
}
