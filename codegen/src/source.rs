//! Spec text in memory and positions in it.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

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
        Self { files: self.iter().map(file).collect() }
    }

    /// The same files with other texts for some of them.
    pub(crate) fn with(&self, mut texts: HashMap<FileId, String>) -> Self {
        let file = |(id, file): (FileId, &SourceFile)| SourceFile {
            path: file.path.clone(),
            text: texts.remove(&id).unwrap_or_else(|| file.text.clone()),
        };
        Self { files: self.iter().map(file).collect() }
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
        let before = text.get(..span.start as usize).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        (line, column)
    }
}
