//! Reads one story from its first paragraph to its last: who is spoken of, who speaks, who goes on speaking.
//!
//! Two passes. The first gathers quotations, tokens and names, and counts which pronouns follow whom; the second reads
//! sentence by sentence. What is carried from one paragraph to the next is in [`Story`], and nowhere else. All offsets are
//! bytes of their paragraph.

use std::ops::Range;

use crate::attribution::find::Sentence;
use crate::attribution::lexicon::Class;
use crate::attribution::phrase;
use crate::attribution::quote::{self, Quote};
use crate::attribution::register::{self, Names, Register};
use crate::attribution::resolve::{Focus, Voice, identity, voice};
use crate::attribution::scan::{self, Kind, Token};
use crate::document::{Source, Utterance};

/// The rule of the very words inside a reported clause: part of it, not something said besides.
pub const WORDS_WITHIN: &str = "words-within";

/// Tokens of a paragraph that are held at once. A longer paragraph is read in stretches that end with a sentence.
const STRETCH_TOKENS: usize = 4096;

/// A quotation of fewer words is a title or a scare quote unless a reporting verb stands beside it.
const SPEECH_WORDS: usize = 6;

/// A headline has no more words than this.
const HEADLINE_WORDS: usize = 24;

/// Tokens of the first so many bytes of a story are kept between its two readings; the rest is read twice, so that a
/// story of any length needs little memory.
const KEPT_BYTES: usize = 4 << 20;

/// A paragraph after the first reading.
pub(super) struct Reading {
    pub(super) quotes: Vec<Quote>,
    /// Its tokens and its sentences among them, unless the story is too long to keep them.
    kept: Option<(Vec<Token>, Vec<Range<usize>>)>,
}

impl Reading {
    /// Calls `f` with the tokens of each sentence of `text`.
    pub(super) fn each_sentence(
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
            scan::sentences(text, &self.quotes, tokens)
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
fn soften(tokens: &mut [Token]) {
    let words = || tokens.iter().filter(|token| token.is_word());
    let capital = words().filter(|token| token.capital).count();
    let all = words().take(HEADLINE_WORDS + 1).count();
    if !(4..=HEADLINE_WORDS).contains(&all) || capital * 10 < all * 7 {
        return;
    }
    let small = |token: &Token| token.cue.is_some() || token.class != Class::NONE;
    let name = Class::GIVEN
        .with(Class::TITLE)
        .with(Class::PLACE)
        .with(Class::BRAND)
        .with(Class::ORG);
    for token in tokens.iter_mut().skip(1).filter(|token| token.is_word()) {
        token.capital &= !small(token) || token.class.has(name) && token.cue.is_none();
    }
}

/// What is known while a story is read.
pub(super) struct Story {
    register: Register,
    focus: Focus,
    /// Who was announced with a colon at the end of the paragraph before.
    pending: Option<(usize, Voice, String)>,
    /// Who speaks in the quotation that ended the paragraph before, and whether its mark was left open.
    carried: Option<(Voice, bool)>,
    /// Who spoke last in the paragraph before.
    last: Option<Voice>,
}

/// An utterance in the making.
struct Draft {
    range: Range<usize>,
    voice: Voice,
    verbatim: bool,
    cue: Option<String>,
    rule: &'static str,
    /// Who speaks here may speak on in the next quotation.
    main: bool,
}

impl Story {
    /// The first reading of a story: its quotations, its tokens, and its people.
    pub(super) fn read(paragraphs: &[&str], buffer: &mut Vec<Token>) -> (Story, Vec<Reading>) {
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
                    soften(&mut tokens);
                    names.read(text, &tokens);
                    if !quotes.is_empty() {
                        tokens = scan::with_quotes(&tokens, &quotes);
                    }
                    let sentences = scan::sentences(text, &quotes, &tokens);
                    Some((tokens, sentences))
                } else {
                    each_stretch(text, &[], buffer, |tokens| names.read(text, tokens));
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
    pub(super) fn pronouns(
        &mut self,
        text: &str,
        tokens: &[Token],
        found: &mut Vec<(Range<usize>, String)>,
    ) {
        let subject = phrase::subject(text, tokens, tokens.len());
        let person = subject
            .and_then(|phrase| identity(text, tokens, &phrase, &self.register, &self.focus).0);
        // A pronoun inside the subject is older: "Her mother, Olga Holm, sailed".
        let begins = subject.map_or(0, |phrase| match phrase.head {
            phrase::Head::Name(first, _) => first,
            _ => phrase.end,
        });
        let mut told = false;
        for (position, token) in tokens.iter().enumerate() {
            if position >= begins && !told {
                // From its subject on the sentence is about that person.
                self.note(text, tokens, subject);
                told = true;
            }
            if !token.is_word()
                || !token.has(Class::PRONOUN.with(Class::OBJECT).with(Class::POSSESSIVE))
            {
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
    fn note(&mut self, text: &str, tokens: &[Token], subject: Option<phrase::Phrase>) {
        let Some(phrase) = subject else { return };
        match identity(text, tokens, &phrase, &self.register, &self.focus).0 {
            Some(person) => self.focus.about(person),
            None if self.shared(text, tokens, phrase) => self.focus.about_somebody(),
            None => {}
        }
    }

    /// Whether the phrase is a surname that several people of the story bear.
    fn shared(&self, text: &str, tokens: &[Token], phrase: phrase::Phrase) -> bool {
        matches!(phrase.head, phrase::Head::Name(first, last)
            if self.register.shared(&text[tokens[first].start..tokens[last - 1].end]))
    }

    /// Counts which pronouns follow the people's names, before anything is attributed: a sentence about Anna Berg with "she"
    /// in it, or in the next one, tells what she is.
    fn learn_sexes(&mut self, paragraphs: &[&str], read: &[Reading], buffer: &mut Vec<Token>) {
        let mut votes = vec![[0_u32; 2]; self.register.len()];
        for (text, reading) in paragraphs.iter().zip(read) {
            let mut about = None;
            reading.each_sentence(text, buffer, |tokens| {
                let subject = phrase::subject(text, tokens, tokens.len())
                    .filter(|phrase| matches!(phrase.head, phrase::Head::Name(..)));
                if let Some(subject) = subject {
                    about = identity(text, tokens, &subject, &self.register, &self.focus).0;
                }
                let Some(person) = about else { return };
                for token in tokens
                    .iter()
                    .filter(|token| token.is_word() && token.end - token.start < 8)
                {
                    if !token.has(Class::PRONOUN.with(Class::OBJECT).with(Class::POSSESSIVE)) {
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

    pub(super) fn paragraph(
        &mut self,
        text: &str,
        reading: &Reading,
        buffer: &mut Vec<Token>,
    ) -> Vec<Utterance> {
        let quotes = reading.quotes.as_slice();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut covered = vec![false; quotes.len()];
        let mut loose: Vec<(usize, bool)> = Vec::new();
        let pending = self.pending.take();
        let carried = self.carried.take();
        let last = self.last.take();
        reading.each_sentence(text, buffer, |tokens| {
            self.sentence(text, tokens, &mut drafts, &mut covered, &mut loose);
        });
        self.loose_quotes(
            text,
            quotes,
            &loose,
            &covered,
            pending,
            carried,
            last,
            &mut drafts,
        );
        self.last = drafts
            .iter()
            .filter(|draft| draft.rule != "according-to")
            .max_by_key(|draft| (draft.range.start, draft.range.end))
            .map(|draft| draft.voice.clone());
        self.carried = self.carry(text, quotes, &drafts);
        finish(text, quotes, drafts, &self.register)
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
        let sentence = Sentence { text, tokens };
        let subject = phrase::subject(text, tokens, tokens.len());
        self.note(text, tokens, subject);
        let findings = sentence.findings();
        for finding in findings {
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
        for (position, token) in tokens.iter().enumerate() {
            if let Kind::Quote(index) = token.kind
                && !covered[index]
            {
                let alone = tokens
                    .iter()
                    .all(|token| token.is_quote() || matches!(token.kind, Kind::Mark(_)));
                let colon = position > 0 && tokens[position - 1].is(b':');
                // "More from Anna Berg: ..." has its source right before the colon; else the sentence's subject speaks.
                let named = colon
                    .then(|| phrase::left(text, tokens, position - 1, 0))
                    .flatten()
                    .filter(|phrase| self.names_person(text, tokens, phrase));
                let speaks = Class::ROLE
                    .with(Class::ROLES)
                    .with(Class::ORG)
                    .with(Class::TEXT);
                let subject = subject.filter(|phrase| match phrase.head {
                    phrase::Head::Pronoun(_) => true,
                    phrase::Head::Name(..) => self.names_person(text, tokens, phrase),
                    phrase::Head::Common(at) => tokens[at].has(speaks),
                });
                if colon && let Some(phrase) = named.or(subject) {
                    let who = voice(text, tokens, &phrase, &self.register, &self.focus);
                    covered[index] = true;
                    drafts.push(Draft {
                        range: token.start..token.end,
                        voice: who,
                        verbatim: true,
                        cue: Some(":".to_owned()),
                        rule: "colon",
                        main: true,
                    });
                } else {
                    loose.push((index, alone));
                }
            }
        }
    }

    /// Whether the phrase names a person for certain.
    fn names_person(&self, text: &str, tokens: &[Token], phrase: &phrase::Phrase) -> bool {
        matches!(phrase.head, phrase::Head::Name(..))
            && identity(text, tokens, phrase, &self.register, &self.focus)
                .0
                .is_some_and(|id| self.register.is_sure(id))
    }

    /// Gives quotations with no reporting word of their own to whoever speaks around them.
    #[allow(clippy::too_many_arguments)]
    fn loose_quotes(
        &mut self,
        text: &str,
        quotes: &[Quote],
        loose: &[(usize, bool)],
        covered: &[bool],
        pending: Option<(usize, Voice, String)>,
        carried: Option<(Voice, bool)>,
        last: Option<Voice>,
        drafts: &mut Vec<Draft>,
    ) {
        // Drafts and quotations are walked side by side: a paragraph may hold a hundred thousand of each.
        let found = drafts.len();
        let mut by_end: Vec<usize> = (0..found).filter(|&at| drafts[at].main).collect();
        by_end.sort_by_key(|&at| drafts[at].range.end);
        let mut by_start: Vec<usize> = (0..found).collect();
        by_start.sort_by_key(|&at| drafts[at].range.start);
        let (mut ended, mut begun, mut latest) = (0, 0, None::<usize>);
        for &(index, alone) in loose {
            if covered[index] {
                continue;
            }
            let quote = &quotes[index];
            let words = text[quote.inner_start..quote.inner_end]
                .split_whitespace()
                .take(SPEECH_WORDS)
                .count();
            let title = text[quote.inner_start..quote.inner_end]
                .split_whitespace()
                .take(12)
                .all(|word| !word.starts_with(char::is_lowercase) || word.len() < 5);
            if !alone && (words < SPEECH_WORDS || title) {
                continue;
            }
            // "The ferry stays," by Anna Berg: the title of a text.
            let byline = text[quote.end..]
                .strip_prefix(" by ")
                .is_some_and(|rest| rest.starts_with(char::is_uppercase));
            // A few words in single marks that stand alone head what follows.
            let single = text[quote.start..].starts_with(['\'', '\u{2018}'])
                && !text[quote.start..].starts_with("''");
            let heads =
                single && words < SPEECH_WORDS && text.trim().len() == quote.end - quote.start;
            if byline || heads {
                continue;
            }
            let opens = index == 0 && text[..quote.start].trim().is_empty();
            while let Some(&next) = by_end
                .get(ended)
                .filter(|&&next| drafts[next].range.end <= quote.start)
            {
                latest = latest
                    .filter(|&last| drafts[last].range.end > drafts[next].range.end)
                    .or(Some(next));
                ended += 1;
            }
            while by_start
                .get(begun)
                .is_some_and(|&next| drafts[next].range.start < quote.end)
            {
                begun += 1;
            }
            let before = latest.map(|last| &drafts[last]);
            let after = by_start.get(begun).map(|&next| &drafts[next]);
            let announced = self
                .pending
                .as_ref()
                .filter(|(at, ..)| alone && *at <= quote.start && text[*at..quote.start].len() < 8);
            let (voice, cue, rule) = if let (true, Some((_, voice, cue))) = (opens, &pending) {
                (voice.clone(), Some(cue.clone()), "announced")
            } else if let Some((_, voice, cue)) = announced {
                (voice.clone(), Some(cue.clone()), "announced")
            } else if let (true, Some((voice, true))) = (opens, &carried) {
                (voice.clone(), None, "reopened")
            } else if let Some(before) = before.filter(|before| alone || before.verbatim) {
                (before.voice.clone(), before.cue.clone(), "continued")
            } else if let (true, Some(after)) = (alone, after.filter(|after| after.verbatim)) {
                (after.voice.clone(), after.cue.clone(), "continued")
            } else if let (true, true, Some((voice, false))) = (opens, alone, &carried) {
                (voice.clone(), None, "continued-paragraph")
            } else if let (true, true, Some(voice)) = (opens, alone, &last) {
                (voice.clone(), None, "follows")
            } else {
                (Voice::default(), None, "no-source")
            };
            drafts.push(Draft {
                range: quote.start..quote.end,
                voice,
                verbatim: true,
                cue,
                rule,
                main: true,
            });
            latest = Some(drafts.len() - 1);
        }
    }

    /// Who goes on speaking if the next paragraph opens with a quotation.
    fn carry(&self, text: &str, quotes: &[Quote], drafts: &[Draft]) -> Option<(Voice, bool)> {
        let last = quotes.last()?;
        let draft = drafts
            .iter()
            .find(|draft| draft.range.start <= last.start && draft.range.end >= last.end)?;
        let open = !last.closed;
        let at_end = text[last.end..].trim().is_empty();
        (open || at_end || draft.verbatim).then(|| (draft.voice.clone(), open))
    }
}

/// Sorts drafts, drops those that overlap without nesting, and adds the quotations inside reported clauses.
fn finish(
    text: &str,
    quotes: &[Quote],
    mut drafts: Vec<Draft>,
    register: &Register,
) -> Vec<Utterance> {
    let mut inner = Vec::new();
    for draft in drafts.iter().filter(|draft| !draft.verbatim) {
        let from = quotes.partition_point(|quote| quote.start < draft.range.start);
        for quote in quotes[from..]
            .iter()
            .take_while(|quote| quote.end <= draft.range.end)
        {
            inner.push(Draft {
                range: quote.start..quote.end,
                voice: draft.voice.clone(),
                verbatim: true,
                cue: draft.cue.clone(),
                rule: WORDS_WITHIN,
                main: false,
            });
        }
    }
    drafts.extend(inner);
    drafts.sort_by_key(|draft| {
        (
            draft.range.start,
            std::cmp::Reverse(draft.range.end),
            draft.rule == WORDS_WITHIN,
        )
    });
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut found: Vec<Utterance> = Vec::new();
    for draft in drafts {
        let range = trimmed(text, draft.range);
        if range.is_empty() {
            continue;
        }
        while open.last().is_some_and(|outer| outer.end <= range.start) {
            open.pop();
        }
        if open
            .last()
            .is_some_and(|outer| range.end > outer.end || *outer == range)
        {
            continue;
        }
        open.push(range.clone());
        let speaker = draft
            .voice
            .person
            .map(|id| register.person(id).name.clone());
        let source = if speaker.is_some() {
            Source::Person
        } else {
            draft.voice.source
        };
        found.push(Utterance {
            range,
            speaker,
            speaker_text: draft.voice.text,
            source,
            verbatim: draft.verbatim,
            cue: draft.cue,
            rule: draft.rule.to_owned(),
        });
    }
    found
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start.max(range.start + slice.trim_end().len())
}
