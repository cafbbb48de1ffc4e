//! Why words that name the source of an English utterance name no person.

use crate::attribution::name::parts::{NameKind, ends_organisation, is_acronym, kind};
use crate::attribution::people::evidence::Signs;
use crate::attribution::people::mentions::Names;
use crate::attribution::people::register::Register;
use crate::attribution::phrase::head::{Head, head};
use crate::attribution::refusal::{Reason, Refusal};
use crate::attribution::story::reading::Reading;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::attribution::words::scan::{self, Token};

/// What each sign against a person is, the strongest first.
const SIGNS: [(Signs, &str); 10] = [
    (Signs::BODY_DESCRIBED, "described as a body"),
    (Signs::LISTED, "an example of bodies (\"such as\")"),
    (Signs::JOINED, "\"&\" beside it"),
    (Signs::ITS, "\"its\" in the same clause"),
    (Signs::EMPLOYER, "somebody is head of it"),
    (Signs::IT, "\"it\" in the same clause"),
    (Signs::WEAK_IT, "\"it\" in the same clause"),
    (Signs::WHICH, "\"which\" behind it"),
    (Signs::BODY_BEFORE, "a noun for a body before it"),
    (Signs::RENAMED, "the next sentence calls it a body"),
];

/// What each list of words holds.
const LISTS: [(Class, &str); 6] = [
    (Class::ORG, "organisations"),
    (Class::BRAND, "companies, newspapers and parties"),
    (Class::PLACE, "places"),
    (Class::ROLES, "groups of people"),
    (Class::TEXT, "texts"),
    (Class::TIME, "times"),
];

/// Finds out, from the names of a story, why a source is nobody.
pub(crate) fn english_refusals<'a>(paragraphs: &'a [&'a str]) -> Reason<'a> {
    let mut names = Names::default();
    let mut buffer = Vec::new();
    for text in paragraphs {
        Reading::new(text, true, &mut names, &mut buffer);
    }
    let register = Register::new(&names);
    Box::new(move |source| reason(source, &names, &register))
}

fn reason(source: &str, names: &Names<'_>, register: &Register) -> Option<Refusal> {
    let mut tokens: Vec<Token> = Vec::new();
    scan::read(source, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
    let first = tokens.first()?;
    if tokens.len() == 1 && first.has(Class::ANY_PRONOUN) {
        return Some(Refusal::Pronoun(source.to_owned()));
    }
    let Some(Head::Name(start, end)) = head(source, &tokens, 0, tokens.len()) else {
        return Some(Refusal::NoName(source.to_owned()));
    };
    let name = &source[tokens[start].start..tokens[end - 1].end];
    let namesakes = register.namesakes(name);
    if namesakes.len() > 1 {
        return Some(Refusal::Several(namesakes));
    }
    let words: Vec<&str> = (start..end)
        .map(|at| &source[tokens[at].start..tokens[at].end])
        .collect();
    let has_title = start > 0 && tokens[start - 1].has(Class::TITLE_OR_ROLE);
    if !has_title && kind(&words) == NameKind::Other {
        return Some(listed(&words).unwrap_or_else(|| Refusal::Unsure(name.to_owned())));
    }
    let has_article = start > 0 && tokens[start - 1].has(Class::DET);
    if !has_title && has_article {
        return Some(Refusal::Article(name.to_owned()));
    }
    let sign = register.is_body(name).then(|| {
        let signs = names.found.get(name).map(|found| found.signs)?;
        let shown = SIGNS.iter().find(|(sign, _)| signs.contains(*sign));
        shown.map(|(_, text)| Refusal::Sign(text))
    });
    let sign = sign.flatten();
    Some(sign.unwrap_or_else(|| Refusal::Unsure(name.to_owned())))
}

/// The word of a name that a list holds, the last one first, as it says most.
fn listed(words: &[&str]) -> Option<Refusal> {
    let found = words.iter().rev().find_map(|word| {
        let list = LISTS.iter().find(|(of, _)| class(word).intersects(*of));
        let ending = || ends_organisation(word).then_some("organisations");
        let name = list.map(|(_, name)| *name).or_else(ending);
        let acronym = || is_acronym(word).then_some("capitals only");
        name.or_else(acronym).map(|list| (*word, list))
    });
    found.map(|(word, list)| Refusal::Listed {
        word: word.to_owned(),
        list,
    })
}
