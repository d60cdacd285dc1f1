//! Single mistakes in larger specs whose consequences stand far away: each is told once, by the message that says what it is.

use crate::shop::{messages, with};
use crate::support::{Run, public_api, showcase, spec_of};

/// A run over an API with other text in one of its files.
fn changed(api: &str, file: &str, from: &str, to: &str) -> Run {
    let mut files = match api {
        "showcase" => showcase(),
        "primer" | "centralpay" => spec_of(api),
        _ => public_api(api),
    };
    let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(file)).unwrap_or_else(|| panic!("{api}: {file}"));
    *text = with(text, from, to);
    Run::over(files)
}

/// Asserts the one message of a mistake, and that its change of text, where it has one, leaves nothing to be found.
fn assert_told(api: &str, file: &str, from: &str, to: &str, expected: &str) {
    let run = changed(api, file, from, to);
    assert_eq!(messages(&run), [expected], "{api}: {to}\n{}", run.rendered());
    let Some(patch) = &run.diagnostics[0].patch else { return };
    let mut files: Vec<(String, String)> =
        run.sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
    let changed = &run.sources.file(patch.span.file).path;
    let (_, text) = files.iter_mut().find(|(known, _)| known == changed).expect("the file is one of the run");
    text.replace_range(patch.span.range(), &patch.text);
    let left = Run::over(files);
    assert_eq!(messages(&left), [] as [&str; 0], "{api}: {to}\n{}", run.rendered());
}

#[test]
fn an_envelope_that_is_missing_is_told_once() {
    let missing = "nothing identifies the type of a delivered event";
    let stripe =
        "    envelope: { type: type, payload: data.object, id: id, created: created, request_id: request.id }\n";
    assert_told("stripe", "stripe/api.yaml", stripe, "", missing);
    assert_told("primer", "primer/api.yaml", "    envelope: { type: eventType, created: date }\n", "", missing);
    let several = "    envelope: { events: events, type: [resource_type, action], payload: links, id: id, created: created_at }\n";
    assert_told("gocardless", "gocardless/api.yaml", several, "", missing);
}

#[test]
fn a_member_for_codes_that_is_missing_is_told_once() {
    let missing = "`errors` has no `code` to read codes from";
    assert_told("stripe", "stripe/api.yaml", "    code: error.code\n", "", missing);
    assert_told(
        "stripe",
        "stripe/api.yaml",
        "    code: error.code\n",
        "    code: 5\n",
        "expected text, found the number 5",
    );
}

#[test]
fn a_path_that_cannot_be_read_is_told_once() {
    for (path, found) in [("{ a: b }", "a mapping"), ("[]", "a list"), ("5", "the number 5"), ("", "nothing")] {
        let told = format!("expected text, found {found}");
        assert_told("rapyd", "rapyd/checkout.yaml", "path: /checkout/{checkout}", &format!("path: {path}"), &told);
    }
}

#[test]
fn a_tab_before_a_key_of_the_api_is_told_once() {
    for api in ["rapyd", "gocardless", "stripe"] {
        let told = "invalid YAML: a line is indented with a tab";
        assert_told(api, &format!("{api}/api.yaml"), "\n  auth:\n", "\n\tauth:\n", told);
    }
}

#[test]
fn amounts_that_are_described_wrong_are_told_once() {
    for api in ["rapyd", "mollie"] {
        let api_file = format!("{api}/api.yaml");
        let column = "    decimals_column: minor_units\n";
        assert_told(api, &api_file, column, "    decimals: 30\n", "too many decimals for a currency");
        assert_told(api, &api_file, column, "", "the decimals of amounts are not specified");
        assert_told(api, &api_file, "unit: major", "unit: minor", "no amount is in major units");
    }
    for (api, file) in [("rapyd", "rapyd/money.yaml"), ("mollie", "mollie/payment.yaml")] {
        let (from, to) = ("minor_units: { type: integer", "minor_units: { type: string");
        assert_told(api, file, from, to, "`minor_units` does not hold numbers");
    }
}

#[test]
fn what_secures_messages_is_told_once() {
    let separator = "invalid separator `=`";
    assert_told("stripe", "stripe/api.yaml", "separator: \",\"", "separator: \"=\"", separator);
    assert_told("showcase", "showcase-sealed/api.yaml", "separator: \";\"", "separator: \"=\"", separator);
    let key = "would send the signing key, so anyone who sees it could sign";
    assert_told("rapyd", "rapyd/api.yaml", "signature: [signature]", "signature: [key]", key);
    let (from, to) = ("value: \"2024-06-20\"", "value: \"2024-06-20\\n\"");
    assert_told("stripe", "stripe/api.yaml", from, to, "`value` contains a line break");
}

#[test]
fn a_code_that_differs_in_its_case_is_told_once() {
    let value = "      - { code: CANCELED, docs: \"Cancelled by";
    let twice =
        format!("      - {{ code: CANCELED, docs: Of late., final: true }}\n{}", value.replace("CANCELED", "Canceled"));
    let told = "`CANCELED` and `Canceled` both become the variant `Canceled` in Rust";
    assert_told("centralpay", "resources/refund.yaml", value, &twice, told);
}

#[test]
fn an_outcome_that_a_status_cannot_have_is_told_once() {
    let (from, to) = ("\"200\": { outcome: success, docs: The refund., body: Refund }\n\n  get", "outcome: invalid");
    let to = from.replace("outcome: success", to);
    assert_told("rapyd", "rapyd/refund.yaml", from, &to, "the outcome of the status code 200 cannot be `invalid`");
}

#[test]
fn a_misspelt_declaration_that_is_used_once_is_what_is_corrected() {
    let told = "`PaymentStats` is declared but never used; `PaymentStatus` is used once but not declared";
    assert_told("mollie", "mollie/payment.yaml", "\n  PaymentStatus:\n", "\n  PaymentStats:\n", told);
    let used = "unknown type `PaymentStats`";
    assert_told("mollie", "mollie/payment.yaml", "type: PaymentStatus", "type: PaymentStats", used);
}

#[test]
fn a_number_in_the_place_of_a_name_is_not_put_in_quotes() {
    let told = "expected text, found the number 5";
    for (from, to) in [
        ("type: RefundId, docs: Identifies", "type: 5, docs: Identifies"),
        ("payload: Refund\n", "payload: 5\n"),
        ("name: refund\n", "name: 5\n"),
    ] {
        let run = changed("rapyd", "rapyd/refund.yaml", from, to);
        assert!(run.diagnostics.iter().all(|found| found.patch.is_none()), "{to}\n{}", run.rendered());
        assert_told("rapyd", "rapyd/refund.yaml", from, to, told);
    }
}

#[test]
fn a_text_without_an_end_takes_in_no_other_lines() {
    let (from, to) = ("type: Payment, docs", "type: \"Payment, docs");
    assert_told("rapyd", "rapyd/checkout.yaml", from, to, "invalid YAML: missing `\"`");
}

/// What no single line shows, and the spec as a whole does.
#[test]
fn what_a_spec_contradicts_itself_in_is_told() {
    let version = "`/v1` is in both the base URL and the path";
    assert_told("rapyd", "rapyd/refund.yaml", "path: /refunds/{refund}", "path: /v1/refunds/{refund}", version);
    let (from, to) = ("https://api.rapyd.net/v1", "https://sandboxapi.rapyd.net/v1");
    assert_told("rapyd", "rapyd/api.yaml", from, to, "two environments have the same base URL");
    let (from, to) = ("\"404\": { outcome: not-found", "\"404\": { outcome: unauthenticated");
    assert_told("rapyd", "rapyd/api.yaml", from, to, "the status code 404 does not mean `unauthenticated`");
    let (from, to) = ("path: /refunds/{refund}", "path: /rfeunds/{refund}");
    assert_told("rapyd", "rapyd/refund.yaml", from, to, "no other path has the segment `rfeunds`");
    let (from, to) = ("body: \"search<Payment>\"", "body: \"search<Payment>\", items: paymnts");
    assert_told("gocardless", "gocardless/payment.yaml", from, to, "`items` already includes the envelope `payments`");
}
