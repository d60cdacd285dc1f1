//! The cardholder: a browser, and a code from the bank.

use anyhow::Context as _;
use payspec::centralpay::three_ds::{Browser, BrowserFacts, BrowserRequired, FrameForm};

/// What the shop's page finds out about the browser.
pub(crate) fn browser() -> Browser {
    let facts = BrowserFacts {
        java_enabled: false,
        language: "fr-FR".to_owned(),
        color_depth: 24,
        screen_height: 1080,
        screen_width: 1920,
        timezone_offset: -60,
    };
    let (user_agent, accept) = ("Mozilla/5.0".to_owned(), "text/html".to_owned());
    Browser::new(BrowserRequired { facts, user_agent, accept }).ip("203.0.113.7")
}

/// Opens the bank's page, enters a code there, and returns the fields that the bank has the browser post to the shop.
pub(crate) async fn enters(code: &'static str, form: FrameForm) -> anyhow::Result<Vec<(String, String)>> {
    let asked = tokio::task::spawn_blocking(move || {
        let page = post(form.action(), form.fields().collect())?;
        let creq = input(&page, "creq").context("the bank's page has no form")?;
        let answer = form.action().replace("/challenge", "/answer");
        let page = post(&answer, vec![("creq", &creq), ("code", code)])?;
        let response = input(&page, "cres").context("the bank's page leads nowhere")?;
        anyhow::Ok(vec![("cres".to_owned(), response)])
    });
    asked.await?
}

fn post(url: &str, fields: Vec<(&str, &str)>) -> anyhow::Result<String> {
    Ok(ureq::post(url).send_form(fields)?.body_mut().read_to_string()?)
}

/// The value of a hidden field of a page.
fn input(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split('"').next()?.to_owned())
}
