//! Makes one block of a table row: each cell is a line of it, and a short first cell may be a
//! label.

use crate::ingest::block::Block;

// A longer first cell is text, not a label.
const LABEL_BYTES: usize = 80;

/// The table row that a reader is in. After a cell with several paragraphs, paragraphs are blocks
/// of their own.
#[derive(Debug, Default)]
pub struct Row {
    /// Cells so far; `None` outside a row.
    cells: Option<usize>,
    /// Paragraphs so far in this cell.
    paragraphs: usize,
    /// Whether a cell had several paragraphs, so that the row is not one block.
    divided: bool,
}

impl Row {
    /// Starts a row. It ends the one that is open.
    pub fn begin(&mut self) {
        *self = Self {
            cells: Some(0),
            ..Self::default()
        };
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.cells = None;
    }

    /// Whether a row is open.
    pub fn is_open(&self) -> bool {
        self.cells.is_some()
    }

    /// Starts a cell. `block` has the cells before it.
    pub fn cell(&mut self, block: &mut Block) {
        let Some(cells) = &mut self.cells else { return };
        *cells += 1;
        self.paragraphs = 0;
        if *cells >= 2 {
            block.cells.push(block.text.len());
        }
        let length = block.text.trim_end().len();
        if *cells == 2 && block.breaks.is_empty() && (1..=LABEL_BYTES).contains(&length) {
            block.bold = length;
        }
    }

    /// Starts a paragraph. Says whether it belongs to the row's block.
    pub fn joins(&mut self) -> bool {
        self.paragraphs += 1;
        self.divided |= self.paragraphs > 1;
        self.cells.is_some() && !self.divided
    }
}
