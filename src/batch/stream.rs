//! Records to standard output, a pipe or a device, or to whoever takes them: what is given is gone, and nothing is kept.

use std::io::{self, Write};
use std::sync::Arc;

use super::BatchError;
use super::books::{Books, refused};
use super::hand::{Portion, Records};
use super::pipeline::Sink;
use super::walk::Source;

/// Takes records as they are done, in the order of the inputs. Whatever can be written to is one.
pub trait Receiver: Send {
    /// Takes whole records, so many documents.
    ///
    /// # Errors
    /// What the system says when they cannot be written: the run ends.
    fn receive(&mut self, records: &[u8], documents: u64) -> io::Result<()>;
}

impl<W: Write + Send> Receiver for W {
    fn receive(&mut self, records: &[u8], _: u64) -> io::Result<()> {
        // A reader at the other end sees whole records as they are done.
        self.write_all(records).and_then(|()| self.flush())
    }
}

/// One stream for all inputs.
pub struct Stream<'s, 'w> {
    out: &'s mut dyn Receiver,
    /// Its name for messages.
    target: &'s str,
    books: &'s mut Books<'w>,
    /// The input of which nothing more counts.
    broken: Option<Arc<Source>>,
}

impl<'s, 'w> Stream<'s, 'w> {
    /// A stream called `target`.
    pub fn new(out: &'s mut dyn Receiver, target: &'s str, books: &'s mut Books<'w>) -> Self {
        Self { out, target, books, broken: None }
    }

    fn records(&mut self, records: &Records) -> Result<bool, BatchError> {
        // Other threads may have read on behind the fault.
        if self.broken.as_ref().is_some_and(|broken| Arc::ptr_eq(broken, &records.source)) {
            return Ok(true);
        }
        if records.broken {
            self.broken = Some(records.source.clone());
        }
        if !records.bytes.is_empty() {
            let sent = self.out.receive(&records.bytes, records.documents);
            sent.map_err(refused(format!("{}: cannot write", self.target)))?;
        }
        self.books.record(&records.source, records.documents, records.text, records.bytes.len(), records.last.is_some());
        Ok(self.books.fail(&records.failures, false))
    }
}

impl Sink for Stream<'_, '_> {
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError> {
        match portion {
            Portion::Nothing(failure) => Ok(self.books.fail(&[failure], false)),
            Portion::Unchanged(..) | Portion::Replayed(..) => Ok(true),
            Portion::Records(records) => self.records(&records),
        }
    }
}
