//! An index of one segment, for tests.

use std::path::PathBuf;

use tantivy::{Index, IndexWriter, Searcher};

use crate::fields::schema::{Fields, schema};
use crate::segment::writer::SegmentWriter;

/// Searches an index in memory with the records that `write` writes.
pub(crate) fn searcher(write: impl FnOnce(&mut SegmentWriter, &Fields)) -> (Searcher, Fields) {
    let (schema, fields) = schema();
    let index = Index::create_in_ram(schema);
    let path = PathBuf::from("(memory)");
    let mut segments = SegmentWriter::new(index.clone(), fields, path, 1 << 20);
    write(&mut segments, &fields);
    let segment = segments.close().expect("closed").expect("a segment");
    let mut writer: IndexWriter = index
        .writer_with_num_threads(1, 15 << 20)
        .expect("a writer");
    writer.add_segment(segment).expect("added");
    writer.commit().expect("a commit");
    (index.reader().expect("a reader").searcher(), fields)
}
