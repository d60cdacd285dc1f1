//! What a payment request came to, found over real HTTP in both modes: the same result, the same requests, the same
//! waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payspec::centralpay::model::{Currency, PaymentRequest, PaymentRequestId};
use payspec::centralpay::payment_requests::{EndReason, Payment, Settlement, Subject, UnclearReason, settlement};
use payspec::centralpay::polling::Polling;
use payspec::centralpay::testing::VirtualClock;
use payspec::centralpay::{Amount, ClientBuilder, ErrorKind};
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};

const ID: &str = "2bfc4ab4-f878-46b8-8a12-3263d2d28842";
const TOTAL: i64 = 100_000;

fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

/// The request of the sample with other members. `payments`, oldest first, are those of its only payer.
fn request(status: &str, paid: &str, payments: &[(&str, &str)]) -> Value {
    let mut request = object("PAYMENTREQUEST_PAID");
    request["paymentRequestStatus"] = status.into();
    request["paymentStatus"] = paid.into();
    let listed = payments.iter().enumerate().map(|(minute, (method, id))| {
        json!({"uuid": id, "paymentMethod": method, "creationDate": format!("2024-01-15T12:{:02}:00+01:00", minute % 60)})
    });
    request["breakdowns"][0]["payments"] = listed.collect();
    request
}

fn open() -> Value {
    request("ACTIVE", "UNPAID", &[])
}

fn paid_by_cards(ids: &[&str]) -> Value {
    let listed: Vec<_> = ids.iter().map(|id| ("TRANSACTION", *id)).collect();
    request("CLOSED", "PAID", &listed)
}

/// A card payment that pays the request of the sample.
fn card(id: &str, status: &str) -> Value {
    let mut card = object("TRANSACTION_SUCCEEDED");
    for (member, value) in [
        ("transactionId", json!(id)),
        ("transactionStatus", json!(status)),
        ("captureStatus", if status == "SUCCESS" { json!("CAPTURED") } else { Value::Null }),
        ("amount", json!(TOTAL)),
        ("amountCaptured", if status == "SUCCESS" { json!(TOTAL) } else { Value::Null }),
        ("amountRefunded", json!(0)),
        ("currency", json!("EUR")),
        ("paymentRequestId", json!(ID)),
    ] {
        card[member] = value;
    }
    card
}

fn with(mut value: Value, member: &str, new: impl Into<Value>) -> Value {
    value[member] = new.into();
    value
}

/// What the server says: of the request one after the other, the last for ever; of payments always the same.
#[derive(Clone, Default)]
struct Script {
    request: Vec<(u16, Value)>,
    payments: Vec<(String, (u16, Value))>,
    retry_after: Option<&'static str>,
}

impl Script {
    fn new(request: impl IntoIterator<Item = Value>) -> Self {
        let request = request.into_iter().map(|one| (200, one)).collect();
        Self { request, ..Self::default() }
    }

    fn payment(mut self, route: &str, value: Value) -> Self {
        self.payments.push((format!("/{route}"), (200, value)));
        self
    }

    fn card(self, id: &str, value: Value) -> Self {
        self.payment(&format!("transaction/{id}"), value)
    }

    fn start(self) -> Server {
        let reads = AtomicUsize::new(0);
        Server::responding(move |asked| {
            if asked.path == format!("/paymentRequest/{ID}") {
                let number = reads.fetch_add(1, Ordering::SeqCst).min(self.request.len() - 1);
                let (status, body) = &self.request[number];
                let reply = Reply::json(*status, body);
                return match self.retry_after {
                    Some(after) if *status == 429 => reply.header("retry-after", after),
                    _ => reply,
                };
            }
            let found = self.payments.iter().find(|(path, _)| *path == asked.path);
            found.map_or(Reply::json(404, &Value::Null), |(_, (status, body))| Reply::json(*status, body))
        })
    }
}

/// The result, with the requests that were sent and the waits between them.
struct Seen {
    result: Result<Settlement, ErrorKind>,
    asked: Vec<String>,
    waits: Vec<u64>,
}

impl Seen {
    fn unclear(&self) -> UnclearReason {
        match &self.result {
            Ok(Settlement::Unclear(unclear)) => unclear.reason,
            other => panic!("{other:?}"),
        }
    }

    fn ended(&self) -> (EndReason, usize) {
        match &self.result {
            Ok(Settlement::Ended(ended)) => (ended.reason, ended.payments.len()),
            other => panic!("{other:?}"),
        }
    }

    /// The ids of the payments that paid it.
    fn paid(&self) -> Vec<&str> {
        let Ok(Settlement::Paid(paid)) = &self.result else { panic!("{:?}", self.result) };
        let ids = paid.payments.iter().map(|payment| match payment {
            Payment::Card(card) => card.transaction_id.as_str(),
            Payment::BankTransfer(transfer) => transfer.sct_transaction_id.as_str(),
            Payment::DirectDebit(debit) => debit.sdd_transaction_id.as_str(),
            Payment::Installments(plan) => plan.installment_payment_id.as_str(),
            Payment::Subscription(subscription) => subscription.subscription_id.as_str(),
            other => panic!("{other:?}"),
        });
        ids.collect()
    }
}

fn builder(server: &Server, clock: &Arc<VirtualClock>) -> ClientBuilder {
    let clock = Arc::clone(clock);
    ClientBuilder::at(server.url())
        .credentials("login", "password")
        .configure(|http| http.clock(clock as _).jitter(Arc::new(|longest: Duration| longest)))
}

fn watch(script: &Script, subject: impl Into<Subject>, polling: Option<Polling>) -> Seen {
    let subject = subject.into();
    let seen = |server: &Server, clock: &VirtualClock, result: Result<Settlement, payspec::centralpay::Error>| Seen {
        result: result.map_err(|error| error.kind()),
        asked: server.seen().iter().map(|asked| asked.path.clone()).collect(),
        waits: clock.slept().iter().map(Duration::as_secs).collect(),
    };
    let (server, clock) = (script.clone().start(), Arc::new(VirtualClock::new()));
    let client = builder(&server, &clock).build_blocking().expect("complete settings");
    let watch = settlement(&client, subject.clone());
    let blocking = seen(
        &server,
        &clock,
        polling.map_or(watch, |polling| settlement(&client, subject.clone()).poll(polling)).wait(),
    );

    let (server, clock) = (script.clone().start(), Arc::new(VirtualClock::new()));
    let client = builder(&server, &clock).build().expect("complete settings");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let result = runtime.block_on(async move {
        // A task, so the future is known to be `Send`.
        tokio::spawn(async move {
            let watch = settlement(&client, subject);
            match polling {
                Some(polling) => watch.poll(polling).await,
                None => watch.await,
            }
        })
        .await
        .expect("no panic")
    });
    let asynchronous = seen(&server, &clock, result);
    assert_eq!(blocking.result, asynchronous.result);
    assert_eq!((&blocking.asked, &blocking.waits), (&asynchronous.asked, &asynchronous.waits));
    blocking
}

/// Some five rounds, where nothing ends it.
fn poll(script: &Script) -> Seen {
    watch(script, ID, Some(Polling::new().deadline(Duration::from_secs(60))))
}

fn once(script: &Script) -> Seen {
    watch(script, ID, None)
}

#[test]
fn pending_then_paid() {
    let script = Script::new([open(), open(), paid_by_cards(&["t-refused", "t-paid"])])
        .card("t-paid", card("t-paid", "SUCCESS"));
    let seen = poll(&script);
    assert_eq!(seen.paid(), ["t-paid"]);
    assert_eq!(seen.waits, [2, 4]);
    // The newest payment covers the total, so the refused one is not read.
    assert_eq!(seen.asked.iter().filter(|path| path.starts_with("/transaction")).count(), 1);
    assert_eq!(seen.asked.len(), 4);
    assert!(matches!(once(&script).result, Ok(Settlement::Open(_))));
    assert_eq!((once(&script).asked.len(), once(&script).waits.len()), (1, 0), "read once, and nothing waited for");
}

#[test]
fn a_refused_payment_pays_nothing_and_ends_nothing() {
    let refused = card("t-refused", "FAILURE");
    let script = Script::new([
        request("ACTIVE", "UNPAID", &[("TRANSACTION", "t-refused")]),
        // The declined payment has the latest time, but times are not documented to be in order.
        paid_by_cards(&["t-paid", "t-refused"]),
    ])
    .card("t-refused", refused)
    .card("t-paid", card("t-paid", "SUCCESS"));
    let seen = poll(&script);
    assert_eq!(seen.paid(), ["t-paid"]);
    assert_eq!(seen.asked.len(), 4, "{:?}", seen.asked);
}

#[test]
fn only_a_payment_that_proves_it_counts() {
    use UnclearReason::{NoPayment, TooLittle};
    let paid = || card("t-1", "SUCCESS");
    let half = with(with(paid(), "amount", TOTAL / 2), "amountCaptured", TOTAL / 2);
    let part = with(
        with(with(paid(), "partialAuthorized", true), "partialAuthorizedAmount", 1),
        "amountCaptured",
        Value::Null,
    );
    for (payment, reason) in [
        (with(paid(), "paymentRequestId", "another"), NoPayment),
        (with(paid(), "currency", "USD"), NoPayment),
        (with(paid(), "captureStatus", "CANCELED"), NoPayment),
        (with(paid(), "captureStatus", "EXPIRED"), NoPayment),
        (with(paid(), "captureStatus", "UNCAPTURED"), NoPayment),
        (with(paid(), "transactionStatus", "SOMETHING_NEW"), NoPayment),
        (with(paid(), "transactionStatus", Value::Null), NoPayment),
        (card("t-1", "FAILURE"), NoPayment),
        (card("t-1", "FRAUD"), NoPayment),
        (half, TooLittle),
        (part, TooLittle),
        (with(paid(), "amountRefunded", 1), TooLittle),
    ] {
        let script = Script::new([paid_by_cards(&["t-1"])]).card("t-1", payment.clone());
        assert_eq!(once(&script).unclear(), reason, "{payment}");
    }
    let script = Script::new([paid_by_cards(&["t-1"])]).card("t-1", with(paid(), "paymentRequestId", "another"));
    assert_eq!(poll(&script).unclear(), NoPayment, "and it stays so");
    // What the payment does not say is not compared with it: its place in the list stands.
    let silent = with(with(paid(), "paymentRequestId", Value::Null), "captureStatus", Value::Null);
    assert_eq!(once(&Script::new([paid_by_cards(&["t-1"])]).card("t-1", silent)).paid(), ["t-1"]);
    assert_eq!(once(&Script::new([paid_by_cards(&[])])).unclear(), NoPayment);
}

#[test]
fn several_payments_together_cover_the_total() {
    let half = |id| with(with(card(id, "SUCCESS"), "amount", TOTAL / 2), "amountCaptured", TOTAL / 2);
    let script = Script::new([paid_by_cards(&["t-1", "t-2"])]).card("t-1", half("t-1")).card("t-2", half("t-2"));
    assert_eq!(once(&script).paid(), ["t-2", "t-1"]);
    let script = Script::new([paid_by_cards(&["t-1", "t-2"])]).card("t-1", half("t-1"));
    assert_eq!(once(&script).unclear(), UnclearReason::Unread, "one is not found");
}

#[test]
fn other_methods_are_read_by_their_ids() {
    let transfer = |status: &str| {
        let value = with(with(object("SCT_TRANSACTION_RECEIVED"), "sctTransactionId", "p-1"), "amount", TOTAL);
        with(with(value, "currency", "EUR"), "status", status)
    };
    let debit = |status: &str| {
        let value = with(with(object("SDDTRANSACTION_CLEARED"), "sddTransactionId", "p-1"), "amount", TOTAL);
        with(with(value, "currency", "EUR"), "status", status)
    };
    let plan = |status: &str| {
        let value = with(with(object("INSTALLMENTPAYMENT_CREATED"), "installmentPaymentId", "p-1"), "amount", TOTAL);
        with(with(with(value, "currency", "EUR"), "status", status), "paymentRequestId", ID)
    };
    let subscription = |status: &str| {
        let value = with(with(object("SUBSCRIPTION_CREATED"), "subscriptionId", "p-1"), "status", status);
        with(value, "paymentRequestId", ID)
    };
    for (method, route, good, bad) in [
        ("SCT_TRANSACTION", "sctTransaction", transfer("RECEIVED"), transfer("PENDING")),
        ("SCT_TRANSACTION", "sctTransaction", transfer("RECEIVED"), transfer("REFUNDED")),
        ("SDD", "sddTransaction", debit("CLEARED"), debit("ACTIVE")),
        ("SDD", "sddTransaction", debit("CLEARED"), debit("REVERSED")),
        ("INSTALLMENT", "installmentPayment", plan("ACTIVE"), plan("FAILURE")),
        ("INSTALLMENT", "installmentPayment", plan("PAID"), plan("CANCELED")),
        ("SUBSCRIPTION", "subscription", subscription("ACTIVE"), subscription("CANCELED")),
    ] {
        let script = |payment: Value| {
            Script::new([request("CLOSED", "PAID", &[(method, "p-1")])]).payment(&format!("{route}/p-1"), payment)
        };
        assert_eq!(once(&script(good)).paid(), ["p-1"], "{method}");
        assert_eq!(once(&script(bad.clone())).unclear(), UnclearReason::NoPayment, "{bad}");
    }
    let unknown = Script::new([request("CLOSED", "PAID", &[("PAY_BY_BANK", "p-1")])]);
    assert_eq!(once(&unknown).unclear(), UnclearReason::Unread);
}

#[test]
fn a_server_that_fails_is_asked_again_and_not_for_ever() {
    // Each call makes three attempts.
    let mut script = Script::new([]);
    script.request =
        [vec![(500, Value::Null); 4], vec![(200, open()), (503, Value::Null), (200, paid_by_cards(&["t-1"]))]].concat();
    let script = script.card("t-1", card("t-1", "SUCCESS"));
    assert_eq!(poll(&script).paid(), ["t-1"]);
    assert_eq!(once(&script).result, Err(ErrorKind::Server));

    let dead = Script { request: vec![(500, Value::Null)], ..Script::default() };
    let seen = poll(&dead);
    assert_eq!(seen.result, Err(ErrorKind::Server));
    assert!(seen.waits.iter().sum::<u64>() <= 60, "{:?}", seen.waits);

    // The request is read, and its payment fails: it is unclear, and never paid.
    let mut half = Script::new([paid_by_cards(&["t-1"])]);
    half.payments.push(("/transaction/t-1".to_owned(), (500, Value::Null)));
    assert_eq!(poll(&half).unclear(), UnclearReason::Unread);
    assert_eq!(once(&half).result, Err(ErrorKind::Server));
}

#[test]
fn what_reading_again_cannot_help_ends_it_at_once() {
    for (status, kind) in [(404, ErrorKind::NotFound), (401, ErrorKind::Unauthenticated), (403, ErrorKind::Forbidden)] {
        let seen = poll(&Script { request: vec![(status, Value::Null)], ..Script::default() });
        assert_eq!((seen.result, seen.asked.len()), (Err(kind), 1));
    }
    let other = with(open(), "paymentRequestId", "another");
    assert_eq!(poll(&Script::new([other])).result, Err(ErrorKind::WrongObject));
}

#[test]
fn it_ends_at_the_deadline_or_after_the_last_read() {
    let script = Script::new([open()]);
    let seen = watch(&script, ID, Some(Polling::new()));
    assert!(matches!(seen.result, Ok(Settlement::Open(_))));
    assert!(seen.waits.iter().sum::<u64>() <= 600 && seen.asked.len() > 10, "{:?}", seen.waits);

    let seen = watch(&script, ID, Some(Polling::new().max_reads(3)));
    assert_eq!(seen.asked.len(), 3);
    // Without any wait the number of reads is the only bound.
    let hasty = Polling::new().waits(Duration::ZERO, Duration::ZERO).deadline(Duration::MAX).max_reads(7);
    assert_eq!(watch(&script, ID, Some(hasty)).asked.len(), 7);
    // Bounds that allow nothing allow the first read.
    let none = watch(&script, ID, Some(Polling::new().deadline(Duration::ZERO).max_reads(0)));
    assert!(matches!(none.result, Ok(Settlement::Open(_))) && none.asked.len() == 1);

    // Somebody has tried a thousand cards on the page.
    let ids: Vec<String> = (0..1000).map(|number| format!("t-{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut tested = Script::new([paid_by_cards(&ids)]);
    for id in ids {
        tested = tested.card(id, card(id, "FAILURE"));
    }
    let seen = watch(&tested, ID, Some(Polling::new().max_reads(20)));
    assert_eq!((seen.unclear(), seen.asked.len()), (UnclearReason::Unread, 20));
}

#[test]
fn a_retry_after_is_waited_for() {
    let mut script = Script::new([]);
    script.request = vec![(429, Value::Null), (200, paid_by_cards(&["t-1"]))];
    script.retry_after = Some("45");
    let script = script.card("t-1", card("t-1", "SUCCESS"));
    let seen = poll(&script);
    assert_eq!((seen.paid(), &seen.waits[..]), (vec!["t-1"], &[45][..]));
}

#[test]
fn an_end_is_reported_with_its_reason() {
    let refused = &[("TRANSACTION", "t-1")][..];
    let ended =
        |status: &str, paid: &str| Script::new([request(status, paid, refused)]).card("t-1", card("t-1", "FAILURE"));
    assert_eq!(poll(&ended("CANCELED", "UNPAID")).ended(), (EndReason::Canceled, 1));
    assert_eq!(poll(&ended("CLOSED", "UNPAID")).ended(), (EndReason::Closed, 1));
    assert_eq!(poll(&ended("CLOSED", "PARTIALLY_PAID")).ended(), (EndReason::PartlyPaid, 1));
    let dates = |ended: &str| {
        let request = with(request("CANCELED", "UNPAID", &[]), "linkExpirationDate", "2025-01-14T12:34:44+01:00");
        Script::new([with(request, "endingDate", ended)])
    };
    assert_eq!(poll(&dates("2025-01-14T11:34:44Z")).ended(), (EndReason::Expired, 0));
    assert_eq!(poll(&dates("2025-01-14T11:34:43Z")).ended(), (EndReason::Canceled, 0));
    // A debit is still processed, and a payer is still there.
    for (status, paid) in
        [("CLOSED", "ACCEPTED"), ("ACTIVE", "PARTIALLY_PAID"), ("SOMETHING_NEW", "UNPAID"), ("ACTIVE", "NEW")]
    {
        assert!(matches!(poll(&ended(status, paid)).result, Ok(Settlement::Open(_))), "{status} {paid}");
    }
    // Money that came although the request has ended is never told as an end.
    let late = Script::new([request("CANCELED", "UNPAID", refused)]).card("t-1", card("t-1", "SUCCESS"));
    assert_eq!(poll(&late).unclear(), UnclearReason::PaidAndEnded);
    let waiting = with(card("t-1", "SUCCESS"), "captureStatus", "UNCAPTURED");
    let waiting = Script::new([request("CANCELED", "UNPAID", refused)]).card("t-1", waiting);
    assert!(matches!(poll(&waiting).result, Ok(Settlement::Open(_))));
    assert_eq!(poll(&Script::new([request("CANCELED", "UNPAID", refused)])).unclear(), UnclearReason::Unread);
    assert_eq!(poll(&Script::new([paid_by_cards(&[])]).card("t-1", Value::Null)).unclear(), UnclearReason::NoPayment);
    let odd = Script::new([request("CANCELED", "PAID", refused)]);
    assert_eq!(poll(&odd).unclear(), UnclearReason::PaidAndEnded);
}

#[test]
fn the_total_is_the_one_that_was_asked_for() {
    let script = Script::new([paid_by_cards(&["t-1"])]).card("t-1", card("t-1", "SUCCESS"));
    let asked = |member: &str, value: Value| -> PaymentRequest {
        serde_json::from_value(with(open(), member, value)).expect("a payment request")
    };
    let same = asked("totalAmount", TOTAL.into());
    assert_eq!(watch(&script, &same, None).paid(), ["t-1"]);
    for other in [asked("totalAmount", (TOTAL + 1).into()), asked("currency", "USD".into())] {
        let seen = watch(&script, &other, Some(Polling::new()));
        assert_eq!((seen.unclear(), seen.asked.len()), (UnclearReason::OtherTotal, 1));
    }
    // The same with an id.
    let (server, clock) = (script.start(), Arc::new(VirtualClock::new()));
    let client = builder(&server, &clock).build_blocking().expect("complete settings");
    let watch = settlement(&client, PaymentRequestId::from(ID)).expecting(Amount::from_minor(TOTAL), Currency::USD);
    assert!(matches!(watch.wait(), Ok(Settlement::Unclear(unclear)) if unclear.reason == UnclearReason::OtherTotal));
}
