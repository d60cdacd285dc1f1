//! Times that an API writes as numbers, in every place where it has one.

use payspec_core::DateTime;
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_form_client::model::{Necklace, SearchNecklace, SellNecklace, SellNecklaceRequired, StringNecklace};
use showcase_form_client::{ClientBuilder, blocking};
use showcase_form_webhook::{Event, decode};

const STRUNG: &str = "2024-01-05T11:44:06Z";
const SOLD: &str = "2024-01-05T11:44:06.262Z";

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .thread("a thread")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

fn saying(body: &Value) -> Server {
    let body = body.clone();
    Server::responding(move |_| Reply::json(200, &body))
}

fn necklace() -> Value {
    json!({
        "id": "n-1",
        "strung": 1_704_455_046,
        "sold": 1_704_455_046_262_i64,
        "inspected": [-1, 0],
        "seen": "yesterday",
        "step": { "kind": "lent", "since": 1_704_455_046, "until": 1_704_455_047 },
    })
}

fn text(time: Option<&DateTime>) -> Option<&str> {
    time.map(DateTime::as_str)
}

#[test]
fn responses_have_times_and_are_written_back_as_they_came() {
    let server = saying(&necklace());
    let sold = client(&server)
        .necklaces()
        .sell(SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: STRUNG.into() }))
        .wait()
        .expect("sold");
    assert_eq!((text(sold.strung.as_ref()), text(sold.sold.as_ref())), (Some(STRUNG), Some(SOLD)));
    let inspected: Vec<_> = sold.inspected.iter().flatten().map(DateTime::as_str).collect();
    assert_eq!(inspected, ["1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"]);
    assert_eq!(text(sold.seen.as_ref()), Some("yesterday"));
    assert_eq!(text(sold.step.as_ref().and_then(|step| step.since.as_ref())), Some(STRUNG));
    assert_eq!(serde_json::to_value(&sold).expect("JSON"), necklace());
}

#[test]
fn what_is_no_such_time_is_kept() {
    let odd = json!({
        "id": "n-1",
        "strung": 1.5,
        "sold": 900_000_000_000_000_000_i64,
        "inspected": ["soon"],
    });
    let necklace: Necklace = serde_json::from_value(json!({ "id": "n-1", "strung": "1704455046" })).expect("digits");
    assert_eq!(text(necklace.strung.as_ref()), Some(STRUNG), "digits are a number");
    let necklace: Necklace =
        serde_json::from_value(json!({ "id": "n-1", "strung": SOLD, "sold": null })).expect("text");
    assert_eq!(
        (text(necklace.strung.as_ref()), text(necklace.sold.as_ref())),
        (Some(SOLD), None),
        "as text all the same"
    );
    let necklace = client(&saying(&odd))
        .necklaces()
        .sell(SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: STRUNG.into() }))
        .wait()
        .expect("the rest is read");
    let kept: Vec<_> = necklace.unreadable().iter().map(|(name, _)| name).collect();
    assert_eq!(kept, ["strung", "sold", "inspected"]);
    assert_eq!(serde_json::to_value(&necklace).expect("JSON"), odd);
}

#[test]
fn requests_have_numbers() {
    let server = saying(&necklace());
    let sale = SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: "2024-01-05T12:44:06+01:00".into() })
        .reminders([STRUNG])
        .clear_until();
    client(&server).necklaces().sell(sale).wait().expect("sold");
    let body: Value = serde_json::from_slice(&server.seen().pop().expect("a request").body).expect("JSON");
    assert_eq!(body, json!({ "at": 1_704_455_046, "reminders": [1_704_455_046], "until": null }));

    let server = saying(&necklace());
    client(&server).necklaces().string(StringNecklace::new("a").ready(STRUNG)).wait().expect("strung");
    let pairs = server.seen().pop().expect("a request").pairs();
    assert_eq!(pairs[1], ("ready".to_owned(), "1704455046".to_owned()));

    let server = saying(&json!([necklace()]));
    let search = SearchNecklace::new().strung([STRUNG, "1970-01-01T00:00:00Z"]).before(SOLD);
    assert_eq!(client(&server).necklaces().search(search).wait().expect("found").len(), 1);
    let path = server.seen().pop().expect("a request").path;
    assert_eq!(path, "/v1/necklaces?strung=1704455046,0&before=1704455046262");
}

#[test]
fn a_time_without_a_number_is_refused() {
    let fields = |params: &dyn Fn() -> Result<(), payspec_core::Violations>| {
        let found = params().expect_err("refused");
        let mut found: Vec<_> = found.iter().flat_map(|violation| violation.fields().to_vec()).collect();
        found.dedup();
        found
    };
    for odd in ["2024-01-05T11:44:06", "2024-01-05", "soon", "", SOLD] {
        assert_eq!(
            fields(&|| SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: odd.into() }).validate()),
            ["at"],
            "{odd}"
        );
        assert_eq!(
            fields(&|| SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: STRUNG.into() })
                .until(odd)
                .validate()),
            ["until"],
            "{odd}"
        );
        let found = fields(&|| SearchNecklace::new().strung([STRUNG, odd]).validate());
        assert!(found.contains(&"strung[]".to_owned()), "{odd}: {found:?}");
    }
    SearchNecklace::new().before(SOLD).validate().expect("milliseconds have a place for it");
    let found = fields(&|| SearchNecklace::new().before("2024-01-05T11:44:06.2625Z").validate());
    assert_eq!(found, ["before"]);
    let new_year = StringNecklace::new("a").ready("2026-01-01T00:00:00Z");
    assert_eq!(fields(&|| new_year.validate()), ["ready"], "rules see the time as it is in Rust");
}

#[test]
fn events_have_times() {
    let body = json!({ "type": "necklace.sold", "id": "e-1", "at": 1_704_455_046, "necklace": necklace() });
    for at in [json!(1_704_455_046), json!("1704455046")] {
        let mut body = body.clone();
        body["at"] = at;
        let event = decode(body.to_string().as_bytes());
        assert_eq!(serde_json::to_value(&event).expect("JSON"), body);
        let Event::NecklaceSold(sold) = event else { panic!("another event") };
        assert_eq!(text(sold.creation_date.as_ref()), Some(STRUNG));
        assert_eq!(text(sold.object.sold.as_ref()), Some(SOLD));
    }
}
