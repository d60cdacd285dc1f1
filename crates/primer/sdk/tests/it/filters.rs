//! Filters of a search that would filter nothing are refused before anything is sent.

use payspec::primer::model::{Expand, GetPayment, ListPayments, PaymentStatus};
use payspec_core::Operation;
use serde_json::json;

use payspec_test_support::server::{Reply, Server};

/// Each list filter of the search, given as empty.
fn empty_filters() -> Vec<(&'static str, ListPayments)> {
    let none: [&str; 0] = [];
    let search = ListPayments::new;
    vec![
        ("status", search().status(Vec::<PaymentStatus>::new())),
        ("payment_method_type", search().payment_method_type(none)),
        ("processor", search().processor(none)),
        ("currency_code", search().currency_code(none)),
        ("customer_id", search().customer_id(none)),
        ("merchant_id", search().merchant_id(none)),
        ("customer_email_address", search().customer_email_address(none)),
        ("last_4_digits", search().last_4_digits(none)),
        ("paypal_email", search().paypal_email(none)),
        ("klarna_email", search().klarna_email(none)),
    ]
}

#[tokio::test]
async fn an_empty_list_as_a_filter_is_refused_and_not_sent() {
    let server = Server::responding(|_| Reply::json(200, &json!({"data": [{"id": "somebody-elses"}]})));
    let client = super::client(&server);
    for (name, search) in empty_filters() {
        let found = search.validate().expect_err(name);
        let violation = found.iter().next().expect("one violation");
        assert_eq!((violation.fields(), violation.rule()), (&[name.to_owned()][..], "form-encoding"));
        assert!(violation.to_string().contains("leave the parameter unset"), "{violation}");
        let error = client.http().call(search.clone()).await.expect_err(name);
        assert!(error.is_invalid() && error.to_string().contains(name), "{error}");
        // Nor with a parameter next to it, nor page by page.
        let call = client.http().call(search.clone()).parameter("processor", "STRIPE");
        assert!(call.await.expect_err(name).is_invalid());
        let mut pages = client.http().call(search).pages(10);
        assert!(pages.next().await.expect("an end").expect_err(name).is_invalid());
    }
    assert!(server.seen().is_empty());
    let found = client.http().call(ListPayments::new().customer_id(["c-1"])).await.expect("found");
    assert_eq!((found.len(), server.seen().len()), (1, 1));
}

/// `customer_id=` may be read as no filter as well.
#[test]
fn an_empty_text_as_a_filter_is_refused() {
    let refused = |found: Result<(), payspec_core::Violations>| {
        found.is_err_and(|found| found.iter().all(|violation| violation.rule() == "form-encoding"))
    };
    assert!(refused(ListPayments::new().customer_id([""]).validate()));
    assert!(refused(ListPayments::new().order_id("").validate()));
    assert!(refused(payspec::lyra_marketplace::model::ListOrders::new().uuid("").validate()));
    assert!(!refused(ListPayments::new().customer_id(["", "c-1"]).validate()), "one of several may be anything");
}

/// What is no filter may be empty: nothing else is brought along.
#[test]
fn an_empty_list_that_filters_nothing_is_none() {
    let expand: [Expand; 0] = [];
    assert_eq!(GetPayment::new("p-1").expand(expand).validate(), Ok(()));
}

#[test]
fn the_list_of_filters_is_complete() {
    let mut all = payspec_core::Form::new();
    let search = ListPayments::new().status(["SETTLED"]).payment_method_type(["PAYPAL"]).processor(["STRIPE"]);
    let search = search.currency_code(["EUR"]).customer_id(["c"]).merchant_id(["m"]).customer_email_address(["a@b.c"]);
    search.last_4_digits(["1234"]).paypal_email(["a@b.c"]).klarna_email(["a@b.c"]).encode(&mut all);
    let lists = all.pairs().iter().map(|(name, _)| name.trim_end_matches("[]"));
    assert_eq!(lists.collect::<Vec<_>>(), empty_filters().iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
