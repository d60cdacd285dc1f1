//! Each rule of the diff reports a change, and does not report a similar one: `tests/spec-diff` has both as edits of a small
//! spec, `tests/spec-diff/base`.
//!
//! ```text
//! == param-deprecated                  reports this and no other rule; or several: `a + b`
//! < docs: The reason. }                this text, which the base has once, ..
//! > docs: The reason., deprecated: No. }
//! --                                   a similar change, which reports nothing; or other rules: `-- a + b`
//! < docs: The reason. }
//! > docs: Why. }
//! ```
//!
//! `== one | other` is a change that reports the first, and in the other direction the second.

mod allow;
mod base;
mod cases;
mod fingerprints;
mod formats;
mod language;
mod mutations;
