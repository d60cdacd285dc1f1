//! One call: an operation, its options, and sending it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use payspec_core::{FormValue, FromResponse, Operation, OperationSpec, Profile, Violations};

use super::background;
use super::handle::Handle;
use super::mode::{Async, Blocking};
use super::response::Response;
use crate::error::Error;
use crate::error::Failure;
use crate::idempotency::IdempotencyKey;
use crate::request::{CallOptions, Prepared, prepare, warnings};
use crate::retry::RetryPolicy;
use crate::send::{Completed, Read, SendFuture, boxed_value, send};
use crate::transport::{TransportError, TransportErrorKind};

/// A call that is not sent yet. Set its options, then `.await` it for the value, or
/// [`send`](Self::send) it for the value with its status, request id and idempotency key. With a blocking client,
/// [`wait`](Self::wait) takes the place of `.await`.
///
/// The parameters are checked first against the rules of the API; when they break one, nothing is
/// sent. A call whose failure may pass is repeated as its [`RetryPolicy`] says, if that cannot perform it twice: if its
/// operation only reads, or carries an idempotency key. The key is made with the call and stays the same.
///
/// `Debug` shows names, no value.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<O: Operation, M = Async> {
    pub(crate) handle: Handle,
    pub(crate) operation: O,
    pub(crate) options: CallOptions,
    mode: PhantomData<fn() -> M>,
}

impl<O: Operation, M> Call<O, M> {
    pub(super) fn new(handle: Handle, operation: O) -> Self {
        Self { handle, operation, options: CallOptions::of(O::SPEC), mode: PhantomData }
    }

    /// The idempotency key, instead of the fresh one: the API performs calls with the same key once.
    ///
    /// Store it with your own record *before* sending, so that a call whose outcome you never learnt
    /// can be repeated safely. An operation that takes no key refuses one.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options.idempotency_key = Some(IdempotencyKey::given(key));
        self
    }

    /// Derives the idempotency key from a text of yours, such as the number of an order with that of the attempt to
    /// pay it: `order-4711/1`. The same text gives the same key for the same operation, in any process and at any time,
    /// so a crash loses nothing; other operations get other keys from it, and so do other merchants
    /// ([`with_credentials`](crate::Client::with_credentials)).
    ///
    /// Parameters are left out on purpose. Two payments of one amount with one card are two payments, and one order
    /// whose amount was typed differently is still one. A blank text is refused when the call is sent: all calls that
    /// were given one would be taken for one call.
    pub fn idempotency_key_from(mut self, text: impl Into<String>) -> Self {
        let config = &self.handle.config;
        let key = IdempotencyKey::derived(config.merchant.as_deref(), config.api.name, O::SPEC.id, &text.into());
        self.options.idempotency_key = Some(key);
        self
    }

    /// The idempotency key that the call will be sent with: the caller's, or the fresh one made with the call. `None`
    /// when the operation takes none.
    pub fn get_idempotency_key(&self) -> Option<&str> {
        self.options.idempotency_key.as_ref().map(IdempotencyKey::as_str)
    }

    /// How long an attempt of this call may take, from connecting to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How long this call may take with all its attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// How often this call is repeated, instead of what the client's policy says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// A header for this call, instead of the client's of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// A parameter that the description of the operation does not have, under its name on the wire.
    ///
    /// It goes where the others go, into the envelope of a body where the operation has one, and takes the place of one
    /// that has the same name (one given before in this way, too), unless the name ends in `[]`, which is a list. The
    /// rules of the API are checked with it.
    ///
    /// A value that is empty or blank is refused when the call is sent if the operation only reads, if its parameters
    /// travel in the query, or if the name is that of a path parameter: an empty filter is no filter, and would select
    /// all objects. In a body that changes something it is sent as it is, because it may clear a member.
    pub fn parameter(mut self, name: impl Into<String>, value: impl FormValue) -> Self {
        let value = value.form_value();
        self.options.parameters.push(name.into(), value);
        self
    }

    /// Another path for this call, with the same `{placeholders}`. One that is left out has to be sent
    /// as a [`parameter`](Self::parameter) of that name.
    pub fn path(mut self, template: impl Into<String>) -> Self {
        self.options.path = Some(template.into());
        self
    }

    /// Checks the parameters against a use case of the operation as well.
    pub fn profile(mut self, profile: &'static Profile) -> Self {
        self.options.profile = Some(profile);
        self
    }

    /// Sends the call although its parameters break a rule or profile of this name.
    ///
    /// Some rules are inferred, not documented; their messages say so. If one of them turns out to be
    /// wrong, this is the way past it until the description is mended. A name that the operation does not
    /// have is refused.
    pub fn waive_rule(mut self, name: impl Into<String>) -> Self {
        self.options.waived.push(name.into());
        self
    }

    /// Takes any response with a status of success for one of this call: for when what is described of it is wrong. See
    /// [`ClientBuilder::accept_any_success`](crate::ClientBuilder::accept_any_success) for what is waived.
    pub fn accept_any_success(mut self) -> Self {
        self.options.any_success = true;
        self
    }

    /// Returns what is doubtful about the parameters: violations of rules that only warn, and values that the API's
    /// description does not know. The call is sent all the same.
    pub fn warnings(&self) -> Option<Violations> {
        warnings(&self.operation, &self.options)
    }

    /// Everything that depends on the type of the operation happens here, without I/O, so that the
    /// future does not hold the operation.
    fn prepare(self) -> (Handle, Result<Prepared, Error>) {
        let prepared = prepare(&self.operation, &self.options, &self.handle.config);
        (self.handle, prepared)
    }

    fn begin(self) -> SendFuture {
        let (handle, prepared) = self.prepare();
        send(Arc::clone(&handle.config), prepared, boxed_value::<O::Output>)
    }
}

impl<O: Operation> Call<O> {
    /// Sends the call, once it is awaited. The parameters are checked and the request is made right away;
    /// what is wrong with it is told by the future. Must be awaited inside a Tokio runtime, unless the client
    /// was given a transport of another kind.
    ///
    /// # Errors
    ///
    /// Every way in which a call can fail: see [`Error`].
    pub fn send(self) -> ResponseFuture<O::Output> {
        ResponseFuture { sending: self.begin(), value: PhantomData }
    }
}

impl<O: Operation> Call<O, Blocking> {
    /// Sends the call and waits for its value.
    ///
    /// # Errors
    ///
    /// Every way in which a call can fail: see [`Error`].
    pub fn wait(self) -> Result<O::Output, Error> {
        Ok(self.send()?.value)
    }

    /// Sends the call and waits for its value with its status, request id and idempotency key.
    ///
    /// # Errors
    ///
    /// Every way in which a call can fail: see [`Error`]. On a thread of a Tokio runtime the call is refused, for
    /// waiting there stops the futures that the thread drives; see
    /// [`ClientBuilder::blocking_inside_a_runtime`](crate::ClientBuilder::blocking_inside_a_runtime).
    pub fn send(self) -> Result<Response<O::Output>, Error> {
        let (handle, prepared) = self.prepare();
        Ok(Response::of(send_blocking(&handle, prepared, O::SPEC, boxed_value::<O::Output>)?))
    }
}

/// Has a prepared call driven by the client's thread, and waits for it.
pub(crate) fn send_blocking(
    handle: &Handle,
    prepared: Result<Prepared, Error>,
    spec: &'static OperationSpec,
    read: Read,
) -> Result<Completed, Error> {
    let config = &handle.config;
    let key = match &prepared {
        Ok(prepared) => prepared.idempotency_key.clone(),
        Err(error) => error.idempotency_key().map(IdempotencyKey::given),
    };
    if background::inside_a_runtime() && !config.blocking_inside_a_runtime {
        return Err(Error::new(
            spec,
            key,
            Failure::configuration(
                "this is a thread of a Tokio runtime, and waiting on it would stop the futures it drives: use an async \
                 client (`ClientBuilder::build`), or a thread of your own; if this is a thread for blocking work \
                 (`spawn_blocking`), say so with `ClientBuilder::blocking_inside_a_runtime` when the client is built",
            ),
        ));
    }
    let sending = send(Arc::clone(&handle.config), prepared, read);
    let ended = handle.background.as_ref().and_then(|background| background.run(sending));
    ended.unwrap_or_else(|| {
        let broken = TransportError::new(TransportErrorKind::Interrupted).with_source("the transport panicked");
        Err(Error::new(spec, key, Failure::transport(broken)))
    })
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = CallFuture<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture { response: self.send() }
    }
}

/// The future of a call, for its value with status, request id and idempotency key.
///
/// What it waits for is boxed, and the same for all operations, so that a function that awaits many calls stays small
/// however large their parameters and answers are. Dropping it gives the call up; if it was sent already, it may take
/// effect all the same.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    sending: SendFuture,
    value: PhantomData<fn() -> T>,
}

impl<T: FromResponse> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.sending.as_mut().poll(context).map(|ended| ended.map(Response::of))
    }
}

/// The future of a call, for its value. See [`ResponseFuture`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<T> {
    response: ResponseFuture<T>,
}

impl<T: FromResponse> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.response).poll(context).map(|ended| ended.map(|response| response.value))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

impl<O: Operation, M> fmt::Debug for Call<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        let header_names: Vec<&String> = options.headers.iter().map(|(name, _)| name).collect();
        let parameter_names: Vec<&String> = options.parameters.pairs().iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("operation", &O::SPEC.id)
            .field("has_idempotency_key", &options.idempotency_key.is_some())
            .field("timeout", &options.timeout)
            .field("deadline", &options.deadline)
            .field("retry", &options.retry)
            .field("headers", &header_names)
            .field("parameters", &parameter_names)
            .field("path", &options.path)
            .field("profile", &options.profile.map(|profile| profile.name))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use payspec_core::{ApiSpec, Empty, Form};

    use super::*;
    use crate::client::ClientBuilder;

    static API: ApiSpec = ApiSpec { name: "small", title: "Small", ..ApiSpec::EMPTY };

    struct Ping;

    impl Operation for Ping {
        const SPEC: &'static OperationSpec = &OperationSpec { id: "ping", path: "/ping", ..OperationSpec::EMPTY };
        type Output = Empty;

        fn encode(&self, _form: &mut Form) {}
    }

    /// The only future there is below a call: it is the same for all operations of all APIs.
    #[test]
    fn the_future_in_the_box_is_small() {
        let client = ClientBuilder::new(&API, "http://127.0.0.1:1").build().expect("the settings are right");
        let sending = client.call(Ping).begin();
        assert!(size_of_val(&*sending) < 2048, "{} bytes", size_of_val(&*sending));
        assert!(size_of_val(&*sending) > 256, "it is the future that sends, not an error");
    }
}
