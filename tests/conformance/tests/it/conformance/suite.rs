//! The promises.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use payspec_core::Operation;
use payspec_http::testing::VirtualClock;
use payspec_http::{CallOutcome, Client, ClientBuilder, ErrorKind};
use serde_json::json;

use super::apis::{ApiUnderTest, InPath, Keyed, Searches};
use super::mode::Mode;
use payspec_test_support::server::{Reply, Request, Server};

/// A server that gives these replies, the last one again and again.
fn server(replies: Vec<Reply>) -> Server {
    let next = AtomicUsize::new(0);
    let replies: Vec<_> =
        replies.into_iter().map(|reply| (reply.status, reply.content_type, reply.body, reply.headers)).collect();
    Server::responding(move |_| {
        let at = next.fetch_add(1, Ordering::SeqCst).min(replies.len() - 1);
        let (status, content_type, body, headers) = replies[at].clone();
        Reply { status, content_type, body, headers }
    })
}

fn failing(status: u16) -> Reply {
    Reply::json(status, &json!({}))
}

fn with_request_id<S: ApiUnderTest>(reply: Reply) -> Reply {
    match S::REQUEST_ID_HEADER {
        Some(name) => reply.header(name, "req-42"),
        None => reply,
    }
}

fn good<S: ApiUnderTest>(id: &str) -> Reply {
    with_request_id::<S>(Reply::json(200, &S::object(id)))
}

/// What a change is answered with when it is done.
fn done<S: ApiUnderTest>() -> Reply {
    with_request_id::<S>(Reply::json(200, &S::changed()))
}

/// A client that waits in virtual time, the longest there is.
fn client<S: ApiUnderTest, M: Mode>(server: &Server, clock: &Arc<VirtualClock>) -> Client<M> {
    M::client::<S>(&server.url(), |http| patient(http, clock))
}

fn patient(builder: ClientBuilder, clock: &Arc<VirtualClock>) -> ClientBuilder {
    builder.clock(Arc::clone(clock) as _).jitter(Arc::new(|longest: Duration| longest))
}

fn clock() -> Arc<VirtualClock> {
    Arc::new(VirtualClock::new())
}

fn keys<S: Keyed>(seen: &[Request]) -> Vec<Option<&str>> {
    seen.iter().map(|request| request.header(S::KEY_HEADER)).collect()
}

pub(super) fn a_success_has_a_value_and_its_envelope<S: ApiUnderTest, M: Mode>() {
    let server = server(vec![done::<S>(), good::<S>("one")]);
    let client = client::<S, M>(&server, &clock());
    let changed = M::send(client.call(S::change())).expect("done");
    let is_keyed = <S::Change as Operation>::SPEC.idempotency_key;
    assert_eq!((changed.status, changed.attempts, changed.idempotency_key.is_some()), (200, 1, is_keyed));
    assert_eq!(changed.request_id.is_some(), S::REQUEST_ID_HEADER.is_some());
    let read = M::send(client.call(S::read())).expect("read");
    assert_eq!((S::id(&read.value).as_str(), read.idempotency_key), ("one", None));
}

pub(super) fn a_call_with_a_key_is_repeated_under_it<S: Keyed, M: Mode>() {
    let (server, clock) = (server(vec![failing(503), failing(500), done::<S>()]), clock());
    let call = client::<S, M>(&server, &clock).call(S::change());
    let key = call.get_idempotency_key().map(str::to_owned);
    let done = M::send(call).expect("done at the third attempt");
    assert_eq!((done.attempts, &done.idempotency_key), (3, &key));
    let seen = server.seen();
    assert_eq!(keys::<S>(&seen), [key.as_deref(); 3]);
    assert!(seen.iter().all(|request| request.body == seen[0].body && request.path == seen[0].path));
    assert_eq!(clock.slept(), [Duration::from_millis(500), Duration::from_secs(1)]);
}

pub(super) fn a_call_without_a_key_is_sent_once<S: ApiUnderTest, M: Mode>() {
    let server = server(vec![failing(503), done::<S>()]);
    let error = M::send(client::<S, M>(&server, &clock()).call(S::unkeyed())).err().expect("it failed");
    assert_eq!((error.outcome(), error.attempts(), error.is_safe_to_retry()), (CallOutcome::Unknown, 1, false));
    assert_eq!(server.seen().len(), 1);
}

pub(super) fn a_read_is_repeated<S: ApiUnderTest, M: Mode>() {
    let server = server(vec![failing(503), good::<S>("one")]);
    let done = M::send(client::<S, M>(&server, &clock()).call(S::read())).expect("read");
    assert_eq!((done.attempts, server.seen().len()), (2, 2));
}

pub(super) fn what_the_api_asks_for_is_waited_for<S: ApiUnderTest, M: Mode>() {
    let clock = clock();
    let server = server(vec![failing(429).header("Retry-After", "7"), good::<S>("one")]);
    M::send(client::<S, M>(&server, &clock).call(S::read())).expect("done");
    assert_eq!(clock.slept(), [Duration::from_millis(7_500)]);
}

pub(super) fn a_failure_for_good_tells_whether_it_happened<S: ApiUnderTest, M: Mode>() {
    for (status, body, outcome) in [
        (503, "", CallOutcome::Unknown),
        (429, "", CallOutcome::DidNotHappen),
        (400, "", CallOutcome::DidNotHappen),
        (401, "", CallOutcome::DidNotHappen),
        (409, "", CallOutcome::Unknown),
        (200, "<html>", CallOutcome::Unknown),
        (200, "[]", CallOutcome::Unknown),
        (200, "{}", CallOutcome::Unknown),
    ] {
        let reply = Reply { body: body.as_bytes().to_vec(), ..failing(status) };
        let server = server(vec![reply]);
        let error = M::send(client::<S, M>(&server, &clock()).call(S::change())).expect_err("it failed");
        // The showcase has no such header on these answers; CentralPay's is on all that the server gives.
        let from_the_api = error.request_id().is_some();
        let outcome = if status == 200 && from_the_api { CallOutcome::Happened } else { outcome };
        // If success is determined by a code, a response without one is not a success.
        let has_success_codes = <S::Change as Operation>::SPEC.success_codes.is_some();
        let outcome = if status == 200 && has_success_codes { CallOutcome::Unknown } else { outcome };
        // Where the path says what is changed, a response that is about nothing in particular says nothing.
        let is_about =
            <S::Change as Operation>::SPEC.success.ids.iter().any(|id| id.parameter.is_some() && id.guaranteed);
        let outcome = if status == 200 && is_about { CallOutcome::Unknown } else { outcome };
        assert_eq!(error.outcome(), outcome, "{status} {body}: {error}");
        let text = error.to_string();
        assert!(text.contains(error.operation()) && text.contains(&format!("HTTP {status}")), "{text}");
    }
}

pub(super) fn a_key_can_be_given_derived_and_read_back<S: Keyed, M: Mode>() {
    let server = server(vec![failing(400)]);
    let client = client::<S, M>(&server, &clock());
    let error = M::send(client.call(S::change()).idempotency_key("mine")).expect_err("it failed");
    assert_eq!(error.idempotency_key(), Some("mine"));
    let derived = client.call(S::change()).idempotency_key_from("order-17/1");
    let key = derived.get_idempotency_key().map(str::to_owned);
    let error = M::send(derived).expect_err("it failed");
    assert_eq!(error.idempotency_key(), key.as_deref());
    let again = client.call(S::change()).idempotency_key_from("order-17/1");
    assert_eq!(again.get_idempotency_key(), key.as_deref());
    let error = M::send(client.call(S::change())).expect_err("it failed");
    let seen = server.seen();
    assert_eq!(keys::<S>(&seen), [Some("mine"), key.as_deref(), error.idempotency_key()]);
    assert!(
        M::send(client.call(S::unkeyed()).idempotency_key("mine")).err().expect("it takes none").is_configuration()
    );
}

pub(super) fn every_kind_of_answer_is_told_apart<S: ApiUnderTest, M: Mode>() {
    for (status, kind) in [
        (302, ErrorKind::Unexpected),
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthenticated),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::Invalid),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Server),
    ] {
        let server = server(vec![failing(status)]);
        let error = M::send(client::<S, M>(&server, &clock()).call(S::read())).expect_err("it failed");
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(error.outcome(), CallOutcome::DidNotHappen, "reading changes nothing");
    }
}

pub(super) fn what_the_api_complains_about_is_read<S: ApiUnderTest, M: Mode>() {
    let server = server(vec![Reply::json(400, &S::complaint())]);
    let error = M::send(client::<S, M>(&server, &clock()).call(S::change())).expect_err("it failed");
    let mut fields = error.field_errors().to_vec();
    fields.sort();
    let wanted = [("amount", "odd"), ("amount", "too low"), ("x", "")];
    let wanted = if S::COMPLAINS_OF_FIELDS { &wanted[..] } else { &[] };
    let wanted = wanted.iter().copied();
    assert_eq!(fields, wanted.map(|(field, text)| (field.to_owned(), text.to_owned())).collect::<Vec<_>>());
    assert_eq!(error.message(), Some("no"));
    assert!(!error.to_string().contains("too low"), "words of an answer are not printed: {error}");
}

pub(super) fn anything_else_an_error_says_is_kept<S: ApiUnderTest, M: Mode>() {
    for body in ["<html>Bad gateway</html>", "", "[1]", "\u{FEFF}\"no\"", "{\"errors\": "] {
        let reply = Reply { body: body.as_bytes().to_vec(), ..failing(400) };
        let server = server(vec![reply]);
        let error = M::send(client::<S, M>(&server, &clock()).call(S::change())).expect_err("it failed");
        assert_eq!((error.is_invalid(), error.body()), (true, body.as_bytes()));
        assert!(error.field_errors().is_empty());
    }
}

pub(super) fn a_redirect_is_not_followed<S: ApiUnderTest, M: Mode>() {
    let elsewhere = server(vec![good::<S>("one")]);
    let server = server(vec![failing(307).header("Location", &elsewhere.url())]);
    let error = M::send(client::<S, M>(&server, &clock()).call(S::change())).expect_err("it failed");
    assert!(error.to_string().contains("a redirect, which is not followed"), "{error}");
    assert_eq!((server.seen().len(), elsewhere.seen().len()), (1, 0));
}

pub(super) fn an_answer_that_is_too_long_is_cut<S: ApiUnderTest, M: Mode>() {
    let server = server(vec![good::<S>(&"x".repeat(10_000))]);
    let limited = M::client::<S>(&server.url(), |http| http.max_response_bytes(1_000));
    let error = M::send(limited.call(S::read())).expect_err("it is too long");
    assert_eq!((error.is_too_large(), error.body().len()), (true, 1_000));
}

pub(super) fn an_answer_about_another_object_is_refused<S: InPath, M: Mode>() {
    let server = server(vec![good::<S>("other-7")]);
    let client = client::<S, M>(&server, &clock());
    let error = M::send(client.call(S::read())).expect_err("it is about another");
    assert!(error.is_wrong_object() && !error.to_string().contains("other-7"), "{error}");
    assert_eq!((server.seen().len(), error.outcome()), (1, CallOutcome::DidNotHappen));
    let taken = M::send(client.call(S::read()).accept_any_success()).expect("the caller knows better");
    assert_eq!(S::id(&taken.value), "other-7");
}

pub(super) fn a_call_has_options_of_its_own<S: InPath, M: Mode>() {
    let server = server(vec![good::<S>("one")]);
    let client = M::client::<S>(&server.url(), |http| http.user_agent("shop/1.4").max_concurrent_requests(1));
    let call = client
        .call(S::read())
        .path("/elsewhere")
        .parameter("expand", "all")
        .header("X-Trace", "t-1")
        .timeout(Duration::from_secs(5))
        .deadline(Duration::from_secs(9));
    // The path has no place for the id, which would go nowhere: it is told.
    let error = M::send(call).expect_err("the id is lost");
    assert!(error.is_configuration() && server.seen().is_empty(), "{error}");
    let id = Operand::<S>::placeholder();
    let call = client.call(S::read()).path(format!("/elsewhere/{{{id}}}")).parameter("expand", "all");
    M::send(call.header("X-Trace", "t-1")).expect("done");
    let seen = server.seen();
    assert!(seen[0].path.starts_with("/elsewhere/") && seen[0].path.ends_with("?expand=all"), "{}", seen[0].path);
    assert_eq!((seen[0].header("x-trace"), seen[0].header("user-agent")), (Some("t-1"), Some("shop/1.4")));
}

/// The name of the id in the path of the API's `Read`.
struct Operand<S>(std::marker::PhantomData<S>);

impl<S: ApiUnderTest> Operand<S> {
    fn placeholder() -> &'static str {
        let path = <S::Read as payspec_core::Operation>::SPEC.path;
        let (_, rest) = path.split_once('{').expect("the path has an id");
        rest.split('}').next().expect("it ends")
    }
}

pub(super) fn a_search_is_followed_page_by_page<S: Searches, M: Mode>() {
    let page =
        |ids: &[&str], next: Option<&str>| Reply::json(200, &S::page(ids.iter().map(|id| S::item(id)).collect(), next));
    let server = server(vec![page(&["one", "two"], Some("c1")), page(&["three"], Some("c2")), page(&[], None)]);
    let call = client::<S, M>(&server, &clock()).call(S::search()).parameter("extra", "1");
    let items = M::items(call.pages(10));
    let ids: Vec<String> = items.into_iter().map(|item| S::item_id(&item.expect("an item"))).collect();
    assert_eq!(ids, ["one", "two", "three"]);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    let parameter =
        <S::Search as payspec_core::Operation>::SPEC.paging.expect("it pages").parameter.expect("it has one");
    let asks = |request: &Request| request.path.contains(&format!("{parameter}="));
    assert_eq!(seen.iter().map(asks).collect::<Vec<_>>(), [false, true, true], "the first page is a plain search");
    assert!(seen.iter().all(|request| request.path.contains("extra=1")), "filters stay over all pages");
    // A bound is a bound, and is reported.
    let server =
        self::server(vec![page(&["one"], Some("c1")), page(&["two"], Some("c2")), page(&["three"], Some("c3"))]);
    let items = M::items(client::<S, M>(&server, &clock()).call(S::search()).pages(2));
    let errors: Vec<_> = items.iter().filter_map(|item| item.as_ref().err()).collect();
    assert!(items.len() == 3 && errors.len() == 1 && errors[0].is_paging(), "{errors:?}");
}

pub(super) fn a_search_gives_all_items_or_an_error<S: Searches, M: Mode>() {
    let page = |ids: &[&str], next: Option<&str>| {
        let items = ids.iter().map(|id| if *id == "null" { json!(null) } else { S::item(id) });
        Reply::json(200, &S::page(items.collect(), next))
    };
    let follow = |replies: Vec<Reply>| {
        let server = server(replies);
        let items = M::items(client::<S, M>(&server, &clock()).call(S::search()).pages(10).page_size(100));
        let errors = items.iter().filter(|item| item.as_ref().is_err_and(payspec_http::Error::is_paging)).count();
        let ids: Vec<String> = items.iter().flatten().map(S::item_id).collect();
        assert_eq!(ids.len() + errors, items.len());
        (ids.join(" "), errors)
    };
    // Fewer items than were asked for, none that can be read, and the rest.
    let short = vec![page(&["one", "two"], Some("c1")), page(&["null"], Some("c2")), page(&["three"], Some("c3"))];
    let short = short.into_iter().chain([page(&[], None)]).collect();
    assert_eq!(follow(short), ("one two three".to_owned(), 0));
    // What came before, in another order and from another cursor.
    let again =
        vec![page(&["one", "two"], Some("c1")), page(&["three"], Some("c2")), page(&["two", "one"], Some("c3"))];
    assert_eq!(follow(again), ("one two three".to_owned(), 1));
}

pub(super) fn a_search_of_any_form_is_read<S: Searches, M: Mode>() {
    let list = json!([S::item("one"), S::item("two")]);
    for body in [
        list.clone(),
        json!({"items": list, "total": 2}),
        json!({"data": list}),
        json!({"content": list, "last": true}),
        json!({"results": list, "next": null}),
        json!({"whatever": list, "page": 1}),
    ] {
        let server = server(vec![Reply::json(200, &body)]);
        let found = M::send(client::<S, M>(&server, &clock()).call(S::search())).expect("found").value;
        assert_eq!(found.iter().map(S::item_id).collect::<Vec<_>>(), ["one", "two"], "{body}");
    }
}
