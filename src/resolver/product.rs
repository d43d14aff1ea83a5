//! Rule `product`: whether the words around a gene's name speak of the gene or of its protein. Asked only where proteins are shown
//! by an identifier of their own (`--prefer gene=UNIPROT`).
//!
//! What stands behind a name is its head noun and counts before what stands ahead of it (`antibody against X` is about the protein,
//! `phosphorylated X mRNA` would be about the gene), and names that are joined share it (`BRCA1 and BRCA2 mutations`). Cues are in
//! `cues.tsv`, sides `product-head`, `product-verb`, `product-ahead` and `product-own`.

use std::ops::Range;

use biospan_lexicon::hash::{extend, sequence};
use biospan_lexicon::image::Image;
use biospan_lexicon::policy::key;
use biospan_lexicon::token::Gap;

use super::cue::{ByHash, GENE};
use super::local::Tokenized;
use super::variants::LAYER;
use super::{Resolved, Resolver};

/// Namespaces whose entries are proteins.
const PROTEINS: [&str; 3] = ["UNIPROT", "UNIPROTKB", "PR"];

/// How many cues and words between are looked at on each side.
const REACH: usize = 4;

/// The longest cue, in tokens.
const LONGEST: usize = 4;

/// What is written behind a gene's name for its alleles.
const ALLELES: [&str; 7] = ["-/-", "+/-", "-/+", "+/+", "−/−", "+/−", "(-/-)"];

/// Whether genes are to be shown in a namespace of proteins: `prefer` are preferred namespaces by type, of which the first counts.
#[must_use]
pub fn are_asked(prefer: &[(String, String)]) -> bool {
    let of_genes = prefer.iter().find(|(entity_type, _)| entity_type == "gene");
    of_genes.is_some_and(|(_, namespace)| PROTEINS.iter().any(|known| known.eq_ignore_ascii_case(namespace)))
}

/// What a text says of a mention of a gene, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard<'a> {
    /// Whether it is the protein; else the gene or a transcript.
    pub protein: bool,
    /// The cue as `cues.tsv` has it.
    pub by: &'a str,
}

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// The gene or a transcript.
    Gene,
    /// The protein.
    Protein,
    /// The protein, also behind a word that says gene: `gene product`.
    Product,
    /// Nothing; a cue may stand beyond it.
    Either,
}

impl Says {
    fn from_word(word: &str) -> Option<Says> {
        match word {
            "gene" => Some(Says::Gene),
            "protein" => Some(Says::Protein),
            "product" => Some(Says::Product),
            "either" => Some(Says::Either),
            _ => None,
        }
    }
}

/// A cue: what it says, and its words.
type Cue<'a> = (Says, &'a str);

fn heard((says, by): Cue<'_>) -> Heard<'_> {
    Heard { protein: says != Says::Gene, by }
}

/// The cues, by the hash of their tokens.
pub struct Products<'a> {
    /// Nouns behind a name.
    heads: ByHash<Cue<'a>>,
    /// Verbs behind a name; what follows is about something else.
    verbs: ByHash<Cue<'a>>,
    /// Words ahead of a name.
    ahead: ByHash<Cue<'a>>,
    /// Last words of names.
    own: ByHash<Cue<'a>>,
}

impl<'a> Products<'a> {
    /// The cues of an image; `None` for one that has none, as those of users have.
    #[must_use]
    pub fn new(image: &Image<'a>) -> Option<Self> {
        let mut products =
            Products { heads: ByHash::default(), verbs: ByHash::default(), ahead: ByHash::default(), own: ByHash::default() };
        for line in image.facts("cue") {
            let mut columns = line.split('\t');
            let (Some(words), Some(side), Some(says)) = (columns.next(), columns.next(), columns.next()) else { continue };
            let cues = match side {
                "product-head" => &mut products.heads,
                "product-verb" => &mut products.verbs,
                "product-ahead" => &mut products.ahead,
                "product-own" => &mut products.own,
                _ => continue,
            };
            if let Some(says) = Says::from_word(says) {
                cues.insert(key(words), (says, words));
            }
        }
        (!products.heads.is_empty()).then_some(products)
    }

    /// What the text says of each of `mentions`, which are in order; of those that are not `asked` it says nothing. `name` is the
    /// name that the words of a mention stand for.
    #[must_use]
    pub fn of<'n>(
        &self,
        paper: Tokenized<'_>,
        mentions: &[Resolved],
        asked: impl Fn(&Resolved) -> bool,
        name: impl Fn(&Resolved) -> &'n str,
    ) -> Vec<Option<Heard<'a>>> {
        let asked: Vec<usize> = (0..mentions.len()).filter(|index| asked(&mentions[*index])).collect();
        let places: Vec<Range<usize>> = asked.iter().map(|index| tokens_of(paper, &mentions[*index])).collect();
        let joined: Vec<Option<usize>> = places.iter().map(|place| next(paper, &places, place.end)).collect();
        let mut behind: Vec<Option<Heard<'a>>> = Vec::with_capacity(places.len());
        let mut ahead: Vec<Option<Heard<'a>>> = Vec::with_capacity(places.len());
        for (place, index) in places.iter().zip(&asked) {
            let mention = &mentions[*index];
            behind.push(alleles(paper.text, mention).or_else(|| self.behind(paper, place.end)));
            ahead.push(self.ahead(paper, place.start).or_else(|| phosphorylated(paper, mention, name(mention))));
        }
        for at in (0..places.len()).rev() {
            behind[at] = behind[at].or(joined[at].and_then(|next| behind[next]));
        }
        for at in 0..places.len() {
            // Once for each place: of the mentions that begin there, the first is the longest.
            let (Some(next), true) = (joined[at], at == 0 || places[at - 1].start != places[at].start) else { continue };
            for other in (next..places.len()).take_while(|other| places[*other].start == places[next].start) {
                ahead[other] = ahead[other].or(ahead[at]);
            }
        }
        let mut said = vec![None; mentions.len()];
        for (at, index) in asked.iter().enumerate() {
            said[*index] = behind[at].or(ahead[at]).or_else(|| self.own(paper, places[at].clone()));
        }
        said
    }

    /// What the words behind a name say: nouns up to the head, or a verb.
    fn behind(&self, paper: Tokenized<'_>, to: usize) -> Option<Heard<'a>> {
        let (mut at, mut last): (usize, Option<Cue<'a>>) = (to, None);
        for _ in 0..REACH {
            if last.is_none_or(|(says, _)| says == Says::Either)
                && let Some((_, verb)) = longest_from(&self.verbs, paper, at)
            {
                return Some(heard(verb));
            }
            let Some((length, cue)) = longest_from(&self.heads, paper, at) else { break };
            last = match (last.map(|(says, _)| says), cue.0) {
                (None | Some(Says::Either), _) => Some(cue),
                // `X gene phosphorylation` is none of the protein; `X is a protein` is said before.
                (Some(_), Says::Either) | (Some(Says::Gene), Says::Protein) => break,
                (Some(Says::Gene), Says::Gene) => last,
                (Some(_), _) => Some(cue),
            };
            at += length;
        }
        last.filter(|(says, _)| *says != Says::Either).map(heard)
    }

    /// What the words ahead of a name say: the nearest that says something.
    fn ahead(&self, paper: Tokenized<'_>, from: usize) -> Option<Heard<'a>> {
        let mut from = from;
        for _ in 0..REACH {
            match longest_until(&self.ahead, paper, from)? {
                (length, (Says::Either, _)) => from -= length,
                (_, cue) => return Some(heard(cue)),
            }
        }
        None
    }

    /// What the last word of a name says, but for the number or letter behind it: `heat shock protein 27`.
    fn own(&self, paper: Tokenized<'_>, place: Range<usize>) -> Option<Heard<'a>> {
        let slight = |index: usize| {
            let token = &paper.tokens[index];
            token.end - token.start == 1 || paper.text.as_bytes().get(token.start as usize).is_some_and(u8::is_ascii_digit)
        };
        let last = place.rev().take(3).find(|index| !slight(*index))?;
        self.own.get(&paper.tokens[last].hash).copied().map(heard)
    }
}

/// The tokens of a mention.
fn tokens_of(paper: Tokenized<'_>, mention: &Resolved) -> Range<usize> {
    let first = mention.first as usize;
    let rest = paper.tokens.get(first..).unwrap_or(&[]);
    first..first + rest.iter().take_while(|token| token.start < mention.span.end.0).count()
}

/// The mention that is joined to one that ends before the token `end`: with a comma, a slash or a conjunction between, or as the
/// short form in brackets behind it.
fn next(paper: Tokenized<'_>, places: &[Range<usize>], end: usize) -> Option<usize> {
    let next = places.partition_point(|place| place.start < end);
    let start = places.get(next)?.start;
    let gap = paper.tokens.get(start)?.gap;
    let joined = match start.checked_sub(end)? {
        0 => matches!(gap, Gap::Comma | Gap::Slash | Gap::Bracket),
        1 => {
            let between = paper.tokens.get(end)?;
            let word = paper.text.get(between.start as usize..between.end as usize);
            matches!(word, Some("and" | "or")) && matches!(between.gap, Gap::Space | Gap::Comma | Gap::Bracket) && gap == Gap::Space
        }
        _ => false,
    };
    joined.then_some(next)
}

/// Whether a cue may reach over what stands before a token.
fn reaches(gap: Gap) -> bool {
    matches!(gap, Gap::Space | Gap::Hyphen | Gap::Nothing)
}

/// The longest cue that begins at a token behind a name, and its length in tokens.
fn longest_from<'a>(cues: &ByHash<Cue<'a>>, paper: Tokenized<'_>, at: usize) -> Option<(usize, Cue<'a>)> {
    let tokens = paper.tokens.get(at..)?;
    // A name may end before a closing bracket: `interleukin-6 (IL-6) mRNA`.
    let closed = |gap: Gap, start: u32| gap == Gap::Bracket && is_closing(paper.text, start);
    let first = tokens.first().filter(|token| reaches(token.gap) || closed(token.gap, token.start))?;
    let mut hash = sequence([first.hash]);
    let mut longest = cues.get(&hash).map(|cue| (1, *cue));
    for (token, length) in tokens.iter().skip(1).zip(2..=LONGEST).take_while(|(token, _)| reaches(token.gap)) {
        hash = extend(hash, token.hash);
        longest = cues.get(&hash).map(|cue| (length, *cue)).or(longest);
    }
    longest
}

/// Whether a closing bracket and a blank stand before a byte.
fn is_closing(text: &str, start: u32) -> bool {
    text.get(..start as usize).is_some_and(|before| before.ends_with(") ") || before.ends_with("] "))
}

/// The longest cue that ends before a token, and its length in tokens.
fn longest_until<'a>(cues: &ByHash<Cue<'a>>, paper: Tokenized<'_>, to: usize) -> Option<(usize, Cue<'a>)> {
    let near = (1..=LONGEST.min(to)).take_while(|length| paper.tokens.get(to + 1 - length).is_some_and(|token| reaches(token.gap)));
    let cue = |length: usize| cues.get(&sequence(paper.tokens[to - length..to].iter().map(|token| token.hash))).map(|cue| (length, *cue));
    near.filter_map(cue).last()
}

/// Alleles written behind a name: `Tp53-/-`.
fn alleles(text: &str, mention: &Resolved) -> Option<Heard<'static>> {
    let rest = text.get(mention.span.end.index()..)?;
    let by = *ALLELES.iter().find(|sign| rest.starts_with(**sign))?;
    Some(Heard { protein: false, by })
}

/// The letter that tells a phosphorylated protein: `p-ERK1`, `pSTAT3`. A name that has the letter itself (`p53`) says nothing.
fn phosphorylated(paper: Tokenized<'_>, mention: &Resolved, name: &str) -> Option<Heard<'static>> {
    let first = mention.first as usize;
    let before = first.checked_sub(1).and_then(|before| paper.tokens.get(before));
    let hyphened = paper.tokens.get(first).is_some_and(|token| token.gap == Gap::Hyphen);
    let apart = || before.is_some_and(|token| paper.text.get(token.start as usize..token.end as usize) == Some("p"));
    let words = mention.span.of(paper.text)?;
    let within = || {
        words.starts_with('p')
            && !name.starts_with(['p', 'P'])
            && words[1..].starts_with(|next: char| next == '-' || next.is_ascii_uppercase())
    };
    (hyphened && apart() || within()).then_some(Heard { protein: true, by: "p" })
}

impl<'a> Resolver<'a> {
    /// With genes told from their proteins, if `yes`.
    #[must_use]
    pub fn products(self, yes: bool) -> Self {
        let image = self.images.first().filter(|_| yes && self.rules.product);
        let products = image.and_then(Products::new);
        Self { products, ..self }
    }

    /// Whether genes are told from their proteins.
    #[must_use]
    pub fn tells_products(&self) -> bool {
        self.products.is_some()
    }

    /// What the text says of each mention of a gene or family; nothing where it is not asked.
    #[must_use]
    pub fn heard(&self, paper: Tokenized<'_>, mentions: &[Resolved]) -> Vec<Option<Heard<'a>>> {
        let Some(products) = &self.products else { return Vec::new() };
        let is_gene = |mention: &Resolved| self.voices[usize::from(mention.kind)] == GENE && mention.layer != LAYER;
        let name = |mention: &Resolved| self.image(mention.layer).map_or("", |image| image.surface(mention.entry.surface));
        products.of(paper, mentions, is_gene, name)
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;
    use crate::formats::read::{ReadOptions, read};
    use crate::record::Detail;

    /// The words of genes, the namespace that each is shown by, and the words that decided.
    fn told(annotator: &Annotator, text: &str) -> Vec<(String, String, String)> {
        let document = read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read").next();
        let document = document.expect("one").expect("text is read");
        let mut worker = annotator.worker();
        let record = worker.annotate(&document);
        let genes = record.mentions.iter().filter(|mention| mention.concept.entity_type == "gene");
        let told = genes.map(|mention| {
            let by = mention.evidence.iter().find_map(|said| if let Detail::Product { by, .. } = said.detail { Some(by) } else { None });
            let namespace = mention.concept.id.split(':').next().unwrap_or("");
            (mention.span.of(text).unwrap_or("").to_owned(), namespace.to_owned(), by.unwrap_or("").to_owned())
        });
        told.collect()
    }

    #[test]
    fn the_words_around_a_name_tell_the_gene_from_its_protein() {
        let annotator = Annotator::builder().prefer("gene", "uniprot").build().expect("the embedded dictionary opens");
        let (gene, protein) = ("HGNC", "UNIPROT");
        for (text, expected) in [
            // Behind it.
            ("The TP53 protein was stable.", vec![("TP53", protein, "protein")]),
            ("Loss of TP53 gene copies.", vec![("TP53", gene, "gene")]),
            ("The TP53 gene product was found.", vec![("TP53", protein, "product")]),
            ("The TP53 promoter activity rose.", vec![("TP53", gene, "promoter")]),
            ("EGFR kinase activity fell.", vec![("EGFR", protein, "kinase activity")]),
            ("EGFR mRNA levels fell.", vec![("EGFR", gene, "mrna")]),
            ("EGFR-/- cells died.", vec![("EGFR", gene, "-/-")]),
            ("Mutant TP53 protein was seen.", vec![("TP53", protein, "protein")]),
            ("A Western blot was made. TP53 western blots are shown.", vec![("TP53", protein, "western blot")]),
            ("PTEN is a protein. PTEN was deleted.", vec![("PTEN", protein, "protein"), ("PTEN", gene, "deleted")]),
            ("STAT3 encodes a protein.", vec![("STAT3", gene, "encode")]),
            // What a verb has behind it is something else.
            ("STAT3 binds promoters.", vec![("STAT3", protein, "bind")]),
            // Ahead of it.
            ("Phosphorylated STAT3 and phospho-AKT1 rose.", vec![("STAT3", protein, "phosphorylated"), ("AKT1", protein, "phospho")]),
            ("Levels of p-AKT1 and pSTAT3 rose.", vec![("AKT1", protein, "p"), ("pSTAT3", protein, "p")]),
            ("An anti-EGFR drug.", vec![("EGFR", protein, "anti")]),
            ("Recombinant human IL-6 was added.", vec![("IL-6", protein, "recombinant")]),
            ("Mutations in the TP53 were frequent.", vec![("TP53", gene, "mutation in")]),
            ("mRNA levels of VEGFA and protein levels of EGFR.", vec![("VEGFA", gene, "mrna"), ("EGFR", protein, "protein")]),
            // What stands behind counts before what stands ahead.
            ("STAT3 binds to the CCND1 promoter.", vec![("STAT3", protein, "bind"), ("CCND1", gene, "promoter")]),
            // Lists and short forms share it.
            ("An antibody against BRCA1 and BRCA2.", vec![("BRCA1", protein, "antibody against"), ("BRCA2", protein, "antibody against")]),
            ("Carriers of BRCA1 and BRCA2 mutations.", vec![("BRCA1", gene, "mutation"), ("BRCA2", gene, "mutation")]),
            ("The interleukin-6 (IL-6) promoter.", vec![("interleukin-6", gene, "promoter"), ("IL-6", gene, "promoter")]),
            ("ERK1/2 phosphorylation rose.", vec![("ERK1/2", protein, "phosphorylation"), ("ERK1/2", protein, "phosphorylation")]),
            // The name's own last word.
            ("C-reactive protein rose.", vec![("C-reactive protein", protein, "protein")]),
            // Nothing says which; a gene without an entry.
            ("Expression of EGFR rose, and EGFR target genes.", vec![("EGFR", gene, ""), ("EGFR", gene, "")]),
            ("In mice, the Trp53 protein was stable.", vec![("Trp53", "NCBIGene", "protein")]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(words, id, by)| (words.to_owned(), id.to_owned(), by.to_owned())).collect();
            assert_eq!(told(&annotator, text), expected, "{text}");
        }
    }

    #[test]
    fn only_a_namespace_of_proteins_tells_them_apart() {
        let text = "The TP53 protein and the EGFR gene.";
        for (namespace, without, expected) in [
            (None, None, ["HGNC", "HGNC"]),
            (Some("NCBIGene"), None, ["NCBIGene", "NCBIGene"]),
            (Some("UNIPROT"), None, ["UNIPROT", "HGNC"]),
            (Some("UNIPROT"), Some("product"), ["UNIPROT", "UNIPROT"]),
        ] {
            let builder = namespace.into_iter().fold(Annotator::builder(), |builder, namespace| builder.prefer("gene", namespace));
            let builder = without.into_iter().fold(builder, |builder, rule: &str| builder.without(rule));
            let annotator = builder.build().expect("the embedded dictionary opens");
            let told = told(&annotator, text);
            assert_eq!(told.iter().map(|(_, id, _)| id.as_str()).collect::<Vec<_>>(), expected, "{namespace:?} {without:?}");
            assert_eq!(told.iter().any(|(.., by)| !by.is_empty()), namespace == Some("UNIPROT") && without.is_none());
        }
    }

    #[test]
    fn a_gene_and_its_protein_are_two_concepts_that_know_each_other() {
        let annotator = Annotator::builder().prefer("gene", "UNIPROT").build().expect("the embedded dictionary opens");
        let text = "The TP53 gene. The TP53 protein. The TP53 gene.";
        let document = read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read").next();
        let document = document.expect("one").expect("text is read");
        let mut worker = annotator.worker();
        let record = worker.annotate(&document);
        let concepts: Vec<_> = record.mentions.iter().map(|mention| &*mention.concept).collect();
        assert!(concepts[0].key == concepts[2].key && concepts[0].key != concepts[1].key);
        assert!(concepts[0].xrefs.contains(&concepts[1].id));
        assert_eq!(concepts[1].xrefs.first(), Some(&concepts[0].id));
    }
}
