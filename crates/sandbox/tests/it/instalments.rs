//! Payments in instalments on a stored card.

use payspec_sandbox::centralpay::{Collection, Collections};
use payspec_sandbox::engine::ledger::Account;
use serde_json::Value;

use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, DAY, Reply};

impl Bank {
    /// A payment of 10.00 EUR in two monthly instalments, unless other values are given.
    pub(crate) fn divide(&mut self, customer: &str, further: &[(&str, &str)]) -> Reply {
        let usual = [
            ("amount", "1000"),
            ("currency", "EUR"),
            ("iterationCount", "2"),
            ("intervalUnit", "MONTH"),
            ("intervalCount", "1"),
            ("endUserIp", "203.0.113.7"),
            ("customerId", customer),
        ];
        let is_other = |name: &str| further.iter().any(|(other, _)| *other == name);
        let usual = usual.into_iter().filter(|(name, _)| !is_other(name));
        let form: Vec<(&str, &str)> = usual.chain(further.iter().copied()).collect();
        self.post("/installmentPayment", &form)
    }

    /// A plan of which the second and last instalment is refused: its path and the card that is not.
    fn failing_plan(&mut self, retry_after_days: &[u8], further: &[(&str, &str)]) -> (String, String) {
        let instalments = Collection { hour: 8, retry_after_days: retry_after_days.to_vec() };
        let settings = Collections { instalments, ..Collections::default() };
        settings.set(&mut self.world).expect("the portal has these settings");
        let (customer, good) = self.customer(CARD);
        let plan = self.divide(&customer, further);
        let path = format!("/installmentPayment/{}", plan.text("installmentPaymentId"));
        let refused = self.further_card(&customer, REFUSED);
        assert_eq!(self.post(&path, &[("cardId", &refused)]).text("cardId"), refused);
        (path, good)
    }
}

/// A member of all instalments.
fn each<'a>(plan: &'a Value, name: &str) -> Vec<&'a Value> {
    plan["installments"].as_array().expect("a list").iter().map(|instalment| &instalment[name]).collect()
}

/// The example of the documents. The hour is kept in UTC: 4 o'clock in winter is 5 o'clock in summer.
#[test]
fn the_plan_of_the_documents_is_collected_to_the_cent_and_day() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let terms = [
        ("amount", "100000"),
        ("iterationCount", "3"),
        ("depositAmount", "20000"),
        ("depositStartingDate", "2024-06-28"),
        ("startingDate", "2024-07-05"),
        ("feeAmount", "1000"),
    ];
    let plan = bank.divide(&customer, &terms);
    assert_eq!((plan.status(), plan.text("status")), (200, "ACTIVE"), "{}", plan.body);
    assert_eq!(each(&plan.body, "amount"), [20_000, 27_668, 26_666, 26_666]);
    assert_eq!(each(&plan.body, "type"), ["DEPOSIT", "INSTALLMENT", "INSTALLMENT", "INSTALLMENT"]);
    let times =
        ["2024-06-28T05:00+02:00", "2024-07-05T05:00+02:00", "2024-08-05T05:00+02:00", "2024-09-05T05:00+02:00"];
    assert_eq!(each(&plan.body, "nextTransactionAttempt"), times);
    let path = format!("/installmentPayment/{}", plan.text("installmentPaymentId"));
    for (moment, paid) in [
        ("2024-06-28T02:59:59Z", 0),
        ("2024-06-28T03:00:00Z", 1),
        ("2024-07-05T03:00:00Z", 2),
        ("2024-09-05T02:59:59Z", 3),
    ] {
        bank.pass_until(moment);
        let plan = bank.get(&path, &[]);
        assert_eq!(each(&plan.body, "paid").into_iter().filter(|paid| **paid == true).count(), paid, "{moment}");
        assert_eq!(plan.text("status"), "ACTIVE");
    }
    bank.pass_until("2024-09-05T03:00:00Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "PAID");
    assert_eq!(bank.told("INSTALLMENTPAYMENT_PAID")["amount"], 100_000);
    bank.pass(DAY);
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 101_000, "with the fee");
    bank.assert_sound();
}

#[test]
fn the_first_instalment_is_collected_at_once() {
    let mut bank = Bank::new();
    let (customer, card) = bank.customer(CARD);
    let before = bank.events().len();
    let plan = bank.divide(&customer, &[("merchantInstallmentPaymentId", "MIP_001")]);
    assert_eq!(each(&plan.body, "paid"), [true, false], "{}", plan.body);
    assert_eq!(each(&plan.body, "attemptCount"), [1, 0]);
    assert_eq!(each(&plan.body, "nextTransactionAttempt"), [&Value::Null, &"2024-02-05T04:00+01:00".into()]);
    assert_eq!((plan.text("cardId"), plan.text("startingDate")), (card.as_str(), "2024-01-05"));
    assert_eq!(bank.events_since(before), ["INSTALLMENT_TRANSACTION_SUCCEEDED", "INSTALLMENTPAYMENT_CREATED"]);
    let paid = bank.told("INSTALLMENT_TRANSACTION_SUCCEEDED");
    assert_eq!(paid["transactionDatas"][0]["uuid"], paid["transactions"][0], "{paid}");
    let told = bank.told("INSTALLMENTPAYMENT_CREATED");
    assert_eq!((&told["card"]["last4"], &told["card"]["uuid"]), (&"1111".into(), &card.as_str().into()), "{told}");
    let payment = bank.get(&format!("/transaction/{}", paid["transactions"][0].as_str().expect("one")), &[]);
    assert_eq!(payment.body["installmentId"], paid["installmentId"]);
    let before = bank.events().len();
    bank.pass_until("2024-02-05T03:00:00Z");
    assert_eq!(bank.events_since(before), ["INSTALLMENT_TRANSACTION_SUCCEEDED", "INSTALLMENTPAYMENT_PAID"]);
    let found = bank.get("/installmentPayment", &[("merchantInstallmentPaymentId", "MIP_001")]);
    assert_eq!((found.body.as_array().map(Vec::len), &found.body[0]["status"]), (Some(1), &"PAID".into()));
    let whole = bank.divide(&customer, &[("iterationCount", "1")]);
    assert_eq!(whole.text("status"), "PAID");
    assert!(bank.events_since(0).ends_with(&["INSTALLMENTPAYMENT_CREATED", "INSTALLMENTPAYMENT_PAID"]));
    bank.assert_sound();
}

#[test]
fn a_deposit_is_collected_at_once_and_the_rest_later() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let plan = bank.divide(&customer, &[("depositAmount", "300"), ("startingDate", "2024-01-31")]);
    assert_eq!(each(&plan.body, "amount"), [300, 350, 350]);
    assert_eq!(each(&plan.body, "paid"), [true, false, false]);
    let times = [&Value::Null, &"2024-01-31T04:00+01:00".into(), &"2024-02-29T04:00+01:00".into()];
    assert_eq!(each(&plan.body, "nextTransactionAttempt"), times);
    bank.assert_sound();
}

/// As in the sample: nothing is planned any more.
#[test]
fn a_refused_first_instalment_ends_the_plan() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(REFUSED);
    let before = bank.events().len();
    let plan = bank.divide(&customer, &[]);
    assert_eq!((plan.status(), plan.text("status")), (200, "CANCELED"), "{}", plan.body);
    assert_eq!(each(&plan.body, "attemptCount"), [1, 0]);
    assert_eq!(each(&plan.body, "nextTransactionAttempt"), [&Value::Null, &Value::Null]);
    let expected = [
        "INSTALLMENT_TRANSACTION_FAILED",
        "INSTALLMENTPAYMENT_FAILURE",
        "INSTALLMENTPAYMENT_CANCELED",
        "INSTALLMENTPAYMENT_FAILED",
    ];
    assert_eq!(bank.events_since(before), expected);
    assert_eq!(bank.told("INSTALLMENTPAYMENT_FAILED")["status"], "CANCELED");
    bank.pass(90 * DAY);
    assert_eq!(bank.events_since(before).len(), 4, "nothing follows");
    bank.assert_sound();
}

/// In the request that creates the plan it is a first payment, and later it is retried.
#[test]
fn a_refused_deposit_is_like_any_instalment() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(REFUSED);
    let deposit = ("depositAmount", "300");
    let at_once = bank.divide(&customer, &[deposit, ("startingDate", "2024-03-01")]);
    assert_eq!(at_once.text("status"), "CANCELED");
    // Only what is paid first ends the plan: here, the fee is more than a bank pays.
    let (other, _) = bank.customer(CARD);
    let second = bank.divide(&other, &[deposit, ("feeAmount", "999999999999")]);
    assert_eq!((second.text("status"), each(&second.body, "paid")[0]), ("FAILURE", &true.into()), "{}", second.body);
    let later =
        bank.divide(&customer, &[deposit, ("depositStartingDate", "2024-01-10"), ("startingDate", "2024-03-01")]);
    let path = format!("/installmentPayment/{}", later.text("installmentPaymentId"));
    bank.pass_until("2024-01-10T03:00:00Z");
    let failed = bank.get(&path, &[]);
    assert_eq!((failed.text("status"), each(&failed.body, "attemptCount")[0]), ("FAILURE", &1.into()));
    assert_eq!(each(&failed.body, "nextTransactionAttempt")[0], "2024-01-13T04:00+01:00");
    let good = bank.further_card(&customer, CARD);
    bank.post(&path, &[("cardId", &good)]);
    bank.pass_until("2024-01-13T03:00:00Z");
    let paid = bank.get(&path, &[]);
    assert_eq!((paid.text("status"), each(&paid.body, "paid")[0]), ("ACTIVE", &true.into()));
    bank.assert_sound();
}

#[test]
fn failed_instalments_are_retried_until_the_plan_is_unpaid() {
    let mut bank = Bank::new();
    let (path, _) = bank.failing_plan(&[1, 3, 5, 7], &[]);
    for (moment, attempts, next) in [
        ("2024-02-05T07:00:00Z", 1, "2024-02-06T08:00+01:00"),
        ("2024-02-06T07:00:00Z", 2, "2024-02-09T08:00+01:00"),
        ("2024-02-09T07:00:00Z", 3, "2024-02-14T08:00+01:00"),
        ("2024-02-14T07:00:00Z", 4, "2024-02-21T08:00+01:00"),
    ] {
        bank.pass_until(moment);
        let plan = bank.get(&path, &[]);
        assert_eq!(plan.text("status"), "FAILURE", "{moment}");
        assert_eq!(each(&plan.body, "attemptCount")[1], attempts, "{moment}");
        assert_eq!(each(&plan.body, "nextTransactionAttempt")[1], next);
        assert!(bank.events().ends_with(&["INSTALLMENT_TRANSACTION_FAILED", "INSTALLMENTPAYMENT_FAILURE"]));
    }
    bank.pass_until("2024-02-21T07:00:00Z");
    let plan = bank.get(&path, &[]);
    assert_eq!(plan.text("status"), "UNPAID");
    assert_eq!(each(&plan.body, "nextTransactionAttempt")[1], "2024-02-21T08:00+01:00", "the time stays");
    assert!(bank.events().ends_with(&["INSTALLMENT_TRANSACTION_FAILED", "INSTALLMENTPAYMENT_UNPAID"]));
    let count = bank.events().len();
    bank.pass(90 * DAY);
    assert_eq!(bank.events().len(), count, "nothing follows");
    assert!(bank.post(&format!("{path}/cancel"), &[]).error("status").contains("not-ended"));
    bank.assert_sound();
}

#[test]
fn a_failed_instalment_that_is_set_to_stop_leaves_the_plan_unpaid() {
    for (retries, attempts) in [(&[][..], 1), (&[1], 2), (&[1, 3], 3), (&[1, 3, 5], 4)] {
        let mut bank = Bank::new();
        let (path, _) = bank.failing_plan(retries, &[("iterationCount", "3")]);
        bank.pass_until("2024-03-04T07:00:00Z");
        let plan = bank.get(&path, &[]);
        assert_eq!((plan.text("status"), each(&plan.body, "attemptCount")[1]), ("UNPAID", &attempts.into()));
        bank.pass(90 * DAY);
        assert_eq!(each(&bank.get(&path, &[]).body, "attemptCount")[2], 0, "nothing else is collected");
        let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
        assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 334, "nobody else pays the rest");
        bank.assert_sound();
    }
}

#[test]
fn other_instalments_are_collected_while_one_is_retried() {
    let mut bank = Bank::new();
    let weekly = [("iterationCount", "4"), ("intervalUnit", "WEEK"), ("amount", "4000")];
    let (path, good) = bank.failing_plan(&[7, 7, 7], &weekly);
    bank.pass_until("2024-01-12T07:00:00Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "FAILURE");
    bank.pass_until("2024-01-19T07:00:00Z");
    let plan = bank.get(&path, &[]);
    assert_eq!(each(&plan.body, "attemptCount"), [1, 2, 1, 0], "{}", plan.body);
    bank.post(&path, &[("cardId", &good)]);
    let before = bank.events().len();
    bank.pass_until("2024-01-26T07:00:00Z");
    let succeeded = "INSTALLMENT_TRANSACTION_SUCCEEDED";
    let expected = [succeeded, succeeded, "INSTALLMENTPAYMENT_ACTIVATED", succeeded, "INSTALLMENTPAYMENT_PAID"];
    assert_eq!(bank.events_since(before), expected);
    bank.assert_sound();
}

#[test]
fn a_plan_is_active_again_after_a_payment() {
    let mut bank = Bank::new();
    let (path, good) = bank.failing_plan(&[1], &[("iterationCount", "3")]);
    bank.pass_until("2024-02-05T07:00:00Z");
    bank.post(&path, &[("cardId", &good)]);
    let before = bank.events().len();
    bank.pass_until("2024-02-06T07:00:00Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "ACTIVE");
    assert_eq!(bank.events_since(before), ["INSTALLMENT_TRANSACTION_SUCCEEDED", "INSTALLMENTPAYMENT_ACTIVATED"]);
    bank.assert_sound();
}

#[test]
fn a_cancelled_plan_keeps_what_is_paid() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let plan = bank.divide(&customer, &[]);
    let path = format!("/installmentPayment/{}", plan.text("installmentPaymentId"));
    let cancelled = bank.post(&format!("{path}/cancel"), &[]);
    assert_eq!((cancelled.status(), cancelled.text("status")), (200, "CANCELED"), "{}", cancelled.body);
    assert_eq!(each(&cancelled.body, "paid"), [true, false]);
    assert_eq!(bank.events().last(), Some(&"INSTALLMENTPAYMENT_CANCELED"));
    let count = bank.events().len();
    bank.pass(90 * DAY);
    assert_eq!(bank.events().len(), count);
    assert!(bank.post(&format!("{path}/cancel"), &[]).error("status").contains("not-ended"));
    assert!(bank.post(&path, &[("startingDate", "2024-07-01")]).error("startingDate").contains("has ended"));
    bank.assert_sound();
}

#[test]
fn a_plan_is_moved_by_its_starting_date() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let plan = bank.divide(&customer, &[("iterationCount", "3")]);
    let path = format!("/installmentPayment/{}", plan.text("installmentPaymentId"));
    let moved = bank.post(&path, &[("startingDate", "2024-01-10"), ("description", "later")]);
    let times = [&Value::Null, &"2024-02-10T04:00+01:00".into(), &"2024-03-10T04:00+01:00".into()];
    assert_eq!(each(&moved.body, "nextTransactionAttempt"), times, "{}", moved.body);
    assert_eq!((moved.text("description"), moved.text("status")), ("later", "ACTIVE"));
    assert_eq!(bank.told("INSTALLMENTPAYMENT_UPDATED")["startingDate"], "2024-01-10");
    bank.pass_until("2024-02-10T02:59:59Z");
    assert_eq!(each(&bank.get(&path, &[]).body, "paid"), [true, false, false]);
    bank.pass_until("2024-03-10T03:00:00Z");
    assert_eq!(bank.get(&path, &[]).text("status"), "PAID");
    bank.assert_sound();
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let without = bank.post("/customer", &[("phone", "+33600000000")]).text("customerId").to_owned();
    assert!(bank.divide(&without, &[]).error("customerId").contains("no stored card"));
    assert_eq!(bank.divide("none", &[]).status(), 404);
    for (name, value, says) in [
        ("startingDate", "2024-01-04", "2024-01-05 or later"),
        ("iterationCount", "1201", "at most 1200"),
        ("intervalCount", "999999", "after the year 9999"),
    ] {
        let reply = bank.divide(&customer, &[(name, value)]);
        assert!(reply.error(name).contains(says), "{}", reply.body);
    }
    let little = bank.divide(&customer, &[("amount", "2"), ("iterationCount", "3")]);
    assert!(little.error("amount").contains("too little"), "{}", little.body);
    let debit = bank.divide(&customer, &[("mandateId", "m"), ("requestedCollectionDate", "2024-02-01")]);
    assert_eq!(debit.status(), 501, "{}", debit.body);
    bank.assert_sound();
}
