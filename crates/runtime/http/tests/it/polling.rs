//! How often something is read again, and for how long. Time is virtual.

use std::sync::Arc;
use std::time::Duration;

use payspec_http::polling::{Polling, Polls};
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::{Client, ClientBuilder};

use crate::support::api::{self, read};

const SECOND: Duration = Duration::from_secs(1);

fn builder(clock: &Arc<VirtualClock>, share: fn(Duration) -> Duration) -> ClientBuilder {
    api::builder("https://api.example.com")
        .transport(responding(|_| response(200, "{}")))
        .clock(Arc::clone(clock) as _)
        .jitter(Arc::new(share))
}

fn client(clock: &Arc<VirtualClock>, share: fn(Duration) -> Duration) -> Client {
    builder(clock, share).build().expect("the settings are right")
}

async fn rounds(mut polls: Polls<'_>) -> u32 {
    let mut rounds = 0;
    while polls.round().await {
        rounds += 1;
    }
    rounds
}

#[tokio::test]
async fn waits_double_and_half_of_each_is_chance() {
    for (share, waits) in [
        ((|_| Duration::ZERO) as fn(Duration) -> Duration, [1, 2, 4, 8, 15, 15]),
        (|longest| longest, [2, 4, 8, 16, 30, 30]),
        (|longest| longest * 100, [2, 4, 8, 16, 30, 30]),
    ] {
        let clock = Arc::new(VirtualClock::new());
        rounds(client(&clock, share).polling(Polling::new())).await;
        let slept = clock.slept();
        assert_eq!(slept[..6], waits.map(Duration::from_secs));
        assert!(slept.iter().sum::<Duration>() < 600 * SECOND, "{slept:?}");
    }
}

#[tokio::test]
async fn both_modes_take_the_same_rounds() {
    let settings = Polling::new().waits(20 * SECOND, SECOND).deadline(10 * SECOND);
    let (one, other) = (Arc::new(VirtualClock::new()), Arc::new(VirtualClock::new()));
    let asynchronous = rounds(client(&one, |longest| longest).polling(settings)).await;
    let builder = builder(&other, |longest| longest);
    let blocking = std::thread::spawn(move || {
        let client = builder.build_blocking().expect("the settings are right");
        let mut polls = client.polling(settings);
        std::iter::from_fn(|| polls.round().then_some(())).count()
    });
    assert_eq!((asynchronous, blocking.join().expect("no panic")), (10, 10));
    assert_eq!(one.slept(), other.slept());
    assert_eq!(one.slept(), [SECOND; 9], "the longest wait bounds the first");
}

#[tokio::test]
async fn calls_are_counted_and_end_by_the_deadline() {
    let clock = Arc::new(VirtualClock::new());
    let client = client(&clock, |longest| longest);
    let mut polls = client.polling(Polling::new().max_reads(2));
    assert!(polls.round().await);
    assert!(polls.call(read("1")).is_some() && polls.call(read("1")).is_some() && polls.call(read("1")).is_none());
    assert_eq!(polls.reads_left(), 0);
    assert!(!polls.round().await);

    // Suspended, the machine sees the time of day alone move.
    let mut polls = client.polling(Polling::new().deadline(60 * SECOND));
    assert!(polls.round().await && polls.call(read("1")).is_some());
    clock.suspend(59 * SECOND);
    assert_eq!(polls.time_left(), SECOND);
    let call = format!("{:?}", polls.call(read("1")).expect("a second is left"));
    assert!(call.contains("deadline: Some(1s)"), "{call}");
    clock.suspend(2 * SECOND);
    assert!(polls.call(read("1")).is_none() && !polls.round().await);
}
