//! What every payspec crate shares: open enums, ids, amounts, dates, form encoding, rules, redaction.
