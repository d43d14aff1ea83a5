//! Identifiers that mean the same for a measurement, beyond what the predictions' own cross references say.

use std::collections::{BTreeMap, BTreeSet};

use super::annotated::curie;
use crate::formats::read::{Input, ReadError, ReadOptions};

/// Classes of CURIEs that mean the same.
#[derive(Clone, Debug, Default)]
pub struct Equivalence {
    /// The class of each CURIE.
    class: BTreeMap<String, usize>,
    classes: Vec<BTreeSet<String>>,
}

impl Equivalence {
    /// Reads a table of two CURIEs a line, between tabs; blank lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// A file that cannot be read, and a line that is not two CURIEs, with its number.
    pub fn read(path: &str) -> Result<Self, ReadError> {
        let mut input = Input::open(path, &ReadOptions::default())?;
        let mut equivalence = Self::default();
        let mut line = String::new();
        while input.next_line(&mut line)? {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let pair = line.split_once('\t').filter(|(left, right)| left.contains(':') && right.contains(':') && !right.contains('\t'));
            let Some((left, right)) = pair else {
                let fault = "expected two CURIEs with a tab between them, such as \"MESH:D006073\", tab, \"MONDO:0005393\"".to_owned();
                return Err(ReadError::Content { path: path.to_owned(), line: input.line_number(), column: 1, fault });
            };
            equivalence.join(left, right);
        }
        Ok(equivalence)
    }

    /// Says that two CURIEs mean the same, and so everything that meant the same as either.
    pub fn join(&mut self, left: &str, right: &str) {
        let (left, right) = (self.class_of(&curie(left)), self.class_of(&curie(right)));
        if left != right {
            let moved = std::mem::take(&mut self.classes[right]);
            for id in &moved {
                self.class.insert(id.clone(), left);
            }
            self.classes[left].extend(moved);
        }
    }

    fn class_of(&mut self, id: &str) -> usize {
        if let Some(&class) = self.class.get(id) {
            return class;
        }
        self.classes.push(BTreeSet::from([id.to_owned()]));
        self.class.insert(id.to_owned(), self.classes.len() - 1);
        self.classes.len() - 1
    }

    /// Adds to identifiers all that mean the same as one of them.
    ///
    /// ```
    /// use biospan::eval::equivalence::Equivalence;
    /// let mut equivalence = Equivalence::default();
    /// equivalence.join("mesh:D006073", "MONDO:0005393");
    /// let mut ids = ["MONDO:0005393".to_owned()].into();
    /// equivalence.extend(&mut ids);
    /// assert!(ids.contains("MESH:D006073"));
    /// ```
    pub fn extend(&self, ids: &mut BTreeSet<String>) {
        let classes: BTreeSet<usize> = ids.iter().filter_map(|id| self.class.get(id)).copied().collect();
        classes.iter().for_each(|&class| ids.extend(self.classes[class].iter().cloned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_of_pairs_are_one_class_and_others_stay_apart() {
        let mut equivalence = Equivalence::default();
        for (left, right) in [("A:1", "B:1"), ("C:1", "D:1"), ("b:1", "c:1"), ("A:2", "B:2")] {
            equivalence.join(left, right);
        }
        let mut ids = BTreeSet::from(["D:1".to_owned(), "X:9".to_owned()]);
        equivalence.extend(&mut ids);
        assert_eq!(ids.into_iter().collect::<Vec<_>>(), ["A:1", "B:1", "C:1", "D:1", "X:9"]);
    }
}
