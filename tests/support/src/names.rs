//! Lists of names that have to agree. Where they do not, only the difference is worth reading.

use std::collections::BTreeSet;

/// Asserts that two lists hold the same names, in any order. Each comes with what to do about a name that only it has:
/// what the name is, and the file to edit.
#[track_caller]
pub fn assert_same<A: AsRef<str>, B: AsRef<str>>(
    (ones, only_ones): (impl IntoIterator<Item = A>, &str),
    (others, only_others): (impl IntoIterator<Item = B>, &str),
) {
    let difference = difference((&set(ones), only_ones), (&set(others), only_others));
    assert!(difference.is_empty(), "{difference}");
}

fn set<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> BTreeSet<String> {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect()
}

fn difference(
    (ones, only_ones): (&BTreeSet<String>, &str),
    (others, only_others): (&BTreeSet<String>, &str),
) -> String {
    let mut text = String::new();
    for (what, names) in [(only_ones, ones.difference(others)), (only_others, others.difference(ones))] {
        let names: Vec<&str> = names.map(String::as_str).collect();
        if !names.is_empty() {
            text.push_str(&format!("{what}:\n    {}\n", names.join("\n    ")));
        }
    }
    text
}

#[test]
fn only_the_difference_is_reported_with_what_to_do() {
    let of = |names: &[&str]| set(names);
    let told = |ones: &[&str], others: &[&str]| difference((&of(ones), "no call"), (&of(others), "no operation"));
    assert_eq!(told(&["a", "b"], &["b", "a"]), "");
    assert_eq!(told(&["a", "b", "c"], &["b", "d"]), "no call:\n    a\n    c\nno operation:\n    d\n");
    assert_eq!(told(&[], &["d"]), "no operation:\n    d\n");
}
