//! An index is never lost and never silently wrong: the program is killed, runs on a full disk or
//! on read-only media, reads flipped bits, has many readers, rebuilds, and runs short of memory.
//!
//! As part of the suite these tests are small. At full size, they make 50 kills over thousands of
//! files, flip 200 bits in each file, run eight readers and a writer for a minute, fill a small
//! disk (as root), and read sources of a gigabyte:
//! `ONRECORD_SAFETY=full cargo test --release --test safety -- --test-threads 1`.

// Who runs these at full size wants to see the counts.
#![allow(clippy::print_stderr)]

#[path = "../desk/mod.rs"]
mod desk;

#[cfg(target_os = "linux")]
mod bounds;
mod corpus;
mod damage;
mod kills;
mod media;
mod order;
mod readers;
mod rebuild;
mod roots;

/// A size: small in the suite, full if `ONRECORD_SAFETY` asks for it.
fn sized<T>(small: T, full: T) -> T {
    if std::env::var("ONRECORD_SAFETY").is_ok_and(|value| value == "full") {
        full
    } else {
        small
    }
}
