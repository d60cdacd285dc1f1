//! What callers hold: a client, its builder, a call and its response.

mod api_client;
mod background;
mod builder;
mod call;
mod credentials;
mod handle;
mod merchant;
mod mode;
mod response;
pub(crate) mod validate;

pub use self::api_client::Client;
pub use self::builder::ClientBuilder;
pub(crate) use self::call::send_blocking;
pub use self::call::{Call, CallFuture, ResponseFuture};
pub use self::credentials::Credentials;
pub(crate) use self::credentials::{RawCredential, Signing, check_credential, check_signing};
pub(crate) use self::handle::Handle;
pub use self::mode::{Async, Blocking};
pub use self::response::Response;
