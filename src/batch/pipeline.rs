//! The threads: each takes a unit from the reading end, works on it, and leaves it at the writing end. Whoever finds the next
//! portions there in order writes them. So reading, annotating and writing go on side by side with no thread of their own, and on
//! one thread nothing is handed over at all.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPoolBuilder;

use super::hand::{Hand, Manner, Portion};
use super::reading::{Reading, Unit};
use super::spare::Spare;
use super::summary::Tally;
use super::{BatchError, State};
use crate::Annotator;

/// How many units a thread may be ahead of what is written.
const AHEAD: u64 = 3;

/// What takes the portions, in order.
pub trait Sink: Send {
    /// Takes one; `false` stops the run.
    ///
    /// # Errors
    /// What the system says when it cannot be written.
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError>;
}

struct Desk<'s> {
    units: &'s mut (dyn Iterator<Item = Unit> + Send),
    next: u64,
    ended: bool,
}

struct Outbox<'s> {
    /// The number of the unit that is written next.
    next: u64,
    waiting: BTreeMap<u64, (Vec<Portion>, bool)>,
    /// Away while somebody writes.
    sink: Option<&'s mut dyn Sink>,
    stopped: bool,
    error: Option<BatchError>,
}

struct Room<'s> {
    spare: Spare,
    desk: Mutex<Desk<'s>>,
    outbox: Mutex<Outbox<'s>>,
    written: Condvar,
    ahead: u64,
}

/// Annotates all that `reading` gives, and says what was seen.
///
/// # Errors
/// The first error of the sink.
pub fn run(
    annotator: &Annotator,
    manner: Manner,
    state: &Arc<State>,
    reading: &mut Reading,
    sink: &mut dyn Sink,
    threads: usize,
) -> Result<Tally, BatchError> {
    let first: Vec<Unit> = reading.by_ref().take(2).collect();
    // Starting threads takes longer than annotating an abstract.
    let wanted = if first.len() < 2 { 1 } else { threads };
    let mut units = first.into_iter().chain(reading);
    let pool = if wanted > 1 { ThreadPoolBuilder::new().num_threads(wanted).build().ok() } else { None };
    // Where the system has no more threads to give, one does the same work.
    let Some(pool) = pool else { return alone(annotator, manner, state, units, sink) };
    let outbox = Outbox { next: 0, waiting: BTreeMap::new(), sink: Some(sink), stopped: false, error: None };
    let desk = Mutex::new(Desk { units: &mut units, next: 0, ended: false });
    let room = Room { spare: Spare::default(), desk, outbox: Mutex::new(outbox), written: Condvar::new(), ahead: AHEAD * wanted as u64 };
    let mut tally = Tally::default();
    pool.broadcast(|_| room.work(annotator, manner, state)).into_iter().for_each(|more| tally.join(more));
    let outbox = room.outbox.into_inner().unwrap_or_else(PoisonError::into_inner);
    outbox.error.map_or(Ok(tally), Err)
}

fn alone(
    annotator: &Annotator,
    manner: Manner,
    state: &Arc<State>,
    units: impl Iterator<Item = Unit>,
    sink: &mut dyn Sink,
) -> Result<Tally, BatchError> {
    let mut hand = Hand::new(annotator.worker(), manner, state.clone(), Spare::default());
    let mut going = true;
    for unit in units {
        let last = hand.work(unit, &mut |portion| {
            going &= sink.take(portion)?;
            Ok(())
        })?;
        going &= sink.take(last)?;
        if !going {
            break;
        }
    }
    Ok(hand.tally)
}

/// A panic elsewhere ends the program; until then the other threads may go on.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'s> Room<'s> {
    fn work(&self, annotator: &Annotator, manner: Manner, state: &Arc<State>) -> Tally {
        let mut hand = Hand::new(annotator.worker(), manner, state.clone(), self.spare.clone());
        loop {
            let (number, unit) = {
                let mut desk = locked(&self.desk);
                if desk.ended || !self.may_take(desk.next) {
                    break;
                }
                let Some(unit) = desk.units.next() else {
                    desk.ended = true;
                    break;
                };
                desk.next += 1;
                (desk.next - 1, unit)
            };
            match hand.work(unit, &mut |portion| self.leave_and_wait(number, portion)) {
                Ok(last) => self.leave(number, last, true),
                Err(error) => self.stop(error),
            }
        }
        hand.tally
    }

    /// Waits until the unit is not too far ahead; `false` when the run has stopped.
    fn may_take(&self, number: u64) -> bool {
        let mut outbox = locked(&self.outbox);
        while !outbox.stopped && number >= outbox.next + self.ahead {
            outbox = self.written.wait(outbox).unwrap_or_else(PoisonError::into_inner);
        }
        !outbox.stopped
    }

    fn leave(&self, number: u64, portion: Portion, complete: bool) {
        let mut outbox = locked(&self.outbox);
        let waiting = outbox.waiting.entry(number).or_default();
        waiting.0.push(portion);
        waiting.1 = complete;
        self.write(outbox);
    }

    /// For more than a thread should keep: goes on when it has been written.
    fn leave_and_wait(&self, number: u64, portion: Portion) -> Result<(), BatchError> {
        self.leave(number, portion, false);
        let mut outbox = locked(&self.outbox);
        while !outbox.stopped && outbox.waiting.get(&number).is_some_and(|(portions, _)| !portions.is_empty()) {
            outbox = self.written.wait(outbox).unwrap_or_else(PoisonError::into_inner);
        }
        if outbox.stopped { Err(BatchError::Stopped) } else { Ok(()) }
    }

    /// Writes what is next, unless somebody else is writing.
    fn write<'r>(&'r self, mut outbox: MutexGuard<'r, Outbox<'s>>) {
        let Some(sink) = outbox.sink.take() else { return };
        loop {
            let next = outbox.next;
            let Some((portions, complete)) = outbox.waiting.get_mut(&next) else { break };
            let (portions, complete) = (std::mem::take(portions), *complete);
            if complete {
                outbox.waiting.remove(&next);
            } else if portions.is_empty() {
                break;
            }
            let stopped = outbox.stopped;
            drop(outbox);
            let mut taken = Ok(!stopped);
            for portion in portions {
                if matches!(taken, Ok(true)) {
                    taken = sink.take(portion);
                }
            }
            outbox = locked(&self.outbox);
            outbox.next += u64::from(complete);
            match taken {
                Ok(going) => outbox.stopped |= !going,
                Err(error) => {
                    outbox.stopped = true;
                    outbox.error.get_or_insert(error);
                }
            }
            self.written.notify_all();
        }
        outbox.sink = Some(sink);
    }

    fn stop(&self, error: BatchError) {
        let mut outbox = locked(&self.outbox);
        outbox.stopped = true;
        if !matches!(error, BatchError::Stopped) {
            outbox.error.get_or_insert(error);
        }
        self.written.notify_all();
    }
}
