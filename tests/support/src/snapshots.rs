//! Snapshots of what is new.

use std::path::Path;
use std::{env, fs};

/// Writes the snapshot of something that has none yet. There is nothing to compare a new API with: whoever adds it reads
/// its snapshots in the diff of the commit. Continuous integration sets `INSTA_UPDATE=no`, where a snapshot that was not
/// committed fails the test.
pub fn write_first(snapshot: &Path, source: &str, text: &str) {
    if snapshot.exists() || env::var("INSTA_UPDATE").is_ok_and(|update| update == "no") {
        return;
    }
    fs::create_dir_all(snapshot.parent().expect("a file is in a folder")).expect("a writable folder");
    fs::write(snapshot, format!("---\nsource: {source}\n---\n{}\n", text.trim_end())).expect("a writable folder");
    println!("wrote {}, which is new: read and commit it", snapshot.display());
}
