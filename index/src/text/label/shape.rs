//! What a label is, and the ways in which labels are written.

/// What may be the label of a speaking turn.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label<'a> {
    /// The label as written, without the colon, the time and the brackets around it.
    pub written: &'a str,
    /// The name in it, without a parenthesis or office after it.
    pub name: &'a str,
    /// How it is written.
    pub shape: Shape,
    /// Milliseconds from the start of the recording. `None` if no time is next to the label.
    pub time_ms: Option<u64>,
    /// Byte of the text where the speech begins; the text's length if nothing follows the label.
    pub rest: usize,
}

/// How a label is written, which says how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `Anna Berg: text`.
    Colon,
    /// `ANNA BERG: text`.
    Capitals,
    /// `Audience member: text`: not every word begins as a name does.
    Loose,
    /// `Mr. INOUYE. text`, `The PRESIDING OFFICER. text`.
    Titled,
    /// `Mr. Berg. text`, `The Chairman. text`: an ordinary sentence may begin like this.
    Address,
    /// `Q. text`, `A: text`.
    Letter,
    /// `[Anna Berg] text`.
    Bracket,
}
