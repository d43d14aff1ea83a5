//! Amino acids and bases as papers write them, and the one letter that stands for each here.

/// Letter, code of three letters, name. `*` is a stop codon.
const RESIDUES: &[(u8, &str, &str)] = &[
    (b'A', "Ala", "alanine"),
    (b'R', "Arg", "arginine"),
    (b'N', "Asn", "asparagine"),
    (b'D', "Asp", "aspartate"),
    (b'C', "Cys", "cysteine"),
    (b'Q', "Gln", "glutamine"),
    (b'E', "Glu", "glutamate"),
    (b'G', "Gly", "glycine"),
    (b'H', "His", "histidine"),
    (b'I', "Ile", "isoleucine"),
    (b'L', "Leu", "leucine"),
    (b'K', "Lys", "lysine"),
    (b'M', "Met", "methionine"),
    (b'F', "Phe", "phenylalanine"),
    (b'P', "Pro", "proline"),
    (b'S', "Ser", "serine"),
    (b'T', "Thr", "threonine"),
    (b'W', "Trp", "tryptophan"),
    (b'Y', "Tyr", "tyrosine"),
    (b'V', "Val", "valine"),
    (b'U', "Sec", "selenocysteine"),
    (b'*', "Ter", "termination"),
    (b'D', "Asp", "aspartic acid"),
    (b'E', "Glu", "glutamic acid"),
];

/// Letter and name of the bases.
const BASES: &[(u8, &str)] = &[
    (b'A', "adenine"),
    (b'A', "adenosine"),
    (b'C', "cytosine"),
    (b'C', "cytidine"),
    (b'G', "guanine"),
    (b'G', "guanosine"),
    (b'T', "thymine"),
    (b'T', "thymidine"),
    (b'U', "uracil"),
];

/// The code of three letters.
#[must_use]
pub fn code(letter: u8) -> &'static str {
    RESIDUES.iter().find(|residue| residue.0 == letter).map_or("Xaa", |residue| residue.1)
}

/// The letter of a code of three letters at the beginning of `bytes`, written with a capital or in capitals.
#[must_use]
pub fn by_code(bytes: &[u8]) -> Option<u8> {
    let code = bytes.get(..3)?;
    let first = code[0].is_ascii_uppercase();
    let rest = code[1..].iter().all(u8::is_ascii_lowercase) || code[1..].iter().all(u8::is_ascii_uppercase);
    (first && rest).then(|| RESIDUES.iter().find(|residue| residue.1.as_bytes().eq_ignore_ascii_case(code)).map(|residue| residue.0))?
}

/// The letter and the length of the name of an amino acid at the beginning of `bytes`.
#[must_use]
pub fn by_name(bytes: &[u8]) -> Option<(u8, usize)> {
    let named = |name: &str| bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
    RESIDUES.iter().rev().find(|residue| named(residue.2)).map(|residue| (residue.0, residue.2.len()))
}

/// The letter and the length of the name of a base at the beginning of `bytes`.
#[must_use]
pub fn base_by_name(bytes: &[u8]) -> Option<(u8, usize)> {
    let named = |name: &str| bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
    BASES.iter().find(|base| named(base.1)).map(|base| (base.0, base.1.len()))
}

/// Whether a letter stands for an amino acid.
#[must_use]
pub fn is_residue(letter: u8) -> bool {
    matches!(letter, b'A' | b'C'..=b'I' | b'K'..=b'N' | b'P'..=b'T' | b'V' | b'W' | b'Y')
}

/// Whether a letter stands for a base.
#[must_use]
pub fn is_base(letter: u8) -> bool {
    matches!(letter, b'A' | b'C' | b'G' | b'T' | b'U')
}

/// The codes of amino acids.
pub fn codes() -> impl Iterator<Item = &'static str> {
    RESIDUES.iter().map(|residue| residue.1)
}

/// The names of amino acids.
pub fn names() -> impl Iterator<Item = &'static str> {
    RESIDUES.iter().map(|residue| residue.2).filter(|name| *name != "termination")
}

/// The names of bases.
pub fn base_names() -> impl Iterator<Item = &'static str> {
    BASES.iter().map(|base| base.1)
}
