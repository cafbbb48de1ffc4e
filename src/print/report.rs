//! The summary of `onrecord index --json`: one object, with everything that could not be read.

use onrecord_index::index::Status;
use onrecord_index::update::Report;
use serde_json::{Value, json};

use crate::print::schema::{SCHEMA_VERSION, safe};

/// The summary of a run on one line.
pub(crate) fn report_json(report: &Report, status: &Status) -> anyhow::Result<String> {
    let failures: Vec<Value> = report
        .failures
        .iter()
        .map(|failure| {
            json!({
                "path": failure.path.to_string_lossy(),
                "line": failure.problem.line,
                "byte": failure.problem.byte,
                "message": failure.problem.message,
                "indexed": !failure.whole,
            })
        })
        .collect();
    let missing: Vec<Value> = report
        .missing
        .iter()
        .map(|root| json!({ "path": root.path.to_string_lossy(), "files": root.files }))
        .collect();
    let summary = json!({
        "schema_version": SCHEMA_VERSION,
        "files": {
            "new": report.added,
            "changed": report.updated,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "renamed": report.renamed,
            "skipped": report.unknown,
            "empty": report.empty,
        },
        "read": {
            "documents": report.counts.documents,
            "sections": report.counts.sections,
            "passages": report.counts.passages,
            "with_speaker": report.counts.with_speaker,
        },
        "index": { "documents": status.documents, "passages": status.passages },
        "failures": failures,
        "missing": missing,
    });
    safe(&summary)
}
