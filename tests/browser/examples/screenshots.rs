//! Writes images of the pages to a folder, for people to look at.

use std::path::PathBuf;

use payspec::centralpay::card_form::CARD_FIELDS;
use payspec::centralpay::three_ds::{FrameForm, FrameOptions};
use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Environment};
use payspec::cinetpay::seamless;
use payspec_browser::{Server, screenshot};

const HTML: &str = "content-type: text/html; charset=utf-8\r\n";

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: screenshots FOLDER"));
    let seamless = seamless_page();
    let card = format!(
        "<!DOCTYPE html>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Pay</title>\n\
         <form id=\"card\" method=\"post\" action=\"/pay\">\n{CARD_FIELDS}<button>Pay</button></form>\n"
    );
    let bank = FrameForm::new("https://acs.example/challenge", [("creq", "eyJ")]).expect("a form");
    let frame = |width| {
        let markup = bank.html(&FrameOptions::new("challenge").fit(width)).expect("markup");
        format!("<!DOCTYPE html>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{markup}")
    };
    let (small, large) = (frame(390 - 20), frame(1280 - 20));
    let server = Server::start(move |request| {
        let page = match &*request.path {
            "/seamless" => &seamless,
            "/card" => &card,
            "/3ds-small" => &small,
            "/3ds" => &large,
            _ => "<p style=\"background: #eee\">The bank: enter the code that we sent you.",
        };
        (HTML.to_owned(), page.to_owned())
    });
    for name in ["seamless", "card", "3ds", "3ds-small"] {
        screenshot(server.address(), &format!("https://shop.example/{name}"), &folder, name);
    }
}

fn seamless_page() -> String {
    let site = seamless::Site { apikey: "key".into(), site_id: "445160".into() };
    let order = CreatePayment::new(CreatePaymentRequired {
        transaction_id: "order-4711".into(),
        amount: 2500,
        currency: "XOF".into(),
        description: "Leather shoes, brown, size 42".into(),
        notify_url: "https://shop.example/notify".into(),
        return_url: "https://shop.example/back".into(),
        channels: "ALL".into(),
    });
    seamless::page(Environment::Production, &site, &order).expect("a page")
}
