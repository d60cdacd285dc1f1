//! Whatever is wrong with one construct is reported once: all keys that mean nothing next to a word, all that a word
//! needs, all that a type in a wrong place makes of others.

use crate::consequences::changed;
use crate::shop::{ORDER, messages, shop, with};
use crate::support::{API, Run};

#[test]
fn a_declared_type_without_a_use_is_meant_before_a_type_of_another_language() {
    let money = "  Mony: { docs: A price., fields: { total: { type: integer, docs: How much. } } }\n";
    let order = with(ORDER, "objects:\n", &format!("objects:\n{money}"));
    let uses = "{ type: Size, docs: Its size. }\n      price: { type: Money, docs: Its price. }\n      paid: { type: Money, docs: What is paid. }";
    let run = shop(&with(&order, "{ type: Size, docs: Its size. }", uses), "");
    let expected = "`Mony` is declared but never used; `Money` is used 2 times but not declared";
    assert_eq!(messages(&run), [expected]);
    let patch = run.diagnostics[0].patch.as_ref().expect("it is renamed");
    assert_eq!((run.sources.text(patch.span), patch.text.as_str()), ("Mony", "Money"));

    // One that is used is not meant.
    let order = with(&order, "{ text: { type: string", "{ cost: { type: Mony, docs: It costs. }, text: { type: string");
    let run = shop(&with(&order, "{ type: Size, docs: Its size. }", uses), "");
    assert_eq!(run.diagnostics[0].patch.as_ref().map(|patch| patch.text.as_str()), Some("amount"));
}

#[test]
fn a_type_in_a_wrong_place_is_the_only_mistake() {
    for (pair, from, to, expected) in [
        ("unions", "type: Order, docs: What", "type: expandable<Step>, docs: What", "`expandable` requires an object"),
        (
            "maps",
            "lines: { type: map<Line>",
            "lines: { type: list<expandable<Line>>",
            "invalid type `list<expandable<Line>>`",
        ),
        (
            "maps",
            "lines: { type: map<Line>",
            "lines: { type: expandable<Line>",
            "a request cannot send either the object `Line` or its id",
        ),
        (
            "maps",
            "{ sku: { type: string",
            "{ of: { type: expandable<Order>, docs: A. }, sku: { type: string",
            "a request cannot send either the object `Order` or",
        ),
        ("expandable", "guaranteed: true }", "}", "the object `Customer` has no id"),
        ("expandable", "{ type: CustomerId,", "{ type: CustmerId,", "unknown type `CustmerId`"),
        (
            "amounts",
            "total: { type: amount, unit: major, currency: currency, docs: What it costs. }",
            "total: { type: map<amount>, unit: major, docs: What it costs. }",
            "the values of a map cannot be",
        ),
    ] {
        let run = changed(pair, from, to);
        let found = messages(&run);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{pair}: {to}\n{}", run.rendered());
    }
}

#[test]
fn an_id_that_is_not_there_is_reported_once() {
    let order = with(
        ORDER,
        "      id: { type: OrderId, docs: Its id. }\n",
        "      of: { type: expandable<Order>, docs: Another. }\n",
    );
    assert_eq!(messages(&shop(&order, "")), ["no field `id` in the object `Order`"]);
    let search = with(&order, "body: Order, docs: Found.", "body: search<Order>, docs: Found.");
    let by_id = "paging: { by: last-id, parameter: after, docs: By id., evidence: { level: inferred, note: Tried. } }";
    let search = with(&search, "    path: /orders/{id}\n", &format!("    path: /orders/{{id}}\n    {by_id}\n"));
    assert_eq!(messages(&shop(&search, "")), ["no field `id` in the object `Order`"]);

    // Without a resource that names it, nothing identifies the object: one problem for all that need it.
    let search = with(&search, ", object: Order, id: id }", " }");
    let found = messages(&shop(&search, ""));
    assert_eq!(found, ["the object `Order` has no id, so it cannot be `expandable`"]);
}

/// The keys of another word next to it, and what it lacks itself.
#[test]
fn keys_that_a_changed_word_leaves_are_reported_together() {
    for (pair, from, to, expected) in [
        ("verifier-of-parts", "scheme: hmac-sha256", "scheme: unsigned", "unexpected `headers`, `separator`,"),
        (
            "verifier-of-parts",
            "scheme: hmac-sha256",
            "scheme: secret-header",
            "unexpected `separator`, `key_encoding`,",
        ),
        (
            "verifier-of-parts",
            "      signed: [{ header: webhook-id }, { text: \".\" }, timestamp, { text: \".\" }, body]\n",
            "",
            "a signature requires `signed`",
        ),
        ("signing-rsa", "algorithm: rsa-sha256", "algorithm: custom", "unexpected `encoding`, `signed`"),
        ("search-by-id", "by: last-id", "by: link-header", "a link to the next page takes no parameter"),
        ("search-by-id", "by: last-id", "by: link", "the location of the link"),
        ("token", "scheme: token", "scheme: basic", "the scheme of `app` does not take `parameters` and `token`"),
        ("token", "scheme: token", "scheme: header", "the scheme `app` does not name its header"),
    ] {
        let run = changed(pair, from, to);
        let found = messages(&run);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{pair}: {to}\n{}", run.rendered());
    }
    let run = shop(ORDER, "");
    assert!(run.diagnostics.is_empty());
    let api = with(API, "scheme: basic", "scheme: token");
    let run = Run::over([("spec/shop/api.yaml", api.as_str()), ("spec/shop/order.yaml", ORDER)]);
    assert_eq!(messages(&run), ["the scheme `account` specifies neither its credentials nor its token endpoint"]);
}

#[test]
fn a_key_of_the_api_that_several_operations_need_is_reported_once() {
    let order = ORDER.replace("    path: /orders\n", "    path: /orders\n    idempotency_key: true\n");
    let run = shop(&order, "");
    assert_eq!(messages(&run), ["`create` takes an idempotency key, but the API declares no header for it"]);
    assert_eq!(run.diagnostics[0].repeated.len(), 1);
}

#[test]
fn a_name_that_stands_twice_and_is_no_name_in_rust_is_reported_once() {
    let run = changed("unions", "tag: kind\n    fields: { number:", "tag: type\n    fields: { type:");
    assert_eq!(run.codes(), ["duplicate-wire-name"], "{}", run.rendered());
    assert_eq!(run.diagnostics.len(), 1, "{}", run.rendered());
}

/// A method that is signed is the part `method`.
#[test]
fn a_word_of_other_texts_is_the_word_of_ours() {
    for (pair, from, to, meant) in [
        ("signing-rsa", "signed: [{ header: Date },", "signed: [POST, { header: Date },", "method"),
        ("signing-rsa", "Signature: [signature]", "Signature: [signature, date]", "timestamp"),
        ("verifier-of-parts", "timestamp, { text: \".\" }, body]", "timestamp, { text: \".\" }, payload]", "body"),
    ] {
        let run = changed(pair, from, to);
        assert_eq!(run.codes(), ["unknown-word"], "{}", run.rendered());
        let patch = run.diagnostics[0].patch.as_ref().map(|patch| patch.text.as_str());
        assert_eq!((run.diagnostics.len(), patch), (1, Some(meant)), "{}", run.rendered());
    }
}
