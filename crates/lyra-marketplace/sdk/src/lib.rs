//! Unofficial client of the Lyra Collect Marketplace REST API, also sold as PayZen; async and blocking.
//!
//! # How to take a payment
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | on Lyra's page, after a redirect | [`execute`](Orders::execute), then its `payment_url` | not documented |
//! | in Lyra's form in your page | [`execute_embedded`](Orders::execute_embedded): a `form_token` | not documented |
//! | with a card number on your server | not offered by this API | |
//!
//! PCI DSS has the questionnaire SAQ A for pages hosted by a third party. The documents that these crates are based on
//! do not describe how a page uses a `form_token` (neither the address of the script nor its markup), so these crates
//! do not generate such a page.
//!
//! # A first call
//!
//! There is one accessor per resource and one method per operation. A call is a value: set its options, then `.await`
//! it.
//!
//! ```no_run
//! use payspec::lyra_marketplace::Blob;
//! use payspec::lyra_marketplace::Client;
//! use payspec::lyra_marketplace::model::{
//!     AddRegistrationDocument, AddRegistrationDocumentRequired, CreateRegistration, CreateRegistrationRequired,
//!     Environment, NewActivity, NewBoardMember, NewBoardMemberAddress, NewBoardMemberRequired,
//!     SubmitRegistration, Voucher, VoucherRequired,
//! };
//!
//! # async fn register() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test).api_key("user_marketplace-uuid", "api-key-uuid").build()?;
//! let lives = NewBoardMemberAddress::new("FR");
//! let jane = NewBoardMember::new(NewBoardMemberRequired {
//!     title: "MRS".into(),
//!     first_name: "Jane".into(),
//!     last_name: "Doe".into(),
//!     birth_date: "1980-03-14".into(),
//!     birth_city: "Lyon".into(),
//!     nationality: "FR".into(),
//!     address: lives,
//! })
//! .role("LEGAL_REP");
//! let shoes = NewActivity::new("Shoes").siret("12345678901234");
//! let params = CreateRegistration::new(CreateRegistrationRequired {
//!     marketplace: "marketplace-uuid".into(),
//!     person_type: "PM".into(),
//!     name: "Shoes SARL".into(),
//!     description: "Shoes".into(),
//!     vat_number: "FR123".into(),
//!     board: vec![jane],
//!     activities: vec![shoes],
//! })
//! .vouchers([Voucher::new(VoucherRequired { contract_number: "123456789".into(), contract_type: "CONECS".into() })]);
//! // Prints only warnings, for example a shop number instead of e-commerce.
//! params.warnings().iter().for_each(|warning| eprintln!("{warning}"));
//! let registration = client.registrations().create(params).await?;
//!
//! let papers = Blob::new(std::fs::read("kbis.pdf")?).file_name("kbis.pdf");
//! let document = AddRegistrationDocument::new(AddRegistrationDocumentRequired {
//!     uuid: registration.uuid.clone().into(),
//!     file: papers.into(),
//!     kind: "KBIS".into(),
//!     reference: "DOC-1".into(),
//! });
//! client.registrations().add_document(document).await?;
//!
//! // Once its status shows that all documents have been received, submit it.
//! let registration = client.registrations().get(registration.uuid).await?;
//! let submit = SubmitRegistration::new(registration.uuid.clone());
//! if let Err(not_yet) = submit.validate_against_registration(&registration) {
//!     println!("{not_yet}");
//! } else {
//!     client.call(submit).await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Notes on this API:
//!
//! - **Tokens** are valid for five minutes. The client obtains one with the key, shares it among its clones, and
//!   refreshes it before it expires, or when the API reports with a redirect (307) that it has. `credentials(login,
//!   password)` is the older alternative to `api_key`; its address has no `/v1`, which a client of an environment takes
//!   into account.
//! - **An order contains its items only if the query asks for them**, so [`create`](Orders::create) and
//!   [`update`](Orders::update) always do.
//! - **Some GETs start a payment** (`execute`, `execute_mit`, `persist`). They are never retried automatically.
//! - **There is no idempotency key.** [`Error::outcome`] says whether a call may have taken effect: read the object
//!   before repeating it, with references of your own.
//! - **Errors** contain the invalid fields ([`Error::field_errors`]).
//!
//! The guide (`docs/guide` in the repository) covers errors, retries, searching and testing. Everything except this
//! page is generated from `spec/lyra-marketplace`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
