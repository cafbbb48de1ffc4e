//! What several commands and the service need of an answer: passages by id and around others,
//! whether their files changed, quotations page by page, and what to do about an empty answer.
//!
//! Nothing here prints. Texts are returned to whoever shows them.

pub(crate) mod passages;
pub(crate) mod quotes;
pub(crate) mod relaxed;
pub(crate) mod roles;
