//! Rule `compound`: a piece of the name or formula of a compound that no dictionary has as a whole is no drug by itself:
//! `seleno-methionine`, `poly-L-lysine`, `(NH4)2SO4`. In train none of 14 such pieces is marked.

use super::candidate::Group;

/// What a hyphen joins to the rest of a compound's name.
const COMBINING: [&str; 24] = [
    "acetyl", "amino", "benzyl", "bromo", "butyl", "carboxy", "chloro", "cyclo", "dehydro", "deoxy", "ethyl", "fluoro", "hydro", "hydroxy",
    "iodo", "methoxy", "methyl", "nitro", "phenyl", "phospho", "poly", "seleno", "sulfo", "thio",
];
/// The form of its molecule or ring, which may stand between: `nitro-L-arginine`, `dihydro-1H-pyrrole`.
const FORMS: [&[u8]; 4] = [b"L-", b"D-", b"DL-", b"1H-"];

/// Refuses the groups that `is_drug` where they are such a piece. A name of the whole, if there is one, is as sure as its surest
/// piece. Groups stand by first token, longer ones first.
pub fn refuse(text: &str, groups: &mut [Group], is_drug: impl Fn(&Group) -> bool) {
    for at in 0..groups.len() {
        if !is_drug(&groups[at]) {
            continue;
        }
        let (span, kind, probability) = (groups[at].span, groups[at].kind, groups[at].probability);
        let (start, end) = (span.start.index(), span.end.index());
        let (before, own, after) = (&text.as_bytes()[..start], &text.as_bytes()[start..end], &text.as_bytes()[end..]);
        if is_combined(before) {
            let near = groups[..at].iter_mut().rev().take(NEAR);
            let holds = near.filter(|other| other.kind == kind && other.span != span && other.span.contains(span));
            let whole = holds.filter(|other| !is_combined(&text.as_bytes()[..other.span.start.index()]));
            whole.for_each(|whole| whole.probability = whole.probability.max(probability));
            groups[at].probability = 0.0;
        } else if before.ends_with(b"(") && is_of_formula(own, after) {
            groups[at].probability = 0.0;
        }
    }
}

/// So many groups before a piece are looked through for the whole.
const NEAR: usize = 16;

/// Whether a combining form, and the hyphen or bracket that joins it, end what stands before.
fn is_combined(before: &[u8]) -> bool {
    let Some(joined) = before.strip_suffix(b"-").or_else(|| before.strip_suffix(b"(")) else { return false };
    let bare = FORMS.iter().find_map(|form| before.strip_suffix(*form)).and_then(|bare| bare.strip_suffix(b"-")).unwrap_or(joined);
    let ends = |form: &str| bare.len() >= form.len() && bare[bare.len() - form.len()..].eq_ignore_ascii_case(form.as_bytes());
    COMBINING.iter().any(|form| ends(form))
}

/// `NH4` in `(NH4)2SO4`, behind its bracket.
fn is_of_formula(own: &[u8], after: &[u8]) -> bool {
    let formula =
        own.first().is_some_and(u8::is_ascii_uppercase) && own.iter().all(u8::is_ascii_alphanumeric) && own.iter().any(u8::is_ascii_digit);
    formula && matches!(after, [b')', digit, ..] if digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_piece_of_another_compound_is_no_drug() {
        let annotator = Annotator::builder().types(["drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Dishes with poly-L-lysine and nitro-L-arginine, then Seleno-methionine.", &["poly-L-lysine"][..]),
            (
                "They took 1 g (NH4)2SO4, the 5-hydroxytryptamine (5HT)1B agonist and glucose (5 mM).",
                &["5-hydroxytryptamine", "5HT", "glucose"],
            ),
            ("The assay of poly-ADP-ribose and of poly(ADP-ribose).", &["poly-ADP-ribose"]),
            ("Serum methionine and L-lysine rose with N-acetyl-cysteine.", &["methionine", "L-lysine", "N-acetyl-cysteine"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
