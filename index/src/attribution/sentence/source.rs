//! Which phrase of a sentence names the source of a report.
//!
//! It stands before the verb ("Berg said", "Berg, the mayor, said", "Berg, who ..., said"), behind it (", said Berg"), or is
//! that of the verb before ("Berg rose and said", "Berg rose, saying"). Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::find::{Finding, Sentence};
use crate::attribution::sentence::report::Report;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

impl Sentence<'_> {
    /// Who does the reporting at `verb`.
    pub(crate) fn report(&self, verb: usize, cue: Cue, found: &[Finding]) -> Option<Report> {
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
            // "Berg said the ferry tells a tale, adding ...": the ferry's tale is inside what Berg says.
            let outer = found.iter().rev().find(|finding| {
                !found.iter().any(|other| {
                    other.cue.start < finding.cue.start
                        && other.content.contains(&finding.cue.start)
                        && other.source.is_some()
                })
            });
            let source = match outer {
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
            let quoted = group > 0 && self.quote(group - 1);
            let inverted = self
                .inverted_source(verb)
                .filter(|source| {
                    // "..., admitted it withheld": a pronoun that goes on is what is reported.
                    let goes_on = matches!(source.head, Head::Pronoun(_))
                        && !quoted
                        && self.tokens.get(source.end).is_some_and(|next| {
                            next.is_word()
                                && !next.has(Class::PREP | Class::TIME | Class::REL | Class::ADVERB)
                        });
                    let thing = self.is_word(source.start, "it") && !quoted;
                    !goes_on && !thing
                })
                .filter(|source| {
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
                let source = match self.apposed_name(source) {
                    Some(head) => Phrase { head, ..source },
                    None if described => Phrase { end, ..source },
                    None => source,
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
                .find(|finding| finding.rule != Rule::AccordingTo)
                .map(|finding| finding.source)
                .unwrap_or_else(|| subject(self.text, self.tokens, group - 1))?;
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
            let source = noun::left(self.text, self.tokens, end, 0)?;
            let source = self.described(source).unwrap_or(source);
            // "a professor who once predicted a storm" tells who somebody is; what is quoted is said all the same.
            let background = matches!(source.head, Head::Common(_)) && before.has(Class::REL);
            if background && !(verb + 1..self.tokens.len().min(verb + 8)).any(|at| self.quote(at)) {
                return None;
            }
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
        let source = noun::left(self.text, self.tokens, group, self.clause_floor(group))?;
        let source = self.doer(source)?;
        // "the things Anna Berg said about ships": what she said of them is not told.
        let gap = !(verb + 1..self.tokens.len().min(verb + 8)).any(|at| self.quote(at));
        if let Head::Name(first, _) = source.head
            && gap
            && first > source.start
            && self.tokens[first - 1].is_word()
            && !self.tokens[first - 1].capital
            && self.tokens[first - 1].class.is_empty()
            && self.word(first - 1).ends_with("things")
        {
            return None;
        }
        if cue.noun
            && cue.form != Form::Past
            && matches!(source.head, Head::Common(at) if !self.has(at, Class::SOURCE_NOUN | Class::DET))
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
            let people = self.has(at, Class::ROLE | Class::ROLES | Class::TEXT | Class::TITLE);
            let body = self.has(at, Class::ORG | Class::BRAND) || self.tokens[at].capital;
            let indefinite = self.is_any(source.start, &["a", "an", "any", "no"]);
            if !people && (!body || indefinite && cue.frame == Frame::Object) {
                return None;
            }
        }
        // ", a plan announced in May": an apposition and its participle.
        if cue.form == Form::Past
            && group == verb
            && let Head::Common(_) = source.head
            && source.start > 0
            && (self.mark(source.start - 1, b',') || self.mark(source.start - 1, b'-'))
            && self.is_any(source.start, &["a", "an"])
            && !(source.start > 1 && self.quote(source.start - 2))
        {
            return None;
        }
        // "a super PAC called Spring"
        if cue.form == Form::Past
            && group == verb
            && cue.frame == Frame::Object
            && let Head::Name(first, _) = source.head
            && first > source.start
            && self.is_any(source.start, &["a", "an"])
            && !self.has(first - 1, Class::TITLE_OR_ROLE)
        {
            return None;
        }
        // "Anna Berg, president of the ferry board stated": an apposition that no comma closes.
        let bare = self.tokens[source.start].plain(Class::TITLE_OR_ROLE);
        let source = if bare {
            self.described(source).unwrap_or(source)
        } else {
            source
        };
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

    /// Who does it, where the phrase right before the verb belongs to words that only describe: "a captain speaking to Berg
    /// said", "a captain who came to mend ships said", "and like Berg has said".
    fn doer(&self, source: Phrase) -> Option<Phrase> {
        let Some(before) = source.start.checked_sub(1) else {
            return Some(source);
        };
        let joined = before > 0
            && (self.mark(before - 1, b',') || self.tokens[before - 1].plain(Class::CONJ));
        if joined && (self.is_word(before, "like") || self.is_word(before, "unlike")) {
            return subject(self.text, self.tokens, before);
        }
        let speaking = before > 1
            && self.has(before, Class::PREP)
            && self.is_any(before - 1, &["speaking", "talking", "writing"]);
        if speaking {
            let described = noun::left(self.text, self.tokens, before - 1, 0)
                .filter(|phrase| !matches!(phrase.head, Head::Pronoun(_)));
            return described.or(Some(source));
        }
        if self.is_word(before, "to")
            && matches!(source.head, Head::Common(at) if self.tokens[at].class.is_empty())
        {
            let relative = (before.saturating_sub(12)..before)
                .rev()
                .take_while(|&at| self.tokens[at].is_word())
                .find(|&at| self.is_word(at, "who"))?;
            return noun::left(self.text, self.tokens, relative, 0);
        }
        Some(source)
    }

    /// Who does what a participle says: the name right before it ("with Berg saying"), the subject of the clause that
    /// "when" or "as" opens, or that of the sentence.
    fn participle_subject(&self, group: usize) -> Option<Phrase> {
        let before = &self.tokens[group.checked_sub(1)?];
        // "with Berg saying", "her speech denouncing the plan"
        if before.is_word() && before.capital {
            return noun::left(self.text, self.tokens, group, 0);
        }
        if before.plain(Class::TEXT) {
            let subject = subject(self.text, self.tokens, group)?;
            let text = noun::left(self.text, self.tokens, group, 0)?;
            // "Berg issued a statement saying": Berg says it.
            let issued = (text.start.saturating_sub(4)..text.start).any(|at| self.issues(at));
            return Some(if issued { subject } else { text });
        }
        let floor = group.saturating_sub(20);
        let opener = (floor.max(1)..group)
            .rev()
            .find(|&at| self.is_any(at, &["when", "as", "while", "after", "before"]));
        if let Some(opener) = opener
            && let Some(clause) = noun::right(self.text, self.tokens, opener + 1, group)
            && !self
                .tokens
                .get(clause.end)
                .is_none_or(|token| !token.is_word())
            && match clause.head {
                Head::Name(..) => true,
                Head::Pronoun(at) => self.is_any(at, &["he", "she", "they"]),
                Head::Common(at) => self.has(at, Class::ROLE | Class::ROLES),
            }
        {
            return Some(clause);
        }
        subject(self.text, self.tokens, group)
    }

    /// A verb that puts out a text.
    fn issues(&self, at: usize) -> bool {
        const VERBS: &[&str] = &[
            "issued",
            "issues",
            "issue",
            "released",
            "releases",
            "release",
            "sent",
            "sends",
            "send",
            "put",
            "puts",
            "emailed",
            "posted",
            "posts",
            "published",
            "wrote",
            "writes",
        ];
        self.is_any(at, VERBS)
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
        let comma = (0..self.tokens.len())
            .find(|&at| self.mark(at, b',') || self.quote(at) && self.comma_inside(at))?;
        noun::right(self.text, self.tokens, comma + 1, self.tokens.len())
    }

    /// "..., said Anna Berg": the phrase behind the verb.
    pub(crate) fn inverted_source(&self, verb: usize) -> Option<Phrase> {
        let next = self.tokens.get(verb + 1)?;
        if !next.is_word()
            || self.is_word(verb + 1, "that")
            || next.has(Class::OBJECT) && !next.has(Class::POSSESSIVE)
        {
            return None;
        }
        let source = noun::right(self.text, self.tokens, verb + 1, self.tokens.len())?;
        // "told the board" is never "told by the board"; "asked Berg" may be.
        let told = self.tokens[verb]
            .cue
            .is_some_and(|cue| cue.frame == Frame::Tell);
        let asked = self.is_any(verb, &["asked", "asks"]);
        if told && (!asked || self.is_word(source.end, "that")) {
            return None;
        }
        // A verb behind the phrase makes it the subject of what is said.
        let clause = self.tokens.get(source.end).is_some_and(|token| {
            let adverb = token.plain(Class::ADVERB)
                && self
                    .tokens
                    .get(source.end + 1)
                    .is_some_and(|next| next.plain(Class::ANY_VERB));
            token.is_word()
                && !token.capital
                && (token.has(Class::ANY_VERB) && !token.has(Class::PREP)
                    || adverb
                    || token.cue.is_some_and(|cue| cue.form != Form::Ing))
        });
        let known = match source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => {
                let quoted = verb > 0 && self.quote(verb - 1) && !self.short_quote(verb - 1);
                quoted || self.tokens[at].capital || self.has(at, Class::SOURCE_NOUN | Class::TITLE)
            }
        };
        (!clause && known).then_some(source)
    }

    /// Whether a source that ends at `end` closes its sentence or is only described further.
    fn closes_sentence(&self, end: usize) -> bool {
        end >= self.last() || self.has(end, Class::REL)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the source of the first thing said in `text`: the person, else the words.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let source = found[0].first().map(|utterance| {
            utterance
                .speaker
                .as_ref()
                .unwrap_or(&utterance.speaker_text)
        });
        assert_eq!(source.map(String::as_str), Some(expected), "{text}");
    }

    #[test]
    fn appositions_and_relative_clauses_stand_between_source_and_verb() {
        check(
            "Anna Berg, the mayor of Lindal, said it sails.",
            "Anna Berg",
        );
        check(
            "Anna Berg, who owns a ship, a house and a dog, said it sails.",
            "Anna Berg",
        );
        check("The mayor, Anna Berg, said it sails.", "Anna Berg");
        check(
            "Sen. Anna Berg, R-Ohio, speaking in Lindal after the storm, said it sails.",
            "Anna Berg",
        );
        check("Anna Berg — never at a loss — said it sails.", "Anna Berg");
    }

    #[test]
    fn a_title_between_quotation_marks_is_no_part_of_the_source() {
        check(
            "Stepping onto the \"grand old lady,\" Anna Berg said, \"She sails at noon, my friends.\"",
            "Anna Berg",
        );
        check(
            "\"It sails at once, my friends,\" Anna Berg, Lindal's master of ropes, said of the ferry.",
            "Anna Berg",
        );
    }

    #[test]
    fn the_verb_may_come_first() {
        check(
            "“It sails,” said one captain who would not be named.",
            "one captain who would not be named",
        );
        check("It sails, said Anna Berg, the mayor.", "Anna Berg");
    }

    #[test]
    fn a_second_verb_has_the_source_of_the_first() {
        check("Anna Berg rose and said it sails.", "Anna Berg");
        check("Anna Berg rose, saying it sails.", "Anna Berg");
        check(
            "Nobody laughed when Otto Holm rose, shouting \"it sails at once, my friends.\"",
            "Otto Holm",
        );
    }
}
