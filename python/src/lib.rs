//! The extension module `biospan._biospan`: the library as the Python package in `biospan/` sees it. What users see is there.

mod batch;
mod engine;
mod entry;
mod error;
mod plain;

use std::ffi::OsString;
use std::io::Write;

use pyo3::prelude::*;

/// The command-line program; returns its exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| {
        let outcome = biospan::cli::main(arguments);
        // The end of Python does not flush what Rust has buffered.
        let _ = std::io::stdout().flush();
        outcome.number()
    })
}

#[pymodule]
fn _biospan(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_class::<engine::Engine>()
}
