//! Async and blocking clients, and where each can be used.
//!
//! Both come from one builder and make the same calls. What is sent, when it is sent again and what comes of it is decided
//! by the same code without I/O, and there is one loop around the transport for both.
//!
//! ```no_run
//! use payspec_core::Operation;
//! use payspec_http::{Blocking, Client, ClientBuilder, Error};
//!
//! async fn in_async<O: Operation>(client: &Client, operation: O) -> Result<O::Output, Error> {
//!     client.call(operation).await
//! }
//!
//! fn in_blocking<O: Operation>(client: &Client<Blocking>, operation: O) -> Result<O::Output, Error> {
//!     client.call(operation).wait()
//! }
//!
//! fn both(builder: ClientBuilder) -> Result<(Client, Client<Blocking>), payspec_http::ConfigError> {
//!     Ok((builder.clone().build()?, builder.build_blocking()?))
//! }
//! ```
//!
//! # Async
//!
//! A call must be awaited inside a Tokio runtime with its timer and I/O on (`#[tokio::main]` has both). Outside of one it
//! ends with an error that says so, not with a panic. With a [`Transport`](crate::transport::Transport) of your own any
//! runtime will do.
//!
//! A future that is dropped gives the call up. What was sent already may take effect all the same, so keep the key.
//!
//! # Blocking
//!
//! A blocking client has one thread of its own that does the sending; calls wait for it. No runtime is entered on the
//! thread that calls, so nothing can panic for where it is called from. But waiting on a worker of a runtime would stop
//! all futures that it drives. So on a thread of a Tokio runtime a call is refused with an error
//! ([`is_configuration`](crate::Error::is_configuration)). Threads made for waiting (`tokio::task::spawn_blocking`) cannot
//! be told from workers; a client that is used on those is told so with
//! [`blocking_inside_a_runtime`](crate::ClientBuilder::blocking_inside_a_runtime). The client may be dropped anywhere.
