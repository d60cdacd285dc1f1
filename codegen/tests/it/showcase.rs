//! The showcase API is right, and uses all there is.

use crate::support::{Run, showcase};

#[test]
fn has_no_diagnostics() {
    let run = Run::over(showcase());
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}
