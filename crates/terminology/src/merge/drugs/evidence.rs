//! The statements that join drug records, the strongest kind first.

use std::collections::{BTreeMap, BTreeSet};

use super::joins::Joins;
use super::sources::Records;
use crate::import::{Mapping, Relation};
use crate::merge::{Recipe, RecipeError};

/// Vocabularies whose identifiers must be records to be joined; those of others (ChEMBL, NCI Thesaurus, PharmGKB) come
/// in as cross references.
const RECORDS: [&str; 3] = ["CHEBI", "MESH", "DRUGBANK"];

/// Vocabularies of genes and proteins.
const GENES: [&str; 3] = ["HGNC:", "UNIPROT:", "FPLX:"];

/// Identifiers that joins are made through but that are none of a concept's own.
const KEYS: [&str; 3] = ["CAS:", "INCHIKEY:", "PUBCHEM.COMPOUND:"];

/// Reads the mappings and joins what they say.
pub(super) struct Evidence<'run> {
    pub recipe: &'run Recipe,
    pub records: &'run Records,
    pub joins: Joins,
    /// Retired MeSH records that a source still names: with what it names beside them.
    pub retired: Vec<(String, String)>,
    /// MeSH records that a source maps to a gene, a protein or a family of genes.
    pub genes: BTreeSet<String>,
}

type Pairs = Vec<(String, String)>;

impl Evidence<'_> {
    /// All batches in their order.
    pub fn run(&mut self) -> Result<(), RecipeError> {
        self.mappings("biomappings", "drug/biomappings", |mapping| mapping.relation == Relation::Exact && !mapping.negated)?;
        self.stated("drugbank-unii", "DRUGBANK", "UNII");
        self.stated("rxnorm-unii", "RXNORM", "UNII");
        self.mappings("drugbank-xref", "drug/drugbank-xrefs", |mapping| mapping.justification == "drugbank")?;
        self.mappings("chebi-xref", "drug/drugbank-xrefs", |mapping| mapping.justification == "chebi")?;
        self.mappings("ncit-chebi", "drug/ncit-chebi", |_| true)?;
        self.cas()?;
        self.mappings("chebi-chembl", "drug/chebi-chembl", |_| true)?;
        // PharmGKB cites MeSH records of its day: a place that all others must have had the chance to take.
        let to_mesh = |mapping: &Mapping| is_mesh(&mapping.object);
        self.mappings("pharmgkb", "drug/pharmgkb", |mapping| mapping.relation == Relation::Exact && !to_mesh(mapping))?;
        self.pubchem()?;
        self.mappings("gilda-lexical", "drug/gilda", |_| true)?;
        self.names();
        self.mappings("pharmgkb", "drug/pharmgkb", |mapping| mapping.relation == Relation::Exact && to_mesh(mapping))
    }

    /// Joins the pairs, but for those that say of a salt what is true of its base: the two share no name, and another
    /// record of the one's vocabulary has the other's very name. Only people may say so.
    fn batch(&mut self, evidence: &str, mut pairs: Pairs) {
        let records = self.records;
        if evidence != "biomappings" {
            let joins = &mut self.joins;
            pairs.retain(|(left, right)| {
                let better = records.better_partner(left, right).or_else(|| records.better_partner(right, left));
                if let Some(better) = better.filter(|_| !records.share_a_name(left, right)) {
                    joins.refuse(left, right, evidence, &format!("name of {better}"));
                    return false;
                }
                true
            });
        }
        self.joins.batch(evidence, pairs, |left, right| records.share_a_name(left, right));
    }

    fn mappings(&mut self, evidence: &str, part: &str, holds: impl Fn(&Mapping) -> bool) -> Result<(), RecipeError> {
        let mut pairs = Vec::new();
        for mapping in self.recipe.contents(part)?.mappings.iter().filter(|mapping| holds(mapping)) {
            for (one, other) in [(&mapping.subject, &mapping.object), (&mapping.object, &mapping.subject)] {
                if GENES.iter().any(|prefix| other.starts_with(prefix)) {
                    self.genes.insert(one.clone());
                }
            }
            match (self.ours(&mapping.subject), self.ours(&mapping.object)) {
                (Some(left), Some(right)) => pairs.push((left, right)),
                (Some(live), None) if is_supplementary(&mapping.object) => self.retired.push((mapping.object.clone(), live)),
                (None, Some(live)) if is_supplementary(&mapping.subject) => self.retired.push((mapping.subject.clone(), live)),
                _ => {}
            }
        }
        self.batch(evidence, pairs);
        Ok(())
    }

    /// The identifier as it stands for a concept: the live one, or one that needs no record.
    fn ours(&self, curie: &str) -> Option<String> {
        let prefix = curie.split(':').next().unwrap_or_default();
        if RECORDS.contains(&prefix) {
            return self.records.current(curie).map(str::to_owned);
        }
        matches!(prefix, "CHEMBL" | "NCIT" | "UNII" | "RXNORM" | "PHARMGKB.DRUG" | "DRUGCENTRAL").then(|| curie.to_owned())
    }

    /// Cross references of `prefix` that records of `of` state themselves.
    fn stated(&mut self, evidence: &str, of: &str, prefix: &str) {
        let mut pairs = Vec::new();
        for (id, record) in self.of(of) {
            let own = record.xrefs.iter().filter(|xref| xref.split(':').next() == Some(prefix));
            pairs.extend(own.map(|xref| (id.clone(), xref.clone())));
        }
        self.batch(evidence, pairs);
    }

    fn of<'own>(&'own self, prefix: &'own str) -> impl Iterator<Item = (&'own String, &'own super::sources::Record)> {
        self.records.live.iter().filter(move |(id, _)| id.split(':').next() == Some(prefix))
    }

    /// CAS numbers and InChIKeys: equal, and one record on each side. DrugCentral has both; the structure goes first. A
    /// CAS number whose check digit is wrong is a slip of somebody's and would join strangers.
    fn cas(&mut self) -> Result<(), RecipeError> {
        let mut keys = Keys::default();
        for mapping in self.recipe.contents("drug/cas")?.mappings {
            if let Some(id) = self.ours(&mapping.subject).filter(|_| checks(&mapping.object)) {
                keys.add(&mapping.object, &id);
            }
        }
        for (id, record) in &self.records.live {
            for xref in record.xrefs.iter().filter(|xref| KEYS.iter().any(|key| xref.starts_with(key)) && checks(xref)) {
                keys.add(xref, id);
            }
        }
        for (left, right) in [("CHEBI", "DRUGBANK"), ("CHEBI", "MESH"), ("DRUGBANK", "MESH")] {
            self.batch(&format!("cas:{left}-{right}"), keys.pairs("CAS:", left, right));
        }
        self.batch("inchikey:DRUGBANK-DRUGCENTRAL", keys.pairs("INCHIKEY:", "DRUGBANK", "DRUGCENTRAL"));
        let structured: BTreeSet<String> =
            self.joins.joined.keys().map(|(_, right)| right.clone()).filter(|id| id.starts_with("DRUGCENTRAL:")).collect();
        for other in ["CHEBI", "DRUGBANK", "MESH"] {
            let mut pairs = keys.pairs("CAS:", "DRUGCENTRAL", other);
            pairs.retain(|(drug, _)| !structured.contains(drug));
            self.batch(&format!("cas:DRUGCENTRAL-{other}"), pairs);
        }
        Ok(())
    }

    /// A PubChem compound that one ChEBI and one MeSH record stand for, if they also share a name: PubChem gathers
    /// salts and mixtures under one compound.
    fn pubchem(&mut self) -> Result<(), RecipeError> {
        let mut keys = Keys::default();
        for mapping in self.recipe.contents("drug/pubchem")?.mappings {
            if let Some(id) = self.ours(&mapping.subject) {
                keys.add(&mapping.object, &id);
            }
        }
        let mut pairs = keys.pairs("PUBCHEM.COMPOUND:", "CHEBI", "MESH");
        pairs.retain(|(left, right)| self.records.share_a_name(left, right));
        self.batch("pubchem-cid", pairs);
        Ok(())
    }

    /// Equal preferred names, one record on each side, where nothing else has joined the two.
    fn names(&mut self) {
        let mut keys = Keys::default();
        for (id, record) in self.records.live.iter().filter(|(_, record)| !record.name.is_empty()) {
            keys.add(&record.name.to_lowercase(), id);
        }
        // RxNorm last: its records are the least, and it takes a place that a better join needs.
        let order = [
            ("CHEBI", "DRUGBANK"),
            ("UNII", "DRUGBANK"),
            ("DRUGBANK", "MESH"),
            ("UNII", "CHEBI"),
            ("CHEBI", "MESH"),
            ("UNII", "MESH"),
            ("RXNORM", "DRUGBANK"),
            ("RXNORM", "UNII"),
            ("RXNORM", "CHEBI"),
            ("RXNORM", "MESH"),
        ];
        for (left, right) in order {
            let mut pairs = keys.pairs("", left, right);
            pairs.retain(|(left, right)| !self.joins.same(left, right));
            self.batch(&format!("name-equal:{left}-{right}"), pairs);
        }
    }
}

fn is_mesh(curie: &str) -> bool {
    curie.starts_with("MESH:")
}

fn is_supplementary(curie: &str) -> bool {
    curie.starts_with("MESH:C")
}

/// Whether the last digit of a CAS number is what the others make of it; true of all that are none.
fn checks(curie: &str) -> bool {
    let Some((number, check)) = curie.strip_prefix("CAS:").and_then(|number| number.rsplit_once('-')) else { return true };
    let digits = number.bytes().rev().filter(u8::is_ascii_digit);
    let sum: usize = digits.zip(1..).map(|(digit, place)| usize::from(digit - b'0') * place).sum();
    check.parse() == Ok(sum % 10)
}

/// Which identifiers have a key (a number, a structure, a name).
#[derive(Default)]
struct Keys {
    holders: BTreeMap<String, BTreeSet<String>>,
}

impl Keys {
    fn add(&mut self, key: &str, id: &str) {
        self.holders.entry(key.to_owned()).or_default().insert(id.to_owned());
    }

    /// Pairs of a `left` and a `right` record that alone have a key in their vocabulary.
    fn pairs(&self, lead: &str, left: &str, right: &str) -> Pairs {
        let mut pairs = Vec::new();
        for ids in self.holders.iter().filter(|(key, _)| key.starts_with(lead)).map(|(_, ids)| ids) {
            let only = |prefix: &str| {
                let mut own = ids.iter().filter(|id| id.split(':').next() == Some(prefix));
                own.next().filter(|_| own.next().is_none())
            };
            if let (Some(left), Some(right)) = (only(left), only(right)) {
                pairs.push((left.clone(), right.clone()));
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, checks};

    #[test]
    fn a_wrong_check_digit_is_seen() {
        for (curie, expected) in [("CAS:7732-18-5", true), ("CAS:7732-18-6", false), ("CAS:50-00-0", true), ("INCHIKEY:A-B-C", true)] {
            assert_eq!(checks(curie), expected, "{curie}");
        }
    }

    #[test]
    fn a_key_that_two_records_of_a_vocabulary_have_joins_nothing() {
        let mut keys = Keys::default();
        for (key, id) in
            [("CAS:1", "CHEBI:1"), ("CAS:1", "MESH:C1"), ("CAS:2", "CHEBI:2"), ("CAS:2", "MESH:C2"), ("CAS:2", "MESH:C3"), ("x", "MESH:C1")]
        {
            keys.add(key, id);
        }
        assert_eq!(keys.pairs("CAS:", "CHEBI", "MESH"), [("CHEBI:1".to_owned(), "MESH:C1".to_owned())]);
    }
}
