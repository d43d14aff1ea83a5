//! What a run has seen: documents, mentions and concepts by type, failures by cause.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::formats::write::Loss;
use crate::record::Record;
use crate::resolver::cue::ByHash;

/// How many concepts the summary names.
const TOP: usize = 10;

/// Mentions counted while they are found.
#[derive(Default)]
pub struct Tally {
    concepts: ByHash<Count>,
    /// How many records were counted.
    records: u64,
    /// What the format of the records could not carry.
    pub loss: Loss,
}

struct Count {
    id: Box<str>,
    name: Box<str>,
    entity_type: Box<str>,
    mentions: u64,
    documents: u64,
    /// The record that it was seen in last.
    last: u64,
}

impl Tally {
    /// Counts the mentions of a record.
    pub fn add(&mut self, record: &Record<'_>) {
        self.records += 1;
        for mention in &record.mentions {
            let concept = &mention.concept;
            let (layer, index) = concept.key;
            // Spread over all bits, as the map expects; no two keys become one.
            let key = (u64::from(layer) << 32 | u64::from(index)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let count = self.concepts.entry(key).or_insert_with(|| Count {
                id: concept.id.as_str().into(),
                name: concept.name.as_str().into(),
                entity_type: concept.entity_type.as_str().into(),
                mentions: 0,
                documents: 0,
                last: 0,
            });
            count.mentions += 1;
            if count.last != self.records {
                count.last = self.records;
                count.documents += 1;
            }
        }
    }

    /// Adds what another thread has counted.
    pub fn join(&mut self, other: Tally) {
        self.loss.add(other.loss);
        for (key, more) in other.concepts {
            match self.concepts.get_mut(&key) {
                Some(count) => {
                    count.mentions += more.mentions;
                    count.documents += more.documents;
                }
                None => drop(self.concepts.insert(key, more)),
            }
        }
    }

    /// The counts by type, and the most frequent concepts.
    pub fn sum(self, summary: &mut Summary) {
        let rows = self.concepts.into_values().map(|count| {
            (
                count.entity_type.into(),
                TopConcept { id: count.id.into(), name: count.name.into(), mentions: count.mentions, documents: count.documents },
            )
        });
        summary.count(rows);
    }
}

/// A concept that was found often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopConcept {
    /// Its CURIE.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How often it is mentioned.
    pub mentions: u64,
    /// In how many documents.
    pub documents: u64,
}

/// Mentions and concepts of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TypeCount {
    /// Mentions.
    pub mentions: u64,
    /// Different concepts.
    pub concepts: u64,
    /// The most frequent concepts, most frequent first.
    pub top: Vec<TopConcept>,
}

/// The end of a run, or the state of an output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Input files that were annotated.
    pub inputs: u64,
    /// Input files whose records were there already.
    pub unchanged: u64,
    /// Documents that were annotated.
    pub documents: u64,
    /// Bytes of their text.
    pub text_bytes: u64,
    /// Bytes of records written, packed where they are packed.
    pub output_bytes: u64,
    /// Mentions and concepts by type.
    pub types: BTreeMap<String, TypeCount>,
    /// What could not be annotated, by cause.
    pub failures: BTreeMap<String, u64>,
    /// Records left out since a later file has another version of them or withdraws them.
    pub superseded: u64,
    /// Inputs of earlier runs that are not there any more.
    pub vanished: u64,
    /// Files in folders that were passed over, by ending.
    pub passed_over: BTreeMap<String, u64>,
    /// What the format of the records could not carry.
    #[serde(skip)]
    pub loss: Loss,
}

impl Summary {
    /// How many failures there are.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failures.values().sum()
    }

    /// Counts concepts: pairs of type and concept, each once.
    pub fn count(&mut self, concepts: impl Iterator<Item = (String, TopConcept)>) {
        for (entity_type, concept) in concepts {
            let count = self.types.entry(entity_type).or_default();
            count.mentions += concept.mentions;
            count.concepts += 1;
            count.top.push(concept);
            // The list is cut now and then, so that it does not grow with the dictionary.
            if count.top.len() > 100 * TOP {
                cut(&mut count.top);
            }
        }
        self.types.values_mut().for_each(|count| cut(&mut count.top));
    }

    /// The summary as a table for people; `seconds` for the speed, where it is known.
    #[must_use]
    pub fn table(&self, seconds: Option<f64>) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(out, "{:<24} {:>12}", "inputs annotated", self.inputs);
        let optional = [("inputs unchanged", self.unchanged), ("inputs vanished", self.vanished), ("records superseded", self.superseded)];
        for (label, count) in optional.into_iter().filter(|(_, count)| *count > 0) {
            let _ = writeln!(out, "{label:<24} {count:>12}");
        }
        let _ = writeln!(out, "{:<24} {:>12}", "documents", self.documents);
        let _ = writeln!(out, "{:<24} {:>12}", "failures", self.failed());
        for (cause, count) in &self.failures {
            let _ = writeln!(out, "  {cause:<22} {count:>12}");
        }
        for (ending, count) in &self.passed_over {
            let label = if ending.is_empty() { "passed over, no ending".to_owned() } else { format!("passed over, .{ending}") };
            let _ = writeln!(out, "{label:<24} {count:>12}");
        }
        if let Some(seconds) = seconds.filter(|seconds| *seconds > 0.0) {
            let megabytes = self.text_bytes as f64 / 1e6;
            let _ = writeln!(out, "{:<24} {:>12}", "text", format!("{megabytes:.1} MB"));
            let _ = writeln!(out, "{:<24} {:>12}", "time", format!("{seconds:.1} s"));
            let _ = writeln!(out, "{:<24} {:>12}", "speed", format!("{:.1} MB/s", megabytes / seconds));
        }
        if !self.types.is_empty() {
            let _ = writeln!(out, "\n{:<14} {:>10} {:>9}  most frequent", "type", "mentions", "concepts");
        }
        for (entity_type, count) in &self.types {
            let top: Vec<String> = count.top.iter().take(3).map(|concept| format!("{} ({})", concept.name, concept.mentions)).collect();
            let _ = writeln!(out, "{entity_type:<14} {:>10} {:>9}  {}", count.mentions, count.concepts, top.join(", "));
        }
        out
    }

    /// The summary as a table with tabs: `what`, `key`, `name`, `count`.
    #[must_use]
    pub fn tsv(&self) -> String {
        let mut out = String::from("what\tkey\tname\tcount\n");
        let mut row = |what: &str, key: &str, name: &str, count: u64| {
            let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
            let _ = writeln!(out, "{what}\t{}\t{}\t{count}", clean(key), clean(name));
        };
        for (what, count) in [("inputs", self.inputs), ("documents", self.documents), ("failures", self.failed())] {
            row(what, "", "", count);
        }
        self.failures.iter().for_each(|(cause, count)| row("failure", cause, "", *count));
        for (entity_type, count) in &self.types {
            row("mentions", entity_type, "", count.mentions);
            row("concepts", entity_type, "", count.concepts);
            count.top.iter().for_each(|concept| row("top", &concept.id, &concept.name, concept.mentions));
        }
        out
    }
}

fn cut(top: &mut Vec<TopConcept>) {
    top.sort_by(|one, other| other.mentions.cmp(&one.mentions).then_with(|| one.id.cmp(&other.id)));
    top.truncate(TOP);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(id: usize, mentions: u64) -> (String, TopConcept) {
        ("gene".to_owned(), TopConcept { id: format!("G:{id:05}"), name: format!("g{id}"), mentions, documents: 1 })
    }

    #[test]
    fn the_most_frequent_concepts_stay_and_all_are_counted() {
        let mut summary = Summary { documents: 3, inputs: 2, ..Summary::default() };
        summary.failures.insert("empty".to_owned(), 2);
        summary.count((0..5000).map(|id| concept(id, (id % 700) as u64)));
        let genes = &summary.types["gene"];
        assert_eq!((genes.concepts, genes.top.len()), (5000, 10));
        assert!(
            genes
                .top
                .windows(2)
                .all(|pair| (pair[0].mentions, &pair[1].id) > (pair[1].mentions, &pair[0].id) || pair[0].mentions > pair[1].mentions)
        );
        assert_eq!(genes.top[0].mentions, 699);
        assert!(summary.table(Some(2.0)).contains("  empty                             2\n"));
        assert!(summary.tsv().contains("top\tG:00699\tg699\t699\n"));
    }
}
