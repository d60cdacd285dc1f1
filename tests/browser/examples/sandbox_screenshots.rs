//! Writes images of the sandbox's pages to a folder, for people to look at: wide and narrow, light and dark.

use std::path::{Path, PathBuf};

use payspec_browser::{Driver, Look, Shop};

const CHALLENGED: &str = "4916994064252017";

#[tokio::main]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: sandbox_screenshots FOLDER"));
    std::fs::create_dir_all(&folder).expect("a folder for images");
    let shop = Shop::open().await;
    for look in [Look::DESKTOP, Look::PHONE, Look::DESKTOP.dark(), Look::PHONE.dark()] {
        let browser = Driver::start(look, true).await;
        payment_page(&browser, &shop, &folder, look).await;
        browser.quit().await;
    }
}

async fn payment_page(browser: &Driver, shop: &Shop, folder: &Path, look: Look) {
    let open = async || {
        let request = shop.request(|params| params).await;
        browser.goto(Shop::link(&request)).await.expect("it is shown");
    };
    let shot = async |name: &str| browser.shoot(folder, name, look).await;
    open().await;
    shot("payment").await;
    browser.click("pay").await;
    shot("mistakes").await;
    browser.click_card("4000000000000077").await;
    shot("test-card").await;
    browser.click("pay").await;
    browser.part("refused").await;
    shot("refused").await;
    browser.click_card(CHALLENGED).await;
    browser.click("pay").await;
    browser.look_into("bank").await;
    browser.part("submit").await;
    browser.leave().await;
    shot("challenge").await;
    browser.look_into("bank").await;
    browser.enter("code", "0000").await;
    browser.click("submit").await;
    browser.part("error").await;
    browser.leave().await;
    shot("challenge-wrong").await;
    browser.set_size_of("bank", 250, 400).await;
    shot("challenge-250").await;
    browser.look_into("bank").await;
    browser.click("code-1234").await;
    browser.leave().await;
    browser.part("paid").await;
    shot("paid").await;
    browser.refresh().await.expect("it is shown");
    open().await;
    browser.click("cancel").await;
    browser.part("canceled").await;
    shot("canceled").await;
}
