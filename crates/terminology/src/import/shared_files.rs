//! Tests over the real releases, which lie beside the tree while one develops.

use std::path::Path;

use super::Contents;
use crate::merge;

/// Reads a file of `../shared/sources` and looks at what it says, unless the folder is missing. A bad line fails.
pub(super) fn check(path: &str, format: &str, look: impl FnOnce(&Contents)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sources");
    if !folder.exists() {
        println!("skipped: {} is missing", folder.display());
        return;
    }
    let contents = merge::read(&folder.join(path), format).unwrap();
    assert_eq!(contents.faults, [], "{path}");
    look(&contents);
}
