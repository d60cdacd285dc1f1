//! Single mistakes in larger specs with distant consequences: each is reported once, by the message that identifies it.

use crate::shop::{messages, with};
use crate::support::{Run, public_api, showcase, spec_of};

/// Runs the generator over an API with a changed text in one of its files.
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

/// Asserts the only message of a mistake, and that its patch, if there is one, leaves no problem.
fn assert_only(api: &str, file: &str, from: &str, to: &str, expected: &str) {
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
fn a_missing_envelope_is_reported_once() {
    let missing = "nothing identifies the type of a delivered event";
    let stripe =
        "    envelope: { type: type, payload: data.object, id: id, created: created, request_id: request.id }\n";
    assert_only("stripe", "stripe/api.yaml", stripe, "", missing);
    assert_only("primer", "primer/api.yaml", "    envelope: { type: eventType, created: date }\n", "", missing);
    let several = "    envelope: { events: events, type: [resource_type, action], payload: links, id: id, created: created_at }\n";
    assert_only("gocardless", "gocardless/api.yaml", several, "", missing);
}

#[test]
fn a_missing_member_for_codes_is_reported_once() {
    let missing = "`errors` has no `code` to read codes from";
    assert_only("stripe", "stripe/api.yaml", "    code: error.code\n", "", missing);
    assert_only(
        "stripe",
        "stripe/api.yaml",
        "    code: error.code\n",
        "    code: 5\n",
        "expected text, found the number 5",
    );
}

#[test]
fn an_unreadable_path_is_reported_once() {
    for (path, found) in [("{ a: b }", "a mapping"), ("[]", "a list"), ("5", "the number 5"), ("", "nothing")] {
        let expected = format!("expected text, found {found}");
        assert_only("rapyd", "rapyd/checkout.yaml", "path: /checkout/{checkout}", &format!("path: {path}"), &expected);
    }
}

#[test]
fn a_tab_before_a_key_of_the_api_is_reported_once() {
    for api in ["rapyd", "gocardless", "stripe"] {
        let expected = "invalid YAML: a line is indented with a tab";
        assert_only(api, &format!("{api}/api.yaml"), "\n  auth:\n", "\n\tauth:\n", expected);
    }
}

#[test]
fn wrong_amounts_are_reported_once() {
    for api in ["rapyd", "mollie"] {
        let api_file = format!("{api}/api.yaml");
        let column = "    decimals_column: minor_units\n";
        assert_only(api, &api_file, column, "    decimals: 30\n", "too many decimals for a currency");
        assert_only(api, &api_file, column, "", "the decimals of amounts are not specified");
        assert_only(api, &api_file, "unit: major", "unit: minor", "no amount is in major units");
    }
    for (api, file) in [("rapyd", "rapyd/money.yaml"), ("mollie", "mollie/payment.yaml")] {
        let (from, to) = ("minor_units: { type: integer", "minor_units: { type: string");
        assert_only(api, file, from, to, "`minor_units` does not hold numbers");
    }
}

#[test]
fn wrong_signatures_are_reported_once() {
    let separator = "invalid separator `=`";
    assert_only("stripe", "stripe/api.yaml", "separator: \",\"", "separator: \"=\"", separator);
    assert_only("showcase", "showcase-sealed/api.yaml", "separator: \";\"", "separator: \"=\"", separator);
    let key = "would send the signing key, so anyone who sees it could sign";
    assert_only("rapyd", "rapyd/api.yaml", "signature: [signature]", "signature: [key]", key);
    let (from, to) = ("value: \"2024-06-20\"", "value: \"2024-06-20\\n\"");
    assert_only("stripe", "stripe/api.yaml", from, to, "`value` contains a line break");
}

#[test]
fn a_code_that_differs_in_case_is_reported_once() {
    let value = "      - { code: CANCELED, docs: \"Cancelled by";
    let twice = format!(
        "      - {{ code: CANCELED, docs: A late one., final: true }}\n{}",
        value.replace("CANCELED", "Canceled")
    );
    let expected = "`CANCELED` and `Canceled` both become the variant `Canceled` in Rust";
    assert_only("centralpay", "resources/refund.yaml", value, &twice, expected);
}

#[test]
fn an_impossible_outcome_of_a_status_is_reported_once() {
    let (from, to) = ("\"200\": { outcome: success, docs: The refund., body: Refund }\n\n  get", "outcome: invalid");
    let to = from.replace("outcome: success", to);
    assert_only("rapyd", "rapyd/refund.yaml", from, &to, "the outcome of the status code 200 cannot be `invalid`");
}

#[test]
fn a_misspelt_declaration_with_one_use_is_corrected() {
    let expected = "`PaymentStats` is declared but never used; `PaymentStatus` is used once but not declared";
    assert_only("mollie", "mollie/payment.yaml", "\n  PaymentStatus:\n", "\n  PaymentStats:\n", expected);
    let used = "unknown type `PaymentStats`";
    assert_only("mollie", "mollie/payment.yaml", "type: PaymentStatus", "type: PaymentStats", used);
}

#[test]
fn a_number_in_place_of_a_name_is_not_quoted() {
    let expected = "expected text, found the number 5";
    for (from, to) in [
        ("type: RefundId, docs: The ID of", "type: 5, docs: The ID of"),
        ("payload: Refund\n", "payload: 5\n"),
        ("name: refund\n", "name: 5\n"),
    ] {
        let run = changed("rapyd", "rapyd/refund.yaml", from, to);
        assert!(run.diagnostics.iter().all(|found| found.patch.is_none()), "{to}\n{}", run.rendered());
        assert_only("rapyd", "rapyd/refund.yaml", from, to, expected);
    }
}

#[test]
fn an_unclosed_text_does_not_include_other_lines() {
    let (from, to) = ("type: Payment, docs", "type: \"Payment, docs");
    assert_only("rapyd", "rapyd/checkout.yaml", from, to, "invalid YAML: missing `\"`");
}

/// Contradictions that only the whole spec reveals.
#[test]
fn contradictions_are_reported() {
    let version = "`/v1` is in both the base URL and the path";
    assert_only("rapyd", "rapyd/refund.yaml", "path: /refunds/{refund}", "path: /v1/refunds/{refund}", version);
    let (from, to) = ("https://api.rapyd.net/v1", "https://sandboxapi.rapyd.net/v1");
    assert_only("rapyd", "rapyd/api.yaml", from, to, "two environments have the same base URL");
    let (from, to) = ("\"404\": { outcome: not-found", "\"404\": { outcome: unauthenticated");
    assert_only("rapyd", "rapyd/api.yaml", from, to, "the status code 404 does not mean `unauthenticated`");
    let (from, to) = ("path: /refunds/{refund}", "path: /rfeunds/{refund}");
    assert_only("rapyd", "rapyd/refund.yaml", from, to, "no other path has the segment `rfeunds`");
    let (from, to) = ("body: \"search<Payment>\"", "body: \"search<Payment>\", items: paymnts");
    assert_only("gocardless", "gocardless/payment.yaml", from, to, "`items` already includes the envelope `payments`");
}
