//! Joins letters at positions into lines of text.
//!
//! A PDF draws words in an order of its own, and lines follow that order. A word starts a line if
//! it is clearly higher or lower than the line before, or half as far but back to the left. A word
//! a tenth of its size behind the last letter follows a space.
//!
//! Lengths are points, measured in the direction of the letters and from the top of the page down,
//! so that a page set sideways reads like any other.

use std::cell::RefCell;
use std::rc::Rc;

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// A line of text on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its words, with single spaces.
    pub text: String,
    /// Its left end, in points from the left of the page.
    pub from: f64,
    /// Its right end, in points from the left of the page.
    pub to: f64,
    /// Its base line, in points from the top of the page.
    pub base: f64,
    /// The size of its largest letters, in points.
    pub size: f64,
}

/// The position of a letter.
struct Position {
    /// How far along its line it begins, in points.
    along: f64,
    /// Its base line, in points from the top of the page.
    base: f64,
    /// Its size, in points.
    size: f64,
    /// The direction of its line, as a vector of length 1.
    direction: (f64, f64),
}

/// Joins the letters of each page, as the library draws them.
pub struct Letters {
    /// The finished pages.
    pages: Rc<RefCell<Vec<Vec<Line>>>>,
    /// The lines of the current page.
    lines: Vec<Line>,
    /// The height of the current page, in points.
    height: f64,
    begins_word: bool,
    /// The direction of the last letter.
    direction: (f64, f64),
}

impl Letters {
    /// No letters yet. Each page is added to `pages` when it ends.
    pub fn new(pages: Rc<RefCell<Vec<Vec<Line>>>>) -> Self {
        Self {
            pages,
            lines: Vec::new(),
            height: 0.0,
            begins_word: true,
            direction: (1.0, 0.0),
        }
    }

    /// The position of a letter. `None` if the file gives nonsense.
    fn position(&self, transform: &Transform, font_size: f64) -> Option<Position> {
        let length = transform.m11.hypot(transform.m12);
        let direction = (transform.m11 / length, transform.m12 / length);
        let area = transform.m11 * transform.m22 - transform.m12 * transform.m21;
        let (x, y) = (transform.m31, transform.m32);
        let position = Position {
            along: x * direction.0 + y * direction.1,
            base: self.height - (y * direction.0 - x * direction.1),
            size: font_size.abs() * area.abs().sqrt(),
            direction,
        };
        let usable = position.along.is_finite() && position.base.is_finite() && position.size > 0.0;
        usable.then_some(position)
    }

    /// Whether a word at this position starts a line.
    fn starts_line(&self, position: &Position) -> bool {
        /// The cosine of an angle of 26 degrees. Another direction is another line.
        const SAME_DIRECTION: f64 = 0.9;
        /// How much higher or lower another line is, in sizes of letters.
        const OTHER_LINE: f64 = 0.8;
        /// The same for a word further left than the end of the line before.
        const OTHER_LINE_BACK: f64 = 0.5;
        let Some(line) = self.lines.last() else {
            return true;
        };
        let (one, other) = (self.direction, position.direction);
        if one.0 * other.0 + one.1 * other.1 < SAME_DIRECTION {
            return true;
        }
        let size = position.size.max(line.size);
        let off = (position.base - line.base).abs();
        off > size * OTHER_LINE || (off > size * OTHER_LINE_BACK && position.along < line.to)
    }
}

/// Whether a letter belongs to a footnote's number in the text: a small raised number after the end
/// of a clause.
fn is_footnote_number(line: &Line, position: &Position, letter: &str) -> bool {
    let small = position.size < line.size * 0.8;
    let raised = position.base < line.base - line.size * 0.2;
    small
        && raised
        && letter.bytes().all(|byte| byte.is_ascii_digit())
        && line
            .text
            .ends_with(['.', ',', ';', ':', '!', '?', '”', '"', '’', ')'])
}

impl OutputDev for Letters {
    fn begin_page(
        &mut self,
        _number: u32,
        media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = media.ury - media.lly;
        self.begins_word = true;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let lines = std::mem::take(&mut self.lines);
        self.pages.borrow_mut().push(lines);
        Ok(())
    }

    fn output_character(
        &mut self,
        transform: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        /// A gap before a word that is a space, in sizes of letters.
        const SPACE: f64 = 0.1;
        let begins_word = std::mem::take(&mut self.begins_word);
        let Some(position) = self.position(transform, font_size) else {
            return Ok(());
        };
        let to = position.along + width * position.size;
        if (begins_word || self.lines.is_empty()) && self.starts_line(&position) {
            if letter.trim().is_empty() {
                self.begins_word = true;
                return Ok(());
            }
            self.lines.push(Line {
                from: position.along,
                to: position.along,
                base: position.base,
                size: position.size,
                ..Line::default()
            });
        }
        self.direction = position.direction;
        let Some(line) = self.lines.last_mut() else {
            return Ok(());
        };
        if is_footnote_number(line, &position, letter) {
            line.to = to;
            return Ok(());
        }
        let apart = begins_word && position.along > line.to + position.size * SPACE;
        let space = apart || letter.trim().is_empty();
        if space && !line.text.is_empty() && !line.text.ends_with(' ') && letter != "\u{AD}" {
            line.text.push(' ');
        }
        if !letter.trim().is_empty() {
            // The largest letters decide: a small raised number begins a footnote.
            line.size = line.size.max(position.size);
            line.text.push_str(letter);
        }
        line.to = to;
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.begins_word = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
