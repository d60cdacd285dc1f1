//! ISO currencies, countries and languages: one type for all payment APIs.
//!
//! Parameters and objects of every API use these types, so a program that uses two APIs has one [`Currency`]:
//!
//! ```
//! use payspec_iso::{Country, Currency, Language};
//!
//! assert_eq!(Currency::from("EUR"), Currency::EUR);
//! assert_eq!(Currency::from_numeric("978"), Some(Currency::EUR));
//! assert_eq!(Currency::JPY.row().and_then(|row| row.minor_units), Some(0));
//! assert_eq!(Country::from_alpha2("FR"), Some(Country::FRA));
//! assert_eq!(Language::from_terminological("fra"), Some(Language::FRE));
//! ```
//!
//! - **Constants are patterns.** `match currency { Currency::EUR => .., other => .. }`
//! - **Unknown codes are kept.** A code that is not in the table keeps its text and is written back as received. Its
//!   `row()` is `None`, and `is_listed()` is `false`.
//! - **API-specific facts are in the API's own crates**: CentralPay's model crate has a `CountryRow` with
//!   `CountryRow::of(&country)`; CinetPay's has the codes that it accepts in `currency_codes`.
//!
//! The tables are generated from `spec/iso`. They are of 2026; codes that ISO has withdrawn are kept as long as the
//! documentation of a payment API lists them, with their replacement.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
