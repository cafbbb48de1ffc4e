//! What a name says of a person, and what may be left out of it.

/// What a name says of a person. Words are numbers; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub surname: u32,
    pub first: Part,
    pub second: Part,
    /// All further given names.
    pub rest: u32,
    pub suffix: u32,
}

/// A given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Missing,
    Initial(char),
    /// With its first letter.
    Word(u32, char),
}

impl Part {
    /// How much it says.
    fn weight(self) -> u32 {
        match self {
            Part::Missing => 0,
            Part::Initial(_) => 1,
            Part::Word(..) => 2,
        }
    }

    /// Itself and all that says less.
    fn shorter(self) -> impl Iterator<Item = Part> {
        let initial = match self {
            Part::Word(_, letter) => Some(Part::Initial(letter)),
            _ => None,
        };
        let whole = (self != Part::Missing).then_some(self);
        whole.into_iter().chain(initial).chain([Part::Missing])
    }
}

impl Pattern {
    /// How much it says besides the surname.
    pub fn weight(&self) -> u32 {
        let more = u32::from(self.rest > 0) * 2 + u32::from(self.suffix > 0);
        self.first.weight() + self.second.weight() + more
    }

    /// Itself and every form that leaves something out. `whole`: a given name without the suffix is another person.
    pub fn shorter(&self, whole: bool, mut each: impl FnMut(Pattern)) {
        let last = if self.suffix > 0 { 2 } else { 1 };
        for suffix in [self.suffix, 0].into_iter().take(last) {
            for first in self.first.shorter() {
                for second in self.second.shorter() {
                    let other = whole && suffix != self.suffix && matches!(first, Part::Word(..));
                    if first == Part::Missing && second != Part::Missing || other {
                        continue;
                    }
                    each(Pattern {
                        first,
                        second,
                        rest: 0,
                        suffix,
                        ..*self
                    });
                    if second != Part::Missing && self.rest > 0 {
                        each(Pattern {
                            first,
                            second,
                            suffix,
                            ..*self
                        });
                    }
                }
            }
            // "F. Scott Holm" is called Scott Holm.
            if matches!(
                (self.first, self.second),
                (Part::Initial(_), Part::Word(..))
            ) {
                let first = self.second;
                each(Pattern {
                    first,
                    second: Part::Missing,
                    rest: 0,
                    suffix,
                    ..*self
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Pattern};

    /// Shorter forms, the words 1 to 5 written as they are.
    fn shorter(first: Part, second: Part, rest: u32, suffix: u32, whole: bool) -> Vec<String> {
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
        let mut forms = Vec::new();
        full.shorter(whole, |form| {
            let (first, second) = (part(form.first), part(form.second));
            forms.push(format!("{first} {second} {} {}", form.rest, form.suffix));
        });
        forms
    }

    #[test]
    fn every_form_that_leaves_something_out_is_shorter() {
        let anna = Part::Word(2, 'a');
        let none = Part::Missing;
        assert_eq!(
            shorter(anna, Part::Word(3, 'm'), 0, 0, false),
            [
                "2 3 0 0", "2 m 0 0", "2 - 0 0", "a 3 0 0", "a m 0 0", "a - 0 0", "- - 0 0"
            ]
        );
        assert_eq!(
            shorter(anna, none, 0, 0, false),
            ["2 - 0 0", "a - 0 0", "- - 0 0"]
        );
    }

    #[test]
    fn without_the_suffix_a_given_name_may_be_another_person_s() {
        let anna = Part::Word(2, 'a');
        let none = Part::Missing;
        let without = |whole| shorter(anna, none, 0, 5, whole).contains(&"2 - 0 0".to_owned());
        assert!(without(false) && !without(true));
    }

    #[test]
    fn who_has_an_initial_first_may_go_by_the_second_name() {
        let forms = shorter(Part::Initial('f'), Part::Word(3, 's'), 0, 0, false);
        assert!(forms.contains(&"3 - 0 0".to_owned()));
    }

    #[test]
    fn no_name_has_more_than_26_forms() {
        let most = shorter(Part::Word(2, 'a'), Part::Word(3, 'm'), 4, 5, false);
        assert!(most.len() <= 26, "{}", most.len());
    }
}
