//! What annotated files call types and identifiers, and what we call them.

use std::collections::BTreeMap;

/// Types as files of others write them, in lower case, and ours.
const KNOWN: &[(&str, &str)] = &[
    ("cell", "cell_type"),
    ("cellline", "cell_line"),
    ("celltype", "cell_type"),
    ("chemical", "drug"),
    ("chemicalentity", "drug"),
    ("complex", "gene_family"),
    ("disease", "disease"),
    ("diseaseorphenotypicfeature", "disease"),
    ("dnamutation", "variant"),
    ("domainmotif", "domain"),
    ("familyname", "gene_family"),
    ("gene", "gene"),
    ("geneorgeneproduct", "gene"),
    ("mutation", "variant"),
    ("organismtaxon", "species"),
    ("proteinmutation", "variant"),
    ("sequencevariant", "variant"),
    ("snp", "variant"),
    ("species", "species"),
    ("variant", "variant"),
];

/// What types are called in what is measured: the names that were asked for, then those that are known, then the file's own.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    asked: BTreeMap<String, String>,
}

impl TypeNames {
    /// Calls the type `foreign` of any file `ours`.
    pub fn call(&mut self, foreign: &str, ours: &str) {
        self.asked.insert(foreign.to_owned(), ours.to_owned());
    }

    /// Our name of a file's type.
    ///
    /// ```
    /// use biospan::eval::annotated::TypeNames;
    /// let mut names = TypeNames::default();
    /// names.call("ADR", "disease");
    /// assert_eq!([names.ours("ADR"), names.ours("Chemical"), names.ours("organ")], ["disease", "drug", "organ"]);
    /// ```
    #[must_use]
    pub fn ours<'name>(&'name self, foreign: &'name str) -> &'name str {
        if let Some(asked) = self.asked.get(foreign) {
            return asked;
        }
        let lower = foreign.to_ascii_lowercase();
        KNOWN.iter().find(|(known, _)| *known == lower).map_or(foreign, |(_, ours)| ours)
    }
}

/// One spelling for each identifier: the prefix in capitals; accessions of Cellosaurus get theirs.
///
/// ```
/// use biospan::eval::annotated::curie;
/// assert_eq!([curie("mesh:D006073"), curie("CVCL_0030")], ["MESH:D006073", "CVCL:CVCL_0030"]);
/// ```
#[must_use]
pub fn curie(written: &str) -> String {
    let written = written.trim();
    if written.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("CVCL_")) {
        return format!("CVCL:{written}");
    }
    match written.split_once(':') {
        Some((prefix, rest)) => format!("{}:{rest}", prefix.to_uppercase()),
        None => written.to_owned(),
    }
}

/// The CURIEs in an identifier field of BioC or PubTator, which may hold several, bare numbers of the type's usual
/// namespace, or a sign for none.
pub(super) fn curies(entity_type: &str, written: &str) -> Vec<String> {
    if entity_type == "variant" {
        return variant(written).into_iter().collect();
    }
    let parts = written.split(['|', ',', ';', '+']).map(str::trim);
    parts.filter(|part| !matches!(*part, "" | "-" | "-1" | "None" | "NA")).map(|part| curie(&prefixed(entity_type, part))).collect()
}

/// An identifier with the prefix that its form or type implies.
pub(crate) fn prefixed(entity_type: &str, part: &str) -> String {
    // A gene may be followed by its organism: 7157(Tax:9606).
    let part = part.split('(').next().unwrap_or(part);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let prefix = match entity_type {
        "gene" | "gene_family" => "NCBIGene",
        "species" => "NCBITaxon",
        _ => "OMIM",
    };
    if digits(part) {
        return format!("{prefix}:{part}");
    }
    let mut letters = part.chars();
    if matches!(letters.next(), Some('C' | 'D')) && digits(letters.as_str()) { format!("MESH:{part}") } else { part.to_owned() }
}

/// A variant's dbSNP identifier, else its normal form as tmVar writes it.
fn variant(written: &str) -> Option<String> {
    let parts = || written.split(';').map(str::trim);
    let numbered = parts().find_map(|part| part.strip_prefix("RS#:").or_else(|| part.strip_prefix("rs")));
    match numbered.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(number) => Some(format!("DBSNP:rs{number}")),
        None => parts().next().filter(|part| !matches!(*part, "" | "-" | "-1")).map(curie),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifier_fields_become_curies() {
        let cases: [(&str, &str, &[&str]); 11] = [
            ("drug", "MESH:D006073", &["MESH:D006073"]),
            ("drug", "D006073", &["MESH:D006073"]),
            ("disease", "D001|C002", &["MESH:D001", "MESH:C002"]),
            ("disease", "OMIM:100100+219700", &["OMIM:100100", "OMIM:219700"]),
            ("disease", "-1", &[]),
            ("gene", "7157(Tax:9606);7158", &["NCBIGENE:7157", "NCBIGENE:7158"]),
            ("species", "9606, 10090", &["NCBITAXON:9606", "NCBITAXON:10090"]),
            ("cell_line", "CVCL_0030", &["CVCL:CVCL_0030"]),
            ("variant", "tmVar:p|SUB|V|600|E;HGVS:p.V600E;RS#:113488022", &["DBSNP:rs113488022"]),
            ("variant", "tmVar:p|SUB|V|600|E;HGVS:p.V600E", &["TMVAR:p|SUB|V|600|E"]),
            ("variant", "", &[]),
        ];
        for (entity_type, written, expected) in cases {
            assert_eq!(curies(entity_type, written), expected, "{entity_type} {written}");
        }
    }
}
