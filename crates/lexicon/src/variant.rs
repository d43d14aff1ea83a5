//! Spellings that papers use beside the one that a source gives.
//!
//! They are made once, when the dictionary is compiled, so that they cost nothing on text. What tokens level
//! already (case, hyphens and blanks, Greek letters against their names, plurals, accents) needs no variant.

use crate::token::{Gap, Token, tokenize};

/// US and UK: stems of words, the first as in the sources.
const SPELLINGS: [(&str, &str); 24] = [
    ("tumor", "tumour"),
    // anemia, leukemia, ischemic, hyperkalemia
    ("emia", "aemia"),
    ("emic", "aemic"),
    ("pnea", "pnoea"),
    ("rrhea", "rrhoea"),
    ("hemat", "haemat"),
    ("hemorrhag", "haemorrhag"),
    ("hemoglob", "haemoglob"),
    ("hemolyt", "haemolyt"),
    ("hemophil", "haemophil"),
    ("edema", "oedema"),
    ("esophag", "oesophag"),
    ("estro", "oestro"),
    ("pediatric", "paediatric"),
    ("orthoped", "orthopaed"),
    ("leukocyt", "leucocyt"),
    ("fetal", "foetal"),
    ("fetus", "foetus"),
    ("sulf", "sulph"),
    ("gynec", "gynaec"),
    ("celiac", "coeliac"),
    ("behavior", "behaviour"),
    ("ceroid", "caeroid"),
    ("nevus", "naevus"),
];

/// Words for one organ, at the beginning of the name of a disease.
const SAME_ORGAN: [&[&str]; 9] = [
    &["renal", "kidney"],
    &["hepatic", "liver"],
    &["cardiac", "heart"],
    &["pulmonary", "lung"],
    &["gastric", "stomach"],
    &["cerebral", "brain"],
    &["cutaneous", "skin"],
    &["pancreatic", "pancreas"],
    &["vesical", "bladder"],
];

/// Nouns of diseases that say the same at the end of a name.
const SAME_NOUN: [&[&str]; 2] = [&["disease", "disorder"], &["neoplasm", "tumor"]];

/// Names of Greek letters that genes carry, with the Latin letter that stands for them in ASCII.
const GREEK: [(&str, &str); 9] = [
    ("alpha", "a"),
    ("beta", "b"),
    ("gamma", "g"),
    ("delta", "d"),
    ("epsilon", "e"),
    ("kappa", "k"),
    ("zeta", "z"),
    ("lambda", "l"),
    ("theta", "q"),
];

const ROMAN: [(&str, &str); 8] = [("I", "1"), ("II", "2"), ("III", "3"), ("IV", "4"), ("V", "5"), ("VI", "6"), ("VII", "7"), ("VIII", "8")];

/// Appends other spellings of `name` to `out`.
///
/// ```
/// let mut out = Vec::new();
/// biospan_lexicon::variant::spellings("TNF-alpha", "gene", &mut out);
/// assert_eq!(out, ["TNFalpha", "TNF-a"]);
/// ```
pub fn spellings(name: &str, entity_type: &str, out: &mut Vec<String>) {
    if name.len() > 80 {
        return;
    }
    let gene = matches!(entity_type, "gene" | "gene_family" | "complex");
    if gene {
        greek(name, out);
    }
    // Symbols have no region: SULF1 is spelled so everywhere.
    if !gene || name.contains(' ') {
        region(name, out);
    }
    if entity_type == "disease" {
        organs(name, out);
        prefixes(name, out);
    }
    numerals(name, out);
}

/// `non-alcoholic` and `nonalcoholic`.
fn prefixes(name: &str, out: &mut Vec<String>) {
    let lower = name.to_ascii_lowercase();
    for (at, _) in lower.match_indices("non") {
        let begins = at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric();
        let rest = name.get(at + 3..).unwrap_or("");
        if let Some(joined) = rest.strip_prefix('-').filter(|_| begins) {
            out.push(format!("{}{joined}", &name[..at + 3]));
        } else if begins && rest.bytes().take_while(u8::is_ascii_lowercase).count() >= 5 {
            out.push(format!("{}-{rest}", &name[..at + 3]));
        }
    }
}

/// An organ and its adjective, and nouns of diseases that say the same: `kidney disease`, `renal disease`, `renal disorder`.
fn organs(name: &str, out: &mut Vec<String>) {
    let mut forms = vec![name.to_owned()];
    for group in SAME_ORGAN.iter().chain(&SAME_NOUN) {
        let noun = SAME_NOUN.contains(group);
        for at in 0..forms.len() {
            let form = forms[at].clone();
            let Some(own) = group.iter().find(|word| place(&form, word, noun).is_some()) else { continue };
            let Some(from) = place(&form, own, noun) else { continue };
            for other in group.iter().filter(|other| *other != own) {
                forms.push(format!("{}{other}{}", &form[..from], &form[from + own.len()..]));
            }
        }
    }
    out.extend(forms.drain(1..).take(12));
}

/// Where a word stands in a name: an organ at its beginning, a noun at its end, and another word beside it.
fn place(name: &str, word: &str, noun: bool) -> Option<usize> {
    if noun {
        let from = name.len().checked_sub(word.len())?;
        (name.get(from..) == Some(word) && name.get(..from)?.ends_with(' ')).then_some(from)
    } else {
        let rest = name.strip_prefix(word)?;
        rest.starts_with(' ').then_some(0)
    }
}

/// The other side of the Atlantic: one variant each way, with every stem changed.
fn region(name: &str, out: &mut Vec<String>) {
    let lower = name.to_ascii_lowercase();
    if lower.len() != name.len() {
        return;
    }
    for to_uk in [true, false] {
        let mut changed = name.to_owned();
        for (us, uk) in SPELLINGS {
            let (from, to) = if to_uk { (us, uk) } else { (uk, us) };
            respell(&mut changed, from, to);
        }
        if changed != name {
            out.push(changed);
        }
    }
}

/// Replaces a stem where it stands, unless the word is spelled the other way already ("oedema" holds "edema").
fn respell(name: &mut String, from: &str, to: &str) {
    let lower = name.to_ascii_lowercase();
    let Some(at) = lower.find(from).filter(|_| !lower.contains(to) || !to.contains(from)) else { return };
    let mut to = to.to_owned();
    if name[at..].starts_with(|first: char| first.is_ascii_uppercase()) {
        to[..1].make_ascii_uppercase();
    }
    name.replace_range(at..at + from.len(), &to);
}

/// `TNF-alpha` also as `TNFalpha` (as one word) and `TNF-a`; `beta-catenin` as `b-catenin`.
fn greek(name: &str, out: &mut Vec<String>) {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(name, 0, name.len(), &mut tokens);
    let word = |token: &Token| &name[token.start as usize..token.end as usize];
    let joins = |gap: Gap| matches!(gap, Gap::Hyphen | Gap::Nothing | Gap::Space);
    let is_letters = |token: &Token| word(token).bytes().all(|byte| byte.is_ascii_alphabetic());
    for (index, token) in tokens.iter().enumerate() {
        let lower = word(token).to_ascii_lowercase();
        let Some((greek, latin)) =
            GREEK.iter().find(|(greek, _)| *greek == lower || crate::token::greek_name(first(word(token))) == Some(greek))
        else {
            continue;
        };
        let before = index.checked_sub(1).map(|before| &tokens[before]).filter(|before| joins(token.gap) && is_letters(before));
        let after = tokens.get(index + 1).filter(|after| joins(after.gap) && is_letters(after));
        let (from, to) = (token.start as usize, token.end as usize);
        // IFN-gamma also as IFNgamma
        if let Some(before) = before
            && word(before).len() <= 6
        {
            let rest = after.map_or(to, |after| after.start as usize);
            out.push(format!("{}{greek}{}", &name[..before.end as usize], &name[rest..]));
        }
        // IFN-gamma as IFN-g, beta-catenin as b-catenin: short names with a hyphen, where ASCII puts a letter
        let hyphen = token.gap == Gap::Hyphen || after.is_some_and(|after| after.gap == Gap::Hyphen);
        // and longer ones where it is their end: tumor necrosis factor-a
        let end = token.gap == Gap::Hyphen && index + 1 == tokens.len();
        if hyphen && tokens.len() <= 4 && (name.len() <= 16 || end) {
            out.push(format!("{}{latin}{}", &name[..from], &name[to..]));
        }
    }
}

fn first(word: &str) -> char {
    word.chars().next().unwrap_or(' ')
}

/// `type II` also as `type 2`, and back.
fn numerals(name: &str, out: &mut Vec<String>) {
    for marker in ["type ", "Type ", "factor ", "Factor ", "stage ", "grade "] {
        let Some(at) = name.find(marker) else { continue };
        let from = at + marker.len();
        let length = name[from..].find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(name.len() - from);
        let number = &name[from..from + length];
        let other = ROMAN.iter().find_map(|(roman, arabic)| match number {
            _ if number == *roman => Some(arabic),
            _ if number == *arabic => Some(roman),
            _ => None,
        });
        if let Some(other) = other {
            out.push(format!("{}{other}{}", &name[..from], &name[from + length..]));
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_spell_as_they_like() {
        for (name, entity_type, expected) in [
            ("IFN-gamma", "gene", vec!["IFNgamma", "IFN-g"]),
            ("NF-kappaB", "gene_family", vec![]),
            ("NF-kappa-B", "gene_family", vec!["NFkappaB", "NF-k-B"]),
            ("β-catenin", "gene", vec!["b-catenin"]),
            (
                "tumor necrosis factor-alpha",
                "gene",
                vec!["tumor necrosis factoralpha", "tumor necrosis factor-a", "tumour necrosis factor-alpha"],
            ),
            ("SULF1", "gene", vec![]),
            ("brain tumor", "disease", vec!["brain tumour", "cerebral tumor", "brain neoplasm", "cerebral neoplasm"]),
            ("Haemophilia A", "disease", vec!["Hemophilia A"]),
            ("type 2 diabetes mellitus", "disease", vec!["type II diabetes mellitus"]),
            ("collagen type IV", "gene_family", vec!["collagen type 4"]),
            ("Cerebral Hemorrhage", "disease", vec!["Cerebral Haemorrhage"]),
            ("oedema", "disease", vec!["edema"]),
            ("renal disease", "disease", vec!["kidney disease", "renal disorder", "kidney disorder"]),
            ("heart injury", "disease", vec!["cardiac injury"]),
            ("non-small cell lung cancer", "disease", vec!["nonsmall cell lung cancer"]),
            ("nonalcoholic steatohepatitis", "disease", vec!["non-alcoholic steatohepatitis"]),
            ("melanoma", "disease", vec![]),
        ] {
            let mut out = Vec::new();
            spellings(name, entity_type, &mut out);
            assert_eq!(out, expected, "{name}");
        }
    }
}
