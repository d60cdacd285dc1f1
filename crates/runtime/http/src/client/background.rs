//! The thread behind a blocking client: it runs the same code as an async client, and callers wait for it.
//!
//! Callers never enter a runtime themselves, so nothing here can panic for where it is called from. Waiting for an
//! answer on a thread that drives other futures would stop those, though; so that is refused.

use std::future::Future;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::config_error::ConfigError;

/// A thread with a runtime of its own. It ends when this is dropped, wherever that is.
pub(crate) struct Background {
    runtime: Handle,
    /// Dropping it wakes the thread, which then drops the runtime itself: doing that here would be a panic inside
    /// another runtime.
    _running: oneshot::Sender<()>,
}

impl Background {
    pub(crate) fn start() -> Result<Self, ConfigError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ConfigError::new("the blocking client could not set up its runtime").with_source(error))?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        thread::Builder::new()
            .name("payspec-http".to_owned())
            .spawn(move || {
                // It never receives: the channel closes when the client is gone.
                let _ = runtime.block_on(ended);
            })
            .map_err(|error| ConfigError::new("the blocking client could not start its thread").with_source(error))?;
        Ok(Self { runtime: handle, _running: running })
    }

    /// Runs a future on the thread and waits for what comes of it. `None` when it panicked.
    pub(crate) fn run<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (give, take) = mpsc::sync_channel(1);
        self.runtime.spawn(async move {
            // Nobody takes it only if the caller has panicked meanwhile.
            let _ = give.send(future.await);
        });
        take.recv().ok()
    }
}

/// Returns whether the present thread belongs to a Tokio runtime: one of its workers, or a thread for blocking work.
pub(crate) fn inside_a_runtime() -> bool {
    Handle::try_current().is_ok()
}
