//! Reads the brackets of a quotation: what they replace is shown as a mark, and what they may not
//! cover is an edit.

use std::ops::Range;

use crate::verify::denial::{is_opposite, loses_number};
use crate::verify::edits::{Change, ReadMark, Reader};
use crate::verify::quotation::ItemKind;
use crate::verify::report::{EditKind, MarkKind};

impl Reader<'_> {
    /// Reads a bracket. What it replaces is no edit, unless that takes away or adds a negation, or
    /// takes away a number. `notes` are words of the source beside it, which it may repeat.
    pub(super) fn bracket(&mut self, item: usize, words: Range<usize>, notes: Range<usize>) {
        self.reading.matched[item] = true;
        let ItemKind::Bracket(keys) = &self.quotation.items[item].kind else {
            return;
        };
        let same = keys.len() == words.len()
            && keys
                .iter()
                .zip(words.clone())
                .all(|(key, word)| self.tokens[word].key == *key);
        // The source has the same brackets.
        let opens = words.start < words.end
            && self.text[..self.tokens[words.start].range().start].ends_with('[');
        let repeats = !keys.is_empty()
            && notes.len() == keys.len()
            && notes
                .zip(keys)
                .all(|(word, key)| self.tokens[word].key == *key);
        if (same && opens) || (repeats && words.is_empty()) {
            return;
        }
        let own: Vec<&str> = keys.iter().map(|key| self.lexicon.folded(*key)).collect();
        let theirs: Vec<&str> = words.clone().map(|word| self.their_text(word)).collect();
        let denials = |words: &[&str]| {
            let denies = |word: &&&str| self.language.is_negation(word);
            words.iter().filter(denies).count()
        };
        let reverses = |word: &&str| theirs.iter().any(|other| is_opposite(word, other));
        if denials(&own) != denials(&theirs)
            || own.iter().any(reverses)
            || loses_number(&own, &theirs, self.language)
        {
            return self.change(item, words);
        }
        self.reading.marks.push(ReadMark {
            kind: MarkKind::Bracket,
            item,
            words,
        });
    }

    /// Letters in brackets that deny are an edit: "\[un\]able", "can\[not\]".
    pub(super) fn altered_letters(&mut self, item: usize, word: usize) {
        let ItemKind::Altered { key, .. } = &self.quotation.items[item].kind else {
            return;
        };
        let (own, other) = (self.lexicon.folded(*key), self.their_text(word));
        let denies = |word: &str| self.language.is_negation(word);
        if denies(own) != denies(other) || is_opposite(own, other) {
            self.change(item, word..word + 1);
        }
    }

    /// Notes that an item with brackets is an edit.
    fn change(&mut self, item: usize, words: Range<usize>) {
        self.reading.matched[item] = false;
        let kind = if words.is_empty() {
            EditKind::Insert
        } else {
            EditKind::Substitute
        };
        self.reading.changes.push(Change {
            kind,
            items: item..item + 1,
            words,
        });
    }
}
