//! Rule `label`: what marks and numbers beside them make a label, a figure or a code is no name: `Videos S11 and S12`, `(F5,66 =
//! 3.2)`, `35S and 32S pre-rRNAs`, `$US12,000`, `16-mer`, `.CEL files`, `Table S1. Primers. (DOC)`, `BT.siMUC1`, `Med 11:262`, `181 Mbp`,
//! `AKT 2 days later`.

use biospan_lexicon::token::{Gap, Token};

use super::amount;
use super::candidate::Group;
use super::local::Tokenized;

/// What supplementary items are called.
const ITEMS: [&str; 16] = [
    "Fig", "Figs", "Figure", "Figures", "Movie", "Movies", "Table", "Tables", "Video", "Videos", "figure", "figures", "movies", "table",
    "tables", "videos",
];
/// The formats of supplementary files.
const FORMATS: [&str; 14] = ["AVI", "CSV", "DOC", "DOCX", "EPS", "JPG", "MOV", "PDF", "PPT", "TIF", "TXT", "XLS", "XLSX", "ZIP"];
/// The longest list of items, in tokens.
const LIST: usize = 16;
/// The longest names that are looked at.
const LONGEST: usize = 8;

/// Refuses the groups that are labels.
pub fn refuse(paper: Tokenized<'_>, groups: &mut [Group]) {
    for group in groups.iter_mut() {
        if counts_on(paper, group) {
            group.refuse();
        }
        if group.span.len() > LONGEST || group.own {
            continue;
        }
        let (start, end) = (group.span.start.index(), group.span.end.index());
        let bytes = paper.text.as_bytes();
        let (before, own, after) = (&bytes[..start], &bytes[start..end], &bytes[end..]);
        let label = match own {
            [b'S', digits @ ..] if is_number(digits) => is_item(paper, group.first as usize),
            [b'F', digits @ ..] if is_number(digits) => is_statistic(after),
            b"mer" | b"mers" => before.strip_suffix(b"-").is_some_and(|count| matches!(count.last(), Some(b'k' | b'n' | b'0'..=b'9'))),
            [digits @ .., b'S'] if is_number(digits) => is_sedimented(after),
            // Domains of synaptotagmins, no gene with a letter behind it.
            b"C2" => matches!(after, [b'A' | b'B', ..]) && !after.get(1).is_some_and(u8::is_ascii_alphanumeric),
            b"Mbp" => matches!(before, [.., digit, b' '] if digit.is_ascii_digit()),
            // A strain, where the paper speaks of Escherichia coli.
            b"K-12" => memchr::memmem::find(bytes, b"coli").is_some(),
            _ => false,
        };
        // One look at each side tells nearly all that they are no code.
        let by_end = || match after.first() {
            Some(b'-') => is_number_of_code(own, after),
            Some(b'.') => is_prefix(own, after),
            _ => false,
        };
        let code = match before.last() {
            Some(b'$') => true,
            Some(b'.') => is_ending(before, own) || by_end(),
            Some(b'(') => is_file(before, own, after) || by_end(),
            _ => by_end(),
        };
        if label || code {
            group.refuse();
        }
    }
}

fn is_number(bytes: &[u8]) -> bool {
    (1..=2).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit)
}

/// `S12` in `Videos S11 and S12`: before the token stand such numbers only, and what they are of.
fn is_item(paper: Tokenized<'_>, first: usize) -> bool {
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let listed = |token: &&Token| {
        word(token).bytes().all(|byte| byte.is_ascii_digit() || byte == b'S') || matches!(word(token), "and" | "or" | "to")
    };
    let before = paper.tokens[..first].iter().rev().take(LIST).find(|token| !listed(token));
    before.is_some_and(|token| ITEMS.contains(&word(token)))
}

/// `F5` in `F5,66 = 3.2`: a test's value by its degrees of freedom.
fn is_statistic(after: &[u8]) -> bool {
    let Some(rest) = after.strip_prefix(b",") else { return false };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && matches!(rest[digits..].trim_ascii_start().first(), Some(b'=' | b'<' | b'>'))
}

/// `NE` in `NE-100`: two letters that a number makes a compound's code.
fn is_number_of_code(own: &[u8], after: &[u8]) -> bool {
    let [b'-', code @ ..] = after else { return false };
    let digits = code.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ends = !code.get(digits).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    own.len() == 2 && own.iter().all(u8::is_ascii_uppercase) && (2..=5).contains(&digits) && ends
}

/// What is told by its sedimentation, and what begins with the promoter of the 35S RNA of a virus.
const SEDIMENTED: [&str; 6] = ["rRNA", "pre-rRNA", "rDNA", "pre-ribosom", "ribosom", "promoter"];

/// `35S` in `35S, 33S and 32S pre-rRNAs`: no isotope of sulphur.
fn is_sedimented(after: &[u8]) -> bool {
    let more =
        after.iter().take(48).take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'S' | b',' | b' ' | b'a' | b'n' | b'd')).count();
    SEDIMENTED.iter().any(|name| after[more..].starts_with(name.as_bytes()))
}

/// `CEL` in `.CEL files`: a file's ending.
fn is_ending(before: &[u8], own: &[u8]) -> bool {
    matches!(before, [.., b' ' | b'(' | b'*', b'.']) && own.len() <= 4 && own.iter().all(u8::is_ascii_alphabetic)
}

/// `DOC` in `Table S1. Primers. (DOC)`: the format of what a sentence before it describes.
fn is_file(before: &[u8], own: &[u8], after: &[u8]) -> bool {
    let described = before.strip_suffix(b"(").is_some_and(|before| before.trim_ascii_end().ends_with(b"."));
    described && after.starts_with(b")") && FORMATS.iter().any(|format| format.as_bytes() == own)
}

/// `BT` in `BT.siMUC1`: letters that a full stop joins to a code.
fn is_prefix(own: &[u8], after: &[u8]) -> bool {
    let Some([b'.', small, code @ ..]) = after.get(..after.len().min(12)) else { return false };
    let mut more = code.iter().take_while(|byte| byte.is_ascii_alphanumeric());
    // `MPG.hHR23` are two proteins.
    small.is_ascii_lowercase() && own.len() <= 2 && own.iter().all(u8::is_ascii_uppercase) && more.any(u8::is_ascii_uppercase)
}

/// What a number counts beside substances: times and parts.
const COUNTED: [&str; 19] = [
    "cm", "d", "day", "days", "fold", "h", "hour", "hours", "hr", "hrs", "min", "minutes", "mm", "months", "times", "week", "weeks",
    "years", "yr",
];

/// Whether the number at the end of a name, behind a blank, belongs to what follows: `AKT 2 days later`, `STAT 3 % of`, `HMGB 1 mM`;
/// `Med 11` in `J Gen Intern Med 11:262`, a journal and its volume.
fn counts_on(paper: Tokenized<'_>, group: &Group) -> bool {
    if group.length < 2 {
        return false;
    }
    let (number, next) = (group.first + group.length - 1, group.first + group.length);
    let bytes = paper.text.as_bytes();
    let (number, next) = (&paper.tokens[number as usize], paper.tokens.get(next as usize));
    if number.gap != Gap::Space || !bytes[number.start as usize..number.end as usize].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let unit = |next: &Token| next.gap == Gap::Space && COUNTED.contains(&&paper.text[next.start as usize..next.end as usize]);
    match &bytes[number.end as usize..] {
        [b'%', ..] | [b' ', b'%', ..] => true,
        [b':', digit, ..] if digit.is_ascii_digit() => true,
        _ => amount::begins(&bytes[number.start as usize..]) || next.is_some_and(unit),
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn labels_figures_and_codes_are_no_names() {
        let annotator = Annotator::builder().types(["gene", "drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Expression of S14 rose (Videos S13 and S14).", &["S14"][..]),
            ("Mice differed in levels of F5 (F5,66 = 66.3, P < 0.001).", &["F5"]),
            ("The 35S, 33S and 32S pre-rRNAs, and 35S rDNA.", &[]),
            ("Expression of CEL rose (16-mers, k-mer, .CEL files, $US12,000).", &["CEL"]),
            ("Table S1. Primers. (DOC) (XLS) Mice got deoxycorticosterone (DOC). (PDF)", &["deoxycorticosterone", "DOC"]),
            ("Escherichia coli lacks keratin 12 (K12), as does K-12.", &["keratin 12", "K12"]),
            ("Keratin K-12 rose.", &["K-12"]),
            ("Levels of AKT 2 days later, of STAT 3 h later and of HMGB 1 mM.", &[]),
            ("Levels of AKT 2, STAT 3 and MMP 9 rose.", &["AKT 2", "STAT 3", "MMP 9"]),
            ("The antagonist NE-100 blocked NE (J Gen Intern Med 11:262).", &["NE"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
