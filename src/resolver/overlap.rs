//! Rule `overlap`: of mentions that share words, the longest and surest wins.

use super::candidate::Group;
use crate::document::Span;

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
    for &index in order.iter() {
        let span = groups[index].span;
        let free = kept[first..].iter().all(|&other| {
            let other: Span = groups[other].span;
            !other.overlaps(span) || nested && other != span && other.contains(span)
        });
        if free {
            kept.push(index);
        }
    }
    kept[first..].sort_by_key(|&index| (groups[index].span.start, std::cmp::Reverse(groups[index].span.end)));
}
