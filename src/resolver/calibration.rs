//! What a probability is worth: the share of mentions of its type that are right where the weights had not seen the
//! corpus. The table is `dictionaries/calibration.tsv`, made by `biospan dict calibrate`.
//!
//! It speaks after all is chosen, so that it changes no reading.

/// The header of `calibration.tsv`: a type, a probability and the share that is right there.
pub const HEADER: &str = "type\tweighed\tobserved";

/// Where the curve begins: what is kept at all stays at the same score.
pub const FIXED: f32 = 0.5;

/// A curve that never falls, from [`FIXED`] on; below it a probability stays what it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Probabilities with their scores, both rising, without the beginning.
    knots: Vec<(f32, f32)>,
}

impl Curve {
    /// The curve of a type among the lines of `calibration.tsv`; without lines of it a probability stays what it is.
    #[must_use]
    pub fn of(lines: &[&str], entity_type: &str) -> Curve {
        let knot = |line: &&str| {
            let mut columns = line.strip_prefix(entity_type)?.strip_prefix('\t')?.split('\t');
            Some((columns.next()?.parse().ok()?, columns.next()?.parse().ok()?))
        };
        Curve::through(lines.iter().filter_map(knot))
    }

    /// A curve through knots; those that do not rise are left out.
    pub fn through(knots: impl Iterator<Item = (f32, f32)>) -> Curve {
        let mut curve = Curve::default();
        let mut last = (FIXED, FIXED);
        for (weighed, observed) in knots {
            if weighed > last.0 && observed >= last.1 {
                last = (weighed, observed);
                curve.knots.push(last);
            }
        }
        curve
    }

    /// The score of a probability.
    #[must_use]
    pub fn score(&self, probability: f32) -> f32 {
        self.between(probability, |knot| knot.0, |knot| knot.1)
    }

    /// The least probability with a score; more than 1 if none has it.
    #[must_use]
    pub fn least(&self, score: f32) -> f32 {
        if self.knots.last().is_some_and(|highest| score > highest.1) {
            f32::INFINITY
        } else {
            self.between(score, |knot| knot.1, |knot| knot.0)
        }
    }

    /// What belongs to `given` between two knots, from one side of them to the other.
    fn between(&self, given: f32, from: impl Fn(&(f32, f32)) -> f32, to: impl Fn(&(f32, f32)) -> f32) -> f32 {
        if given <= FIXED || self.knots.is_empty() {
            return given;
        }
        let mut before = (FIXED, FIXED);
        for knot in &self.knots {
            if given <= from(knot) {
                let part = (given - from(&before)) / (from(knot) - from(&before));
                return to(&before) + part * (to(knot) - to(&before));
            }
            before = *knot;
        }
        to(&before)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scores_lie_on_lines_between_the_knots() {
        let curve = Curve::through([(0.6, 0.7), (0.9, 0.8), (0.95, 0.75), (1.0, 0.9)].into_iter());
        for (probability, score) in [(0.0, 0.0), (0.3, 0.3), (0.5, 0.5), (0.55, 0.6), (0.6, 0.7), (0.75, 0.75), (0.95, 0.85), (1.0, 0.9)] {
            assert!((curve.score(probability) - score).abs() < 1e-6, "{probability}: {}", curve.score(probability));
            assert!((curve.least(score) - probability).abs() < 1e-6, "{score}: {}", curve.least(score));
        }
        assert!(curve.least(0.91) > 1.0);
        assert_eq!((Curve::default().score(0.8), Curve::default().least(0.8)), (0.8, 0.8));
    }

    proptest! {
        #[test]
        fn a_surer_mention_never_has_a_lower_score(
            mut knots in proptest::collection::vec((0.5f32..1.0, 0.5f32..1.0), 0..9), one in 0.0f32..=1.0, other in 0.0f32..=1.0,
        ) {
            knots.sort_by(|left, right| left.0.total_cmp(&right.0));
            let curve = Curve::through(knots.into_iter());
            let (low, high) = (one.min(other), one.max(other));
            prop_assert!(curve.score(low) <= curve.score(high) + 1e-6);
            prop_assert!((0.0..=1.0).contains(&curve.score(low)));
            prop_assert!((low >= 0.5) == (curve.score(low) >= 0.5));
        }
    }
}
