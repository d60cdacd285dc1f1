//! End-to-end, corpus and showcase tests.
