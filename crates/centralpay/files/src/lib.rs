//! Unofficial: the files that CentralPay's portal exports and imports, as typed rows.
//!
//! | file | row | |
//! | --- | --- | --- |
//! | accounting export of operations | [`ExportedOperation`] | read |
//! | export of card transactions | [`ExportedTransaction`] | read |
//! | import of payment requests | [`ImportedPaymentRequest`] | written |
//!
//! Each is read and written as CSV and as JSON, row by row: a file of any length takes the memory of one row, and a
//! faulty row is reported with its line and column while reading continues. The portal's Excel files are not supported;
//! export the same as CSV or JSON. The exports of refunds, disputes and subscriptions have no documented columns.
//!
//! Everything but this page is generated from `spec/centralpay`. It depends on the model and on `payspec-files`; there is
//! no HTTP here.
//!
//! # Read an export
//!
//! ```
//! use payspec::centralpay::files::{AmountUnit, CsvReader, ExportedOperation, ReadOptions};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let file = "movement_id;movement_gross_amount;movement_gross_currency\n\
//!             455d5abf-4076-4b14-8804-87fc9a9ece8d;1500;EUR\n\
//!             9612fe9b-e226-4e9f-a0dc-8539a24ba748;15 euros;EUR\n";
//! let (mut read, mut wrong) = (Vec::new(), Vec::new());
//! let options = ReadOptions::new().amounts(AmountUnit::Minor);
//! for row in CsvReader::<ExportedOperation, _>::with(options, file.as_bytes())? {
//!     match row {
//!         Ok(operation) => read.push(operation),
//!         // The rest cannot be read: do not continue as if the file were complete.
//!         Err(error) if error.is_end() => return Err(error.into()),
//!         Err(error) => wrong.push(error.to_string()),
//!     }
//! }
//! assert_eq!(read[0].movement_gross_amount.map(|amount| amount.minor()), Some(1500));
//! assert!(wrong[0].starts_with("line 3 (row 2): column 2 `movement_gross_amount`"));
//! # Ok(())
//! # }
//! ```
//!
//! **Amounts.** The documentation does not say whether the exports write cents (`1500`), as the API does, or euros
//! (`15.00`). A guess could be wrong by a factor of a hundred, so the reader does not guess: check a file first and set
//! its unit with [`ReadOptions::amounts`]. Otherwise no row is read. In a file that is read in cents, an amount with
//! decimals ends the reading with [`FileErrorKind::Amounts`]: discard the rows before it, because they are wrong as
//! well.
//!
//! # Write an import
//!
//! ```
//! use payspec::centralpay::files::{
//!     Amount, CsvWriter, ImportLanguage, ImportedPaymentRequest, ImportedPaymentRequestRequired,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let profile = "2bfc4ab4-f878-46b8-8a12-3263d2d28842";
//! let request = |amount| {
//!     ImportedPaymentRequest::new(ImportedPaymentRequestRequired {
//!         profile_id: profile.into(),
//!         total_amount: Amount::from_minor(amount),
//!         email: "buyer@example.com".into(),
//!         language: ImportLanguage::French.into(),
//!     })
//! };
//! let mut file = CsvWriter::new(Vec::new())?;
//! file.write(&request(50000).merchant_payment_request_id("INVOICE-17").create_customer(false))?;
//! let refused = file.write(&request(0)).unwrap_err();
//! assert!(refused.to_string().contains("total_amount"));
//!
//! let text = String::from_utf8(file.finish()?)?;
//! let row = format!("\"{profile}\";\"INVOICE-17\";;500.00;;;\"buyer@example.com\";;N;;;;\"FRE\"\n");
//! assert!(text.ends_with(&row));
//! # Ok(())
//! # }
//! ```
//!
//! Import files are often opened in spreadsheets before they are sent. A text that a spreadsheet would run (`=SUM(A1)`)
//! or split (a comma, as cells are separated by semicolons here) is rejected by the rules `formula` and `separator`:
//! see [`CsvWriter`]. They do not apply to JSON.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use centralpay_model::{ImportLanguage, PaymentRequestProfileId};
pub use generated::*;
