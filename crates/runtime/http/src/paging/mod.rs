//! Following a search from page to page.
//!
//! How an API pages, if it does, is data of its description ([`PagingSpec`](payspec_core::PagingSpec)), with how well
//! that is known. Where it is a guess, an error that comes of it says so, and [`Pages::paging`] puts another way in its
//! place.
//!
//! The first page is always asked for as the search stands, without a parameter for paging (unless a page size is given).
//! So a wrong guess cannot spoil it. A search that has the parameter for paging itself, typed or through
//! [`Call::parameter`](crate::Call::parameter), starts there and goes on from there. A link to the next page is followed as
//! it is, to the server that gave it and nowhere else.

mod leads_on;
mod link;
mod link_header;
mod manner;
mod pager;
mod pages;
mod seen;

pub use self::manner::Paging;
pub use self::pages::{Items, ItemsIter, Pages};
