//! Records of a source as lines of a table, for those who bring a vocabulary of their own.

use std::collections::BTreeMap;

use biospan_lexicon::table::{ConceptRow, NameRow, Scope};

use super::{Entry, Relation};

/// Types of vocabularies that everybody knows, by prefix.
const TYPES: [(&str, &str); 16] = [
    ("CHEBI", "drug"),
    ("CL", "cell_type"),
    ("CVCL", "cell_line"),
    ("ComplexPortal", "complex"),
    ("DOID", "disease"),
    ("DRUGBANK", "drug"),
    ("FPLX", "gene_family"),
    ("HGNC", "gene"),
    ("HGNC_GROUP", "gene_family"),
    ("HP", "disease"),
    ("MGI", "gene"),
    ("MONDO", "disease"),
    ("NCBIGene", "gene"),
    ("NCBITaxon", "species"),
    ("RGD", "gene"),
    ("UNII", "drug"),
];

/// The rows of `entries`, sorted by identifier; several entries of one identifier (a line a name) are one row.
///
/// The type is `entity_type` if it is given, else that of the identifier's vocabulary, else what the source calls the
/// kind (its namespace), else the prefix; the last two in small letters with underscores.
#[must_use]
pub fn rows(entries: Vec<Entry>, entity_type: Option<&str>, source: &str) -> Vec<ConceptRow<'static>> {
    let mut rows: BTreeMap<String, ConceptRow<'static>> = BTreeMap::new();
    for entry in entries {
        let own_type = entity_type.map_or_else(|| type_of(&entry), str::to_owned);
        if entry.obsolete {
            // What has no successor leads nowhere; where the source only says "consider", the first is taken.
            if let Some(successor) = entry.replaced_by.into_iter().next() {
                let row = ConceptRow { id: entry.id.clone().into(), entity_type: own_type.into(), ..ConceptRow::default() };
                rows.entry(entry.id).or_insert(ConceptRow { replaced_by: successor.into(), ..row });
            }
            continue;
        }
        let row = rows.entry(entry.id.clone()).or_insert_with(|| ConceptRow {
            id: entry.id.clone().into(),
            entity_type: own_type.into(),
            taxon: entry.taxon.clone().into(),
            ..ConceptRow::default()
        });
        add(row, entry, source);
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    for row in &mut rows {
        finish(row);
    }
    rows
}

fn add(row: &mut ConceptRow<'static>, entry: Entry, source: &str) {
    let name = |text: String, scope: Scope| NameRow { scope, source: source.to_owned().into(), text: text.into() };
    if !entry.name.is_empty() {
        row.name = entry.name.clone().into();
        row.names.push(name(entry.name, Scope::Preferred));
    }
    row.names.extend(entry.synonyms.into_iter().map(|synonym| name(synonym.text, synonym.scope)));
    let same = entry.xrefs.into_iter().filter(|xref| matches!(xref.relation, Relation::Exact | Relation::Unstated));
    row.xrefs.extend(same.map(|xref| xref.curie.into()));
    row.notes.extend(entry.notes.into_iter().map(|(kind, text)| (kind.into(), text.into())));
    row.parents.extend(entry.parents.into_iter().chain(entry.part_of).map(Into::into));
}

fn finish(row: &mut ConceptRow<'static>) {
    row.names.sort();
    row.names.dedup_by(|next, kept| next.text == kept.text);
    for list in [&mut row.xrefs, &mut row.parents] {
        list.sort();
        list.dedup();
    }
    if row.name.is_empty()
        && let Some(first) = row.names.first()
    {
        row.name = first.text.clone();
    }
}

fn type_of(entry: &Entry) -> String {
    let prefix = entry.id.split(':').next().unwrap_or("");
    let known = TYPES.iter().find(|(known, _)| *known == prefix).map(|(_, entity_type)| (*entity_type).to_owned());
    known.unwrap_or_else(|| snake(if entry.kind.is_empty() { prefix } else { &entry.kind }))
}

/// Small letters, digits and single underscores.
fn snake(text: &str) -> String {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Synonym, Xref};

    fn entry(id: &str, name: &str) -> Entry {
        Entry { id: id.to_owned(), name: name.to_owned(), ..Entry::default() }
    }

    #[test]
    fn the_type_is_the_given_one_or_that_of_the_vocabulary_or_of_the_source() {
        for (id, kind, given, expected) in [
            ("MONDO:0000001", "", None, "disease"),
            ("MONDO:0000001", "", Some("trait"), "trait"),
            ("LAB:1", "Lab Thing", None, "lab_thing"),
            ("LAB:1", "", None, "lab"),
        ] {
            let entries = vec![Entry { kind: kind.to_owned(), ..entry(id, "one") }];
            assert_eq!(rows(entries, given, "")[0].entity_type, expected, "{id} {kind}");
        }
    }

    #[test]
    fn entries_of_one_identifier_are_one_row_and_obsolete_ones_lead_on() {
        let synonym = Synonym { text: "uno".to_owned(), scope: Scope::Alias, field: String::new() };
        let xref = |curie: &str, relation| Xref { curie: curie.to_owned(), relation };
        let entries = vec![
            entry("LAB:2", "two"),
            Entry {
                synonyms: vec![synonym],
                xrefs: vec![xref("X:1", Relation::Exact), xref("X:2", Relation::Broad)],
                ..entry("LAB:1", "")
            },
            entry("LAB:1", "one"),
            Entry { obsolete: true, replaced_by: vec!["LAB:1".to_owned()], ..entry("LAB:0", "zero") },
            Entry { obsolete: true, ..entry("LAB:9", "gone") },
        ];
        let rows = rows(entries, Some("thing"), "Q");
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_ref()).collect();
        assert_eq!(ids, ["LAB:0", "LAB:1", "LAB:2"]);
        assert_eq!(rows[0].replaced_by, "LAB:1");
        let names: Vec<(Scope, &str)> = rows[1].names.iter().map(|name| (name.scope, name.text.as_ref())).collect();
        assert_eq!((rows[1].name.as_ref(), names), ("one", vec![(Scope::Preferred, "one"), (Scope::Alias, "uno")]));
        assert_eq!(rows[1].xrefs, ["X:1"]);
    }
}
