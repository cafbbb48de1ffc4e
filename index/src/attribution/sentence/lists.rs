//! The word lists of this folder.
//!
//! Each list is a file in `lists/`: lower-case words, one a line, sorted, behind comment lines. A
//! list is parsed at its first use.

use std::sync::LazyLock;

/// A list of lower-case words.
pub(crate) type WordList = LazyLock<Vec<&'static str>>;

macro_rules! word_lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub(crate) static $name: WordList =
            LazyLock::new(|| words(include_str!(concat!("lists/", $file, ".txt"))));)*
    };
}

word_lists! {
    /// Forms of do before a base form.
    DO_FORMS = "do-forms";
    /// Modals after which nothing was said yet.
    DOUBTING_MODALS = "doubting-modals";
    /// Words before an infinitive that reports.
    INFINITIVE_VERBS = "infinitive-verbs";
    /// Verbs that put out a text.
    ISSUING_VERBS = "issuing-verbs";
    /// Determiners that can be a subject.
    LONE_DETERMINERS = "lone-determiners";
    /// Nouns for where or how something was said.
    OCCASIONS = "occasions";
    /// Words that open a clause whose subject does what a participle behind it says.
    PARTICIPLE_CLAUSES = "participle-clauses";
    /// Words before a participle that reports.
    PARTICIPLE_OPENERS = "participle-openers";
    /// Determiners under which any noun counts as people.
    PEOPLE_DETERMINERS = "people-determiners";
    /// Words for people without a noun.
    PEOPLE_WORDS = "people-words";
    /// Words before "asked" where somebody is asked.
    QUESTION_OPENERS = "question-openers";
    /// Words that open an indirect question.
    QUESTION_WORDS = "question-words";
    /// Words that join another report to the one before.
    REPORT_OPENERS = "report-openers";
    /// Words that open a subordinate clause with a report in it.
    SUBORDINATORS = "subordinators";
    /// Words that open a time before a verb.
    TIME_OPENERS = "time-openers";
    /// Plural units of time.
    TIME_UNITS = "time-units";
}

/// The words of a list, without its comment lines.
fn words(list: &'static str) -> Vec<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).collect()
}
