//! Topics: the queries of a measurement, with what belongs to each.
//!
//! | form | recognised by | text |
//! |---|---|---|
//! | BEIR `queries.jsonl` | `{"_id":..,"text":..,"metadata":{..}}` | plain words |
//! | TREC topics | `<top>` `<num>` `<title>` | plain words |
//! | JSON Lines | `{"query":..}` and the optional keys below | a query |
//! | tagged | `{"query":..,"tags":[..]}` (search-benchmark-game) | a query; its words are `any` |
//! | lines | `query`, or `class<TAB>query`; in an evaluation `id<TAB>query` | a query |
//!
//! JSON Lines may also have `id`, `class`, `speaker`, `section`, `since`, `until`, `match` and
//! `limit`. The first line that is not blank decides the form. A topic without an id gets the
//! number of its line.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::Value;

use crate::measure::line::{BadLine, lines};
use crate::query::node::FieldFilter;
use crate::query::{Match, Query};

/// One query of a measurement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its name, unique among the topics.
    pub id: String,
    /// Which sort of query it is; empty if there are no sorts.
    pub class: String,
    /// What it asks.
    pub text: String,
    /// Whether `text` is plain words, in which nothing is an operator. `false`: the query language.
    pub plain: bool,
    /// Its metadata, by key. Numbers are there as they are written; lists and objects are left out.
    pub metadata: BTreeMap<String, String>,
    /// Only passages by this speaker.
    pub speaker: Option<String>,
    /// Only passages of this section.
    pub section: Option<String>,
    /// Only passages of this date or later.
    pub since: Option<String>,
    /// Only passages of this date or earlier.
    pub until: Option<String>,
    /// How many of its parts must be there, if it says so.
    pub matching: Option<Match>,
    /// How many passages, if it says so; 0 for all.
    pub limit: Option<usize>,
    /// Its line in the file, counted from 1.
    pub line: usize,
}

impl Topic {
    /// The query that it asks, its filters included. An error names the topic's line.
    pub fn query(&self) -> Result<Query, BadLine> {
        let bad = |message: String| BadLine::new(self.line, message);
        let mut query = if self.plain {
            Query::words(&self.text)
        } else {
            Query::parse(&self.text).map_err(|error| bad(error.message))?
        };
        if let Some(speaker) = &self.speaker {
            let filter = FieldFilter::speaker(speaker);
            let filter = filter.ok_or_else(|| bad(format!("the speaker {speaker} has no word")))?;
            query = query.filter_any(vec![filter]);
        }
        if let Some(section) = &self.section {
            let filter = FieldFilter::section(section);
            let filter = filter.ok_or_else(|| bad(format!("the section {section} has no word")))?;
            query = query.filter_any(vec![filter]);
        }
        for (date, sign) in [(&self.since, ">="), (&self.until, "<=")] {
            if let Some(date) = date {
                let filter = FieldFilter::date(&format!("{sign}{date}"));
                let message = "is no date (2024, 2024-03, 2024-03-05)";
                let filter = filter.map_err(|_| bad(format!("{date} {message}")))?;
                query = query.filter_any(vec![filter]);
            }
        }
        Ok(query)
    }
}

/// Reads topics of any form. A query that cannot be parsed is an error, and so is an id that occurs
/// twice.
///
/// ```
/// use onrecord_index::measure::topics::parse_topics;
/// let topics = parse_topics("phrase\t\"end the war\"\nword\ttroops\n").unwrap();
/// assert_eq!((topics[0].id.as_str(), topics[0].class.as_str()), ("1", "phrase"));
/// assert_eq!(parse_topics("troops\n\"end the war\n").unwrap_err().line, 2);
/// ```
pub fn parse_topics(text: &str) -> Result<Vec<Topic>, BadLine> {
    let first = lines(text).next().map_or("", |(_, line)| line.trim_start());
    let topics = if first.starts_with('{') {
        lines(text)
            .map(|(number, line)| record(number, line))
            .collect::<Result<Vec<_>, _>>()?
    } else if first.to_lowercase().starts_with("<top>") {
        trec(text)?
    } else {
        lines(text)
            .map(|(number, line)| plain_line(number, line))
            .collect::<Result<Vec<_>, _>>()?
    };
    let mut ids = HashSet::new();
    for topic in &topics {
        topic.query()?;
        if !ids.insert(&topic.id) {
            let message = format!("the id {} is on an earlier line already", topic.id);
            return Err(BadLine::new(topic.line, message));
        }
    }
    Ok(topics)
}

fn plain_line(number: usize, line: &str) -> Result<Topic, BadLine> {
    let (class, text) = line.split_once('\t').unwrap_or(("", line));
    if text.trim().is_empty() {
        return Err(BadLine::new(number, "there is no query behind the class"));
    }
    Ok(Topic {
        id: number.to_string(),
        class: class.trim().to_owned(),
        text: text.trim().to_owned(),
        line: number,
        ..Topic::default()
    })
}

/// A record of any of the three forms in JSON.
#[derive(Deserialize)]
struct Record {
    #[serde(alias = "_id")]
    id: Option<Value>,
    #[serde(alias = "cls")]
    class: Option<String>,
    text: Option<String>,
    query: Option<String>,
    tags: Option<Vec<String>>,
    #[serde(default)]
    metadata: BTreeMap<String, Value>,
    speaker: Option<String>,
    section: Option<String>,
    since: Option<String>,
    until: Option<String>,
    #[serde(rename = "match")]
    matching: Option<String>,
    limit: Option<usize>,
}

fn record(number: usize, line: &str) -> Result<Topic, BadLine> {
    let bad = |message: String| BadLine::new(number, message);
    let record: Record =
        serde_json::from_str(line).map_err(|error| bad(format!("no record: {error}")))?;
    let (text, plain) = match (record.query, record.text) {
        (Some(query), _) => (query, false),
        (None, Some(text)) => (text, true),
        (None, None) => {
            return Err(bad(
                "a record needs a `query` (or, in BEIR, a `text`)".into()
            ));
        }
    };
    let id = match record.id.as_ref() {
        None => number.to_string(),
        Some(id) => scalar(id).ok_or_else(|| bad("an id is a text or a number".into()))?,
    };
    let tagged = record.tags.is_some();
    let matching = match record.matching.as_deref() {
        None if tagged => Some(Match::Any),
        None | Some("") => None,
        Some("any") => Some(Match::Any),
        Some("all") => Some(Match::All),
        Some("tiers") => Some(Match::Tiers),
        Some(other) => return Err(bad(format!("match is any, all or tiers, not {other}"))),
    };
    let given = |value: Option<String>| value.filter(|value| !value.is_empty());
    let first_tag = record.tags.and_then(|tags| tags.into_iter().next());
    Ok(Topic {
        id,
        class: given(record.class).or(first_tag).unwrap_or_default(),
        text,
        plain,
        metadata: record
            .metadata
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), scalar(value)?)))
            .collect(),
        speaker: given(record.speaker),
        section: given(record.section),
        since: given(record.since),
        until: given(record.until),
        matching,
        limit: record.limit,
        line: number,
    })
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// TREC topics: tags are closed or not, `<num>` may say "Number:", `<title>` "Topic:"; what else
/// there is, is left alone. <https://trec.nist.gov/data/topics_eng/>
fn trec(text: &str) -> Result<Vec<Topic>, BadLine> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut open: Option<Topic> = None;
    let mut in_title = false;
    for (number, line) in lines(text) {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        if lower.starts_with("<top>") {
            open = Some(Topic {
                plain: true,
                line: number,
                ..Topic::default()
            });
            in_title = false;
            continue;
        }
        let Some(topic) = &mut open else {
            return Err(BadLine::new(number, "a TREC topic begins with <top>"));
        };
        if lower.starts_with("</top>") {
            if topic.id.is_empty() || topic.text.is_empty() {
                let message = "the topic that ends here has no <num> or no <title>";
                return Err(BadLine::new(number, message));
            }
            topics.extend(open.take());
        } else if lower.starts_with("<num>") {
            topic.id = content(line, "<num>", "</num>", "number:").to_owned();
            in_title = false;
        } else if lower.starts_with("<title>") {
            topic.text = content(line, "<title>", "</title>", "topic:").to_owned();
            in_title = !lower.contains("</title>");
        } else if lower.starts_with('<') {
            in_title = false;
        } else if in_title {
            if !topic.text.is_empty() {
                topic.text.push(' ');
            }
            topic.text.push_str(content(line, "", "</title>", ""));
            in_title = !lower.contains("</title>");
        }
    }
    match open {
        Some(topic) => Err(BadLine::new(topic.line, "the topic has no </top>")),
        None => Ok(topics),
    }
}

/// The text after a tag and its label, up to the closing tag.
fn content<'a>(line: &'a str, tag: &str, closing: &str, label: &str) -> &'a str {
    let mut rest = line[tag.len()..].trim();
    // Tags are ASCII, so their places are the same in lower case.
    if let Some(end) = rest.to_ascii_lowercase().find(closing) {
        rest = rest[..end].trim_end();
    }
    match rest.get(..label.len()) {
        Some(head) if head.eq_ignore_ascii_case(label) => rest[label.len()..].trim_start(),
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::parse_topics;
    use crate::query::Match;

    /// Each topic as `id|class|text`.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = parse_topics(text)
            .expect("topics")
            .into_iter()
            .map(|topic| format!("{}|{}|{}", topic.id, topic.class, topic.text))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    fn check_error(text: &str, expected: &str) {
        let error = parse_topics(text).expect_err(text);
        assert_eq!(error.to_string(), expected, "{text}");
    }

    #[test]
    fn lines_are_queries_with_or_without_a_class() {
        check(
            "troops\n\nor\twar OR peace\n",
            &["1||troops", "3|or|war OR peace"],
        );
    }

    #[test]
    fn beir_topics_are_plain_words_with_metadata() {
        let topic = r#"{"_id": "q1", "text": "What? (a \"b", "metadata": {"doc": "m", "turn": 3, "x": []}}"#;
        check(topic, &["q1||What? (a \"b"]);
        let topic = parse_topics(topic).expect("topics").remove(0);
        assert!(topic.plain);
        assert_eq!(topic.metadata["turn"], "3");
        assert_eq!(topic.metadata.len(), 2);
    }

    #[test]
    fn tagged_queries_are_named_by_line_and_first_tag() {
        let tagged = "{\"query\": \"+a +b\", \"tags\": [\"intersection\", \"global\"]}\n\
                      {\"query\": \"a b\", \"tags\": [\"union\"]}\n";
        check(tagged, &["1|intersection|+a +b", "2|union|a b"]);
        let topics = parse_topics(tagged).expect("topics");
        assert_eq!(topics[1].matching, Some(Match::Any));
    }

    #[test]
    fn records_bring_filters_and_limits() {
        let text = r#"{"id":7,"class":"f","query":"war","speaker":"berg","since":"2024","match":"all","limit":3}"#;
        check(text, &["7|f|war"]);
        let topic = parse_topics(text).expect("topics").remove(0);
        assert_eq!((topic.matching, topic.limit), (Some(Match::All), Some(3)));
        assert_eq!(topic.query().expect("a query").filters().len(), 2);
    }

    #[test]
    fn trec_topics_with_open_or_closed_tags() {
        let text = "<top>\n<num> Number: 301\n<title> Topic: Organized\ncrime\n\n<desc> Description:\nWho?\n</top>\n\
                    <TOP>\n<num>302</num>\n<title>Polio</title>\n</TOP>\n";
        check(text, &["301||Organized crime", "302||Polio"]);
    }

    #[test]
    fn a_bad_line_is_named() {
        check_error(
            "a\n\"b",
            &parse_topics("a\n\"b").expect_err("open").to_string(),
        );
        assert_eq!(parse_topics("a\n(b").expect_err("open").line, 2);
        check_error("or\t", "line 1: there is no query behind the class");
        check_error(
            "{\"query\":\"a\"}\n{\"id\":\"x\"}",
            "line 2: a record needs a `query` (or, in BEIR, a `text`)",
        );
        check_error(
            "{\"query\":\"a\",\"match\":\"most\"}",
            "line 1: match is any, all or tiers, not most",
        );
        check_error(
            "{\"query\":\"a\",\"id\":1}\n{\"query\":\"b\",\"id\":\"1\"}",
            "line 2: the id 1 is on an earlier line already",
        );
        check_error(
            "{\"query\":\"a\",\"since\":\"May\"}",
            "line 1: May is no date (2024, 2024-03, 2024-03-05)",
        );
        check_error(
            "<top>\n<num> 1\n<title> a\n",
            "line 1: the topic has no </top>",
        );
    }
}
