//! Runs README.md, the tutorial in `docs` and the transcripts in `tests/cmd`: what they show must
//! be what the program prints.
//!
//! They run in a folder of their own that looks like a fresh checkout. `index.md` comes first and
//! makes the index that the others read; `remove.md` comes last. To write what the program prints
//! into the files, run `TRYCMD=overwrite cargo test --test transcripts`; then put back the
//! wildcards for times and sizes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use trycmd::TestCases;

#[test]
fn the_transcripts_are_true() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checkout = tempfile::tempdir().expect("a folder");
    for folder in [
        "tests/corpus",
        "tests/drafts",
        "tests/judged",
        "tests/model",
    ] {
        copy(&repository.join(folder), &checkout.path().join(folder));
    }
    // Files that changed just now are compared by their contents in later runs, which rewrite what
    // the index knows of them. Scores would depend on the speed of the machine.
    std::thread::sleep(Duration::from_millis(2_100));
    std::env::set_current_dir(checkout.path()).expect("the folder exists");

    run(repository, &["tests/cmd/index.md"]);
    let pages = ["README.md", "docs/ranking-quality.md"];
    let mut readers = pages.map(str::to_owned).to_vec();
    for entry in fs::read_dir(repository.join("tests/cmd")).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_str().expect("a name in ASCII");
        if name.ends_with(".md") && !["index.md", "remove.md"].contains(&name) {
            readers.push(format!("tests/cmd/{name}"));
        }
    }
    run(repository, &readers);
    run(repository, &["tests/cmd/remove.md"]);
}

fn run(repository: &Path, transcripts: &[impl AsRef<Path>]) {
    let cases = TestCases::new();
    // An index of whoever runs the tests must not be searched.
    cases.env("ONRECORD_INDEX", "");
    for transcript in transcripts {
        cases.case(repository.join(transcript));
    }
    cases.run();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a file");
    }
}
