//! What the tests of the readers share: a text read in a format.

use super::{Contents, format};

/// All that `text` says in this format.
pub(super) fn contents(name: &str, text: &str) -> Contents {
    let mut contents = Contents::default();
    let read = format(name).expect("the format is in the list").read;
    read(&mut text.as_bytes(), &mut contents).expect("the sample can be read to its end");
    contents
}

/// The faults of a text, each as the user sees it; the one that ends the reading last.
pub(super) fn faults(name: &str, text: &str) -> Vec<String> {
    let mut contents = Contents::default();
    let read = format(name).expect("the format is in the list").read;
    let end = read(&mut text.as_bytes(), &mut contents).err();
    contents.faults.into_iter().chain(end).map(|fault| fault.to_string()).collect()
}
