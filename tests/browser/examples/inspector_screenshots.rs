//! Writes images of the sandbox's inspector to a folder, for people to look at: wide and narrow, light and dark.

use std::path::PathBuf;

use payspec_browser::{Driver, Look, Shop};

#[tokio::main]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: inspector_screenshots FOLDER"));
    std::fs::create_dir_all(&folder).expect("a folder for images");
    let shop = Shop::open().await;
    let payment = shop.busy_day().await;
    for look in [Look::DESKTOP, Look::PHONE, Look::DESKTOP.dark(), Look::PHONE.dark()] {
        let browser = Driver::start(look, true).await;
        for (name, path) in [
            ("home", String::new()),
            ("requests", "/shop/requests".to_owned()),
            ("request", "/shop/requests/3".to_owned()),
            ("refused", "/shop/requests/4".to_owned()),
            ("kinds", "/shop/objects".to_owned()),
            ("objects", "/shop/objects/transaction".to_owned()),
            ("object", format!("/shop/objects/transaction/{payment}")),
            ("events", "/shop/events".to_owned()),
            ("delivery", "/shop/deliveries/delivery-1".to_owned()),
            ("clock", "/shop/clock".to_owned()),
            ("faults", "/shop/faults".to_owned()),
        ] {
            browser.goto(shop.inspector(&path)).await.expect("it is shown");
            browser.shoot(&folder, &format!("inspector-{name}"), look).await;
        }
        browser.quit().await;
    }
}
