//! What made up the score of one passage.

use crate::fields::names::NameKind;
use crate::query::Query;
use crate::query::node::Part;

/// What each part of the query, and the rest of the formula, contributed to one passage's score.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contributions {
    /// One score for each part of the query, in its order.
    pub parts: Vec<f32>,
    /// For words near each other.
    pub proximity: f32,
    /// For words that name a speaker of the passage.
    pub speaker: f32,
    /// For words that name the passage's section.
    pub section: f32,
    /// For what the passage means.
    pub meaning: f32,
}

impl Contributions {
    /// The passage's score.
    pub fn sum(&self) -> f32 {
        self.parts.iter().sum::<f32>() + self.proximity + self.speaker + self.section + self.meaning
    }

    /// The same contributions in another mixture: those of words times `words`, and `meaning`
    /// added.
    pub fn mixed(self, words: f32, meaning: f32) -> Contributions {
        Contributions {
            parts: self.parts.into_iter().map(|part| part * words).collect(),
            proximity: self.proximity * words,
            speaker: self.speaker * words,
            section: self.section * words,
            meaning: self.meaning + meaning,
        }
    }

    /// Each contribution that is not 0, with the part of the query as the user typed it, or with a
    /// description.
    pub fn explain(&self, query: &Query) -> Vec<(String, f32)> {
        let typed = |part: &Part| {
            let typed = query.text().get(part.node.span.clone());
            typed.unwrap_or_default().to_owned()
        };
        let parts = query
            .parts()
            .iter()
            .zip(&self.parts)
            .map(|(part, score)| (typed(part), *score));
        let rest = [
            ("words near each other".to_owned(), self.proximity),
            ("speaker named".to_owned(), self.speaker),
            ("section named".to_owned(), self.section),
            ("meaning".to_owned(), self.meaning),
        ];
        parts
            .chain(rest)
            .filter(|(_, score)| *score != 0.0)
            .collect()
    }
}

/// What a passage's score gains because words of the query name its speaker or section.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NameScores {
    pub speaker: f32,
    pub section: f32,
}

impl NameScores {
    /// The score for one kind of name.
    pub fn of(&mut self, name: NameKind) -> &mut f32 {
        match name {
            NameKind::Speaker => &mut self.speaker,
            NameKind::Section => &mut self.section,
        }
    }

    /// Both scores together.
    pub fn sum(self) -> f32 {
        self.speaker + self.section
    }
}
