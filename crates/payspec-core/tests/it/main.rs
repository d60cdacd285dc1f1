//! Integration tests of payspec-core.
