//! Links to the portal where a merchant's customers manage their payments.
//!
//! There, customers see their payments, change the card or mandate of a subscription or instalment plan, and cancel
//! subscriptions (“Portail client”). CentralPay may require a link to it on the merchant's site. A cancellation is
//! reported only by an event, so handle SUBSCRIPTION_CANCELED.
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

/// Returns the address of the pages of one customer. The documentation labels both of its addresses as the test
/// platform's; judging by its host, the second is that of production.
///
/// **Anyone with the address has access without a login.** Send it only to the customer, over a channel that belongs to
/// them, and do not log it.
pub fn link(environment: Environment, customer: &CustomerId) -> String {
    let base = match environment {
        Environment::Production => "https://customer.centralpay.net/customer/?uuid=",
        _ => "https://test-customer.centralpay.net/customer/?uuid=",
    };
    let id: String = form_urlencoded::byte_serialize(customer.as_str().as_bytes()).collect();
    format!("{base}{id}")
}
