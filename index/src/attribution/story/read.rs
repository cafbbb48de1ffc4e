//! Reads one story from its first paragraph to its last: who is mentioned, who speaks, who goes on
//! speaking.
//!
//! The first reading finds people and their sex in the whole story. The second goes through the
//! sentences in order. What carries over from one paragraph to the next is in [`Story`]. Offsets
//! are bytes of their paragraph.

use std::ops::Range;

use crate::attribution::people::focus::Focus;
use crate::attribution::people::mentions::Names;
use crate::attribution::people::register::Register;
use crate::attribution::people::resolve::{Resolver, Voice};
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::beside::beside;
use crate::attribution::sentence::find::findings;
use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::wording::Wording;
use crate::attribution::story::about::{SIGNATURE_BYTES, has_newcomer, is_about_speech};
use crate::attribution::story::announce::{before_colon, signature};
use crate::attribution::story::dialogue::{Turns, dialogue};
use crate::attribution::story::draft::{Draft, Second, finish};
use crate::attribution::story::loose::{
    Announcement, CarriedVoice, LooseQuote, Paragraph, Surroundings, carried_voice,
};
use crate::attribution::story::reading::Reading;
use crate::attribution::story::tweet::{Tweet, tweet};
use crate::attribution::story::voices;
use crate::attribution::words::scan::{Kind, Token};
use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// Tokens of this many bytes at the beginning of a story are kept between its two readings. The
/// rest is scanned twice, so that a story of any length needs little memory.
const KEPT_BYTES: usize = 4 << 20;

/// What is known while a story is read.
pub(crate) struct Story {
    pub(super) register: Register,
    pub(super) focus: Focus,
    /// The last announcement of a quotation, until the next paragraph has been read.
    announced: Option<Announcement>,
    /// Whoever spoke in the quotation that ends the paragraph above.
    carried: Option<CarriedVoice>,
    /// Whoever spoke last in the paragraph above.
    last: Option<Voice>,
    /// Whoever spoke last in the paragraph above that one.
    before_last: Option<Voice>,
    /// The person whose words the last sentence is about, if it reports none of them.
    speech_of: Option<Voice>,
    /// For each paragraph that is not read yet, whether it is in dialogue rather than in news.
    in_dialogue: std::vec::IntoIter<bool>,
    /// The paragraph that is read is in dialogue.
    is_dialogue: bool,
}

/// What the second reading has found in a paragraph so far.
struct Findings {
    drafts: Vec<Draft>,
    /// For each quotation whether it belongs to a draft.
    taken: Vec<bool>,
    loose: Vec<LooseQuote>,
}

impl Story {
    /// Reads a story for the first time.
    pub(crate) fn read(paragraphs: &[&str], buffer: &mut Vec<Token>) -> (Story, Vec<Reading>) {
        let mut names = Names::default();
        let mut bytes = 0;
        let readings: Vec<Reading> = paragraphs
            .iter()
            .map(|text| {
                bytes += text.len();
                Reading::new(text, bytes <= KEPT_BYTES, &mut names, buffer)
            })
            .collect();
        let mut story = Story {
            register: Register::new(&names),
            focus: Focus::default(),
            announced: None,
            carried: None,
            last: None,
            before_last: None,
            speech_of: None,
            in_dialogue: dialogue(paragraphs, &readings).into_iter(),
            is_dialogue: false,
        };
        story.learn_sexes(paragraphs, &readings, buffer);
        (story, readings)
    }

    /// The utterances of the next paragraph. `below` is the paragraph behind it.
    pub(crate) fn paragraph(
        &mut self,
        text: &str,
        reading: &Reading,
        below: Option<(&str, &Reading)>,
        buffer: &mut Vec<Token>,
    ) -> Vec<Utterance> {
        let quotes = reading.quotes.as_slice();
        let before_last = std::mem::replace(&mut self.before_last, self.last.clone());
        let alternate = before_last
            .zip(self.last.as_ref())
            .is_some_and(|(before, last)| !before.is(last));
        self.is_dialogue = self.in_dialogue.next().unwrap_or(false);
        let around = Surroundings {
            turns: Turns {
                in_dialogue: self.is_dialogue,
                above_asks: self.carried.as_ref().is_some_and(|carried| carried.asks),
                alternate,
            },
            announced: self.announced.take(),
            carried: self.carried.take(),
            last: self.last.take(),
            signed: below.and_then(|(text, reading)| self.signature(text, reading)),
        };
        let mut findings = Findings {
            drafts: Vec::new(),
            taken: vec![false; quotes.len()],
            loose: Vec::new(),
        };
        reading.each_sentence(text, buffer, |tokens| {
            self.sentence(text, reading, tokens, &mut findings);
        });
        let Findings {
            mut drafts,
            taken,
            loose,
        } = findings;
        let loose = loose.into_iter().filter(|quote| !taken[quote.index]);
        let paragraph = Paragraph {
            text,
            quotes,
            around: &around,
            announced: self.announced.as_ref(),
        };
        paragraph.attribute(loose, &mut drafts);
        // "Berg laughed. It was late." announces nothing.
        let goes_on = |announced: &Announcement| {
            let behind = &text[announced.end..];
            !announced.has_colon && behind.contains(char::is_alphanumeric)
        };
        if self.announced.as_ref().is_some_and(goes_on) {
            self.announced = None;
        }
        if drafts.is_empty() {
            drafts.extend(self.tweet(text));
        }
        self.last = drafts
            .iter()
            .filter(|draft| draft.rule != Rule::AccordingTo && draft.second.is_none())
            .max_by_key(|draft| (draft.range.start, draft.range.end))
            .map(|draft| draft.voice.clone());
        // "Berg went on with her remarks." announces the quotation below as a report would.
        let speech_of = self.speech_of.take().filter(|_| drafts.is_empty());
        self.last = self.last.take().or(speech_of);
        self.carried = carried_voice(text, quotes, &drafts);
        finish(text, quotes, drafts, &self.register)
    }

    /// The message that a paragraph is, if its author signs it.
    fn tweet(&self, text: &str) -> Option<Draft> {
        let Tweet { words, name } = tweet(text)?;
        let name = &text[name];
        let person = self.register.named(name);
        let source = person.map_or(Source::Unknown, |_| Source::Person);
        Some(Draft {
            range: words,
            voice: Voice {
                person,
                text: name.to_owned(),
                source,
            },
            verbatim: true,
            cue: None,
            rule: Rule::Signed,
            main: false,
            second: None,
        })
    }

    /// The person who signs the quotation above a paragraph, if it is a signature.
    fn signature(&self, text: &str, reading: &Reading) -> Option<Voice> {
        if text.len() > SIGNATURE_BYTES {
            return None;
        }
        signature(&self.resolver(text, reading.tokens()?))
    }

    /// Reads one sentence.
    fn sentence(&mut self, text: &str, reading: &Reading, tokens: &[Token], found: &mut Findings) {
        let subject = subject(text, tokens, tokens.len());
        let mut has_subject = self.note_subject(text, tokens, subject);
        let sentence = Sentence { text, tokens };
        let before = found.drafts.len();
        for finding in findings(sentence) {
            self.report(text, tokens, finding, found);
        }
        self.quotations(sentence, subject, found);
        self.speech_of = subject
            .filter(|subject| {
                let may_speak = !matches!(subject.head, Head::Common(_));
                may_speak && found.drafts.len() == before && is_about_speech(text, tokens)
            })
            .map(|subject| self.resolver(text, tokens).voice(&subject))
            .filter(|voice| voice.person.is_some());
        if !has_subject {
            // "The bath will close, Mayor Anna Berg said."
            let mut speakers = found.drafts[before..].iter().filter(|draft| draft.main);
            if let Some(speaker) = speakers.find_map(|draft| draft.voice.person) {
                self.focus.set(speaker);
                has_subject = true;
            }
        }
        let people = self.people_in(text, reading, tokens);
        self.focus.mention(&people, has_subject);
        if self.is_dialogue && has_newcomer(text, tokens, subject) {
            self.focus.set_ambiguous();
        }
        // "From a letter of Anna Berg to the council:" announces the next paragraph without a
        // reporting verb.
        if self.announced.is_none()
            && let Some(last) = tokens.last().filter(|last| last.is(b':'))
        {
            let resolver = self.resolver(text, tokens);
            let source = before_colon(&resolver, tokens.len(), subject);
            self.announced = source.map(|phrase| Announcement {
                voice: resolver.voice(&phrase),
                cue: ":".to_owned(),
                end: last.end,
                has_colon: true,
            });
        }
    }

    /// Drafts an utterance for a report, or notes what it announces.
    fn report(&mut self, text: &str, tokens: &[Token], finding: Finding, found: &mut Findings) {
        let resolver = self.resolver(text, tokens);
        let voice = match finding.source {
            Some(phrase) => self.voice(Sentence { text, tokens }, &phrase, &finding.cue),
            // A report that opens its sentence without a source continues the one before.
            None if finding.cue.start == 0 => {
                let before = found.drafts.last();
                before.map_or_else(Voice::default, |draft| draft.voice.clone())
            }
            None => Voice::default(),
        };
        let cue = (!finding.cue.is_empty()).then(|| {
            resolver
                .words(finding.cue.start, finding.cue.end)
                .to_owned()
        });
        let content = &tokens[finding.content.clone()];
        let [first, ..] = content else {
            self.announced = Some(Announcement {
                voice,
                cue: cue.unwrap_or_default(),
                end: tokens[finding.cue.end - 1].end,
                has_colon: tokens.last().is_some_and(|last| last.is(b':')),
            });
            return;
        };
        for token in content {
            if let Kind::Quote(index) = token.kind {
                found.taken[index] = true;
            }
        }
        let end = content.last().unwrap_or(first).end;
        let draft = Draft {
            range: first.start..end,
            voice,
            verbatim: content.iter().all(is_quote_or_mark),
            cue,
            rule: finding.rule,
            main: finding.main,
            second: None,
        };
        let seconds = finding.source.map_or_else(Vec::new, |source| {
            self.seconds(Sentence { text, tokens }, &source, &finding.cue, &draft)
        });
        found.drafts.push(draft);
        found.drafts.extend(seconds);
    }

    /// The source of a report, with all words that name it if it is no person.
    fn voice(&self, sentence: Sentence<'_>, source: &Phrase, cue: &Range<usize>) -> Voice {
        let resolver = self.resolver(sentence.text, sentence.tokens);
        let mut voice = resolver.voice(source);
        let is_shared = || self.register.is_shared_surname(&voice.text);
        if voice.person.is_none() && !is_shared() {
            let end = Wording::new(sentence, source).end(voice.source, cue);
            resolver
                .words(source.start, end)
                .clone_into(&mut voice.text);
        }
        voice
    }

    /// The drafts of the other speakers of a report: people who speak together, and the person who
    /// is quoted.
    fn seconds(
        &self,
        sentence: Sentence<'_>,
        source: &Phrase,
        cue: &Range<usize>,
        first: &Draft,
    ) -> Vec<Draft> {
        let resolver = self.resolver(sentence.text, sentence.tokens);
        let second = |phrase: &Phrase, second| Draft {
            voice: resolver.voice(phrase),
            main: false,
            second: Some(second),
            ..first.clone()
        };
        let others = voices::others(sentence, source);
        let joint = others.iter().map(|phrase| second(phrase, Second::Joint));
        let quoted = voices::quoted(sentence, source, cue);
        joint
            .chain(quoted.iter().map(|phrase| second(phrase, Second::Relayed)))
            .collect()
    }

    /// Finds the sources of the quotations in a sentence that no report has taken.
    fn quotations(&self, sentence: Sentence<'_>, subject: Option<Phrase>, found: &mut Findings) {
        let Sentence { text, tokens } = sentence;
        let resolver = self.resolver(text, tokens);
        let is_alone = tokens.iter().all(is_quote_or_mark);
        for (position, token) in tokens.iter().enumerate() {
            let Kind::Quote(index) = token.kind else {
                continue;
            };
            if found.taken[index] {
                continue;
            }
            let beside = (!is_alone).then(|| beside(sentence, position)).flatten();
            let beside = beside.map(|(found, rule)| {
                let cue = resolver.words(found.cue.start, found.cue.end);
                (found.source, cue, rule)
            });
            let source = beside.or_else(|| {
                let phrase = before_colon(&resolver, position, subject)?;
                Some((phrase, ":", Rule::Colon))
            });
            let Some((phrase, cue, rule)) = source else {
                found.loose.push(LooseQuote { index, is_alone });
                continue;
            };
            found.taken[index] = true;
            found.drafts.push(Draft {
                range: token.start..token.end,
                voice: resolver.voice(&phrase),
                verbatim: true,
                cue: Some(cue.to_owned()),
                rule,
                main: true,
                second: None,
            });
        }
    }

    pub(super) fn resolver<'a>(&'a self, text: &'a str, tokens: &'a [Token]) -> Resolver<'a> {
        Resolver {
            text,
            tokens,
            register: &self.register,
            focus: &self.focus,
        }
    }
}

fn is_quote_or_mark(token: &Token) -> bool {
    matches!(token.kind, Kind::Quote(_) | Kind::Mark(_))
}
