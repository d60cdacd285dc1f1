//! When a call is repeated by itself, and when it is not.

mod after;
mod budget;
mod policy;

pub(crate) use self::after::RetryAfter;
pub use self::budget::RetryBudget;
pub use self::policy::RetryPolicy;
