//! Memory: indexing and searching stay within the bounds that ARCHITECTURE.md states.

use std::fmt::Write as _;
use std::fs;

use crate::corpus::Random;
use crate::desk::Desk;
use crate::sized;

/// Peak memory of a command in megabytes, as Linux reports it while the process runs.
fn peak(desk: &Desk, args: &[&str]) -> u64 {
    let mut run = desk.start(args);
    let status = format!("/proc/{}/status", run.id());
    let mut peak = 0;
    while run.try_wait().expect("a child").is_none() {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = peak.max(held.unwrap_or(0));
        std::thread::yield_now();
    }
    assert!(run.wait().expect("it ends").success(), "{args:?}");
    peak >> 10
}

fn words(random: &mut Random, count: usize) -> String {
    let mut words = String::new();
    for _ in 0..count {
        let _ = write!(
            words,
            "w{} ",
            random.below(30_000).min(random.below(30_000))
        );
    }
    words
}

#[test]
fn sources_are_indexed_within_their_bounds() {
    let random = &mut Random::new(2);
    // Bytes of text, and the megabytes that a run may take besides. `streamed` is the limit for
    // runs that do not keep a whole file in memory.
    let (bytes, paragraphs, files, base, streamed) = sized(
        (1 << 20, 30_000, 200, 80, 80),
        (1 << 30, 5_000_000, 200_000, 700, 600),
    );
    let repeated = |part: &str| part.repeat(bytes / part.len());
    let paragraphs_of_text: String = (0..500).map(|_| words(random, 65) + "\n\n").collect();
    let lines: String = (0..500).map(|_| words(random, 9) + "\n").collect();
    let quotations: String = (0..500)
        .map(|_| format!("\"{}\" said Anna Berg.\n", words(random, 7)))
        .collect();
    let tenth = |text: &str| text.repeat(bytes / 10 / text.len());
    let records: String = (0..500)
        .map(|n| {
            format!(
                "{{\"speaker\":\"Anna Berg {n}\",\"text\":\"{}\"}}\n",
                words(random, 40)
            )
        })
        .collect();
    let sources = [
        ("paragraphs.txt", repeated(&paragraphs_of_text)),
        ("lines.txt", tenth(&lines)),
        ("quotations.txt", tenth(&quotations)),
        ("one.txt", tenth(&words(random, 5_000))),
        ("letters.txt", "a\n\n".repeat(paragraphs)),
        ("records.jsonl", repeated(&records)),
    ];
    for (name, text) in sources {
        let desk = Desk::new();
        let bytes = text.len() as u64;
        desk.write(name, text);
        let peak = peak(&desk, &["index", name, "--quiet", "--threads", "1"]);
        let most = match name {
            "records.jsonl" => streamed,
            _ => bytes * 5 / 2 / (1 << 20) + base,
        };
        eprintln!("{name}: {peak} MB of {most}");
        assert!(peak <= most, "{name}: {peak} MB, more than {most}");
    }
    let desk = Desk::new();
    for number in 0..files {
        desk.write(&format!("tiny/{number}.txt"), words(random, 8));
    }
    let peak = peak(&desk, &["index", "tiny", "--quiet", "--threads", "1"]);
    eprintln!("{files} files: {peak} MB of {streamed}");
    assert!(peak <= streamed, "{files} files: {peak} MB");
}

#[test]
fn queries_are_answered_within_their_bounds() {
    let random = &mut Random::new(3);
    let (paragraphs, asked, [of_long, of_prefix, of_prefixes]) = sized(
        (2_000, 300, [60, 60, 120]),
        (400_000, 10_000, [300, 100, 400]),
    );
    let desk = Desk::new();
    let lines = (0..paragraphs).map(|_| words(random, 30) + "\n\n");
    desk.write("a.txt", lines.collect::<String>());
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let long = words(random, asked);
    let prefixes: String = (0..256).map(|n| format!("w{n}* ")).collect();
    for (query, most) in [
        (long.trim(), of_long),
        ("w*", of_prefix),
        ("w1~ w2~ w3~", of_prefix),
        (prefixes.trim(), of_prefixes),
    ] {
        let peak = peak(&desk, &["search", query, "--count", "--match", "any"]);
        let shown: String = query.chars().take(12).collect();
        eprintln!("{shown}: {peak} MB of {most}");
        assert!(peak <= most, "{shown}: {peak} MB");
    }
}
