//! Adds one source that is not a file: bytes in memory, or documents.

use std::path::Path;
use std::sync::Mutex;

use crate::document::Document;
use crate::error::Result;
use crate::index::account::SourceAccount;
use crate::index::file_stamp::FileStamp;
use crate::index::files::IndexFiles;
use crate::index::source_id::SourceId;
use crate::indexer::indexing::Indexer;
use crate::ingest::format::Reading;
use crate::ingest::read_bytes;
use crate::ingest::sink::Sink;
use crate::options::ReadOptions;
use crate::storage::lock::lock;
use crate::update::options::UpdateOptions;
use crate::update::report::Report;
use crate::update::run::{Input, Run};

/// Adds or replaces a source, given as the bytes of a file. `name` is used instead of a path.
pub(crate) fn add_bytes(
    index: &IndexFiles,
    name: &str,
    bytes: Vec<u8>,
    options: &UpdateOptions,
) -> Result<Report> {
    let account = SourceAccount {
        limits: options.read.limits,
        stamp: FileStamp {
            size: bytes.len() as u64,
            ..FileStamp::default()
        },
        hash: *blake3::hash(&bytes).as_bytes(),
        ..SourceAccount::default()
    };
    add_named(index, name, account, options, |read, sink| {
        read_bytes(name, bytes, read, sink)
    })
}

/// Adds or replaces a source, given as its documents. `name` is used instead of a path.
pub(crate) fn add_documents(
    index: &IndexFiles,
    name: &str,
    documents: impl IntoIterator<Item = Document> + Send,
) -> Result<Report> {
    let options = UpdateOptions::default();
    add_named(
        index,
        name,
        SourceAccount::default(),
        &options,
        |_, sink| {
            for document in documents {
                sink.document(document)?;
            }
            Ok(Reading {
                format: "documents",
                encoding: String::new(),
            })
        },
    )
}

fn add_named(
    index: &IndexFiles,
    name: &str,
    account: SourceAccount,
    options: &UpdateOptions,
    reader: impl FnOnce(&ReadOptions, &mut dyn Sink) -> Result<Reading> + Send,
) -> Result<Report> {
    let rules = index.document_rules()?;
    let indexer = Indexer::open(index, options.threads)?;
    let accounts = indexer.accounts()?;
    let id = SourceId {
        identity: name.as_bytes().to_vec(),
        path: name.to_owned(),
    };
    let run = Run::new(&indexer, &accounts, None, options, &rules);
    let read = run.read_options(&id, accounts.get(&id.hash()));
    let account = SourceAccount {
        stated: read.stated.facts().to_vec(),
        ..account
    };
    let input = Input {
        path: Path::new(name),
        id: &id,
        is_named: true,
    };
    // One thread reads the source; the others help to index it.
    let account = SourceAccount {
        in_memory: true,
        ..account
    };
    let only = Mutex::new(Some((account, reader)));
    run.on_threads(|| {
        let Some((account, reader)) = lock(&only).take() else {
            return Ok(());
        };
        run.read(&input, account, |sink| reader(&read, sink))
    })?;
    let (report, _) = run.into_report();
    indexer.commit()?;
    Ok(report)
}
