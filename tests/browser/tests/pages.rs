//! The pages, with texts that want to be markup or code.

use std::sync::{Arc, Mutex};

use payspec::centralpay::card_form::{CARD_FIELDS, TokenScript};
use payspec::centralpay::model::Environment as CentralPay;
use payspec::centralpay::three_ds::{BROWSER_SCRIPT, BrowserFacts, FrameForm, FrameOptions};
use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Environment as CinetPay};
use payspec::cinetpay::seamless;
use payspec_browser::{Browser, Request, Server};
use serde_json::{Value, json};
use url::form_urlencoded;

const HOSTILE: [&str; 7] = [
    r#""});hack();({""#,
    r#"\"});hack();//"#,
    "</script><script>hack()</script>",
    "</title><img src=x onerror=hack()>",
    "<!--<script>",
    "\u{2028}hack()\u{2029}",
    "' + hack() + ' é 😀 ${hack()} &quot;&#39;",
];

/// What the page reports to: `report(what, value)` and, if a text has become code, `hack()`.
const REPORTER: &str = "function report(what, value) { fetch('https://shop.example/report/' + what, \
    { method: 'POST', mode: 'no-cors', keepalive: true, body: JSON.stringify(value) }); } \
    function hack() { report('hack', document.documentElement.outerHTML); }\n";

/// The documented functions of CinetPay's script. It presses the button, and gives the statuses in turn.
const SEAMLESS: &str = "var CinetPay = { \
    setConfig: function (config) { report('config', config); }, \
    getCheckout: function (payment) { report('checkout', payment); }, \
    onError: function () { report('listens', {}); }, \
    waitResponse: function (tell) { tell({ status: 'PENDING' }); report('pending', location.href); \
        setTimeout(function () { tell({ status: 'STATUS' }); }, 300); } };\n\
    addEventListener('load', function () { document.getElementById('checkout').click(); });";

/// The documented function of CentralPay's script. It fills the form as a customer would, and gives it a token.
const TOKEN_JS: &str = "var Centralpay = { card: { setMerchantPublicKey: function (key) { report('key', key); } } };\n\
    addEventListener('load', function () { \
        ['number', 'month', 'year', 'code'].forEach(function (field) { document.getElementById('card-' + field).value = '4242'; }); \
        document.getElementById('card-token').value = 'token-1'; document.getElementById('card').requestSubmit(); });";

const HTML: &str = "content-type: text/html; charset=utf-8\r\n";
const SCRIPT: &str = "content-type: text/javascript; charset=utf-8\r\n";

fn text(headers: &str, body: impl Into<String>) -> (String, String) {
    (headers.to_owned(), body.into())
}

/// A server whose pages can be changed, and which has the script of a vendor.
fn with_script(
    script_host: &'static str,
    script_path: &'static str,
    script: String,
) -> (Server, Arc<Mutex<(String, String)>>) {
    let page = Arc::new(Mutex::new(<(String, String)>::default()));
    let shown = Arc::clone(&page);
    let server = Server::start(move |request| match (&*request.host, &*request.path) {
        (host, path) if host == script_host && path == script_path => text(SCRIPT, format!("{REPORTER}{script}")),
        ("shop.example", "/page") => shown.lock().expect("no test panics with it").clone(),
        _ => text(HTML, ""),
    });
    (server, page)
}

fn reported(server: &Server, what: &str) -> Value {
    let path = format!("/report/{what}");
    let request = server.wait(what, |request| request.path == path);
    serde_json::from_str(&request.body).expect("a report is JSON")
}

fn no_text_became_code(server: &Server) {
    let bad = |request: &&Request| request.path == "/report/hack" || request.path == "/x";
    assert!(!server.requests().iter().any(|request| bad(&request)), "{:#?}", server.requests());
}

fn payment(text: &str) -> CreatePayment {
    let mut payment = CreatePayment::new(CreatePaymentRequired {
        transaction_id: text.into(),
        amount: 2500,
        currency: "XOF".into(),
        description: text.into(),
        notify_url: text.into(),
        return_url: format!("https://shop.example/back?{text}"),
        channels: text.into(),
    });
    payment.customer_name = Some(text.into());
    payment.customer_email = Some(text.into());
    payment
}

#[test]
fn the_seamless_page_calls_the_script_with_what_it_was_given() {
    for (number, hostile) in HOSTILE.into_iter().enumerate() {
        let status = if number % 2 == 0 { "ACCEPTED" } else { "REFUSED" };
        let (server, page) = with_script("cdn.cinetpay.com", "/seamless/main.js", SEAMLESS.replace("STATUS", status));
        let site = seamless::Site { apikey: hostile.into(), site_id: "445160".into() };
        let html = seamless::page(CinetPay::Production, &site, &payment(hostile)).expect("a page");
        *page.lock().expect("no test panics with it") = text(HTML, html);
        let browser = Browser::new(server.address());
        let _visit = browser.open("https://shop.example/page");
        let config = json!({ "apikey": hostile, "site_id": "445160", "notify_url": hostile, "mode": "PRODUCTION" });
        assert_eq!(reported(&server, "config"), config);
        let checkout = json!({
            "amount": 2500, "currency": "XOF", "transaction_id": hostile, "channels": hostile, "description": hostile,
            "customer_name": hostile, "customer_email": hostile,
        });
        assert_eq!(reported(&server, "checkout"), checkout);
        assert_eq!(reported(&server, "pending"), "https://shop.example/page", "only a result ends it");
        assert_eq!(reported(&server, "listens"), json!({}));
        let back = server.wait("return", |request| request.path.starts_with("/back"));
        let expected = url::Url::parse(&format!("https://shop.example/back?{hostile}")).expect("an address");
        assert_eq!(
            Some(&*back.path),
            Some(&expected[url::Position::BeforePath..url::Position::AfterQuery]),
            "{hostile}"
        );
        no_text_became_code(&server);
    }
}

/// A policy would stop a text that has become code, so the pages are tried without one as well.
fn with_and_without(policy: &str) -> [String; 2] {
    [format!("{HTML}{policy}"), HTML.to_owned()]
}

#[test]
fn the_card_form_posts_the_token_alone() {
    let policy = "content-security-policy: default-src 'none'; form-action 'self'; connect-src https://shop.example; \
                  script-src 'nonce-c2VjcmV0' https://test-js.centralpay.net\r\n";
    for (hostile, headers) in
        HOSTILE.into_iter().flat_map(|text| with_and_without(policy).map(|headers| (text, headers)))
    {
        let (server, page) = with_script("test-js.centralpay.net", "/js/token.js", TOKEN_JS.to_owned());
        let script = TokenScript::new(CentralPay::Test, hostile).and_then(|script| script.nonce("c2VjcmV0").ok());
        let script = script.expect("this environment has one");
        let html = format!(
            "<!DOCTYPE html>\n<title>Pay</title>\n<form id=\"card\" method=\"post\" action=\"/pay\">\n{CARD_FIELDS}\
             <button>Pay</button></form>\n{}",
            script.html()
        );
        *page.lock().expect("no test panics with it") = text(&headers, html);
        let browser = Browser::new(server.address());
        let _visit = browser.open("https://shop.example/page");
        assert_eq!(reported(&server, "key"), hostile);
        let posted = server.wait("form", |request| request.path == "/pay");
        assert_eq!((&*posted.method, &*posted.body), ("POST", "cardTokenId=token-1"));
        no_text_became_code(&server);
    }
}

/// Without the vendor's script, the page says so to its own scripts, and nothing else breaks.
#[test]
fn a_card_form_without_its_script_can_be_detected() {
    let script = TokenScript::new(CentralPay::Test, "key").expect("this environment has one").html();
    let server = Server::start(move |request| match &*request.path {
        "/page" => text(
            HTML,
            format!(
                "<body>{script}<script>fetch('/report/missing/' + document.documentElement.dataset.tokenJs)</script>"
            ),
        ),
        _ => text(HTML, "<"),
    });
    let browser = Browser::new(server.address());
    let _visit = browser.open("https://shop.example/page");
    server.wait("report", |request| request.path == "/report/missing/missing");
}

/// A page as wide as a phone has no part of the bank's frame outside of it. It is a frame itself, because windows of Chromium
/// are not that narrow.
#[test]
fn the_frame_of_the_bank_fits_the_page() {
    for (width, expected) in [(320, 250), (360, 250), (390, 250), (412, 390), (820, 500), (1280, 500)] {
        let form = FrameForm::new("https://acs.example/challenge", [("creq", "eyJ")]).expect("a form");
        let markup = form.html(&FrameOptions::new("challenge").fit(width - 20)).expect("markup");
        let shop = format!(
            "<!DOCTYPE html>\n<meta name=\"viewport\" content=\"width=device-width\">\n{markup}<script>{REPORTER}\
             const frame = document.querySelector('iframe').getBoundingClientRect();\
             report('layout', [innerWidth, document.documentElement.scrollWidth, frame.right, frame.width]);</script>"
        );
        let phone = format!(
            "<!DOCTYPE html>\n<iframe src=\"/shop\" width=\"{width}\" height=\"844\" frameborder=\"0\"></iframe>"
        );
        let server = Server::start(move |request| match (&*request.host, &*request.path) {
            ("shop.example", "/page") => text(HTML, phone.clone()),
            ("shop.example", "/shop") => text(HTML, shop.clone()),
            _ => text(HTML, "<p>The bank</p>"),
        });
        let browser = Browser::new(server.address());
        let _visit = browser.open("https://shop.example/page");
        let layout: Vec<f64> = serde_json::from_value(reported(&server, "layout")).expect("four numbers");
        let [page, content, right, frame] = layout[..] else { panic!("{layout:?}") };
        assert_eq!(page, width as f64, "the page is that wide");
        assert!(content <= page && right <= page, "the frame is cut off: {layout:?}");
        // The border of a frame without a style sheet is 2 pixels on each side.
        assert_eq!(frame, f64::from(expected) + 4.0, "{width}");
    }
}

/// The bank's frame gets the fields, whatever is in them, and the page stays.
#[test]
fn the_forms_of_3d_secure_are_posted_into_their_frames() {
    let policy = "content-security-policy: default-src 'none'; frame-src https:; form-action https:; \
                  connect-src https://shop.example; script-src 'nonce-c2VjcmV0'\r\n";
    with_and_without(policy).into_iter().for_each(forms_are_posted);
}

fn forms_are_posted(headers: String) {
    let fields: Vec<(String, String)> =
        HOSTILE.iter().enumerate().map(|(number, text)| (format!("field-{number}<\"'"), (*text).to_owned())).collect();
    let challenge = FrameForm::new("https://acs.example/challenge?a=1&b=\"'<", fields.clone()).expect("a form");
    let method = FrameForm::new("https://acs.example/method", [("threeDSMethodData", "eyJ")]).expect("a form");
    let hidden = FrameOptions::new("method").hidden().nonce("c2VjcmV0");
    let shown = FrameOptions::new("challenge").size(500, 600).nonce("c2VjcmV0");
    let body = format!(
        "<!DOCTYPE html>\n<title>3-D Secure</title>\n{}{}<script nonce=\"c2VjcmV0\">{REPORTER}\
         fetch('https://shop.example/facts', {{ method: 'POST', body: {BROWSER_SCRIPT} }});</script>",
        method.html(&hidden).expect("markup"),
        challenge.html(&shown).expect("markup")
    );
    let server = Server::start(move |request| match (&*request.host, &*request.path) {
        ("shop.example", "/page") => text(&headers, body.clone()),
        _ => text(HTML, "<p>The bank</p>"),
    });
    let browser = Browser::new(server.address());
    let _visit = browser.open("https://shop.example/page");
    let posted = server.wait("challenge", |request| request.path.starts_with("/challenge"));
    assert_eq!((&*posted.method, &*posted.host, posted.header("sec-fetch-dest")), ("POST", "acs.example", "iframe"));
    let read: Vec<(String, String)> = form_urlencoded::parse(posted.body.as_bytes()).into_owned().collect();
    assert_eq!(read, fields);
    let posted = server.wait("method form", |request| request.path == "/method");
    assert_eq!((&*posted.body, posted.header("sec-fetch-dest")), ("threeDSMethodData=eyJ", "iframe"));
    let facts = server.wait("facts", |request| request.path == "/facts");
    let facts: BrowserFacts = serde_json::from_str(&facts.body).expect("what the flow reads");
    assert!(facts.screen_width > 0 && !facts.language.is_empty() && !facts.java_enabled, "{facts:?}");
    no_text_became_code(&server);
}
