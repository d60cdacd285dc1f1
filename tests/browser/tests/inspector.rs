//! The sandbox's inspector, as people use it.

use payspec_browser::{Driver, Look, Shop};
use thirtyfour::{By, WebElement};

#[tokio::test]
async fn the_list_is_live_and_keeps_what_is_being_typed() {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    browser.goto(shop.inspector("/shop/requests")).await.expect("it is shown");
    browser.part("empty").await;
    browser.enter("search", "half a wor").await;
    shop.busy_day().await;
    browser.part("requests").await;
    let typed = browser.part("search").await.prop("value").await.expect("it is read");
    assert_eq!(typed.as_deref(), Some("half a wor"));
    browser.wait_for_text("requests", &format!("{} 20", shop.world.requests().len())).await;
    let shown = browser.find_all(By::Css("[data-testid=request]")).await.expect("a list").len();
    assert_eq!(shown, shop.world.requests().len());
    browser.quit().await;
}

#[tokio::test]
async fn requests_are_found_and_opened() {
    let shop = Shop::open().await;
    shop.busy_day().await;
    for has_script in [true, false] {
        let browser = Driver::start(Look::PHONE, has_script).await;
        browser.goto(shop.inspector("/shop/requests")).await.expect("it is shown");
        browser.enter("search", "transaction.create\n").await;
        browser.goto(shop.inspector("/shop/requests?q=transaction.create&status=4")).await.expect("it is shown");
        browser.click("request").await;
        assert_eq!(browser.text("status").await, "402");
        assert!(browser.text("body").await.contains("amount = 2500"));
        assert!(browser.text("response").await.contains("Insufficient funds"));
        browser.quit().await;
    }
}

#[tokio::test]
async fn the_clock_is_turned_and_an_object_shows_where_it_is() {
    let shop = Shop::open().await;
    let payment = shop.busy_day().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    browser.goto(shop.inspector("/shop/clock")).await.expect("it is shown");
    browser.part("due").await;
    browser.click("month").await;
    assert!(browser.text("notice").await.starts_with("The clock was advanced."));
    browser.goto(shop.inspector(&format!("/shop/objects/transaction/{payment}"))).await.expect("it is shown");
    let drawn = browser.find_all(By::Css("svg .state.now text")).await.expect("a drawing");
    let mut now = Vec::new();
    for state in drawn {
        now.push(state.text().await.expect("it has a name"));
    }
    assert_eq!(now, ["SUCCESS", "CLEARED", "SUCCESS"]);
    assert!(browser.text("history").await.contains("TRANSACTION_CAPTURED"));
    browser.quit().await;
}

/// A page of faults, on which a person has set one: the nth request, or each, is answered with 503.
async fn failing(nth: &str) -> (Shop, Driver) {
    let shop = Shop::open().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    browser.goto(shop.inspector("/shop/faults")).await.expect("it is shown");
    browser.choose("kind", "status").await;
    browser.enter("status", "503").await;
    browser.enter("nth", nth).await;
    browser.click("add").await;
    assert_eq!(browser.text("notice").await, "The rule was added.");
    (shop, browser)
}

/// The button that removes it.
async fn remove(browser: &Driver) -> WebElement {
    browser.find(By::Css("[aria-label='Remove rule-1']")).await.expect("a button")
}

#[tokio::test]
async fn a_fault_is_set_hits_and_is_removed() {
    let (shop, browser) = failing("1").await;
    assert!(shop.client.customers().get("none").await.is_err());
    assert_eq!(shop.world.requests().first().map(|request| request.status), Some(503));
    // The counters on the open page follow: the client has tried again.
    browser.wait_for_text("rules", "status 503 2 1").await;
    remove(&browser).await.click().await.expect("it is clicked");
    browser.part("notice").await;
    assert!(shop.world.faults().list().is_empty());
    browser.quit().await;
}

#[tokio::test]
async fn a_button_that_is_pressed_while_the_page_changes_is_clicked() {
    let (shop, browser) = failing("").await;
    let remove = remove(&browser).await;
    browser.action_chain().click_and_hold_element(&remove).perform().await.expect("it is pressed");
    // The client gives up after some attempts, and each counts on the page.
    assert!(shop.client.customers().get("none").await.is_err());
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.action_chain().release().perform().await.expect("it is released");
    browser.wait_for_text("rules", "No request goes wrong.").await;
    assert!(shop.world.faults().list().is_empty());
    browser.quit().await;
}

#[tokio::test]
async fn a_button_that_has_the_focus_keeps_it_when_the_page_changes() {
    let (shop, browser) = failing("1").await;
    remove(&browser).await.focus().await.expect("it has the focus");
    assert!(shop.client.customers().get("none").await.is_err());
    browser.wait_for_text("rules", "status 503 2 1").await;
    let focused = browser.active_element().await.expect("an element");
    assert_eq!(focused.attr("aria-label").await.expect("it is read").as_deref(), Some("Remove rule-1"));
    browser.quit().await;
}

#[tokio::test]
async fn a_delivery_is_made_again_as_it_was_and_edited() {
    let shop = Shop::open().await;
    shop.busy_day().await;
    let browser = Driver::start(Look::PHONE, true).await;
    browser.goto(shop.inspector("/shop/events")).await.expect("it is shown");
    browser.click("delivery").await;
    let attempts = async |count: usize| {
        browser.part("attempts").await;
        let found = browser.find_all(By::Css("[data-testid=attempts] li")).await.expect("a list").len();
        assert_eq!(found, count);
    };
    attempts(1).await;
    browser.click("redeliver").await;
    browser.part("notice").await;
    attempts(2).await;
    browser
        .find(By::XPath("//summary[.='Edit and deliver']"))
        .await
        .expect("it is there")
        .click()
        .await
        .expect("a click");
    browser.enter("edit", "{\"type\": \"ODD\"}").await;
    browser.click("replay").await;
    assert_eq!(browser.text("notice").await, "It was delivered as you edited it.");
    attempts(1).await;
    browser.quit().await;
}

#[tokio::test]
async fn no_page_is_wider_than_a_phone() {
    let shop = Shop::open().await;
    let payment = shop.busy_day().await;
    let browser = Driver::start(Look::DESKTOP, true).await;
    for path in shop.inspected(&payment) {
        browser.goto(shop.inspector(&path)).await.expect("it is shown");
        for width in [360_u32, 768, 1280] {
            browser.resize(width, 800).await;
            let wide = browser.number("return document.documentElement.scrollWidth").await;
            let inner = browser.number("return innerWidth").await;
            assert!(wide <= inner, "{path} at {width}: the page is {wide} wide, the window {inner}");
        }
    }
    browser.quit().await;
}

/// The list of a world with 10,000 requests: how long the server takes, printed for the note. Never a timed test.
#[tokio::test]
async fn a_long_list_is_shown() {
    let shop = Shop::open().await;
    for _ in 0..10_000 {
        let _ = shop.client.customers().get("none").await;
    }
    let browser = Driver::start(Look::DESKTOP, true).await;
    browser.goto(shop.inspector("/shop/requests")).await.expect("it is shown");
    browser.part("requests").await;
    let script = "const [page] = performance.getEntriesByType('navigation'); return page.domContentLoadedEventEnd";
    println!("the list of 10,000 requests is there after {} ms", browser.number(script).await);
    let shown = browser.find_all(By::Css("[data-testid=request]")).await.expect("a list").len();
    assert_eq!(shown, 100);
    browser.quit().await;
}
