//! Attributes quotations that no report in their sentence has taken: to whoever speaks around them.
//!
//! Offsets are bytes of the paragraph.

use crate::attribution::people::resolve::Voice;
use crate::attribution::story::dialogue::Turns;
use crate::attribution::story::draft::Draft;
use crate::attribution::words::quote::Quote;
use crate::document::rule::Rule;

/// A quotation of fewer words is a title or a scare quote unless it is alone in its sentence.
const SPEECH_WORDS: usize = 6;

/// A quotation of fewer words in single marks, alone in its paragraph, is a heading.
const HEADING_WORDS: usize = 9;

/// Words of a quotation that are looked at to tell whether it is a title.
const TITLE_WORDS: usize = 12;

/// Shorter words are in lower case even in a title: "of", "with".
const TITLE_WORD_BYTES: usize = 5;

/// Between an announcement and its quotation there are fewer bytes than this: marks and spaces.
const ANNOUNCEMENT_GAP: usize = 8;

/// A quotation without a source.
pub(super) struct LooseQuote {
    /// Index among the quotations of the paragraph.
    pub index: usize,
    /// The sentence is nothing but quotations.
    pub is_alone: bool,
}

/// A report that announces the quotation behind it.
pub(super) struct Announcement {
    pub voice: Voice,
    /// The reporting words, or a colon.
    pub cue: String,
    /// Where it ends.
    pub end: usize,
    /// A colon ends it.
    pub has_colon: bool,
}

/// Whoever spoke in the quotation at the end of a paragraph.
#[derive(Clone)]
pub(super) struct CarriedVoice {
    pub voice: Voice,
    /// The quotation has no closing mark, as if it went on in the next paragraph.
    pub is_open: bool,
    /// The quotation asks something.
    pub asks: bool,
}

/// What the paragraphs around one tell about its quotations.
pub(super) struct Surroundings {
    /// The announcement at the end of the paragraph above.
    pub announced: Option<Announcement>,
    /// Whoever spoke in the quotation that ends the paragraph above.
    pub carried: Option<CarriedVoice>,
    /// Whoever spoke last in the paragraph above.
    pub last: Option<Voice>,
    /// The person who signs in the paragraph below.
    pub signed: Option<Voice>,
    /// What the turns above show.
    pub turns: Turns,
}

/// A paragraph, to find the sources of its loose quotations.
pub(super) struct Paragraph<'a> {
    pub text: &'a str,
    pub quotes: &'a [Quote],
    pub around: &'a Surroundings,
    /// The last announcement in the paragraph that no sentence has taken up.
    pub announced: Option<&'a Announcement>,
}

impl Paragraph<'_> {
    /// Adds drafts for the loose quotations that are speech.
    pub fn attribute(&self, loose: impl Iterator<Item = LooseQuote>, drafts: &mut Vec<Draft>) {
        let mut neighbours = Neighbours::new(drafts);
        for LooseQuote { index, is_alone } in loose {
            let quote = &self.quotes[index];
            if !self.is_speech(quote, is_alone) {
                continue;
            }
            neighbours.advance(drafts, quote);
            let opens_paragraph = index == 0 && self.text[..quote.start].trim().is_empty();
            let place = Place {
                is_alone,
                opens_paragraph,
                ends_paragraph: self.text[quote.end..].trim().is_empty(),
                before: neighbours.latest.map(|at| &drafts[at]),
                after: neighbours.next().map(|at| &drafts[at]),
            };
            let (voice, cue, rule) = self.source(quote, &place);
            drafts.push(Draft {
                range: quote.start..quote.end,
                voice,
                verbatim: true,
                cue,
                rule,
                main: true,
                second: None,
            });
            neighbours.latest = Some(drafts.len() - 1);
        }
    }

    /// The source of a quotation, its reporting words, and the rule that tells.
    fn source(&self, quote: &Quote, place: &Place<'_>) -> (Voice, Option<String>, Rule) {
        let around = self.around;
        let is_whole = place.opens_paragraph && place.is_alone && place.ends_paragraph;
        if is_whole && let Some(voice) = &around.signed {
            return (voice.clone(), None, Rule::Signed);
        }
        let above = around.announced.as_ref().filter(|announced| {
            // In dialogue "Berg laughed." is the end of a turn.
            let goes_on = place.is_alone && !around.turns.in_dialogue;
            place.opens_paragraph && (announced.has_colon || goes_on)
        });
        let announced = above.or_else(|| self.announced_here(quote, place));
        if let Some(Announcement { voice, cue, .. }) = announced {
            return (voice.clone(), Some(cue.clone()), Rule::Announced);
        }
        let carried = around.carried.as_ref();
        let carried = carried.filter(|_| place.opens_paragraph);
        if let Some(carried) = carried.filter(|carried| carried.is_open) {
            return (carried.voice.clone(), None, Rule::Reopened);
        }
        let before = place.before;
        let before = before.filter(|before| place.is_alone || before.verbatim);
        let after = place.after;
        let after = after.filter(|after| place.is_alone && after.verbatim);
        if let Some(Draft { voice, cue, .. }) = before.or(after) {
            return (voice.clone(), cue.clone(), Rule::Continued);
        }
        if place.opens_paragraph && place.is_alone {
            let quoted = &self.text[quote.inner_start..quote.inner_end];
            if let Some(carried) = carried {
                if around.turns.go_on(quoted) {
                    return (carried.voice.clone(), None, Rule::ContinuedParagraph);
                }
                return (Voice::default(), None, Rule::NoSource);
            }
            let last = around.last.as_ref();
            let last = last.filter(|voice| voice.person.is_some());
            if let Some(voice) = last.filter(|_| around.turns.follows(quoted)) {
                return (voice.clone(), None, Rule::Follows);
            }
        }
        (Voice::default(), None, Rule::NoSource)
    }

    /// The announcement in this paragraph right before the quotation.
    fn announced_here(&self, quote: &Quote, place: &Place<'_>) -> Option<&Announcement> {
        self.announced.filter(|announced| {
            place.is_alone
                && announced.end <= quote.start
                && quote.start - announced.end < ANNOUNCEMENT_GAP
        })
    }

    /// Whether a quotation is speech, not a title, a heading or a scare quote.
    fn is_speech(&self, quote: &Quote, is_alone: bool) -> bool {
        let inner = &self.text[quote.inner_start..quote.inner_end];
        let words = inner.split_whitespace().take(SPEECH_WORDS).count();
        let is_short = words < SPEECH_WORDS;
        if !is_alone && (is_short || is_title(inner)) {
            return false;
        }
        // "The ferry stays," by Anna Berg: the title of a text.
        let has_byline = self.text[quote.end..]
            .strip_prefix(" by ")
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let is_paragraph = self.text.trim().len() == quote.end - quote.start;
        let is_shouted = is_short && words > 1 && !inner.contains(char::is_lowercase);
        let is_heading = is_paragraph && (is_shouted || self.is_single_marked_heading(quote));
        let is_label = words < 3 && inner.ends_with(':');
        let is_prompt = inner.starts_with('>');
        !has_byline && !is_heading && !is_label && !is_prompt
    }

    /// Whether a quotation is a few words in single marks.
    fn is_single_marked_heading(&self, quote: &Quote) -> bool {
        let inner = &self.text[quote.inner_start..quote.inner_end];
        let marked = &self.text[quote.start..];
        let is_single = marked.starts_with(['\'', '\u{2018}']) && !marked.starts_with("''");
        is_single && inner.split_whitespace().nth(HEADING_WORDS - 1).is_none()
    }
}

/// Whether the words are written like a title: all long words capitalised.
fn is_title(words: &str) -> bool {
    let is_in_title =
        |word: &str| word.len() < TITLE_WORD_BYTES || !word.starts_with(char::is_lowercase);
    words.split_whitespace().take(TITLE_WORDS).all(is_in_title)
}

/// Where a quotation is in its paragraph.
struct Place<'d> {
    /// Its sentence is nothing but quotations.
    is_alone: bool,
    opens_paragraph: bool,
    ends_paragraph: bool,
    /// What was said last before it.
    before: Option<&'d Draft>,
    /// What is said next behind it.
    after: Option<&'d Draft>,
}

/// Finds the drafts before and behind each loose quotation. Both are walked side by side, because a
/// paragraph may have a hundred thousand of each.
struct Neighbours {
    /// Drafts that others may follow, by end.
    by_end: Vec<usize>,
    /// All drafts, by start.
    by_start: Vec<usize>,
    /// Number of drafts in `by_end` that end before the quotation.
    ended: usize,
    /// Number of drafts in `by_start` that begin before the end of the quotation.
    begun: usize,
    /// The draft that ends last before the quotation.
    latest: Option<usize>,
}

impl Neighbours {
    fn new(drafts: &[Draft]) -> Neighbours {
        let mut by_end: Vec<usize> = (0..drafts.len()).filter(|&at| drafts[at].main).collect();
        by_end.sort_by_key(|&at| drafts[at].range.end);
        let mut by_start: Vec<usize> = (0..drafts.len()).collect();
        by_start.sort_by_key(|&at| drafts[at].range.start);
        Neighbours {
            by_end,
            by_start,
            ended: 0,
            begun: 0,
            latest: None,
        }
    }

    /// Goes on to a quotation behind the last one.
    fn advance(&mut self, drafts: &[Draft], quote: &Quote) {
        let end = |at: usize| drafts[at].range.end;
        while let Some(&next) = self.by_end.get(self.ended)
            && end(next) <= quote.start
        {
            let is_later = self.latest.is_none_or(|latest| end(latest) <= end(next));
            if is_later {
                self.latest = Some(next);
            }
            self.ended += 1;
        }
        let begins_before = |next: &usize| drafts[*next].range.start < quote.end;
        while self.by_start.get(self.begun).is_some_and(begins_before) {
            self.begun += 1;
        }
    }

    /// The draft that begins first behind the quotation.
    fn next(&self) -> Option<usize> {
        self.by_start.get(self.begun).copied()
    }
}

/// Whoever goes on speaking if the next paragraph opens with a quotation.
pub(super) fn carried_voice(
    text: &str,
    quotes: &[Quote],
    drafts: &[Draft],
) -> Option<CarriedVoice> {
    let last = quotes.last()?;
    let holds_last =
        |draft: &&Draft| draft.range.start <= last.start && draft.range.end >= last.end;
    let draft = drafts.iter().find(holds_last)?;
    let is_open = !last.closed;
    let ends_paragraph = text[last.end..].trim().is_empty();
    (is_open || ends_paragraph || draft.verbatim).then(|| CarriedVoice {
        voice: draft.voice.clone(),
        is_open,
        asks: text[..last.inner_end].trim_end().ends_with('?'),
    })
}
