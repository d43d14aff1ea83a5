//! Identifiers of drugs and chemicals: one spelling, and what each must look like.

/// The CURIE of `local` (with or without its prefix) if it looks like an identifier of `prefix`; else a sentence.
/// Prefixes without a form known here take anything that is not empty.
pub(super) fn curie(prefix: &str, local: &str) -> Result<String, String> {
    let local = local.trim();
    let bare = match local.split_once(':') {
        Some((before, after)) if before.eq_ignore_ascii_case(prefix) => after,
        _ => local,
    };
    if fits(prefix, bare) {
        Ok(format!("{prefix}:{bare}"))
    } else {
        Err(format!("\"{local}\" is no identifier of {prefix}; expected {}", form(prefix)))
    }
}

fn fits(prefix: &str, local: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let after = |lead: &str| local.strip_prefix(lead).is_some_and(digits);
    let capitals = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    match prefix {
        "CHEBI" | "RXNORM" | "PUBCHEM.COMPOUND" | "DRUGCENTRAL" => digits(local),
        "MESH" => after("D") || after("C") || after("Q"),
        // A salt of a drug has a number of its own.
        "DRUGBANK" => (after("DB") && local.len() == 7) || (after("DBSALT") && local.len() == 12),
        "CHEMBL" => after("CHEMBL"),
        "NCIT" => after("C"),
        "UNII" => local.len() == 10 && capitals(local),
        "CAS" => cas(local),
        "INCHIKEY" => local.len() == 27 && local.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'),
        "CVCL" => local.strip_prefix("CVCL_").is_some_and(|rest| rest.len() == 4 && capitals(rest)),
        _ => !local.is_empty(),
    }
}

fn form(prefix: &str) -> &'static str {
    match prefix {
        "CHEBI" | "RXNORM" | "PUBCHEM.COMPOUND" | "DRUGCENTRAL" => "a number",
        "MESH" => "D, C or Q and digits",
        "DRUGBANK" => "DB and five digits",
        "CHEMBL" => "CHEMBL and digits",
        "NCIT" => "C and digits",
        "UNII" => "ten capitals and digits",
        "CAS" => "2 to 7 digits, 2 digits and 1 digit",
        "INCHIKEY" => "14, 10 and 1 capitals",
        "CVCL" => "CVCL_ and four capitals or digits",
        _ => "something",
    }
}

/// Whether the number has the form `7732-18-5`.
fn cas(text: &str) -> bool {
    let [head, middle, check] = text.split('-').collect::<Vec<_>>()[..] else { return false };
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=7).contains(&head.len()) && middle.len() == 2 && check.len() == 1 && number(head) && number(middle) && number(check)
}

#[cfg(test)]
mod tests {
    use super::curie;

    #[test]
    fn identifiers_are_spelled_one_way_or_refused() {
        let cases = [
            ("CHEBI", "15377", Some("CHEBI:15377")),
            ("CHEBI", "CHEBI:15377", Some("CHEBI:15377")),
            ("CHEBI", "chebi:15377", Some("CHEBI:15377")),
            ("CHEBI", "C15377", None),
            ("MESH", "mesh:D014867", Some("MESH:D014867")),
            ("MESH", "M014867", None),
            ("DRUGBANK", "DB00945", Some("DRUGBANK:DB00945")),
            ("DRUGBANK", "DB945", None),
            ("DRUGBANK", "DBSALT000064", Some("DRUGBANK:DBSALT000064")),
            ("CAS", "7732-18-5", Some("CAS:7732-18-5")),
            ("CAS", "7732-18-X", None),
            ("CAS", "7732-185", None),
            ("UNII", "R16CO5Y76E", Some("UNII:R16CO5Y76E")),
            ("UNII", "R16CO5Y76", None),
            ("CVCL", "CVCL_0030", Some("CVCL:CVCL_0030")),
            ("UMLS", "", None),
            ("UMLS", "C0000001", Some("UMLS:C0000001")),
        ];
        for (prefix, local, expected) in cases {
            assert_eq!(curie(prefix, local).ok().as_deref(), expected, "{prefix} {local}");
        }
    }
}
