//! onrecord: search who said what, where.
fn main() {}
