//! Rule `coordination`: names that share a part are opened: `CXCL9/10`, `IL-1, -6 and -8`, `breast and ovarian cancer`,
//! `type 1 and 2 diabetes`, `CD4+ and CD8+ T cells`. Annotators mark such an expression as one mention that names several
//! concepts, and so do we: each concept is a mention of the whole expression.

mod endings;
mod heads;

use std::ops::Range;

use biospan_lexicon::image::NameEntry;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::{Candidates, Group, LIKELY, Names};
use super::cue::{CELL, DISEASE, DRUG, GENE, Voices};
use super::evidence::Form;
use super::local::Tokenized;
use super::{Resolved, Resolver, sense};
use crate::document::{ByteOffset, Span};

/// How many words of its own a name in a coordination has at most: `renal cell and head and neck cancers`.
const LONGEST: usize = 3;
/// How many names share an end at most.
const MOST: usize = 16;

/// A part of a coordination that stands for a whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    /// Its first token.
    first: u32,
    /// Number of tokens.
    length: u32,
    /// Its bytes.
    span: Span,
    /// The key of the whole name in the dictionary that was asked.
    key: u32,
    /// Whether only a slash stands before it.
    slash: bool,
}

impl Part {
    /// Some tokens, at least one, as a part.
    fn new(paper: Tokenized<'_>, tokens: Range<usize>, key: u32) -> Part {
        let span = Span::new(paper.tokens[tokens.start].start, paper.tokens[tokens.end - 1].end);
        Part { first: tokens.start as u32, length: tokens.len() as u32, span, key, slash: false }
    }
}

/// The tokens of a name in two pieces.
fn hashes(stem: &[Token], own: &[Token]) -> Vec<u64> {
    stem.iter().chain(own).map(|token| token.hash).collect()
}

/// What shares a part with a name.
#[derive(Default)]
struct Sharing {
    /// In front of it.
    before: Vec<Part>,
    /// Behind it.
    behind: Vec<Part>,
    /// Behind it, but a mention of its own.
    apart: Vec<Part>,
    /// Numbers in front make other names of it, and it is none by itself: `type 1 and 2 diabetes`.
    numbered: bool,
}

impl Resolver<'_> {
    /// Adds the parts of a coordination to `parts`; whether they take the place of the whole (`ERK1/2` is two genes). `begin` gives
    /// the first token and byte of a name with the words that belong to it.
    pub(super) fn open_coordination(
        &self,
        paper: Tokenized<'_>,
        (group, candidates): (&Group, &Candidates),
        whole: &Resolved,
        begin: impl Fn((u32, ByteOffset)) -> (u32, ByteOffset),
        parts: &mut Vec<Resolved>,
    ) -> bool {
        let Some(names) = self.names(whole.layer) else { return false };
        if self.kinds.is_family(whole.kind) && whole.layer == 0 {
            let gene = |entry: &NameEntry| {
                let kind = self.kinds.of(whole.layer, entry.entity_type());
                self.kinds.has_symbols(kind) && !self.kinds.is_family(kind)
            };
            let listed = endings::listed(paper, group, |name| sense::known(&names, name, gene));
            let found = listed.iter().filter_map(|part| self.part(&names, whole, part, gene));
            parts.extend(found.map(|part| Resolved { span: whole.span, ..part }));
            if !listed.is_empty() {
                return true;
            }
        }
        let same_kind = |entry: &NameEntry| self.kinds.of(whole.layer, entry.entity_type()) == whole.kind;
        let part = |part: &Part| self.part(&names, whole, part, same_kind);
        let sharing = self.sharing(paper, (group, candidates), &names, |name| sense::known(&names, name, same_kind));
        parts.extend(sharing.apart.iter().filter_map(part));
        let mut found: Vec<Resolved> = sharing.before.iter().chain(&sharing.behind).filter_map(part).collect();
        // `PPARα, β/δ and γ`: beta and delta are one.
        found.dedup_by_key(|part| part.concept);
        // `CD16+ and CD16- monocytes` are one name to the dictionary.
        if found.iter().all(|part| part.concept == whole.concept) {
            return false;
        }
        let first = sharing.before.first().map_or((whole.first, whole.span.start), |part| (part.first, part.span.start));
        let (_, start) = begin(first);
        let end = sharing.behind.last().map_or(whole.span.end, |part| part.span.end);
        let span = Span { start, end };
        parts.extend(found.into_iter().map(|part| Resolved { span, ..part }));
        if !sharing.numbered {
            parts.push(Resolved { span, form: Form::Part, ..whole.clone() });
        }
        true
    }

    /// Opens a short form whose long form joins two names (`SP` of sulfadoxine-pyrimethamine): each is a mention of it. Whether it
    /// is such a one; where the names are not sure, it is none at all.
    pub(super) fn open_joined(&self, (group, candidates): (&Group, &Candidates), nested: bool, parts: &mut Vec<Resolved>) -> bool {
        let Some((first, length)) = group.long_form.filter(|_| self.voices[usize::from(group.kind)] == DRUG) else { return false };
        let from = candidates.groups.partition_point(|other| other.first < first);
        let within =
            || candidates.groups[from..].iter().take_while(|other| other.first < first + length).filter(|other| other.kind == group.kind);
        if within().any(|other| (other.first, other.length) == (first, length)) {
            return false;
        }
        let names = [
            candidates.likely(first, |other| other.kind == group.kind),
            within().find(|other| other.first + other.length == first + length && other.probability >= LIKELY),
        ];
        if let [Some(left), Some(right)] = names {
            parts.extend([left, right].map(|name| Resolved {
                span: group.span,
                first: group.first,
                features: group.features,
                probability: group.probability,
                form: Form::Part,
                ..sense::choose(name, candidates.of(name), nested)
            }));
        }
        true
    }

    /// What shares a part with the name of a group; `known` gives the key of a name of its type.
    fn sharing(
        &self,
        paper: Tokenized<'_>,
        (group, candidates): (&Group, &Candidates),
        names: &Names<'_>,
        known: impl Fn(&[u64]) -> Option<u32> + Copy,
    ) -> Sharing {
        let voices = if self.kinds.has_symbols(group.kind) { GENE } else { self.voices[usize::from(group.kind)] };
        let is_name = |part: &Part| is_name(paper, names, candidates, (group, voices), part);
        // Most names have neither a neighbour that is joined to them nor a number in front.
        let (in_front, at_end) = (heads::may_share(paper, group), endings::may_share(paper, group));
        if !in_front && !at_end {
            return Sharing::default();
        }
        let before = || if in_front { heads::sharing(paper, group, known, is_name) } else { Vec::new() };
        let mut sharing = match self.kinds.name(group.kind) {
            "gene" | "gene_family" | "complex" => {
                let speaks = |token: &Token| self.cues.get(token.hash).is_some_and(|cue| cue.after & GENE != 0);
                let mut behind = endings::sharing(paper, group, known, |bare| bare.is_of_gene(speaks));
                if behind.is_empty() {
                    behind = endings::range(paper, group, known);
                }
                // `B1 and B2 receptors`; symbols share nothing but what stands in front.
                let word = behind.is_empty() && heads::ends_in_word(paper, group);
                Sharing { before: if word { before() } else { Vec::new() }, behind, ..Sharing::default() }
            }
            "drug" => {
                let mut behind = endings::sharing(paper, group, known, |_| false);
                // What else than a slash joins drugs leaves each a mention of its own.
                let slashes = behind.iter().take_while(|part| part.slash).count();
                let apart = behind.split_off(slashes);
                Sharing { behind, apart, ..Sharing::default() }
            }
            "disease" => {
                let begins_name = |first: u32| candidates.likely(first, |other| other.kind == group.kind).is_some();
                let mut behind = endings::sharing(paper, group, known, |bare| bare.is_of_disease());
                behind.extend(endings::objects(paper, group, known, begins_name));
                Sharing { before: before(), behind, ..Sharing::default() }
            }
            "cell_type" => Sharing { before: before(), ..Sharing::default() },
            _ => return Sharing::default(),
        };
        if sharing.before.is_empty() && sharing.behind.is_empty() {
            sharing.before = heads::numbered(paper, group, known);
            sharing.numbered = true;
        }
        sharing
    }

    /// A part of a coordination as a mention, if a name of the right type has its key.
    fn part(&self, names: &Names<'_>, whole: &Resolved, part: &Part, right: impl Fn(&NameEntry) -> bool) -> Option<Resolved> {
        let found = self.by_name(names, whole, part.key, right)?;
        Some(Resolved { span: part.span, first: part.first, form: Form::Part, ..found })
    }
}

/// Whether what may be a part before `group` is a name by itself: `cleft lip and cleft palate`. It is a part all the same where
/// it has lost its head noun: `Alzheimer's and Parkinson's disease`, `Duchenne or Becker muscular dystrophy`, `rod and cone
/// photoreceptors`. Beside genes a name of any type stands for itself.
fn is_name(paper: Tokenized<'_>, names: &Names<'_>, candidates: &Candidates, (group, voices): (&Group, Voices), part: &Part) -> bool {
    let same = |own: &Group| own.length == part.length && (voices == GENE || own.kind == group.kind);
    let Some(own) = candidates.likely(part.first, same) else { return false };
    let behind = paper.text.get(part.span.end.index()..).unwrap_or("");
    let (words, own_words) = (group.span.of(paper.text).unwrap_or(""), part.span.of(paper.text).unwrap_or(""));
    let same_concept = || {
        let concept = |entry: &NameEntry| candidates.of(own).iter().any(|candidate| candidate.concept == entry.concept());
        names.entries(part.key).iter().any(concept)
    };
    let begins = paper.tokens[part.first as usize].gap == Gap::Break;
    let capital = own_words.starts_with(char::is_uppercase) && own_words.chars().skip(1).any(char::is_lowercase);
    let headless = match voices {
        DISEASE => part.length == 1 && !begins && capital,
        CELL => words.ends_with('s') && !own_words.ends_with('s'),
        _ => false,
    };
    !(behind.starts_with("'s ") || behind.starts_with("’s ") || headless && same_concept())
}

/// Puts the parts of coordinations among the mentions: a part replaces what crosses it or is no longer than it, and gives
/// way to a longer mention around it. Parts of one expression have one span.
pub(super) fn join_parts(mentions: &mut Vec<Resolved>, mut parts: Vec<Resolved>) {
    parts.sort_by_key(|part| (part.span.start, part.span.end, part.first));
    let mut last = Span::default();
    parts.retain(|part| {
        let free = part.span.start >= last.end || part.span == last;
        last = if free { part.span } else { last };
        free
    });
    mentions.retain(|mention| {
        let spans = parts.as_slice();
        let first = spans.partition_point(|part| part.span.end <= mention.span.start);
        let touched = spans[first..].iter().take_while(|part| part.span.start < mention.span.end);
        touched.into_iter().all(|part| mention.span.contains(part.span) && mention.span != part.span)
    });
    let mut around = ByteOffset(0);
    let mut rest = mentions.iter().peekable();
    parts.retain(|part| {
        while let Some(mention) = rest.next_if(|mention| mention.span.start <= part.span.start) {
            around = around.max(mention.span.end);
        }
        around <= part.span.start
    });
    mentions.append(&mut parts);
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.first));
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    /// The whole expression with the identifiers of what it names.
    fn expressions(annotator: &Annotator, text: &str) -> Vec<(String, Vec<String>)> {
        let mut expressions: Vec<(String, Vec<String>)> = Vec::new();
        for (words, _, id) in annotator.found(text) {
            match expressions.last_mut().filter(|(last, _)| *last == words) {
                Some((_, ids)) => ids.push(id),
                None => expressions.push((words, vec![id])),
            }
        }
        expressions
    }

    #[test]
    fn names_that_share_a_part_are_one_expression_of_several_concepts() {
        let annotator = Annotator::builder().types(["gene", "disease", "cell_type"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Breast and ovarian cancer ran in families.", ("Breast and ovarian cancer", &["MONDO:0007254", "MONDO:0008170"][..])),
            (
                "Of lung, breast and/or ovarian cancer.",
                ("lung, breast and/or ovarian cancer", &["MONDO:0008903", "MONDO:0007254", "MONDO:0008170"]),
            ),
            ("It caused renal/hepatic failure.", ("renal/hepatic failure", &["MONDO:0001106", "MONDO:0100192"])),
            ("Alzheimer's and Parkinson's disease.", ("Alzheimer's and Parkinson's disease", &["MONDO:0004975", "MONDO:0005180"])),
            ("With Duchenne or Becker muscular dystrophy.", ("Duchenne or Becker muscular dystrophy", &["MONDO:0010679", "MONDO:0010311"])),
            ("Patients with type 1 and 2 diabetes.", ("type 1 and 2 diabetes", &["MONDO:0005147", "MONDO:0005148"])),
            ("Neurofibromatosis types 1 and 2.", ("Neurofibromatosis types 1 and 2", &["MONDO:0018975", "MONDO:0007039"])),
            ("Mucopolysaccharidosis types I and II.", ("Mucopolysaccharidosis types I and II", &["MONDO:0011758", "MONDO:0010674"])),
            ("Chronic hepatitis B and C patients.", ("Chronic hepatitis B and C", &["MONDO:0005366", "MONDO:0005354"])),
            ("Adenocarcinomas of the colon and rectum.", ("Adenocarcinomas of the colon and rectum", &["MONDO:0002271", "MONDO:0002169"])),
            ("CD4+, CD8+ and regulatory T cells.", ("CD4+, CD8+ and regulatory T cells", &["CL:0000624", "CL:0000625", "CL:0000815"])),
            ("Rod and cone photoreceptors.", ("Rod and cone photoreceptors", &["CL:0000604", "CL:0000573"])),
            ("CD4^+^ and CD8^+^ T cells.", ("CD4^+^ and CD8^+^ T cells", &["CL:0000624", "CL:0000625"])),
            ("Both T- and B-cells.", ("T- and B-cells", &["CL:0000084", "CL:0000236"])),
            ("The enzymes GalNAc-T1 and -T2.", ("GalNAc-T1 and -T2", &["HGNC:4123", "HGNC:4124"])),
            ("We saw TLR2, 3, and 4 there.", ("TLR2, 3, and 4", &["HGNC:11848", "HGNC:11849", "HGNC:11850"])),
            ("We saw TLR2, 3 and 4 there.", ("TLR2, 3 and 4", &["HGNC:11848", "HGNC:11849", "HGNC:11850"])),
            ("CDK4 and 6 (CDK).", ("CDK4 and 6", &["HGNC:1773", "HGNC:1777"])),
            ("Levels of p38α and β.", ("p38α and β", &["HGNC:6876", "HGNC:6873"])),
            ("Levels of SOX1–3.", ("SOX1–3", &["HGNC:11189", "HGNC:11195", "HGNC:11199"])),
            ("The bradykinin B1 and B2 receptors.", ("bradykinin B1 and B2 receptors", &["HGNC:1029", "HGNC:1030"])),
        ] {
            let ids: Vec<String> = expected.1.iter().map(|id| (*id).to_owned()).collect();
            assert_eq!(expressions(&annotator, text), [(expected.0.to_owned(), ids)], "{text}");
        }
    }

    #[test]
    fn a_short_form_of_two_drugs_is_both() {
        let annotator = Annotator::builder().types(["drug"]).build().expect("the embedded dictionary opens");
        let text = "They took chloroquine-primaquine (CP). CP helped.";
        let both = &["CHEBI:3638", "CHEBI:8405"][..];
        let expected = [("chloroquine", &both[..1]), ("primaquine", &both[1..]), ("CP", both), ("CP", both)];
        let found = annotator.found(text);
        let expected: Vec<(&str, &str)> = expected.iter().flat_map(|(words, ids)| ids.iter().map(move |id| (*words, *id))).collect();
        assert_eq!(found.iter().map(|(words, _, id)| (words.as_str(), id.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn names_that_stand_by_themselves_share_nothing() {
        let annotator = Annotator::builder().types(["gene", "disease", "cell_type"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Cleft lip and cleft palate.", &["Cleft lip", "cleft palate"][..]),
            ("Anxiety or affective disorders.", &["Anxiety", "affective disorders"]),
            ("Mucin granules/goblet cells.", &["goblet cells"]),
            ("Neurons and glial cells.", &["Neurons", "glial cells"]),
            ("Carcinoma of the lung and liver cirrhosis.", &["Carcinoma of the lung", "liver cirrhosis"]),
            ("We saw TLR2 3 and 5 days later.", &["TLR2"]),
            ("Five with MEN 1 and 2 controls.", &["MEN 1"]),
            ("CDC25A and cyclin B1 were seen.", &["CDC25A", "cyclin B1"]),
            ("CDK4 and 6 controls, SOX1-3 weeks, SOX1-1, SOX3-1, sox1-3.", &["CDK4", "SOX1", "SOX3", "sox1"]),
            ("CD16+ and CD16- monocytes.", &["CD16- monocytes"]),
        ] {
            let words: Vec<String> = expressions(&annotator, text).into_iter().map(|(words, _)| words).collect();
            assert_eq!(words, expected, "{text}");
        }
    }
}
