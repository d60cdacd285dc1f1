//! A call: an operation, its options, and sending it.

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

/// A call that has not been sent yet. Set its options, then `.await` it for the value, or [`send`](Self::send) it for
/// the value with its status, request ID and idempotency key. With a blocking client, use [`wait`](Self::wait) instead
/// of `.await`.
///
/// The parameters are first checked against the API's rules; if one is violated, nothing is sent. A call that fails
/// temporarily is retried according to its [`RetryPolicy`], but only if it cannot be performed twice: its operation
/// only reads, or it carries an idempotency key. The key is created with the call and stays the same for all attempts.
///
/// `Debug` shows names, but no values.
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

    /// Sets the idempotency key, instead of a random one: the API performs calls with the same key only once.
    ///
    /// Store it with your own record *before* sending, so that a call with an unknown outcome can be repeated safely.
    /// An operation that takes no key returns an error.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options.idempotency_key = Some(IdempotencyKey::given(key));
        self
    }

    /// Derives the idempotency key from your own text, such as the order number and the number of the payment attempt:
    /// `order-4711/1`. The same text results in the same key for the same operation, in any process and at any time, so
    /// the key survives a crash. Other operations and other merchants
    /// ([`with_credentials`](crate::Client::with_credentials)) get different keys from the same text.
    ///
    /// The parameters do not affect the key, on purpose: two payments of the same amount with the same card are two
    /// payments, and an order with a corrected amount is still one order. A blank text is rejected when the call is
    /// sent, because all calls with a blank text would share one key.
    pub fn idempotency_key_from(mut self, text: impl Into<String>) -> Self {
        let config = &self.handle.config;
        let key = IdempotencyKey::derived(config.merchant.as_deref(), config.api.name, O::SPEC.id, &text.into());
        self.options.idempotency_key = Some(key);
        self
    }

    /// Returns the idempotency key that the call will be sent with: the caller's, or the random one created with the
    /// call. Returns `None` if the operation takes none.
    pub fn get_idempotency_key(&self) -> Option<&str> {
        self.options.idempotency_key.as_ref().map(IdempotencyKey::as_str)
    }

    /// Sets the timeout of an attempt of this call, from connecting to the last byte of the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of this call, including all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sets the retry policy of this call, overriding the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sets a header for this call, overriding the client's of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter that the operation's description lacks, under its name on the wire.
    ///
    /// It is sent with the others, inside the envelope if the body has one, and replaces a parameter of the same name
    /// (including one added before with this method), unless the name ends in `[]`, which is a list. The API's rules
    /// are checked with it.
    ///
    /// A blank value is rejected when the call is sent if the operation only reads, if its parameters are sent in the
    /// query, or if the name is that of a path parameter: an empty filter would select all objects. In a body that
    /// changes something it is sent as is, because it may clear a member.
    pub fn parameter(mut self, name: impl Into<String>, value: impl FormValue) -> Self {
        let value = value.form_value();
        self.options.parameters.push(name.into(), value);
        self
    }

    /// Replaces the path of this call. It must have the same `{placeholders}`; a value for one that is missing must be
    /// sent as a [`parameter`](Self::parameter) of that name.
    pub fn path(mut self, template: impl Into<String>) -> Self {
        self.options.path = Some(template.into());
        self
    }

    /// Also checks the parameters against a use case (profile) of the operation.
    pub fn profile(mut self, profile: &'static Profile) -> Self {
        self.options.profile = Some(profile);
        self
    }

    /// Sends the call even if its parameters violate the rule or profile of this name.
    ///
    /// Some rules are inferred rather than documented; their messages say so. If one turns out to be wrong, waive it
    /// until the description is corrected. An unknown name is an error.
    pub fn waive_rule(mut self, name: impl Into<String>) -> Self {
        self.options.waived.push(name.into());
        self
    }

    /// Accepts every response with a success status as a success of this call, for when its description is wrong. See
    /// [`ClientBuilder::accept_any_success`](crate::ClientBuilder::accept_any_success) for the checks that this
    /// disables.
    pub fn accept_any_success(mut self) -> Self {
        self.options.any_success = true;
        self
    }

    /// Returns violations of advisory rules, and values that the API description does not list. They do not prevent
    /// sending.
    pub fn warnings(&self) -> Option<Violations> {
        warnings(&self.operation, &self.options)
    }

    /// Does everything that depends on the type of the operation, without I/O, so that the future does not hold the
    /// operation.
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
    /// Returns a future that sends the call. The parameters are checked and the request is built immediately; errors
    /// are returned by the future. It must be awaited inside a Tokio runtime, unless the client has a custom transport.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails for any reason.
    pub fn send(self) -> ResponseFuture<O::Output> {
        ResponseFuture { sending: self.begin(), value: PhantomData }
    }
}

impl<O: Operation> Call<O, Blocking> {
    /// Sends the call and waits for its value.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails for any reason.
    pub fn wait(self) -> Result<O::Output, Error> {
        Ok(self.send()?.value)
    }

    /// Sends the call and waits for its value with the status, request ID and idempotency key.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails for any reason. On a thread of a Tokio runtime the call is rejected,
    /// because waiting would block the futures that the thread polls; see
    /// [`ClientBuilder::blocking_inside_a_runtime`](crate::ClientBuilder::blocking_inside_a_runtime).
    pub fn send(self) -> Result<Response<O::Output>, Error> {
        let (handle, prepared) = self.prepare();
        Ok(Response::of(send_blocking(&handle, prepared, O::SPEC, boxed_value::<O::Output>)?))
    }
}

/// Runs a prepared call on the client's thread and waits for it.
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
                "this is a thread of a Tokio runtime, and waiting on it would block the futures it polls: use an async \
                 client (`ClientBuilder::build`), or a thread outside the runtime; if this is a blocking thread \
                 (`spawn_blocking`), set `ClientBuilder::blocking_inside_a_runtime` when building the client",
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

/// The future of a call, which returns its value with the status, request ID and idempotency key.
///
/// The future inside is boxed, and the same for all operations, so that a function that awaits many calls stays small
/// however large their parameters and responses are. Dropping it cancels the call; if the request was already sent, it
/// may still take effect.
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

/// The future of a call, which returns its value. See [`ResponseFuture`].
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

    /// The size of the inner future, which is the same for all operations of all APIs.
    #[test]
    fn the_future_in_the_box_is_small() {
        let client = ClientBuilder::new(&API, "http://127.0.0.1:1").build().expect("the settings are right");
        let sending = client.call(Ping).begin();
        assert!(size_of_val(&*sending) < 2048, "{} bytes", size_of_val(&*sending));
        assert!(size_of_val(&*sending) > 256, "it is the future that sends, not an error");
    }
}
