//! Whether a quotation that opens a paragraph can go on with what was said above.
//!
//! In news a person goes on in paragraph after paragraph; in dialogue the next quotation is
//! somebody else's. A story is dialogue as a whole if many quotations ask or exclaim, and a run of
//! paragraphs is dialogue if many of its quotations ask or address somebody. Elsewhere a short
//! quotation, an answer, one that names its listener, or a third turn of two people has no known
//! speaker.

use crate::attribution::story::reading::Reading;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::attribution::words::quote::Quote;
use crate::text::word_list::WordList;

static LISTENERS: WordList = WordList::new(include_str!("lists/addresses.txt"));

/// Fewer quotations at the head of paragraphs do not make a story dialogue.
const MIN_SPOKEN: usize = 6;

/// A story is dialogue if this share of these quotations, in percent, asks or exclaims.
const ASKING_PERCENT: usize = 30;

/// Fewer paragraphs in a row that open with a quotation are no dialogue by themselves.
const MIN_RUN: usize = 4;

/// A run is dialogue if this share of its quotations, in percent, asks, exclaims or says "you".
/// In news such runs are rare, and one of some 3,000 quotations lost its speaker.
const TURNED_PERCENT: usize = 40;

/// Parts of a quotation between marks that are looked at for a listener.
const MAX_PARTS: usize = 12;

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
    /// The paragraph is in dialogue.
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
            _ if names_listener(quoted) => false,
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
        !self.in_dialogue && words >= REPORTED_WORDS && !names_listener(quoted)
    }
}

/// For each paragraph of a story whether it is in dialogue.
pub(super) fn dialogue(paragraphs: &[&str], readings: &[Reading]) -> Vec<bool> {
    let opening = |(text, reading): (&&str, &Reading)| Opening::of(text, &reading.quotes);
    let openings: Vec<Option<Opening>> = paragraphs.iter().zip(readings).map(opening).collect();
    let spoken = openings.iter().flatten().count();
    let asking = openings.iter().flatten().filter(|opening| opening.asks);
    if spoken >= MIN_SPOKEN && asking.count() * 100 >= spoken * ASKING_PERCENT {
        return vec![true; paragraphs.len()];
    }
    let mut found = vec![false; paragraphs.len()];
    let mut start = 0;
    while start < openings.len() {
        let end = run_end(&openings, start);
        let lines = || openings[start..end].iter().flatten();
        let turned = lines().filter(|opening| opening.asks || opening.addresses);
        if lines().count() >= MIN_RUN && turned.count() * 100 >= lines().count() * TURNED_PERCENT {
            found[start..end].fill(true);
        }
        start = end.max(start + 1);
    }
    found
}

/// The end of the run of openings that starts at a paragraph: up to one other paragraph may be
/// between two of them.
fn run_end(openings: &[Option<Opening>], start: usize) -> usize {
    let mut end = start;
    while let Some(next) = openings[end..].iter().take(2).position(Option::is_some) {
        end += next + 1;
    }
    end
}

/// A quotation that opens a paragraph, with the others in that paragraph.
struct Opening {
    /// One of them asks or exclaims.
    asks: bool,
    /// One of them says "you", or names its listener.
    addresses: bool,
}

impl Opening {
    /// `None` if a paragraph opens with something else.
    fn of(text: &str, quotes: &[Quote]) -> Option<Opening> {
        let first = quotes.first()?;
        text[..first.start].trim().is_empty().then(|| Opening {
            asks: quotes.iter().any(|quote| asks(text, quote.inner_end)),
            addresses: quotes.iter().any(|quote| {
                let words = &text[quote.inner_start..quote.inner_end];
                addresses(words) || names_listener(words)
            }),
        })
    }
}

/// Whether somebody is addressed in words: "you", "your", "you've".
fn addresses(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.eq_ignore_ascii_case("you") || word.eq_ignore_ascii_case("your"))
}

/// Whether a quotation names its listener: "No, sir", "You are late, Anna."
fn names_listener(quoted: &str) -> bool {
    let is_end = |c: char| matches!(c, ',' | '.' | '!' | '?' | ';' | '-' | '\u{2014}');
    let mut parts = quoted.split_inclusive(is_end).take(MAX_PARTS);
    let mut is_behind_comma = false;
    parts.any(|part| {
        let words = part.trim_end_matches(is_end).trim();
        let found = LISTENERS.contains_ignore_ascii_case(words)
            || (is_behind_comma && !part.ends_with(',') && is_lone_name(words));
        is_behind_comma = part.ends_with(',');
        found
    })
}

/// Whether a part between marks is a name alone: "Anna", "Mrs. Berg". It is no place or day.
fn is_lone_name(words: &str) -> bool {
    let mut all = words.split(' ');
    let is_name = |word: &str| {
        let other = Class::PLACE | Class::TIME | Class::COMMON | Class::PRONOUN | Class::ORG;
        word.starts_with(char::is_uppercase) && !class(word).intersects(other)
    };
    all.clone().count() <= 2 && all.all(is_name)
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
    fn a_quotation_that_names_its_listener_is_a_reply() {
        let first = "\"The clock is fast today,\" said Anna Berg.";
        let reply = "\"I am never late, and the clock is as slow as ever, Anna.\"";
        check(&[first, reply], None);
        let reply = "\"I know it, sir, and I was eight years old when he told me.\"";
        check(&[first, reply], None);
        let place = "\"I was eight years old when we came to Norhaven, Norway.\"";
        check(&[first, place], Some("Anna Berg"));
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
    fn a_run_of_quotations_that_address_somebody_is_dialogue() {
        let calm = [
            "\"You know that the harbour is full of mud,\" said Anna Berg.",
            "\"I know what you have said about it,\" said Otto Holm.",
            "Anna Berg looked at the boats.",
            "\"I only say what you will see for yourself in the spring,\" said Anna Berg.",
            "\"Then I will wait until the spring has come, and the boats have left again.\"",
        ];
        check(&calm, None);
        // Nobody is addressed in these.
        let news = [
            "\"The harbour is full of mud,\" said Anna Berg.",
            "\"The council was warned about it,\" said Otto Holm.",
            "Anna Berg sent pictures of the boats.",
            "\"The mud will be seen by everybody in the spring,\" said Anna Berg.",
            "\"The council will wait until the spring has come, and the boats have left again.\"",
        ];
        check(&news, Some("Anna Berg"));
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
