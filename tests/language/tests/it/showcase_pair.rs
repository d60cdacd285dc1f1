//! The two small showcase APIs: what the generator makes of codes that judge, warnings, forms, clearing, tokens and
//! signatures, whatever the real APIs look like.

use std::sync::Arc;
use std::sync::Mutex;

use payspec_core::{Operation, Violations};
use payspec_http::testing::{responding, response};
use payspec_http::transport::HttpRequest;
use payspec_http::{ClientBuilder, ErrorKind};
use payspec_webhook::VerifyError;
use serde_json::json;
use showcase_json_client::model::{AddLampsBeacon, BeaconId, Lamp, LightBeacon, LookBeacon};
use showcase_signed_client::model::ChangeCrossing;

/// What was sent, one line a request.
type Seen = Arc<Mutex<Vec<String>>>;

/// Answers with `body`, and notes what was asked for.
fn noting(seen: &Seen, body: &'static str) -> impl FnOnce(ClientBuilder) -> ClientBuilder + use<> {
    let seen = Arc::clone(seen);
    let note = move |request: &HttpRequest| {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("-");
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let body = String::from_utf8_lossy(request.body());
        let line = format!("{target} {} {} {body}", header("authorization"), header("x-tide"));
        seen.lock().expect("no test panics in here").push(line);
    };
    move |http| {
        http.transport(responding(move |request| {
            note(request);
            let token = r#"{"data": {"token": "t1"}, "access_token": "t2"}"#;
            let gives_tokens = request.uri().path() == "/watch" || request.uri().path() == "/oauth/token";
            response(200, if gives_tokens { token } else { body })
        }))
    }
}

fn rules(found: Option<Violations>) -> Vec<String> {
    found.into_iter().flatten().map(|violation| violation.rule().to_owned()).collect()
}

fn beacon(seen: &Seen, body: &'static str) -> showcase_json_client::Client {
    let builder =
        showcase_json_client::ClientBuilder::at("https://beacons.example").keeper("k-1", "lamp").watch("word");
    builder.configure(noting(seen, body)).build().expect("complete settings")
}

#[tokio::test]
async fn a_code_judges_an_answer_and_keys_travel_in_the_body() {
    let seen = Seen::default();
    let light = || LightBeacon::new("lizard-point", 4).colours(["red", "white"]);
    let lit = beacon(&seen, r#"{"code": "0", "hours": 4}"#).beacons().light(light()).await.expect("lit");
    assert_eq!(lit.hours, Some(4));
    let body = r#"{"beacon":"lizard-point","colours":["red","white"],"hours":4,"keeper_id":"k-1","lamp_key":"lamp"}"#;
    assert_eq!(*seen.lock().expect("no test panics in here"), [format!("/light?lang=en - - {body}")]);
    for (said, kind) in [("8", ErrorKind::Invalid), ("77", ErrorKind::Unauthenticated), ("5", ErrorKind::Unexpected)] {
        let body: &'static str = Box::leak(format!(r#"{{"code": "{said}", "answer_id": "a-1"}}"#).into_boxed_str());
        let error = beacon(&seen, body).beacons().light(light()).await.expect_err(said);
        assert_eq!((error.kind(), error.code(), error.request_id()), (kind, Some(said), Some("a-1")));
    }
    let looked = beacon(&seen, r#"{"code": "5"}"#).beacons().look(LookBeacon::new().beacon("lizard-point")).await;
    assert_eq!(looked.expect("an answer like others").code.as_deref(), Some("5"));
    assert!(!LookBeacon::SPEC.changes_state && LightBeacon::SPEC.changes_state);
}

#[test]
fn what_is_doubtful_is_reported_and_sent() {
    let light = |name: &str, hours| LightBeacon::new(name, hours);
    assert_eq!(rules(light("lizard-point", 5).validate().err()), ["whole-watches"]);
    assert_eq!(rules(light("lizard-point", 5).fuel("gas").validate().err()), [""; 0]);
    let long = light("a beacon with a very long name", 4);
    assert_eq!((rules(long.validate().err()), rules(long.warnings())), (vec![], vec!["short-name".to_owned()]));
    // Rules of an object warn wherever it is sent, in a list that is one JSON text as well.
    let lamps = AddLampsBeacon::new([Lamp::new("red"), Lamp::new("green")]);
    assert_eq!((rules(lamps.validate().err()), rules(lamps.warnings())), (vec![], vec!["data-no-green".to_owned()]));
    // A list that is there has something in it, also as a text.
    assert_eq!(rules(AddLampsBeacon::new([]).validate().err()), ["a-lamp"]);
}

#[tokio::test]
async fn a_token_travels_in_the_address_and_a_list_as_one_text() {
    let seen = Seen::default();
    let lamps = AddLampsBeacon::new([Lamp::new("red")]);
    beacon(&seen, "").beacons().add_lamps(lamps).await.expect("added");
    let wanted = ["/watch?lang=en - - watchword=word", "/lamps?token=t1 - - data=%5B%7B%22colour%22%3A%22red%22%7D%5D"];
    assert_eq!(*seen.lock().expect("no test panics in here"), wanted);
}

#[test]
fn fields_of_a_form_are_signed_and_other_events_are_not() {
    use showcase_json_webhook::{Event, Verifier, decode};
    // Of `lizard-pointlit`, made by another implementation with the secret `seal`.
    let seal = "ad8868d9241969516fa8bd696276f5e883b46e57fd52aae8887d625635be938b";
    let verify = |body: &str| Verifier::new("seal").verify([("x-seal", seal)], body);
    let Ok(Event::Lit(event)) = verify("state=lit&beacon=lizard-point") else { panic!("it is signed") };
    assert_eq!(event.refetch().and_then(|look| look.beacon), Some(BeaconId::from("lizard-point")));
    assert_eq!(verify("state=out&beacon=lizard-point").err(), Some(VerifyError::Wrong));
    assert!(matches!(decode("flare=north"), Event::Flare(_)));
    // Both objects fit, so it is neither.
    assert!(matches!(verify("state=lit&beacon=lizard-point&flare=north"), Ok(Event::Unknown(_))));
}

#[tokio::test]
async fn null_clears_a_header_has_its_value_and_a_bearer_its_token() {
    let seen = Seen::default();
    let builder =
        showcase_signed_client::ClientBuilder::at("https://ferries.example").harbour_at("https://harbour.example");
    let client = builder.captain("shop", "key").configure(noting(&seen, r#"{"crossingId": "c-1"}"#)).build();
    let client = client.expect("complete settings");
    let crossings = client.crossings();
    crossings.change(ChangeCrossing::new("c-1")).await.expect("nothing changed");
    crossings.change(ChangeCrossing::new("c-1").clear_captain().cabins(["a"])).await.expect("changed");
    crossings.get(showcase_signed_client::model::GetCrossing::new("c-1").expand(["a", "b"])).await.expect("read");
    let seen = seen.lock().expect("no test panics in here");
    assert_eq!(seen[0], "/oauth/token - - grant_type=client_credentials&client_id=shop&client_secret=key");
    assert_eq!(seen[1], "/crossings/c-1 Bearer t2 2.4 {}");
    assert_eq!(seen[2], r#"/crossings/c-1 Bearer t2 2.4 {"cabins":["a"],"captain":null}"#);
    assert_eq!(seen[3], "/crossings/c-1?expand=a&expand=b Bearer t2 2.4 ");
    assert_eq!(showcase_signed_client::model::API.content_type_without_body, Some("application/json"));
    assert_eq!(showcase_json_client::model::API.content_type_without_body, None);
}

#[test]
fn an_object_that_is_the_whole_body_is_confirmed_by_what_is_in_it() {
    use showcase_signed_webhook::{Event, decode};
    let body = json!({"eventType": "FERRY.LEFT", "date": "2026-11-28T10:00:00Z", "crossing": {"crossingId": "c-1"}});
    let Event::FerryLeft(event) = decode(body.to_string()) else { panic!("it has left") };
    assert_eq!(event.refetch().map(|read| read.crossing_id.to_string()).as_deref(), Some("c-1"));
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body);
    let Event::FerryLeft(nothing) = decode(r#"{"eventType": "FERRY.LEFT"}"#) else { panic!("it has left") };
    assert!(nothing.refetch().is_none(), "there is nothing to read");
}
