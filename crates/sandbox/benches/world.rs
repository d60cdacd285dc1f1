//! What worlds cost: making one, time in which nothing happens, payments, and years of subscriptions with all their events.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use payspec_sandbox::centralpay::{self, Merchant};
use payspec_sandbox::engine::delivery::Outcome;
use payspec_sandbox::engine::request::Request;
use payspec_sandbox::engine::time::Instant;
use payspec_sandbox::engine::world::World;
use serde_json::Value;

const START: Instant = Instant::from_unix_millis(1_767_225_600_000);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// `test-shop:sandbox`
const LOGIN: (&str, &str) = ("authorization", "Basic dGVzdC1zaG9wOnNhbmRib3g=");

fn world() -> World {
    let mut world = World::new(1, "shop", START);
    world.set_address("http://127.0.0.1:4010/centralpay");
    world
}

fn post(world: &mut World, path: &str, form: &str, credentials: (&str, &str)) -> Value {
    let headers = [credentials, ("content-type", "application/x-www-form-urlencoded")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let path = format!("/v2/rest{path}");
    let request = Request { method: "POST", path: &path, query: "", headers: &headers, body: form.as_bytes() };
    let entered = centralpay::enter(&request, false).expect("the login is right");
    let answer = centralpay::call(world, &entered, &request);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("it is JSON")
}

fn text<'v>(object: &'v Value, name: &str) -> &'v str {
    object[name].as_str().expect("it is a text")
}

/// A customer with a card.
fn customer(world: &mut World) -> Value {
    let card = "merchantPublicKey=pk-test-shop&card[number]=4111111111111111&card[expirationMonth]=12\
                &card[expirationYear]=2090&card[cvc]=123";
    let token = post(world, "/cardToken", card, ("origin", "https://example.centralpay.net"));
    let form = format!("email=jane@example.com&cardTokenId={}", text(&token, "cardTokenId"));
    post(world, "/customer", &form, LOGIN)
}

fn point_of_sale(world: &World) -> String {
    Merchant::of(world).point_of_sale_id
}

/// A world with monthly subscriptions, whose events are posted to an address.
fn with_subscriptions(number: usize) -> World {
    let mut world = world();
    let form = "amount=990&currency=EUR&name=monthly&intervalUnit=MONTH&intervalCount=1";
    let model = post(&mut world, "/subscriptionModel", form, LOGIN);
    let (model, point_of_sale) = (text(&model, "subscriptionModelId").to_owned(), point_of_sale(&world));
    for _ in 0..number {
        let customer = customer(&mut world);
        let form = format!(
            "subscriptionModelId={model}&pointOfSaleId={point_of_sale}&endUserIp=203.0.113.7&customerId={}&cardId={}",
            text(&customer, "customerId"),
            text(&customer["cards"][0], "cardId")
        );
        post(&mut world, "/subscription", &form, LOGIN);
    }
    pass(&mut world, Duration::ZERO);
    world.subscribe(centralpay::subscription("http://127.0.0.1:9/hook".parse().expect("a URL")));
    world
}

/// Lets time pass; every delivery is acknowledged. Returns their number.
fn pass(world: &mut World, time: Duration) -> usize {
    let (until, mut delivered) = (world.now() + time, 0);
    while let Some(due) = world.advance(until) {
        world.delivered(due.id, Outcome::Answered(200));
        delivered += 1;
    }
    delivered
}

fn worlds(criterion: &mut Criterion) {
    criterion.bench_function("new world", |bencher| bencher.iter(|| black_box(world())));
    criterion.bench_function("empty year", |bencher| {
        bencher.iter_batched_ref(world, |world| pass(world, YEAR), BatchSize::SmallInput);
    });
    criterion.bench_function("payment", |bencher| {
        let mut world = world();
        let (customer, point_of_sale) = (customer(&mut world), point_of_sale(&world));
        let form = format!(
            "customerId={}&amount=1500&currency=EUR&pointOfSaleId={point_of_sale}&endUserIp=203.0.113.7&source=EC",
            text(&customer, "customerId")
        );
        bencher.iter(|| post(&mut world, "/transaction", &form, LOGIN));
    });
}

/// So many monthly subscriptions for a year. The time for each is printed as well, since it should not grow with their number.
fn years(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("year of monthly subscriptions");
    group.sample_size(10).warm_up_time(Duration::from_millis(1));
    // Tests run benchmarks once and not optimised, where many subscriptions take minutes.
    let is_measured = std::env::args().any(|argument| argument == "--bench");
    let numbers: &[usize] = if is_measured { &[100, 1_000, 10_000] } else { &[10] };
    for &number in numbers {
        group.throughput(criterion::Throughput::Elements(number as u64));
        let world = with_subscriptions(number);
        group.bench_function(number.to_string(), |bencher| {
            bencher.iter_batched_ref(
                || world.clone(),
                |world| {
                    let delivered = pass(world, YEAR);
                    assert!(delivered > 30 * number, "only {delivered} events");
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, worlds, years);
criterion_main!(benches);
