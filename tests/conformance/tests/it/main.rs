//! One binary for all tests over all APIs.

mod recorder;
mod requests;
mod wire_text;
