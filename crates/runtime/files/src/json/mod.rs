//! JSON lists of objects.

mod elements;
mod members;
mod read;
mod write;

pub use read::JsonReader;
pub use write::JsonWriter;
