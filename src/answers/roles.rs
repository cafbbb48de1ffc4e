//! Which speakers are roles.

use onrecord_index::error::Result;
use onrecord_index::searcher::Searcher;

use crate::print::printer::Roles;

/// The roles among these speakers, each with the number of documents that it speaks in.
pub(crate) fn roles_of<'n>(
    searcher: &Searcher,
    names: impl Iterator<Item = &'n str>,
) -> Result<Roles> {
    let mut roles = Roles::new();
    for name in names {
        if let Some(documents) = searcher.documents_of_role(name)? {
            roles.insert(name.to_owned(), documents);
        }
    }
    Ok(roles)
}
