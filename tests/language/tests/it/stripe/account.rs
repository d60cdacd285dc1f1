//! An account at Stripe that keeps what it is told, as far as the flows need it. It reads forms by their bracketed names and
//! answers as the API does: errors name a parameter, lists end with `has_more`, times are seconds.

use std::collections::BTreeMap;
use std::sync::Mutex;

use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};

/// The card that every bank declines for lack of money.
pub(super) const DECLINED: &str = "4000000000009995";

/// The time of all objects.
pub(super) const CREATED: i64 = 1_704_455_046;

#[derive(Default)]
struct Account {
    customers: Vec<Value>,
    methods: BTreeMap<String, Value>,
    intents: BTreeMap<String, Value>,
    refunds: Vec<Value>,
    /// The replies to keys that were seen.
    keys: BTreeMap<String, (u16, Value)>,
}

/// The parameters of a request, by their bracketed names.
struct Form(Vec<(String, String)>);

impl Form {
    fn of(request: &Request) -> Self {
        let query = request.path.split_once('?').map(|(_, query)| query.as_bytes().to_vec()).unwrap_or_default();
        let text = if request.method == "POST" { &request.body } else { &query };
        Self(payspec_core::parse_pairs(text).expect("a well-formed form"))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The members of an object one deep: `metadata[order]`.
    fn members(&self, name: &str) -> Value {
        let members = self.0.iter().filter_map(|(key, value)| {
            let member = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((member.to_owned(), json!(value)))
        });
        Value::Object(members.collect())
    }
}

type Answer = (u16, Value);

fn wrong(param: &str, message: &str) -> Answer {
    (400, json!({ "error": { "type": "invalid_request_error", "param": param, "message": message } }))
}

fn missing(param: &str) -> Answer {
    let error = json!({ "type": "invalid_request_error", "code": "resource_missing", "param": param });
    (404, json!({ "error": error }))
}

impl Account {
    fn answer(&mut self, request: &Request) -> Answer {
        let form = Form::of(request);
        let path = request.path.split('?').next().unwrap_or_default();
        let steps: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        match (&*request.method, &steps[..]) {
            ("POST", ["customers"]) => {
                let customer = json!({
                    "id": format!("cus_{}", self.customers.len() + 1), "created": CREATED,
                    "name": form.get("name"), "description": form.get("description"),
                    "metadata": form.members("metadata"),
                });
                self.customers.insert(0, customer.clone());
                (200, customer)
            }
            ("GET", ["customers"]) => page(&self.customers, &form),
            ("POST", ["customers", id]) => {
                let Some(customer) = self.customers.iter_mut().find(|one| one["id"] == *id) else {
                    return missing("id");
                };
                for (name, value) in &form.0 {
                    customer[name] = if value.is_empty() { Value::Null } else { json!(value) };
                }
                (200, customer.clone())
            }
            ("DELETE", ["customers", id]) => {
                self.customers.retain(|one| one["id"] != *id);
                (200, json!({ "id": id, "object": "customer", "deleted": true }))
            }
            ("GET", ["customers", id]) => match self.customers.iter().find(|one| one["id"] == *id) {
                Some(customer) => (200, customer.clone()),
                None => (200, json!({ "id": id, "object": "customer", "deleted": true })),
            },
            ("GET", ["customers", id, "payment_methods"]) => {
                let methods: Vec<Value> = self.methods.values().filter(|one| one["customer"] == *id).cloned().collect();
                page(&methods, &form)
            }
            ("POST", ["payment_methods"]) => (200, self.keep_method(&form, "")),
            ("POST", ["payment_methods", id, "attach"]) => {
                let Some(method) = self.methods.get_mut(*id) else { return missing("payment_method") };
                method["customer"] = json!(form.get("customer"));
                (200, method.clone())
            }
            ("POST", ["payment_intents"]) => self.pay(&form),
            ("POST", ["payment_intents", id, "confirm"]) => {
                let Some(intent) = self.intents.get(*id).cloned() else { return missing("intent") };
                if intent["status"] == "succeeded" {
                    let error = json!({ "code": "payment_intent_unexpected_state", "message": "It is paid." });
                    return (400, json!({ "error": error }));
                }
                self.confirm(intent, &form)
            }
            ("GET", ["payment_intents", id]) => match self.intents.get(*id) {
                Some(intent) => (200, self.expanded(intent.clone(), &form)),
                None => missing("intent"),
            },
            ("POST", ["refunds"]) => {
                let refund = json!({
                    "id": format!("re_{}", self.refunds.len() + 1), "amount": form.get("amount"), "currency": "eur",
                    "status": "succeeded", "payment_intent": form.get("payment_intent"),
                    "balance_transaction": "txn_1", "created": CREATED,
                });
                self.refunds.push(refund.clone());
                (200, refund)
            }
            ("GET", ["events", id]) => {
                (200, json!({ "id": id, "type": "payment_intent.succeeded", "created": CREATED, "data": {} }))
            }
            _ => (404, json!({ "error": { "message": format!("There is no {} {path}.", request.method) } })),
        }
    }

    /// Keeps a payment method whose members stand at a prefix: `payment_method_data` or nothing.
    fn keep_method(&mut self, form: &Form, prefix: &str) -> Value {
        let at = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}[{name}]") };
        let inner =
            |name: &str, member: &str| form.get(&format!("{}[{member}]", at(name))).unwrap_or_default().to_owned();
        let number = inner("card", "number");
        let id = format!("pm_{}", self.methods.len() + 1);
        let method = json!({
            "id": id, "type": form.get(&at("type")), "created": CREATED, "customer": null,
            "card": { "brand": "visa", "last4": number.get(number.len().saturating_sub(4)..), "number": number },
            "sepa_debit": { "last4": inner("sepa_debit", "iban").chars().rev().take(4).collect::<String>() },
            "billing_details": { "name": form.get(&format!("{}[name]", at("billing_details"))) },
        });
        self.methods.insert(id, method.clone());
        method
    }

    fn pay(&mut self, form: &Form) -> Answer {
        let Some(amount) = form.get("amount").and_then(|amount| amount.parse::<i64>().ok()) else {
            return wrong("amount", "An integer is needed.");
        };
        if amount > 99_999_999 {
            return wrong("amount", "The amount is too large.");
        }
        let Some(currency) = form.get("currency").filter(|code| code.chars().all(|c| c.is_ascii_lowercase())) else {
            return wrong("currency", "There is no such currency.");
        };
        let id = format!("pi_{}", self.intents.len() + 1);
        let intent = json!({
            "id": id, "amount": amount, "amount_received": 0, "currency": currency, "created": CREATED,
            "status": "requires_payment_method", "customer": form.get("customer"),
            "payment_method": form.get("payment_method"), "metadata": form.members("metadata"),
        });
        self.intents.insert(id, intent.clone());
        if form.get("confirm") == Some("true") { self.confirm(intent, form) } else { (200, intent) }
    }

    fn confirm(&mut self, mut intent: Value, form: &Form) -> Answer {
        let given = form.get("payment_method").or(intent["payment_method"].as_str()).map(str::to_owned);
        let method = match form.get("payment_method_data[type]") {
            Some(_) => Some(self.keep_method(form, "payment_method_data")),
            None => given.and_then(|id| self.methods.get(&id).cloned()),
        };
        let Some(method) = method else { return missing("payment_method") };
        intent["payment_method"] = method["id"].clone();
        intent["latest_charge"] = json!("ch_1");
        let status = match (method["type"].as_str(), method["card"]["number"].as_str()) {
            (Some("card"), Some(DECLINED)) => "requires_payment_method",
            (Some("sepa_debit"), _) => "processing",
            _ => "succeeded",
        };
        intent["status"] = json!(status);
        intent["amount_received"] = if status == "succeeded" { intent["amount"].clone() } else { json!(0) };
        self.intents.insert(intent["id"].as_str().unwrap_or_default().to_owned(), intent.clone());
        if status != "requires_payment_method" {
            return (200, intent);
        }
        let error = json!({
            "type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds",
            "message": "Your card has insufficient funds.", "param": "payment_method", "charge": "ch_1",
            "payment_intent": intent,
        });
        (402, json!({ "error": error }))
    }

    fn expanded(&self, mut intent: Value, form: &Form) -> Value {
        for name in form.all("expand[]") {
            let id = intent[name].as_str().unwrap_or_default().to_owned();
            intent[name] = match name {
                "customer" => self.customers.iter().find(|one| one["id"] == *id).cloned().unwrap_or_default(),
                "latest_charge" => json!({
                    "id": id, "amount": intent["amount"], "currency": intent["currency"], "paid": true,
                    "balance_transaction": "txn_1",
                    "payment_method_details": { "type": "card", "card": { "brand": "visa", "last4": "4242" } },
                }),
                _ => json!(id),
            };
        }
        intent
    }
}

/// The objects after the one that `starting_after` names, as many as `limit` says.
fn page(all: &[Value], form: &Form) -> Answer {
    let limit = form.get("limit").map_or(10, |limit| limit.parse().expect("a number"));
    let after = form.get("starting_after").map_or(Some(0), |id| Some(all.iter().position(|one| one["id"] == *id)? + 1));
    let Some(after) = after else { return wrong("starting_after", "There is no such object.") };
    let found: Vec<&Value> = all[after..].iter().take(limit).collect();
    (200, json!({ "object": "list", "data": found, "has_more": after + found.len() < all.len() }))
}

/// Starts a server with an empty account, whose key is `sk_test_1`.
pub(super) fn start() -> Server {
    let account = Mutex::new(Account::default());
    Server::responding(move |request| {
        if request.header("authorization") != Some("Bearer sk_test_1") {
            return Reply::json(401, &json!({ "error": { "message": "Invalid API key." } }));
        }
        assert_eq!(request.header("stripe-version"), Some("2024-06-20"));
        let mut account = account.lock().expect("no handler panics");
        let key = request.header("idempotency-key").map(str::to_owned);
        assert_eq!(key.is_some(), request.method == "POST", "{} {}", request.method, request.path);
        if let Some((status, body)) = key.as_ref().and_then(|key| account.keys.get(key)) {
            return Reply::json(*status, body).header("Idempotent-Replayed", "true");
        }
        let (status, body) = account.answer(request);
        if let Some(key) = key {
            account.keys.insert(key, (status, body.clone()));
        }
        Reply::json(status, &body)
    })
}
