//! The time of a call next to one by hand on reqwest, over loopback, one at a time and 64 at once.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use payspec::centralpay::blocking;
use payspec::centralpay::model::Transaction;
use payspec_http::testing::{responding, response};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

mod both;

use both::{Server, builder, by_hand, by_hand_client, generated, params, response_body};

const AT_ONCE: u64 = 64;

fn calls(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let server = Server::start();
    runtime.block_on(server.assert_equal_requests());
    let url = &server.url;
    let (theirs, path): (_, Arc<str>) = (by_hand_client(), format!("{url}/transaction").into());
    let ours = builder(url).build().expect("complete settings");
    let waiting: blocking::Client = builder(url).build_blocking().expect("complete settings");

    let mut group = criterion.benchmark_group("call");
    group.throughput(Throughput::Elements(1));
    group.bench_function("one at a time/reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(by_hand(theirs.clone(), Arc::clone(&path))));
    });
    group.bench_function("one at a time/generated client", |bencher| {
        bencher.iter(|| runtime.block_on(generated(ours.clone())));
    });
    group.bench_function("one at a time/generated client, blocking", |bencher| {
        bencher.iter(|| black_box(waiting.transactions().create(params()).wait().expect("a transaction")));
    });
    group.throughput(Throughput::Elements(AT_ONCE));
    group.bench_function("64 at once/reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(all(|| by_hand(theirs.clone(), Arc::clone(&path)))));
    });
    group.bench_function("64 at once/generated client", |bencher| {
        bencher.iter(|| runtime.block_on(all(|| generated(ours.clone()))));
    });
    group.finish();

    // What is ours alone: all of a call but the HTTP stack, and of that the part that the other side has as well.
    let body = response_body();
    let instant = builder(url).configure(|http| http.transport(responding(move |_| response(200, body.clone()))));
    let instant = instant.build().expect("complete settings");
    let body = response_body();
    let mut group = criterion.benchmark_group("call without a network");
    group.bench_function("decoding alone", |bencher| {
        bencher.iter(|| serde_json::from_str::<Transaction>(black_box(&body)).expect("a transaction"));
    });
    group.bench_function("generated client", |bencher| {
        bencher.iter(|| runtime.block_on(generated(instant.clone())));
    });
    group.finish();
}

async fn all<F: Future<Output = Transaction> + Send + 'static>(call: impl Fn() -> F) {
    let mut calls: JoinSet<Transaction> = (0..AT_ONCE).map(|_| call()).collect();
    while let Some(transaction) = calls.join_next().await {
        black_box(transaction.expect("no call panics"));
    }
}

criterion_group!(benches, calls);
criterion_main!(benches);
