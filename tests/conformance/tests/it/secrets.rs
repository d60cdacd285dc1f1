//! Nothing that the client prints or logs while it handles payments has a secret in it: not the number of the card, its
//! code, the one-time password, the login's password, or a token that can be charged.
//!
//! Everything is looked at: `Debug` and `Display` of all that a caller holds, errors with their causes, panics made of
//! them, and every line that this library or the HTTP stack below it logs, at the most talkative level.

use std::cell::RefCell;
use std::error::Error as _;
use std::fmt::{Debug, Display, Write as _};
use std::io;
use std::sync::OnceLock;

use payspec::centralpay::direct_debit::{self, DebitStep, Debtor, MandateSignature, MandateStep};
use payspec::centralpay::model::*;
use payspec::centralpay::webhook::decode;
use payspec::centralpay::{Amount, Client, ClientBuilder, Error};
use payspec_http::RetryPolicy;
use serde_json::{Value, json};

use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};

const PAN: &str = "4000001000000067";
const CVC: &str = "9173";
const OTP: &str = "582046";
const LOGIN: &str = "shop-login-x1";
const PASSWORD: &str = "correct-horse-battery";
/// `LOGIN:PASSWORD`, as HTTP Basic sends it.
const BASIC: &str = "c2hvcC1sb2dpbi14MTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=";
const IBAN: &str = "FR7630006000011234567890189";
const EMAIL: &str = "jane.x7@example.com";

thread_local! {
    static TOLD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Notes what a program could print.
fn told(text: impl Display) {
    TOLD.with_borrow_mut(|told| writeln!(told, "{text}").expect("a String takes it"));
}

fn shown<T: Debug>(value: T) -> T {
    told(format_args!("{value:?} {value:#?}"));
    value
}

/// What a program does that trusts in its calls.
fn expect_paid(end: Result<(), Error>) {
    end.expect("paid");
}

/// An error in every form, with its causes, and the panic that `expect` makes of it.
fn shown_error(error: Error) {
    told(format_args!("{error} {error:?} {error:#?}"));
    let mut source = error.source();
    while let Some(cause) = source {
        told(format_args!("{cause} {cause:?}"));
        source = cause.source();
    }
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| expect_paid(Err(error))));
    let payload = panic.expect_err("it is an error");
    told(payload.downcast_ref::<String>().expect("a text"));
}

/// Every line that is logged on this thread, of `tracing` and of `log`. What is logged where is cached for the whole
/// process, so the listener is one for all threads.
fn listen() {
    struct Lines;
    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            told(String::from_utf8_lossy(bytes));
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(|| {
        use tracing_subscriber::fmt::format::FmtSpan;
        tracing_subscriber::fmt()
            .with_writer(|| Lines)
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .without_time()
            .init();
    });
}

/// Whether a line holds a secret. The digits of a short one may stand in a longer number, such as a duration, by chance.
fn tells(line: &str, secret: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    line.match_indices(secret).any(|(at, _)| {
        let (before, after) = (line.as_bytes()[..at].last(), line.as_bytes().get(at + secret.len()));
        !secret.bytes().all(|byte| byte.is_ascii_digit()) || !(is_digit(before) || is_digit(after))
    })
}

fn object(name: &str) -> Value {
    let sample = files::one("webhooks", name);
    sample.get("object").cloned().unwrap_or(sample)
}

fn id(object: &Value, name: &str) -> String {
    object[name].as_str().expect("an id").to_owned()
}

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::at(server.url())
        .credentials(LOGIN, PASSWORD)
        .merchant_public_key("public-key-7f3a")
        .configure(|http| http.retry(RetryPolicy::new().delays(std::time::Duration::ZERO, std::time::Duration::ZERO)))
}

/// A card payment from the card to its webhook: accepted, refused, invalid, broken rules, a server that fails and says
/// what was sent.
async fn pay_by_card() -> Vec<String> {
    let token = object("CARDTOKEN_CREATED");
    let token_id = id(&token, "cardTokenId");
    let refused = object("TRANSACTION_FAILED");
    let server = Server::start([
        ("POST /cardToken".to_owned(), (200, token)),
        ("POST /3ds2/versioning".to_owned(), (200, files::one("responses", "three-ds-versioning-with-method"))),
        ("POST /transaction".to_owned(), (200, object("TRANSACTION_SUCCEEDED"))),
        ("POST /refund".to_owned(), (500, json!({"errors": {"card": PAN}, "message": format!("no: {PAN} {CVC}")}))),
        ("POST /credit".to_owned(), (402, refused)),
    ]);
    let client: Client = shown(shown(builder(&server)).build().expect("complete settings"));
    let card = shown(
        CardDetails::new(CardDetailsRequired {
            number: PAN.into(),
            expiration_month: "12".into(),
            expiration_year: "2031".into(),
        })
        .cvc(CVC)
        .holder_email(EMAIL),
    );
    let params = shown(CreateCardToken::new().card(card.clone()));
    let call = shown(client.card_tokens().create(params).header("Origin", "https://shop.example"));
    let token = shown(call.send().await.expect("a token")).value;
    shown(client.three_ds().versioning(CheckThreeDsVersion::new(PAN)).await.expect("enrolled"));

    let pay = || {
        CreateTransaction::new(CreateTransactionRequired {
            amount: Amount::from_minor(1500),
            currency: Currency::EUR,
            point_of_sale_id: "point-of-sale".into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .card_token_id(token.card_token_id.clone())
    };
    shown(shown(client.transactions().create(shown(pay()))).send().await.expect("paid"));
    // Two sources of card: broken before anything is sent.
    shown_error(client.transactions().create(pay().card(card)).await.expect_err("one card too many"));
    // The answer repeats what was sent, in all places that it has.
    let refund = CreateRefund::new().transaction_id(token_id.as_str()).amount(Amount::from_minor(1));
    let failed = client.refunds().create(refund).await.expect_err("the server fails");
    assert!(
        failed.message().is_some_and(|message| message.contains(PAN)),
        "what the API says is there to be asked for"
    );
    shown_error(failed);
    shown_error(client.transactions().get(token_id.as_str()).await.expect_err("there is no such payment"));
    // A connection that breaks.
    let gone = server.url();
    drop(server);
    let client = ClientBuilder::at(gone).credentials(LOGIN, PASSWORD).build().expect("complete settings");
    shown_error(
        client.transactions().create(pay()).deadline(std::time::Duration::from_millis(50)).await.expect_err("gone"),
    );

    for name in ["TRANSACTION_SUCCEEDED", "CARDTOKEN_CREATED", "CUSTOMER_OTP"] {
        shown(decode(files::one("webhooks", name).to_string().as_bytes()));
    }
    vec![token_id]
}

/// A mandate that is signed and a debit that is confirmed, with a password of one use each.
async fn debit_an_account() {
    let (unsigned, unconfirmed) = (object("MANDATE_CREATED"), object("SDDTRANSACTION_CREATED"));
    let (mandate, debit) = (id(&unsigned, "mandateId"), id(&unconfirmed, "sddTransactionId"));
    let server = Server::start([
        ("POST /bankAccount".to_owned(), (200, object("BANKACCOUNT_ACCEPTED"))),
        ("POST /mandate".to_owned(), (200, unsigned)),
        (format!("POST /mandate/{mandate}/sign"), (200, object("MANDATE_SIGNED"))),
        ("POST /sddTransaction".to_owned(), (200, unconfirmed)),
        (format!("POST /sddTransaction/{debit}/validate"), (400, json!({"errors": {"otp": OTP}}))),
    ]);
    let client = builder(&server).build().expect("complete settings");
    let params = shown(direct_debit::bank_account(direct_debit::CustomerBankAccount {
        customer: "c-1".into(),
        iban: IBAN.into(),
        bic: "AGRIFRPP".into(),
        owner: "Jane Doe".into(),
    }));
    let account = shown(client.bank_accounts().create(params).await.expect("an account"));
    let debtor = shown(Debtor { phone: "+33600000000".to_owned(), email: EMAIL.to_owned() });
    let params = direct_debit::mandate(
        &account,
        &debtor,
        direct_debit::MandateTerms {
            creditor: "ics-1".into(),
            reference: "RUM-0001".into(),
            payment_type: "PUCT".into(),
        },
    )
    .expect("a mandate");
    let step = MandateStep::of(&shown(client.mandates().create(shown(params)).await.expect("a mandate")));
    let Ok(MandateStep::SignatureNeeded(unsigned)) = shown(step) else { panic!("it is to be signed") };
    let call = shown(client.mandates().sign(shown(
        unsigned.sign(shown(MandateSignature { password: OTP.into(), end_user_ip: "203.0.113.7".into() })),
    )));
    let Ok(MandateStep::Active(active)) = shown(MandateStep::of(&call.await.expect("signed"))) else {
        panic!("active")
    };
    let params = active.debit(direct_debit::DebitTerms {
        amount: Amount::from_minor(12),
        on: "2024-01-26".into(),
        reference: "INV-1".into(),
        text: "Membership".into(),
        point_of_sale: "p-1".into(),
        end_user_ip: "203.0.113.7".into(),
    });
    let step = DebitStep::of(&client.sdd_transactions().create(shown(params)).await.expect("a debit"));
    let Ok(DebitStep::ConfirmationNeeded(unconfirmed)) = step else { panic!("it is to be confirmed") };
    let call = shown(client.sdd_transactions().validate(shown(unconfirmed.confirm(OTP))));
    shown_error(call.await.expect_err("the password is wrong"));
}

const API_KEY: &str = "api-key-55f1-77";
const CLIENT_SECRET: &str = "client-secret-31aa";
const ACCESS_TOKEN: &str = "access-token-9c2e";
const CLIENT_TOKEN: &str = "client-token-4b7d";
const SIGNING_SECRET: &str = "signing-secret-0d9b";
const PHONE: &str = "0504315545";

/// The other ways to authenticate: keys in a body, a header, or exchanged for a token that travels in a header or in the
/// address; and secrets of webhooks.
async fn authenticate_in_other_ways() {
    let server = Server::responding(|request| {
        let said = json!({"code": "705", "error": {"description": format!("{API_KEY} {ACCESS_TOKEN}")}});
        match request.path.split('?').next().unwrap_or_default() {
            "/auth/login" => Reply::json(200, &json!({"code": 0, "data": {"token": ACCESS_TOKEN}})),
            path if path.ends_with("/token") => Reply::json(200, &json!({"access_token": ACCESS_TOKEN})),
            "/v1/orders/o-1" => Reply::json(307, &said),
            "/client-session" => Reply::json(200, &json!({"orderId": "order-1"})),
            _ => Reply::json(200, &said),
        }
    });
    let cinetpay = payspec::cinetpay::ClientBuilder::at(server.url()).transfers_at(server.url());
    let cinetpay =
        shown(shown(cinetpay.merchant(API_KEY, "445160").transfers(API_KEY, PASSWORD)).build().expect("set"));
    // A token that is refused, and the one after it as well.
    shown_error(cinetpay.transfers().get_balance().await.expect_err("expired twice"));
    let transfer = payspec::cinetpay::model::NewTransfer::new(payspec::cinetpay::model::NewTransferRequired {
        prefix: "225".into(),
        phone: PHONE.into(),
        amount: 500,
        client_transaction_id: "P-1".into(),
        notify_url: "https://shop.example/t".into(),
    });
    let send = shown(payspec::cinetpay::model::SendTransfer::new([shown(transfer)]));
    shown_error(shown(cinetpay.transfers().send(send)).await.expect_err("expired twice"));

    let lyra = payspec::lyra_marketplace::ClientBuilder::at(format!("{}/v1", server.url())).accounts_at(server.url());
    let lyra = shown(shown(lyra.api_key(LOGIN, CLIENT_SECRET)).build().expect("set"));
    shown_error(lyra.orders().get("o-1").await.expect_err("expired twice"));

    let primer =
        shown(shown(payspec::primer::ClientBuilder::at(server.url()).x_api_key(API_KEY)).build().expect("set"));
    let session = shown(payspec::primer::model::GetClientSession::new(CLIENT_TOKEN));
    shown(shown(primer.client_sessions().get(session)).send().await.expect("a session"));

    let body = files::text_of("cinetpay", "webhooks", "payment.form");
    let verifier = shown(payspec::cinetpay::webhook::Verifier::new(SIGNING_SECRET).or_secret(CLIENT_SECRET));
    told(shown(verifier.verify([("x-token", "0".repeat(64))], body.as_str())).expect_err("it is signed by another"));
    shown(payspec::cinetpay::webhook::decode(body));
    shown(payspec::primer::webhook::decode(files::text_of("primer", "webhooks", "PAYMENT.STATUS.json")));
}

#[tokio::test]
async fn nothing_that_is_printed_or_logged_holds_a_secret() {
    listen();
    let tokens = pay_by_card().await;
    debit_an_account().await;
    authenticate_in_other_ways().await;
    let told = TOLD.take();
    let secrets =
        [PAN, CVC, OTP, PASSWORD, LOGIN, BASIC, IBAN, EMAIL].into_iter().chain(tokens.iter().map(String::as_str));
    let others = [API_KEY, CLIENT_SECRET, ACCESS_TOKEN, CLIENT_TOKEN, SIGNING_SECRET, PHONE, "jane@example.com"];
    let secrets = secrets.chain(others);
    for secret in secrets {
        let line = told.lines().find(|line| tells(line, secret));
        assert_eq!(line, None, "`{secret}` is told");
    }
    // The search would find something if it were there.
    assert!(told.len() > 20_000, "only {} bytes were told", told.len());
    for name in ["transaction.create", "mandate.sign", "[redacted]", "Origin", "HTTP 500", "after 3 attempts"] {
        assert!(told.contains(name), "`{name}` is not told");
    }
    if cfg!(feature = "tracing") {
        for name in ["payspec.call", "url.template", "payspec.outcome", "http.request.resend_count"] {
            assert!(told.contains(name), "`{name}` is not logged");
        }
    }
}
