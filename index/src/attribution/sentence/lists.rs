//! The word lists of this folder, in lower case.

use crate::text::word_list::WordList;

/// Adverbs that belong to the noun or number behind them.
pub(crate) static DEGREES: WordList = WordList::new(include_str!("lists/degrees.txt"));

/// Forms of do before a base form.
pub(crate) static DO_FORMS: WordList = WordList::new(include_str!("lists/do_forms.txt"));

/// Modals after which nothing was said yet.
pub(crate) static DOUBTING_MODALS: WordList =
    WordList::new(include_str!("lists/doubting_modals.txt"));

/// Words before an infinitive that reports.
pub(crate) static INFINITIVE_VERBS: WordList =
    WordList::new(include_str!("lists/infinitive_verbs.txt"));

/// Verbs that put out a text.
pub(crate) static ISSUING_VERBS: WordList = WordList::new(include_str!("lists/issuing_verbs.txt"));

/// Determiners that can be a subject.
pub(crate) static LONE_DETERMINERS: WordList =
    WordList::new(include_str!("lists/lone_determiners.txt"));

/// Nouns for where or how something was said.
pub(crate) static OCCASIONS: WordList = WordList::new(include_str!("lists/occasions.txt"));

/// Words that open a clause whose subject does what a participle behind it says.
pub(crate) static PARTICIPLE_CLAUSES: WordList =
    WordList::new(include_str!("lists/participle_clauses.txt"));

/// Words before a participle that reports.
pub(crate) static PARTICIPLE_OPENERS: WordList =
    WordList::new(include_str!("lists/participle_openers.txt"));

/// Determiners under which any noun counts as people.
pub(crate) static PEOPLE_DETERMINERS: WordList =
    WordList::new(include_str!("lists/people_determiners.txt"));

/// Words for people without a noun.
pub(crate) static PEOPLE_WORDS: WordList = WordList::new(include_str!("lists/people_words.txt"));

/// Forms of verbs that take an infinitive.
pub(crate) static PLEDGES: WordList = WordList::new(include_str!("lists/pledges.txt"));

/// Words before "asked" where somebody is asked.
pub(crate) static QUESTION_OPENERS: WordList =
    WordList::new(include_str!("lists/question_openers.txt"));

/// Words that open an indirect question.
pub(crate) static QUESTION_WORDS: WordList =
    WordList::new(include_str!("lists/question_words.txt"));

/// Words that join another report to the one before.
pub(crate) static REPORT_OPENERS: WordList =
    WordList::new(include_str!("lists/report_openers.txt"));

/// Words for a part of the people asked.
pub(crate) static SHARES: WordList = WordList::new(include_str!("lists/shares.txt"));

/// Words that open a subordinate clause with a report in it.
pub(crate) static SUBORDINATORS: WordList = WordList::new(include_str!("lists/subordinators.txt"));

/// Words that open a time before a verb.
pub(crate) static TIME_OPENERS: WordList = WordList::new(include_str!("lists/time_openers.txt"));

/// Plural units of time.
pub(crate) static TIME_UNITS: WordList = WordList::new(include_str!("lists/time_units.txt"));
