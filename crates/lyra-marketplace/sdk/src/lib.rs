//! Unofficial client of the Lyra Collect Marketplace REST API, also sold as PayZen; async and blocking.
//!
//! # How to take a payment
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | on Lyra's page, after a redirection | [`execute`](Orders::execute), then its `payment_url` | not documented; SAQ A is what PCI DSS has for pages that others serve |
//! | in a form of Lyra's in a page of yours | [`execute_embedded`](Orders::execute_embedded), which gives a `form_token` | not documented |
//! | with a card number on your server | not offered by this API | |
//!
//! The documents that these crates rest on do not tell what a page does with a `form_token`: neither the address of the
//! script nor its markup. So there is no page for it here.
//!
//! # A first call
//!
//! One accessor a resource, one method an operation. A call is a value: set what is particular about it, then `.await` it.
//!
//! ```no_run
//! use payspec::lyra_marketplace::Blob;
//! use payspec::lyra_marketplace::Client;
//! use payspec::lyra_marketplace::model::{
//!     AddRegistrationDocument, AddRegistrationDocumentRequired, CreateRegistration, CreateRegistrationRequired,
//!     Environment, NewActivity, NewBoardMember, NewBoardMemberAddress, NewBoardMemberRequired,
//!     SubmitRegistration, Voucher,
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
//! .vouchers([Voucher::new("123456789", "CONECS")]);
//! // A number of a shop instead of e-commerce, for example: sent all the same.
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
//! // When all documents are there, which its status tells, it is handed in.
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
//! What to know of this API:
//!
//! - **Tokens** live five minutes. The client gets one for the key, shares it among its clones, renews it before it
//!   expires, and once more when the API says with a redirection (307) that it has. `credentials(login, password)` is the
//!   older way, instead of `api_key`; the API answers it without `/v1`, and a client of an environment knows that.
//! - **An order has items only if the query asks for them**, so [`create`](Orders::create) and [`update`](Orders::update)
//!   always ask.
//! - **Some GETs start a payment** (`execute`, `execute_mit`, `persist`). They are never sent again by themselves.
//! - **There is no key.** What may have taken effect is told by [`Error::outcome`]: look before you repeat it, with
//!   references of your own.
//! - **Errors** name their fields ([`Error::field_errors`]).
//!
//! The guide, `docs/guide` of the repository, has a page per concern: errors, retries, searching, testing. Everything
//! but this page is generated from `spec/lyra-marketplace`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
