//! The showcase APIs: made up, and together they use the whole spec language. Their tests are in `tests/`.

/// What the small specs of `codegen/tests/pairs` become, which nobody calls: that it compiles is the test.
#[expect(clippy::module_inception, reason = "the modules stand for crates: a crate `client` has a module `client`")]
pub mod pairs {
    include!(concat!(env!("OUT_DIR"), "/pairs.rs"));
}
