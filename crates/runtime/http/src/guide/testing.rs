//! Tests without a server and without waiting.
//!
//! # Without a server
//!
//! [`responding`](crate::testing::responding) makes a transport of a closure. Your code runs as it is: parameters are
//! checked, requests are written, answers are read, calls are repeated.
//!
//! ```
//! # use payspec_core::{ApiSpec, BodyFormat, Form, IdempotencySpec, Method, Operation, OperationSpec};
//! # static API: ApiSpec = ApiSpec {
//! #     name: "example", title: "Example",
//! #     idempotency: Some(IdempotencySpec { header: "Idempotency-Key", window_seconds: 86_400, reused_codes: &[] }),
//! #     ..ApiSpec::EMPTY
//! # };
//! # struct Pay;
//! # impl Operation for Pay {
//! #     const SPEC: &'static OperationSpec = &OperationSpec {
//! #         id: "payment.create", method: Method::Post, path: "/payments", body: BodyFormat::Form,
//! #         idempotency_key: true, changes_state: true, ..OperationSpec::EMPTY
//! #     };
//! #     type Output = serde_json::Value;
//! #     fn encode(&self, form: &mut Form) { form.push("amount", "1500"); }
//! # }
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use std::time::Duration;
//! use payspec_http::Client;
//! use payspec_http::testing::{VirtualClock, response, responding};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let asked = AtomicU32::new(0);
//! let clock = Arc::new(VirtualClock::new());
//! let client = Client::builder(&API, "https://api.example.com")
//!     .transport(responding(move |request| {
//!         assert_eq!(request.body().as_ref(), b"amount=1500");
//!         match asked.fetch_add(1, Ordering::SeqCst) {
//!             0 => response(503, "try later"),
//!             _ => response(200, r#"{"status": "PAID"}"#),
//!         }
//!     }))
//!     .clock(Arc::clone(&clock) as _)
//!     .jitter(Arc::new(|longest: Duration| longest))
//!     .build_blocking()?;
//!
//! let paid = client.call(Pay).send()?;
//! assert_eq!((paid.value["status"].as_str(), paid.attempts), (Some("PAID"), 2));
//! assert_eq!(clock.slept(), [Duration::from_millis(500)], "and none of it was waited for");
//! # Ok(())
//! # }
//! ```
//!
//! A generated client takes the same settings with `.configure(|http| http.transport(..).clock(..))`.
//!
//! # Without waiting
//!
//! [`VirtualClock`](crate::testing::VirtualClock) passes when somebody waits, and at once. A jitter that is a closure makes
//! waits exact. What an attempt may take (its timeout, and the wait for a place among concurrent requests) is real time,
//! because a real server takes it.
//!
//! [`suspend`](crate::testing::VirtualClock::suspend) is a machine that sleeps: the time of day moves and the other time stands
//! still, which ends deadlines and the windows of keys all the same.
//!
//! # Against a server of your own
//!
//! A client at another address speaks plain `http` to this machine: `ClientBuilder::at("http://127.0.0.1:4010")` for a
//! generated one. Nothing else has to change, and credentials may be made up.
//!
//! # What to test
//!
//! - A refusal: your code reads the advice and asks for another card, with another key.
//! - A server that answers 500 for ever: your code keeps the key, and looks before it repeats.
//! - A success that cannot be read: your code does not charge again.
