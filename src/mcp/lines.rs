//! Standard input and output as lines of JSON-RPC.
//!
//! It does for the streams what the protocol's library leaves open: a line
//! that is no JSON gets an error, a line that is too long is not held in memory, every line is
//! written whole, and at the end of input the requests that still run get their answers.

use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::sync::{Notify, mpsc};

use crate::service::limits::DEADLINE;

/// Bytes of a line: a draft of the longest size, all of it escaped.
const MAX_LINE_BYTES: usize = 2 << 20;

/// Bytes between this side and the protocol's.
const PIPE_BYTES: usize = 64 << 10;

/// Lines that are read before they are answered.
const LINES_AHEAD: usize = 64;

/// The answer to a line that is no JSON. Nobody knows its id.
const NO_JSON: &str = concat!(
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"#,
    r#""message":"parse error: the line is not JSON"}}"#
);

/// The answer to a line that is too long.
const TOO_LONG: &str = concat!(
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"#,
    r#""message":"parse error: the line is longer than 2 MB"}}"#
);

/// What the protocol reads from and writes to.
pub(super) type Transport = (ReadHalf<DuplexStream>, WriteHalf<DuplexStream>);

/// This side of it.
pub(super) struct Lines {
    from: BufReader<ReadHalf<DuplexStream>>,
    to: WriteHalf<DuplexStream>,
}

/// A line of input.
enum Line {
    Json(Vec<u8>),
    NoJson,
    TooLong,
}

/// What of a message tells a request from an answer.
#[derive(Deserialize)]
struct Head {
    id: Option<IgnoredAny>,
    method: Option<IgnoredAny>,
}

/// Requests without an answer.
#[derive(Default)]
struct Waiting {
    count: std::sync::atomic::AtomicUsize,
    changed: Notify,
}

impl Lines {
    pub fn new() -> (Lines, Transport) {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        let (from, to) = tokio::io::split(ours);
        let lines = Lines {
            from: BufReader::new(from),
            to,
        };
        (lines, tokio::io::split(theirs))
    }

    /// Passes lines on until the end of input, and until all that was asked is answered.
    pub async fn run(self) -> io::Result<()> {
        let Lines { mut from, mut to } = self;
        let waiting = Arc::new(Waiting::default());
        let of_input = Arc::clone(&waiting);
        let input = async move {
            let mut lines = read_lines();
            while let Some(line) = lines.recv().await {
                match line {
                    Line::Json(line) => {
                        of_input.add(&line);
                        if to.write_all(&line).await.is_err() {
                            break;
                        }
                    }
                    Line::NoJson => write_line(NO_JSON.as_bytes())?,
                    Line::TooLong => write_line(TOO_LONG.as_bytes())?,
                }
            }
            let _ = tokio::time::timeout(DEADLINE + Duration::from_secs(1), of_input.none()).await;
            to.shutdown().await
        };
        let output = async move {
            let mut line = Vec::new();
            loop {
                line.clear();
                if from.read_until(b'\n', &mut line).await? == 0 {
                    return Ok::<(), io::Error>(());
                }
                let written = write_line(line.trim_ascii_end());
                waiting.take(&line);
                written?;
            }
        };
        tokio::pin!(input, output);
        tokio::select! {
            // What is left to write after the end of input.
            done = &mut input => {
                done?;
                output.await
            }
            done = &mut output => done,
        }
    }
}

impl Waiting {
    /// A line of input: a request waits for an answer.
    fn add(&self, line: &[u8]) {
        if let Ok(head) = serde_json::from_slice::<Head>(line)
            && head.id.is_some()
            && head.method.is_some()
        {
            self.count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    }

    /// A line of output: an answer ends the wait.
    fn take(&self, line: &[u8]) {
        if let Ok(head) = serde_json::from_slice::<Head>(line)
            && head.method.is_none()
        {
            let less = |count: usize| Some(count.saturating_sub(1));
            let order = std::sync::atomic::Ordering::SeqCst;
            let _ = self.count.fetch_update(order, order, less);
            self.changed.notify_one();
        }
    }

    /// Returns when no request waits.
    async fn none(&self) {
        while self.count.load(std::sync::atomic::Ordering::SeqCst) > 0 {
            self.changed.notified().await;
        }
    }
}

/// Reads standard input on a thread of its own: a thread that waits for input cannot be stopped.
fn read_lines() -> mpsc::Receiver<Line> {
    let (sender, receiver) = mpsc::channel(LINES_AHEAD);
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(line)) = next_line(&mut input) {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    receiver
}

/// The next line that is not empty. `None` at the end.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    loop {
        let mut bytes = Vec::new();
        let mut bounded = input.by_ref().take(MAX_LINE_BYTES as u64);
        bounded.read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() == MAX_LINE_BYTES && !bytes.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        let line = bytes.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if serde_json::from_slice::<IgnoredAny>(line).is_err() {
            return Ok(Some(Line::NoJson));
        }
        let mut line = line.to_vec();
        line.push(b'\n');
        return Ok(Some(Line::Json(line)));
    }
}

/// Writes a line whole: the lock is held until it is out.
fn write_line(line: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(line)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::{Line, MAX_LINE_BYTES, next_line};

    #[test]
    fn lines_that_are_no_json_or_too_long_are_recognised() {
        let long = format!("\"{}\"\n", "x".repeat(2 * MAX_LINE_BYTES));
        let input = format!("\n{{\"a\": 1}}\r\n{{oops\n{long}[2]");
        let mut input = input.as_bytes();
        let mut kinds = Vec::new();
        while let Some(line) = next_line(&mut input).expect("a line") {
            kinds.push(match line {
                Line::Json(line) => String::from_utf8(line).expect("UTF-8"),
                Line::NoJson => "no JSON".to_owned(),
                Line::TooLong => "too long".to_owned(),
            });
        }
        assert_eq!(kinds, ["{\"a\": 1}\n", "no JSON", "too long", "[2]\n"]);
    }
}
