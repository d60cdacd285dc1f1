//! An API under the suite: its client, and an operation of each kind that the promises are about.

use std::fmt::Debug;

use centralpay_client::model::{CreateRefund, DeleteInvoiceItem, GetRefund, Refund, SearchRefund};
use payspec_core::Blob;
use payspec_core::{Amount, Listing, Operation};
use payspec_http::{Blocking, Client, ClientBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use showcase_model::{CancelParcel, ComplainParcel, GetParcel, Parcel, ParcelSearch};

/// An API and its generated client.
pub(super) trait Subject: 'static {
    /// What its operations answer.
    type Object: Serialize + DeserializeOwned + Send + Unpin + Debug + 'static;
    /// Changes something, under an idempotency key.
    type Keyed: Operation<Output = Self::Object>;
    /// Changes something, and takes no key.
    type Unkeyed: Operation;
    /// Reads.
    type Read: Operation<Output = Self::Object>;
    /// Looks for several.
    type Search: Operation<Output = Listing<Self::Object>> + Unpin;

    /// The header that carries the key.
    const KEY_HEADER: &'static str;
    /// The header of an answer that identifies the request.
    const REQUEST_ID_HEADER: &'static str;

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client;
    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking>;
    fn keyed() -> Self::Keyed;
    fn unkeyed() -> Self::Unkeyed;
    fn read() -> Self::Read;
    fn search() -> Self::Search;
    /// An object as the API writes it, and its id as read.
    fn object(id: &str) -> Value;
    fn id(object: &Self::Object) -> String;
}

/// CentralPay, with its refunds.
pub(super) struct CentralPay;

impl Subject for CentralPay {
    type Object = Refund;
    type Keyed = CreateRefund;
    type Unkeyed = DeleteInvoiceItem;
    type Read = GetRefund;
    type Search = SearchRefund;

    const KEY_HEADER: &'static str = "Idempotence-Key";
    const REQUEST_ID_HEADER: &'static str = "Request-Id";

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        centralpay(url, change).build().expect("complete settings").runtime().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        centralpay(url, change).build_blocking().expect("complete settings").runtime().clone()
    }

    fn keyed() -> CreateRefund {
        CreateRefund::new().transaction_id("t-1").amount(Amount::from_minor(1500))
    }

    fn unkeyed() -> DeleteInvoiceItem {
        DeleteInvoiceItem::new("i-1")
    }

    fn read() -> GetRefund {
        GetRefund::new("r-1")
    }

    fn search() -> SearchRefund {
        SearchRefund::new()
    }

    fn object(id: &str) -> Value {
        json!({"refundId": id})
    }

    fn id(object: &Refund) -> String {
        object.refund_id.to_string()
    }
}

/// The made-up API, with its parcels.
pub(super) struct Showcase;

impl Subject for Showcase {
    type Object = Parcel;
    type Keyed = ComplainParcel;
    type Unkeyed = CancelParcel;
    type Read = GetParcel;
    type Search = ParcelSearch;

    const KEY_HEADER: &'static str = "Idempotency-Key";
    const REQUEST_ID_HEADER: &'static str = "X-Request-Id";

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        showcase(url, change).build().expect("complete settings").runtime().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        showcase(url, change).build_blocking().expect("complete settings").runtime().clone()
    }

    fn keyed() -> ComplainParcel {
        ComplainParcel::new("p-1", Blob::new(b"a photo".to_vec()))
    }

    fn unkeyed() -> CancelParcel {
        CancelParcel::new("p-1")
    }

    fn read() -> GetParcel {
        GetParcel::new("p-1")
    }

    fn search() -> ParcelSearch {
        ParcelSearch::new().barcode("4006381333931")
    }

    fn object(id: &str) -> Value {
        json!({"parcelId": id})
    }

    fn id(object: &Parcel) -> String {
        object.parcel_id.to_string()
    }
}

fn centralpay(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> centralpay_client::ClientBuilder {
    centralpay_client::ClientBuilder::at(url).credentials("login", "password").configure(change)
}

fn showcase(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> showcase_client::ClientBuilder {
    showcase_client::ClientBuilder::at(url).credentials("login", "password").x_tracking_key("key").configure(change)
}
