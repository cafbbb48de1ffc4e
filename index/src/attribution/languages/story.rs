//! Reads one story: first who is in it, then, sentence by sentence, who says what.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::dialogue::{aside, line};
use crate::attribution::languages::draft::{Draft, finish};
use crate::attribution::languages::focus::{Focus, Place};
use crate::attribution::languages::lexicon::lexicon;
use crate::attribution::languages::marks::{Quote, quotes};
use crate::attribution::languages::name::Names;
use crate::attribution::languages::register::Register;
use crate::attribution::languages::report::Reports;
use crate::attribution::languages::source::{Resolver, Voice};
use crate::attribution::languages::table::Table;
use crate::attribution::languages::tokens::{Kind, Sentences, Token};
use crate::attribution::languages::verb::report_at;
use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// What a sentence without a quotation must have to report anything.
const REPORTING: Class = Class::REPORT
    .union(Class::PARTICIPLE)
    .union(Class::SOURCE)
    .union(Class::MOOD);

/// Longest dateline, in bytes.
const DATELINE: usize = 60;

/// A story and what was read of it.
pub(crate) struct Story<'a> {
    pub(crate) table: &'static Table,
    paragraphs: &'a [&'a str],
    pub(crate) register: Register,
    focus: Focus,
    /// Whether a paragraph has neither a quotation nor a word that reports.
    quiet: Vec<bool>,
    /// Number of the sentence that is read.
    sentence: usize,
    tokens: Vec<Token>,
    /// Who says the words of the sentence before, in the same paragraph.
    pub(crate) last: Option<Voice>,
    /// Who says the words at the end of the paragraph above, until this one has a sentence.
    above: Option<Voice>,
    /// The source that the sentence before is about, if it reports nothing.
    subject: Option<Voice>,
    /// Who the sentence before announces, with a colon at its end.
    pub(crate) colon: Option<Voice>,
    /// The paragraph above ends with a colon, or inside a quotation.
    pub(crate) announced: Option<(Voice, Rule)>,
}

impl<'a> Story<'a> {
    /// Reads who is in the story.
    pub(crate) fn read(table: &'static Table, paragraphs: &'a [&'a str]) -> Story<'a> {
        let mut register = Register::default();
        let mut tokens = Vec::new();
        let mut quiet = Vec::with_capacity(paragraphs.len());
        let mut read = |text: &str, range: (usize, usize), quotes: &[Quote]| {
            let mut sentences = Sentences::new(text, range, quotes, lexicon(table));
            let mut is_quiet = true;
            while sentences.next_into(&mut tokens) {
                is_quiet &= tokens.iter().all(|token| !token.is(REPORTING));
                register.read(Names {
                    text,
                    tokens: &tokens,
                    lexicon: lexicon(table),
                });
            }
            is_quiet
        };
        for text in paragraphs {
            let quotes = quotes(text, table.marks);
            let is_line = table.dialogue_dashes && line(text).is_some();
            let is_quiet = read(text, (behind_dateline(text), text.len()), &quotes);
            quiet.push(is_quiet && quotes.is_empty() && !is_line);
            for quote in &quotes {
                read(text, quote.inner, &[]);
            }
        }
        register.complete();
        Story {
            table,
            paragraphs,
            register,
            focus: Focus::default(),
            quiet,
            sentence: 0,
            tokens,
            last: None,
            above: None,
            subject: None,
            colon: None,
            announced: None,
        }
    }

    /// The persons of the story.
    pub(crate) fn into_register(self) -> Register {
        self.register
    }

    /// What is said in each paragraph.
    pub(crate) fn utterances(mut self) -> Vec<Vec<Utterance>> {
        (0..self.paragraphs.len())
            .map(|at| {
                // Who is mentioned matters only to the paragraph itself and the next one.
                let is_quiet = self.quiet[at] && self.quiet.get(at + 1).is_none_or(|next| *next);
                if is_quiet {
                    (self.announced, self.last) = (None, None);
                    Vec::new()
                } else {
                    self.paragraph(at)
                }
            })
            .collect()
    }

    fn paragraph(&mut self, paragraph: usize) -> Vec<Utterance> {
        let text = self.paragraphs[paragraph];
        let mut drafts = Vec::new();
        self.above = self.last.take();
        (self.subject, self.colon) = (None, None);
        if self.table.dialogue_dashes
            && let Some(words) = line(text)
        {
            self.dialogue(paragraph, (words.start, words.end), &mut drafts);
            self.announced = None;
            return finish(text, &[], drafts, &self.register);
        }
        let quotes = quotes(text, self.table.marks);
        let mut tokens = std::mem::take(&mut self.tokens);
        let lexicon = lexicon(self.table);
        let range = (behind_dateline(text), text.len());
        let mut sentences = Sentences::new(text, range, &quotes, lexicon);
        let mut is_first = true;
        while sentences.next_into(&mut tokens) {
            let names = Names {
                text,
                tokens: &tokens,
                lexicon,
            };
            self.read_sentence(names, paragraph, &quotes, is_first, &mut drafts);
            is_first = false;
        }
        self.announce(&quotes, &drafts);
        self.tokens = tokens;
        finish(text, &quotes, drafts, &self.register)
    }

    fn read_sentence(
        &mut self,
        names: Names<'_>,
        paragraph: usize,
        quotes: &[Quote],
        is_first: bool,
        drafts: &mut Vec<Draft>,
    ) {
        self.sentence += 1;
        let place = self.place(paragraph);
        self.focus.read(names, &self.register, place);
        let known = drafts.len();
        let resolver = self.resolver(names, place);
        Reports {
            resolver,
            quotes,
            drafts,
        }
        .read();
        if let Some((voice, cue)) = self.refers_back(resolver)
            && let Some(draft) = drafts[..known].last_mut()
            && draft.verbatim
            && is_empty(&draft.voice)
        {
            (draft.voice, draft.cue, draft.rule) = (voice, Some(cue), Rule::QuoteSaid);
        }
        let reported = drafts.len() > known;
        let loose = self.loose(resolver, quotes, &drafts[known..], is_first);
        drafts.extend(loose);
        if drafts.len() == known {
            drafts.extend(self.follows(names));
        }
        let last = names.tokens.last();
        let is_colon = last.is_some_and(|token| token.kind == Kind::Colon);
        let opening = (is_colon || !reported).then(|| self.opening_voice(resolver));
        let (opening, has_report) = opening.unwrap_or_default();
        self.colon = opening.clone().filter(|_| is_colon || has_report);
        self.subject = opening.filter(|voice| !reported && voice.source != Source::Unknown);
        self.above = None;
        let voice = drafts[known..].iter().rev().map(|draft| &draft.voice);
        self.last = voice.clone().find(|voice| !is_empty(voice)).cloned();
    }

    /// The source that the sentence has: the subject of its first verb, or the phrase it opens
    /// with; and whether a verb in it reports.
    fn opening_voice(&self, resolver: Resolver<'_>) -> (Option<Voice>, bool) {
        let names = resolver.names;
        let report = (0..names.tokens.len())
            .find_map(|at| report_at(names.text, names.tokens, names.lexicon, at));
        let phrase = match report {
            Some(report) => resolver.subject(&report),
            None => {
                let limit = names.tokens.len();
                self.main_source(resolver, limit)
                    .or_else(|| names.phrase(0))
            }
        };
        let finite = report.map(|report| report.finite);
        let voice = phrase.map(|phrase| resolver.voice(&phrase, finite));
        (voice, report.is_some())
    }

    /// Who says the words of the sentence before: „Wir bleiben.“ Das sagte Berg am Montag.
    fn refers_back(&self, resolver: Resolver<'_>) -> Option<(Voice, String)> {
        let names = resolver.names;
        let opens = matches!(names.tokens.first()?.kind, Kind::Capital)
            && matches!(names.word(0), "Das" | "Dies" | "So");
        if !self.table.comma_clauses || !opens || names.tokens.len() < 3 {
            return None;
        }
        let report = report_at(names.text, names.tokens, names.lexicon, 1)?;
        let phrase = names.subject_behind(report.end)?;
        let voice = resolver.voice(&phrase, Some(report.finite));
        resolver
            .is_source(&phrase)
            .then(|| (voice, names.word(1).to_lowercase()))
    }

    /// Who said, or may have said, what was before this sentence.
    pub(crate) fn before(&self) -> Option<&Voice> {
        self.last
            .as_ref()
            .or(self.subject.as_ref())
            .or(self.above.as_ref())
    }

    /// A sentence in the mood of reported speech goes on with what somebody said before.
    fn follows(&self, names: Names<'_>) -> Option<Draft> {
        let tokens = names.tokens;
        let voice = self.before()?;
        let has_mood = tokens.iter().any(|token| token.is(Class::MOOD));
        let has_quote = tokens.iter().any(|token| token.quote().is_some());
        let (first, last) = (tokens.first()?, tokens.last()?);
        let is_speech = has_mood && !has_quote && last.kind != Kind::Colon;
        is_speech.then(|| Draft {
            range: first.start..last.end,
            voice: voice.clone(),
            verbatim: false,
            cue: None,
            rule: Rule::Continued,
        })
    }

    /// Reads a line of dialogue: what is said, and who says it if the line tells.
    fn dialogue(&mut self, paragraph: usize, words: (usize, usize), drafts: &mut Vec<Draft>) {
        let text = self.paragraphs[paragraph];
        let lexicon = lexicon(self.table);
        let mut sentences = Sentences::new(text, words, &[], lexicon);
        let mut tokens = std::mem::take(&mut self.tokens);
        let mut start = words.0;
        let mut said: Option<(Voice, String)> = None;
        let push = |drafts: &mut Vec<Draft>, range, said: &Option<(Voice, String)>, rule| {
            let (voice, cue) = said.clone().unzip();
            drafts.push(Draft {
                range,
                rule: if cue.is_some() { rule } else { Rule::NoSource },
                voice: voice.unwrap_or_default(),
                verbatim: true,
                cue,
            });
        };
        while sentences.next_into(&mut tokens) {
            self.sentence += 1;
            let names = Names {
                text,
                tokens: &tokens,
                lexicon,
            };
            let Some(aside) = aside(names) else {
                continue;
            };
            let resolver = self.resolver(names, self.place(paragraph));
            let finite = aside.report.finite;
            let voice = match aside.subject {
                Some(phrase) => resolver.voice(&phrase, Some(finite)),
                None => Voice::default(),
            };
            let cue = names.word(aside.report.start).to_lowercase();
            let is_first = said.is_none();
            said = Some((voice, cue));
            let rule = if is_first {
                Rule::QuoteSaid
            } else {
                Rule::Split
            };
            push(drafts, start..aside.end.max(start), &said, rule);
            start = aside.next.max(start);
        }
        if start < words.1 {
            push(drafts, start..words.1, &said, Rule::Split);
        }
        self.tokens = tokens;
    }

    /// Remembers what the end of a paragraph says about the quotation that opens the next one.
    fn announce(&mut self, quotes: &[Quote], drafts: &[Draft]) {
        self.announced = self.colon.take().map(|voice| (voice, Rule::Announced));
        let open = quotes.last().filter(|quote| !quote.closed);
        let open = open.and_then(|quote| {
            let said = drafts.iter().rev();
            said.take(4).find(|draft| draft.range.start == quote.start)
        });
        if let Some(draft) = open {
            self.announced = Some((draft.voice.clone(), Rule::Reopened));
        }
    }

    fn place(&self, paragraph: usize) -> Place {
        Place {
            paragraph,
            sentence: self.sentence,
            at: 0,
        }
    }

    fn resolver<'b>(&'b self, names: Names<'b>, place: Place) -> Resolver<'b> {
        Resolver {
            table: self.table,
            names,
            register: &self.register,
            focus: &self.focus,
            place,
        }
    }
}

/// Where the text starts behind a dateline: "TALHOF (NWA) — Die Hafenmeisterin". 0 if there is
/// none.
fn behind_dateline(text: &str) -> usize {
    let mut end = text.len().min(DATELINE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let dashes = [" \u{2013} ", " \u{2014} ", " - ", ".- "];
    let found = dashes
        .iter()
        .filter_map(|dash| Some((text[..end].find(dash)?, dash.len())));
    let Some((at, length)) = found.min() else {
        return 0;
    };
    let place = text[..at].trim_end_matches('.');
    let is_shouted = place.chars().any(char::is_alphabetic) && !place.contains(char::is_lowercase);
    // "Talhof (dpa)"
    let has_agency = place.ends_with(')') && place.contains('(');
    if is_shouted || has_agency {
        at + length
    } else {
        0
    }
}

/// Whether nothing is known about a source.
fn is_empty(voice: &Voice) -> bool {
    voice.person.is_none() && voice.text.is_empty()
}
