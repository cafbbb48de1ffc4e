//! What a name tells about a person, and which shorter names the same person can go by.
//!
//! Given names, surnames and suffixes are numbers here, so that patterns are small and quick to
//! compare. 0 is "none".

/// What a name tells about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub surname: u32,
    /// The first given name.
    pub first: Part,
    /// The second given name.
    pub second: Part,
    /// All further given names together.
    pub rest: u32,
    /// "jr" and the like.
    pub suffix: u32,
}

/// A given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Missing,
    Initial(char),
    /// A word with its first letter.
    Word(u32, char),
}

impl Part {
    /// How much it tells: a word tells more than an initial.
    fn weight(self) -> u32 {
        match self {
            Part::Missing => 0,
            Part::Initial(_) => 1,
            Part::Word(..) => 2,
        }
    }

    /// The part itself and every shorter way to write it.
    fn abbreviations(self) -> impl Iterator<Item = Part> {
        let initial = match self {
            Part::Word(_, letter) => Some(Part::Initial(letter)),
            _ => None,
        };
        let itself = (self != Part::Missing).then_some(self);
        itself.into_iter().chain(initial).chain([Part::Missing])
    }
}

impl Pattern {
    /// How much the name tells besides the surname.
    pub fn weight(&self) -> u32 {
        let more = u32::from(self.rest > 0) * 2 + u32::from(self.suffix > 0);
        self.first.weight() + self.second.weight() + more
    }

    /// Calls `each` with the pattern itself and with every shorter form of it, 26 at most.
    ///
    /// `complete`: without the suffix the given name belongs to another person, as in a story that
    /// names both "Jon Holm" and "Jon Holm Jr.".
    pub fn each_form(&self, complete: bool, mut each: impl FnMut(Pattern)) {
        let suffixes = if self.suffix > 0 { 2 } else { 1 };
        for suffix in [self.suffix, 0].into_iter().take(suffixes) {
            let names_another = complete && suffix != self.suffix;
            for first in self.first.abbreviations() {
                if names_another && matches!(first, Part::Word(..)) {
                    continue;
                }
                let form = Pattern {
                    first,
                    suffix,
                    ..*self
                };
                form.each_second(&mut each);
            }
            let parts = (self.first, self.second);
            // "F. Scott Holm" is also called Scott Holm.
            if matches!(parts, (Part::Initial(_), Part::Word(..))) {
                each(Pattern {
                    first: self.second,
                    second: Part::Missing,
                    rest: 0,
                    suffix,
                    ..*self
                });
            }
        }
    }

    /// Calls `each` with every form that shortens the given names behind the first.
    fn each_second(&self, each: &mut impl FnMut(Pattern)) {
        for second in self.second.abbreviations() {
            // A middle name is not used without the first name, except behind an initial: see the
            // caller.
            if self.first == Part::Missing && second != Part::Missing {
                continue;
            }
            let form = Pattern { second, ..*self };
            each(Pattern { rest: 0, ..form });
            if second != Part::Missing && self.rest > 0 {
                each(form);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Pattern};

    /// All forms of a pattern, as "first second rest suffix"; words are written as their numbers.
    fn forms(first: Part, second: Part, rest: u32, suffix: u32, complete: bool) -> Vec<String> {
        let full = Pattern {
            surname: 1,
            first,
            second,
            rest,
            suffix,
        };
        let part = |part: Part| match part {
            Part::Missing => "-".to_owned(),
            Part::Initial(letter) => letter.to_string(),
            Part::Word(word, _) => word.to_string(),
        };
        let mut found = Vec::new();
        full.each_form(complete, |form| {
            let (first, second) = (part(form.first), part(form.second));
            found.push(format!("{first} {second} {} {}", form.rest, form.suffix));
        });
        found
    }

    #[test]
    fn every_form_that_leaves_something_out_is_listed() {
        let anna = Part::Word(2, 'a');
        let none = Part::Missing;
        assert_eq!(
            forms(anna, Part::Word(3, 'm'), 0, 0, false),
            [
                "2 3 0 0", "2 m 0 0", "2 - 0 0", "a 3 0 0", "a m 0 0", "a - 0 0", "- - 0 0"
            ]
        );
        assert_eq!(
            forms(anna, none, 0, 0, false),
            ["2 - 0 0", "a - 0 0", "- - 0 0"]
        );
    }

    #[test]
    fn without_the_suffix_a_given_name_may_belong_to_another_person() {
        let anna = Part::Word(2, 'a');
        let none = Part::Missing;
        let without = |complete| forms(anna, none, 0, 5, complete).contains(&"2 - 0 0".to_owned());
        assert!(without(false) && !without(true));
    }

    #[test]
    fn a_second_name_behind_an_initial_can_be_used_alone() {
        let forms = forms(Part::Initial('f'), Part::Word(3, 's'), 0, 0, false);
        assert!(forms.contains(&"3 - 0 0".to_owned()));
    }

    #[test]
    fn a_name_has_at_most_26_forms() {
        let most = forms(Part::Word(2, 'a'), Part::Word(3, 'm'), 4, 5, false);
        assert!(most.len() <= 26, "{}", most.len());
    }
}
