//! The front door of the library: dictionaries and options in an [`Annotator`], buffers in a [`Worker`].

mod builder;

pub use builder::Builder;

use biospan_lexicon::image::{Image, ImageError};
use biospan_lexicon::token::{Token, tokenize};

use crate::dictionary::amended::Amended;
use crate::dictionary::lexicon::{Describer, Layer, Shown};
use crate::dictionary::notes::Notes;
use crate::dictionary::overlay;
use crate::document::{ByteOffset, Definition, Document, PassageKind, Span, sentence};
use crate::matcher::{Compiled, Hit, Matcher};
use crate::record::{Alternatives, Mention, Record, Stamp};
use crate::resolver::candidate::Group;
use crate::resolver::explanation::Reading;
use crate::resolver::kinds::Kinds;
use crate::resolver::local::Tokenized;
use crate::resolver::organism::Signs;
use crate::resolver::product::{self, Heard};
use crate::resolver::variants;
use crate::resolver::variants::concept::{Numbers, ShownVariants};
use crate::resolver::{Front, Resolved, Resolver, Workspace, definition, evidence};
use crate::variant::Found;

/// Why an annotator cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AnnotatorError {
    /// The embedded dictionary cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// A dictionary of the user's cannot be used.
    #[error(transparent)]
    Overlay(#[from] overlay::OverlayError),
    /// A type that no dictionary of the run has.
    #[error("unknown type \"{given}\"; this run's dictionaries have {known}")]
    UnknownType {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// A namespace that no concept has.
    #[error("unknown namespace \"{given}\" for {entity_type}; the dictionaries have {known}")]
    UnknownNamespace {
        /// What was asked for.
        given: String,
        /// The type it was asked for.
        entity_type: String,
        /// What there is.
        known: String,
    },
    /// A rule that there is not.
    #[error("unknown rule \"{given}\"; the rules are {known}")]
    UnknownRule {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// An organism whose genes nobody knows here.
    #[error("unknown organism \"{given}\"; genes are of human (NCBITaxon:9606), mouse (NCBITaxon:10090) or rat (NCBITaxon:10116)")]
    UnknownOrganism {
        /// What was asked for.
        given: String,
    },
    /// More dictionaries than a run can number.
    #[error("{0} dictionaries are too many for one run, which can have 255; join them with `biospan dict compile`")]
    TooManyDictionaries(usize),
    /// Neither the embedded dictionary nor one of the user's.
    #[error("no dictionary: give one with --dictionary FILE, or leave out --no-embedded")]
    NoDictionary,
}

/// Dictionaries and options, shared by all workers of a run.
pub struct Annotator {
    layers: Vec<Layer>,
    /// One a layer, or none where the user gave no policy.
    amended: Vec<Amended>,
    kinds: Kinds,
    variants: Numbers,
    stamp: Stamp,
}

impl Annotator {
    /// An annotator with the embedded dictionary and the usual options.
    ///
    /// # Errors
    /// See [`AnnotatorError`].
    pub fn new() -> Result<Annotator, AnnotatorError> {
        Annotator::builder().build()
    }

    /// Starts with the embedded dictionary and the usual options.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// What every record of this annotator says about its making.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The dictionaries, the embedded one first.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// A worker: it owns the buffers and is reused from document to document. One a thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        // The builder has opened every image before.
        let images: Vec<Image<'_>> = self.layers.iter().filter_map(|layer| layer.image().ok()).collect();
        let stamp = &self.stamp;
        let resolver = Resolver::new(images.clone(), &self.kinds, &stamp.without, stamp.min_score, stamp.nested)
            .products(product::are_asked(&stamp.prefer));
        let (told_apart, notes) = (resolver.tells_products(), Notes::new(&images));
        let describers = images.iter().zip(0u8..).map(|(image, layer)| {
            Describer::new(*image, layer, &stamp.prefer, stamp.fold_families).telling_products(told_apart).noting(notes.clone())
        });
        let engines = images.iter().map(|image| Box::new(Compiled::new(*image)) as Box<dyn Matcher>);
        Worker {
            stamp,
            engines: engines.collect(),
            describers: describers.collect(),
            resolver: resolver
                .amended(&self.amended)
                .organism(stamp.organism)
                .person_words(stamp.person_words)
                .amplifications(stamp.amplifications),
            tokens: Vec::new(),
            hits: Vec::new(),
            sentences: Vec::new(),
            definitions: Vec::new(),
            work: Workspace::default(),
            shown: Shown::default(),
            shown_variants: ShownVariants::default(),
            numbers: &self.variants,
        }
    }
}

/// Annotates documents, one after the other; it owns every buffer.
pub struct Worker<'a> {
    stamp: &'a Stamp,
    engines: Vec<Box<dyn Matcher + 'a>>,
    describers: Vec<Describer<'a>>,
    resolver: Resolver<'a>,
    tokens: Vec<Token>,
    hits: Vec<Vec<Hit>>,
    sentences: Vec<(Span, u32)>,
    definitions: Vec<Definition>,
    work: Workspace,
    shown: Shown,
    shown_variants: ShownVariants,
    numbers: &'a Numbers,
}

impl<'a> Worker<'a> {
    /// Finds and resolves the mentions of a document.
    pub fn annotate<'d>(&mut self, document: &'d Document) -> Record<'d>
    where
        'a: 'd,
    {
        self.weigh(document);
        let paper = Tokenized { text: &document.text, tokens: &self.tokens };
        let resolved = self.resolver.choose(paper, front(document, &self.sentences), &mut self.work);
        let mut mentions: Vec<Mention<'d>> = Vec::with_capacity(resolved.len());
        let heard = self.resolver.heard(paper, &resolved);
        let mut around: Vec<(u32, Span)> = Vec::new();
        for (index, found) in resolved.iter().enumerate() {
            around.retain(|(_, span)| span.end > found.span.start);
            let nested_in = around.iter().rev().find(|(_, span)| *span != found.span && span.contains(found.span)).map(|(index, _)| *index);
            around.push((mentions.len() as u32, found.span));
            mentions.push(self.mention(found, heard.get(index).copied().flatten(), nested_in));
        }
        let mut abbreviations = self.definitions.clone();
        abbreviations.sort_unstable();
        abbreviations.dedup();
        let sentences = self.sentences.iter().map(|(span, _)| *span).collect();
        Record { stamp: self.stamp, document, sentences, mentions, abbreviations }
    }

    /// Calls `each` with the type, the best name and the features of everything that the document's words may mean,
    /// for those who measure.
    pub(crate) fn each_group(&mut self, document: &Document, mut each: impl FnMut(&str, &str, &Group)) {
        self.weigh(document);
        // A variant has no candidates, and no weights.
        for group in self.resolver.groups(&self.work).iter().filter(|group| !group.candidates.is_empty()) {
            let best = self.work.best(group);
            let name = best.and_then(|best| self.resolver.image(best.layer).map(|image| image.surface(best.entry.surface)));
            each(self.resolver.kinds().name(group.kind), name.unwrap_or(""), group);
        }
    }

    /// Calls `each` with the variants that the grammar found in the last document, chosen or not, and how likely each is by its
    /// form alone, for those who measure.
    pub(crate) fn each_variant(&self, mut each: impl FnMut(&Found, f32)) {
        self.work.variants().found().for_each(|(found, probability)| each(found, probability));
    }

    /// Every reading of the words at `places` (or touching them), what spoke for and against it, and what became of it.
    pub fn explain(&mut self, document: &Document, places: &[Span]) -> Vec<Reading> {
        self.weigh(document);
        let paper = Tokenized { text: &document.text, tokens: &self.tokens };
        let mentions = self.resolver.choose(paper, front(document, &self.sentences), &mut self.work);
        let explained = |place: &Span| self.resolver.explain(&document.text, &self.hits, &mentions, *place, &self.work);
        places.iter().flat_map(explained).collect()
    }

    /// Tokens, hits and what they may mean, left in the worker's buffers.
    fn weigh(&mut self, document: &Document) {
        let text = document.text.as_str();
        self.tokens.clear();
        self.sentences.clear();
        self.definitions.clear();
        for (passage, index) in document.passages.iter().zip(0u32..) {
            if passage.kind.is_annotated(self.stamp.references) {
                sentence::split_into(text, passage.span, |span| {
                    tokenize(text, span.start.index(), span.end.index(), &mut self.tokens);
                    definition::find(text, span, |found| self.definitions.push(found));
                    self.sentences.push((span, index));
                });
            }
        }
        self.definitions.extend(&document.glossary);
        self.hits.resize_with(self.engines.len(), Vec::new);
        for (engine, hits) in self.engines.iter_mut().zip(&mut self.hits) {
            hits.clear();
            engine.find(&self.tokens, hits);
        }
        let paper = Tokenized { text, tokens: &self.tokens };
        let spans: Vec<Span> = self.sentences.iter().map(|(span, _)| *span).collect();
        self.resolver.weigh(paper, &spans, &self.hits, &self.definitions, &mut self.work);
    }

    /// Signs of the organism at each of `spans` and at nothing else, for those who measure.
    pub(crate) fn organism_signs(&mut self, document: &Document, spans: &[Span]) -> Vec<Signs> {
        self.weigh(document);
        let paper = Tokenized { text: &document.text, tokens: &self.tokens };
        let front = front(document, &self.sentences);
        let mentions = self.resolver.choose(paper, front, &mut self.work);
        let mut organisms = self.resolver.organisms(paper, front, &mentions);
        let at = |span: &Span| organisms.at(paper, paper.within(*span).start as u32, span.of(paper.text).unwrap_or(""));
        spans.iter().map(at).collect()
    }

    fn mention(&mut self, found: &Resolved, heard: Option<Heard<'a>>, nested_in: Option<u32>) -> Mention<'a> {
        let sentence = self.sentences.partition_point(|(span, _)| span.end <= found.span.start);
        let passage = self.sentences.get(sentence).map_or(0, |(_, passage)| *passage);
        let in_sentence = (sentence < self.sentences.len()).then_some(sentence as u32);
        if found.layer == variants::LAYER
            && let Some(named) = self.work.variants().get(found.concept)
        {
            return Mention {
                span: found.span,
                parts: Vec::new(),
                concept: self.shown_variants.concept(named, &mut self.shown, &self.describers, self.numbers),
                score: found.probability,
                evidence: evidence::of_variant(named, found.form),
                alternatives: Alternatives::default(),
                passage,
                sentence: in_sentence,
                nested_in,
            };
        }
        let describer = &self.describers[usize::from(found.layer)];
        let protein = heard.is_some_and(|heard| heard.protein);
        let concept = self.shown.concept(describer, found.concept, found.organism, protein);
        let alternatives = self.shown.alternatives(&self.describers, found.alternatives, protein);
        let image = self.resolver.image(found.layer);
        let (kinds, fixed) = (self.resolver.kinds(), self.stamp.organism.is_some());
        Mention {
            span: found.span,
            parts: Vec::new(),
            concept,
            score: kinds.score(found.kind, found.layer > 0, found.probability),
            evidence: image.map(|image| evidence::of(found, heard, image, describer.sources(), kinds, fixed)).unwrap_or_default(),
            alternatives,
            passage,
            sentence: in_sentence,
            nested_in,
        }
    }
}

/// How much of a text without title and abstract counts as its front, in bytes: as much as most abstracts have.
const FRONT: u32 = 2_500;

/// The title and abstract of a document, or what stands in their place.
fn front(document: &Document, sentences: &[(Span, u32)]) -> Front {
    let last = |kind| document.passages.iter().rev().find(|passage| passage.kind == kind).map(|passage| passage.span);
    let title = document.passages.iter().find(|passage| passage.kind == PassageKind::Title).map(|passage| passage.span);
    let title = title.or(sentences.first().map(|(span, _)| *span)).unwrap_or_default();
    let abstracts = last(PassageKind::Abstract).filter(|span| span.start >= title.start);
    let end = abstracts.map_or(ByteOffset(title.end.0.saturating_add(FRONT)), |span| span.end);
    Front { title, head: Span { start: title.start, end } }
}

/// What is found in a plain text, for tests of the rules.
#[cfg(test)]
impl Annotator {
    /// What `tell` says of the words and the concept of each mention.
    pub(crate) fn told<T>(&self, text: &str, tell: impl Fn(&str, &crate::record::Concept) -> T) -> Vec<T> {
        use crate::formats::read::{ReadOptions, read};

        let mut worker = self.worker();
        let mut told = Vec::new();
        for document in read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text is read") {
            let document = document.expect("text is read");
            for mention in worker.annotate(&document).mentions {
                told.push(tell(mention.span.of(&document.text).expect("spans are of the text"), &mention.concept));
            }
        }
        told
    }

    /// The words, type and identifier of each mention.
    pub(crate) fn found(&self, text: &str) -> Vec<(String, String, String)> {
        self.told(text, |words, concept| (words.to_owned(), concept.entity_type.clone(), concept.id.clone()))
    }

    /// The words of each mention and the name of its concept.
    pub(crate) fn named(&self, text: &str) -> Vec<(String, String)> {
        self.told(text, |words, concept| (words.to_owned(), concept.name.clone()))
    }

    /// The words of each mention.
    pub(crate) fn words(&self, text: &str) -> Vec<String> {
        self.told(text, |words, _| words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::read::{ReadOptions, read};

    fn triple((words, entity_type, id): (&str, &str, &str)) -> (String, String, String) {
        (words.to_owned(), entity_type.to_owned(), id.to_owned())
    }

    #[test]
    fn a_dictionary_of_ones_own_says_what_it_means() {
        let table = "id\tname\tsynonyms\ttype\nLAB:1\tfrobnimab\tFRB-1\tdrug\nLAB:2\taspirin\t\tdrug\nLAB:3\tspare wheel\t\tdevice\n";
        let annotator = Annotator::builder().overlay("lab.tsv", table).build().expect("a good table");
        let expected =
            [("frobnimab", "drug", "LAB:1"), ("FRB-1", "drug", "LAB:1"), ("aspirin", "drug", "LAB:2"), ("spare wheels", "device", "LAB:3")];
        assert_eq!(annotator.found("We gave frobnimab (FRB-1) with aspirin and spare wheels."), expected.map(triple));
    }

    #[test]
    fn an_organism_that_is_asked_for_holds_for_all_genes() {
        let text = "In patients, TP53 and Trp53 were seen beside MEK and aspirin.";
        for (organism, gene, member) in [
            ("human", "HGNC:11998", "HGNC:6840"),
            ("Mouse", "NCBIGene:22059", "NCBIGene:26395"),
            ("NCBITaxon:10116", "NCBIGene:24842", "NCBIGene:170851"),
        ] {
            let annotator = Annotator::builder().organism(organism).build().expect("a known organism");
            let document = read("note.txt", text.into(), &ReadOptions::default()).expect("text is read").next().expect("one");
            let (document, mut worker) = (document.expect("text is read"), annotator.worker());
            let mentions = worker.annotate(&document).mentions;
            let ids: Vec<&str> = mentions.iter().map(|mention| mention.concept.id.as_str()).collect();
            assert_eq!(ids, [gene, gene, "FPLX:MEK", "CHEBI:15365"], "{organism}");
            assert!(mentions[2].concept.members.iter().any(|known| known.id == member), "{organism}");
            let asked = mentions[0].evidence.iter().any(|said| said.detail.to_string().ends_with(", as asked for"));
            assert_eq!(asked, organism != "human");
        }
        assert!(matches!(Annotator::builder().organism("7").build(), Err(AnnotatorError::UnknownOrganism { .. })));
    }

    #[test]
    fn what_words_mean_is_decided_by_the_paper() {
        let types = ["gene", "gene_family", "complex", "drug", "disease", "cell_type"];
        let annotator = Annotator::builder().types(types).build().expect("the embedded dictionary");
        for (text, expected) in [
            // A procedure, and the gene of the same letters.
            ("Transarterial chemoembolization (TACE) helped; TACE was repeated.", vec![]),
            ("Transarterial chemoembolization (TACE) is used. TACE with drugs, TACE alone, TACE twice and TACE again.", vec![]),
            ("Expression of TACE was higher.", vec![("TACE", "gene", "HGNC:195")]),
            // Cells, and the gene of the same letters.
            (
                "Antigen-presenting cells (APCs) matured. Such APCs migrate.",
                vec![
                    ("Antigen-presenting cells", "cell_type", "CL:0000145"),
                    ("APCs", "cell_type", "CL:0000145"),
                    ("APCs", "cell_type", "CL:0000145"),
                ],
            ),
            ("Mutations of the APC gene were found.", vec![("APC", "gene", "HGNC:583")]),
            // Ordinary words and authors.
            ("We set the rest of the cat food aside, as Guo et al. did.", vec![]),
            // A family, and its members by coordination.
            ("MEK phosphorylates ERK.", vec![("MEK", "gene_family", "FPLX:MEK"), ("ERK", "gene_family", "FPLX:ERK")]),
            ("CXCL9/10 expression rose.", vec![("CXCL9/10", "gene", "HGNC:7098"), ("CXCL9/10", "gene", "HGNC:10637")]),
            ("S100A8/A9 expression rose.", vec![("S100A8/A9", "gene", "HGNC:10498"), ("S100A8/A9", "gene", "HGNC:10499")]),
            // The mouse's gene.
            ("In mice, Trp53 was deleted.", vec![("Trp53", "gene", "NCBIGene:22059")]),
            // Of its two orthologs there the one with the same symbol.
            ("In mice, CCL2 was deleted.", vec![("CCL2", "gene", "NCBIGene:20296")]),
        ] {
            assert_eq!(annotator.found(text), expected.into_iter().map(triple).collect::<Vec<_>>(), "{text}");
        }
    }
}
