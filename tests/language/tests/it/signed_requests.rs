//! Requests that are signed, as a server that verifies them sees them. It computes HMACs with another library, and the
//! signature of RSA was made with OpenSSL.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
use payspec_http::testing::VirtualClock;
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::{
    PRIVATE_KEY, PRIVATE_KEY_PKCS1, PUBLIC_KEY, base64_of_sha512, hex_of, sha256_hex, sha512_base64,
};
use ring::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::json;
use showcase_sealed_client::model::{GetLetter, SendLetter};
use showcase_sealed_client::{CallOutcome, Client, ClientBuilder};

/// Sun, 29 Nov 2026 10:00:00 GMT
const NOW: Duration = Duration::from_secs(1_795_946_400);

fn now() -> SystemTime {
    UNIX_EPOCH + NOW
}

fn letters() -> Server {
    Server::responding(|_| Reply::json(201, &json!({ "letterId": "l-1" })))
}

fn builder(server: &Server) -> ClientBuilder {
    let clock = Arc::new(VirtualClock::at(now()));
    let half = Arc::new(|longest: Duration| longest / 2);
    ClientBuilder::at(format!("{}/v1", server.url())).configure(|http| http.clock(clock).jitter(half))
}

fn sealed(server: &Server) -> Client {
    builder(server).seal("house-7", "c2VjcmV0").build().expect("complete settings")
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    request.header(name).unwrap_or_else(|| panic!("{name} is sent"))
}

/// Verifies the seal of a request, and gives its time and its nonce.
fn verify_seal(request: &Request) -> (u128, String) {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let host = header(request, "host");
    let digest = format!("sha-512=:{}:", sha512_base64(&request.body));
    assert_eq!(header(request, "content-digest"), digest);
    let (time, nonce) = (header(request, "x-time"), header(request, "x-nonce"));
    let content = format!(
        "{method} {host}{path}?{query} http://{host}{whole}\n{time}{nonce}house-7{digest}{content_type}{hash}{body}",
        method = request.method,
        whole = request.path,
        content_type = request.header("content-type").unwrap_or_default(),
        hash = sha256_hex(&request.body),
        body = String::from_utf8_lossy(&request.body),
    );
    let signature = base64_of_sha512(b"secret", content.as_bytes());
    let authorization = format!("Seal keyId=\"house-7\",signature=\"{signature}\"");
    assert_eq!(header(request, "authorization"), authorization, "of {content}");
    assert!(nonce.len() == 32 && nonce.chars().all(|c| c.is_ascii_hexdigit()), "{nonce}");
    (time.parse().expect("milliseconds"), nonce.to_owned())
}

#[tokio::test]
async fn a_body_a_query_and_neither_are_signed() {
    let server = Server::responding(|request| {
        let id = if request.path.contains("l%202") { "l 2" } else { "l-1" };
        Reply::json(if request.method == "POST" { 201 } else { 200 }, &json!({ "letterId": id }))
    });
    let client = sealed(&server);
    client.letters().send(SendLetter::new("Zoë")).await.expect("sent");
    client.letters().get(GetLetter::new("l-1")).await.expect("read");
    client.letters().get(GetLetter::new("l 2").expand("bag & seal")).await.expect("read");
    let seen = server.seen();
    assert_eq!(
        seen.iter().map(|request| &*request.path).collect::<Vec<_>>(),
        ["/v1/letters", "/v1/letters/l-1", "/v1/letters/l%202?expand=bag+%26+seal"]
    );
    let found: Vec<_> = seen.iter().map(verify_seal).collect();
    assert!(found.iter().all(|(time, _)| *time == NOW.as_millis()));
    assert!(found.iter().enumerate().all(|(at, (_, nonce))| found[..at].iter().all(|(_, other)| other != nonce)));
}

/// A key of environment variables signs as one that is given to the builder.
#[tokio::test]
async fn a_key_of_environment_variables_signs() {
    let server = letters();
    let address = format!("{}/v1", server.url());
    let settings = |key: &'static str| {
        let address = address.clone();
        ClientBuilder::from_variables(move |name| match name {
            "SHOWCASE_SEALED_BASE_URL" => Some(address.clone().into()),
            "SHOWCASE_SEALED_SEAL_SIGNING_KEY_ID" => Some("house-7".into()),
            "SHOWCASE_SEALED_SEAL_SIGNING_KEY" => Some(key.into()),
            _ => None,
        })
    };
    let client = settings("c2VjcmV0").expect("complete settings").build().expect("complete settings");
    client.letters().send(SendLetter::new("Zoë")).await.expect("sent");
    verify_seal(&server.seen()[0]);
    let error = settings("no Base64").map(drop).expect_err("the key is wrong").to_string();
    assert!(error.contains("`SHOWCASE_SEALED_SEAL_SIGNING_KEY`") && !error.contains("no Base64"), "{error}");
}

/// What was signed a minute ago may be too old, and a nonce is taken once.
#[tokio::test]
async fn each_attempt_is_signed_anew() {
    let attempts = AtomicUsize::new(0);
    let server = Server::responding(move |_| match attempts.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::json(503, &json!({})).header("Retry-After", "7"),
        _ => Reply::json(200, &json!({ "letterId": "l-1" })),
    });
    sealed(&server).letters().get(GetLetter::new("l-1")).await.expect("read");
    let seen = server.seen();
    let [first, second] = &seen[..] else { panic!("two attempts, and not {}", seen.len()) };
    let ((first_time, first_nonce), (second_time, second_nonce)) = (verify_seal(first), verify_seal(second));
    assert_ne!(first_nonce, second_nonce);
    assert!(second_time >= first_time + 7_000, "{first_time} and {second_time}");
}

#[tokio::test]
async fn a_private_key_signs() {
    let by_openssl = "P+h6QPARJREmwgHv3k7mDiOBP7qHA8bO5/VA0NDXM5gsNTdq01xSpFl+Dz3PYAYSzQvfVsdBLB32phis1DXmya6IcsXyHqtr\
                      4Q4vVlcU7GpIvZKDDGm/wwa/hpwOo6umN8gywth0Rtq03XwUqhq8ZWWDXcrVYat3kGmY0mfZ1SH6/t9Pm6OUki60h+n0YVOu\
                      gtUk4rRg3rMpIc/KPa9LWoe3ph+3MlCCTtDfWa8w0GEr+courZ5cPDVlC5tkro37ZXrAUn6V8HZs311dd8cVBYQkJ0NFs8kr\
                      dl5+zOvtleiNhHP/HkNJw9xNfPrrqPnjiTg3FQutG954bKNo7whnig==";
    for key in [PRIVATE_KEY, PRIVATE_KEY_PKCS1] {
        let server = letters();
        let client = builder(&server).ring(key).build().expect("complete settings");
        client.letters().send(SendLetter::new("Ada")).await.expect("sent");
        let seen = server.seen();
        assert_eq!(header(&seen[0], "date"), "Sun, 29 Nov 2026 10:00:00 GMT");
        assert_eq!(header(&seen[0], "x-ring"), by_openssl);
        assert_eq!(seen[0].header("authorization"), None);
    }
}

#[tokio::test]
async fn a_signature_with_salt_can_be_verified() {
    let server = letters();
    let client = builder(&server).signet(PRIVATE_KEY).build().expect("complete settings");
    client.letters().send(SendLetter::new("Ada")).await.expect("sent");
    let seen = server.seen();
    assert_eq!(header(&seen[0], "x-time"), "2026-11-29T10:00:00Z");
    let digits = header(&seen[0], "x-signet").as_bytes().chunks(2);
    let signature: Vec<u8> = digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("digits"))
        .collect();
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, PUBLIC_KEY);
    public.verify(b"2026-11-29T10:00:00Z{\"to\":\"Ada\"}", &signature).expect("the public key verifies it");
    public.verify(b"2026-11-29T10:00:01Z{\"to\":\"Ada\"}", &signature).expect_err("of another time");
}

#[tokio::test]
async fn a_key_in_a_header_and_a_signature() {
    let server = letters();
    let client = builder(&server).x_courier("badge-9").courier_signing_key("736563726574").build();
    client.expect("complete settings").letters().send(SendLetter::new("Ada")).await.expect("sent");
    let seen = server.seen();
    assert_eq!(header(&seen[0], "x-courier"), "badge-9");
    let signature = hex_of("secret", format!("{}badge-9{}", NOW.as_secs(), r#"{"to":"Ada"}"#).as_bytes());
    assert_eq!(header(&seen[0], "x-courier-signature"), format!("t={};v1={signature}", NOW.as_secs()));
    // One of the two is not enough.
    let client = builder(&server).x_courier("badge-9").build().expect("settings that nobody has used yet");
    let error = client.letters().send(SendLetter::new("Ada")).await.expect_err("not signed");
    assert!(error.to_string().contains(".courier_signing_key(key)"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

/// Signs with the sum of the bytes, which proves little.
struct Scribe;

impl RequestSigner for Scribe {
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        if request.operation() == "letter.get" {
            return Err(SigningError::new("the scribe writes, and does not read"));
        }
        let shown = format!("{request:?}");
        assert!(!shown.contains("Ada") && !shown.contains("/letters"), "{shown}");
        let sum: u64 = request.body().iter().map(|byte| u64::from(*byte)).sum();
        let seconds = request.now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let (method, host) = (request.method(), request.uri().host().unwrap_or_default());
        let kind = request.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut headers = HeaderMap::new();
        headers.insert("x-scribe", format!("{method} {host} {kind} {sum} {seconds}").parse().expect("visible letters"));
        Ok(headers)
    }
}

#[tokio::test]
async fn a_signer_of_the_users() {
    let server = letters();
    let client = builder(&server).scribe(Scribe).build().expect("complete settings");
    client.letters().send(SendLetter::new("Ada")).await.expect("sent");
    let sum: u64 = br#"{"to":"Ada"}"#.iter().map(|byte| u64::from(*byte)).sum();
    let written = format!("POST 127.0.0.1 application/json {sum} {}", NOW.as_secs());
    assert_eq!(header(&server.seen()[0], "x-scribe"), written);
    let error = client.letters().get(GetLetter::new("l-1")).await.expect_err("not signed");
    assert!(error.to_string().contains("the scribe writes, and does not read"), "{error}");
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
    assert_eq!(server.seen().len(), 1, "nothing is sent without a signature");
    // One whose key is kept elsewhere may take the place of a described signature.
    let server = letters();
    let client = builder(&server).configure(|http| http.signer("ring", Scribe)).build().expect("complete settings");
    client.letters().send(SendLetter::new("Ada")).await.expect("sent");
    let seen = server.seen();
    assert!(seen[0].header("x-scribe").is_some() && seen[0].header("x-ring").is_none());
}

#[tokio::test]
async fn what_is_wrong_with_a_key_is_reported() {
    let server = letters();
    let builder = || builder(&server);
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let public = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
    let by_old_openssl = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n\
                          -----END RSA PRIVATE KEY-----\n";
    let broken = PRIVATE_KEY.replacen("MII", "MIJ", 1);
    for (made, word) in [
        (builder().seal("house-7", "not Base64!").build(), "not Base64"),
        (builder().seal("house-7", "").build(), "not Base64"),
        (builder().seal("house 7\n", "c2VjcmV0").build(), "the key ID of the signing key"),
        (builder().courier_signing_key("abc").build(), "not hexadecimal"),
        (builder().ring("c2VjcmV0").build(), "is not PEM"),
        (builder().ring(encrypted).build(), "is encrypted"),
        (builder().ring(by_old_openssl).build(), "is encrypted"),
        (builder().ring(public).build(), "is not an RSA private key"),
        (builder().ring(broken.as_str()).build(), "not a valid RSA private key of 2048 to 4096 bits"),
        (builder().configure(|http| http.signing_key("scribe", "key")).build(), "set a signer, not a key"),
        (builder().configure(|http| http.signing_key("seal", "c2VjcmV0")).build(), "needs a key ID, which is not set"),
        (builder().configure(|http| http.signing_key("seals", "key")).build(), "no authentication scheme `seals`"),
        (builder().seal("house-7", "c2VjcmV0").ring(PRIVATE_KEY).build(), "set only one of them"),
    ] {
        let error = made.err().unwrap_or_else(|| panic!("{word}")).to_string();
        assert!(error.contains(word), "{error}");
        assert!(!error.contains("not Base64!") && !error.contains("MII"), "{error}");
    }
    for key in [PRIVATE_KEY, PRIVATE_KEY_PKCS1] {
        let of_environment = key.replace('\n', "\\n");
        assert!(builder().ring(of_environment.as_str()).build().is_ok(), "line breaks of an environment variable");
    }
    let client = builder().build().expect("settings that nobody has used yet");
    let error = client.letters().send(SendLetter::new("Ada")).await.expect_err("not signed");
    assert!(error.to_string().contains(".seal(key_id, key)"), "{error}");
    assert_eq!(server.seen().len(), 0);
    let shown = format!("{:?}", builder().seal("house-7", "c2VjcmV0"));
    assert!(!shown.contains("c2VjcmV0") && !shown.contains("house-7"), "{shown}");
}

#[tokio::test]
async fn a_signature_may_leave_the_body_out_where_the_spec_says_so() {
    let server = letters();
    let client = builder(&server).herald("secret").build().expect("complete settings");
    for to in ["Ann", "Bob"] {
        client.letters().send(SendLetter::new(to)).await.expect("sent");
    }
    let seen = server.seen();
    assert_ne!(seen[0].body, seen[1].body);
    for request in &seen {
        assert_eq!(header(request, "x-herald"), hex_of("secret", b"POST /v1/letters"));
    }
}

#[tokio::test]
async fn what_a_response_does_not_repeat_is_not_compared() {
    let server = Server::responding(|request| {
        let body = if request.path.ends_with("/2") { json!({ "to": "Ann" }) } else { json!({ "letterId": "l-9" }) };
        Reply::json(200, &body)
    });
    let client = builder(&server).herald("secret").build().expect("complete settings");
    let letter = client.letters().find("1").await.expect("it is a letter");
    assert_eq!(letter.letter_id.as_str(), "l-9");
    client.letters().find("2").await.expect_err("a letter has an id");
}
