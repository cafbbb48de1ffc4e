//! A table row as one block: its cells are lines of it, and the first, if short, may be a label.

use crate::ingest::block::Block;

/// A first cell longer than this, in bytes, is no label.
const LABEL_BYTES: usize = 80;

/// Where a reader stands in a table row. A cell's first paragraph belongs to the row's block, further ones stand alone.
#[derive(Debug, Default)]
pub struct Row {
    /// Cells so far; `None` outside a row.
    cells: Option<usize>,
    /// Paragraphs so far in this cell.
    paragraphs: usize,
    /// A cell of several paragraphs has parted the row.
    parted: bool,
}

impl Row {
    /// A row begins. One inside another ends it.
    pub fn begin(&mut self) {
        *self = Self {
            cells: Some(0),
            ..Self::default()
        };
    }

    /// The row has ended.
    pub fn end(&mut self) {
        self.cells = None;
    }

    /// Whether a row is open.
    pub fn is_open(&self) -> bool {
        self.cells.is_some()
    }

    /// A cell begins; `block` holds those before it.
    pub fn cell(&mut self, block: &mut Block) {
        let Some(cells) = &mut self.cells else { return };
        *cells += 1;
        self.paragraphs = 0;
        let length = block.text.trim_end().len();
        if *cells == 2 && block.breaks.is_empty() && (1..=LABEL_BYTES).contains(&length) {
            block.bold = length;
        }
    }

    /// Whether the paragraph that begins belongs to the row's block.
    pub fn joins(&mut self) -> bool {
        self.paragraphs += 1;
        self.parted |= self.paragraphs > 1;
        self.cells.is_some() && !self.parted
    }
}
