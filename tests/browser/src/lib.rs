//! A local server that has every host name, and a browser that is sent to it.

mod chromium;
mod server;

pub use chromium::{Browser, Visit, screenshot};
pub use server::{Request, Server};
