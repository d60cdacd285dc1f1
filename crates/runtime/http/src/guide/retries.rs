//! What is sent again by itself, idempotency keys, and calls that are resumed after a crash.
//!
//! # Never charge twice
//!
//! A call is sent again by itself only if that cannot perform it twice:
//!
//! - its operation **only reads**: a GET, unless the description of the API says that it changes something after all; or
//! - it carries an **idempotency key** that the API honours.
//!
//! Everything else is sent once. When that fails the error says whether it may have happened, and the rest is for a person
//! or for code that looks first.
//!
//! How an API treats a key it has seen is data of its description. Most answer as they did the first time. Some answer
//! with an error of its own, which is told apart as [`is_key_reused`](crate::Error::is_key_reused): the call that has the
//! key is there, and what became of it has to be read. After the time for which an API remembers keys nothing is sent
//! again.
//!
//! # The key
//!
//! It is fixed before the first attempt and the same over all attempts. There are four ways to one:
//!
//! ```
//! use payspec_core::Operation;
//! use payspec_http::{Client, Error};
//!
//! async fn ways<O: Operation + Clone>(client: &Client, pay: O) -> Result<(), Error> {
//!     // 1. A fresh one is made with the call, and can be read before anything is sent.
//!     let call = client.call(pay.clone());
//!     let to_be_stored = call.get_idempotency_key().map(str::to_owned);
//!     call.await?;
//!     // 2. One of yours.
//!     client.call(pay.clone()).idempotency_key("7d0f5a5c").await?;
//!     // 3. One derived from what you have anyway. It is the same in every process and at any time.
//!     client.call(pay.clone()).idempotency_key_from("order-4711/1").await?;
//!     // 4. That of a call that failed, to resume it.
//!     if let Err(error) = client.call(pay.clone()).await {
//!         if let Some(key) = error.idempotency_key() {
//!             client.call(pay).idempotency_key(key).await?;
//!         }
//!     }
//!     # drop(to_be_stored);
//!     Ok(())
//! }
//! ```
//!
//! Store the key with your order **before** you send, so that a crash between sending and hearing can be mended: send the
//! same call with the same key, and it is performed once. Use a key per *attempt of the customer*, not per order: after a
//! refusal another card is another attempt and needs another key, or it would be answered with the first refusal.
//!
//! The parameters are no part of a derived key. Two payments of the same amount with the same card on one day are two
//! payments, and a key made of their parameters would swallow the second.
//!
//! # The policy
//!
//! | setting | default | of the client | of a call |
//! | --- | --- | --- | --- |
//! | attempts, the first included | 3 | [`retry`](crate::ClientBuilder::retry) | [`retry`](crate::Call::retry) |
//! | longest wait before the second attempt | 0.5 s | `retry` | `retry` |
//! | longest wait at all; it doubles up to this | 8 s | `retry` | `retry` |
//! | longest `Retry-After` that is waited for | 30 s | `retry` | `retry` |
//! | time of an attempt | 60 s | [`timeout`](crate::ClientBuilder::timeout) | [`timeout`](crate::Call::timeout) |
//! | time of the call, waits included | 120 s | [`deadline`](crate::ClientBuilder::deadline) | [`deadline`](crate::Call::deadline) |
//! | reserve of repetitions | 20 | [`retry_budget`](crate::ClientBuilder::retry_budget) | |
//!
//! What is really waited is drawn between zero and the longest wait ("full jitter"), so that clients which failed together
//! do not come back together. `Retry-After`, in seconds or as a date, is waited for in full and then the drawn wait; of
//! several the longest counts. One
//! that asks for more than the policy allows is not cut short, for asking too early helps nobody: the call ends, and
//! [`retry_after`](crate::Error::retry_after) has what was asked for.
//!
//! The deadline and the time for which the API remembers a key are counted by the clock on the wall as well, since the
//! other one stands still while a machine is suspended: a call that wakes up a day later is not sent again. A clock that is
//! set back gives no more time, and one that is set forward ends a call early, which is safe.
//!
//! In an outage each client would multiply its traffic by the number of attempts. The [`RetryBudget`](crate::RetryBudget)
//! prevents that: repetitions cost, answers earn, and a client that hears no answers stops to repeat itself.
//!
//! # What is sent again
//!
//! Failures that may pass: no connection, a broken one, no answer in time, a success whose body was cut off, and the
//! statuses 408, 425, 429, 500, 502, 503 and 504. Refusals are answers, and are not. Redirects are never followed: neither
//! credentials nor parameters go to another host than the one you named.
//!
//! Where credentials are exchanged for a token, getting one belongs to the attempt that needs it: it is kept for all clones
//! of the client and renewed before it expires. An answer that says that it has expired is not a refusal: the call has not
//! been let in, so it is sent once more at once with a new token, with or without a key. A token that cannot be got fails
//! the call with `DidNotHappen`.
//!
//! Many calls that need a token at once make few requests for one. One of them gets it, and the others wait; when half of
//! the time is over one more is elected, and so on. What came of it is shared, a failure too: for **one second**, or for as
//! long as the server of tokens asks for with `Retry-After` (an hour at most). Meanwhile calls that need a token fail with
//! that failure and send nothing; [`retry_after`](crate::Error::retry_after) has what is left of the time. So credentials
//! that were put right get through a second later. A call that repeats itself after such a failure tries for itself, unless
//! the server asked to be left alone. The timeout of one call is not shared.
//!
//! # What an error says then
//!
//! [`outcome`](crate::Error::outcome) takes all attempts into account. When the first one ran into its timeout and the
//! second was refused with 401, the first may have gone through all the same: `Unknown`. A refusal by the bank (402) under
//! the key of the call is an answer for the call as a whole: `DidNotHappen`.
