//! Prints every paragraph of the files given, or with `--stat` only sums. To be deleted once the program can do this.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]
use onrecord_index::ingest::sink::Collected;
use onrecord_index::ingest::{ReadOptions, read_file, walk::walk};
fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let stat = args
        .iter()
        .position(|a| a == "--stat")
        .map(|i| args.remove(i))
        .is_some();
    let prose = args
        .iter()
        .position(|a| a == "--prose")
        .map(|i| args.remove(i))
        .is_some();
    let files = walk(&args.iter().map(Into::into).collect::<Vec<_>>());
    for (path, p) in &files.problems {
        eprintln!("{}: {p}", path.display());
    }
    let options = ReadOptions {
        attribution: prose,
        ..ReadOptions::default()
    };
    let (mut docs, mut sections, mut pars, mut with, mut bytes, mut n) = (0, 0, 0, 0, 0, 0);
    let start = std::time::Instant::now();
    for f in &files.files {
        if !f.known_format && !f.named {
            continue;
        }
        let mut sink = Collected::default();
        n += 1;
        match read_file(&f.path, &options, &mut sink) {
            Ok(r) => {
                if !stat {
                    println!("# {} {} {}", f.path.display(), r.format, r.encoding)
                }
            }
            Err(e) => {
                eprintln!("{e}");
                continue;
            }
        }
        for p in &sink.problems {
            eprintln!("{}: {p}", f.path.display());
        }
        bytes += f.path.metadata().unwrap().len();
        docs += sink.documents.len();
        for d in &sink.documents {
            sections += d.sections.len();
            pars += d.paragraphs.len();
            with += d
                .paragraphs
                .iter()
                .filter(|p| !p.speakers.is_empty())
                .count();
            if stat {
                continue;
            }
            println!("## key={:?} title={:?} lang={:?}", d.key, d.title, d.lang);
            for p in &d.paragraphs {
                let s = &d.sections[p.section];
                println!(
                    "{}|{}.{}|{}|{}|{}{}|{}",
                    p.kind.name(),
                    s.number,
                    s.path.join(" > "),
                    p.speakers.join("+"),
                    p.line.unwrap_or(0),
                    p.turn.map(|t| format!("t{t}")).unwrap_or_default(),
                    p.start_ms.map(|t| format!(" {t}ms")).unwrap_or_default(),
                    p.text
                );
            }
        }
    }
    let took = start.elapsed().as_secs_f64();
    eprintln!(
        "{n} files, {docs} documents, {sections} sections, {pars} paragraphs, {with} with speaker, {:.1} MB, {took:.2} s, {:.1} MB/s",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / took
    );
}
