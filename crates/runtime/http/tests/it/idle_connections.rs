//! What happens to a connection while nobody uses it: nothing that was put on it is an answer, and one that was closed is
//! not written to, also where nothing polls the connection between two calls.

use std::time::Duration;

use payspec_http::transport::Connections;
use payspec_http::{Blocking, Client, ClientBuilder, Error};
use tokio::runtime::{Builder, Runtime};

use crate::support::api::{DeleteReport, builder, payment, read};
use crate::support::idle::{Disturbance, IdleServer};

const FOREIGN_SUCCESS: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{\"id\": \"FOREIGN\"}";
const FOREIGN_REFUSAL: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
const IDLE_TOO_LONG: &str = "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

const DISTURBANCES: [Disturbance; 5] = [
    Disturbance::Says(FOREIGN_SUCCESS),
    Disturbance::Says(FOREIGN_REFUSAL),
    Disturbance::Says("HTTP"),
    Disturbance::SaysAndCloses(IDLE_TOO_LONG),
    Disturbance::Closes,
];

/// Calls that read, calls with a key and calls without one: each pool has its turn.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Reads,
    Keyed,
    WithoutKey,
}

const KINDS: [Kind; 3] = [Kind::Reads, Kind::Keyed, Kind::WithoutKey];

/// A client that keeps idle connections for as long as a test takes.
fn patient(url: &str) -> ClientBuilder {
    let long = Duration::from_secs(60);
    builder(url).idle_connection_timeout(long).unrepeatable_idle_connection_timeout(long)
}

/// Who drives the connections.
enum Driver {
    /// A runtime that is polled during calls only, as in command-line tools.
    PerCall(Client, Runtime),
    /// A runtime with workers of its own.
    Workers(Client, Runtime),
    /// The thread of the blocking client.
    Thread(Client<Blocking>),
}

impl Driver {
    fn all(url: &str) -> [Self; 3] {
        let client = || patient(url).build().expect("the settings are right");
        let per_call = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let workers = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let blocking = patient(url).build_blocking().expect("the settings are right");
        [Self::PerCall(client(), per_call), Self::Workers(client(), workers), Self::Thread(blocking)]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::PerCall(..) => "per call",
            Self::Workers(..) => "workers",
            Self::Thread(_) => "blocking",
        }
    }

    /// Makes a call; tells the id that it was answered.
    fn call(&self, kind: Kind) -> Result<Option<String>, Error> {
        match self {
            Self::PerCall(client, runtime) | Self::Workers(client, runtime) => runtime.block_on(async {
                match kind {
                    Kind::Reads => client.call(read("p-1")).await.map(|payment| payment.id),
                    Kind::Keyed => client.call(payment()).await.map(|payment| payment.id),
                    Kind::WithoutKey => client.call(DeleteReport).await.map(|report| report.and_then(|it| it.id)),
                }
            }),
            Self::Thread(client) => match kind {
                Kind::Reads => client.call(read("p-1")).wait().map(|payment| payment.id),
                Kind::Keyed => client.call(payment()).wait().map(|payment| payment.id),
                Kind::WithoutKey => client.call(DeleteReport).wait().map(|report| report.and_then(|it| it.id)),
            },
        }
    }

    /// Lets the connection of a call that has just ended become idle.
    fn settle(&self) {
        if let Self::PerCall(_, runtime) | Self::Workers(_, runtime) = self {
            runtime.block_on(settle());
        }
    }
}

async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// The fault this is about: the second call wrote to the connection and took for its answer what had come before.
#[test]
fn what_came_on_an_idle_connection_is_nobodys_answer_and_a_closed_one_is_not_used() {
    for disturbance in DISTURBANCES {
        for kind in KINDS {
            for nth in 0..3 {
                let server = IdleServer::start(disturbance);
                let driver = Driver::all(&server.url()).into_iter().nth(nth).expect("one of three");
                let what = format!("{disturbance:?}, {kind:?}, {}", driver.name());
                assert_eq!(driver.call(kind).expect(&what).as_deref(), Some("own-1"), "{what}");
                driver.settle();
                server.disturb();
                assert_eq!(driver.call(kind).expect(&what).as_deref(), Some("own-2"), "{what}");
                assert_eq!(server.requests(), [1, 1], "{what}: the second request has a connection of its own");
            }
        }
    }
}

/// Bytes after the end of an answer belong to nobody either.
#[test]
fn what_comes_with_an_answer_is_nobodys_answer() {
    for kind in KINDS {
        for nth in 0..3 {
            for settles in [true, false] {
                let server = IdleServer::start(Disturbance::SaysAtOnce(FOREIGN_SUCCESS));
                let driver = Driver::all(&server.url()).into_iter().nth(nth).expect("one of three");
                let what = format!("{kind:?}, {}, settles: {settles}", driver.name());
                assert_eq!(driver.call(kind).expect(&what).as_deref(), Some("own-1"), "{what}");
                if settles {
                    driver.settle();
                }
                assert_eq!(driver.call(kind).expect(&what).as_deref(), Some("own-2"), "{what}");
                assert_eq!(server.requests(), [1, 1], "{what}: the second request has a connection of its own");
            }
        }
    }
}

/// Connections that nothing happened to are used again: else the tests above would show nothing.
#[test]
fn a_sound_idle_connection_is_used_again() {
    for kind in KINDS {
        for nth in 0..3 {
            let server = IdleServer::start(Disturbance::Says(""));
            let driver = Driver::all(&server.url()).into_iter().nth(nth).expect("one of three");
            driver.call(kind).expect("answered");
            driver.settle();
            server.disturb();
            driver.call(kind).expect("answered");
            assert_eq!(server.requests(), [2], "{kind:?}, {}", driver.name());
        }
    }
}

/// A synchronous service has a runtime for each of its threads and one client: a connection that another runtime opened,
/// and that nobody polls now, is not used.
#[test]
fn a_connection_of_another_runtime_is_not_used() {
    let server = quiet();
    let client = patient(&server.url()).timeout(Duration::from_secs(5)).build().expect("the settings are right");
    let runtimes = [(); 2].map(|()| Builder::new_current_thread().enable_all().build().expect("a runtime"));
    for call in 1..=4 {
        let id = runtimes[call % 2].block_on(async {
            let id = client.call(DeleteReport).await.map(|report| report.and_then(|it| it.id));
            settle().await;
            id
        });
        assert_eq!(id.expect("answered"), Some(format!("own-{call}")));
    }
    assert_eq!(server.requests(), [2, 2], "each runtime uses its own connection again");
}

/// A server that leaves its connections alone.
fn quiet() -> IdleServer {
    IdleServer::start(Disturbance::SaysAtOnce(""))
}

/// What changes something and has no key never shares a connection with what may be idle for longer.
#[tokio::test]
async fn calls_without_a_key_have_a_pool_of_their_own() {
    for at_once in [None, Some(1)] {
        let server = quiet();
        let client = at_once.into_iter().fold(patient(&server.url()), ClientBuilder::max_concurrent_requests);
        let client = client.build().expect("the settings are right");
        for _ in 0..2 {
            client.call(payment()).await.expect("paid");
            settle().await;
            client.call(read("p-1")).await.expect("read");
            settle().await;
        }
        assert_eq!(server.requests(), [4]);
        for _ in 0..2 {
            client.call(DeleteReport).await.expect("deleted");
            settle().await;
        }
        assert_eq!(server.requests(), [4, 2]);
    }
}

#[tokio::test]
async fn calls_without_a_key_use_a_connection_again_for_a_moment_only() {
    let server = quiet();
    let client = builder(server.url()).idle_connection_timeout(Duration::from_secs(60)).build().expect("right");
    for _ in 0..2 {
        client.call(DeleteReport).await.expect("deleted");
        client.call(payment()).await.expect("paid");
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
    assert_eq!(server.requests(), [1, 2, 1], "the one that was idle for more than a second is left");
}

#[tokio::test]
async fn at_zero_each_call_without_a_key_has_a_new_connection() {
    let server = quiet();
    let client = builder(server.url()).unrepeatable_idle_connection_timeout(Duration::ZERO);
    let client = client.build().expect("the settings are right");
    for _ in 0..3 {
        client.call(DeleteReport).await.expect("deleted");
        settle().await;
    }
    assert_eq!(server.requests(), [1, 1, 1]);
}

/// Well below what servers allow: Apache closes after five seconds, others later.
#[test]
fn idle_connections_are_kept_for_less_time_than_servers_keep_them() {
    let connections = Connections::default();
    assert!(connections.idle_timeout <= Duration::from_secs(3), "{connections:?}");
    assert!(connections.unrepeatable_idle_timeout <= Duration::from_secs(1), "{connections:?}");
}
