//! What callers hold: a client, its builder, a call and its response.

mod api_client;
mod background;
mod builder;
mod call;
mod handle;
mod response;
mod validate;
mod world;

pub use self::api_client::Client;
pub use self::builder::ClientBuilder;
pub(crate) use self::call::send_blocking;
pub use self::call::{Call, CallFuture, ResponseFuture};
pub(crate) use self::handle::Handle;
pub use self::response::Response;
pub use self::world::{Async, Blocking};
