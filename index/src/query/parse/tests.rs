//! What the parser makes of each form of query. Errors are compared by their span.

use crate::query::node::{Element, FieldFilter, Node, NodeKind};
use crate::query::parse::parse;

/// A node in a form that is easy to read and compare.
fn sketch(node: &Node) -> String {
    let list =
        |nodes: &[Node], joint: &str| nodes.iter().map(sketch).collect::<Vec<_>>().join(joint);
    match &node.kind {
        NodeKind::All => "*".to_owned(),
        NodeKind::Word(word) => word.text().to_owned(),
        NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
            let words: Vec<String> = elements
                .iter()
                .map(|e| {
                    format!(
                        "{}{}@{}",
                        e.folded,
                        if e.prefix { "*" } else { "" },
                        e.offset
                    )
                })
                .collect();
            match &node.kind {
                NodeKind::Near(_, slop) => format!("[{}]~{slop}", words.join(" ")),
                _ => format!("[{}]", words.join(" ")),
            }
        }
        NodeKind::Elided(pieces) => {
            let piece = |piece: &Vec<Element>| {
                let words: Vec<&str> = piece.iter().map(|e| &*e.folded).collect();
                words.join(" ")
            };
            format!(
                "[{}]",
                pieces.iter().map(piece).collect::<Vec<_>>().join(" … ")
            )
        }
        NodeKind::Prefix(prefix) => format!("{prefix}*"),
        NodeKind::Fuzzy(word, distance) => format!("{word}~{distance}"),
        NodeKind::And(nodes) => format!("({})", list(nodes, " & ")),
        NodeKind::Or(nodes) => format!("({})", list(nodes, " | ")),
        NodeKind::Not(node) => format!("-{}", sketch(node)),
        NodeKind::Said(node, _) => format!("said:{}", sketch(node)),
        NodeKind::Field(filter) => match filter {
            FieldFilter::Speaker(words) => format!("speaker:{}", words.join("+")),
            FieldFilter::Section(words) => format!("section:{}", words.join("+")),
            FieldFilter::SectionNumber(number) => format!("section#{number}"),
            FieldFilter::Doc(pattern) => format!("doc:{pattern}"),
            FieldFilter::Path(pattern) => format!("path:{pattern}"),
            FieldFilter::Within { path, .. } => format!("within:{path}"),
            FieldFilter::Kind(kind) => format!("kind:{}", kind.name()),
            FieldFilter::Lang(lang) => format!("lang:{lang}"),
            FieldFilter::Date(from, to) => format!("date:{from}-{to}"),
        },
    }
}

fn check(text: &str, expected: &str) {
    let found = match parse(text) {
        Ok(query) => {
            let parts = query
                .parts
                .iter()
                .map(|p| format!("{}{}", if p.required { "+" } else { "" }, sketch(&p.node)));
            let filters = query
                .filters
                .iter()
                .map(|node| format!("={}", sketch(node)));
            let excluded = query
                .excluded
                .iter()
                .map(|node| format!("-{}", sketch(node)));
            parts
                .chain(filters)
                .chain(excluded)
                .collect::<Vec<_>>()
                .join(" ")
        }
        Err(error) => format!("error at {:?}", error.span),
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn words_are_parts_side_by_side() {
    check("troops special envoy", "troops special envoy");
    check("a or b", "a or b");
    check("don't stop", "don't stop");
    check("U.S.", "U.S");
    check("", "");
    check("   \t\n", "");
    check("*", "");
}

#[test]
fn a_word_of_several_is_a_phrase() {
    check("AT&T", "[at@0 t@1]");
    check("10:30", "[10@0 30@1]");
    check("https://a.b/c", "[https@0 a.b@1 c@2]");
    check("Trump/Putin", "[trump@0 putin@1]");
}

#[test]
fn quotation_marks_of_every_kind_make_phrases() {
    check("\"end the war\"", "[end@0 the@1 war@2]");
    check("“end the war”", "[end@0 the@1 war@2]");
    check("„Ende“", "[ende@0]");
    check("\"end war\"~3", "[end@0 war@1]~3");
    check("\"end war\"~101", "error at 9..13");
    check("\"end war\"~x", "error at 9..11");
    check("\"a b ... c\"", "[a b … c]");
    check("\"a…b [. . .] c d\"", "[a … b … c d]");
    check("\"... a b …\"", "[a@0 b@1]");
    check("\"a b ... c\"~3", "[a@0 b@1 c@2]~3");
    check("\"a.. b\"", "[a@0 b@1]");
    check("\"end war\"~3x b", "error at 9..12");
    check("\"end war\"~ b", "[end@0 war@1]~1 b");
    check("\"open", "error at 0..1");
    check(r#""a \"b\" c" d"#, "[a@0 b@1 c@2] d");
    check(r#""open \""#, "error at 0..1");
    check("\"", "error at 0..1");
    check("\"*\"", "error at 0..3");
    check("\"\"", "error at 0..2");
}

#[test]
fn or_binds_looser_than_juxtaposition() {
    check("a b OR c", "((a & b) | c)");
    check("a (b OR c)", "a (b | c)");
    check("a AND b", "a b");
    check("a AND (b OR c) -d", "a (b | c) -d");
    check("OR a", "error at 0..2");
    check("a OR", "error at 2..4");
    check("a AND", "error at 2..5");
    check("AND", "error at 0..3");
}

#[test]
fn exclusions() {
    check("troops -\"special envoy\"", "troops -[special@0 envoy@1]");
    check("-war", "-war");
    check("NOT war", "-war");
    check("a !b", "a -b");
    check("!\"a b\"", "-[a@0 b@1]");
    check("!(a OR b) !doc:x", "-(a | b) -doc:x");
    check("stop! a!b", "stop [a@0 b@1]");
    check("NOT", "error at 0..3");
    check("a - b", "a b");
    check("-(a b)", "-(a & b)");
    check("--a", "a");
}

#[test]
fn prefixes_and_near_spellings() {
    check("hegs*", "hegs*");
    check("hegseth~1", "hegseth~1");
    check("hegseth~", "hegseth~1");
    check("hegseth~3", "error at 0..9");
    check("w*r", "error at 1..2");
    check("*ar", "error at 0..1");
    check("a-b*", "error at 0..4");
}

#[test]
fn fields_filter() {
    check("speaker:hegseth", "=speaker:hegseth");
    check("speaker:\"Pete Hegseth\" war", "war =speaker:pete+hegseth");
    check("speaker:Pete Hegseth", "Hegseth =speaker:pete");
    check("speaker:hegs*", "=speaker:hegs*");
    check("speaker:*", "=speaker:*");
    check("speaker:h*s", "error at 9..10");
    check("section:\"the har*\"", "=section:the+har*");
    check("section:2", "=section#2");
    check(
        "section:brussels kind:caption lang:DE",
        "=section:brussels =kind:caption =lang:de",
    );
    check("date:2025-01..2025-03", "=date:20250100-20250399");
    check("doc:*brussels*", "=doc:*brussels*");
    check("-speaker:berg", "-speaker:berg");
    check(
        "speaker:(berg OR \"anna lind\")",
        "=(speaker:berg | speaker:anna+lind)",
    );
    check("speaker:a OR war", "(speaker:a | war)");
    check("speaker:(anna berg)", "error at 14..15");
    check("speaker:(anna AND berg)", "error at 14..15");
    check("speaker:(anna OR -berg)", "error at 17..18");
    check("speaker:(anna OR)", "error at 14..16");
    check("speaker:(OR anna)", "error at 9..11");
    check("date:2025..2024", "error at 5..15");
    check("date:2024-02-31", "error at 5..15");
    check("date:2024-01..2024-06-31", "error at 14..24");
    check("date:\"2024-13\"", "error at 6..13");
    check("doc:**", "=doc:**");
}

#[test]
fn a_misspelt_field_is_an_error_and_other_colons_are_text() {
    check("path:a/b path:\"my papers\"", "=path:a/b =path:my papers");
    check("path:(a OR *b*)", "=(path:a | path:*b*)");
    check("path:/", "error at 5..6");
    check("spaeker:hegseth", "error at 0..7");
    check("speakers:hegseth", "error at 0..8");
    check("kind:nonsense", "error at 5..13");
    check("date:soon", "error at 5..9");
    check("speaker:", "error at 0..8");
    check("speaker: berg", "error at 0..8");
    check("note:this", "[note@0 this@1]");
}

#[test]
fn likely_mistakes_in_valid_queries_are_noted() {
    let notes = |text: &str| parse(text).expect("a query").notes.join("|");
    assert!(notes("speaker:Pete Hegseth war").contains("speaker:\"Pete Hegseth\""));
    assert!(notes("speaker:Pete NOT war").is_empty());
    assert!(notes("title:harbour").contains("title: is not a field"));
    assert!(notes("doc:council minutes.md war").contains("doc:\"council minutes.md\""));
    assert!(notes("path:My Papers/a.txt").contains("path:\"My Papers/a.txt\""));
    assert!(notes("doc:minutes.md war in a.txt").is_empty());
    assert!(notes("section:Harbour Works").contains("section:\"Harbour Works\""));
    assert!(notes("har?our").contains("har*") && notes("har~our").contains("har*"));
    assert!(notes("harbour? what~ a.org/x?y~z page?id=3").is_empty());
    for text in ["10:30", "https://a.b/c", "note: this", "a:-"] {
        assert_eq!(notes(text), "", "{text}");
    }
}

#[test]
fn said_takes_words_phrases_and_groups() {
    check("said:war", "said:war");
    check("said:\"end the war\"", "said:[end@0 the@1 war@2]");
    check("said:(troops OR forces)", "said:(troops | forces)");
    check("said:(speaker:x)", "error at 5..16");
    check("said:-war", "error at 5..6");
    check("said:&", "error at 5..6");
    check("said:(war -peace)", "said:(war & -peace)");
}

#[test]
fn elided_articles_are_part_of_phrases_and_names_only() {
    check("l'eau", "eau");
    check("said:l’eau", "said:eau");
    check("\"l'eau\"", "[l@0 eau@1]");
    check("L'Union", "Union");
    check("D'Angelo", "[d@0 angelo@1]");
    check("l'assemb* d'ec~", "assemb* ec~1");
    check("don't*", "don't*");
}

#[test]
fn words_with_a_hyphen_are_also_searched_without() {
    check("e-mail", "([e@0 mail@1] | email)");
    check("COVID-19", "([covid@0 19@1] | COVID19)");
    check("B52", "(B52 | [b@0 52@1])");
    check("2024-03", "[2024@0 03@1]");
    check("AT&T", "[at@0 t@1]");
    check("\"e-mail\"", "[e@0 mail@1]");
}

#[test]
fn signs_belong_to_their_words() {
    check("C++ C# .NET C", "C++ C# .NET C");
    check("+C++", "+C++");
}

#[test]
fn required_parts_are_marked() {
    check("+climate policy", "+climate policy");
}

#[test]
fn scripts_without_spaces_give_pairs() {
    check("北约成员", "北约 约成 成员");
    check("战", "战*");
    check("\"北约 成员\"", "[北约@0 成员@2]");
    check("\"136 次\"", "[136@0 次*@1]");
}

#[test]
fn brackets_are_followed_to_a_depth() {
    check("()", "error at 0..2");
    check(")", "error at 0..1");
    check("(a", "error at 0..1");
    check(&format!("{}a{}", "(".repeat(90), ")".repeat(90)), "a");
    assert!(parse(&"(".repeat(1_000)).is_err());
    assert!(parse(&"word ".repeat(10_000)).is_ok());
    for sign in ["-", "+", "NOT "] {
        assert!(parse(&format!("{}a", sign.repeat(90))).is_ok());
        assert!(parse(&format!("{}a", sign.repeat(100_000))).is_err());
    }
}

#[test]
fn a_query_without_a_word_does_not_match_everything() {
    check("&", "error at 0..1");
    check("- &", "error at 0..3");
    check("war &", "war");
}

#[test]
fn a_long_word_is_cut_as_it_is_in_a_text() {
    check(
        &format!("{}*", "a".repeat(500)),
        &format!("{}*", "a".repeat(120)),
    );
}

#[test]
fn control_characters_are_blanks() {
    check("a\u{0}b\u{1b}c", "a b c");
}
