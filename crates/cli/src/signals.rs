//! Being asked to end: by Ctrl-C, or by SIGTERM as service managers and containers do.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// The signals that ask the program to end. As long as these are watched, they do not end it by themselves.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(windows)]
    interrupt: CtrlC,
}

impl Signals {
    /// Begins to watch.
    #[cfg(unix)]
    pub(crate) fn watch() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Begins to watch.
    #[cfg(windows)]
    pub(crate) fn watch() -> std::io::Result<Self> {
        Ok(Self { interrupt: ctrl_c()? })
    }

    /// Waits for one of them.
    pub(crate) async fn arrive(&mut self) {
        #[cfg(unix)]
        tokio::select! { _ = self.interrupt.recv() => {}, _ = self.terminate.recv() => {} }
        #[cfg(windows)]
        self.interrupt.recv().await;
    }
}
