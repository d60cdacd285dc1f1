//! Addresses, credentials, errors, and what is not modelled.

use base64::Engine as _;
use payspec_sandbox::centralpay;
use payspec_sandbox::engine::request::Request;

use crate::support::{Bank, CARD};

#[test]
fn missing_credentials_are_401_and_wrong_ones_403() {
    let mut bank = Bank::new();
    assert_eq!(bank.send("GET", "/transaction", &[], &[]).status(), 401);
    assert_eq!(bank.send("GET", "/transaction", &[], &[("Authorization", "Bearer x")]).status(), 401);
    // `test-shop:wrong`, `other:sandbox`, and no pair at all.
    for wrong in ["dGVzdC1zaG9wOndyb25n", "b3RoZXI6c2FuZGJveA==", "eA==", "?"] {
        let header = format!("Basic {wrong}");
        let reply = bank.send("GET", "/transaction", &[], &[("Authorization", &header)]);
        assert_eq!(reply.status(), 403, "{wrong}: {}", reply.body);
        assert!(reply.answer.header("Payspec-Sandbox").is_some_and(|chosen| chosen.contains("error-body")));
    }
    assert_eq!(bank.get("/transaction", &[]).status(), 200);
}

#[test]
fn every_answer_has_its_own_request_id() {
    let mut bank = Bank::new();
    let mut ids: Vec<String> = Vec::new();
    for reply in [
        bank.send("GET", "/nowhere", &[], &[]),
        bank.send("GET", "/transaction", &[], &[]),
        bank.get("/transaction/none", &[]),
        bank.get("/transaction", &[]),
        bank.post("/payout", &[]),
    ] {
        assert_eq!(reply.answer.header("Content-Type"), Some("application/json"));
        ids.push(reply.answer.header("Request-Id").expect("every answer has one").to_owned());
    }
    let noted: Vec<&str> = bank.world.journal().iter().map(|entry| entry.request_id.as_str()).collect();
    assert_eq!(noted, ids[2..], "the journal has the same, without those that belong to no world");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

#[test]
fn unknown_addresses_are_404_and_a_trailing_slash_is_forgiven() {
    let mut bank = Bank::new();
    let login = bank.login();
    for (method, path) in [("GET", "/nowhere"), ("DELETE", "/transaction"), ("GET", "/transaction/a/b/c")] {
        let reply = bank.send(method, path, &[], &[("Authorization", &login)]);
        assert_eq!(reply.status(), 404, "{method} {path}");
    }
    for (method, path, nearest) in [
        ("POST", "/transactions", "POST /centralpay/v2/rest/transaction"),
        (
            "GET",
            "/transaction/some-long-identifier/captures",
            "POST /centralpay/v2/rest/transaction/{transactionId}/capture",
        ),
    ] {
        let reply = bank.send(method, path, &[], &[("Authorization", &login)]);
        let message = reply.text("message");
        assert!(message.ends_with(&format!("; the nearest is `{nearest}`")), "{method} {path}: {message}");
    }
    assert_eq!(bank.get("/transaction/", &[]).status(), 200);
    let headers = [("Authorization".to_owned(), login)];
    let at = |path| Request { method: "GET", path, query: "", headers: &headers, body: &[] };
    assert!(centralpay::enter(&at("/v2/rest/transaction"), true).is_ok_and(|entered| entered.world() == "shop"));
    assert!(centralpay::enter(&at("/v2/rest/transaction/"), true).is_err(), "not if it is strict");
}

/// Every operation of the spec has an address here, and what has no handler says so by name.
#[test]
fn an_operation_is_modelled_or_says_that_it_is_not() {
    let modelled: Vec<&str> = centralpay::modelled().map(|spec| spec.id).collect();
    assert!(modelled.contains(&"transaction.create") && modelled.len() >= 50, "{modelled:?}");
    let (mut bank, mut count) = (Bank::new(), 0);
    for spec in centralpay::operations().filter(|spec| spec.service.is_none() && !modelled.contains(&spec.id)) {
        let path: Vec<&str> =
            spec.path.split('/').map(|part| if part.starts_with('{') { "some-id" } else { part }).collect();
        let login = bank.login();
        let reply = bank.send(spec.method.as_str(), &path.join("/"), &[], &[("Authorization", &login)]);
        assert_eq!(reply.status(), 501, "{}: {}", spec.id, reply.body);
        assert!(reply.text("message").contains(spec.id), "{}: {}", spec.id, reply.body);
        count += 1;
    }
    assert!(count > 50, "{count}");
    bank.assert_sound();
}

#[test]
fn rules_and_types_are_checked_under_the_names_of_fields() {
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("amount", "abc")]);
    assert!(reply.error("amount").contains("integer"), "{}", reply.body);
    let reply = bank.pay_by(&[("source", "EC")]);
    assert!(reply.error("cardTokenId").contains("some-source-of-card"), "{}", reply.body);
    let reply = bank.pay(CARD, &[("amount", "0"), ("source", "EC")]);
    assert!(reply.error("amount").contains("zero-is-a-check"), "{}", reply.body);
    let reply = bank.post("/transaction", &[]);
    assert!(!reply.error("pointOfSaleId").is_empty());
    let reply = bank.pay(CARD, &[("source", "EC"), ("receiptEmail", "nobody")]);
    assert!(!reply.error("receiptEmail").is_empty(), "{}", reply.body);
    let reply = bank.pay(CARD, &[("source", "XX")]);
    assert!(reply.error("source").contains("not a known value"), "{}", reply.body);
    let captured = bank.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
    let reply = bank.post(&format!("/transaction/{captured}/capture"), &[("amount", "1")]);
    assert!(!reply.error("captureStatus").is_empty(), "{}", reply.body);
}

/// A refusal changes nothing, although the token was spent before the proof was found to be unknown.
#[test]
fn a_refusal_changes_nothing() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let (events, objects) = (bank.world.events().len(), bank.world.objects().count("centralpay.transaction"));
    let proof = [
        ("cardTokenId", token.as_str()),
        ("source", "EC"),
        ("3ds[threeDSServerTransID]", "7d031b8e-7fb7-4215-b866-eaacb395002f"),
        ("3ds[status]", "Y"),
    ];
    let reply = bank.pay_by(&proof);
    assert!(reply.error("3ds[threeDSServerTransID]").contains("no authentication"), "{}", reply.body);
    assert_eq!(bank.world.events().len(), events);
    assert_eq!(bank.world.objects().count("centralpay.transaction"), objects);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "UNUSED");
    assert_eq!(bank.pay_by(&[("cardTokenId", token.as_str()), ("source", "EC")]).status(), 200);
}

#[test]
fn what_documents_leave_open_is_listed_and_named() {
    let keys: Vec<&str> = centralpay::CHOSEN.iter().map(|chosen| chosen.key).collect();
    let mut unique = keys.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), keys.len(), "each has a key of its own");
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("source", "DP")]);
    let told =
        reply.answer.header("Payspec-Sandbox").expect("it is told").strip_prefix("chosen=").expect("it has a form");
    assert!(told.split(',').all(|key| keys.contains(&key)), "{told}");
    assert!(told.contains("pre-authorisation") && told.contains("fees"), "{told}");
}

/// The login that the vendor publishes opens a world of its own, whatever password the page has.
#[test]
fn the_published_login_is_accepted() {
    let headers = |pair: &str| {
        let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
        [("Authorization".to_owned(), basic)]
    };
    let world = |pair: &str| {
        let headers = headers(pair);
        let request = Request { method: "GET", path: "/v2/rest/transaction", query: "", headers: &headers, body: &[] };
        centralpay::enter(&request, false).map(|entered| entered.world().to_owned())
    };
    assert_eq!(world("Doctest:anything").as_deref(), Ok("doctest"));
    assert!(world("doctest:anything").is_err() && world("test-shop:anything").is_err());
}

/// The same parameters have the same answer in both kinds of forms, whatever the operation.
#[test]
fn every_operation_reads_forms_and_multipart() {
    const FORM: &str = "cardId=a&amount=x&merchantPublicKey=pk-test-shop";
    let multipart: String = FORM
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"))
        .collect();
    let multipart = format!("{multipart}--xyz--\r\n");
    let (mut count, mut read) = (0, 0);
    for spec in centralpay::modelled().filter(|spec| spec.method.as_str() == "POST") {
        let path: Vec<&str> =
            spec.path.split('/').map(|part| if part.starts_with('{') { "some-id" } else { part }).collect();
        let path = format!("/v2/rest{}", path.join("/"));
        let send = |content_type: &str, body: &str| {
            let mut bank = Bank::new();
            let headers = [
                ("Content-Type".to_owned(), content_type.to_owned()),
                ("Authorization".to_owned(), bank.login()),
                ("Origin".to_owned(), "https://example.centralpay.net".to_owned()),
            ];
            let request = Request { method: "POST", path: &path, query: "", headers: &headers, body: body.as_bytes() };
            let entered = centralpay::enter(&request, false).unwrap_or_else(|refusal| panic!("{path}: {refusal}"));
            let answer = centralpay::call(&mut bank.world, &entered, &request);
            (answer.status, String::from_utf8(answer.body).expect("JSON"))
        };
        let form = send("application/x-www-form-urlencoded", FORM);
        assert_eq!(form, send("multipart/form-data; boundary=xyz", &multipart), "{}", spec.id);
        (count, read) = (count + 1, read + usize::from(form.1.contains("integer")));
    }
    assert!(count > 30 && read > 5, "{count}, of which {read} have an amount");
}

/// Forms of both kinds are read alike, also for the key that chooses the world.
#[test]
fn forms_and_multipart_are_read_alike() {
    let mut bank = Bank::new();
    let multipart = |pairs: &[(&str, &str)]| {
        let parts = pairs.iter().map(|(name, value)| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        });
        format!("{}--xyz--\r\n", parts.collect::<String>())
    };
    let mut send = |path: &str, pairs: &[(&str, &str)], header: (&str, &str)| {
        let headers = [
            ("Content-Type".to_owned(), "multipart/form-data; boundary=\"xyz\"".to_owned()),
            (header.0.to_owned(), header.1.to_owned()),
        ];
        let (path, body) = (format!("/v2/rest{path}"), multipart(pairs));
        let request = Request { method: "POST", path: &path, query: "", headers: &headers, body: body.as_bytes() };
        let entered = centralpay::enter(&request, false).unwrap_or_else(|refusal| panic!("{path}: {refusal}"));
        assert_eq!(entered.world(), "shop");
        let answer = centralpay::call(&mut bank.world, &entered, &request);
        let body: serde_json::Value = serde_json::from_slice(&answer.body).expect("all answers are JSON");
        assert_eq!(answer.status, 200, "{path}: {body}");
        body
    };
    let (key, login) = (centralpay::public_key("shop"), Bank::new().login());
    let token = send(
        "/cardToken",
        &[
            ("merchantPublicKey", &key),
            ("card[number]", CARD),
            ("card[expirationMonth]", "12"),
            ("card[expirationYear]", "2030"),
        ],
        ("Origin", "https://example.centralpay.net"),
    );
    let token = token["cardTokenId"].as_str().expect("it has one").to_owned();
    let customer = send("/customer", &[("email", "a@example.com"), ("cardTokenId", &token)], ("Authorization", &login));
    let point_of_sale = Bank::new().merchant.point_of_sale_id;
    let pairs = [
        ("customerId", customer["customerId"].as_str().expect("it has one")),
        ("amount", "1500"),
        ("currency", "EUR"),
        ("pointOfSaleId", &point_of_sale),
        ("endUserIp", "203.0.113.7"),
        ("source", "EC"),
    ];
    assert_eq!(send("/transaction", &pairs, ("Authorization", &login))["captureStatus"], "CAPTURED");
}

/// The key is found wherever the decoder would find it, and a body that cannot be read is not one without a key.
#[test]
fn the_key_is_read_like_any_parameter() {
    let enter = |content_type: &str, query: &str, body: &str| {
        let headers = [
            ("Content-Type".to_owned(), content_type.to_owned()),
            ("Origin".to_owned(), "https://example.centralpay.net".to_owned()),
        ];
        let request =
            Request { method: "POST", path: "/v2/rest/cardToken", query, headers: &headers, body: body.as_bytes() };
        centralpay::enter(&request, false).map(|entered| entered.world().to_owned())
    };
    let part =
        |name: &str| format!("--xyz\r\ncontent-disposition: form-data; {name}\r\n\r\npk-test-shop\r\n--xyz--\r\n");
    let multipart = "multipart/form-data; boundary=xyz";
    for (content_type, query, body) in [
        (multipart, "", part("name=merchantPublicKey").as_str()),
        (multipart, "", &part("name=\"merchantPublicKey\"")),
        (multipart, "merchantPublicKey=pk-test-shop", &part("name=\"cardId\"")),
        ("application/json", "", "\u{feff}{\"merchantPublicKey\": \"pk-test-shop\"}"),
        ("", "", "{\"merchantPublicKey\": \"pk-test-shop\"}"),
        ("", "merchantPublicKey=pk-test-shop", ""),
    ] {
        assert_eq!(enter(content_type, query, body).as_deref(), Ok("shop"), "{content_type} {query} {body}");
    }
    for (content_type, body, why) in [
        (multipart, "--xyz", "multipart body"),
        ("application/json", "[]", "JSON object"),
        ("application/x-www-form-urlencoded", "merchantPublicKey=pk-test-a&merchantPublicKey=pk-test-b", "one text"),
        ("application/x-www-form-urlencoded", "merchantPublicKey=", "is missing"),
    ] {
        let refusal = enter(content_type, "", body).expect_err(body).to_string();
        assert!(refusal.contains(why) && !refusal.contains("pk-test-a"), "{refusal}");
    }
}

/// The journal is kept, and somebody may send a card number where an identifier belongs.
#[test]
fn the_journal_has_no_card_numbers() {
    let mut bank = Bank::new();
    assert_eq!(bank.get("/card/4532015112830366", &[]).status(), 404);
    let path = bank.world.journal().last().map(|entry| entry.path.clone());
    assert_eq!(path.as_deref(), Some("/v2/rest/card/****************"));
}
