//! A fingerprint is the same wherever the change stands, and another one for another change.

use std::collections::BTreeSet;

use payspec_codegen::diff::Change;

use super::base::{Files, base, changes, edited};

fn shorter(files: &Files, days: &str) -> Files {
    edited(files, "length: 7 days, starts", &format!("length: {days} days, starts")).expect("the base has the text")
}

fn only(before: &Files, after: &Files) -> Change {
    let mut found = changes(before, after).expect("both sides are valid");
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn lines_and_files_are_no_part_of_it() {
    let first = only(&base(), &shorter(&base(), "5"));
    let digits = first.fingerprint.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    assert!(first.fingerprint.len() == 12 && digits, "{}", first.fingerprint);
    let moved: Files = base()
        .into_iter()
        .map(|(path, text)| match path.as_str() {
            "spec/shop/refund.yaml" => ("spec/shop/deeper/refunds.yaml".to_owned(), format!("# One\n# Two\n{text}")),
            _ => (path, text),
        })
        .collect();
    let second = only(&moved, &shorter(&moved, "5"));
    assert_ne!(first.before, second.before, "it stands elsewhere");
    assert_eq!(first.fingerprint, second.fingerprint);
    assert_ne!(first.fingerprint, only(&base(), &shorter(&base(), "4")).fingerprint, "an approval is for one value");
    assert_ne!(first.fingerprint, only(&shorter(&base(), "5"), &base()).fingerprint, "and for one direction");
}

/// It would approve something else after a new version of the generator.
#[test]
fn it_stays_what_it_is() {
    assert_eq!(only(&base(), &shorter(&base(), "5")).fingerprint, "580cfa854adb");
}

#[test]
fn changes_of_one_comparison_have_different_ones() {
    let mut after = base();
    for (old, new) in [
        ("      metadata: { type: metadata, docs: Data of the shop. }\n", ""),
        ("      extra: { type: json, docs: Anything. }\n", ""),
        (
            "      hint: { type: string, docs: A hint. }\n",
            "      hint: { type: boolean, docs: A hint., required: true }\n",
        ),
    ] {
        after = edited(&after, old, new).expect("the base has the text");
    }
    let found = changes(&base(), &after).expect("both sides are valid");
    let different: BTreeSet<&str> = found.iter().map(|change| change.fingerprint.as_str()).collect();
    assert!(found.len() > 2 && different.len() == found.len(), "{found:?}");
}
