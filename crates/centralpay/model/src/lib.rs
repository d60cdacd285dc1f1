//! Unofficial Rust types of the CentralPay API.
//!
//! Objects, ids, open enums, code tables, the parameters of every operation with their rules, and the
//! names of events. This crate does no I/O and depends on `payspec-core` and serde only; the client is
//! `centralpay-client`, the webhooks are `centralpay-webhook`, and `payspec` has them all.
//!
//! Everything but this page is generated from `spec/centralpay`. Each operation and event says how it is
//! known: documented, seen in a sample or in a public client, named without a description, or inferred
//! by us.
//!
//! ```
//! use payspec::centralpay::model::{
//!     Amount, BankCodeAdvice, BankReturnCode, CreateTransaction, CreateTransactionRequired, Currency,
//! };
//!
//! // Parameters are checked before anything is sent; the message names the rule and the way out.
//! let params = CreateTransaction::new(CreateTransactionRequired {
//!     amount: Amount::from_minor(1500),
//!     currency: Currency::EUR,
//!     point_of_sale_id: "point-of-sale".into(),
//!     end_user_ip: "203.0.113.7".into(),
//! });
//! let problems = params.validate().unwrap_err().to_string();
//! assert!(problems.contains("cardTokenId"));
//!
//! // Code tables know what a code means and what to do about it. The wire says "0" for "00".
//! assert!(BankReturnCode::from("0").row().unwrap().approved);
//! assert_eq!(BankReturnCode::CODE_A1.row().unwrap().advice, BankCodeAdvice::RetryWith3ds);
//! ```
//!
//! The cards, IBANs and challenge codes that the vendor publishes for its test platform are in [`test_values`]. A card
//! can be given where a number is wanted, and is hidden there like any other.
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
