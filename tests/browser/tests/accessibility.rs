//! What axe finds on the sandbox's pages: nothing.
//!
//! axe-core is a script of its own, which is not part of this repository: `npm pack axe-core@4.14.1`, and the path of
//! `package/axe.min.js` in `AXE`.

use payspec_browser::{Driver, Look, Shop};

const CHALLENGED: &str = "4916994064252017";

/// What is checked: WCAG 2.2 up to AA, and what axe calls best practice.
const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document, { iframes: false }).then(found => done(found.violations.map(violation => \
    violation.id + ': ' + violation.nodes.map(node => node.target + ' ' + node.failureSummary).join('; '))));";

struct Checker {
    script: String,
    found: Vec<String>,
}

impl Checker {
    fn new() -> Self {
        let path = std::env::var("AXE").expect("AXE is the path of axe.min.js: `npm pack axe-core@4.14.1`");
        let script = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        Self { script, found: Vec::new() }
    }

    async fn check(&mut self, browser: &Driver, page: &str) {
        browser.execute(&self.script, vec![]).await.expect("axe is loaded");
        let found = browser.execute_async(RUN, vec![]).await.expect("axe runs");
        let found: Vec<String> = found.convert().expect("a list");
        self.found.extend(found.into_iter().map(|violation| format!("{page}: {violation}")));
    }
}

#[tokio::test]
async fn axe_finds_nothing() {
    let shop = Shop::open().await;
    let mut checker = Checker::new();
    for look in [Look::DESKTOP, Look::PHONE.dark()] {
        let browser = Driver::start(look, true).await;
        let request = shop.request(|params| params).await;
        browser.goto(Shop::link(&request)).await.expect("it is shown");
        checker.check(&browser, "payment").await;
        browser.click("pay").await;
        checker.check(&browser, "payment with mistakes").await;
        browser.click_card("4000000000000077").await;
        browser.click("pay").await;
        browser.part("refused").await;
        checker.check(&browser, "payment, refused").await;
        browser.click_card(CHALLENGED).await;
        browser.click("pay").await;
        browser.part("bank").await;
        checker.check(&browser, "frame of the bank").await;
        browser.look_into("bank").await;
        browser.part("code").await;
        checker.check(&browser, "challenge").await;
        browser.enter("code", "0000").await;
        browser.click("submit").await;
        browser.part("error").await;
        checker.check(&browser, "challenge with a mistake").await;
        browser.click("code-1234").await;
        browser.leave().await;
        browser.part("paid").await;
        checker.check(&browser, "paid").await;
        browser.goto(Shop::link(&request)).await.expect("it is shown");
        checker.check(&browser, "ended").await;
        browser.quit().await;
    }
    assert!(checker.found.is_empty(), "{}", checker.found.join("\n"));
}

#[tokio::test]
async fn axe_finds_nothing_in_the_inspector() {
    let shop = Shop::open().await;
    let payment = shop.busy_day().await;
    let mut checker = Checker::new();
    for look in [Look::DESKTOP, Look::PHONE.dark()] {
        let browser = Driver::start(look, true).await;
        for path in shop.inspected(&payment) {
            browser.goto(shop.inspector(&path)).await.expect("it is shown");
            checker.check(&browser, &path).await;
        }
        browser.quit().await;
    }
    assert!(checker.found.is_empty(), "{}", checker.found.join("\n"));
}
