//! The thread that writes, and what it has written.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use tokio::sync::watch;

use super::error::StoreError;
use super::{Change, File};

/// The largest number of changes in a transaction.
const GROUP: usize = 1_000;

/// Queues changes for the thread.
pub(super) struct Writer {
    /// Absent when it ends.
    changes: Option<Sender<Change>>,
    thread: Option<JoinHandle<()>>,
    queued: u64,
    saved: watch::Sender<Saved>,
}

/// How far the thread has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Saved {
    /// The number of changes that are written.
    written: u64,
    /// Why it has stopped.
    error: Option<StoreError>,
}

impl Saved {
    pub(super) fn is_done(&self, queued: u64) -> bool {
        self.written >= queued || self.error.is_some()
    }

    pub(super) fn result(&self) -> Result<(), StoreError> {
        self.error.clone().map_or(Ok(()), Err)
    }
}

impl Writer {
    /// Starts the thread. It ends, with everything written, when this is dropped.
    pub(super) fn start(file: File) -> (Self, watch::Receiver<Saved>) {
        let (changes, received) = channel();
        let (saved, watched) = watch::channel(Saved::default());
        let told = saved.clone();
        let thread = thread::spawn(move || write_all(file, &received, &told));
        (Self { changes: Some(changes), thread: Some(thread), queued: 0, saved }, watched)
    }

    pub(super) fn queue(&mut self, change: Change) {
        self.queued += 1;
        // The thread has ended only after an error, which it has told.
        let _ = self.changes.as_ref().map(|changes| changes.send(change));
    }

    pub(super) fn queued(&self) -> u64 {
        self.queued
    }

    pub(super) fn fail(&mut self, why: String) {
        let error = StoreError::Unwritable(why.into());
        self.saved.send_modify(|saved| _ = saved.error.get_or_insert(error));
    }
}

/// Waits until everything is written and the file is closed: only then is all of it in the file, and none in its log.
impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.changes.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(mut file: File, changes: &Receiver<Change>, saved: &watch::Sender<Saved>) {
    while let Ok(first) = changes.recv() {
        let mut group = vec![first];
        group.extend(changes.try_iter().take(GROUP - 1));
        let written = file.write(&group);
        let is_broken = written.is_err();
        saved.send_modify(|saved| match written {
            Ok(()) => saved.written += group.len() as u64,
            Err(error) => _ = saved.error.get_or_insert(error),
        });
        if is_broken {
            return;
        }
    }
}
