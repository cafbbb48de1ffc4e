//! Letters at places to lines of text.
//!
//! A file draws words at places, in an order of its own; lines follow that order. A word that stands more than half its size higher or
//! lower, and to the left, or clearly higher or lower, begins a line; one that stands a tenth of its size apart follows a space. Lengths are
//! points, as letters run and from the top down, so that a page set sideways reads like any other.

use std::cell::RefCell;
use std::rc::Rc;

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// A line of text on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub text: String,
    /// Where it begins and ends, in points from the left.
    pub from: f64,
    pub to: f64,
    /// Its base line, in points from the top.
    pub base: f64,
    /// The size of its letters, in points.
    pub size: f64,
}

/// Where a letter stands.
struct Place {
    along: f64,
    base: f64,
    size: f64,
    /// The direction in which letters run.
    direction: (f64, f64),
}

/// Puts the letters of each page together.
pub struct Letters {
    /// The pages that are done.
    pages: Rc<RefCell<Vec<Vec<Line>>>>,
    lines: Vec<Line>,
    height: f64,
    begins_word: bool,
    direction: (f64, f64),
}

impl Letters {
    /// None yet. Each page goes to `pages` when it ends.
    pub fn new(pages: Rc<RefCell<Vec<Vec<Line>>>>) -> Self {
        Self {
            pages,
            lines: Vec::new(),
            height: 0.0,
            begins_word: true,
            direction: (1.0, 0.0),
        }
    }

    fn place(&self, transform: &Transform, font_size: f64) -> Option<Place> {
        let length = transform.m11.hypot(transform.m12);
        let direction = (transform.m11 / length, transform.m12 / length);
        let area = transform.m11 * transform.m22 - transform.m12 * transform.m21;
        let (x, y) = (transform.m31, transform.m32);
        let place = Place {
            along: x * direction.0 + y * direction.1,
            base: self.height - (y * direction.0 - x * direction.1),
            size: font_size.abs() * area.abs().sqrt(),
            direction,
        };
        (place.along.is_finite() && place.base.is_finite() && place.size > 0.0).then_some(place)
    }

    /// Whether a word at `place` begins a line.
    fn begins_line(&self, place: &Place) -> bool {
        let Some(line) = self.lines.last() else {
            return true;
        };
        let (one, other) = (self.direction, place.direction);
        if one.0 * other.0 + one.1 * other.1 < 0.9 {
            return true;
        }
        let size = place.size.max(line.size);
        let off = (place.base - line.base).abs();
        off > size * 0.8 || (off > size * 0.5 && place.along < line.to)
    }
}

/// Whether a letter is of the mark of a footnote: a small raised number behind the end of a clause.
fn is_mark(line: &Line, place: &Place, letter: &str) -> bool {
    place.size < line.size * 0.8
        && place.base < line.base - line.size * 0.2
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
        let begins_word = std::mem::take(&mut self.begins_word);
        let Some(place) = self.place(transform, font_size) else {
            return Ok(());
        };
        let to = place.along + width * place.size;
        if (begins_word || self.lines.is_empty()) && self.begins_line(&place) {
            if letter.trim().is_empty() {
                self.begins_word = true;
                return Ok(());
            }
            self.lines.push(Line {
                from: place.along,
                to: place.along,
                base: place.base,
                size: place.size,
                ..Line::default()
            });
        }
        self.direction = place.direction;
        let Some(line) = self.lines.last_mut() else {
            return Ok(());
        };
        if is_mark(line, &place, letter) {
            line.to = to;
            return Ok(());
        }
        let apart = begins_word && place.along > line.to + place.size * 0.1;
        let space = apart || letter.trim().is_empty();
        if space && !line.text.is_empty() && !line.text.ends_with(' ') && letter != "\u{AD}" {
            line.text.push(' ');
        }
        if !letter.trim().is_empty() {
            // The largest letters decide: a raised number stands before a note, and behind a clause.
            line.size = line.size.max(place.size);
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
