//! Where the words of a field stand.

/// Which record a place is in, and which position it is there.
pub(super) trait At {
    /// Whether the field has positions.
    const HAS_POSITIONS: bool;

    /// The record and the position. Without positions the latter means nothing.
    fn at(&self, place: u32) -> (u32, u32);
}
