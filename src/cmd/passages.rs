//! Passages that the user names, with an error for each id without one.

use onrecord_index::hit::Passage;
use onrecord_index::searcher::Searcher;

use crate::answers::passages::{BadId, Freshness, by_id};
use crate::status::{self, Status};

/// The passages with these ids or beginnings of ids, in this order: all parts of a long paragraph
/// that was cut. An error is printed for each id without a passage, and the status is the first
/// such failure.
pub(super) fn named(searcher: &Searcher, ids: &[String]) -> anyhow::Result<(Vec<Passage>, Status)> {
    let mut passages = Vec::new();
    let mut status = Status::Done;
    for id in ids {
        match by_id(searcher, id)? {
            Ok(found) => passages.extend(found),
            Err(bad) => {
                status::error(&bad.to_string());
                if status == Status::Done {
                    status = match bad {
                        BadId::Unknown(_) => Status::Nothing,
                        _ => Status::Usage,
                    };
                }
            }
        }
    }
    if status == Status::Nothing {
        status::hint("`onrecord search QUERY --format jsonl` prints the ids of passages");
    }
    Ok((passages, status))
}

/// Prints a hint if any passage was stale.
pub(super) fn hint_at_stale(freshness: &Freshness<'_>) {
    if let Some(notice) = freshness.notice() {
        status::hint(&notice);
    }
}
