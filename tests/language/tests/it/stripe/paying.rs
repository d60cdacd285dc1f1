//! Payments: with a card and by debit, declined, given back, read with what they are about.

use payspec_test_support::server::Server;
use stripe_client::model::{
    BillingDetails, Charge, ConfirmPaymentIntent, CreatePaymentIntent, CreateRefund, Currency,
    CustomerAcceptanceOnline, DeclineAdvice, DeclineCode, DeclinedCall, GetPaymentIntent, MandateData, NewSepaDebit,
    OnlineAcceptance, OnlineAcceptanceRequired, PaymentIntent, PaymentIntentStatus, PaymentMethodData,
    PaymentMethodDataSepaDebit, PaymentMethodDetailsVariant,
};
use stripe_client::{Amount, CallOutcome, Error, ErrorKind, Expandable, blocking, serde_json};

use super::account::{self, DECLINED};
use super::{body, card, client, customer_with_card};

const GOOD: &str = "4242424242424242";

fn payment() -> CreatePaymentIntent {
    CreatePaymentIntent::new(Amount::from_minor(2500), Currency::EUR)
}

fn start() -> (Server, blocking::Client) {
    let server = account::start();
    let client = client(&server);
    (server, client)
}

#[test]
fn a_customer_pays_with_an_attached_card() {
    let (server, client) = start();
    let (customer, method) = customer_with_card(&client, GOOD);
    assert_eq!(method.customer, Some(Expandable::Id(customer.id.clone())));
    let listed =
        client.customers().payment_methods(stripe_client::model::PaymentMethodsCustomer::new(customer.id.clone()));
    assert_eq!(listed.wait().expect("a page").items, std::slice::from_ref(&method));

    let created = client.payment_intents().create(payment().customer(customer.id).payment_method(method.id));
    let created = created.wait().expect("a payment");
    assert_eq!(created.status, Some(PaymentIntentStatus::RequiresPaymentMethod));
    let confirmed = client.payment_intents().confirm(ConfirmPaymentIntent::new(created.id.clone())).wait();
    let confirmed = confirmed.expect("it is paid");
    assert_eq!(confirmed.status, Some(PaymentIntentStatus::Succeeded));
    assert_eq!((confirmed.amount_received, confirmed.currency), (created.amount, Some(Currency::EUR)));
    assert_eq!(confirmed.created.expect("a time").to_string(), "2024-01-05T11:44:06Z");

    let again = client.payment_intents().confirm(ConfirmPaymentIntent::new(created.id)).wait();
    let error = again.expect_err("it is paid already");
    assert!(error.has_reason(ConfirmPaymentIntent::UNEXPECTED_STATE) && error.is_invalid());
    assert_eq!(server.seen().len(), 7);
}

#[test]
fn a_new_card_is_sent_inside_the_payment() {
    let (server, client) = start();
    let params = payment().payment_method_data(card(GOOD)).confirm(true);
    let paid = client.payment_intents().create(params).wait().expect("it is paid");
    assert_eq!(paid.status, Some(PaymentIntentStatus::Succeeded));
    assert_eq!(
        body(&server),
        "amount=2500&currency=eur&payment_method_data[type]=card&payment_method_data[card][number]=4242424242424242\
         &payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2030\
         &payment_method_data[card][cvc]=123&confirm=true"
    );
}

fn debit(owner: BillingDetails) -> PaymentMethodDataSepaDebit {
    PaymentMethodDataSepaDebit::new(NewSepaDebit::new("DE89370400440532013000")).billing_details(owner)
}

#[test]
fn a_debit_has_an_owner_and_a_mandate() {
    let (server, client) = start();
    let source = debit(BillingDetails::new().name("Jane").email("jane@example.com"));
    let online = CustomerAcceptanceOnline::new(OnlineAcceptance::new(OnlineAcceptanceRequired {
        ip_address: "203.0.113.7".into(),
        user_agent: "Firefox".into(),
    }));
    let params = payment()
        .payment_method_data(source)
        .mandate_data(MandateData::new(online.accepted_at("2024-01-05T12:44:06+01:00")))
        .confirm(true);
    let paid = client.payment_intents().create(params).wait().expect("it is on its way");
    assert_eq!(paid.status, Some(PaymentIntentStatus::Processing));
    assert_eq!(
        body(&server),
        "amount=2500&currency=eur&payment_method_data[type]=sepa_debit\
         &payment_method_data[billing_details][name]=Jane&payment_method_data[billing_details][email]=jane%40example.com\
         &payment_method_data[sepa_debit][iban]=DE89370400440532013000\
         &mandate_data[customer_acceptance][type]=online&mandate_data[customer_acceptance][accepted_at]=1704455046\
         &mandate_data[customer_acceptance][online][ip_address]=203.0.113.7\
         &mandate_data[customer_acceptance][online][user_agent]=Firefox&confirm=true"
    );
}

/// The rule is one of a variant, about what all variants have.
#[test]
fn a_debit_without_an_owner_is_not_sent() {
    let rules = |source: PaymentMethodData| -> Vec<(String, String)> {
        let checked = payment().payment_method_data(source).validate();
        let found = checked.err().into_iter().flat_map(|found| found.iter().cloned().collect::<Vec<_>>());
        found.map(|one| (one.fields().join(" "), one.rule().to_owned())).collect()
    };
    let broken =
        ("payment_method_data[sepa_debit][billing_details][email]", "payment_method_data-sepa_debit-sepa-owner");
    let found = rules(debit(BillingDetails::new().name("Jane")).into());
    assert_eq!(found, [(broken.0.to_owned(), broken.1.to_owned())]);
    assert_eq!(rules(debit(BillingDetails::new().name("Jane").email("jane@example.com")).into()), []);
    assert_eq!(rules(card(GOOD).into()), [], "a card needs no owner");
    let email = rules(card(GOOD).billing_details(BillingDetails::new().email("no address")).into());
    assert_eq!(email.len(), 1, "the format holds in every variant: {email:?}");
    assert_eq!(rules(PaymentMethodData::other("klarna", [("klarna".to_owned(), serde_json::json!({}))])), []);
}

#[test]
fn a_declined_card_tells_what_to_do() {
    let (_server, client) = start();
    let (customer, method) = customer_with_card(&client, DECLINED);
    let params = payment().customer(customer.id).payment_method(method.id).confirm(true);
    let error = client.payment_intents().create(params).wait().expect_err("it is declined");
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Declined, Some("card_declined"), Some(402)));
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
    assert_eq!(error.field_errors(), [("payment_method".to_owned(), "Your card has insufficient funds.".to_owned())]);
    let refused = error.refused::<DeclinedCall>().expect("the body tells why");
    assert_eq!(refused.code(), Some(&DeclineCode::from("insufficient_funds")));
    assert_eq!(refused.advice(), Some(&DeclineAdvice::OtherCard));
    assert_eq!(refused.message(), Some("Your card has insufficient funds."));
    let payment: &PaymentIntent =
        refused.error.as_ref().and_then(|error| error.payment_intent.as_deref()).expect("the payment as it is");
    assert_eq!(payment.status, Some(PaymentIntentStatus::RequiresPaymentMethod));

    // The customer takes another card.
    let again = ConfirmPaymentIntent::new(payment.id.clone()).payment_method_data(card(GOOD));
    let paid = client.payment_intents().confirm(again).wait().expect("it is paid");
    assert_eq!(paid.status, Some(PaymentIntentStatus::Succeeded));
}

#[test]
fn an_error_names_the_parameter_that_is_wrong() {
    let (_server, client) = start();
    let too_much = CreatePaymentIntent::new(Amount::from_minor(100_000_000), Currency::EUR);
    let error: Error = client.payment_intents().create(too_much).wait().expect_err("it is too much");
    assert!(error.is_invalid());
    assert_eq!(error.field_errors(), [("amount".to_owned(), "The amount is too large.".to_owned())]);
    let nobody = client.payment_intents().get(GetPaymentIntent::new("pi_9")).wait().expect_err("there is none");
    assert!(nobody.is_not_found());
    assert_eq!(nobody.code(), Some("resource_missing"));
}

#[test]
fn a_payment_is_given_back_in_part() {
    let (server, client) = start();
    let paid = payment().payment_method_data(card(GOOD)).confirm(true);
    let paid = client.payment_intents().create(paid).wait().expect("it is paid");
    let refund = |amount: i64| CreateRefund::new().payment_intent(paid.id.clone()).amount(Amount::from_minor(amount));
    let too_much = refund(2501).validate_against_payment_intent(&paid).expect_err("it is more than was paid");
    assert_eq!(too_much.iter().next().expect("one").rule(), "refund-of-payment");
    assert!(refund(1000).validate_against_payment_intent(&paid).is_ok());
    let made = client.refunds().create(refund(1000)).wait().expect("a refund");
    assert_eq!((made.amount, made.currency), (Some(Amount::from_minor(1000)), Some(Currency::EUR)));
    assert_eq!(made.payment_intent.expect("of a payment").id(), &paid.id);
    assert_eq!(body(&server), "payment_intent=pi_1&amount=1000");
    let both = refund(1).charge("ch_1").validate().expect_err("a refund is of one payment");
    assert_eq!(both.iter().next().expect("one").rule(), "refund-of-one");
}

#[test]
fn what_is_expanded_comes_as_an_object() {
    let (server, client) = start();
    let (customer, method) = customer_with_card(&client, GOOD);
    let paid = payment().customer(customer.id.clone()).payment_method(method.id).confirm(true);
    let paid = client.payment_intents().create(paid).wait().expect("it is paid");
    assert_eq!(paid.customer, Some(Expandable::Id(customer.id.clone())));
    let read = GetPaymentIntent::new(paid.id).expand(["customer", "latest_charge"]);
    let read = client.payment_intents().get(read).wait().expect("the payment");
    let asked = server.seen().pop().expect("a request").path;
    assert_eq!(asked, "/v1/payment_intents/pi_1?expand%5B%5D=customer&expand%5B%5D=latest_charge");
    let payer = read.customer.expect("a customer");
    assert_eq!(payer.id(), &customer.id);
    assert_eq!(payer.object().expect("it is expanded").name.as_deref(), Some("Jane"));
    let charge: Charge = read.latest_charge.and_then(|charge| charge.object().cloned()).expect("it is expanded");
    assert_eq!(charge.balance_transaction.expect("a move").object(), None, "this was not asked for");
    let details = charge.payment_method_details.expect("what was paid with");
    let PaymentMethodDetailsVariant::Card(details) = details.variant else { panic!("it was a card") };
    assert_eq!(details.card.expect("the card").last4.as_deref(), Some("4242"));
}
