//! Links the program at a fixed address on Linux.
//!
//! The loader relocates a position-independent program at every start: it writes each address in
//! its tables. The tables of stemmers, encodings, entities and glyphs hold so many addresses that
//! this costs 8 % of the instructions of a one-process search (valgrind), and 10 % with packed
//! relative relocations (`-z pack-relative-relocs`). The price is that the program itself is not
//! randomized in memory; libraries, stack and heap still are. To go back to a position-independent
//! program, delete this file.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let cfg = |name: &str| std::env::var(name).unwrap_or_default();
    if cfg("CARGO_CFG_TARGET_OS") == "linux" && cfg("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
