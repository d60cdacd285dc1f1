//! The engine: what happens in a world, without I/O, threads or a clock of its own.

pub mod ledger;
pub mod queue;
pub mod time;
