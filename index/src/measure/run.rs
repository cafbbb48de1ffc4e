//! A run: the records that a search gave for each topic, best first, in TREC's form.
//!
//! `topic Q0 record rank score name`, one record a line (<https://github.com/usnistgov/trec_eval>).
//! Programs that read runs order them by score and break ties their own way, so the score written
//! is the number of records that follow: the order is then the search's, tiers included, for every
//! reader.

use std::io::{self, Write};

/// What a search gave for one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The topic's id.
    pub topic: String,
    /// Identifiers of the records, best first, each once.
    pub records: Vec<String>,
}

/// Writes rankings as a run. `name` is the last column: which system made it.
///
/// A blank inside an identifier would shift the columns: it is written as `_`.
pub fn write_run(rankings: &[Ranking], name: &str, out: &mut dyn Write) -> io::Result<()> {
    for ranking in rankings {
        let topic = one_word(&ranking.topic);
        let found = ranking.records.len();
        for (place, record) in ranking.records.iter().enumerate() {
            let (record, rank, score) = (one_word(record), place + 1, found - place);
            writeln!(out, "{topic} Q0 {record} {rank} {score} {name}")?;
        }
    }
    Ok(())
}

fn one_word(text: &str) -> String {
    text.replace(char::is_whitespace, "_")
}

#[cfg(test)]
mod tests {
    use super::{Ranking, write_run};

    #[test]
    fn scores_fall_so_that_every_reader_keeps_the_order() {
        let ranking = Ranking {
            topic: "7".to_owned(),
            records: vec!["b".to_owned(), "a c".to_owned()],
        };
        let mut out = Vec::new();
        write_run(&[ranking], "onrecord", &mut out).expect("written");
        let expected = "7 Q0 b 1 2 onrecord\n7 Q0 a_c 2 1 onrecord\n";
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }
}
