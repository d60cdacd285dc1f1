//! The server side: decoding a received request into the parameters of an operation, for sandboxes and test servers.
//!
//! A request arrives as parts ([`ReceivedRequest`]): the parameters of the path ([`path_parameters`]), the query, the
//! headers and the body. [`DecodeOperation::decode`] turns them into the params type of an operation, which generated
//! model crates implement with their feature `server`. It is the inverse of what a client sends, and accepts the common
//! deviations of handwritten clients: parameters in the query of a POST, a form for a JSON body and vice versa, JSON
//! texts with unquoted names, booleans in any spelling, lists with or without brackets.
//!
//! [`response_body`] writes what the operation answers with.
//!
//! The rules of the operation are not checked: call [`Operation::validate`](crate::Operation::validate) on the result.
//!
//! How it works: query and body become one tree of named values (`tree`, built by `form`, `text` and `multipart`), which
//! is a source for the readers that also read responses (`source`). A generated table names the reader of each parameter
//! (`parameters`). The readers ask whether a request is being decoded (`reading`), because a request has texts where JSON
//! has numbers.

mod decode;
mod error;
pub(crate) mod fields;
mod form;
mod macros;
#[cfg(feature = "testing")]
pub(crate) mod made;
mod multipart;
mod parameters;
mod path;
pub(crate) mod reading;
mod request;
mod response;
pub(crate) mod source;
mod text;
mod tree;

pub use decode::{DecodeOperation, Decoded, MAX_BODY, MAX_MULTIPART_BODY, OperationVisitor, UnknownParameter};
pub use error::{DecodeError, DecodeErrorKind, DecodeProblem, MAX_PROBLEMS};
#[cfg(feature = "testing")]
pub use made::Random;
pub use path::path_parameters;
pub use request::ReceivedRequest;
pub use response::{ResponseBody, response_body};

/// What generated code needs. Not public API.
#[doc(hidden)]
pub mod private {
    pub use super::fields::{blob, iterations, patch, required_blob, required_iterations};
    pub use super::parameters::Parameters;
}
