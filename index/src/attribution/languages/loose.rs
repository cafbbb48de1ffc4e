//! Quotations of a sentence that nothing in it reports: who says them, and which of them are
//! titles.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::dialogue::aside;
use crate::attribution::languages::draft::Draft;
use crate::attribution::languages::lexicon::lexicon;
use crate::attribution::languages::marks::Quote;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::source::{Resolver, Voice};
use crate::attribution::languages::story::Story;
use crate::attribution::languages::tokens::{Kind, Sentences, Token};
use crate::attribution::languages::verb::ends_clause;
use crate::document::rule::Rule;

/// Fewest words of a quotation inside a sentence that nobody is named for. Fewer are a title, or
/// words that the writer keeps at a distance.
const FEWEST_WORDS: usize = 3;

/// Most words between a bracket and a quotation that translates what is before it.
const GLOSS: usize = 3;

impl Story<'_> {
    /// Drafts for the quotations of a sentence that nothing reports so far.
    pub(crate) fn loose(
        &self,
        resolver: Resolver<'_>,
        quotes: &[Quote],
        known: &[Draft],
        is_first: bool,
    ) -> Vec<Draft> {
        let tokens = resolver.names.tokens;
        let mut found: Vec<Draft> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let Some(quote) = token.quote() else {
                continue;
            };
            let range = quotes[quote].start..quotes[quote].end;
            let covers =
                |draft: &&Draft| draft.range.start <= range.start && range.end <= draft.range.end;
            if known.iter().find(covers).is_some() {
                continue;
            }
            if let Some(parts) = self.interrupted(resolver, quotes[quote]) {
                found.extend(parts);
                continue;
            }
            let is_alone = tokens.iter().all(|other| {
                other.start == token.start || matches!(other.kind, Kind::Stop | Kind::Dash)
            });
            let (voice, rule) = if is_alone {
                self.voice_of_sentence(is_first)
            } else {
                self.voice_beside(resolver, at, quotes[quote])
            };
            let (start, end) = quotes[quote].inner;
            let words = resolver.names.text[start..end].split_whitespace().count();
            let is_short = !is_alone && at > 0 && words < FEWEST_WORDS;
            // Without a report, words with a capital inside a sentence are a title.
            let is_behind = at > 0 && tokens[at - 1].kind != Kind::Colon;
            let is_named = resolver.names.text[start..end].starts_with(char::is_uppercase)
                && !is_alone
                && is_behind;
            // "„Der Besuch“ läuft in Talhof."
            let ends = resolver.names.text[start..end].ends_with(['.', '!', '?', ',', '…']);
            let is_subject = at == 0 && !ends && tokens.get(1).is_some_and(Token::is_word);
            let is_named = is_named || is_subject;
            // "(auf Deutsch: „...“"
            let is_gloss = (at.saturating_sub(GLOSS)..at)
                .any(|at| tokens[at].kind == Kind::Open && tokens[at + 1].kind != Kind::Close);
            let is_title = resolver.names.is_title(at)
                || (rule == Rule::NoSource && (is_short || is_named || is_gloss));
            if !is_title {
                found.push(Draft {
                    range,
                    voice,
                    verbatim: true,
                    cue: None,
                    rule,
                });
            }
        }
        found
    }

    /// Who says a sentence that is one quotation.
    fn voice_of_sentence(&self, is_first: bool) -> (Voice, Rule) {
        if is_first {
            return self.announced.clone().unwrap_or_default();
        }
        match (&self.colon, &self.last) {
            (Some(voice), _) => (voice.clone(), Rule::Announced),
            (None, Some(voice)) => (voice.clone(), Rule::Continued),
            (None, None) => Default::default(),
        }
    }

    /// Who says the quotation at the token `at` of a sentence without a reporting verb for it:
    /// whoever is before a colon, or spoke before, if the mood of the sentence goes on reporting.
    fn voice_beside(&self, resolver: Resolver<'_>, at: usize, quote: Quote) -> (Voice, Rule) {
        let names = resolver.names;
        let has_mood = names.tokens.iter().any(|token| token.is(Class::MOOD));
        if has_mood && let Some(voice) = self.before() {
            return (voice.clone(), Rule::Continued);
        }
        if let Some(voice) = self.thinker(resolver, at, quote) {
            return (voice, Rule::SaidAbout);
        }
        let is_colon = at > 1 && names.tokens[at - 1].kind == Kind::Colon;
        let words = names.text[quote.inner.0..quote.inner.1].split_whitespace();
        let words = words.take(FEWEST_WORDS).count();
        let mut shown = 0..at;
        if !is_colon || words < 2 || shown.any(|at| names.noun_class(at).contains(Class::TEXT)) {
            return Default::default();
        }
        match self.main_source(resolver, at - 1) {
            // Two words behind a colon are a name or a title more often than not.
            Some(phrase) if words < FEWEST_WORDS && !matches!(phrase.head, Head::Name { .. }) => {
                Default::default()
            }
            Some(phrase) => (resolver.voice(&phrase, None), Rule::Colon),
            None => Default::default(),
        }
    }

    /// Who thinks or wants what the quotation at the token `at` is a part of: Berg sieht darin
    /// „kein Problem für die Fähre“. A title opens with a capital.
    fn thinker(&self, resolver: Resolver<'_>, at: usize, quote: Quote) -> Option<Voice> {
        let names = resolver.names;
        let words = &names.text[quote.inner.0..quote.inner.1];
        let is_part = words.starts_with(char::is_lowercase) && words.contains(' ');
        if !self.table.comma_clauses || !is_part {
            return None;
        }
        let clause = (0..at).rev();
        let mut clause = clause.take_while(|at| !ends_clause(&names.tokens[*at]));
        let verb = clause.find(|at| names.tokens[*at].is(Class::THINK))?;
        let before = names.subject_before(verb);
        let phrase = before.or_else(|| names.subject_behind(verb + 1))?;
        let is_source = resolver.is_source(&phrase);
        is_source.then(|| resolver.voice(&phrase, Some(verb)))
    }

    /// The source that a sentence without a report is about before the token `limit`: what it opens
    /// with, or the subject behind its verb, where a verb comes second: "Hier sparte der
    /// Bürgermeister nicht mit Kritik:".
    pub(crate) fn main_source(&self, resolver: Resolver<'_>, limit: usize) -> Option<Phrase> {
        let names = resolver.names;
        let is_source = |phrase: &Phrase| match phrase.head {
            // "Berg sieht darin eine Bestätigung:"
            Head::Surname(0) => {
                let is_verb =
                    |token: &Token| token.kind == Kind::Word && !token.is(Class::FUNCTION);
                let next = names.tokens.get(phrase.end).is_some_and(is_verb);
                let is_noun = names.lexicon.is_plain_noun(names.word(0));
                (next && !is_noun) || self.register.speaks(names.word(0))
            }
            Head::Surname(at) => self.register.speaks(names.word(at)),
            _ => resolver.is_source(phrase),
        };
        // "Dazu Berg:"
        let is_adverb = |at: &usize| names.tokens[*at].is(Class::ADVERB);
        let first = (0..limit).find(|at| !is_adverb(at)).unwrap_or(0);
        let phrase = names.phrase(first).filter(is_source);
        let phrase = phrase.filter(|phrase| first == 0 || phrase.end == limit);
        phrase.or_else(|| names.inverted_subject(limit).filter(is_source))
    }

    /// The two parts of a quotation that holds its own report: « Le pont, a dit Berg, restera ».
    fn interrupted(&self, resolver: Resolver<'_>, quote: Quote) -> Option<[Draft; 2]> {
        let text = resolver.names.text;
        let lexicon = lexicon(self.table);
        let mut sentences = Sentences::new(text, quote.inner, &[], lexicon);
        let mut tokens = Vec::new();
        while sentences.next_into(&mut tokens) {
            let names = Names {
                text,
                tokens: &tokens,
                lexicon,
            };
            let Some(aside) = aside(names) else {
                continue;
            };
            let inner = Resolver { names, ..resolver };
            let voice = inner.voice(&aside.subject?, Some(aside.report.finite));
            voice.person?;
            let cue = Some(names.word(aside.report.start).to_lowercase());
            let draft = |range, rule| Draft {
                range,
                voice: voice.clone(),
                verbatim: true,
                cue: cue.clone(),
                rule,
            };
            let before = quote.start..aside.end;
            let behind = aside.next..quote.end.max(aside.next);
            return Some([draft(before, Rule::QuoteSaid), draft(behind, Rule::Split)]);
        }
        None
    }
}
