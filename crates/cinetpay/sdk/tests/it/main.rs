//! CinetPay: its documents, rules, codes and notifications, and a payment from end to end.

mod codes;
mod documents;
mod flow;
mod notifications;
mod refusals;
mod rules;
mod seamless;
mod transfers;

use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired};
use payspec::cinetpay::{Client, ClientBuilder};

use payspec_test_support::server::Server;

const NOTIFY: &str = "https://www.exemple.com/notify";
const BACK: &str = "https://www.exemple.com/return";

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::at(server.url()).transfers_at(server.url());
    builder.merchant("an-apikey", "445160").transfers("an-apikey", "a-password").build().expect("complete settings")
}

/// A payment that keeps every rule.
fn payment(channels: &str) -> CreatePayment {
    CreatePayment::new(CreatePaymentRequired {
        transaction_id: "REFID12354".into(),
        amount: 2500,
        currency: "XOF".into(),
        description: "TRANSACTION DESCRIPTION".into(),
        notify_url: NOTIFY.into(),
        return_url: BACK.into(),
        channels: channels.into(),
    })
}
