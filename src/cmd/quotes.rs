//! What people say in passages, for `search --quotes` and `get --quotes`.

use onrecord_index::hit::Passage;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Request, Searcher};

use crate::cmd::passages::Freshness;
use crate::print::number::counted;
use crate::print::printer::{Printer, Quote};
use crate::status;

/// Passages to ask for beyond the wanted quotations, since some hold none.
const MARGIN: usize = 20;

/// Prints the quotations of the passages that match, in their order: `limit` of them after the
/// first `offset`, all if it is `None`. Returns whether there is any, be it before `offset`.
///
/// How many quotations a passage holds is known once it is read, so passages are asked for until
/// there are enough.
pub(super) fn print_quotes(
    searcher: &Searcher,
    query: &Query,
    request: &Request,
    printer: &mut dyn Printer,
) -> anyhow::Result<bool> {
    let end = request
        .limit
        .map(|limit| request.offset.saturating_add(limit));
    let mut passages = Request {
        limit: end.map(|end| end.saturating_add(MARGIN)),
        offset: 0,
        utterances: true,
        ..request.clone()
    };
    let mut rank = 0;
    let mut freshness = Freshness::new(searcher);
    printer.begin_quotes()?;
    loop {
        let answer = searcher.search(query, &passages)?;
        for hit in answer.hits() {
            let hit = hit?;
            for number in &hit.utterances {
                rank += 1;
                if end.is_some_and(|end| rank > end) {
                    printer.end()?;
                    freshness.hint();
                    return Ok(true);
                }
                if rank > request.offset {
                    freshness.of(&hit.passage)?;
                    printer.quote(&Quote {
                        hit: Some((&hit, rank)),
                        passage: &hit.passage,
                        utterance: &hit.passage.utterances[*number],
                    })?;
                }
            }
        }
        let Some(limit) = passages.limit.filter(|limit| answer.len() >= *limit) else {
            break;
        };
        passages.offset = passages.offset.saturating_add(limit);
        // Twice as many each time: every search ranks the earlier passages again.
        passages.limit = Some(passages.offset);
    }
    printer.end()?;
    freshness.hint();
    if rank > 0 && rank <= request.offset {
        let quotations = counted(rank as u64, "quotation", "quotations");
        status::hint(&format!(
            "--offset {} is past the last of {quotations}",
            request.offset
        ));
    }
    Ok(rank > 0)
}

/// Prints all that people say in a passage that the user named.
pub(super) fn print_quotes_of(
    passages: &[Passage],
    printer: &mut dyn Printer,
) -> anyhow::Result<()> {
    printer.begin_quotes()?;
    for passage in passages {
        for utterance in &passage.utterances {
            printer.quote(&Quote {
                hit: None,
                passage,
                utterance,
            })?;
        }
    }
    printer.end()
}
