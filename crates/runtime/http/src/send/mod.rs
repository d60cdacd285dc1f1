//! Sending: the loop around a transport, and the interpretation of responses.

mod accepted;
mod interpret;
mod send_loop;
mod success;
mod unwrap;

pub(crate) use self::accepted::boxed_value;
pub(crate) use self::send_loop::{Completed, Read, SendFuture, send};
