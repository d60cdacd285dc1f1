//! The page with the script Seamless, with texts that want to be markup or code.

use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, Environment};
use payspec::cinetpay::seamless::{Site, page};
use serde_json::Value;

const HOSTILE: &[&str] = &[
    r#""});alert(1);({""#,
    r#"\"});alert(1);//"#,
    "</script><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "<!--<script>",
    "\u{2028}alert(1)\u{2029}\r\n",
    "' + alert(1) + '",
    "é 😀",
];

fn payment(text: &str) -> CreatePayment {
    let mut payment = CreatePayment::new(CreatePaymentRequired {
        transaction_id: text.into(),
        amount: 2500,
        currency: "XOF".into(),
        description: text.into(),
        notify_url: text.into(),
        return_url: format!("https://shop.example/back?{text}"),
        channels: text.into(),
    });
    payment.customer_name = Some(text.into());
    payment.customer_email = Some(text.into());
    payment
}

fn site(text: &str) -> Site {
    Site { apikey: text.into(), site_id: "445160".into() }
}

/// What stands between two texts of the script, as JSON.
fn between(page: &str, start: &str, end: &str) -> Value {
    let (_, rest) = page.split_once(start).expect(start);
    let (json, _) = rest.split_once(end).expect(end);
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn every_text_stays_a_text() {
    for text in HOSTILE {
        let page = page(Environment::Production, &site(text), &payment(text)).expect("a page");
        let config = between(&page, "CinetPay.setConfig(", ");\n");
        assert_eq!(
            (&config["apikey"], &config["notify_url"], &config["mode"]),
            (&(*text).into(), &(*text).into(), &"PRODUCTION".into())
        );
        let checkout = between(&page, "CinetPay.getCheckout(", ");\n");
        for name in ["transaction_id", "description", "channels", "customer_name", "customer_email"] {
            assert_eq!(checkout[name], *text, "{name}");
        }
        assert_eq!((&checkout["amount"], &checkout["currency"]), (&2500.into(), &"XOF".into()));
        assert!(checkout.get("customer_city").is_none());
        assert_eq!(between(&page, "assign(", "); }"), format!("https://shop.example/back?{text}"));
        // Two scripts, the vendor's and the page's own, and no other tag than those of the page.
        assert_eq!((page.matches("<script").count(), page.matches("</script>").count()), (2, 2), "{page}");
        assert!(!page.contains("<img") && !page.contains("<!--"), "{page}");
        assert_eq!(page.matches("<title>").count(), 1);
    }
}

#[test]
fn the_documents_steps_are_there() {
    let page = page(Environment::Production, &site("key"), &payment("A")).expect("a page");
    let mut rest = &*page;
    for step in
        ["seamless/main.js", "setConfig(", "getCheckout(", "waitResponse(", "\"ACCEPTED\"", "\"REFUSED\"", "onError("]
    {
        rest = rest.split_once(step).unwrap_or_else(|| panic!("{step} is missing or too early")).1;
    }
}

#[test]
fn no_other_kind_of_address_is_led_to() {
    for address in ["javascript:alert(1)", "data:text/html,x", " https://shop.example", "//shop.example", ""] {
        let mut payment = payment("A");
        payment.return_url = address.to_owned();
        assert_eq!(page(Environment::Production, &site("key"), &payment), None, "{address}");
    }
}
