//! Joins letters at positions into lines of text.
//!
//! A PDF draws letters in an order of its own, and lines follow that order. A letter starts a line
//! if it is clearly higher or lower than the line before, or half as far but back to the left. A
//! letter a tenth of its size behind the one before, or far back, follows a space.
//!
//! Lengths are points, measured in the direction of the letters and from the top of the page down,
//! so that a page set sideways reads like any other.
//!
//! Library: <https://docs.rs/hayro-interpret>, which draws a page on a device.

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

use crate::ingest::pdf::order::{Letter, SPACE, in_reading_order};

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
#[derive(Clone, Copy)]
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

/// Units of a letter's outline in its size.
const UNITS: f64 = 1000.0;

/// How much one page may draw: letters and paths count 1, groups and clips [`GROUP_COST`]. The
/// maps with most paths have some hundred thousand; more takes seconds.
const MAX_DRAWN: usize = 1 << 20;

/// Each drawn form has a clip. A form that draws another one twice, and so on, has 2^n of them.
const GROUP_COST: usize = 8;

/// What drawing is ended with that goes on beyond [`MAX_DRAWN`]: the library has only panics.
pub struct TooMuch;

/// Joins the letters of one page, as the library draws them.
pub struct Letters {
    /// The finished lines.
    lines: Vec<Line>,
    /// The current line, with its letters in the order in which they are drawn.
    line: Line,
    letters: Vec<Letter>,
    /// The right end of the letter drawn last.
    end: f64,
    /// The height of the page, in points.
    height: f64,
    /// The direction of the last letter.
    direction: (f64, f64),
    /// How wide letters are, compared with the widths that their font gives.
    stretch: f64,
    /// Where the last run of letters began, and how many it had. Bold letters may be drawn twice.
    last_run: Option<(f64, f64, usize)>,
    /// How many letters were drawn, and how many of them have no character.
    pub drawn: usize,
    pub unknown: usize,
    /// Whether a picture was drawn.
    pub has_picture: bool,
    /// What was spent of [`MAX_DRAWN`].
    spent: usize,
    /// The open sequences of marked content, each with the text that replaces its letters, if any.
    actual: Vec<Option<ActualText>>,
}

/// The text that replaces the letters of a sequence. The first letter takes all of it.
#[derive(Default)]
struct ActualText {
    text: String,
    taken: bool,
}

impl Letters {
    /// No letters yet, on a page of this height.
    pub fn new(height: f64) -> Self {
        Self {
            lines: Vec::new(),
            line: Line::default(),
            letters: Vec::new(),
            end: 0.0,
            height,
            direction: (1.0, 0.0),
            stretch: 1.0,
            last_run: None,
            drawn: 0,
            unknown: 0,
            has_picture: false,
            spent: 0,
            actual: Vec::new(),
        }
    }

    /// Counts what is drawn. Unwinds with [`TooMuch`] beyond what a page may draw.
    fn spend(&mut self, cost: usize) {
        self.spent = self.spent.saturating_add(cost);
        if self.spent > MAX_DRAWN {
            std::panic::resume_unwind(Box::new(TooMuch));
        }
    }

    /// The lines of the page.
    pub fn finish(mut self) -> Vec<Line> {
        self.end_line();
        self.lines
    }

    /// The position of a letter whose outline is drawn with this transform. `None` if the file
    /// gives nonsense.
    fn position(&self, transform: Affine) -> Option<Position> {
        let [a, b, c, d, x, y] = transform.as_coeffs();
        let length = a.hypot(b);
        let direction = (a / length, b / length);
        let position = Position {
            along: x * direction.0 + y * direction.1,
            base: self.height - (y * direction.0 - x * direction.1),
            // Letters are made wider or narrower, but rarely higher.
            size: c.hypot(d) * UNITS,
            direction,
        };
        let usable = position.along.is_finite() && position.base.is_finite() && position.size > 0.0;
        usable.then_some(position)
    }

    /// Whether a letter at this position starts a line.
    fn starts_line(&self, position: &Position) -> bool {
        /// The cosine of an angle of 26 degrees. Another direction is another line.
        const SAME_DIRECTION: f64 = 0.9;
        /// How much higher or lower another line is, in sizes of letters.
        const OTHER_LINE: f64 = 0.8;
        /// The same for a letter further left than the end of the line before.
        const OTHER_LINE_BACK: f64 = 0.5;
        if self.letters.is_empty() {
            return true;
        }
        let (one, other) = (self.direction, position.direction);
        if one.0 * other.0 + one.1 * other.1 < SAME_DIRECTION {
            return true;
        }
        let size = position.size.max(self.line.size);
        let off = (position.base - self.line.base).abs();
        off > size * OTHER_LINE || (off > size * OTHER_LINE_BACK && position.along < self.end)
    }

    /// Ends the current line.
    fn end_line(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        let mut line = std::mem::take(&mut self.line);
        line.text = in_reading_order(letters, line.size);
        if !line.text.trim().is_empty() {
            self.lines.push(line);
        }
    }

    /// The characters of a letter, or `None` if another letter has its text.
    fn text_of(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let Some(actual) = self.actual.iter_mut().find_map(Option::as_mut) else {
            return Some(characters(glyph).unwrap_or_else(|| {
                self.unknown += 1;
                String::new()
            }));
        };
        if actual.taken || actual.text.is_empty() {
            return None;
        }
        actual.taken = true;
        Some(actual.text.clone())
    }

    /// Passes over a letter without characters of its own.
    fn pass(&mut self, position: Position, width: f64) {
        if !self.starts_line(&position) {
            self.end = position.along + width;
            self.line.to = self.line.to.max(self.end);
            if let Some(last) = self.letters.last_mut() {
                last.extend_to(self.end);
            }
        }
    }

    /// Adds a letter.
    fn add(&mut self, text: &str, position: Position, width: f64) {
        /// A letter this far back begins another word, in sizes of letters.
        const BACK: f64 = 1.0;
        let blank = text.trim().is_empty();
        let to = position.along + width;
        if self.starts_line(&position) {
            if blank {
                return;
            }
            self.end_line();
            self.line = Line {
                from: position.along,
                to,
                base: position.base,
                size: position.size,
                ..Line::default()
            };
        } else {
            let gap = position.along - self.end;
            let apart = gap > position.size * SPACE || gap < -position.size * BACK;
            if apart && text != "\u{AD}" && !is_footnote_number(self, &position, text) {
                self.letters
                    .push(Letter::gap(self.end.min(position.along) + gap.abs() / 2.0));
            }
        }
        self.direction = position.direction;
        self.end = to;
        self.line.to = self.line.to.max(to);
        if is_footnote_number(self, &position, text) {
            return;
        }
        if !blank {
            // The largest letters decide: a small raised number begins a footnote.
            self.line.size = self.line.size.max(position.size);
        }
        self.letters.push(Letter::new(text, position.along, width));
    }

    /// How wide the letters of a run are, compared with what their font says: they may be drawn
    /// wider, or apart. The median, because between words there is more.
    fn stretch_of(&self, letters: &[(Position, Option<f64>)]) -> f64 {
        /// Fewer letters say too little.
        const MIN_LETTERS: usize = 4;
        let mut ratios: Vec<f64> = letters
            .windows(2)
            .filter_map(|pair| {
                let width = pair[0].1.filter(|width| *width > 0.0)? * pair[0].0.size;
                Some((pair[1].0.along - pair[0].0.along) / width)
            })
            .filter(|ratio| (0.3..3.0).contains(ratio))
            .collect();
        if ratios.len() < MIN_LETTERS {
            return self.stretch;
        }
        let middle = ratios.len() / 2;
        *ratios.select_nth_unstable_by(middle, f64::total_cmp).1
    }
}

/// Whether a letter belongs to a footnote's number in the text: a small raised number after the end
/// of a clause.
fn is_footnote_number(letters: &Letters, position: &Position, letter: &str) -> bool {
    let line = &letters.line;
    let small = position.size < line.size * 0.8;
    let raised = position.base < line.base - line.size * 0.2;
    let is_digit = !letter.is_empty() && letter.bytes().all(|byte| byte.is_ascii_digit());
    let before = letters
        .letters
        .iter()
        .rev()
        .find(|letter| !letter.is_space());
    small && raised && is_digit && before.is_some_and(Letter::ends_clause)
}

/// The characters of a glyph. `None` if the file does not say.
fn characters(glyph: &Glyph<'_>) -> Option<String> {
    match glyph.as_unicode()? {
        BfString::Char(c) => Some(c.to_string()),
        BfString::String(text) => Some(text),
    }
    .filter(|text| !text.contains('\0'))
}

/// How far to go from a letter to the next one, in sizes of letters.
fn advance(glyph: &PositionedGlyph<'_>) -> Option<f64> {
    let units = match &**glyph {
        Glyph::Outline(glyph) => glyph.advance_width(),
        Glyph::Type3(_) => None,
    };
    units.map(|units| f64::from(units) / UNITS)
}

/// A text string of a PDF: UTF-16 or UTF-8 by its first bytes, else nearly Latin-1.
fn text_string(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    text.chars().filter(|c| !c.is_control()).collect()
}

impl<'a> Device<'a> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        /// How wide a letter is whose font does not say, in sizes of letters.
        const USUAL_WIDTH: f64 = 0.5;
        /// Letters drawn again are at most this far away, in sizes of letters.
        const AGAIN: f64 = 0.1;
        self.spend(run.glyphs().len() + 1);
        let mut positions = Vec::with_capacity(run.glyphs().len());
        let mut texts = Vec::with_capacity(run.glyphs().len());
        for glyph in run.glyphs() {
            self.drawn += 1;
            let Some(position) = self.position(props.transform * glyph.transform()) else {
                continue;
            };
            let text = self.text_of(glyph);
            positions.push((position, advance(glyph)));
            texts.push(text);
        }
        let Some((first, _)) = positions.first() else {
            return;
        };
        let again = self.last_run.is_some_and(|(along, base, count)| {
            let near = first.size * AGAIN;
            (along - first.along).abs() < near
                && (base - first.base).abs() < near
                && count == positions.len()
        });
        self.last_run = Some((first.along, first.base, positions.len()));
        if again {
            return;
        }
        self.stretch = self.stretch_of(&positions);
        for (index, (position, width)) in positions.iter().enumerate() {
            let next = positions
                .get(index + 1)
                .map(|(next, _)| next.along - position.along);
            let width = match width {
                Some(width) => width * position.size * self.stretch,
                None => next
                    .filter(|next| *next > 0.0)
                    .unwrap_or(USUAL_WIDTH * position.size),
            };
            match &texts[index] {
                Some(text) => self.add(text, *position, width),
                None => self.pass(*position, width),
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.spend(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(GROUP_COST);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(GROUP_COST);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.has_picture = true;
        self.spend(GROUP_COST);
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText"));
        self.spend(1 + text.as_ref().map_or(0, |text| text.as_bytes().len()));
        self.actual.push(text.map(|text| ActualText {
            text: text_string(text.as_bytes()),
            taken: false,
        }));
    }

    fn end_marked_content(&mut self) {
        self.actual.pop();
    }

    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
