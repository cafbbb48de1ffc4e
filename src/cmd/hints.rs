//! The hints of a search that finds nothing, or no passage with every word: likely spellings, and
//! how many passages match if a part of the query is left out. And of any search: other spellings
//! of its words.

use std::ops::Range;

use onrecord_index::hit::Tier;
use onrecord_index::query::node::{NodeKind, Part};
use onrecord_index::query::spelling::Spelling;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Request, Searcher};

use crate::answers::relaxed::Relaxed;
use crate::args::SearchArgs;
use crate::cmd::reading::quoted;
use crate::paths::index_folder;
use crate::print::number::counted;
use crate::status;

/// Documents that are named: more would make the line longer than a terminal.
const NAMED: usize = 3;

/// Other spellings that are named: a query of many words should not end in a list.
const NAMED_SPELLINGS: usize = 3;

/// Words from which on a phrase is taken for a quotation. Shorter ones are names and terms.
const QUOTATION_WORDS: usize = 4;

/// Bytes of the longest quotation that a hint repeats: about a line.
const MAX_ECHOED_BYTES: usize = 100;

/// Passages that are read to see whether a spelling is really there. They cost less than a page.
const CHECKED: usize = 20;

/// Prints the hints. `matched` is the best tier that was found.
pub(super) fn print_hints(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    matched: Option<Tier>,
) -> anyhow::Result<()> {
    print_namesakes(searcher, query)?;
    if matched == Some(Tier::Across) {
        status::hint(
            "no paragraph has all these words: they run over the end of a paragraph into the next",
        );
        return Ok(());
    }
    // `--match` decides which passages match, so some of the words is all that was asked for.
    let is_partial = matched == Some(Tier::Some) && args.matching.is_none();
    if matched.is_some() && !is_partial {
        return Ok(());
    }
    if searcher.is_empty()? {
        status::hint(&empty(args));
        return Ok(());
    }
    let suggestions = searcher.suggestions(query)?;
    suggestions.iter().for_each(|text| status::hint(text));
    if query.parts().is_empty() {
        if suggestions.is_empty() {
            status::hint("no passage matches");
        }
        return Ok(());
    }
    let relaxed = Relaxed {
        searcher,
        // If some of the words were found, only passages with every word are news.
        matching: if is_partial { Match::All } else { Match::Tiers },
        has_parts: query.parts().len() > 1,
    };
    let speaker = if args.speaker.is_empty() {
        "without speaker:"
    } else {
        "without --speaker"
    };
    let mut any = false;
    let mut say = |hint: Option<String>| {
        any |= hint.is_some();
        hint.iter().for_each(|text| status::hint(text));
        hint.is_some()
    };
    let by_others = say(relaxed.hint(speaker, query.without_speaker(), true)?);
    if !by_others && !query.filters().is_empty() {
        say(relaxed.hint("without the filters", Some(query.unfiltered()), false)?);
    }
    say(relaxed.hint("without said:", query.without_said(), false)?);
    say(relaxed.hint(
        "without the quotation marks",
        query.with_split_phrases(),
        false,
    )?);
    hint_at_verify(query, matched);
    if suggestions.is_empty() && !any && !is_partial {
        status::hint("no passage matches");
    }
    Ok(())
}

/// Names the command that finds words like those of a quotation, where they are not as quoted.
fn hint_at_verify(query: &Query, matched: Option<Tier>) {
    let is_long = |part: &&Part| match &part.node.kind {
        NodeKind::Phrase(words) => words.len() >= QUOTATION_WORDS,
        NodeKind::Elided(phrases) => phrases.iter().map(Vec::len).sum::<usize>() >= QUOTATION_WORDS,
        _ => false,
    };
    let text = query.text();
    // A path is a phrase of its parts, too.
    let is_spaced = |part: &&Part| {
        let typed = text.get(part.node.span.clone());
        typed.is_some_and(|typed| typed.contains(char::is_whitespace))
    };
    let mut phrases = query.parts().iter().filter(is_long);
    let phrase = phrases.find(is_spaced);
    let is_word = |part: &Part| matches!(part.node.kind, NodeKind::Word(_));
    let is_sentence = matched.is_none()
        && text.split_whitespace().count() >= QUOTATION_WORDS
        && query.parts().iter().all(is_word)
        && query.filters().is_empty();
    let words = match phrase {
        Some(phrase) => text.get(phrase.node.span.clone()).unwrap_or(text),
        None if is_sentence => text,
        None => return,
    };
    let words = words.trim_matches(['"', '“', '”', '„', '«', '»', ' ']);
    if words.len() <= MAX_ECHOED_BYTES {
        status::hint(&format!(
            "is it a quotation? `onrecord verify {}` finds words like these and says what differs",
            quoted(words)
        ));
    } else {
        status::hint(
            "is it a quotation? `onrecord verify` finds words like these and says what differs",
        );
    }
}

/// Says which documents a `doc:` filter lets through if several have that name.
fn print_namesakes(searcher: &Searcher, query: &Query) -> anyhow::Result<()> {
    for documents in searcher.namesakes(query)? {
        let named = documents.iter().take(NAMED);
        let named: Vec<String> = named.map(|name| format!("path:{name}")).collect();
        let others = match (documents.len() - named.len()) as u64 {
            0 => String::new(),
            others => format!(" and {}", counted(others, "other", "others")),
        };
        let count = counted(documents.len() as u64, "document is", "documents are");
        let name = documents.first().map_or("", |document| &document.doc);
        status::hint(&format!(
            "{count} called {name}: {}{others}",
            named.join(", ")
        ));
    }
    Ok(())
}

/// What to do about an index without a passage.
fn empty(args: &SearchArgs) -> String {
    if !args.sources.path.is_empty() {
        return "there is no passage in these files".to_owned();
    }
    let folder = index_folder(args.sources.index.folder.as_deref());
    format!(
        "the index at {} is empty, as a first run that was interrupted leaves it: \
         `onrecord index PATH` fills it",
        folder.display()
    )
}

/// Names other spellings of the query's words that are in the index but were not searched for.
pub(super) fn print_spellings(searcher: &Searcher, query: &Query) -> anyhow::Result<()> {
    let mut printed = 0;
    for spelling in searcher.spellings(query)? {
        if printed == NAMED_SPELLINGS {
            break;
        }
        let total = passages_with(searcher, &spelling)?;
        if total == 0 {
            continue;
        }
        let passages = counted(total, "passage", "passages");
        let verb = if total == 1 { "writes" } else { "write" };
        let text = &spelling.text;
        if spelling.ambiguous {
            let word = text.to_lowercase();
            status::hint(&format!(
                "{passages} {verb} it \"{text}\", or have the word \"{word}\""
            ));
        } else {
            status::hint(&format!("{passages} {verb} it \"{text}\""));
        }
        printed += 1;
    }
    Ok(())
}

/// How many passages have a spelling. 0 if none of the first ones is written so: without its
/// hyphen "e-vent" is two words, and without its full stops "US" is one.
fn passages_with(searcher: &Searcher, spelling: &Spelling) -> anyhow::Result<u64> {
    let request = Request {
        limit: Some(CHECKED),
        count: true,
        ..Request::default()
    };
    let answer = searcher.search(&spelling.query, &request)?;
    for hit in answer.hits() {
        let hit = hit?;
        let is_written = |range: &Range<usize>| {
            let text = &hit.passage.text[range.clone()];
            *text == spelling.text
                || (!spelling.ambiguous && text.to_lowercase() == spelling.text.to_lowercase())
        };
        if hit.highlights.iter().any(is_written) {
            return Ok(answer.every.unwrap_or(0));
        }
    }
    Ok(0)
}
