//! Counts of concepts and of pairs, gathered over many documents before they are written.

use std::collections::BTreeMap;
use std::collections::HashMap;

use rusqlite::Connection;

/// More pairs than this are written before more are gathered.
const LARGE: usize = 1 << 20;

/// Documents and mentions by concept, documents and sentences by pair; what was taken out counts against them.
#[derive(Default)]
pub struct Tally {
    concepts: HashMap<i64, (i64, i64)>,
    pairs: HashMap<(i64, i64), (i64, i64)>,
}

impl Tally {
    /// Counts the mentions of a document, each a concept and a sentence, `sign` times; returns how often each concept is mentioned.
    pub fn add(&mut self, mut mentioned: Vec<(i64, Option<u32>)>, sign: i64) -> BTreeMap<i64, i64> {
        let mut concepts: BTreeMap<i64, i64> = BTreeMap::new();
        mentioned.iter().for_each(|(concept, _)| *concepts.entry(*concept).or_default() += 1);
        for (concept, mentions) in &concepts {
            let total = self.concepts.entry(*concept).or_default();
            *total = (total.0 + sign, total.1 + sign * mentions);
        }
        mentioned.retain(|(_, sentence)| sentence.is_some());
        mentioned.sort_unstable_by_key(|(concept, sentence)| (*sentence, *concept));
        mentioned.dedup();
        let mut pairs: HashMap<(i64, i64), i64> = HashMap::new();
        for sentence in mentioned.chunk_by(|one, other| one.1 == other.1) {
            for (number, (one, _)) in sentence.iter().enumerate() {
                sentence[number + 1..].iter().for_each(|(other, _)| *pairs.entry((*one, *other)).or_default() += 1);
            }
        }
        for (pair, sentences) in pairs {
            let total = self.pairs.entry(pair).or_default();
            *total = (total.0 + sign, total.1 + sign * sentences);
        }
        concepts
    }

    /// Whether it is time to write.
    pub fn is_large(&self) -> bool {
        self.pairs.len() > LARGE
    }

    /// Writes all counts, and forgets them.
    pub fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut concepts: Vec<_> = self.concepts.drain().collect();
        concepts.sort_unstable();
        let mut statement =
            connection.prepare_cached("UPDATE concepts SET documents = documents + ?2, mentions = mentions + ?3 WHERE concept = ?1")?;
        for (concept, (documents, mentions)) in concepts {
            statement.execute((concept, documents, mentions))?;
        }
        let mut pairs: Vec<_> = self.pairs.drain().filter(|(_, counts)| *counts != (0, 0)).collect();
        pairs.sort_unstable();
        let mut statement = connection.prepare_cached(
            "INSERT INTO pairs (one, other, documents, sentences) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, sentences = sentences + excluded.sentences",
        )?;
        for ((one, other), (documents, sentences)) in pairs {
            statement.execute((one, other, documents, sentences))?;
        }
        connection.execute("DELETE FROM pairs WHERE documents = 0", [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_counts_once_a_sentence_and_once_a_document() {
        let mut tally = Tally::default();
        let mentioned = vec![(1, Some(0)), (2, Some(0)), (1, Some(0)), (2, Some(1)), (1, Some(1)), (3, Some(2)), (1, None)];
        let concepts = tally.add(mentioned.clone(), 1);
        assert_eq!(concepts, BTreeMap::from([(1, 4), (2, 2), (3, 1)]));
        assert_eq!(tally.pairs, HashMap::from([((1, 2), (1, 2))]));
        tally.add(mentioned, -1);
        assert!(tally.pairs.values().all(|counts| *counts == (0, 0)) && tally.concepts.values().all(|counts| *counts == (0, 0)));
    }
}
