//! Verifying a signed delivery: alone, with the event read from it, and by hand on the same libraries.

use std::hint::black_box;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit as _, Mac as _};
use payspec::primer::webhook::Verifier;
use serde_json::Value;
use sha2::Sha256;

const EVENT: &str = include_str!("../../../spec/primer/samples/webhooks/PAYMENT.STATUS.json");
const SECRET: &str = "the signing secret of the Dashboard";
const HEADER: &str = "X-Signature-Primary";

fn mac(body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("keys have any length");
    mac.update(body);
    mac
}

/// What a receiver writes that is sure of its sender's clock: the signature, and any JSON.
fn by_hand(signature: &str, body: &[u8]) -> Option<Value> {
    let signature = STANDARD.decode(signature).ok()?;
    mac(body).verify_slice(&signature).ok()?;
    serde_json::from_slice(body).ok()
}

fn deliveries(criterion: &mut Criterion) {
    let sample: Value = serde_json::from_str(EVENT).expect("a sample is JSON");
    let signed_at = sample["signedAt"].as_str().and_then(|text| text.parse().ok()).expect("the sample has a time");
    let body = sample.to_string();
    let signature = STANDARD.encode(mac(body.as_bytes()).finalize().into_bytes());
    let forged = STANDARD.encode([0; 32]);
    let now = UNIX_EPOCH + Duration::from_secs(signed_at);
    let verifier = Verifier::new(SECRET).configure(|http| http.clock(move || now));
    let verify = |signature: &str| verifier.verify([(HEADER, signature)], body.as_str());
    assert!(verify(&signature).is_ok() && verify(&forged).is_err() && by_hand(&signature, body.as_bytes()).is_some());

    let mut group = criterion.benchmark_group("delivery");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("by hand, to serde_json::Value", |bencher| {
        bencher.iter(|| by_hand(black_box(&signature), black_box(body.as_bytes())));
    });
    group.bench_function("verified, to a typed event", |bencher| bencher.iter(|| verify(black_box(&signature))));
    group.bench_function("forged", |bencher| bencher.iter(|| verify(black_box(&forged)).err()));
    group.finish();
}

criterion_group!(benches, deliveries);
criterion_main!(benches);
