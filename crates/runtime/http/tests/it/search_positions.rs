//! Where a search starts when the caller says so, and what becomes of items that move while it goes on.

use payspec_core::{BodyFormat, Form, Method, Operation, OperationSpec, Page};
use payspec_http::paging::{Pages, Paging};
use payspec_http::{Blocking, Call};

use crate::support::api::{PLAIN, Payment};
use crate::support::script::Line::Says;
use crate::support::script::Script;

/// `payment.search`, whose items have an id by its description, and which has parameters for paging of its own.
#[derive(Default)]
struct Search {
    own: Vec<(&'static str, &'static str)>,
}

impl Operation for Search {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.search",
        method: Method::Get,
        path: "/payment",
        body: BodyFormat::Query,
        changes_state: false,
        item_id: &["id"],
        ..PLAIN
    };
    type Output = Page<Payment>;

    fn encode(&self, form: &mut Form) {
        for (name, value) in &self.own {
            form.push(*name, *value);
        }
    }
}

/// The ids of a search over these pages, an error as its last word, and what was asked for.
fn followed(
    search: Search,
    pages: &[&'static str],
    with: impl FnOnce(Call<Search, Blocking>) -> Pages<Search, Blocking>,
) -> (Vec<String>, Vec<String>) {
    let lines: Vec<_> = pages.iter().map(|page| Says(200, page)).chain([Says(200, "[]")]).collect();
    let (script, builder) = Script::of(lines);
    let client = builder.build_blocking().expect("the settings are right");
    let told = with(client.call(search)).items().map(|end| match end {
        Ok(payment) => payment.id.unwrap_or_default(),
        Err(error) => format!("{error} [{:?}]", error.kind()),
    });
    let told = told.collect();
    (told, script.queries())
}

fn ways() -> [Paging; 3] {
    [
        Paging::by_page("page", 1).size_parameter("limit"),
        Paging::by_offset("from").size_parameter("limit"),
        Paging::by_cursor("after", "cursor").size_parameter("limit"),
    ]
}

/// An item that is inserted before the position moves the ones behind it to the next page.
#[test]
fn an_item_that_moves_to_a_later_page_comes_once() {
    let pages = [
        r#"{"data": [{"id": "a"}, {"id": "b"}], "cursor": "1"}"#,
        r#"{"data": [{"id": "b"}, {"id": "c"}], "cursor": "2"}"#,
        r#"{"data": [{"id": "c"}, {"id": "a"}], "cursor": "3"}"#,
        r#"{"data": [{"id": "d"}]}"#,
    ];
    for way in ways() {
        let (ids, asked) = followed(Search::default(), &pages, |call| call.pages(10).paging(way.clone()));
        assert_eq!(ids, ["a", "b", "c", "d"], "{way:?}");
        if way == ways()[1] {
            assert_eq!(asked, ["", "from=2", "from=4", "from=6", "from=7"], "repeated items have their place");
        }
    }
    // What one page says twice is left as it is, and so are items without an id.
    let pages = [r#"[{"id": "a"}, {"id": "a"}, {"status": "PAID"}]"#, r#"[{"status": "PAID"}, {"id": "b"}]"#];
    let (ids, _) = followed(Search::default(), &pages, |call| call.pages(10).paging(ways()[0].clone()));
    assert_eq!(ids, ["a", "a", "", "", "b"]);
}

#[test]
fn items_that_came_again_do_not_stand_for_others() {
    let pages = [
        r#"{"data": [{"id": "a"}, {"id": "b"}], "total": 4}"#,
        r#"{"data": [{"id": "b"}, {"id": "c"}], "total": 4}"#,
        r#"{"data": [], "total": 4}"#,
    ];
    let (ids, _) = followed(Search::default(), &pages, |call| call.pages(10).paging(ways()[0].clone()));
    assert_eq!(ids[..3], ["a", "b", "c"]);
    assert!(ids[3].contains("4 items, but returned only 3"), "{ids:?}");
}

#[test]
fn a_search_starts_where_the_caller_says() {
    let [by_page, by_offset, by_cursor] = ways();
    let pages = [r#"{"data": [{"id": "a"}, {"id": "b"}], "total": 90, "cursor": "k"}"#, r#"[{"id": "c"}]"#];
    for (way, name, start, asked) in [
        (&by_page, "page", "3", &["page=3", "page=4", "page=5"][..]),
        (&by_page, "page", "0", &["page=0", "page=1", "page=2"]),
        (&by_offset, "from", "40", &["from=40", "from=42", "from=43"]),
        (&by_cursor, "after", "j", &["after=j", "after=k"]),
    ] {
        let by_parameter =
            followed(Search::default(), &pages, |call| call.parameter(name, start).pages(10).paging(way.clone()));
        assert_eq!(by_parameter.1, asked);
        let typed = Search { own: vec![(name, start)] };
        assert_eq!(followed(typed, &pages, |call| call.pages(10).paging(way.clone())), by_parameter);
        let both = Search { own: vec![(name, "7")] };
        let both = followed(both, &pages, |call| call.parameter(name, start).pages(10).paging(way.clone()));
        assert_eq!(both, by_parameter, "the parameter takes the place of the typed one");
        assert_eq!(by_parameter.0[..3], ["a", "b", "c"]);
        let is_offset = name == "from";
        assert_eq!(
            by_parameter.0.len(),
            if is_offset { 4 } else { 3 },
            "{:?}: the total counts what came before",
            by_parameter.0
        );
    }
    // A cursor that leads back to the start goes round.
    let round = [r#"{"data": [{"id": "a"}], "cursor": "j"}"#];
    let (told, asked) =
        followed(Search::default(), &round, |call| call.parameter("after", "j").pages(10).paging(by_cursor));
    assert!(told[0].contains("a cursor came again") && asked.len() == 1, "{told:?}");
}

#[test]
fn a_start_that_cannot_be_counted_on_is_refused() {
    for (way, name) in ways().into_iter().zip(["page", "from"]) {
        for start in ["", "x", "-1", "1.5", "99999999999999999999"] {
            let (told, asked) =
                followed(Search::default(), &["[]"], |call| call.parameter(name, start).pages(10).paging(way.clone()));
            assert!(
                told.len() == 1 && told[0].contains(&format!("`{name}`")) && told[0].contains("[Configuration]"),
                "{told:?}"
            );
            assert!(asked.is_empty(), "{asked:?}");
            assert!(start.is_empty() || !told[0].contains(start) || start == "x", "values stand in no error: {told:?}");
        }
        let last = u64::MAX.to_string();
        let (told, _) = followed(Search::default(), &[r#"[{"id": "a"}]"#], |call| {
            call.parameter(name, last).pages(3).paging(way.clone())
        });
        assert_eq!(told[0], "a", "no overflow");
    }
}

#[test]
fn a_page_size_is_said_once() {
    let pages = [r#"{"data": [{"id": "a"}], "cursor": "k"}"#, r#"[{"id": "b"}]"#];
    for way in ways() {
        let (ids, asked) =
            followed(Search::default(), &pages, |call| call.parameter("limit", "5").pages(10).paging(way.clone()));
        assert_eq!(ids, ["a", "b"]);
        assert!(asked.iter().all(|query| query.contains("limit=5")), "each page has it: {asked:?}");
        for own in [vec![], vec![("limit", "5")]] {
            let extra = if own.is_empty() { "limit" } else { "other" };
            let twice =
                |call: Call<Search, Blocking>| call.parameter(extra, "5").pages(10).page_size(6).paging(way.clone());
            let (told, asked) = followed(Search { own }, &pages, twice);
            assert!(told.len() == 1 && told[0].contains("`limit`") && told[0].contains("[Configuration]"), "{told:?}");
            assert!(asked.is_empty(), "{asked:?}");
        }
    }
}
