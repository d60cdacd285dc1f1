//! The hosted payment page, as a script posts it.

use centralpay_model::test_values::TestCard;

use crate::payment_requests::{path_of, share_of};
use crate::subscriptions::REFUSED;
use crate::support::{Bank, CARD, MINUTE, Page, Reply};
use crate::three_ds::number;

/// The address of the page of a request's first payer.
pub(crate) fn link_of(request: &Reply) -> String {
    request.body["breakdowns"][0]["endpoint"].as_str().unwrap_or_else(|| panic!("{}", request.body)).to_owned()
}

impl Bank {
    pub(crate) fn pay_on_page(&mut self, url: &str, number: &str, further: &[(&str, &str)]) -> Page {
        let card = [("number", number), ("expirationMonth", "12"), ("expirationYear", "2030"), ("cvc", "123")];
        self.page("POST", url, &[&card[..], further].concat())
    }

    /// Answers the bank's challenge, and returns to the page as a browser does.
    pub(crate) fn answer_challenge(&mut self, sent: &Page, code: &str) -> Page {
        assert!(sent.has("challenge-request"), "{}", sent.html);
        let (url, asked) =
            (sent.between("action=\"", "\"").to_owned(), sent.between("name=\"creq\" value=\"", "\"").to_owned());
        let shown = self.page("POST", &url, &[("creq", &asked)]);
        assert!(shown.has("code"), "{}", shown.html);
        let answered = self.page("POST", "/acs/shop/answer", &[("creq", &asked), ("code", code)]);
        let (shop, given) = (answered.between("action=\"", "\""), answered.between("name=\"cres\" value=\"", "\""));
        let page = self.page("POST", shop, &[("cres", given)]);
        assert_eq!(self.page("POST", shop, &[("cres", given)]).status(), 400, "a response is used once");
        page
    }
}

#[test]
fn a_payer_pays_on_the_page() {
    let mut bank = Bank::new();
    let shown = [
        ("merchantPaymentRequestId", "Facture <12334>"),
        ("description", "Rent & more"),
        ("additionalData[note]", "secret-note"),
        ("receiptEmail", "office@example.com"),
    ];
    let request = bank.request(&shown);
    let (path, url) = (path_of(&request), link_of(&request));
    let page = bank.page("GET", &url, &[]);
    assert!(page.status() == 200 && page.has("payment") && page.has("number") && page.has("pay"), "{}", page.html);
    assert!(page.html.contains("Facture &#60;12334&#62;") && page.html.contains("Rent &#38; more"));
    assert!(page.html.contains("290.00 EUR") && !page.html.contains("secret-note"), "{}", page.html);
    let share = bank.get(&path, &[]).body["breakdowns"][0].clone();
    assert!(share["entered"] == true && share["view"] == 1 && share["paymentAttempted"] == false, "{share}");
    let before = bank.events().len();
    let page = bank.pay_on_page(&url, CARD, &[("amount", "1")]);
    assert!(page.status() == 200 && page.has("paid"), "the amount is not the payer's choice: {}", page.html);
    let expected = [
        "TRANSACTION_SUCCEEDED",
        "TRANSACTION_CAPTURED",
        "PAYMENTREQUEST_TRANSACTION_SUCCEEDED",
        "PAYMENTREQUEST_PAID",
    ];
    assert_eq!(bank.events()[before..], expected);
    let payment = bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED");
    assert_eq!(payment["receiptEmail"], "office@example.com");
    assert!(payment["amount"] == 29_000 && payment["threeDSecure"] == true && payment["source"] == "EC", "{payment}");
    assert_eq!(bank.statuses(&path), ("CLOSED".to_owned(), "PAID".to_owned()));
    let state = format!("{:?}", bank.world);
    assert!(!state.contains(CARD), "no card number is kept");
    bank.assert_sound();
}

#[test]
fn a_payer_is_challenged_by_the_bank() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let (path, url) = (path_of(&request), link_of(&request));
    let card = number(&TestCard::MASTERCARD_3DS_CHALLENGE);
    let sent = bank.pay_on_page(&url, card, &[]);
    assert_eq!(bank.statuses(&path).1, "UNPAID", "nothing is paid before the challenge");
    let failed = bank.answer_challenge(&sent, "1111");
    assert!(failed.has("authentication-failed") && failed.has("payment"), "{}", failed.html);
    let form = format!("<form method=\"post\" action=\"{url}\" data-testid=\"payment\"");
    assert!(failed.html.contains(&form), "it is not posted to the address for banks: {}", failed.html);
    assert_eq!(bank.statuses(&path).1, "UNPAID");
    let sent = bank.pay_on_page(&url, card, &[]);
    let paid = bank.answer_challenge(&sent, "1234");
    assert!(paid.has("paid"), "{}", paid.html);
    assert_eq!(bank.statuses(&path).1, "PAID");
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED")["threeDSecure"], true);
    bank.assert_sound();
}

#[test]
fn a_payer_confirms_in_the_app_of_the_bank() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let page = bank.pay_on_page(&link_of(&request), number(&TestCard::VISA_3DS_DECOUPLED_BROWSER), &[]);
    assert!(page.has("waiting"), "{}", page.html);
    let (url, id) = (page.between("action=\"", "\""), page.between("threeDSServerTransID\" value=\"", "\""));
    let form = [("threeDSServerTransID", id)];
    assert!(bank.page("POST", url, &form).has("waiting"));
    bank.pass(MINUTE);
    assert!(bank.page("POST", url, &form).has("paid"));
    assert_eq!(bank.statuses(&path_of(&request)).1, "PAID");
    bank.assert_sound();
}

#[test]
fn a_refused_payer_tries_again() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    let url = link_of(&request);
    let refused = bank.pay_on_page(&url, REFUSED, &[]);
    assert!(refused.has("refused") && refused.has("payment"), "{}", refused.html);
    assert!(bank.events().ends_with(&["TRANSACTION_FAILED", "PAYMENTREQUEST_TRANSACTION_FAILED"]));
    let wrong = bank.pay_on_page(&url, "4111111111111112", &[]);
    assert!(wrong.status() == 400 && wrong.has("error") && wrong.has("payment"), "{}", wrong.html);
    let wrong = bank.pay_on_page(&url, CARD, &[("method", "INSTALLMENT")]);
    assert!(wrong.status() == 400 && wrong.has("error") && wrong.has("payment"), "{}", wrong.html);
    assert!(wrong.html.contains("does not accept this method") && !wrong.html.contains("errors"), "{}", wrong.html);
    // A card that is not enrolled pays without 3-D Secure.
    assert!(bank.pay_on_page(&url, number(&TestCard::CB_ALONE), &[]).has("paid"));
    let payments = bank.get(&path_of(&request), &[]).body["breakdowns"][0]["payments"].clone();
    assert_eq!(payments.as_array().map(Vec::len), Some(2), "{payments}");
    let ended = bank.page("GET", &url, &[]);
    assert!(ended.status() == 410 && ended.has("ended"), "{}", ended.html);
    assert!(bank.pay_on_page(&url, CARD, &[]).has("ended"), "nothing is paid twice");
    bank.assert_sound();
}

#[test]
fn a_payer_returns_to_the_shop() {
    let mut bank = Bank::new();
    let address = ("urlRedirect", "https://shop.example/thanks?a=1#top");
    let query = |bank: &Bank, status: &str| {
        format!(
            "&pointOfSaleId={}&merchantPaymentRequestId=F+1&paymentStatus={status}#top",
            bank.merchant.point_of_sale_id
        )
    };
    let reference = ("merchantPaymentRequestId", "F 1");
    let at_once = bank.request(&[address, reference, ("delay", "0")]);
    let page = bank.pay_on_page(&link_of(&at_once), CARD, &[]);
    let target = format!("https://shop.example/thanks?a=1{}", query(&bank, "PAID"));
    assert_eq!((page.status(), page.answer.header("Location")), (303, Some(target.as_str())));
    let later = bank.request(&[address, reference, ("delay", "5")]);
    let page = bank.pay_on_page(&link_of(&later), CARD, &[]);
    assert_eq!((page.status(), page.answer.header("Refresh")), (200, Some(format!("5; url={target}").as_str())));
    let never = bank.request(&[address]);
    let page = bank.pay_on_page(&link_of(&never), CARD, &[]);
    assert!(page.has("paid") && page.answer.header("Location").is_none() && page.answer.header("Refresh").is_none());
    let cancelled = bank.request(&[("urlOnCanceled", "https://shop.example/basket"), reference]);
    let page = bank.page("POST", &link_of(&cancelled), &[("cancel", "true")]);
    let target = format!(
        "https://shop.example/basket?{}",
        query(&bank, "UNPAID").trim_start_matches('&').trim_end_matches("#top")
    );
    assert_eq!((page.status(), page.answer.header("Location")), (303, Some(target.as_str())));
    assert_eq!(bank.statuses(&path_of(&cancelled)).0, "ACTIVE", "only the merchant cancels a request");
    let plain = bank.request(&[]);
    assert!(bank.page("POST", &link_of(&plain), &[("cancel", "true")]).has("canceled"));
    bank.assert_sound();
}

#[test]
fn a_payer_becomes_a_customer_with_the_card() {
    let mut bank = Bank::new();
    let first = bank.request(&[("createCustomer", "true")]);
    bank.pay_on_page(&link_of(&first), CARD, &[]);
    let customer = bank.get(&path_of(&first), &[]).body["breakdowns"][0]["customerId"].clone();
    let customer = customer.as_str().expect("it was created").to_owned();
    assert_eq!(bank.told("CUSTOMER_CREATED")["email"], "payer@example.com");
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED")["customerId"], customer.as_str());
    let second = bank.request(&[("createCustomer", "true")]);
    bank.pay_on_page(&link_of(&second), "5555555555554444", &[]);
    assert_eq!(bank.get(&path_of(&second), &[]).body["breakdowns"][0]["customerId"], customer.as_str());
    let cards = bank.get(&format!("/customer/{customer}"), &[]).body["cards"].clone();
    assert_eq!([&cards[0]["last4"], &cards[1]["last4"]], ["1111", "4444"]);
    let other = bank.request(&[("breakdown[]", &format!(r#"{{"customerId":"{customer}"}}"#))]);
    bank.pay_on_page(&link_of(&other), CARD, &[]);
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED")["customerId"], customer.as_str());
    let nobody = bank.request(&[("createCustomer", "true"), ("breakdown[]", "{}")]);
    assert_eq!(bank.pay_on_page(&link_of(&nobody), CARD, &[]).status(), 400);
    assert!(bank.pay_on_page(&link_of(&nobody), CARD, &[("email", "new@example.com")]).has("paid"));
    bank.assert_sound();
}

#[test]
fn a_card_is_pre_authorised_or_checked_on_the_page() {
    let mut bank = Bank::new();
    let guarantee = bank.request(&[("transaction[source]", "DP")]);
    assert!(bank.pay_on_page(&link_of(&guarantee), CARD, &[]).has("paid"));
    assert_eq!(bank.statuses(&path_of(&guarantee)), ("ACTIVE".to_owned(), "ACCEPTED".to_owned()));
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED")["captureStatus"], "UNCAPTURED");
    let check = bank.request(&[("transaction[source]", "RI"), ("totalAmount", "0")]);
    assert!(bank.pay_on_page(&link_of(&check), CARD, &[]).has("paid"));
    assert_eq!(bank.statuses(&path_of(&check)), ("CLOSED".to_owned(), "PAID".to_owned()));
    assert_eq!(bank.told("PAYMENTREQUEST_TRANSACTION_SUCCEEDED")["amount"], 0);
    let free = bank.request(&[("totalAmount", "0")]);
    assert!(bank.pay_on_page(&link_of(&free), CARD, &[]).has("paid"));
    assert_eq!(bank.statuses(&path_of(&free)), ("CLOSED".to_owned(), "PAID".to_owned()));
    bank.assert_sound();
}

#[test]
fn only_the_link_leads_to_the_page() {
    let mut bank = Bank::new();
    let request = bank.request(&[]);
    for token in [share_of(&request, 0).as_str(), "none", ""] {
        let url = format!("/pay/shop/{token}");
        assert_eq!(bank.page("GET", &url, &[]).status(), 404, "{token}");
    }
    let url = link_of(&request);
    let secret = url.rsplit('/').next().expect("it has one");
    let by_secret = bank.pay(CARD, &[("paymentRequestBreakdownId", secret), ("source", "EC")]);
    assert_eq!(by_secret.status(), 404, "the secret of a link is no identifier: {}", by_secret.body);
    assert_eq!(bank.page("DELETE", &url, &[]).status(), 404);
    for form in [&[][..], &[("cres", "x")], &[("threeDSServerTransID", "none")]] {
        assert_eq!(bank.page("POST", &format!("{url}/done"), form).status(), 400);
    }
    bank.post(&format!("{}/cancel", path_of(&request)), &[]);
    let ended = bank.page("GET", &url, &[]);
    assert!(ended.status() == 410 && ended.html.contains("data-status=\"CANCELED\""), "{}", ended.html);
    bank.assert_sound();
}

/// The page is served over HTTP, too: its link is the address of the sandbox.
#[tokio::test]
async fn the_page_is_served_over_http() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let sandbox = payspec_sandbox::Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("page");
    let client = centralpay_client::ClientBuilder::at(sandbox.centralpay_url());
    let client = client.credentials(world.login(), world.password()).build().expect("the settings are complete");
    let mut payer = centralpay_model::PaymentRequestPayer::new();
    payer.email = Some("payer@example.com".to_owned());
    let params = centralpay_model::CreatePaymentRequest::new(centralpay_model::CreatePaymentRequestRequired {
        payment_method: vec![centralpay_model::PaymentMethod::Transaction],
        currency: centralpay_model::Currency::EUR,
        total_amount: payspec_core::Amount::from_minor(1_500),
        breakdown: vec![payer],
    });
    let request = client.payment_requests().create(params).await.expect("it is accepted");
    let url = request.breakdowns.iter().flatten().find_map(|share| share.endpoint.clone()).expect("it has a link");
    let base = format!("http://{}", sandbox.address());
    let path = url.strip_prefix(&base).unwrap_or_else(|| panic!("{url} is not below {base}"));
    let mut socket = tokio::net::TcpStream::connect(sandbox.address()).await.expect("it listens");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    socket.write_all(asked.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("it is answered");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("data-testid=\"payment\""), "{answer}");
    assert!(answer.contains("15.00 EUR"), "{answer}");
}
