//! Unofficial CentralPay SDK: the crate to add.
//!
//! It brings together the [`model`], the [client](Client), the [`webhook`]s and the portal's `files` (a feature, on by
//! default), with the totals of the monthly `report`. What a description cannot express
//! (decoding the answer of a challenge, the forms of its frames) will live here too.
//!
//! # A card payment with 3-D Secure
//!
//! The number of the card is only seen by [`card_tokens`](Client::card_tokens) and by the first question of 3-D Secure;
//! in a shop with a custom form, both run where the card is typed in.
//!
//! ```no_run
//! use centralpay::model::{
//!     AuthenticateThreeDs, CardDetails, CheckThreeDsVersion, CreateCardToken, CreateTransaction, Currency, Environment,
//!     ThreeDsDeviceChannel, ThreeDsMessageCategory, ThreeDsProof, ThreeDsTransStatus,
//! };
//! use centralpay::{Amount, Client};
//!
//! # async fn pay(pan: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test)
//!     .credentials("login", "password")
//!     .merchant_public_key("key")
//!     .origin("https://example.centralpay.net")
//!     .build()?;
//! let amount = Amount::from_minor(1500);
//!
//! // A stand-in for the card. It lives for 5 minutes and can be used once.
//! let card = CardDetails::new(pan, "12", "2031").cvc("123");
//! let token = client.card_tokens().create(CreateCardToken::new().card(card)).await?.card_token_id;
//!
//! // Is the card enrolled? A 404 says no: `error.is_not_found()`.
//! let version = client.three_ds().versioning(CheckThreeDsVersion::new(pan)).await?;
//!
//! // Ask for the authentication, with what is known of the browser (shortened here).
//! let (channel, category) = (ThreeDsDeviceChannel::Browser, ThreeDsMessageCategory::Payment);
//! let question = AuthenticateThreeDs::new(channel, category, amount, Currency::EUR)
//!     .three_ds_server_trans_id(&version.three_ds_server_trans_id)
//!     .card_token_id(&token);
//! let answer = client.three_ds().authenticate(question).await?;
//! if answer.trans_status == Some(ThreeDsTransStatus::ChallengeRequired) {
//!     // Post `creq` to `answer.acs_url` in a frame; the browser comes back to your `notification_url`.
//! }
//!
//! // What the bank says after the challenge, and the payment with its proof.
//! let result = client.three_ds().results(&version.three_ds_server_trans_id).await?;
//! let mut proof = ThreeDsProof::new(&version.three_ds_server_trans_id, result.trans_status.unwrap_or("N".into()));
//! proof.cavv = result.authentication_value;
//! proof.eci = result.eci;
//! let params = CreateTransaction::new(amount, Currency::EUR, "point-of-sale", "203.0.113.7")
//!     .card_token_id(token)
//!     .three_ds(proof);
//! let payment = client.transactions().create(params).profile(CreateTransaction::BROWSER_THREE_DS).await?;
//! println!("{:?}", payment.transaction_status);
//! # Ok(())
//! # }
//! ```

pub mod deadlines;

pub use centralpay_client::*;
#[cfg(feature = "files")]
pub use centralpay_files as files;
pub use centralpay_webhook as webhook;

#[cfg(feature = "files")]
pub mod report;
