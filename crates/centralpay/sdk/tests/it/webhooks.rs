//! The documented webhooks, decoded into typed events and written back.

use std::collections::BTreeSet;
use std::fmt::Debug;

use payspec::centralpay::model::{
    AdditionalDocumentRequest, BankAccount, Card, CardToken, Credit, Customer, Deposit, Dispute, EventType,
    Installment, InstallmentPayment, InvalidDocuments, Invoice, InvoiceItem, Mandate, MerchantEnrollment,
    OnboardedAccount, PaymentRequest, Payout, Refund, ScreeningResult, SctTransaction, SctTransactionReversal,
    SddTransaction, Subscription, SubscriptionModel, Transaction, Transfer, TransferReversal, ValidDocuments,
};
use payspec::centralpay::webhook::{Event, decode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use payspec_test_support::{compare, files};

/// Samples without an envelope, and what they are recognised as.
const UNENVELOPED: &[(&str, &str)] = &[
    ("BANKACCOUNT_UPDATED", "UnenvelopedBankAccount"),
    ("DEPOSIT_CREATED", "UnenvelopedDeposit"),
    ("INSTALLMENTPAYMENT_UNPAID", "UnenvelopedInstallmentPayment"),
    ("INSTALLMENTPAYMENT_UPDATED", "UnenvelopedInstallmentPayment"),
    ("ONBOARDING_ADDITIONAL_DOCUMENT_REQUESTED", "UnenvelopedAdditionalDocumentRequest"),
    ("ONBOARDING_ENROLLMENT_INVALID_DOCUMENTS", "UnenvelopedInvalidDocuments"),
    ("ONBOARDING_ENROLLMENT_VALID_DOCUMENTS", "UnenvelopedValidDocuments"),
    ("PAYMENTREQUEST_SUBSCRIPTION_FAILED", "UnenvelopedSubscription"),
    ("PAYMENTREQUEST_SUBSCRIPTION_SUCCEEDED", "UnenvelopedSubscription"),
    ("REFUND_CANCELED", "UnenvelopedRefund"),
    ("REFUND_CREATED", "UnenvelopedRefund"),
];

/// The object of an event, printed as a developer would print it.
type Print = fn(&Value) -> String;

/// Which object an event is about, by the first fitting start of its name.
const OBJECTS: &[(&str, Print)] = &[
    ("BANKACCOUNT_", printed::<BankAccount>),
    ("CARDTOKEN_", printed::<CardToken>),
    ("CARD_", printed::<Card>),
    ("CREDIT_", printed::<Credit>),
    ("CUSTOMER_", printed::<Customer>),
    ("DEPOSIT_", printed::<Deposit>),
    ("DISPUTE_", printed::<Dispute>),
    ("INSTALLMENTPAYMENT_", printed::<InstallmentPayment>),
    ("INSTALLMENT_", printed::<Installment>),
    ("INVOICEITEM_", printed::<InvoiceItem>),
    ("INVOICE_", printed::<Invoice>),
    ("MANDATE_", printed::<Mandate>),
    ("ONBOARDING_ADDITIONAL_DOCUMENT_", printed::<AdditionalDocumentRequest>),
    ("ONBOARDING_ENROLLMENT_INVALID_DOCUMENTS", printed::<InvalidDocuments>),
    ("ONBOARDING_ENROLLMENT_VALID_DOCUMENTS", printed::<ValidDocuments>),
    ("ONBOARDING_ENROLLMENT_", printed::<MerchantEnrollment>),
    ("ONBOARDING_PAYMENT_ACCOUNT_", printed::<OnboardedAccount>),
    ("ONBOARDING_PEP_SANCTION_", printed::<ScreeningResult>),
    ("PAYMENTREQUEST_INSTALLMENT_", printed::<InstallmentPayment>),
    ("PAYMENTREQUEST_SUBSCRIPTION_", printed::<Subscription>),
    ("PAYMENTREQUEST_TRANSACTION_", printed::<Transaction>),
    ("PAYMENTREQUEST_", printed::<PaymentRequest>),
    ("PAYOUT_", printed::<Payout>),
    ("REFUND_", printed::<Refund>),
    ("SCT_TRANSACTION_REVERSAL_", printed::<SctTransactionReversal>),
    ("SCT_TRANSACTION_", printed::<SctTransaction>),
    ("SDDTRANSACTION_", printed::<SddTransaction>),
    ("SUBSCRIPTIONMODEL_", printed::<SubscriptionModel>),
    ("SUBSCRIPTION_", printed::<Subscription>),
    ("TRANSACTION_", printed::<Transaction>),
    ("TRANSFERREVERSAL_", printed::<TransferReversal>),
    ("TRANSFER_", printed::<Transfer>),
];

fn printed<T: DeserializeOwned + Debug>(sample: &Value) -> String {
    let object = sample.get("object").unwrap_or(sample);
    let object: T = serde_json::from_value(object.clone()).expect("a documented object");
    format!("{object:?} {object:#?}")
}

/// What an unenveloped sample is recognised as.
fn unenveloped(name: &str) -> Option<&'static str> {
    UNENVELOPED.iter().find(|(sample, _)| *sample == name).map(|(_, shape)| *shape)
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("JSON is JSON")
}

/// The event written back as the JSON it came from.
fn written_back(event: &Event) -> Value {
    serde_json::to_value(event).expect("an event is plain JSON")
}

#[test]
fn every_sample_decodes_and_nothing_of_it_is_lost() {
    for (name, sample) in files::all("webhooks") {
        let event = decode(bytes(&sample));
        if let Some(shape) = unenveloped(&name) {
            let shown = format!("{event:?}");
            assert!(shown.starts_with(&format!("{shape}(")), "{name} has no envelope and became {shown}");
        } else {
            assert!(!matches!(event, Event::Unknown(_) | Event::Undecodable(_)), "{name}: {event:?}");
            assert_eq!(event.event_type(), Some(EventType::from(name.as_str())));
        }
        let back = written_back(&event);
        assert_eq!(compare::lost(&sample, &back), [""; 0], "{name}");
        assert_eq!(compare::invented(&sample, &back), [""; 0], "{name}");
        assert_eq!(event.raw().as_bytes(), bytes(&sample), "{name}: the bytes as they came");
    }
}

#[test]
fn an_event_keeps_its_id_its_request_and_the_object_before() {
    let sample = files::one("webhooks", "CARD_UPDATED");
    let Event::CardUpdated(event) = decode(bytes(&sample)) else { panic!("a known event") };
    assert_eq!(event.event_id.as_deref(), sample["eventId"].as_str());
    assert_eq!(event.request_id.as_deref(), sample["requestId"].as_str());
    let before = event.previous.as_ref().expect("the sample shows the card before");
    assert_eq!(before.cardholder_email.as_deref(), Some("jane.roe@example.com"));
    assert_eq!(event.object.cardholder_email.as_deref(), Some("test@gmail.com"));
}

/// Visits the place of each value in a document, as a JSON pointer.
pub(crate) fn each_place(value: &Value, path: &str, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let path = format!("{path}/{key}");
                visit(&path);
                each_place(inner, &path, visit);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                let path = format!("{path}/{index}");
                visit(&path);
                each_place(inner, &path, visit);
            }
        }
        _ => {}
    }
}

#[test]
fn an_event_of_tomorrow_and_a_broken_one_keep_their_bytes() {
    let body = br#"{"eventId":"e-1","type":"TRANSACTION_TELEPORTED","object":{"transactionId":"t-1"}}"#;
    let event = decode(body.as_slice());
    assert!(matches!(&event, Event::Unknown(unknown) if unknown.event_type() == Some("TRANSACTION_TELEPORTED")));
    assert_eq!((event.event_id(), event.raw().as_bytes()), (Some("e-1"), body.as_slice()));

    let body = br#"{"eventId":"e-2","type":"TRANSACTION_SUCCEEDED","object":{"amount":{"of":"tomorrow"}}}"#;
    let event = decode(body.as_slice());
    let Event::Undecodable(undecodable) = &event else { panic!("an object that does not fit") };
    assert_eq!(undecodable.event_type(), Some("TRANSACTION_SUCCEEDED"));
    assert_eq!(event.raw().as_bytes(), body);
}

/// Members that hold what nobody should read in a log.
const PERSONAL: &[&str] = &[
    "addressLine1",
    "addressLine2",
    "cardTokenId",
    "cardholderEmail",
    "cardholderName",
    "city",
    "debtorEmail",
    "debtorPhone",
    "email",
    "endUserIp",
    "firstName",
    "iban",
    "lastName",
    "ownerName",
    "phone",
    "postalCode",
    "receiptEmail",
    "signatureIp",
];

/// What applicants say of themselves stands under `value`, whatever it is.
const APPLICANTS: [&str; 8] = ["Carmelo", "Littel", "Alejandra", "+33", "1993", "rue du bois", "37000", "expiré"];

fn personal(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                match inner.as_str().filter(|text| PERSONAL.contains(&key.as_str()) && text.len() > 3) {
                    Some(text) => drop(found.insert(text.to_owned())),
                    None => personal(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| personal(item, found)),
        _ => {}
    }
}

#[test]
fn printing_an_event_or_its_object_shows_no_personal_data() {
    for (name, sample) in files::all("webhooks") {
        let object = OBJECTS.iter().find(|(start, _)| name.starts_with(start));
        let (_, print) = object.unwrap_or_else(|| panic!("no type for the object of {name}"));
        let shown = format!("{:?} {}", decode(bytes(&sample)), print(&sample));
        let mut secrets: BTreeSet<String> = BTreeSet::from(["@".to_owned()]);
        if name.starts_with("ONBOARDING_") {
            secrets.extend(APPLICANTS.map(str::to_owned));
        }
        personal(&sample, &mut secrets);
        for secret in secrets {
            assert!(!shown.contains(&secret), "{name} shows {secret}: {shown}");
        }
    }
}

#[test]
fn a_payment_with_a_card_in_short_is_read() {
    let mut sample = files::one("webhooks", "TRANSACTION_SUCCEEDED");
    sample["object"]["card"] = serde_json::json!({ "commercialBrand": "VISA", "first6": "403203", "uuid": "c-1" });
    let Event::TransactionSucceeded(event) = decode(bytes(&sample)) else { panic!("money has moved") };
    assert_eq!(event.object.card.as_ref().and_then(|card| card.first6.as_deref()), Some("403203"));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_value(body in proptest::collection::vec(proptest::num::u8::ANY, 0..512)) {
        let event = decode(body.clone());
        proptest::prop_assert_eq!(event.raw().as_bytes(), body.as_slice());
    }

    #[test]
    fn a_sample_cut_off_anywhere_is_a_value(cut in 0_usize..2_000) {
        let whole = bytes(&files::one("webhooks", "TRANSACTION_CAPTURED"));
        let body = &whole[..cut.min(whole.len() - 1)];
        let event = decode(body);
        proptest::prop_assert!(matches!(event, Event::Undecodable(_)));
        proptest::prop_assert_eq!(event.raw().as_bytes(), body);
    }
}
