//! What is kept from run to run: what was found in a file, by the hash of its content, and what is known of identifiers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::configuration::Configuration;
use super::finding::Finding;
use super::summary::Summary;
use super::terminology::Answer;
use crate::formats::read::annotations::loading::Source;

/// What was found in a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// SHA-256 of the file and of the text beside it.
    pub sha256: String,
    /// Whether it holds annotations at all.
    pub is_annotated: bool,
    /// How many annotations it has.
    pub annotations: usize,
    /// Findings in it, those over the whole corpus left out.
    pub findings: Vec<Finding>,
    /// What rules over the whole corpus need.
    pub summary: Summary,
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cache {
    /// What all of it depends on: the program, the dictionary, the rules, the configuration.
    key: String,
    /// By path from the root.
    pub files: BTreeMap<String, Entry>,
    /// By CURIE.
    pub answers: BTreeMap<String, Answer>,
}

/// A hash in lower-case hexadecimal; the length of each part is in it, so that no two lists of parts look alike.
pub(super) fn hash<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of a source.
#[must_use]
pub fn hash_of(source: &Source) -> String {
    let text = source.text.as_ref().map_or(&b""[..], |(_, bytes)| bytes);
    let path = source.text.as_ref().map_or("", |(path, _)| path);
    hash([&source.bytes[..], text, path.as_bytes(), &[u8::from(source.lonely)]])
}

impl Cache {
    fn path(folder: &Path) -> PathBuf {
        folder.join("check.json")
    }

    /// What the configuration and the dictionary make the findings depend on.
    fn key(configuration: &Configuration, dictionary: &str) -> String {
        let made_of = format!(
            "{} {dictionary} {:?} {:?} {:?} {:?} {}",
            env!("CARGO_PKG_VERSION"),
            configuration.rules,
            configuration.types,
            configuration.type_names,
            configuration.prefixes,
            configuration.certain_score
        );
        hash([made_of.as_bytes()])
    }

    /// What was kept for the same dictionary and configuration; empty where there is nothing, or nothing that can be read.
    #[must_use]
    pub fn open(configuration: &Configuration, dictionary: &str) -> Self {
        let key = Self::key(configuration, dictionary);
        let read = || serde_json::from_slice::<Cache>(&std::fs::read(Self::path(configuration.cache.as_ref()?)).ok()?).ok();
        read().filter(|cache| cache.key == key).unwrap_or(Cache { key, ..Cache::default() })
    }

    /// Keeps it. A folder that cannot be written is no fault: the next run takes longer.
    pub fn save(&mut self, configuration: &Configuration) {
        let Some(folder) = &configuration.cache else { return };
        self.files.retain(|path, _| configuration.root.join(path).exists());
        let write = || {
            std::fs::create_dir_all(folder)?;
            // Nobody wants this folder among the changes of a corpus.
            std::fs::write(folder.join(".gitignore"), "*\n")?;
            let next = folder.join(format!("check.json.{}", std::process::id()));
            std::fs::write(&next, serde_json::to_vec(self)?)?;
            std::fs::rename(next, Self::path(folder))
        };
        let _ = write();
    }
}
