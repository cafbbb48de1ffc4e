//! How well an index's ranking answers judged topics.
//!
//! Every judged topic is searched; its text is taken as plain words. Records are judged by their
//! `source_id`, a passage without one by its paragraph's id. A paragraph that was cut counts once,
//! at the rank of its best part.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::hit::Passage;
use crate::measure::bootstrap::mean_interval;
use crate::measure::metrics::Metric;
use crate::measure::qrels::Qrels;
use crate::measure::run::Ranking;
use crate::measure::topics::Topic;
use crate::query::node::FieldFilter;
use crate::query::{Match, Query};
use crate::searcher::{Meaning, Property, Request, Searcher};

/// How topics are searched and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalOptions {
    /// How many of a topic's words must be there. Default: tiers, as in a search.
    pub matching: Match,
    /// How many records are retrieved for each topic. Default: 1,000, as in TREC.
    pub depth: usize,
    /// Restrict each topic to passages whose property equals the topic's metadata under a key.
    /// Default: none.
    pub filters: Vec<(Property, String)>,
    /// Which figures. Default: [`Metric::STANDARD`].
    pub metrics: Vec<Metric>,
    /// Seed of the intervals. Default: 1.
    pub seed: u64,
    /// Whether meaning counts, too. Default: no.
    pub meaning: Option<Meaning>,
}

impl Default for EvalOptions {
    fn default() -> EvalOptions {
        EvalOptions {
            matching: Match::Tiers,
            depth: 1_000,
            filters: Vec::new(),
            metrics: Metric::STANDARD.to_vec(),
            seed: 1,
            meaning: None,
        }
    }
}

/// The mean of a figure over the judged topics, with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Estimate {
    /// Over all judged topics.
    pub mean: f64,
    /// Lower end of the interval; see [`mean_interval`].
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// How well the judged topics were answered. As JSON:
/// `{"metrics":{"ndcg@10":{"mean":..,"low":..,"high":..}},"queries":..}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// By name; see [`Metric`].
    pub metrics: BTreeMap<String, Estimate>,
    /// How many topics are judged. One that was not found among the topics counts with 0.
    pub queries: usize,
    /// The figures of each judged topic: what is saved to be compared with.
    #[serde(skip)]
    pub of_topics: TopicFigures,
    /// What was found for each judged topic: a run; see
    /// [`write_run`](crate::measure::run::write_run).
    #[serde(skip)]
    pub rankings: Vec<Ranking>,
    /// Judged topics that are not among the topics.
    #[serde(skip)]
    pub missing: Vec<String>,
    /// Judged topics that lack a metadata key that a filter asks for; nothing was found for them.
    #[serde(skip)]
    pub unfiltered: Vec<String>,
}

/// The figures of each judged topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopicFigures {
    /// Names of the figures.
    pub metrics: Vec<String>,
    /// The figures of each topic, by its id, in the order of the names.
    pub topics: BTreeMap<String, Vec<f64>>,
}

/// Searches every judged topic and judges what is found.
///
/// Fails if the index cannot be read.
pub fn evaluate(
    searcher: &Searcher,
    topics: &[Topic],
    qrels: &Qrels,
    options: &EvalOptions,
) -> Result<Evaluation> {
    let is_judged = |id: &str| qrels.topics.contains_key(id);
    // `id<TAB>query` has the form of `class<TAB>query`: the judgements tell which it is.
    let by_class = !topics.iter().any(|topic| is_judged(&topic.id))
        && topics.iter().any(|topic| is_judged(&topic.class));
    let by_id: HashMap<&str, &Topic> = topics
        .iter()
        .map(|topic| {
            (
                if by_class { &topic.class } else { &topic.id }.as_str(),
                topic,
            )
        })
        .collect();
    let mut evaluation = Evaluation::default();
    for id in qrels.topics.keys() {
        let Some(topic) = by_id.get(id.as_str()) else {
            evaluation.missing.push(id.clone());
            continue;
        };
        let records = match wanted_values(topic, options) {
            Some(values) => retrieve(searcher, topic, &values, options)?,
            None => {
                evaluation.unfiltered.push(id.clone());
                Vec::new()
            }
        };
        evaluation.rankings.push(Ranking {
            topic: id.clone(),
            records,
        });
    }
    judge(&mut evaluation, qrels, options);
    Ok(evaluation)
}

/// The figures of rankings made elsewhere, over every judged topic.
fn judge(evaluation: &mut Evaluation, qrels: &Qrels, options: &EvalOptions) {
    let found: HashMap<&str, &[String]> = evaluation
        .rankings
        .iter()
        .map(|ranking| (ranking.topic.as_str(), &ranking.records[..]))
        .collect();
    for (id, grades) in &qrels.topics {
        let ranking = found.get(id.as_str()).copied().unwrap_or_default();
        let figures = options.metrics.iter();
        let figures = figures.map(|metric| metric.of(ranking, grades)).collect();
        evaluation.of_topics.topics.insert(id.clone(), figures);
    }
    evaluation.of_topics.metrics = options.metrics.iter().map(Metric::to_string).collect();
    evaluation.queries = qrels.topics.len();
    for (number, metric) in options.metrics.iter().enumerate() {
        let values: Vec<f64> = evaluation
            .of_topics
            .topics
            .values()
            .map(|figures| figures[number])
            .collect();
        let interval = mean_interval(&values, options.seed);
        let estimate = Estimate {
            mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
            low: interval.low,
            high: interval.high,
        };
        evaluation.metrics.insert(metric.to_string(), estimate);
    }
}

/// The values that a topic's filters ask for. `None` if it lacks one.
fn wanted_values<'t>(topic: &'t Topic, options: &EvalOptions) -> Option<Vec<(Property, &'t str)>> {
    let filters = options.filters.iter();
    filters
        .map(|(property, key)| Some((*property, topic.metadata.get(key)?.as_str())))
        .collect()
}

/// Identifiers of the records found, best first, each once.
fn retrieve(
    searcher: &Searcher,
    topic: &Topic,
    values: &[(Property, &str)],
    options: &EvalOptions,
) -> Result<Vec<String>> {
    let mut query = Query::words(&topic.text);
    for (property, value) in values {
        let Some(filter) = filter(*property, value) else {
            return Ok(Vec::new());
        };
        query = query.filter_any(vec![filter]);
    }
    if query.parts().is_empty() {
        return Ok(Vec::new());
    }
    let mut limit = options.depth;
    loop {
        let request = Request {
            limit: Some(limit),
            matching: options.matching,
            highlight: false,
            meaning: options.meaning,
            ..Request::default()
        };
        let answer = searcher.search(&query, &request)?;
        let mut records = Vec::with_capacity(options.depth);
        let mut seen = HashSet::new();
        for hit in answer.hits() {
            let passage = hit?.passage;
            let equal = |(property, value): &(Property, &str)| has(&passage, *property, value);
            if !values.iter().all(equal) {
                continue;
            }
            let record = record(passage);
            if seen.insert(record.clone()) {
                records.push(record);
            }
        }
        // Parts of one paragraph, and values that are only similar, took places away from others.
        if records.len() >= options.depth || answer.len() < limit {
            records.truncate(options.depth);
            return Ok(records);
        }
        limit *= 2;
    }
}

/// A filter that lets at least the passages with that very value through.
fn filter(property: Property, value: &str) -> Option<FieldFilter> {
    match property {
        Property::Speaker => FieldFilter::speaker(value),
        // Not a number: sections are compared by their titles.
        Property::Section => crate::query::name::folded_words(value).map(FieldFilter::Section),
        Property::Doc => Some(FieldFilter::Doc(value.to_owned())),
        Property::Kind => crate::document::Kind::from_name(value).map(FieldFilter::Kind),
        Property::Lang => Some(FieldFilter::Lang(value.to_owned())),
        Property::Year | Property::Month => FieldFilter::date(value).ok(),
    }
}

fn has(passage: &Passage, property: Property, value: &str) -> bool {
    match property {
        Property::Speaker => passage.speakers.iter().any(|speaker| speaker == value),
        Property::Section => passage.section.iter().any(|title| title == value),
        Property::Doc => passage.doc == value,
        Property::Kind => passage.kind.name() == value,
        Property::Lang => passage.lang.as_deref() == Some(value),
        Property::Year | Property::Month => {
            let date = passage.date.as_deref();
            date.is_some_and(|date| date.starts_with(value))
        }
    }
}

/// What a passage is judged by.
fn record(mut passage: Passage) -> String {
    passage.source_id.take().unwrap_or_else(|| {
        passage.id.part = None;
        passage.id.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::{EvalOptions, Evaluation, evaluate};
    use crate::index::files::IndexFiles;
    use crate::measure::qrels::Qrels;
    use crate::measure::topics::parse_topics;
    use crate::query::Match;
    use crate::searcher::{Property, Searcher};
    use crate::update::UpdateOptions;
    use crate::update::add::add_bytes;

    const CORPUS: &str = r#"
{"id":"d1","doc":"may","text":"The harbour must be dredged before winter, the mayor said."}
{"id":"d2","doc":"may","text":"Dredging the harbour costs more than the council has."}
{"id":"d3","doc":"may","text":"The council met for two hours and went home."}
{"id":"d4","doc":"june","text":"A harbour seal was seen near the old mill."}
{"id":"d5","doc":"june","text":"Winter came early, and the mayor was away."}
{"id":"d6","doc":"june","text":"The mill burned down in the winter of 1911."}
"#;
    const TOPICS: &str = r#"
{"_id":"1","text":"Who said the harbour must be dredged?","metadata":{"doc":"may"}}
{"_id":"2","text":"old mill (\"near winter","metadata":{"doc":"june"}}
{"_id":"3","text":"submarine","metadata":{"doc":"june"}}
{"_id":"4","text":"not judged"}
"#;
    const QRELS: &str = "1 0 d2 1\n1 0 d1 3\n1 0 d3 1\n2 0 d4 2\n2 0 d5 1\n3 0 d4 1\n5 0 d1 1\n";

    fn evaluation(options: &EvalOptions) -> Evaluation {
        evaluate_all(TOPICS, QRELS, options)
    }

    fn evaluate_all(topics: &str, qrels: &str, options: &EvalOptions) -> Evaluation {
        let index = IndexFiles::in_memory().expect("an index");
        let corpus = CORPUS.trim_start().as_bytes().to_vec();
        add_bytes(&index, "corpus.jsonl", corpus, &UpdateOptions::default()).expect("added");
        let searcher = Searcher::new(&index).expect("a searcher");
        let topics = parse_topics(topics).expect("topics");
        let qrels = Qrels::parse(qrels).expect("judgements");
        evaluate(&searcher, &topics, &qrels, options).expect("an evaluation")
    }

    /// What was found for each topic that is judged and there.
    fn check(options: &EvalOptions, expected: &[&str]) {
        let found: Vec<String> = evaluation(options)
            .rankings
            .iter()
            .map(|ranking| ranking.records.join(" "))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_filter_keeps_to_the_topics_own_document() {
        let options = EvalOptions {
            filters: vec![(Property::Doc, "doc".to_owned())],
            ..EvalOptions::default()
        };
        check(&options, &["d1 d2 d3", "d4 d6 d5", ""]);
    }

    #[test]
    fn punctuation_is_no_operator_and_any_word_will_do() {
        let options = EvalOptions {
            matching: Match::Any,
            depth: 3,
            ..EvalOptions::default()
        };
        check(&options, &["d1 d2 d3", "d4 d6 d5", ""]);
    }

    #[test]
    fn topics_without_results_count_as_nothing() {
        let evaluation = evaluation(&EvalOptions::default());
        assert_eq!(evaluation.queries, 4);
        assert_eq!(evaluation.missing, ["5"]);
        assert_eq!(evaluation.of_topics.topics["5"], [0.0; 5]);
    }

    #[test]
    fn a_line_may_begin_with_its_id() {
        let named = evaluate_all(
            "t1\tharbour dredged\nt2\tsubmarine\n",
            "t1 0 d2 1\nt2 0 d1 1\n",
            &EvalOptions::default(),
        );
        assert_eq!(named.missing, [""; 0]);
        assert_eq!(named.of_topics.topics["t1"][0], 1.0);
        // Nothing found is 0, and printed as such.
        assert!(named.of_topics.topics["t2"][0].is_sign_positive());
    }

    #[test]
    fn a_topic_that_lacks_the_filters_key_finds_nothing() {
        let options = EvalOptions {
            filters: vec![(Property::Doc, "meeting".to_owned())],
            ..EvalOptions::default()
        };
        assert_eq!(evaluation(&options).unfiltered, ["1", "2", "3"]);
    }
}
