//! Records to standard output, a pipe or a device: what is written is gone, and nothing is kept.

use std::io::Write;

use super::BatchError;
use super::books::{Books, refused};
use super::framing::Framing;
use super::hand::Portion;
use super::pipeline::Sink;

/// One stream for all inputs.
pub struct Stream<'s, 'w> {
    /// Where records go.
    pub out: &'s mut (dyn Write + Send),
    /// Its name for messages.
    pub target: &'s str,
    /// What stands around the documents.
    pub framing: Framing,
    /// How many were written.
    pub documents: u64,
    /// Counts.
    pub books: &'s mut Books<'w>,
}

impl Stream<'_, '_> {
    /// Writes what stands behind the last document.
    ///
    /// # Errors
    /// What the system says.
    pub fn end(&mut self) -> Result<(), BatchError> {
        let [head, _, tail] = self.framing.pieces();
        let rest = if self.documents == 0 { [head, tail].concat() } else { tail.to_owned() };
        if rest.is_empty() {
            return Ok(());
        }
        let written = self.framing.pack(&rest).and_then(|rest| self.out.write_all(&rest)).and_then(|()| self.out.flush());
        written.map_err(refused(format!("{}: cannot write", self.target)))
    }
}

impl Sink for Stream<'_, '_> {
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError> {
        Ok(match portion {
            Portion::Nothing(failure) => self.books.fail(&[failure], false),
            Portion::Unchanged(..) | Portion::Replayed(..) => true,
            Portion::Records(mut records) => {
                // The last portion of an input is not the last of the stream.
                let last = records.last.take();
                let framed = self.framing.apply(&mut records, self.documents);
                framed.map_err(refused(format!("{}: cannot write", self.target)))?;
                self.documents += records.documents;
                records.last = last;
                // A reader at the other end sees whole records as they are done.
                let sent = self.out.write_all(&records.bytes).and_then(|()| self.out.flush());
                sent.map_err(refused(format!("{}: cannot write", self.target)))?;
                self.books.record(&records.source, records.documents, records.text, records.bytes.len(), records.last.is_some());
                self.books.fail(&records.failures, false)
            }
        })
    }
}
