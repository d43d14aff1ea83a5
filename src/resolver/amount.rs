//! An amount beside a name: `MG132 (10 µM)`, `1 mM IPTG`, `cisplatin 5 mg/kg`. Substances are weighed and dissolved. The
//! units are those of the SI brochure (9th edition, 2019) with which papers do so, and the international unit.

/// The furthest that an amount is looked for, in bytes.
const FAR: usize = 24;

/// Whether an amount stands right behind a name that ends before `rest`, perhaps in a bracket.
#[must_use]
pub fn stands_behind(rest: &[u8]) -> bool {
    let rest = &rest[..rest.len().min(FAR)];
    let number = match rest {
        [b' ', b'(' | b'[', number @ ..] | [b',' | b';', b' ', number @ ..] | [b' ', number @ ..] => number,
        _ => return false,
    };
    amount(number).is_some()
}

/// Whether an amount stands right before a name that begins behind `before`, perhaps with `of` between them.
#[must_use]
pub fn stands_ahead(before: &[u8]) -> bool {
    let Some(before) = before.strip_suffix(b" ") else { return false };
    let before = before.strip_suffix(b" of").unwrap_or(before);
    // Few words end as units do, or have a slash (`mg/day`).
    if !matches!(before, [.., b'M' | b'U' | b'L' | b'g' | b'l']) && !before[before.len().saturating_sub(4)..].contains(&b'/') {
        return false;
    }
    // The number is the last but one of the words, or touches its unit.
    let near = &before[before.len().saturating_sub(FAR)..];
    let is_start = |at: usize| near[at].is_ascii_digit() && at.checked_sub(1).is_none_or(|before| matches!(near[before], b' ' | b'('));
    (0..near.len()).any(|at| is_start(at) && amount(&near[at..]) == Some(near.len() - at))
}

/// Whether `text` begins with an amount.
#[must_use]
pub fn begins(text: &[u8]) -> bool {
    amount(&text[..text.len().min(FAR)]).is_some()
}

/// The length of the number and unit that `text` begins with.
fn amount(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    if !text.first()?.is_ascii_digit() || !text[digits - 1].is_ascii_digit() {
        return None;
    }
    let blank = usize::from(text.get(digits) == Some(&b' '));
    let (unit, mut end) = unit(text, digits + blank)?;
    // Of 10 M or 5 g of something nobody can say what the letter means, unless it is one of something.
    let mut plain = unit.len() == 1;
    if text.get(end) == Some(&b'/') {
        let part = text[end + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        plain &= part == 0;
        end += 1 + part;
    }
    let whole = text.get(end).is_none_or(|next| !next.is_ascii_alphanumeric() && *next < 0x80);
    (whole && !plain).then_some(end)
}

/// A unit at a place, and where it ends.
fn unit(text: &[u8], at: usize) -> Option<(&'static str, usize)> {
    const UNITS: [&str; 22] = [
        "mmol", "µmol", "μmol", "nmol", "pmol", "mM", "µM", "μM", "uM", "nM", "pM", "mg", "µg", "μg", "ug", "ng", "pg", "mcg", "IU", "U",
        "M", "g",
    ];
    let rest = text.get(at..)?;
    UNITS.into_iter().find(|unit| rest.starts_with(unit.as_bytes())).map(|unit| (unit, at + unit.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_number_with_a_unit_of_substances() {
        for (rest, expected) in [
            (" (10 µM) for", true),
            (" 10 mg daily", true),
            (", 0.5 mM, and", true),
            (" [5 mg/kg]", true),
            (" (100 U/ml)", true),
            (" (10 μg/ml", true),
            (" (1,000 IU)", true),
            (" 10", false),
            (" (10 %)", false),
            (" (5 M", false),
            (" (10 mMol", false),
            (" (10 minutes", false),
            (" and 10 mg", false),
            ("-10 mg", false),
            ("", false),
        ] {
            assert_eq!(stands_behind(rest.as_bytes()), expected, "{rest}");
        }
        for (before, expected) in [
            ("with 10 µM ", true),
            ("(5 mg/kg ", true),
            ("2.5 mg of ", true),
            ("10µM ", true),
            ("with 5 mg/day of ", true),
            ("with 100 ng/ml ", true),
            ("in 5 ml ", false),
            ("for 10 µM", false),
            ("A10 mg ", false),
            ("", false),
            (" ", false),
        ] {
            assert_eq!(stands_ahead(before.as_bytes()), expected, "{before}");
        }
    }
}
