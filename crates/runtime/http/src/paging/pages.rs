//! The pages of a search, and their items: a stream in the async mode, an iterator in the blocking one.

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
    /// The search page by page, up to `most` pages. Nothing is sent before the first page is asked for.
    ///
    /// A search ends with a page that the API says is the last, or with an empty one and nothing that leads on. A page
    /// that is short ends nothing, so there may be one request more than pages with items.
    ///
    /// A search whose own parameters (typed, or given with [`Call::parameter`]) name a page, an offset or a cursor starts
    /// there and goes on from there; a page or offset that is not a number is refused before anything is sent.
    ///
    /// An item that is inserted while the search goes on moves others to a later page. Where the description names the id
    /// of the items, one that came with an earlier page is left out of a later one, also when it has changed since. An item
    /// that is inserted before the position, or that moves there because others are removed, may be missed: pages by
    /// number and by offset have no protection from that.
    ///
    /// When there may be more than `most` pages the last item is an error ([`Error::is_paging`]), so that nobody takes a
    /// part for the whole. The same holds for a page that came before or a cursor that comes again, which is how an API
    /// looks that does not page as it is believed to (the items of such a page are not given), for a link that came before or
    /// leads to another server, and for a search that has
    /// more by the words of the API and no way to it. A first page without the member of the cursor is an error, too, if
    /// another member looks like one.
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

/// The pages of a search. In the async mode it is a [`Stream`] of them, in the blocking one an iterator.
///
/// `Debug` shows names, no value.
#[must_use = "no page is asked for before the first one is taken"]
pub struct Pages<O: Operation, M = Async> {
    handle: Handle,
    operation: O,
    options: CallOptions,
    paging: Option<Paging>,
    size: Option<u32>,
    most: u32,
    /// The way through the pages, once the first was asked for.
    progress: Option<Progress>,
    sending: Option<SendFuture>,
    over: bool,
    mode: PhantomData<fn() -> M>,
}

struct Progress {
    pager: Pager,
    /// The parameters of the search that do not change from page to page.
    own: Form,
    /// The base URL and the address of the request that was made last.
    asked: Option<(Arc<str>, Uri)>,
}

impl<O, T, M> Pages<O, M>
where
    O: Operation<Output = Page<T>>,
    T: Serialize + DeserializeOwned + Send + 'static,
{
    /// Pages in this way, whatever the description of the API says. To be given before the first page is taken.
    pub fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// How many items a page has at most; without it the API decides. A way of paging that has no parameter for it does
    /// not send it. To be given before the first page is taken. A search that has the parameter for it already is refused.
    pub fn page_size(mut self, items: u32) -> Self {
        self.size = Some(items);
        self
    }

    /// Prepares the call for the next page; `None` when there is none.
    fn next_call(&mut self) -> Option<Result<Prepared, Error>> {
        if self.over {
            return None;
        }
        if O::SPEC.changes_state {
            return Some(self.fail(Failure::configuration(
                "this operation changes something, so asking for its next page would do it again: call it once",
            )));
        }
        if self.progress.is_none() {
            let Some(paging) = self.paging.take().or_else(|| O::SPEC.paging.map(Paging::from)) else {
                return Some(self.fail(Failure::configuration(
                    "how this operation pages is not described: say it with `Pages::paging`",
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
                return Some(self.fail(Failure::paging(format!("{lost}{guess}; `Pages::paging` says how it pages"))));
            }
            Step::Bound(most) => {
                return Some(self.fail(Failure::paging(format!(
                    "stopped after {most} pages, and there may be more: `Call::pages` takes a higher bound"
                ))));
            }
            // All that the search asks for stands in the link.
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

    /// The way through the pages, from where the parameters of the search say.
    fn pager(&self, paging: Paging) -> Result<Pager, Box<Failure>> {
        let own = |name: &str| given(&self.operation, &self.options, name);
        if let Some(name) = paging.size_parameter.as_deref().filter(|name| self.size.is_some() && own(name).is_some()) {
            return Err(Failure::configuration(format!(
                "the size of a page is given twice, by `{name}` and by `Pages::page_size`: leave one of them out"
            )));
        }
        if paging.is_by_link() && O::SPEC.method != Method::Get {
            return Err(Failure::configuration(
                "links are followed with GET, and this operation has another method: name another way of paging",
            ));
        }
        let name = paging.parameter.clone().unwrap_or_default();
        let start = paging.parameter.as_deref().and_then(own);
        let pager = Pager::new(paging, O::SPEC.item_id, self.most, self.size);
        let Some(start) = start else { return Ok(pager) };
        pager.starting_at(start).map_err(|NotANumber| {
            Failure::configuration(format!(
                "`{name}` says where the search starts, and is not a number to count on from: give one, or leave it out"
            ))
        })
    }

    /// Takes what came of a call.
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
            "{what} came again, so the API does not page in this way{guess}; `Pages::paging` says how it does"
        )))
    }

    /// What is to be added to an error where the way of paging is a guess.
    fn guess() -> &'static str {
        let known = O::SPEC.paging.filter(|paging| paging.evidence.level == EvidenceLevel::Inferred);
        known.map_or("", |_| " (how it pages is inferred, not documented)")
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
    /// The next page; `None` when there is none left.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The items of all pages, one after the other. A page is asked for when its first item is.
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
                    // What is wrong with the request would be wrong with the next one, too.
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
    /// The items of all pages, one after the other. A page is asked for when its first item is.
    pub fn items(self) -> ItemsIter<O, T> {
        ItemsIter { pages: self, page: Vec::new().into_iter() }
    }
}

/// The items of a search, one after the other: a [`Stream`].
#[must_use = "nothing is asked for before the first item is taken"]
pub struct Items<O: Operation, T> {
    pages: Pages<O>,
    page: std::vec::IntoIter<T>,
}

impl<O, T> Items<O, T>
where
    O: Operation<Output = Page<T>> + Unpin,
    T: Serialize + DeserializeOwned + Send + Unpin + 'static,
{
    /// The next item; `None` when there is none left.
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

/// The items of a search, one after the other: an iterator.
#[must_use = "nothing is asked for before the first item is taken"]
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
