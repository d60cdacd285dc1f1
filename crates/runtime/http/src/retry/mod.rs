//! When a call is retried, and when it is not.

mod attempts;
mod budget;
mod policy;

pub(crate) use self::attempts::{Attempts, Bounds, Next};
pub(crate) use self::budget::HostBudget;
pub use self::budget::RetryBudget;
pub use self::policy::RetryPolicy;
