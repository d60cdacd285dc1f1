//! The engine: what happens in a world, without I/O, threads or a clock of its own. It knows no API.

pub mod answer;
pub mod chosen;
pub mod delivery;
pub mod delivery_faults;
mod dispatch;
pub mod failure;
pub mod faults;
pub mod idempotency;
pub mod journal;
pub mod ledger;
pub mod objects;
pub mod occurrence;
pub mod queue;
pub mod random;
pub mod request;
pub mod rule_error;
pub mod rules;
pub mod run;
pub mod status;
pub mod step;
pub mod time;
pub mod world;
