//! Tokens: obtained with the credentials, cached, and refreshed before they expire or when the API reports that they
//! have.

mod exchange;
mod source;

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, header};
use payspec_core::{ApiSpec, Form, Secret, TokenCarrier};

use self::source::Known;
pub(crate) use self::source::TokenSource;
use super::value::sensitive;
use crate::clock::{Clock, Moment, SystemClock};
use crate::error::Failure;
use crate::retry::HostBudget;
use crate::servers::Servers;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};
use crate::wiping;

/// What obtaining a token needs from the client.
#[derive(Clone, Copy)]
pub(crate) struct TokenContext<'a> {
    pub(crate) api: &'static ApiSpec,
    pub(crate) servers: &'a Servers,
    pub(crate) user_agent: &'a HeaderValue,
    pub(crate) clock: &'a dyn Clock,
}

/// The token state of a call.
pub(crate) struct TokenRefresh {
    source: Option<Arc<TokenSource>>,
    /// The token that the last attempt carried.
    used: Option<u64>,
    /// The failure returned for the last attempt.
    failed: Option<u64>,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Fresh,
    /// The API has just reported that the token has expired.
    Due,
    /// A call gets one new token. If the API rejects that one as well, the cause is something else.
    Done,
}

impl TokenRefresh {
    pub(crate) fn of(source: Option<Arc<TokenSource>>) -> Self {
        Self { source, used: None, failed: None, state: State::Fresh }
    }

    /// Adds the token to a request, obtaining one if necessary. A request whose scheme has no tokens is returned
    /// unchanged. The time taken counts towards the request's timeout.
    ///
    /// The future that obtains the token is boxed, so that calls without one do not reserve space for it.
    pub(crate) async fn with_token(
        &mut self,
        context: TokenContext<'_>,
        request: &HttpRequest,
    ) -> Result<HttpRequest, Box<Failure>> {
        match self.source.clone() {
            Some(source) => Box::pin(self.add_token(source, context, request.clone())).await,
            None => Ok(request.clone()),
        }
    }

    async fn add_token(
        &mut self,
        source: Arc<TokenSource>,
        context: TokenContext<'_>,
        mut request: HttpRequest,
    ) -> Result<HttpRequest, Box<Failure>> {
        let refused = if self.state == State::Due { self.used.take() } else { None };
        if refused.is_some() {
            self.state = State::Done;
        }
        let time = TimeLeft::of(&request);
        let known = Known { refused, failed: self.failed };
        let token = match source.token(context, &request, time, known).await {
            Ok(token) => token,
            Err((failure, number)) => {
                self.failed = number.or(self.failed);
                return Err(failure.as_token_error());
            }
        };
        put(source.spec.carrier, &token.text, &mut request)?;
        request.timeout = time.left().map_err(Failure::as_token_error)?;
        self.used = Some(token.number);
        Ok(request)
    }

    /// Records a failure that reports an expired token.
    pub(crate) fn note_failure(&mut self, failure: Box<Failure>) -> Box<Failure> {
        let Some(source) = &self.source else { return failure };
        let spec = source.spec;
        let status = failure.status();
        // A server error leaves open whether the operation was performed, whatever the body says.
        let has_failed = status.is_some_and(|status| status >= 500 || status == 408);
        let expired = status.is_some_and(|status| spec.expired_statuses.contains(&status))
            || (!has_failed && failure.code().is_some_and(|code| spec.expired_codes.contains(&code)));
        if failure.is_token_error() || !expired {
            return failure;
        }
        if self.state == State::Fresh {
            self.state = State::Due;
        } else if let Some(used) = self.used {
            source.forget(used);
        }
        failure.as_unauthenticated()
    }

    /// Returns the retry budget of the server that failed: that of the token endpoint if no token was obtained, or else
    /// `of_call`.
    pub(crate) fn budget_of<'b>(
        &self,
        failure: &Failure,
        servers: &'b Servers,
        of_call: &'b HostBudget,
    ) -> &'b HostBudget {
        let source = self.source.as_ref().filter(|_| failure.is_token_error());
        // Without an address nothing was sent, and nothing is retried.
        source.and_then(|source| servers.of_token(source.spec).ok()).map_or(of_call, |server| &server.budget)
    }

    /// Returns `true` if the call must be sent again with a new token.
    pub(crate) fn needs_refresh(&self) -> bool {
        self.state == State::Due
    }
}

/// The time that a request has left. It is real time, like that of the transport.
#[derive(Clone, Copy)]
struct TimeLeft {
    began: Moment,
    timeout: Duration,
}

impl TimeLeft {
    fn of(request: &HttpRequest) -> Self {
        Self { began: Moment::of(&SystemClock), timeout: request.timeout }
    }

    fn left(self) -> Result<Duration, Box<Failure>> {
        let passed = Moment::of(&SystemClock).since(self.began);
        let left = self.timeout.saturating_sub(passed);
        if left.is_zero() {
            return Err(Failure::transport(TransportError::new(TransportErrorKind::Timeout)));
        }
        Ok(left)
    }
}

/// Adds a token to a request.
fn put(carrier: TokenCarrier, token: &Secret, request: &mut HttpRequest) -> Result<(), Box<Failure>> {
    match carrier {
        TokenCarrier::Bearer => {
            let text = wiping::text(&["Bearer ", token.expose()]);
            let value = sensitive("token", &text).map_err(|error| Failure::configuration(error.to_string()))?;
            request.headers.insert(header::AUTHORIZATION, value);
        }
        TokenCarrier::Header { name, prefix } => {
            let text = wiping::text(&[prefix, token.expose()]);
            let value = sensitive("token", &text).map_err(|error| Failure::configuration(error.to_string()))?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                Failure::configuration(format!("`{name}` is not a valid header name: the API description is wrong"))
            })?;
            request.headers.insert(name, value);
        }
        TokenCarrier::Query { name } => {
            let pair = Form::from_pairs([(name, token.expose())]).encode();
            let joint = if request.uri.query().is_some() { '&' } else { '?' };
            request.uri = format!("{}{joint}{pair}", request.uri)
                .parse()
                .map_err(|_| Failure::configuration("the address including the token is too long"))?;
        }
    }
    Ok(())
}
