//! Rule `strain`: what stands behind a species and belongs to it: a rank below with its name (`Campylobacter fetus subsp.
//! venerealis`), a strain (`Cryptococcus neoformans JEC21`, `P. aeruginosa strain PA103`), the words for a new species (`Gordonia
//! humi sp. nov.`), the type of a virus (`coxsackievirus B3`).

use super::candidate::Candidates;
use super::genus::epithets_of;
use super::kinds::Kind;
use super::local::Tokenized;
use crate::document::Span;

/// What taxonomists write behind a new name.
pub(super) const NEW: [&str; 5] = [" gen. nov., sp. nov.", ", gen. nov., sp. nov.", " sp. nov.", ", sp. nov.", " n. sp."];
/// The longest code of a strain, in bytes.
const LONGEST_CODE: usize = 14;
/// Strains whose codes are also names of genes.
const KNOWN: [&str; 2] = ["K-12", "K12"];
/// What tells the rank of a name below the species.
const RANKS: [&str; 13] = [
    " subsp. ",
    " ssp. ",
    " subspecies ",
    " var. ",
    " variety ",
    " pv. ",
    " pathovar ",
    " bv. ",
    " biovar ",
    " f. sp. ",
    " f.sp. ",
    " serovar ",
    " sv. ",
];

/// Lets species (`kind`) take along what belongs to them.
pub fn with_strains(paper: Tokenized<'_>, kind: Kind, candidates: &mut Candidates) {
    let mut longer: Vec<(usize, Span)> = Vec::new();
    let mut reach = 0;
    for (index, group) in candidates.groups.iter().enumerate().filter(|(_, group)| group.kind == kind) {
        let end = group.first + group.length;
        let inside = reach >= end;
        reach = reach.max(end);
        if inside {
            continue;
        }
        let rest = paper.text.get(group.span.end.index()..).unwrap_or("");
        let own = group.span.of(paper.text).unwrap_or("");
        let taken = |token: u32| {
            let from = candidates.groups.partition_point(|other| other.first < token);
            candidates.groups[from..].iter().take_while(|other| other.first == token).any(|other| other.kind != kind)
        };
        let length = if group.length > 1 && epithets_of(paper, group).is_some() {
            behind_binomial(own, rest, || taken(end))
        } else {
            behind_virus(own, rest)
        };
        if let Some(length) = length {
            longer.push((index, Span::new(group.span.start.0, group.span.end.0 + length as u32)));
        }
    }
    lengthen(paper, candidates, &longer);
}

/// Gives groups their longer spans.
fn lengthen(paper: Tokenized<'_>, candidates: &mut Candidates, longer: &[(usize, Span)]) {
    for (index, span) in longer {
        let tokens = paper.within(*span);
        let group = &mut candidates.groups[*index];
        (group.length, group.span) = ((tokens.end - tokens.start) as u32, *span);
    }
    if !longer.is_empty() {
        candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
    }
}

/// The length of what belongs to a genus and epithet; `taken` says that the next word may be a gene or anything else, to which a
/// code is left then.
fn behind_binomial(own: &str, rest: &str, taken: impl Fn() -> bool) -> Option<usize> {
    if let Some(new) = NEW.iter().find(|new| rest.starts_with(**new)) {
        return Some(new.len());
    }
    if own.ends_with(" sp") {
        return unnamed(rest);
    }
    let rank = below(rest).unwrap_or(0);
    let behind = &rest[rank..];
    let known = |length: &usize| KNOWN.contains(&&behind[1..*length]);
    let strain = called(behind).or_else(|| code(behind).filter(|length| rank > 0 || known(length) || !taken()));
    Some(rank + strain.unwrap_or(0)).filter(|length| *length > 0)
}

/// The length of a rank below the species and its name: ` subsp. venerealis`, ` serovar Typhimurium`.
fn below(rest: &str) -> Option<usize> {
    let rank = RANKS.iter().find(|rank| rest.starts_with(**rank))?;
    let name = rest[rank.len()..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &rest[rank.len()..rank.len() + name];
    let capital = rank.starts_with(" s") && word.starts_with(|first: char| first.is_ascii_uppercase());
    let small = word.bytes().skip(usize::from(capital)).all(|byte| byte.is_ascii_lowercase());
    (name > 3 && small).then_some(rank.len() + name)
}

/// The length of a strain that is called so: ` strain PA103`, ` strain 89/1591`. What has small letters is the name of a host of
/// plasmids in most papers (`XL1-Blue`), which says nothing of the species.
fn called(rest: &str) -> Option<usize> {
    let word = rest.strip_prefix(" strain ")?.split(ends_a_word).next()?.trim_end_matches(['-', '/']);
    let shown = word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().all(is_of_code);
    ((2..=LONGEST_CODE).contains(&word.len()) && shown).then_some(" strain ".len() + word.len())
}

/// The length of the code that follows a blank: a word with a capital at its start and a digit.
fn code(rest: &str) -> Option<usize> {
    let word = rest.strip_prefix(' ')?.split(ends_a_word).next()?;
    let fits = (3..=LONGEST_CODE).contains(&word.len()) && word.is_ascii() && word.starts_with(|first: char| first.is_ascii_uppercase());
    (fits && word.bytes().any(|byte| byte.is_ascii_digit())).then_some(word.len() + 1)
}

fn ends_a_word(next: char) -> bool {
    next.is_whitespace() || matches!(next, ',' | ';' | '.' | '(' | ')' | ':')
}

fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/')
}

/// The length of what follows a genus and `sp`: `. strain PCC 6803`, `. PCC6803`, `. B510`.
fn unnamed(rest: &str) -> Option<usize> {
    let point = rest.strip_prefix('.')?;
    let behind = point.strip_prefix(" strain").unwrap_or(point);
    let first = code(behind).or_else(|| {
        // A collection and its number: PCC 6803.
        let word = behind.strip_prefix(' ')?;
        let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = word.get(letters..)?.strip_prefix(' ')?.bytes().take_while(u8::is_ascii_digit).count();
        let ends = word.as_bytes().get(letters + 1 + digits).is_none_or(|next| !next.is_ascii_alphanumeric());
        ((2..=5).contains(&letters) && digits > 1 && ends).then_some(letters + digits + 2)
    })?;
    Some(rest.len() - behind.len() + first)
}

/// The length of the type of a virus whose name is spelled out: ` B3`, ` type 1`; and of its strain.
fn behind_virus(own: &str, rest: &str) -> Option<usize> {
    if !own.ends_with("virus") {
        return called(rest).filter(|_| own.bytes().all(|byte| !byte.is_ascii_lowercase()) && own.contains('V'));
    }
    let word = rest.strip_prefix(" type").unwrap_or(rest);
    let own = word.strip_prefix(' ')?;
    let letters = own.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = own[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let ends = own.as_bytes().get(letters + digits).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'-');
    let fits = letters < 2 && digits < 3 && if word.len() < rest.len() { letters + digits > 0 } else { letters == 1 && digits > 0 };
    (ends && fits).then_some(rest.len() - own.len() + letters + digits)
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_species_takes_along_its_rank_below_and_its_strain() {
        let annotator = Annotator::builder().types(["species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Xanthomonas campestris pv. campestris grew.", &["Xanthomonas campestris pv. campestris"][..]),
            ("Salmonella enterica serovar Typhimurium grew.", &["Salmonella enterica serovar Typhimurium"]),
            ("Pseudomonas aeruginosa strain PA103 grew.", &["Pseudomonas aeruginosa strain PA103"]),
            ("E. coli K-12 grew.", &["E. coli K-12"]),
            ("A Bacillus subtilis strain was grown.", &["Bacillus subtilis"]),
            ("Bacillus subtilis var. is not a name.", &["Bacillus subtilis"]),
            ("We found coxsackievirus B3, and rabies virus 2 h later.", &["coxsackievirus B3", "rabies virus"]),
            ("Gordonia humi sp. nov. grew.", &["Gordonia humi sp. nov."]),
            ("Escherichia coli strain XL1-Blue grew.", &["Escherichia coli"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
