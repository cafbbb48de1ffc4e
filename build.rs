//! Links the program at a fixed address on Linux.
//!
//! A position-independent program is put in place by the loader, which writes every address in its tables when it starts:
//! the tables of stemmers, encodings, entities and glyphs hold so many that this took longer than a search. Libraries stay
//! where the loader likes to put them.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let of_target = |name: &str| std::env::var(name).unwrap_or_default();
    if of_target("CARGO_CFG_TARGET_OS") == "linux" && of_target("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
