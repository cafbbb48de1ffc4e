//! Reporting verbs: all their forms, and what each verb takes as its content.
//!
//! A verb is listed if newspapers use it to say that somebody uttered something. Verbs of belief
//! and wish ("believes", "hopes") are not listed, as what they report was not said. "Berg thinks"
//! is how newspapers report an opinion; "I think" and "Berg thought" count only next to a
//! quotation. Forms are made by rule, and irregular ones are listed.

use std::collections::HashSet;

use crate::text::word_list::{WordList, entries};

/// What a form of a reporting verb tells the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    /// Which form of its verb it is.
    pub(crate) form: Form,
    /// What its verb takes as content.
    pub(crate) frame: Frame,
    /// The form is a noun or adjective as well: "claims", "a report". It reports only right after a
    /// subject.
    pub(crate) noun: bool,
}

/// Which form of its verb a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// say
    Base,
    /// says
    Present,
    /// said, and a past participle that differs from it: written
    Past,
    /// saying
    Ing,
}

/// What a reporting verb takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Anything: a clause with or without "that", a quotation, an object ("announced the move").
    Any,
    /// A clause with or without "that", a question, an infinitive, a quotation; not an object alone
    /// ("declared victory").
    Clause,
    /// As [`Frame::Any`], after the listener: "told reporters that".
    Tell,
    /// As [`Frame::Tell`], but only before "that", "to", a colon, a quotation or a preposition:
    /// "assured", "urged".
    Urge,
    /// An object with what is said about it: "called him a coward", "criticized the plan".
    Object,
    /// Only a clause with "that", a colon or a quotation: "found that".
    That,
    /// Only a quotation: "continued", "laughed".
    Quote,
    /// A preposition and its object: "spoke about", "pointed to".
    About,
}

/// The base forms of all reporting verbs. A verb is in one list; a form that two verbs share
/// belongs to the earlier list.
const VERBS: [(&str, Frame); 8] = [
    (include_str!("lists/reporting_any.txt"), Frame::Any),
    (include_str!("lists/reporting_clause.txt"), Frame::Clause),
    (include_str!("lists/reporting_tell.txt"), Frame::Tell),
    (include_str!("lists/reporting_urge.txt"), Frame::Urge),
    (include_str!("lists/reporting_object.txt"), Frame::Object),
    (include_str!("lists/reporting_that.txt"), Frame::That),
    (include_str!("lists/reporting_about.txt"), Frame::About),
    (include_str!("lists/reporting_quote.txt"), Frame::Quote),
];

/// Verbs with forms that no rule makes: base, present, past, -ing form, and the past participle if
/// it differs.
static IRREGULAR: WordList = WordList::new(include_str!("lists/irregular_verbs.txt"));

/// Forms that are nouns or adjectives as well.
static NOUNS: WordList = WordList::new(include_str!("lists/verb_forms_as_nouns.txt"));

/// Every form of every reporting verb, in lower case and once only.
pub(crate) fn forms() -> Vec<(String, Cue)> {
    let mut all: Vec<(String, Cue)> = Vec::new();
    let mut seen = HashSet::new();
    for (verbs, frame) in VERBS {
        for (form, word) in entries(verbs).flat_map(inflect) {
            if seen.insert(word.clone()) {
                let noun = NOUNS.contains(&word);
                all.push((word, Cue { form, frame, noun }));
            }
        }
    }
    all
}

/// The forms of a verb, which may repeat: the past of "read" is "read".
fn inflect(verb: &str) -> Vec<(Form, String)> {
    let irregular = IRREGULAR
        .entries()
        .iter()
        .map(|line| line.split(' '))
        .find(|forms| forms.clone().next() == Some(verb));
    if let Some(forms) = irregular {
        let kinds = [Form::Base, Form::Present, Form::Past, Form::Ing, Form::Past];
        return kinds.into_iter().zip(forms.map(str::to_owned)).collect();
    }
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let consonant_y = verb
        .strip_suffix('y')
        .filter(|head| !head.ends_with(['a', 'e', 'o', 'u']));
    let present = match consonant_y {
        Some(head) => format!("{head}ies"),
        None if verb.ends_with(['s', 'x']) || verb.ends_with("sh") || verb.ends_with("ch") => {
            format!("{verb}es")
        }
        None => format!("{verb}s"),
    };
    let past = consonant_y.map_or_else(|| format!("{stem}ed"), |head| format!("{head}ied"));
    vec![
        (Form::Base, verb.to_owned()),
        (Form::Present, present),
        (Form::Past, past),
        (Form::Ing, format!("{stem}ing")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Form, IRREGULAR, NOUNS, VERBS, forms};
    use crate::text::word_list::entries;

    fn check(word: &str, expected: Option<Form>) {
        let found = forms()
            .into_iter()
            .find(|(form, _)| form == word)
            .map(|(_, cue)| cue.form);
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn forms_are_made_by_rule_or_listed() {
        check("said", Some(Form::Past));
        check("denies", Some(Form::Present));
        check("noted", Some(Form::Past));
        check("arguing", Some(Form::Ing));
        check("stresses", Some(Form::Present));
        check("quipped", Some(Form::Past));
        check("written", Some(Form::Past));
        check("conveyed", None);
    }

    #[test]
    fn beliefs_do_not_report() {
        check("believes", None);
        check("hoped", None);
    }

    #[test]
    fn every_verb_has_one_frame() {
        let mut seen = HashSet::new();
        for verb in VERBS.iter().flat_map(|(verbs, _)| entries(verbs)) {
            assert!(seen.insert(verb), "{verb} is listed twice");
        }
    }

    #[test]
    fn irregular_verbs_and_nouns_belong_to_reporting_verbs() {
        let all: HashSet<String> = forms().into_iter().map(|(form, _)| form).collect();
        for line in IRREGULAR.entries() {
            for form in line.split(' ') {
                assert!(
                    all.contains(form),
                    "{form} is not a form of a reporting verb"
                );
            }
        }
        for noun in NOUNS.entries() {
            assert!(
                all.contains(*noun),
                "{noun} is not a form of a reporting verb"
            );
        }
    }
}
