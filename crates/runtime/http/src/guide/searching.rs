//! Filters, pages, streams.
//!
//! # One answer
//!
//! A search is a call like any other, and its answer a [`Page`](payspec_core::Page): the items of a bare list or of
//! any of the usual envelopes, with what stood beside them. A filter that the description does not have is sent with
//! [`parameter`](crate::Call::parameter). A list that is given as a filter and is empty is refused before anything is sent:
//! no value would travel, and the search would find everything.
//!
//! # All pages
//!
//! [`pages`](crate::Call::pages) follows a search to its end, or up to a bound that you give. Nothing is asked for before
//! it is needed. It ends with a page that the API says is the last, or with an empty page and nothing that leads on: a
//! cursor, or a word that there is more. That a page is short ends nothing, since servers cap sizes and leave items out;
//! so most searches ask once more than they have pages.
//!
//! ```no_run
//! use payspec_core::{Page, Operation};
//! use payspec_http::{Client, Error};
//! use serde::{Serialize, de::DeserializeOwned};
//!
//! async fn each<O, T>(client: &Client, search: O) -> Result<usize, Error>
//! where
//!     O: Operation<Output = Page<T>> + Unpin,
//!     T: Serialize + DeserializeOwned + Send + Unpin + 'static,
//! {
//!     let mut items = client.call(search).parameter("status", "PAID").pages(100).items();
//!     let mut count = 0;
//!     while let Some(item) = items.next().await {
//!         let _item: T = item?;
//!         count += 1;
//!     }
//!     Ok(count)
//! }
//! ```
//!
//! Some APIs lead from page to page by links, in the body or in the header `Link`. A link is followed as it is, so filters are
//! not sent again beside it; and only to the scheme, host and port of the base URL and below its path, because the request
//! carries the credentials. Others ask for the next page with the id of the last item
//! ([`Paging::by_last_id`](crate::paging::Paging::by_last_id)).
//!
//! A search that names a page, an offset, a cursor or a last item itself starts there. An item that an earlier page had comes once, where
//! the description names the id of the items; what is inserted or removed while a search goes on by number or offset may
//! be missed.
//!
//! In the async mode pages and items are [`Stream`](futures_core::Stream)s, with a `next` of their own; in the blocking
//! mode they are iterators.
//!
//! # How well it is known
//!
//! How an API pages is data of its description, with its evidence. Of CentralPay nothing is documented: neither filters
//! nor the form of an answer nor that there are pages at all. So
//!
//! - the first page is asked for as the search stands, and no guess can spoil it;
//! - a page that came before, however long ago, ends the search with an error
//!   ([`is_paging`](crate::Error::is_paging)) instead of its items: the API does not know the parameter, and going on
//!   would count items twice. Pages are compared by the ids of their items, or by all of them where they have none;
//! - so does a cursor, link or last id that comes again, a link that leads to another server (the error names it), and a first page without the member of the cursor but with another that looks like
//!   one;
//! - so does the bound, for what follows might be more;
//! - so does an API that says there is more (a flag, an address, a total that has not come) and has no way to it;
//! - [`paging`](crate::paging::Pages::paging) says how it is really done, once you know, without a new release.
