//! Judgements: which records answer a topic, and how well.
//!
//! Two forms are read, recognised line by line. BEIR: `query-id<TAB>corpus-id<TAB>score`, with that
//! heading or without (<https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset>). TREC:
//! `topic iteration record grade`, between blanks (<https://trec.nist.gov/data/qrels_eng/>). A
//! record that is judged twice keeps its last grade.

use std::collections::{BTreeMap, HashMap};

use crate::measure::line::{BadLine, lines};

/// The grades of one topic's records. A record without one is taken for not relevant, as is one of
/// grade 0 or less.
pub type Grades = HashMap<String, i64>;

/// The judgements of a set of topics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Qrels {
    /// The grades of each topic, by the topic's id.
    pub topics: BTreeMap<String, Grades>,
}

impl Qrels {
    /// Reads judgements.
    ///
    /// ```
    /// use onrecord_index::measure::qrels::Qrels;
    /// let beir = Qrels::parse("query-id\tcorpus-id\tscore\n1\tstory 7\t2\n").unwrap();
    /// assert_eq!(beir, Qrels::parse("1\tstory 7\t2").unwrap());
    /// assert_eq!(Qrels::parse("1 0 story-7 2").unwrap().topics["1"]["story-7"], 2);
    /// assert_eq!(Qrels::parse("1 0 story-7 two").unwrap_err().line, 1);
    /// ```
    pub fn parse(text: &str) -> Result<Qrels, BadLine> {
        let mut qrels = Qrels::default();
        let mut first = true;
        for (number, line) in lines(text) {
            let judgement = judgement(line);
            if std::mem::take(&mut first) && is_heading(line) {
                continue;
            }
            let Some((topic, record, grade)) = judgement else {
                return Err(BadLine::new(
                    number,
                    "a judgement is `query-id<TAB>corpus-id<TAB>score` or `topic 0 record grade`",
                ));
            };
            let Some(grade) = whole(grade) else {
                return Err(BadLine::new(
                    number,
                    format!("the grade {grade} is no whole number"),
                ));
            };
            qrels
                .topics
                .entry(topic.to_owned())
                .or_default()
                .insert(record.to_owned(), grade);
        }
        Ok(qrels)
    }
}

/// Topic, record and grade.
fn judgement(line: &str) -> Option<(&str, &str, &str)> {
    let by_tab: Vec<&str> = line.split('\t').map(str::trim).collect();
    if let [topic, record, grade] = by_tab[..] {
        return Some((topic, record, grade));
    }
    let by_blank: Vec<&str> = line.split_whitespace().collect();
    match by_blank[..] {
        [topic, _, record, grade] | [topic, record, grade] => Some((topic, record, grade)),
        _ => None,
    }
}

fn is_heading(line: &str) -> bool {
    judgement(line).is_some_and(|(_, _, grade)| {
        ["score", "grade", "relevance", "rel"].contains(&grade.to_lowercase().as_str())
    })
}

/// `2` and `2.0`: some collections write their grades so.
fn whole(grade: &str) -> Option<i64> {
    grade.strip_suffix(".0").unwrap_or(grade).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Qrels;

    fn check(text: &str, expected: Result<&[(&str, &str, i64)], &str>) {
        let found = Qrels::parse(text).map(|qrels| {
            let mut found: Vec<(String, String, i64)> = Vec::new();
            for (topic, grades) in qrels.topics {
                found.extend(
                    grades
                        .into_iter()
                        .map(|(record, grade)| (topic.clone(), record, grade)),
                );
            }
            found.sort();
            found
        });
        let expected = expected.map(|judgements| {
            judgements
                .iter()
                .map(|(topic, record, grade)| ((*topic).to_owned(), (*record).to_owned(), *grade))
                .collect()
        });
        assert_eq!(
            found.map_err(|error| error.to_string()),
            expected.map_err(str::to_owned),
            "{text}"
        );
    }

    #[test]
    fn beir_judgements_have_a_heading_or_none() {
        check(
            "query-id\tcorpus-id\tscore\nq\td\t1\n",
            Ok(&[("q", "d", 1)]),
        );
        check(
            "q\td\t1\r\nq\te f\t0\n",
            Ok(&[("q", "d", 1), ("q", "e f", 0)]),
        );
    }

    #[test]
    fn trec_judgements_stand_between_blanks() {
        check(
            "1 0 d 2\n1\t0\te\t-1\n",
            Ok(&[("1", "d", 2), ("1", "e", -1)]),
        );
    }

    #[test]
    fn a_record_judged_twice_keeps_its_last_grade() {
        check("q\td\t1\nq\td\t2", Ok(&[("q", "d", 2)]));
    }

    #[test]
    fn a_bad_line_is_named() {
        check(
            "q\td\t1\n\nq\td\tgood",
            Err("line 3: the grade good is no whole number"),
        );
        check(
            "q d",
            Err(
                "line 1: a judgement is `query-id<TAB>corpus-id<TAB>score` or `topic 0 record grade`",
            ),
        );
    }
}
