//! Reading an event of 3 KB: as a typed event, as plain structs written by hand for it, and as any JSON.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use payspec::centralpay::webhook::decode;
use serde::Deserialize;
use serde_json::Value;

const EVENT: &str = include_str!("../../../spec/centralpay/samples/webhooks/TRANSACTION_REFUNDED.json");

/// The fields of this sample and no other, nothing optional, no money, no dates, no codes: the least that serde can do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read only")]
struct Plain {
    event_id: String,
    r#type: String,
    creation_date: String,
    request_id: String,
    object: PlainTransaction,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read only")]
struct PlainTransaction {
    transaction_id: String,
    creation_date: String,
    amount: i64,
    currency: String,
    transaction_status: Option<String>,
    authorization_status: Option<String>,
    capture_status: Option<String>,
    bank_code: Option<String>,
    bank_message: Option<String>,
    authorization_code: Option<String>,
    point_of_sale_id: Option<String>,
    end_user_ip: Option<String>,
    end_user_language: Option<String>,
    description: Option<String>,
    source: Option<String>,
    arn: Option<String>,
    card: Option<PlainCard>,
    refunds: Option<Vec<PlainRefund>>,
    amount_captured: Option<i64>,
    amount_refunded: Option<i64>,
    commission: Option<i64>,
    fee: Option<i64>,
    payout_amount: Option<i64>,
    payout_currency: Option<String>,
    refunded: Option<bool>,
    partially_refunded: Option<bool>,
    additional_data: Option<std::collections::BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read only")]
struct PlainCard {
    card_id: Option<String>,
    first6: Option<String>,
    last4: Option<String>,
    commercial_brand: Option<String>,
    expiration_month: Option<i64>,
    expiration_year: Option<i64>,
    country: Option<String>,
    establishment_name: Option<String>,
    fingerprint: Option<String>,
    holder_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read only")]
struct PlainRefund {
    refund_id: String,
    creation_date: Option<String>,
    amount: Option<i64>,
    currency: Option<String>,
    status: Option<String>,
}

fn events(criterion: &mut Criterion) {
    // As it is sent, without the blanks that make a sample readable.
    let body = serde_json::from_str::<Value>(EVENT).expect("a sample is JSON").to_string().into_bytes();
    assert!(!matches!(decode(body.as_slice()), payspec::centralpay::webhook::Event::Undecodable(_)));
    let mut group = criterion.benchmark_group("event");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("plain structs", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Plain>(black_box(&body)).expect("it fits"));
    });
    group.bench_function("serde_json::Value", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Value>(black_box(&body)).expect("it is JSON"));
    });
    group.bench_function("typed event", |bencher| bencher.iter(|| decode(black_box(body.as_slice()))));
    group.finish();
}

criterion_group!(benches, events);
criterion_main!(benches);
