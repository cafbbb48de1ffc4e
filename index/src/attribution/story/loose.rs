//! Quotations that no report of their sentence has taken: whom they belong to.

use crate::attribution::people::resolve::{Voice, identity, voice};
use crate::attribution::phrase::head;
use crate::attribution::phrase::noun;
use crate::attribution::sentence::beside::beside;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::story::draft::Draft;
use crate::attribution::story::read::{Around, Reading, Story};
use crate::attribution::words::class::Class;
use crate::attribution::words::quote::Quote;
use crate::attribution::words::scan::{Kind, Token};
use crate::document::Source;
use crate::document::rule::Rule;

/// A quotation of fewer words is a title or a scare quote unless a reporting verb stands beside it.
const SPEECH_WORDS: usize = 6;

/// In single marks and alone in its paragraph, a quotation of fewer words heads what follows.
const HEAD_WORDS: usize = 9;

/// A signature is no longer: a name and an office.
const SIGNATURE_BYTES: usize = 120;

impl Story {
    /// Finds the sources of the quotations of one sentence that are not `covered`; those without one go to `loose`, with
    /// whether they stand alone in their sentence.
    pub(crate) fn quotations(
        &self,
        text: &str,
        tokens: &[Token],
        subject: Option<noun::Phrase>,
        drafts: &mut Vec<Draft>,
        covered: &mut [bool],
        loose: &mut Vec<(usize, bool)>,
    ) {
        let sentence = Sentence { text, tokens };
        for (position, token) in tokens.iter().enumerate() {
            let Kind::Quote(index) = token.kind else {
                continue;
            };
            if covered[index] {
                continue;
            }
            let alone = tokens
                .iter()
                .all(|token| token.is_quote() || matches!(token.kind, Kind::Mark(_)));
            let beside = (!alone).then(|| beside(sentence, position)).flatten();
            let announced = || self.before_colon(text, tokens, position, subject);
            let found = beside
                .map(|(found, rule)| {
                    let cue = &text[tokens[found.cue.start].start..tokens[found.cue.end - 1].end];
                    (found.source, cue, rule)
                })
                .or_else(|| announced().map(|phrase| (phrase, ":", Rule::Colon)));
            let Some((phrase, cue, rule)) = found else {
                loose.push((index, alone));
                continue;
            };
            covered[index] = true;
            drafts.push(Draft {
                range: token.start..token.end,
                voice: voice(text, tokens, &phrase, &self.register, &self.focus),
                verbatim: true,
                cue: Some(cue.to_owned()),
                rule,
                main: true,
            });
        }
    }

    /// "More from Anna Berg: ..." has its source right before the colon; else the sentence's subject speaks.
    pub(crate) fn before_colon(
        &self,
        text: &str,
        tokens: &[Token],
        position: usize,
        subject: Option<noun::Phrase>,
    ) -> Option<noun::Phrase> {
        if position == 0 || !tokens[position - 1].is(b':') {
            return None;
        }
        // "a new title: \"song painter\"": a few words without a beginning.
        let few = tokens.get(position).is_some_and(|token| {
            let inner = text[token.start..token.end].trim_matches(|c: char| !c.is_alphanumeric());
            inner.starts_with(char::is_lowercase)
                && inner.split_whitespace().take(SPEECH_WORDS).count() < SPEECH_WORDS
        });
        if few {
            return None;
        }
        // "A title," by Anna Berg: what follows is an excerpt of a text.
        let byline = |phrase: &noun::Phrase| {
            phrase.start > 0
                && text[tokens[phrase.start - 1].start..tokens[phrase.start - 1].end] == *"by"
        };
        let named = noun::left(text, tokens, position - 1, 0);
        if named.as_ref().is_some_and(byline) {
            return None;
        }
        // "From the report: ..."
        let from = |phrase: &noun::Phrase| {
            phrase.start > 0
                && text[tokens[phrase.start - 1].start..tokens[phrase.start - 1].end]
                    .eq_ignore_ascii_case("from")
        };
        let named = named.filter(|phrase| from(phrase) || self.names_person(text, tokens, phrase));
        let speaks = Class::SOURCE_NOUN;
        named.or(subject.filter(|phrase| match phrase.head {
            head::Head::Pronoun(_) => true,
            head::Head::Name(..) => self.names_source(text, tokens, phrase),
            head::Head::Common(at) => tokens[at].has(speaks),
        }))
    }

    /// Who signs the quotation before: the paragraph is nothing but a dash, a name, and words about it.
    pub(crate) fn signature(&self, text: &str, reading: &Reading) -> Option<Voice> {
        if text.len() > SIGNATURE_BYTES {
            return None;
        }
        let tokens = reading.tokens()?;
        let first = tokens.first().filter(|token| token.is(b'-'))?;
        let start = usize::from(first.is(b'-'));
        let phrase = noun::right(text, tokens, start, tokens.len())?;
        let ends = tokens
            .get(phrase.end)
            .is_none_or(|token| matches!(token.kind, Kind::Mark(b'.' | b',' | b'(')));
        (ends && matches!(phrase.head, head::Head::Name(..)))
            .then(|| voice(text, tokens, &phrase, &self.register, &self.focus))
    }

    /// Whether the phrase names a person or a body.
    fn names_source(&self, text: &str, tokens: &[Token], phrase: &noun::Phrase) -> bool {
        let (person, source) = identity(text, tokens, phrase, &self.register, &self.focus);
        let first = phrase.start == 0 && phrase.end == 1;
        let shared = || {
            let word = &text[tokens[phrase.start].start..tokens[phrase.end - 1].end];
            self.register.shared(word)
        };
        person.is_some()
            || source == Source::Organisation
            || source == Source::Person && (!first || shared())
    }
    /// Whether the phrase names a person for certain.
    fn names_person(&self, text: &str, tokens: &[Token], phrase: &noun::Phrase) -> bool {
        matches!(phrase.head, head::Head::Name(..))
            && identity(text, tokens, phrase, &self.register, &self.focus)
                .0
                .is_some_and(|id| self.register.is_sure(id))
    }

    /// Gives quotations with no reporting word of their own to whoever speaks around them.
    pub(crate) fn loose_quotes(
        &mut self,
        text: &str,
        quotes: &[Quote],
        loose: &[(usize, bool)],
        covered: &[bool],
        around: &Around,
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
            let opens_and_closes = text.trim().len() == quote.end - quote.start;
            let head_words = text[quote.inner_start..quote.inner_end]
                .split_whitespace()
                .take(HEAD_WORDS)
                .count();
            let single = text[quote.start..].starts_with(['\'', '\u{2018}'])
                && !text[quote.start..].starts_with("''");
            let heads = single && head_words < HEAD_WORDS && opens_and_closes;
            let inner = &text[quote.inner_start..quote.inner_end];
            let shouted = words < SPEECH_WORDS
                && words > 1
                && opens_and_closes
                && !inner.contains(char::is_lowercase);
            let label = words < 3 && inner.ends_with(':') || inner.starts_with('>');
            if byline || heads || shouted || label {
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
            let whole = opens && alone && text[quote.end..].trim().is_empty();
            let (voice, cue, rule) = if let (true, Some(voice)) = (whole, &around.signed) {
                (voice.clone(), None, Rule::Signed)
            } else if let (true, Some((voice, cue))) = (opens, &around.announced) {
                (voice.clone(), Some(cue.clone()), Rule::Announced)
            } else if let Some((_, voice, cue)) = announced {
                (voice.clone(), Some(cue.clone()), Rule::Announced)
            } else if let (true, Some((voice, true))) = (opens, &around.carried) {
                (voice.clone(), None, Rule::Reopened)
            } else if let Some(before) = before.filter(|before| alone || before.verbatim) {
                (before.voice.clone(), before.cue.clone(), Rule::Continued)
            } else if let (true, Some(after)) = (alone, after.filter(|after| after.verbatim)) {
                (after.voice.clone(), after.cue.clone(), Rule::Continued)
            } else if let (true, true, Some((voice, false))) = (opens, alone, &around.carried) {
                (voice.clone(), None, Rule::ContinuedParagraph)
            } else if let (true, true, Some(voice)) = (
                opens,
                alone,
                around.last.as_ref().filter(|voice| voice.person.is_some()),
            ) {
                (voice.clone(), None, Rule::Follows)
            } else {
                (Voice::default(), None, Rule::NoSource)
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
    pub(crate) fn carry(
        &self,
        text: &str,
        quotes: &[Quote],
        drafts: &[Draft],
    ) -> Option<(Voice, bool)> {
        let last = quotes.last()?;
        let draft = drafts
            .iter()
            .find(|draft| draft.range.start <= last.start && draft.range.end >= last.end)?;
        let open = !last.closed;
        let at_end = text[last.end..].trim().is_empty();
        (open || at_end || draft.verbatim).then(|| (draft.voice.clone(), open))
    }
}
