//! Which records of MeSH and the BRENDA Tissue Ontology are which cell types.

use std::collections::{BTreeMap, BTreeSet};

use super::decisions::Decisions;
use super::term::{Claims, Term, key};
use crate::import::{Entry, Mapping, Relation};
use crate::merge::Refused;

/// A record of another vocabulary and the cell type that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Join {
    pub(super) cell: String,
    pub(super) other: String,
    /// Why, in words for the report.
    pub(super) basis: &'static str,
}

/// What speaks for joins.
pub(super) struct Evidence<'e> {
    pub(super) terms: &'e BTreeMap<String, Term>,
    pub(super) claims: &'e Claims,
    pub(super) decisions: &'e Decisions,
    pub(super) refused: &'e Refused,
    exact: BTreeMap<String, BTreeSet<String>>,
    xrefs: BTreeMap<String, BTreeSet<String>>,
}

impl<'e> Evidence<'e> {
    /// `mappings` are curated matches, those that say *not* among them.
    pub(super) fn new(
        terms: &'e BTreeMap<String, Term>,
        claims: &'e Claims,
        decisions: &'e Decisions,
        refused: &'e Refused,
        mappings: &[Mapping],
    ) -> Self {
        let mut evidence = Evidence { terms, claims, decisions, refused, exact: BTreeMap::new(), xrefs: BTreeMap::new() };
        let pair = |mapping: &Mapping| {
            let (cell, other) =
                if mapping.subject.starts_with("CL:") { (&mapping.subject, &mapping.object) } else { (&mapping.object, &mapping.subject) };
            (cell.clone(), other.clone())
        };
        let wrong: BTreeSet<_> = mappings.iter().filter(|mapping| mapping.negated).map(pair).collect();
        let stated = mappings.iter().filter(|mapping| !mapping.negated && mapping.relation == Relation::Exact).map(pair);
        for (cell, other) in stated.filter(|pair| !wrong.contains(pair)) {
            if evidence.allows(&cell, &other) {
                evidence.exact.entry(other).or_default().insert(cell);
            }
        }
        for (cell, term) in terms.iter() {
            for other in &term.xrefs {
                if evidence.allows(cell, other) && !wrong.contains(&(cell.clone(), other.clone())) {
                    evidence.xrefs.entry(other.clone()).or_default().insert(cell.clone());
                }
            }
        }
        evidence
    }

    fn allows(&self, cell: &str, other: &str) -> bool {
        self.terms.get(cell).is_some_and(|term| !term.obsolete) && !self.refused.holds(cell, other)
    }

    /// The cell type that a record is, by the strongest evidence: our own decision, a curated match, a reference of the
    /// Cell Ontology that a shared name bears out, and, if `by_name`, names that one cell type alone has.
    pub(super) fn join(&self, record: &Entry, by_name: bool) -> Option<Join> {
        let join = |cell: &str, basis| Some(Join { cell: cell.to_owned(), other: record.id.clone(), basis });
        if let Some(cell) = self.decisions.joins.get(&record.id) {
            return join(cell, "decided by hand");
        }
        if let Some(cell) = self.exact.get(&record.id).and_then(single) {
            return join(cell, "curated exact match");
        }
        let names: Vec<String> =
            std::iter::once(&record.name).chain(record.synonyms.iter().map(|synonym| &synonym.text)).map(|text| key(text)).collect();
        if let Some(cells) = self.xrefs.get(&record.id) {
            return match single(cells) {
                Some(cell) if names.iter().any(|name| self.claims.has(cell, name)) => join(cell, "reference of CL and a shared name"),
                Some(_) => None,
                None => join(self.one_by_preferred_name(cells, &names)?, "one of several references of CL, by preferred name"),
            };
        }
        if !by_name {
            return None;
        }
        let preferred = names.first()?;
        if let Some(cell) = self.claims.only_exact(preferred) {
            return join(cell, "preferred name equals one CL name").filter(|join| self.allows(&join.cell, &join.other));
        }
        if let Some(cell) = self.claims.only_preferred(preferred).or_else(|| self.claims.only_preferred(&format!("{preferred} cell"))) {
            return join(cell, "preferred name equals one CL preferred name, the word cell apart")
                .filter(|join| self.allows(&join.cell, &join.other));
        }
        let cells: BTreeSet<String> = names.iter().flat_map(|name| self.claims.exact(name)).map(str::to_owned).collect();
        join(single(&cells)?, "entry terms equal names of one CL term").filter(|join| self.allows(&join.cell, &join.other))
    }

    /// Of several cell types that state one record: the one with its preferred name, else the one whose preferred name is
    /// among its names.
    fn one_by_preferred_name<'c>(&self, cells: &'c BTreeSet<String>, names: &[String]) -> Option<&'c str> {
        let named = |names: &[String]| -> BTreeSet<&'c str> {
            let own = |cell: &&String| self.terms.get(*cell).is_some_and(|term| names.contains(&key(&term.name)));
            cells.iter().filter(own).map(String::as_str).collect()
        };
        [names.get(..1).unwrap_or_default(), names].into_iter().find_map(|names| {
            let named = named(names);
            let mut named = named.into_iter();
            named.next().filter(|_| named.next().is_none())
        })
    }
}

/// Two records of one source are two things: of several that one cell type would be, the best attested is kept, else the
/// one with the cell type's preferred name.
pub(super) fn one_for_each_cell<'r>(joined: Vec<(Join, &'r Entry)>, terms: &BTreeMap<String, Term>) -> Vec<(Join, &'r Entry)> {
    let rank = |(join, record): &(Join, &Entry)| {
        let bases = ["decided by hand", "curated exact match"];
        let basis = bases.iter().position(|basis| *basis == join.basis).unwrap_or(bases.len());
        let named = terms.get(&join.cell).is_some_and(|term| key(&term.name) == key(&record.name));
        (basis, !named, record.id.clone())
    };
    let mut best: BTreeMap<String, (usize, bool, String)> = BTreeMap::new();
    for one in &joined {
        let place = best.entry(one.0.cell.clone()).or_insert_with(|| rank(one));
        *place = rank(one).min(place.clone());
    }
    joined.into_iter().filter(|(join, record)| best.get(&join.cell).is_some_and(|best| best.2 == record.id)).collect()
}

fn single(cells: &BTreeSet<String>) -> Option<&String> {
    let mut cells = cells.iter();
    cells.next().filter(|_| cells.next().is_none())
}

#[cfg(test)]
mod tests {
    use biospan_lexicon::table::Scope;

    use super::*;
    use crate::import::Synonym;

    fn terms() -> BTreeMap<String, Term> {
        type Row = (&'static str, &'static [(&'static str, Scope)], &'static [&'static str]);
        let rows: [Row; 7] = [
            ("CL:0000676", &[("cap cell", Scope::Preferred)], &["BTO:0001033"]),
            ("CL:0000187", &[("muscle cell", Scope::Preferred)], &["BTO:0000902"]),
            ("CL:0000917", &[("Tc1 cell", Scope::Preferred)], &["BTO:0004888"]),
            ("CL:0000084", &[("T cell", Scope::Preferred), ("T lymphocyte", Scope::Exact)], &["BTO:0000782"]),
            ("CL:0000669", &[("pericyte", Scope::Preferred)], &["BTO:0002441"]),
            (
                "CL:0002503",
                &[("adventitial cell", Scope::Preferred), ("pericytes", Scope::Related), ("mural cell", Scope::Related)],
                &["BTO:0002441"],
            ),
            ("CL:0000186", &[("myofibroblast cell", Scope::Preferred)], &[]),
        ];
        let term = |names: &[(&str, Scope)], xrefs: &[&str]| {
            let mut term = Term { name: names[0].0.to_owned(), ..Term::default() };
            names.iter().for_each(|(text, scope)| term.add(text, *scope, "CL"));
            term.xrefs.extend(xrefs.iter().map(|xref| (*xref).to_owned()));
            term
        };
        rows.into_iter().map(|(id, names, xrefs)| (id.to_owned(), term(names, xrefs))).collect()
    }

    fn record(id: &str, names: &[&str]) -> Entry {
        let synonym = |text: &&str| Synonym { text: (*text).to_owned(), scope: Scope::Related, field: String::new() };
        Entry { id: id.to_owned(), name: names[0].to_owned(), synonyms: names[1..].iter().map(synonym).collect(), ..Entry::default() }
    }

    fn mapping(negated: bool) -> Mapping {
        Mapping {
            subject: "BTO:0000001".to_owned(),
            subject_label: String::new(),
            relation: Relation::Exact,
            negated,
            object: "CL:0000084".to_owned(),
            object_label: String::new(),
            justification: String::new(),
            line: 1,
        }
    }

    #[test]
    fn records_are_joined_by_evidence_only() {
        let (terms, decisions) = (terms(), Decisions::new("h\nCL:0000084\tMESH:D1\tx\n", ""));
        let refused = Refused::parse("left\tright\treason\nCL:0000084\tMESH:D2\tx\n").expect("it is well formed");
        let claims = Claims::new(&terms);
        let evidence = Evidence::new(&terms, &claims, &decisions, &refused, &[mapping(false)]);
        for (id, names, by_name, expected) in [
            ("BTO:0001033", vec!["prostate cancer cell line"], false, None),
            ("BTO:0000902", vec!["plant vessel", "tracheid"], false, None),
            ("BTO:0004888", vec!["TC-1 cell"], false, None),
            ("BTO:0000782", vec!["T-lymphocyte"], false, Some("CL:0000084")),
            ("BTO:0002441", vec!["pericyte", "adventitial cell"], false, Some("CL:0000669")),
            ("BTO:0000001", vec!["whatever"], false, Some("CL:0000084")),
            ("BTO:0000009", vec!["T cell"], false, None),
            ("MESH:D1", vec!["Something Else"], true, Some("CL:0000084")),
            ("MESH:D2", vec!["T Cells"], true, None),
            ("MESH:D3", vec!["T-Lymphocytes"], true, Some("CL:0000084")),
            ("MESH:D4", vec!["Myofibroblasts"], true, Some("CL:0000186")),
            ("MESH:D5", vec!["Other", "Cap Cells"], true, Some("CL:0000676")),
            ("MESH:D6", vec!["Other", "Cap Cells", "T Cells"], true, None),
            ("MESH:D7", vec!["Unknown"], true, None),
            // A related name proves nothing.
            ("MESH:D8", vec!["Other", "Mural Cells"], true, None),
        ] {
            let found = evidence.join(&record(id, &names), by_name).map(|join| join.cell);
            assert_eq!(found.as_deref(), expected, "{id} {names:?}");
        }
    }

    #[test]
    fn two_preferred_names_of_one_source_are_not_one_cell() {
        let terms = terms();
        let join = |id: &str, basis| Join { cell: "CL:0000084".to_owned(), other: id.to_owned(), basis };
        let (first, named) = (record("BTO:1", &["null cell"]), record("BTO:2", &["T-cells"]));
        for (basis, expected) in [("reference of CL and a shared name", "BTO:2"), ("curated exact match", "BTO:1")] {
            let joined = vec![(join("BTO:1", basis), &first), (join("BTO:2", "reference of CL and a shared name"), &named)];
            let kept: Vec<String> = one_for_each_cell(joined, &terms).into_iter().map(|(join, _)| join.other).collect();
            assert_eq!(kept, [expected]);
        }
    }

    #[test]
    fn what_curators_call_wrong_is_not_joined() {
        let (terms, decisions, refused) = (terms(), Decisions::new("", ""), Refused::default());
        let claims = Claims::new(&terms);
        let evidence = Evidence::new(&terms, &claims, &decisions, &refused, &[mapping(false), mapping(true)]);
        assert_eq!(evidence.join(&record("BTO:0000001", &["T cell"]), false), None);
    }
}
