//! How records are written: options that several commands have.

use biospan::formats::write::{self, Format, Offsets, WriteOptions};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::complain;

/// Options of writers
#[derive(Args)]
pub struct Writing {
    /// What offsets count, where the format leaves the choice [default: what its readers expect: chars]
    #[arg(long, value_name = "UNIT", value_parser = units())]
    offsets: Option<String>,

    /// Use PubTator 3's types, identifiers and wrapping (bioc-json, bioc-xml, pubtator)
    #[arg(long)]
    pubtator3: bool,

    /// Leave the document's text out of the record (json, jsonl)
    #[arg(long)]
    no_text: bool,
}

impl Writing {
    /// The options as the library takes them.
    pub fn options(&self) -> WriteOptions {
        let offsets = self.offsets.as_deref().and_then(Offsets::by_name);
        WriteOptions { text: !self.no_text, offsets, pubtator3: self.pubtator3 }
    }
}

/// The names of formats.
pub fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(write::FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.description)))
}

fn units() -> PossibleValuesParser {
    PossibleValuesParser::new(Offsets::NAMES.iter().map(|(name, _)| PossibleValue::new(name)))
}

/// Says what a format could not carry.
pub fn warn(loss: write::Loss, format: &Format) {
    loss.sentences(format.name).for_each(|sentence| complain(&format!("warning: {sentence}")));
}
