//! An annotator behind the interpreter's objects.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_pyarrow::{PyArrowType, Table};
use biospan::dictionary::catalogue::Catalogue;
use biospan::formats::read::from_text;
use biospan::{Annotator, AnnotatorError, Worker};
use pyo3::prelude::*;
use self_cell::self_cell;

use crate::entry::{self, PlainEntry};
use crate::plain::{self, PlainRecord};
use crate::{batch, error};

/// A name for messages, and a file's bytes.
type File = (String, Vec<u8>);

self_cell! {
    /// A worker with the annotator that it borrows from.
    struct Desk {
        owner: Arc<Annotator>,
        #[not_covariant]
        dependent: Worker,
    }
}

/// What `biospan.Annotator` is made of.
#[pyclass(frozen, module = "biospan._biospan")]
pub struct Engine {
    annotator: Arc<Annotator>,
    /// Workers that rest between texts: making one takes longer than annotating a sentence.
    desks: Mutex<Vec<Desk>>,
}

/// The options of `biospan.Annotator`, which explains them.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Options {
    embedded: bool,
    dictionaries: Vec<File>,
    policies: Vec<File>,
    types: Vec<String>,
    prefer: BTreeMap<String, String>,
    min_score: f32,
    organism: Option<String>,
    fold_families: bool,
    nested: bool,
    references: bool,
    person_words: bool,
    amplifications: bool,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, options: Options) -> PyResult<Self> {
        let annotator = py.detach(|| options.annotator()).map_err(|problem| error::of_annotator(&problem))?;
        Ok(Self { annotator: Arc::new(annotator), desks: Mutex::default() })
    }

    /// Annotates one text.
    fn annotate(&self, py: Python<'_>, text: String, id: String) -> PyResult<PlainRecord> {
        py.detach(|| {
            let document = from_text(id, text)?;
            let rested = self.desks.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut desk = rested.unwrap_or_else(|| Desk::new(self.annotator.clone(), |annotator| annotator.worker()));
            // A worker that panics does not come back.
            let record = desk.with_dependent_mut(|_, worker| plain::record(&worker.annotate(&document)));
            self.desks.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
            Ok(record)
        })
        .map_err(|problem: biospan::formats::read::ReadError| error::TextError::new_err(problem.to_string()))
    }

    /// Annotates the column `text` of a stream of tables, which may have a column `id`.
    fn annotate_stream(
        &self,
        py: Python<'_>,
        stream: PyArrowType<RecordBatchStreamReader>,
        threads: usize,
    ) -> PyResult<PyArrowType<Table>> {
        batch::annotate(py, &self.annotator, stream.0, threads).map(PyArrowType)
    }

    /// The concepts that have a name, of all dictionaries.
    fn lookup(&self, py: Python<'_>, name: String) -> PyResult<Vec<PlainEntry>> {
        py.detach(|| Ok(self.catalogues()?.iter().rev().flat_map(|catalogue| entry::named(catalogue, &name)).collect()))
    }

    /// The concept of a CURIE; of a dictionary of the user's before the embedded one.
    fn concept(&self, py: Python<'_>, curie: String) -> PyResult<Option<PlainEntry>> {
        py.detach(|| Ok(self.catalogues()?.iter().rev().find_map(|catalogue| entry::of_curie(catalogue, &curie))))
    }

    /// The types that are looked for.
    #[getter]
    fn types(&self) -> Vec<String> {
        self.annotator.stamp().types.clone()
    }

    /// The embedded dictionary's name, version and SHA-256, and the other files with theirs.
    #[getter]
    fn dictionary(&self) -> (String, String, String, Vec<(String, String)>) {
        let stamp = self.annotator.stamp();
        (stamp.dictionary_name.clone(), stamp.dictionary_version.clone(), stamp.dictionary_sha256.clone(), stamp.overlays.clone())
    }
}

impl Engine {
    fn catalogues(&self) -> PyResult<Vec<Catalogue<'_>>> {
        let images = self.annotator.layers().iter().map(|layer| layer.image().map(Catalogue::new));
        images.collect::<Result<_, _>>().map_err(|problem| error::of_annotator(&problem.into()))
    }
}

impl Options {
    fn annotator(self) -> Result<Annotator, AnnotatorError> {
        let mut builder = Annotator::builder()
            .embedded(self.embedded)
            .types(self.types)
            .min_score(self.min_score)
            .fold_families(self.fold_families)
            .nested(self.nested)
            .references(self.references)
            .person_words(self.person_words)
            .amplifications(self.amplifications);
        for (entity_type, namespace) in self.prefer {
            builder = builder.prefer(entity_type, namespace);
        }
        for (file, bytes) in self.dictionaries {
            builder = builder.overlay(file, bytes);
        }
        for (file, bytes) in self.policies {
            builder = builder.policy(file, bytes);
        }
        if let Some(organism) = self.organism {
            builder = builder.organism(organism);
        }
        builder.build()
    }
}
