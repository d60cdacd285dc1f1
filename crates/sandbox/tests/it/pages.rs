//! What pages show people: languages, test cards, mistakes, and how the bank's frame is left.

use centralpay_model::test_values::TestCard;

use crate::payment_page::link_of;
use crate::payment_requests::{path_of, share_of};
use crate::support::{Bank, CARD, DAY, Page};
use crate::three_ds::number;

fn value_of<'a>(page: &'a Page, id: &str) -> &'a str {
    let input = page.between(&format!("data-testid=\"{id}\""), ">");
    input.split_once("value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_else(|| panic!("{input}"))
}

#[test]
fn the_page_speaks_the_language_of_the_request() {
    let mut bank = Bank::new();
    // Clients have sent each of these.
    for (language, says) in [
        ("fre", "Payer 290,00 EUR"),
        ("FRE", "Payer 290,00 EUR"),
        ("FRA", "Payer 290,00 EUR"),
        ("fr", "Payer 290,00 EUR"),
        ("eng", "Pay 290.00 EUR"),
    ] {
        let request = bank.request(&[("endUserLanguage", language)]);
        let page = bank.page_with("GET", &link_of(&request), &[], &[("accept-language", "de")]);
        assert!(page.html.contains(says), "{}", page.html);
    }
    let url = link_of(&bank.request(&[]));
    let page = bank.page_with("GET", &url, &[], &[("accept-language", "fr-FR,fr;q=0.9")]);
    assert!(page.html.contains("<html lang=\"fr\">") && page.html.contains("Payer 290,00 EUR"), "{}", page.html);
    let switched = bank.page_with("GET", &format!("{url}?lang=en"), &[], &[("accept-language", "fr")]);
    assert!(switched.html.contains("Pay 290.00 EUR"), "{}", switched.html);
    // The form keeps the language, and so does the way over the bank.
    let challenge = number(&TestCard::VISA_3DS_CHALLENGE);
    let sent = bank.pay_on_page(&url, challenge, &[("lang", "fr")]);
    assert!(sent.html.contains("Confirmez auprès de votre banque"), "{}", sent.html);
    let creq = sent.between("name=\"creq\" value=\"", "\"").to_owned();
    let asked = bank.page("POST", "/acs/shop/challenge", &[("creq", &creq)]);
    assert!(asked.html.contains("Vérifiez votre paiement") && asked.html.contains("290,00 EUR"), "{}", asked.html);
    let paid = bank.answer_challenge(&sent, "1234");
    assert!(paid.html.contains("Merci pour votre paiement."), "{}", paid.html);
    bank.assert_sound();
}

#[test]
fn a_test_card_of_the_list_fills_in_the_form() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let url = link_of(&request);
    let page = bank.page("GET", &url, &[]);
    assert_eq!(page.html.matches("data-card=").count(), TestCard::rows().len());
    assert_eq!(value_of(&page, "number"), "");
    for (number, cvc) in [("4916994064252017", "123"), ("348638267931507", "1234")] {
        let page = bank.page("GET", &format!("{url}?card={number}"), &[]);
        let shown = ["number", "expirationMonth", "cvc"].map(|field| value_of(&page, field));
        assert_eq!(shown, [number, "12", cvc]);
        assert!(value_of(&page, "expirationYear") > "2026", "it has not expired");
    }
    let other = bank.page("GET", &format!("{url}?card={CARD}\""), &[]);
    assert_eq!(value_of(&other, "number"), "", "only cards of the list are filled in");
    let share = bank.get(&path_of(&request), &[]).body["breakdowns"][0].clone();
    assert_eq!(share["view"], 1, "choosing a card is no other visit");
}

#[test]
fn mistakes_stand_at_their_fields_and_no_number_is_shown_again() {
    let mut bank = Bank::new();
    let url = link_of(&bank.request(&[]));
    let wrong = "4111111111111112";
    let form = [
        ("number", wrong),
        ("expirationMonth", "13"),
        ("expirationYear", "2030"),
        ("cvc", "12"),
        ("holderName", "Zoé \"Z\" <b>"),
        ("lang", "fr"),
    ];
    let page = bank.page("POST", &url, &form);
    assert_eq!(page.status(), 400);
    for (place, says) in [
        ("number-mistake", "Ce numéro de carte"),
        ("expiry-mistake", "Cette date d’expiration"),
        ("cvc-mistake", "Ce cryptogramme"),
    ] {
        let shown = page.between(&format!("data-testid=\"{place}\">"), "</p>");
        assert!(shown.starts_with(says), "{place}: {shown}");
    }
    assert!(!page.html.contains(wrong) && value_of(&page, "cvc").is_empty(), "{}", page.html);
    assert_eq!(value_of(&page, "holderName"), "Zoé &#34;Z&#34; &#60;b&#62;");
    assert_eq!(page.html.matches("aria-invalid").count(), 4, "the number, both fields of the expiry, and the code");
    let refused = bank.pay_on_page(&url, number(&TestCard::VISA_INSUFFICIENT_FUNDS), &[]);
    assert!(refused.has("refused") && refused.html.contains("Your bank refused the payment."), "{}", refused.html);
    bank.assert_sound();
}

#[test]
fn the_frame_of_the_bank_is_left_for_the_outcome() {
    let mut bank = Bank::new();
    for (code, ends, status) in [("1234", "paid", "PAID"), ("2222", "authentication-failed", "UNPAID")] {
        let request = bank.request(&[]);
        let url = link_of(&request);
        let sent = bank.pay_on_page(&url, number(&TestCard::MASTERCARD_3DS_CHALLENGE), &[]);
        assert!(sent.has("bank") && sent.html.contains("target=\"bank\""), "{}", sent.html);
        let asked = sent.between("name=\"creq\" value=\"", "\"").to_owned();
        let answered = bank.page("POST", "/acs/shop/answer", &[("creq", &asked), ("code", code)]);
        let (shop, cres) = (answered.between("action=\"", "\""), answered.between("name=\"cres\" value=\"", "\""));
        let framed = bank.page_with("POST", shop, &[("cres", cres)], &[("sec-fetch-dest", "iframe")]);
        assert!(framed.has("leave-frame") && framed.html.contains("target=\"_parent\""), "{}", framed.html);
        assert!(!framed.has("paid") && !framed.has("payment"), "the outcome is not shown in the frame");
        let outcome = framed.between("action=\"", "\"").to_owned();
        assert_eq!(bank.statuses(&path_of(&request)).1, status);
        for _ in 0..2 {
            assert!(bank.page("GET", &outcome, &[]).has(ends), "{outcome}");
        }
        let strange = outcome.replace(&url, &link_of(&bank.request(&[])));
        assert!(bank.page("GET", &strange, &[]).has("payment"), "another request knows nothing of it");
    }
    bank.assert_sound();
}

/// The shop gets the browser at once: the page around the frame, and not the frame.
#[test]
fn the_frame_is_left_for_the_shop() {
    let mut bank = Bank::new();
    let request = bank.request(&[("urlRedirect", "https://shop.example/thanks"), ("delay", "0")]);
    let sent = bank.pay_on_page(&link_of(&request), number(&TestCard::MASTERCARD_3DS_CHALLENGE), &[]);
    let asked = sent.between("name=\"creq\" value=\"", "\"").to_owned();
    let answered = bank.page("POST", "/acs/shop/answer", &[("creq", &asked), ("test", "1234")]);
    let (shop, cres) = (answered.between("action=\"", "\""), answered.between("name=\"cres\" value=\"", "\""));
    let framed = bank.page_with("POST", shop, &[("cres", cres)], &[("sec-fetch-dest", "iframe")]);
    assert!(framed.status() == 200 && framed.has("leave-frame"), "{}", framed.html);
    let outcome = bank.page("GET", framed.between("action=\"", "\""), &[]);
    assert_eq!(outcome.status(), 303);
    assert!(outcome.answer.header("Location").is_some_and(|url| url.starts_with("https://shop.example/thanks?")));
}

#[test]
fn a_cardholder_aborts_the_challenge() {
    use base64::Engine as _;
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let sent = bank.pay_on_page(&link_of(&request), number(&TestCard::MASTERCARD_3DS_CHALLENGE), &[]);
    let asked = sent.between("name=\"creq\" value=\"", "\"").to_owned();
    let answered = bank.page("POST", "/acs/shop/answer", &[("creq", &asked), ("abort", "true"), ("code", "1234")]);
    let cres = answered.between("name=\"cres\" value=\"", "\"");
    let response = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(cres).expect("it is base64");
    let response: serde_json::Value = serde_json::from_slice(&response).expect("it is JSON");
    assert!(response["challengeCancel"] == "01" && response["transStatus"] == "N", "{response}");
    let page = bank.page("POST", answered.between("action=\"", "\""), &[("cres", cres)]);
    assert!(page.has("authentication-failed"), "{}", page.html);
    assert_eq!(bank.statuses(&path_of(&request)), ("ACTIVE".to_owned(), "UNPAID".to_owned()));
    bank.assert_sound();
}

#[test]
fn a_link_says_why_it_has_ended() {
    let mut bank = Bank::new();
    let canceled = bank.request(&[]);
    bank.post(&format!("{}/cancel", path_of(&canceled)), &[]);
    let page = bank.page("GET", &link_of(&canceled), &[]);
    assert!(page.status() == 410 && page.html.contains("canceled by the merchant"), "{}", page.html);
    let expired = bank.request(&[]);
    bank.pass(400 * DAY);
    let page = bank.page("GET", &link_of(&expired), &[]);
    assert!(page.status() == 410 && page.html.contains("This link has expired."), "{}", page.html);
    bank.assert_sound();
}

#[test]
fn a_payer_sees_the_share_and_what_is_paid_of_it() {
    let mut bank = Bank::new();
    let shares = [
        ("breakdown[]", r#"{"email":"a@example.com","amount":20000}"#),
        ("breakdown[]", r#"{"email":"b@example.com","amount":9000}"#),
    ];
    let request = bank.request(&shares);
    let url = link_of(&request);
    let share = share_of(&request, 0);
    bank.pay(CARD, &[("paymentRequestBreakdownId", &share), ("amount", "5000"), ("source", "EC")]);
    let page = bank.page("GET", &url, &[]);
    assert_eq!(page.between("data-testid=\"amount\">", "</p>"), "150.00 EUR");
    let lines = page.between("<dl>", "</dl>");
    for line in ["<dt>Total</dt><dd>290.00 EUR", "<dt>Your share</dt><dd>200.00 EUR", "<dt>Paid</dt><dd>50.00 EUR"] {
        assert!(lines.contains(line), "{line} is not in {lines}");
    }
    assert!(!page.html.contains("b@example.com"), "other payers are nobody's business");
    bank.assert_sound();
}

/// Pages load what the server has, and nothing else.
#[tokio::test]
async fn pages_load_only_what_the_server_has() {
    let sandbox = payspec_sandbox::Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("page");
    let get = |path: String| get(sandbox.address(), path);
    let page = get(format!("/centralpay/acs/{}/method-notification", world.name())).await;
    let policy = page.lines().find_map(|line| line.strip_prefix("content-security-policy: ")).expect("there is one");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let loaded: Vec<&str> = page.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assert_eq!(loaded.len(), 2, "{page}");
    for path in loaded {
        let asset = get(path.to_owned()).await;
        assert!(asset.starts_with("HTTP/1.1 200") && asset.contains("immutable"), "{path}: {asset}");
        assert!(asset.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() > 100), "{path}: {asset}");
    }
    assert!(get("/assets/none.js".to_owned()).await.starts_with("HTTP/1.1 404"));
}

async fn get(server: std::net::SocketAddr, path: String) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut socket = tokio::net::TcpStream::connect(server).await.expect("it listens");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    socket.write_all(asked.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("it is answered");
    answer
}
