//! The elements of a page that need to be known, and the words in names of classes that tell of furniture.

/// Elements that need to be known; all others are passed over as if they were not there.
#[rustfmt::skip]
pub const KNOWN: &[&str] = &[
    "a", "abbr", "address", "article", "aside", "audio", "b", "blockquote", "body", "button", "canvas", "caption",
    "center", "cite", "code", "datalist", "dd", "details", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption",
    "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "i",
    "iframe", "label", "legend", "li", "main", "map", "menu", "nav", "noembed", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "p", "picture", "pre", "q", "s", "script", "section", "select", "small", "span", "strike",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
    "thead", "title", "tr", "u", "ul", "video", "xmp",
];

pub const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

pub const SKIPPED: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "dialog", "footer", "head", "iframe", "menu",
    "nav", "noembed", "noframes", "noscript", "object", "option", "script", "select", "style",
    "svg", "template", "textarea", "video",
];

/// Words in the names of classes that tell of furniture.
pub const FURNITURE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popup",
    "promo",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "subscribe",
    "toolbar",
    "trending",
];

/// The name of an element, if it is one that matters.
pub fn known(name: &str) -> Option<&'static str> {
    const LONGEST: usize = 10;
    let mut lower = [0_u8; LONGEST];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN
        .binary_search_by(|known| known.as_bytes().cmp(lower))
        .ok()
        .map(|index| KNOWN[index])
}

/// Whether the names of an element's classes hold one of these words. "has-sidebar" speaks of something else.
pub fn has_word(class: &str, words: &[&str]) -> bool {
    class.split_whitespace().any(|name| {
        let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric()).peekable();
        let about_another = parts
            .peek()
            .is_some_and(|first| matches!(*first, "has" | "with" | "no" | "js" | "is"));
        !about_another && parts.any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
    })
}
