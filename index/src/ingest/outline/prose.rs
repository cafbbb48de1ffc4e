//! Attributes the prose of a document: the paragraphs that no label and no format gives a speaker.

use crate::attribution::attribute_in;
use crate::document::{Document, speakers_of};

/// Sets speakers and utterances of the paragraphs for which `prose` is true, story by story.
///
/// The paragraphs of one story are attributed together: a name in one explains "he" in the next.
pub fn attribute_prose(document: &mut Document, prose: &[bool]) {
    let mut start = 0;
    while start < document.paragraphs.len() {
        let number = |index: usize| document.sections[document.paragraphs[index].section].number;
        let mut end = start + 1;
        while end < document.paragraphs.len() && number(end) == number(start) {
            end += 1;
        }
        let chosen: Vec<usize> = (start..end).filter(|index| prose[*index]).collect();
        if !chosen.is_empty() {
            let texts: Vec<&str> = chosen
                .iter()
                .map(|index| document.paragraphs[*index].text.as_str())
                .collect();
            let found = attribute_in(document.lang.as_deref(), &texts);
            for (index, utterances) in chosen.iter().zip(found) {
                let paragraph = &mut document.paragraphs[*index];
                paragraph.speakers = speakers_of(&utterances);
                paragraph.utterances = utterances;
            }
        }
        start = end;
    }
}
