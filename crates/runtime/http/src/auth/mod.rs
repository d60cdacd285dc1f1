//! How calls prove who they are: credentials, and tokens that they are exchanged for.

mod credential;
mod token;
mod value;

pub(crate) use self::credential::{Credential, builder_call};
pub(crate) use self::token::{TokenContext, TokenRefresh, TokenSource};
