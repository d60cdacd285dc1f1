//! A list of objects in JSON.

mod elements;
mod members;
mod read;
mod write;

pub use read::JsonReader;
pub use write::JsonWriter;
