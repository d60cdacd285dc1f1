//! The page with `token.js`, read by a real HTML parser.

use payspec::centralpay::card_form::{CARD_FIELDS, NotBase64, TokenScript};
use payspec::centralpay::model::Environment;
use scraper::{Html, Selector};

const HOSTILE: &[&str] = &[
    r#"");alert(1);//"#,
    r#"\");alert(1);//"#,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "-->]]>",
    "${alert(1)}`",
    "\u{2028}alert(1)\u{2029}\r\n\0",
    "' + alert(1) + '",
    "é 😀",
    "",
];

fn scripts(page: &str) -> Vec<(Option<String>, String)> {
    let html = Html::parse_document(page);
    let selector = Selector::parse("script").expect("a selector");
    let script = |element: scraper::ElementRef<'_>| {
        (element.value().attr("src").map(str::to_owned), element.text().collect::<String>())
    };
    html.select(&selector).map(script).collect()
}

/// The text of a literal of JavaScript, read as JSON, which has the same escapes.
fn key_in(script: &str) -> String {
    let (_, rest) = script.split_once("setMerchantPublicKey(").expect("the call");
    let (literal, _) = rest.split_once("); } else").expect("the end of the call");
    serde_json::from_str(literal).expect("one literal and nothing else")
}

#[test]
fn no_key_leaves_its_literal() {
    for key in HOSTILE {
        let tags = TokenScript::new(Environment::Production, *key).expect("the script is known");
        let page = format!("<!DOCTYPE html><body><form>{CARD_FIELDS}</form>{}<p id=after></p></body>", tags.html());
        let found = scripts(&page);
        assert_eq!(found.len(), 2, "{page}");
        assert_eq!(found[0].0.as_deref(), Some("https://js.centralpay.net/js/token.js"));
        assert_eq!(key_in(&found[1].1), *key);
        assert!(found[1].1.is_ascii(), "{page}");
        let html = Html::parse_document(&page);
        assert_eq!(html.select(&Selector::parse("#after").expect("a selector")).count(), 1, "{page}");
    }
}

/// Nothing of a card has a name, so no form sends it.
#[test]
fn only_the_token_is_sent() {
    let html = Html::parse_document(&format!("<form>{CARD_FIELDS}</form>"));
    let named: Vec<_> = html
        .select(&Selector::parse("form [name]").expect("a selector"))
        .filter_map(|field| field.value().attr("name"))
        .collect();
    assert_eq!(named, ["cardTokenId"]);
    assert_eq!(html.select(&Selector::parse("form input").expect("a selector")).count(), 5);
}

#[test]
fn a_nonce_is_base64() {
    let tags = || TokenScript::new(Environment::Test, "key").expect("the script is known");
    assert!(tags().nonce("c2VjcmV0+/=").expect("base64").html().contains("<script nonce=\"c2VjcmV0+/=\">"));
    for nonce in ["", "\"", "a b", "a>"] {
        assert_eq!(tags().nonce(nonce), Err(NotBase64), "{nonce}");
    }
}
