//! `biospan dict info`.

use std::io::Write;
use std::path::PathBuf;

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::info::Info;
use clap::Args;

use super::{Form, Outcome, json, open};

/// Say what a dictionary holds, and where it comes from
#[derive(Args)]
pub struct Arguments {
    /// A compiled image, a table of your own or a folder of tables; the embedded dictionary if not given
    #[arg(value_name = "FILE|DIR")]
    dictionary: Option<PathBuf>,
    /// Show how many bytes each section of the image takes
    #[arg(long)]
    sections: bool,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let opened = open(arguments.dictionary.as_deref())?;
    let catalogue = Catalogue::new(opened.image()?);
    let info = Info::of(&catalogue, opened.sha256());
    if arguments.format == Form::Json {
        json(out, &info)?;
    } else {
        print(&info, arguments.sections, out)?;
    }
    Ok(Outcome::Fine)
}

fn print(info: &Info<'_>, sections: bool, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "dictionary: {} {}", info.name, info.version)?;
    writeln!(out, "sha256: {}", info.sha256)?;
    writeln!(out, "bytes: {}", info.bytes)?;
    writeln!(out, "image format: {}", info.image_format)?;
    writeln!(out, "normalizer: {}", info.normalizer)?;
    writeln!(out, "concepts: {}", info.concepts)?;
    writeln!(out, "names: {}, {} of them spelling variants; {} different keys", info.names, info.variants, info.keys)?;
    writeln!(out, "obsolete identifiers: {}", info.obsolete)?;
    writeln!(out, "types:")?;
    for count in &info.types {
        writeln!(out, "  {}: {} concepts, {} names", count.entity_type, count.concepts, count.names)?;
    }
    let complete = info.complete.iter().map(|one| format!("{} ({})", one.prefix, one.holds)).collect::<Vec<_>>();
    writeln!(out, "held complete: {}", if complete.is_empty() { "none".to_owned() } else { complete.join(", ") })?;
    writeln!(out, "sources:{}", if info.sources.is_empty() { " none" } else { "" })?;
    for source in &info.sources {
        writeln!(out, "  {} ({})", source.name, source.code)?;
        writeln!(out, "    names: {}", source.names)?;
        writeln!(out, "    release: {}", source.release)?;
        writeln!(out, "    licence: {}", source.licence)?;
        writeln!(out, "    attribution: {}, {}", source.attribution, source.url)?;
    }
    if sections {
        writeln!(out, "sections:")?;
        for size in &info.sections {
            writeln!(out, "  {}: {}", size.section, size.bytes)?;
        }
    }
    Ok(())
}
