//! The input of a parser: with lookahead, line counting and a limit.

use std::collections::VecDeque;
use std::io::{self, Read};

/// The maximum number of bytes read ahead to find the first line.
const LOOK: usize = 64 * 1024;

/// An input that records where lines start and how long the current row is.
///
/// The csv crate's own line count is wrong after blank lines and with `\r\n` (rust-csv issues 208 and 395).
pub(crate) struct Source<R> {
    input: R,
    /// Bytes that were read ahead and not passed on yet.
    ahead: Vec<u8>,
    handed: usize,
    /// Whether the input starts with the UTF-8 byte order mark.
    pub(crate) has_mark: bool,
    lines: Lines,
    row_limit: usize,
    since_row: usize,
    /// Whether the limit was reached.
    pub(crate) too_long: bool,
    end: End,
}

/// The state of signalling the end of the input.
///
/// A line end is appended to the input, which ends every row except one with an open quotation mark. A parser that
/// returns a row only after the end was signalled has read the rest of the file as one text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Ahead,
    LineEnded,
    Told,
}

impl<R: Read> Source<R> {
    pub(crate) fn new(input: R, row_limit: usize) -> Self {
        let (ahead, lines) = (Vec::new(), Lines::default());
        Self {
            input,
            ahead,
            handed: 0,
            has_mark: false,
            lines,
            row_limit,
            since_row: 0,
            too_long: false,
            end: End::Ahead,
        }
    }

    /// Reads ahead until there is a non-blank line, and returns all bytes read. Skips a byte order mark.
    pub(crate) fn look(&mut self) -> io::Result<&[u8]> {
        let mut chunk = [0; 4096];
        while self.ahead.len() < LOOK && first_line(&self.ahead).is_none() {
            match self.input.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => self.ahead.extend_from_slice(&chunk[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if self.ahead.starts_with(b"\xef\xbb\xbf") {
            self.ahead.drain(..3);
            self.has_mark = true;
        }
        Ok(&self.ahead)
    }

    /// Marks the start of a row at or after this byte: returns its line and resets the row's length.
    pub(crate) fn row_at(&mut self, byte: u64) -> u64 {
        self.since_row = 0;
        self.lines.at(byte)
    }

    /// Returns `true` if the end was signalled.
    pub(crate) fn is_over(&self) -> bool {
        self.end == End::Told
    }

    fn at_end(&mut self, buffer: &mut [u8]) -> usize {
        if let (End::Ahead, Some(first)) = (self.end, buffer.first_mut()) {
            (self.end, *first) = (End::LineEnded, b'\n');
            return 1;
        }
        self.end = End::Told;
        0
    }
}

/// Returns the first non-blank line, once it is complete.
pub(crate) fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    let ended = bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'));
    ended
        .filter(|line| line.ends_with(b"\n") || line.ends_with(b"\r"))
        .map(<[u8]>::trim_ascii)
        .find(|line| !line.is_empty())
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_row > self.row_limit {
            self.too_long = true;
            return Err(io::Error::other("a row is too long"));
        }
        let read = if self.handed < self.ahead.len() {
            let mut rest = &self.ahead[self.handed..];
            let read = rest.read(buffer)?;
            self.handed += read;
            read
        } else {
            self.ahead = Vec::new();
            self.handed = 0;
            match self.input.read(buffer)? {
                0 => return Ok(self.at_end(buffer)),
                read => read,
            }
        };
        self.since_row += read;
        self.lines.pass(&buffer[..read]);
        Ok(read)
    }
}

/// The starts of non-blank lines, from the last row on.
#[derive(Default)]
struct Lines {
    begun: VecDeque<(u64, u64)>,
    bytes: u64,
    /// The number of line ends so far.
    ended: u64,
    inside: bool,
    after_return: bool,
    last: u64,
}

impl Lines {
    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' | b'\r' => {
                    self.ended += 1;
                    self.inside = false;
                    self.after_return = *byte == b'\r';
                }
                _ => {
                    if !self.inside {
                        self.begun.push_back((self.bytes, self.ended + 1));
                    }
                    (self.inside, self.after_return) = (true, false);
                }
            }
            self.bytes += 1;
        }
    }

    /// Returns the line of the first non-blank at or after a byte; must be called with increasing bytes.
    fn at(&mut self, byte: u64) -> u64 {
        while let Some((begin, line)) = self.begun.front().copied() {
            if begin >= byte {
                self.last = line;
                break;
            }
            self.begun.pop_front();
        }
        self.last
    }
}
