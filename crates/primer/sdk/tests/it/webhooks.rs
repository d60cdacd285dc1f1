//! Webhooks: signed over their bytes, with a secret that changes.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec::primer::webhook::{Event, Refetch as _, Verifier, VerifyError, decode};
use payspec_core::DateTime;
use serde_json::Value;

use payspec_test_support::signing::base64_of;
use payspec_test_support::{compare, files};

const PRIMARY: &str = "X-Signature-Primary";
const SECONDARY: &str = "X-Signature-Secondary";

fn body(name: &str) -> String {
    files::text_of("primer", "webhooks", &format!("{name}.json"))
}

/// A verifier whose clock stands at a time.
fn at(seconds: u64, secret: &str) -> Verifier {
    let now = UNIX_EPOCH + Duration::from_secs(seconds);
    Verifier::new(secret).configure(|http| http.clock(move || now))
}

const SIGNED_AT: u64 = 1_795_880_181;

#[test]
fn the_example_of_the_facts_is_right() {
    let signature = files::text_of("primer", "deliveries", "signed.signature");
    let body = files::text_of("primer", "deliveries", "signed.body");
    let event = at(1_689_221_338, "test_secret").verify([(PRIMARY, &signature)], body.as_str());
    assert!(matches!(event, Ok(Event::PaymentStatusChanged(_))), "{event:?}");
    assert_eq!(base64_of("test_secret", body.as_bytes()), signature);
}

/// For a day after a rotation, Primer signs with both secrets, the new one first.
#[test]
fn events_come_through_before_during_and_after_a_rotation() {
    let body = body("PAYMENT.STATUS");
    let sign = |secret: &str| base64_of(secret, body.as_bytes());
    let (old, new) = (sign("old-secret"), sign("new-secret"));
    let comes = |verifier: &Verifier, headers: &[(&str, &str)]| {
        verifier.verify(headers.iter().copied(), body.as_str()).map(|event| event.event_type().is_some())
    };
    let knows_old = at(SIGNED_AT, "old-secret");
    let knows_new = at(SIGNED_AT, "new-secret");
    let knows_both = at(SIGNED_AT, "new-secret").or_secret("old-secret");
    let (before, during, after): (&[_], &[_], &[_]) =
        (&[(PRIMARY, old.as_str())], &[(PRIMARY, new.as_str()), (SECONDARY, old.as_str())], &[(PRIMARY, new.as_str())]);
    // A receiver that was not told yet, one that was, and one that knows both.
    assert_eq!(comes(&knows_old, before), Ok(true));
    assert_eq!(comes(&knows_old, during), Ok(true), "the second header has the old one");
    assert_eq!(comes(&knows_old, after), Err(VerifyError::Wrong));
    assert_eq!(comes(&knows_new, before), Err(VerifyError::Wrong));
    assert_eq!(comes(&knows_new, during), Ok(true));
    assert_eq!(comes(&knows_new, after), Ok(true));
    for headers in [before, during, after] {
        assert_eq!(comes(&knows_both, headers), Ok(true));
    }
}

#[test]
fn an_old_delivery_does_not_come_through_again() {
    let body = body("PAYMENT.STATUS");
    let signature = base64_of("s", body.as_bytes());
    let verify = |verifier: &Verifier| verifier.verify([(PRIMARY, &signature)], body.as_str()).map(|_| ());
    assert_eq!(verify(&at(SIGNED_AT + 3600, "s")), Ok(()));
    let (by, tolerance) = (Duration::from_secs(3601), Duration::from_secs(3600));
    assert_eq!(verify(&at(SIGNED_AT + 3601, "s")), Err(VerifyError::TooOld { by, tolerance }));
    assert_eq!(verify(&at(SIGNED_AT - 300, "s")), Ok(()));
    let (by, tolerance) = (Duration::from_secs(301), Duration::from_secs(300));
    assert_eq!(verify(&at(SIGNED_AT - 301, "s")), Err(VerifyError::TooNew { by, tolerance }));
    let day = at(SIGNED_AT + 3601, "s").configure(|http| http.tolerance(Duration::from_secs(86_400)));
    assert_eq!(verify(&day), Ok(()));
}

/// Whether later attempts are signed again is not documented, so all of them are accepted.
#[test]
fn every_attempt_that_is_documented_is_taken() {
    let body = body("PAYMENT.STATUS");
    let signature = base64_of("s", body.as_bytes());
    // About so long after the one before, and each may take ten seconds to fail.
    let mut elapsed = 0;
    for wait in [10, 60, 5 * 60, 10 * 60, 15 * 60] {
        elapsed += 10 + wait;
        // The waits are only about that long.
        for elapsed in [elapsed, elapsed * 3 / 2] {
            let event = at(SIGNED_AT + elapsed, "s").verify([(PRIMARY, &signature)], body.as_str());
            assert!(matches!(event, Ok(Event::PaymentStatusChanged(_))), "{elapsed} seconds: {event:?}");
        }
    }
    assert!(elapsed > 1_870);
}

/// An unreadable signing time does not count as a missing one.
#[test]
fn a_time_that_cannot_be_read_is_no_missing_one() {
    let deep = format!(r#""deep":{}{},"#, "[".repeat(200), "]".repeat(200));
    for (more, said, expected) in [
        ("", r#""1000000000""#, false),
        ("", r#""1000000000.5""#, false),
        ("", "1000000000.0", false),
        ("", r#""2001-09-09T01:46:40Z""#, false),
        ("", "18446744073709551615", false),
        (deep.as_str(), r#""1000000000""#, false),
        (deep.as_str(), r#""1795880181""#, true),
        ("", "1795880181", true),
        ("", "null", true),
    ] {
        for start in ["", "\u{feff}"] {
            let body = format!(r#"{start}{{"eventType":"PAYMENT.STATUS",{more}"signedAt":{said}}}"#);
            let signature = base64_of("s", body.as_bytes());
            let found = at(SIGNED_AT, "s").verify([(PRIMARY, &signature)], body.as_str());
            assert_eq!(found.is_ok(), expected, "{body}: {found:?}");
        }
    }
    let twice = r#"{"signedAt":"1795880181","signedAt":"1000000000"}"#;
    assert!(at(SIGNED_AT, "s").verify([(PRIMARY, base64_of("s", twice.as_bytes()))], twice).is_err());
}

/// A secret of blanks is that of an empty file, which anybody can guess.
#[test]
fn a_secret_of_blanks_is_none() {
    let body = body("PAYMENT.STATUS");
    let found = at(SIGNED_AT, "\n").verify([(PRIMARY, base64_of("\n", body.as_bytes()))], body.as_str());
    assert_eq!(found.err(), Some(VerifyError::NoSecret));
}

/// The bytes are signed: the same JSON written otherwise is another body.
#[test]
fn a_body_that_was_parsed_and_written_again_is_refused() {
    let body = body("PAYMENT.STATUS");
    let signature = base64_of("s", body.as_bytes());
    let written: Value = serde_json::from_str(&body).expect("it is JSON");
    let again = at(SIGNED_AT, "s").verify([(PRIMARY, &signature)], written.to_string());
    assert_eq!(again.err(), Some(VerifyError::Wrong));
}

#[test]
fn every_sample_is_read_as_its_event_and_written_back() {
    for (name, sample) in files::all_of("primer", "webhooks") {
        let event = decode(body(&name));
        let kind = match &event {
            Event::PaymentStatusChanged(_) => "PAYMENT.STATUS",
            Event::PaymentRefundChanged(_) => "PAYMENT.REFUND",
            Event::DisputeOpened(_) => "DISPUTE.OPENED",
            Event::DisputeStatusChanged(_) => "DISPUTE.STATUS",
            Event::WorkflowRunFailed(_) => "WORKFLOW_RUN.FAILED",
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(kind, name);
        let back = serde_json::to_value(&event).expect("it is JSON");
        assert_eq!(compare::lost(&sample, &back), [""; 0], "{name}");
        assert_eq!(compare::invented(&sample, &back), [""; 0], "{name}");
    }
}

/// A capture that a workflow was to do was not done: the one who is told has to know why.
#[test]
fn a_failed_workflow_says_what_was_not_done() {
    let Event::WorkflowRunFailed(event) = decode(body("WORKFLOW_RUN.FAILED")) else { panic!("a workflow") };
    let error = event.object.run.as_ref().and_then(|run| run.last_error.as_ref()).expect("it says why");
    assert_eq!(error.action_id.as_deref(), Some("capture_payment"));
    let sent = event.object.date.as_ref().and_then(DateTime::calendar_date);
    assert_eq!(sent, Some((2026, 11, 28)), "with a blank before the time");
}

/// The Dashboard's test names no event.
#[test]
fn the_test_of_the_dashboard_is_no_failure() {
    let Event::Unknown(test) = decode(files::text_of("primer", "deliveries", "dashboard-test.json")) else {
        panic!("no event")
    };
    assert_eq!(test.event_type(), None);
}

/// Events of disputes are not known to have a signing time; their signature is verified anyway.
#[test]
fn a_dispute_has_no_time() {
    let body = body("DISPUTE.OPENED");
    let signature = base64_of("s", body.as_bytes());
    let now = Verifier::new("s").configure(|http| http.clock(SystemTime::now));
    let Ok(Event::DisputeOpened(event)) = now.verify([(PRIMARY, &signature)], body.as_str()) else {
        panic!("a dispute")
    };
    assert!(event.object.refetch().is_some(), "the payment can be read again");
    let unsigned = now.verify([("x-primer-signature", &signature)], body.as_str());
    assert!(
        matches!(unsigned, Err(VerifyError::NoSignature { .. })),
        "a header that a public client checks by mistake"
    );
}

/// Whoever answers an unknown event as a success would lose all events of a batch, right signature or not.
#[test]
fn a_signed_batch_is_no_unknown_event() {
    let body = body("PAYMENT.STATUS");
    for batch in [format!(r#"{{"events": [{body}, {body}]}}"#), format!("[{body}, {body}]")] {
        let signature = base64_of("s", batch.as_bytes());
        let event = at(SIGNED_AT, "s").verify([(PRIMARY, &signature)], batch.as_str());
        assert!(matches!(event, Ok(Event::Undecodable(_))), "{event:?}");
    }
}
