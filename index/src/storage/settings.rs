//! How tantivy stores records: uncompressed, in small blocks.

use tantivy::IndexSettings;
use tantivy::store::Compressor;

/// Size of a block of stored records. Each record is already packed on its own, so a block is only
/// what must be copied to read one record: it is kept small.
const STORE_BLOCK_BYTES: usize = 2_000;

/// Number of blocks that each open segment caches. A page of hits reads a few dozen records from
/// all over the index.
pub(crate) const STORE_BLOCKS: usize = 64;

/// The settings of every new index.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: STORE_BLOCK_BYTES,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
