//! What Monext needs of a session: all of it named at once, and each alone.

use payspec::primer::model::{CreateClientSession, CreatePayment};
use payspec::primer::{Operation, Profile, Violations};
use serde_json::Value;

use super::{cetelem, cpay};
use payspec_test_support::files;

const CETELEM: [&str; 18] = [
    "currencyCode",
    "order.lineItems",
    "metadata.monext_contracts.CETELEM",
    "metadata.buyer_title",
    "customer.emailAddress",
    "customer.mobileNumber",
    "customer.billingAddress.firstName",
    "customer.billingAddress.lastName",
    "customer.billingAddress.addressLine1",
    "customer.billingAddress.city",
    "customer.billingAddress.countryCode",
    "customer.billingAddress.postalCode",
    "customer.shippingAddress.firstName",
    "customer.shippingAddress.lastName",
    "customer.shippingAddress.addressLine1",
    "customer.shippingAddress.city",
    "customer.shippingAddress.countryCode",
    "customer.shippingAddress.postalCode",
];

const CPAY: [&str; 3] = ["currencyCode", "order.lineItems", "metadata.monext_contracts.CPAY"];

fn missing(result: Result<(), Violations>) -> Vec<String> {
    let Err(found) = result else { return Vec::new() };
    found.iter().flat_map(|violation| violation.fields().to_vec()).collect()
}

#[test]
fn a_complete_session_passes() {
    cetelem().validate_for(CreateClientSession::MONEXT_CETELEM).expect("nothing is missing");
    cpay().validate_for(CreateClientSession::MONEXT_CPAY).expect("nothing is missing");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let empty = CreateClientSession::new();
    assert_eq!(missing(empty.validate_for(CreateClientSession::MONEXT_CETELEM)), CETELEM);
    assert_eq!(missing(empty.validate_for(CreateClientSession::MONEXT_CPAY)), CPAY);
    assert!(empty.validate().is_ok(), "a session of another kind needs none of it");
    // What CPay needs is not what Cetelem needs.
    let other = missing(cpay().validate_for(CreateClientSession::MONEXT_CETELEM));
    assert_eq!(other, CETELEM[2..]);
    let by_hand = CreatePayment::new("a-token");
    assert_eq!(missing(by_hand.validate_for(CreatePayment::MONEXT_CETELEM)), CETELEM);
    assert_eq!(missing(by_hand.validate_for(CreatePayment::MONEXT_CPAY)), CPAY);
}

/// The session of the documents without one of its fields.
struct Without(Value);

impl Operation for Without {
    const SPEC: &'static payspec_core::OperationSpec = CreateClientSession::SPEC;
    type Output = <CreateClientSession as Operation>::Output;

    fn encode(&self, _: &mut payspec_core::Form) {}

    fn encode_json(&self) -> Result<serde_json::Map<String, Value>, serde_json::Error> {
        Ok(self.0.as_object().cloned().unwrap_or_default())
    }
}

fn each_missing_field_is_named(request: &str, profile: &'static Profile, fields: &[&str]) {
    let whole = files::of("primer", "requests", request);
    assert!(Without(whole.clone()).validate_for(Some(profile)).is_ok());
    for field in fields {
        for nothing in [Value::Null, Value::from("")] {
            let mut session = whole.clone();
            let pointer = format!("/{}", field.replace('.', "/"));
            *session.pointer_mut(&pointer).unwrap_or_else(|| panic!("{field} is there")) = nothing;
            assert_eq!(missing(Without(session).validate_for(Some(profile))), [*field]);
        }
    }
}

#[test]
fn each_field_that_is_missing_alone_is_named() {
    each_missing_field_is_named("session-cetelem", CreateClientSession::MONEXT_CETELEM, &CETELEM);
    each_missing_field_is_named("session-cpay", CreateClientSession::MONEXT_CPAY, &CPAY);
}
