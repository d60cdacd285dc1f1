//! What users share between threads and keep in their own types: checked while compiling.

use payspec::centralpay::model::{CreateTransaction, Transaction};
use payspec::centralpay::webhook::Event;
use payspec::centralpay::{Async, Blocking, Call, Client, ClientBuilder, Error, Refunds, Response, blocking};
use payspec_http::paging::Pages;

const fn shared<T: Send + Sync>() {}
const fn kept<T: Send + Sync + Clone + 'static>() {}
const fn sent<T: Send + 'static>() {}

const _: () = {
    kept::<Client>();
    kept::<blocking::Client>();
    kept::<CreateTransaction>();
    kept::<Transaction>();
    shared::<ClientBuilder>();
    shared::<Refunds<'static, Async>>();
    shared::<Refunds<'static, Blocking>>();
    shared::<Call<CreateTransaction>>();
    shared::<Call<CreateTransaction, Blocking>>();
    shared::<Response<Transaction>>();
    shared::<Error>();
    shared::<Event>();
    sent::<Pages<payspec::centralpay::model::SearchTransaction>>();
    // Cloning a client copies only a pointer.
    assert!(size_of::<Client>() == size_of::<usize>() && size_of::<blocking::Client>() == size_of::<usize>());
};
