//! Checks alignments by hand, and against a plain table of all three ways to reach a cell.

use proptest::prelude::*;

use super::{
    BRACKET, EXTEND, Ends, HIDE, NOTE, OPEN, OPEN_ELLIPSIS, OPEN_INSERTION, REPLACE, SourceWords,
    Step, Table, align,
};
use crate::verify::quotation::Quotation;
use crate::verify::token::{Lexicon, Token};

/// Reads a source in which words that begin with "n" are notes.
fn source(text: &str, lexicon: &mut Lexicon) -> (Vec<Token>, Vec<bool>) {
    let tokens = lexicon.tokens(text, 0);
    let notes = tokens
        .iter()
        .map(|token| text[token.range()].starts_with('n'));
    let notes = notes.collect();
    (tokens, notes)
}

/// Checks the steps of an alignment: "=a" match, "b/a" substitution, "+b", "-a", "(a)" hidden,
/// "*n" note, "\[a\]" replaced.
fn check(quote: &str, text: &str, expected: &str) {
    let mut lexicon = Lexicon::default();
    let quotation = Quotation::new(quote, &mut lexicon);
    let (tokens, notes) = source(text, &mut lexicon);
    let words = SourceWords {
        tokens: &tokens,
        notes: &notes,
    };
    let steps = align(&quotation, words, &lexicon, Ends::Free);
    let own = |item: usize| &quote[quotation.items[item].range.clone()];
    let theirs = |word: usize| &text[tokens[word].range()];
    let shown: Vec<String> = steps
        .into_iter()
        .map(|step| match step {
            Step::Match(item, _) => format!("={}", own(item)),
            Step::Substitute(item, word) => format!("{}/{}", own(item), theirs(word)),
            Step::Insert(item) => format!("+{}", own(item)),
            Step::Omit(word) => format!("-{}", theirs(word)),
            Step::Hide(word) => format!("({})", theirs(word)),
            Step::Note(word) => format!("*{}", theirs(word)),
            Step::Bracket(_, words) => {
                let replaced: Vec<&str> = words.map(theirs).collect();
                format!("[{}]", replaced.join(" "))
            }
        })
        .collect();
    assert_eq!(shown.join(" "), expected, "{quote} in {text}");
}

#[test]
fn words_before_and_after_cost_nothing() {
    check("b c", "a b c d", "=b =c");
    check("b c", "b c b c", "=b =c");
    check("", "a b", "");
    check("a", "", "+a");
}

#[test]
fn a_changed_word_at_either_end_is_a_substitution() {
    check("x b c", "a b c d", "x/a =b =c");
    check("b c x", "a b c d", "=b =c x/d");
    check("x b c", "b c d", "+x =b =c");
}

#[test]
fn one_gap_is_cheaper_than_two() {
    check("a b e f", "a b c d e f", "=a =b -c -d =e =f");
    check("a b x y c d", "a b c d", "=a =b +x +y =c =d");
}

#[test]
fn a_form_of_the_same_word_is_paired_with_it() {
    let (quote, end) = ("a walking d e f", "=d =e =f");
    check(
        quote,
        "a b walked d e f",
        &format!("=a -b walking/walked {end}"),
    );
    check(
        quote,
        "a walked b d e f",
        &format!("=a walking/walked -b {end}"),
    );
}

#[test]
fn a_word_left_out_before_the_last_is_no_substitution() {
    check("a b d", "a b c d", "=a =b -c =d");
    check("a c d", "a b c d", "=a -b =c =d");
}

#[test]
fn ellipses_and_brackets_are_no_edits() {
    check("a … d", "a b c d", "=a (b) (c) =d");
    check("a … b", "a b", "=a =b");
    check("[w] b", "a b c", "[] =b");
    check("a [w] b", "a b", "=a [] =b");
    check("a [w] d", "a b c d", "=a [b c] =d");
    check("a [] d", "a b d", "=a -b [] =d");
    check("a [sic] d", "a b d", "=a -b [] =d");
    check("[a]ble b", "table b", "=[a]ble =b");
    check("[b]e c", "the c", "[b]e/the =c");
}

#[test]
fn notes_of_the_source_may_be_left_out() {
    check("a b", "a note b", "=a *note =b");
    check("a note b", "a note b", "=a =note =b");
}

/// The least cost of an alignment, from a table of every way to reach each cell.
fn least_cost(table: &Table<'_>, ends: Ends) -> i64 {
    const FAR: i64 = 1 << 40;
    let (rows, words) = (table.rows.len(), table.source.tokens.len());
    // Reached by a pair or bracket, by an insertion, by an omission.
    let mut cost = vec![vec![[FAR; 3]; words + 1]; rows + 1];
    let least = |cell: [i64; 3]| cell.into_iter().min().unwrap_or(FAR);
    for row in 0..=rows {
        for word in 0..=words {
            let mut cell = [FAR; 3];
            if row == 0 && (word == 0 || ends == Ends::Free) {
                cell[0] = 0;
            }
            if row > 0 {
                if let Some(pair) = word
                    .checked_sub(1)
                    .and_then(|word| table.pair(row - 1, word))
                {
                    cell[0] = cell[0].min(least(cost[row - 1][word - 1]) + i64::from(pair));
                }
                if let super::RowKind::Bracket(most) = table.rows[row - 1].kind {
                    for replaced in 0..=word.min(most) {
                        let own = i64::from(BRACKET) + i64::from(REPLACE) * replaced as i64;
                        cell[0] = cell[0].min(least(cost[row - 1][word - replaced]) + own);
                    }
                }
                let above = cost[row - 1][word];
                let opened = least(above) + i64::from(OPEN_INSERTION);
                cell[1] = opened.min(above[1]) + i64::from(EXTEND);
            }
            if word > 0 && (row > 0 || ends == Ends::Fixed) {
                let left = cost[row][word - 1];
                let is_ellipsis = table.rows.get(row).is_some_and(|row| row.ellipsis);
                let is_note = table.source.notes[word - 1];
                let (open, extend) = if is_ellipsis {
                    (OPEN_ELLIPSIS, HIDE)
                } else {
                    (OPEN, EXTEND)
                };
                let extend = i64::from(if is_note { NOTE } else { extend });
                cell[2] = (least(left) + i64::from(open)).min(left[2]) + extend;
                if is_note {
                    cell[0] = cell[0].min(least(left) + i64::from(NOTE));
                }
            }
            cost[row][word] = cell;
        }
    }
    match ends {
        Ends::Fixed => least(cost[rows][words]),
        Ends::Free => cost[rows]
            .iter()
            .map(|cell| least(*cell))
            .min()
            .unwrap_or(FAR),
    }
}

/// The cost of steps. Checks that they go through every item and, from the first word to the
/// last, through every word.
fn cost_of(table: &Table<'_>, steps: &[Step], ends: Ends) -> i64 {
    let mut cost = 0;
    let (mut item, mut word) = (0, None);
    let mut follow = |found: usize| {
        assert!(
            word.is_none_or(|word| word == found)
                && (word.is_some() || ends == Ends::Free || found == 0)
        );
        word = Some(found + 1);
    };
    // 1 in an insertion, 2 in an omission.
    let mut gap = 0;
    for step in steps {
        let mut now = 0;
        cost += i64::from(match step {
            Step::Match(own, theirs) | Step::Substitute(own, theirs) => {
                assert_eq!(*own, item);
                follow(*theirs);
                item += 1;
                table.pair(*own, *theirs).expect("a word")
            }
            Step::Insert(own) => {
                assert_eq!(*own, item);
                item += 1;
                now = 1;
                EXTEND + if gap == 1 { 0 } else { OPEN_INSERTION }
            }
            Step::Bracket(own, words) => {
                assert_eq!(*own, item);
                words.clone().for_each(&mut follow);
                item += 1;
                BRACKET + REPLACE * words.len() as i32
            }
            Step::Note(theirs) => {
                follow(*theirs);
                now = if gap == 2 { 2 } else { 0 };
                NOTE
            }
            Step::Omit(theirs) | Step::Hide(theirs) => {
                follow(*theirs);
                now = 2;
                let hides = matches!(step, Step::Hide(_));
                let (open, extend) = if hides {
                    (OPEN_ELLIPSIS, HIDE)
                } else {
                    (OPEN, EXTEND)
                };
                extend + if gap == 2 { 0 } else { open }
            }
        });
        gap = now;
    }
    assert_eq!(item, table.rows.len());
    cost
}

proptest! {
    #[test]
    fn no_alignment_costs_less(
        quote in "([abcd]|…|\\[x\\]|\\[\\]|note| ){0,16}",
        text in "([abcd]|note| ){0,24}",
        fixed in any::<bool>(),
    ) {
        // With spaces around them, letters are words.
        let quote = quote.replace('a', " a ").replace('b', " b ").replace('c', " c ");
        let text = text.replace('a', " a ").replace('b', " b ").replace('c', " c ");
        let ends = if fixed { Ends::Fixed } else { Ends::Free };
        let mut lexicon = Lexicon::default();
        let quotation = Quotation::new(&quote, &mut lexicon);
        let (tokens, notes) = source(&text, &mut lexicon);
        let words = SourceWords { tokens: &tokens, notes: &notes };
        let table = Table::new(&quotation, words, &lexicon);
        let steps = align(&quotation, words, &lexicon, ends);
        prop_assert_eq!(cost_of(&table, &steps, ends), least_cost(&table, ends), "{:?}", steps);
        // Cut into small tables, it costs no less, and goes through the same words.
        let mut cut = Vec::new();
        let all = super::Block {
            items: 0..table.rows.len(),
            words: 0..tokens.len(),
            start: ends,
            end: ends,
        };
        table.solve_by_anchors(&all, 30, &mut cut);
        prop_assert!(cost_of(&table, &cut, ends) >= least_cost(&table, ends), "{:?}", cut);
    }
}

#[test]
fn texts_of_any_size_are_aligned_quickly() {
    let mut lexicon = Lexicon::default();
    let varied: String = (0..5_000).map(|number| format!("w{number} ")).collect();
    for quote in [varied.clone(), "same ".repeat(10_000)] {
        let quotation = Quotation::new(&quote, &mut lexicon);
        for text in [varied.clone(), "same ".repeat(20_000)] {
            let tokens = lexicon.tokens(&text, 0);
            let notes = vec![false; tokens.len()];
            let words = SourceWords {
                tokens: &tokens,
                notes: &notes,
            };
            let steps = align(&quotation, words, &lexicon, Ends::Free);
            assert!(steps.len() >= quotation.items.len());
        }
    }
}
