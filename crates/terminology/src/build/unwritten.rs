//! Forms of names that no paper writes.

use biospan_lexicon::table::{ConceptRow, Scope};

/// The rule by which a name that no paper writes is left out.
pub fn unwritten(text: &str, scope: Scope, row: Option<&ConceptRow<'_>>) -> Option<&'static str> {
    let row = row?;
    match row.entity_type.as_ref() {
        "gene" if is_placeholder(text) => Some("placeholder and clone names of genes"),
        "gene" if scope == Scope::Related && row.taxon != "NCBITaxon:9606" => Some("protein designations of mouse and rat genes"),
        "cell_line" if !text.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) => {
            Some("names of cell lines in small letters without a number")
        }
        "drug" if is_systematic(text) && !row.id.starts_with("DRUGBANK:") => Some("systematic chemical names"),
        "drug" if is_screening_code(text) => Some("screening codes"),
        _ => None,
    }
}

/// `LOC124902599`, `RGD1308620`, `Gm2903`, `1810033J14Rik`, `RP11-345J4.5`, `AC135826.1`, `dJ831C21.1`, `FLJ22662`,
/// `MGC27091`, `DKFZP762N2316`.
fn is_placeholder(text: &str) -> bool {
    let digits_after = |prefix: &str, least: usize| {
        text.strip_prefix(prefix).is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= least)
    };
    let clone = |prefix: &str| text.strip_prefix(prefix).is_some_and(|rest| rest.contains('-') || rest.contains('.'));
    text.ends_with("Rik")
        || ["LOC", "RGD", "FLJ", "MGC", "MGC:", "AC", "AL", "AP", "PRO", "HSPC", "Gm", "BC", "AW", "AI", "AU"]
            .iter()
            .any(|prefix| digits_after(prefix, if prefix.len() == 2 && *prefix != "Gm" { 5 } else { 3 }))
        || text.to_ascii_uppercase().starts_with("DKFZ")
        || ["RP1", "RP3", "RP4", "RP5", "RP6", "RP11", "CTA", "CTB", "CTC", "CTD", "XXbac", "dJ", "bA"]
            .iter()
            .any(|prefix| clone(prefix) && text.bytes().filter(u8::is_ascii_digit).count() > 4)
}

/// Three locants or more in a long name: `2-(5-bromo-2-pyridylazo)-5-diethylaminophenol`.
fn is_systematic(text: &str) -> bool {
    let locants = text.split(|mark: char| !mark.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    text.len() > 22 && locants >= 3
}

/// `LSM-13325`, `ZINC000004`, `BDBM50`.
fn is_screening_code(text: &str) -> bool {
    ["LSM-", "ZINC0", "BDBM", "NSC-", "NSC "]
        .iter()
        .any(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())))
}
