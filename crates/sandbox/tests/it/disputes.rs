//! Disputes, which cardholders raise and banks decide.

use centralpay_model::DisputeReason;
use centralpay_model::test_values::TestCard;
use payspec_sandbox::centralpay::{
    DisputeAct, Refusal, act_on_dispute, question_payment, raise_dispute, raise_dispute_because,
};
use payspec_sandbox::engine::ledger::Account;

use crate::support::{Bank, CARD, DAY};
use crate::three_ds::number;

impl Bank {
    fn balance(&self) -> i64 {
        self.world.ledger().balance(&Account::Wallet(self.merchant.wallet_id.clone()), "EUR")
    }

    fn status(&mut self, dispute: &str) -> String {
        self.get(&format!("/dispute/{dispute}"), &[]).text("status").to_owned()
    }
}

fn why<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.expect_err("it is refused").to_string()
}

#[test]
fn a_dispute_debits_the_amount_until_it_is_won() {
    let mut bank = Bank::new();
    let payment = bank.cleared();
    let id = raise_dispute(&mut bank.world, &payment, None).expect("it is cleared");
    assert_eq!(bank.balance(), 0);
    assert!(bank.events().ends_with(&["DISPUTE_CREATED", "TRANSACTION_DISPUTED"]));
    let dispute = bank.get(&format!("/dispute/{id}"), &[]);
    for (field, value) in
        [("status", "CHARGEBACK_NOTICED"), ("reason", "FRAUDULENT"), ("transactionId", payment.as_str())]
    {
        assert_eq!(dispute.text(field), value);
    }
    assert_eq!((dispute.body["amount"].as_i64(), dispute.body["fee"].as_i64()), (Some(1500), Some(0)));
    let shown = bank.get(&format!("/transaction/{payment}"), &[]);
    assert_eq!(shown.body["dispute"]["disputeId"].as_str(), Some(id.as_str()));
    let refund = bank.post("/refund", &[("transactionId", &payment)]);
    assert!(refund.error("amount").contains("0 of the payment"), "it was returned already: {}", refund.body);
    act_on_dispute(&mut bank.world, &id, DisputeAct::Answer).expect("it is in time");
    act_on_dispute(&mut bank.world, &id, DisputeAct::Win).expect("it is open");
    assert_eq!((bank.balance(), bank.events().last()), (1500, Some(&"DISPUTE_UPDATED")));
    let won = bank.get(&format!("/dispute/{id}"), &[]);
    assert_eq!(won.text("status"), "CHARGEBACK_WON");
    assert_ne!(won.text("wonMovementId"), won.text("movementId"));
    assert!(why(act_on_dispute(&mut bank.world, &id, DisputeAct::Lose)).contains("only a dispute that was noticed"));
    assert_eq!(bank.get("/dispute", &[("status", "CHARGEBACK_WON")]).body.as_array().map(Vec::len), Some(1));
    assert_eq!(bank.get("/dispute", &[("transactionId", "other")]).body.as_array().map(Vec::len), Some(0));
    bank.assert_sound();
}

#[test]
fn the_reason_of_a_dispute_is_shown() {
    for reason in ["FRAUDULENT", "PRODUCT_NOT_RECEIVED"] {
        let mut bank = Bank::new();
        let payment = bank.cleared();
        question_payment(&mut bank.world, &payment).expect("it is cleared");
        let id = raise_dispute_because(&mut bank.world, &payment, None, DisputeReason::from(reason));
        let id = id.expect("nobody answered");
        assert_eq!(bank.get(&format!("/dispute/{id}"), &[]).text("reason"), reason);
        assert_eq!(bank.told("DISPUTE_UPDATED")["reason"], reason);
        let shown = bank.get(&format!("/transaction/{payment}"), &[]);
        assert_eq!(shown.body["dispute"]["reason"], reason);
        bank.assert_sound();
    }
}

#[test]
fn a_dispute_can_be_lost_for_a_part() {
    let mut bank = Bank::new();
    let payment = bank.cleared();
    assert!(why(raise_dispute(&mut bank.world, &payment, Some(1501))).contains("expected 1 to 1500"));
    let id = raise_dispute(&mut bank.world, &payment, Some(10)).expect("it is cleared");
    act_on_dispute(&mut bank.world, &id, DisputeAct::Lose).expect("it is open");
    assert_eq!((bank.status(&id).as_str(), bank.balance()), ("CHARGEBACK_LOST", 1490));
    let refund = bank.post("/refund", &[("transactionId", &payment)]);
    assert_eq!(refund.body["amount"].as_i64(), Some(1490), "the rest");
    bank.assert_sound();
}

#[test]
fn a_dispute_is_answered_within_twenty_days() {
    let mut bank = Bank::new();
    let (first, second) = (bank.cleared(), bank.cleared());
    let answered = raise_dispute(&mut bank.world, &first, None).expect("it is cleared");
    let ignored = raise_dispute(&mut bank.world, &second, None).expect("it is cleared");
    let second = std::time::Duration::from_secs(1);
    bank.pass(20 * DAY - second);
    act_on_dispute(&mut bank.world, &answered, DisputeAct::Answer).expect("it is in time");
    bank.pass(second);
    assert!(why(act_on_dispute(&mut bank.world, &ignored, DisputeAct::Answer)).contains("the time to answer is over"));
    assert_eq!(
        (bank.status(&answered).as_str(), bank.status(&ignored).as_str()),
        ("CHARGEBACK_NOTICED", "CHARGEBACK_LOST")
    );
    bank.assert_sound();
}

#[test]
fn a_question_is_answered_or_becomes_a_dispute() {
    let mut bank = Bank::new();
    let (first, second) = (bank.cleared(), bank.cleared());
    let closed = question_payment(&mut bank.world, &first).expect("it is cleared");
    assert_eq!((bank.status(&closed).as_str(), bank.balance()), ("RETRIEVAL_NOTICED", 3000));
    assert_eq!(bank.events().last(), Some(&"DISPUTE_CREATED"));
    assert!(
        why(act_on_dispute(&mut bank.world, &closed, DisputeAct::Close)).contains("only a question that was answered")
    );
    act_on_dispute(&mut bank.world, &closed, DisputeAct::Answer).expect("it is in time");
    act_on_dispute(&mut bank.world, &closed, DisputeAct::Close).expect("it was answered");
    assert_eq!((bank.status(&closed).as_str(), bank.events().last()), ("RETRIEVAL_CLOSE", Some(&"DISPUTE_UPDATED")));
    let asked = question_payment(&mut bank.world, &second).expect("it is cleared");
    assert!(why(question_payment(&mut bank.world, &second)).contains("disputed already"));
    bank.pass(7 * DAY);
    assert!(why(act_on_dispute(&mut bank.world, &asked, DisputeAct::Answer)).contains("the time to answer is over"));
    assert_eq!(bank.status(&asked), "RETRIEVAL_NOTICED");
    let raised = raise_dispute(&mut bank.world, &second, None).expect("nobody answered");
    assert_eq!((raised.as_str(), bank.status(&raised).as_str()), (asked.as_str(), "CHARGEBACK_NOTICED"));
    assert!(bank.events().ends_with(&["DISPUTE_UPDATED", "TRANSACTION_DISPUTED"]));
    assert_eq!(bank.balance(), 1500);
    assert!(why(raise_dispute(&mut bank.world, &second, None)).contains("disputed already"));
    bank.assert_sound();
}

#[test]
fn the_time_to_dispute_depends_on_the_network() {
    let mut bank = Bank::new();
    let mut cleared = |number: &str| {
        let id = bank.pay(number, &[("source", "EC")]).text("transactionId").to_owned();
        assert!(why(raise_dispute(&mut bank.world, &id, None)).contains("only a cleared payment"));
        id
    };
    let (visa, late, cb, too_late) =
        (cleared(CARD), cleared(CARD), cleared(number(&TestCard::CB_ALONE)), cleared(number(&TestCard::CB_VISA)));
    bank.pass(119 * DAY);
    raise_dispute(&mut bank.world, &visa, None).expect("it is within 120 days");
    bank.pass(2 * DAY);
    assert!(why(raise_dispute(&mut bank.world, &late, None)).contains("is over"));
    bank.pass(270 * DAY);
    raise_dispute(&mut bank.world, &cb, None).expect("it is within 13 months");
    bank.pass(10 * DAY);
    assert!(why(raise_dispute(&mut bank.world, &too_late, None)).contains("is over"));
    assert!(why(raise_dispute(&mut bank.world, "none", None)).contains("none"));
    bank.assert_sound();
}

/// The merchant's own data changes by API; that is no answer.
#[test]
fn an_update_of_a_dispute_does_not_answer_it() {
    let mut bank = Bank::new();
    let payment = bank.cleared();
    let id = raise_dispute(&mut bank.world, &payment, None).expect("it is cleared");
    let updated = bank.post(&format!("/dispute/{id}"), &[("description", "seen")]);
    assert_eq!((updated.text("description"), bank.events().last()), ("seen", Some(&"DISPUTE_UPDATED")));
    bank.pass(20 * DAY);
    assert_eq!(bank.status(&id), "CHARGEBACK_LOST");
    bank.assert_sound();
}
