//! Payment APIs on this machine, in this process: their state, errors, webhooks, and a clock that can be advanced.
//!
//! [`Sandbox::start`] serves them on a free port of the loopback interface. A test takes a [world](Sandbox::world) of its
//! own, which no other test shares, and a [client](Clients) of it:
//!
//! ```
//! # #[cfg(feature = "centralpay")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use payspec::centralpay::Amount;
//! use payspec::centralpay::model::{
//!     CaptureStatus, CardDetails, CardDetailsRequired, CreateCardToken, CreateTransaction, CreateTransactionRequired,
//!     Currency, TransactionSource,
//! };
//! use payspec::sandbox::{Clients, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//! let world = sandbox.world("checkout");
//! let client = world.centralpay()?;
//!
//! let card = CardDetailsRequired {
//!     number: "4111111111111111".into(),
//!     expiration_month: "12".into(),
//!     expiration_year: "2090".into(),
//! };
//! let token = client.card_tokens().create(CreateCardToken::new().card(CardDetails::new(card).cvc("123"))).await?;
//! let payment = CreateTransaction::new(CreateTransactionRequired {
//!     amount: Amount::from_minor(1500),
//!     currency: Currency::EUR,
//!     point_of_sale_id: world.merchant().point_of_sale_id.into(),
//!     end_user_ip: "203.0.113.7".into(),
//! });
//! let payment = payment.card_token_id(token.card_token_id).source(TransactionSource::ECommerce);
//! let payment = client.transactions().create(payment).await?;
//! assert_eq!(payment.capture_status, Some(CaptureStatus::Captured));
//!
//! world.clock().advance(Duration::from_secs(24 * 60 * 60)).await;
//! let payment = client.transactions().get(payment.transaction_id).await?;
//! assert_eq!(payment.capture_status, Some(CaptureStatus::Cleared));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "centralpay"))]
//! # fn main() {}
//! ```

#[doc(inline)]
pub use payspec_sandbox::*;

/// Clients of a world, with its address and credentials.
pub trait Clients {
    /// Returns a client of CentralPay.
    ///
    /// # Errors
    ///
    /// Returns an error if the client cannot be built, for example because the machine has no root certificates.
    #[cfg(feature = "centralpay")]
    #[cfg_attr(docsrs, doc(cfg(feature = "centralpay")))]
    fn centralpay(&self) -> Result<crate::centralpay::Client, crate::centralpay::ConfigError>;
}

impl Clients for WorldHandle {
    #[cfg(feature = "centralpay")]
    fn centralpay(&self) -> Result<crate::centralpay::Client, crate::centralpay::ConfigError> {
        crate::centralpay::ClientBuilder::at(self.centralpay_url())
            .credentials(self.login(), self.password())
            .merchant_public_key(self.public_key())
            .origin(self.origin())
            .build()
    }
}
