//! The showcase APIs: made up, and together they use the whole spec language. Their tests are in `tests/`.

/// What the small specs of `codegen/tests/pairs` become, which nobody calls: that it compiles is the test.
pub mod pairs {
    include!(concat!(env!("OUT_DIR"), "/pairs.rs"));
}
