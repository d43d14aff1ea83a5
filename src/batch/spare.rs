//! The memory of records that were written, for the next ones: what goes back to the system comes again page by page, and takes
//! a twentieth of the time of a run.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// How much of it is kept, for all threads.
const MOST: usize = 16;
/// A larger piece is rare, and given back to the system; in bytes.
const LARGEST: usize = 8 << 20;

/// Empty memory, shared by all threads of a run.
#[derive(Clone, Default)]
pub struct Spare(Arc<Mutex<Vec<Vec<u8>>>>);

impl Spare {
    /// Some memory, empty.
    pub fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give(&self, mut memory: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST && (1..=LARGEST).contains(&memory.capacity()) {
            memory.clear();
            kept.push(memory);
        }
    }

    /// Bytes whose memory comes back when they are dropped.
    pub fn lend(&self, bytes: Vec<u8>) -> Lent {
        Lent { bytes, owner: Some(self.clone()) }
    }
}

/// Bytes whose memory goes back to where it came from.
#[derive(Default)]
pub struct Lent {
    bytes: Vec<u8>,
    owner: Option<Spare>,
}

impl Deref for Lent {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(owner) = &self.owner {
            owner.give(std::mem::take(&mut self.bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_comes_back_empty_and_too_large_a_piece_does_not() {
        let spare = Spare::default();
        drop(spare.lend(b"records".to_vec()));
        drop(spare.lend(Vec::with_capacity(LARGEST + 1)));
        let back = spare.take();
        assert_eq!((back.len(), back.capacity()), (0, 7));
        assert_eq!(spare.take().capacity(), 0);
        (0..2 * MOST).for_each(|_| spare.give(vec![1]));
        assert_eq!(spare.0.lock().unwrap().len(), MOST);
    }
}
