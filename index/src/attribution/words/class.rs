//! The classes that a word can have. Which word has which is in the lists of
//! [`lexicon`](super::lexicon).

bitflags::bitflags! {
    /// A set of word classes. Most words have one, some have several, most names have none.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Class: u32 {
        /// A form of be or have or do, or a modal verb; negated forms too.
        const AUX = 1;
        /// An article, demonstrative, quantifier or numeral.
        const DET = 1 << 1;
        /// A preposition.
        const PREP = 1 << 2;
        /// A coordinating conjunction: and, or, but.
        const CONJ = 1 << 3;
        /// Opens a clause other than the main one: because, although, while.
        const SUBORD = 1 << 4;
        /// Opens a relative clause: who, which, whose.
        const REL = 1 << 5;
        /// A pronoun that can be a subject: he, she, they, I, we, you, it, who.
        const PRONOUN = 1 << 6;
        /// A pronoun that can be an object: him, her, them, me, us.
        const OBJECT = 1 << 7;
        /// A possessive determiner: his, her, their.
        const POSSESSIVE = 1 << 8;
        /// An adverb.
        const ADVERB = 1 << 9;
        /// A word for a time: days, months, yesterday.
        const TIME = 1 << 10;
        /// Written before a name without being part of it: Mr., Sen., President, Chairman.
        const TITLE = 1 << 11;
        /// A noun for one person: spokesman, aide, senator.
        const ROLE = 1 << 12;
        /// A noun for several people: officials, voters.
        const ROLES = 1 << 13;
        /// A noun for an organisation: campaign, committee.
        const ORG = 1 << 14;
        /// A country, state or city, or its adjective.
        const PLACE = 1 << 15;
        /// A frequent verb form that does not report speech.
        const VERB = 1 << 16;
        /// A form of be.
        const BE = 1 << 17;
        /// Negates a verb: not, never, didn't.
        const NEGATION = 1 << 18;
        /// A given name, to tell people from things. It says nothing about gender.
        const GIVEN = 1 << 19;
        /// A particle inside a surname: de, van, bin.
        const PARTICLE = 1 << 20;
        /// A company, newspaper or party with a name of one word.
        const BRAND = 1 << 21;
        /// A noun for a text: statement, report, poll.
        const TEXT = 1 << 22;
        /// A word or title used for men only.
        const HE = 1 << 23;
        /// A word or title used for women only.
        const SHE = 1 << 24;
        /// Capitalised at the beginning of a sentence without being a name.
        const COMMON = 1 << 25;
        /// A modal verb: will, would, can, may.
        const MODAL = 1 << 26;
    }
}

/// Sets that several rules ask for.
impl Class {
    /// Says who a person is, next to the name: "Mayor", "aide".
    pub(crate) const TITLE_OR_ROLE: Class = Class::TITLE.union(Class::ROLE);
    /// A verb that does not report speech, an auxiliary included.
    pub(crate) const ANY_VERB: Class = Class::AUX.union(Class::VERB);
    /// Begins a noun phrase: "the", "her".
    pub(crate) const NOUN_PHRASE_OPENER: Class = Class::DET.union(Class::POSSESSIVE);
    /// Joins the words around it into one phrase: "and", "of".
    pub(crate) const CONNECTIVE: Class = Class::CONJ.union(Class::PREP);
    /// Says when or how: "also", "Monday".
    pub(crate) const ADVERBIAL: Class = Class::ADVERB.union(Class::TIME);
    /// Begins an adjunct, which is not part of a clause's core: "in May", "later".
    pub(crate) const ADJUNCT_OPENER: Class = Class::ADVERBIAL.union(Class::PREP);
    /// Begins a part of a sentence that comes before or after its main clause: "when", "in",
    /// "later".
    pub(crate) const CLAUSE_OPENER: Class = Class::ADJUNCT_OPENER.union(Class::SUBORD);
    /// Begins a phrase with or without a preposition: "the", "in".
    pub(crate) const PHRASE_OPENER: Class = Class::DET.union(Class::PREP);
    /// A noun for a person, group, organisation or text: anything that can be a source of speech.
    pub(crate) const SOURCE_NOUN: Class = Class::ROLE
        .union(Class::ROLES)
        .union(Class::ORG)
        .union(Class::TEXT);
    /// A word of a phrase that names a source: "the", "Mr.", "officials".
    pub(crate) const SOURCE_WORD: Class = Class::SOURCE_NOUN.union(Class::TITLE).union(Class::DET);
    /// Begins a description of a person: "the mayor", "who lives here".
    pub(crate) const DESCRIPTION_OPENER: Class =
        Class::TITLE_OR_ROLE.union(Class::DET).union(Class::REL);
    /// A subject or object pronoun.
    pub(crate) const PERSONAL_PRONOUN: Class = Class::PRONOUN.union(Class::OBJECT);
    /// A subject, object or possessive pronoun.
    pub(crate) const ANY_PRONOUN: Class = Class::PERSONAL_PRONOUN.union(Class::POSSESSIVE);
}
