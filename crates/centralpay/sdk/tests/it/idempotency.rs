use payspec::centralpay::idempotency::{card_token_key, key};
use payspec::centralpay::model::{CaptureTransaction, CardDetails, CardDetailsRequired, CreateCardToken, CreateRefund};
use payspec::centralpay::{Amount, Operation as _};

fn card() -> CardDetails {
    CardDetails::new(CardDetailsRequired {
        number: "4000001000000067".into(),
        expiration_month: "09".into(),
        expiration_year: "2035".into(),
    })
    .cvc("123")
}

/// The expected keys are those of coreutils' `sha1sum`.
#[test]
fn the_formula_of_the_document_is_kept() {
    // 4000001000000067 123 09 2035 merchant-public-key
    assert_eq!(card_token_key(&card(), "merchant-public-key").expose(), "f396bf3b612e79df687eb5c5bf914ca8214eda23");
    // ... with card[check]=true before the merchant's key
    assert_eq!(
        card_token_key(&card().check(true), "merchant-public-key").expose(),
        "7732789dbe56784623549b550a1b43af3d3fd3a6"
    );
    assert_eq!(format!("{:?}", card_token_key(&card(), "k")), "[redacted]");
}

#[test]
fn names_of_a_holder_do_not_enter() {
    let named = card().holder_name("MARIE ANNE").holder_email("holder@example.com");
    assert_eq!(card_token_key(&named, "k"), card_token_key(&card(), "k"));
}

#[test]
fn the_path_enters_and_what_is_called_a_date_does_not() {
    let capture = |id: &str, amount| CaptureTransaction::new(id, Amount::from_minor(amount));
    let of = |id: &str, amount| key(&capture(id, amount), &[]).expect("there are values");
    // t-1 500
    assert_eq!(of("t-1", 500).expose(), "15a63b915cecf7cf60baa80ea2e7e79a16b66b40");
    assert_ne!(of("t-1", 500), of("t-2", 500));
    assert_ne!(of("t-1", 500), of("t-1", 501));
    let without_amount = key(&capture("t-1", 500), &["amount"]).expect("the id is left");
    assert_eq!(without_amount, key(&capture("t-1", 501), &["amount"]).expect("the id is left"));
    assert_ne!(without_amount, of("t-1", 500));
}

/// What the documentation of the module warns of.
#[test]
fn different_requests_can_have_one_key() {
    let refund = CreateRefund::new().transaction_id("t-1").amount(Amount::from_minor(500));
    let capture = CaptureTransaction::new("t-1", Amount::from_minor(500));
    assert_ne!(CreateRefund::SPEC.id, CaptureTransaction::SPEC.id);
    assert_eq!(key(&refund, &[]), key(&capture, &[]));
}

#[test]
fn a_request_without_values_has_no_key() {
    assert_eq!(key(&CreateCardToken::new(), &[]), None);
}
