//! What is reported: where the content of a report begins and ends.
//!
//! It stands before the report ("..., Berg said"), behind it ("Berg said that ..."), or on both sides. It ends where the
//! sentence does, where another report begins, or where the clause does that the report stands in. Positions are tokens of
//! the sentence.

use std::ops::Range;

use crate::attribution::cue::{Form, Frame};
use crate::attribution::find::{Finding, Sentence};
use crate::attribution::lexicon::Class;
use crate::attribution::report::Report;
use crate::attribution::scan::Kind;

impl Sentence<'_> {
    /// Contents before and behind a report.
    pub(super) fn contents(&self, report: &Report, found: &mut Vec<Finding>) {
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
    pub(super) fn forward(&self, finding: &Finding, end: usize) -> bool {
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
            let object = self.tokens.get(behind).is_some_and(|token| {
                token.is_quote()
                    || token.is_word() && (!token.has(Class::PREP) || token.has(Class::SUBORD))
            });
            if !object {
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
        if let Some((position, rule)) = opening
            && !(rule == "said-that" && (leading_quote || frame == Frame::Quote))
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
}
