//! One spelling for every identifier: sources write `MIM:`, `NCBI_GeneID:`, `HGNC:HGNC:5`, or a whole address.
//!
//! Our spellings and the patterns of local identifiers are `dictionaries/prefixes.tsv`; how others write them is
//! `dictionaries/prefix-spellings.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

const PREFIXES: &str = include_str!("../../../dictionaries/prefixes.tsv");
const SPELLINGS: &str = include_str!("../../../dictionaries/prefix-spellings.tsv");
/// OBO ontologies write `UBERON:0000955` as this and `UBERON_0000955`.
const OBO_ADDRESS: &str = "purl.obolibrary.org/obo/";

static LEADS: LazyLock<Leads> = LazyLock::new(Leads::new);
static PATTERNS: LazyLock<HashMap<&str, Regex>> = LazyLock::new(|| {
    // A pattern that does not compile is caught by a test; a prefix without one accepts nothing.
    rows(PREFIXES).filter_map(|columns| Some((columns[0], Regex::new(columns.get(1)?).ok()?))).collect()
});

static PAGES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| rows(PREFIXES).filter_map(|columns| Some((columns[0], *columns.get(2)?))).collect());

/// What identifiers begin with, in lower case, and whose they are.
struct Leads {
    prefixes: HashMap<String, &'static str>,
    /// Lengths of the leads in bytes, the longest first.
    lengths: Vec<usize>,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

impl Leads {
    fn new() -> Leads {
        let mut prefixes = HashMap::new();
        for columns in rows(PREFIXES) {
            let [prefix, _, address, ..] = columns[..] else { continue };
            prefixes.insert(format!("{}:", prefix.to_lowercase()), prefix);
            if let Some((before, "")) = address.split_once("$1") {
                prefixes.insert(without_scheme(&before.to_lowercase()).to_owned(), prefix);
                let end = before.rsplit('/').next().unwrap_or_default();
                if end.ends_with('_') {
                    prefixes.insert(end.to_lowercase(), prefix);
                }
            }
        }
        for columns in rows(SPELLINGS) {
            let [spelling, prefix] = columns[..] else { continue };
            let lead = spelling.to_lowercase();
            let lead = if lead.contains([':', '/']) { without_scheme(&lead).to_owned() } else { format!("{lead}:") };
            prefixes.insert(lead, prefix);
        }
        let mut lengths: Vec<usize> = prefixes.keys().map(String::len).collect();
        lengths.sort_unstable_by(|left, right| right.cmp(left));
        lengths.dedup();
        Leads { prefixes, lengths }
    }

    /// Our prefix and the rest of `text`, by the longest lead.
    fn split<'t>(&self, text: &'t str) -> Option<(&'static str, &'t str)> {
        let longest = self.lengths.first().copied().unwrap_or(0);
        let end = (0..=longest.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let lower = text[..end].to_ascii_lowercase();
        self.lengths.iter().find_map(|&length| Some((*self.prefixes.get(lower.get(..length)?)?, text.get(length..)?)))
    }
}

fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}

/// `text` (a CURIE in any spelling, or an address) as a CURIE in our spelling of its prefix. An identifier whose prefix
/// is not known stays as it is, without blanks around it.
///
/// ```
/// use biospan_terminology::curie::curie;
///
/// assert_eq!(curie("MIM:191170"), "OMIM:191170");
/// assert_eq!(curie("http://purl.obolibrary.org/obo/MONDO_0004992"), "MONDO:0004992");
/// assert_eq!(curie("HGNC:HGNC:5"), "HGNC:5");
/// assert_eq!(curie("Wikipedia:Neuron"), "Wikipedia:Neuron");
/// ```
#[must_use]
pub fn curie(text: &str) -> String {
    let text = text.trim();
    let bare = without_scheme(text);
    let Some((mut prefix, mut local)) = LEADS.split(bare) else {
        let obo = bare.strip_prefix(OBO_ADDRESS).and_then(|rest| rest.rsplit_once('_'));
        return obo.map_or_else(|| text.to_owned(), |(prefix, local)| format!("{prefix}:{local}"));
    };
    // `HGNC:HGNC:5`, `ORDO:Orphanet_98`, `OMIM:OMIM:PS1`: what follows the prefix is a whole identifier again.
    while let Some((inner, rest)) = LEADS.split(local).filter(|_| !matches(prefix, local)) {
        (prefix, local) = (inner, rest);
    }
    format!("{prefix}:{local}")
}

/// `local` as a CURIE of `prefix` (ours), for columns of bare identifiers; a column that has its prefix is taken too.
#[must_use]
pub fn curie_of(prefix: &str, local: &str) -> String {
    let local = local.trim();
    match LEADS.split(local) {
        Some((own, _)) if own == prefix && !matches(prefix, local) => curie(local),
        _ => format!("{prefix}:{local}"),
    }
}

/// Whether `curie` has a prefix of ours and a local identifier of the form that this prefix asks for.
#[must_use]
pub fn fits(curie: &str) -> bool {
    curie.split_once(':').is_some_and(|(prefix, local)| matches(prefix, local))
}

/// Where a reader finds the record of a CURIE in our spelling; `None` for a prefix that we know no page for.
///
/// ```
/// use biospan_terminology::curie::page;
///
/// assert_eq!(page("NCBIGene:7124").as_deref(), Some("https://www.ncbi.nlm.nih.gov/gene/7124"));
/// assert_eq!(page("LAB:1"), None);
/// ```
#[must_use]
pub fn page(curie: &str) -> Option<String> {
    let (prefix, local) = curie.split_once(':')?;
    PAGES.get(prefix).filter(|page| page.contains("$1")).map(|page| page.replace("$1", local))
}

/// The pattern of the local identifiers of a prefix in our spelling; `None` for a prefix that is not ours.
#[must_use]
pub fn pattern(prefix: &str) -> Option<&'static str> {
    PATTERNS.get(prefix).map(Regex::as_str)
}

fn matches(prefix: &str, local: &str) -> bool {
    PATTERNS.get(prefix).is_some_and(|pattern| pattern.is_match(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_becomes_ours() {
        let cases = [
            ("MESH:D008545", "MESH:D008545"),
            ("MSH:D008545", "MESH:D008545"),
            ("mesh:C000612281", "MESH:C000612281"),
            ("MIM:191170", "OMIM:191170"),
            ("OMIM:PS100070", "OMIMPS:100070"),
            ("OMIMPS:100070", "OMIMPS:100070"),
            ("MIM:PS100070", "OMIMPS:100070"),
            ("https://omim.org/phenotypicSeries/PS100070", "OMIMPS:100070"),
            ("https://omim.org/entry/191170", "OMIM:191170"),
            ("Orphanet:98", "ORPHA:98"),
            ("ORDO:Orphanet_98", "ORPHA:98"),
            ("http://www.orpha.net/ORDO/Orphanet_98", "ORPHA:98"),
            ("UMLS_CUI:C0025202", "UMLS:C0025202"),
            ("NCI:C3224", "NCIT:C3224"),
            ("NCIT_C3224", "NCIT:C3224"),
            ("SNOMEDCT_US:2092003", "SCTID:2092003"),
            ("HGNC:HGNC:5", "HGNC:5"),
            ("hgnc:5", "HGNC:5"),
            ("hgnc.genegroup:594", "HGNC_GROUP:594"),
            ("MGI:MGI:87854", "MGI:87854"),
            ("CHEBI:CHEBI:15365", "CHEBI:15365"),
            ("chembl.compound:CHEMBL25", "CHEMBL:CHEMBL25"),
            ("NCBI_GeneID:7157", "NCBIGene:7157"),
            ("GeneID:7157", "NCBIGene:7157"),
            ("UniProtKB:P04637", "UNIPROT:P04637"),
            ("UP:P04637", "UNIPROT:P04637"),
            ("CVCL:CVCL_0030", "CVCL:CVCL_0030"),
            ("http://purl.obolibrary.org/obo/CL_0000084", "CL:0000084"),
            ("http://purl.obolibrary.org/obo/UBERON_0000955", "UBERON:0000955"),
            ("http://www.ebi.ac.uk/efo/EFO_0000400", "EFO:0000400"),
            ("CL_0000084", "CL:0000084"),
            (" EFO:0000400 ", "EFO:0000400"),
            ("Wikipedia:Neuron", "Wikipedia:Neuron"),
            ("not an identifier", "not an identifier"),
            ("", ""),
            ("MESH:", "MESH:"),
            ("HGNC:βHGNC", "HGNC:βHGNC"),
        ];
        for (text, expected) in cases {
            assert_eq!(curie(text), expected, "{text}");
            assert_eq!(curie(expected), expected, "{expected} again");
        }
    }

    #[test]
    fn a_column_may_hold_bare_identifiers_or_whole_ones() {
        let cases = [
            ("HGNC", "5", "HGNC:5"),
            ("HGNC", "HGNC:5", "HGNC:5"),
            ("MGI", "MGI:87854", "MGI:87854"),
            ("ENSEMBL", " ENSG00000121410", "ENSEMBL:ENSG00000121410"),
            ("ComplexPortal", "CPX-1", "ComplexPortal:CPX-1"),
            ("CHEMBL", "CHEMBL25", "CHEMBL:CHEMBL25"),
            ("CVCL", "CVCL_0030", "CVCL:CVCL_0030"),
            ("GO", "GO:0000145", "GO:0000145"),
            ("RGD", "2003", "RGD:2003"),
        ];
        for (prefix, local, expected) in cases {
            assert_eq!(curie_of(prefix, local), expected, "{prefix} {local}");
        }
    }

    #[test]
    fn an_identifier_fits_only_the_pattern_of_its_prefix() {
        let cases =
            [("HGNC:5", true), ("HGNC:A5", false), ("MESH:D008545", true), ("UNIPROT:", false), ("Wikipedia:Neuron", false), ("5", false)];
        for (curie, expected) in cases {
            assert_eq!(fits(curie), expected, "{curie}");
        }
    }

    #[test]
    fn every_pattern_compiles_and_every_spelling_has_one_prefix() {
        assert_eq!(PATTERNS.len(), rows(PREFIXES).count());
        let mut seen = HashMap::new();
        for columns in rows(SPELLINGS) {
            assert_eq!(columns.len(), 2, "{columns:?}");
            assert_eq!(seen.insert(columns[0].to_lowercase(), columns[1]), None, "{columns:?} stands twice");
        }
    }
}
