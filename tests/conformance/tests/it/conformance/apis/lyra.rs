//! Lyra Marketplace, with its orders. It knows no keys; the older way to authenticate does without a token, which has
//! tests of its own.

use payspec::lyra_marketplace::model::{
    ActivateOrder, CreateWebhook, CreateWebhookRequired, GetOrder, ListOrders, Order,
};
use payspec_http::{Blocking, Client, ClientBuilder};
use serde_json::{Value, json};

use super::{ApiUnderTest, InPath, Searches};

pub(in super::super) struct LyraMarketplace;

fn builder(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> payspec::lyra_marketplace::ClientBuilder {
    payspec::lyra_marketplace::ClientBuilder::at(url).credentials("login", "password").configure(change)
}

impl ApiUnderTest for LyraMarketplace {
    type Object = Order;
    type Read = GetOrder;
    type Change = CreateWebhook;
    type Unkeyed = ActivateOrder;

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        builder(url, change).build().expect("complete settings").http().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        builder(url, change).build_blocking().expect("complete settings").http().clone()
    }

    fn read() -> GetOrder {
        GetOrder::new("one")
    }

    fn change() -> Self::Change {
        Self::Change::new(CreateWebhookRequired {
            marketplace: "m-1".into(),
            event_type: "order".into(),
            target: "https://shop.example/lyra".into(),
        })
    }

    fn unkeyed() -> ActivateOrder {
        ActivateOrder::new("o-1")
    }

    fn object(id: &str) -> Value {
        json!({"uuid": id})
    }

    fn id(object: &Order) -> String {
        object.uuid.to_string()
    }

    fn changed() -> Value {
        json!({"event_type": "order", "target": "https://shop.example/lyra"})
    }

    fn complaint() -> Value {
        json!({"amount": ["too low", "odd"], "x": "", "detail": "no"})
    }
}

impl InPath for LyraMarketplace {}

impl Searches for LyraMarketplace {
    type Item = Order;
    type Search = ListOrders;

    fn search() -> ListOrders {
        ListOrders::new()
    }

    fn item(id: &str) -> Value {
        Self::object(id)
    }

    fn item_id(item: &Order) -> String {
        Self::id(item)
    }

    fn page(items: Vec<Value>, next: Option<&str>) -> Value {
        json!({"count": 3, "next": next, "previous": null, "results": items})
    }
}
