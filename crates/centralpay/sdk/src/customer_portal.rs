//! Addresses of the portal in which a merchant's customers look after their payments.
//!
//! Customers see what they have paid there, change the card or mandate of a subscription or of a plan of instalments, and
//! cancel subscriptions (“Portail client”). CentralPay may ask for a link to it on the merchant's site. A cancellation
//! is told by an event only, so receive SUBSCRIPTION_CANCELED.
//!
//! ```
//! use payspec::centralpay::customer_portal;
//! use payspec::centralpay::model::{CustomerId, Environment};
//!
//! let customer = CustomerId::from("aae4d8c0-7ee0-4f8b-8b4f-7c6b4a3f7a15");
//! assert_eq!(
//!     customer_portal::link(Environment::Test, &customer),
//!     "https://test-customer.centralpay.net/customer/?uuid=aae4d8c0-7ee0-4f8b-8b4f-7c6b4a3f7a15",
//! );
//! ```

use centralpay_model::{CustomerId, Environment};
use url::form_urlencoded;

/// Returns the page on which customers log in with the details of one of their payments.
pub const fn home(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "https://customer.centralpay.net/home",
        _ => "https://test-customer.centralpay.net/home",
    }
}

/// Returns the address that opens the pages of one customer. The document calls both of its addresses those of
/// the test platform; by its host, the second is that of production.
///
/// **Whoever has the address needs no login.** Send it to the customer alone, over a channel that is theirs, and keep it out
/// of logs.
pub fn link(environment: Environment, customer: &CustomerId) -> String {
    let base = match environment {
        Environment::Production => "https://customer.centralpay.net/customer/?uuid=",
        _ => "https://test-customer.centralpay.net/customer/?uuid=",
    };
    let id: String = form_urlencoded::byte_serialize(customer.as_str().as_bytes()).collect();
    format!("{base}{id}")
}
