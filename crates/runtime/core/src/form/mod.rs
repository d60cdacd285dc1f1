//! `application/x-www-form-urlencoded` with brackets: encoding requests and parsing received bodies.

mod error;
mod lists;
mod maps;
mod objects;
mod read;
mod times;
mod tree;
mod value;
mod write;

pub use error::{FormError, FormErrorKind};
pub use lists::ListStyle;
pub use read::{decode_pairs, parse_pairs};
pub use tree::{FormNode, FormTree};
pub use value::{EncodeForm, FormValue};
pub use write::{Form, FormProblem};

#[cfg(feature = "server")]
pub(crate) use read::decode;
#[cfg(feature = "server")]
pub(crate) use tree::split_steps;
#[cfg(feature = "operations")]
pub(crate) use tree::{Step, split_name};
