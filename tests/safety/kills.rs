//! A writer is killed at any point: the index is that of the last commit, and the next run
//! completes as if nothing had happened.

use std::fs;
use std::process::Child;
use std::time::Instant;

use crate::corpus::{self, Random, leftovers};
use crate::desk::Desk;
use crate::sized;

#[test]
fn a_killed_run_loses_nothing_and_leaves_nothing() {
    let desk = Desk::new();
    let mut random = Random::new(8);
    let (files, kills) = sized((24, 6), (4_000, 50));
    corpus::write(&desk, &mut random, files);
    let mut before: Option<Vec<String>> = None;
    let mut half_done = 0;
    for kill in 0..kills {
        // The index that a run without a kill makes from the same sources.
        let started = Instant::now();
        desk.check(&["index", "texts", "--quiet", "--index", "whole"], 0);
        let took = started.elapsed();
        let expected = desk.listing("whole");

        let mut run = desk.start(&["index", "texts", "--index", "killed"]);
        sized(&at_file as &dyn Fn(&mut Child, u64), &|_: &mut Child, _| {
            std::thread::sleep(took.mul_f64(random_part(kill)))
        })(&mut run, kill);
        run.kill().expect("a signal");
        run.wait().expect("it ends");

        let now = match (desk.path().join("killed/meta.json").exists(), &before) {
            (true, _) => {
                desk.check(&["check", "--index", "killed"], 0);
                Some(desk.listing("killed"))
            }
            (false, None) => None,
            (false, Some(_)) => panic!("kill {kill}: the index is gone"),
        };
        let unchanged = now == before || now == Some(Vec::new()) && before.is_none();
        assert!(
            unchanged || now.as_ref() == Some(&expected),
            "kill {kill}: neither the commit before nor the one after"
        );
        half_done += u32::from(unchanged);

        desk.check(&["index", "texts", "--quiet", "--index", "killed"], 0);
        desk.check(&["check", "--index", "killed"], 0);
        assert!(desk.listing("killed") == expected, "kill {kill}");
        assert_eq!(leftovers(&desk, "killed"), Vec::<String>::new());
        before = Some(expected);
        corpus::change(&desk, &mut random, files);
    }
    assert!(half_done > 0, "no kill came before the commit");
    eprintln!("{kills} kills, {half_done} of them before the commit");

    /// Waits until a few files have been added to the folder; how many depends on `kill`.
    fn at_file(run: &mut Child, kill: u64) {
        let folder = format!("/proc/{}/cwd/killed", run.id());
        let names = || fs::read_dir(&folder).map_or(0, |entries| entries.count() as u64);
        let before = names();
        while names() < before + 1 + kill % 7 && run.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
        }
    }

    fn random_part(kill: u64) -> f64 {
        Random::new(kill + 1).below(1_100) as f64 / 1_000.0
    }
}

#[cfg(unix)]
#[test]
fn a_write_that_kills_loses_nothing() {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(3), 12);
    desk.check(&["index", "texts", "--quiet", "--index", "index"], 0);
    let before = desk.listing("index");
    corpus::write(&desk, &mut Random::new(4), 12);
    // A process that writes more than this number of blocks to a file is ended by a signal.
    for blocks in [0, 1, 2, 4, 8] {
        let limit = format!("ulimit -c 0; ulimit -f {blocks}");
        let mut run = desk.shell(&limit, &["index", "texts", "--quiet", "--index", "index"]);
        assert_eq!(
            run.status().expect("it runs").code(),
            None,
            "{blocks} blocks"
        );
        desk.check(&["check", "--index", "index"], 0);
        assert!(desk.listing("index") == before, "{blocks} blocks");
    }
    desk.check(&["index", "texts", "--quiet", "--index", "index"], 0);
    assert!(desk.listing("index") != before);
    assert_eq!(leftovers(&desk, "index"), Vec::<String>::new());
}
