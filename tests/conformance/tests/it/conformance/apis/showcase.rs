//! The made-up API, with its parcels.

// The operation that takes no key is a deprecated one.
#![allow(deprecated)]

use payspec_core::Blob;
use payspec_http::{Blocking, Client, ClientBuilder};
use serde_json::{Value, json};
use showcase_model::{CancelParcel, ComplainParcel, GetParcel, Parcel, ParcelSearch};

use super::{ApiUnderTest, InPath, Keyed, Searches};

pub(in super::super) struct Showcase;

fn builder(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> showcase_client::ClientBuilder {
    showcase_client::ClientBuilder::at(url).credentials("login", "password").x_tracking_key("key").configure(change)
}

impl ApiUnderTest for Showcase {
    type Object = Parcel;
    type Read = GetParcel;
    type Change = ComplainParcel;
    type Unkeyed = CancelParcel;

    const REQUEST_ID_HEADER: Option<&'static str> = Some("X-Request-Id");

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        builder(url, change).build().expect("complete settings").http().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        builder(url, change).build_blocking().expect("complete settings").http().clone()
    }

    fn read() -> GetParcel {
        GetParcel::new("one")
    }

    fn change() -> ComplainParcel {
        ComplainParcel::new("one", Blob::new(b"a photo".to_vec()))
    }

    fn unkeyed() -> CancelParcel {
        CancelParcel::new("one")
    }

    fn object(id: &str) -> Value {
        json!({"parcelId": id})
    }

    fn id(object: &Parcel) -> String {
        object.parcel_id.to_string()
    }

    fn changed() -> Value {
        Self::object("one")
    }

    fn complaint() -> Value {
        json!({"errors": {"amount": ["too low", "odd"], "x": ""}, "message": "no"})
    }
}

impl Keyed for Showcase {
    const KEY_HEADER: &'static str = "Idempotency-Key";
}

impl InPath for Showcase {}

impl Searches for Showcase {
    type Item = Parcel;
    type Search = ParcelSearch;

    fn search() -> ParcelSearch {
        ParcelSearch::new().barcode("4006381333931")
    }

    fn item(id: &str) -> Value {
        Self::object(id)
    }

    fn item_id(item: &Parcel) -> String {
        Self::id(item)
    }
}
