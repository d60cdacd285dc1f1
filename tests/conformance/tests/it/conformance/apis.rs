//! An API under the suite: its client, and an operation of each kind that the promises are about.

mod centralpay;
mod cinetpay;
mod lyra;
mod primer;
mod showcase;

use std::fmt::Debug;

use payspec_core::{Operation, Page};
use payspec_http::{Blocking, Client, ClientBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(super) use self::centralpay::CentralPay;
pub(super) use self::cinetpay::CinetPay;
pub(super) use self::lyra::LyraMarketplace;
pub(super) use self::primer::Primer;
pub(super) use self::showcase::Showcase;

/// An API and its generated client.
pub(super) trait ApiUnderTest: 'static {
    /// The object that a read returns.
    type Object: Serialize + DeserializeOwned + Send + Unpin + Debug + 'static;
    /// Reads.
    type Read: Operation<Output = Self::Object>;
    /// Changes something; under a key, where the API has keys.
    type Change: Operation<Output: Debug>;
    /// Changes something, and takes no key.
    type Unkeyed: Operation;

    /// The header of an answer that identifies the request, where there is one.
    const REQUEST_ID_HEADER: Option<&'static str> = None;

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client;
    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking>;
    /// Reads the object `one`, where the operation names it in its path.
    fn read() -> Self::Read;
    fn change() -> Self::Change;
    fn unkeyed() -> Self::Unkeyed;
    /// What reading answers, as the API writes it, and its id as read.
    fn object(id: &str) -> Value;
    fn id(object: &Self::Object) -> String;
    /// What changing answers when it is done.
    fn changed() -> Value;
    /// A body that complains about `amount` twice and about `x` without a word, and says `no` as a whole.
    fn complaint() -> Value;
    /// Whether an error body can name fields.
    const COMPLAINS_OF_FIELDS: bool = true;
}

/// An API that recognises a repeated request by a key.
pub(super) trait Keyed: ApiUnderTest {
    /// The header that carries the key.
    const KEY_HEADER: &'static str;
}

/// An API that names what is read in the path.
pub(super) trait InPath: ApiUnderTest {}

/// An API with searches that go on page by page.
pub(super) trait Searches: ApiUnderTest {
    /// What is found.
    type Item: Serialize + DeserializeOwned + Send + Unpin + Debug + 'static;
    /// Looks for several.
    type Search: Operation<Output = Page<Self::Item>> + Unpin;

    fn search() -> Self::Search;
    fn item(id: &str) -> Value;
    fn item_id(item: &Self::Item) -> String;

    /// A page of a search; `next` names the one after it.
    fn page(items: Vec<Value>, next: Option<&str>) -> Value {
        let _ = next;
        Value::Array(items)
    }
}
