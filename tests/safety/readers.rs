//! Many at once: every answer is one commit, and a second writer is told and loses nothing.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::desk::{Desk, STORY, is_decent};
use crate::sized;

const FILES: u64 = 12;
/// Stories in each: so many that all of them are packed by symbols.
const STORIES: usize = 10;

#[test]
fn every_answer_is_one_commit() {
    let desk = Desk::new();
    let write = |generation: u64| {
        for number in 0..FILES {
            let name = format!("texts/{number}.txt");
            desk.write(
                &name,
                format!(
                    "{}\nThis is state w{generation}w of the text.\n",
                    STORY.repeat(STORIES)
                ),
            );
        }
    };
    write(0);
    desk.write("more/0.txt", STORY);
    desk.check(&["index", "texts", "more", "--quiet"], 0);
    let (readers, rounds, time) = sized((2, 4, Duration::ZERO), (8, 0, Duration::from_secs(60)));
    let done = AtomicBool::new(false);
    let (answers, locked) = (AtomicU64::new(0), AtomicU64::new(0));
    let slowest = std::sync::Mutex::new(Duration::ZERO);
    let mut generation = 0;
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let args = ["search", "state", "-n", "0", "--format", "jsonl"];
                    let states = desk.check(&args, 0).out;
                    let state = |line: &str| {
                        line.split(" state w")
                            .nth(1)?
                            .split('w')
                            .next()
                            .map(str::to_owned)
                    };
                    let states: Vec<String> = states
                        .lines()
                        .map(|line| state(line).expect("a state"))
                        .collect();
                    assert_eq!(states.len() as u64, FILES);
                    assert!(states.iter().all(|state| *state == states[0]), "{states:?}");
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                number += 1;
                desk.write(&format!("more/{number}.txt"), STORY);
                let started = Instant::now();
                let ended = desk.run(&["index", "more", "--quiet"]);
                is_decent(&ended);
                match ended.status {
                    0 => {}
                    75 => {
                        locked.fetch_add(1, Ordering::Relaxed);
                        let mut slowest = slowest.lock().expect("no panic");
                        *slowest = started.elapsed().max(*slowest);
                    }
                    status => panic!("{status}: {}", ended.err),
                }
            }
        });
        let started = Instant::now();
        while generation < rounds || started.elapsed() < time {
            generation += 1;
            write(generation);
            // The other writer may be at it: then it is this one's turn to be told.
            while desk.run(&["index", "texts", "--quiet"]).status == 75 {}
        }
        done.store(true, Ordering::Relaxed);
    });
    desk.check(&["index", "texts", "more", "--quiet"], 0);
    desk.check(&["check"], 0);
    let more = desk.files("more").len();
    let found = desk.check(&["search", "doc:* ferry", "--count"], 0).out;
    assert_eq!(found, format!("{}\n", more as u64 + FILES * STORIES as u64));
    eprintln!(
        "{} answers, {generation} commits; the second writer was told {} times, after {:?} at most",
        answers.load(Ordering::Relaxed),
        locked.load(Ordering::Relaxed),
        slowest.lock().expect("no panic"),
    );
}

#[test]
fn a_second_writer_is_told_at_once() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let lock = fs::File::options()
        .write(true)
        .open(desk.path().join(".onrecord/.tantivy-writer.lock"));
    let lock = lock.expect("the lock");
    lock.lock().expect("a lock");
    let ended = desk.check(&["index", "a.txt"], 75);
    assert!(ended.err.contains("is locked"), "{}", ended.err);
    desk.check(&["remove", "a.txt"], 75);
    desk.check(&["search", "ferry"], 0);
}
