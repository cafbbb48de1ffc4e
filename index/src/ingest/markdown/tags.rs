//! HTML inside Markdown: removes the tags, which Markdown passes through as they are.
//!
//! Enough for comments, images and the markup of a sentence. A whole page is read by `html`.

use crate::ingest::block::push_squeezed;

/// The words of a block of HTML, without comments, scripts and style sheets.
pub fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_squeezed(&mut text, &rest[..open]);
        let tag = &rest[open..];
        let close = if tag.starts_with("<!--") {
            tag.find("-->").map(|at| at + 3)
        } else if starts_with_tag(tag, "script") {
            tag.find("</script>").map(|at| at + 9)
        } else if starts_with_tag(tag, "style") {
            tag.find("</style>").map(|at| at + 8)
        } else {
            tag.find('>').map(|at| at + 1)
        };
        push_squeezed(&mut text, " ");
        match close {
            Some(close) => rest = &tag[close..],
            None => return text.trim().to_owned(),
        }
    }
    push_squeezed(&mut text, rest);
    text.trim().to_owned()
}

fn starts_with_tag(tag: &str, name: &str) -> bool {
    tag.get(1..=name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
}
