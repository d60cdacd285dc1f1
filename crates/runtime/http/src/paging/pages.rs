//! The pages of a search and their items: a stream in async mode, an iterator in blocking mode.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::Uri;
use payspec_core::{AuthScheme, EvidenceLevel, Form, Method, Operation, Page, TokenCarrier, TokenSpec};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::manner::Paging;
use super::pager::{Again, Arrived, NotANumber, Pager, Step};
use crate::client::{Async, Blocking, Call, Handle, Response, send_blocking};
use crate::error::{Error, Failure};
use crate::request::{CallOptions, Prepared, given, prepare};
use crate::send::{Completed, SendFuture, boxed_value, send};

impl<O, T, M> Call<O, M>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Returns the pages of the search, up to `most` pages. Nothing is sent until the first page is requested.
    ///
    /// A search ends with a page that the API marks as the last, or with an empty one without a link or cursor. A short
    /// page does not end it, so there may be one more request than pages with items.
    ///
    /// A search whose own parameters (typed, or given with [`Call::parameter`]) select a page, an offset or a cursor
    /// starts there; a page or offset that is not a number is rejected before anything is sent.
    ///
    /// An item that is inserted during the search moves others to a later page. If the description names the ID of the
    /// items, an item that an earlier page contained is skipped, even if it has changed since. An item that is inserted
    /// before the current position, or moves there because others are removed, may be missed: paging by number or
    /// offset cannot prevent that.
    ///
    /// If there may be more than `most` pages, the last item is an error ([`Error::is_paging`]), so that a partial
    /// result is not mistaken for a complete one. The same applies to a page or cursor that comes again, which
    /// indicates a wrong paging style (the items of such a page are not returned), to a link that comes again or leads
    /// to another server, and to a search that announces more items but has no way to request them. A first page
    /// without the cursor is also an error if another member looks like one.
    pub fn pages(self, most: u32) -> Pages<O, M> {
        let Self { handle, operation, options, .. } = self;
        Pages {
            handle,
            operation,
            options,
            paging: None,
            size: None,
            most,
            progress: None,
            sending: None,
            over: false,
            mode: PhantomData,
        }
    }
}

/// The pages of a search: a [`Stream`] in async mode, an iterator in blocking mode.
///
/// `Debug` shows names, but no values.
#[must_use = "nothing is sent until the first page is requested"]
pub struct Pages<O: Operation, M = Async> {
    handle: Handle,
    operation: O,
    options: CallOptions,
    paging: Option<Paging>,
    size: Option<u32>,
    most: u32,
    /// The state of the search, once the first page was requested.
    progress: Option<Progress>,
    sending: Option<SendFuture>,
    over: bool,
    mode: PhantomData<fn() -> M>,
}

struct Progress {
    pager: Pager,
    /// The parameters of the search, which are the same for every page.
    own: Form,
    /// The base URL and the address of the last request.
    asked: Option<(Arc<str>, Uri)>,
}

impl<O, T, M> Pages<O, M>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Overrides the paging style of the API description. Must be called before the first page is requested.
    pub fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the maximum number of items per page; by default the API decides. A paging style without a parameter for it
    /// does not send it. Must be called before the first page is requested. It is an error if the search's own
    /// parameters set it as well.
    pub fn page_size(mut self, items: u32) -> Self {
        self.size = Some(items);
        self
    }

    /// Prepares the call for the next page, or returns `None` at the end.
    fn next_call(&mut self) -> Option<Result<Prepared, Error>> {
        if self.over {
            return None;
        }
        if O::SPEC.changes_state {
            return Some(self.fail(Failure::configuration(
                "this operation changes something, so requesting another page would repeat it: call it once",
            )));
        }
        if self.progress.is_none() {
            let Some(paging) = self.paging.take().or_else(|| O::SPEC.paging.map(Paging::from)) else {
                return Some(self.fail(Failure::configuration(
                    "the paging style of this operation is not described: set it with `Pages::paging`",
                )));
            };
            let pager = match self.pager(paging) {
                Ok(pager) => pager,
                Err(failure) => return Some(self.fail(failure)),
            };
            self.progress = Some(Progress { pager, own: std::mem::take(&mut self.options.parameters), asked: None });
        }
        let progress = self.progress.as_mut()?;
        let step = progress.pager.step();
        let prepared = match step {
            Step::Over => {
                self.over = true;
                return None;
            }
            Step::Lost(lost) => {
                let guess = Self::guess();
                return Some(
                    self.fail(Failure::paging(format!("{lost}{guess}; set the paging style with `Pages::paging`"))),
                );
            }
            Step::Bound(most) => {
                return Some(self.fail(Failure::paging(format!(
                    "stopped after {most} pages, but there may be more: call `Call::pages` with a higher limit"
                ))));
            }
            // The link contains all parameters of the search.
            Step::Link(address) => {
                self.options.parameters = progress.own.clone();
                prepare(&self.operation, &self.options, &self.handle.config).map(|mut prepared| {
                    prepared.request.uri = address;
                    prepared
                })
            }
            Step::Page(parameters) => {
                self.options.parameters = progress.own.clone();
                for (name, value) in parameters {
                    self.options.parameters.push(name, value);
                }
                prepare(&self.operation, &self.options, &self.handle.config)
            }
        };
        if let Ok(prepared) = &prepared {
            progress.asked = Some((prepared.base.shared(), prepared.request.uri.clone()));
        }
        Some(prepared)
    }

    /// Creates the state of the search, from the start position that its parameters select.
    fn pager(&self, paging: Paging) -> Result<Pager, Box<Failure>> {
        let own = |name: &str| given(&self.operation, &self.options, name);
        if let Some(name) = paging.size_parameter.as_deref().filter(|name| self.size.is_some() && own(name).is_some()) {
            return Err(Failure::configuration(format!(
                "the page size is set twice, by `{name}` and by `Pages::page_size`: remove one of them"
            )));
        }
        if paging.is_by_link() && O::SPEC.method != Method::Get {
            return Err(Failure::configuration(
                "links are followed with GET, but this operation has another method: use another paging style",
            ));
        }
        let name = paging.parameter.clone().unwrap_or_default();
        let start = paging.parameter.as_deref().and_then(own);
        let pager = Pager::new(paging, O::SPEC.item_id, self.most, self.size);
        let Some(start) = start else { return Ok(pager) };
        pager.starting_at(start).map_err(|NotANumber| {
            Failure::configuration(format!(
                "the start position `{name}` is not a number, so it cannot be advanced: set a number or remove it"
            ))
        })
    }

    /// Handles the result of a call.
    fn took(&mut self, ended: Result<Completed, Error>) -> Result<Page<T>, Error> {
        let mut ended = ended.inspect_err(|_| self.over = true)?;
        let links = std::mem::take(&mut ended.links);
        let mut page = Response::<Page<T>>::of(ended).value;
        let Some(Progress { pager, asked: Some((base, address)), .. }) = &mut self.progress else { return Ok(page) };
        let token = O::SPEC.auth.and_then(|auth| match auth.scheme {
            AuthScheme::Token(TokenSpec { carrier: TokenCarrier::Query { name }, .. }) => Some(*name),
            _ => None,
        });
        let arrived = Arrived { base, address, links: &links, token };
        let Err(again) = pager.took(&mut page, &arrived) else { return Ok(page) };
        let what = match again {
            Again::Page => "the same page",
            Again::Cursor => "a cursor",
            Again::Link => "a link",
        };
        let guess = Self::guess();
        self.fail(Failure::paging(format!(
            "{what} came again, so the paging style is wrong{guess}; set it with `Pages::paging`"
        )))
    }

    /// Returns what to add to an error when the paging style is inferred.
    fn guess() -> &'static str {
        let known = O::SPEC.paging.filter(|paging| paging.evidence.level == EvidenceLevel::Inferred);
        known.map_or("", |_| " (it is inferred, not documented)")
    }

    fn fail<R>(&mut self, failure: Box<Failure>) -> Result<R, Error> {
        self.over = true;
        Err(Error::new(O::SPEC, None, failure))
    }
}

impl<O, T> Pages<O>
where
    O: Operation<Output = Page<T>> + Unpin,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Returns the next page, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the items of all pages in order. A page is requested when its first item is.
    pub fn items(self) -> Items<O, T> {
        Items { pages: self, page: Vec::new().into_iter() }
    }
}

impl<O, T> Stream for Pages<O>
where
    O: Operation<Output = Page<T>> + Unpin,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = &mut *self;
        let sending = match &mut pages.sending {
            Some(sending) => sending,
            None => match pages.next_call() {
                None => return Poll::Ready(None),
                Some(prepared) => {
                    // An error in the request would recur with the next one.
                    pages.over |= prepared.is_err();
                    pages.sending.insert(send(Arc::clone(&pages.handle.config), prepared, boxed_value::<Page<T>>))
                }
            },
        };
        let ended = ready!(sending.as_mut().poll(context));
        pages.sending = None;
        Poll::Ready(Some(pages.took(ended)))
    }
}

impl<O, T> Iterator for Pages<O, Blocking>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let prepared = self.next_call()?;
        self.over |= prepared.is_err();
        let ended = send_blocking(&self.handle, prepared, O::SPEC, boxed_value::<Page<T>>);
        Some(self.took(ended))
    }
}

impl<O, T> Pages<O, Blocking>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Returns the items of all pages in order. A page is requested when its first item is.
    pub fn items(self) -> ItemsIter<O, T> {
        ItemsIter { pages: self, page: Vec::new().into_iter() }
    }
}

/// The items of a search: a [`Stream`].
#[must_use = "nothing is sent until the first item is requested"]
pub struct Items<O: Operation, T> {
    pages: Pages<O>,
    page: std::vec::IntoIter<T>,
}

impl<O, T> Items<O, T>
where
    O: Operation<Output = Page<T>> + Unpin,
    T: Serialize + DeserializeOwned + Send + Unpin + 'static,
{
    /// Returns the next item, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O, T> Stream for Items<O, T>
where
    O: Operation<Output = Page<T>> + Unpin,
    T: Serialize + DeserializeOwned + Send + Unpin + 'static,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The items of a search: an iterator.
#[must_use = "nothing is sent until the first item is requested"]
pub struct ItemsIter<O: Operation, T> {
    pages: Pages<O, Blocking>,
    page: std::vec::IntoIter<T>,
}

impl<O, T> Iterator for ItemsIter<O, T>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = page.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: Operation, M> fmt::Debug for Pages<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::SPEC.id)
            .field("paging", &self.paging)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

impl<O: Operation, T> fmt::Debug for Items<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}

impl<O: Operation, T> fmt::Debug for ItemsIter<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemsIter").field(&self.pages).finish()
    }
}
