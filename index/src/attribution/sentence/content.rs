//! What is reported: where the content of a report begins and ends.
//!
//! It stands before the report ("..., Berg said"), behind it ("Berg said that ..."), or on both sides. It ends where the
//! sentence does, where another report begins, or where the clause does that the report stands in. Positions are tokens of
//! the sentence.

use std::ops::Range;

use crate::attribution::phrase::noun;
use crate::attribution::sentence::find::{Finding, Sentence};
use crate::attribution::sentence::report::Report;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

impl Sentence<'_> {
    /// Contents before and behind a report.
    pub(crate) fn contents(&self, report: &Report, found: &mut Vec<Finding>) {
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
        // "Recalling the storm, Berg said ...": what a participle at the head recalls ends before the subject.
        if report.participle
            && report.verb == 0
            && let (Some((content, _)), Some(source)) = (&mut trailing, report.source)
            && (content.start + 1..content.end).contains(&source.start)
        {
            content.end = source.start - 1;
        }
        // "Berg said of the storm:" announces the next paragraph.
        if self.tokens.last().is_some_and(|token| token.is(b':'))
            && matches!(&trailing, Some((content, Rule::SaidClause))
                if content.end == self.last() && !self.finite(content) && !content.clone().any(|at| self.quote(at)))
        {
            trailing = None;
        }
        // "..., as the Herald reported a day later": what stands behind is no content, unless it is quoted.
        let as_said = report.block.start > 0
            && self.is_word(report.block.start - 1, "as")
            && matches!(&trailing, Some((content, _))
                if !self.finite(content) && !content.clone().any(|at| self.quote(at)));
        if as_said {
            trailing = None;
        }
        let mut leading = leading;
        if let Some((content, rule)) = &trailing
            && !self.is_said(report, content, *rule)
        {
            // "When the ship sank, Berg claimed victory" reports nothing; "The ferry stays, Berg said on Monday" does.
            if !has_leading_quote && !self.is_time(content) {
                leading = None;
            }
            trailing = None;
        }
        // "As the Herald reported, the ferry stays."
        if report.block.start == 1
            && self.is_word(0, "as")
            && trailing.is_none()
            && leading.is_none()
        {
            let limit = self.tokens.len().min(from + 6);
            let speaks = matches!(report.cue.frame, Frame::Any | Frame::Tell | Frame::Clause);
            let bare = self
                .tokens
                .get(from)
                .is_some_and(|next| !next.is_word() || next.has(Class::ADJUNCT_OPENER));
            if speaks
                && bare
                && let Some(comma) = (from..limit).find(|&at| self.mark(at, b','))
            {
                trailing = self.clause(comma + 1, Rule::AsSaid);
            }
        }
        let mut push = |content: Range<usize>, rule| {
            let behind = content.start > report.verb;
            let main = !report.dependent
                && !(behind && self.is_embedded(content.start))
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
                push(before, Rule::QuoteSaid);
                push(after, Rule::Split);
            }
            (Some(before), Some((after, rule))) => {
                // Words on both sides: "The plan, Berg said, was dead." Otherwise what stands before is an adverbial.
                let resumed = rule == Rule::SaidColon
                    || rule == Rule::SaidQuote
                        && self.mark(report.block.end, b',')
                        && report.block.end == after.start - 1
                        && after.start >= 1;
                if (rule == Rule::Split || resumed) && !report.participle {
                    let quoted = (before.start..before.end).any(|at| self.quote(at));
                    let opens = self.quote(after.start) && !quoted && self.opens_adverbial(&before);
                    if !self.adverbial(&before) && !opens {
                        push(before, Rule::Split);
                    }
                    push(after, Rule::Split);
                } else {
                    push(after, rule);
                }
            }
            (Some(before), None) if has_leading_quote => push(before, Rule::QuoteSaid),
            (Some(before), None) if !self.adverbial(&before) => push(before, Rule::ClauseSaid),
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
                        rule: Rule::Announced,
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
                Frame::Any | Frame::Clause | Frame::Tell | Frame::Quote | Frame::Urge | Frame::That
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
                && (opener.has(Class::CLAUSE_OPENER) || self.word(start).ends_with("ing"));
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
            // "On Sunday on \"Lindal Today,\" Berg said": the title of a programme.
            let title = self
                .word(end - 1)
                .split_whitespace()
                .all(|word| !word.starts_with(char::is_lowercase));
            if self.short_quote(end - 1) && title && aside && self.adverbial(&(start..end - 1)) {
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
    pub(crate) fn forward(&self, finding: &Finding, end: usize) -> bool {
        matches!(
            finding.rule,
            Rule::SaidThat | Rule::SaidClause | Rule::SaidAbout
        ) && finding.content.end == end
            && finding.main
    }

    /// What is said behind the verb, and the rule that found it.
    fn trailing(
        &self,
        report: &Report,
        from: usize,
        leading_quote: bool,
    ) -> Option<(Range<usize>, Rule)> {
        let last = self.last();
        if from >= last {
            return None;
        }
        let frame = report.cue.frame;
        let mut start = from;
        if frame == Frame::About {
            let behind = self.particle(report.verb)?;
            let object = self.tokens.get(behind).is_some_and(|token| {
                token.is_quote()
                    || token.is_word() && (!token.has(Class::PREP) || token.has(Class::SUBORD))
            });
            if !object {
                // "pointed out in December, \"...\"": only a quotation is content here.
                let (at, rule) = self.adjunct_end(behind, last)?;
                return (rule == Rule::SaidQuote)
                    .then(|| self.clause(at, rule))
                    .flatten();
            }
            return self.clause(behind, Rule::SaidAbout);
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
        // "told \"Lindal Today,\"": the title of a programme.
        let told =
            matches!(frame, Frame::Tell | Frame::Object) && next == start && self.titled(next);
        if self.quote(next) && !told {
            return self.clause(next, Rule::SaidQuote);
        }
        if colon {
            return self.clause(next, Rule::SaidColon);
        }
        // A quotation further on, behind adjuncts alone: said in Oslo, "..."; said on Monday: "..."
        let opening = self.adjunct_end(start, last);
        if let Some((position, rule)) = opening
            && !(rule == Rule::SaidThat && (leading_quote || frame == Frame::Quote))
            && !(rule == Rule::SaidQuote && leading_quote && self.titled(position))
            && !(rule == Rule::SaidThat
                && position > start + 1
                && self.finite(&(position..position + 1)))
        {
            return self.clause(position, rule);
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
            && !self.is_any(start, &["for", "on", "upon"])
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
            Frame::Any | Frame::Clause => start = self.skip_adjuncts(start, last)?,
            _ => {}
        }
        self.clause(start, Rule::SaidClause)
    }

    /// "The plan, Berg said, was dead": what goes on behind a parenthetical report, from `start`.
    fn resumed(&self, report: &Report, start: usize) -> Option<(Range<usize>, Rule)> {
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
        self.clause(start, Rule::Split)
    }

    /// Whether the words behind a verb are what was said: not where a fact is denied to have been said, not a thing where
    /// the verb needs a clause, not a mere time.
    fn is_said(&self, report: &Report, content: &Range<usize>, rule: Rule) -> bool {
        let (start, end) = (content.start, content.end);
        if content.clone().any(|at| self.quote(at)) {
            return true;
        }
        let question = self.is_any(
            start,
            &[
                "if", "whether", "what", "why", "how", "who", "which", "when", "where", "anything",
            ],
        );
        let group = self.group_start(report.verb);
        let negated = self.tokens[group..report.verb]
            .iter()
            .any(|token| token.has(Class::NEGATION));
        let denies = self.is_any(report.verb, &["deny", "denied", "denies"]);
        if negated && !question && !denies && matches!(rule, Rule::SaidThat | Rule::SaidClause) {
            return false;
        }
        if self.is_time(content) {
            return false;
        }
        if rule == Rule::SaidThat {
            // "proposed just that in May"
            return !(self.tokens[start].plain(Class::PREP) && !self.finite(content));
        }
        if rule != Rule::SaidClause {
            return true;
        }
        // "She tweets @berg."; "the things that Berg said about ships"
        let handle = content.len() == 1 && self.word(start).starts_with(['@', '#']);
        let spoken = self.is_any(report.verb, &["said", "says", "say", "saying"])
            && self.is_any(start, &["about", "of"]);
        // "the gaps that she promised to bridge have grown"
        let object =
            self.is_word(start, "to") && self.has(start + 2, Class::AUX) && start + 2 < end;
        // "if you watch what he said this week"
        let what = report.block.start > 0
            && self.is_word(report.block.start - 1, "what")
            && report.cue.frame != Frame::Object;
        // "asked her a question", "asked about it in May"
        let asked = self.is_any(report.verb, &["ask", "asks", "asked", "asking"])
            && self.asks_nothing(content);
        if handle || spoken || object || what || asked {
            return false;
        }
        let called = self.is_any(report.verb, &["call", "calls", "called", "calling"]);
        if called {
            // "called Anna Berg": on the telephone.
            let object = noun::right(self.text, self.tokens, start, end);
            return !object.is_some_and(|object| {
                object.end >= end && (object.head_is_name() || object.end - object.start == 1)
            });
        }
        report.cue.frame != Frame::Clause
            || question
            || self.is_word(start, "to")
            || self.has(start, Class::PRONOUN) && !self.has(start, Class::OBJECT)
            || self.finite(content)
    }

    /// "a question", "him questions about the ship", "about them in May": what is asked is not told.
    fn asks_nothing(&self, content: &Range<usize>) -> bool {
        let mut at = content.start;
        while at < content.end
            && self.tokens[at].is_word()
            && self.has(at, Class::DET | Class::OBJECT | Class::PREP)
        {
            at += 1;
        }
        let question = self.is_any(at, &["question", "questions"])
            && !content.clone().any(|at| self.mark(at, b':'));
        let pronoun = at > content.start && self.has(at - 1, Class::OBJECT);
        question
            || pronoun && self.is_time(&(at - 1..content.end))
            || pronoun && self.is_time(&(at..content.end))
            || pronoun && at == content.end
    }

    /// "late Thursday", "a few days later"
    fn is_time(&self, range: &Range<usize>) -> bool {
        let time = range.clone().all(|at| {
            let token = &self.tokens[at];
            token.has(Class::TIME | Class::ADVERB | Class::DET)
                || token.kind == Kind::Number
                || self.is_any(
                    at,
                    &["days", "weeks", "months", "years", "hours", "minutes"],
                )
        });
        let timed = range.clone().any(|at| self.has(at, Class::TIME))
            || self.is_word(range.end - 1, "later");
        time && timed
    }

    /// Whether a finite verb stands in `range`, as far as word lists and endings tell.
    fn finite(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| {
            let token = &self.tokens[at];
            if !token.is_word() || token.capital || token.has(Class::PHRASE_OPENER) {
                return false;
            }
            let word = self.word(at);
            let closed = !token.class.is_empty();
            token.has(Class::ANY_VERB)
                || token
                    .cue
                    .is_some_and(|cue| !cue.noun && cue.form != Form::Ing)
                || !closed && at > range.start && word.len() > 3 && word.ends_with("ed")
                || !closed
                    && at > range.start
                    && word.ends_with('s')
                    && !word.ends_with("ss")
                    && self.tokens[at - 1].is_word()
                    && !self.word(at - 1).ends_with('s')
                    && !(self.word(at - 1).ends_with("ing")
                        && at > range.start + 1
                        && self.tokens[at - 2].plain(Class::PREP))
                    && !self.tokens[at - 1].has(Class::DET | Class::PREP | Class::POSSESSIVE)
                    && self.tokens.get(at + 1).is_none_or(|next| {
                        !next.is_word()
                            || next
                                .has(Class::PREP | Class::DET | Class::ADVERB | Class::POSSESSIVE)
                    })
        })
    }

    /// "But in March, as a ship sank": opens as an adverbial does, whatever follows.
    fn opens_adverbial(&self, range: &Range<usize>) -> bool {
        let start = range.start + usize::from(self.tokens[range.start].has(Class::CONJ));
        self.tokens
            .get(start)
            .is_some_and(|first| first.is_word() && first.has(Class::CLAUSE_OPENER))
    }

    /// "In both cases", "Instead", "And yet", "Six months ago": no clause of its own.
    fn adverbial(&self, range: &Range<usize>) -> bool {
        let conjunction = self.tokens[range.start].has(Class::CONJ) && range.len() > 1;
        let range = &(range.start + usize::from(conjunction)..range.end);
        let first = &self.tokens[range.start];
        let ago = range.len() < 5
            && (self.has(range.end - 1, Class::TIME) || self.has(range.end - 1, Class::ADVERB))
            && (first.kind == Kind::Number || first.has(Class::DET));
        let verb = range
            .clone()
            .any(|at| self.tokens[at].plain(Class::ANY_VERB) && !self.tokens[at].has(Class::PREP));
        range.len() < 2
            || ago
            || first.is_word() && first.has(Class::CLAUSE_OPENER) && !verb && range.len() < 16
    }
}
