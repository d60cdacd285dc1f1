//! A local server that has every host name, and a browser that is sent to it.

mod chromium;
mod driver;
mod server;
mod shop;

pub use chromium::{Browser, Visit, screenshot};
pub use driver::{Driver, Look};
pub use server::{Request, Server};
pub use shop::Shop;
