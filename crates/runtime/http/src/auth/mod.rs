//! Authentication: credentials, and the tokens obtained with them.

mod credential;
mod token;
mod value;

pub(crate) use self::credential::{Credential, builder_call};
pub(crate) use self::token::{TokenContext, TokenRefresh, TokenSource};
