//! Types and traits shared by every payspec crate: the parts that are common to all payment APIs.
//!
//! Generated model crates are built from these, and `payspec-http`, `payspec-webhook` and `payspec-files` operate on
//! them. There is **no HTTP and no async code here**: the crate depends on serde, serde\_json, form\_urlencoded,
//! jiff-core, regex-lite and zeroize, and on no other crate of the workspace.
//!
//! # A short tour
//!
//! | for | see |
//! | --- | --- |
//! | enums whose values may grow | [`open_enum!`], [`UnknownValue`] |
//! | objects with variants | [`tagged_union!`], [`sent_union!`], [`UnknownVariant`] |
//! | distinct identifier types | [`id!`], [`IdText`] |
//! | an object or its identifier | [`Expandable`], [`Identified`] |
//! | ISO tables, bank codes | [`code_table!`], [`code_rows!`], [`Code`], [`TableRow`], [`find_by`] |
//! | money and time | [`Amount`], [`Decimal`], [`DateTime`], [`UnixTime`], [`Window`] |
//! | the number of payments in a series | [`Iterations`], [`IterationReading`] |
//! | merchant data, and maps with values of one type | [`Metadata`], [`Map`] |
//! | values that must not be printed | [`CardNumber`], [`Secret`], [`redact`] |
//! | foreign texts that may be printed | [`printable`] |
//! | responses whose shape varies | [`lenient`], [`Page`], [`Empty`] |
//! | files in responses | [`Blob`] |
//! | hosts with a variable | [`HostLabel`] |
//! | JSON errors that quote no value | [`json`] |
//! | paths to members | [`Path`] |
//! | optional members that do not match | [`UnreadableMembers`], [`Unreadable`] |
//! | `name[key]=value` bodies | [`Form`], [`EncodeForm`], [`FormValue`], [`FormTree`] |
//! | rules for requests | [`rules`], [`Violations`] |
//! | the reason for a refusal | [`Refusal`] |
//! | a request as data | [`Operation`], [`OperationSpec`], [`ApiSpec`] |
//!
//! # How the pieces meet
//!
//! ```
//! use payspec_core::{Amount, CardNumber, EncodeForm, Form};
//!
//! /// The equivalent of a generated parameter object: it names each field once, in order.
//! struct Card {
//!     number: CardNumber,
//!     holder: Option<String>,
//! }
//!
//! impl EncodeForm for Card {
//!     fn encode_form(&self, form: &mut Form) {
//!         form.field("number", &self.number);
//!         form.optional("holder", self.holder.as_ref());
//!     }
//! }
//!
//! let card = Card { number: "4000 0000 0000 0002".into(), holder: None };
//! let mut form = Form::new();
//! form.field("amount", &Amount::from_minor(1500)).object("card", Some(&card));
//!
//! assert_eq!(form.get("card[number]"), Some("4000000000000002"));
//! assert_eq!(form.encode(), "amount=1500&card%5Bnumber%5D=4000000000000002");
//! // Names may be logged, values may not.
//! assert_eq!(format!("{form:?}"), r#"Form["amount", "card[number]"]"#);
//! ```
//!
//! # Features
//!
//! - `operations`: requests as data, from [`Operation`] to [`rules`]. Enabled by clients; off by default, so that
//!   programs that only receive webhooks do not compile it.
//! - `server`: decoding requests into the parameters of operations, for sandboxes and test servers (module `server`).
//!   Off by default.
//! - `jiff`: conversions between [`DateTime`] and the types of the jiff crate. Off by default, so that no type of a
//!   pre-1.0 crate is in the public API.
//! - `spec`: the closed vocabularies ([`EvidenceLevel`], ...) implement serde's `Deserialize` and schemars'
//!   `JsonSchema` with the keywords of the description language. For the generator; off by default.
//!
//! # What the crate promises
//!
//! - Decoding never panics, whatever the bytes, and a value that is unknown to this version is kept as received.
//! - No error, violation or `Debug` text contains a parameter's value, a card number or a secret.
//! - Data types that describe an API ([`OperationSpec`], [`Rule`], ...) can be built in a `static`.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod html;
pub mod json;
pub mod lenient;
pub mod path;
pub mod printable;
pub mod redact;
#[cfg(feature = "operations")]
pub mod rules;
#[cfg(feature = "testing")]
pub mod testing;
pub mod vocabulary;

mod amount;
mod by_status;
mod card;
mod code_table;
mod date;
mod decimal;
mod empty;
mod expandable;
mod form;
mod from_response;
#[doc(hidden)]
pub mod hex;
mod host_label;
mod ids;
mod iterations;
mod lower_case;
mod major;
mod map;
mod metadata;
#[doc(hidden)]
pub mod object;
mod open_enum;
#[cfg(feature = "operations")]
mod operation;
mod page;
mod patch;
#[doc(hidden)]
pub mod pem;
#[cfg(feature = "operations")]
mod refetch;
mod refusal;
mod scalar;
mod secret;
mod sent_union;
#[cfg(feature = "server")]
pub mod server;
mod setters;
mod tagged;
mod union_beside;
mod unix_time;
mod unreadable;
mod view;
mod window;

pub use amount::{Amount, AmountError};
pub use card::CardNumber;
pub use code_table::{Code, Deviation, TableRow, find_by};
#[cfg(feature = "jiff")]
pub use date::ConvertError;
pub use date::{CalendarDate, ClockTime, CompactDate, DateTime, NoDateError, Parsed};
pub use decimal::{Decimal, DecimalError};
pub use empty::Empty;
pub use expandable::{Expandable, Identified};
pub use form::{
    EncodeForm, Form, FormError, FormErrorKind, FormNode, FormProblem, FormTree, FormValue, ListStyle, decode_pairs,
    parse_pairs,
};
pub use from_response::{Blob, FromResponse};
pub use host_label::{HostLabel, HostLabelError};
pub use ids::IdText;
pub use iterations::{IterationError, IterationReading, Iterations};
pub use map::Map;
pub use metadata::Metadata;
pub use open_enum::UnknownValue;
#[cfg(feature = "operations")]
pub use operation::{
    ApiSpec, AuthScheme, AuthSpec, BodyFormat, EncodedParameters, EnvironmentSpec, ErrorFormat, ErrorKind, Evidence,
    EvidenceLevel, HeaderUse, IdempotencySpec, ListedErrors, Method, Operation, OperationName, OperationSpec,
    PagingSpec, PagingStyle, ReasonSpec, ResponseSpec, ServiceHost, ServiceSpec, SigningAlgorithm, SigningPart,
    SigningSpec, SuccessCodes, SuccessId, SuccessSpec, TokenCarrier, TokenSpec, ToldBy,
};
pub use page::{Page, with_items_at};
pub use patch::Patch;
pub use path::Path;
#[cfg(feature = "operations")]
pub use refetch::Refetch;
#[cfg(feature = "operations")]
#[doc(hidden)]
pub use refetch::named;
pub use refusal::Refusal;
#[cfg(feature = "operations")]
pub use rules::{
    Check, Condition, FieldNode, Fields, KnownValues, NameStyle, Precondition, Profile, Rule, Test, TextFormat,
    UNKNOWN_VALUE, Violation, Violations, check, check_known_values, check_preconditions,
};
pub use secret::Secret;
/// The crate whose `Value` represents arbitrary JSON, so that users of generated crates need not depend on it.
pub use serde_json;
pub use tagged::UnknownVariant;
pub use unix_time::UnixTime;
pub use unreadable::{Unreadable, UnreadableList, UnreadableMembers};
pub use window::Window;

/// Used by the expansion of this crate's macros. Not public API: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::code_table::{assert_aliases, find_row, is_before, joined};
    pub use crate::json::several_names::SeveralNames;
    pub use crate::lower_case::LowerCase;
    pub use crate::major::{
        AmountFormat, Amounts, DecimalAmount, Decimals, Major, MemberError, fill_converted, read_amount,
    };
    pub use crate::object;
    pub use crate::object::Blank;
    pub use crate::open_enum::{no_value, unknown};
    pub use crate::printable::short;
    pub use crate::scalar::{FromScalar, Scalar, code_of, deserialize_scalar, id_of};
    pub use crate::sent_union::{
        Tagging, encode_other, encode_variant, made_variant, other_members, serialize_variants, variant_members,
    };
    #[cfg(all(feature = "server", feature = "testing"))]
    pub use crate::tagged::variant_made;
    pub use crate::tagged::{
        TaggedUnion, UnionVariant, fill_union, fill_variants, read_variant, serialize_union, variant_to_identify,
    };
    pub use crate::union_beside::{
        UnionBeside, read_beside, read_union, read_variants, required_beside, tag_of_other, write_union, write_variants,
    };
    pub use crate::unix_time::Counted;
    pub use crate::unreadable::ObjectWriter;
    pub use core;
    pub use serde;
    pub use serde_json::value::Serializer as JsonWriter;
    pub use serde_json::{Error as JsonError, Value as Json};
    pub use std;

    /// The members of a JSON object.
    pub type Members = serde_json::Map<String, Json>;
}
pub use vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};
