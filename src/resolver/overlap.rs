//! Rule `overlap`: of mentions that share words, the longest and surest wins.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Group;
use crate::document::{ByteOffset, Span};

/// The groups that win, by index, in the order of the text; with `nested`, also those inside longer winners.
///
/// Groups stand by first token. Only those that are `admitted` take part. Mentions never cross: one that begins inside a
/// winner and ends outside it is dropped, nested or not.
#[must_use]
pub fn winners(groups: &[Group], admitted: impl Fn(&Group) -> bool, nested: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..groups.len()).filter(|&index| admitted(&groups[index])).collect();
    let mut kept: Vec<usize> = Vec::with_capacity(order.len());
    // Groups come by first token, so that clusters of overlapping ones stand together.
    let mut at = 0;
    for same in order.chunk_by_mut(|left, right| groups[*left].first == groups[*right].first).filter(|same| same.len() > 1) {
        same.sort_by_key(|&index| groups[index].span.end);
    }
    while at < order.len() {
        let mut end = groups[order[at]].span.end;
        let mut to = at + 1;
        while to < order.len() && groups[order[to]].span.start < end {
            end = end.max(groups[order[to]].span.end);
            to += 1;
        }
        cluster(groups, &mut order[at..to], nested, &mut kept);
        at = to;
    }
    kept
}

fn cluster(groups: &[Group], order: &mut [usize], nested: bool, kept: &mut Vec<usize>) {
    if let [only] = order {
        kept.push(*only);
        return;
    }
    order.sort_by(|&left, &right| {
        let (left, right) = (&groups[left], &groups[right]);
        let longer = right.span.len().cmp(&left.span.len());
        longer.then(right.probability.total_cmp(&left.probability)).then(left.kind.cmp(&right.kind))
    });
    let first = kept.len();
    let mut taken = Taken::default();
    for &index in order.iter() {
        let span = groups[index].span;
        // Few groups are compared sooner than they are put in order; a text without blanks may have any number of them.
        let free = if order.len() <= FEW {
            kept[first..].iter().all(|&other| is_free(span, groups[other].span, nested))
        } else {
            taken.takes(span, nested)
        };
        if free {
            kept.push(index);
        }
    }
    kept[first..].sort_by_key(|&index| (groups[index].span.start, std::cmp::Reverse(groups[index].span.end)));
}

/// How many groups of a cluster are compared each with each.
const FEW: usize = 32;

/// Whether a span may stand beside one that is as long or longer.
fn is_free(span: Span, other: Span, nested: bool) -> bool {
    !other.overlaps(span) || nested && other != span && other.contains(span)
}

/// The spans that were kept, the longest first, of which none cross.
#[derive(Default)]
struct Taken {
    /// By start, the end of the shortest.
    ends_by_start: BTreeMap<ByteOffset, ByteOffset>,
    ends: BTreeSet<ByteOffset>,
}

impl Taken {
    /// Takes a span that is no longer than those before it, if it [is free](is_free) beside all of them.
    fn takes(&mut self, span: Span, nested: bool) -> bool {
        let Span { start, end } = span;
        let inside = |at: &ByteOffset| *at < end;
        let next = ByteOffset(start.0 + 1);
        let free = if nested {
            // One that is as long and begins or ends inside crosses.
            let begins = self.ends_by_start.range(next..).next().is_some_and(|(start, _)| inside(start));
            let ends = self.ends.range(next..).next().is_some_and(inside);
            !begins && !ends && self.ends_by_start.get(&start) != Some(&end)
        } else {
            self.ends_by_start.range(..end).next_back().is_none_or(|(_, end)| *end <= start)
        };
        if free {
            self.ends_by_start.insert(start, end);
            self.ends.insert(end);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn many_spans_are_chosen_as_few_are(spans in prop::collection::vec((0u32..60, 1u32..12), 1..60), nested: bool) {
            let mut spans: Vec<Span> = spans.into_iter().map(|(start, length)| Span::new(start, start + length)).collect();
            spans.sort_by_key(|span| (std::cmp::Reverse(span.len()), span.start));
            let mut taken = Taken::default();
            let mut kept: Vec<Span> = Vec::new();
            for span in spans {
                let free = kept.iter().all(|other| is_free(span, *other, nested));
                prop_assert_eq!(taken.takes(span, nested), free, "{:?} beside {:?}", span, kept);
                if free {
                    kept.push(span);
                }
            }
        }
    }
}
