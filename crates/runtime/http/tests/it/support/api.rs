//! A small API described by hand, as a generator would: payments, card tokens, reports.

use std::borrow::Cow;
use std::sync::Arc;

use payspec_core::{
    ApiSpec, AuthScheme, AuthSpec, BodyFormat, CardNumber, Check, Condition, Empty, EncodeForm, ErrorFormat, ErrorKind,
    Evidence, EvidenceLevel, Form, HeaderUse, IdempotencySpec, Method, Operation, OperationSpec, Profile, ResponseSpec,
    Rule, SuccessSpec, Test,
};
use payspec_http::{Client, ClientBuilder, RetryPolicy};
use serde::{Deserialize, Serialize};

use super::server::Server;

pub(crate) const LOGIN: &str = "merchant-login";
pub(crate) const PASSWORD: &str = "hunter2-password";
/// `LOGIN:PASSWORD`, as HTTP Basic sends it.
pub(crate) const BASIC: &str = "bWVyY2hhbnQtbG9naW46aHVudGVyMi1wYXNzd29yZA==";
pub(crate) const PUBLIC_KEY: &str = "public-key-7f3a";
pub(crate) const HEADER_KEY: &str = "header-key-91bc";
pub(crate) const PAN: &str = "4000000000000002";
pub(crate) const ORIGIN: &str = "https://shop.example";

pub(crate) static API: ApiSpec = API_DATA;

pub(crate) const API_DATA: ApiSpec = ApiSpec {
    name: "testpay",
    title: "Test Pay",
    request_id_header: Some("Request-Id"),
    idempotency: Some(IdempotencySpec { header: "Idempotence-Key", window_seconds: 86_400, reused_codes: &[] }),
    errors: ErrorFormat { fields: Some("errors"), messages: &["message"], ..ErrorFormat::UNKNOWN },
    ..ApiSpec::EMPTY
};

static BASIC_AUTH: AuthSpec =
    AuthSpec { name: "account", scheme: AuthScheme::Basic, setter: "credentials", instead_of: None, signing: None };
static BODY_AUTH: AuthSpec = AuthSpec {
    name: "merchantKey",
    scheme: AuthScheme::BodyParameter { names: &["merchantPublicKey"] },
    setter: "merchant_public_key",
    instead_of: None,
    signing: None,
};
static HEADER_AUTH: AuthSpec = AuthSpec {
    name: "reports",
    scheme: AuthScheme::Header { name: "X-Api-Key", prefix: "" },
    setter: "x_api_key",
    instead_of: None,
    signing: None,
};

pub(crate) const DOCUMENTED: Evidence = Evidence { level: EvidenceLevel::Documented, at: "page 1", note: "" };

pub(crate) const EVIDENCE: Evidence = Evidence { level: EvidenceLevel::Inferred, at: "nowhere", note: "" };

/// An operation from which the others are made.
pub(crate) const PLAIN: OperationSpec = OperationSpec {
    method: Method::Post,
    path: "/",
    body: BodyFormat::Form,
    auth: Some(&BASIC_AUTH),
    changes_state: true,
    evidence: EVIDENCE,
    ..OperationSpec::EMPTY
};

const ORIGIN_HEADER: HeaderUse =
    HeaderUse { name: "Origin", required: true, docs: "Declared in the back office.", value: None, setter: "origin" };

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) id: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) amount: Option<i64>,
}

/// `payment.create`: a form, HTTP Basic, an idempotency key, rules and a profile.
#[derive(Debug, Clone, Default)]
pub(crate) struct CreatePayment {
    pub(crate) amount: i64,
    pub(crate) token: Option<String>,
    pub(crate) card: Option<Card>,
    pub(crate) methods: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) number: CardNumber,
}

impl EncodeForm for Card {
    fn encode_form(&self, form: &mut Form) {
        form.field("number", &self.number);
    }
}

pub(crate) static BY_TELEPHONE: Profile = Profile {
    name: "telephone",
    when: None,
    requires: &["token"],
    forbids: &[],
    because: "nobody reads a card number aloud",
    evidence: None,
};

impl Operation for CreatePayment {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.create",
        path: "/payment",
        idempotency_key: true,
        headers: &[HeaderUse { required: false, ..ORIGIN_HEADER }],
        responses: &[
            ResponseSpec { status: 200, error: None, meaning: "Done." },
            ResponseSpec { status: 402, error: Some(ErrorKind::Declined), meaning: "Refused by the bank." },
            ResponseSpec { status: 418, error: Some(ErrorKind::Invalid), meaning: "Documented, if odd." },
            ResponseSpec { status: 202, error: Some(ErrorKind::Server), meaning: "Documented, if odd." },
        ],
        rules: &[
            Rule {
                name: "amount-range",
                when: None,
                check: Check::Range { field: "amount", min: Some(1), max: None },
                because: "a payment is of something",
                evidence: None,
            },
            Rule {
                name: "note-needs-reason",
                when: Some(Condition { field: "note", is: Test::Present }),
                check: Check::Requires(&["reason"]),
                because: "a note explains a reason",
                evidence: None,
            },
        ],
        profiles: &[BY_TELEPHONE],
        ..PLAIN
    };
    type Output = Payment;

    fn encode(&self, form: &mut Form) {
        form.field("amount", &self.amount).optional("token", self.token.as_ref());
        form.object("card", self.card.as_ref()).list("method", Some(&self.methods));
    }
}

/// A payment that satisfies every rule.
pub(crate) fn payment() -> CreatePayment {
    CreatePayment { amount: 1500, ..CreatePayment::default() }
}

/// A payment for an order.
pub(crate) fn payment_for(order: &str) -> CreatePayment {
    CreatePayment { token: Some(order.to_owned()), ..payment() }
}

/// `token.create`: the key among the parameters, and a header that is required.
pub(crate) struct CreateToken {
    pub(crate) card: Card,
}

impl Operation for CreateToken {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "token.create",
        path: "/cardToken",
        auth: Some(&BODY_AUTH),
        headers: &[ORIGIN_HEADER],
        ..PLAIN
    };
    type Output = Payment;

    fn encode(&self, form: &mut Form) {
        form.object("card", Some(&self.card));
    }
}

pub(crate) fn token() -> CreateToken {
    CreateToken { card: Card { number: PAN.into() } }
}

/// `payment.read`: a GET with a path parameter and a query.
#[derive(Default)]
pub(crate) struct ReadPayment {
    pub(crate) id: String,
    pub(crate) expand: Option<String>,
}

impl Operation for ReadPayment {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.read",
        method: Method::Get,
        changes_state: false,
        path: "/payment/{paymentId}",
        body: BodyFormat::Query,
        ..PLAIN
    };
    type Output = Payment;

    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("paymentId", Cow::Borrowed(&self.id))]
    }

    fn encode(&self, form: &mut Form) {
        form.optional("expand", self.expand.as_ref());
    }
}

pub(crate) fn read(id: &str) -> ReadPayment {
    ReadPayment { id: id.to_owned(), expand: None }
}

/// `payment.cancel`: a POST without a body, whose answer does not matter.
pub(crate) struct CancelPayment(pub(crate) String);

impl Operation for CancelPayment {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.cancel",
        path: "/payment/{paymentId}/cancel",
        body: BodyFormat::None,
        path_evidence: Some(DOCUMENTED),
        success: SuccessSpec::EMPTY,
        ..PLAIN
    };
    type Output = Empty;

    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("paymentId", Cow::Borrowed(&self.0))]
    }

    fn encode(&self, _form: &mut Form) {}
}

/// `payment.execute`: a GET that changes something, as some APIs have them.
pub(crate) struct ExecutePayment(pub(crate) String);

impl Operation for ExecutePayment {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.execute",
        method: Method::Get,
        path: "/payment/{paymentId}/execute",
        body: BodyFormat::None,
        success: SuccessSpec::EMPTY,
        ..PLAIN
    };
    type Output = Empty;

    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![("paymentId", Cow::Borrowed(&self.0))]
    }

    fn encode(&self, _form: &mut Form) {}
}

/// `report.delete`: a DELETE with the key in a header.
pub(crate) struct DeleteReport;

impl Operation for DeleteReport {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "report.delete",
        method: Method::Delete,
        path: "/report",
        body: BodyFormat::None,
        auth: Some(&HEADER_AUTH),
        ..PLAIN
    };
    type Output = Option<Payment>;

    fn encode(&self, _form: &mut Form) {}
}

/// `ping`: open to everyone.
pub(crate) struct Ping;

impl Operation for Ping {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "ping",
        method: Method::Get,
        changes_state: false,
        path: "/ping",
        success: SuccessSpec::EMPTY,
        auth: None,
        body: BodyFormat::None,
        ..PLAIN
    };
    type Output = Empty;

    fn encode(&self, _form: &mut Form) {}
}

/// An operation of an unusual kind, most of which this runtime cannot follow.
pub(crate) struct Odd<const WHICH: u8>;

impl<const WHICH: u8> Operation for Odd<WHICH> {
    const SPEC: &'static OperationSpec = match WHICH {
        0 => &OperationSpec { id: "odd.key-in-json", body: BodyFormat::Json, auth: Some(&BODY_AUTH), ..PLAIN },
        1 => &OperationSpec {
            id: "odd.key-in-query",
            method: Method::Get,
            body: BodyFormat::Query,
            auth: Some(&BODY_AUTH),
            ..PLAIN
        },
        2 => &OperationSpec {
            id: "odd.key-without-body",
            method: Method::Delete,
            body: BodyFormat::None,
            auth: Some(&BODY_AUTH),
            ..PLAIN
        },
        10 => &OperationSpec {
            id: "odd.wrapped-json",
            body: BodyFormat::Json,
            auth: Some(&BODY_AUTH),
            request_wrap: Some("payload.it"),
            ..PLAIN
        },
        11 => {
            &OperationSpec { id: "odd.wrapped-form", auth: Some(&BODY_AUTH), request_wrap: Some("payload.it"), ..PLAIN }
        }
        3 => &OperationSpec { id: "odd.path", path: "/{unknown}", ..PLAIN },
        _ => &OperationSpec {
            id: "odd.header",
            headers: &[HeaderUse { name: "not a header", required: true, docs: "", value: None, setter: "origin" }],
            ..PLAIN
        },
    };
    type Output = serde_json::Value;

    fn encode(&self, _form: &mut Form) {}
}

/// A builder with every credential and header that the API knows. It repeats nothing: that has tests of its own.
pub(crate) fn builder(base_url: impl Into<String>) -> ClientBuilder {
    Client::builder(&API, base_url)
        .basic("account", LOGIN, PASSWORD)
        .parameter("merchantKey", PUBLIC_KEY)
        .secret_header("reports", HEADER_KEY)
        .header("Origin", ORIGIN)
        .retry(RetryPolicy::never())
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server.url()).build().expect("the settings are right")
}

/// A client that fails the test when anything is sent.
pub(crate) fn silent() -> ClientBuilder {
    builder("https://api.example.com").transport(Arc::new(NothingIsSent))
}

struct NothingIsSent;

impl payspec_http::transport::Transport for NothingIsSent {
    fn send(&self, request: payspec_http::transport::HttpRequest) -> payspec_http::transport::TransportFuture<'_> {
        panic!("nothing should have been sent, but {request:?} was")
    }
}
