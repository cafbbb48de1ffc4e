//! Sets of word classes that several rules of a sentence ask for.

use crate::attribution::words::lexicon::Class;

/// A noun for people, a body or a text.
pub(crate) const SOURCE_NOUN: Class = Class::ROLE
    .with(Class::ROLES)
    .with(Class::ORG)
    .with(Class::TEXT);

/// The head of a phrase that can speak without a name: a noun for people, a body or a text, a
/// title, a determiner ("others").
pub(crate) const SPEAKER: Class = SOURCE_NOUN.with(Class::TITLE).with(Class::DET);

/// The first word of an adverbial.
pub(crate) const ADVERBIAL_OPENER: Class = Class::PREP
    .with(Class::SUBORD)
    .with(Class::ADVERB)
    .with(Class::TIME);

/// A finite verb that does not report.
pub(crate) const FINITE_VERB: Class = Class::AUX.with(Class::VERB);
