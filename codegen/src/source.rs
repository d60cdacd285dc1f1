//! Spec text in memory and positions in it.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// One file of a spec, as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path from the root of the repository, with forward slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// Which file of a [`Sources`] a [`Span`] lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// All files of one run. Spans point into it.
#[derive(Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Where the lines of each file start; counted when they are first asked for.
    lines: OnceLock<Vec<Vec<usize>>>,
}

/// Shows the paths only: an error that carries sources stays readable.
impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.files.iter().map(|file| &file.path)).finish()
    }
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and gives its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        self.lines = OnceLock::new();
        id
    }

    /// The file of an id that [`Sources::add`] gave.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// A file alone, with another text under its own id. The other files are empty.
    pub(crate) fn alone(&self, id: FileId, text: &str) -> Self {
        let file = |(other, file): (FileId, &SourceFile)| SourceFile {
            path: file.path.clone(),
            text: if other == id { text.to_owned() } else { String::new() },
        };
        Self { files: self.iter().map(file).collect(), lines: OnceLock::new() }
    }

    /// The same files with other texts for some of them.
    #[must_use]
    pub fn with(&self, mut texts: HashMap<FileId, String>) -> Self {
        let file = |(id, file): (FileId, &SourceFile)| SourceFile {
            path: file.path.clone(),
            text: texts.remove(&id).unwrap_or_else(|| file.text.clone()),
        };
        Self { files: self.iter().map(file).collect(), lines: OnceLock::new() }
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The source text under a span.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a span's start, both from 1; columns count characters.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let at = (span.start as usize).min(text.len());
        let starts = self.line_starts(span.file);
        let line = starts.partition_point(|start| *start <= at);
        let start = starts[line - 1];
        let column = text.get(start..at).unwrap_or_default().chars().count() + 1;
        (line, column)
    }
    /// Where the lines of a file start. There is one at least.
    fn line_starts(&self, id: FileId) -> &[usize] {
        let starts = |file: &SourceFile| {
            let ends = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        };
        &self.lines.get_or_init(|| self.files.iter().map(starts).collect())[id.0 as usize]
    }

    /// A part of a file in whole lines: the lines of some spans, what is between them, and a line more on both sides. Its
    /// first byte, and the number of its first line from 1.
    pub(crate) fn lines_around(&self, id: FileId, spans: impl Iterator<Item = Span>) -> (&str, usize, usize) {
        let text = self.file(id).text.as_str();
        let starts = self.line_starts(id);
        let (first, last) = spans
            .fold((usize::MAX, 0), |(first, last), span| (first.min(span.start as usize), last.max(span.end as usize)));
        let first = starts.partition_point(|start| *start <= first.min(text.len())).saturating_sub(2);
        let end = starts.get(starts.partition_point(|start| *start <= last) + 1).copied().unwrap_or(text.len());
        (text.get(starts[first]..end).unwrap_or(text), starts[first], first + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{FileId, SourceFile, Sources, Span};

    fn at(start: u32, end: u32) -> Span {
        Span { file: FileId(0), start, end }
    }

    /// What a problem is shown in does not grow with its file.
    #[test]
    fn the_lines_around_a_place_are_few_however_long_the_file_is() {
        let mut sources = Sources::new();
        sources.add(SourceFile { path: "a.yaml".to_owned(), text: "key: value\n".repeat(100_000) });
        for line in [0_u32, 1, 50_000, 99_999] {
            let place = at(line * 11 + 5, line * 11 + 10);
            let (text, start, first) = sources.lines_around(FileId(0), [place].into_iter());
            assert!(text.len() <= 3 * 11, "{line}: {} bytes", text.len());
            assert_eq!(&text[place.start as usize - start..place.end as usize - start], "value");
            assert_eq!(first, (line as usize).max(1), "{line}: one line before it is shown");
            assert_eq!(sources.line_column(place), (line as usize + 1, 6));
        }
    }

    #[test]
    fn places_at_the_edges_of_a_file_have_a_line_and_column() {
        let mut sources = Sources::new();
        assert_eq!(sources.add(SourceFile { path: "a.yaml".to_owned(), text: String::new() }), FileId(0));
        assert_eq!(sources.line_column(at(0, 0)), (1, 1));
        assert_eq!(sources.lines_around(FileId(0), [at(0, 0)].into_iter()), ("", 0, 1));
        let second = sources.add(SourceFile { path: "b.yaml".to_owned(), text: "\u{e9}a\nb\n".to_owned() });
        let place = |start| Span { file: second, start, end: start };
        assert_eq!(sources.line_column(place(2)), (1, 2));
        assert_eq!(sources.line_column(place(4)), (2, 1));
        assert_eq!(sources.line_column(place(6)), (3, 1));
        assert_eq!(sources.line_column(place(99)), (3, 1));
        assert_eq!(sources.lines_around(second, [place(6)].into_iter()).0, "b\n");
    }
}
