//! Words that are in another place of the quotation than of the source: a move is one edit, not an
//! omission and an insertion.

use crate::text::common_words::is_common;
use crate::verify::edits::{Change, Reader};
use crate::verify::report::EditKind;
use crate::verify::token::Key;

impl Reader<'_> {
    /// Turns changes that only move words into moves.
    pub(super) fn find_moves(&mut self) {
        let mut changes = std::mem::take(&mut self.reading.changes);
        for change in &mut changes {
            if change.kind == EditKind::Substitute && self.is_same_set(change) {
                change.kind = EditKind::Move;
            }
        }
        // Words that are left out in one place and put into another.
        let mut omitted = 0;
        while omitted < changes.len() {
            let is_moved = |other: &Change| self.is_moved(other, &changes[omitted]);
            let found = changes.iter().position(is_moved);
            match found {
                Some(inserted) => {
                    changes[inserted].kind = EditKind::Move;
                    changes[inserted].words = changes[omitted].words.clone();
                    changes.remove(omitted);
                }
                None => omitted += 1,
            }
        }
        self.reading.changes = changes;
    }

    /// Whether a change has the same words on both sides.
    fn is_same_set(&self, change: &Change) -> bool {
        let own = change.items.clone().map(|item| self.own_key(item));
        let mut own: Vec<Option<Key>> = own.collect();
        let theirs = change.words.clone().map(|word| Some(self.tokens[word].key));
        let mut theirs: Vec<Option<Key>> = theirs.collect();
        own.sort_unstable();
        theirs.sort_unstable();
        own == theirs
    }

    /// Whether what one change inserts is what the other omits, and enough to tell.
    fn is_moved(&self, inserted: &Change, omitted: &Change) -> bool {
        let kinds = (inserted.kind, omitted.kind);
        if kinds != (EditKind::Insert, EditKind::Omit)
            || inserted.items.len() != omitted.words.len()
        {
            return false;
        }
        let pairs = inserted.items.clone().zip(omitted.words.clone());
        let same = |(item, word): (usize, usize)| self.own_key(item) == Some(self.tokens[word].key);
        let tells = inserted.items.len() > 1 || !is_common(self.own_text(inserted.items.start));
        tells && pairs.into_iter().all(same)
    }
}
