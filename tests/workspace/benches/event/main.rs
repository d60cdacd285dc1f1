//! Reading an event of 3 KB: as a typed event, as plain structs written by hand for it, and as any JSON.

mod plain;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use payspec::centralpay::webhook::decode;
use serde_json::Value;

const EVENT: &str = include_str!("../../../../spec/centralpay/samples/webhooks/TRANSACTION_REFUNDED.json");

/// A text without the blanks between its tokens.
fn compact(json: &str) -> String {
    let (mut compact, mut is_in_string, mut is_escaped) = (String::new(), false, false);
    for sign in json.chars() {
        if is_in_string || !sign.is_ascii_whitespace() {
            compact.push(sign);
        }
        is_in_string ^= sign == '"' && !is_escaped;
        is_escaped = sign == '\\' && !is_escaped;
    }
    compact
}

fn events(criterion: &mut Criterion) {
    // As it is sent, without the blanks that make a sample readable.
    let body = compact(EVENT).into_bytes();
    assert!(!matches!(decode(body.as_slice()), payspec::centralpay::webhook::Event::Undecodable(_)));
    let mut group = criterion.benchmark_group("event");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("plain structs", |bencher| {
        bencher.iter(|| serde_json::from_slice::<plain::Event>(black_box(&body)).expect("it fits"));
    });
    group.bench_function("serde_json::Value", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Value>(black_box(&body)).expect("it is JSON"));
    });
    group.bench_function("typed event", |bencher| bencher.iter(|| decode(black_box(body.as_slice()))));
    group.finish();
}

criterion_group!(benches, events);
criterion_main!(benches);
