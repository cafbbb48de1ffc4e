//! What people say in passages, for `search --quotes` and `get --quotes`.

use onrecord_index::hit::Passage;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Request, Searcher};

use crate::answers::passages::Freshness;
use crate::answers::quotes::each_quote;
use crate::cmd::passages::hint_at_stale;
use crate::print::number::counted;
use crate::print::printer::{Printer, Quote};
use crate::status;

/// Prints the quotations of the passages that match, in their order: `limit` of them after the
/// first `offset`, all if it is `None`. Returns whether there is any, be it before `offset`.
pub(super) fn print_quotes(
    searcher: &Searcher,
    query: &Query,
    request: &Request,
    printer: &mut dyn Printer,
) -> anyhow::Result<bool> {
    let mut freshness = Freshness::new(searcher);
    printer.begin_quotes()?;
    let rank = each_quote(searcher, query, request, |hit, rank, number| {
        freshness.of(&hit.passage)?;
        printer.quote(&Quote {
            hit: Some((hit, rank)),
            passage: &hit.passage,
            utterance: &hit.passage.utterances[number],
        })
    })?;
    printer.end()?;
    hint_at_stale(&freshness);
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
