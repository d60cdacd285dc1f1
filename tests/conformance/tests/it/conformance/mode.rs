//! Sending a call and waiting for it, in either mode.

use std::sync::Arc;

use payspec_core::{Operation, Page};
use payspec_http::paging::Pages;
use payspec_http::{Async, Blocking, Call, Client, ClientBuilder, Error, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::apis::ApiUnderTest;

/// One of the two modes.
pub(super) trait Mode: Sized + 'static {
    /// A client of the API at an address, with settings of the runtime changed.
    fn client<S: ApiUnderTest>(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Self>;

    /// Sends a call and waits for it.
    fn send<O: Operation>(call: Call<O, Self>) -> Result<Response<O::Output>, Error>;

    /// Takes all items of a search.
    fn items<O, T>(pages: Pages<O, Self>) -> Vec<Result<T, Error>>
    where
        O: Operation<Output = Page<T>> + Unpin,
        T: Serialize + DeserializeOwned + Send + Unpin + 'static;
}

/// A runtime per call would drop the connections of the last one.
fn runtime() -> Arc<tokio::runtime::Runtime> {
    thread_local! {
        static RUNTIME: Arc<tokio::runtime::Runtime> =
            Arc::new(tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"));
    }
    RUNTIME.with(Arc::clone)
}

impl Mode for Async {
    fn client<S: ApiUnderTest>(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        S::in_async(url, change)
    }

    fn send<O: Operation>(call: Call<O>) -> Result<Response<O::Output>, Error> {
        runtime().block_on(call.send())
    }

    fn items<O, T>(pages: Pages<O>) -> Vec<Result<T, Error>>
    where
        O: Operation<Output = Page<T>> + Unpin,
        T: Serialize + DeserializeOwned + Send + Unpin + 'static,
    {
        runtime().block_on(async {
            let (mut items, mut all) = (pages.items(), Vec::new());
            while let Some(item) = items.next().await {
                all.push(item);
            }
            all
        })
    }
}

impl Mode for Blocking {
    fn client<S: ApiUnderTest>(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Self> {
        S::blocking(url, change)
    }

    fn send<O: Operation>(call: Call<O, Self>) -> Result<Response<O::Output>, Error> {
        call.send()
    }

    fn items<O, T>(pages: Pages<O, Self>) -> Vec<Result<T, Error>>
    where
        O: Operation<Output = Page<T>> + Unpin,
        T: Serialize + DeserializeOwned + Send + Unpin + 'static,
    {
        pages.items().collect()
    }
}
