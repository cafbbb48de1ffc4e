//! The templates of the page. They escape whatever they show.

use anyhow::Context;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;

use crate::print::number;

/// Each template with its text.
const TEMPLATES: [(&str, &str); 11] = [
    ("base.html", include_str!("templates/base.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("start.html", include_str!("templates/start.html")),
    ("search.html", include_str!("templates/search.html")),
    ("passage.html", include_str!("templates/passage.html")),
    ("document.html", include_str!("templates/document.html")),
    ("speaker.html", include_str!("templates/speaker.html")),
    ("list.html", include_str!("templates/list.html")),
    ("draft.html", include_str!("templates/draft.html")),
    ("api.html", include_str!("templates/api.html")),
    ("problem.html", include_str!("templates/problem.html")),
];

pub(super) struct Templates(Environment<'static>);

impl Templates {
    /// Compiles them. Fails if one has a mistake.
    pub fn new() -> anyhow::Result<Templates> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.add_filter("number", |value: u64| number::number(value));
        environment.add_filter("clock", |value: u64| number::clock(value));
        for (name, text) in TEMPLATES {
            let added = environment.add_template(name, text);
            added.with_context(|| format!("the template {name}"))?;
        }
        Ok(Templates(environment))
    }

    /// A page with what it shows.
    pub fn render(&self, name: &str, shown: &Value) -> anyhow::Result<String> {
        Ok(self.0.get_template(name)?.render(shown)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{TEMPLATES, Templates};

    #[test]
    fn every_template_compiles_and_escapes() {
        let templates = Templates::new().expect("templates");
        let hostile = "\"><img src=x onerror=y>";
        let hit = json!({
            "text": hostile, "doc": hostile, "path": hostile, "section": [hostile],
            "people": [{"name": hostile, "href": "/"}],
            "segments": [{"text": hostile, "mark": true}],
            "document": {"name": hostile, "href": "/"},
        });
        let shown = json!({
            "title": "<script>alert(1)</script>", "query": hostile, "path": hostile,
            "name": hostile, "draft": hostile, "checked": true,
            "problem": {"detail": "</title><script>", "parts": {"wrong": hostile}},
            "status": {"passages": 1, "documents": 1, "with_speaker": 1},
            "speakers": [], "documents": [], "api": {"paths": {}},
            "first": 1, "last": 1, "total": 1, "speakers_total": 0, "documents_total": 0,
            "answer": {"total": 1, "every": 1, "hits": [hit], "hints": [hostile]},
            "quotes": [hit], "chips": [{"value": hostile}], "kept": [{"value": hostile}],
            "pieces": [{"text": hostile, "number": 1}],
            "verdicts": [{"words": "exact", "edits": [{"quote_text": hostile}]}],
            "totals": {"checked": 1, "rejected": 0, "short": 0},
        });
        for (name, text) in TEMPLATES {
            assert!(
                !text.contains("|safe") && !text.contains(" style="),
                "{name}"
            );
            if !text.contains("extends") {
                continue;
            }
            let page = templates.render(name, &shown).expect("a page");
            assert!(!page.contains("<script>alert"), "{name}");
            assert!(!page.contains("<img src=x"), "{name}");
        }
    }
}
