//! Compiles `dictionaries/` into the image that the library embeds. Runs again only when a table, the policy or
//! the lexicon changes.

use std::env;
use std::path::PathBuf;

use anyhow::Context;
use biospan_lexicon::compile::compile;
use biospan_lexicon::folder::Folder;
use sha2::{Digest, Sha256};

fn main() -> anyhow::Result<()> {
    println!("cargo:rerun-if-changed=dictionaries");
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").context("cargo sets CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").context("cargo sets OUT_DIR")?);
    let folder = Folder::read(&root.join("dictionaries"))?;
    let (image, _) = compile(&folder.ingredients()?)?;
    std::fs::write(out.join("dictionary.image"), &image)?;
    let sha256: String = Sha256::digest(&image).iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo:rustc-env=BIOSPAN_DICTIONARY_SHA256={sha256}");
    Ok(())
}
