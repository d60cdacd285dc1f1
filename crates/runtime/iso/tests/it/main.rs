//! The tables of ISO: what they hold, and how codes travel.

mod amounts;
mod independent_lists;
mod wire_text;
