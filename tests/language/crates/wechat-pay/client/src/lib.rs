//! Unofficial: the async and blocking client of WeChat Pay.
//!
//! Generated from `spec/wechat-pay`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
