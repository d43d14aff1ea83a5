//! Rule `other-name`: words that are a part of the name of something else are no name by themselves: `hepatitis B virus`,
//! `M. tuberculosis`, `PB1 domain`, `Src homology 2 domain`, `Bcl-2-binding protein`, `American Diabetes Association`,
//! `Brown & Brown, 2011`, `diabetes@clinic.org`, `C18:3`, `2p15-p16`, `Co., Ltd`, `cat. no. 9101`, `Fig. 1`, `Cell Bank`,
//! `Li, W.-H.`, `Co-expression`.

use biospan_lexicon::surface::Letters;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::cue::{Cues, DISEASE, GENE, Voices};
use super::feature::Feature;
use super::local::Tokenized;

/// What a word beside other words makes of them (`cues.tsv`, side `name`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// `virus` behind them: they name the virus.
    Virus,
    /// `domain` behind them: they name a part of proteins.
    Domain,
    /// `homology` behind them: they name a part of proteins after the gene that it was first seen in.
    Homology,
    /// `-binding` and a word for proteins behind them: they name another protein.
    Link,
    /// `Society` behind them: they name an organisation; `Ltd`, with a point between: they are `Co.`
    Organisation,
    /// `Mycobacterium` before them: they name a species.
    Genus,
    /// `no.` and a number behind them, with a point before: they are `cat.`
    Number,
}

impl Naming {
    /// The naming that a line of `cues.tsv` means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Naming> {
        match word {
            "virus" => Some(Naming::Virus),
            "domain" => Some(Naming::Domain),
            "homology" => Some(Naming::Homology),
            "link" => Some(Naming::Link),
            "organisation" => Some(Naming::Organisation),
            "genus" => Some(Naming::Genus),
            "number" => Some(Naming::Number),
            _ => None,
        }
    }
}

/// Symbols of so many bytes before `domain` name the domain (`SH2`), unless they are a gene's own symbol.
const SHORT_SYMBOL: usize = 4;
/// So many bytes on either side are looked through for the rest of an address or a band: a text without blanks is long.
const REACH: usize = 256;

/// What the words of a span are a part of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// Of a name that nothing of ours has a part in: an address, an author, an organisation, a species.
    nothing: bool,
    /// Of the name of a virus.
    virus: bool,
    /// Of the name of a domain of proteins.
    domain: bool,
    /// Of the name of another protein, or of a part that many proteins have.
    another: bool,
}

impl Around {
    /// Whether the words are no name of a type that `voices` speak for. What is named after a family, as `TNFR-associated
    /// factor`, belongs to its members, so that the family stays.
    #[must_use]
    pub fn is_no_name(self, group: &Group, voices: Voices, family: bool) -> bool {
        let symbol = group.closest == 0 && group.span.len() > SHORT_SYMBOL;
        let of_gene = self.another && !family || self.domain && !symbol;
        self.nothing || self.virus && voices == DISEASE || voices == GENE && of_gene
    }
}

/// Whether the words are an ordinary word with a capital, where the name is a symbol in capitals: `Fig`, `Bank`, `Mass`, but also
/// `Ran` and `Kit`.
#[must_use]
pub fn may_be_word(group: &Group) -> bool {
    let has = |feature| group.features.has(feature);
    has(Feature::Capitalised) && has(Feature::Word) && has(Feature::Lowered) && !has(Feature::Usually) && !group.sure && !group.own
}

/// Whether what stands beside a word with a capital says that it is no symbol: a number (`Fig. 1`, `Step 2`, `S1 Fig`), or another
/// word with a capital, as in the names of places, firms and methods (`Cell Bank`, `San Diego`, `Alizarin Red S`).
#[must_use]
pub fn is_title_word(paper: Tokenized<'_>, group: &Group) -> bool {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let bytes_of = |token: &Token| paper.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or(&[]);
    // Blanks of any width stand before numbers.
    let between = paper.tokens.get(to).and_then(|next| paper.text.get(group.span.end.index()..next.start as usize));
    let between = between.filter(|between| !between.is_empty()).map(str::trim);
    let counts = |token: &Token| match bytes_of(token) {
        [first, ..] if first.is_ascii_digit() => true,
        // `Col X` is collagen.
        [letter @ b'A'..=b'Z'] => !matches!(letter, b'I' | b'V' | b'X'),
        _ => false,
    };
    let numbered = matches!(between, Some("" | ".")) && paper.tokens.get(to).is_some_and(counts);
    let title =
        |token: &Token| matches!(bytes_of(token), [first, second, _, _, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase());
    let follows = between == Some("") && paper.tokens.get(to).is_some_and(title);
    // The first word of a sentence has a capital anyway.
    let before = from.checked_sub(1).map(|at| &paper.tokens[at]).filter(|_| paper.tokens[from].gap == Gap::Space);
    let leads =
        before.is_some_and(|token| bytes_of(token).first().is_some_and(u8::is_ascii_digit) || title(token) && token.gap != Gap::Break);
    numbered || follows || leads
}

/// Looks around a group's span.
#[must_use]
pub fn around(paper: Tokenized<'_>, group: &Group, cues: &Cues) -> Around {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    // Few words need a look at themselves.
    let own = || group.span.of(paper.text).unwrap_or("");
    let next = paper.tokens.get(to).filter(|token| matches!(token.gap, Gap::Space | Gap::Hyphen));
    let naming = |token: &Token| cues.naming(token.hash);
    let behind = next.and_then(naming);
    // `hepatitis B virus`: a letter or number may stand between.
    let number = next.filter(|token| token.end - token.start <= 2).and_then(|_| paper.tokens.get(to + 1));
    let virus = behind.or_else(|| number.filter(|token| token.gap == Gap::Space).and_then(naming)) == Some(Naming::Virus);
    let before = from.checked_sub(1).map(|at| &paper.tokens[at]).filter(|_| paper.tokens[from].gap == Gap::Space);
    let genus = before.and_then(naming) == Some(Naming::Genus) && !own().bytes().any(|byte| byte.is_ascii_uppercase());
    let organisation = behind == Some(Naming::Organisation) && next.is_some_and(|token| is_capital(paper, token)) && is_title(own());
    Around {
        nothing: genus || organisation || is_marked(paper, group, naming),
        virus,
        domain: behind == Some(Naming::Domain) && !own().contains(' '),
        // The words within a name of several would be left by themselves: `tumor` in `tumor necrosis factor-related`.
        another: matches!(behind, Some(Naming::Homology | Naming::Link)) && !own().contains(' ') && is_another(paper, to, naming),
    }
}

/// What is named after a gene that it is like, binds or belongs to, behind each of these words. Of other nouns the gene itself is
/// spoken of (`a p53-like gene`, `the Sp1 binding site`).
const NAMED_AFTER: [(&str, &[&str]); 6] = [
    (
        "like",
        &["domain", "domains", "motif", "motifs", "repeat", "repeats", "module", "modules", "peptide", "peptides", "protein", "proteins"],
    ),
    ("related", &["protein", "proteins", "ligand", "ligands", "peptide", "peptides"]),
    ("binding", &["protein", "proteins", "factor", "factors"]),
    // Proteins that were seen beside a gene's are no name: `PAX6-interacting proteins`.
    ("associated", &["protein", "glycoprotein", "factor", "factors"]),
    ("interacting", &["protein"]),
    ("inducible", &["protein", "proteins"]),
];

/// Whether a link with a word for proteins, or `homology`, begins at the token `to`: `-binding protein`, `homology 2 domain`. What
/// has homology to something else is a gene.
fn is_another(paper: Tokenized<'_>, to: usize, naming: impl Fn(&Token) -> Option<Naming>) -> bool {
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let Some(link) = paper.tokens.get(to) else { return false };
    let next = paper.tokens.get(to + 1);
    match naming(link) {
        Some(Naming::Homology) => {
            next.is_some_and(|next| next.gap != Gap::Break && !matches!(word(next), "to" | "with" | "between" | "of"))
        }
        Some(Naming::Link) => next
            .filter(|next| matches!(next.gap, Gap::Space | Gap::Hyphen))
            .is_some_and(|next| NAMED_AFTER.iter().any(|(known, nouns)| *known == word(link) && nouns.contains(&word(next)))),
        _ => false,
    }
}

/// Whether marks beside the words make them a part of an address, a species, a citation or a chain. Two bytes on either side
/// tell most words from these.
fn is_marked(paper: Tokenized<'_>, group: &Group, naming: impl Fn(&Token) -> Option<Naming>) -> bool {
    let (start, end) = (group.span.start.index(), group.span.end.index());
    let bytes = paper.text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let (before, after) = ([byte(start.wrapping_sub(2)), byte(start.wrapping_sub(1))], [byte(end), byte(end + 1)]);
    let joins = |byte: u8| matches!(byte, b'@' | b'.' | b'/' | b'-' | b'_');
    let own = || group.span.of(paper.text).unwrap_or("");
    before == *b". " && is_epithet(paper, group.first as usize, own())
        || (before == *b"& " || after == *b" &") && is_co_author(paper, group, own())
        || (joins(before[1]) || joins(after[0])) && is_address(paper, group)
        || after[0] == b':' && is_chain(paper, group, own())
        || (matches!(before[1], b'-' | b';' | b'(') || after[0] == b'.') && is_band(paper, group, own())
        || (matches!(after, [b'.' | b'#', _] | [b' ', b'#'])) && is_shortened(paper, group, naming)
        || end - start == 2 && matches!(after[0], b',' | b' ' | b'-' | b'.') && is_no_element(paper, group, own())
}

/// Surnames that are the signs of elements too.
const SURNAMES: [&str; 2] = ["Li", "Ho"];

/// `Li` in `Li, W.-H.`, `Li Y,`, `Li and colleagues` and `Li-Fraumeni`; `Co` in `Co-expression` at the start of a sentence, and in
/// `Sigma Chemical Co.`
fn is_no_element(paper: Tokenized<'_>, group: &Group, own: &str) -> bool {
    let rest = paper.text.as_bytes().get(group.span.end.index()..).unwrap_or(&[]);
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let bytes_of = |token: &Token| paper.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or(&[]);
    let title =
        |token: &Token| matches!(bytes_of(token), [first, second, _, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase());
    if SURNAMES.contains(&own) {
        return match rest {
            [b',', b' ', initial, b'.', ..] | [b' ', initial, b'.' | b',', ..] => initial.is_ascii_uppercase(),
            [b'-', ..] => paper.tokens.get(to).is_some_and(title),
            _ => rest.starts_with(b" and colleagues") || rest.starts_with(b" and co-workers") || rest.starts_with(b" and coworkers"),
        };
    }
    let before = from.checked_sub(1).map(|at| &paper.tokens[at]).filter(|_| paper.tokens[from].gap == Gap::Space);
    own == "Co"
        && match rest {
            [b'-', next, ..] => next.is_ascii_lowercase() && paper.tokens[from].gap == Gap::Break,
            [b'.', ..] => before.is_some_and(title),
            _ => false,
        }
}

/// So many tokens of a code are looked at.
const PIECE: usize = 3;

/// `Co` in `Co., Ltd` and `cat` in `cat. no. 9101` or `cat #9101`: a word cut short.
fn is_shortened(paper: Tokenized<'_>, group: &Group, naming: impl Fn(&Token) -> Option<Naming>) -> bool {
    let (to, rest) = ((group.first + group.length) as usize, paper.text.as_bytes().get(group.span.end.index()..).unwrap_or(&[]));
    let bytes_of = |token: &Token| paper.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or(&[]);
    // `9101`, `A1234G`: letters and digits in one piece are several tokens.
    let number = |at: usize| {
        let behind = |token: &&Token| token.start as usize == paper.tokens[at].start as usize || token.gap == Gap::Nothing;
        let mut piece = paper.tokens.get(at..).unwrap_or(&[]).iter().take(PIECE).take_while(behind);
        piece.any(|token| bytes_of(token).iter().any(u8::is_ascii_digit))
    };
    let own = || group.span.of(paper.text).unwrap_or("");
    let small = || own().bytes().all(|byte| byte.is_ascii_lowercase());
    // `cat. ab108856`, `cat. BP-E93101`: letters and digits in one piece.
    let is_code = || {
        let mut code = rest[1..].trim_ascii_start().split(|byte| !byte.is_ascii_alphanumeric() && (*byte != b'-' || own() != "cat"));
        let code = code.next().unwrap_or(&[]);
        code.iter().any(u8::is_ascii_digit) && code.iter().any(u8::is_ascii_alphabetic)
    };
    match rest {
        [b'#', ..] | [b' ', b'#', ..] => group.span.len() <= SHORT_SYMBOL && number(to),
        [b'.', ..] if group.span.len() <= SHORT_SYMBOL => match paper.tokens.get(to).and_then(naming) {
            Some(Naming::Organisation) => true,
            Some(Naming::Number) => number(to + 1),
            _ => rest.get(1..3) == Some(b" #") && number(to) || small() && is_code(),
        },
        _ => false,
    }
}

fn is_capital(paper: Tokenized<'_>, token: &Token) -> bool {
    paper.text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_uppercase)
}

/// Whether every word begins with a capital.
fn is_title(words: &str) -> bool {
    words.split(' ').all(|word| word.bytes().next().is_some_and(|first| first.is_ascii_uppercase()))
}

/// `tuberculosis` in `M. tuberculosis`.
fn is_epithet(paper: Tokenized<'_>, from: usize, own: &str) -> bool {
    let start = paper.tokens[from].start as usize;
    let Some([before @ .., genus, b'.', b' ']) = paper.text.as_bytes().get(..start) else { return false };
    let small = own.bytes().all(|byte| byte.is_ascii_lowercase());
    small && genus.is_ascii_uppercase() && before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.')
}

/// `Brown` in `(Brown & Brown, 2011)`: a capitalised word beside `&`, and a year behind the two.
fn is_co_author(paper: Tokenized<'_>, group: &Group, own: &str) -> bool {
    let (start, end) = (group.span.start.index(), group.span.end.index());
    let bytes = paper.text.as_bytes();
    let beside = bytes[..start].ends_with(b"& ") || bytes[end..].starts_with(b" & ");
    // Few words stand beside the mark, which is seen sooner than how they are cased.
    if !beside || !Letters::of(own).capitalised() || own.contains(' ') {
        return false;
    }
    let rest = &bytes[end..bytes.len().min(end + 40)];
    rest.windows(4).any(|year| matches!(year, [b'1' | b'2', b'9' | b'0', decade, last] if decade.is_ascii_digit() && last.is_ascii_digit()))
}

/// A part of an electronic address.
fn is_address(paper: Tokenized<'_>, group: &Group) -> bool {
    let (start, end) = (group.span.start.index(), group.span.end.index());
    let bytes = paper.text.as_bytes();
    let (least, most) = (start.saturating_sub(REACH), bytes.len().min(end + REACH));
    let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'(' | b')' | b'<' | b'>' | b'"' | b',' | b';');
    let from = bytes[least..start].iter().rposition(blank).map_or(least, |at| least + at + 1);
    let to = bytes[end..most].iter().position(blank).map_or(most, |at| end + at);
    let chunk = &bytes[from..to];
    chunk.contains(&b'@') || chunk.windows(3).any(|marks| marks == b"://") || chunk.starts_with(b"www.")
}

/// `C18` in `C18:3`: a chain of carbon atoms with its double bonds.
fn is_chain(paper: Tokenized<'_>, group: &Group, own: &str) -> bool {
    let digits = own.strip_prefix('C').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    digits && matches!(paper.text.as_bytes().get(group.span.end.index()..), Some([b':', digit, ..]) if digit.is_ascii_digit())
}

/// `p16` in `2p15-p16`, `p21` in `t(2;6)(q31;p21.3)`: a band of a chromosome.
fn is_band(paper: Tokenized<'_>, group: &Group, own: &str) -> bool {
    let [b'p' | b'q', digits @ ..] = own.as_bytes() else { return false };
    if digits.len() > 2 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    if matches!(paper.text.as_bytes().get(group.span.end.index()..), Some([b'.', digit, ..]) if digit.is_ascii_digit()) {
        return true;
    }
    let start = group.span.start.index();
    let before = &paper.text.as_bytes()[start.saturating_sub(REACH)..start];
    let chunk = before.rsplit(u8::is_ascii_whitespace).next().unwrap_or(&[]);
    let on_arm = chunk.windows(3).any(|three| matches!(three, [b'0'..=b'9' | b'X' | b'Y', b'p' | b'q', b'0'..=b'9']));
    chunk.ends_with(b"-") && on_arm || chunk.ends_with(b";") && chunk.windows(2).any(|two| two == b")(") || chunk.ends_with(b")(")
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_part_of_another_name_is_no_name() {
        let types = ["gene", "gene_family", "complex", "drug", "disease", "cell_type"];
        let annotator = Annotator::builder().types(types).build().expect("the embedded dictionary opens");
        let none: [&str; 0] = [];
        for (text, expected) in [
            ("Carriers of the hepatitis B virus were treated.", &none[..]),
            ("Carriers with hepatitis B were treated.", &["hepatitis B"]),
            ("The strain of M. tuberculosis was grown.", &none),
            ("The strain of Mycobacterium tuberculosis was grown.", &none),
            ("Patients with tuberculosis were seen.", &["tuberculosis"]),
            ("As the American Diabetes Association says.", &none),
            ("The association of diabetes with age.", &["diabetes"]),
            ("This was shown (Brown & Paul, 2011) before.", &none),
            ("Write to diabetes@clinic.org today.", &none),
            ("See https://example.org/malaria/index.html today.", &none),
            ("Levels of C18:3 were low.", &none),
            ("It has two Src homology 2 domains.", &none),
            ("It has a pleckstrin homology (PH) domain.", &none),
            ("The p53 homology to p63 is high.", &["p53", "p63"]),
            ("A novel Bcl-2-binding protein was cloned.", &none),
            ("The Bcl-2 binding site was lost.", &["Bcl-2"]),
            ("It has ten EGF-like repeats.", &none),
            ("A p53-like gene was cloned.", &["p53"]),
            ("Three PAX6-interacting proteins were cloned.", &["PAX6"]),
            ("The tumor necrosis factor-related protein was cloned.", &["tumor necrosis factor"]),
            ("It lies on chromosome 2p15-p16 there.", &none),
            ("A translocation t(2;6)(q31;p21.3) was seen.", &none),
            ("Loss of p16 was seen.", &["p16"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_with_a_capital_is_no_symbol_beside_numbers_and_names() {
        let annotator = Annotator::builder().types(["gene", "gene_family"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("The band was cut (Fig.\u{a0}1) and sequenced (Fig. 2A, Fig. S3, Fig 4, S5 Fig).", &[][..]),
            ("The line is from the RIKEN Cell Bank in Tsukuba.", &[]),
            ("Calcium was stained with Alizarin Red S in San Diego.", &[]),
            ("As in Ref. 12, expression rose in Step 2.", &[]),
            ("The mast cells need the receptor Kit for this.", &["Kit"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_surname_or_a_prefix_is_no_element() {
        let annotator = Annotator::builder().types(["drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("As shown by Fu, Y. and Li, W.-H. in that year.", &[][..]),
            ("As Li and colleagues showed.", &[]),
            ("Members had the Li-Fraumeni syndrome.", &[]),
            ("It rose. Co-expression of both was seen.", &[]),
            ("Bought from Sigma Chemical Co. in bulk.", &[]),
            ("Levels of Li were high.", &["Li"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_cut_short_is_no_name() {
        let annotator = Annotator::builder().types(["drug", "species"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Bought from Jiancheng Biotechnology Co., Ltd in Haimen.", &[][..]),
            (
                "The antibody (cat. no. 9101), a second one (cat #4267) and a third (cat. #77, cat. ab10885, cat. BP-E93101, Cat. No. A1234G) were used.",
                &[],
            ),
            ("They kept a cat. No other animal was seen with the cat.", &["cat", "cat"]),
        ] {
            assert_eq!(annotator.words(text), expected, "{text}");
        }
    }
}
