//! `biospan dict`: looks into dictionaries, and makes them. One file a subcommand, one line each in [`Task`].

mod audit;
mod build;
mod calibrate;
mod compile;
mod coverage;
mod diff;
mod import;
mod info;
mod lookup;
mod verify;
mod weigh;
mod xrefs;

use std::io::{self, Write};
use std::path::Path;

use biospan::dictionary::opened::Opened;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::Outcome;

/// Look into dictionaries, compile your own, build and check ours
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    Info(info::Arguments),
    Lookup(lookup::Arguments),
    Xrefs(xrefs::Arguments),
    Diff(diff::Arguments),
    Compile(compile::Arguments),
    Audit(audit::Arguments),
    Coverage(coverage::Arguments),
    Verify(verify::Arguments),
    Import(import::Arguments),
    Build(build::Arguments),
    Calibrate(calibrate::Arguments),
    Weigh(weigh::Arguments),
}

/// How something is shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading
    Text,
    /// For programs
    Json,
}

/// Does one task.
///
/// # Errors
/// A file that cannot be read or written.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match &arguments.task {
        Task::Info(arguments) => info::run(arguments, &mut out),
        Task::Lookup(arguments) => lookup::run(arguments, &mut out),
        Task::Xrefs(arguments) => xrefs::run(arguments, &mut out),
        Task::Diff(arguments) => diff::run(arguments, &mut out),
        Task::Compile(arguments) => compile::run(arguments, &mut out),
        Task::Audit(arguments) => audit::run(arguments, &mut out),
        Task::Coverage(arguments) => coverage::run(arguments, &mut out),
        Task::Verify(arguments) => verify::run(arguments, &mut out),
        Task::Import(arguments) => import::run(arguments, &mut out),
        Task::Build(arguments) => build::run(arguments, &mut out),
        Task::Calibrate(arguments) => calibrate::run(arguments, &mut out),
        Task::Weigh(arguments) => weigh::run(arguments, &mut out),
    }?;
    out.flush()?;
    Ok(outcome)
}

/// The dictionary at a path, or the embedded one.
fn open(path: Option<&Path>) -> anyhow::Result<Opened> {
    Ok(path.map_or_else(Opened::embedded, Opened::at)?)
}

/// Writes JSON for reading, with a line feed.
fn json(out: &mut impl Write, what: &impl Serialize) -> anyhow::Result<()> {
    // A failed write must stay an I/O error, so that a reader who went away is no error.
    serde_json::to_writer_pretty(&mut *out, what).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
