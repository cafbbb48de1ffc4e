//! Builds the lookup table of an index.

use tantivy::directory::OwnedBytes;

use crate::embedding::parallel::vectors;
use crate::embedding::scan::Passages;
use crate::error::Result;
use crate::meaning::lookup::{Example, build};
use crate::meaning::model::Model;
use crate::meaning::passage::embedded_text;
use crate::meaning::quantise::unit_scale;
use crate::meaning::vectors::VectorFile;
use crate::retrieval::snapshot::Snapshot;

/// The most passages that the map is learned from. It has 147,456 numbers for vectors of 384; more
/// than fifty examples for each row change little.
const MAX_EXAMPLES: usize = 20_000;

/// Pieces that the model reads at a time. A text of one piece alone would read all weights of the
/// model for three positions.
const GROUP: usize = 64;

/// The bytes of the table.
pub(super) fn table(
    snapshot: &Snapshot,
    model: &Model,
    passages: &Passages,
    file: &VectorFile<OwnedBytes>,
    threads: usize,
) -> Result<Vec<u8>> {
    let pieces: Vec<Vec<u32>> = (0..model.vocabulary.pieces.len() as u32)
        .map(|piece| vec![piece])
        .collect();
    let groups: Vec<Vec<Vec<u32>>> = pieces.chunks(GROUP).map(<[_]>::to_vec).collect();
    let alone = vectors(model, &groups, threads, &|| ())?;
    let alone: Vec<f32> = alone.into_iter().flatten().flatten().collect();
    let examples = examples(snapshot, model, passages, file)?;
    let dimensions = model.record.dimensions;
    Ok(build(&model.vocabulary, alone, dimensions, &examples))
}

/// Passages from all over the index, in the order of their keys, which is no order of anything
/// else.
fn examples(
    snapshot: &Snapshot,
    model: &Model,
    passages: &Passages,
    file: &VectorFile<OwnedBytes>,
) -> Result<Vec<Example>> {
    let scale = unit_scale(file.dimensions());
    let step = passages.by_key.len().div_ceil(MAX_EXAMPLES).max(1);
    let mut examples = Vec::new();
    for (key, address) in passages.by_key.iter().step_by(step) {
        let Some(row) = file.row(*key) else {
            continue;
        };
        let text = embedded_text(&snapshot.passage(*address)?);
        let stored = file.vector(row).iter();
        examples.push(Example {
            pieces: model.pieces(&text),
            vector: stored
                .map(|byte| f32::from(byte.cast_signed()) * scale)
                .collect(),
        });
    }
    Ok(examples)
}
