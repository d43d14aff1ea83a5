//! Reading records: one thread reads and parses, the other hands the records to the targets.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::files::RecordFile;
use super::record::Written;
use super::{IndexError, Sealed, Target, refused};
use crate::batch::compression;

/// The longest record, and the longest file of indented records.
const LONGEST: u64 = 1 << 30;
/// Records are handed over this many bytes of JSON at a time.
const PORTION: usize = 1 << 20;

enum Step {
    Begin(usize),
    Record(Box<Sealed>),
    /// Something that is no record, in a sentence.
    Fault(String),
    Failed(IndexError),
    End(usize, bool),
}

/// Reads files, and gives their records to the targets; returns how many faults there were.
pub(super) fn read(files: &[&RecordFile], targets: &mut [&mut dyn Target], complain: &mut dyn FnMut(&str)) -> Result<u64, IndexError> {
    let (sender, receiver) = sync_channel(4);
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut reader = Reader { sender, steps: Vec::new(), size: 0 };
            // A sender that fails has no receiver any more, which has then met an error of its own.
            for (number, file) in files.iter().enumerate() {
                reader.file(number, file)?;
            }
            reader.flush()
        });
        let handed = hand_out(files, &receiver, targets, complain);
        drop(receiver);
        // The reader does not panic: it has no other error than that of its channel.
        let _ = reader.join();
        handed
    })
}

fn hand_out(
    files: &[&RecordFile],
    receiver: &Receiver<Vec<Step>>,
    targets: &mut [&mut dyn Target],
    complain: &mut dyn FnMut(&str),
) -> Result<u64, IndexError> {
    let mut faults = 0;
    for step in receiver.iter().flatten() {
        match step {
            Step::Begin(number) => targets.iter_mut().try_for_each(|target| target.begin(files[number]))?,
            Step::Record(record) => targets.iter_mut().try_for_each(|target| target.take(&record))?,
            Step::End(number, whole) => targets.iter_mut().try_for_each(|target| target.end(files[number], whole))?,
            Step::Failed(error) => return Err(error),
            Step::Fault(sentence) => {
                faults += 1;
                complain(&sentence);
            }
        }
    }
    Ok(faults)
}

/// Nobody listens any more.
struct Gone;

struct Reader {
    sender: SyncSender<Vec<Step>>,
    steps: Vec<Step>,
    size: usize,
}

impl Reader {
    fn flush(&mut self) -> Result<(), Gone> {
        self.size = 0;
        self.sender.send(std::mem::take(&mut self.steps)).map_err(|_| Gone)
    }

    fn step(&mut self, step: Step, size: usize) -> Result<(), Gone> {
        self.steps.push(step);
        self.size += size + 64;
        if self.size > PORTION { self.flush() } else { Ok(()) }
    }

    fn file(&mut self, number: usize, file: &RecordFile) -> Result<(), Gone> {
        self.step(Step::Begin(number), 0)?;
        let opened: io::Result<Box<dyn BufRead>> = if file.is_standard_input() {
            Ok(Box::new(BufReader::new(io::stdin())))
        } else {
            compression::open(&file.path).map(|opened| opened as Box<dyn BufRead>)
        };
        let (name, unreadable) = (&file.name, format!("{}: cannot read these records", file.path.display()));
        let mut whole = true;
        let read = match opened {
            Ok(mut opened) => self.records(name, &mut opened, &mut whole)?,
            Err(error) => Err(error),
        };
        match read {
            Ok(()) => self.step(Step::End(number, whole), 0),
            // What cannot be read any further keeps other files from nothing; what cannot be opened is a mistake of the call.
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.step(Step::Failed(refused(unreadable)(error)), 0),
            Err(error) => {
                self.step(Step::Fault(format!("{unreadable}: {error}")), 0)?;
                self.step(Step::End(number, false), 0)
            }
        }
    }

    /// Records, one a line; or, where the first line is none, indented ones or an array.
    fn records(&mut self, name: &str, input: &mut dyn BufRead, whole: &mut bool) -> Result<io::Result<()>, Gone> {
        let mut line = Vec::new();
        let mut number = 0;
        loop {
            line.clear();
            match input.take(LONGEST).read_until(b'\n', &mut line) {
                Ok(0) => return Ok(Ok(())),
                Ok(_) => {}
                Err(error) => return Ok(Err(error)),
            }
            number += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if number == 1 && serde_json::from_slice::<&RawValue>(&line).is_err_and(|error| error.is_eof()) {
                if let Err(error) = input.take(LONGEST).read_to_end(&mut line) {
                    return Ok(Err(error));
                }
                return self.indented(name, &line, whole).map(Ok);
            }
            if line.starts_with(b"[") {
                self.indented(name, &line, whole)?;
            } else {
                self.record(&line, whole, || format!("{name}:{number}"))?;
            }
        }
    }

    fn indented(&mut self, name: &str, json: &[u8], whole: &mut bool) -> Result<(), Gone> {
        for value in serde_json::Deserializer::from_slice(json).into_iter::<&RawValue>() {
            let records = value.and_then(|value| match value.get().starts_with('[') {
                true => serde_json::from_str::<Vec<&RawValue>>(value.get()),
                false => Ok(vec![value]),
            });
            match records {
                Ok(records) => {
                    for (number, record) in records.into_iter().enumerate() {
                        self.record(record.get().as_bytes(), whole, || format!("{name}: record {}", number + 1))?;
                    }
                }
                Err(error) => {
                    *whole = false;
                    return self.step(Step::Fault(format!("{name}: this is no JSON ({error}); expected records of biospan annotate")), 0);
                }
            }
        }
        Ok(())
    }

    fn record(&mut self, json: &[u8], whole: &mut bool, place: impl Fn() -> String) -> Result<(), Gone> {
        match Written::parse(json) {
            Ok(written) => {
                let mut digest = [0; 16];
                digest.copy_from_slice(&Sha256::digest(json.trim_ascii())[..16]);
                self.step(Step::Record(Box::new(Sealed { digest, written })), json.len())
            }
            Err(fault) => {
                *whole = false;
                let fault = fault.rsplit_once(" at line ").map_or(fault.as_str(), |(fault, _)| fault);
                self.step(Step::Fault(format!("{}: this is no record of biospan annotate ({fault}); it is left out", place())), 0)
            }
        }
    }
}
