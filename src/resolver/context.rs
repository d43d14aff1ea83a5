//! Rule `context`: what stands around the words.

use biospan_lexicon::surface::Letters;
use biospan_lexicon::token::{Gap, Token};

use super::amount;
use super::candidate::Group;
use super::cue::{Cues, DRUG, Voices};
use super::feature::{Feature, Features};
use super::local::Tokenized;

/// How far a cue word may stand from the name, in tokens.
const REACH: usize = 2;

/// What stands around a span, whichever type the words have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    features: Features,
    after: Voices,
    before: Voices,
    /// Of what an amount stands there for, which speaks against nothing.
    weighed_after: Voices,
    weighed_before: Voices,
}

impl Surroundings {
    /// Looks around a group.
    #[must_use]
    pub fn of(paper: Tokenized<'_>, group: &Group, cues: &Cues) -> Self {
        let (from, to) = (group.first as usize, (group.first + group.length) as usize);
        let after = behind(paper.tokens, to, cues);
        let before = ahead(paper.tokens, from, cues);
        let bytes = paper.text.as_bytes();
        let weighed = |stands: bool| if stands { DRUG } else { 0 };
        let weighed_after = weighed(amount::stands_behind(bytes.get(group.span.end.index()..).unwrap_or(&[])));
        let weighed_before = weighed(amount::stands_ahead(bytes.get(..group.span.start.index()).unwrap_or(&[])));
        let mut features = Features::default();
        features.add_if(paper.tokens.get(to).is_some_and(|token| token.gap == Gap::Hyphen), Feature::HyphenAfter);
        features.add_if(paper.tokens.get(from).is_some_and(|token| token.gap == Gap::Hyphen), Feature::HyphenBefore);
        let touches = |index: usize| index > 0 && paper.tokens.get(index).is_some_and(|token| token.start == paper.tokens[index - 1].end);
        features.add_if(touches(from) || touches(to), Feature::Joined);
        marks(paper.text, group, weighed_after != 0, &mut features);
        features.add_if(is_author(paper, group), Feature::Author);
        Self { features, after, before, weighed_after, weighed_before }
    }

    /// What they say to a type that `own` voices speak for.
    #[must_use]
    pub fn features(self, own: Voices) -> Features {
        let mut features = self.features;
        for (voices, weighed, for_it, against_it) in [
            (self.after, self.weighed_after, Feature::CueAfter, Feature::OtherCueAfter),
            (self.before, self.weighed_before, Feature::CueBefore, Feature::OtherCueBefore),
        ] {
            features.add_if((voices | weighed) & own != 0, for_it);
            features.add_if(voices != 0 && voices & own == 0, against_it);
        }
        features
    }
}

/// What the tokens right behind a name, in its sentence, say: the first that says something.
fn behind(tokens: &[Token], to: usize, cues: &Cues) -> Voices {
    for token in tokens.get(to..).unwrap_or(&[]).iter().take(REACH) {
        if !matches!(token.gap, Gap::Space | Gap::Hyphen | Gap::Nothing | Gap::Slash) {
            break;
        }
        if let Some(cue) = cues.beside(token.hash).filter(|cue| cue.after != 0) {
            return cue.after;
        }
    }
    0
}

/// What the tokens right before a name, in its sentence, say: the nearest that says something.
fn ahead(tokens: &[Token], from: usize, cues: &Cues) -> Voices {
    for at in (from.saturating_sub(REACH)..from).rev() {
        if !tokens.get(at + 1).is_some_and(|next| matches!(next.gap, Gap::Space | Gap::Hyphen | Gap::Nothing)) {
            break;
        }
        if let Some(cue) = cues.beside(tokens[at].hash).filter(|cue| cue.before != 0) {
            return cue.before;
        }
    }
    0
}

/// Brackets of its own around the words, numbers and signs behind them; an amount is no value.
fn marks(text: &str, group: &Group, weighed: bool, features: &mut Features) {
    let bytes = text.as_bytes();
    let before = group.span.start.index().checked_sub(1).and_then(|at| bytes.get(at));
    let rest = bytes.get(group.span.end.index()..).unwrap_or(&[]);
    let bracketed = matches!(before, Some(b'(' | b'[')) && matches!(rest.first(), Some(b')' | b']' | b';' | b','));
    features.add_if(bracketed, Feature::Bracketed);
    let sign = match rest {
        [b'+' | b'%' | b'=', ..] | [b' ', b'=' | b'<' | b'>', ..] => true,
        [b' ', digit, ..] => digit.is_ascii_digit() && !weighed,
        _ => false,
    };
    features.add_if(sign, Feature::Value);
}

/// `Smith AB,`, `Smith A. B.`, `Smith et al`: a capitalised word before or `et` behind.
fn is_author(paper: Tokenized<'_>, group: &Group) -> bool {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let (next, second) = (paper.tokens.get(to), paper.tokens.get(to + 1));
    let is = |token: Option<&Token>, own: &[u8; 2]| {
        token.is_some_and(|token| {
            token.end - token.start == 2 && paper.text.as_bytes().get(token.start as usize..token.end as usize) == Some(own)
        })
    };
    if is(next, b"et") && is(second, b"al") {
        return true;
    }
    if group.length > 1
        || group.span.len() > 3
        || !group.span.of(paper.text).is_some_and(|own| own.bytes().all(|byte| byte.is_ascii_uppercase()))
    {
        return false;
    }
    // A surname with a capital before the initials, and a comma, full stop or "and" behind them.
    let surname = from.checked_sub(1).and_then(|at| paper.tokens.get(at)).filter(|_| paper.tokens[from].gap == Gap::Space).map(word);
    let surname = surname.is_some_and(|name| name.len() > 2 && Letters::of(name).capitalised());
    let rest = paper.text.as_bytes().get(group.span.end.index()..).unwrap_or(&[]);
    let another = |token: &Token| matches!(token.gap, Gap::Space | Gap::Comma) && Letters::of(word(token)).capitalised();
    surname && (matches!(rest, [b',' | b'.' | b';', ..]) || next.is_some_and(another))
}

/// Whether nearly all letters of a sentence are capitals.
#[must_use]
pub fn in_capitals(sentence: &str) -> bool {
    // Few sentences get beyond their beginning.
    if sentence.bytes().take(12).filter(u8::is_ascii_uppercase).count() < 6 {
        return false;
    }
    let (mut letters, mut capitals) = (0usize, 0usize);
    for byte in sentence.bytes() {
        letters += usize::from(byte.is_ascii_alphabetic());
        capitals += usize::from(byte.is_ascii_uppercase());
    }
    letters > 12 && capitals * 5 > letters * 4
}
