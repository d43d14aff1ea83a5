//! Pairs of identifiers that stand for one concept.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;

/// Pairs of CURIEs of one concept, sorted, each once: from its own identifier to each cross reference or, where `from` is
/// given, from every identifier with this prefix to every other (with the prefix `to`, if given). The case of letters in
/// prefixes does not matter.
#[must_use]
pub fn xrefs(catalogue: &Catalogue<'_>, from: Option<&str>, to: Option<&str>) -> BTreeSet<(String, String)> {
    let fits = |curie: &str, wanted: Option<&str>| {
        wanted.is_none_or(|wanted| curie.split_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(wanted)))
    };
    let mut pairs = BTreeSet::new();
    for record in catalogue.concepts().filter_map(|index| catalogue.image.concept(index)) {
        let details = catalogue.image.details(record);
        let mut curies = vec![catalogue.curie(record.prefix, &details.local_id)];
        curies.extend(details.xrefs.iter().map(|(prefix, local_id)| catalogue.curie(*prefix, local_id)));
        let starts = if from.is_some() { curies.as_slice() } else { &curies[..1] };
        for start in starts.iter().filter(|curie| fits(curie, from)) {
            let ends = curies.iter().filter(|curie| *curie != start && fits(curie, to));
            pairs.extend(ends.map(|end| (start.clone(), end.clone())));
        }
    }
    pairs
}
