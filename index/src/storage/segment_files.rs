//! Compares the files of an index with their checksums.
//!
//! Tantivy ends each file of a segment with a footer: a JSON object with its version and the CRC-32
//! of the bytes before it, then the length of that object in 4 bytes, then a fixed number in 4
//! bytes, both little-endian. JSON files of ours have a checksum as their last member instead.
//!
//! Format: `tantivy::directory::footer`.

use std::path::{Path, PathBuf};

use tantivy::directory::Directory;
use tantivy::directory::error::OpenReadError;
use tantivy::index::{SegmentComponent, SegmentMeta};

use crate::storage::directory::IndexDirectory;
use crate::storage::json_checksum;

/// An index up to this size is compared with its checksums before every search. That takes about 2
/// milliseconds, which nobody notices.
pub(crate) const VERIFIED_BYTES: u64 = 16 << 20;

/// The last four bytes of every file of a segment.
const FOOTER_END: [u8; 4] = 1337u32.to_le_bytes();

/// Why a file counts as damaged if its bytes are not those that were written.
pub(crate) const MISMATCH: &str = "checksum does not match";
/// Why a file counts as damaged if it does not exist.
pub(crate) const MISSING: &str = "the file is missing";
const NO_CHECKSUM: &str = "its checksum is missing";
const NO_FOOTER: &str = "the end of the file, which holds its checksum, is damaged";
const UNREADABLE: &str = "the file cannot be read";

/// A file whose contents are not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Name of the file in the folder of the index.
    pub file: PathBuf,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// The damaged files of a segment.
pub(crate) fn damage_of_segment(directory: &IndexDirectory, segment: &SegmentMeta) -> Vec<Damage> {
    let damage = |file: PathBuf| {
        let reason = damage_of_file(directory, &file)?;
        Some(Damage { file, reason })
    };
    files_of_segment(segment).filter_map(damage).collect()
}

/// The damage of a JSON file that has a checksum as its last member. `None` if it is intact.
pub(crate) fn damage_of_json(directory: &IndexDirectory, file: PathBuf) -> Option<Damage> {
    let reason = match directory.atomic_read(&file) {
        Ok(bytes) if json_checksum::is_valid(&bytes) == Some(true) => return None,
        Ok(_) => NO_CHECKSUM,
        Err(OpenReadError::FileDoesNotExist(_)) => MISSING,
        Err(_) => MISMATCH,
    };
    Some(Damage { file, reason })
}

/// The files of a segment.
pub(crate) fn files_of_segment(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> + '_ {
    let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
    let components = [
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::Terms,
        SegmentComponent::Store,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
    ];
    components
        .into_iter()
        .chain(deletes)
        .map(|component| segment.relative_path(component))
}

/// What is wrong with a file of a segment. The whole footer is compared, not just the checksum in
/// it, so that a flipped bit anywhere in the footer is found too.
fn damage_of_file(directory: &IndexDirectory, file: &Path) -> Option<&'static str> {
    let handle = match directory.get_file_handle(file) {
        Ok(handle) => handle,
        Err(OpenReadError::FileDoesNotExist(_)) => return Some(MISSING),
        Err(_) => return Some(UNREADABLE),
    };
    let Ok(bytes) = handle.read_bytes(0..handle.len()) else {
        return Some(UNREADABLE);
    };
    let Some((body, footer)) = split_footer(&bytes) else {
        return Some(NO_FOOTER);
    };
    let version = serde_json::to_string(tantivy::version()).unwrap_or_default();
    let checksum = crc32fast::hash(body);
    let expected = format!("{{\"version\":{version},\"crc\":{checksum}}}");
    (footer != expected.as_bytes()).then_some(MISMATCH)
}

/// Splits a file into its contents and the JSON of its footer.
fn split_footer(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_suffix(&FOOTER_END)?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    rest.split_at_checked(rest.len().checked_sub(length)?)
}
