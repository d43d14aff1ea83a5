//! `biospan check`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use biospan::check::baseline::Baseline;
use biospan::check::configuration::Configuration;
use biospan::check::finding::Severity;
use biospan::check::fix::{apply, difference};
use biospan::check::reports::{self, REPORTS};
use biospan::check::rules::{RULES, find};
use biospan::check::{Checked, Contents, asked, check};
use clap::{Args, ValueEnum};

use super::{Outcome, complain};

const AFTER: &str = "\
Reads biospan's records and JSON Lines, annotated JSON Lines ({\"id\", \"text\", \"annotations\"}), BioC (JSON, XML), PubTator,
brat (.txt and .ann), PubAnnotation and tables of spans (start, end, text, type, id, name) beside .txt or .md files.

biospan.toml in this folder or one above it says more: see docs/check/README.md.

Exit codes:
  0  no findings
  1  findings
  2  something could not be checked";

/// Most rounds of fixing: one fix may make room for the next.
const ROUNDS: usize = 10;

/// Check committed annotations against their text and the dictionary
#[derive(Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// Files and folders; the corpus that biospan.toml names if none is given
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Let only these rules speak (codes, names, beginnings of codes, ALL)
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    select: Vec<String>,
    /// Keep these rules silent
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    ignore: Vec<String>,
    /// Put right what is certain
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,
    /// How findings are reported
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    fail_on: FailOn,
    /// Accept the findings that stand in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Accept all findings of now: write them to the baseline
    #[arg(long)]
    update_baseline: bool,
    /// The configuration; else biospan.toml in this folder or one above it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Keep nothing from run to run
    #[arg(long)]
    no_cache: bool,
    /// List the rules
    #[arg(long)]
    rules: bool,
    /// Explain a rule
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Warning,
    Error,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.rules || arguments.explain.is_some() {
        return explain(arguments.explain.as_deref());
    }
    let configuration = configuration(arguments)?;
    if arguments.paths.is_empty() && configuration.corpus.is_empty() {
        anyhow::bail!("nothing to check: name files or folders, or a corpus in biospan.toml");
    }
    let mut contents = Contents::new();
    let mut fixed = 0;
    let mut state = look(arguments, &configuration, &contents)?;
    for _ in 0..ROUNDS {
        if !arguments.fix && !arguments.diff {
            break;
        }
        let count = fix(&state.checked, &configuration, &mut contents)?;
        if count == 0 {
            break;
        }
        fixed += count;
        state = look(arguments, &configuration, &contents)?;
    }
    state.checked.failures.iter().for_each(|failure| complain(failure));
    let changes = fixed > 0;
    let mut out = anstream::stdout().lock();
    if arguments.diff {
        show(&configuration, &contents, &mut out)?;
        return Ok(outcome(&state.checked, changes));
    }
    for (path, content) in &contents {
        let path = configuration.root.join(path);
        std::fs::write(&path, content).with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    if arguments.update_baseline {
        return update(arguments, &configuration, &state.checked);
    }
    let report = &REPORTS[arguments.format as usize];
    (report.write)(&reports::Outcome { checked: &state.checked, accepted: state.accepted, fixed }, &mut out)?;
    out.flush()?;
    let failing = state.checked.findings.iter().any(|finding| arguments.fail_on == FailOn::Warning || finding.severity == Severity::Error);
    Ok(outcome(&state.checked, failing))
}

fn outcome(checked: &Checked, failing: bool) -> Outcome {
    if !checked.failures.is_empty() {
        Outcome::Failed
    } else if failing {
        Outcome::Findings
    } else {
        Outcome::Fine
    }
}

/// What was found, and how much of it the baseline accepted.
struct State {
    checked: Checked,
    accepted: usize,
}

fn look(arguments: &Arguments, configuration: &Configuration, contents: &Contents) -> anyhow::Result<State> {
    let mut checked = check(&arguments.paths, configuration, contents)?;
    let before = checked.findings.len();
    // A baseline that was named must be there; one of biospan.toml may be yet to come.
    let wanted = |path: &&Path| !arguments.update_baseline && (arguments.baseline.is_some() || path.exists());
    if let Some(path) = configuration.baseline.as_deref().filter(wanted) {
        let mut baseline = Baseline::read(path)?;
        checked.findings.retain(|finding| !baseline.accepts(finding, &configuration.relative(Path::new(&finding.file))));
    }
    Ok(State { accepted: before - checked.findings.len(), checked })
}

fn configuration(arguments: &Arguments) -> anyhow::Result<Configuration> {
    let mut configuration = match &arguments.config {
        Some(path) => Configuration::read(path)?,
        None => Configuration::found_from(&std::env::current_dir().context("this folder cannot be read")?)?,
    };
    configuration.choose(&arguments.select, &arguments.ignore).map_err(anyhow::Error::msg)?;
    if let Some(baseline) = &arguments.baseline {
        configuration.baseline = Some(baseline.clone());
    }
    if arguments.no_cache {
        configuration.cache = None;
    }
    Ok(configuration)
}

/// Puts the fixes of findings into the contents of their files; gives how many went in.
fn fix(checked: &Checked, configuration: &Configuration, contents: &mut Contents) -> anyhow::Result<usize> {
    let mut count = 0;
    for findings in checked.findings.chunk_by(|left, right| left.file == right.file) {
        let fixes: Vec<_> = findings.iter().map(|finding| finding.fix.as_slice()).filter(|fix| !fix.is_empty()).collect();
        if fixes.is_empty() {
            continue;
        }
        let file = &findings[0].file;
        let relative = configuration.relative(Path::new(file));
        let before = match contents.get(&relative) {
            Some(content) => content.clone(),
            None => std::fs::read_to_string(file).with_context(|| format!("{file}: cannot be read"))?,
        };
        let (content, went_in) = apply(&before, &fixes);
        count += went_in;
        contents.insert(relative, content);
    }
    Ok(count)
}

fn show(configuration: &Configuration, contents: &Contents, out: &mut impl Write) -> io::Result<()> {
    for (path, content) in contents {
        let before = std::fs::read_to_string(configuration.root.join(path))?;
        write!(out, "{}", difference(path, &before, content))?;
    }
    out.flush()
}

fn update(arguments: &Arguments, configuration: &Configuration, checked: &Checked) -> anyhow::Result<Outcome> {
    let path = configuration.baseline.as_deref().context("--update-baseline needs a file: name it with --baseline, or in biospan.toml")?;
    let relative = |file: &str| configuration.relative(Path::new(file));
    let newer = Baseline::of(checked.findings.iter().map(|finding| (finding, relative(&finding.file))));
    let looked_at = asked(&arguments.paths, configuration);
    let older = if path.exists() { Baseline::read(path)? } else { Baseline::default() };
    let baseline = older.kept_for(newer, |file| looked_at.contains(file));
    std::fs::write(path, baseline.to_table()).with_context(|| format!("{}: cannot be written", path.display()))?;
    let count = baseline.len();
    writeln!(io::stdout(), "{}: {count} {} accepted.", path.display(), if count == 1 { "finding" } else { "findings" })?;
    Ok(outcome(checked, false))
}

fn explain(given: Option<&str>) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    if let Some(given) = given {
        let rule = find(given).with_context(|| format!("unknown rule \"{given}\"; --rules lists what there is"))?;
        write!(out, "{}", rule.page)?;
        return Ok(Outcome::Fine);
    }
    for rule in RULES {
        let silent = if rule.by_default { "" } else { " (only when selected)" };
        writeln!(out, "{}  {:7}  {:25}  {}{silent}", rule.code, rule.severity.word(), rule.name, rule.what)?;
    }
    Ok(Outcome::Fine)
}
