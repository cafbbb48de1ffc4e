//! Several processes at once: every answer is that of one commit, and a second writer is refused
//! and loses nothing.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::desk::{Desk, STORY, is_decent};
use crate::sized;

const FILES: u64 = 12;
/// Stories in each file: enough for all of them to be compressed with symbol tables.
const STORIES: usize = 10;
/// Exit status of a writer that finds the index locked.
const LOCKED: i32 = 75;

#[test]
fn every_answer_is_that_of_one_commit() {
    let desk = Desk::new();
    write_generation(&desk, 0);
    desk.write("more/0.txt", STORY);
    desk.check(&["index", "texts", "more", "--quiet"], 0);
    let (readers, rounds, time) = sized((2, 4, Duration::ZERO), (8, 0, Duration::from_secs(60)));
    let run = Run::default();
    let mut generation = 0;
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| run.read(&desk));
        }
        scope.spawn(|| run.write_more(&desk));
        let started = Instant::now();
        while generation < rounds || started.elapsed() < time {
            generation += 1;
            write_generation(&desk, generation);
            // The second writer may hold the lock.
            while desk.run(&["index", "texts", "--quiet"]).status == LOCKED {}
        }
        run.done.store(true, Ordering::Relaxed);
    });
    desk.check(&["index", "texts", "more", "--quiet"], 0);
    desk.check(&["check"], 0);
    let more = desk.files("more").len();
    let found = desk.check(&["search", "doc:* ferry", "--count"], 0).out;
    assert_eq!(found, format!("{}\n", more as u64 + FILES * STORIES as u64));
    eprintln!(
        "{} answers, {generation} commits; the second writer was refused {} times, \
         after {:?} at most",
        run.answers.load(Ordering::Relaxed),
        run.locked.load(Ordering::Relaxed),
        run.slowest.lock().expect("no panic"),
    );
}

/// Writes all texts with the number of their generation.
fn write_generation(desk: &Desk, generation: u64) {
    for number in 0..FILES {
        let stories = STORY.repeat(STORIES);
        desk.write(
            &format!("texts/{number}.txt"),
            format!("{stories}\nThis is state w{generation}w of the text.\n"),
        );
    }
}

/// What the threads of a test share.
#[derive(Default)]
struct Run {
    done: AtomicBool,
    answers: AtomicU64,
    /// How often the second writer was refused.
    locked: AtomicU64,
    /// The longest time until it was refused.
    slowest: Mutex<Duration>,
}

impl Run {
    /// Searches until the run is done; all hits must be of one generation.
    fn read(&self, desk: &Desk) {
        let generation = |line: &str| {
            let (_, rest) = line.split_once(" state w").expect("a state");
            rest.split('w').next().expect("a number").to_owned()
        };
        while !self.done.load(Ordering::Relaxed) {
            let args = ["search", "state", "-n", "0", "--format", "jsonl"];
            let answer = desk.check(&args, 0).out;
            let states: Vec<String> = answer.lines().map(generation).collect();
            assert_eq!(states.len() as u64, FILES);
            assert!(states.iter().all(|state| *state == states[0]), "{states:?}");
            self.answers.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Adds files as a second writer until the run is done.
    fn write_more(&self, desk: &Desk) {
        let mut number = 0;
        while !self.done.load(Ordering::Relaxed) {
            number += 1;
            desk.write(&format!("more/{number}.txt"), STORY);
            let started = Instant::now();
            let ended = desk.run(&["index", "more", "--quiet"]);
            is_decent(&ended);
            match ended.status {
                0 => {}
                LOCKED => {
                    self.locked.fetch_add(1, Ordering::Relaxed);
                    let mut slowest = self.slowest.lock().expect("no panic");
                    *slowest = started.elapsed().max(*slowest);
                }
                status => panic!("{status}: {}", ended.err),
            }
        }
    }
}

#[test]
fn a_second_writer_is_refused_at_once() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let lock = fs::File::options()
        .write(true)
        .open(desk.path().join(".onrecord/.tantivy-writer.lock"));
    let lock = lock.expect("the lock");
    lock.lock().expect("a lock");
    let ended = desk.check(&["index", "a.txt"], LOCKED);
    assert!(ended.err.contains("is locked"), "{}", ended.err);
    desk.check(&["remove", "a.txt"], LOCKED);
    desk.check(&["search", "ferry"], 0);
}
