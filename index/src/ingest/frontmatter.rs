//! Front matter: the title, date, language and speakers of a Markdown file, between two lines of
//! `---`.
//!
//! It supports the part of YAML that such files use: `key: value`, quoted values, `[a, b]`, and
//! lists of `- item` lines. Other lines and other keys are ignored.

use crate::ingest::date::given_date;
use crate::ingest::lang;
use crate::ingest::outline::page::{Page, PageOrigin};
use crate::ingest::sink::Sink;

/// The front matter of a file, and the byte at which its text starts.
pub fn front_matter(text: &str, sink: &mut dyn Sink) -> (Page, usize) {
    let mut page = Page::default();
    let Some(end) = extent(text) else {
        return (page, 0);
    };
    page.origin = PageOrigin::FrontMatter;
    let mut list: Option<String> = None;
    for (number, line) in (1..).zip(text[..end].lines()).skip(1) {
        if let Some(item) = line
            .trim_start()
            .strip_prefix("- ")
            .filter(|_| list.is_some())
        {
            if matches!(list.as_deref(), Some("speakers" | "speaker")) {
                add_speaker(&mut page, item);
            }
            continue;
        }
        if line.starts_with([' ', '\t', '#']) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        match key.as_str() {
            "title" => {
                page.title = Some(unquoted(value).to_owned()).filter(|title| !title.is_empty())
            }
            "date" => page.date = given_date(unquoted(value), Some(number), sink),
            "lang" | "language" => page.lang = lang::given(unquoted(value)),
            "speakers" | "speaker" => match value.strip_prefix('[') {
                Some(inner) => items(inner.trim_end_matches(']'))
                    .into_iter()
                    .for_each(|name| add_speaker(&mut page, &name)),
                None => add_speaker(&mut page, value),
            },
            _ => {}
        }
        list = value.is_empty().then_some(key);
    }
    (page, end)
}

/// The byte after the closing line of the front matter. `None` if there is no front matter.
fn extent(text: &str) -> Option<usize> {
    // Longer front matter is a story that starts with a rule.
    const FRONT_BYTES: usize = 64 << 10;
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" || !first.ends_with('\n') {
        return None;
    }
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        if at > FRONT_BYTES {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some(at);
        }
        let bare = line.trim_end();
        let known = bare.is_empty()
            || bare.starts_with([' ', '\t', '#', '-', ']', '}'])
            || bare.contains(':');
        if !known {
            return None;
        }
    }
    None
}

fn add_speaker(page: &mut Page, name: &str) {
    let name = unquoted(name);
    if !name.is_empty() && !page.speakers.iter().any(|known| known == name) {
        page.speakers.push(name.to_owned());
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value
            .strip_prefix(quote)
            .and_then(|inner| inner.strip_suffix(quote))
        {
            return inner.trim();
        }
    }
    value
}

/// The items of a list `a, b`. Commas inside quotation marks do not separate items.
fn items(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut quote = None;
    for c in list.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'')
                && items.last().is_some_and(|item| item.trim().is_empty()) =>
            {
                quote = Some(c)
            }
            None if c == ',' => items.push(String::new()),
            _ => {
                if let Some(item) = items.last_mut() {
                    item.push(c);
                }
            }
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::front_matter;
    use crate::ingest::sink::Collected;

    fn check(text: &str, title: Option<&str>, speakers: &[&str], body: &str) {
        let (page, end) = front_matter(text, &mut Collected::default());
        assert_eq!((page.title.as_deref(), &text[end..]), (title, body));
        assert_eq!(page.speakers, speakers);
    }

    #[test]
    fn speakers_are_read_from_lists_of_either_form() {
        check(
            "---\ntitle: 'The quay'\nspeakers: ['Anna Berg', \"Holm, Karl\"]\n---\nText",
            Some("The quay"),
            &["Anna Berg", "Holm, Karl"],
            "Text",
        );
        check(
            "---\nspeakers:\n  - Anna Berg\n  - Karl Holm\ntags:\n  - sea\n---\nText",
            None,
            &["Anna Berg", "Karl Holm"],
            "Text",
        );
        check(
            "---\nspeaker: Anna Berg\ndate: 2024-03-11\n---\n",
            None,
            &["Anna Berg"],
            "",
        );
    }

    #[test]
    fn a_date_that_does_not_exist_is_reported_with_its_line() {
        let mut sink = Collected::default();
        let text = "---\ntitle: The quay\ndate: 2024-02-31\n---\nText";
        assert_eq!(front_matter(text, &mut sink).0.date, None);
        assert_eq!(
            sink.problems[0].to_string(),
            "line 3: date `2024-02-31` does not exist; left out"
        );
    }

    #[test]
    fn a_rule_at_the_start_is_not_front_matter() {
        check(
            "---\nThe harbour is full.\n---\nText",
            None,
            &[],
            "---\nThe harbour is full.\n---\nText",
        );
        check("---\ntitle: open", None, &[], "---\ntitle: open");
    }
}
