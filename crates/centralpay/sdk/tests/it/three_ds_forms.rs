//! The forms, read by a real HTML parser.

use payspec::centralpay::three_ds::{ChallengeRequest, FormError, FrameForm, FrameOptions, MethodData};
use proptest::prelude::*;
use scraper::{ElementRef, Html, Selector};

const HOSTILE: &[&str] = &[
    r#""><script>alert(1)</script>"#,
    "' onfocus='alert(1)' autofocus='",
    "</form><form action=https://evil.example>",
    "</script><script>alert(1)//",
    "-->]]><!--",
    "&quot;&#34;&amp;lt;",
    "&ampx &lt &#x41;",
    "`${alert(1)}`",
    "é € 😀 \u{2028} \u{a0}",
    "",
];

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn attributes(element: ElementRef<'_>) -> Vec<(String, String)> {
    let mut attributes: Vec<_> =
        element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    attributes.sort();
    attributes
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a browser would post, after checking that there is nothing in the page but frame, form and script.
fn posted(markup: &str) -> (String, Vec<(String, String)>) {
    let html = Html::parse_document(&format!("<!doctype html><body>{markup}</body>"));
    let [form] = all(&html, "body > form")[..] else { panic!("one form: {markup}") };
    assert_eq!(all(&html, "form").len(), 1, "{markup}");
    let fields = all(&html, "form > input[type=hidden]");
    assert_eq!(all(&html, "input").len(), fields.len(), "{markup}");
    assert_eq!(
        all(&html, "body *").len(),
        fields.len() + 2 + all(&html, "script, noscript, noscript *").len(),
        "{markup}"
    );
    let fields = fields.into_iter().map(|input| {
        let attribute = |name| input.attr(name).unwrap_or_default().to_owned();
        assert_eq!(input.value().attrs().count(), 3, "{markup}");
        (attribute("name"), attribute("value"))
    });
    (form.attr("action").unwrap_or_default().to_owned(), fields.collect())
}

/// The sizes are the challenge windows of EMV 3-D Secure, and none is wider than the page.
#[test]
fn a_frame_fits_the_page() {
    let form = FrameForm::new("https://acs.example/challenge", [("creq", "eyJ9")]).expect("a form");
    let expected = [
        (i64::MAX, "500", "600"),
        (500, "500", "600"),
        (499, "390", "400"),
        (390, "390", "400"),
        (389, "250", "400"),
        (0, "250", "400"),
        (i64::MIN, "250", "400"),
    ];
    for (page, width, height) in expected {
        let markup = form.html(&FrameOptions::new("challenge").fit(page)).expect("markup");
        let frame = attributes(all(&Html::parse_document(&markup), "iframe")[0]);
        let size = pairs(&[("height", height), ("name", "challenge"), ("title", "3-D Secure"), ("width", width)]);
        assert_eq!(frame, size, "{page}");
    }
}

#[test]
fn the_markup_is_a_frame_a_form_into_it_and_a_script() {
    let form = FrameForm::new("https://acs.example/challenge?a=1&b=2", [("creq", "eyJ9")]).expect("a form");
    let options =
        FrameOptions::new("challenge").nonce("c2Vj+/-_cmV0==").size(390, 400).title("Contrôle \"3-D\" <Secure>");
    let markup = form.html(&options).expect("markup");
    let html = Html::parse_document(&markup);
    let [frame] = all(&html, "iframe")[..] else { panic!("{markup}") };
    let title = "Contrôle \"3-D\" <Secure>";
    let frame = attributes(frame);
    assert_eq!(frame, pairs(&[("height", "400"), ("name", "challenge"), ("title", title), ("width", "390")]));
    let [form] = all(&html, "form")[..] else { panic!("{markup}") };
    let action = ("action", "https://acs.example/challenge?a=1&b=2");
    let expected = [action, ("id", "challenge-form"), ("method", "post"), ("target", "challenge")];
    assert_eq!(attributes(form), pairs(&expected));
    let [script] = all(&html, "script")[..] else { panic!("{markup}") };
    assert_eq!(attributes(script), pairs(&[("nonce", "c2Vj+/-_cmV0==")]));
    assert_eq!(script.inner_html(), r#"document.getElementById("challenge-form").submit();"#);
    assert_eq!(posted(&markup), (action.1.to_owned(), pairs(&[("creq", "eyJ9")])));
    assert!(markup.find("<iframe") < markup.find("<form"), "the frame is there when the form is posted");
    assert!(markup.contains("<noscript><button>"), "scripts may be off");
}

#[test]
fn a_hidden_frame_and_a_page_with_its_own_script() {
    let form = FrameForm::new("https://acs.example/method", [("threeDSMethodData", "eyJ9")]).expect("a form");
    let markup = form.html(&FrameOptions::new("method").hidden().without_script()).expect("markup");
    let html = Html::parse_document(&markup);
    assert_eq!(all(&html, "iframe[hidden]").len(), 1, "{markup}");
    assert_eq!(all(&html, "script, button").len(), 0, "{markup}");
    let markup = form.html(&FrameOptions::new("method")).expect("markup");
    assert_eq!(attributes(all(&Html::parse_document(&markup), "script")[0]), []);
}

#[test]
fn hostile_values_stay_values() {
    for hostile in HOSTILE {
        let form = FrameForm::new("https://acs.example/", [(*hostile, *hostile)]).expect("a form");
        let markup = form.html(&FrameOptions::new("f").nonce("bm9uY2U").title(*hostile)).expect("markup");
        // Not needed in an attribute by today's rules, and cheap.
        assert_eq!(markup.matches("<script").count(), 1, "{markup}");
        let (action, fields) = posted(&markup);
        assert_eq!((action.as_str(), fields), ("https://acs.example/", pairs(&[(hostile, hostile)])), "{hostile}");
        let html = Html::parse_document(&markup);
        assert_eq!(all(&html, "iframe")[0].attr("title"), Some(*hostile));
        assert_eq!(all(&html, "script").len(), 1, "{hostile}");

        let action = format!("https://acs.example/{hostile}?{hostile}#{hostile}");
        let form = FrameForm::new(&action, [("creq", "eyJ9")]).expect("a form");
        let markup = form.html(&FrameOptions::new("f")).expect("markup");
        let (posted_to, _) = posted(&markup);
        assert_eq!(posted_to, form.action(), "{hostile}");
        assert!(posted_to.starts_with("https://acs.example/"), "{posted_to}");
    }
}

#[test]
fn only_https_addresses_are_posted_to() {
    for action in [
        "http://acs.example/",
        "http://127.0.0.1.acs.example/",
        "http://localhost.acs.example/",
        "http://10.0.0.1/",
        "http://user:pw@127.0.0.1/",
        "ws://127.0.0.1/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//acs.example/",
        "/acs",
        "acs.example",
        "https://",
        "https:///",
        "https://user@acs.example/",
        "https://user:pw@acs.example/",
        "https://:pw@acs.example/",
        "wss://acs.example/",
        "about:blank",
        "",
    ] {
        assert_eq!(FrameForm::new(action, [("creq", "")]), Err(FormError::Action), "{action}");
    }
    // A browser removes blanks and line ends around and inside an address, and so does the parser here.
    let form = FrameForm::new(" https://acs.ex\nample/\t", [("creq", "")]).expect("a form");
    assert_eq!((form.action(), form.origin()), ("https://acs.example/", "https://acs.example".to_owned()));
    let form = FrameForm::new("https://acs.example:8443/x", [("creq", "")]).expect("a form");
    assert_eq!(form.origin(), "https://acs.example:8443");
    assert_eq!(format!("{form:?}"), r#"FrameForm { origin: "https://acs.example:8443", fields: ["creq"], .. }"#);
}

#[test]
fn what_html_or_a_script_cannot_carry_is_refused() {
    let form = FrameForm::new("https://acs.example/", [("creq", "eyJ9")]).expect("a form");
    for id in ["", "1a", "a b", "a\"b", "a.b", "é", "a>", "-a"] {
        assert_eq!(form.html(&FrameOptions::new(id)), Err(FormError::Id), "{id}");
    }
    for nonce in ["", "a b", "a\"", "a'", "a>", "é"] {
        assert_eq!(form.html(&FrameOptions::new("f").nonce(nonce)), Err(FormError::Nonce), "{nonce}");
    }
    assert_eq!(form.html(&FrameOptions::new("f").title("a\0")), Err(FormError::Field));
    for value in ["\0", "a\r", "a\nb", "\u{7f}", "\u{85}"] {
        assert_eq!(FrameForm::new("https://acs.example/", [("creq", value)]), Err(FormError::Field), "{value:?}");
        assert_eq!(FrameForm::new("https://acs.example/", [(value, "")]), Err(FormError::Field), "{value:?}");
    }
}

/// What is inside the document's base64 (L13697-13701, L13787), and that its ids are not those around it.
#[test]
fn the_documents_messages_are_read() {
    let data = "eyJ0aHJlZURTTWV0aG9kTm90aWZ\n                pY2F0aW9uVVJMIjoiaHR0cHM6Ly90ZXN0LTNkc3MuY2VudHJ\n\
                hbHBheS5uZXQvM2RzLzNkcy1tZXRob2Qtbm90aWZpY2F0aW9\nuLyIsInRocmVlRFNTZXJ2ZXJUcmFuc0lEIjoiOWNjNmIzM2M\n\
                tZGQzNS00ZmJkLTgxY2QtZmQ5Y2YwYWVlZDljIn0=";
    let unwrapped: String = data.split_whitespace().collect();
    let data = MethodData::decode(&unwrapped).expect("the sample");
    assert_eq!(data.notification_url, "https://test-3dss.centralpay.net/3ds/3ds-method-notification/");
    assert_eq!(data.three_ds_server_trans_id.as_str(), "9cc6b33c-dd35-4fbd-81cd-fd9cf0aeed9c");
    let request = ChallengeRequest::decode(
        "eyJtZXNzYWdlVHlwZSI6IkNSZXEiLCJ0aHJlZURTU2VydmVyVHJhbnNJRCI6ImU2MDFlYjQ0LTU2N2MtNDM4Ny05MmZjLWU2ZjIzMjJiODIyYiIsImFjc1RyYW5zSUQiOiI3ZTQzZDI4ZC00M2RkLTRmM2MtYTcwOS00YjZkZDVlZjc5Y2QiLCJtZXNzYWdlVmVyc2lvbiI6IjIuMS4wIn0=",
    )
    .expect("the sample");
    assert_eq!(request.three_ds_server_trans_id.as_str(), "e601eb44-567c-4387-92fc-e6f2322b822b");
    assert_eq!(request.acs_trans_id.as_str(), "7e43d28d-43dd-4f3c-a709-4b6dd5ef79cd");
}

proptest! {
    #[test]
    fn any_value_arrives_as_it_is(name in "[^\\p{Cc}]{0,20}", value in "[^\\p{Cc}]{0,60}", path in "[^\\p{Cc}]{0,30}") {
        let form = FrameForm::new(&format!("https://acs.example/{path}"), [(name.clone(), value.clone())]);
        let form = form.expect("a form");
        let markup = form.html(&FrameOptions::new("f")).expect("markup");
        let (action, fields) = posted(&markup);
        prop_assert_eq!(action, form.action());
        prop_assert_eq!(fields, vec![(name, value)]);
    }
}

/// A test server of this machine has no certificate, and the client speaks to it without one as well.
#[test]
fn a_page_of_this_machine_needs_no_tls() {
    for (action, origin) in [
        ("http://127.0.0.1:8080/acs", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/acs", "http://[::1]:8080"),
        ("http://LOCALHOST/acs", "http://localhost"),
    ] {
        let form = FrameForm::new(action, [("creq", "e30")]).expect(action);
        assert_eq!(form.origin(), origin);
        let html = form.html(&FrameOptions::new("challenge")).expect("plain texts");
        assert!(html.contains(&format!("action=\"{}\"", form.action())), "{html}");
    }
}
