//! What is printed: for people, and for programs that parse it.

use payspec_codegen::diff::allow::{self, Approvals};
use payspec_codegen::diff::{Change, Class, Report, show};
use serde_json::Value;

use super::base::{base, changes, edited};

const TODAY: &str = "2026-12-01";

/// A break, a correction, an addition and evidence.
fn some_changes() -> Vec<Change> {
    let mut files = base();
    for (old, new) in [
        ("      reason: { type: string, docs: The reason. }\n", ""),
        (
            "      - { name: reason-length, because: The bank cuts it., length: { field: reason, min: 2, max: 40 } }\n",
            "",
        ),
        ("requires: [reason] }\n      - { name: warn", "requires: [phone] }\n      - { name: warn"),
        ("requires: [reason], forbids", "requires: [phone], forbids"),
        (
            "evidence: { level: inferred, note: Seen once. } }",
            "required: true, evidence: { level: sample, source: manual, at: page 7 } }",
        ),
        (
            "      - { code: WEB, docs: On the web. }",
            "      - { code: WEB, docs: On the web. }\n      - { code: \"A&B\", docs: Both. }",
        ),
    ] {
        files = edited(&files, old, new).expect("the base has the text");
    }
    changes(&base(), &files).expect("both sides are valid")
}

fn report<'a>(changes: &'a [Change], approvals: &'a Approvals) -> Report<'a> {
    Report::new(("main (0123abcde)", "the working tree"), changes, approvals, (Some("0.1.0"), TODAY))
}

#[test]
fn people_see_both_sides_what_breaks_and_who_uses_it() {
    let (changes, approvals) = (some_changes(), Approvals::default());
    insta::assert_snapshot!("text", show::text(&report(&changes, &approvals), false));
    insta::assert_snapshot!("short", show::short(&report(&changes, &approvals)));
    insta::assert_snapshot!("markdown", show::markdown(&report(&changes, &approvals)));
    let coloured = show::text(&report(&changes, &approvals), true);
    assert!(coloured.contains("\u{1b}[1;91mbreak\u{1b}[0m"), "{coloured}");
}

#[test]
fn what_was_inferred_is_a_correction_and_no_break() {
    let changes = some_changes();
    let guess = changes.iter().find(|change| change.message.contains("`guess` is now required")).expect("it is found");
    assert_eq!(guess.class, Class::Correction);
    assert_eq!(guess.inferred.as_deref(), Some("Seen once."));
    let evidence = changes.iter().find(|change| change.rule.id == "evidence-raised").expect("it rose");
    assert_eq!((evidence.old.as_str(), evidence.new.as_str()), ("inferred", "sample"));
    let approvals = Approvals::default();
    let breaks: Vec<_> = report(&changes, &approvals).unapproved().map(|change| change.rule.id).collect();
    assert!(breaks.contains(&"param-removed") && !breaks.contains(&"param-made-required"), "{breaks:?}");
}

/// The evidence of the fact itself counts: of a path, where the rest of the operation is documented.
#[test]
fn the_nearest_evidence_decides_what_is_a_correction() {
    let class = |old: &str, new: &str| {
        let before = edited(&base(), "path_evidence: { level: sample, source: manual, at: page 7 }", PATH_GUESSED);
        let before = before.expect("the base has the text");
        let after = edited(&before, old, new).expect("the base has the text");
        let found = changes(&before, &after).expect("both sides are valid");
        // What breaks most comes first.
        found.first().expect("a change is found").class
    };
    assert_eq!(
        class("    path: /guess\n", "    path: /guesses\n"),
        Class::Correction,
        "the whole operation is inferred"
    );
    assert_eq!(class("path: /refunds/{refundId}\n", "path: /refund/{refundId}\n"), Class::Correction, "the path is");
    assert_eq!(
        class(
            "The refund., in: path, required: true }\n    responses:\n      \"200\": { outcome: success, docs: The refund., body: Refund }",
            "The refund., in: path, required: true }\n    responses:\n      \"200\": { outcome: success, docs: The refund., body: Note }"
        ),
        Class::Break,
        "its response is documented"
    );
    assert_eq!(class("    path: /ping\n", "    path: /pong\n"), Class::Break);
}

const PATH_GUESSED: &str = "path_evidence: { level: inferred, note: By analogy. }";

#[test]
fn json_has_its_documented_members() {
    let (changes, approvals) = (some_changes(), Approvals::default());
    let whole: Value = serde_json::from_str(&show::json(&report(&changes, &approvals))).expect("it is JSON");
    assert_eq!(whole["version"], 1);
    assert_eq!(whole["before"], "main (0123abcde)");
    assert_eq!(whole["proposed_version"]["to"], "0.2.0");
    assert_eq!(whole["changes"].as_array().map(Vec::len), Some(changes.len()));
    let removed = &whole["changes"].as_array().expect("a list").iter().find(|one| one["rule"] == "param-removed");
    let removed = removed.expect("it is found");
    assert_eq!(removed["class"], "break");
    assert_eq!(removed["breaks"], serde_json::json!(["wire", "rust"]));
    assert_eq!((&removed["api"], &removed["subject"]), (&Value::from("shop"), &Value::from("refund.create")));
    assert_eq!(removed["operations"], serde_json::json!(["refund.create"]));
    assert_eq!(removed["before"]["file"], "spec/shop/refund.yaml");
    assert_eq!(removed["before"]["lines"], serde_json::json!(["reason: { type: string, docs: The reason. }"]));
    assert!(removed["after"]["line"].as_u64().is_some_and(|line| line > 100), "{removed}");
    let page = std::fs::read_to_string(crate::support::folder().join("../docs/spec-diff.md")).expect("the page");
    for members in [&whole, removed, &removed["before"], &whole["summary"]] {
        for name in members.as_object().expect("an object").keys() {
            let is_documented = page.contains(&format!("`{name}`"))
                || ["break", "correction", "added", "changed", "evidence"].contains(&name.as_str());
            assert!(is_documented, "docs/spec-diff.md does not mention `{name}`");
        }
    }
}

#[test]
fn commands_of_github_escape_what_would_end_them() {
    let (changes, approvals) = (some_changes(), Approvals::default());
    let text = show::github(&report(&changes, &approvals));
    for line in text.lines() {
        let (command, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
        assert!(command.starts_with("error file=spec/") || command.starts_with("warning file=spec/"), "{line}");
        assert_eq!(command.matches(',').count(), 3, "file, line, column and title: {line}");
        assert!(message.contains("%0Abreaks: "), "{line}");
    }
    assert_eq!(text.matches("::error").count(), report(&changes, &approvals).unapproved().count());
    let mut hostile = changes[0].clone();
    hostile.message = "100%\r\n::error::no".to_owned();
    hostile.api = "a:b,c".to_owned();
    let hostile = [hostile];
    let text = show::github(&report(&hostile, &approvals));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("100%25%0D%0A::error::no") && text.contains("a%3Ab%2Cc"), "{text}");
}

#[test]
fn junit_is_xml_whatever_a_spec_says() {
    let approvals = Approvals::default();
    let mut changes = some_changes();
    let failures = report(&changes, &approvals).unapproved().count();
    changes[0].message = "<a href=\"b\"> & 'c' \u{1} ]]>".to_owned();
    let text = show::junit(&report(&changes, &approvals));
    assert!(text.contains("&lt;a href=&quot;b&quot;&gt; &amp; &apos;c&apos; \u{fffd} ]]&gt;"), "{text}");
    assert_eq!(text.matches("<failure ").count(), failures);
    assert_eq!(text.matches("<testcase ").count(), changes.len());
    assert!(!text.contains('\u{1}'));
    // Every tag that is opened is closed, in order.
    let mut open = Vec::new();
    for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
            None if tag.starts_with('?') || tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn an_approved_break_is_no_failure_until_the_approval_expires() {
    let changes = some_changes();
    let first = changes.iter().find(|change| change.class == Class::Break).expect("there is one");
    let text = |fingerprint: &str, expires: &str| {
        format!("approved:\n  - fingerprint: \"{fingerprint}\"\n    reason: It is gone.\n    expires: {expires}\n")
    };
    let approved = |text: &str| allow::read(text).expect("it is valid");
    let unapproved = |approvals: &Approvals| report(&changes, approvals).unapproved().count();
    let all = unapproved(&Approvals::default());
    let valid = approved(&text(&first.fingerprint, TODAY));
    assert_eq!(unapproved(&valid), all - 1, "the last day counts");
    assert!(report(&changes, &valid).idle.is_empty());
    assert!(show::text(&report(&changes, &valid), false).contains("approved: until 2026-12-01: It is gone."));
    let expired = approved(&text(&first.fingerprint, "2026-11-30"));
    assert_eq!(unapproved(&expired), all);
    assert!(show::text(&report(&changes, &expired), false).contains("has expired"));
    assert!(show::github(&report(&changes, &expired)).contains("::error file=spec-diff.allow.yaml,line=2::"));
    let unused = approved(&text("000000000000", "2030-01-01"));
    assert_eq!(unapproved(&unused), all);
    assert!(show::text(&report(&changes, &unused), false).contains("approves no break"));
}
