//! What people say in the passages that match a query, page by page.

use onrecord_index::error::Error;
use onrecord_index::hit::Hit;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Request, Searcher};

/// Passages to ask for beyond the wanted quotations, since some hold none.
const MARGIN: usize = 20;

/// Calls `show` with the quotations of the passages that match, in their order: `limit` of them
/// after the first `offset`, all if it is `None`. It gets the passage, the quotation's position in
/// the whole list from 1, and its number among the utterances of the passage. Returns how many
/// quotations were met, those before `offset` included.
///
/// How many quotations a passage holds is known once it is read, so passages are asked for until
/// there are enough.
pub(crate) fn each_quote<E: From<Error>>(
    searcher: &Searcher,
    query: &Query,
    request: &Request,
    mut show: impl FnMut(&Hit, usize, usize) -> Result<(), E>,
) -> Result<usize, E> {
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
    loop {
        let answer = searcher.search(query, &passages)?;
        for hit in answer.hits() {
            let hit = hit?;
            for number in &hit.utterances {
                rank += 1;
                if end.is_some_and(|end| rank > end) {
                    return Ok(rank);
                }
                if rank > request.offset {
                    show(&hit, rank, *number)?;
                }
            }
        }
        let Some(limit) = passages.limit.filter(|limit| answer.len() >= *limit) else {
            return Ok(rank);
        };
        passages.offset = passages.offset.saturating_add(limit);
        // Twice as many each time: every search ranks the earlier passages again.
        passages.limit = Some(passages.offset);
    }
}
