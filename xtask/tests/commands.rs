//! Every command says what it takes, and a slip of the pen gets a suggestion.

use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_command_has_help() {
    let help = [
        (&["--help"][..], &["codegen", "spec", "test"][..]),
        (&["help"], &["codegen", "spec", "test"]),
        (&["codegen", "--help"], &["--check", "--format <format>", "human", "json", "--timings"]),
        (&["codegen", "-h"], &["--check"]),
        (&["spec", "--help"], &["report"]),
        (&["spec", "report", "--help"], &["docs/coverage.md"]),
        (&["spec", "diff", "--help"], &["Exit codes: 0", "markdown, json, github, junit", "docs/spec-diff.md"]),
        (&["bench-diff", "--help"], &["random changes"]),
        (&["test", "--help"], &["format, lints, tests"]),
    ];
    for (arguments, expected) in help {
        let output = xtask(arguments);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert!(said.contains("Usage: cargo xtask"), "{arguments:?}: {said}");
        for word in expected {
            assert!(said.contains(word), "{arguments:?} does not tell of {word}: {said}");
        }
    }
}

#[test]
fn unknown_words_get_a_suggestion() {
    for (arguments, suggestion) in [
        (&["codgen"][..], "codegen"),
        (&["codegen", "--chek"], "--check"),
        (&["codegen", "--format", "jsn"], "json"),
        (&["spec", "reprot"], "report"),
        (&["tests"], "test"),
    ] {
        let output = xtask(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("a similar") && said.contains(&format!("'{suggestion}'")), "{arguments:?}: {said}");
    }
}

#[test]
fn timings_name_every_stage() {
    let output = xtask(&["codegen", "--check", "--timings"]);
    let said = text(&output.stdout);
    let measured = said.lines().skip_while(|line| !line.starts_with("took")).skip(1);
    let stages: Vec<_> = measured.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(stages, ["load", "parse", "check", "lower", "emit", "print", "sync"], "{said}");
}

/// Two packages of one name would keep cargo from loading the workspace, and with it this program.
#[test]
fn no_draft_is_called_like_an_api_that_the_language_is_shown_with() {
    let output = xtask(&["spec", "import", "--openapi", "nowhere.yaml", "--api", "stripe"]);
    let said = text(&output.stderr);
    assert!(
        !output.status.success() && said.contains("tests/language/spec/stripe already has crates of these names"),
        "{said}"
    );
}
