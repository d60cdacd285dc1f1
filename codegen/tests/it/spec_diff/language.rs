//! Specs of an older language: read through the table of renames, or refused by name; never compared as they are.

use payspec_codegen::diff::Change;
use payspec_codegen::diff::language::RENAMED;

use super::base::{base, changes, edited};

/// What the base says today, and the same in the words of before.
const BEFORE: &[(&str, &str)] = &[
    ("    unenveloped: [letterId, stamp]", "    bare: [letterId, stamp]"),
    ("    forms: [enveloped, unenveloped]", "    forms: [enveloped, bare]"),
    ("    refetch: { operation: transfer.get,", "    confirm: { operation: transfer.get,"),
    ("    lookup: true\n", "    standalone: true\n"),
    ("sensitive: true, also: [mail] }", "sensitive: true, french: Courriel, also: [mail] }"),
    (
        "      name: { type: string, docs: The name. }",
        "      name: { type: string, docs: The name., documented: { says: x, note: Why., at: page 1 } }",
    ),
];

#[test]
fn renamed_keys_and_words_are_read_by_their_old_names() {
    let mut older = base();
    for (new, old) in BEFORE {
        older = edited(&older, new, old).expect("the base has the text");
    }
    let found = changes(&older, &base()).expect("the older side is read");
    assert!(found.is_empty(), "{:?}", found.iter().map(Change::sentence).collect::<Vec<_>>());
    // Each entry of the table is tried.
    for (old, _) in RENAMED {
        assert!(BEFORE.iter().any(|(_, text)| text.contains(old)), "`{old}` is not tried");
    }
}

#[test]
fn real_changes_are_found_in_an_older_language() {
    let older = edited(&base(), "    lookup: true\n", "    standalone: true\n").expect("the base has the text");
    let newer = edited(&base(), "length: 7 days, starts", "length: 5 days, starts").expect("the base has the text");
    let found = changes(&older, &newer).expect("the older side is read");
    let rules: Vec<_> = found.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["window-shortened"]);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let older = edited(&base(), "  lists: brackets\n", "  list_style: [brackets]\n").expect("the base has the text");
    let newer = edited(&base(), "length: 7 days, starts", "length: 5 days, starts").expect("the base has the text");
    let error = changes(&older, &newer).expect_err("nothing is known of `list_style`");
    assert!(error.contains("the specs of `before` are not valid in today's spec language"), "{error}");
    assert!(error.contains("spec/shop/api.yaml:") && error.contains("`list_style`"), "{error}");
    assert!(error.lines().count() < 8, "{error}");
}
