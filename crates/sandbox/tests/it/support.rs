//! A world without a server, and what requests to it need.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_sandbox::centralpay::{self, Merchant};
use payspec_sandbox::engine::addresses::Subscription;
use payspec_sandbox::engine::answer::Answer;
use payspec_sandbox::engine::delivery::{Due, Outcome};
use payspec_sandbox::engine::request::Request;
use payspec_sandbox::engine::time::Instant;
use payspec_sandbox::engine::world::World;
use serde_json::Value;

pub(crate) const START: Instant = Instant::from_unix_millis(1_704_462_199_909);

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// A card that the vendor's list does not name.
pub(crate) const CARD: &str = "4111111111111111";

/// Has events posted to a URL.
pub(crate) fn hook(url: &str) -> Subscription {
    centralpay::subscription(url.parse().expect("a URL"))
}

/// An answer with its body as JSON.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn status(&self) -> u16 {
        self.answer.status
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_else(|| panic!("no text `{name}` in {}", self.body))
    }

    /// The message about a field, of a refusal with 400.
    pub(crate) fn error(&self, field: &str) -> &str {
        assert_eq!(self.status(), 400, "{}", self.body);
        self.body["errors"][field].as_str().unwrap_or_else(|| panic!("no error of `{field}` in {}", self.body))
    }
}

/// A page of the bank or of the vendor.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) answer: Answer,
    pub(crate) html: String,
}

impl Page {
    pub(crate) fn status(&self) -> u16 {
        self.answer.status
    }

    /// Whether the page has a part.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.html.contains(&format!("data-testid=\"{part}\""))
    }

    /// The text between two others.
    pub(crate) fn between(&self, start: &str, end: &str) -> &str {
        let rest = self.html.split_once(start).map(|(_, rest)| rest);
        let found = rest.and_then(|rest| rest.split_once(end)).map(|(found, _)| found);
        found.unwrap_or_else(|| panic!("no {start} in {}", self.html))
    }
}

/// A world that is driven by hand.
pub(crate) struct Bank {
    pub(crate) world: World,
    pub(crate) merchant: Merchant,
}

impl Bank {
    pub(crate) fn new() -> Self {
        Self::named(1, "shop")
    }

    pub(crate) fn named(seed: u64, name: &str) -> Self {
        let mut world = World::new(seed, name, START);
        world.set_address("http://127.0.0.1:4010/centralpay");
        let merchant = Merchant::of(&world);
        Self { world, merchant }
    }

    pub(crate) fn send(&mut self, method: &str, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        let encoded = encoded.extend_pairs(form).finish();
        let (query, body) = if method == "GET" { (encoded.as_str(), "") } else { ("", encoded.as_str()) };
        let mut sent: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        sent.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        let path = format!("/v2/rest{path}");
        let request = Request { method, path: &path, query, headers: &sent, body: body.as_bytes() };
        let before = self.traces();
        let answer = match centralpay::enter(&request, false) {
            Ok(entered) => centralpay::call(&mut self.world, &entered, &request),
            Err(refusal) => centralpay::refuse(&mut self.world, &refusal),
        };
        let is_disturbed = self.world.journal().last().is_some_and(|entry| entry.fault.is_some());
        if !matches!(answer.status, 200 | 402) && !is_disturbed {
            assert_eq!(self.traces(), before, "a refusal of {method} {path} has changed something");
        }
        assert!(answer.status != 402 || path == "/v2/rest/transaction", "only payments are declined: {path}");
        // What was deleted has no content, nor has what is not sent.
        let body = if answer.body.is_empty() && (method == "DELETE" || is_disturbed) {
            Value::Null
        } else {
            serde_json::from_slice(&answer.body).expect("all answers are JSON")
        };
        Reply { answer, body }
    }

    pub(crate) fn delete(&mut self, path: &str) -> Reply {
        let login = self.login();
        self.send("DELETE", path, &[], &[("Authorization", &login)])
    }

    /// What every change leaves a trace in.
    fn traces(&self) -> String {
        let world = &self.world;
        format!(
            "{:?} {:?} {:?} {:?}",
            world.events().len(),
            world.ledger().bookings().len(),
            world.due(),
            world.objects()
        )
    }

    /// Opens a page, or posts a form to it. The address may be that of this world, or a path below it.
    pub(crate) fn page(&mut self, method: &str, url: &str, form: &[(&str, &str)]) -> Page {
        self.page_with(method, url, form, &[])
    }

    /// A page, as a browser that sends headers sees it.
    pub(crate) fn page_with(
        &mut self,
        method: &str,
        url: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let headers: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let request = Request { method, path: "", query, headers: &headers, body: body.as_bytes() };
        let path = url.strip_prefix(self.world.address()).unwrap_or(url);
        let answer = if let Some(page) = path.strip_prefix("/pay/shop/") {
            centralpay::payment_page(&mut self.world, page, &request)
        } else {
            let page = path.strip_prefix("/acs/shop/").unwrap_or_else(|| panic!("{url} is no page of this world"));
            centralpay::page(&mut self.world, page, &request)
        };
        let html = String::from_utf8(answer.body.clone()).expect("a page is text");
        Page { answer, html }
    }

    pub(crate) fn login(&self) -> String {
        let pair = format!("{}:{}", centralpay::login(self.world.name()), centralpay::PASSWORD);
        format!("Basic {}", STANDARD.encode(pair))
    }

    pub(crate) fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        let login = self.login();
        self.send("POST", path, form, &[("Authorization", &login)])
    }

    pub(crate) fn get(&mut self, path: &str, form: &[(&str, &str)]) -> Reply {
        let login = self.login();
        self.send("GET", path, form, &[("Authorization", &login)])
    }

    /// A token of a card that expires in December 2030.
    pub(crate) fn token(&mut self, number: &str) -> String {
        let key = centralpay::public_key(self.world.name());
        let form = [
            ("merchantPublicKey", key.as_str()),
            ("card[number]", number),
            ("card[expirationMonth]", "12"),
            ("card[expirationYear]", "2030"),
            ("card[cvc]", "123"),
        ];
        let reply = self.send("POST", "/cardToken", &form, &[("Origin", "https://example.centralpay.net")]);
        assert_eq!(reply.status(), 200, "{}", reply.body);
        reply.text("cardTokenId").to_owned()
    }

    /// A customer with a stored card: their identifiers.
    pub(crate) fn customer(&mut self, number: &str) -> (String, String) {
        let token = self.token(number);
        let customer = self.post("/customer", &[("email", "jane@example.com"), ("cardTokenId", &token)]);
        let card = customer.body["cards"][0]["cardId"].as_str().expect("the card is stored").to_owned();
        (customer.text("customerId").to_owned(), card)
    }

    /// A further card of a customer.
    pub(crate) fn further_card(&mut self, customer: &str, number: &str) -> String {
        let token = self.token(number);
        let card = self.post("/card", &[("customerId", customer), ("cardTokenId", &token)]);
        card.text("cardId").to_owned()
    }

    /// A payment of 15.00 EUR with a new token, and further parameters.
    pub(crate) fn pay(&mut self, number: &str, further: &[(&str, &str)]) -> Reply {
        let token = self.token(number);
        self.pay_by(&[&[("cardTokenId", token.as_str())], further].concat())
    }

    /// A payment of 15.00 EUR, unless an amount is given.
    pub(crate) fn pay_by(&mut self, further: &[(&str, &str)]) -> Reply {
        let point_of_sale = self.merchant.point_of_sale_id.clone();
        let mut form =
            vec![("currency", "EUR"), ("pointOfSaleId", point_of_sale.as_str()), ("endUserIp", "203.0.113.7")];
        if !further.iter().any(|(name, _)| *name == "amount") {
            form.push(("amount", "1500"));
        }
        form.extend_from_slice(further);
        self.post("/transaction", &form)
    }

    /// A payment with the idempotency key `k1`: the answer as it is, and how it is sent.
    pub(crate) fn raw_payment(&mut self, token: &str) -> Answer {
        let (login, point_of_sale) = (self.login(), self.merchant.point_of_sale_id.clone());
        let form = format!(
            "cardTokenId={token}&amount=1500&currency=EUR&pointOfSaleId={point_of_sale}&endUserIp=203.0.113.7&source=EC"
        );
        let headers = [
            ("Authorization", login.as_str()),
            ("Idempotence-Key", "k1"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (method, path) = ("POST", "/v2/rest/transaction");
        let request = Request { method, path, query: "", headers: &headers, body: form.as_bytes() };
        let entered = centralpay::enter(&request, false).expect("the login is right");
        centralpay::call(&mut self.world, &entered, &request)
    }

    /// A payment that is cleared.
    pub(crate) fn cleared(&mut self) -> String {
        let id = self.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
        self.pass(DAY);
        id
    }

    /// Lets time pass; every delivery is acknowledged.
    pub(crate) fn pass(&mut self, time: Duration) -> Vec<Due> {
        self.pass_with(time, |_| Outcome::Answered(200))
    }

    pub(crate) fn pass_with(&mut self, time: Duration, mut receive: impl FnMut(&Due) -> Outcome) -> Vec<Due> {
        let (until, mut made) = (self.world.now() + time, Vec::new());
        while let Some(due) = self.world.advance(until) {
            self.world.delivered(due.id, receive(&due));
            made.push(due);
        }
        made
    }

    /// Lets time pass until a moment.
    pub(crate) fn pass_until(&mut self, moment: &str) {
        let seconds = centralpay_model::DateTime::from(moment).unix_seconds().expect("an instant");
        let until = Instant::from_unix_millis(seconds * 1_000);
        assert!(until >= self.world.now(), "{moment} has passed");
        self.pass(until.since(self.world.now()));
    }

    /// The names of the events since there were this many, without those of the payments themselves.
    pub(crate) fn events_since(&self, count: usize) -> Vec<&str> {
        self.events().into_iter().skip(count).filter(|name| !name.starts_with("TRANSACTION_")).collect()
    }

    /// The object of the latest event with a name.
    pub(crate) fn told(&self, name: &str) -> Value {
        let event = self.world.events().iter().rev().find(|event| event.name == name);
        let body = &event.unwrap_or_else(|| panic!("no {name} in {:?}", self.events())).body;
        serde_json::from_slice::<Value>(body).expect("JSON")["object"].clone()
    }

    /// The names of all events so far.
    pub(crate) fn events(&self) -> Vec<&str> {
        self.world.events().iter().map(|event| event.name.as_str()).collect()
    }

    pub(crate) fn assert_sound(&self) {
        assert_eq!(self.world.failures(), [], "the sandbox made a mistake");
        assert!(self.world.ledger().is_balanced(), "the books do not balance");
    }
}
