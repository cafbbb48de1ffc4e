//! What a word of a list is.

use bitflags::bitflags;

bitflags! {
    /// What the lists of a language say about a word. Most words have no class.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Class: u32 {
        /// Can open the subject of a sentence: "der", "une".
        const DETERMINER = 1;
        /// A determiner that never opens a subject: "dem", "einen".
        const OBLIQUE = 1 << 1;
        /// A pronoun for one person, with [`MALE`](Self::MALE) or [`FEMALE`](Self::FEMALE), or for
        /// persons nobody can name: "wir", "on".
        const PRONOUN = 1 << 2;
        const PREPOSITION = 1 << 3;
        /// A preposition that attaches to the noun before it: "von", "de".
        const ATTACHING = 1 << 4;
        /// "und", "et": between two clauses or two names.
        const CONJUNCTION = 1 << 5;
        /// Opens a clause that is no main clause: "weil", "qui".
        const SUBORDINATOR = 1 << 6;
        /// Opens what is said: "dass", "que".
        const THAT = 1 << 7;
        /// An adverb, or another word that is part of no phrase.
        const ADVERB = 1 << 8;
        const NEGATION = 1 << 9;
        /// Forms the perfect tense: "hat", "a", "ha".
        const AUXILIARY = 1 << 10;
        /// Comes before a name: "Herr", "Mme".
        const TITLE = 1 << 11;
        /// What a person is: an office, a trade, a relative.
        const ROLE = 1 << 12;
        /// A body, a firm, an authority, or a word that ends the name of one.
        const ORGANISATION = 1 << 13;
        /// A country or a large city.
        const PLACE = 1 << 14;
        /// A given name.
        const GIVEN = 1 << 15;
        /// Inside a name: "von", "de".
        const PARTICLE = 1 << 16;
        const MALE = 1 << 17;
        const FEMALE = 1 << 18;
        /// A finite form of a reporting verb.
        const REPORT = 1 << 19;
        /// A participle of a reporting verb.
        const PARTICIPLE = 1 << 20;
        /// A verb in the mood of reported speech: "sei", "habe".
        const MOOD = 1 << 21;
        /// Ends with a full stop that ends no sentence.
        const ABBREVIATION = 1 << 22;
        /// A time that may follow a verb: "Montag", "lundi".
        const TIME = 1 << 23;
        /// Something that holds words but says nothing: "Schild", "titre".
        const TEXT = 1 << 24;
        /// A finite verb that reports nothing: "ist", "était".
        const VERB = 1 << 25;
        /// "wie" of "wie Berg sagte".
        const AS = 1 << 26;
        /// Opens a phrase that introduces a source: "laut".
        const SOURCE = 1 << 27;
        /// A finite verb of thinking or wanting: "sieht", "will".
        const THINK = 1 << 28;

        /// Opens a noun phrase.
        const ANY_DETERMINER = Self::DETERMINER.bits() | Self::OBLIQUE.bits();
        /// A word that is never part of a name, whatever its case.
        const FUNCTION = Self::DETERMINER.bits()
            | Self::OBLIQUE.bits()
            | Self::PRONOUN.bits()
            | Self::PREPOSITION.bits()
            | Self::CONJUNCTION.bits()
            | Self::SUBORDINATOR.bits()
            | Self::THAT.bits()
            | Self::ADVERB.bits()
            | Self::NEGATION.bits()
            | Self::AUXILIARY.bits()
            | Self::TIME.bits()
            | Self::VERB.bits();
        const SEX = Self::MALE.bits() | Self::FEMALE.bits();
    }
}

/// A sex, as far as words show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Male,
    Female,
}

impl Class {
    /// The sex that a word shows. `None` if it shows none, or fits both.
    pub(crate) fn sex(self) -> Option<Sex> {
        match (self.contains(Class::MALE), self.contains(Class::FEMALE)) {
            (true, false) => Some(Sex::Male),
            (false, true) => Some(Sex::Female),
            _ => None,
        }
    }
}
