//! News in XML: feeds (RSS, Atom), and stories of agencies (NITF, NewsML).

#[cfg(feature = "html")]
pub mod feed;
pub mod story;
