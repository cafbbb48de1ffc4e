//! Makes one verdict of the places of a quotation.
//!
//! A place where the person asked for says the words comes before one where somebody else does;
//! below an altered quotation nothing is said about the speaker.

use crate::error::Result;
use crate::verify::edits::Change;
use crate::verify::place::{Found, Query};
use crate::verify::quotation::Quotation;
use crate::verify::report::{
    Edit, EditKind, Flags, Grade, Place, SpeakerVerdict, Standing, Verdict,
};
use crate::verify::search::{Part, Search, is_same_document};
use crate::verify::speaker::{Asked, voices};

/// Places of a verdict beside the best.
const MAX_OTHERS: usize = 40;

/// Passages from one part of a quotation to the next that an ellipsis may join.
const MAX_JOINED: usize = 40;

/// Words of a quotation that nobody else says by chance. A place without a known speaker leaves a
/// shorter one open.
const DISTINCTIVE: usize = 8;

/// The verdict on a quotation.
pub(super) fn verdict(
    search: &mut Search<'_>,
    quotation: &Quotation,
    asked: Option<&Asked<'_>>,
) -> Result<Verdict> {
    let found = search.places(quotation)?;
    let best = found.first().map_or(Grade::NotFound, |found| found.grade);
    if best > Grade::Elided
        && let Some(verdict) = in_parts(search, quotation, &found, asked)?
    {
        return Ok(verdict);
    }
    let evidence = search.evidence(quotation)?;
    let query = Query {
        quote: search.quote,
        quotation,
        evidence: &evidence,
        speakers: search.speakers,
    };
    Ok(of_places(&query, found, asked))
}

/// The verdict on a quotation whose places as a whole are known, the best first.
fn of_places(query: &Query<'_>, mut found: Vec<Found>, asked: Option<&Asked<'_>>) -> Verdict {
    let Some(best) = found.first() else {
        return Verdict {
            speaker: unknown(asked),
            ..Verdict::default()
        };
    };
    let rank = best.rank();
    let grade = best.grade;
    if grade == Grade::NotFound {
        return Verdict {
            speaker: unknown(asked),
            ..Verdict::default()
        };
    }
    // Verified places count alike; of changed ones only the nearest.
    found.retain(|found| match grade.is_verified() {
        true => found.grade.is_verified(),
        false => found.rank() == rank,
    });
    let mut judged: Vec<(SpeakerVerdict, Place)> = found
        .iter()
        .map(|found| (place_verdict(found, asked), found.place(query)))
        .collect();
    judged.sort_by(|(one, a), (other, b)| preference(*one, a).cmp(&preference(*other, b)));
    let speaker = match asked {
        None => SpeakerVerdict::Unasked,
        Some(_) if grade > Grade::Altered => SpeakerVerdict::Unknown,
        Some(_) => speaker_verdict(&judged, query.quotation.word_count()),
    };
    let count = judged.len();
    let mut places = judged.into_iter().map(|(_, place)| place);
    let source = places.next();
    let mut others: Vec<Place> = places.take(MAX_OTHERS).collect();
    others.sort_by(|one, other| (&one.path, one.place).cmp(&(&other.path, other.place)));
    Verdict {
        grade: source.as_ref().map_or(grade, |source| source.grade),
        speaker,
        flags: source
            .as_ref()
            .map_or(Flags::empty(), |source| source.flags),
        edits: source
            .as_ref()
            .map_or(Vec::new(), |source| source.edits.clone()),
        source,
        others,
        count,
        ..Verdict::default()
    }
}

/// Nothing is known of the speaker of words that were not found.
fn unknown(asked: Option<&Asked<'_>>) -> SpeakerVerdict {
    match asked {
        None => SpeakerVerdict::Unasked,
        Some(_) => SpeakerVerdict::Unknown,
    }
}

/// Whose words those of one place are.
fn place_verdict(found: &Found, asked: Option<&Asked<'_>>) -> SpeakerVerdict {
    let Some(asked) = asked else {
        return SpeakerVerdict::Unasked;
    };
    let (voices, _) = voices(&found.window, found.spoken_words());
    asked.verdict(&voices)
}

/// What makes one place better than another, the best least: the person asked for, then the better
/// grade, then a place that shows who speaks, then the order of the sources.
fn preference(speaker: SpeakerVerdict, place: &Place) -> (u8, Grade, bool, u8, &str, u32) {
    let speaker = match speaker {
        SpeakerVerdict::Same => 0,
        SpeakerVerdict::Reported => 1,
        _ => 2,
    };
    let standing = match place.standing {
        Standing::Label => 0,
        Standing::Quoted => 1,
        Standing::Prose => 2,
    };
    let is_unknown = place.speakers.is_empty();
    (
        speaker,
        place.grade,
        is_unknown,
        standing,
        &place.path,
        place.place,
    )
}

/// The verdict on the speaker over all places.
fn speaker_verdict(judged: &[(SpeakerVerdict, Place)], words: usize) -> SpeakerVerdict {
    let is = |wanted: SpeakerVerdict| judged.iter().any(|(verdict, _)| *verdict == wanted);
    if is(SpeakerVerdict::Same) {
        return SpeakerVerdict::Same;
    }
    if is(SpeakerVerdict::Reported) {
        return SpeakerVerdict::Reported;
    }
    // Where a place shows nobody, long words are still those of whoever says them elsewhere. A
    // place with a role or a name that may be the person's leaves it open.
    let leaves_open = |(verdict, place): &(SpeakerVerdict, Place)| {
        let shows_somebody = !place.speakers.is_empty();
        *verdict == SpeakerVerdict::Unknown && (shows_somebody || words < DISTINCTIVE)
    };
    if is(SpeakerVerdict::Other) && !judged.iter().any(leaves_open) {
        SpeakerVerdict::Other
    } else {
        SpeakerVerdict::Unknown
    }
}

/// The verdict on a quotation that no place has as a whole, if its parts are verbatim in several.
/// `None` if they are not.
fn in_parts(
    search: &mut Search<'_>,
    quotation: &Quotation,
    found: &[Found],
    asked: Option<&Asked<'_>>,
) -> Result<Option<Verdict>> {
    if let Some(best) = found.first()
        && best.grade == Grade::Altered
        && !may_be_parts(best)
    {
        return Ok(None);
    }
    let parts = search.parts(quotation, found)?;
    if !is_covered(quotation, &parts) {
        return Ok(None);
    }
    let has_ellipses = parts
        .windows(2)
        .all(|pair| quotation.has_ellipsis_before(pair[1].items.start));
    let one_document = parts
        .windows(2)
        .all(|pair| is_same_document(&pair[0].found, &pair[1].found));
    if has_ellipses && one_document {
        if let Some(joined) = joined(search, quotation, &parts)? {
            let evidence = search.evidence(quotation)?;
            let query = Query {
                quote: search.quote,
                quotation,
                evidence: &evidence,
                speakers: search.speakers,
            };
            return Ok(Some(of_places(&query, vec![joined], asked)));
        }
        return out_of_order(search, quotation, parts, asked).map(Some);
    }
    spliced(search, quotation, parts, asked, has_ellipses).map(Some)
}

/// Whether a row of words may be elsewhere: an edit of several words.
fn may_be_parts(found: &Found) -> bool {
    let changes = &found.reading.changes;
    changes.iter().any(|change| Change::size(change) >= 4)
}

/// Whether the parts are all of the quotation, but for a word at a seam.
fn is_covered(quotation: &Quotation, parts: &[Part]) -> bool {
    let covered: usize = parts.iter().map(|part| part.items.len()).sum();
    let missing = quotation.items.len() - covered + quotation.beyond;
    parts.len() > 1 && missing < parts.len() && missing * 10 <= quotation.items.len()
}

/// The quotation over all passages from its first part to its last, if they are in this order.
fn joined(search: &mut Search<'_>, quotation: &Quotation, parts: &[Part]) -> Result<Option<Found>> {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Ok(None);
    };
    let found = search.between(quotation, &first.found, &last.found, MAX_JOINED)?;
    Ok(found.filter(|found| found.reading.is_complete()))
}

/// The verdict on parts that ellipses join in another order than that of the source, or over more
/// than is read.
fn out_of_order(
    search: &mut Search<'_>,
    quotation: &Quotation,
    parts: Vec<Part>,
    asked: Option<&Asked<'_>>,
) -> Result<Verdict> {
    let position = |part: &Part| {
        let first = part.found.window.passages.first();
        (
            first.map(|own| own.passage.place),
            part.found.reading.words.start,
        )
    };
    let is_ordered = parts
        .windows(2)
        .all(|pair| position(&pair[0]) < position(&pair[1]));
    let mut verdict = spliced(search, quotation, parts, asked, true)?;
    let change = if is_ordered { Flags::FAR } else { Flags::ORDER };
    verdict.flags |= change;
    verdict.grade = Grade::Altered;
    if let Some(source) = &mut verdict.source {
        source.grade = Grade::Altered;
        source.flags |= change;
    }
    if !is_ordered {
        for other in &verdict.others {
            verdict.edits.push(Edit {
                kind: EditKind::Move,
                quote_text: search.quote[other.quote.clone()].to_owned(),
                source_text: other.selector.exact.clone(),
                quote: other.quote.clone(),
                source: 0..0,
            });
        }
    }
    if let (Some(asked), Some(_)) = (asked, &verdict.source) {
        let all = verdict.source.iter().chain(&verdict.others);
        let known = all
            .map(|place| asked.verdict_of_names(place))
            .collect::<Vec<_>>();
        verdict.speaker = if known.iter().all(|one| *one == SpeakerVerdict::Same) {
            SpeakerVerdict::Same
        } else if known.iter().all(|one| *one == SpeakerVerdict::Other) {
            SpeakerVerdict::Other
        } else {
            SpeakerVerdict::Unknown
        };
    }
    Ok(verdict)
}

/// The verdict on parts from different places.
fn spliced(
    search: &mut Search<'_>,
    quotation: &Quotation,
    parts: Vec<Part>,
    asked: Option<&Asked<'_>>,
    has_ellipses: bool,
) -> Result<Verdict> {
    let mut places = Vec::with_capacity(parts.len());
    for part in &parts {
        let own = quotation.part(part.items.clone());
        let evidence = search.evidence(&own)?;
        let query = Query {
            quote: search.quote,
            quotation: &own,
            evidence: &evidence,
            speakers: search.speakers,
        };
        places.push(part.found.place(&query));
    }
    let is_one_passage = places.windows(2).all(|pair| pair[0].id == pair[1].id);
    let is_ordered = parts
        .windows(2)
        .all(|pair| pair[0].found.reading.words.start < pair[1].found.reading.words.start);
    let mut flags = Flags::empty();
    if is_one_passage && !is_ordered {
        flags |= Flags::ORDER;
    }
    let is_one_voice = places
        .windows(2)
        .all(|pair| pair[0].speakers == pair[1].speakers);
    if has_ellipses && !is_one_voice {
        flags |= Flags::OTHER_TURN;
    }
    let count = places.len();
    let mut places = places.into_iter();
    let source = places.next().map(|mut source| {
        source.flags |= flags;
        source
    });
    Ok(Verdict {
        grade: Grade::Spliced,
        speaker: unknown(asked),
        flags,
        source,
        others: places.collect(),
        count,
        ..Verdict::default()
    })
}
