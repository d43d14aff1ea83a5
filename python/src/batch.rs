//! Columns of texts to tables of mentions, on as many threads as asked for.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_pyarrow::Table;
use arrow_schema::{ArrowError, DataType};
use biospan::formats::read::{ReadError, from_text};
use biospan::index::arrow::Mentions;
use biospan::{Annotator, Worker};
use pyo3::PyErr;
use pyo3::prelude::*;

use crate::error::TextError;

/// A piece of work is full with so many bytes of text …
const FULL: usize = 1 << 20;
/// … or so many texts.
const COUNT: usize = 8192;
/// How often the interpreter is asked whether somebody wants to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// A column of texts in any of Arrow's layouts.
enum Texts<'b> {
    Short(&'b StringArray),
    Long(&'b LargeStringArray),
    View(&'b StringViewArray),
}

impl<'b> Texts<'b> {
    fn of(batch: &'b RecordBatch, column: &str) -> Option<Self> {
        let array = batch.column_by_name(column)?;
        Some(match array.data_type() {
            DataType::Utf8 => Texts::Short(array.as_string()),
            DataType::LargeUtf8 => Texts::Long(array.as_string()),
            DataType::Utf8View => Texts::View(array.as_string_view()),
            _ => return None,
        })
    }

    fn get(&self, row: usize) -> Option<&'b str> {
        match self {
            Texts::Short(array) => array.is_valid(row).then(|| array.value(row)),
            Texts::Long(array) => array.is_valid(row).then(|| array.value(row)),
            Texts::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }
}

/// Rows of one batch, and the number of the first among all.
struct Piece<'b> {
    texts: &'b Texts<'b>,
    ids: Option<&'b Texts<'b>>,
    rows: Range<usize>,
    first: usize,
}

enum Failure {
    Text(ReadError),
    Arrow(ArrowError),
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Text(error) => TextError::new_err(error.to_string()),
            Failure::Arrow(error) => TextError::new_err(error.to_string()),
        }
    }
}

/// The mentions of all texts, in their order.
///
/// # Errors
/// A text that is too long, columns that are no text, an interrupt.
pub fn annotate(py: Python<'_>, annotator: &Annotator, stream: RecordBatchStreamReader, threads: usize) -> PyResult<Table> {
    let batches = stream.collect::<Result<Vec<_>, _>>().map_err(Failure::Arrow)?;
    let mut columns = Vec::with_capacity(batches.len());
    for batch in &batches {
        let texts = Texts::of(batch, "text").ok_or_else(|| TextError::new_err("the column of texts is no column of strings"))?;
        columns.push((texts, Texts::of(batch, "id"), batch.num_rows()));
    }
    let mut pieces = Vec::new();
    let mut first = 0;
    for (texts, ids, rows) in &columns {
        for rows in cut(texts, *rows) {
            pieces.push(Piece { texts, ids: ids.as_ref(), first: first + rows.start, rows });
        }
        first += rows;
    }
    let tables = run(py, annotator, &pieces, threads.clamp(1, pieces.len().max(1)))?;
    Ok(Table::try_new(tables, Mentions::schema()).map_err(Failure::Arrow)?)
}

/// Rows in pieces that are worth a thread's while and not so large that the last one keeps all waiting.
fn cut(texts: &Texts<'_>, rows: usize) -> Vec<Range<usize>> {
    let (mut pieces, mut start, mut bytes) = (Vec::new(), 0, 0);
    for row in 0..rows {
        bytes += texts.get(row).map_or(0, str::len);
        if bytes >= FULL || row + 1 - start >= COUNT || row + 1 == rows {
            pieces.push(start..row + 1);
            (start, bytes) = (row + 1, 0);
        }
    }
    pieces
}

/// Does the pieces on threads without the interpreter's lock; this thread meanwhile asks for interrupts.
fn run(py: Python<'_>, annotator: &Annotator, pieces: &[Piece<'_>], threads: usize) -> PyResult<Vec<RecordBatch>> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    // The receiver may be handed to the detached closure only by value or alone.
    let receiver = std::sync::Mutex::new(receiver);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                let mut worker = annotator.worker();
                while let Some((index, piece)) = take(next, pieces) {
                    if sender.send((index, mentions(&mut worker, piece))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut done: Vec<Option<RecordBatch>> = vec![None; pieces.len()];
        let mut outcome = Ok(());
        loop {
            match py.detach(|| receiver.lock().map_or(Err(RecvTimeoutError::Disconnected), |receiver| receiver.recv_timeout(PATIENCE))) {
                Ok((index, Ok(batch))) => done[index] = Some(batch),
                Ok((_, Err(failure))) => outcome = Err(failure.into()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            outcome = outcome.and_then(|()| py.check_signals());
            if outcome.is_err() {
                next.store(pieces.len(), Ordering::Relaxed);
            }
        }
        outcome.map(|()| done.into_iter().flatten().collect())
    })
}

fn take<'p, 'b>(next: &AtomicUsize, pieces: &'p [Piece<'b>]) -> Option<(usize, &'p Piece<'b>)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    pieces.get(index).map(|piece| (index, piece))
}

fn mentions(worker: &mut Worker<'_>, piece: &Piece<'_>) -> Result<RecordBatch, Failure> {
    let mut mentions = Mentions::new(Mentions::schema());
    for row in piece.rows.clone() {
        let number = piece.first + row - piece.rows.start;
        let Some(text) = piece.texts.get(row) else { continue };
        let id = piece.ids.and_then(|ids| ids.get(row)).map_or_else(|| number.to_string(), str::to_owned);
        let document = from_text(id, text.to_owned()).map_err(Failure::Text)?;
        mentions.add(number as i64, &worker.annotate(&document));
    }
    mentions.finish().map_err(Failure::Arrow)
}
