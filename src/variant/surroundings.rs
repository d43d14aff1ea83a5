//! What stands around a form: words for a variant, and for things that look like one.

use biospan_lexicon::token::Token;

use super::normal::{Base, Change, Level, Point, Variant};
use super::{Found, Reading, Sureness};

/// How many tokens around a doubtful form are looked at.
const REACH: usize = 25;

/// Words that speak of variants, as they begin.
const SPEAK: [&str; 26] = [
    "mutat",
    "mutant",
    "variant",
    "variation",
    "polymorphi",
    "allel",
    "genotyp",
    "SNP",
    "substitut",
    "missense",
    "nonsense",
    "homozyg",
    "heterozyg",
    "haplotyp",
    "transition",
    "transversion",
    "codon",
    "deletion",
    "insertion",
    "frameshift",
    "carrier",
    "wild-type",
    "amino",
    "residue",
    "indel",
    "exon",
];
/// Words before a label that is no variant.
const LABELS: [&str; 27] = [
    "fig",
    "figs",
    "figure",
    "figures",
    "table",
    "tables",
    "panel",
    "panels",
    "supplementary",
    "supplemental",
    "suppl",
    "movie",
    "video",
    "file",
    "text",
    "appendix",
    "section",
    "dataset",
    "scheme",
    "grant",
    "catalog",
    "catalogue",
    "cat",
    "clone",
    "lot",
    "batch",
    "accession",
];
/// Words between such a word and the label (`cat. no. A1234G`).
const NUMBERS: [&str; 5] = ["no", "nos", "number", "numbers", "nr"];
/// Who sells what has a catalogue number that may look like a variant (`Sigma, P1379G`).
const SELLERS: [&str; 24] = [
    "Abcam",
    "Abnova",
    "Aldrich",
    "Biolegend",
    "Biosystems",
    "Biotech",
    "Biotechnology",
    "Calbiochem",
    "Cayman",
    "Cruz",
    "Dako",
    "Gibco",
    "Invitrogen",
    "Merck",
    "Millipore",
    "Novus",
    "Promega",
    "Proteintech",
    "Qiagen",
    "Roche",
    "Scientific",
    "Sigma",
    "Thermo",
    "Tocris",
];
/// Words that speak of what stands at a place in a part of the people.
const OF_PEOPLE: [&str; 10] =
    ["allel", "genotyp", "polymorphi", "variant", "variation", "carrier", "homozyg", "heterozyg", "haplotyp", "SNP"];
/// Words of amino acids that are modified, not replaced.
const MODIFIED: [&str; 7] = ["phospho", "pSer", "pThr", "pTyr", "acetyl", "methyl", "ubiquitin"];
/// Words of amino acids.
const OF_PROTEIN: [&str; 8] = ["amino", "residue", "missense", "protein", "mutant", "kinase", "codon", "oncogenic"];
/// Words of bases.
const OF_BASES: [&str; 9] = ["nucleotide", "allele", "genotyp", "SNP", "polymorphi", "promoter", "transition", "base", "transversion"];
/// How near they stand, in tokens.
const NEAR: usize = 8;

/// How sure a reading is where it stands; `None` where it is something else.
pub(super) fn judge(
    text: &str,
    tokens: &[Token],
    index: usize,
    at: usize,
    reading: &Reading,
    free: bool,
    listed: bool,
) -> Option<Sureness> {
    if labelled(text, tokens, index, at) {
        return None;
    }
    let words = text.get(at..reading.end)?;
    if super::traps::never(words) {
        return None;
    }
    // What is glued to a name may be a part of it.
    if reading.sureness == Sureness::Doubtful && reading.variants.iter().all(|variant| matches!(variant.change, Change::Allele(_))) {
        return (!reading.variants.is_empty()
            && !is_temperature(words)
            && (listed || of_people(text, tokens, index))
            && !speaks(text, tokens, index, 3, &MODIFIED))
        .then_some(Sureness::Doubtful);
    }
    if !free || reading.sureness == Sureness::Doubtful || super::traps::doubtful(words) {
        return speaks(text, tokens, index, REACH, &SPEAK).then_some(Sureness::Doubtful);
    }
    Some(reading.sureness)
}

/// Whether a form stands behind a change or allele of one base in a list: `-445A, -292A and 111C`.
pub(super) fn is_listed(text: &str, last: &Found, at: usize) -> bool {
    let parted = text.get(last.span.end.index()..at).is_some_and(|between| matches!(between, ", " | " and " | ", and " | "/" | "-"));
    let base = |variant: &Variant| {
        variant.level != Level::Protein && variant.from.is_some() && matches!(variant.change, Change::Allele(_) | Change::Substitution(..))
    };
    parted && last.variants.iter().any(base)
}

/// Whether a word such as `Fig.` stands right before the form.
fn labelled(text: &str, tokens: &[Token], index: usize, at: usize) -> bool {
    // Figs. S1A and S2C
    let label = matches!(
        text.as_bytes().get(at..).unwrap_or(&[]),
        [b'S', b'0'..=b'9', b'A'..=b'I', ..] | [b'S', b'0'..=b'9', b'0'..=b'9', b'A'..=b'I', ..]
    );
    let word = |token: &Token| &text[token.start as usize..token.end as usize];
    let is_one_of = |token: &Token, words: &[&str]| words.iter().any(|own| own.eq_ignore_ascii_case(word(token)));
    let mut before = tokens[..=index].iter().rev().filter(|token| (token.end as usize) <= at).peekable();
    let sold =
        || before.clone().next().is_some_and(|token| text[token.end as usize..at].starts_with([',', ';']) && is_one_of(token, &SELLERS));
    if text[..at].ends_with('#') || sold() {
        return true;
    }
    let numbered = before.next_if(|token| is_one_of(token, &NUMBERS)).is_some();
    // CAT is the catalase.
    let mut nearest = before.take(if label { 8 } else { 1 });
    nearest.any(|token| (numbered || word(token) != "CAT") && is_one_of(token, &LABELS))
}

/// `-20C`, `-80C`: how cold samples are kept.
fn is_temperature(words: &str) -> bool {
    let cold = words.strip_prefix(['-', '\u{2212}', '\u{2013}']);
    cold.is_some_and(|cold| matches!(cold, "20C" | "30C" | "40C" | "70C" | "80C" | "86C" | "196C"))
}

/// Whether a word for people's variants stands near; numbers and letters of a list of alleles are no words between.
fn of_people(text: &str, tokens: &[Token], index: usize) -> bool {
    let word = |token: &&Token| token.end - token.start > 1 && !text.as_bytes()[token.start as usize].is_ascii_digit();
    let is_cue = |token: &Token| starts_with_one(text, token, &OF_PEOPLE);
    let behind = tokens[index..].iter().take(REACH).filter(word).take(NEAR);
    let before = tokens[..index].iter().rev().take(REACH).filter(word).take(NEAR);
    behind.chain(before).any(is_cue)
}

/// Whether a token begins as one of these words does.
fn starts_with_one(text: &str, token: &Token, words: &[&str]) -> bool {
    let word = &text.as_bytes()[token.start as usize..token.end as usize];
    words.iter().any(|cue| word.get(..cue.len()).is_some_and(|start| start.eq_ignore_ascii_case(cue.as_bytes())))
}

/// Whether one of these words stands near.
fn speaks(text: &str, tokens: &[Token], index: usize, reach: usize, words: &[&str]) -> bool {
    let near = &tokens[index.saturating_sub(reach)..(index + reach).min(tokens.len())];
    near.iter().any(|token| starts_with_one(text, token, words))
}

/// `C282Y` is of a protein; `G12C` and `C677T` may be of either: the words around them tell, else how high the number is.
pub(super) fn settle_level(text: &str, tokens: &[Token], index: usize, at: usize, variants: &mut [Variant]) {
    let [
        Variant {
            level, from: Some(Point { base: Base::Start(number), offset: 0, residue }), change: Change::Substitution(old, new), ..
        },
    ] = variants
    else {
        return;
    };
    let letter = text.as_bytes().get(at).copied().unwrap_or(0);
    let either = *level == Level::Coding && old.len() == 1 && new.len() == 1 && old.starts_with(char::from(letter)) && *number > 0;
    let digit = text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
    if !either || !digit || *number >= 3000 {
        return;
    }
    let near = |words: &[&str]| speaks(text, tokens, index, NEAR, words);
    let of_protein = match (near(&OF_PROTEIN), near(&OF_BASES)) {
        (true, false) => true,
        (false, true) => false,
        _ => *number < 100,
    };
    if of_protein {
        (*level, *residue) = (Level::Protein, letter);
    }
}
