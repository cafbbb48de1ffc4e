//! Which elements hold text that is not part of the page's text: scripts, menus, notices.

use crate::ingest::html::elements::{Element, has_word};
use crate::ingest::markup::attribute;
use crate::text::word_list::WordList;

/// Words in class names and identifiers of boilerplate.
static CLASSES: WordList = WordList::new(include_str!("lists/boilerplate_classes.txt"));

/// Values of `role` for boilerplate.
static ROLES: WordList = WordList::new(include_str!("lists/boilerplate_roles.txt"));

/// Whether an element's text is skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skip {
    /// Its text is read.
    #[default]
    No,
    /// Its name, its role, or that it is hidden says so.
    Always,
    /// Only a word in its class name or identifier says so, which may be misleading.
    ByClass,
}

impl Skip {
    /// Whether an element is skipped for its name, its role, or because it is hidden.
    pub fn of_markup(element: &Element, attributes: &str) -> Skip {
        let skipped = element.skipped
            || is_hidden(attributes)
            || has(attributes, "role", |value| ROLES.contains(value));
        if skipped { Skip::Always } else { Skip::No }
    }

    /// Whether nobody sees an element's text: it is hidden, a script, or part of a control.
    pub fn unseen(element: &Element, attributes: &str) -> Skip {
        let unseen = (element.skipped && !element.block) || is_hidden(attributes);
        if unseen { Skip::Always } else { Skip::No }
    }

    /// Whether an element is skipped for its class or identifier.
    ///
    /// `in_article`: it is inside `<article>` or `<main>`. A header there holds the headline, and
    /// so does one of an article or post by its class. One elsewhere holds the name of the site.
    pub fn of_class(element: &Element, attributes: &str, class: &str, in_article: bool) -> Skip {
        let is_boilerplate = |names: &str| has_word(names, |word| CLASSES.contains(word));
        let whole_page = matches!(element.name, "html" | "body" | "main" | "article");
        let of_text = |word: &str| matches!(word, "article" | "entry" | "post" | "story");
        let site_header = element.name == "header" && !in_article && !has_word(class, of_text);
        let skipped = !whole_page
            && (site_header
                || is_boilerplate(class)
                || attribute(attributes, "id").is_some_and(|id| is_boilerplate(&id)));
        if skipped { Skip::ByClass } else { Skip::No }
    }
}

/// Whether an element is hidden.
fn is_hidden(attributes: &str) -> bool {
    has(attributes, "hidden", |value| matches!(value, "" | "hidden"))
        || has(attributes, "aria-hidden", |value| value == "true")
}

/// Whether an attribute has a value that is wanted.
fn has(attributes: &str, key: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    attributes.contains(key) && attribute(attributes, key).is_some_and(|value| is_wanted(&value))
}
