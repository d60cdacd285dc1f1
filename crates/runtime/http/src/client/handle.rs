//! What all clones of a client and all of its calls share.

use std::sync::Arc;

use super::background::Background;
use crate::config::Config;

/// One pointer, so that clients and calls stay small.
pub(crate) type Handle = Arc<Shared>;

/// The settings, and the thread of a blocking client.
pub(crate) struct Shared {
    pub(crate) config: Arc<Config>,
    /// The thread of a blocking client, which clients with other credentials share.
    pub(crate) background: Option<Arc<Background>>,
}
