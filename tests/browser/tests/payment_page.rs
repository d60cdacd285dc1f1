//! The sandbox's payment page, as people use it.

use payspec::sandbox::Sandbox;
use payspec_browser::{Driver, Look, Shop};

const CHALLENGED: &str = "4916994064252017";
const PAID_AT_ONCE: &str = "4556557955726624";
const WITHOUT_FUNDS: &str = "4000000000000077";

async fn fill_in(browser: &Driver, number: &str) {
    browser.enter("number", number).await;
    browser.enter("expirationMonth", "12").await;
    browser.enter("expirationYear", "2090").await;
    browser.enter("cvc", "123").await;
}

async fn open(browser: &Driver, shop: &Shop) -> payspec::centralpay::model::PaymentRequest {
    let request = shop.request(|params| params).await;
    browser.goto(Shop::link(&request)).await.expect("the page is shown");
    request
}

/// How many payments with a challenge are made: `PAYSPEC_RUNS=200` makes as many.
fn runs() -> usize {
    std::env::var("PAYSPEC_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(3)
}

#[tokio::test]
async fn people_pay_with_a_challenge() {
    let shop = Shop::open().await;
    for look in [Look::DESKTOP, Look::PHONE] {
        let browser = Driver::start(look, true).await;
        for _ in 0..runs().div_ceil(2) {
            let request = open(&browser, &shop).await;
            fill_in(&browser, CHALLENGED).await;
            browser.click("pay").await;
            browser.look_into("bank").await;
            assert_eq!(browser.text("amount").await, "1,290.00 EUR");
            browser.enter("code", "1234").await;
            browser.click("submit").await;
            browser.leave().await;
            assert_eq!(browser.text("paid").await, "Thank you for your payment.");
            assert_eq!(shop.payment_status(&request.payment_request_id).await, "PAID");
        }
        browser.quit().await;
    }
}

#[tokio::test]
async fn people_pay_without_scripts() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::PHONE, false).await;
    let request = open(&browser, &shop).await;
    fill_in(&browser, CHALLENGED).await;
    browser.click("pay").await;
    browser.click("authenticate").await;
    browser.look_into("bank").await;
    browser.click("code-1234").await;
    browser.click("return").await;
    browser.click("continue").await;
    browser.leave().await;
    browser.part("paid").await;
    assert_eq!(shop.payment_status(&request.payment_request_id).await, "PAID");
    browser.quit().await;
}

#[tokio::test]
async fn people_fail_the_challenge_abort_it_and_pay_with_another_card() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    let request = open(&browser, &shop).await;
    for ends in ["code-1111", "code-2222", "code-3333", "abort"] {
        fill_in(&browser, CHALLENGED).await;
        browser.click("pay").await;
        browser.look_into("bank").await;
        browser.click(ends).await;
        browser.leave().await;
        browser.part("authentication-failed").await;
        assert_eq!(shop.payment_status(&request.payment_request_id).await, "UNPAID", "{ends}");
    }
    // The wrong code is no answer: the bank asks again.
    fill_in(&browser, CHALLENGED).await;
    browser.click("pay").await;
    browser.look_into("bank").await;
    browser.enter("code", "0000").await;
    browser.click("submit").await;
    browser.part("error").await;
    browser.click("abort").await;
    browser.leave().await;
    browser.part("authentication-failed").await;
    fill_in(&browser, WITHOUT_FUNDS).await;
    browser.click("pay").await;
    assert!(browser.text("refused").await.starts_with("Your bank refused the payment."));
    fill_in(&browser, PAID_AT_ONCE).await;
    browser.click("pay").await;
    browser.part("paid").await;
    browser.quit().await;
}

#[tokio::test]
async fn mistakes_are_shown_before_anything_is_sent() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::PHONE, true).await;
    open(&browser, &shop).await;
    let before = shop.world.requests().len();
    browser.enter("number", "4111111111111112").await;
    browser.enter("expirationMonth", "13").await;
    browser.enter("expirationYear", "2090").await;
    browser.enter("email", "nobody").await;
    browser.click("pay").await;
    for (place, says) in [
        ("number-mistake", "This card number is not valid."),
        ("expiry-mistake", "This expiry date is not valid, or has passed."),
        ("cvc-mistake", "This security code is not valid."),
        ("email-mistake", "A valid e-mail address is required."),
    ] {
        assert_eq!(browser.text(place).await, says);
    }
    assert_eq!(shop.world.requests().len(), before);
    let focused = browser.active_element().await.expect("one has the focus");
    assert_eq!(focused.attr("name").await.expect("it is read").as_deref(), Some("number"));
    // They go when they are corrected.
    browser.enter("number", PAID_AT_ONCE).await;
    assert!(!browser.part_is_visible("number-mistake").await);
    let shown = browser.part("number").await.prop("value").await.expect("it is read");
    assert_eq!(shown.as_deref(), Some("4556 5579 5572 6624"), "in blocks, as on the card");
    assert_eq!(browser.text("brand").await, "Visa");
    browser.quit().await;
}

#[tokio::test]
async fn a_test_card_is_one_click_away() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    let request = open(&browser, &shop).await;
    browser.click_card(CHALLENGED).await;
    browser.click("pay").await;
    browser.look_into("bank").await;
    browser.click("code-4444").await;
    browser.leave().await;
    browser.part("paid").await;
    assert_eq!(shop.payment_status(&request.payment_request_id).await, "PAID");
    browser.quit().await;
}

#[tokio::test]
async fn the_page_is_french_when_asked() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    open(&browser, &shop).await;
    browser.click("language").await;
    assert_eq!(browser.text("pay").await.replace('\u{202f}', " "), "Payer 1 290,00 EUR");
    fill_in(&browser, CHALLENGED).await;
    browser.click("pay").await;
    browser.look_into("bank").await;
    browser.click("code-1234").await;
    browser.leave().await;
    assert_eq!(browser.text("paid").await, "Merci pour votre paiement.");
    browser.quit().await;
}

/// The windows of EMV 3-D Secure: 250 x 400, 390 x 400, 500 x 600, 600 x 400, and the full screen.
#[tokio::test]
async fn the_challenge_fits_into_every_window() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    for (width, height) in [(250, 400), (390, 400), (500, 600), (600, 400), (1280, 900)] {
        open(&browser, &shop).await;
        fill_in(&browser, CHALLENGED).await;
        browser.click("pay").await;
        browser.look_into("bank").await;
        browser.part("submit").await;
        browser.leave().await;
        browser.set_size_of("bank", width, height).await;
        browser.look_into("bank").await;
        let wide = browser.number("return document.documentElement.scrollWidth").await;
        assert!(wide <= width, "{width} x {height}: the page is {wide} wide");
        let bottom = browser
            .number("return document.querySelector('[data-testid=submit]').getBoundingClientRect().bottom")
            .await;
        assert!(bottom <= height, "{width} x {height}: the button is at {bottom}, below the window");
        browser.leave().await;
    }
    browser.quit().await;
}

#[tokio::test]
async fn no_page_is_wider_than_a_phone() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    let long = "x".repeat(200);
    let request = shop.request(|mut params| {
        params.merchant_payment_request_id = Some(long.clone());
        params
    });
    browser.goto(Shop::link(&request.await)).await.expect("it is shown");
    for width in [360_u32, 768, 1280] {
        browser.resize(width, 800).await;
        let wide = browser.number("return document.documentElement.scrollWidth").await;
        assert!(wide <= i64::from(width), "{width}: the page is {wide} wide");
    }
    browser.quit().await;
}

#[tokio::test]
async fn nobody_else_is_asked_for_anything() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    open(&browser, &shop).await;
    let loaded =
        browser.execute("return performance.getEntriesByType('resource').map(entry => entry.name)", vec![]).await;
    let loaded: Vec<String> = loaded.and_then(|loaded| loaded.convert()).expect("a list");
    let here = base(&shop.sandbox);
    assert!(loaded.len() >= 3 && loaded.iter().all(|url| url.starts_with(&here)), "{loaded:?}");
    browser.quit().await;
}

fn base(sandbox: &Sandbox) -> String {
    format!("http://{}/", sandbox.address())
}
