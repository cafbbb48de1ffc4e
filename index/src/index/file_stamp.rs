//! The state of a file by which a change is noticed without reading it: its size and two times.
//!
//! Times are nanoseconds since 1970. A program can set a file's modification time back, but not the
//! time of the last change of its entry (`ctime`).

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Two changes within this time may get the same times: FAT, the coarsest file system in use,
/// counts in steps of 2 seconds.
const RESOLUTION: Duration = Duration::from_secs(2);

/// The state of a file. Equal stamps mean an unchanged file, unless it was changed just before the
/// stamp was taken: see [`is_settled`](Self::is_settled).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileStamp {
    /// Size in bytes.
    pub size: u64,
    /// Modification time; the maximum if the system has none, so that the file is never settled.
    pub modified_ns: i128,
    /// Time of the last change of the file's contents, name, owner or permissions; 0 if the system
    /// has none.
    pub changed_ns: i128,
}

impl FileStamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> FileStamp {
        FileStamp {
            size: metadata.len(),
            modified_ns: metadata.modified().map_or(i128::MAX, since_1970),
            changed_ns: changed_ns(metadata),
        }
    }

    /// Whether a change after `now` certainly gets other times. False without the current time.
    pub fn is_settled(&self, now: Option<SystemTime>) -> bool {
        let latest = self.modified_ns.max(self.changed_ns);
        now.is_some_and(|now| latest.saturating_add(nanos(RESOLUTION)) <= since_1970(now))
    }
}

/// Negative before 1970.
fn since_1970(time: SystemTime) -> i128 {
    time.duration_since(UNIX_EPOCH)
        .map_or_else(|before| -nanos(before.duration()), nanos)
}

fn nanos(time: Duration) -> i128 {
    i128::try_from(time.as_nanos()).unwrap_or(i128::MAX)
}

/// The number of the device that a file is on; `None` if the system has none. Another device may
/// get the same number later.
#[cfg(unix)]
pub(crate) fn device(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(metadata.dev())
}

/// The number of the device that a file is on; `None` if the system has none.
#[cfg(not(unix))]
pub(crate) fn device(_: &Metadata) -> Option<u64> {
    None
}

#[cfg(unix)]
fn changed_ns(metadata: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed_ns(_: &Metadata) -> i128 {
    0
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::FileStamp;

    #[test]
    fn a_file_is_settled_two_seconds_after_both_times() {
        let check = |modified_ns: i128, changed_ns: i128, now: u64, settled: bool| {
            let stamp = FileStamp {
                size: 1,
                modified_ns,
                changed_ns,
            };
            let now = UNIX_EPOCH + Duration::from_nanos(now);
            assert_eq!(stamp.is_settled(Some(now)), settled, "{stamp:?} {now:?}");
        };
        check(1_000_000_000, 1_000_000_000, 3_000_000_000, true);
        check(1_000_000_000, 1_000_000_001, 3_000_000_000, false);
        check(1_000_000_001, 0, 3_000_000_000, false);
        check(-5, 0, 3_000_000_000, true);
        check(i128::MAX, 0, 3_000_000_000, false);
        assert!(!FileStamp::default().is_settled(None));
    }
}
