//! Decoding of objects by functions that are compiled once, whatever the source.
//!
//! A derived `Deserialize` is generic over the source, so every program that reads an object compiles its deserializer
//! again. Here an object declares the names of its members ([`Shape`]) and how each is read ([`ReadFields`]), from a
//! source that is a trait object ([`Source`]). Only a few adapters depend on the source (`adapters`), and they are
//! independent of the object's type.
//!
//! - `failed`: the error of reading
//! - `source`: values that can be read once, and visitors
//! - `adapters`: any serde `Deserializer` as a source
//! - `shape`: the members of an object, and the loop over them
//! - `fields`, `lists`, `maps`, `nested`: what generated code calls for a field
//! - `received`: what differs in a received request (feature `server`)
//! - `blank`: the initial values of fields

mod adapters;
mod blank;
mod failed;
mod fields;
mod lists;
mod macros;
mod maps;
mod nested;
pub(crate) mod received;
mod shape;
mod source;

pub use self::adapters::{deserialize_object, read_from_map, read_from_slice, read_from_str};
pub use self::blank::Blank;
pub use self::failed::Failed;
pub use self::fields::{
    boolean, integer, json, metadata, object, required, required_boolean, required_integer, required_json,
    required_metadata, required_object, required_text, required_unix_milliseconds, required_unix_seconds, text,
    text_value, unix_milliseconds, unix_seconds, unreadable, value,
};
pub use self::lists::{
    boolean_list, booleans, integer_list, integers, items, json_items, json_list, list, metadata_items, metadata_list,
    text_list, text_value_list, text_values, texts, unix_milliseconds_items, unix_milliseconds_list,
    unix_seconds_items, unix_seconds_list, value_list, values,
};
pub use self::maps::{
    boolean_map, integer_map, json_map, object_map, required_boolean_map, required_integer_map, required_json_map,
    required_object_map, required_text_map, required_text_value_map, required_value_map, text_map, text_value_map,
    value_map,
};
pub use self::nested::{nested_items, nested_list};
pub use self::shape::{Fill, ReadFields, Shape, fill, sorted};
pub use self::source::{Items, Members, Source, Visit};
pub use crate::expandable::{expandable, required_expandable};
#[cfg(feature = "server")]
pub use crate::server::private::{blob, iterations, patch, required_blob, required_iterations};

/// An object that can be created blank and then filled from its members.
pub trait ReadObject: Blank + Fill {}

impl<T: Blank + Fill> ReadObject for T {}
