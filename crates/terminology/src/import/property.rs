//! Names of properties and of kinds of synonyms, which OBO writes as IRIs, CURIEs or bare words.

use super::curie;

/// The name of a property or of a kind of synonym: a CURIE where its IRI is an OBO one, else what follows `#`.
pub(super) fn property(text: &str) -> String {
    match text.rsplit_once('#') {
        Some((_, name)) => name.to_owned(),
        None => curie(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_named_by_its_last_part() {
        for (text, expected) in [
            ("http://purl.obolibrary.org/obo/OMO_0003012", "OMO:0003012"),
            ("http://purl.obolibrary.org/obo/mondo#ABBREVIATION", "ABBREVIATION"),
            ("http://www.geneontology.org/formats/oboInOwl#consider", "consider"),
            ("layperson", "layperson"),
        ] {
            assert_eq!(property(text), expected);
        }
    }
}
