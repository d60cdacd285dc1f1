//! Files that were read without a problem. They need not be read again.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::raw::Document;
use crate::source::FileId;

/// Texts of one file that are kept. Those that were not asked for the longest are dropped.
const TEXTS: usize = 16;

/// Texts of one file with what they are; the one that was asked for last is first.
type Texts = VecDeque<(String, Arc<Document>)>;

/// What the texts of files are, where reading them found no problem.
#[derive(Debug, Default)]
pub(crate) struct Clean {
    files: Mutex<HashMap<FileId, Texts>>,
}

impl Clean {
    /// Returns what a text was read as, if it was read as the text of the same file before.
    pub(crate) fn get(&self, file: FileId, text: &str) -> Option<Arc<Document>> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = files.get_mut(&file)?;
        let at = texts.iter().position(|(known, _)| known == text)?;
        let known = texts.remove(at)?;
        let document = Arc::clone(&known.1);
        texts.push_front(known);
        Some(document)
    }

    /// Keeps what a text was read as.
    pub(crate) fn put(&self, file: FileId, text: &str, document: &Arc<Document>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = files.entry(file).or_default();
        texts.truncate(TEXTS - 1);
        texts.push_front((text.to_owned(), Arc::clone(document)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Clean, TEXTS};
    use crate::raw::Document;
    use crate::source::FileId;

    #[test]
    fn only_the_same_text_of_the_same_file_is_known() {
        let (clean, document) = (Clean::default(), Arc::new(Document::default()));
        clean.put(FileId(1), "a: 1", &document);
        assert!(clean.get(FileId(1), "a: 1").is_some_and(|known| Arc::ptr_eq(&known, &document)));
        assert!(clean.get(FileId(1), "a: 2").is_none());
        assert!(clean.get(FileId(2), "a: 1").is_none());
    }

    #[test]
    fn what_is_asked_for_is_kept() {
        let (clean, document) = (Clean::default(), Arc::new(Document::default()));
        clean.put(FileId(0), "first", &document);
        for other in 0..TEXTS * 2 {
            assert!(clean.get(FileId(0), "first").is_some(), "lost after {other} texts");
            clean.put(FileId(0), &format!("other {other}"), &document);
        }
        assert!(clean.get(FileId(0), "other 0").is_none(), "memory has no bound");
    }
}
