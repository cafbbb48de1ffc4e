//! Which labels of a document are speakers, by how often, where and in what form each was seen.
//!
//! One document is judged as a whole: a strong sign, such as a title, a time or two people who take
//! turns, lets weaker labels of the same document pass.

use std::collections::HashSet;

use crate::facts::stated::StatedFacts;
use crate::ingest::block::{Block, Part};
use crate::ingest::outline::names::ListedNames;
use crate::ingest::outline::seen::Seen;
use crate::ingest::people::are_people;
use crate::text::label::name::{examiner, is_office, is_role, is_telephone, is_titled, name_in};
use crate::text::label::notice::is_notice;
use crate::text::label::questions::{is_answer, is_question};
use crate::text::label::shape::Shape;
use crate::text::role::is_voice;
use crate::text::word_list::WordList;

static THINGS: WordList = WordList::new(include_str!("lists/things.txt"));

// Where labels start fewer paragraphs than this share, the text is not a transcript throughout, and
// a label must also read like a name.
const SPARSE: f64 = 0.15;

/// The labels in `seen` that are speakers.
///
/// `paragraphs` is the number of paragraphs of running text, `listed` are the speakers in the front
/// matter, `speech` says that the text is speech throughout, as subtitles are. A label that is
/// stated to be a role is always a speaker's.
pub fn accept(
    mut seen: Vec<Seen>,
    paragraphs: usize,
    listed: &[String],
    blocks: &[Block],
    speech: bool,
    stated: &StatedFacts,
) -> Vec<Seen> {
    let letters = are_questions(&mut seen);
    let listed = ListedNames::of(listed);
    let is_listed = |one: &Seen| listed.with(&one.name).next().is_some();
    let is_stated = |one: &Seen| stated.person_in_role(&one.name).is_some();
    let all: usize = seen.iter().map(|one| one.count).sum();
    if (all as f64 / paragraphs.max(1) as f64) < SPARSE {
        let common = common_words(&seen, blocks);
        seen.retain(|one| is_listed(one) || is_stated(one) || reads_like_a_name(one, &common));
    }
    // A single "Host: Anna Berg" says who the host is; "Host:" again and again is a speaker.
    let roles = seen
        .iter_mut()
        .filter(|one| one.notice && is_role(&one.name));
    for one in roles {
        one.notice = one.count < 3 && one.timed < 2;
    }
    if names_things(&seen) {
        seen.retain(|one| is_listed(one) || is_role(&one.name) || one.in_quotes);
    }
    // Facts in a list of definitions or a table: nobody comes back, nothing sounds spoken.
    let mut terms = seen.iter().filter(|one| one.terms > 0);
    if terms.all(|one| one.count == 1 && one.spoken == 0) {
        seen.retain(|one| one.terms == 0 || is_listed(one) || is_stated(one));
    }
    if !are_timed_people(&seen) {
        seen.retain(|one| {
            let is_known = is_listed(one) || is_stated(one) || one.titled > 0 || one.in_quotes;
            is_known || one.timed * 2 <= one.count || one.shape == Shape::Letter
        });
    }
    let has_listed = seen.iter().any(is_listed);
    let evidence = Evidence {
        letters,
        first_text: blocks
            .iter()
            .position(|block| block.part == Part::Text)
            .unwrap_or(0),
        ..Evidence::of(&seen, paragraphs, has_listed, speech)
    };
    seen.into_iter()
        .filter(|one| is_listed(one) || is_stated(one) || (!one.notice && evidence.accepts(one)))
        .collect()
}

/// What all labels of a document together say.
#[derive(Debug, Default)]
struct Evidence {
    /// Questions and answers are labelled "Q" and "A" or with the like of other languages.
    letters: bool,
    /// Index of the first block of running text.
    first_text: usize,
    /// Share of the paragraphs that have a label, 0 to 1; items of lists are not counted.
    coverage: f64,
    /// Occurrences of labels with a time.
    timed: usize,
    /// Occurrences of labels with a title or a form of address.
    addressed: usize,
    /// The document labels its speakers.
    labelled: bool,
    /// Subtitles that label some speakers in capitals.
    subtitled: bool,
    /// Voices are numbered: "SPEAKER_00".
    numbered: bool,
}

impl Evidence {
    fn of(seen: &[Seen], paragraphs: usize, has_listed: bool, speech: bool) -> Self {
        let share = |count: usize| count as f64 / paragraphs.max(1) as f64;
        let candidates: Vec<&Seen> = seen
            .iter()
            .filter(|one| !one.notice && !matches!(one.shape, Shape::Letter))
            .collect();
        let unlisted = || candidates.iter().map(|one| one.unlisted);
        let repeated: usize = unlisted().filter(|count| *count >= 2).sum();
        let repeaters = unlisted().filter(|count| *count >= 2).count();
        let labels: usize = unlisted().sum();
        let coverage = share(labels);
        let timed: usize = candidates.iter().map(|one| one.timed).sum();
        let titled: usize = seen.iter().map(|one| one.titled).sum();
        let addresses = seen.iter().filter(|one| one.shape == Shape::Address);
        let addresses: usize = addresses.map(|one| one.count).sum();

        // One bold line repeated among other text is a heading; two people take turns.
        let takes_turns = repeaters >= 2 || coverage >= SPARSE;
        let repeated_bold = takes_turns && candidates.iter().any(|one| one.bold >= 2);
        let certain = titled > 0 || has_listed || timed >= 2 || repeated_bold;
        // The shares were tuned on the fixtures: many repeats may be spread thinner than few.
        let frequent = share(repeated) >= 0.15 || (repeated >= 20 && share(repeated) >= 0.05);
        let alternating = repeated >= 4 && repeaters >= 2 && frequent;
        let dense = repeated >= 3 && coverage >= 0.5;
        // Every paragraph has a label, one comes again, and something sounds spoken.
        let spoken = candidates.iter().any(|one| one.spoken > 0);
        let throughout = coverage >= 0.95 && labels >= 3 && repeaters >= 1 && spoken;
        let throughout = throughout && candidates.len() >= 2;
        let all_names = candidates.iter().all(|one| looks_like_a_name(one));
        // Numbered voices label nothing but speech, and do so throughout.
        let voices = candidates.iter().filter(|one| is_voice(&one.name));
        let voices: usize = voices.map(|one| one.count).sum();
        let numbered = voices >= 2 && share(voices) >= 0.3;
        let two_names = candidates.len() >= 2 && labels >= 2 && coverage >= 0.6 && all_names;

        // Subtitles label a speaker who is out of sight, in capitals and only now and then.
        let capitals = candidates.iter().filter(|one| one.shape == Shape::Capitals);
        let in_capitals: usize = capitals.clone().map(|one| one.count).sum();
        Self {
            coverage,
            timed,
            addressed: addresses + titled,
            labelled: certain || alternating || dense || throughout || two_names || numbered,
            numbered,
            subtitled: speech && in_capitals >= 3 && capitals.count() >= 2,
            ..Self::default()
        }
    }

    /// Whether a label that is not a notice is a speaker.
    fn accepts(&self, one: &Seen) -> bool {
        let repeated = one.count >= 2;
        match one.shape {
            _ if one.titled > 0 || one.in_quotes => true,
            Shape::Titled => true,
            _ if self.numbered && is_voice(&one.name) => true,
            Shape::Letter => self.letters,
            Shape::Address => repeated || (one.name.contains(' ') && self.addressed >= 4),
            Shape::Bracket => self.labelled && (repeated || self.coverage >= 0.5),
            _ if one.timed > 0 && self.timed >= 2 => true,
            Shape::Capitals if self.letters && speaks_in_court(&one.name) => true,
            Shape::Capitals if self.subtitled => true,
            // The only single label that is trusted: in bold, a full name, at the start of a talk.
            _ if one.bold > 0 && !self.labelled => {
                one.shape == Shape::Colon
                    && one.name.contains(' ')
                    && one.first_block == self.first_text
            }
            Shape::Loose => {
                let often = repeated && (one.bold > 0 || self.coverage >= 0.3);
                // A full name in bold above its words, among others that come again.
                let above = one.bold > 0 && self.coverage >= 0.5 && is_full_name(&one.name);
                self.labelled && (often || above)
            }
            _ if !self.labelled => false,
            _ if one.unlisted == 0 => one.count >= 3,
            _ => {
                repeated
                    || self.coverage >= 0.6
                    || (looks_like_a_name(one) && self.coverage >= 0.3)
                    || one.bold > 0
            }
        }
    }
}

fn looks_like_a_name(one: &Seen) -> bool {
    one.shape == Shape::Capitals
        || (one.shape == Shape::Colon && (one.name.contains(' ') || is_user(&one.name)))
}

/// Whether a name of one word is that of a caller or user: a telephone, a device, an address.
fn is_user(name: &str) -> bool {
    let is_device = name.starts_with(char::is_lowercase) && name.contains(char::is_uppercase);
    is_telephone(name) || is_device || name.contains(['@', '_'])
}

/// Whether a name has two words or more that begin as those of a name do.
fn is_full_name(name: &str) -> bool {
    name.contains(' ')
        && matches!(name_in(name), Some((_, Shape::Colon | Shape::Capitals)))
        && !is_notice(name)
}

/// The court and counsel, who speak between questions and answers where a witness is examined.
fn speaks_in_court(name: &str) -> bool {
    is_titled(name) || is_office(name) || examiner(name).is_some()
}

/// Whether the labels of one letter are those of questions and answers. If not, they are initials,
/// and their shape is changed to that of a name.
fn are_questions(seen: &mut [Seen]) -> bool {
    let count = |seen: &[Seen], wanted: fn(&str) -> bool| -> usize {
        seen.iter()
            .filter(|one| one.shape == Shape::Letter && wanted(&one.name))
            .map(|one| one.count)
            .sum()
    };
    let (asked, answered) = (count(seen, is_question), count(seen, is_answer));
    let q = count(seen, |name| name == "Q");
    // One question with its mark and one answer are enough.
    let is_asked = seen.iter().any(|one| one.name == "Q" && one.spoken >= 1);
    let enough = asked + answered >= 3 || is_asked;
    let letters = (asked >= 1 && answered >= 1 && enough) || q >= 2;
    // "P:" and "R:" next to "M:" and "O:" are initials.
    let others = seen
        .iter()
        .any(|one| one.shape != Shape::Letter && one.name.chars().count() == 1 && one.count >= 2);
    for one in seen.iter_mut().filter(|one| one.shape == Shape::Letter) {
        if !matches!(one.name.as_str(), "Q" | "A") && (!letters || others) {
            one.shape = Shape::Colon;
        }
    }
    letters
}

/// Whether the labels name things: nothing behind them sounds spoken, and each is the name of a
/// thing or comes before words in lower case. "Green Pot: two cups."
fn names_things(seen: &[Seen]) -> bool {
    let candidates = || seen.iter().filter(|one| !one.notice);
    let is_person = |one: &Seen| {
        let is_marked = one.titled > 0 || one.timed > 0 || one.bold > 0;
        is_marked || !matches!(one.shape, Shape::Colon | Shape::Loose)
    };
    let is_thing = |one: &Seen| {
        let last = one.name.rsplit(' ').next().unwrap_or_default();
        one.lower == one.count || THINGS.contains(&last.to_lowercase())
    };
    candidates().all(|one| one.spoken == 0 && is_thing(one) && !is_person(one))
}

/// Whether the labels with times are those of people. Times from nought on are those of a
/// recording; times of day are also in programmes and tickers: "\[10:00\] Holmvik: corner".
fn are_timed_people(seen: &[Seen]) -> bool {
    // A recording begins within its first minute.
    const FIRST_MS: u64 = 60_000;
    let timed = || seen.iter().filter(|one| one.timed > 0);
    timed().next().is_none()
        || timed().any(|one| one.first_ms < FIRST_MS)
        || are_people(
            timed().map(|one| (one.name.as_str(), one.count)),
            timed().any(|one| one.spoken > 0),
        )
}

/// The words of labels that the text also has in lower case.
fn common_words(seen: &[Seen], blocks: &[Block]) -> HashSet<String> {
    let wanted: HashSet<String> = seen.iter().flat_map(|one| words(&one.name)).collect();
    let mut common = HashSet::new();
    for block in blocks {
        for word in block.text.split(|c: char| !c.is_alphabetic()) {
            if word.starts_with(char::is_lowercase) && wanted.contains(word) {
                common.insert(word.to_owned());
            }
        }
    }
    common
}

/// The words of a name in lower case, those of one or two letters left out.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
}

/// Whether a label names a person and not a thing. "Practice Tips" again and again in bold is a
/// heading: the text has its words in lower case, too, which is rare for names. A single word that
/// is not in bold is accepted, since it may be both ("Mark", "Will").
fn reads_like_a_name(one: &Seen, common: &HashSet<String>) -> bool {
    let exempt = one.titled > 0
        || one.timed > 0
        || matches!(one.shape, Shape::Titled | Shape::Address | Shape::Letter)
        || is_role(&one.name)
        || is_titled(&one.name)
        || is_office(&one.name);
    let mut words = words(&one.name).peekable();
    exempt
        || words.peek().is_none()
        || (one.bold == 0 && one.shape == Shape::Colon && !one.name.contains(' '))
        || words.any(|word| !common.contains(&word))
}
