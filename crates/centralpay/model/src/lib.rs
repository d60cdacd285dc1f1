//! Unofficial Rust types of the CentralPay API.
//!
//! Objects, IDs, open enums, code tables, the parameters of every operation with their rules, and event names. This
//! crate does no I/O and depends only on `payspec-core` and serde; the client is `centralpay-client`, the webhooks are
//! `centralpay-webhook`, and `payspec` combines them.
//!
//! Everything except this page is generated from `spec/centralpay`. Each operation and event states its evidence:
//! documented, seen in a sample or in a public client, mentioned without a description, or inferred by us.
//!
//! ```
//! use payspec::centralpay::model::{
//!     Amount, BankCodeAdvice, BankReturnCode, CreateTransaction, CreateTransactionRequired, Currency,
//! };
//!
//! // Parameters are checked before anything is sent; the message names the rule and the fix.
//! let params = CreateTransaction::new(CreateTransactionRequired {
//!     amount: Amount::from_minor(1500),
//!     currency: Currency::EUR,
//!     point_of_sale_id: "point-of-sale".into(),
//!     end_user_ip: "203.0.113.7".into(),
//! });
//! let problems = params.validate().unwrap_err().to_string();
//! assert!(problems.contains("cardTokenId"));
//!
//! // Code tables have the meaning of a code and the next step. On the wire "00" is "0".
//! assert!(BankReturnCode::from("0").row().unwrap().approved);
//! assert_eq!(BankReturnCode::CODE_A1.row().unwrap().advice, BankCodeAdvice::RetryWith3ds);
//! ```
//!
//! The cards, IBANs and challenge codes that the vendor publishes for its test platform are in [`test_values`]. A test
//! card can be passed as a card number, and is hidden like any other.
//!
//! ```
//! use payspec::centralpay::model::test_values::TestCard;
//! use payspec::centralpay::model::{BankReturnCode, CardDetails, CardDetailsRequired, CreateCardToken};
//!
//! let card = CardDetails::new(CardDetailsRequired {
//!     number: TestCard::VISA_INSUFFICIENT_FUNDS.into(),
//!     expiration_month: "12".into(),
//!     expiration_year: "2031".into(),
//! })
//! .cvc("123");
//! assert!(CreateCardToken::new().card(card).validate().is_ok());
//!
//! let row = TestCard::from("4000000000000077").row().unwrap();
//! assert_eq!(row.bank_code, Some(BankReturnCode::CODE_51));
//! assert_eq!(TestCard::all().len(), 50);
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
