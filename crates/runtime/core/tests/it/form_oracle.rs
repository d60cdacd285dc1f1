//! `serde_qs` as an oracle, for the shapes that both know.
//!
//! Left out is what the oracle does differently on purpose: it prints a bare name for a missing field,
//! and `name=` for an empty list.

use std::collections::BTreeMap;

use payspec_core::{EncodeForm, Form, FormTree, Metadata, parse_pairs};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_qs::{ArrayFormat, Config};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Payment {
    amount: i64,
    capture: bool,
    #[serde(rename = "paymentMethod")]
    methods: Vec<String>,
    card: Card,
    #[serde(rename = "additionalData")]
    additional_data: BTreeMap<String, String>,
    label: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Card {
    number: String,
    address: Address,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Address {
    lines: Vec<String>,
    country: String,
}

impl EncodeForm for Payment {
    fn encode_form(&self, form: &mut Form) {
        let data: Metadata = self.additional_data.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        form.field("amount", &self.amount)
            .field("capture", &self.capture)
            .list("paymentMethod", Some(&self.methods))
            .object("card", Some(&self.card))
            .map("additionalData", Some(&data))
            .field("label", &self.label);
    }
}

impl EncodeForm for Card {
    fn encode_form(&self, form: &mut Form) {
        form.field("number", &self.number).object("address", Some(&self.address));
    }
}

impl EncodeForm for Address {
    fn encode_form(&self, form: &mut Form) {
        form.list("lines", Some(&self.lines)).field("country", &self.country);
    }
}

fn payments() -> impl Strategy<Value = Payment> {
    let texts = || proptest::collection::vec(".*", 1..4);
    let map = proptest::collection::btree_map("[^\\[\\]]{1,6}", ".*", 1..4);
    (any::<i64>(), any::<bool>(), texts(), ".*", texts(), ".*", map, ".*").prop_map(
        |(amount, capture, methods, number, lines, country, additional_data, label)| Payment {
            amount,
            capture,
            methods,
            card: Card { number, address: Address { lines, country } },
            additional_data,
            label,
        },
    )
}

fn oracle() -> Config {
    Config::new().array_format(ArrayFormat::EmptyIndexed).use_form_encoding(true)
}

proptest! {
    #[test]
    fn both_write_the_same_pairs(payment in payments()) {
        let mut form = Form::new();
        payment.encode_form(&mut form);
        let theirs = oracle().serialize_string(&payment).unwrap();
        prop_assert_eq!(form.pairs(), parse_pairs(theirs.as_bytes()).unwrap());
    }

    #[test]
    fn each_reads_what_the_other_wrote(payment in payments()) {
        let mut form = Form::new();
        payment.encode_form(&mut form);
        let read: Payment = oracle().deserialize_str(&form.encode()).unwrap();
        prop_assert_eq!(&read, &payment);

        let theirs = oracle().serialize_string(&payment).unwrap();
        let tree = FormTree::parse(theirs.as_bytes()).unwrap();
        prop_assert_eq!(&tree, &FormTree::parse(form.encode().as_bytes()).unwrap());
        prop_assert_eq!(tree.text(&["card", "number"]), Some(payment.card.number.as_str()));
    }

    #[test]
    fn decoding_agrees_with_form_urlencoded(pairs in proptest::collection::vec((".*", ".*"), 0..6)) {
        let text = Form::from_pairs(pairs).encode();
        let theirs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        prop_assert_eq!(parse_pairs(text.as_bytes()).unwrap(), theirs);
    }
}
