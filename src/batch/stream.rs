//! Records to standard output, a pipe or a device: what is written is gone, and nothing is kept.

use std::io::Write;

use super::BatchError;
use super::books::{Books, refused};
use super::hand::Portion;
use super::pipeline::Sink;

/// One stream for all inputs.
pub struct Stream<'s, 'w> {
    /// Where records go.
    pub out: &'s mut (dyn Write + Send),
    /// Its name for messages.
    pub target: &'s str,
    /// Counts.
    pub books: &'s mut Books<'w>,
}

impl Sink for Stream<'_, '_> {
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError> {
        Ok(match portion {
            Portion::Nothing(failure) => self.books.fail(&[failure], false),
            Portion::Unchanged(..) | Portion::Replayed(..) => true,
            Portion::Records(records) => {
                // A reader at the other end sees whole records as they are done.
                let sent = self.out.write_all(&records.bytes).and_then(|()| self.out.flush());
                sent.map_err(refused(format!("{}: cannot write", self.target)))?;
                self.books.record(&records.source, records.documents, records.text, records.bytes.len(), records.last.is_some());
                self.books.fail(&records.failures, false)
            }
        })
    }
}
