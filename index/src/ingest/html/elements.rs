//! The elements that the reader must know, and words in their class names.
//!
//! `lists/elements.txt` has a line for each element: its name, `block` if it starts a block, and
//! `skipped` if its text is not part of the page's text. All other elements are transparent.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::ingest::markup::attribute;
use crate::text::word_list::{WordList, entries};

/// Class names of elements that hold the text of an article.
static ARTICLE_BODIES: WordList = WordList::new(include_str!("lists/article_bodies.txt"));

/// An element of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name, in lower case.
    pub name: &'static str,
    /// Whether it starts a block of its own.
    pub block: bool,
    /// Whether its text is not part of the page's text.
    pub skipped: bool,
}

/// The table, sorted by name.
static ELEMENTS: LazyLock<Vec<Element>> = LazyLock::new(|| {
    let element = |line: &'static str| {
        let (name, flags) = line.split_once(' ').unwrap_or((line, ""));
        let has = |flag: &str| flags.split(' ').any(|set| set == flag);
        Element {
            name,
            block: has("block"),
            skipped: has("skipped"),
        }
    };
    entries(include_str!("lists/elements.txt"))
        .map(element)
        .collect()
});

/// The element with this name, in any case. `None`: it is transparent.
pub fn element(name: &str) -> Option<&'static Element> {
    /// The longest names in the table are `blockquote` and `figcaption`.
    const MAX_BYTES: usize = 10;
    let mut lower = [0_u8; MAX_BYTES];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let found = ELEMENTS.binary_search_by(|element| element.name.as_bytes().cmp(lower));
    found.ok().map(|index| &ELEMENTS[index])
}

/// Whether one of an element's class names contains a word that `is_wanted` accepts.
///
/// Words are separated by anything but letters and digits, and are asked for in lower case. Class
/// names such as "has-sidebar" are about another element, and names such as "category-social" about
/// the subject of the text; they are ignored.
pub fn has_word(class: &str, is_wanted: impl Fn(&str) -> bool) -> bool {
    class.split_whitespace().any(|name| {
        let mut words = name.split(|c: char| !c.is_ascii_alphanumeric()).peekable();
        let about_another = words.peek().is_some_and(|first| {
            matches!(
                *first,
                "has" | "with" | "no" | "js" | "is" | "category" | "tag"
            )
        });
        !about_another && words.any(|word| is_wanted(&lower(word)))
    })
}

/// Whether markup calls an element an article or the text of one. Comments often are articles, too.
pub fn holds_article(element: &Element, attributes: &str, class: &str) -> bool {
    let body = || {
        matches!(element.name, "div" | "section")
            && (is_article_body(class)
                || attribute(attributes, "itemprop").as_deref() == Some("articleBody"))
    };
    (element.name == "article" || body()) && !has_word(class, |word| word == "comment")
}

/// Whether one of an element's class names says that it holds the text of an article.
fn is_article_body(class: &str) -> bool {
    class.split_whitespace().any(|name| {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        ARTICLE_BODIES.contains(&bare.to_ascii_lowercase())
    })
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, element, has_word, is_article_body};

    #[test]
    fn elements_are_found_in_any_case() {
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
        let check = |name, expected| {
            let found = element(name).map(|element| (element.block, element.skipped));
            assert_eq!(found, expected, "{name}");
        };
        check("P", Some((true, false)));
        check("aside", Some((true, true)));
        check("script", Some((false, true)));
        check("b", Some((false, false)));
        check("custom-element", None);
    }

    #[test]
    fn class_names_are_searched_by_words() {
        let check = |class, expected| {
            assert_eq!(
                has_word(class, |word| word == "sidebar"),
                expected,
                "{class}"
            );
        };
        check("main-sidebar wide", true);
        check("Sidebar", true);
        check("has-sidebar", false);
        check("sidebars", false);
        check("post category-sidebar tag-sidebar", false);
    }

    #[test]
    fn class_names_of_an_articles_text_are_known_however_they_are_spelled() {
        for class in [
            "wide article-body",
            "articleBody",
            "Article__Content",
            "entry-content",
        ] {
            assert!(is_article_body(class), "{class}");
        }
        for class in ["article", "post-content-ad", "body"] {
            assert!(!is_article_body(class), "{class}");
        }
    }
}
