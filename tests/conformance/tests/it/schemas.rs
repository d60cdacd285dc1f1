//! The specs of Primer and Lyra against the schemas they rest on, as tables next to the samples: no field is missing or
//! made up, no word of a list is, and bounds are those of the schema. What differs on purpose is listed here.

use std::collections::{BTreeMap, BTreeSet};

use payspec_codegen::load;
use payspec_codegen::source::Sources;
use serde_json::Value;

use payspec_test_support::files::{self, root};
use payspec_test_support::names;

/// What stands in the spec of an API under a section, whatever file it is in.
struct Spec(Vec<Value>);

impl Spec {
    fn of(api: &str) -> Self {
        let mut sources = Sources::new();
        load::folders(root(), "spec", &mut sources).expect("the spec is readable");
        let folder = format!("spec/{api}/");
        let files = sources.iter().filter(|(_, source)| source.path.starts_with(&folder));
        Self(files.map(|(_, source)| serde_yaml::from_str(&source.text).expect("the spec is YAML")).collect())
    }

    /// An object, or an operation by `resource.verb`.
    fn part(&self, name: &str) -> &Value {
        let found = self.0.iter().find_map(|file| match name.split_once('.') {
            Some((resource, verb)) => {
                file.get("operations")?.get(verb).filter(|_| file["resource"]["name"].as_str() == Some(resource))
            }
            None => file.get("objects")?.get(name),
        });
        found.unwrap_or_else(|| panic!("there is no `{name}`"))
    }

    /// The fields of an object, or the parameters of an operation that do not travel in the path.
    fn fields(&self, name: &str) -> BTreeSet<&str> {
        let part = self.part(name);
        let fields =
            part.get("fields").or_else(|| part.get("params")).and_then(Value::as_object).expect("it has fields");
        fields.iter().filter(|(_, field)| field.get("in").is_none()).map(|(wire, _)| wire.as_str()).collect()
    }

    /// The words of every enum.
    fn words(&self) -> Vec<BTreeSet<&str>> {
        let lists = self.0.iter().filter_map(|file| file.get("enums"));
        let lists = lists.filter_map(Value::as_object).flat_map(|lists| lists.values());
        lists.filter_map(words).collect()
    }

    /// The bounds that rules without a condition set to lengths and numbers.
    fn bounds(&self, name: &str) -> BTreeMap<&str, String> {
        let rules = self.part(name).get("rules").and_then(Value::as_array).into_iter().flatten();
        rules.filter_map(bound).collect()
    }
}

/// The words of an enum.
fn words(list: &Value) -> Option<BTreeSet<&str>> {
    Some(list["values"].as_array()?.iter().filter_map(|word| word["code"].as_str()).collect())
}

/// The field of a rule that bounds a length or number, and the bounds.
fn bound(rule: &Value) -> Option<(&str, String)> {
    let check = rule.get("length").or_else(|| rule.get("range")).filter(|_| rule.get("when").is_none())?;
    let number = |key: &str| check.get(key).map(Value::to_string).unwrap_or_default();
    let least = Some(number("min")).filter(|least| !least.is_empty()).unwrap_or_else(|| "0".to_owned());
    Some((check["field"].as_str()?, format!("{least}..{}", number("max"))))
}

/// Schema, field, bounds, words.
fn schemas(api: &str) -> Vec<[String; 4]> {
    let rows = files::table_of(api, "schemas").into_iter();
    rows.map(|row| <[String; 4]>::try_from(row).expect("four columns")).collect()
}

/// Schemas with what they are in the spec: objects, or operations.
const PRIMER: &[(&str, &str)] = &[
    ("AVSCheck", "AvsCheck"),
    ("AVSRiskAssessmentValues", "AvsResult"),
    ("BinData", "BinData"),
    ("CVVCheck", "CvvCheck"),
    ("CheckoutCustomerDetails", "Customer"),
    ("CheckoutPaymentMethodOptions", "SessionPaymentMethod"),
    ("ClientSessionRequest", "client-session.create"),
    ("ClientSessionResponse", "ClientSession"),
    ("ClientSessionUpdateRequest", "client-session.update"),
    ("ClientSessionWarningsResponse", "ClientSessionWarnings"),
    ("ClientSessionWithTokenResponse", "NewClientSession"),
    ("FraudCheck", "FraudCheck"),
    ("MerchantPaymentMethodTokenResponse", "PaymentInstrument"),
    ("OptionalAddress", "Address"),
    ("OrderDetails", "Order"),
    ("OrderFees", "OrderFee"),
    ("OrderLineItems", "OrderLineItem"),
    ("OrderLineItemsProductData", "ProductData"),
    ("OrderShipping", "OrderShipping"),
    ("PaymentAdjustAuthorizationRequest", "payment.adjust-authorization"),
    ("PaymentAuthorizationRequest", "payment.authorize"),
    ("PaymentAuthorizationRequestProcessor", "ProcessorChoice"),
    ("PaymentCancelRequest", "payment.cancel"),
    ("PaymentCaptureRequest", "payment.capture"),
    ("PaymentCardToken", "PaymentMethodData"),
    ("PaymentCreationRequest", "payment.create"),
    ("PaymentRefundRequest", "payment.refund"),
    ("PaymentRequestPaymentMethodOptions", "PaymentMethodSettings"),
    ("PaymentRequiredAction", "RequiredAction"),
    ("PaymentResponse", "Payment"),
    ("PaymentResponsePaymentMethodOptions", "PaymentMethod"),
    ("PaymentResponseProcessor", "PaymentProcessor"),
    ("PaymentResumeRequest", "payment.resume"),
    ("PaymentSummary", "PaymentSummary"),
    ("PaymentSummaryProcessor", "PaymentSummaryProcessor"),
    ("RiskData", "RiskData"),
    ("StatusReason", "StatusReason"),
    ("ThreeDSecureAuthentication", "ThreeDsAuthentication"),
    ("TransactionEvent", "TransactionEvent"),
    ("TransactionOverview", "Transaction"),
    ("VaultPaymentMethodRequest", "payment-instrument.vault"),
];

const LYRA: &[(&str, &str)] = &[
    ("Activity", "Activity"),
    ("Address", "Address"),
    ("Aliasdetails", "AliasDetails"),
    ("BoardMember", "BoardMember"),
    ("BoardMemberAddress", "NewBoardMemberAddress"),
    ("Buyer", "Buyer"),
    ("Cashout", "Cashout"),
    ("CashoutItem", "CashoutItem"),
    ("CashoutOrder", "CashoutOrder"),
    ("CashoutRefundItem", "CashoutRefundItem"),
    ("CashoutTransaction", "CashoutTransaction"),
    ("CashoutTransfer", "CashoutTransfer"),
    ("Item", "Item"),
    ("ItemVoucher", "ItemVoucher"),
    ("Marketplace", "Marketplace"),
    ("MarketplaceCurrency", "MarketplaceCurrency"),
    ("MarketplaceVoucher", "MarketplaceVoucher"),
    ("Order", "Order"),
    ("Refund", "Refund"),
    ("RefundItem", "RefundItem"),
    ("Registration", "Registration"),
    ("RegistrationDocument", "RegistrationDocument"),
    ("RegistrationIBAN", "RegistrationIban"),
    ("RegistrationVoucher", "Voucher"),
    ("Seller", "Seller"),
    ("SellerVoucher", "Voucher"),
    ("Shipping", "Shipping"),
    ("Token", "Token"),
    ("Transaction", "Transaction"),
    ("Transfer", "Transfer"),
    ("TransferTransaction", "TransferTransaction"),
    ("Webhook", "Webhook"),
];

/// Fields that are in the spec and in no schema: each says in the spec how it is known.
const ADDED: &[(&str, &str)] = &[("Order", "transactions"), ("Token", "form_token")];

/// Schemas that are described elsewhere: as the object of an event, which has the fields of two.
const ELSEWHERE: &[&str] = &["DisputeOpenWebhookPayload", "DisputeStatusWebhookPayload"];

#[test]
fn every_schema_has_its_fields_and_no_others() {
    for (api, mapping) in [("primer", PRIMER), ("lyra-marketplace", LYRA)] {
        let (spec, rows) = (Spec::of(api), schemas(api));
        let named: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        let known: BTreeSet<&str> =
            mapping.iter().map(|(schema, _)| *schema).chain(ELSEWHERE.iter().copied()).collect();
        assert_eq!(named.difference(&known).collect::<Vec<_>>(), [&""; 0], "{api}");
        for (schema, part) in mapping {
            let mut wanted: BTreeSet<&str> =
                rows.iter().filter(|row| row[0] == *schema).map(|row| row[1].as_str()).collect();
            assert!(!wanted.is_empty(), "{schema} is in the table");
            let added = ADDED.iter().filter(|(of, _)| api == "lyra-marketplace" && of == part);
            wanted.extend(added.map(|(_, field)| *field));
            names::assert_same(
                (&wanted, &format!("fields of {schema} that {part} of spec/{api} lacks")),
                (
                    spec.fields(part),
                    &format!("fields of {part} in spec/{api} that {schema} of spec/{api}/samples/tables lacks"),
                ),
            );
        }
    }
}

#[test]
fn a_dispute_has_the_fields_of_both_schemas() {
    let rows = schemas("primer");
    let of_both = rows.iter().filter(|row| ELSEWHERE.contains(&row[0].as_str())).map(|row| row[1].as_str());
    let wanted: BTreeSet<&str> = of_both.collect();
    let spec = Spec::of("primer");
    let fields = spec.fields("DisputeNotification");
    assert_eq!(wanted.difference(&fields).collect::<Vec<_>>(), [&""; 0]);
}

/// Lists of the vendor that are not one list of the spec: two make one, or nothing of the spec would have them.
const OTHER_LISTS: &[&str] =
    &["ApplePayIntervalUnit", "ThreeDSecureFailedReasonCodeEnum", "ThreeDSecureSkippedReasonCodeEnum"];

#[test]
fn every_list_of_words_is_that_of_the_vendor() {
    let spec = Spec::of("primer");
    let lists = spec.words();
    for row in files::table_of("primer", "enums") {
        let words: BTreeSet<&str> = row[1].split(' ').collect();
        let is_there = lists.contains(&words);
        assert_eq!(is_there, !OTHER_LISTS.contains(&row[0].as_str()), "{}", row[0]);
        if row[0].starts_with("ThreeDSecure") {
            assert!(lists.iter().any(|list| words.is_subset(list)), "{}", row[0]);
        }
    }
    let lyra = Spec::of("lyra-marketplace");
    let lists = lyra.words();
    for [schema, field, _, words] in schemas("lyra-marketplace").iter().filter(|row| !row[3].is_empty()) {
        let words: BTreeSet<&str> = words.split(' ').collect();
        assert!(lists.contains(&words), "{schema}.{field}");
    }
}

/// What requests send of a schema.
const SENT: &[(&str, &[&str])] = &[
    ("Activity", &["NewActivity"]),
    ("Address", &["Address"]),
    ("BoardMember", &["NewBoardMember"]),
    ("BoardMemberAddress", &["NewBoardMemberAddress"]),
    ("Buyer", &["NewBuyer"]),
    ("Item", &["NewItem", "item.create", "item.update"]),
    ("ItemVoucher", &["NewItemVoucher"]),
    ("Order", &["order.create", "order.update"]),
    ("Refund", &["refund.create", "refund.update"]),
    ("RefundItem", &["NewRefundItem"]),
    ("Registration", &["registration.create", "registration.update"]),
    ("RegistrationIBAN", &["NewRegistrationIban"]),
    ("RegistrationVoucher", &["Voucher"]),
    ("Shipping", &["NewShipping"]),
    ("Token", &["token.create", "token.create-embedded"]),
    ("Webhook", &["webhook.create", "webhook.update"]),
];

/// Bounds that need no rule of their own: an id, a text that is required, a word of a list, two letters or fourteen
/// digits that a pattern holds to.
const BOUND_OTHERWISE: &[&str] =
    &["uuid", "title", "description", "name", "nationality", "country", "expected_capture_date", "order"];

#[test]
fn bounds_are_those_of_the_schema() {
    let spec = Spec::of("lyra-marketplace");
    let rows = schemas("lyra-marketplace");
    let mut compared = 0;
    for (schema, parts) in SENT {
        for part in *parts {
            let (fields, bounds) = (spec.fields(part), spec.bounds(part));
            let bounded = rows.iter().filter(|row| row[0] == *schema && !row[2].is_empty());
            for [_, field, wanted, _] in bounded.filter(|row| fields.contains(row[1].as_str())) {
                match bounds.get(field.as_str()) {
                    Some(bound) => assert_eq!(bound, wanted, "{part}.{field}"),
                    None => assert!(BOUND_OTHERWISE.contains(&field.as_str()), "{part}.{field} has no bound"),
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "only {compared} bounds were compared");
}
