//! Links between concepts, after some were left out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use biospan_lexicon::table::ConceptRow;

/// The parents of concepts that were left out.
pub type Parents = BTreeMap<String, Vec<Cow<'static, str>>>;

/// How far a hierarchy or a trail of replacements is followed.
const DEPTH: usize = 12;

/// Lets every parent and every replacement be a concept that there is: a parent that was left out gives way to its own
/// parents, an obsolete identifier that leads nowhere is left out. Returns how many of the first, and the second.
pub fn mend(concepts: &mut BTreeMap<String, ConceptRow<'static>>, left_out: &Parents) -> (usize, Vec<String>) {
    let trails = endless(concepts);
    trails.iter().for_each(|id| {
        concepts.remove(id);
    });
    let mut replaced = 0;
    let mended: Vec<(String, Vec<Cow<'static, str>>)> = concepts
        .values()
        .filter(|row| row.parents.iter().any(|parent| !living(concepts, parent)))
        .map(|row| (row.id.to_string(), ancestors(concepts, left_out, row)))
        .collect();
    for (id, parents) in mended {
        if let Some(row) = concepts.get_mut(&id) {
            replaced += row.parents.iter().filter(|parent| !parents.contains(parent)).count();
            row.parents = parents;
        }
    }
    (replaced, trails)
}

fn living(concepts: &BTreeMap<String, ConceptRow<'static>>, id: &str) -> bool {
    concepts.get(id).is_some_and(|row| row.replaced_by.is_empty())
}

/// The nearest living ancestors of a row, sorted.
fn ancestors(concepts: &BTreeMap<String, ConceptRow<'static>>, left_out: &Parents, row: &ConceptRow<'static>) -> Vec<Cow<'static, str>> {
    let mut found: BTreeSet<Cow<'static, str>> = BTreeSet::new();
    let mut seen: BTreeSet<Cow<'static, str>> = BTreeSet::from([row.id.clone()]);
    let mut above = row.parents.clone();
    for _ in 0..DEPTH {
        for parent in std::mem::take(&mut above) {
            if !seen.insert(parent.clone()) {
                continue;
            }
            match concepts.get(parent.as_ref()) {
                Some(known) if known.replaced_by.is_empty() => {
                    found.insert(parent);
                }
                Some(obsolete) => above.push(obsolete.replaced_by.clone()),
                None => above.extend(left_out.get(parent.as_ref()).into_iter().flatten().cloned()),
            }
        }
    }
    found.into_iter().collect()
}

/// Obsolete identifiers whose trail ends at no living concept.
fn endless(concepts: &BTreeMap<String, ConceptRow<'static>>) -> Vec<String> {
    let next: HashMap<&str, &str> = concepts
        .values()
        .filter(|row| !row.replaced_by.is_empty())
        .map(|row| (row.id.as_ref(), row.replaced_by.split('|').next().unwrap_or("")))
        .collect();
    let ends = |start: &str| {
        let mut at = start;
        for _ in 0..DEPTH {
            match next.get(at) {
                Some(following) => at = following,
                None => return living(concepts, at),
            }
        }
        false
    };
    next.keys().filter(|id| !ends(id)).map(|id| (*id).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_concepts_that_there_are() {
        // Identifier, parents, what took its place.
        let rows = [
            ("X:1", "", ""),
            ("X:2", "X:9", ""),
            ("X:3", "X:4", ""),
            ("X:4", "", "X:2"),
            ("X:5", "", "X:8"),
            ("X:6", "", "X:7"),
            ("X:7", "", "X:6"),
        ];
        let list = |text: &'static str| text.split('|').filter(|part| !part.is_empty()).map(Cow::Borrowed).collect();
        let mut concepts: BTreeMap<String, ConceptRow<'static>> = rows
            .into_iter()
            .map(|(id, parents, replaced_by)| {
                let row = ConceptRow { id: id.into(), parents: list(parents), replaced_by: replaced_by.into(), ..ConceptRow::default() };
                (id.to_owned(), row)
            })
            .collect();
        let left_out = Parents::from([("X:9".to_owned(), list("X:10")), ("X:10".to_owned(), list("X:1|X:11"))]);
        let (replaced, mut trails) = mend(&mut concepts, &left_out);
        trails.sort_unstable();
        assert_eq!((replaced, trails), (2, ["X:5", "X:6", "X:7"].map(str::to_owned).to_vec()));
        assert_eq!(concepts.keys().collect::<Vec<_>>(), ["X:1", "X:2", "X:3", "X:4"]);
        assert_eq!(concepts["X:2"].parents, ["X:1"]);
        assert_eq!(concepts["X:3"].parents, ["X:2"]);
    }
}
