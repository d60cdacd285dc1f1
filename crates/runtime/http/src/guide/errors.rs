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
//! | `is_declined` | 402, with a request id or an object | read the code and its advice with `refused`, ask for another card |
//! | `is_forbidden` | 403 | ask the provider for the right |
//! | `is_not_found` | 404, 410 | check ids, environment, and a path that is inferred |
//! | `is_conflict` | 409 | read the object: its state is not what you think |
//! | `is_key_reused` | any | an earlier call has this idempotency key: read what became of it |
//! | `is_rate_limited` | 429 | wait as long as `retry_after` says |
//! | `is_server` | 500 to 599 | look before you repeat, unless there is a key |
//! | `is_timeout`, `is_transport` | none | the same |
//! | `is_too_large`, `is_decode` | 200 to 299 | it may well have happened, `outcome` tells: read the object |
//! | `is_wrong_object` | 200 to 299 | the response is about another object than the path named: look at your caches and proxies |
//! | `is_paging` | 200 to 299 | the search goes on: see [`searching`](super::searching) |
//!
//! What a status means is data of each operation. Statuses that the description does not have mean what HTTP says
//! (RFC 9110).
//!
//! # Reasons
//!
//! A status is no business fact. A proxy, a wrong host and a slip in a path answer with 404 as well as an API that knows
//! the answer. Where the message or the code of an error states a fact, the description names it as a reason:
//! [`Error::reason`](crate::Error::reason) returns it, and [`Error::has_reason`](crate::Error::has_reason) compares it with a
//! constant of the parameters' type (CentralPay has `CheckThreeDsVersion::CARD_NOT_ENROLLED`). Decide by reasons, never by
//! `is_not_found` or a status. A reason is read from complete answers only.
//!
//! The status of a refusal (402) likewise needs the API's request id or an object in the body. Without both the kind is
//! [`Unexpected`](crate::ErrorKind::Unexpected) and the outcome is unknown: an earlier attempt may have gone through.
//!
//! # Codes
//!
//! Some APIs tell by a code in the body what others tell by the status. Where the description says what such a code means,
//! it counts before the status, unless that is one of a failing server: an error may then have a status of success, and
//! `outcome` reads the code.
//!
//! # What counts as a success
//!
//! A status of success may come from a proxy, a cache or a maintenance page. So a response has to show that it is the one
//! that was asked for, as far as the description tells how:
//!
//! - where the path names an object, the response must be about that object;
//! - where the API answers without a body, the body must be empty;
//! - where an object guarantees no field, at least one of its fields must be there;
//! - 203 and 206, which a proxy or a cache sends, are no success, nor are statuses that are not described where there is no
//!   body to judge.
//!
//! Anything else is an error whose outcome is `Unknown` unless the operation only reads, and which keeps status, request id
//! and body. It has [happened](crate::CallOutcome::Happened) only where the response has the API's request id or the id of
//! its object. Some of these descriptions are inferred; when one is wrong,
//! [`ClientBuilder::accept_any_success`](crate::ClientBuilder::accept_any_success) takes any status of success for an
//! operation until it is corrected.
//!
//! A status of the 400s that neither the description nor the registry of HTTP has is `Unknown`, never "did not happen". It
//! is the word of a proxy: 444 and 499 (nginx) and 460 (AWS load balancers) say that a connection was given up, while the
//! server behind may have been at work, and others (419, 440, 449, 494 to 498) mean different things with different
//! vendors. So is 408. Statuses of the 500s are `Unknown`, those of proxies (520 to 530, 598) among them.
//!
//! # What is doubtful
//!
//! A rule of an API that is advice, not law, is told by [`Call::warnings`](crate::Call::warnings) before the call and by
//! [`Observer::warned`](crate::observe::Observer::warned) when it is made. The request is sent all the same.
//!
//! So is a value that the description does not list: `"EURO"` as a currency, a source `"ECOM"`. The API may know more than
//! its description, so nothing is refused; but more often it is a slip, and the warning (`unknown-value`) names the value
//! that was probably meant. Log these warnings, or let a test fail for them:
//!
//! ```
//! use payspec_core::{Form, KnownValues, check_known_values};
//!
//! let currency = KnownValues { field: "currency", of: "Currency", values: &["EUR", "USD"], sensitive: false };
//! let warnings = check_known_values(&[currency], &Form::from_pairs([("currency", "EURO")])).expect("not listed");
//! assert_eq!(
//!     warnings.to_string(),
//!     "`currency`: is not a known value of `Currency`; did you mean `EUR`? [unknown-value]",
//! );
//! ```
//!
//! Texts with a format that is known everywhere are checked as rules: a URL is absolute with `http` or `https`, an IP
//! address can be read as one, an e-mail address has an `@`. What certainly is something else is refused, so parameters in
//! each other's place do not travel; [`Call::waive_rule`](crate::Call::waive_rule) with `notify-url-format`, say, is the way
//! past it. A phone number, which is written in many ways, is only warned of.
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
