//! `spec-diff.allow.yaml`: what is wrong with it is said with its place, and a slip gets a suggestion.

use payspec_codegen::diag::render;
use payspec_codegen::diff::allow;

const ENTRY: &str = "approved:\n  - fingerprint: \"0123456789ab\"\n    reason: It is gone.\n    expires: 2027-01-31\n";

fn refused(text: &str) -> String {
    match allow::read(text) {
        Ok(approvals) => panic!("it was read: {approvals:?}"),
        Err((found, sources)) => render::all(&found, &sources, false),
    }
}

#[test]
fn an_entry_has_a_fingerprint_a_reason_and_a_date() {
    let approvals = allow::read(ENTRY).expect("it is valid");
    let [one] = &approvals.entries[..] else { panic!("one entry: {approvals:?}") };
    assert_eq!((one.fingerprint.as_str(), one.reason.as_str()), ("0123456789ab", "It is gone."));
    assert_eq!((one.expires.as_str(), one.line), ("2027-01-31", 2));
    assert!(allow::read("# Nothing yet.\n").expect("nothing is approved").entries.is_empty());
    assert!(allow::read("").expect("nothing is approved").entries.is_empty());
}

#[test]
fn mistakes_are_reported_with_their_place() {
    for (old, new, said) in [
        ("expires:", "expire:", "did you mean `expires`?"),
        ("approved:", "aproved:", "did you mean `approved`?"),
        ("2027-01-31", "2027-02-31", "`2027-02-31` is not a date"),
        ("2027-01-31", "31.1.2027", "`31.1.2027` is not a date"),
        ("0123456789ab", "0123456789AB", "is not a fingerprint"),
        ("0123456789ab", "0123", "is not a fingerprint"),
        ("    reason: It is gone.\n", "", "reason"),
    ] {
        let told = refused(&ENTRY.replace(old, new));
        assert!(told.contains(said) && told.contains("spec-diff.allow.yaml:"), "{new}: {told}");
    }
}

#[test]
fn today_is_a_date_that_an_entry_can_have() {
    let today = allow::today();
    assert!(today.as_str() > "2026-01-01" && today.len() == 10, "{today}");
    assert!(allow::read(&ENTRY.replace("2027-01-31", &today)).is_ok());
}
