//! Unofficial: the types, parameters and rules of CinetPay, without HTTP.
//!
//! ```
//! use payspec::cinetpay::model::{CreatePayment, CreatePaymentRequired, ResultClass, ResultCode};
//!
//! let (notify, back) = ("https://shop.example/notify", "https://shop.example/back");
//! let odd = CreatePayment::new(CreatePaymentRequired {
//!     transaction_id: "ORDER_1".into(),
//!     amount: 2501,
//!     currency: "XOF".into(),
//!     description: "Shoes".into(),
//!     notify_url: notify.into(),
//!     return_url: back.into(),
//!     channels: "ALL".into(),
//! });
//! let broken = odd.validate().unwrap_err();
//! assert_eq!(broken.iter().next().unwrap().rule(), "amount-multiple-of-five");
//! // An underscore only causes a warning.
//! assert!(odd.warnings().unwrap().to_string().contains("transaction_id"));
//!
//! let code = ResultCode::from("662");
//! assert_eq!(code.row().unwrap().class, ResultClass::Waiting);
//! ```
//!
//! Everything except this page is generated from `spec/cinetpay`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
