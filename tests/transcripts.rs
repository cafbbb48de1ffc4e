//! The README and the transcripts in `tests/cmd` are run as they stand: what they show is what the program prints.

#[test]
fn the_transcripts_are_true() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("tests/cmd/*.md")
        .run();
}
