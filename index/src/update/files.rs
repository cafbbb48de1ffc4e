//! Updates an index from files and folders, and removes files from it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::error::Result;
use crate::index::account::SourceAccount;
use crate::index::files::IndexFiles;
use crate::index::source_id::{is_below, is_gone, root_of, source_id};
use crate::indexer::indexing::Indexer;
use crate::ingest::sink::Problem;
use crate::ingest::walk::{Found, walk};
use crate::update::options::UpdateOptions;
use crate::update::progress::Progress;
use crate::update::report::{Failure, Report};
use crate::update::run::{Run, bytes_of};

/// Files that are read with the same options.
pub(super) struct FileGroup {
    pub options: UpdateOptions,
    pub files: Vec<Found>,
}

/// Reads the files in `paths`, which are files and folders, into an index. Unchanged files are not
/// read again. Passages of deleted files below `paths` are removed.
///
/// Fails if the index cannot be written; nothing changes in that case.
pub(crate) fn update(
    index: &IndexFiles,
    paths: &[PathBuf],
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Report> {
    let root = root_of(index.path(), options.base.as_deref());
    let rules = index.document_rules()?;
    let indexer = Indexer::open(index, options.threads)?;
    let accounts = indexer.accounts()?;
    let found = walk(paths);
    let run = Run {
        indexer: &indexer,
        accounts: &accounts,
        root: root.as_deref(),
        options,
        rules: &rules,
        report: Mutex::default(),
    };
    progress.begin(found.files.len(), total_bytes(&found.files));
    if let Err(error) = run.files(&found.files, progress) {
        return Err(indexer.abandon(error));
    }
    let mut report = run.into_report();
    report.unmatched_facts = unmatched(options, &found.files, root.as_deref());
    let mut unread = found.problems;
    if !options.keep_missing {
        let found = found.files.iter();
        let found = found.map(|file| source_id(&file.path, root.as_deref()).hash());
        let found: HashSet<String> = found.collect();
        let missing = accounts.values();
        let missing = missing.filter(|account| !found.contains(&account.source));
        report.removed = remove_gone(&indexer, missing, paths, root.as_deref(), &mut unread);
    }
    report
        .failures
        .extend(unread.into_iter().map(|(path, problem)| Failure {
            path,
            problem,
            whole: true,
        }));
    report.sort_failures();
    progress.writing();
    indexer.commit()?;
    Ok(report)
}

/// The patterns of `--facts` that match none of the files.
fn unmatched(options: &UpdateOptions, files: &[Found], root: Option<&Path>) -> Vec<String> {
    let patterns = options.read.facts.iter().flatten();
    let path = |file: &Found| {
        let id = source_id(&file.path, root);
        let path = root.map_or(PathBuf::from(&id.path), |root| root.join(&id.path));
        path.to_string_lossy().into_owned()
    };
    let unmatched = patterns.filter(|pattern| {
        let mut files = files.iter();
        !files.any(|file| pattern.matches(&path(file)))
    });
    unmatched
        .map(|pattern| pattern.written().to_owned())
        .collect()
}

/// Removes those of the `missing` sources below `paths` whose files were deleted. Returns their
/// number. A deleted file that the user named is no problem then, and leaves `unread`.
fn remove_gone<'a>(
    indexer: &Indexer<'_>,
    missing: impl Iterator<Item = &'a SourceAccount>,
    paths: &[PathBuf],
    root: Option<&Path>,
    unread: &mut Vec<(PathBuf, Problem)>,
) -> u64 {
    let scopes = paths.iter();
    let scopes: Vec<String> = scopes.map(|path| source_id(path, root).path).collect();
    let mut removed = 0;
    for account in missing {
        let in_scope = scopes.iter().any(|scope| is_below(&account.path, scope));
        if in_scope && is_gone(&account.path, root) {
            indexer.remove(account);
            removed += 1;
            unread.retain(|(path, _)| !is_below(&account.path, &source_id(path, root).path));
        }
    }
    removed
}

/// Reads files into an empty index and commits them. Each group of files has its own options.
///
/// If a whole file cannot be read, nothing is committed unless `drop_unreadable`; the report then
/// has the failure.
pub(super) fn fill(
    index: &IndexFiles,
    groups: &[FileGroup],
    drop_unreadable: bool,
    progress: &dyn Progress,
) -> Result<Report> {
    let root = root_of(index.path(), None);
    let rules = index.document_rules()?;
    let threads = groups.iter().map(|group| group.options.threads).max();
    let indexer = Indexer::open(index, threads.unwrap_or(1))?;
    let files = groups.iter().map(|group| group.files.len()).sum();
    let bytes = groups.iter().map(|group| total_bytes(&group.files)).sum();
    progress.begin(files, bytes);
    let mut report = Report::default();
    for FileGroup { options, files } in groups {
        let run = Run {
            indexer: &indexer,
            accounts: &HashMap::new(),
            root: root.as_deref(),
            options,
            rules: &rules,
            report: Mutex::default(),
        };
        if let Err(error) = run.files(files, progress) {
            return Err(indexer.abandon(error));
        }
        report.add(run.into_report());
    }
    report.sort_failures();
    progress.writing();
    if drop_unreadable || !report.has_unread_file() {
        indexer.commit_always()?;
    }
    Ok(report)
}

/// Removes a file, or everything below a folder, from the index. Returns the number of files.
pub(crate) fn remove(index: &IndexFiles, path: &Path) -> Result<u64> {
    let root = root_of(index.path(), None);
    let indexer = Indexer::open(index, 1)?;
    let scope = source_id(path, root.as_deref()).path;
    let mut removed = 0;
    for account in indexer.accounts()?.values() {
        if is_below(&account.path, &scope) {
            indexer.remove(account);
            removed += 1;
        }
    }
    indexer.commit()?;
    Ok(removed)
}

fn total_bytes(files: &[Found]) -> u64 {
    files.iter().map(|file| bytes_of(&file.path)).sum()
}
