//! Errors of the library as exceptions of the package; their classes are in `biospan/errors.py`.

use biospan::AnnotatorError;
use pyo3::PyErr;

pyo3::import_exception!(biospan.errors, DictionaryError);
pyo3::import_exception!(biospan.errors, OptionError);
pyo3::import_exception!(biospan.errors, TextError);

/// An annotator that cannot be made.
pub fn of_annotator(error: &AnnotatorError) -> PyErr {
    let sentence = error.to_string();
    match error {
        AnnotatorError::Image(_) | AnnotatorError::Overlay(_) | AnnotatorError::TooManyDictionaries(_) => {
            DictionaryError::new_err(sentence)
        }
        AnnotatorError::NoDictionary => OptionError::new_err("no dictionary: give one, or leave out embedded=False"),
        _ => OptionError::new_err(sentence),
    }
}
