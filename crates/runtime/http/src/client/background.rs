//! The thread behind a blocking client: it runs the async code while callers wait for the result.
//!
//! Callers never enter a runtime, so nothing here can panic because of the calling thread. Waiting on a thread that
//! polls other futures would block those, so that is rejected.

use std::future::Future;
use std::sync::mpsc;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::config_error::ConfigError;

/// A thread with its own runtime. It ends when this is dropped, on any thread.
pub(crate) struct Background {
    runtime: Handle,
    /// Dropping this wakes the thread, which then drops the runtime itself: dropping it here would panic inside another
    /// runtime.
    _running: oneshot::Sender<()>,
}

impl Background {
    pub(crate) fn start() -> Result<Self, ConfigError> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ConfigError::new("the blocking client could not create its runtime").with_source(error))?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        thread::Builder::new()
            .name("payspec-http".to_owned())
            .spawn(move || {
                // Nothing is ever sent: the channel closes when the client is dropped.
                let _ = runtime.block_on(ended);
            })
            .map_err(|error| ConfigError::new("the blocking client could not start its thread").with_source(error))?;
        Ok(Self { runtime: handle, _running: running })
    }

    /// Runs a future on the thread and waits for its result. Returns `None` if it panicked.
    pub(crate) fn run<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (give, take) = mpsc::sync_channel(1);
        self.runtime.spawn(async move {
            // The receiver is gone only if the caller has panicked meanwhile.
            let _ = give.send(future.await);
        });
        take.recv().ok()
    }
}

/// Returns `true` if the current thread belongs to a Tokio runtime, as a worker or a blocking thread.
pub(crate) fn inside_a_runtime() -> bool {
    Handle::try_current().is_ok()
}
