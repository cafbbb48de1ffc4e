//! Limits on what is unpacked from archives, compressed files and office documents.
//!
//! [`Bounded`] gives unpacked bytes and fails once they exceed a limit: bytes from one file, all
//! its members together, or the ratio of unpacked to packed bytes of one stream.

use std::cell::Cell;
use std::io::{Error as IoError, Read};
use std::rc::Rc;

use crate::ingest::source::Meter;
use crate::options::Limits;

// Up to here any ratio is accepted: a small text that repeats one line a thousand times is
// harmless.
const FREE_BYTES: u64 = 16 << 20;

/// Counts the bytes that are read through it.
#[cfg(feature = "archive")]
pub struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

#[cfg(feature = "archive")]
impl<R> Counted<R> {
    /// Adds the bytes read from `inner` to `count`.
    pub fn new(inner: R, count: Rc<Cell<u64>>) -> Self {
        Self { inner, count }
    }
}

#[cfg(feature = "archive")]
impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.inner.read(buffer)?;
        self.count.set(self.count.get() + taken as u64);
        Ok(taken)
    }
}

/// Unpacked bytes. Reading fails once they exceed the limits.
pub struct Bounded<R> {
    inner: R,
    limits: Limits,
    meter: Rc<Meter>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R> Bounded<R> {
    /// `packed` is the number of packed bytes that were read to give the unpacked ones.
    pub fn new(inner: R, limits: Limits, meter: Rc<Meter>, packed: Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            limits,
            meter,
            packed,
            unpacked: 0,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.inner.read(buffer)? as u64;
        self.unpacked += taken;
        self.meter.bytes.set(self.meter.bytes.get() + taken);
        if self.meter.bytes.get() > self.limits.bytes {
            return Err(IoError::other(format!(
                "unpacks to more than {} bytes, which is the limit",
                self.limits.bytes
            )));
        }
        let packed = self.packed.get().max(1);
        if self.unpacked > FREE_BYTES && self.unpacked / packed > self.limits.ratio {
            return Err(IoError::other(format!(
                "unpacks to more than {} times its size, which is the limit",
                self.limits.ratio
            )));
        }
        Ok(usize::try_from(taken).unwrap_or(usize::MAX))
    }
}
