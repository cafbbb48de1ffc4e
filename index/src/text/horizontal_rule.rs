//! Horizontal rules of plain text: lines of one sign, such as dashes, that separate stories and
//! parts.

/// Fewest signs of a rule between stories. Shorter ones are breaks inside a story.
const RULE_SIGNS: usize = 5;

/// Fewest underscores of a rule between stories. Wire services end the body of a story with a
/// shorter line of them.
const RULE_UNDERSCORES: usize = 10;

/// Whether a line is a rule between stories: five or more dashes, equals signs, asterisks or
/// similar signs.
pub fn is_rule(line: &str) -> bool {
    rule_of(line).is_some_and(|(sign, count)| {
        count >= RULE_SIGNS && (sign != '_' || count >= RULE_UNDERSCORES)
    })
}

/// Whether a line is a short line of underscores, which ends the body of a story. Lines after it
/// still belong to the story.
pub fn is_story_end(line: &str) -> bool {
    rule_of(line).is_some_and(|(sign, count)| sign == '_' && count < RULE_UNDERSCORES)
}

/// The sign of a line that has no other sign, and how many there are: two or more, spaces not
/// counted.
pub fn rule_of(line: &str) -> Option<(char, usize)> {
    let line = line.trim();
    let sign = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '#' | '—' | '–' | '─' | '═'))?;
    let mut count = 0;
    for c in line.chars() {
        if c == sign {
            count += 1;
        } else if c != ' ' {
            return None;
        }
    }
    (count >= 2).then_some((sign, count))
}

#[cfg(test)]
mod tests {
    use super::{is_rule, is_story_end};

    #[test]
    fn a_rule_has_five_signs_and_three_underscores_end_a_story() {
        assert!(is_rule("----------") && is_rule("=====") && is_rule("* * * * *"));
        assert!(!is_rule("---") && !is_rule("___") && !is_rule("-- a --") && !is_rule(""));
        assert!(is_story_end("___") && !is_story_end("---"));
    }
}
