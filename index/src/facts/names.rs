//! Names and titles from parts of a path: `George-Washington`, `john_adams`, `the-quay`.
//!
//! Separators become spaces and case stays, except that a name in lower case throughout gets
//! capitals. Next to spaces or `_`, hyphens belong to the name: `Jean-Luc_Holm`.

/// The name of a person in a part of a path.
pub(crate) fn person(text: &str) -> String {
    let name = spaced(text);
    if name.chars().any(char::is_uppercase) {
        return name;
    }
    let mut capitalised = String::with_capacity(name.len());
    let mut is_start = true;
    for c in name.chars() {
        match is_start {
            true => capitalised.extend(c.to_uppercase()),
            false => capitalised.push(c),
        }
        is_start = c == ' ' || c == '-';
    }
    capitalised
}

/// The words of a part of a path, with one space between them.
pub(crate) fn spaced(text: &str) -> String {
    let has_wide = text.contains([' ', '_', '+']);
    let is_separator = |c: char| match c {
        ' ' | '_' | '+' => true,
        '-' => !has_wide,
        _ => false,
    };
    let words = text.split(is_separator).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{person, spaced};

    #[test]
    fn separators_become_spaces_and_lower_case_gets_capitals() {
        let check = |text, expected| assert_eq!(person(text), expected, "{text}");
        check("Washington", "Washington");
        check("George-Washington", "George Washington");
        check("john_adams", "John Adams");
        check("anna-lena_berg", "Anna-Lena Berg");
        check("J.F._Holm", "J.F. Holm");
        check("McBerg", "McBerg");
        check("élise+dahl", "Élise Dahl");
        assert_eq!(spaced("the-quay-of-Norhaven"), "the quay of Norhaven");
        assert_eq!(spaced("__a--b"), "a--b");
    }
}
