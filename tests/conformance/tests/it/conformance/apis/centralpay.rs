//! CentralPay, with its refunds.

use payspec::centralpay::model::{CreateRefund, DeleteInvoiceItem, GetRefund, Refund, SearchRefund};
use payspec_core::Amount;
use payspec_http::{Blocking, Client, ClientBuilder};
use serde_json::{Value, json};

use super::{ApiUnderTest, InPath, Keyed, Searches};

pub(in super::super) struct CentralPay;

fn builder(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> payspec::centralpay::ClientBuilder {
    payspec::centralpay::ClientBuilder::at(url).credentials("login", "password").configure(change)
}

impl ApiUnderTest for CentralPay {
    type Object = Refund;
    type Read = GetRefund;
    type Change = CreateRefund;
    type Unkeyed = DeleteInvoiceItem;

    const REQUEST_ID_HEADER: Option<&'static str> = Some("Request-Id");

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        builder(url, change).build().expect("complete settings").http().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        builder(url, change).build_blocking().expect("complete settings").http().clone()
    }

    fn read() -> GetRefund {
        GetRefund::new("one")
    }

    fn change() -> CreateRefund {
        CreateRefund::new().transaction_id("t-1").amount(Amount::from_minor(1500))
    }

    fn unkeyed() -> DeleteInvoiceItem {
        DeleteInvoiceItem::new("i-1")
    }

    fn object(id: &str) -> Value {
        json!({"refundId": id})
    }

    fn id(object: &Refund) -> String {
        object.refund_id.to_string()
    }

    fn changed() -> Value {
        Self::object("one")
    }

    fn complaint() -> Value {
        json!({"errors": {"amount": ["too low", "odd"], "x": ""}, "message": "no"})
    }
}

impl Keyed for CentralPay {
    const KEY_HEADER: &'static str = "Idempotence-Key";
}

impl InPath for CentralPay {}

impl Searches for CentralPay {
    type Item = Refund;
    type Search = SearchRefund;

    fn search() -> SearchRefund {
        SearchRefund::new()
    }

    fn item(id: &str) -> Value {
        Self::object(id)
    }

    fn item_id(item: &Refund) -> String {
        Self::id(item)
    }
}
