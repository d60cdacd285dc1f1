//! What went wrong, whether the card was charged, and what to do next.
//!
//! # Three questions
//!
//! A call that fails gives an [`Error`](crate::Error). Ask it, in this order:
//!
//! (A call that succeeds was **answered**, which need not mean paid: read the status of what comes back.)
//!
//! 1. **Did it happen?** [`outcome`](crate::Error::outcome) says `Happened`, `DidNotHappen` or `Unknown`. This is the
//!    question that money hangs on, and it is answered for all attempts of the call together.
//! 2. **What kind of failure is it?** The predicates (`is_declined`, `is_invalid`, ...) tell.
//! 3. **What does the API say?** [`refused`](crate::Error::refused) reads the object that a bank refused,
//!    [`field_errors`](crate::Error::field_errors), [`message`](crate::Error::message) and [`code`](crate::Error::code)
//!    have its complaints, and [`body`](crate::Error::body) has all it said, whatever its form.
//!
//! ```no_run
//! use payspec_core::Operation;
//! use payspec_http::{CallOutcome, Client};
//!
//! enum Next<T> {
//!     /// Not "paid" yet: some APIs answer that a payment was declined, or waits. Its status tells.
//!     Answered(T),
//!     AskForAnotherCard,
//!     LookFirst { key: Option<String> },
//!     GiveUp(String),
//! }
//!
//! async fn pay<O: Operation>(client: &Client, create_payment: O) -> Next<O::Output> {
//!     match client.call(create_payment).idempotency_key_from("order-4711/1").await {
//!         Ok(payment) => Next::Answered(payment),
//!         Err(error) if error.is_declined() => Next::AskForAnotherCard,
//!         Err(error) if error.outcome() != CallOutcome::DidNotHappen => {
//!             Next::LookFirst { key: error.idempotency_key().map(str::to_owned) }
//!         }
//!         Err(error) => Next::GiveUp(error.to_string()),
//!     }
//! }
//! ```
//!
//! # The kinds
//!
//! | predicate | status | what to do |
//! | --- | --- | --- |
//! | `is_configuration` | none | mend the client or the call; nothing was sent |
//! | `is_invalid` | none, 400, 422 | mend the parameters; `violations` (found here) or `field_errors` (found there) say which |
//! | `is_unauthenticated` | 401 | check the credentials and their environment |
//! | `is_declined` | 402 | read the code and its advice with `refused`, ask for another card |
//! | `is_forbidden` | 403 | ask the provider for the right |
//! | `is_not_found` | 404, 410 | check ids, environment, and a path that is inferred |
//! | `is_conflict` | 409 | read the object: its state is not what you think |
//! | `is_key_reused` | any | an earlier call has this idempotency key: read what became of it |
//! | `is_rate_limited` | 429 | wait as long as `retry_after` says |
//! | `is_server` | 500 to 599 | look before you repeat, unless there is a key |
//! | `is_timeout`, `is_transport` | none | the same |
//! | `is_too_large`, `is_decode` | 200 to 299 | it most likely happened: read the object |
//! | `is_paging` | 200 to 299 | the search goes on: see [`searching`](super::searching) |
//!
//! What a status means is data of each operation. One that says of a 404 that a card is not enrolled says so in the
//! message, too. Statuses that the description does not have mean what HTTP says (RFC 9110).
//!
//! A status of the 400s that neither the description nor the registry of HTTP has is `Unknown`, never "did not happen". It
//! is the word of a proxy: 444 and 499 (nginx) and 460 (AWS load balancers) say that a connection was given up, while the
//! server behind may have been at work, and others (419, 440, 449, 494 to 498) mean different things with different
//! vendors. So is 408. Statuses of the 500s are `Unknown`, those of proxies (520 to 530, 598) among them.
//!
//! Some APIs tell by a code in the body what others tell by the status. Where the description says what such a code means,
//! it counts before the status, unless that is one of a failing server: an error may then have a status of success, and
//! `outcome` reads the code.
//!
//! # What is doubtful
//!
//! A rule of an API that is advice, not law, is told by [`Call::warnings`](crate::Call::warnings) before the call and by
//! [`Observer::warned`](crate::observe::Observer::warned) when it is made. The request is sent all the same.
//!
//! # Why the bank said no
//!
//! A declined call answers with the object that was refused, and its type knows where the reason stands:
//!
//! ```no_run
//! use payspec_core::Refusal;
//! use payspec_http::Error;
//! use serde::de::DeserializeOwned;
//!
//! // Of CentralPay, `T` is `Transaction`: the code is a `BankReturnCode`, the advice a `BankCodeAdvice`.
//! fn advice<T: Refusal + DeserializeOwned>(error: &Error) -> Option<&'static T::Advice> {
//!     let refused = error.refused::<T>()?;
//!     refused.advice()
//! }
//! ```
//!
//! # What is printed, and what is not
//!
//! `Display` names the operation, the status, the request id that the provider's support asks for, the number of attempts
//! and the next step. Neither it nor `Debug` has a parameter, a credential, an address or any part of a body: both may go
//! into any log. The words of the API (`message`, `field_errors`, `body`) may repeat what was sent. Show them to a person
//! if you must, and keep them out of logs.
//!
//! Whoever answers may write line ends, the escapes of a terminal, or megabytes. A request id is visible ASCII of at most 128
//! characters, or left out. `message`, `field_errors` and `code` are on one line and bounded; `body` is as it came, up to its
//! first 64 KiB, and those are also all that `message` and `field_errors` are read from. `Debug` of an identifier, a word or
//! a date shows a long one by its beginning and its length, while their `Display` gives them as they came, for that is what
//! is sent back: before you log one that you did not make, pass it through `payspec_core::printable`.
