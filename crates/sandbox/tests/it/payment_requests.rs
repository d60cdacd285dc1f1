//! Payment requests: their shares, their two statuses, and how they end.

use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, DAY, Reply};

impl Bank {
    /// A request for 290.00 EUR by card from one payer, unless other values are given.
    pub(crate) fn request(&mut self, further: &[(&str, &str)]) -> Reply {
        let usual = [
            ("paymentMethod[]", "TRANSACTION"),
            ("currency", "EUR"),
            ("totalAmount", "29000"),
            ("breakdown[]", r#"{"email":"payer@example.com"}"#),
        ];
        let is_other = |name: &str| further.iter().any(|(other, _)| *other == name);
        let usual = usual.into_iter().filter(|(name, _)| !is_other(name));
        let form: Vec<(&str, &str)> = usual.chain(further.iter().copied()).collect();
        self.post("/paymentRequest", &form)
    }

    /// Pays a share by API.
    fn pay_share(&mut self, share: &str, amount: &str, further: &[(&str, &str)]) -> Reply {
        let common = [("paymentRequestBreakdownId", share), ("amount", amount)];
        self.pay(CARD, &[&common[..], further].concat())
    }

    /// Both statuses of a request.
    pub(crate) fn statuses(&mut self, path: &str) -> (String, String) {
        let request = self.get(path, &[]);
        (request.text("paymentRequestStatus").to_owned(), request.text("paymentStatus").to_owned())
    }
}

pub(crate) fn path_of(request: &Reply) -> String {
    format!("/paymentRequest/{}", request.text("paymentRequestId"))
}

pub(crate) fn share_of(request: &Reply, index: usize) -> String {
    let share = &request.body["breakdowns"][index]["paymentRequestBreakdownId"];
    share.as_str().unwrap_or_else(|| panic!("no share in {}", request.body)).to_owned()
}

fn pair(request: &str, payment: &str) -> (String, String) {
    (request.to_owned(), payment.to_owned())
}

#[test]
fn a_new_request_has_a_link_for_each_payer() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let known = format!("{{customerId: {customer}, amount: 9000}}");
    let payers = [
        ("breakdown[]", r#"{"email":"payer@example.com","firstName":"Corben","amount":20000}"#),
        ("breakdown[]", known.as_str()),
        ("merchantPaymentRequestId", "Facture 12334"),
        ("paymentMethod[]", "TRANSACTION"),
        ("paymentMethod[]", "SCT_TRANSACTION"),
    ];
    let request = bank.request(&payers);
    assert_eq!(request.status(), 200, "{}", request.body);
    let (path, shares) = (path_of(&request), &request.body["breakdowns"]);
    assert_eq!(bank.statuses(&path), pair("ACTIVE", "UNPAID"));
    assert_eq!(request.text("linkExpirationDate"), "2025-01-04T13:43:19.909+00:00", "365 days later");
    assert!(shares[0]["amount"] == 20_000 && shares[0]["firstName"] == "Corben" && shares[0]["status"] == "UNPAID");
    assert!(shares[1]["customerId"] == customer.as_str() && shares[1]["amount"] == 9_000, "{shares}");
    assert!(shares[0]["endpoint"].is_string() && shares[0]["endpoint"] != shares[1]["endpoint"]);
    assert!(request.body["transaction"]["capture"] == true && request.body["transaction"]["source"] == "EC");
    assert!(request.body["wireTransfer"].is_object());
    assert_eq!(bank.told("PAYMENTREQUEST_CREATED")["paymentRequestId"], request.body["paymentRequestId"]);
    for (name, value, count) in [
        ("merchantPaymentRequestId", "Facture 12334", 1),
        ("merchantPaymentRequestId", "other", 0),
        ("customerId", &customer, 1),
    ] {
        let found = bank.get("/paymentRequest", &[(name, value)]);
        assert_eq!(found.body.as_array().map(Vec::len), Some(count), "{name}={value}");
    }
    bank.assert_sound();
}

/// The page on payment requests writes the only payer as an object.
#[test]
fn a_payer_may_be_an_object() {
    let mut bank = Bank::new();
    let (customer, _) = bank.customer(CARD);
    let form = [
        ("paymentMethod[]", "TRANSACTION"),
        ("currency", "EUR"),
        ("totalAmount", "29000"),
        ("breakdown[customerId]", customer.as_str()),
    ];
    let request = bank.post("/paymentRequest", &form);
    assert_eq!(request.status(), 200, "{}", request.body);
    assert_eq!(request.body["breakdowns"][0]["customerId"], customer.as_str());
    bank.assert_sound();
}

#[test]
fn a_share_is_paid_in_parts() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let (path, share) = (path_of(&request), share_of(&request, 0));
    let first = bank.pay_share(&share, "9000", &[]);
    assert_eq!(first.status(), 200, "{}", first.body);
    assert_eq!(first.body["paymentRequestId"], request.body["paymentRequestId"]);
    assert_eq!(first.text("paymentRequestBreakdownId"), share);
    assert_eq!(bank.statuses(&path), pair("ACTIVE", "PARTIALLY_PAID"));
    let over = bank.pay_share(&share, "20001", &[]);
    assert!(over.error("amount").contains("20000 of the share"), "{}", over.body);
    let (token, point_of_sale) = (bank.token(CARD), bank.merchant.point_of_sale_id.clone());
    let in_dollars = [
        ("currency", "USD"),
        ("amount", "100"),
        ("cardTokenId", token.as_str()),
        ("pointOfSaleId", point_of_sale.as_str()),
        ("endUserIp", "203.0.113.7"),
        ("paymentRequestBreakdownId", share.as_str()),
    ];
    let foreign = bank.post("/transaction", &in_dollars);
    assert!(foreign.error("currency").contains("that of the payment request"), "{}", foreign.body);
    let before = bank.events().len();
    let rest = bank.pay_share(&share, "20000", &[]);
    let expected = [
        "CARDTOKEN_CREATED",
        "TRANSACTION_SUCCEEDED",
        "TRANSACTION_CAPTURED",
        "PAYMENTREQUEST_TRANSACTION_SUCCEEDED",
        "PAYMENTREQUEST_PAID",
    ];
    assert_eq!(bank.events()[before..], expected);
    let told: Vec<serde_json::Value> =
        bank.world.events()[before..].iter().map(|event| serde_json::from_slice(&event.body).expect("JSON")).collect();
    assert_eq!(told[3]["object"]["transactionId"], rest.body["transactionId"]);
    assert!(told[3]["object"]["paymentRequestBreakdownId"] == share.as_str());
    assert_eq!(told[3]["requestId"], told[4]["requestId"], "they belong to one payment");
    let paid = bank.get(&path, &[]);
    assert_eq!(bank.statuses(&path), pair("CLOSED", "PAID"));
    let shown = &paid.body["breakdowns"][0];
    assert!(shown["status"] == "PAID" && shown["paid"] == true && shown["paymentAttempted"] == true, "{shown}");
    assert!(paid.body["endingDate"].is_string());
    assert!(bank.pay_share(&share, "1", &[]).error("paymentRequestBreakdownId").contains("not active"));
    bank.pass(DAY);
    let refund = bank.post("/refund", &[("transactionId", rest.text("transactionId"))]);
    assert_eq!(refund.status(), 200, "{}", refund.body);
    assert_eq!(bank.statuses(&path), pair("CLOSED", "PAID"), "a refund does not ask again");
    assert_eq!(bank.pay_share("none", "1", &[]).status(), 404);
    bank.assert_sound();
}

#[test]
fn failed_payments_are_listed_with_the_one_that_succeeds() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let (path, share) = (path_of(&request), share_of(&request, 0));
    let refused = bank.pay(REFUSED, &[("paymentRequestBreakdownId", &share), ("amount", "29000")]);
    assert_eq!(refused.status(), 402);
    assert!(bank.events().ends_with(&["TRANSACTION_FAILED", "PAYMENTREQUEST_TRANSACTION_FAILED"]));
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_FAILED")["paymentRequestBreakdownId"], share.as_str());
    assert_eq!(bank.statuses(&path), pair("ACTIVE", "UNPAID"));
    let paid = bank.pay_share(&share, "29000", &[]);
    let payments = bank.get(&path, &[]).body["breakdowns"][0]["payments"].clone();
    assert_eq!(
        [&payments[0]["uuid"], &payments[1]["uuid"]],
        [&refused.body["transactionId"], &paid.body["transactionId"]]
    );
    assert_eq!(payments[1]["paymentMethod"], "TRANSACTION");
    bank.assert_sound();
}

#[test]
fn all_payers_pay_their_share() {
    let mut bank = Bank::new();
    let payer = r#"{"email":"payer@example.com","amount":14500}"#;
    let request = bank.request(&[("breakdown[]", payer), ("breakdown[]", payer)]);
    let path = path_of(&request);
    bank.pay_share(&share_of(&request, 1), "14500", &[]);
    assert_eq!(bank.statuses(&path), pair("ACTIVE", "PARTIALLY_PAID"));
    let again = bank.pay_share(&share_of(&request, 1), "1", &[]);
    assert!(again.error("paymentRequestBreakdownId").contains("is paid"), "{}", again.body);
    let statuses = bank.get(&path, &[]);
    assert_eq!(statuses.body["breakdowns"][0]["status"], "UNPAID");
    bank.pay_share(&share_of(&request, 0), "14500", &[]);
    assert_eq!(bank.statuses(&path), pair("CLOSED", "PAID"));
    bank.assert_sound();
}

#[test]
fn an_accepted_request_ends_with_its_payment() {
    for (end, status) in [("capture", "PAID"), ("part", "PARTIALLY_PAID"), ("cancel", "UNPAID"), ("expire", "UNPAID")] {
        let mut bank = Bank::new();
        let request = bank.request(&[]);
        let (path, share) = (path_of(&request), share_of(&request, 0));
        let payment = bank.pay_share(&share, "29000", &[("source", "DP")]);
        assert_eq!(bank.statuses(&path), pair("ACTIVE", "ACCEPTED"), "{}", payment.body);
        let payment = format!("/transaction/{}", payment.text("transactionId"));
        assert_eq!(bank.pay_share(&share, "1", &[]).status(), 400, "all of it is authorised");
        assert!(bank.post(&format!("{path}/cancel"), &[]).error("paymentStatus").contains("nothing-paid-yet"));
        match end {
            "capture" => drop(bank.post(&format!("{payment}/capture"), &[("amount", "29000")])),
            "part" => drop(bank.post(&format!("{payment}/capture"), &[("amount", "10000")])),
            "cancel" => drop(bank.post(&format!("{payment}/cancel"), &[])),
            _ => drop(bank.pass(40 * DAY)),
        }
        let request = if status == "PAID" { "CLOSED" } else { "ACTIVE" };
        assert_eq!(bank.statuses(&path), pair(request, status), "{end}");
        assert_eq!(bank.events().last() == Some(&"PAYMENTREQUEST_PAID"), status == "PAID", "{end}");
        bank.assert_sound();
    }
}

#[test]
fn an_unpaid_request_is_cancelled_when_its_link_expires() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let path = path_of(&request);
    bank.pass(365 * DAY - std::time::Duration::from_millis(1));
    assert_eq!(bank.statuses(&path), pair("ACTIVE", "UNPAID"));
    bank.pass(std::time::Duration::from_millis(1));
    assert_eq!(bank.statuses(&path), pair("CANCELED", "UNPAID"));
    assert_eq!(bank.told("PAYMENTREQUEST_CANCELED")["endingDate"], "2025-01-04T13:43:19.909+00:00");
    let late = bank.pay_share(&share_of(&request, 0), "100", &[]);
    assert!(late.error("paymentRequestBreakdownId").contains("not active"), "{}", late.body);
    bank.assert_sound();
}

/// A date without a time is the whole day, in Paris.
#[test]
fn the_expiry_of_a_link_is_set_and_moved() {
    let mut bank = Bank::new();
    let past = bank.request(&[("linkExpirationDate", "2024-01-04")]);
    assert!(past.error("linkExpirationDate").contains("in the future"), "{}", past.body);
    let request = bank.request(&[("linkExpirationDate", "2024-01-10")]);
    let path = path_of(&request);
    bank.pass_until("2024-01-10T22:59:59Z");
    assert_eq!(bank.statuses(&path).0, "ACTIVE");
    let moved = bank.post(&path, &[("linkExpirationDate", "2024-02-01T12:00:00+01:00"), ("description", "Rent")]);
    assert_eq!(
        (moved.text("linkExpirationDate"), moved.text("description")),
        ("2024-02-01T11:00:00.000+00:00", "Rent")
    );
    bank.pass_until("2024-02-01T10:59:59Z");
    assert_eq!(bank.statuses(&path).0, "ACTIVE");
    bank.pass_until("2024-02-01T11:00:00Z");
    assert_eq!(bank.statuses(&path).0, "CANCELED");
    let late = bank.post(&path, &[("linkExpirationDate", "2024-03-01")]);
    assert!(late.error("linkExpirationDate").contains("has ended"), "{}", late.body);
    bank.assert_sound();
}

#[test]
fn what_is_paid_or_accepted_outlives_the_link() {
    let mut bank = Bank::new();
    let expiry = [("linkExpirationDate", "2024-01-10")];
    let (partly, accepted) = (bank.request(&expiry), bank.request(&expiry));
    bank.pay_share(&share_of(&partly, 0), "9000", &[]);
    let payment = bank.pay_share(&share_of(&accepted, 0), "29000", &[("source", "DP")]);
    bank.pass(10 * DAY);
    assert_eq!(bank.statuses(&path_of(&partly)), pair("CLOSED", "PARTIALLY_PAID"));
    assert_eq!(bank.told("PAYMENTREQUEST_CLOSED")["paymentRequestId"], partly.body["paymentRequestId"]);
    assert_eq!(bank.statuses(&path_of(&accepted)), pair("ACTIVE", "ACCEPTED"));
    bank.post(&format!("/transaction/{}/cancel", payment.text("transactionId")), &[]);
    assert_eq!(bank.statuses(&path_of(&accepted)), pair("CANCELED", "UNPAID"));
    bank.assert_sound();
}

#[test]
fn the_merchant_cancels_or_closes_a_request() {
    let mut bank = Bank::new();
    let (unpaid, partly, open) = (bank.request(&[]), bank.request(&[]), bank.request(&[]));
    let cancelled = bank.post(&format!("{}/cancel", path_of(&unpaid)), &[]);
    assert_eq!((cancelled.text("paymentRequestStatus"), cancelled.text("paymentStatus")), ("CANCELED", "UNPAID"));
    assert!(cancelled.body["endingDate"].is_string());
    assert_eq!(bank.told("PAYMENTREQUEST_CANCELED")["paymentRequestId"], unpaid.body["paymentRequestId"]);
    bank.pay_share(&share_of(&partly, 0), "9000", &[]);
    let path = path_of(&partly);
    assert!(bank.post(&format!("{path}/cancel"), &[]).error("paymentStatus").contains("nothing-paid-yet"));
    let closed = bank.post(&format!("{path}/close"), &[("closeComment", "enough")]);
    assert_eq!((closed.text("paymentRequestStatus"), closed.text("paymentStatus")), ("CLOSED", "PARTIALLY_PAID"));
    assert_eq!(closed.text("closeComment"), "enough");
    assert_eq!(bank.told("PAYMENTREQUEST_CLOSED")["paymentRequestId"], partly.body["paymentRequestId"]);
    let closed = bank.post(&format!("{}/close", path_of(&open)), &[]);
    assert_eq!((closed.text("paymentRequestStatus"), closed.text("paymentStatus")), ("CLOSED", "UNPAID"));
    for path in [path_of(&unpaid), path, path_of(&open)] {
        for end in ["cancel", "close"] {
            let late = bank.post(&format!("{path}/{end}"), &[]);
            assert!(late.error("paymentRequestStatus").contains("still-active"), "{}", late.body);
        }
    }
    let count = bank.events().len();
    bank.pass(400 * DAY);
    assert_eq!(bank.events().len(), count, "no link expires twice");
    bank.assert_sound();
}

#[test]
fn requests_that_cannot_be_paid_are_refused() {
    let mut bank = Bank::new();
    let model = bank.model(&[]);
    for (further, field, says) in [
        (&[("breakdown[]", r#"{"amount":28999}"#)][..], "breakdown", "add up to 28999"),
        (&[("breakdown[]", "{}"), ("breakdown[]", "{}")], "breakdown", "for each payer"),
        (&[("totalAmount", "9999999999999")], "totalAmount", "at most"),
        (&[("currency", "JPY")], "currency", "expected one of"),
        (
            &[
                ("paymentMethod[]", "SUBSCRIPTION"),
                ("subscription[subscriptionModelId]", "a"),
                ("subscriptionModel[subscriptionModelId]", "b"),
            ],
            "subscriptionModel[subscriptionModelId]",
            "expected the model",
        ),
        (
            &[
                ("paymentMethod[]", "SUBSCRIPTION"),
                ("paymentMethod[]", "TRANSACTION"),
                ("subscription[subscriptionModelId]", &model),
            ],
            "paymentMethod[1]",
            "card-or-subscription",
        ),
    ] {
        let reply = bank.request(further);
        assert!(reply.error(field).contains(says), "{}", reply.body);
    }
    let unknown = [("paymentMethod[]", "SUBSCRIPTION"), ("subscription[subscriptionModelId]", "none")];
    assert_eq!(bank.request(&unknown).status(), 404);
    assert_eq!(bank.request(&[("breakdown[]", r#"{"customerId":"none"}"#)]).status(), 404);
    let transfer = bank.request(&[("paymentMethod[]", "SCT_TRANSACTION")]);
    assert_eq!(transfer.status(), 501, "{}", transfer.body);
    let debited = [
        ("paymentMethod[]", "SUBSCRIPTION"),
        ("subscription[subscriptionModelId]", model.as_str()),
        ("subscription[source]", "SDD"),
    ];
    assert_eq!(bank.request(&debited).status(), 501);
    bank.assert_sound();
}
