//! Gives documents whose language is uncertain that of their neighbours in the same source.
//!
//! A headline says too little to tell its language. It gets that of the other documents of its
//! source if they agree. Nothing depends on other sources.

use crate::document::Document;
use crate::error::Result;
use crate::ingest::sink::{Problem, Sink};

/// Documents to hold back until the first language is certain: a few headlines, and little memory.
const MAX_WAITING: usize = 16;

/// Longer documents are not held back. Their language is uncertain for another reason than length.
const MAX_PARAGRAPHS: usize = 8;

/// Passes the documents of one source on.
pub struct Neighbours<'a> {
    sink: &'a mut dyn Sink,
    language: Language,
    /// Documents before the first with a certain language.
    waiting: Vec<Document>,
}

/// The language of the documents so far.
enum Language {
    Unknown,
    Only(String),
    Several,
}

impl<'a> Neighbours<'a> {
    /// Nothing was read so far.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            language: Language::Unknown,
            waiting: Vec::new(),
        }
    }

    /// Passes on the documents that still wait. Must be called at the end of the source, also when
    /// reading failed.
    pub fn finish(&mut self) -> Result<()> {
        let language = match &self.language {
            Language::Only(language) => Some(language.clone()),
            _ => None,
        };
        for mut document in self.waiting.drain(..) {
            document.lang = document.lang.or_else(|| language.clone());
            self.sink.document(document)?;
        }
        Ok(())
    }
}

impl Sink for Neighbours<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        match (&document.lang, &self.language) {
            (Some(lang), Language::Unknown) => {
                self.language = Language::Only(lang.clone());
                self.finish()?;
            }
            (Some(lang), Language::Only(only)) if lang != only => {
                self.language = Language::Several;
            }
            (None, Language::Only(only)) => document.lang = Some(only.clone()),
            (None, Language::Unknown) => {
                let is_short = document.paragraphs.len() <= MAX_PARAGRAPHS;
                if is_short && self.waiting.len() < MAX_WAITING {
                    self.waiting.push(document);
                    return Ok(());
                }
                self.finish()?;
            }
            _ => {}
        }
        self.sink.document(document)
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::Neighbours;
    use crate::document::Document;
    use crate::ingest::sink::{Collected, Sink};

    fn check(langs: &[&str], expected: &[&str]) {
        let mut collected = Collected::default();
        let mut neighbours = Neighbours::new(&mut collected);
        for (number, lang) in langs.iter().enumerate() {
            let document = Document {
                title: Some(number.to_string()),
                lang: Some((*lang).to_owned()).filter(|lang| lang != "?"),
                ..Document::default()
            };
            neighbours.document(document).expect("taken");
        }
        neighbours.finish().expect("taken");
        let mut found = Vec::new();
        for (number, document) in collected.documents.into_iter().enumerate() {
            assert_eq!(document.title, Some(number.to_string()), "{langs:?}");
            found.push(document.lang.unwrap_or_else(|| "?".to_owned()));
        }
        assert_eq!(found, expected, "{langs:?}");
    }

    #[test]
    fn an_uncertain_language_is_that_of_the_neighbours() {
        check(&["de", "?", "de", "?"], &["de", "de", "de", "de"]);
        check(&["?", "?", "de"], &["de", "de", "de"]);
        check(&["?", "?"], &["?", "?"]);
    }

    #[test]
    fn neighbours_that_disagree_tell_nothing() {
        check(&["de", "en", "?"], &["de", "en", "?"]);
    }

    #[test]
    fn few_documents_wait_for_a_neighbour() {
        let mut langs = vec!["?"; 40];
        langs.push("de");
        let mut expected = vec!["?"; 17];
        expected.extend(["?"; 17]);
        expected.extend(["de"; 7]);
        check(&langs, &expected);
    }
}
