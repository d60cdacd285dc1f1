//! Tokens: got for the credentials, kept, and got anew before they expire or when the API says that they have.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use payspec_core::{Form, Secret, TokenCarrier, TokenSpec, json};
use serde_json::{Map, Value};

use crate::client::Config;
use crate::clock::{Clock as _, SystemClock, within};
use crate::credential::sensitive;
use crate::error::{ErrorKind, Failure, Meaning, explain, member, of_status};
use crate::interpret::{outcomes, verdict};
use crate::retry::RetryAfter;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};
use crate::wiping;

/// A token is got anew this long before it expires, or a tenth of its life where that is less: a request takes time.
const MARGIN: Duration = Duration::from_secs(30);

/// Gets tokens for the credentials of one scheme. Clones of a client share it.
pub(crate) struct TokenSource {
    spec: &'static TokenSpec,
    credentials: Vec<Secret>,
    /// Read and written at a look, never held for longer.
    kept: Mutex<Option<Token>>,
    /// Held by the call that gets a token, so that many calls get one. A call that nobody polls any more may hold it for
    /// ever, so nobody waits for it without end.
    getting: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Token {
    text: Secret,
    /// From when on it is not used any more.
    stale: Option<Instant>,
}

/// What a call knows of its token.
pub(crate) struct Renewal {
    source: Option<Arc<TokenSource>>,
    /// The token that the last attempt carried.
    used: Option<Secret>,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Fresh,
    /// The API has just said that the token has expired.
    Due,
    /// A call gets one new token. An API that refuses that one as well means something else.
    Done,
}

impl Renewal {
    pub(crate) fn of(source: Option<Arc<TokenSource>>) -> Self {
        Self { source, used: None, state: State::Fresh }
    }

    /// A request with the token in it; without a scheme that has tokens, as it is. The time that this takes is time of the
    /// request.
    ///
    /// What gets a token is boxed, so that calls without one have no room for it.
    pub(crate) async fn with_token(
        &mut self,
        config: &Config,
        request: &HttpRequest,
    ) -> Result<HttpRequest, Box<Failure>> {
        match self.source.clone() {
            Some(source) => Box::pin(self.add_token(source, config, request.clone())).await,
            None => Ok(request.clone()),
        }
    }

    async fn add_token(
        &mut self,
        source: Arc<TokenSource>,
        config: &Config,
        mut request: HttpRequest,
    ) -> Result<HttpRequest, Box<Failure>> {
        let refused = if self.state == State::Due { self.used.take() } else { None };
        if refused.is_some() {
            self.state = State::Done;
        }
        let time = TimeLeft::of(&request);
        let token = source.token(config, &request, time, refused).await.map_err(Failure::before_the_call)?;
        put(source.spec.carrier, &token, &mut request)?;
        request.timeout = time.left().map_err(Failure::before_the_call)?;
        self.used = Some(token);
        Ok(request)
    }

    /// Takes note of a failure that says that the token has expired.
    pub(crate) fn look_at(&mut self, failure: Box<Failure>) -> Box<Failure> {
        let Some(source) = &self.source else { return failure };
        let spec = source.spec;
        let status = failure.status();
        // A server that failed may have done what it was asked, whatever its body says.
        let has_failed = status.is_some_and(|status| status >= 500 || status == 408);
        let expired = status.is_some_and(|status| spec.expired_statuses.contains(&status))
            || (!has_failed && failure.code().is_some_and(|code| spec.expired_codes.contains(&code)));
        if failure.is_before_the_call() || !expired {
            return failure;
        }
        if self.state == State::Fresh {
            self.state = State::Due;
        } else if let Some(used) = &self.used {
            source.forget(used);
        }
        failure.as_unauthenticated()
    }

    /// Whether the call is to be sent again, with a new token.
    pub(crate) fn is_due(&self) -> bool {
        self.state == State::Due
    }
}

impl TokenSource {
    pub(crate) fn new(spec: &'static TokenSpec, credentials: Vec<Secret>) -> Self {
        Self { spec, credentials, kept: Mutex::new(None), getting: tokio::sync::Mutex::new(()) }
    }

    fn kept(&self) -> MutexGuard<'_, Option<Token>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token that is kept, where it can be used.
    fn usable(&self, now: Instant, refused: Option<&Secret>) -> Option<Secret> {
        let kept = self.kept();
        let usable = |token: &&Token| {
            token.stale.is_none_or(|stale| now < stale) && refused.is_none_or(|refused| *refused != token.text)
        };
        kept.as_ref().filter(usable).map(|token| token.text.clone())
    }

    /// The token that is kept, or a new one. One that was refused is not given again.
    async fn token(
        &self,
        config: &Config,
        call: &HttpRequest,
        time: TimeLeft,
        refused: Option<Secret>,
    ) -> Result<Secret, Box<Failure>> {
        if let Some(refused) = &refused {
            self.forget(refused);
        }
        if let Some(token) = self.usable(config.clock.now(), refused.as_ref()) {
            return Ok(token);
        }
        // Half of the time for the token of another call; then this one gets its own.
        let alone = within(time.left()? / 2, self.getting.lock()).await;
        let now = config.clock.now();
        if let Some(token) = self.usable(now, refused.as_ref()) {
            return Ok(token);
        }
        let token = self.get(config, call, time, now).await?;
        let text = token.text.clone();
        *self.kept() = Some(token);
        drop(alone);
        Ok(text)
    }

    /// Makes sure that the next call does not begin with this token.
    fn forget(&self, refused: &Secret) {
        let mut kept = self.kept();
        if kept.as_ref().is_some_and(|token| token.text == *refused) {
            *kept = None;
        }
    }

    async fn get(
        &self,
        config: &Config,
        call: &HttpRequest,
        time: TimeLeft,
        now: Instant,
    ) -> Result<Token, Box<Failure>> {
        let server = config.servers.of_token(self.spec)?;
        let address = format!("{}{}", server.base.as_str(), self.spec.path);
        let uri: Uri =
            address.parse().map_err(|_| Failure::configuration("the address where tokens are given is not valid"))?;
        let mut form = Form::from_pairs(self.spec.send.iter().copied());
        for (name, value) in self.spec.parameters.iter().zip(&self.credentials) {
            form.push(*name, value.expose());
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(header::USER_AGENT, config.user_agent.clone());
        let body = wiping::bytes(form.encode().into_bytes());
        let (operation, timeout, max_response_bytes) = (call.operation, time.left()?, call.max_response_bytes);
        let request = HttpRequest { operation, method: Method::POST, uri, headers, body, timeout, max_response_bytes };
        let answer = server.transport.send(request).await.map_err(cut_off)?;
        let status = answer.status.as_u16();
        let known = outcomes(config.api, self.spec.service);
        let meaning = verdict(known, config.api, None, status, &answer.body).unwrap_or_else(|| of_status(status));
        let token = match meaning {
            Meaning::Success => self.read(&answer.body, now),
            Meaning::Failure(_) => None,
        };
        // A body that may hold a token is not kept, whatever it says.
        token.ok_or_else(|| {
            let mut explanation = explain(&config.api.errors, &answer.body);
            explanation.fields.clear();
            explanation.message = Some(self.why(&answer.body).unwrap_or_else(|| {
                let member = self.spec.answer;
                format!("no token was given for the credentials (`{member}` of the answer is missing, or is no token)")
            }));
            let request_id = explanation.request_id.clone();
            Failure::answer(without_token(meaning))
                .with_explanation(explanation)
                .with_retry_after(RetryAfter::read(&answer.headers))
                .with_answer(status, request_id, &Bytes::new())
        })
    }

    fn read(&self, body: &[u8], now: Instant) -> Option<Token> {
        let members = members(body)?;
        let text = member(&members, self.spec.answer)?.as_str().filter(|text| is_token(self.spec.carrier, text))?;
        let life = self.spec.lifetime.and_then(|path| seconds(member(&members, path)?));
        let life = Duration::from_secs(life.unwrap_or(self.spec.lifetime_seconds.into()));
        let token =
            Token { text: Secret::from(text), stale: now.checked_add(life.saturating_sub(MARGIN.min(life / 10))) };
        members.into_iter().for_each(|(_, mut value)| json::wipe(&mut value));
        Some(token)
    }

    /// What OAuth 2.0 says is wrong: a sentence, or a word.
    fn why(&self, body: &[u8]) -> Option<String> {
        let members = members(body)?;
        let text = |name: &str| members.get(name)?.as_str().filter(|text| !text.trim().is_empty());
        let text = text("error_description").or_else(|| text("error"))?;
        // Whoever answers could repeat what it was sent.
        let echoes = self.credentials.iter().any(|secret| text.contains(secret.expose()));
        (!echoes).then(|| format!("no token was given for the credentials: {text}"))
    }
}

/// How much of its time a request has left. A transport takes real time, so this does.
#[derive(Clone, Copy)]
struct TimeLeft {
    began: Instant,
    timeout: Duration,
}

impl TimeLeft {
    fn of(request: &HttpRequest) -> Self {
        Self { began: SystemClock.now(), timeout: request.timeout }
    }

    fn left(self) -> Result<Duration, Box<Failure>> {
        let passed = SystemClock.now().saturating_duration_since(self.began);
        let left = self.timeout.saturating_sub(passed);
        if left.is_zero() {
            return Err(Failure::transport(TransportError::new(TransportErrorKind::Timeout)));
        }
        Ok(left)
    }
}

/// What it is to a call that no token was given for it. That something is not there, or was declined, is said of the token
/// and not of what the call is about.
fn without_token(meaning: Meaning) -> ErrorKind {
    match meaning {
        Meaning::Failure(kind @ (ErrorKind::Server | ErrorKind::RateLimited | ErrorKind::Unexpected)) => kind,
        // OAuth 2.0 answers 400 to credentials that are wrong (RFC 6749, section 5.2).
        Meaning::Failure(_) | Meaning::Success => ErrorKind::Unauthenticated,
    }
}

/// The failure of an exchange whose answer was cut off. A status of failure counts, and nothing of the body is kept: it may
/// hold a token.
fn cut_off(error: TransportError) -> Box<Failure> {
    let (error, received) = error.without_received();
    let status = received.map(|received| received.status.as_u16());
    match status.map(|status| (status, of_status(status))) {
        Some((status, meaning @ Meaning::Failure(_))) => {
            Failure::answer(without_token(meaning)).cut_off_by(error).with_answer(status, None, &Bytes::new())
        }
        Some((_, Meaning::Success)) | None => Failure::transport(error),
    }
}

/// Whether a text can be a token: one that a header cannot carry would fail every call.
fn is_token(carrier: TokenCarrier, text: &str) -> bool {
    match carrier {
        TokenCarrier::Bearer => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()),
        TokenCarrier::Query { .. } => !text.trim().is_empty(),
    }
}

fn members(body: &[u8]) -> Option<Map<String, Value>> {
    match json::read_body(body) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Puts a token into a request.
fn put(carrier: TokenCarrier, token: &Secret, request: &mut HttpRequest) -> Result<(), Box<Failure>> {
    match carrier {
        TokenCarrier::Bearer => {
            let text = wiping::text(&["Bearer ", token.expose()]);
            let value = sensitive("token", &text).map_err(|error| Failure::configuration(error.to_string()))?;
            request.headers.insert(header::AUTHORIZATION, value);
        }
        TokenCarrier::Query { name } => {
            let pair = Form::from_pairs([(name, token.expose())]).encode();
            let joint = if request.uri.query().is_some() { '&' } else { '?' };
            request.uri = format!("{}{joint}{pair}", request.uri)
                .parse()
                .map_err(|_| Failure::configuration("the address with the token is not valid: it is too long"))?;
        }
    }
    Ok(())
}

/// Shows where tokens come from.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("path", &self.spec.path).finish_non_exhaustive()
    }
}
