//! Identifiers as sources write them (IRIs, other spellings of a prefix) to CURIEs in our spelling.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The beginnings of IRIs that do not follow the OBO pattern (`http://purl.obolibrary.org/obo/MONDO_0000001`), with
/// the prefix that they stand for; the local identifier follows.
const BASES: &[(&str, &str)] = &[
    ("http://identifiers.org/mesh/", "MESH"),
    ("http://identifiers.org/hgnc/", "HGNC"),
    ("http://identifiers.org/ncbigene/", "NCBIGene"),
    ("http://identifiers.org/snomedct/", "SNOMEDCT"),
    ("http://id.nlm.nih.gov/mesh/", "MESH"),
    ("http://linkedlifedata.com/resource/umls/id/", "UMLS"),
    ("http://www.ebi.ac.uk/efo/EFO_", "EFO"),
    ("http://www.orpha.net/ORDO/Orphanet_", "ORPHA"),
    ("https://meshb.nlm.nih.gov/record/ui?ui=", "MESH"),
    ("https://omim.org/MIM:PS", "OMIMPS"),
    ("https://omim.org/entry/", "OMIM"),
    ("https://omim.org/phenotypicSeries/PS", "OMIMPS"),
];

/// Prefixes that sources write otherwise than we do, in small letters.
const OTHER_SPELLINGS: &[(&str, &str)] = &[
    ("mim", "OMIM"),
    ("msh", "MESH"),
    ("nci", "NCIT"),
    ("ordo", "ORPHA"),
    ("orphanet", "ORPHA"),
    ("umls_cui", "UMLS"),
    ("sctid", "SNOMEDCT"),
    ("snomedct_us", "SNOMEDCT"),
    ("ncbi_geneid", "NCBIGene"),
    ("geneid", "NCBIGene"),
];

/// Every spelling in small letters to ours.
static PREFIXES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let ours = include_str!("../../../dictionaries/prefixes.tsv").lines().skip(1).filter_map(|line| line.split('\t').next());
    let ours = ours.map(|prefix| (prefix.to_ascii_lowercase(), prefix));
    ours.chain(OTHER_SPELLINGS.iter().map(|&(other, prefix)| (other.to_owned(), prefix))).collect()
});

/// An identifier or IRI as a CURIE in our spelling. What is neither stays as it is.
pub(super) fn curie(text: &str) -> String {
    let text = text.trim();
    if let Some(local) = text.strip_prefix("http://purl.obolibrary.org/obo/")
        && !local.contains('#')
        && let Some((prefix, local)) = local.split_once('_')
    {
        return join(prefix, local);
    }
    if let Some((base, prefix)) = BASES.iter().find(|(base, _)| text.starts_with(base)) {
        return join(prefix, &text[base.len()..]);
    }
    match text.split_once(':') {
        Some((prefix, local)) if !local.starts_with("//") => join(prefix, local),
        _ => text.to_owned(),
    }
}

/// Whether the prefix of a CURIE is one that we know.
pub(super) fn is_known(curie: &str) -> bool {
    curie.split_once(':').is_some_and(|(prefix, _)| PREFIXES.contains_key(&prefix.to_ascii_lowercase()))
}

/// The name of a property or of a kind of synonym: a CURIE where its IRI is an OBO one, else what follows `#`.
pub(super) fn property(text: &str) -> String {
    match text.rsplit_once('#') {
        Some((_, name)) => name.to_owned(),
        None => curie(text),
    }
}

fn join(prefix: &str, local: &str) -> String {
    let ours = PREFIXES.get(&prefix.to_ascii_lowercase()).copied().unwrap_or(prefix);
    // `OMIM:PS231200` is the phenotypic series 231200; `HGNC:HGNC:5` and `MGI:MGI:5` repeat their prefix.
    match (ours, local) {
        ("OMIM", local) if local.starts_with("PS") => format!("OMIMPS:{}", &local[2..]),
        ("OMIMPS", local) => format!("OMIMPS:{}", local.strip_prefix("PS").unwrap_or(local)),
        (ours, local) => {
            let repeated = local.strip_prefix(ours).and_then(|rest| rest.strip_prefix(':'));
            format!("{ours}:{}", repeated.unwrap_or(local))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_identifier_is_one_curie() {
        for (text, expected) in [
            ("MONDO:0000001", "MONDO:0000001"),
            ("mondo:0000001", "MONDO:0000001"),
            ("http://purl.obolibrary.org/obo/MONDO_0000001", "MONDO:0000001"),
            ("http://purl.obolibrary.org/obo/NCIT_C2991", "NCIT:C2991"),
            ("http://purl.obolibrary.org/obo/NCBITaxon_9606", "NCBITaxon:9606"),
            ("NCI:C2991", "NCIT:C2991"),
            ("MSH:D004194", "MESH:D004194"),
            ("http://identifiers.org/mesh/D004194", "MESH:D004194"),
            ("UMLS_CUI:C0012634", "UMLS:C0012634"),
            ("MIM:PS231200", "OMIMPS:231200"),
            ("OMIMPS:PS231200", "OMIMPS:231200"),
            ("https://omim.org/phenotypicSeries/PS231200", "OMIMPS:231200"),
            ("https://omim.org/entry/231200", "OMIM:231200"),
            ("ORDO:68", "ORPHA:68"),
            ("http://www.orpha.net/ORDO/Orphanet_68", "ORPHA:68"),
            ("HGNC:HGNC:5", "HGNC:5"),
            ("http://example.org/x", "http://example.org/x"),
            ("GARD:5659", "GARD:5659"),
            ("no prefix", "no prefix"),
        ] {
            assert_eq!(curie(text), expected, "{text}");
        }
    }

    #[test]
    fn a_property_is_named_by_its_last_part() {
        assert_eq!(property("http://purl.obolibrary.org/obo/OMO_0003012"), "OMO:0003012");
        assert_eq!(property("http://purl.obolibrary.org/obo/mondo#ABBREVIATION"), "ABBREVIATION");
        assert_eq!(property("http://www.geneontology.org/formats/oboInOwl#consider"), "consider");
    }
}
