//! Operations: constant descriptions, and validation without I/O.

use std::borrow::Cow;

use payspec_core::{
    ApiSpec, AuthScheme, AuthSpec, BodyFormat, Check, Condition, Empty, EnvironmentSpec, ErrorFormat, Evidence,
    EvidenceLevel, Form, HeaderUse, IdempotencySpec, KnownValues, ListStyle, Metadata, Method, Operation,
    OperationSpec, Profile, ResponseSpec, Rule, SuccessSpec, Test,
};

/// A whole API as a `static`, as generated code writes it.
static API: ApiSpec = ApiSpec {
    name: "demo",
    title: "Demo",
    environments: &[EnvironmentSpec { name: "test", base_url: "https://test.example.com" }],
    services: &[],
    auth: &[],
    lists: ListStyle::Brackets,
    content_type_without_body: None,
    request_id_header: Some("Request-Id"),
    idempotency: Some(IdempotencySpec { header: "Idempotence-Key", window_seconds: 86_400, reused_codes: &[] }),
    errors: ErrorFormat { fields: Some("errors"), messages: &["message"], ..ErrorFormat::UNKNOWN },
    operations: &[],
};

static AUTH: AuthSpec =
    AuthSpec { name: "merchant", scheme: AuthScheme::Basic, setter: "credentials", instead_of: None, signing: None };
static KEY: AuthSpec = AuthSpec {
    name: "key",
    scheme: AuthScheme::BodyParameter { names: &["publicKey"] },
    setter: "key",
    instead_of: None,
    signing: None,
};
static HEADER: AuthSpec = AuthSpec {
    name: "key",
    scheme: AuthScheme::Header { name: "X-Key", prefix: "" },
    setter: "key",
    instead_of: None,
    signing: None,
};

static EVIDENCE: Evidence = Evidence { level: EvidenceLevel::Documented, at: "line 1", note: "" };

static MOTO: Profile = Profile {
    name: "moto",
    when: Some(Condition { field: "source", is: Test::OneOf(&["MO"]) }),
    requires: &["reason"],
    forbids: &[],
    because: "the bank asks",
    evidence: None,
};

static CANCEL: OperationSpec = OperationSpec {
    id: "transaction.cancel",
    method: Method::Post,
    path: "/transaction/{transactionId}/cancel",
    body: BodyFormat::Form,
    request_wrap: None,
    response_wrap: None,
    query: &[],
    service: None,
    auth: Some(&AUTH),
    idempotency_key: true,
    changes_state: true,
    paging: None,
    item_id: &[],
    items: None,
    headers: &[HeaderUse { name: "Origin", required: false, docs: "the page", value: None, setter: "origin" }],
    responses: &[ResponseSpec { status: 200, error: None, meaning: "Cancelled." }],
    reasons: &[],
    preconditions: &[],
    success: SuccessSpec::ANY,
    success_by_status: &[],
    success_codes: None,
    warnings: &[Rule {
        name: "round-amount",
        when: Some(Condition { field: "source", is: Test::NoneOf(&["MO"]) }),
        check: Check::MultipleOf { field: "amount", of: 5 },
        because: "tills are round",
        evidence: None,
    }],
    known_values: &[
        KnownValues { field: "source", of: "Source", values: &["MO", "TO", "EC"], also: &[], sensitive: false },
        KnownValues { field: "transactionId", of: "Kind", values: &["t-1"], also: &[], sensitive: true },
    ],
    rules: &[Rule {
        name: "amount-range",
        when: None,
        check: Check::Range { field: "amount", min: Some(1), max: None },
        because: "there is nothing to cancel below a cent",
        evidence: None,
    }],
    profiles: &[MOTO],
    evidence: EVIDENCE,
    path_evidence: Some(Evidence { level: EvidenceLevel::Inferred, ..EVIDENCE }),
};

#[derive(Default)]
struct Cancel {
    transaction_id: &'static str,
    amount: i64,
    source: Option<&'static str>,
    data: Metadata,
}

impl Operation for Cancel {
    const SPEC: &'static OperationSpec = &CANCEL;
    type Output = Empty;

    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("transactionId", self.transaction_id.into())]
    }

    fn encode(&self, form: &mut Form) {
        form.field("amount", &self.amount).optional("source", self.source.as_ref());
        form.map("data", Some(&self.data));
    }
}

fn valid() -> Cancel {
    Cancel { transaction_id: "t-1", amount: 5, ..Cancel::default() }
}

#[test]
fn a_path_is_known_as_its_operation_unless_the_spec_says_otherwise() {
    let level = |spec: &OperationSpec| spec.path_evidence().level;
    assert_eq!(level(&CANCEL), EvidenceLevel::Inferred);
    assert_eq!(level(&OperationSpec { path_evidence: None, ..OperationSpec::EMPTY }), Evidence::NONE.level);
    let known = Evidence { level: EvidenceLevel::Sample, ..EVIDENCE };
    assert_eq!(level(&OperationSpec { evidence: known, ..OperationSpec::EMPTY }), EvidenceLevel::Sample);
}

#[test]
fn a_valid_operation_passes() {
    assert_eq!(valid().validate(), Ok(()));
}

#[test]
fn rules_and_profiles_are_checked() {
    let message = |operation: &Cancel, profile| operation.validate_for(profile).unwrap_err().to_string();
    assert_eq!(
        message(&Cancel { amount: 0, ..valid() }, None),
        "`amount`: is below the allowed range; set an integer of at least 1 \
         [amount-range: there is nothing to cancel below a cent]",
    );
    let moto = "`reason`: is missing; set it (applies because `source` is MO) [moto: the bank asks]";
    assert_eq!(message(&Cancel { source: Some("MO"), ..valid() }, None), moto);
    assert_eq!(message(&valid(), Some(&MOTO)), "`reason`: is missing; set it [moto: the bank asks]");
}

#[test]
fn what_is_doubtful_is_reported_and_not_refused() {
    let odd = Cancel { amount: 7, ..valid() };
    assert_eq!(odd.validate(), Ok(()));
    let warnings = odd.warnings().expect("it is odd").to_string();
    assert_eq!(
        warnings,
        "`amount`: is not a multiple of 5; set one that is (applies because `source` is not MO) \
         [round-amount: tills are round]",
    );
    assert_eq!(valid().warnings(), None);
    assert_eq!(Cancel { amount: 7, source: Some("MO"), ..valid() }.warnings(), None, "the condition does not hold");
    assert!(Cancel { amount: 7, source: Some("TO"), ..valid() }.warnings().is_some());
}

#[test]
fn values_that_nobody_knows_are_reported_and_not_refused() {
    let told = |operation: Cancel| {
        assert_eq!(operation.validate(), Ok(()));
        operation.warnings().expect("nobody knows it").to_string()
    };
    assert_eq!(
        told(Cancel { source: Some("ECOM"), amount: 5, ..valid() }),
        "`source`: is not a known value of `Source`; did you mean `EC`? [unknown-value]",
    );
    assert_eq!(
        told(Cancel { source: Some("QQ"), ..valid() }),
        "`source`: is not a known value of `Source`; known are MO, TO, EC [unknown-value]",
    );
    // One in the path, and what is close to a secret is not said.
    assert_eq!(
        told(Cancel { transaction_id: "T-1", ..valid() }),
        "`transactionId`: is not a known value of `Kind`; known are t-1 [unknown-value]",
    );
    // Next to rules that warn, which come first.
    let both = told(Cancel { source: Some("QQ"), amount: 7, ..valid() });
    assert!(both.find("round-amount") < both.find("unknown-value"), "{both}");
    assert_eq!(Cancel { source: Some("TO"), ..valid() }.warnings(), None);
    assert_eq!(Cancel { source: Some(""), ..valid() }.warnings(), None, "an empty text is no value");
}

#[test]
fn path_parameters_that_lead_elsewhere_are_refused() {
    for id in ["", " ", ".", ".."] {
        let violations = Cancel { transaction_id: id, ..valid() }.validate().unwrap_err();
        let first = violations.iter().next().unwrap();
        assert_eq!((first.fields(), first.rule()), (&["transactionId".to_owned()][..], "path-parameter"), "{id}");
    }
    for id in ["...", "a/b", "%2e%2e"] {
        assert_eq!(Cancel { transaction_id: id, ..valid() }.validate(), Ok(()), "{id}");
    }
}

#[test]
fn fields_that_cannot_be_written_are_violations() {
    let operation = Cancel { data: [("a]b", "s3cret")].into_iter().collect(), ..valid() };
    let message = operation.validate().unwrap_err().to_string();
    assert!(message.starts_with("`data[a]b]`: the key is empty or contains a bracket"), "{message}");
    assert!(!message.contains("s3cret"), "{message}");
}

#[test]
fn descriptions_can_be_searched() {
    assert_eq!(CANCEL.response(200).expect("it is described").error, None);
    assert_eq!(CANCEL.response(404), None);
    assert_eq!(CANCEL.profile("moto"), Some(&MOTO));
    assert_eq!(CANCEL.profile("none"), None);
    assert_eq!(API.environments[0].name, "test");
    assert_ne!(KEY, HEADER);
    let methods = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    assert_eq!(methods.map(Method::as_str), ["GET", "POST", "PUT", "PATCH", "DELETE"]);
    assert!(EvidenceLevel::Documented < EvidenceLevel::Inferred);
}

#[test]
fn parameters_without_a_path_need_no_more_than_encode() {
    struct Ping;
    impl Operation for Ping {
        const SPEC: &'static OperationSpec = &OperationSpec { rules: &[], profiles: &[], ..CANCEL_COPY };
        type Output = Empty;

        fn encode(&self, _form: &mut Form) {}
    }
    const CANCEL_COPY: OperationSpec = CANCEL;
    assert!(Ping.path_parameters().is_empty());
    assert_eq!(Ping.validate(), Ok(()));
}

/// What a call adds to the parameters of its operation is checked and sent as part of them.
#[test]
fn parameters_take_further_ones_and_print_no_value() {
    let operation = Cancel { data: [("a]b", "s3cret")].into_iter().collect(), source: Some("TO"), ..valid() };
    let mut encoded = operation.encoded();
    encoded.extend(&Form::from_pairs([("amount", "0"), ("tag[]", "a"), ("tag[]", "b"), ("amount", "-3")]));
    let form = encoded.as_form().expect("it is a form");
    let pairs: Vec<_> = form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [("source", "TO"), ("data[a]b]", "s3cret"), ("tag[]", "a"), ("tag[]", "b"), ("amount", "-3")];
    assert_eq!(pairs, expected);
    let found = operation.validate_encoded(&encoded, None).expect_err("two things are wrong").to_string();
    assert!(found.contains("form-encoding") && found.contains("amount-range"), "{found}");
    assert!(!format!("{encoded:?}").contains("s3cret"), "{encoded:?}");
    assert_eq!((encoded.text("amount"), encoded.has("source"), encoded.has("reason")), (Some("-3"), true, false));
}
