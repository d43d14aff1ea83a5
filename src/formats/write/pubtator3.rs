//! Types and identifiers as PubTator 3 has them.

use crate::record::Concept;

/// Our type, PubTator's, the database that it names, and the namespaces that its identifiers are from, with what stands before
/// the number there.
struct Kind(&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const GENE: &[(&str, &str)] = &[("NCBIGene", "")];
const MESH: &[(&str, &str)] = &[("MESH", "MESH:"), ("OMIM", "OMIM:")];

const KINDS: &[Kind] = &[
    Kind("gene", "Gene", "ncbi_gene", GENE),
    Kind("gene_family", "Gene", "ncbi_gene", GENE),
    Kind("complex", "Gene", "ncbi_gene", GENE),
    Kind("drug", "Chemical", "ncbi_mesh", MESH),
    Kind("disease", "Disease", "ncbi_mesh", MESH),
    Kind("species", "Species", "ncbi_taxonomy", &[("NCBITaxon", "")]),
    Kind("cell_line", "CellLine", "cellosaurus", &[("CVCL", ""), ("Cellosaurus", "")]),
    Kind("cell_type", "CellType", "", &[("MESH", "MESH:"), ("CL", "CL:")]),
    Kind("variant", "Variant", "litvar", &[("DBSNP", "")]),
];

fn kind(entity_type: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.0 == entity_type)
}

/// PubTator's name of a type; the type itself where it has none.
pub(super) fn entity_type(ours: &str) -> &str {
    kind(ours).map_or(ours, |kind| kind.1)
}

/// The database that PubTator names with a type.
pub(super) fn database(ours: &str) -> &'static str {
    kind(ours).map_or("", |kind| kind.2)
}

/// The identifiers of a concept in PubTator's namespaces; its own where it has none there.
pub(super) fn identifiers(concept: &Concept) -> Vec<String> {
    let namespaces = kind(&concept.entity_type).map_or(&[][..], |kind| kind.3);
    let of = |curie: &str, (namespace, before): &(&str, &str)| {
        let (prefix, local) = curie.split_once(':')?;
        prefix.eq_ignore_ascii_case(namespace).then(|| format!("{before}{local}"))
    };
    let within = |curie: &str| namespaces.iter().find_map(|namespace| of(curie, namespace));
    let own: Vec<String> = concept.ids().filter_map(within).collect();
    if !own.is_empty() {
        return own;
    }
    let other = namespaces.iter().find_map(|namespace| concept.xrefs.iter().find_map(|xref| of(xref, namespace)));
    other.map_or_else(|| concept.ids().map(str::to_owned).collect(), |other| vec![other])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_the_namespaces_of_the_type() {
        let cases: [(&str, &str, &[&str], &[&str]); 6] = [
            ("gene", "HGNC:583", &["ENSEMBL:ENSG1", "NCBIGene:324"], &["324"]),
            ("disease", "MONDO:1", &["OMIM:2", "MESH:D3"], &["MESH:D3"]),
            ("drug", "CHEBI:1", &["DRUGBANK:DB1"], &["CHEBI:1"]),
            ("species", "NCBITaxon:9606", &[], &["9606"]),
            ("organ", "UBERON:1", &[], &["UBERON:1"]),
            ("gene", "", &[], &[]),
        ];
        for (entity_type, id, xrefs, expected) in cases {
            let xrefs = xrefs.iter().map(|&xref| xref.to_owned()).collect();
            let concept = Concept { entity_type: entity_type.into(), id: id.into(), xrefs, ..Concept::default() };
            assert_eq!(identifiers(&concept), expected, "{entity_type} {id}");
        }
    }
}
