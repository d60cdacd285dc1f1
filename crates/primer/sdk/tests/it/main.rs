//! Primer: its documents, the two ways through Monext, changes that clear, keys that are refused, webhooks whose secret
//! changes, and a payment from end to end.

mod documents;
mod filters;
mod flow;
mod keys;
mod monext;
mod patch;
mod webhooks;

use payspec::primer::model::{Address, CreateClientSession, Customer, Order, OrderLineItem};
use payspec::primer::{Amount, Client, ClientBuilder};
use serde_json::json;

use payspec_test_support::server::Server;

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).x_api_key("an-api-key").build().expect("complete settings")
}

fn order() -> Order {
    let item = OrderLineItem::new(Amount::from_minor(4990)).item_id("shoes-1").name("Shoes").quantity(2);
    Order::new().line_items([item])
}

/// What CPay needs.
fn cpay() -> CreateClientSession {
    let contracts = json!({"monext_contracts": {"CPAY": "1234567"}});
    CreateClientSession::new().order_id("order-17").currency_code("EUR").order(order()).metadata(contracts)
}

fn address(line: &str, city: &str, postal_code: &str) -> Address {
    let named = Address::new().first_name("Jane").last_name("Doe");
    named.address_line1(line).city(city).country_code("FR").postal_code(postal_code)
}

/// What Cetelem needs.
fn cetelem() -> CreateClientSession {
    let metadata = json!({"monext_contracts": {"CETELEM": "7654321"}, "buyer_title": "MME"});
    let customer = Customer::new()
        .email_address("jane@example.com")
        .mobile_number("+33612345678")
        .billing_address(address("1 rue de la Paix", "Paris", "75002"))
        .shipping_address(address("2 rue du Lac", "Annecy", "74000"));
    let session = CreateClientSession::new().order_id("order-17").currency_code("EUR").order(order());
    session.metadata(metadata).customer(customer)
}
