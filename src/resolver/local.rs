//! Rule `local-definition`: a short form means what this paper says, wherever it stands, also when that is nothing that
//! we know.

mod meaning;
mod systematic;

use biospan_lexicon::token::Token;

use super::candidate::{Candidate, Candidates, Group};
use super::cue::{ByHash, Cues, DISEASE, DRUG, GENE, NONE, Voices, voices_for};
use super::feature::{Feature, Features};
use super::kinds::Kinds;
use crate::document::{Definition, Span};

use meaning::{Meaning, meaning};

/// A candidate that its paper defines comes before all others.
const DEFINED_RANK: f32 = 100.0;

/// A short form with more log-odds than this is sure enough to name its long form.
const SURE: f32 = 0.5;

/// Ends of the names of enzymes; "disease", "release" and "phase" have others.
const ENZYMES: [&str; 10] = ["tase", "nase", "lase", "rase", "dase", "gase", "xase", "pase", "yase", "thase"];

/// Words before a number that make it a time (`P14`, postnatal day 14).
const TIMES: [&str; 5] = ["hour", "day", "week", "month", "year"];

/// What a short form stands for in this paper.
struct Local {
    /// Hashes of its tokens.
    tokens: Vec<u64>,
    short: Span,
    /// What the dictionaries know of the long form.
    meaning: Option<Meaning>,
    /// What the last word of the long form speaks for.
    head: u8,
    /// Hashes of the words of the long form that say something: no head nouns, no short words.
    words: Vec<u64>,
    /// The long form joins two names: the short form means both of two drugs, else nothing that we know.
    joins: bool,
    /// The long form has no blank; most names of chemicals that no dictionary has are such.
    one_word: bool,
    /// The short form is a plural (`APPs`).
    plural: bool,
    /// The long form is a systematic name of a chemical.
    compound: bool,
}

impl Local {
    /// Whether another definition of the short form says the same.
    fn says(&self, meaning: &Option<Meaning>, words: &[u64]) -> bool {
        match (&self.meaning, meaning) {
            (Some(own), Some(other)) => {
                let first = |meaning: &Meaning| meaning.candidates.first().map(|candidate| (candidate.layer, candidate.concept));
                own.kind == other.kind && first(own) == first(other)
            }
            (None, None) => self.words == words,
            _ => false,
        }
    }
}

/// How many senses of short forms that begin alike are remembered; a paper has one or two.
const MOST_SENSES: usize = 8;

/// The text of a document with its tokens.
#[derive(Clone, Copy)]
pub struct Tokenized<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: &'t [Token],
}

impl Tokenized<'_> {
    /// The tokens that lie inside a span, as a range of indices.
    #[must_use]
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.tokens.partition_point(|token| token.start < span.start.0);
        let to = self.tokens.partition_point(|token| token.start < span.end.0);
        from..to.max(from)
    }
}

/// Applies the definitions of a paper to its groups; `akin` tells whether a word, by its hash, is one of a concept's names.
pub fn apply(
    paper: Tokenized<'_>,
    definitions: &[Definition],
    kinds: &Kinds,
    cues: &Cues,
    candidates: &mut Candidates,
    akin: impl Fn(&Candidate, u64) -> bool,
) {
    if definitions.is_empty() {
        return;
    }
    let mut by_first: ByHash<Vec<usize>> = ByHash::default();
    // Most tokens begin no short form; this tells without a look into the map.
    let mut filter = [0u64; 64];
    let mut locals: Vec<Local> = Vec::new();
    let mut injected = Vec::new();
    for definition in definitions {
        let own = paper.within(definition.short);
        let tokens: Vec<u64> = paper.tokens[own].iter().map(|token| token.hash).collect();
        let Some(&first) = tokens.first() else { continue };
        let head = head(paper, definition.long, cues);
        // One letter means too many things beside what its definition says.
        if definition.short.len() < 2 {
            continue;
        }
        let one_word = !definition.long.of(paper.text).unwrap_or("").contains(char::is_whitespace);
        let plural = definition.short.of(paper.text).is_some_and(|short| short.ends_with('s') && short.len() > 2);
        let pair = joined_names(paper, definition.long, candidates);
        let joins = pair.is_some();
        let meaning = match pair {
            // A short form with a mark of its own is opened by itself: `ALD/AMN`.
            Some(first) if is_only_drug(first, candidates, kinds) && !has_mark(paper, definition.short) => {
                Some(Meaning::of_two(first, candidates, paper.within(definition.long)))
            }
            Some(_) => None,
            None => meaning(paper, definition, head, kinds, candidates),
        };
        let says = |token: &&Token| token.end - token.start > 3 && cues.get(token.hash).is_none_or(|cue| cue.head == 0);
        let words: Vec<u64> = paper.tokens[paper.within(definition.long)].iter().filter(says).map(|token| token.hash).collect();
        let compound = meaning.is_none() && definition.long.of(paper.text).is_some_and(systematic::is_compound);
        let local = Local { tokens, short: definition.short, meaning, head, words, joins, one_word, plural, compound };
        if local.meaning.is_none() {
            injected.extend(named_by_short(paper, definition, &local, kinds, candidates, &akin));
        }
        filter[(first >> 6 & 63) as usize] |= 1 << (first & 63);
        let with_first = by_first.entry(first).or_default();
        // `PMF` and `pmf` have the same tokens and stand in other places; what is known by the one is left to speak for itself
        // in the other, as `Apc` beside the disease APC.
        let words_of = |local: &Local| local.short.of(paper.text).unwrap_or("");
        let alike = |known: &Local| local.meaning.is_some() || are_alike(words_of(known), words_of(&local));
        let same = |known: &&Local| known.tokens == local.tokens && alike(known);
        let known = with_first.iter().rev().map(|&index: &usize| &locals[index]).find(same);
        if known.is_some_and(|known| known.says(&local.meaning, &local.words)) || with_first.len() >= MOST_SENSES {
            continue;
        }
        with_first.push(locals.len());
        locals.push(local);
    }
    for (at, token) in paper.tokens.iter().enumerate() {
        let hash = token.hash;
        if filter[(hash >> 6 & 63) as usize] >> (hash & 63) & 1 == 0 {
            continue;
        }
        let Some(with_first) = by_first.get(&hash) else { continue };
        let fitting = || with_first.iter().map(|&index| &locals[index]).filter(|local| stands_at(paper, local, at));
        // Of two definitions of the same words, the last one before the place counts; `ITP-PAQ` does not hide what ITP is.
        let start = token.start;
        let last = |length: usize| {
            let same = fitting().filter(|local| local.tokens.len() == length);
            same.reduce(|kept, next| if next.short.start.0 <= start { next } else { kept })
        };
        for local in fitting().filter(|local| last(local.tokens.len()).is_some_and(|last| std::ptr::eq(last, *local))) {
            apply_at(paper, local, at, kinds, candidates, &mut injected, &akin);
        }
    }
    if injected.is_empty() {
        return;
    }
    candidates.groups.append(&mut injected);
    candidates.groups.sort_by_key(|group| (group.first, std::cmp::Reverse(group.length), group.kind));
}

/// Whether the words of a group are a drug and nothing else: hepatocyte growth factor may be a gene.
fn is_only_drug(group: &Group, candidates: &Candidates, kinds: &Kinds) -> bool {
    let from = candidates.groups.partition_point(|other| other.first < group.first);
    let mut same = candidates.groups[from..].iter().take_while(|other| other.first == group.first);
    same.all(|other| other.length != group.length || voices_for(kinds.name(other.kind)) == DRUG)
}

/// Whether a mark joins two parts of the words.
fn has_mark(paper: Tokenized<'_>, words: Span) -> bool {
    words.of(paper.text).is_some_and(|words| words.contains(['-', '/', '+', '–']))
}

/// What the last word of a long form speaks for; enzymes need no list, and before a number stand genes and times.
fn head(paper: Tokenized<'_>, long: Span, cues: &Cues) -> Voices {
    let tokens = &paper.tokens[paper.within(long)];
    let word = |token: &Token| paper.text.get(token.start as usize..token.end as usize).unwrap_or("");
    let voice = |token: &Token| {
        let singular = word(token).strip_suffix('s').unwrap_or(word(token));
        let enzyme = ENZYMES.iter().any(|ending| singular.ends_with(ending));
        let known = cues.get(token.hash).map_or(0, |cue| cue.head);
        if known == 0 && enzyme { GENE } else { known }
    };
    match tokens {
        [.., before, last] if word(last).bytes().all(|byte| byte.is_ascii_digit()) => match voice(before) {
            _ if TIMES.contains(&word(before)) => NONE,
            GENE => GENE,
            _ => voice(last),
        },
        [.., last] => voice(last),
        [] => 0,
    }
}

/// Whether the short form stands at a token: the same letters in the same case, but for a plural ending.
fn stands_at(paper: Tokenized<'_>, local: &Local, at: usize) -> bool {
    let Some(own) = paper.tokens.get(at..at + local.tokens.len()) else { return false };
    if own.iter().zip(&local.tokens).any(|(token, hash)| token.hash != *hash) {
        return false;
    }
    let words = &paper.text[own[0].start as usize..own[own.len() - 1].end as usize];
    let short = local.short.of(paper.text).unwrap_or("");
    if words == short {
        return true;
    }
    // `TNF-α` does not stand in `necrosis factor (TNF)-α`.
    if words.matches(')').count() > words.matches('(').count() {
        return false;
    }
    are_alike(words, short)
}

/// Whether two short forms have the same letters in the same case, but for a plural ending.
fn are_alike(left: &str, right: &str) -> bool {
    fn letters(words: &str) -> impl Iterator<Item = char> {
        words.strip_suffix('s').unwrap_or(words).chars().filter(|mark| mark.is_alphanumeric())
    }
    letters(left).eq(letters(right))
}

/// The first of the two names of one type, joined by a mark or `and`, that a long form is, if no dictionary has it as one.
fn joined_names<'c>(paper: Tokenized<'_>, long: Span, candidates: &'c Candidates) -> Option<&'c Group> {
    let tokens = paper.within(long);
    let from = candidates.groups.partition_point(|group| (group.first as usize) < tokens.start);
    let within = || candidates.groups[from..].iter().take_while(|group| (group.first as usize) < tokens.end);
    let end = |group: &Group| (group.first + group.length) as usize;
    let mut left = within().filter(|group| group.first as usize == tokens.start && end(group) < tokens.end);
    if within().any(|group| group.first as usize == tokens.start && end(group) == tokens.end) {
        return None;
    }
    left.find(|left| {
        let second = within().filter(|group| group.kind == left.kind && end(group) == tokens.end);
        second.into_iter().any(|right| joined(paper, end(left), right.first as usize))
    })
}

/// Whether a hyphen, a slash, a plus or `and` joins two names, of which the first ends at `end` and the second begins at
/// `start`.
fn joined(paper: Tokenized<'_>, end: usize, start: usize) -> bool {
    let Some(token) = paper.tokens.get(start).filter(|_| end > 0 && end <= start) else { return false };
    let between = paper.text.get(paper.tokens[end - 1].end as usize..token.start as usize).unwrap_or("").trim();
    matches!(between, "-" | "–" | "‐" | "‑" | "/" | "+" | "and" | "plus" | "with")
}

fn apply_at(
    paper: Tokenized<'_>,
    local: &Local,
    at: usize,
    kinds: &Kinds,
    candidates: &mut Candidates,
    injected: &mut Vec<Group>,
    akin: &impl Fn(&Candidate, u64) -> bool,
) {
    let length = local.tokens.len() as u32;
    let from = candidates.groups.partition_point(|group| (group.first as usize) < at);
    let mut to = from;
    while candidates.groups.get(to).is_some_and(|group| group.first as usize == at) {
        to += 1;
    }
    let mut met = false;
    for index in from..to {
        let kind = candidates.groups[index].kind;
        let group = &mut candidates.groups[index];
        if group.length != length {
            continue;
        }
        let own = &candidates.all[group.candidates.start as usize..group.candidates.end as usize];
        let voices = voices_for(kinds.name(kind));
        let one_gene = voices == GENE && !kinds.is_family(kind);
        match &local.meaning {
            Some(meaning) if meaning.kind == kind && meaning.wider && is_related(local, shared_words(local, own, akin), voices) => {
                unknown(local, group, own, (voices, one_gene), akin);
                met = true;
            }
            Some(meaning) if meaning.kind == kind && one_gene && meaning.gives_way_to(own) => {
                unknown(local, group, own, (voices, one_gene), akin);
                met = true;
            }
            Some(meaning) if meaning.kind == kind => {
                group.features.add(Feature::Defined);
                group.long_form = Some(meaning.place);
                if !prefer(candidates, index, &meaning.candidates) {
                    candidates.rename(index, &meaning.candidates, DEFINED_RANK);
                }
                met = true;
            }
            Some(_) => group.features.add(Feature::DefinedOther),
            None => unknown(local, group, own, (voices, one_gene), akin),
        }
    }
    // "Dex-HT" is more than the hypertension that ends its long form.
    if let Some(meaning) = &local.meaning
        && !met
        && (!meaning.wider || length == 1)
    {
        let first = candidates.all.len() as u32;
        candidates.all.extend(meaning.candidates.iter().map(|candidate| Candidate { rank: candidate.rank + DEFINED_RANK, ..*candidate }));
        let own = &paper.tokens[at..at + local.tokens.len()];
        // `CaCl(2)` ends behind its last token.
        let last = own[own.len() - 1].end;
        let closed = local.short.of(paper.text).is_some_and(|short| short.ends_with(')')) && paper.text[last as usize..].starts_with(')');
        let end = last + u32::from(closed);
        let mut features = Features::default();
        features.add(Feature::Any);
        features.add(Feature::Defined);
        injected.push(Group {
            first: at as u32,
            length,
            span: Span::new(own[0].start, end),
            sentence: 0,
            words: None,
            kind: meaning.kind,
            candidates: first..candidates.all.len() as u32,
            features,
            own: false,
            sure: false,
            closest: 0,
            long_form: Some(meaning.place),
            log_odds: 0.0,
            probability: 0.0,
        });
    }
}

/// A long form that no dictionary has names what its short form surely names: a group for it.
fn named_by_short(
    paper: Tokenized<'_>,
    definition: &Definition,
    local: &Local,
    kinds: &Kinds,
    candidates: &Candidates,
    akin: &impl Fn(&Candidate, u64) -> bool,
) -> Option<Group> {
    let (short, long) = (paper.within(definition.short), paper.within(definition.long));
    let spanning = |tokens: &std::ops::Range<usize>| {
        let (first, length) = (tokens.start as u32, tokens.len() as u32);
        let from = candidates.groups.partition_point(|group| group.first < first);
        let same = candidates.groups[from..].iter().take_while(move |group| group.first == first);
        same.filter(move |group| group.length == length)
    };
    if local.joins || long.len() < 2 || spanning(&long).next().is_some() {
        return None;
    }
    let score = |group: &Group| super::feature::sum(group.features, kinds.weights(group.kind));
    let group = spanning(&short).max_by(|left, right| score(left).total_cmp(&score(right)))?;
    let voices = voices_for(kinds.name(group.kind));
    let most = shared_words(local, candidates.of(group), akin);
    let whole = most > 0 && most == local.words.len();
    let head = local.head & voices != 0;
    let alone = group.candidates.len() == 1 && score(group) > SURE + 1.0;
    let fits = whole || head && (alone || most * 2 >= local.words.len().max(1));
    // Acute phase proteins (APPs) are not APP.
    if local.plural && voices == GENE && !kinds.is_family(group.kind) {
        return None;
    }
    let other = local.head != 0 && local.head & voices == 0;
    let sure = group.features.has(Feature::Defined) || score(group) > SURE;
    if !fits || other || !sure || group.candidates.len() > 3 {
        return None;
    }
    let first = long.start as u32;
    // "Cystatin B gene" is cystatin B, which needs no help.
    let known = |other: &&Group| other.first == first && other.kind == group.kind && other.length as usize + 1 == long.len();
    if candidates.groups[candidates.groups.partition_point(|group| group.first < first)..]
        .iter()
        .take_while(|other| other.first == first)
        .any(|other| known(&other))
    {
        return None;
    }
    let mut features = Features::default();
    features.add(Feature::Any);
    features.add(Feature::Defines);
    Some(Group {
        first,
        length: long.len() as u32,
        span: Span::new(paper.tokens[long.start].start.max(definition.long.start.0), definition.long.end.0),
        sentence: 0,
        words: None,
        features,
        long_form: Some((group.first, group.length)),
        ..group.clone()
    })
}

/// How many of the telling words of a long form one of the candidates has in its names.
fn shared_words(local: &Local, own: &[Candidate], akin: &impl Fn(&Candidate, u64) -> bool) -> usize {
    let shared = |candidate: &Candidate| local.words.iter().filter(|word| akin(candidate, **word)).count();
    own.iter().map(shared).max().unwrap_or(0)
}

/// Whether so many shared words make a long form a likely name: all for a disease, which has many names, else half.
fn is_related(local: &Local, shared: usize, voices: Voices) -> bool {
    shared > 0 && if voices == DISEASE { shared == local.words.len() } else { shared * 2 >= local.words.len() }
}

/// What a definition with unknown words says of a group that its short form names; of `one_gene`, a plural says that the words mean
/// a class of things, whatever words its names share with them.
fn unknown(
    local: &Local,
    group: &mut Group,
    own: &[Candidate],
    (voices, one_gene): (Voices, bool),
    akin: &impl Fn(&Candidate, u64) -> bool,
) {
    let words = local.words.len();
    let most = shared_words(local, own, akin);
    let class = one_gene && local.plural && !local.one_word;
    let related = is_related(local, most, voices) && !class;
    let head = local.head & voices != 0;
    group.features.add(Feature::DefinedUnknown);
    group.features.add_if(related, Feature::DefinedAkin);
    group.features.add_if(head, Feature::DefinedHead);
    // Genes have old names, and drugs names in one word, that no dictionary has.
    let open = voices == GENE && !local.compound || voices == DRUG && local.one_word;
    let foreign = if local.joins { most < words } else { !related && !head && !open };
    group.features.add_if(foreign || class || local.head != 0 && !head, Feature::DefinedOther);
    // How often or how well a name is known does not tell what this paper means by it.
    // A plural is a class of things, not one gene.
    if !related && !head || local.plural {
        group.features.remove(Feature::Frequent);
        group.features.remove(Feature::WellKnown);
        group.features.remove(Feature::Supported);
    }
}

/// Ranks those candidates of a group first that the long form names; false if it has none of them.
fn prefer(candidates: &mut Candidates, group: usize, named: &[Candidate]) -> bool {
    let range = candidates.groups[group].candidates.clone();
    let mut met = false;
    for candidate in &mut candidates.all[range.start as usize..range.end as usize] {
        if let Some(meant) = named.iter().find(|meant| (meant.layer, meant.concept) == (candidate.layer, candidate.concept)) {
            candidate.rank += DEFINED_RANK + meant.rank;
            met = true;
        }
    }
    met
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    /// The concepts of a text's mentions whose words are `words`.
    fn named(annotator: &Annotator, text: &str, words: &str) -> Vec<String> {
        annotator.named(text).into_iter().filter(|(own, _)| own == words).map(|(_, name)| name).collect()
    }

    #[test]
    fn a_short_form_means_what_the_paper_says_and_nothing_foreign() {
        let annotator = Annotator::new().expect("the embedded dictionary opens");
        for (text, words, expected) in [
            ("The hypothalamic-pituitary-adrenal (HPA) axis. HPA rose. HPA fell. HPA came.", "HPA", false),
            ("The sterile alpha motif (SAM) binds. SAM rose. SAM fell. SAM came.", "SAM", false),
            ("The plasma renin activity (PRA) rose. PRA fell. PRA came.", "PRA", false),
            ("The proton motive force (PMF) rose. PMF fell. PMF came.", "PMF", false),
            ("The proton motive force (pmf) rose. The proton motive force (PMF) fell. PMF came.", "PMF", false),
            ("They took sulphadoxine-pyrimethamine (SP). SP helped.", "SP", false),
            ("The programmed cell death ligand 1 (PD-L1) rose.", "programmed cell death ligand 1", true),
            ("The programmed cell death ligand 1 (PD-L1) rose.", "death", false),
            ("An immune checkpoint inhibitor (ICI) helped.", "immune checkpoint inhibitor", true),
            ("The hepatocellular carcinoma (HCC) grew. HCC came back.", "HCC", true),
            ("TACE in the clinic. Transarterial chemoembolisation (TACE) helps.", "TACE", false),
            ("TACE in the clinic. Transarterial chemoembolization (TACE) helps.", "TACE", false),
            ("IL-6 binds its receptor (IL-6R) there.", "IL-6 binds its receptor", false),
            ("They used a multiplicity of infection (MOI) of two.", "MOI", false),
            ("We gave 4-phenyl-1-(4-phenylbutyl)piperidine (PPBP). PPBP helped.", "PPBP", false),
            ("Loss of heterochromatin protein 1 (HP1). HP1 fell.", "protein 1", false),
        ] {
            assert_eq!(!named(&annotator, text, words).is_empty(), expected, "{words} in {text}");
        }
        for (text, words, expected) in [
            ("The platelet/endothelial cell adhesion molecule (PECAM) rose. PECAM fell. PECAM expression came.", "PECAM", "PECAM1"),
            ("The diacylglycerol acyltransferase 2 (DGAT2) rose.", "DGAT2", "DGAT2"),
            ("The human glucocorticoid receptor (hGR) rose.", "hGR", "NR3C1"),
            (
                "Of tumour necrosis factor alpha (TNF-α). Cytokines (interleukin (IL)-1 and tumour necrosis factor (TNF)-α) rose.",
                "tumour necrosis factor (TNF)-α",
                "TNF",
            ),
            (
                "Immune thrombocytopenic purpura (ITP) is seen. The ITP Patient Assessment Questionnaire (ITP-PAQ). The ITP-PAQ helps.",
                "ITP",
                "autoimmune thrombocytopenic purpura",
            ),
        ] {
            let found = named(&annotator, text, words);
            assert!(!found.is_empty() && found.iter().all(|name| name == expected), "{found:?} in {text}");
        }
        let short = named(&annotator, "After contrast-induced nephropathy (CIN), CIN came back.", "CIN");
        assert!(!short.is_empty() && short.iter().all(|name| name.contains("kidney")), "{short:?}");
    }
}
