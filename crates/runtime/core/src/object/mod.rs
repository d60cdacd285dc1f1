//! How objects are read: by functions that are compiled once, whatever they are read from.
//!
//! The derived `Deserialize` is a function with a type parameter for the source, so every program that reads an object
//! compiles its reader again. Here an object says what its members are called ([`Shape`]) and how each is read
//! ([`ReadFields`]), over a source that is a trait object ([`Source`]). What depends on the source are a few adapters
//! (`adapters`), which know no object.
//!
//! - `failed`: why reading ends early
//! - `source`: values that can be read once, and who looks at them
//! - `adapters`: any serde `Deserializer` as a source
//! - `shape`: the members of an object, and the loop over them
//! - `fields`, `lists`, `maps`, `nested`: what generated code calls for a field
//! - `blank`: what a field holds before it is read

mod adapters;
mod blank;
mod failed;
mod fields;
mod lists;
mod macros;
mod maps;
mod nested;
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
pub use self::source::{Members, Source, Visit};
pub use crate::expandable::{expandable, required_expandable};

/// An object that can be made of nothing and then filled from its members.
pub trait ReadObject: Blank + Fill {}

impl<T: Blank + Fill> ReadObject for T {}
