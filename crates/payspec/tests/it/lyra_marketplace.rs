//! Lyra Collect Marketplace: pages by number, and notifications that are only worth reading the object again.

use payspec::lyra_marketplace::model::{Environment, GetOrder, ListOrders, Order};
use payspec::lyra_marketplace::observe::{CallRecord, Observer};
use payspec::lyra_marketplace::payspec_core::FromResponse;
use payspec::lyra_marketplace::testing::{responding, response};
use payspec::lyra_marketplace::webhook::{Event, decode};
use payspec::lyra_marketplace::{Blocking, Call, Client, ErrorKind, Operation, Page, blocking};

struct Silent;

impl Observer for Silent {
    fn call(&self, call: &CallRecord) {
        assert_eq!(call.error, None);
    }
}

fn client() -> blocking::Client {
    let page = r#"{ "count": 1, "next": null, "results": [{ "uuid": "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b", "amount": 900 }] }"#;
    let one = r#"{ "uuid": "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b", "amount": 900 }"#;
    let answers =
        responding(move |request| response(200, if request.operation() == "order.list" { page } else { one }));
    Client::builder(Environment::Test)
        .credentials("login", "password")
        .configure(|http| http.transport(answers).observer(std::sync::Arc::new(Silent)))
        .build_blocking()
        .expect("complete settings")
}

/// Any operation that brings a page.
fn first<T>(call: Call<impl Operation<Output = Page<T>>, Blocking>) -> Result<Option<T>, ErrorKind>
where
    Page<T>: FromResponse,
{
    call.wait().map(|page| page.items.into_iter().next()).map_err(|error| error.kind())
}

#[test]
fn a_notification_is_read_again() {
    let client = client();
    let listed: Order = first(client.orders().list(ListOrders::new())).expect("a page").expect("an order");
    let Event::Order(event) = decode(format!(r#"{{"order": "{}"}}"#, listed.uuid).as_str()) else {
        panic!("it is about an order")
    };
    let read: GetOrder = event.refetch().expect("it names the order");
    assert_eq!(client.call(read).wait().expect("the order").amount, listed.amount);
}
