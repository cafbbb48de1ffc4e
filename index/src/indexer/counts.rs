//! How much a run has written.

/// How much was read from one or more sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Number of documents.
    pub documents: u64,
    /// Number of sections in all documents.
    pub sections: u64,
    /// Number of passages.
    pub passages: u64,
    /// Number of passages with a speaker.
    pub with_speaker: u64,
    /// Size of the text of all passages in bytes.
    pub text_bytes: u64,
}

impl Counts {
    /// Adds the counts of other sources.
    pub fn add(&mut self, other: Counts) {
        self.documents += other.documents;
        self.sections += other.sections;
        self.passages += other.passages;
        self.with_speaker += other.with_speaker;
        self.text_bytes += other.text_bytes;
    }
}
