//! Reads one story from its first paragraph to its last: who is spoken of, who speaks, who goes on speaking.
//!
//! Two passes. The first gathers quotations, tokens and names, and counts which pronouns follow whom; the second reads
//! sentence by sentence. What is carried from one paragraph to the next is in [`Story`], and nowhere else. All offsets are
//! bytes of their paragraph.

use std::ops::Range;

use crate::attribution::people::mentions::Names;
use crate::attribution::people::register::{self, Register};
use crate::attribution::people::resolve::{Focus, Voice, identity, voice};
use crate::attribution::phrase::head;
use crate::attribution::phrase::noun;
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::find::findings;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::story::draft::{self, Draft};
use crate::attribution::words::class::Class;
use crate::attribution::words::quote::{self, Quote};
use crate::attribution::words::scan::{self, Kind, Token};
use crate::attribution::words::sentences::sentences;
use crate::document::Utterance;
use crate::document::rule::Rule;

/// Tokens of a paragraph that are held at once. A longer paragraph is read in stretches that end with a sentence.
const STRETCH_TOKENS: usize = 4096;

/// A headline has no more words than this.
const HEADLINE_WORDS: usize = 24;

/// Tokens of the first so many bytes of a story are kept between its two readings; the rest is read twice, so that a
/// story of any length needs little memory.
const KEPT_BYTES: usize = 4 << 20;

/// A paragraph after the first reading.
pub(crate) struct Reading {
    pub(crate) quotes: Vec<Quote>,
    /// Its tokens and its sentences among them, unless the story is too long to keep them.
    kept: Option<(Vec<Token>, Vec<Range<usize>>)>,
}

impl Reading {
    /// Its tokens, if they were kept.
    pub(crate) fn tokens(&self) -> Option<&[Token]> {
        self.kept.as_ref().map(|(tokens, _)| tokens.as_slice())
    }

    /// Calls `f` with the tokens of each sentence of `text`.
    pub(crate) fn each_sentence(
        &self,
        text: &str,
        buffer: &mut Vec<Token>,
        mut f: impl FnMut(&[Token]),
    ) {
        if let Some((tokens, sentences)) = &self.kept {
            sentences.iter().for_each(|range| f(&tokens[range.clone()]));
            return;
        }
        each_stretch(text, &self.quotes, buffer, |tokens| {
            sentences(text, &self.quotes, tokens)
                .into_iter()
                .for_each(|range| f(&tokens[range]));
        });
    }
}

/// Calls `f` with the tokens of `text`, stretch by stretch.
fn each_stretch(
    text: &str,
    quotes: &[Quote],
    tokens: &mut Vec<Token>,
    mut f: impl FnMut(&[Token]),
) {
    let (mut at, mut next_quote) = (0, 0);
    while at < text.len() {
        tokens.clear();
        at = scan::read(text, quotes, &mut next_quote, at, STRETCH_TOKENS, tokens);
        f(tokens);
    }
}

/// Takes the small words of a headline in title case as in running text.
///
/// Gives whether it is one.
fn soften(tokens: &mut [Token]) -> bool {
    let words = || tokens.iter().filter(|token| token.is_word());
    let capital = words().filter(|token| token.capital).count();
    let all = words().take(HEADLINE_WORDS + 1).count();
    if !(4..=HEADLINE_WORDS).contains(&all) || capital * 10 < all * 7 {
        return false;
    }
    let small = |token: &Token| token.cue.is_some() || !token.class.is_empty();
    let name = Class::GIVEN | Class::TITLE | Class::PLACE | Class::BRAND | Class::ORG;
    for token in tokens.iter_mut().skip(1).filter(|token| token.is_word()) {
        token.capital &= !small(token) || token.class.intersects(name) && token.cue.is_none();
    }
    true
}

/// What is known while a story is read.
pub(crate) struct Story {
    pub(crate) register: Register,
    pub(crate) focus: Focus,
    /// Who was announced, by which word, and the byte behind it.
    pub(crate) pending: Option<(usize, Voice, String)>,
    /// Who speaks in the quotation that ended the paragraph before, and whether its mark was left open.
    carried: Option<(Voice, bool)>,
    /// Who spoke last in the paragraph before.
    last: Option<Voice>,
}

/// What the paragraphs around one say of its quotations.
pub(crate) struct Around {
    /// Who was announced at the end of the one before, and by which word.
    pub(crate) announced: Option<(Voice, String)>,
    /// Who spoke in the quotation that ended the one before, and whether its mark was left open.
    pub(crate) carried: Option<(Voice, bool)>,
    /// Who spoke last in the one before.
    pub(crate) last: Option<Voice>,
    /// Who signs in the one behind: "- Anna Berg".
    pub(crate) signed: Option<Voice>,
}

impl Story {
    /// The first reading of a story: its quotations, its tokens, and its people.
    pub(crate) fn read(paragraphs: &[&str], buffer: &mut Vec<Token>) -> (Story, Vec<Reading>) {
        let mut names = Names::default();
        let mut kept = 0;
        let read: Vec<Reading> = paragraphs
            .iter()
            .map(|text| {
                // Names inside quotations count too: tokens are read as if there were no quotations.
                kept += text.len();
                let quotes = quote::quotes(text);
                let kept = if kept <= KEPT_BYTES {
                    let mut tokens = Vec::with_capacity(text.len() / 5);
                    scan::read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
                    let headline = soften(&mut tokens);
                    names.read(text, &tokens, headline);
                    if !quotes.is_empty() {
                        tokens = scan::with_quotes(&tokens, &quotes);
                    }
                    let sentences = sentences(text, &quotes, &tokens);
                    Some((tokens, sentences))
                } else {
                    each_stretch(text, &[], buffer, |tokens| names.read(text, tokens, false));
                    None
                };
                Reading { quotes, kept }
            })
            .collect();
        let register = Register::new(&names);
        let mut story = Story {
            register,
            focus: Focus::default(),
            pending: None,
            carried: None,
            last: None,
        };
        story.learn_sexes(paragraphs, &read, buffer);
        (story, read)
    }

    /// Finds whom the pronouns of a sentence mean.
    pub(crate) fn pronouns(
        &mut self,
        text: &str,
        tokens: &[Token],
        found: &mut Vec<(Range<usize>, String)>,
    ) {
        let subject = subject(text, tokens, tokens.len());
        let person = subject
            .and_then(|phrase| identity(text, tokens, &phrase, &self.register, &self.focus).0);
        // A pronoun inside the subject is older: "Her mother, Olga Holm, sailed".
        let begins = subject.map_or(0, |phrase| match phrase.head {
            head::Head::Name(first, _) => first,
            _ => phrase.end,
        });
        let mut told = false;
        for (position, token) in tokens.iter().enumerate() {
            if position >= begins && !told {
                // From its subject on the sentence is about that person.
                self.note(text, tokens, subject);
                told = true;
            }
            if !token.is_word() || !token.has(Class::ANY_PRONOUN) {
                continue;
            }
            let word = &text[token.start..token.end];
            let Some(sex) = register::sex_of(word) else {
                continue;
            };
            // "Berg told him": an object is not the subject; "her" before a noun is a possessive.
            let object = word.eq_ignore_ascii_case("him");
            let other = person.filter(|_| object && told);
            if let Some(id) = self.focus.nearest(&self.register, sex, other) {
                found.push((
                    token.start..token.end,
                    self.register.person(id).name.clone(),
                ));
            }
        }
    }

    /// Notes whom a sentence with this subject is about.
    fn note(&mut self, text: &str, tokens: &[Token], subject: Option<noun::Phrase>) {
        let Some(phrase) = subject else { return };
        match identity(text, tokens, &phrase, &self.register, &self.focus).0 {
            Some(person) => self.focus.about(person),
            None if self.shared(text, tokens, phrase) => self.focus.about_somebody(),
            None => {}
        }
    }

    /// Whether the phrase is a surname that several people of the story bear.
    fn shared(&self, text: &str, tokens: &[Token], phrase: noun::Phrase) -> bool {
        matches!(phrase.head, head::Head::Name(first, last)
            if self.register.shared(&text[tokens[first].start..tokens[last - 1].end]))
    }

    /// Counts which pronouns follow the people's names, before anything is attributed: a sentence about Anna Berg with "she"
    /// in it, or in the next one, tells what she is.
    fn learn_sexes(&mut self, paragraphs: &[&str], read: &[Reading], buffer: &mut Vec<Token>) {
        let mut votes = vec![[0_u32; 2]; self.register.len()];
        for (text, reading) in paragraphs.iter().zip(read) {
            let mut about = None;
            reading.each_sentence(text, buffer, |tokens| {
                let subject = subject(text, tokens, tokens.len())
                    .filter(|phrase| matches!(phrase.head, head::Head::Name(..)));
                if let Some(subject) = subject {
                    about = identity(text, tokens, &subject, &self.register, &self.focus).0;
                }
                let Some(person) = about else { return };
                for token in tokens
                    .iter()
                    .filter(|token| token.is_word() && token.end - token.start < 8)
                {
                    if !token.has(Class::ANY_PRONOUN) {
                        continue;
                    }
                    match register::sex_of(&text[token.start..token.end]) {
                        Some(register::Sex::He) => votes[person][0] += 1,
                        Some(register::Sex::She) => votes[person][1] += 1,
                        None => {}
                    }
                }
            });
        }
        for (person, [he, she]) in votes.into_iter().enumerate() {
            // Two thirds must agree.
            if he > 2 * she {
                self.register.learn(person, register::Sex::He);
            } else if she > 2 * he {
                self.register.learn(person, register::Sex::She);
            }
        }
    }

    pub(crate) fn paragraph(
        &mut self,
        text: &str,
        reading: &Reading,
        behind: Option<(&str, &Reading)>,
        buffer: &mut Vec<Token>,
    ) -> Vec<Utterance> {
        let quotes = reading.quotes.as_slice();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut covered = vec![false; quotes.len()];
        let mut loose: Vec<(usize, bool)> = Vec::new();
        let around = Around {
            announced: self.pending.take().map(|(_, voice, cue)| (voice, cue)),
            carried: self.carried.take(),
            last: self.last.take(),
            signed: behind.and_then(|(text, reading)| self.signature(text, reading)),
        };
        reading.each_sentence(text, buffer, |tokens| {
            self.sentence(text, tokens, &mut drafts, &mut covered, &mut loose);
        });
        self.loose_quotes(text, quotes, &loose, &covered, &around, &mut drafts);
        self.last = drafts
            .iter()
            .filter(|draft| draft.rule != Rule::AccordingTo)
            .max_by_key(|draft| (draft.range.start, draft.range.end))
            .map(|draft| draft.voice.clone());
        self.carried = self.carry(text, quotes, &drafts);
        draft::finish(text, quotes, drafts, &self.register)
    }

    /// Reads one sentence.
    fn sentence(
        &mut self,
        text: &str,
        tokens: &[Token],
        drafts: &mut Vec<Draft>,
        covered: &mut [bool],
        loose: &mut Vec<(usize, bool)>,
    ) {
        let subject = subject(text, tokens, tokens.len());
        self.note(text, tokens, subject);
        for finding in findings(Sentence { text, tokens }) {
            let before = drafts
                .last()
                .filter(|_| finding.cue.start == 0)
                .map(|draft| draft.voice.clone());
            let who = finding.source.map_or_else(
                || before.unwrap_or_default(),
                |phrase| voice(text, tokens, &phrase, &self.register, &self.focus),
            );
            let cue = (!finding.cue.is_empty()).then(|| {
                text[tokens[finding.cue.start].start..tokens[finding.cue.end - 1].end].to_owned()
            });
            if finding.content.is_empty() {
                let at = tokens[finding.cue.end - 1].end;
                self.pending = Some((at, who, cue.unwrap_or_default()));
                continue;
            }
            let content = &tokens[finding.content.clone()];
            let verbatim = content
                .iter()
                .all(|token| token.is_quote() || matches!(token.kind, Kind::Mark(_)));
            for token in content {
                if let Kind::Quote(index) = token.kind {
                    covered[index] = true;
                }
            }
            let (Some(first), Some(last)) = (content.first(), content.last()) else {
                continue;
            };
            drafts.push(Draft {
                range: first.start..last.end,
                voice: who,
                verbatim,
                cue,
                rule: finding.rule,
                main: finding.main,
            });
        }
        self.quotations(text, tokens, subject, drafts, covered, loose);
        // "From a letter of Anna Berg to the council:" announces the next paragraph without a reporting word.
        if self.pending.is_none()
            && let Some(last) = tokens.last().filter(|last| last.is(b':'))
            && let Some(phrase) = self.before_colon(text, tokens, tokens.len(), subject)
        {
            let who = voice(text, tokens, &phrase, &self.register, &self.focus);
            self.pending = Some((last.end, who, ":".to_owned()));
        }
    }
}
