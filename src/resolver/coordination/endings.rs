//! Names behind a name that share all but its end: `10` in `CXCL9/10`, `6` and `8` in `IL-1, -6 and -8`, `C` in
//! `hepatitis B and C`, `3` to `7` in `Mcm2-7`.

use biospan_lexicon::hash;
use biospan_lexicon::token::{Gap, Token, greek_name};

use super::{LONGEST, MOST, Part, hashes};
use crate::resolver::candidate::Group;
use crate::resolver::local::Tokenized;

/// The end of a name that others may share the rest of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// `1` of `IL-1`.
    Number,
    /// `A` of `hHR23A`.
    Letter,
    /// `II` of `mucopolysaccharidosis type II`.
    Roman,
    /// `A8` of `S100A8`.
    LetterNumber,
    /// `alpha` of `IL-1 alpha`.
    Greek,
    /// `beta1` of `TGF-beta1`.
    GreekNumber,
}

impl End {
    /// The number of its tokens.
    fn length(self) -> usize {
        if matches!(self, End::GreekNumber | End::LetterNumber) { 2 } else { 1 }
    }

    /// What the first of the tokens begin with.
    fn at(text: &str, tokens: &[Token]) -> Option<End> {
        let word = |token: &Token| &text[token.start as usize..token.end as usize];
        let number = |token: &Token| word(token).len() <= 3 && word(token).bytes().all(|byte| byte.is_ascii_digit());
        let first = tokens.first()?;
        let greek = |word: &str| GREEK.contains(&word) || word.chars().next().is_some_and(|first| greek_name(first).is_some());
        let numbered = || tokens.get(1).is_some_and(|next| next.gap == Gap::Nothing && number(next));
        if number(first) {
            Some(End::Number)
        } else if greek(word(first)) {
            Some(if numbered() { End::GreekNumber } else { End::Greek })
        } else if matches!(word(first).as_bytes(), [b'A'..=b'Z']) {
            Some(if numbered() { End::LetterNumber } else { End::Letter })
        } else {
            (word(first).len() <= 4 && is_roman(word(first))).then_some(End::Roman)
        }
    }

    /// Whether what the first of the tokens begin with goes on with what a name ends in, which is the token `last`.
    fn continues(self, text: &str, last: &Token, tokens: &[Token]) -> bool {
        let word = |token: &Token| &text[token.start as usize..token.end as usize];
        match End::at(text, tokens) {
            Some(End::Roman) if self == End::Letter => is_roman(word(last)),
            Some(End::Letter) if self == End::Roman => is_roman(word(&tokens[0])),
            own => own == Some(self),
        }
    }

    /// What the tokens of a name end in.
    fn of(text: &str, tokens: &[Token]) -> Option<End> {
        let fits = |length: &usize| {
            let from = tokens.len().checked_sub(*length).filter(|from| *from > 0);
            from.is_some_and(|from| End::at(text, &tokens[from..]).is_some_and(|end| end.length() == *length))
        };
        let length = [2, 1].into_iter().find(fits)?;
        End::at(text, &tokens[tokens.len() - length..])
    }
}

fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| b"IVX".contains(&byte))
}

/// Greek letters that tell genes apart.
const GREEK: [&str; 8] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];

/// What may follow a bare number or letter that is a part of a name.
pub struct Bare<'p> {
    /// The text and its tokens.
    pub paper: Tokenized<'p>,
    /// The first token of the number or letter.
    pub first: usize,
    /// The token behind it.
    pub behind: Option<&'p Token>,
    /// The last token of the name before it.
    pub number: usize,
    /// Whether it is the last of a list of three or more.
    pub listed: bool,
}

/// Words behind `HMG1 and 2` that leave the number a part of it.
const BEHIND: [&str; 32] = [
    "after", "and", "are", "as", "at", "before", "but", "by", "can", "did", "do", "during", "for", "from", "had", "have", "in", "into",
    "is", "may", "on", "or", "than", "through", "to", "via", "was", "were", "which", "while", "with", "without",
];
/// Marks behind it that do.
const MARKS: &[u8] = b".,;:)";
/// Words that a number always follows.
const CLASSES: [&str; 10] = ["type", "types", "grade", "grades", "stage", "stages", "group", "groups", "class", "classes"];
/// Words that make the number before them an amount.
const MEASURES: [&str; 13] = ["h", "hours", "days", "weeks", "months", "years", "min", "minutes", "mg", "ml", "mM", "times", "patients"];
/// What stands before a number that lacks the beginning of its name.
const HYPHENS: [char; 4] = ['-', '‐', '‑', '–'];

impl Bare<'_> {
    fn word(&self, token: &Token) -> &str {
        &self.paper.text[token.start as usize..token.end as usize]
    }

    /// Whether it belongs to the name of a gene before it: the word behind it leaves it to that, or speaks for genes (`HMG1 and 2
    /// are`, `HMG1 and 2 genes`), or it ends a clause or a list (`TLR2, 3 and 4`).
    pub fn is_of_gene(&self, speaks: impl Fn(&Token) -> bool) -> bool {
        let token = &self.paper.tokens[self.first];
        let blank = token.start > 0 && self.paper.text.as_bytes()[token.start as usize - 1] == b' ';
        let letters = token.gap == Gap::Comma && self.is_letter();
        let named = |behind: &&Token| behind.gap == Gap::Space && (speaks(behind) || BEHIND.contains(&self.word(behind)));
        let ends = || token.gap == Gap::Space && self.ends_clause();
        blank && (!letters && self.behind.filter(named).is_some() || ends() || self.ends_list())
    }

    /// Whether a mark of a clause stands right behind it, or a bracket with words.
    fn ends_clause(&self) -> bool {
        let end = self.paper.tokens[self.first].end as usize;
        match &self.paper.text.as_bytes()[end..] {
            [] | [b'\n', ..] => true,
            [b' ', b'(', letter, ..] => letter.is_ascii_alphabetic(),
            [mark, ..] => MARKS.contains(mark) && self.behind.is_none_or(|behind| behind.gap != Gap::Point),
        }
    }

    /// Whether it belongs to the name of a disease before it: `hepatitis B and C`, `diabetes type 1 and 2 patients`; not in
    /// `MEN 1 and 2 patients`, `hepatitis B and C virus`.
    pub fn is_of_disease(&self) -> bool {
        let classed = self.number.checked_sub(1).is_some_and(|at| CLASSES.contains(&self.word(&self.paper.tokens[at])));
        let free = self.behind.is_none_or(|behind| {
            let word = self.word(behind);
            behind.gap != Gap::Space || BEHIND.contains(&word) || (self.is_letter() || classed) && !word.starts_with("virus")
        });
        free || self.ends_list()
    }

    fn is_letter(&self) -> bool {
        self.word(&self.paper.tokens[self.first]).bytes().all(|byte| byte.is_ascii_uppercase())
    }

    fn ends_list(&self) -> bool {
        let measure = |behind: &Token| behind.gap == Gap::Space && MEASURES.contains(&self.word(behind));
        self.listed && !self.behind.is_some_and(measure)
    }
}

/// Whether what stands behind a group may share a part of it: behind a slash, a comma, a conjunction or a hyphen.
pub fn may_share(paper: Tokenized<'_>, group: &Group) -> bool {
    let Some(next) = paper.tokens.get((group.first + group.length) as usize) else { return false };
    let word = &paper.text[next.start as usize..next.end as usize];
    match next.gap {
        Gap::Slash | Gap::Comma => true,
        Gap::Hyphen => word.bytes().all(|byte| byte.is_ascii_digit()),
        _ => matches!(word, "and" | "or"),
    }
}

/// The names behind a group that a range tells, if each of them is one: those of 3 to 7 in `Mcm2-7`. No range are `IL1-10 ng`,
/// `GSTA4-4`, `SOX1-3-5` and `bak1-3`, an allele.
#[must_use]
pub fn range(paper: Tokenized<'_>, group: &Group, known: impl Fn(&[u64]) -> Option<u32>) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let number = |at: usize| {
        let token = paper.tokens.get(at).filter(|token| at == to - 1 || token.gap == Gap::Hyphen)?;
        word(token).parse::<usize>().ok().filter(|number| (1..100).contains(number) && !word(token).starts_with('0'))
    };
    let (Some(low), Some(high)) = (number(to - 1), number(to)) else { return Vec::new() };
    let counts = |behind: &Token| match behind.gap {
        Gap::Nothing | Gap::Point => true,
        Gap::Hyphen => word(behind).starts_with(|first: char| first.is_ascii_digit()),
        Gap::Space => MEASURES.contains(&word(behind)),
        _ => false,
    };
    let capital = group.span.of(paper.text).is_some_and(|words| words.contains(char::is_uppercase));
    if group.length < 2 || !capital || low >= high || high - low >= MOST || paper.tokens.get(to + 1).is_some_and(counts) {
        return Vec::new();
    }
    let stem: Vec<u64> = paper.tokens[from..to - 1].iter().map(|token| token.hash).collect();
    let part = |number: usize| {
        let name: Vec<u64> = stem.iter().copied().chain([hash::token(number.to_string().as_bytes())]).collect();
        Some(Part::new(paper, to..to + 1, known(&name)?))
    };
    (low + 1..=high).map(part).collect::<Option<Vec<Part>>>().unwrap_or_default()
}

/// The names behind a group that share all but its end; `known` gives the key of a name of the right type. A number behind a
/// comma or conjunction is a part of a name if it has a hyphen of its own, or if `is_bare` says so.
#[must_use]
pub fn sharing(
    paper: Tokenized<'_>,
    group: &Group,
    known: impl Fn(&[u64]) -> Option<u32>,
    is_bare: impl Fn(&Bare<'_>) -> bool,
) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let mut parts = Vec::new();
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let is_conjunction = |token: &Token| matches!(word(token), "and" | "or") && matches!(token.gap, Gap::Space | Gap::Comma);
    let Some(end) = End::of(paper.text, &paper.tokens[from..to]) else { return parts };
    // `S100A8/9` shares more than `S100A8/A9` and `GalNAc-T1 and -T2`.
    let next = to + usize::from(paper.tokens.get(to).is_some_and(is_conjunction));
    let whole = end != End::LetterNumber || End::at(paper.text, paper.tokens.get(next..).unwrap_or(&[])) == Some(end);
    let end = if whole { end } else { End::Number };
    let (stem, last) = paper.tokens[from..to].split_at(group.length as usize - end.length());
    let (mut at, mut sure) = (to, 0);
    while let Some(next) = paper.tokens.get(at).filter(|_| parts.len() < MOST) {
        let conjunction = is_conjunction(next);
        let first = at + usize::from(conjunction);
        let own = paper.tokens.get(first..).unwrap_or(&[]);
        let Some(token) = own.first().filter(|_| end.continues(paper.text, &last[0], own)) else { break };
        let (own, behind) = (&own[..end.length()], own.get(end.length()));
        let slash = !conjunction && token.gap == Gap::Slash;
        let free = behind.is_none_or(|behind| !matches!(behind.gap, Gap::Nothing | Gap::Point));
        let Some(key) = known(&hashes(stem, own)).filter(|_| free && (slash || conjunction || token.gap == Gap::Comma)) else { break };
        at = first + own.len();
        let mut part = Part { slash, ..Part::new(paper, first..at, key) };
        // The hyphen belongs to it: `-6`.
        let hyphen = paper.text[..token.start as usize].chars().next_back().filter(|mark| HYPHENS.contains(mark));
        part.span.start.0 -= hyphen.map_or(0, |mark| mark.len_utf8() as u32);
        parts.push(part);
        // Behind a slash, or with a hyphen of its own, it is a name; a bare number may be a number, if it does not end a list.
        if !slash && hyphen.is_none() {
            let bare = Bare { paper, first, behind, number: to - 1, listed: conjunction && parts.len() > 1 };
            if !matches!(token.gap, Gap::Space | Gap::Comma) || !is_bare(&bare) {
                if conjunction {
                    break;
                }
                continue;
            }
        }
        sure = parts.len();
    }
    parts.truncate(sure);
    parts
}

/// The members that a family name of this form lists: `ERK1` and `2` of `ERK1/2`, `Smad1`, `5` and `8` of `Smad1/5/8`.
#[must_use]
pub fn listed(paper: Tokenized<'_>, group: &Group, known: impl Fn(&[u64]) -> Option<u32>) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let tokens = &paper.tokens[from..to];
    let is_number = |token: &Token| paper.text[token.start as usize..token.end as usize].bytes().all(|byte| byte.is_ascii_digit());
    let behind = tokens.iter().rev().take_while(|token| is_number(token) && token.gap == Gap::Slash).count();
    let Some(stem) = tokens.len().checked_sub(behind + 1).filter(|stem| *stem > 0 && behind > 0 && is_number(&tokens[*stem])) else {
        return Vec::new();
    };
    let part = |at: usize| {
        let first = if at == stem { 0 } else { at };
        let key = known(&hashes(&tokens[..stem], &tokens[at..=at]))?;
        Some(Part { slash: true, ..Part::new(paper, from + first..from + at + 1, key) })
    };
    (stem..tokens.len()).map(part).collect::<Option<Vec<Part>>>().unwrap_or_default()
}

/// The names that share the beginning of a group up to its `of`: `ovary` in `cancer of the breast and ovary`. `begins_name`
/// tells of a token whether a name begins there, which shares nothing (`carcinoma of the lung and liver cirrhosis`).
#[must_use]
pub fn objects(paper: Tokenized<'_>, group: &Group, known: impl Fn(&[u64]) -> Option<u32>, begins_name: impl Fn(u32) -> bool) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let word = |at: usize| paper.tokens.get(at).map(|token| &paper.text[token.start as usize..token.end as usize]);
    let mut parts: Vec<Part> = Vec::new();
    let Some(of) = (from + 1..to.saturating_sub(1)).find(|at| word(*at) == Some("of")) else { return parts };
    let the = of + 1 + usize::from(word(of + 1) == Some("the"));
    let (mut at, mut conjoined) = (to, false);
    while let Some(next) = paper.tokens.get(at).filter(|_| parts.len() < MOST && !conjoined) {
        let conjunction = matches!(word(at), Some("and" | "or")) && matches!(next.gap, Gap::Space | Gap::Comma);
        let first = at + usize::from(conjunction);
        let first = first + usize::from(conjunction && word(first) == Some("the"));
        let joined = conjunction && paper.tokens.get(first).is_some_and(|own| own.gap == Gap::Space) || next.gap == Gap::Comma;
        let own = (1..=LONGEST).rev().filter_map(|length| Some((first..first + length, paper.tokens.get(first..first + length)?)));
        let run = |own: &[Token]| own.iter().skip(1).all(|token| matches!(token.gap, Gap::Space | Gap::Hyphen));
        let found = own.filter(|(_, own)| joined && run(own)).find_map(|(range, own)| {
            let stems = [of + 1, the];
            let key = stems.iter().find_map(|stem| known(&hashes(&paper.tokens[from..*stem], own)))?;
            Some(Part::new(paper, range, key))
        });
        let Some(part) = found.filter(|part| !begins_name(part.first)) else { break };
        at = (part.first + part.length) as usize;
        conjoined = conjunction;
        parts.push(part);
    }
    if conjoined { parts } else { Vec::new() }
}
