//! An index on disk or in memory: its files, its records, and what it knows about its sources.
//!
//! `files` opens and creates it, `record` turns passages into records and back, `account` and
//! `sources` remember the sources, `roots` what the user gave, `check` and `damage` find damaged
//! files, `status` and `facts` show it, and `vectors` has the files of meaning. Writing is in
//! `indexer`, searching in `searcher`.

pub(crate) mod account;
pub(crate) mod check;
mod damage;
pub(crate) mod facts;
pub(crate) mod file_stamp;
pub(crate) mod files;
pub(crate) mod payload;
pub(crate) mod record;
pub(crate) mod roots;
pub(crate) mod source_id;
pub(crate) mod sources;
pub(crate) mod status;
pub(crate) mod vectors;

pub use self::facts::SourceFacts;
pub use self::roots::RootStatus;
pub use self::status::{MeaningStatus, SourceStatus, Status};
