//! Labels that are for one line only: most lines of the text have none, and those after a label are
//! somebody else's, as in subtitles that name only who is out of sight.
//!
//! In a transcript a label holds until the next one. It does not here, which nothing says outright:
//! few lines have labels, no two of them follow each other, as a question and its answer would,
//! the text begins without one, and its lines are too short for speeches.

use crate::ingest::block::{Block, Part};
use crate::ingest::outline::labels::Labels;

/// Fewer labels prove nothing.
const FEWEST: usize = 4;

/// So many lines without a label before the first one are no title.
const LINES_BEFORE: usize = 2;

/// Lines of speeches and answers are longer than this, in bytes, at the median.
const MEDIAN_BYTES: usize = 100;

/// Whether the labels of a text are for one line each. `speech`: the text is subtitles; then the
/// lines without labels must be turns of others as well, by their dashes and pauses.
pub fn is_brief(blocks: &[Block], labels: &Labels, speech: bool) -> bool {
    if !labels.is_sparse() {
        return false;
    }
    let (mut lines, mut labelled, mut before, mut turns) = (0, 0, 0, 0_usize);
    let mut follows = false;
    let mut lengths = Vec::new();
    for block in blocks.iter().filter(|block| block.part == Part::Text) {
        if block.voice.is_some() || block.record.is_some() {
            return false;
        }
        let starts = std::iter::once(0).chain(block.breaks.iter().map(|line| line.at));
        // In a text of paragraphs, each is one line here, whatever its width.
        let starts = starts.take(if speech { usize::MAX } else { 1 });
        lengths.push(block.text.len());
        for at in starts {
            lines += 1;
            let has_label = labels.at(block, at).is_some();
            if has_label && follows {
                return false;
            }
            labelled += usize::from(has_label);
            before += usize::from(labelled == 0);
            turns += usize::from(!has_label && at == 0 && block.ends_turn);
            follows = has_label;
        }
    }
    if labelled < FEWEST || before < LINES_BEFORE || labelled * 4 >= lines {
        return false;
    }
    let middle = lengths.len() / 2;
    let median = *lengths.select_nth_unstable(middle).1;
    if speech {
        turns >= 2 * labelled
    } else {
        median <= MEDIAN_BYTES
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::document;

    /// Checks how many paragraphs have a speaker.
    fn check(name: &str, text: &str, expected: usize) {
        let document = document(name, text);
        let spoken = document
            .paragraphs
            .iter()
            .filter(|p| !p.speakers.is_empty());
        assert_eq!(spoken.count(), expected, "{text}");
    }

    #[test]
    fn sparse_labels_are_for_one_line() {
        let line = |name: &str, number: usize| {
            let silent = "The boats come in.\n\n".repeat(4);
            format!("{silent}{name}: I see number {number} from here.\n\n")
        };
        let text: String = (0..6)
            .map(|number| line(["NERA", "ODD"][number % 2], number))
            .collect();
        check("a.txt", &format!("{text}They go.\n"), 6);
    }

    #[test]
    fn labels_of_questions_and_answers_hold() {
        let text = "Notes\n\nOf a day.\n\nANNA: Is it full?\n\nKARL: It is.\n\nAll of \
                    it.\n\nANNA: Oh.\n\nKARL: Yes.\n";
        check("a.txt", text, 5);
    }
}
