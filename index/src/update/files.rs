//! Updates an index from files and folders, and removes files from it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::facts::documents::DocumentRules;
use crate::index::account::SourceAccount;
use crate::index::files::IndexFiles;
use crate::index::roots;
use crate::index::source_id::{is_below, paths_above, root_of, source_id};
use crate::index::sources::{ReadSettings, Root};
use crate::indexer::indexing::Indexer;
use crate::ingest::sink::Problem;
use crate::ingest::walk::{Found, Walk, walk};
use crate::options::{Limits, ReadOptions};
use crate::update::gone::{Gone, Scope};
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
    let folder = root_of(index.path(), options.base.as_deref());
    let rules = index.document_rules()?;
    let indexer = Indexer::open(index, options.threads)?;
    let accounts = indexer.accounts()?;
    let Walk { files, problems } = walk(paths);
    let mut roots = indexer.roots();
    let mut scopes: Vec<Scope> = paths
        .iter()
        .map(|path| Scope::new(path, folder.as_deref(), &roots))
        .collect();
    take_over(
        &mut roots,
        &scopes,
        &files,
        folder.as_deref(),
        &options.read,
    );
    for scope in scopes.iter().filter(|scope| scope.exists) {
        let mut root = Root::new(scope.id.clone(), scope.device, &options.read);
        root.keep_facts(roots.get(&scope.id.identity));
        roots.insert(scope.id.identity.clone(), root);
    }
    // Roots inside what is given now may be missing by themselves.
    let inside = roots_inside(&roots, &scopes, folder.as_deref()).into_iter();
    let inside: Vec<PathBuf> = inside
        .map(|root| root.entry.file(folder.as_deref().unwrap_or(Path::new(""))))
        .collect();
    let inside = inside.iter();
    scopes.extend(inside.map(|path| Scope::new(path, folder.as_deref(), &roots)));
    let unmatched_facts = unmatched(options, &files, folder.as_deref());
    let work = Work {
        groups: by_facts(files, &roots, folder.as_deref(), options),
        scopes,
        problems,
        roots,
    };
    let run = RunContext {
        indexer,
        accounts: &accounts,
        folder: folder.as_deref(),
        rules: &rules,
    };
    let report = work.run(run, options, progress)?;
    Ok(Report {
        unmatched_facts,
        ..report
    })
}

/// The files, grouped by the facts that their roots record. Other options are those of the run.
fn by_facts(
    files: Vec<Found>,
    roots: &BTreeMap<Vec<u8>, Root>,
    folder: Option<&Path>,
    options: &UpdateOptions,
) -> Vec<FileGroup> {
    let with_facts = roots.values().filter(|root| root.facts().is_some());
    let facts: HashMap<&str, &Root> = with_facts.map(|root| (&*root.entry.path, root)).collect();
    let mut groups: BTreeMap<Option<&str>, Vec<Found>> = BTreeMap::new();
    for file in files {
        // Facts of this run take the place of recorded ones.
        let root = if facts.is_empty() || options.read.facts.is_some() {
            None
        } else {
            let id = source_id(&file.path, folder);
            let innermost =
                paths_above(&id.path, folder).find_map(|path| facts.get_key_value(path));
            innermost.map(|(path, _)| *path)
        };
        groups.entry(root).or_default().push(file);
    }
    let groups = groups.into_iter().map(|(root, files)| {
        let mut options = options.clone();
        if let Some(root) = root {
            options.read.facts = facts[root].facts();
        }
        FileGroup { options, files }
    });
    groups.collect()
}

/// The patterns of `--facts` that match none of the files.
fn unmatched(options: &UpdateOptions, files: &[Found], folder: Option<&Path>) -> Vec<String> {
    let patterns = options.read.facts.iter().flatten();
    let path = |file: &Found| {
        let id = source_id(&file.path, folder);
        let path = folder.map_or(PathBuf::from(&id.path), |folder| folder.join(&id.path));
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

/// Brings every root of an index up to date, each with its recorded settings. `options` gives the
/// threads and the time, and its limits where they differ from the default.
///
/// Fails with [`Error::NoRoots`] if there is no root, and if the index cannot be written; nothing
/// changes in that case.
pub(crate) fn refresh(
    index: &IndexFiles,
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Report> {
    let folder = root_of(index.path(), options.base.as_deref());
    let rules = index.document_rules()?;
    let indexer = Indexer::open(index, options.threads)?;
    let accounts = indexer.accounts()?;
    let recorded = indexer.roots();
    let known = roots::known(recorded.clone(), accounts.values(), folder.as_deref());
    if known.is_empty() {
        return Err(Error::NoRoots {
            path: index.name().to_owned(),
        });
    }
    let mut work = groups_of(&known, folder.as_deref(), options);
    work.roots = recorded;
    let run = RunContext {
        indexer,
        accounts: &accounts,
        folder: folder.as_deref(),
        rules: &rules,
    };
    work.run(run, options, progress)
}

/// The files of the roots. Where one root is inside another, its files are read with its own
/// settings.
fn groups_of(
    known: &BTreeMap<Vec<u8>, Root>,
    folder: Option<&Path>,
    options: &UpdateOptions,
) -> Work {
    let mut roots: Vec<&Root> = known.values().collect();
    let depth = |root: &&Root| Path::new(&root.entry.path).components().count();
    roots.sort_by_key(|root| std::cmp::Reverse(depth(root)));
    let mut groups: BTreeMap<(ReadSettings, Limits), Vec<Found>> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut work = Work::default();
    for root in roots {
        let path = root.entry.file(folder.unwrap_or(Path::new("")));
        work.scopes.push(Scope::new(&path, folder, known));
        let Walk { files, problems } = walk(&[path]);
        work.problems.extend(problems);
        let limits = match options.read.limits {
            limits if limits == Limits::default() => root.limits.unwrap_or_default(),
            limits => limits,
        };
        let group = groups
            .entry((root.entry.settings.clone(), limits))
            .or_default();
        let is_new = |file: &Found| seen.insert(source_id(&file.path, folder).identity);
        group.extend(files.into_iter().filter(is_new));
    }
    let groups = groups.into_iter().map(|((settings, limits), files)| {
        let mut options = options.clone();
        options.read = settings.apply_to(&options.read);
        options.read.limits = limits;
        FileGroup { options, files }
    });
    work.groups = groups.collect();
    work
}

/// What becomes of the roots below a folder given now that its walk entered. A file is dropped: the
/// folder covers it. A folder stays, because it may be missing by itself later; its files are read
/// with the options given now.
fn take_over(
    roots: &mut BTreeMap<Vec<u8>, Root>,
    scopes: &[Scope],
    files: &[Found],
    folder: Option<&Path>,
    options: &ReadOptions,
) {
    let inside = roots_inside(roots, scopes, folder).into_iter();
    let inside: HashSet<String> = inside.map(|root| root.entry.path.clone()).collect();
    if inside.is_empty() {
        return;
    }
    let mut entered: HashSet<String> = HashSet::new();
    let mut found: HashSet<String> = HashSet::new();
    for file in files {
        let id = source_id(&file.path, folder);
        let above = paths_above(&id.path, folder).filter(|path| inside.contains(*path));
        entered.extend(above.map(str::to_owned));
        found.insert(id.path);
    }
    roots.retain(|_, root| !found.contains(&root.entry.path));
    let entered = roots
        .values_mut()
        .filter(|root| entered.contains(&root.entry.path));
    for root in entered {
        let before = root.clone();
        root.read_with(options);
        root.keep_facts(Some(&before));
    }
}

/// The roots that are inside a scope and not a scope themselves.
fn roots_inside<'r>(
    roots: &'r BTreeMap<Vec<u8>, Root>,
    scopes: &[Scope],
    folder: Option<&Path>,
) -> Vec<&'r Root> {
    let scopes: HashSet<&str> = scopes.iter().map(|scope| &*scope.id.path).collect();
    let is_inside = |root: &&Root| {
        let path = &*root.entry.path;
        !scopes.contains(path) && paths_above(path, folder).any(|above| scopes.contains(above))
    };
    roots.values().filter(is_inside).collect()
}

/// The index that a run writes to, and what it knows.
struct RunContext<'a> {
    indexer: Indexer<'a>,
    /// The sources before the run, by the hash of their identity.
    accounts: &'a HashMap<String, SourceAccount>,
    /// The folder that paths are relative to.
    folder: Option<&'a Path>,
    /// What `documents.toml` states.
    rules: &'a DocumentRules,
}

/// What a run is to do.
#[derive(Default)]
struct Work {
    groups: Vec<FileGroup>,
    /// The files and folders that the groups come from.
    scopes: Vec<Scope>,
    /// Paths that cannot be read.
    problems: Vec<(PathBuf, Problem)>,
    /// The roots after the run, by the bytes of their paths.
    roots: BTreeMap<Vec<u8>, Root>,
}

impl Work {
    /// Reads what has changed, removes what is gone, and commits.
    fn run(
        mut self,
        run: RunContext<'_>,
        options: &UpdateOptions,
        progress: &dyn Progress,
    ) -> Result<Report> {
        let (mut report, contents) = match run.read(&self.groups, progress) {
            Ok(read) => read,
            Err(error) => return Err(run.indexer.abandon(error)),
        };
        let RunContext {
            indexer,
            accounts,
            folder,
            ..
        } = run;
        if !options.keep_missing {
            let files = self.groups.iter().flat_map(|group| &group.files);
            let found = files.map(|file| source_id(&file.path, folder).hash());
            let gone = Gone {
                accounts,
                folder,
                scopes: &self.scopes,
                found: found.collect(),
                contents,
            };
            let outcome = gone.sort_out(&self.roots);
            for account in outcome.deleted.iter().chain(&outcome.renamed) {
                indexer.remove(account);
            }
            report.removed = outcome.deleted.len() as u64;
            report.renamed = outcome.renamed.len() as u64;
            self.roots
                .retain(|_, root| !outcome.roots.contains(&root.entry.path));
            let is_settled = |path: &Path| outcome.settled.contains(&source_id(path, folder).path);
            self.problems.retain(|(path, _)| !is_settled(path));
            report.missing = outcome.missing;
        }
        let unread = self.problems.into_iter();
        report
            .failures
            .extend(unread.map(|(path, problem)| Failure {
                path,
                problem,
                whole: true,
            }));
        report.sort_failures();
        indexer.set_roots(self.roots);
        progress.writing();
        indexer.commit()?;
        Ok(report)
    }
}

impl RunContext<'_> {
    /// Reads the changed files of the groups. Returns what was read, and the hashes of the contents
    /// of all files that the index has now, with their paths.
    fn read(
        &self,
        groups: &[FileGroup],
        progress: &dyn Progress,
    ) -> Result<(Report, HashMap<[u8; 32], String>)> {
        let files = groups.iter().map(|group| group.files.len()).sum();
        let bytes = groups.iter().map(|group| total_bytes(&group.files)).sum();
        progress.begin(files, bytes);
        let mut report = Report::default();
        let mut contents = HashMap::new();
        for FileGroup { options, files } in groups {
            let run = Run::new(
                &self.indexer,
                self.accounts,
                self.folder,
                options,
                self.rules,
            );
            run.files(files, progress)?;
            let (of_group, of_files) = run.into_report();
            report.add(of_group);
            contents.extend(of_files);
        }
        Ok((report, contents))
    }
}

/// Reads files into an empty index and commits them with these roots. Each group of files has its
/// own options.
///
/// If a whole file cannot be read, nothing is committed unless `drop_unreadable`; the report then
/// has the failure.
pub(super) fn fill(
    index: &IndexFiles,
    groups: &[FileGroup],
    roots: Vec<Root>,
    drop_unreadable: bool,
    progress: &dyn Progress,
) -> Result<Report> {
    let folder = root_of(index.path(), None);
    let rules = index.document_rules()?;
    let threads = groups.iter().map(|group| group.options.threads).max();
    let run = RunContext {
        indexer: Indexer::open(index, threads.unwrap_or(1))?,
        accounts: &HashMap::new(),
        folder: folder.as_deref(),
        rules: &rules,
    };
    let mut report = match run.read(groups, progress) {
        Ok((report, _)) => report,
        Err(error) => return Err(run.indexer.abandon(error)),
    };
    let indexer = run.indexer;
    report.sort_failures();
    let roots = roots.into_iter();
    let roots = roots.map(|root| (root.entry.identity().to_vec(), root));
    indexer.set_roots(roots.collect());
    progress.writing();
    if drop_unreadable || !report.has_unread_file() {
        indexer.commit_always()?;
    }
    Ok(report)
}

/// Removes a file, or everything below a folder, from the index, and the roots there. A source
/// without a file is removed by its name. Returns the number of sources.
pub(crate) fn remove(index: &IndexFiles, path: &Path) -> Result<u64> {
    let folder = root_of(index.path(), None);
    let indexer = Indexer::open(index, 1)?;
    let scope = source_id(path, folder.as_deref()).path;
    let holds_index = folder.is_some_and(|folder| folder.starts_with(&scope));
    let mut removed = 0;
    for account in indexer.accounts()?.values() {
        let is_named = account.in_memory && Path::new(&account.path) == path;
        let is_file = !account.in_memory && is_below(&account.path, &scope, holds_index);
        if is_named || is_file {
            indexer.remove(account);
            removed += 1;
        }
    }
    let mut roots = indexer.roots();
    roots.retain(|_, root| !is_below(&root.entry.path, &scope, holds_index));
    indexer.set_roots(roots);
    indexer.commit()?;
    Ok(removed)
}

fn total_bytes(files: &[Found]) -> u64 {
    files.iter().map(|file| bytes_of(&file.path)).sum()
}
