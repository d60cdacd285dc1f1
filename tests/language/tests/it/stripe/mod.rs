//! Stripe, described from memory: what its users write, and the bytes that travel. The API is one of those that show
//! that the language can say what public payment APIs do.

mod account;
mod paying;
mod requests;
mod webhooks;

use payspec_test_support::server::Server;
use stripe_client::model::{Customer, NewCard, NewCardRequired, PaymentMethod, PaymentMethodDataCard};
use stripe_client::{ClientBuilder, RetryPolicy, blocking};

fn client(server: &Server) -> blocking::Client {
    let builder = ClientBuilder::at(format!("{}/v1", server.url())).secret_key("sk_test_1");
    builder.configure(|http| http.retry(RetryPolicy::never())).build_blocking().expect("complete settings")
}

fn card(number: &str) -> PaymentMethodDataCard {
    PaymentMethodDataCard::new(
        NewCard::new(NewCardRequired { number: number.into(), exp_month: 12, exp_year: 2030 }).cvc("123"),
    )
}

/// A customer with a card.
fn customer_with_card(client: &blocking::Client, number: &str) -> (Customer, PaymentMethod) {
    use stripe_client::model::{
        AttachPaymentMethod, AttachPaymentMethodRequired, CreateCustomer, CreatePaymentMethod, PaymentMethodType,
    };

    let customer = client.customers().create(CreateCustomer::new().name("Jane")).wait().expect("a customer");
    let method = CreatePaymentMethod::new(PaymentMethodType::Card).card(NewCard::new(NewCardRequired {
        number: number.into(),
        exp_month: 12,
        exp_year: 2030,
    }));
    let method = client.payment_methods().create(method).wait().expect("a payment method");
    let attach = AttachPaymentMethod::new(AttachPaymentMethodRequired { id: method.id, customer: customer.id.clone() });
    let method = client.payment_methods().attach(attach).wait().expect("it is attached");
    (customer, method)
}

/// The body of the last request, with brackets that can be read.
fn body(server: &Server) -> String {
    let body = server.seen().pop().expect("a request came").body;
    String::from_utf8(body).expect("a form is text").replace("%5B", "[").replace("%5D", "]")
}
