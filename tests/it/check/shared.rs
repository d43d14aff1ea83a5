//! Real corpora, where they are at hand: no crash, and spans that are known to be sound are not complained about.

use std::path::Path;

use biospan::check::configuration::Configuration;
use biospan::check::{Contents, check};

#[test]
fn corpora_of_others_are_checked_without_a_crash() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("formats").is_dir() {
        println!("skipped: no ../shared here");
        return;
    }
    let paths = ["formats", "gold/bc5cdr", "gold/tmvar3", "gold/cellfinder"].map(|path| shared.join(path));
    let checked = check(&paths, &Configuration::without_file(shared), &Contents::new()).expect("the dictionary opens");
    assert!(checked.failures.is_empty(), "{:?}", checked.failures);
    assert!(checked.annotations > 20_000, "{}", checked.annotations);
    let count = |code: &str| checked.findings.iter().filter(|finding| finding.code == code).count();
    // Their builders asserted that the words are those of the text.
    assert_eq!((count("BS001"), count("BS101"), count("BS102")), (0, 0, 0));
    // Mentions that cross are a known fault of one of them.
    assert!(count("BS303") > 0);
}
