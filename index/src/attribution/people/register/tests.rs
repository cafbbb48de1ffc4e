//! Which person of a story a name means.

use crate::attribution::people::mentions::Names;
use crate::attribution::people::register::Register;
use crate::attribution::words::scan;

/// Checks which person `words` mean in a story of one paragraph.
fn check(story: &str, words: &str, expected: Option<&str>) {
    let mut tokens = Vec::new();
    scan::read(story, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
    let mut names = Names::default();
    names.read(story, &tokens, false, &mut Vec::new());
    let register = Register::new(&names);
    let found = register
        .named(words)
        .map(|id| register.person(id).name.clone());
    assert_eq!(found.as_deref(), expected, "{words} in {story}");
}

#[test]
fn an_office_behind_of_is_no_part_of_a_name() {
    let story = "Secretary of State Anna Berg left. Berg came back.";
    check(story, "Berg", Some("Anna Berg"));
    let story = "Minister of Finance Otto Holm left. Holm came back.";
    check(story, "Holm", Some("Otto Holm"));
}

#[test]
fn a_surname_means_the_only_person_who_has_it() {
    check(
        "Mayor Olga Berg left. Berg came back.",
        "Berg",
        Some("Olga Berg"),
    );
    check(
        "Berg left. Later Olga K. Berg came back.",
        "Olga Berg",
        Some("Olga K. Berg"),
    );
    check("Olga Berg met Anna Berg.", "Berg", None);
    check("Olga Berg met Anna Berg.", "Anna Berg", Some("Anna Berg"));
    check("Mr. Berg left.", "Berg", Some("Berg"));
    let thrice = "Olga Berg met Anna Berg. Olga Berg sat. Olga Berg left.";
    check(thrice, "Berg", Some("Olga Berg"));
}

#[test]
fn somebody_known_by_a_given_name_is_not_a_person_named_in_full_later() {
    let thrice = "Anna sat. Anna rose. Anna left.";
    check(
        &format!("{thrice} On the way to Lindalen Anna sang."),
        "Anna",
        Some("Anna"),
    );
    check(
        &format!("{thrice} Then came Anna Holm."),
        "Anna",
        Some("Anna"),
    );
    check(
        "Anna Holm came. Anna sat. Anna rose. Anna left.",
        "Anna",
        Some("Anna Holm"),
    );
    check(
        "Berg sat. Berg rose. Berg left. Olga Berg sang.",
        "Berg",
        Some("Olga Berg"),
    );
}

#[test]
fn somebody_named_in_full_first_may_get_a_longer_name_later() {
    let story = "Anna Holm came. Anna sat. Anna rose. Anna left. Anna Maria Holm sang.";
    check(story, "Anna", Some("Anna Maria Holm"));
}

#[test]
fn somebody_long_known_by_a_surname_is_not_a_person_named_in_full_later() {
    let long = "Berg sat. Berg rose. ".repeat(10);
    check(
        &format!("{long} Olga Berg sang. Berg left."),
        "Berg",
        Some("Berg"),
    );
    let early = format!("Olga Berg came. {long} Olga Maria Berg sang. Berg left.");
    check(&early, "Berg", Some("Olga Maria Berg"));
    check(
        &format!("{long} Olga Berg sang."),
        "Olga Berg",
        Some("Olga Berg"),
    );
}

#[test]
fn a_couple_is_two_people() {
    let story = "Captain Berg sat. Mrs. Berg rose.";
    check(story, "Berg", Some("Berg"));
    let told = crate::attribution::attribute(&[
        "Captain Berg sat. Mrs. Berg rose. \"I row,\" said Mrs. Berg. \"No,\" said Captain Berg.",
    ]);
    let speakers: Vec<_> = told[0].iter().map(|said| said.speaker.as_deref()).collect();
    assert_eq!(speakers, [Some("Mrs. Berg"), Some("Berg")]);
}

#[test]
fn a_stammered_name_is_not_a_longer_name() {
    check("An... Anna sat. Anna left.", "Anna", Some("Anna"));
}

#[test]
fn offices_and_degrees_are_not_part_of_a_name() {
    check("Harbour Master Anna Berg left.", "Berg", Some("Anna Berg"));
    check("Anna Berg FRS left.", "Berg", Some("Anna Berg"));
    check("ANNA K BERG left.", "Anna Berg", Some("ANNA K BERG"));
}

#[test]
fn organisations_and_places_are_nobody() {
    check("The Green List left.", "Green List", None);
    check(
        "The Harbour Committee met in New York.",
        "Harbour Committee",
        None,
    );
    check("The Harbour Committee met in New York.", "New York", None);
}
