//! Nothing lost, nothing let through: the program killed, on a full disk, on media that cannot be written, with flipped bits,
//! with many readers, rebuilt, and short of memory.
//!
//! As part of the suite these are small. `ONRECORD_SAFETY=full cargo test --release --test safety -- --test-threads 1` runs
//! them at full size: 50 kills over thousands of files, 200 flips in each file, a minute of eight readers and a writer, a
//! small disk that is really full (as root), sources of a gigabyte.

// What was counted is told to who runs these at full size.
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

/// A size: small in the suite, or as large as it should be seen once.
fn sized<T>(small: T, full: T) -> T {
    if std::env::var("ONRECORD_SAFETY").is_ok_and(|value| value == "full") {
        full
    } else {
        small
    }
}
