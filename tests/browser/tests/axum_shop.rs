//! The example `axum-shop`, from the basket to the parcel: in a browser, against the sandbox.
//!
//! The program is built by `cargo build -p payspec-examples --bin axum-shop`; another one is named in `AXUM_SHOP`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use payspec::centralpay::Operation as _;
use payspec::centralpay::model::CreateTransaction;
use payspec::sandbox::WorldHandle;
use payspec_browser::{Driver, Look, Shop};
use tempfile::TempDir;
use thirtyfour::{By, WebElement};

const CHALLENGED: &str = "4916994064252017";
const EVENT: &str = "TRANSACTION_SUCCEEDED";

/// The shop as a program, with its database.
struct AxumShop {
    program: Child,
    folder: TempDir,
    url: String,
}

impl Drop for AxumShop {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn program() -> PathBuf {
    if let Some(given) = std::env::var_os("AXUM_SHOP") {
        return given.into();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(&root).args(["build", "--quiet", "-p", "payspec-examples", "--bin", "axum-shop"]);
    assert!(build.status().expect("cargo starts").success(), "axum-shop is built");
    root.join("target/debug/axum-shop")
}

impl AxumShop {
    async fn open(world: &WorldHandle) -> Self {
        // The shop's address is in what it sends, so it must be known before.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port is free").port();
        let (folder, url) = (TempDir::new().expect("a folder"), format!("http://127.0.0.1:{port}"));
        let program = Command::new(program())
            .arg(folder.path().join("shop.sqlite"))
            .arg(format!("127.0.0.1:{port}"))
            .env("CENTRALPAY_BASE_URL", world.centralpay_url())
            .env("CENTRALPAY_LOGIN", world.login())
            .env("CENTRALPAY_PASSWORD", world.password())
            .env("CENTRALPAY_MERCHANT_PUBLIC_KEY", world.public_key())
            .env("CENTRALPAY_ORIGIN", world.origin())
            .env("POINT_OF_SALE", world.merchant().point_of_sale_id)
            .env("SHOP_URL", &url)
            .stdout(Stdio::null())
            .spawn()
            .expect("the shop starts");
        let shop = Self { program, folder, url };
        for _ in 0..600 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return shop;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the shop does not listen");
    }

    fn parcels(&self) -> i64 {
        let database = rusqlite::Connection::open(self.folder.path().join("shop.sqlite")).expect("a database");
        database.busy_timeout(Duration::from_secs(10)).expect("a time");
        database.query_row("select count(*) from parcels", [], |row| row.get(0)).expect("a number")
    }

    fn hook(&self) -> String {
        format!("{}/hooks/centralpay", self.url)
    }
}

/// The first element that a selector finds, as soon as it is there.
async fn find(browser: &Driver, css: &str) -> WebElement {
    use thirtyfour::prelude::ElementQueryable as _;
    let query = browser.query(By::Css(css)).desc(css);
    let found = query.wait(Duration::from_secs(20), Duration::from_millis(20)).first().await;
    match found {
        Ok(found) => found,
        Err(error) => panic!("there is no {css}: {error}\n{}", browser.source().await.unwrap_or_default()),
    }
}

async fn press(browser: &Driver, css: &str) {
    find(browser, css).await.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
}

/// Puts the shoes into an order, and returns its address.
async fn order(browser: &Driver, shop: &AxumShop) -> String {
    browser.goto(&shop.url).await.expect("the shop is shown");
    press(browser, "button").await;
    find(browser, "input[name=number]").await;
    browser.current_url().await.expect("an address").to_string()
}

/// Enters the card, and waits for the page of the bank in its frame.
async fn give_card(browser: &Driver) {
    for (name, value) in [("number", CHALLENGED), ("month", "12"), ("year", "2090"), ("cvc", "123")] {
        find(browser, &format!("input[name={name}]")).await.send_keys(value).await.expect("it takes text");
    }
    press(browser, "button").await;
    // The bank's hidden frame leads on to CentralPay by itself.
    find(browser, "iframe[name=method]").await.enter_frame().await.expect("the hidden frame of the bank");
    find(browser, "[data-testid=method]").await;
    browser.leave().await;
    find(browser, "iframe[name=challenge]").await.enter_frame().await.expect("the frame of the bank");
    browser.part("code").await;
}

/// What the page says, as soon as it says this.
async fn says(browser: &Driver, text: &str) {
    let mut shown = String::new();
    for _ in 0..400 {
        let body = find(browser, "body").await;
        shown = body.text().await.unwrap_or_default();
        if shown.contains(text) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("`{text}` is not shown: {shown}");
}

fn payments(world: &WorldHandle) -> usize {
    world.requests().iter().filter(|request| request.operation == Some(CreateTransaction::SPEC.id)).count()
}

#[tokio::test]
async fn shoes_are_paid_with_a_challenge_and_shipped_once() {
    let sandbox = Shop::open().await;
    let shop = AxumShop::open(&sandbox.world).await;
    sandbox.world.webhooks().post_to(shop.hook()).expect("an address");
    // The first event comes twice, the second an hour late.
    sandbox.world.webhooks().faults().of_event(EVENT).nth(1).twice().expect("there is such an event");
    let late = Duration::from_secs(3_600);
    sandbox.world.webhooks().faults().of_event(EVENT).nth(2).late(late).expect("there is such an event");
    let browser = Driver::start(Look::DESKTOP, true).await;
    for parcels in [1, 2] {
        order(&browser, &shop).await;
        give_card(&browser).await;
        browser.click("code-1234").await;
        press(&browser, "a").await;
        browser.leave().await;
        says(&browser, "Your order: paid").await;
        sandbox.world.webhooks().settle().await;
        assert_eq!((shop.parcels(), payments(&sandbox.world)), (parcels, parcels as usize));
    }
    sandbox.world.clock().advance(2 * late).await;
    let delivered = sandbox.world.webhooks().deliveries();
    let attempts = delivered.iter().filter(|delivery| delivery.event.name == EVENT).map(|known| known.attempts.len());
    assert_eq!(attempts.sum::<usize>(), 3, "twice and once");
    assert!(delivered.iter().all(|delivery| delivery.is_acknowledged()));
    assert_eq!(shop.parcels(), 2);
    browser.quit().await;
}

#[tokio::test]
async fn a_refused_and_an_abandoned_challenge_ship_nothing_and_can_be_tried_again() {
    let sandbox = Shop::open().await;
    let shop = AxumShop::open(&sandbox.world).await;
    sandbox.world.webhooks().post_to(shop.hook()).expect("an address");
    let browser = Driver::start(Look::PHONE, true).await;
    let order = order(&browser, &shop).await;
    give_card(&browser).await;
    browser.click("code-1111").await;
    browser.leave().await;
    browser.goto(&order).await.expect("it is shown");
    give_card(&browser).await;
    browser.click("abort").await;
    browser.leave().await;
    // The customer leaves in the middle, and comes back.
    browser.goto(&order).await.expect("it is shown");
    give_card(&browser).await;
    browser.leave().await;
    browser.goto("about:blank").await.expect("it is shown");
    assert_eq!((shop.parcels(), payments(&sandbox.world)), (0, 0));
    browser.goto(&order).await.expect("it is shown");
    give_card(&browser).await;
    browser.click("code-1234").await;
    press(&browser, "a").await;
    browser.leave().await;
    says(&browser, "Your order: paid").await;
    sandbox.world.webhooks().settle().await;
    assert_eq!((shop.parcels(), payments(&sandbox.world)), (1, 1));
    // Back in the history, nothing is paid again.
    browser.back().await.expect("it is shown");
    browser.goto(&order).await.expect("it is shown");
    says(&browser, "Your order: paid").await;
    browser.quit().await;
}
