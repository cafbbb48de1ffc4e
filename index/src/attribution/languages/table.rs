//! The languages: which lists each has, and the few habits that are no words.
//!
//! A language is a folder of lists and one entry of [`TABLES`]. Sources of the lists: each file's
//! first line.

use crate::attribution::languages::class::Class;

/// How a verb reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Words in quotation marks or a clause: "sagen".
    Say,
    /// Words in quotation marks only: "klagen".
    Quote,
    /// A thing and what it is called: "nennen".
    Call,
    /// Words in quotation marks of somebody else: "zitieren".
    Cite,
}

/// Where the phrase that introduces a source, without a verb, may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Introduction {
    /// Before or behind the words: "laut".
    Anywhere,
    /// Only behind the words: "so".
    BehindWords,
    /// Only beside a quotation: "pour".
    BesideQuote,
    /// Behind the source itself: "zufolge".
    BehindSource,
    /// The whole phrase means "he": "nach seinen Angaben".
    His,
    /// The whole phrase means "she": "ihrer Ansicht nach".
    Hers,
}

/// What is known about one language.
pub(crate) struct Table {
    /// ISO 639-1.
    pub(crate) code: &'static str,
    /// Lists of words in lower case, and what each of these is.
    pub(crate) words: &'static [(&'static str, Class)],
    /// Lists of reporting verbs. A line holds the finite forms, then `/` and the participles, then
    /// `+` and the particle that the verb is separated from.
    pub(crate) verbs: &'static [(&'static str, Manner)],
    /// Verbs in the mood of reported speech, a list; empty if the language has no such mood.
    pub(crate) mood: &'static str,
    /// Verbs of thinking and wanting, a list; the clause of one may quote a part of what somebody
    /// said. Empty if the language has no such list.
    pub(crate) think: &'static str,
    /// Lists of phrases that introduce a source.
    pub(crate) sources: &'static [(&'static str, Introduction)],
    /// An opening quotation mark and the marks that may close it.
    pub(crate) marks: &'static [(char, &'static [char])],
    /// Whether common nouns are written with a capital, and the last part of a compound says what
    /// it is.
    pub(crate) noun_capitals: bool,
    /// Endings of nouns with a capital that are no names.
    pub(crate) noun_endings: &'static [&'static str],
    /// Whether particles join more surnames to a full name, as in "Ana Ruiz de la Torre".
    pub(crate) long_names: bool,
    /// Whether a comma separates a verb of saying from its clause, and the clause may do without
    /// "that".
    pub(crate) comma_clauses: bool,
    /// Whether a verb may lack a subject that is understood: "contó".
    pub(crate) null_subjects: bool,
    /// Whether a paragraph that opens with a dash is a line of dialogue.
    pub(crate) dialogue_dashes: bool,
    /// Endings of reporting verbs in the plural whose pronoun is the same as that for one person.
    pub(crate) plural_endings: &'static [&'static str],
}

/// How many languages have lists.
pub(crate) const LANGUAGES: usize = 3;

/// Every language with lists.
pub(crate) static TABLES: [&Table; LANGUAGES] = [&GERMAN, &FRENCH, &SPANISH];

/// Marks of every language: a quotation may be typed on a foreign keyboard.
const PLAIN: [(char, &[char]); 2] = [('"', &['"', '”', '“']), ('“', &['”', '"', '“'])];

/// The lists that every language has, in the folder with its name.
macro_rules! words {
    ($folder:literal) => {
        &[
            (
                include_str!(concat!($folder, "/determiners.txt")),
                Class::DETERMINER,
            ),
            (
                include_str!(concat!($folder, "/oblique.txt")),
                Class::OBLIQUE,
            ),
            (
                include_str!(concat!($folder, "/pronouns.txt")),
                Class::PRONOUN,
            ),
            (
                include_str!(concat!($folder, "/pronouns_male.txt")),
                Class::PRONOUN.union(Class::MALE),
            ),
            (
                include_str!(concat!($folder, "/pronouns_female.txt")),
                Class::PRONOUN.union(Class::FEMALE),
            ),
            (
                include_str!(concat!($folder, "/prepositions.txt")),
                Class::PREPOSITION,
            ),
            (
                include_str!(concat!($folder, "/attaching.txt")),
                Class::PREPOSITION.union(Class::ATTACHING),
            ),
            (
                include_str!(concat!($folder, "/conjunctions.txt")),
                Class::CONJUNCTION,
            ),
            (
                include_str!(concat!($folder, "/subordinators.txt")),
                Class::SUBORDINATOR,
            ),
            (include_str!(concat!($folder, "/that.txt")), Class::THAT),
            (include_str!(concat!($folder, "/as.txt")), Class::AS),
            (
                include_str!(concat!($folder, "/adverbs.txt")),
                Class::ADVERB,
            ),
            (
                include_str!(concat!($folder, "/negations.txt")),
                Class::NEGATION,
            ),
            (
                include_str!(concat!($folder, "/auxiliaries.txt")),
                Class::AUXILIARY,
            ),
            (include_str!(concat!($folder, "/verbs.txt")), Class::VERB),
            (
                include_str!(concat!($folder, "/titles_male.txt")),
                Class::TITLE.union(Class::MALE),
            ),
            (
                include_str!(concat!($folder, "/titles_female.txt")),
                Class::TITLE.union(Class::FEMALE),
            ),
            (include_str!(concat!($folder, "/titles.txt")), Class::TITLE),
            (
                include_str!(concat!($folder, "/roles_male.txt")),
                Class::ROLE.union(Class::MALE),
            ),
            (
                include_str!(concat!($folder, "/roles_female.txt")),
                Class::ROLE.union(Class::FEMALE),
            ),
            (include_str!(concat!($folder, "/roles.txt")), Class::ROLE),
            (
                include_str!(concat!($folder, "/organisations.txt")),
                Class::ORGANISATION,
            ),
            (include_str!(concat!($folder, "/places.txt")), Class::PLACE),
            (
                include_str!(concat!($folder, "/given_male.txt")),
                Class::GIVEN.union(Class::MALE),
            ),
            (
                include_str!(concat!($folder, "/given_female.txt")),
                Class::GIVEN.union(Class::FEMALE),
            ),
            (
                include_str!(concat!($folder, "/particles.txt")),
                Class::PARTICLE,
            ),
            (
                include_str!(concat!($folder, "/abbreviations.txt")),
                Class::ABBREVIATION,
            ),
            (include_str!(concat!($folder, "/times.txt")), Class::TIME),
            (include_str!(concat!($folder, "/texts.txt")), Class::TEXT),
        ]
    };
}

/// The lists of reporting verbs that every language has.
macro_rules! verbs {
    ($folder:literal) => {
        &[
            (
                include_str!(concat!($folder, "/verbs_say.txt")),
                Manner::Say,
            ),
            (
                include_str!(concat!($folder, "/verbs_quote.txt")),
                Manner::Quote,
            ),
            (
                include_str!(concat!($folder, "/verbs_call.txt")),
                Manner::Call,
            ),
            (
                include_str!(concat!($folder, "/verbs_cite.txt")),
                Manner::Cite,
            ),
        ]
    };
}

static GERMAN: Table = Table {
    code: "de",
    words: words!("de"),
    verbs: verbs!("de"),
    mood: include_str!("de/mood.txt"),
    think: include_str!("de/verbs_think.txt"),
    sources: &[
        (
            include_str!("de/sources_anywhere.txt"),
            Introduction::Anywhere,
        ),
        (
            include_str!("de/sources_behind_words.txt"),
            Introduction::BehindWords,
        ),
        (
            include_str!("de/sources_postposed.txt"),
            Introduction::BehindSource,
        ),
        (include_str!("de/sources_his.txt"), Introduction::His),
        (include_str!("de/sources_hers.txt"), Introduction::Hers),
    ],
    marks: &[
        ('„', &['“', '”', '"']),
        ('»', &['«']),
        ('«', &['»']),
        ('›', &['‹']),
        ('‚', &['‘', '’']),
        PLAIN[0],
        PLAIN[1],
    ],
    noun_capitals: true,
    noun_endings: &[
        "ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "ismus", "tät", "nis",
    ],
    long_names: false,
    comma_clauses: true,
    null_subjects: false,
    dialogue_dashes: false,
    plural_endings: &["en"],
};

static FRENCH: Table = Table {
    code: "fr",
    words: words!("fr"),
    verbs: verbs!("fr"),
    mood: "",
    think: "",
    sources: &[
        (
            include_str!("fr/sources_anywhere.txt"),
            Introduction::Anywhere,
        ),
        (
            include_str!("fr/sources_behind_words.txt"),
            Introduction::BehindWords,
        ),
        (
            include_str!("fr/sources_beside_quote.txt"),
            Introduction::BesideQuote,
        ),
        (include_str!("fr/sources_his.txt"), Introduction::His),
    ],
    marks: &[('«', &['»']), ('‹', &['›']), PLAIN[0], PLAIN[1]],
    noun_capitals: false,
    noun_endings: &[],
    long_names: false,
    comma_clauses: false,
    null_subjects: false,
    dialogue_dashes: true,
    plural_endings: &["ent", "ont"],
};

static SPANISH: Table = Table {
    code: "es",
    words: words!("es"),
    verbs: verbs!("es"),
    mood: "",
    think: "",
    sources: &[
        (
            include_str!("es/sources_anywhere.txt"),
            Introduction::Anywhere,
        ),
        (
            include_str!("es/sources_behind_words.txt"),
            Introduction::BehindWords,
        ),
        (
            include_str!("es/sources_beside_quote.txt"),
            Introduction::BesideQuote,
        ),
    ],
    marks: &[
        ('«', &['»']),
        ('‹', &['›']),
        ('‘', &['’']),
        PLAIN[0],
        PLAIN[1],
    ],
    noun_capitals: false,
    noun_endings: &[],
    long_names: true,
    comma_clauses: false,
    null_subjects: true,
    dialogue_dashes: true,
    plural_endings: &["n"],
};
