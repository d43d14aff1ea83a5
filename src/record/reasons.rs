//! What spoke for a mention. Most of it is features, which say the same in every mention of a type: a mention keeps their
//! bits, and the type's [`Scale`] knows what each says.

use super::Evidence;
use crate::formats::write::json::rendered::RenderedScale;

/// What each feature says for or against one entity type, by the feature's number.
#[derive(Debug, Default)]
pub struct Scale {
    features: Vec<Evidence<'static>>,
    /// One bit a feature that is worth telling.
    told: u64,
    /// What a writer keeps here, so that each feature is put into words once.
    pub(crate) rendered: RenderedScale,
}

impl Scale {
    /// A scale of 64 features at most, of which those in `told`, one bit a feature, are told.
    #[must_use]
    pub fn new(features: Vec<Evidence<'static>>, told: u64) -> Self {
        Self { features, told, rendered: RenderedScale::default() }
    }

    /// What the features say, by number.
    #[must_use]
    pub fn features(&self) -> &[Evidence<'static>] {
        &self.features
    }
}

/// The evidence of a mention, in the order in which the rules spoke.
#[derive(Clone, Debug, Default)]
pub struct Reasons<'a> {
    /// What nearly every mention has, without a list of its own in memory.
    first: [Option<Evidence<'a>>; 3],
    others: Vec<Evidence<'a>>,
    /// Features of the scale, one bit each; told ones only.
    features: u64,
    scale: Option<&'a Scale>,
}

impl<'a> Reasons<'a> {
    /// The name that was found, what two other rules said, and those of `features` that the scale tells.
    #[must_use]
    pub fn new(name: Evidence<'a>, others: [Option<Evidence<'a>>; 2], features: u64, scale: &'a Scale) -> Self {
        let [second, third] = others;
        Self { first: [Some(name), second, third], others: Vec::new(), features: features & scale.told, scale: Some(scale) }
    }

    /// With one more, behind what was said one by one.
    #[must_use]
    pub fn and(mut self, said: Evidence<'a>) -> Self {
        self.others.push(said);
        self
    }

    /// What was said one by one, before the features.
    pub fn single(&self) -> impl Iterator<Item = &Evidence<'a>> {
        self.first.iter().flatten().chain(&self.others)
    }

    /// The numbers of the features that speak, and the scale that knows what they say.
    pub(crate) fn weighed(&self) -> Option<(&'a Scale, impl Iterator<Item = usize> + use<>)> {
        let mut rest = self.features;
        let numbers = std::iter::from_fn(move || {
            let number = rest.trailing_zeros() as usize;
            rest &= rest.checked_sub(1)?;
            Some(number)
        });
        Some((self.scale?, numbers))
    }

    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = Evidence<'a>> {
        let weighed = self.weighed().into_iter();
        let weighed = weighed.flat_map(|(scale, numbers)| numbers.filter_map(|number| scale.features.get(number).copied()));
        self.single().copied().chain(weighed)
    }
}

impl<'a> From<Vec<Evidence<'a>>> for Reasons<'a> {
    fn from(others: Vec<Evidence<'a>>) -> Self {
        Self { others, ..Self::default() }
    }
}

impl PartialEq for Reasons<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
