//! The extractors and layers, behind real servers of axum and actix on a local port: what reaches a handler, and what does not.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::{App as ActixApp, HttpResponse, HttpServer, web};
use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::post;
use payspec_webhook::testing::SignedDelivery;
use payspec_webhook::{CustomVerifyError, DeliveryTarget, Rejection, VerifyError};
use showcase_webhook::Claimed;
use stripe_webhook::Verified;

const NOW: u64 = 1_795_946_400;
const SECRET: &str = "whsec_a-secret";
const WAX: &str = "wax_c2VjcmV0IHdheCBvZiB0aGUgY291cmllcnM=";
const REFUNDED: &str = r#"{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge"}}}"#;
const ANNOUNCED: &str = r#"{"type":"PARCEL_ANNOUNCED","object":{"parcelId":"p-1"}}"#;
const LETTER: &str = r#"{"kind":"letter.arrived","id":"e-1","letter":{"letterId":"l-1","to":"Ada"}}"#;

/// What handlers were given, in their order.
type Seen = Arc<Mutex<Vec<String>>>;

fn see(seen: &Seen, what: &str) {
    seen.lock().expect("no handler panics").push(what.to_owned());
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[derive(Clone)]
struct State {
    stripe: stripe_webhook::Verifier,
    sealed: showcase_sealed_webhook::Verifier,
    seen: Seen,
}

impl State {
    fn new() -> Self {
        Self {
            stripe: stripe_webhook::Verifier::new(SECRET).configure(|runtime| runtime.clock(|| at(NOW))),
            sealed: showcase_sealed_webhook::Verifier::new(WAX)
                .configure(|runtime| runtime.clock(|| at(NOW)).origin("https://shop.example")),
            seen: Seen::default(),
        }
    }
}

impl FromRef<State> for stripe_webhook::Verifier {
    fn from_ref(state: &State) -> Self {
        state.stripe.clone()
    }
}

impl FromRef<State> for showcase_sealed_webhook::Verifier {
    fn from_ref(state: &State) -> Self {
        state.sealed.clone()
    }
}

fn of_claim(claim: &showcase_webhook::Claim<showcase_webhook::Event>) -> String {
    use showcase_webhook::Event;
    let read = match claim.unverified() {
        Event::ParcelAnnounced(event) => event.refetch(),
        _ => claim.refetch::<showcase_model::Parcel>(),
    };
    format!("claims {:?}, read {:?}", claim.unverified().event_type(), read.map(|read| read.parcel_id))
}

mod on_tower;

mod on_axum {
    use super::*;
    use axum::extract::State as Given;

    async fn stripe(Given(state): Given<State>, Verified(event): Verified<stripe_webhook::Verifier>) -> StatusCode {
        see(&state.seen, event.event_id().unwrap_or_default());
        StatusCode::NO_CONTENT
    }

    async fn small(Given(state): Given<State>, Verified(event): Verified<stripe_webhook::Verifier, 64>) {
        see(&state.seen, event.event_id().unwrap_or_default());
    }

    async fn sealed(Given(state): Given<State>, Verified(event): Verified<showcase_sealed_webhook::Verifier>) {
        see(&state.seen, event.event_id().unwrap_or_default());
    }

    async fn claim(Given(state): Given<State>, Claimed(claim): Claimed<showcase_webhook::Event>) {
        see(&state.seen, &of_claim(&claim));
    }

    pub(super) fn serve(state: State) -> SocketAddr {
        let hooks = Router::new().route("/letters", post(sealed));
        let app = Router::new()
            .route("/stripe", post(stripe))
            .route("/small", post(small))
            .route("/claims", post(claim))
            .nest("/hooks", hooks)
            .with_state(state);
        run(app)
    }

    pub(super) fn run(app: Router) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("a listener of tokio");
        let address = listener.local_addr().expect("it is bound");
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, app).await.expect("it serves");
            });
        });
        address
    }
}

mod on_actix {
    use super::*;

    type Given = web::Data<Seen>;

    async fn stripe(seen: Given, Verified(event): Verified<stripe_webhook::Verifier>) -> HttpResponse {
        see(&seen, event.event_id().unwrap_or_default());
        HttpResponse::NoContent().finish()
    }

    async fn small(seen: Given, Verified(event): Verified<stripe_webhook::Verifier, 64>) -> HttpResponse {
        see(&seen, event.event_id().unwrap_or_default());
        HttpResponse::Ok().finish()
    }

    async fn sealed(seen: Given, Verified(event): Verified<showcase_sealed_webhook::Verifier>) -> HttpResponse {
        see(&seen, event.event_id().unwrap_or_default());
        HttpResponse::Ok().finish()
    }

    async fn unset(_: Verified<gocardless_webhook::Verifier>) -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    async fn taken(_: web::Bytes, _: Verified<stripe_webhook::Verifier>) -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    async fn taken_claims(_: web::Bytes, _: Claimed<showcase_webhook::Event>) -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    async fn claim(seen: Given, Claimed(claim): Claimed<showcase_webhook::Event>) -> HttpResponse {
        see(&seen, &of_claim(&claim));
        HttpResponse::Ok().finish()
    }

    pub(super) fn serve(state: State) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let app = move || {
                    ActixApp::new()
                        .app_data(web::Data::new(state.stripe.clone()))
                        .app_data(web::Data::new(state.sealed.clone()))
                        .app_data(web::Data::new(state.seen.clone()))
                        .route("/stripe", web::post().to(stripe))
                        .route("/small", web::post().to(small))
                        .route("/claims", web::post().to(claim))
                        .route("/unset", web::post().to(unset))
                        .route("/taken", web::post().to(taken))
                        .route("/taken-claims", web::post().to(taken_claims))
                        .service(web::scope("/hooks").route("/letters", web::post().to(sealed)))
                };
                let server = HttpServer::new(app).workers(1).disable_signals().listen(listener).expect("a listener");
                server.run().await.expect("it serves");
            });
        });
        address
    }
}

/// How the bytes of a body travel.
#[derive(Clone, Copy)]
enum Travel {
    Whole,
    Chunks,
    /// Chunks with a wait between two.
    Slowly,
    /// Less than was announced, and then the end.
    CutOff,
}

/// Sends a delivery and gives the response as it is.
fn send(address: SocketAddr, path: &str, delivery: &SignedDelivery, travel: Travel) -> String {
    let mut stream = TcpStream::connect(address).expect("a server");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    let body = delivery.body.as_bytes();
    let headers: String = delivery.headers().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = match travel {
        Travel::Whole | Travel::CutOff => format!("content-length: {}", body.len()),
        Travel::Chunks | Travel::Slowly => "transfer-encoding: chunked".to_owned(),
    };
    let head = format!("POST {path} HTTP/1.1\r\nhost: hooks\r\nconnection: close\r\n{headers}{length}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the head is taken");
    // A server that has refused may not take the rest.
    let _ = match travel {
        Travel::Whole => stream.write_all(body),
        Travel::CutOff => stream.write_all(&body[..body.len() / 2]),
        Travel::Chunks | Travel::Slowly => {
            for chunk in body.chunks(body.len().div_ceil(7).max(1)) {
                let chunk = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
                if stream.write_all(&chunk).is_err() {
                    break;
                }
                if matches!(travel, Travel::Slowly) {
                    thread::sleep(Duration::from_millis(30));
                }
            }
            stream.write_all(b"0\r\n\r\n")
        }
    };
    if matches!(travel, Travel::CutOff) {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap_or("none")
}

fn signed(body: &str, seconds: u64) -> SignedDelivery {
    stripe_webhook::testing::sign(SECRET, body, at(seconds)).expect("it can be signed")
}

fn plain(body: impl Into<payspec_webhook::RawBody>) -> SignedDelivery {
    SignedDelivery { headers: Vec::new(), body: body.into() }
}

fn with_each(test: impl Fn(SocketAddr, &Seen)) {
    for serve in [on_axum::serve, on_actix::serve, on_tower::serve] {
        let state = State::new();
        let seen = state.seen.clone();
        test(serve(state), &seen);
    }
}

fn taken(seen: &Seen) -> Vec<String> {
    std::mem::take(&mut *seen.lock().expect("no handler panics"))
}

#[test]
fn a_right_delivery_reaches_the_handler_however_it_travels() {
    with_each(|address, seen| {
        for travel in [Travel::Whole, Travel::Chunks, Travel::Slowly] {
            let response = send(address, "/stripe", &signed(REFUNDED, NOW), travel);
            assert_eq!(status(&response), "204", "{response}");
            assert_eq!(taken(seen), ["evt_1"]);
        }
        let target = DeliveryTarget::new("POST", "https://shop.example/hooks/letters?shop=7");
        let delivery = showcase_sealed_webhook::testing::sign(WAX, target, LETTER, at(NOW)).expect("it can be signed");
        let response = send(address, "/hooks/letters?shop=7", &delivery, Travel::Whole);
        assert_eq!((status(&response), taken(seen)), ("200", vec!["e-1".to_owned()]), "{response}");
        let response = send(address, "/hooks/letters?shop=8", &delivery, Travel::Whole);
        assert_eq!((status(&response), taken(seen).len()), ("401", 0), "another address");
    });
}

/// A request may name a host itself, as those through a proxy and those of HTTP/2 do. It is not the receiver's word.
#[test]
fn the_host_that_a_request_names_is_not_that_of_the_receiver() {
    let signed_for = |host: &str| {
        let url = format!("https://{host}/hooks/letters?shop=7");
        let target = DeliveryTarget::new("POST", &url);
        showcase_sealed_webhook::testing::sign(WAX, target, LETTER, at(NOW)).expect("it can be signed")
    };
    with_each(|address, seen| {
        let another = signed_for("other.example");
        let response = send(address, "https://other.example/hooks/letters?shop=7", &another, Travel::Whole);
        assert_eq!((status(&response), taken(seen).len()), ("401", 0), "a delivery to another receiver: {response}");
        for host in ["https://shop.example", "http://10.0.0.7:8080"] {
            let path = format!("{host}/hooks/letters?shop=7");
            let response = send(address, &path, &signed_for("shop.example"), Travel::Whole);
            assert_eq!((status(&response), taken(seen).len()), ("200", 1), "{host}: {response}");
        }
    });
}

/// An empty body is acknowledged, so one that something else has read must not count as empty.
#[test]
fn a_body_that_another_extractor_has_taken_is_not_acknowledged() {
    let address = on_actix::serve(State::new());
    for path in ["/taken", "/taken-claims"] {
        for travel in [Travel::Whole, Travel::Chunks] {
            let response = send(address, path, &signed(REFUNDED, NOW), travel);
            assert_eq!(status(&response), "400", "{path}: {response}");
        }
    }
}

#[test]
fn nothing_else_reaches_it() {
    let forged = SignedDelivery { body: REFUNDED.replace("ch_1", "ch_2").into(), ..signed(REFUNDED, NOW) };
    // A proxy has dropped the body that was signed: acknowledged, the event would never come again.
    let dropped = SignedDelivery { body: "".into(), ..signed(REFUNDED, NOW) };
    let stale = signed(REFUNDED, NOW - 3_000);
    let other = stripe_webhook::testing::sign("whsec_another", REFUNDED, at(NOW)).expect("it can be signed");
    let large = signed(&format!(r#"{{"id":"{}"}}"#, "e".repeat(2 * 1024 * 1024)), NOW);
    with_each(|address, seen| {
        for (path, delivery, travel, expected) in [
            ("/stripe", &forged, Travel::Whole, "401"),
            ("/stripe", &stale, Travel::Chunks, "401"),
            ("/stripe", &other, Travel::Whole, "401"),
            ("/stripe", &plain(REFUNDED), Travel::Whole, "401"),
            ("/stripe", &plain(""), Travel::Whole, "200"),
            ("/stripe", &dropped, Travel::Whole, "400"),
            ("/small", &signed(REFUNDED, NOW), Travel::Whole, "413"),
            ("/small", &signed(REFUNDED, NOW), Travel::Chunks, "413"),
            ("/claims", &plain(""), Travel::Chunks, "200"),
            ("/claims", &plain("not JSON"), Travel::Whole, "400"),
            ("/claims", &plain("[1]"), Travel::Whole, "400"),
            ("/claims", &plain(vec![b' '; 2 * 1024 * 1024]), Travel::Chunks, "413"),
        ] {
            let response = send(address, path, delivery, travel);
            assert_eq!(status(&response), expected, "{path}: {response}");
            let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
            assert!(body.is_empty() || body == "0\r\n\r\n", "{path}: {response}");
        }
        let response = send(address, "/stripe", &large, Travel::Whole);
        // The connection may be closed before the rest of the body was sent.
        assert!(["413", "none"].contains(&status(&response)), "{response}");
        let response = send(address, "/stripe", &signed(REFUNDED, NOW), Travel::CutOff);
        assert!(["400", "none"].contains(&status(&response)), "{response}");
        assert!(taken(seen).is_empty(), "no handler was called");
    });
}

/// What nobody signs is a claim, and gives the call that tells the truth, also of an event that is newer than the crate.
#[test]
fn a_claim_gives_the_call_that_reads_the_object() {
    with_each(|address, seen| {
        let of_tomorrow = ANNOUNCED.replace("PARCEL_ANNOUNCED", "PARCEL_ON_THE_MOON");
        for (body, event) in [(ANNOUNCED, "PARCEL_ANNOUNCED"), (&of_tomorrow, r#"Unrecognized("PARCEL_ON_THE_MOON")"#)]
        {
            let response = send(address, "/claims", &plain(body), Travel::Chunks);
            assert_eq!(status(&response), "200", "{response}");
            let expected = format!(r#"claims Some({event}), read Some(ParcelId("p-1"))"#);
            assert_eq!(taken(seen), [expected], "{body}");
        }
    });
}

#[test]
fn an_application_without_a_verifier_says_so() {
    let address = on_actix::serve(State::new());
    assert_eq!(status(&send(address, "/unset", &plain("{}"), Travel::Whole)), "500");
    assert!(Rejection::NoVerifier.to_string().contains("web::Data"));
}

/// The statuses of what is wrong with the receiver itself tell the API to try again.
#[test]
fn rejections_have_statuses_and_no_secrets() {
    let encoding = payspec_webhook::KeyEncoding::Hex;
    for (error, expected) in [
        (VerifyError::Wrong, 401),
        (VerifyError::UntrimmedSecret, 500),
        (VerifyError::NoSignature { headers: &["x"] }, 401),
        (VerifyError::NoSecret, 500),
        (VerifyError::MalformedSecret { encoding }, 500),
        (VerifyError::NoTarget, 500),
        (VerifyError::NoPublicKey, 500),
        (VerifyError::NoVerifier, 500),
        (CustomVerifyError::new("it is forged").into(), 401),
        (CustomVerifyError::misconfigured("there is no key").into(), 500),
        (VerifyError::NoEvents(payspec_webhook::Reason::Empty), 400),
    ] {
        let rejection = Rejection::from(error.clone());
        assert_eq!(rejection.status(), expected, "{error:?}");
        assert_eq!(rejection.to_string(), error.to_string());
        // Layers above the extractor can log it.
        let response = rejection.clone().into_response();
        assert_eq!((response.status().as_u16(), response.extensions().get()), (expected, Some(&rejection)));
    }
}

/// Any other server has requests of the `http` crate, or bytes.
#[tokio::test]
async fn requests_of_any_server_are_received() {
    let verifier = State::new().stripe;
    let request = |delivery: &SignedDelivery| {
        let mut request = http::Request::post("/stripe");
        for (name, value) in delivery.headers() {
            request = request.header(name, value);
        }
        request.body(axum::body::Body::from(delivery.body.as_bytes().to_vec())).expect("a request")
    };
    let delivery = signed(REFUNDED, NOW);
    let event = payspec_webhook::receive(&verifier, request(&delivery), 1024).await.expect("it is right");
    assert_eq!(event.event_id(), Some("evt_1"));
    let size = delivery.body.len();
    assert!(payspec_webhook::receive(&verifier, request(&delivery), size).await.is_ok(), "exactly as many");
    let large = payspec_webhook::receive(&verifier, request(&delivery), size - 1).await.map(drop);
    assert_eq!(large, Err(Rejection::TooLarge { limit: size - 1 }));
    let body = axum::body::Body::from(ANNOUNCED);
    let claim = payspec_webhook::receive_claim::<showcase_webhook::Event, _>(body, 1024).await.expect("a claim");
    assert_eq!(claim.event_id(), None);
    let shown = format!("{claim:?}");
    assert!(shown.starts_with("Claim(ParcelAnnounced(") && !shown.contains("p-1"), "{shown}");
}
