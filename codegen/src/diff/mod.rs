//! What a change of specs means to users: `cargo xtask spec diff`.
//!
//! ```text
//! side      a revision or folder -> IR of the APIs that differ    language: specs of an older language
//! walk      IR, IR -> changes                                     table: the rules, one list
//! place     a change -> file, line and text on both sides
//! allow     spec-diff.allow.yaml -> which breaks are approved
//! version   changes -> the next version, lines for CHANGELOG
//! trial     random changes of real specs, to prove the rest
//! show      report -> text, Markdown, JSON, commands of GitHub, JUnit
//! ```
//!
//! Nothing here starts git, or writes a file.

pub mod allow;
pub mod change;
mod compare;
mod finder;
pub mod language;
pub mod page;
mod place;
pub mod report;
pub mod rule;
pub mod show;
mod side;
pub mod table;
pub mod trial;
mod users;
pub mod version;
mod walk;

pub use change::{Change, Class, Excerpt, Users};
pub use compare::{DiffError, Timed, compare, compare_again, compare_timed};
pub use report::Report;
pub use rule::{Effects, Harmless, Rule};
pub use side::Side;
