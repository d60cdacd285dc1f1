//! CinetPay's checkout on your own page, with its Seamless script.
//!
//! The script shows CinetPay's checkout over the page: no card number and no wallet code is entered in your own markup.
//! [`page`] returns the page of CinetPay's documentation (“Integration without redirect”): `setConfig` with the key and
//! the site, `getCheckout` with the payment, and `waitResponse`, whose status is `ACCEPTED` or `REFUSED`.
//!
//! **The browser's result is a claim.** Whatever the status, the page sends the customer to the payment's `return_url`,
//! and your server calls [`check`](crate::Payments::check) for the actual result. Store the payment before showing the
//! page, and compare its amount and currency with the result: everything in a page can be changed in the browser.
//!
//! **The key and the site number are part of the page**, so anyone can read them, as in CinetPay's own example. They
//! are the same as on the merchant's server. The password for transfers is not among them and must never be. If that is
//! not acceptable, create the payment on the server and redirect to its `payment_url`.
//!
//! ```
//! use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Environment};
//! use payspec::cinetpay::seamless;
//!
//! let payment = CreatePayment::new(CreatePaymentRequired {
//!     transaction_id: "ORDER-4711-1".into(),
//!     amount: 2500,
//!     currency: "XOF".into(),
//!     description: "Shoes".into(),
//!     notify_url: "https://shop.example/notify".into(),
//!     return_url: "https://shop.example/back".into(),
//!     channels: "ALL".into(),
//! });
//! let site = seamless::Site { apikey: "apikey".into(), site_id: "445160".into() };
//! let page = seamless::page(Environment::Production, &site, &payment).ok_or("no page for these")?;
//! assert!(page.contains("https://cdn.cinetpay.com/seamless/main.js"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use cinetpay_model::{CreatePayment, Environment};
use payspec_core::html::{escape, script_text};

/// The only documented value of `mode` in `setConfig`.
const MODE: &str = "PRODUCTION";

/// One column, and a button that is large enough for a thumb.
const STYLE: &str = "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem; } \
                     button { font: inherit; width: 100%; padding: 0.75rem; }";

/// The merchant's site, as identified to the script. Both values are readable in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The key of the account.
    pub apikey: String,
    /// The site number.
    pub site_id: String,
}

/// Returns a page that shows the checkout for a payment when its button is pressed. Returns `None` if the environment
/// has no script, or if `return_url` is not an HTTP URL: the script would execute a `javascript:` URL.
///
/// The page contains the payment's ID, amount, currency, channels and description, and the customer, as in the
/// documentation. Everything is escaped.
pub fn page(environment: Environment, site: &Site, payment: &CreatePayment) -> Option<String> {
    let script = environment.seamless_script()?;
    let is_of_the_web = ["https://", "http://"].iter().any(|scheme| payment.return_url.starts_with(scheme));
    if !is_of_the_web {
        return None;
    }
    let config = object([
        ("apikey", Some(&*site.apikey)),
        ("site_id", Some(&site.site_id)),
        ("notify_url", Some(&payment.notify_url)),
        ("mode", Some(MODE)),
    ]);
    let texts = object([
        ("transaction_id", Some(payment.transaction_id.as_str())),
        ("currency", Some(payment.currency.as_str())),
        ("channels", Some(payment.channels.as_str())),
        ("description", Some(&payment.description)),
        ("customer_name", payment.customer_name.as_deref()),
        ("customer_surname", payment.customer_surname.as_deref()),
        ("customer_email", payment.customer_email.as_deref()),
        ("customer_phone_number", payment.customer_phone_number.as_deref()),
        ("customer_address", payment.customer_address.as_deref()),
        ("customer_city", payment.customer_city.as_deref()),
        ("customer_country", payment.customer_country.as_deref()),
        ("customer_state", payment.customer_state.as_deref()),
        ("customer_zip_code", payment.customer_zip_code.as_deref()),
    ]);
    let (title, back, amount) = (escape(&payment.description), script_text(&payment.return_url), payment.amount);
    let url = escape(script);
    Some(format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<script src=\"{url}\"></script>\n</head>\n<body>\n<p>{title}</p>\n<button id=\"checkout\">{amount} {currency}</button>\n\
         <script>\ndocument.getElementById(\"checkout\").addEventListener(\"click\", function () {{\n\
         CinetPay.setConfig({{{config}}});\n\
         CinetPay.getCheckout({{\"amount\": {amount}, {texts}}});\n\
         CinetPay.waitResponse(function (data) {{\n\
         if (data.status == \"ACCEPTED\" || data.status == \"REFUSED\") {{ window.location.assign({back}); }}\n}});\n\
         CinetPay.onError(function (data) {{ console.log(data); }});\n}});\n</script>\n</body>\n</html>\n",
        currency = escape(payment.currency.as_str()),
    ))
}

/// Returns the members of a JavaScript object that have a value.
fn object<const N: usize>(members: [(&str, Option<&str>); N]) -> String {
    let given = members.into_iter().filter_map(|(name, value)| Some(format!("\"{name}\": {}", script_text(value?))));
    given.collect::<Vec<_>>().join(", ")
}
