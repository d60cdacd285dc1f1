//! Test utilities for code that uses a client: a virtual clock, and responses without a server.
//!
//! ```
//! use std::sync::Arc;
//! use std::time::Duration;
//! use payspec_http::clock::Clock as _;
//! use payspec_http::testing::{VirtualClock, response, responding};
//!
//! # fn builder() -> payspec_http::ClientBuilder {
//! #     payspec_http::ClientBuilder::new(&API, "https://api.example.com")
//! # }
//! # use payspec_core::ApiSpec;
//! # const API: ApiSpec = ApiSpec { name: "example", title: "Example", ..ApiSpec::EMPTY };
//! let clock = Arc::new(VirtualClock::new());
//! let client = builder() // of the API's own client: `.configure(|http| http.clock(..))`
//!     .clock(Arc::clone(&clock) as _)
//!     .jitter(Arc::new(|longest: Duration| longest))
//!     .transport(responding(|request| match request.operation() {
//!         "payment.create" => response(200, r#"{"id": "p-1"}"#),
//!         _ => response(503, ""),
//!     }))
//!     .build()?;
//! # let _ = client;
//! # Ok::<(), payspec_http::ConfigError>(())
//! ```

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::clock::{Clock, Sleep};
use crate::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportFuture};

/// A clock that advances only by waiting, and then at once.
///
/// A call that waits one minute between its attempts ends immediately, and [`slept`](Self::slept) returns the wait.
///
/// The time of day can change on its own: [`suspend`](Self::suspend) simulates a suspended machine, and
/// [`set_time_of_day`](Self::set_time_of_day) a clock adjustment.
#[derive(Debug)]
pub struct VirtualClock {
    start: Instant,
    passed: Mutex<Passed>,
}

#[derive(Debug)]
struct Passed {
    /// The time of day without the waits.
    start_of_day: SystemTime,
    waits: Vec<Duration>,
}

impl Passed {
    fn sum(&self) -> Duration {
        self.waits.iter().fold(Duration::ZERO, |sum, one| sum.saturating_add(*one))
    }

    fn time_of_day(&self) -> SystemTime {
        self.start_of_day.checked_add(self.sum()).unwrap_or(self.start_of_day)
    }
}

impl VirtualClock {
    /// Creates a clock that starts at the current time.
    #[must_use]
    pub fn new() -> Self {
        Self::at(SystemTime::now())
    }

    /// Creates a clock that starts at this time of day.
    #[must_use]
    pub fn at(time_of_day: SystemTime) -> Self {
        Self { start: Instant::now(), passed: Mutex::new(Passed { start_of_day: time_of_day, waits: Vec::new() }) }
    }

    /// Returns the waits so far, in order.
    pub fn slept(&self) -> Vec<Duration> {
        self.passed().waits.clone()
    }

    /// Advances the time, as if something had waited.
    pub fn advance(&self, duration: Duration) {
        self.passed().waits.push(duration);
    }

    /// Simulates a machine that is suspended for this long, such as a laptop or a virtual machine: the time of day
    /// advances, but [`now`](Clock::now) does not.
    pub fn suspend(&self, duration: Duration) {
        if let Some(time_of_day) = self.time_of_day().checked_add(duration) {
            self.set_time_of_day(time_of_day);
        }
    }

    /// Sets the time of day, forward or back, as a time server does. [`now`](Clock::now) does not change.
    pub fn set_time_of_day(&self, time_of_day: SystemTime) {
        let mut passed = self.passed();
        let start = time_of_day.checked_sub(passed.sum());
        passed.start_of_day = start.unwrap_or(time_of_day);
    }

    fn passed(&self) -> MutexGuard<'_, Passed> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        // A time that overflows is never reached.
        self.start.checked_add(self.passed().sum()).unwrap_or(self.start)
    }

    fn time_of_day(&self) -> SystemTime {
        self.passed().time_of_day()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

/// Returns a transport that sends nothing: `answers` receives each request and returns the response.
pub fn responding(
    answers: impl Fn(&HttpRequest) -> Result<HttpResponse, TransportError> + Send + Sync + 'static,
) -> Arc<dyn Transport> {
    Arc::new(Answering(answers))
}

/// Creates a response with a JSON body, for [`responding`]. An invalid status becomes 500.
///
/// # Errors
///
/// Never returns an error: the result has the return type of a transport.
pub fn response(status: u16, body: impl Into<Bytes>) -> Result<HttpResponse, TransportError> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Ok(HttpResponse::new(status, HeaderMap::new(), body))
}

struct Answering<F>(F);

impl<F: Fn(&HttpRequest) -> Result<HttpResponse, TransportError> + Send + Sync> Transport for Answering<F> {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(std::future::ready((self.0)(&request)))
    }
}
