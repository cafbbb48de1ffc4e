//! `onrecord help formats`: what can be read, and what each format yields.

use std::fmt::Write;

use onrecord_index::ingest::described::{DESCRIBED, Described, SERVICES};
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::ingest::unread::kinds::UNREAD;

/// Text is broken before it is wider than this, in characters.
const WIDTH: usize = 100;

/// The page.
pub(super) fn page() -> String {
    let mut page = String::from(
        "Formats are found by their contents, else by the ending of a name. --input-format names \
         one.\n",
    );
    for row in DESCRIBED {
        let names = row.names.join(", ");
        let _ = write!(page, "\n{}\n", row.what);
        entry(&mut page, "format", &names);
        entry(&mut page, "endings", &endings(row));
        for (name, value) in [
            ("speakers", row.speakers),
            ("times", row.times),
            ("sections", row.sections),
            ("dates", row.dates),
        ] {
            entry(&mut page, name, value);
        }
    }
    page.push_str("\nJSON transcripts are those of\n");
    entry(&mut page, "", &SERVICES.join(", "));
    page.push_str("\nKnown and not read, with what to do instead\n");
    for kind in UNREAD.iter().filter(|kind| !kind.instead.is_empty()) {
        let dotted: Vec<String> = kind.endings.iter().map(|end| format!(".{end}")).collect();
        let endings = match dotted.is_empty() {
            true => String::new(),
            false => format!(" ({})", dotted.join(" ")),
        };
        entry(
            &mut page,
            "",
            &format!("{}{endings}: {}", kind.what, kind.instead),
        );
    }
    page
}

/// The endings of the files of a row.
fn endings(row: &Described) -> String {
    let of_name = |name: &&str| FORMATS.named(name).map(|format| format.extensions());
    let endings: Vec<String> = row
        .names
        .iter()
        .filter_map(of_name)
        .flatten()
        .map(|ending| format!(".{ending}"))
        .collect();
    endings.join(" ")
}

/// A line of an entry, broken at spaces. An empty value is left out.
fn entry(page: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let mut line = format!("  {name:<10}");
    let indent = line.len();
    for word in value.replace('`', "").split(' ') {
        if line.len() + 1 + word.len() > WIDTH && line.len() > indent {
            let _ = writeln!(page, "{}", line.trim_end());
            line = " ".repeat(indent);
        }
        line.push_str(word);
        line.push(' ');
    }
    let _ = writeln!(page, "{}", line.trim_end());
}
