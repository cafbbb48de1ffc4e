//! Whether a quotation that opens a paragraph can go on with what was said above.
//!
//! In news a person goes on in paragraph after paragraph; in dialogue the next quotation is
//! somebody else's. A story is dialogue as a whole if many quotations ask or exclaim. Elsewhere a
//! short quotation, an answer, or a third turn of two people has no known speaker.

use crate::attribution::story::reading::Reading;

/// Fewer quotations at the head of paragraphs do not make a story dialogue.
const MIN_SPOKEN: usize = 6;

/// A story is dialogue if this share of these quotations, in percent, asks or exclaims.
const ASKING_PERCENT: usize = 30;

/// A quotation of fewer words is as likely a reply. Of 15 that continued a news story, the
/// shortest had 11 words.
const REPLY_WORDS: usize = 8;

/// The same behind two people in turn.
const TURN_WORDS: usize = 10;

/// Behind a question a shorter quotation is the answer.
const ANSWER_WORDS: usize = 20;

/// Behind words that are reported without marks, as news does, a shorter quotation goes on.
const REPORTED_WORDS: usize = 4;

/// Words that join a quotation to the one above.
const JOINING: [&str; 4] = ["and ", "because ", "but ", "so "];

/// What the turns above a paragraph show.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turns {
    /// The story is dialogue.
    pub in_dialogue: bool,
    /// The quotation above asks something.
    pub above_asks: bool,
    /// Two people spoke in turn in the two paragraphs above.
    pub alternate: bool,
}

impl Turns {
    /// Whether the person of the quotation above can go on in a quotation with these words.
    pub fn go_on(self, quoted: &str) -> bool {
        let words = quoted.split_whitespace().take(ANSWER_WORDS).count();
        let start = quoted.trim_start_matches(|c: char| !c.is_alphanumeric());
        let joins = JOINING.iter().any(|word| {
            start
                .get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        });
        match self {
            Turns {
                in_dialogue: true, ..
            } => false,
            Turns {
                above_asks: true, ..
            } => words >= ANSWER_WORDS,
            Turns {
                alternate: true, ..
            } => words >= TURN_WORDS,
            _ => words >= REPLY_WORDS || joins,
        }
    }

    /// Whether the person who was reported above can go on in a quotation with these words.
    pub fn follows(self, quoted: &str) -> bool {
        let words = quoted.split_whitespace().take(REPORTED_WORDS).count();
        !self.in_dialogue && words >= REPORTED_WORDS
    }
}

/// Whether a story is dialogue: many of the quotations that open its paragraphs ask or exclaim.
pub(super) fn is_dialogue(paragraphs: &[&str], readings: &[Reading]) -> bool {
    let (mut spoken, mut asking) = (0, 0);
    for (text, reading) in paragraphs.iter().zip(readings) {
        let Some(first) = reading.quotes.first() else {
            continue;
        };
        if !text[..first.start].trim().is_empty() {
            continue;
        }
        spoken += 1;
        let mut quotes = reading.quotes.iter();
        asking += usize::from(quotes.any(|quote| asks(text, quote.inner_end)));
    }
    spoken >= MIN_SPOKEN && asking * 100 >= spoken * ASKING_PERCENT
}

/// Whether a quotation that ends at `end` asks or exclaims.
fn asks(text: &str, end: usize) -> bool {
    text[..end].trim_end().ends_with(['?', '!'])
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who speaks in the last of these paragraphs.
    fn check(story: &[&str], expected: Option<&str>) {
        let found = attribute(story);
        let last = found.last().and_then(|found| found.first());
        let speaker = last.and_then(|utterance| utterance.speaker.as_deref());
        assert_eq!(speaker, expected, "{story:?}");
    }

    #[test]
    fn a_long_quotation_goes_on() {
        check(
            &[
                "\"The ferry stays,\" Anna Berg said.",
                "\"We have paid for it for twenty years and nobody asked us.\"",
            ],
            Some("Anna Berg"),
        );
        check(
            &["\"It stays,\" Anna Berg said.", "\"And it will pay.\""],
            Some("Anna Berg"),
        );
    }

    #[test]
    fn a_short_quotation_may_be_a_reply() {
        check(
            &["\"You are early,\" said Anna Berg.", "\"I am not.\""],
            None,
        );
        check(
            &[
                "\"Will the ferry stay?\" Anna Berg asked.",
                "\"It will stay as long as somebody pays for it.\"",
            ],
            None,
        );
    }

    #[test]
    fn in_alternating_turns_nobody_is_named() {
        check(
            &[
                "\"Come on board,\" said Anna Berg.",
                "\"I would rather wait,\" said Otto Holm.",
                "\"Then stay where you are, my friend.\"",
            ],
            None,
        );
    }

    #[test]
    fn in_dialogue_nobody_goes_on() {
        check(
            &[
                "\"Who is there?\" cried Anna Berg.",
                "\"It is me!\" said Otto Holm.",
                "\"At this hour?\" said Anna Berg.",
                "\"At any hour,\" said Otto Holm.",
                "\"Then come in,\" said Anna Berg.",
                "\"With all this snow on my boots and on my coat and on my hat?\"",
            ],
            None,
        );
    }
}
