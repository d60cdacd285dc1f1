//! One call: an operation, its options, and sending it.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use payspec_core::{Answer, Form, FormValue, Operation, OperationSpec, Profile};

use crate::interpret::{interpret, value};
use crate::prepare::{Prepared, prepare};
use crate::{Async, Blocking, Client, Error, Response};

/// The future of a call.
///
/// It is boxed, so that a function that awaits many calls stays small however large their parameters
/// are. Dropping it gives the call up; if it was sent already, it may take effect all the same.
pub type CallFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// A call that is not sent yet. Set its options, then `.await` it for the value, or
/// [`send`](Self::send) it for the value with its status, request id and idempotency key.
///
/// The parameters are checked first against the rules of the API; when they break one, nothing is
/// sent. A call is never repeated by itself.
///
/// `Debug` shows names, no value.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<O: Operation, W = Async> {
    client: Client<W>,
    operation: O,
    options: CallOptions,
}

/// What a caller can set for a single call.
#[derive(Default)]
pub(crate) struct CallOptions {
    pub(crate) idempotency_key: Option<String>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) headers: Vec<(String, String)>,
    /// A form, because it wipes its values when it is dropped and does not print them.
    pub(crate) parameters: Form,
    pub(crate) path: Option<String>,
    pub(crate) profile: Option<&'static Profile>,
    pub(crate) waived: Vec<String>,
}

impl<O: Operation, W> Call<O, W> {
    pub(crate) fn new(client: Client<W>, operation: O) -> Self {
        Self { client, operation, options: CallOptions::default() }
    }

    /// The idempotency key, instead of a fresh one: the API performs calls with the same key once.
    ///
    /// Store it with your own record *before* sending, so that a call whose outcome you never learnt
    /// can be repeated safely. An operation that takes no key refuses one.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options.idempotency_key = Some(key.into());
        self
    }

    /// How long this call may take, from connecting to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// A header for this call, instead of the client's of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.headers.push((name.into(), value.into()));
        self
    }

    /// A parameter that the description of the operation does not have, under its name on the wire.
    ///
    /// It goes where the others go, and takes the place of one that has the same name (one given before in this
    /// way, too), unless the name ends in `[]`, which is a list. The rules of the API are checked with it.
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

    /// Everything that depends on the type of the operation happens here, without I/O, so that the
    /// future does not hold the operation.
    fn prepare(self) -> (Client<W>, Result<Prepared, Error>) {
        let prepared = prepare(&self.operation, &self.options, &self.client.inner.config);
        (self.client, prepared)
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
    pub fn send(self) -> CallFuture<Response<O::Output>> {
        let (client, prepared) = self.prepare();
        Box::pin(perform(client, O::SPEC, prepared))
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
    /// Every way in which a call can fail: see [`Error`].
    pub fn send(self) -> Result<Response<O::Output>, Error> {
        todo!()
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = CallFuture<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (client, prepared) = self.prepare();
        Box::pin(async move {
            let response = perform(client, O::SPEC, prepared).await?;
            Ok(response.value)
        })
    }
}

async fn perform<T: Answer>(
    client: Client,
    spec: &'static OperationSpec,
    prepared: Result<Prepared, Error>,
) -> Result<Response<T>, Error> {
    let Prepared { transport, guessed, request, idempotency_key } = prepared?;
    let answer = transport.send(request).await;
    let read = interpret(client.inner.config.api, spec, answer).and_then(|accepted| Ok((value(&accepted)?, accepted)));
    match read {
        Ok((value, accepted)) => {
            Ok(Response { value, status: accepted.status, request_id: accepted.request_id, idempotency_key })
        }
        Err(failure) => Err(Error::new(spec, idempotency_key, failure).at_guessed_address_of(guessed)),
    }
}

impl<O: Operation, W> fmt::Debug for Call<O, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        let header_names: Vec<&String> = options.headers.iter().map(|(name, _)| name).collect();
        let parameter_names: Vec<&String> = options.parameters.pairs().iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("operation", &O::SPEC.id)
            .field("has_idempotency_key", &options.idempotency_key.is_some())
            .field("timeout", &options.timeout)
            .field("headers", &header_names)
            .field("parameters", &parameter_names)
            .field("path", &options.path)
            .field("profile", &options.profile.map(|profile| profile.name))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use payspec_core::{ApiSpec, BodyFormat, Empty, ErrorFormat, Evidence, EvidenceLevel, Method};

    use super::*;

    const EVIDENCE: Evidence = Evidence { level: EvidenceLevel::Inferred, at: "", note: "" };

    static API: ApiSpec = ApiSpec {
        name: "small",
        title: "Small",
        environments: &[],
        services: &[],
        request_id_header: None,
        idempotency: None,
        errors: ErrorFormat { fields: None, messages: &[], code: None },
        operations: &[],
    };

    struct Ping;

    impl Operation for Ping {
        const SPEC: &'static OperationSpec = &OperationSpec {
            id: "ping",
            method: Method::Get,
            path: "/ping",
            body: BodyFormat::None,
            service: None,
            auth: None,
            idempotency_key: false,
            changes_state: false,
            paging: None,
            headers: &[],
            responses: &[],
            rules: &[],
            rules_against: &[],
            profiles: &[],
            evidence: EVIDENCE,
            path_evidence: EVIDENCE,
        };
        type Output = Empty;

        fn encode(&self, _form: &mut Form) {}
    }

    #[test]
    fn the_future_in_the_box_is_small_too() {
        let client = Client::builder(&API, "http://127.0.0.1:1").build().expect("the settings are right");
        let (client, prepared) = client.call(Ping).prepare();
        let future = perform::<Empty>(client, Ping::SPEC, prepared);
        assert!(size_of_val(&future) < 2048, "{} bytes", size_of_val(&future));
    }
}
