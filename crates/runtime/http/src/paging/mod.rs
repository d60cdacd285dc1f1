//! Paging through the results of a search.
//!
//! How an API pages, if it does, is part of its description ([`PagingSpec`](payspec_core::PagingSpec)), with its
//! evidence. If that is inferred, the resulting errors say so, and [`Pages::paging`] overrides it.
//!
//! The first page is always requested without a paging parameter (except for the page size), so a wrong description
//! cannot break it. If the search itself has the paging parameter, typed or through
//! [`Call::parameter`](crate::Call::parameter), it starts there. A link to the next page is followed as received, but
//! only to the server that sent it.

mod leads_on;
mod link;
mod link_header;
mod manner;
mod pager;
mod pages;
mod seen;

pub use self::manner::Paging;
pub use self::pages::{Items, ItemsIter, Pages};
