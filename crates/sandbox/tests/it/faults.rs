//! Rules by which requests go wrong, without a server.

use payspec_sandbox::centralpay;
use payspec_sandbox::engine::answer::Sending;
use payspec_sandbox::engine::faults::{Fault, Moment, Target};
use payspec_sandbox::engine::occurrence::Occurrence;

use crate::support::{Bank, CARD};

fn post(path: &str) -> Target {
    Target { method: Some("POST".to_owned()), path: Some(path.to_owned()) }
}

#[test]
fn the_second_payment_is_declined_with_the_given_code() {
    let mut bank = Bank::new();
    bank.world.add_fault(post("/transaction"), Occurrence::Nth(2), Fault::Decline("51".to_owned()));
    let statuses: Vec<u16> = (0..3).map(|_| bank.pay(CARD, &[("source", "EC")]).status()).collect();
    assert_eq!(statuses, [200, 402, 200]);
    assert_eq!(bank.events().iter().filter(|name| **name == "TRANSACTION_FAILED").count(), 1, "it is as any refusal");
    let faults: Vec<_> = bank.world.journal().iter().filter_map(|entry| entry.fault).collect();
    assert_eq!(faults, ["decline"]);
    bank.assert_sound();
}

/// A subscription that starts today is charged within the request.
#[test]
fn a_decline_refuses_the_first_payment_of_a_series() {
    let mut bank = Bank::new();
    let (model, (customer, _)) = (bank.model(&[]), bank.customer(CARD));
    bank.world.add_fault(post("/subscription"), Occurrence::Nth(1), Fault::Decline("51".to_owned()));
    let statuses: Vec<String> =
        (0..2).map(|_| bank.subscribe(&model, &customer, &[]).text("status").to_owned()).collect();
    assert_eq!(statuses, ["CANCELED", "ACTIVE"]);
    bank.assert_sound();
}

/// What is not executed leaves no trace, and what is executed leaves all of them.
#[test]
fn only_what_comes_after_the_commit_is_executed() {
    for (fault, status, is_executed, sending) in [
        (Fault::Status(503, Moment::BeforeCommit), 503, false, Sending::Whole),
        (Fault::Status(500, Moment::AfterCommit), 500, true, Sending::Whole),
        (Fault::Drop(Moment::BeforeCommit), 0, false, Sending::Dropped),
        (Fault::Drop(Moment::AfterCommit), 0, true, Sending::Dropped),
        (Fault::Redirect("http://127.0.0.1:9/".to_owned()), 302, false, Sending::Whole),
        (Fault::CutBody, 200, true, Sending::Cut),
        (Fault::CloseIdle, 200, true, Sending::ThenClosed),
    ] {
        let mut bank = Bank::new();
        let (token, name) = (bank.token(CARD), fault.name());
        assert_eq!(fault.is_executed(), is_executed, "{name}");
        bank.world.add_fault(post("/transaction"), Occurrence::Every, fault);
        let answer = bank.raw_payment(&token);
        assert_eq!((answer.status, answer.sending), (status, sending), "{name}");
        let noted = bank.world.journal().last().map(|entry| (entry.status, entry.fault));
        assert_eq!(noted, Some((status, Some(name))), "the journal has what the client was sent");
        assert_eq!(bank.world.objects().count("centralpay.transaction"), usize::from(is_executed), "{name}");
        assert!(answer.header("Payspec-Sandbox").is_some(), "{name}");
        bank.assert_sound();
    }
}

/// The answer that is kept for a repetition is the one that the fault withheld.
#[test]
fn a_repetition_with_the_key_gets_the_answer_that_was_lost() {
    let mut bank = Bank::new();
    bank.world.add_fault(post("/transaction"), Occurrence::Nth(1), Fault::MalformedBody);
    let token = bank.token(CARD);
    let (first, second) = (bank.raw_payment(&token), bank.raw_payment(&token));
    assert!(serde_json::from_slice::<serde_json::Value>(&first.body).is_err(), "it is broken");
    assert!(second.body.starts_with(&first.body) && second.body.len() > first.body.len());
    assert_eq!(bank.world.objects().count("centralpay.transaction"), 1);
}

#[test]
fn a_rule_that_could_never_apply_is_refused_and_names_the_nearest() {
    let drop = Fault::Drop(Moment::AfterCommit);
    let every = Occurrence::Every;
    for (target, occurrence, fault, message) in [
        (
            post("/transactions"),
            every,
            drop.clone(),
            "no operation is `POST /transactions`; the nearest is `POST /transaction`",
        ),
        (
            post("/transaction/{id}/captur"),
            every,
            drop.clone(),
            "no operation is `POST /transaction/{id}/captur`; the nearest is `POST /transaction/{transactionId}/capture`",
        ),
        (
            Target { method: Some("PUT".to_owned()), path: Some("/refund".to_owned()) },
            every,
            drop.clone(),
            "no operation is `PUT /refund`; the nearest is `POST /refund`",
        ),
        (post("/transaction"), Occurrence::Nth(0), drop.clone(), "the number is 0; the first one is number 1"),
        (post("/transaction"), Occurrence::Rate(f64::NAN), drop, "the rate is NaN; expected more than 0 and at most 1"),
        (
            post("/refund"),
            every,
            Fault::Decline("51".to_owned()),
            "POST /refund asks no bank for an authorisation; POST /transaction does",
        ),
        (
            post("/transaction"),
            every,
            Fault::Decline("00".to_owned()),
            "the bank code `00` is an approval: Transaction approved or successfully processed",
        ),
        (
            post("/transaction"),
            every,
            Fault::Status(404, Moment::BeforeCommit),
            "the status is 404; expected 500 to 599",
        ),
        (
            post("/transaction"),
            every,
            Fault::Redirect("a b\n".to_owned()),
            "`a b ` cannot be a `Location`; expected a URL",
        ),
    ] {
        let error = centralpay::check_fault(&target, occurrence, &fault).expect_err(message);
        assert_eq!(error.message(), message);
    }
    for (target, field) in [
        (post("/transactions"), "path"),
        (Target { method: Some("PUT".to_owned()), path: Some("/refund".to_owned()) }, "method"),
        (Target { method: Some("post".to_owned()), path: None }, "method"),
        (Target { method: None, path: Some("/transactions".to_owned()) }, "path"),
    ] {
        let error = centralpay::check_fault(&target, every, &Fault::CutBody).expect_err("there is no such operation");
        assert_eq!(error.field(), field, "{target}");
    }
    for charged in ["/transaction", "/subscription", "/installmentPayment", "/invoice/{id}/pay"] {
        let declined = Fault::Decline("51".to_owned());
        centralpay::check_fault(&post(charged), every, &declined).expect("it charges a card");
    }
    let any_name = post("/transaction/{id}/capture");
    centralpay::check_fault(&any_name, every, &Fault::CutBody).expect("names in braces do not matter");
}
