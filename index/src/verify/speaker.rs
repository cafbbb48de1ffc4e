//! Whose words a source gives at a place, and whether that is the person asked for.
//!
//! Precision first: a role, a machine's label, initials, a name that may be short for the one
//! asked for, or no name at all is unknown, never another person.

use crate::attribution::name::form::{Form, Given, form};
use crate::attribution::name::parts::parts;
use crate::attribution::name::sex::sex_of_given_name;
use crate::document::Utterance;
use crate::document::rule::Rule;
use crate::query::name::wanted_words;
use crate::query::suggest::is_within;
use crate::speakers::Speakers;
use crate::text::role::is_role;
use crate::verify::report::{Place, SpeakerVerdict, Standing};
use crate::verify::window::Window;

/// The share of a quotation's words that an utterance must hold to be where it is from: the words
/// around a quotation inside a quotation belong to somebody else.
const MOST: f32 = 0.6;

/// Longest label that may be somebody's initials.
const MAX_INITIALS: usize = 4;

/// Shorter names that differ in a letter are two names: Berg, Burg.
const MIN_SPELLED: usize = 6;

/// Edits between two spellings of one name from another script: "Yurasov", "Jurassov".
const SPELLING_EDITS: usize = 2;

/// The person who is said to have spoken the words.
pub(super) struct Asked<'s> {
    /// The words that a name must contain: those of the claim, and those without its titles.
    wanted: Vec<Vec<String>>,
    name: &'s str,
    form: Option<Form>,
    parts: Vec<String>,
    speakers: &'s Speakers,
}

/// What a name is to the person asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    Same,
    Unknown,
    Other,
}

/// Somebody's words at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Voice<'w> {
    pub speaker: &'w str,
    pub verbatim: bool,
    rule: Rule,
}

/// Those who say the words of a source, or are reported to, the best evidence first: own words
/// before reported ones, inner utterances before outer ones.
pub(super) fn voices<'w>(
    window: &'w Window,
    words: impl Iterator<Item = usize>,
) -> (Vec<Voice<'w>>, Standing) {
    let mut found: Vec<(Option<&str>, &Utterance, usize)> = Vec::new();
    let mut count = 0;
    for word in words {
        count += 1;
        for utterance in window.utterances(word) {
            let speaker = utterance.speaker.as_deref();
            let known = found
                .iter_mut()
                .find(|(name, known, _)| *name == speaker && known.verbatim == utterance.verbatim);
            match known {
                Some((_, _, words)) => *words += 1,
                None => found.push((speaker, utterance, 1)),
            }
        }
    }
    found.retain(|(_, _, words)| *words as f32 >= MOST * count as f32);
    // Inner utterances come last.
    found.reverse();
    found.sort_by_key(|(_, utterance, _)| !utterance.verbatim);
    let standing = match found.first() {
        Some((_, utterance, _)) if utterance.verbatim => standing(utterance.rule),
        _ => Standing::Prose,
    };
    let voices = found.iter().filter_map(|(speaker, utterance, _)| {
        Some(Voice {
            speaker: (*speaker)?,
            verbatim: utterance.verbatim,
            rule: utterance.rule,
        })
    });
    (voices.collect(), standing)
}

/// How a rule of attribution gives a person's own words.
fn standing(rule: Rule) -> Standing {
    match rule {
        Rule::Label
        | Rule::Voice
        | Rule::Record
        | Rule::FrontMatter
        | Rule::Interview
        | Rule::Stated => Standing::Label,
        _ => Standing::Quoted,
    }
}

impl<'s> Asked<'s> {
    /// The person with this name. `None` if there is no word in it.
    pub fn new(name: &'s str, speakers: &'s Speakers) -> Option<Asked<'s>> {
        let form = form(name);
        let mut wanted: Vec<Vec<String>> = wanted_words(name).into_iter().collect();
        let bare = form.as_ref().and_then(|form| wanted_words(&form.shown));
        wanted.extend(bare.filter(|bare| !wanted.contains(bare)));
        (!wanted.is_empty()).then(|| Asked {
            wanted,
            name,
            form,
            parts: parts(name),
            speakers,
        })
    }

    /// Whether the voices at a place are that person's.
    pub fn verdict(&self, voices: &[Voice<'_>]) -> SpeakerVerdict {
        let likeness = |voice: &Voice<'_>| self.likeness(voice.speaker);
        let is = |wanted: Likeness, verbatim: bool| {
            voices
                .iter()
                .any(|voice| voice.verbatim == verbatim && likeness(voice) == wanted)
        };
        if is(Likeness::Same, true) {
            SpeakerVerdict::Same
        } else if is(Likeness::Same, false) {
            SpeakerVerdict::Reported
        } else if is(Likeness::Unknown, true) || !is(Likeness::Other, true) {
            SpeakerVerdict::Unknown
        } else {
            SpeakerVerdict::Other
        }
    }

    /// Whether the names of a place are that person's, as far as its standing tells.
    pub fn verdict_of_names(&self, place: &Place) -> SpeakerVerdict {
        let voices = place.speakers.iter().map(|speaker| Voice {
            speaker,
            verbatim: place.standing != Standing::Prose,
            rule: Rule::default(),
        });
        self.verdict(&voices.collect::<Vec<_>>())
    }

    /// What a name in a source is to the person asked for.
    fn likeness(&self, name: &str) -> Likeness {
        if is_role(name) || is_role(self.name) {
            return Likeness::Unknown;
        }
        let holds = |wanted: &Vec<String>| self.speakers.holds(name, wanted);
        let known = self.speakers.number(name);
        let is_listed = known.is_some() && known == self.speakers.number(self.name);
        if self.wanted.iter().any(holds) || is_listed {
            return Likeness::Same;
        }
        let own = form(name);
        if let (Some(own), Some(asked)) = (&own, &self.form) {
            if own
                .spellings
                .iter()
                .any(|spelling| asked.spellings.contains(spelling))
            {
                return Likeness::Same;
            }
            if own.surname == asked.surname && differ_in_sex(own, asked) {
                return Likeness::Other;
            }
        }
        let own = parts(name);
        let is_near = |part: &String| self.parts.iter().any(|asked| may_be_spelled(part, asked));
        let shares = own.iter().any(is_near);
        if shares || self.has_initials(name) || is_handle(name) {
            Likeness::Unknown
        } else {
            Likeness::Other
        }
    }

    /// Whether a label may be the person's initials.
    fn has_initials(&self, label: &str) -> bool {
        let letters: String = label.chars().filter(|c| c.is_alphabetic()).collect();
        let initials = self.parts.iter().filter_map(|part| part.chars().next());
        letters.chars().count() <= MAX_INITIALS
            && letters.to_lowercase() == initials.collect::<String>()
    }
}

/// Whether the first given names show that two persons of one surname are not the same.
fn differ_in_sex(one: &Form, other: &Form) -> bool {
    let sex = |form: &Form| match form.given.first() {
        Some(Given::Word(word)) => sex_of_given_name(word),
        _ => None,
    };
    matches!((sex(one), sex(other)), (Some(one), Some(other)) if one != other)
}

/// Whether two parts of names are the same, or one name in two spellings: "Lindskog", "Lindskogh".
fn may_be_spelled(one: &str, other: &str) -> bool {
    let is_long = |part: &str| part.chars().count() >= MIN_SPELLED;
    one == other || (is_long(one) && is_long(other) && is_within(one, other, SPELLING_EDITS))
}

/// Whether a label may be what somebody is called in a chat rather than a name.
fn is_handle(label: &str) -> bool {
    !label.contains(char::is_whitespace) && !label.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{Asked, Voice};
    use crate::document::rule::Rule;
    use crate::speakers::Speakers;
    use crate::verify::report::SpeakerVerdict;

    fn check(asked: &str, voices: &[(&str, bool)], expected: SpeakerVerdict) {
        let speakers = Speakers::default();
        let asked = Asked::new(asked, &speakers).expect("a name");
        let voices: Vec<Voice<'_>> = voices
            .iter()
            .map(|(speaker, verbatim)| Voice {
                speaker,
                verbatim: *verbatim,
                rule: Rule::Label,
            })
            .collect();
        assert_eq!(asked.verdict(&voices), expected, "{voices:?}");
    }

    #[test]
    fn a_surname_and_a_title_are_the_same_person() {
        check("Anna Berg", &[("Anna Berg", true)], SpeakerVerdict::Same);
        check("berg", &[("Anna Berg", true)], SpeakerVerdict::Same);
        check(
            "Senator Anna Berg",
            &[("Anna Berg", true)],
            SpeakerVerdict::Same,
        );
        check("Berg, Anna", &[("ANNA BERG", true)], SpeakerVerdict::Same);
    }

    #[test]
    fn another_spelling_of_a_long_name_is_unknown() {
        check(
            "Yurasov",
            &[("Oleg Jurassov", true)],
            SpeakerVerdict::Unknown,
        );
        check("Berg", &[("Anna Burg", true)], SpeakerVerdict::Other);
    }

    #[test]
    fn another_person_is_another() {
        check("Anna Berg", &[("Karl Holm", true)], SpeakerVerdict::Other);
        check("Anna Berg", &[("Karl Berg", true)], SpeakerVerdict::Other);
        check(
            "Anna Berg",
            &[("Karl Holm", true), ("Anna Berg", true)],
            SpeakerVerdict::Same,
        );
    }

    #[test]
    fn what_may_be_the_person_is_unknown() {
        for label in [
            "Berg",
            "Mrs. Berg",
            "A. Berg",
            "President",
            "Speaker 2",
            "AB",
            "skipper7",
        ] {
            let expected = SpeakerVerdict::Unknown;
            if label == "Berg" {
                // A label that is short for a full name the index does not know.
                check("Anna Berg", &[("Berg", true)], expected);
            } else {
                check("Anna Berg", &[(label, true)], expected);
            }
        }
        check("Anna Berg", &[], SpeakerVerdict::Unknown);
        check("President", &[("Anna Berg", true)], SpeakerVerdict::Unknown);
    }

    #[test]
    fn what_prose_reports_is_reported() {
        check(
            "Anna Berg",
            &[("Anna Berg", false)],
            SpeakerVerdict::Reported,
        );
        check(
            "Anna Berg",
            &[("Karl Holm", false)],
            SpeakerVerdict::Unknown,
        );
    }
}
