//! What the resolver sees of a name in a text, as yes-or-no features. Each is worth something for or against each
//! entity type (`dictionaries/weights.tsv`, fitted by `biospan dict weigh`); their sum is the score in log-odds.

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// One feature of a name in a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            /// All features, in the order of their bits.
            pub const ALL: &'static [Feature] = &[$(Feature::$name,)*];

            /// The feature's name in `weights.tsv` and in evidence.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Feature::$name => $word,)* }
            }
        }
    };
}

features! {
    /// Always there: how likely a name of the type is meant at all.
    Any = "any",
    /// The name is an abbreviation in its source.
    Abbreviation = "abbreviation",
    /// The name is an alias.
    Alias = "alias",
    /// The name is a brand.
    Brand = "brand",
    /// The name was approved once.
    Previous = "previous",
    /// The name is related only.
    Related = "related",
    /// The name is narrower or broader than the concept.
    Width = "width",
    /// The spelling was made from a name of a source.
    Variant = "variant",
    /// Capitals where the name has small letters.
    Raised = "raised",
    /// Small letters where the name has capitals.
    Lowered = "lowered",
    /// The same letters but for Greek ones or accents.
    Close = "close",
    /// Hyphens or blanks differ from the name's.
    OtherGaps = "other-gaps",
    /// The plural of the name.
    Plural = "plural",
    /// The singular of the name.
    Singular = "singular",
    /// Two letters and digits.
    Two = "two",
    /// Three letters and digits.
    Three = "three",
    /// Four letters and digits.
    Four = "four",
    /// Five or six letters and digits.
    FiveOrSix = "five-or-six",
    /// Capitals only, without digits.
    Capitals = "capitals",
    /// Letters and digits in one word.
    Digits = "digits",
    /// One word of small letters.
    Small = "small",
    /// One word with a capital at its start only.
    Capitalised = "capitalised",
    /// Two words.
    TwoWords = "two-words",
    /// Three words or more.
    ThreeWords = "three-words",
    /// An ordinary English word.
    Word = "word",
    /// Policy asks for evidence.
    Doubtful = "doubtful",
    /// Measured: seldom of this type.
    Rarely = "rarely",
    /// Measured: nearly always of this type.
    Usually = "usually",
    /// Two or three concepts of the type have the name.
    Contested = "contested",
    /// More than three concepts of the type have the name.
    VeryContested = "very-contested",
    /// A gene has the name too.
    AlsoGene = "also-gene",
    /// A gene family or complex has the name too.
    AlsoFamily = "also-family",
    /// A drug has the name too.
    AlsoDrug = "also-drug",
    /// A disease has the name too.
    AlsoDisease = "also-disease",
    /// A cell type has the name too.
    AlsoCell = "also-cell",
    /// Another type has the name in a closer scope.
    RivalCloser = "rival-closer",
    /// Other types have the name in a wider scope only.
    OwnCloser = "own-closer",
    /// The paper gives a short form for it.
    Defines = "defines",
    /// The paper defines the short form as a concept of the type.
    Defined = "defined",
    /// The paper defines the short form as something of another type.
    DefinedOther = "defined-other",
    /// The paper defines the short form, with words that no dictionary has.
    DefinedUnknown = "defined-unknown",
    /// One of these unknown words is a word of the concept's names.
    DefinedAkin = "defined-akin",
    /// These unknown words end in a head noun of the type.
    DefinedHead = "defined-head",
    /// The concept is named elsewhere in the paper by another, surer name.
    Supported = "supported",
    /// A word behind it speaks for the type.
    CueAfter = "cue-after",
    /// A word before it speaks for the type.
    CueBefore = "cue-before",
    /// A word behind it speaks for another type or for none.
    OtherCueAfter = "other-cue-after",
    /// A word before it speaks for another type or for none.
    OtherCueBefore = "other-cue-before",
    /// It stands in brackets of its own.
    Bracketed = "bracketed",
    /// Nearly all letters of the sentence are capitals.
    CapitalSentence = "capital-sentence",
    /// A hyphen joins it to the word behind it.
    HyphenAfter = "hyphen-after",
    /// A hyphen joins it to the word before it.
    HyphenBefore = "hyphen-before",
    /// It stands in an enumeration beside a sure mention of the type.
    Enumerated = "enumerated",
    /// Many papers are about the concept.
    WellKnown = "well-known",
    /// No paper is known to be about the concept.
    Unknown = "unknown",
    /// The name occurs three times or more in the paper.
    Frequent = "frequent",
    /// It looks like an author's initials or stands before "et al".
    Author = "author",
    /// It is a part of the name of something else: an organism, an organisation, a domain, an address.
    OtherName = "other-name",
    /// A number or sign stands right behind it (`+`, `%`, `=`).
    Value = "value",
    /// The concept belongs to another organism than man.
    OtherOrganism = "other-organism",
    /// It is a part of a longer run of letters and digits, as `Arg` in `Arg72Pro`.
    Joined = "joined",
    /// It begins its sentence.
    SentenceStart = "sentence-start",
    /// One letter of it is another than the name's, too many, missing, or one place off.
    Misspelt = "misspelt",
    /// A longer name of the same type begins before or ends behind it.
    Inside = "inside",
}

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features(pub u64);

impl Features {
    /// Adds a feature.
    pub fn add(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u8;
    }

    /// Adds a feature if `yes`.
    pub fn add_if(&mut self, yes: bool, feature: Feature) {
        self.0 |= u64::from(yes) << feature as u8;
    }

    /// Takes a feature away.
    pub fn remove(&mut self, feature: Feature) {
        self.0 &= !(1 << feature as u8);
    }

    /// Whether the feature is there.
    #[must_use]
    pub fn has(self, feature: Feature) -> bool {
        self.0 >> feature as u8 & 1 == 1
    }

    /// The features, in the order of their bits.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let feature = Feature::ALL.get(bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(*feature)
        })
    }
}

/// What each feature is worth for one entity type, in log-odds.
pub type Weights = [f32; 64];

/// The probability that a sum of weights stands for. The system's own `exp` differs in its last bit from one C library, and
/// from one processor, to the next; this one does not.
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-log_odds))
}

/// The sum of the weights of a set of features.
#[inline]
#[must_use]
pub fn sum(features: Features, weights: &Weights) -> f32 {
    let mut bits = features.0;
    let mut sum = 0.0;
    while bits != 0 {
        sum += weights[bits.trailing_zeros() as usize];
        bits &= bits - 1;
    }
    sum
}

const _: () = assert!(Feature::ALL.len() <= 64, "features are bits of 64");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_a_set_and_sum_their_weights() {
        let mut features = Features::default();
        features.add(Feature::Any);
        features.add_if(true, Feature::Word);
        features.add_if(false, Feature::Plural);
        features.add(Feature::Two);
        features.remove(Feature::Two);
        assert_eq!(features.iter().collect::<Vec<_>>(), [Feature::Any, Feature::Word]);
        let mut weights = [0.0; 64];
        weights[Feature::Any as usize] = 1.5;
        weights[Feature::Word as usize] = -2.0;
        weights[Feature::Two as usize] = 100.0;
        assert!((sum(features, &weights) + 0.5).abs() < 1e-6);
        // To the bit, on any machine.
        let bits = [-7.25, -0.1, 0.0, 0.3, 4.7].map(|log_odds| probability(log_odds).to_bits());
        assert_eq!(bits, [0x3a3a_092d, 0x3ef3_35ed, 0x3f00_0000, 0x3f13_0eaa, 0x3f7d_b14d]);
    }
}
