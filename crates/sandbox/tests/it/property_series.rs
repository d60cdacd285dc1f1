//! Random moves of subscriptions, instalments and payment requests.

use payspec_sandbox::centralpay::{Collection, Collections, FinalAction};
use proptest::prelude::*;
use serde_json::Value;

use crate::property::{CARDS, amounts};
use crate::support::{Bank, Reply};

/// A move. A number chooses one of the objects made so far, or none.
#[derive(Debug, Clone)]
pub(crate) enum Series {
    Settings { retries: Vec<u8>, action: usize },
    Customer { card: usize },
    Subscribe { customer: usize, amount: i64, interval: usize, count: u8, start: usize },
    Divide { customer: usize, amount: i64, count: u8, deposit: i64, start: usize },
    Request { amount: i64, methods: usize, start: usize },
    Share { share: usize, card: usize, amount: i64, capture: Option<bool> },
    Page { share: usize, card: usize, method: usize },
    Item { object: usize, amount: i64 },
    Invoice { object: usize },
    Act { object: usize, action: usize },
    Change { object: usize, customer: usize, is_other: bool, start: usize },
}

const STARTS: [&str; 4] = ["", "2024-01-31", "2024-02-29", "9999-12-30"];
/// The last has no end, and few periods in all years there are.
const INTERVALS: [(&str, &str); 4] = [("DAY", "3"), ("WEEK", "2"), ("MONTH", "1"), ("YEAR", "700")];
const METHODS: [&[&str]; 4] = [&["TRANSACTION"], &["INSTALLMENT"], &["SUBSCRIPTION"], &["TRANSACTION", "INSTALLMENT"]];
const ACTIONS: [&str; 6] = ["cancel", "cancel at the end", "close", "reopen", "pay", "reactivate"];
const FINAL: [FinalAction; 3] = [FinalAction::Canceled, FinalAction::Failure, FinalAction::Unpaid];

pub(crate) fn series() -> impl Strategy<Value = Series> {
    let (which, card, start) = (0..6_usize, 0..CARDS.len(), 0..STARTS.len());
    let small = prop_oneof![4 => 0..5_000_i64, 1 => amounts()];
    let retries = proptest::collection::vec(prop_oneof![Just(1_u8), Just(7)], 0..4);
    let (object, count) = (0..24_usize, 0..5_u8);
    prop_oneof![
        1 => (retries, 0..FINAL.len()).prop_map(|(retries, action)| Series::Settings { retries, action }),
        3 => card.clone().prop_map(|card| Series::Customer { card }),
        4 => (which.clone(), small.clone(), 0..INTERVALS.len(), count.clone(), start.clone()).prop_map(
            |(customer, amount, interval, count, start)| Series::Subscribe { customer, amount, interval, count, start }
        ),
        3 => (which.clone(), small.clone(), count, 0..900_i64, start.clone()).prop_map(
            |(customer, amount, count, deposit, start)| Series::Divide { customer, amount, count, deposit, start }
        ),
        3 => (small.clone(), 0..METHODS.len(), start.clone())
            .prop_map(|(amount, methods, start)| Series::Request { amount, methods, start }),
        3 => (which.clone(), card.clone(), small, any::<Option<bool>>())
            .prop_map(|(share, card, amount, capture)| Series::Share { share, card, amount, capture }),
        3 => (which.clone(), card, 0..3_usize).prop_map(|(share, card, method)| Series::Page { share, card, method }),
        3 => (object.clone(), prop_oneof![4 => -3_000..3_000_i64, 1 => amounts()])
            .prop_map(|(object, amount)| Series::Item { object, amount }),
        2 => object.clone().prop_map(|object| Series::Invoice { object }),
        5 => (object.clone(), 0..ACTIONS.len()).prop_map(|(object, action)| Series::Act { object, action }),
        3 => (object, which, any::<bool>(), start)
            .prop_map(|(object, customer, is_other, start)| Series::Change { object, customer, is_other, start }),
    ]
}

/// What was made so far.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    /// Customers, each with two cards.
    customers: Vec<(String, [String; 2])>,
    /// Paths of subscriptions, plans, invoices, items and payment requests.
    paths: Vec<String>,
    /// Shares of payment requests, with their links.
    shares: Vec<(String, String)>,
}

impl Objects {
    fn customer(&self, which: usize) -> (String, [String; 2]) {
        self.customers.get(which).cloned().unwrap_or_default()
    }

    fn path(&self, which: usize) -> String {
        let count = self.paths.len().max(1);
        self.paths.get(which % count).cloned().unwrap_or_else(|| "/subscription/none".to_owned())
    }

    fn keep(&mut self, kind: &str, id: &Value) {
        self.paths.extend(id.as_str().map(|id| format!("/{kind}/{id}")));
    }

    /// Keeps a subscription with its latest invoice.
    fn keep_subscription(&mut self, reply: &Reply) {
        self.keep("subscription", &reply.body["subscriptionId"]);
        self.keep("invoice", &reply.body["lastInvoice"]["invoiceId"]);
    }

    pub(crate) fn make(&mut self, bank: &mut Bank, step: &Series) {
        match step {
            Series::Settings { retries, action } => {
                let collection = |retries: &[u8]| Collection { hour: 6, retry_after_days: retries.to_vec() };
                let settings = Collections {
                    subscriptions: collection(retries),
                    final_action: FINAL[*action],
                    instalments: collection(retries),
                    ..Collections::default()
                };
                settings.set(&mut bank.world).expect("the portal has these settings");
            }
            Series::Customer { card } => {
                let (id, first) = bank.customer(CARDS[*card]);
                let second = bank.further_card(&id, CARDS[(card + 1) % CARDS.len()]);
                self.customers.push((id, [first, second]));
            }
            Series::Subscribe { customer, amount, interval, count, start } => {
                let (unit, length) = INTERVALS[*interval];
                let (amount, count) = (amount.to_string(), count.to_string());
                let mut form = vec![
                    ("amount", amount.as_str()),
                    ("currency", "EUR"),
                    ("name", "a"),
                    ("intervalUnit", unit),
                    ("intervalCount", length),
                ];
                form.extend((unit != "YEAR").then_some(("iterationCount", count.as_str())));
                let model = bank.post("/subscriptionModel", &form).body["subscriptionModelId"].clone();
                let (customer, [card, _]) = self.customer(*customer);
                let further = [("startingDate", STARTS[*start]), ("cardId", &card)];
                let reply = bank.subscribe(model.as_str().unwrap_or("none"), &customer, &further);
                self.keep_subscription(&reply);
            }
            Series::Divide { customer, amount, count, deposit, start } => {
                let (amount, count, deposit) = (amount.to_string(), count.to_string(), deposit.to_string());
                let (customer, [card, _]) = self.customer(*customer);
                let terms = [
                    ("amount", amount.as_str()),
                    ("iterationCount", &count),
                    ("depositAmount", &deposit),
                    ("startingDate", STARTS[*start]),
                    ("cardId", &card),
                    ("feeAmount", "10"),
                ];
                let reply = bank.divide(&customer, &terms);
                self.keep("installmentPayment", &reply.body["installmentPaymentId"]);
            }
            Series::Request { amount, methods, start } => {
                let amount = amount.to_string();
                let model = bank.model(&[("iterationCount", "3")]);
                let mut form: Vec<(&str, &str)> =
                    METHODS[*methods].iter().map(|method| ("paymentMethod[]", *method)).collect();
                form.extend([("totalAmount", amount.as_str()), ("linkExpirationDate", STARTS[*start])]);
                form.extend([("installment[intervalUnit]", "MONTH"), ("installment[intervalCount]", "1")]);
                form.extend([("installment[iterationCount]", "3"), ("subscription[subscriptionModelId]", &model)]);
                let reply = bank.request(&form);
                self.keep("paymentRequest", &reply.body["paymentRequestId"]);
                let shares = reply.body["breakdowns"].as_array().into_iter().flatten();
                let text = |share: &Value, name: &str| share[name].as_str().expect("it has one").to_owned();
                self.shares
                    .extend(shares.map(|share| (text(share, "paymentRequestBreakdownId"), text(share, "endpoint"))));
            }
            Series::Share { share, card, amount, capture } => {
                let (id, _) = self.shares.get(*share).cloned().unwrap_or_else(|| ("none".to_owned(), String::new()));
                let (amount, capture) =
                    (amount.to_string(), capture.map_or(String::new(), |capture| capture.to_string()));
                let form = [
                    ("paymentRequestBreakdownId", id.as_str()),
                    ("amount", &amount),
                    ("capture", &capture),
                    ("source", "EC"),
                ];
                bank.pay(CARDS[*card], &form);
            }
            Series::Page { share, card, method } => {
                let Some((_, url)) = self.shares.get(*share).cloned() else { return };
                let method = ["TRANSACTION", "INSTALLMENT", "SUBSCRIPTION"][*method];
                let page = bank.pay_on_page(&url, CARDS[*card], &[("method", method)]);
                let page = if page.has("challenge-request") { bank.answer_challenge(&page, "1234") } else { page };
                assert!(page.status() < 500, "{}", page.html);
            }
            Series::Item { object, amount } => {
                let (path, amount) = (self.path(*object), amount.to_string());
                let (kind, id) = path.trim_start_matches('/').split_once('/').expect("a path has two parts");
                let name = if kind == "invoice" { "invoiceId" } else { "subscriptionId" };
                let reply = bank.post("/invoiceItem", &[(name, id), ("amount", &amount)]);
                self.keep("invoiceItem", &reply.body["invoiceItemId"]);
            }
            Series::Invoice { object } => {
                let path = self.path(*object);
                let id = path.rsplit('/').next().unwrap_or_default();
                let reply = bank.post("/invoice", &[("subscriptionId", id)]);
                self.keep("invoice", &reply.body["invoiceId"]);
            }
            Series::Act { object, action } => {
                let (action, form) = match ACTIONS[*action] {
                    "cancel at the end" => ("cancel", &[("atPeriodEnd", "true")][..]),
                    action => (action, &[][..]),
                };
                bank.post(&format!("{}/{action}", self.path(*object)), form);
                bank.delete(&self.path(*object));
            }
            Series::Change { object, customer, is_other, start } => {
                let path = self.path(*object);
                let (_, cards) = self.customer(*customer);
                let card = &cards[usize::from(*is_other)];
                let reply = bank.post(&path, &[("cardId", card), ("startingDate", STARTS[*start])]);
                self.keep("invoice", &reply.body["lastInvoice"]["invoiceId"]);
            }
        }
    }
}
