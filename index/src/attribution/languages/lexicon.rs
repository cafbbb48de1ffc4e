//! The words of one language in one table.
//!
//! Words are looked up in lower case, with `'` for every apostrophe and without a full stop at
//! their end. Built once per language, when its first story is read.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::attribution::languages::class::Class;
use crate::attribution::languages::table::{Introduction, LANGUAGES, Manner, TABLES, Table};
use crate::text::word_list::entries;

/// Shortest part of a compound that says what the compound is. "Amt" and "Rat" are the shortest.
const SHORTEST_PART: usize = 3;
/// Longest word that is looked up, in bytes. The longest entry has fewer.
const LONGEST: usize = 48;

/// Bits of the table of last letters.
const LETTER_BITS: u32 = 12;
/// What the last part of a compound may be.
const NOUN: Class = Class::ROLE.union(Class::ORGANISATION);

/// A reporting verb.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verb {
    pub(crate) manner: Manner,
    /// The particle that the verb is separated from: "mit" of "mitteilen".
    pub(crate) particle: Option<&'static str>,
}

/// What the lists say about a word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    /// The reporting verbs that this is a form of.
    pub(crate) verbs: Vec<Verb>,
}

/// A phrase that introduces a source.
#[derive(Clone, Debug)]
pub(crate) struct SourcePhrase {
    pub(crate) words: Vec<&'static str>,
    pub(crate) place: Introduction,
}

/// Every listed word of a language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    entries: FxHashMap<Box<str>, Entry>,
    /// By their first word; the longest phrase first.
    sources: FxHashMap<&'static str, Vec<SourcePhrase>>,
    compounds: bool,
    long_names: bool,
    noun_endings: &'static [&'static str],
    /// A bit for the last letters of each word that a compound may end with: most compounds end
    /// with none of them, and are not looked at further.
    last_letters: Vec<u64>,
}

impl Lexicon {
    fn new(table: &Table) -> Lexicon {
        let mut lexicon = Lexicon {
            compounds: table.noun_capitals,
            long_names: table.long_names,
            noun_endings: table.noun_endings,
            ..Lexicon::default()
        };
        for (file, class) in table.words {
            for word in entries(file) {
                lexicon.entry(word).class |= *class;
            }
        }
        for word in entries(table.mood) {
            lexicon.entry(word).class |= Class::MOOD;
        }
        for word in entries(table.think) {
            lexicon.entry(word).class |= Class::THINK;
        }
        for (file, manner) in table.verbs {
            for line in entries(file) {
                lexicon.add_verb(line, *manner);
            }
        }
        for (file, place) in table.sources {
            for line in entries(file) {
                let words: Vec<&str> = line.split(' ').collect();
                lexicon.entry(words[0]).class |= Class::SOURCE;
                let phrases = lexicon.sources.entry(words[0]).or_default();
                phrases.push(SourcePhrase {
                    words,
                    place: *place,
                });
                phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
            }
        }
        lexicon.last_letters = vec![0; 1 << (LETTER_BITS - 6)];
        for (word, entry) in &lexicon.entries {
            if let Some(bit) = last_letters(word).filter(|_| entry.class.intersects(NOUN)) {
                lexicon.last_letters[bit >> 6] |= 1 << (bit & 63);
            }
        }
        lexicon
    }

    /// What the lists say about a word as it is written in a text. `None` if nothing.
    pub(crate) fn find<'a>(&self, word: &str, buffer: &'a mut String) -> (&'a str, Option<&Entry>) {
        fold_into(word, buffer);
        (buffer.as_str(), self.entries.get(buffer.as_str()))
    }

    /// The class of a word in the form of the lists.
    pub(crate) fn class(&self, folded: &str) -> Class {
        self.entries
            .get(folded)
            .map_or(Class::empty(), |entry| entry.class)
    }

    /// What the last part of a compound says it is: a role or an organisation, with its sex.
    pub(crate) fn compound(&self, folded: &str) -> Class {
        let bit = last_letters(folded).filter(|_| self.compounds);
        if bit.is_none_or(|bit| self.last_letters[bit >> 6] & (1 << (bit & 63)) == 0) {
            return Class::empty();
        }
        let last = folded.rsplit('-').next().unwrap_or(folded);
        let wanted = NOUN;
        let whole = self.class(last);
        if last.len() < folded.len() && whole.intersects(wanted) {
            return whole & (wanted | Class::SEX);
        }
        for (at, _) in last.char_indices().skip(SHORTEST_PART) {
            let part = &last[at..];
            if part.len() < SHORTEST_PART {
                break;
            }
            let class = self.class(part);
            // A given name, a place and a preposition end many words by chance.
            if class.intersects(wanted) && !class.intersects(Class::FUNCTION) {
                return class & (wanted | Class::SEX);
            }
        }
        Class::empty()
    }

    /// The phrases that begin with a word and introduce a source, the longest first.
    pub(crate) fn sources(&self, folded: &str) -> &[SourcePhrase] {
        self.sources.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Whether common nouns have capitals in this language.
    pub(crate) fn has_noun_capitals(&self) -> bool {
        self.compounds
    }

    /// Whether particles join more surnames to a full name.
    pub(crate) fn has_long_names(&self) -> bool {
        self.long_names
    }

    /// Whether a word with a capital ends as nouns do that are no names.
    pub(crate) fn is_plain_noun(&self, word: &str) -> bool {
        self.noun_endings
            .iter()
            .any(|ending| word.ends_with(ending))
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        self.entries.entry(word.into()).or_default()
    }

    /// Reads a line of a list of verbs: `teilt teilte / mitgeteilt + mit`.
    fn add_verb(&mut self, line: &'static str, manner: Manner) {
        let (forms, particle) = match line.split_once(" + ") {
            Some((forms, particle)) => (forms, Some(particle)),
            None => (line, None),
        };
        let (finite, participles) = forms.split_once(" / ").unwrap_or((forms, ""));
        let verb = Verb { manner, particle };
        let whole = Verb {
            manner,
            particle: None,
        };
        for form in finite.split_whitespace() {
            self.add_form(form, verb, Class::REPORT);
            // At the end of a clause the particle is not separated: "wie sie mitteilte".
            if let Some(particle) = particle {
                self.add_form(&format!("{particle}{form}"), whole, Class::REPORT);
            }
        }
        // "mitgeteilt", but "fait savoir".
        let past = if self.compounds { whole } else { verb };
        for form in participles.split_whitespace() {
            self.add_form(form, past, Class::PARTICIPLE);
        }
    }

    fn add_form(&mut self, form: &str, verb: Verb, class: Class) {
        let entry = self.entry(form);
        entry.class |= class;
        entry.verbs.push(verb);
    }
}

/// The bit for the last three bytes of a word. `None` if it has fewer.
fn last_letters(word: &str) -> Option<usize> {
    let [one, two, three] = *word.as_bytes().last_chunk::<3>()?;
    let hash = (usize::from(one) * 37 + usize::from(two)) * 37 + usize::from(three);
    Some(hash & ((1 << LETTER_BITS) - 1))
}

/// The words of a language, read from its lists when first asked for.
pub(crate) fn lexicon(table: &Table) -> &'static Lexicon {
    static BUILT: [OnceLock<Lexicon>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
    let at = TABLES.iter().position(|other| other.code == table.code);
    BUILT[at.expect("every table is in the list")].get_or_init(|| Lexicon::new(table))
}

/// Writes a word in the form of the lists into `buffer`.
fn fold_into(word: &str, buffer: &mut String) {
    buffer.clear();
    if word.len() > LONGEST {
        return;
    }
    let word = word.strip_suffix('.').unwrap_or(word);
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
        return;
    }
    for letter in word.chars() {
        match letter {
            '’' => buffer.push('\''),
            letter if letter.is_ascii() => buffer.push(letter.to_ascii_lowercase()),
            letter => buffer.extend(letter.to_lowercase()),
        }
    }
}
