//! Holds the code to what ARCHITECTURE.md says: imports run one way, in no circle, and each layer
//! keeps to its rules.
//!
//! The layers are read from ARCHITECTURE.md itself, so the page and the check cannot differ.
//! Imports are read as text: every `use` and every path that begins with `crate::` or `super::`,
//! outside comments and unit tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The widest line of a comment. `rustfmt.toml` holds code to it; stable rustfmt leaves comments
/// alone.
const COLUMNS: usize = 100;

#[test]
fn imports_go_down_the_layers() {
    let mut forbidden = Vec::new();
    for package in packages() {
        let layers = layers(package.source);
        for (file, import) in package.imports() {
            let (from, to) = (room(&file), room(&import));
            let level = |room: &str| {
                let found = layers.iter().position(|layer| layer.contains(room));
                found.unwrap_or_else(|| {
                    panic!(
                        "ARCHITECTURE.md names no layer for {}/{room}",
                        package.source
                    )
                })
            };
            if from != to && level(from) <= level(to) {
                forbidden.push(format!("{}: {file} imports {import}", package.source));
            }
        }
    }
    assert!(forbidden.is_empty(), "{}", forbidden.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for package in packages() {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (file, import) in package.imports() {
            imports.entry(file).or_default().insert(import);
        }
        // A file that imports nothing that is left, or that nothing left imports, is in no circle.
        loop {
            let imported: BTreeSet<String> = imports.values().flatten().cloned().collect();
            let left = imports.len();
            let keys: BTreeSet<String> = imports.keys().cloned().collect();
            imports.retain(|file, of| imported.contains(file) && !of.is_disjoint(&keys));
            imports
                .values_mut()
                .for_each(|of| of.retain(|file| keys.contains(file)));
            if imports.len() == left {
                break;
            }
        }
        assert!(
            imports.is_empty(),
            "{}: circles of imports: {imports:#?}",
            package.source
        );
    }
}

#[test]
fn index_src_has_few_loose_files() {
    let source = root().join("index/src");
    let files = fs::read_dir(source).expect("a folder").flatten();
    let loose = files.filter(|entry| entry.path().is_file()).count();
    assert!(
        loose <= 7,
        "{loose} files beside the folders of index/src, at most 7"
    );
}

#[test]
fn only_the_storage_side_knows_tantivy() {
    let free = [
        "attribution",
        "document",
        "hit",
        "ingest",
        "measure",
        "options",
        "query",
        "text",
    ];
    for file in Package::new("index/src").files {
        if free.contains(&room(&file.path)) {
            assert!(
                !file.code.contains("tantivy"),
                "{} names tantivy",
                file.path
            );
        }
    }
}

#[test]
fn the_library_does_not_print_or_ask_its_surroundings() {
    for file in Package::new("index/src").files {
        for wanted in [
            "println!",
            "print!(",
            "std::env",
            "env::var",
            "SystemTime::now",
        ] {
            assert!(!file.code.contains(wanted), "{}: {wanted}", file.path);
        }
        // Latency can only be measured by a clock.
        let measures = file.path.starts_with("measure/");
        assert!(
            measures || !file.code.contains("Instant::now"),
            "{}: Instant::now",
            file.path
        );
    }
}

#[test]
fn comments_are_no_wider_than_code() {
    let mut wide = Vec::new();
    for folder in ["src", "index", "tests", "benches", "fuzz/fuzz_targets"] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a source file");
            for (number, line) in text.lines().enumerate() {
                let comment = line.trim_start().starts_with("//");
                if comment && line.chars().count() > COLUMNS {
                    wide.push(format!("{}:{}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(
        wide.is_empty(),
        "comments over {COLUMNS} columns:\n{}",
        wide.join("\n")
    );
}

#[test]
fn comments_use_plain_words() {
    // Each of these made readers stop. CONTRIBUTING.md asks for ordinary verbs.
    let avoided = ["stands", "bears", "anew", "sought", "learnt", "furniture"];
    let mut found = Vec::new();
    for folder in [
        "src",
        "index/src",
        "index/tests",
        "tests",
        "benches",
        "fuzz/fuzz_targets",
    ] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).expect("a source file");
            for (number, line) in text.lines().enumerate() {
                let Some(comment) = line.trim_start().strip_prefix("//") else {
                    continue;
                };
                let mut words = comment.split(|c: char| !c.is_alphanumeric());
                if words.any(|word| avoided.contains(&word)) {
                    found.push(format!("{}:{}: {comment}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The source files of a package.
struct Package {
    /// Its folder, from the root of the repository.
    source: &'static str,
    files: Vec<SourceFile>,
}

struct SourceFile {
    /// From the package's source folder, with `/` between folders.
    path: String,
    /// Its text without comments and unit tests.
    code: String,
}

fn packages() -> [Package; 2] {
    [Package::new("index/src"), Package::new("src")]
}

impl Package {
    fn new(source: &'static str) -> Package {
        let folder = root().join(source);
        let read = |path: PathBuf| SourceFile {
            path: path
                .strip_prefix(&folder)
                .expect("a path below the folder")
                .to_string_lossy()
                .replace('\\', "/"),
            code: code_of(&fs::read_to_string(&path).expect("a source file")),
        };
        let mut files: Vec<SourceFile> = rust_files(&folder).into_iter().map(read).collect();
        let tests: BTreeSet<Vec<String>> = files.iter().flat_map(test_modules).collect();
        files.retain(|file| !tests.contains(&module_of(&file.path)));
        assert!(!files.is_empty(), "no sources in {source}");
        Package { source, files }
    }

    /// Pairs of a file and a file of the same package that it imports from.
    fn imports(&self) -> BTreeSet<(String, String)> {
        let mut imports = BTreeSet::new();
        // lib.rs re-exports and main.rs starts: both are above everything.
        for file in self.files.iter().filter(|file| !is_crate_root(&file.path)) {
            for path in paths(&file.code, &module_of(&file.path)) {
                let imported = self.defining(&path);
                assert!(
                    imported.is_some(),
                    "{} imports {} through the crate's root",
                    file.path,
                    path.join("::")
                );
                let imported = imported.expect("it was just checked");
                if imported != file.path {
                    imports.insert((file.path.clone(), imported));
                }
            }
        }
        imports
    }

    /// The file of the longest module that a path begins with.
    fn defining(&self, path: &[String]) -> Option<String> {
        (1..=path.len()).rev().find_map(|end| {
            let module = &path[..end];
            let file = self
                .files
                .iter()
                .find(|file| module_of(&file.path) == module);
            file.map(|file| file.path.clone())
        })
    }
}

/// Every path of a file's code that begins with `crate::` or `super::`, from the crate's root on.
fn paths(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (prefix, base) in [
        ("crate::", &[][..]),
        ("super::", &module[..module.len() - 1]),
    ] {
        for (at, _) in code.match_indices(prefix) {
            let before = &code[..at];
            let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$');
            // `pub(in crate::query)` says who may import, and imports nothing.
            if before.ends_with(inside) || before.ends_with("(in ") {
                continue;
            }
            let mut path = base.to_vec();
            expand(&code[at + prefix.len()..], &mut path, &mut found);
        }
    }
    found
}

/// Adds the path that `rest` begins with; of a path with braces, one for each name in them.
fn expand(rest: &str, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let depth = path.len();
    if let Some(names) = rest.strip_prefix('{') {
        let mut level = 0;
        let close = names.find(|c| {
            level += i32::from(c == '{') - i32::from(c == '}');
            level < 0
        });
        for name in names[..close.unwrap_or(names.len())].split(',') {
            match name.trim() {
                "" => {}
                "self" => found.push(path.clone()),
                name => expand(name, path, found),
            }
        }
    } else if end > 0 {
        path.push(rest[..end].to_owned());
        match rest[end..].strip_prefix("::") {
            Some(rest) => expand(rest, path, found),
            None => found.push(path.clone()),
        }
    } else {
        found.push(path.clone());
    }
    path.truncate(depth);
}

/// A file's text without comments and unit tests, which come last in a file.
fn code_of(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..tests].lines();
    lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The modules of tests that a file declares and that have a file of their own.
fn test_modules(file: &SourceFile) -> Vec<Vec<String>> {
    let declared = file.code.split("#[cfg(test)]\n").skip(1);
    let names = declared.filter_map(|rest| {
        let (line, _) = rest.split_once(";\n")?;
        line.split("mod ").nth(1).map(str::to_owned)
    });
    let parent = match module_of(&file.path) {
        root if is_crate_root(&file.path) => root[1..].to_vec(),
        parent => parent,
    };
    names
        .map(|name| [parent.clone(), vec![name]].concat())
        .collect()
}

/// `["query", "parse"]` of `query/parse/mod.rs` and of `query/parse.rs`.
fn module_of(file: &str) -> Vec<String> {
    let file = file.strip_suffix(".rs").expect("a Rust file");
    let file = file.strip_suffix("/mod").unwrap_or(file);
    file.split('/').map(str::to_owned).collect()
}

/// The folder or loose file of the source folder that a file belongs to.
fn room(file: &str) -> &str {
    let first = file.split('/').next().expect("a name");
    first.strip_suffix(".rs").unwrap_or(first)
}

fn is_crate_root(file: &str) -> bool {
    matches!(file, "lib.rs" | "main.rs")
}

/// The layers of a source folder, lowest first, as ARCHITECTURE.md lists them.
fn layers(source: &str) -> Vec<BTreeSet<String>> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let fence = format!("```layers of {source}\n");
    let block = page
        .split(&fence)
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    block
        .unwrap_or_else(|| panic!("ARCHITECTURE.md has no block of the layers of {source}"))
        .lines()
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
