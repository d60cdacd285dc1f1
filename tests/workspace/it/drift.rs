//! The committed crates are what the spec makes, and making them again changes nothing.

use payspec_codegen::diag::render;
use payspec_codegen::run::{Generated, PROJECTS, RunError, generate};
use payspec_codegen::sync::Plan;

use payspec_test_support::files::root;

fn run() -> Generated {
    generate(root(), PROJECTS).unwrap_or_else(|error| match error {
        RunError::Spec { found, sources } => panic!("{}", render::all(&found, &sources, false)),
        other => panic!("{other}"),
    })
}

#[test]
fn the_repository_holds_what_the_spec_makes() {
    let generated = run();
    let plan = Plan::make(root(), &generated.files, &generated.crates_dirs).expect("a readable repository");
    assert!(plan.is_clean(), "run `cargo xtask codegen` and commit the result\n{}", plan.report());
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    assert_eq!(run().files, run().files);
}
