//! Integration tests of payspec-core: what generated code and the runtime crates rely on.

mod amount;
mod code_table;
mod date;
mod exact_numbers;
mod form_oracle;
mod form_read;
mod form_write;
mod ids;
mod lenient;
mod major_units;
mod metadata;
mod open_enum;
mod operation;
mod page;
mod patch;
mod preconditions;
mod printable;
mod rules_presence;
mod rules_scope;
mod rules_values;
mod sensitive;
mod tagged;
mod unix_time;
mod unreadable;

#[cfg(feature = "jiff")]
mod jiff_conversions;
#[cfg(feature = "server")]
mod server;
