//! Texts that no author writes and a table or a broken file may hold: one name, a hundred thousand times without a blank or a
//! sentence's end between. They take time in proportion to their length.

use std::time::{Duration, Instant};

use biospan::Annotator;
use biospan::formats::read::{ReadOptions, read};

/// The bytes of the shorter text, and how many times longer the other one is.
const BYTES: usize = 25_000;
const TIMES: usize = 8;

/// The least time of some tries: other work on the machine can only make one longer.
fn least(annotator: &Annotator, text: &str) -> Duration {
    let mut worker = annotator.worker();
    let mut try_once = || {
        let begun = Instant::now();
        for document in read("chain.txt", text.into(), &ReadOptions::default()).expect("text is read") {
            assert!(worker.annotate(&document.expect("text is read")).mentions.iter().all(|mention| !mention.span.is_empty()));
        }
        begun.elapsed()
    };
    (0..3).map(|_| try_once()).min().unwrap_or_default()
}

#[test]
fn long_chains_take_time_in_proportion_to_their_length() {
    let annotator = Annotator::new().expect("the embedded dictionary opens");
    for (name, joint) in
        [("TP53", "-"), ("IL-1", "/"), ("p.V600E", " "), ("Ca2+", "-"), ("(A)", "+"), ("tumour necrosis factor (TNF)", ", "), ("p16", ";")]
    {
        let chain = |bytes: usize| [name].repeat(bytes / (name.len() + joint.len())).join(joint);
        let (short, long) = (least(&annotator, &chain(BYTES)), least(&annotator, &chain(BYTES * TIMES)));
        let ratio = long.as_secs_f64() / short.as_secs_f64();
        // A square would be 64 times.
        assert!(ratio < 3.0 * TIMES as f64, "{name:?} joined by {joint:?}: {TIMES} times the text took {ratio:.0} times as long");
    }
}
