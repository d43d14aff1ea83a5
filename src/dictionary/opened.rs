//! A dictionary to look into: the embedded one, a compiled image, a folder of tables or a table of a user's.

use std::path::{Path, PathBuf};

use biospan_lexicon::compile::{CompileError, compile};
use biospan_lexicon::folder::{Folder, FolderError};
use biospan_lexicon::image::{Image, ImageError, OwnedImage};
use sha2::{Digest, Sha256};

use super::lexicon::{EMBEDDED_SHA256, Layer, embedded};
use super::overlay::{self, OverlayError};

/// Why a dictionary cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file cannot be read.
    #[error("{path}: cannot read this dictionary: {source}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A folder of tables cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The tables of a folder cannot be compiled.
    #[error("{path}: {source}", path = path.display())]
    Compile {
        /// The folder.
        path: PathBuf,
        /// What the compiler says.
        source: CompileError,
    },
    /// A user's table or an image cannot be used.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// The embedded image cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// A dictionary to look into.
pub struct Opened {
    layer: Layer,
    sha256: String,
}

impl Opened {
    /// The embedded dictionary.
    ///
    /// # Errors
    /// See [`embedded`].
    pub fn embedded() -> Result<Self, OpenError> {
        Ok(Self { layer: Layer::Embedded(Box::new(embedded()?)), sha256: EMBEDDED_SHA256.to_owned() })
    }

    /// A folder of tables (compiled as the build does it), a compiled image or a user's table.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn at(path: &Path) -> Result<Self, OpenError> {
        let owned = if path.is_dir() {
            let folder = Folder::read(path)?;
            let compiled = folder.ingredients().map_err(CompileError::Table).and_then(|ingredients| compile(&ingredients));
            OwnedImage::new(&compiled.map_err(|source| OpenError::Compile { path: path.to_owned(), source })?.0)
        } else {
            let bytes = std::fs::read(path).map_err(|source| OpenError::File { path: path.to_owned(), source })?;
            overlay::open(&path.display().to_string(), &bytes)?
        };
        let sha256 = Sha256::digest(owned.bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { layer: Layer::Own(owned), sha256 })
    }

    /// Its image.
    ///
    /// # Errors
    /// See [`Layer::image`].
    pub fn image(&self) -> Result<Image<'_>, ImageError> {
        self.layer.image()
    }

    /// SHA-256 of the image, lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}
