//! Receiving deliveries in production: what to answer, and when.
//!
//! # Mount a receiver
//!
//! The webhook crate of an API has extractors for axum (feature `axum`) and actix-web (`actix`), and functions for servers
//! that have requests of the `http` crate (`http`). They take the raw bytes of a body, at most 1 MiB, and verify them where
//! the API signs. There is none that takes parsed JSON: a signature is over bytes, and writing JSON again changes them.
//!
//! ```text
//! // The API signs: only an event whose signature is right reaches the handler.
//! async fn signed(State(shop): State<Shop>, Verified(event): Verified<Verifier>) -> StatusCode { .. }
//!
//! // The API does not sign: a claim, and the call that tells whether it is true.
//! async fn unsigned(State(shop): State<Shop>, Claimed(claim): Claimed<Event>) -> StatusCode {
//!     if let Event::TransactionSucceeded(event) = claim.unverified() {
//!         let Some(read) = event.refetch() else { return StatusCode::OK };
//!         match shop.client.call(read).await { .. }
//!     }
//! }
//! ```
//!
//! The verifier comes from the state of the application (`FromRef` in axum, `web::Data` in actix), so a receiver for several
//! accounts has an address for each. Set a timeout for slow requests in the server. Where an API signs the whole address of its
//! requests, set the `origin` of the verifier: `Verifier::new(secret).configure(|runtime| runtime.origin("https://shop.example"))`.
//!
//! # What a sender is answered
//!
//! | what comes | status | by |
//! | --- | --- | --- |
//! | GET, or an empty body: the API tries the address | 200, but 400 where another body is signed | a route of yours for GET; the extractor |
//! | a signature that is wrong, stale or missing | 401 | the extractor |
//! | a body that is too large | 413 | the extractor |
//! | a body that is no delivery, or is cut off | 400 | the extractor |
//! | no secret, a secret that is not written as one | 500 | the extractor: the API sends it again |
//! | an event that is unknown or cannot be decoded, with a right signature | 2xx | your handler, once it is stored |
//! | an event that is stored | 2xx | your handler |
//! | an event that could not be stored | 503 | your handler: the API sends it again, if it ever does |
//!
//! Respond as soon as the event is stored, and do the work afterwards: slow responses count as failures. How often an API
//! sends again is in the documentation of its `Event`. One that takes any response as the end of it has to find a receiver
//! that stores before it does anything else.
//!
//! # What reading the object again finds
//!
//! | the call ends with | what it means | do | answer |
//! | --- | --- | --- | --- |
//! | the object, in a state that is news | it is true | apply the state, and mark the event as done in the same transaction | 2xx |
//! | the object, in a state you have | a repetition, or an older event that comes late | mark the event as done | 2xx |
//! | 404 | forged, of another environment or account, or deleted | nothing but a counter | 2xx |
//! | 401, 403 | your own credentials are wrong | alert, keep the event, read again later | as when it fails |
//! | an error of the server, a timeout | nothing is known | keep the event, read again later | 2xx if it is kept, otherwise 503 |
//!
//! **404 is answered with 2xx.** Nothing you can do makes the object appear, and an error makes the API post the same event
//! again (every five minutes for two hours, with some) and may make it disable the address. It also tells whoever guesses ids
//! which of them exist. If your own books expect that very object, it may not be visible yet: read it again after a few
//! seconds before you believe the 404, from a queue of yours and not while the sender waits.
//!
//! **A failed call is no 404.** An outage of the API says nothing of the event. Never mark it as done, and never act on
//! what the delivery says because the call that would confirm it fails.
//!
//! # When three deliveries come at once
//!
//! The same event often comes several times within milliseconds, to several of your processes. Looking for its id and
//! inserting it afterwards lets all of them through. Insert the id first, under a unique key, in the transaction that has the
//! effect:
//!
//! ```text
//! begin;
//! insert into events (id) values ($1) on conflict do nothing;   -- 0 rows: another has it
//! update orders set state = 'paid' where id = $2 and state = 'pending';
//! commit;
//! ```
//!
//! The second waits for the first, inserts nothing, and answers 2xx. If the first is rolled back, the second does the work.
//! An effect outside of the database (a parcel, an e-mail) is done after the commit, under a key of its own.
//!
//! Where events have no id, the key is the object and its state. Lock the row of the order (`select .. for update`), read
//! the object again, and apply its state only if it is news: an order never goes back from paid to pending, whatever the order of
//! events. Do not compare times: several events share a second.
//!
//! Remember ids for longer than the API repeats events, since people send old ones again from its portal: months, not
//! minutes. The tolerance of a signature is no replacement for this.
//!
//! # Event before order
//!
//! The event about a payment may arrive before the call that made the payment has returned, or before the transaction with
//! the order is committed. Nothing in your books matches it yet. If it is marked as done then, the repetition is taken
//! for a duplicate and the order stays pending for ever.
//!
//! - Store the order, with the id that you send along (a reference of yours), *before* you make the call.
//! - An event that matches nothing is **not done**: keep it as waiting, under the id of the object and your reference.
//! - Whoever stores an order, or learns the id of its payment, looks for events that wait for it.
//! - Let a job look at those that wait after a minute: read the object again, and give up with an alert after some hours.
//!
//! Answer 2xx once it is kept as waiting. Only if you cannot keep it, answer 503 and rely on the repetition.
//!
//! # When nothing comes
//!
//! Deliveries get lost. A job that searches for what is still open in your books (an hour old, say) and reads it again is
//! the only way to know. It feeds the same code as the receiver.
//!
//! # Test it
//!
//! The feature `testing` of an API's webhook crate has a delivery of each event and, where the API signs, signs it:
//!
//! ```text
//! let event = fixtures::charge_refunded().object(|charge| charge.amount_refunded = Some(Amount::from_minor(1500)));
//! let delivery = sign("the secret", event, now)?;
//! let response = post("/hooks/payments", delivery.headers(), &delivery.body).await;
//! ```
//!
//! Send it twice, send two at once, send it before the order is there, change a byte, and sign it an hour ago.
