//! Why words that name the source of a German, French or Spanish utterance name no person.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::lexicon::lexicon;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::Head;
use crate::attribution::languages::register::Register;
use crate::attribution::languages::story::Story;
use crate::attribution::languages::table::{TABLES, Table};
use crate::attribution::languages::tokens::Sentences;
use crate::attribution::refusal::{Reason, Refusal};

/// What each list of nouns holds.
const LISTS: [(Class, &str); 3] = [
    (Class::ORGANISATION, "organisations"),
    (Class::PLACE, "places"),
    (Class::TEXT, "texts"),
];

/// Finds out, from the names of a story, why a source is nobody. `None` for a language without
/// lists.
pub(crate) fn other_refusals<'a>(lang: &str, paragraphs: &'a [&'a str]) -> Option<Reason<'a>> {
    let table = TABLES.into_iter().find(|table| table.code == lang)?;
    let register = Story::read(table, paragraphs).into_register();
    Some(Box::new(move |source| reason(source, table, &register)))
}

fn reason(source: &str, table: &'static Table, register: &Register) -> Option<Refusal> {
    let lexicon = lexicon(table);
    let mut tokens = Vec::new();
    Sentences::new(source, (0, source.len()), &[], lexicon).next_into(&mut tokens);
    let names = Names {
        text: source,
        tokens: &tokens,
        lexicon,
    };
    let no_name = || Refusal::NoName(source.to_owned());
    let Some(phrase) = names.phrase(0) else {
        return Some(no_name());
    };
    let name = match phrase.head {
        Head::Pronoun(_) => return Some(Refusal::Pronoun(source.to_owned())),
        Head::Noun(class) => {
            let listed = LISTS.iter().find(|(list, _)| class.intersects(*list));
            let refusal = listed.map(|(_, list)| Refusal::Listed {
                word: source.to_owned(),
                list,
            });
            return Some(refusal.unwrap_or_else(no_name));
        }
        Head::Name { first, last, .. } => names.name(first, last),
        Head::Surname(at) => names.word(at).to_owned(),
    };
    let namesakes = register.namesakes(&name);
    Some(if namesakes.len() > 1 {
        Refusal::Several(namesakes)
    } else {
        Refusal::Unsure(name)
    })
}
