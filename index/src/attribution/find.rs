//! Finds in one sentence what is reported, by which word, and which phrase names the source.
//!
//! Each rule has a name that is stored with the utterance: `quote-said` (content before the verb), `said-that`, `said-quote`,
//! `said-clause`, `according-to`, `split` (content on both sides), `participle` (", saying ..."). Positions are tokens of
//! the sentence.

use std::ops::Range;

use crate::attribution::cue::{Cue, Form, Frame};
use crate::attribution::lexicon::Class;
use crate::attribution::phrase::{self, Head, Phrase};
use crate::attribution::scan::{Kind, Token};

/// Something reported.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    /// Tokens of what is said; may be empty if a colon announces it for the next paragraph.
    pub(super) content: Range<usize>,
    pub(super) source: Option<Phrase>,
    /// Tokens of the reporting words.
    pub(super) cue: Range<usize>,
    pub(super) rule: &'static str,
    /// The report of a main clause: who speaks in it may speak on in the next quotation.
    pub(super) main: bool,
}

/// What kind of clause a report stands in, if not the main one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Embedding {
    Subordinate,
    Relative,
}

/// A sentence under the eyes of the rules.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// Where a verb stands, with its auxiliaries and adverbs, and who does it.
struct Report {
    verb: usize,
    cue: Cue,
    /// First token of source and verb together, and the one behind them.
    block: Range<usize>,
    source: Option<Phrase>,
    inverted: bool,
    participle: bool,
    /// The verb is joined to one before it, or stands in a relative clause: nothing before it is its content.
    dependent: bool,
}

impl Sentence<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.start..token.end])
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    fn has(&self, at: usize, class: Class) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is_word() && token.has(class))
    }

    fn mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(mark))
    }

    fn quote(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_quote)
    }

    /// A quotation that is a title or a few words rather than speech.
    fn short_quote(&self, at: usize) -> bool {
        self.quote(at) && self.word(at).len() < 80 && self.word(at).split_whitespace().count() <= 4
    }

    /// A quotation whose last character is the sentence's comma.
    fn comma_inside(&self, at: usize) -> bool {
        self.word(at)
            .trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}'])
            .ends_with(',')
    }

    /// Position behind the last token that is no closing punctuation.
    fn last(&self) -> usize {
        let mut end = self.tokens.len();
        while end > 0
            && matches!(
                self.tokens[end - 1].kind,
                Kind::Mark(b'.' | b'!' | b'?' | b',' | b';' | b':' | b'-' | b' ')
            )
        {
            end -= 1;
        }
        end
    }

    /// Everything that is reported in the sentence, in the order of the reporting words.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.is_word(at, "according") && self.is_word(at + 1, "to") {
                self.according_to(at, &mut found);
            } else if self.is_word(at, "asked") && self.unsourced_question(at) {
                self.question(at, &mut found);
            } else if let Some(cue) = self.tokens[at].cue
                && self.reports(at, cue)
                && let Some(report) = self.report(at, cue, &found)
            {
                self.contents(&report, &mut found);
            }
            at += 1;
        }
        found
    }

    /// Position of the first of the auxiliaries and adverbs right before the verb at `verb`.
    fn group_start(&self, verb: usize) -> usize {
        let mut start = verb;
        while start > 0 {
            let token = &self.tokens[start - 1];
            let helps = token.is_word()
                && !token.capital
                && (token.has(Class::AUX)
                    || token.has(Class::NEGATION)
                    || token.has(Class::ADVERB.with(Class::TIME)) && !token.has(Class::DET)
                    || self.is_word(start - 1, "both"));
            if helps {
                start -= 1;
                continue;
            }
            // "Berg on Monday said", "Berg late Monday night said"
            let month = token.capital
                && !self.has(start - 1, Class::GIVEN)
                && start > 1
                && self.tokens[start - 2].capital
                && self.word(start - 1).len() <= 4;
            let time = token.is_word()
                && token.has(Class::TIME)
                && !token.has(Class::GIVEN)
                && !month
                && start > 1;
            if time {
                let mut from = start - 1;
                while from > 1
                    && self.has(from - 1, Class::TIME.with(Class::ADVERB))
                    && !self.has(from - 1, Class::DET)
                {
                    from -= 1;
                }
                if from > 1
                    && ["on", "in", "this", "last", "late", "early"]
                        .iter()
                        .any(|word| self.is_word(from - 1, word))
                {
                    from -= 1;
                }
                if from > 1 && ["on", "in"].iter().any(|word| self.is_word(from - 1, word)) {
                    from -= 1;
                }
                start = from;
                continue;
            }
            break;
        }
        start
    }

    /// Whether the word at `at` reports here: a verb, active, with a subject.
    fn reports(&self, at: usize, cue: Cue) -> bool {
        let token = &self.tokens[at];
        if token.capital && at > 0 {
            return false;
        }
        if at == 0 {
            let said = matches!(cue.form, Form::Past | Form::Present)
                && self.tokens.get(1).is_some_and(|next| next.capital)
                && self.tokens[1..].iter().take(24).any(Token::is_quote);
            return cue.form == Form::Ing && !cue.noun
                || said && !cue.noun && self.inverted_source(0).is_some();
        }
        let before = &self.tokens[at - 1];
        if before.kind == Kind::Possessive
            || before.is_word()
                && before.has(Class::DET.with(Class::POSSESSIVE))
                && !before.has(Class::PRONOUN.with(Class::ADVERB))
                && ![
                    "all", "half", "another", "others", "some", "many", "most", "one", "several",
                    "both",
                ]
                .iter()
                .any(|word| self.is_word(at - 1, word))
                && !self.relative_that(at - 1)
        {
            return false;
        }
        if cue.frame == Frame::About && self.particle(at).is_none() {
            return false;
        }
        let group = self.group_start(at);
        if before.is_word()
            && before.has(Class::PREP)
            && !before.capital
            && !before.has(Class::ADVERB)
        {
            let to = self.is_word(at - 1, "to")
                && cue.form == Form::Base
                && at >= 2
                && self.takes_infinitive(at - 2);
            let by = cue.form == Form::Ing
                && ["in", "by", "while", "after", "before"]
                    .iter()
                    .any(|word| self.is_word(at - 1, word));
            return to || by && !cue.noun && matches!(cue.frame, Frame::Any | Frame::Tell);
        }
        if before.has(Class::SUBORD.with(Class::CONJ)) && self.is_word(at - 1, "when")
            || self.is_word(at - 1, "if")
            || self.is_word(at - 1, "as")
        {
            return false;
        }
        // "praised by", "add to the trouble": no report.
        if cue.form == Form::Past && self.is_word(at + 1, "by") && group == at
            || self.is_word(at, "adds") && self.is_word(at + 1, "to")
            || self.is_word(at, "add") && self.is_word(at + 1, "to")
        {
            return false;
        }
        let helpers = &self.tokens[group..at];
        if helpers
            .iter()
            .any(|token| token.has(Class::MODAL) && self.doubts(token))
        {
            return false;
        }
        // "more pledged delegates", "whose state"
        if self.is_word(at - 1, "more")
            || self.is_word(at - 1, "most")
            || self.is_word(at - 1, "whose")
        {
            return false;
        }
        let be = helpers.iter().any(|token| token.has(Class::BE));
        let after_have = helpers
            .iter()
            .any(|token| token.has(Class::AUX) && !token.has(Class::BE));
        match cue.form {
            Form::Past if be => false,
            Form::Base => {
                let modal = helpers.iter().any(|token| {
                    token.has(Class::MODAL)
                        || matches!(
                            self.text[token.start..token.end]
                                .to_ascii_lowercase()
                                .as_str(),
                            "do" | "did"
                                | "does"
                                | "didn't"
                                | "don't"
                                | "doesn't"
                                | "didn’t"
                                | "don’t"
                                | "doesn’t"
                        )
                });
                modal || self.plural_before(group)
            }
            Form::Past => {
                !(cue.noun && cue.frame != Frame::Any) || after_have || self.subject_before(group)
            }
            Form::Present => !cue.noun || self.subject_before(group) && self.singular_before(group),
            Form::Ing => {
                let progressive = be;
                progressive
                    || before.plain(Class::TEXT) && !cue.noun
                    || before.is(b',')
                    || before.is(b'-')
                    || before.has(Class::CONJ)
                    || before.is_quote()
                    || group < at
                    || before.has(Class::OBJECT) && false
            }
        }
    }

    /// "that" behind a noun for people, a body or a text: "a video that said".
    fn relative_that(&self, at: usize) -> bool {
        self.is_word(at, "that")
            && at > 0
            && self.has(
                at - 1,
                Class::ROLE
                    .with(Class::ROLES)
                    .with(Class::ORG)
                    .with(Class::TEXT),
            )
    }

    /// "could say", "might say": nobody said it.
    fn doubts(&self, token: &Token) -> bool {
        const DOUBTS: &[&str] = &["could", "should", "may", "might", "must", "can", "shall"];
        DOUBTS
            .iter()
            .any(|word| self.text[token.start..token.end].eq_ignore_ascii_case(word))
    }

    /// "declined to say", "went on to say".
    fn takes_infinitive(&self, at: usize) -> bool {
        const VERBS: &[&str] = &[
            "declined",
            "goes",
            "went",
            "refused",
            "continued",
            "continues",
            "began",
            "proceeded",
            "on",
            "declines",
            "refuses",
            "rushed",
            "quick",
            "failed",
        ];
        VERBS.iter().any(|verb| self.is_word(at, verb))
    }

    /// A clear subject ends before `end`: a pronoun, a name, a noun for people or a body.
    fn subject_before(&self, end: usize) -> bool {
        let Some(token) = end.checked_sub(1).map(|at| &self.tokens[at]) else {
            return false;
        };
        match token.kind {
            Kind::Word => {
                token.capital && !(end == 1 && token.has(Class::COMMON))
                    || token.has(
                        Class::PRONOUN
                            .with(Class::ROLE)
                            .with(Class::ROLES)
                            .with(Class::ORG)
                            .with(Class::REL)
                            .with(Class::TEXT),
                    )
            }
            Kind::Mark(b')') => true,
            Kind::Mark(b',') => true,
            _ => false,
        }
    }

    /// A noun in -s that is a verb here has a singular subject with an article or a name: "the paper reports", not "news
    /// reports", "Rust Belt states".
    fn singular_before(&self, end: usize) -> bool {
        let token = &self.tokens[end - 1];
        if self.is_word(end, "states")
            && !self.is_word(end + 1, "that")
            && !self.quote(end + 1)
            && !self.mark(end + 1, b':')
        {
            return false;
        }
        if token.has(Class::ROLES) || token.plain(Class::TEXT.with(Class::ORG)) {
            return self.tokens[end.saturating_sub(5)..end]
                .iter()
                .any(|token| token.has(Class::DET.with(Class::POSSESSIVE)))
                && !token.has(Class::ROLES);
        }
        true
    }

    fn plural_before(&self, end: usize) -> bool {
        let Some(at) = end.checked_sub(1) else {
            return false;
        };
        let token = &self.tokens[at];
        let singular = ["he", "she", "it"]
            .iter()
            .any(|word| self.is_word(at, word));
        token.is_word()
            && (token.has(Class::ROLES)
                || token.has(Class::PRONOUN.with(Class::REL)) && !singular
                || self.word(at).ends_with('s') && !token.has(Class::AUX)
                || token.capital && at > 0 && !self.tokens[end].cue.is_some_and(|cue| cue.noun))
            || token.is(b',')
    }

    /// The preposition that a verb like "spoke" needs, and the position behind it.
    fn particle(&self, verb: usize) -> Option<usize> {
        let allowed: &[&str] = match self.word(verb).as_bytes().first()?.to_ascii_lowercase() {
            b's' | b't' => &["about", "of", "out", "up"],
            b'p' => &["to", "out"],
            b'c' | b'b' => &["about", "that", "of"],
            _ => &["to", "at", "that", "about"],
        };
        allowed
            .iter()
            .any(|word| self.is_word(verb + 1, word))
            .then_some(verb + 2)
    }

    /// Who does the reporting at `verb`.
    fn report(&self, verb: usize, cue: Cue, found: &[Finding]) -> Option<Report> {
        let group = self.group_start(verb);
        let infinitive = verb > 0 && self.is_word(verb - 1, "to");
        let group = if infinitive {
            self.group_start(self.infinitive_start(verb))
        } else {
            group
        };
        let participle = cue.form == Form::Ing
            && !self.tokens[group..verb]
                .iter()
                .any(|token| token.has(Class::BE));
        if participle {
            let source = match found.last() {
                Some(last) if verb > 0 => last.source,
                _ if verb == 0 => self.subject_after_comma(),
                _ => self.participle_subject(group),
            };
            if source.is_none()
                && !(verb + 1..self.tokens.len().min(verb + 4)).any(|at| self.quote(at))
            {
                return None;
            }
            return Some(Report {
                verb,
                cue,
                block: group..verb + 1,
                source,
                inverted: false,
                participle,
                dependent: false,
            });
        }
        let before = group.checked_sub(1).map(|at| &self.tokens[at]);
        let behind_content =
            before.is_none_or(|token| token.is_quote() || token.is(b',') || token.is(b'-'));
        let titled = group > 0 && self.short_quote(group - 1) && self.comma_inside(group - 1);
        let apposed = before
            .is_some_and(|token| token.is(b',') || token.is(b'-') || titled)
            .then(|| self.apposition_left(group - 1))
            .flatten();
        if behind_content && group == verb {
            let inverted = self.inverted_source(verb).filter(|source| {
                apposed.is_none()
                    || self.closes_sentence(source.end) && !self.near_apposition(apposed, group)
            });
            if let Some(source) = inverted {
                let end = self.apposition_end(source.end);
                // "said one owner of a shop who would not be named": all of it describes the source.
                let definite =
                    self.is_word(source.start, "the") && self.has(source.end + 1, Class::REL);
                let described = matches!(source.head, Head::Common(_))
                    && !definite
                    && !self
                        .tokens
                        .get(end)
                        .is_some_and(|token| token.plain(Class::PREP));
                let end = if described && self.has(source.end, Class::REL)
                    || self.is_word(source.end, "that")
                {
                    self.description_end(source.end)
                } else {
                    end
                };
                let source = if described {
                    Phrase { end, ..source }
                } else {
                    source
                };
                return Some(Report {
                    verb,
                    cue,
                    block: group..end,
                    source: Some(source),
                    inverted: true,
                    participle,
                    dependent: false,
                });
            }
        }
        if let Some(source) = apposed {
            return Some(Report {
                verb,
                cue,
                block: source.start..verb + 1,
                source: Some(source),
                inverted: false,
                participle,
                dependent: false,
            });
        }
        let before = before?;
        if before.is_word() && before.has(Class::CONJ) && !before.capital {
            let source = found
                .iter()
                .rev()
                .find(|finding| finding.rule != "according-to")
                .map(|finding| finding.source)
                .unwrap_or_else(|| phrase::subject(self.text, self.tokens, group - 1))?;
            return Some(Report {
                verb,
                cue,
                block: group - 1..verb + 1,
                source: Some(source),
                inverted: false,
                participle,
                dependent: true,
            });
        }
        if before.is_word() && before.has(Class::REL) || self.relative_that(group - 1) {
            let mut end = group - 1;
            if end > 0 && self.mark(end - 1, b',') {
                end -= 1;
            }
            let source = phrase::left(self.text, self.tokens, end, 0)?;
            return Some(Report {
                verb,
                cue,
                block: source.start..verb + 1,
                source: Some(source),
                inverted: false,
                participle,
                dependent: true,
            });
        }
        let source = phrase::left(self.text, self.tokens, group, self.clause_floor(group))?;
        if cue.noun
            && cue.form != Form::Past
            && matches!(source.head, Head::Common(at) if !self.has(at, Class::ROLE.with(Class::ROLES).with(Class::ORG).with(Class::TEXT).with(Class::DET)))
        {
            return None;
        }
        // "a party called Spring", "the plan criticized last year": a participle behind its noun.
        if cue.form == Form::Past
            && group == verb
            && cue.frame != Frame::Quote
            && !self.is_word(verb, "said")
            && !(source.start > 0 && self.quote(source.start - 1))
            && let Head::Common(at) = source.head
        {
            let people = self.has(
                at,
                Class::ROLE
                    .with(Class::ROLES)
                    .with(Class::TEXT)
                    .with(Class::TITLE),
            );
            let body = self.has(at, Class::ORG.with(Class::BRAND)) || self.tokens[at].capital;
            let indefinite = ["a", "an", "any", "no"]
                .iter()
                .any(|word| self.is_word(source.start, word));
            if !people && (!body || indefinite && cue.frame == Frame::Object) {
                return None;
            }
        }
        Some(Report {
            verb,
            cue,
            block: source.start..verb + 1,
            source: Some(source),
            inverted: false,
            participle,
            dependent: false,
        })
    }

    /// Who does what a participle says: the name right before it ("with Berg saying"), the subject of the clause that
    /// "when" or "as" opens, or that of the sentence.
    fn participle_subject(&self, group: usize) -> Option<Phrase> {
        let before = &self.tokens[group - 1];
        if before.is_word() && before.capital {
            return phrase::left(self.text, self.tokens, group, 0);
        }
        let floor = group.saturating_sub(20);
        let opener = (floor.max(1)..group).rev().find(|&at| {
            ["when", "as", "while", "after", "before"]
                .iter()
                .any(|word| self.is_word(at, word))
        });
        if let Some(opener) = opener
            && let Some(clause) = phrase::right(self.text, self.tokens, opener + 1, group)
            && !self
                .tokens
                .get(clause.end)
                .is_none_or(|token| !token.is_word())
            && match clause.head {
                Head::Name(..) => true,
                Head::Pronoun(at) => ["he", "she", "they"]
                    .iter()
                    .any(|word| self.is_word(at, word)),
                Head::Common(at) => self.has(at, Class::ROLE.with(Class::ROLES)),
            }
        {
            return Some(clause);
        }
        phrase::subject(self.text, self.tokens, group)
    }

    /// The verb that an infinitive hangs on: "went on to say".
    fn infinitive_start(&self, verb: usize) -> usize {
        let on = self.is_word(verb.saturating_sub(2), "on");
        verb.saturating_sub(if on { 3 } else { 2 })
    }

    /// First token of the clause that ends before `end`.
    fn clause_floor(&self, end: usize) -> usize {
        (0..end)
            .rev()
            .find(|&at| matches!(self.tokens[at].kind, Kind::Mark(b',' | b';' | b':' | b'-')))
            .map_or(0, |at| at + 1)
    }

    /// "Speaking to reporters, Berg said": the phrase behind the first comma.
    fn subject_after_comma(&self) -> Option<Phrase> {
        let comma = (0..self.tokens.len()).find(|&at| self.mark(at, b','))?;
        phrase::right(self.text, self.tokens, comma + 1, self.tokens.len())
    }

    /// "Berg, the minister, said": the phrase before the apposition that the mark at `close` closes.
    fn apposition_left(&self, close: usize) -> Option<Phrase> {
        let dash = self.mark(close, b'-');
        let floor = (0..close)
            .rev()
            .find(|&at| {
                self.quote(at) && !self.short_quote(at)
                    || self.mark(at, b';')
                    || self.mark(at, b':')
            })
            .map_or(0, |at| at + 1);
        for open in floor..close {
            if !(self.mark(open, b',') && !dash || self.mark(open, b'-') && dash) || open == floor {
                continue;
            }
            let from = (floor..open)
                .rev()
                .find(|&at| {
                    self.mark(at, b',')
                        || self.mark(at, b'-')
                        || self.quote(at) && self.comma_inside(at)
                })
                .map_or(floor, |at| at + 1);
            let Some(source) = phrase::left(self.text, self.tokens, open, from) else {
                continue;
            };
            // The phrase must open its clause, and what follows must look like an apposition, not like a clause.
            let opens = source.start == from
                || self.has(
                    source.start - 1,
                    Class::CONJ.with(Class::SUBORD).with(Class::ADVERB),
                )
                || source.start == 0;
            let person = match source.head {
                Head::Name(..) | Head::Pronoun(_) => true,
                Head::Common(at) => {
                    self.has(
                        at,
                        Class::ROLE
                            .with(Class::ROLES)
                            .with(Class::ORG)
                            .with(Class::TEXT),
                    ) || ["many", "some", "several", "most", "one"]
                        .iter()
                        .any(|word| self.is_word(source.start, word))
                }
            };
            if let Head::Common(_) = source.head
                && opens
                && person
                && let Some(named) = phrase::right(self.text, self.tokens, open + 1, close)
                && let Head::Name(first, last) = named.head
                && last - first >= 2
                && (named.end == close || self.mark(named.end, b','))
            {
                return Some(Phrase {
                    start: source.start,
                    end: close,
                    head: named.head,
                });
            }
            if opens && person && (dash || self.looks_apposed(open + 1, close)) {
                return Some(Phrase {
                    end: close,
                    ..source
                });
            }
        }
        None
    }

    fn looks_apposed(&self, start: usize, close: usize) -> bool {
        let Some(first) = self.tokens.get(start) else {
            return false;
        };
        if first.kind == Kind::Number {
            return true;
        }
        if first.is_quote() || !first.is_word() {
            return false;
        }
        if self.is_word(start + 1, "by") {
            return true;
        }
        if first.has(
            Class::DET
                .with(Class::REL)
                .with(Class::POSSESSIVE)
                .with(Class::PREP)
                .with(Class::TITLE)
                .with(Class::ROLE)
                .with(Class::ROLES)
                .with(Class::ADVERB),
        ) {
            // "the city, the mayor said": a clause of its own has a verb.
            return !first.has(Class::PRONOUN) || first.has(Class::REL);
        }
        if first.capital {
            return first.has(Class::PLACE) || close - start <= 4 && !first.has(Class::COMMON);
        }
        !first.has(
            Class::AUX
                .with(Class::VERB)
                .with(Class::CONJ)
                .with(Class::PRONOUN),
        ) && (first.cue.is_none() || self.word(start).ends_with("ing"))
    }

    /// "..., said Anna Berg": the phrase behind the verb.
    fn inverted_source(&self, verb: usize) -> Option<Phrase> {
        let next = self.tokens.get(verb + 1)?;
        if !next.is_word()
            || self.is_word(verb + 1, "that")
            || next.has(Class::OBJECT) && !next.has(Class::POSSESSIVE)
        {
            return None;
        }
        let source = phrase::right(self.text, self.tokens, verb + 1, self.tokens.len())?;
        let told = self.tokens[verb]
            .cue
            .is_some_and(|cue| cue.frame == Frame::Tell);
        if told && self.is_word(source.end, "that") {
            return None;
        }
        // A verb behind the phrase makes it the subject of what is said.
        let clause = self.tokens.get(source.end).is_some_and(|token| {
            let adverb = token.plain(Class::ADVERB)
                && self
                    .tokens
                    .get(source.end + 1)
                    .is_some_and(|next| next.plain(Class::AUX.with(Class::VERB)));
            token.is_word()
                && !token.capital
                && (token.has(Class::AUX.with(Class::VERB)) && !token.has(Class::PREP)
                    || adverb
                    || token.cue.is_some_and(|cue| cue.form != Form::Ing))
        });
        let known = match source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => {
                let quoted = verb > 0 && self.quote(verb - 1) && !self.short_quote(verb - 1);
                quoted
                    || self.tokens[at].capital
                    || self.has(
                        at,
                        Class::ROLE
                            .with(Class::ROLES)
                            .with(Class::ORG)
                            .with(Class::TEXT)
                            .with(Class::TITLE),
                    )
            }
        };
        (!clause && known).then_some(source)
    }

    /// Where the apposition behind an inverted source ends: ", the mayor of Lindal," or "who ...".
    fn apposition_end(&self, end: usize) -> usize {
        if !self.mark(end, b',') {
            return end;
        }
        if !self.looks_apposed(end + 1, self.tokens.len())
            || self
                .tokens
                .get(end + 1)
                .is_some_and(|token| token.cue.is_some())
        {
            return end;
        }
        let stop = (end + 1..self.tokens.len()).find(|&at| {
            self.quote(at) && !self.short_quote(at)
                || matches!(
                    self.tokens[at].kind,
                    Kind::Mark(b'.' | b';' | b':' | b'!' | b'?')
                )
                || self.mark(at, b',') && self.quote(at + 1)
                || self.mark(at, b',')
                    && self
                        .tokens
                        .get(at + 1)
                        .is_some_and(|token| token.cue.is_some_and(|cue| cue.form == Form::Ing))
        });
        stop.unwrap_or(self.last())
    }

    /// Whether a source that ends at `end` closes its sentence or is only described further.
    fn closes_sentence(&self, end: usize) -> bool {
        end >= self.last() || self.has(end, Class::REL)
    }

    /// "Berg, the mayor, said": a short apposition leaves no doubt.
    fn near_apposition(&self, apposed: Option<Phrase>, group: usize) -> bool {
        apposed.is_some_and(|source| {
            (source.start..group)
                .find(|&at| self.mark(at, b','))
                .is_some_and(|comma| {
                    self.has(
                        comma + 1,
                        Class::REL
                            .with(Class::DET)
                            .with(Class::ROLE)
                            .with(Class::TITLE),
                    ) || group - comma <= 6
                })
        })
    }

    /// Where a relative clause that describes the source ends.
    fn description_end(&self, from: usize) -> usize {
        let stop = (from..self.tokens.len()).find(|&at| {
            self.quote(at)
                || self.mark(at, b';')
                || self.mark(at, b':')
                || self.mark(at, b'-')
                || self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|token| {
                        token.is_quote() || token.cue.is_some_and(|cue| cue.form == Form::Ing)
                    })
        });
        stop.unwrap_or(self.last()).min(self.last())
    }

    /// Contents before and behind a report.
    fn contents(&self, report: &Report, found: &mut Vec<Finding>) {
        let cue = self
            .group_start(report.verb)
            .max(if report.inverted { report.verb } else { 0 })..report.verb + 1;
        let leading = self.leading(report, found);
        let from = if report.inverted {
            report.block.end
        } else {
            report.verb + 1
        };
        let has_leading_quote = leading
            .as_ref()
            .is_some_and(|content| self.quote(content.end - 1));
        let mut trailing = self.trailing(report, from, has_leading_quote);
        // "As the Herald reported, the ferry stays."
        if report.block.start == 1
            && self.is_word(0, "as")
            && trailing.is_none()
            && leading.is_none()
        {
            let limit = self.tokens.len().min(from + 12);
            if let Some(comma) = (from..limit).find(|&at| self.mark(at, b',')) {
                trailing = self.clause(comma + 1, "as-said");
            }
        }
        let mut push = |content: Range<usize>, rule| {
            let main = !report.dependent
                && !(report.cue.frame == Frame::Object
                    && !content.clone().any(|at| self.quote(at)));
            found.push(Finding {
                content,
                source: report.source,
                cue: cue.clone(),
                rule,
                main,
            });
        };
        match (leading, trailing) {
            (Some(before), Some((after, _))) if has_leading_quote => {
                push(before, "quote-said");
                push(after, "split");
            }
            (Some(before), Some((after, rule))) => {
                // Words on both sides: "The plan, Berg said, was dead." Otherwise what stands before is an adverbial.
                let resumed = rule == "said-colon"
                    || rule == "said-quote"
                        && self.mark(report.block.end, b',')
                        && report.block.end == after.start - 1
                        && after.start >= 1;
                if (rule == "split" || resumed) && !report.participle {
                    if !self.adverbial(&before) {
                        push(before, "split");
                    }
                    push(after, "split");
                } else {
                    push(after, rule);
                }
            }
            (Some(before), None) if has_leading_quote => push(before, "quote-said"),
            (Some(before), None) if !self.adverbial(&before) => push(before, "clause-said"),
            (Some(_), None) => {}
            (None, Some((after, rule))) => push(after, rule),
            (None, None) => {
                // "Berg said:" announces what the next paragraph quotes.
                // "Berg agreed." before a quotation announces it as well.
                let bare = report.cue.frame == Frame::Quote
                    && report.block.end >= self.last().saturating_sub(1)
                    && report.cue.form != Form::Ing;
                if bare
                    || self.tokens.last().is_some_and(|token| token.is(b':'))
                        && self.tokens.len() < report.block.end + 30
                {
                    let end = self.tokens.len();
                    found.push(Finding {
                        content: end..end,
                        source: report.source,
                        cue,
                        rule: "announced",
                        main: true,
                    });
                }
            }
        }
    }

    /// What is said before the source and the verb, if they close it.
    fn leading(&self, report: &Report, found: &[Finding]) -> Option<Range<usize>> {
        if report.participle
            || report.dependent
            || !matches!(
                report.cue.frame,
                Frame::Any | Frame::Tell | Frame::Quote | Frame::Urge | Frame::That
            ) && !report
                .block
                .start
                .checked_sub(1)
                .is_some_and(|at| self.quote(at))
        {
            return None;
        }
        let mut end = report.block.start;
        let separated = end > 0
            && (self.quote(end - 1) || self.mark(end - 1, b',') || self.mark(end - 1, b'-'));
        if !separated {
            return None;
        }
        while end > 0
            && !self.quote(end - 1)
            && !self.tokens[end - 1].is_word()
            && self.tokens[end - 1].kind != Kind::Number
            && !self.mark(end - 1, b')')
        {
            end -= 1;
        }
        let floor = found
            .iter()
            .filter(|finding| finding.cue.start < report.block.start && !self.forward(finding, end))
            .map(|finding| {
                finding
                    .content
                    .end
                    .max(finding.cue.end)
                    .max(finding.source.map_or(0, |source| source.end))
            })
            .max()
            .unwrap_or(0);
        let mut start = if floor <= end { floor } else { return None };
        while start < end
            && !self.quote(start)
            && !self.tokens[start].is_word()
            && self.tokens[start].kind != Kind::Number
        {
            start += 1;
        }
        if start >= end {
            return None;
        }
        // "members (\"Never!\" wrote Berg)": what stands before the bracket is not said.
        if let Some(bracket) = (start..end)
            .rev()
            .find(|&at| self.mark(at, b'('))
            .filter(|&open| !(open..end).any(|at| self.mark(at, b')')))
        {
            start = bracket + 1;
            if start >= end {
                return None;
            }
        }
        if self.quote(end - 1) && end - start > 1 {
            let comma = self.mark(end - 2, b',') || self.mark(end - 2, b':');
            let opener = &self.tokens[start];
            let aside = opener.is_word()
                && (opener.has(
                    Class::PREP
                        .with(Class::SUBORD)
                        .with(Class::ADVERB)
                        .with(Class::TIME),
                ) || self.word(start).ends_with("ing"));
            // "In March, \"we left,\" she said": the adverbial is not said.
            if comma
                && !(start..end - 1).any(|at| self.quote(at))
                && (aside || self.adverbial(&(start..end - 1)))
            {
                return Some(end - 1..end);
            }
            if self.short_quote(end - 1) && self.word(start).ends_with("ing") && opener.capital {
                return None;
            }
        }
        // A frame that takes a quotation only, with words before it, still reports the quotation.
        let quoted = (start..end).any(|at| self.quote(at));
        if self.quote(end - 1) && (report.cue.frame == Frame::Quote || start > 0 && floor > 0) {
            return Some(end - 1..end);
        }
        if !quoted
            && (end - start < 2
                || report.cue.frame == Frame::Quote
                || report.cue.frame == Frame::That)
        {
            return None;
        }
        Some(start..end)
    }

    /// A report whose content runs on to `end`, where another report closes the sentence: all of it is the other's content.
    fn forward(&self, finding: &Finding, end: usize) -> bool {
        matches!(finding.rule, "said-that" | "said-clause" | "said-about")
            && finding.content.end == end
            && finding.main
    }

    /// What is said behind the verb, and the rule that found it.
    fn trailing(
        &self,
        report: &Report,
        from: usize,
        leading_quote: bool,
    ) -> Option<(Range<usize>, &'static str)> {
        let last = self.last();
        if from >= last {
            return None;
        }
        let frame = report.cue.frame;
        let mut start = from;
        if frame == Frame::About {
            let behind = self.particle(report.verb)?;
            if !self
                .tokens
                .get(behind)
                .is_some_and(|token| token.is_word() || token.is_quote())
            {
                return None;
            }
            return self.clause(behind, "said-about");
        }
        // Straight to a quotation: said, "..." and said: "..."
        let mut next = start;
        while next < last
            && (self.mark(next, b',')
                || self.mark(next, b':')
                || self.mark(next, b'-')
                || self.mark(next, b'~'))
        {
            next += 1;
        }
        let colon = (start..next).any(|at| self.mark(at, b':'));
        if self.quote(next) {
            return self.clause(next, "said-quote");
        }
        if colon {
            return self.clause(next, "said-colon");
        }
        // A quotation further on, behind adjuncts alone: said in Oslo, "..."; said on Monday: "..."
        let opening = self.adjunct_end(start, last);
        if let Some((position, rule)) = opening {
            if !(rule == "said-that" && (leading_quote || frame == Frame::Quote)) {
                return self.clause(position, rule);
            }
        }
        if leading_quote {
            return None;
        }
        if matches!(frame, Frame::Quote | Frame::That) {
            return None;
        }
        if report.inverted {
            return None;
        }
        if self.mark(start, b',') || self.mark(start, b'-') {
            // "The plan, Berg said, was dead": only with content before.
            return self.resumed(report, start + 1);
        }
        if self.has(start, Class::CONJ) {
            return None;
        }
        // "cited in the Herald": a participle; but "called for", "called on".
        if frame == Frame::Object
            && self.has(start, Class::PREP)
            && !self.has(start, Class::DET)
            && !["for", "on", "upon"]
                .iter()
                .any(|word| self.is_word(start, word))
        {
            return None;
        }
        match frame {
            Frame::Tell | Frame::Urge => {
                let behind = self.addressee_end(start, last);
                if behind >= last {
                    return None;
                }
                if self.mark(behind, b',') || self.mark(behind, b'-') {
                    return self.resumed(report, behind + 1);
                }
                start = behind;
                if self.tokens[start].is_word()
                    && self.tokens[start].plain(Class::PREP)
                    && frame == Frame::Tell
                    && !self.is_word(start, "about")
                    && !self.is_word(start, "to")
                    && !self.is_word(start, "of")
                    && !self.is_word(start, "for")
                {
                    return None;
                }
            }
            Frame::Any => start = self.skip_adjuncts(start, last)?,
            _ => {}
        }
        self.clause(start, "said-clause")
    }

    /// "to leave", not "to reporters".
    fn infinitive(&self, at: usize) -> bool {
        self.is_word(at, "to")
            && !self.has(
                at + 1,
                Class::DET
                    .with(Class::POSSESSIVE)
                    .with(Class::OBJECT)
                    .with(Class::ROLES),
            )
            && self
                .tokens
                .get(at + 1)
                .is_some_and(|token| token.is_word() && !token.capital)
    }

    /// "The plan, Berg said, was dead": what goes on behind a parenthetical report, from `start`.
    fn resumed(&self, report: &Report, start: usize) -> Option<(Range<usize>, &'static str)> {
        let before = report.block.start > 0
            && (self.mark(report.block.start - 1, b',') || self.mark(report.block.start - 1, b'-'));
        let aside = self.tokens.get(start).is_none_or(|token| {
            token.has(Class::REL)
                || token.is_word() && self.word(start).ends_with("ing")
                || token.cue.is_some_and(|cue| cue.form == Form::Ing)
        });
        if !before || aside {
            return None;
        }
        self.clause(start, "split")
    }

    /// "In both cases", "Instead": no clause of its own.
    fn adverbial(&self, range: &Range<usize>) -> bool {
        let first = &self.tokens[range.start];
        let verb = range.clone().any(|at| {
            self.tokens[at].plain(Class::AUX.with(Class::VERB)) && !self.tokens[at].has(Class::PREP)
        });
        range.len() < 2
            || first.is_word()
                && first.has(
                    Class::PREP
                        .with(Class::ADVERB)
                        .with(Class::TIME)
                        .with(Class::SUBORD),
                )
                && !verb
                && range.len() < 16
    }

    /// Looks past adjuncts ("in a statement on Monday", "told the board") for what opens the content: "that", a colon, a
    /// quotation.
    fn adjunct_end(&self, start: usize, last: usize) -> Option<(usize, &'static str)> {
        let limit = last.min(start + 22);
        let mut finite = false;
        for at in start..limit {
            let token = &self.tokens[at];
            if token.is_word() {
                let opens = self.is_word(at, "that");
                if opens {
                    // "the plan that" is a relative clause; "told the board that" is not known to be one.
                    let aside = self.mark(start, b',')
                        && self.mark(at - 1, b',')
                        && self.has(start + 1, Class::PREP);
                    if at + 1 >= last {
                        return None;
                    }
                    let told = at == start || self.is_adjunct(start, at) || aside;
                    return told.then_some((at + 1, "said-that"));
                }
                let participle = at > start
                    && token
                        .cue
                        .is_some_and(|cue| cue.form == Form::Ing && !cue.noun);
                if token.plain(Class::PRONOUN) || self.infinitive(at) || participle {
                    return None;
                }
                if token.has(Class::AUX.with(Class::VERB))
                    && !token.capital
                    && !token.has(Class::PREP)
                {
                    finite = true;
                }
                if finite {
                    return None;
                }
            } else if token.is(b':') {
                return (!finite && at + 1 < last).then_some((at + 1, "said-colon"));
            } else if token.is(b'-') || token.is(b';') {
                return None;
            } else if token.is_quote() && at > start {
                let object = start > 0
                    && self.tokens[start - 1]
                        .cue
                        .is_some_and(|cue| cue.frame == Frame::Object);
                let introduced = !object && self.mark(at - 1, b',')
                    || token.end - token.start > 40 && self.is_adjunct(start, at);
                return introduced.then_some((at, "said-quote"));
            }
        }
        None
    }

    /// Whether `start..end` can be adjuncts or the one who is told: it opens with a preposition, a time, a person.
    fn is_adjunct(&self, start: usize, end: usize) -> bool {
        let Some(first) = self.tokens.get(start) else {
            return false;
        };
        let tells = start > 0
            && self.tokens[start - 1]
                .cue
                .is_some_and(|cue| matches!(cue.frame, Frame::Tell | Frame::Urge));
        tells
            || first.has(Class::PREP.with(Class::TIME).with(Class::ADVERB))
            || end - start <= 2 && first.has(Class::ADVERB)
    }

    /// Behind the one who is told.
    fn addressee_end(&self, start: usize, last: usize) -> usize {
        let mut at = start;
        if self.has(at, Class::OBJECT.with(Class::PRONOUN)) {
            return at + 1;
        }
        while at < last {
            let token = &self.tokens[at];
            let inside = match token.kind {
                Kind::Possessive => true,
                Kind::Word if token.capital => true,
                Kind::Word => {
                    let det = token.has(Class::DET.with(Class::POSSESSIVE));
                    !(det && at > start && !self.has(at - 1, Class::PREP.with(Class::CONJ)))
                        && !(token.has(Class::ADVERB.with(Class::TIME)) && !det)
                        && !token.has(
                            Class::PRONOUN
                                .with(Class::AUX)
                                .with(Class::VERB)
                                .with(Class::SUBORD)
                                .with(Class::REL)
                                .with(Class::PREP),
                        )
                }
                _ => false,
            };
            if !inside {
                break;
            }
            at += 1;
        }
        while at < last
            && (self.has(at, Class::TIME)
                || self.tokens[at].plain(Class::ADVERB)
                || self.has(at + 1, Class::TIME)
                    && self.has(at, Class::DET.with(Class::PREP))
                    && !self
                        .tokens
                        .get(at + 2)
                        .is_some_and(|next| next.kind == Kind::Possessive))
        {
            at += 1;
        }
        at
    }

    /// Behind times and places: "said Monday in Oslo the plan". `None` if nothing but adjuncts follows.
    fn skip_adjuncts(&self, start: usize, last: usize) -> Option<usize> {
        let mut at = start;
        while at < last
            && (self.has(at, Class::TIME.with(Class::ADVERB)) && !self.has(at, Class::DET)
                || self.has(at + 1, Class::TIME)
                    && self.has(at, Class::DET.with(Class::PREP))
                    && !self.tokens[at].capital)
        {
            at += 1;
        }
        if at >= last {
            return None;
        }
        let adjunct = self.tokens[at].plain(Class::PREP)
            && !self.is_word(at, "of")
            && !self.is_word(at, "about")
            && !self.infinitive(at);
        if !adjunct {
            return Some(at);
        }
        // A subject behind the adjunct opens the clause: "said in an interview he would go".
        let subject = (at + 1..last.min(at + 14)).find(|&position| {
            self.has(position, Class::PRONOUN) && !self.has(position, Class::REL)
                || self.mark(position, b',')
        })?;
        if self.mark(subject, b',') {
            None
        } else {
            Some(subject)
        }
    }

    /// The content from `start` to the end of the clause.
    fn clause(&self, start: usize, rule: &'static str) -> Option<(Range<usize>, &'static str)> {
        let last = self.last();
        let mut start = start;
        while start < last
            && (!self.tokens[start].is_word()
                && !self.quote(start)
                && self.tokens[start].kind != Kind::Number
                || self.is_word(start, "that") && rule != "said-clause")
        {
            start += 1;
        }
        if start >= last {
            return None;
        }
        let full = |at: usize| {
            self.word(at)
                .trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}'])
                .ends_with(['.', ',', '!', '?'])
        };
        if self.quote(start)
            && full(start)
            && !self.short_quote(start)
            && !self.quote(start + 1)
            && !self.has(start + 1, Class::CONJ)
        {
            return Some((start..start + 1, rule));
        }
        let end = (start + 1..last)
            .find(|&at| self.ends_clause(at))
            .unwrap_or(last);
        let mut end = end.min(self.clause_limit(start, last));
        while end > start
            && !self.quote(end - 1)
            && !self.tokens[end - 1].is_word()
            && self.tokens[end - 1].kind != Kind::Number
            && !self.mark(end - 1, b')')
            && self.tokens[end - 1].kind != Kind::Possessive
        {
            end -= 1;
        }
        let end = self.without_circumstances(start, end);
        (end > start).then_some((start..end, rule))
    }

    /// "... in a tweet", "... during an interview on Sunday": where and how it was said is not what was said.
    fn without_circumstances(&self, start: usize, end: usize) -> usize {
        const WAYS: &[&str] = &[
            "interview",
            "tweet",
            "statement",
            "speech",
            "debate",
            "appearance",
            "email",
            "e-mail",
            "letter",
            "memo",
            "briefing",
            "op-ed",
            "twitter",
            "facebook",
            "rally",
            "tweets",
            "remarks",
        ];
        let floor = (start + 2).max(end.saturating_sub(9));
        (floor..end)
            .find(|&at| {
                let opens = ["in", "during", "at", "on"]
                    .iter()
                    .any(|word| self.is_word(at, word))
                    && !self.tokens[at].capital;
                let named = ["twitter", "facebook"]
                    .iter()
                    .any(|word| self.is_word(at + 1, word));
                let way = (at + 2..end.min(at + 5))
                    .any(|next| WAYS.iter().any(|word| self.is_word(next, word)));
                let article = ["a", "an"].iter().any(|word| self.is_word(at + 1, word));
                opens && (named || article && way) && !(at..end).any(|next| self.quote(next))
            })
            .unwrap_or(end)
    }

    /// Where a report in a subordinate or relative clause must end, if `start` is the content of one.
    fn clause_limit(&self, start: usize, last: usize) -> usize {
        let Some(kind) = self.embedding(start) else {
            return last;
        };
        let found = (start + 1..last).find(|&at| match kind {
            Embedding::Subordinate => {
                self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|next| {
                        next.is_word()
                            && (next.has(Class::PRONOUN.with(Class::DET).with(Class::POSSESSIVE))
                                || next.capital)
                            && !next.has(Class::REL.with(Class::PLACE).with(Class::TIME))
                    })
                    || self.quote(at)
                        && self.comma_inside(at)
                        && self
                            .tokens
                            .get(at + 1)
                            .is_some_and(|next| next.is_word() && !next.has(Class::CONJ))
            }
            Embedding::Relative => {
                self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|next| {
                        next.is_word()
                            && !next.capital
                            && (next.has(Class::AUX.with(Class::VERB)) && !next.has(Class::PREP)
                                || next.cue.is_some_and(|cue| {
                                    matches!(cue.form, Form::Past | Form::Present)
                                }))
                    })
                    || self.tokens[at].cue.is_some_and(|cue| {
                        !cue.noun && matches!(cue.form, Form::Past | Form::Present)
                    }) && !self.tokens[at].capital
                        && self.has(at - 1, Class::ROLE.with(Class::ORG))
            }
        });
        match (kind, found) {
            (Embedding::Subordinate, Some(at)) if self.quote(at) => at + 1,
            (_, Some(at)) => at,
            (_, None) => last,
        }
    }

    /// In which kind of clause the report stands whose content begins at `start`.
    fn embedding(&self, start: usize) -> Option<Embedding> {
        const OPENERS: &[&str] = &[
            "while", "when", "if", "although", "though", "because", "since", "after", "before",
            "as", "once", "whenever",
        ];
        let floor = start.saturating_sub(16);
        for at in (floor..start).rev() {
            if !self.tokens[at].is_word()
                && !self.quote(at)
                && self.tokens[at].kind != Kind::Possessive
            {
                // "who, Berg said," keeps looking; any other mark ends the clause.
                return None;
            }
            if self.has(at, Class::REL) && at + 1 < start {
                return Some(Embedding::Relative);
            }
            let opens = OPENERS.iter().any(|word| self.is_word(at, word)) && at + 2 < start;
            if opens
                && (at == 0
                    || !self.tokens[at - 1].is_word()
                    || self.has(at - 1, Class::CONJ.with(Class::ADVERB)))
            {
                return Some(Embedding::Subordinate);
            }
        }
        None
    }

    /// Whether another report begins at `at`, so that what is said ends before it.
    fn ends_clause(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let comma = token.is(b',') || token.is(b'-') || token.is(b';');
        if at > 0
            && self.quote(at - 1)
            && self.comma_inside(at - 1)
            && token
                .cue
                .is_some_and(|cue| cue.form == Form::Ing && !cue.noun)
        {
            return true;
        }
        if at > 0
            && self.quote(at - 1)
            && self.comma_inside(at - 1)
            && token.is_word()
            && self.other_report(at)
        {
            return true;
        }
        if comma && self.other_report(at + 1) {
            return true;
        }
        if comma && self.is_word(at + 1, "according") {
            return true;
        }
        let mut next = at + 1;
        if comma && self.has(next, Class::CONJ) && !self.tokens[next].capital {
            next += 1;
        } else if !comma && !(token.is_word() && token.has(Class::CONJ) && !token.capital) {
            return false;
        } else if !comma && self.other_report(at) {
            return true;
        }
        while self.has(next, Class::ADVERB) && !self.has(next, Class::DET) {
            next += 1;
        }
        let Some(verb) = self.tokens.get(next) else {
            return false;
        };
        let Some(cue) = verb.cue else { return false };
        if verb.capital {
            return false;
        }
        let conjunction = !comma || next > at + 1;
        match cue.form {
            Form::Ing => comma && !cue.noun,
            Form::Past | Form::Present => conjunction && !cue.noun && cue.frame != Frame::Quote,
            Form::Base => false,
        }
    }

    /// "while other voters said", "but Berg said": a report with a subject of its own begins at `start`.
    fn other_report(&self, start: usize) -> bool {
        const OPENERS: &[&str] = &[
            "and", "but", "while", "though", "although", "whereas", "yet",
        ];
        let opened = OPENERS.iter().any(|word| self.is_word(start, word));
        if opened && self.is_word(start + 1, "when") && self.is_word(start + 2, "asked") {
            return true;
        }
        let from = if opened { start + 1 } else { start };
        let limit = self.tokens.len().min(from + if opened { 14 } else { 7 });
        for at in from..limit {
            let token = &self.tokens[at];
            if !token.is_word() && token.kind != Kind::Possessive && token.kind != Kind::Number {
                return false;
            }
            if let Some(cue) = token.cue
                && !token.capital
                && !cue.noun
                && at > from
                && matches!(cue.frame, Frame::Any | Frame::Tell)
                && (matches!(cue.form, Form::Past | Form::Present) || self.is_word(at, "say"))
            {
                return self.reports(at, cue);
            }
            if token.plain(
                Class::AUX
                    .with(Class::VERB)
                    .with(Class::SUBORD)
                    .with(Class::REL),
            ) && !self.has(at, Class::PREP)
                && !(self.is_word(at, "has") || self.is_word(at, "have") || self.is_word(at, "had"))
            {
                return false;
            }
        }
        false
    }

    /// "When asked whether", "Asked about", "she was asked how": a question whose asker is not named.
    fn unsourced_question(&self, at: usize) -> bool {
        let passive = at == 0
            || ["when", "if", "was", "were", "been", "being"]
                .iter()
                .any(|word| self.is_word(at - 1, word));
        let question = |at: usize| {
            [
                "whether", "if", "what", "why", "how", "which", "who", "when", "where",
            ]
            .iter()
            .any(|word| self.is_word(at, word))
        };
        passive && (at + 1..self.tokens.len().min(at + 5)).any(question)
    }

    fn question(&self, at: usize, found: &mut Vec<Finding>) {
        let last = self.last();
        let Some(start) = (at + 1..last).find(|&word| {
            [
                "whether", "if", "what", "why", "how", "which", "who", "when", "where",
            ]
            .iter()
            .any(|question| self.is_word(word, question))
        }) else {
            return;
        };

        let end = (start + 1..last)
            .find(|&end| self.mark(end, b',') || self.mark(end, b'-'))
            .unwrap_or(last);
        if start < end {
            found.push(Finding {
                content: start..end,
                source: None,
                cue: at..at + 1,
                rule: "asked",
                main: false,
            });
        }
    }

    /// "..., according to Anna Berg" and "According to Anna Berg, ...".
    fn according_to(&self, at: usize, found: &mut Vec<Finding>) {
        let Some(source) = phrase::right(self.text, self.tokens, at + 2, self.tokens.len()) else {
            return;
        };
        let last = self.last();
        let cue = at..at + 2;
        let opens = at == 0 || at == 1 && self.has(0, Class::CONJ);
        if opens {
            let next = (source.end + 1..last)
                .find(|&at| self.mark(at, b','))
                .unwrap_or(last);
            let clause = (source.end + 1..next).any(|at| {
                self.tokens[at].plain(Class::AUX.with(Class::VERB)) && !self.has(at, Class::PREP)
            }) && !self.has(source.end + 1, Class::REL);
            let end = if clause || next == last {
                source.end
            } else {
                self.apposition_end(source.end)
            };
            let Some(comma) =
                (end..last).find(|&position| self.mark(position, b',') || self.quote(position))
            else {
                return;
            };
            if let Some((content, _)) = self.clause(comma, "according-to") {
                found.push(Finding {
                    content,
                    source: Some(source),
                    cue,
                    rule: "according-to",
                    main: false,
                });
            }
            return;
        }
        let mut end = at;
        while end > 0
            && !self.quote(end - 1)
            && !self.tokens[end - 1].is_word()
            && self.tokens[end - 1].kind != Kind::Number
            && !self.mark(end - 1, b')')
        {
            end -= 1;
        }
        let copula = end > 0
            && (self.has(end - 1, Class::BE) || self.word(end - 1).starts_with(['\'', '\u{2019}']));
        if copula {
            return;
        }
        if end > 0 && (self.is_word(end - 1, "that") || end < 3 && self.mark(source.end, b',')) {
            // "reported that, according to its own count, ..."
            if let Some(comma) = (source.end..last).find(|&position| self.mark(position, b','))
                && let Some((content, _)) = self.clause(comma, "according-to")
            {
                found.push(Finding {
                    content,
                    source: Some(source),
                    cue,
                    rule: "according-to",
                    main: false,
                });
            }
            return;
        }
        let floor = found
            .iter()
            .filter(|finding| finding.content.end <= end && !self.forward(finding, end))
            .map(|finding| finding.content.end)
            .max()
            .unwrap_or(0);
        let mut start = floor.min(end);
        while start < end
            && (!self.tokens[start].is_word()
                && !self.quote(start)
                && self.tokens[start].kind != Kind::Number)
        {
            start += 1;
        }
        if start < end {
            found.push(Finding {
                content: start..end,
                source: Some(source),
                cue,
                rule: "according-to",
                main: false,
            });
        }
    }
}
