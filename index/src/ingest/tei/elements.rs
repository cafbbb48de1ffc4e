//! What the elements of TEI, ParlaMint, Akoma Ntoso and publicwhip files mean for a transcript.
//!
//! `lists/elements.txt` holds a line for each element: its name, its [`Role`], and `closes` if a
//! block ends where the element ends. Elements that it does not name are transparent: their text
//! belongs to the element around them.

use std::sync::LazyLock;

use crate::text::word_list::entries;

/// What an element is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The root of a file.
    Root,
    /// Metadata and running heads: not part of the text.
    Skipped,
    /// A section.
    Division,
    /// The whole body or front of a text: holds sections, but is none.
    OuterDivision,
    /// The heading of the section around it.
    Heading,
    /// A heading that begins a section (publicwhip).
    MajorHeading,
    /// A heading that begins a subsection (publicwhip).
    MinorHeading,
    /// The turn of a speaker.
    Speech,
    /// The speaker's label inside a speech.
    Label,
    /// What happens while somebody speaks, and notes.
    Stage,
    /// A line of a title page or a cast list.
    FrontMatter,
    /// A paragraph of text.
    Paragraph,
    /// A line of verse, or a line break.
    Line,
}

/// An element of the table.
struct Element {
    name: &'static str,
    role: Role,
    closes: bool,
}

/// The table, sorted by name.
static ELEMENTS: LazyLock<Vec<Element>> = LazyLock::new(|| {
    entries(include_str!("lists/elements.txt"))
        .filter_map(|line| {
            let mut columns = line.split(' ');
            Some(Element {
                name: columns.next()?,
                role: Role::named(columns.next()?)?,
                closes: columns.next() == Some("closes"),
            })
        })
        .collect()
});

/// The role of the element with this name (without prefix). `None`: it is transparent.
pub fn role(name: &str) -> Option<Role> {
    find(name).map(|element| element.role)
}

/// Whether a block ends where the element with this name ends.
pub fn closes_block(name: &str) -> bool {
    find(name).is_some_and(|element| element.closes)
}

fn find(name: &str) -> Option<&'static Element> {
    let at = ELEMENTS.binary_search_by(|element| element.name.cmp(name));
    at.ok().map(|at| &ELEMENTS[at])
}

impl Role {
    /// Every role with its name in the table.
    const NAMED: [(&'static str, Role); 13] = [
        ("root", Role::Root),
        ("skipped", Role::Skipped),
        ("division", Role::Division),
        ("outer-division", Role::OuterDivision),
        ("heading", Role::Heading),
        ("major-heading", Role::MajorHeading),
        ("minor-heading", Role::MinorHeading),
        ("speech", Role::Speech),
        ("label", Role::Label),
        ("stage", Role::Stage),
        ("front-matter", Role::FrontMatter),
        ("paragraph", Role::Paragraph),
        ("line", Role::Line),
    ];

    fn named(name: &str) -> Option<Role> {
        let found = Role::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, role)| *role)
    }
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, Role, closes_block, role};
    use crate::text::word_list::entries;

    #[test]
    fn every_line_of_the_table_is_an_element() {
        let lines = entries(include_str!("lists/elements.txt")).count();
        assert_eq!(ELEMENTS.len(), lines);
        assert!(ELEMENTS.is_sorted_by_key(|element| element.name));
    }

    #[test]
    fn elements_have_roles_and_others_are_transparent() {
        assert_eq!(
            (role("sp"), closes_block("sp")),
            (Some(Role::Speech), false)
        );
        assert_eq!(
            (role("seg"), closes_block("seg")),
            (Some(Role::Paragraph), true)
        );
        assert_eq!((role("hi"), closes_block("hi")), (None, false));
    }
}
