//! Deliveries that a test changes as it needs: in JSON, in a form, and in lists.

use std::time::{Duration, UNIX_EPOCH};

use payspec_webhook::testing::{Fixture, Fixtures, Messages};
use payspec_webhook::{Envelope, EventList, RawBody, UnixTime};
use serde::{Deserialize, Serialize};

static ENVELOPE: Envelope = Envelope {
    event_type: Some("type"),
    payload: Some("data.object"),
    event_id: Some("id"),
    created: Some("created"),
    created_as: Some(UnixTime::Seconds),
    ..Envelope::NONE
};
static LIST: EventList = EventList { at: Some("news.items"), envelope: &ENVELOPE };
static FIXTURES: Fixtures = Fixtures {
    messages: Messages(
        "# A comment.\n\
         paid\tORDER_PAID\t{\"type\": \"ORDER_PAID\", \"id\":\"e-1\",\"data\":{\"object\":{\"id\":\"o-1\",\"total\":1.50,\"more\":[1]}}}\n\
         bare\tORDER_BARE\t{\"id\":\"o-2\"}\n\
         form\tORDER_FORM\tid=o-3&name=caf%C3%A9\n",
    ),
    envelope: &ENVELOPE,
    list: None,
};
static LISTS: Fixtures = Fixtures { list: Some(&LIST), ..FIXTURES };

#[derive(Serialize, Deserialize)]
struct Order {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

fn paid() -> Fixture<Order> {
    FIXTURES.named("paid")
}

fn text(fixture: &Fixture<Order>) -> String {
    fixture.body().as_str().expect("it is text").to_owned()
}

#[test]
fn a_fixture_stays_as_it_is_until_it_is_changed() {
    let whole = r#"{"type": "ORDER_PAID", "id":"e-1","data":{"object":{"id":"o-1","total":1.50,"more":[1]}}}"#;
    assert_eq!(text(&paid()), whole);
    assert_eq!(RawBody::from(paid()), RawBody::from(whole));
    assert_eq!(text(&paid().event_id("e-2")), whole.replace("e-1", "e-2"));
    assert_eq!(text(&paid().with("data.object.id", 7)), whole.replace("\"o-1\"", "7"));
    let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    assert_eq!(text(&paid().created(at)), whole.replacen('{', "{\"created\":1700000000,", 1));
    assert_eq!(text(&paid().without("data.object.absent")), whole);
    let shown = format!("{:?}", paid());
    assert!(!shown.contains("o-1") && shown.contains("bytes"), "{shown}");
}

/// What the type does not know stays, and so does what is not touched.
#[test]
fn an_object_is_changed_through_its_type() {
    let changed = paid().object(|order| order.name = Some("Ada".to_owned()));
    let object = r#"{"id":"o-1","more":[1],"name":"Ada","total":1.5}"#;
    assert_eq!(text(&changed), format!(r#"{{"data":{{"object":{object}}},"id":"e-1","type":"ORDER_PAID"}}"#));
    let back = changed.object(|order| order.name = None).without("data.object.more");
    assert!(!text(&back).contains("Ada") && !text(&back).contains("more"), "{}", text(&back));
    let bare: Fixture<Order> = FIXTURES.named("bare");
    assert_eq!(text(&bare.object(|order| order.id = "o-4".to_owned())), r#"{"id":"o-4"}"#);
}

#[test]
fn a_form_stays_one() {
    let form: Fixture<Order> = FIXTURES.named("form");
    assert_eq!(text(&form.clone().with("total", 5)), "id=o-3&name=caf%C3%A9&total=5");
    assert_eq!(text(&form.clone().with("id", "o 4")), "name=caf%C3%A9&id=o%204");
    assert_eq!(text(&form.clone().object(|order| order.id = "a&b".to_owned())), "id=a%26b&name=caf%C3%A9");
    assert_eq!(text(&form.without("name")), "id=o-3");
}

#[test]
fn events_come_in_the_list_that_their_api_has() {
    let bare: Fixture<Order> = LISTS.named("bare");
    let one = r#"{"news":{"items":[{"id":"o-2"}]}}"#;
    assert_eq!(text(&bare), one);
    assert_eq!(bare.event().as_str(), Some(r#"{"id":"o-2"}"#));
    let two = bare.clone().and(bare.clone().with("id", "o-3"));
    assert_eq!(text(&two), r#"{"news":{"items":[{"id":"o-2"},{"id":"o-3"}]}}"#);
    assert_eq!(text(&paid().and(bare)), text(&paid()), "a delivery is one event");
}

#[test]
fn fixtures_are_found_by_their_events() {
    let all: Vec<&str> = FIXTURES.all().map(|(event, _)| event).collect();
    assert_eq!(all, ["ORDER_PAID", "ORDER_BARE", "ORDER_FORM"]);
    assert_eq!(FIXTURES.of("ORDER_BARE").expect("it is there").body().as_str(), Some(r#"{"id":"o-2"}"#));
    assert!(FIXTURES.of("ORDER_LOST").is_none());
}
