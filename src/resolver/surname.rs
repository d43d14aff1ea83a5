//! Rule `surname`: a word with a capital that stands among authors is a surname: `Peterson J, Gold DR, Mittelman M`,
//! `Spry, C.J.F.`, `(L. Gold, New York)`, `R.W. Leu,`, `(Poole and Silvers 1976)`.

use super::candidate::Group;
use super::local::Tokenized;

/// Refuses the groups that are surnames.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    let bytes = paper.text.as_bytes();
    for group in groups.iter_mut().filter(|group| group.length == 1 && !group.own) {
        let (start, end) = (group.span.start.index(), group.span.end.index());
        if !is_title(&bytes[start..end]) {
            continue;
        }
        let (before, after) = (&bytes[..start], &bytes[end..]);
        let surname = is_listed(before, after) || initials_before(before, after) || initials_behind(after) || is_cited(before, after);
        if surname {
            group.refuse();
        }
    }
}

fn is_title(word: &[u8]) -> bool {
    matches!(word, [capital, small @ ..] if capital.is_ascii_uppercase() && !small.is_empty() && small.iter().all(u8::is_ascii_lowercase))
}

/// How many bytes of the text behind are capitals.
fn capitals(after: &[u8]) -> usize {
    after.iter().take_while(|byte| byte.is_ascii_uppercase()).count()
}

/// `Gold` in `Peterson J, Gold DR, Mittelman M`: between the initials of another author and its own.
fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let Some(own) = after.strip_prefix(b" ") else { return false };
    let length = capitals(own);
    // `WT, Bax KO, and Trk KO` are mice.
    if matches!(&own[..length], b"KO" | b"WT" | b"TG") || !(1..=3).contains(&length) || !matches!(own.get(length), Some(b',' | b'.' | b';'))
    {
        return false;
    }
    let Some(other) = before.strip_suffix(b", ") else { return false };
    let length = other.iter().rev().take_while(|byte| byte.is_ascii_uppercase()).count();
    let surname = other[..other.len() - length].strip_suffix(b" ").unwrap_or(&[]);
    (1..=3).contains(&length) && surname.last().is_some_and(u8::is_ascii_lowercase)
}

/// `R.W. Leu,` and `(L. Gold,`.
fn initials_before(before: &[u8], after: &[u8]) -> bool {
    let first = |byte: &u8| byte.is_ascii_uppercase();
    let two = matches!(before, [.., one, b'.', two, b'.', b' '] | [.., one, b'.', b' ', two, b'.', b' '] if first(one) && first(two));
    let bracket = matches!(before, [.., b'(', one, b'.', b' '] if first(one));
    (two || bracket) && matches!(after, [b',' | b';' | b')', ..] | [b' ', b'a', b'n', b'd', b' ', ..])
}

/// `Spry, C.J.F.`
fn initials_behind(after: &[u8]) -> bool {
    matches!(after, [b',', b' ', one, b'.', two, b'.', ..] | [b',', b' ', one, b'.', b' ', two, b'.', ..]
        if one.is_ascii_uppercase() && two.is_ascii_uppercase())
}

/// `Silvers` in `(Poole and Silvers 1976)`.
fn is_cited(before: &[u8], after: &[u8]) -> bool {
    let rest = after.strip_prefix(b",").unwrap_or(after);
    if !matches!(rest, [b' ', b'1' | b'2', b'9' | b'0', decade, year, ..] if decade.is_ascii_digit() && year.is_ascii_digit()) {
        return false;
    }
    let Some(other) = before.strip_suffix(b" and ") else { return false };
    let other = other.rsplit(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or(&[]);
    is_title(other)
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_word_among_authors_is_their_name() {
        let annotator = Annotator::builder().types(["gene", "gene_family", "drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Peters A, Liu E, Schwartz J, Gold DR, Mittelman M, Allen G. Levels of Iron A, B and C.", &["Iron"][..]),
            ("CRC Press, Spry, C.J.F. (1988). D.J. Fast, R.C. Lynch, R.W. Leu, J. Res. 52.", &[]),
            ("Beads were a gift (L. Gold, New York University). Patterns were described (Poole and Silvers 1976).", &[]),
            ("Copper and Iron levels; Gold, Silver and Zinc, Leu and Ser.", &["Copper", "Iron", "Gold", "Silver", "Zinc", "Leu", "Ser"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
