//! The items of a JSON list, one at a time, without reading the whole list.

use std::io::{self, BufRead, BufReader, Read};

use crate::error::{FileError, FileErrorKind};

/// Splits `[item, item]` at brackets and quotation marks. Items are parsed later, so a malformed one does not affect
/// the next.
pub(crate) struct Elements<R> {
    input: BufReader<R>,
    line: u64,
    after_return: bool,
    limit: usize,
    state: State,
    item: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    First,
    Next,
    End,
}

impl<R: Read> Elements<R> {
    pub(crate) fn new(input: R, limit: usize) -> Self {
        let (line, state, item) = (1, State::Start, Vec::new());
        Self { input: BufReader::new(input), line, after_return: false, limit, state, item }
    }

    /// Returns the next item and the line in which it starts.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &[u8])>, FileError> {
        if self.state == State::Start {
            self.begin()?;
        }
        if self.state == State::End {
            return Ok(None);
        }
        let mut byte = self.needed("between two rows")?;
        match (byte, self.state) {
            (b']', _) => {
                self.state = State::End;
                return self.nothing_follows().map(|()| None);
            }
            (b',', State::Next) => {
                byte = self.needed("after a comma")?;
                if byte == b']' {
                    return Err(self.wrong("expected a row after the comma; remove the comma before the bracket"));
                }
            }
            (_, State::Next) => return Err(self.wrong("expected a comma or a closing bracket after a row")),
            _ => {}
        }
        self.state = State::Next;
        let line = self.line;
        self.collect(byte, line)?;
        Ok(Some((line, &self.item)))
    }

    fn begin(&mut self) -> Result<(), FileError> {
        match self.peek()? {
            Some(0xfe | 0xff) => {
                let message = "the file is in UTF-16; save it as JSON in UTF-8";
                return Err(FileError::new(FileErrorKind::Encoding, None, message));
            }
            // The mark is compared byte by byte: an input may return one byte at a time.
            Some(0xef) => {
                for mark in *b"\xef\xbb\xbf" {
                    if self.peek()? == Some(mark) {
                        self.input.consume(1);
                    }
                }
            }
            _ => {}
        }
        if self.needed("at its start")? != b'[' {
            return Err(self.wrong("expected a list of objects, `[{...}, {...}]`"));
        }
        self.state = State::First;
        Ok(())
    }

    fn nothing_follows(&mut self) -> Result<(), FileError> {
        match self.solid()? {
            None => Ok(()),
            Some(_) => Err(self.wrong("there is more data after the end of the list")),
        }
    }

    fn collect(&mut self, first: u8, line: u64) -> Result<(), FileError> {
        self.item.clear();
        self.item.push(first);
        let (mut depth, mut in_text, mut escaped) = (usize::from(matches!(first, b'{' | b'[')), first == b'"', false);
        loop {
            let Some(byte) = self.peek()? else {
                let message = "the file ends inside this row: it is incomplete";
                return Err(FileError::new(FileErrorKind::Json, Some(line), message));
            };
            if depth == 0 && !in_text && matches!(byte, b',' | b']') {
                return Ok(());
            }
            self.step(byte);
            if self.item.len() >= self.limit {
                return Err(FileError::too_long(line, self.limit));
            }
            self.item.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && !in_text && matches!(byte, b'}' | b']' | b'"') {
                return Ok(());
            }
        }
    }

    /// Returns the next byte that is not white space; an error at the end of the file.
    fn needed(&mut self, place: &str) -> Result<u8, FileError> {
        match self.solid()? {
            Some(byte) => Ok(byte),
            None => Err(self.wrong(format!("the file ends {place}: it is empty or incomplete"))),
        }
    }

    fn solid(&mut self) -> Result<Option<u8>, FileError> {
        while let Some(byte) = self.peek()? {
            self.step(byte);
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, FileError> {
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::io(self.line, error)),
            }
        }
    }

    fn step(&mut self, byte: u8) {
        self.input.consume(1);
        if byte == b'\r' || byte == b'\n' && !self.after_return {
            self.line += 1;
        }
        self.after_return = byte == b'\r';
    }

    fn wrong(&self, message: impl Into<String>) -> FileError {
        FileError::new(FileErrorKind::Json, Some(self.line), message)
    }
}
