//! Building a request: path, credentials, headers, body.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use payspec_core::{
    self as core, AuthScheme, AuthSpec, BodyFormat, EncodedParameters, Form, ListStyle, OperationSpec, Path,
};

use super::options::CallOptions;
use super::path::PathProblem;
use super::wrap::Wrapped;
use super::{headers, multipart, path};
use crate::auth::{Credential, builder_call};
use crate::config::Config;
use crate::error::Failure;
use crate::idempotency::{self, KeyProblem};
use crate::servers::Server;
use crate::signing;
use crate::transport::HttpRequest;
use crate::wiping;

/// Everything in addition to the parameters that a request needs.
pub(crate) struct Outgoing<'a> {
    pub(crate) spec: &'static OperationSpec,
    pub(crate) server: &'a Server,
    pub(crate) options: &'a CallOptions,
    pub(crate) config: &'a Config,
    /// Whether the call has an idempotency key that protects it.
    pub(crate) keyed: bool,
    /// The value of the `Accept` header.
    pub(crate) accept: &'static str,
}

/// Where the parameters of an operation are sent.
enum Place {
    Query,
    FormBody,
    JsonBody,
    PartsBody,
    /// There are no parameters and no body.
    Nowhere,
}

impl Outgoing<'_> {
    pub(crate) fn request(
        &self,
        mut parameters: EncodedParameters<'_>,
        path_values: &[(&'static str, Cow<'_, str>)],
        timeout: Duration,
    ) -> Result<HttpRequest, Box<Failure>> {
        let path = self.path(path_values, &parameters)?;
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(self.accept));
        headers.insert(header::USER_AGENT, self.config.user_agent.clone());
        self.authenticate(&mut headers, &mut parameters)?;
        idempotency::write(self.config.api, self.spec, self.options.idempotency_key.as_ref(), &mut headers).map_err(
            |problem| match problem {
                KeyProblem::Configuration(why) => Failure::configuration(why),
                KeyProblem::Invalid(why) => Failure::invalid(why),
            },
        )?;
        self.add_headers(&mut headers)?;

        let mut address = format!("{}{path}", self.server.base.as_str());
        let mut query: String = Form::from_pairs(self.spec.query.iter().copied()).encode();
        let mut body = Bytes::new();
        match self.place(&parameters) {
            Place::Nowhere => {}
            Place::Query => {
                if !query.is_empty() && !parameters.is_empty() {
                    query.push('&');
                }
                query.push_str(&text(&parameters, self.config.api.lists));
            }
            Place::FormBody => {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
                let wrapped = self.wrapped();
                body = wiping::bytes(
                    match parameters.as_form().zip(wrapped) {
                        Some((form, wrapped)) => wrapped.form(form).encode_in_style(self.config.api.lists),
                        None => text(&parameters, self.config.api.lists),
                    }
                    .into_bytes(),
                );
            }
            Place::JsonBody => {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                body = json(&parameters, self.wrapped().as_ref())?;
            }
            Place::PartsBody => {
                let form = parameters.as_form().map(|form| form.in_style(self.config.api.lists)).unwrap_or_default();
                let parts = multipart::write(form.pairs(), parameters.files());
                let content_type = HeaderValue::from_str(&parts.content_type);
                let content_type = content_type.map_err(|_| Failure::invalid("the multipart boundary is not valid"))?;
                headers.insert(header::CONTENT_TYPE, content_type);
                body = parts.body;
            }
        }
        if !query.is_empty() {
            address.push('?');
            address.push_str(&query);
        }
        if let Some(value) =
            self.config.api.content_type_without_body.filter(|_| !headers.contains_key(header::CONTENT_TYPE))
        {
            headers.insert(header::CONTENT_TYPE, described_value("Content-Type", value)?);
        }
        if body.is_empty() && self.sends_content() {
            // Without it some servers wait for a body or respond with 411.
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let uri: Uri = address.parse().map_err(|_| {
            Failure::configuration("the address is not valid, probably because the query parameters are too long")
        })?;
        Ok(HttpRequest {
            operation: self.spec.id,
            method: method(self.spec.method),
            uri,
            headers,
            body,
            timeout,
            max_response_bytes: self.config.max_response_bytes,
            repeatable: !self.spec.changes_state || self.keyed,
        })
    }

    fn path(
        &self,
        values: &[(&'static str, Cow<'_, str>)],
        parameters: &EncodedParameters<'_>,
    ) -> Result<String, Box<Failure>> {
        let id = self.spec.id;
        let (template, whose) = match (&self.options.path, self.config.paths.get(id)) {
            (Some(template), _) => (template.as_str(), "set with `Call::path`"),
            (None, Some(template)) => (template.as_str(), "set with `ClientBuilder::path_override`"),
            (None, None) => (self.spec.path, "of the API description"),
        };
        path::expand(template, values, |name| parameters.has(name)).map_err(|problem| match problem {
            PathProblem::Value { .. } => Failure::invalid(problem.to_string()),
            _ => Failure::configuration(format!("the path {whose} is wrong: {problem}")),
        })
    }

    fn authenticate(
        &self,
        headers: &mut HeaderMap,
        parameters: &mut EncodedParameters<'_>,
    ) -> Result<(), Box<Failure>> {
        let Some(described) = self.spec.auth else { return Ok(()) };
        let (auth, given) = self.config.credential(described);
        if given.is_some()
            && let Some(call) = signing::builder_call(auth).filter(|_| !self.config.signers.contains_key(auth.name))
        {
            return Err(Failure::configuration(format!(
                "the signing key or signer of `{}` is missing: set it with `{call}` when building the client",
                auth.name
            )));
        }
        match (auth.scheme, given) {
            (AuthScheme::Basic, Some(Credential::Basic(value))) => {
                headers.insert(header::AUTHORIZATION, value.clone());
            }
            (AuthScheme::Header { name, .. }, Some(Credential::Header(value))) => {
                headers.insert(described_header(name)?, value.clone());
            }
            // The token is obtained when the call is sent, because it is short-lived; each attempt is signed after
            // that.
            (AuthScheme::Token(_), Some(Credential::Token(_)))
            | (AuthScheme::Signature, Some(Credential::Signature)) => {}
            // A call may bring its own, for example on behalf of another merchant.
            (AuthScheme::BodyParameter { names }, _) if names.iter().all(|name| parameters.has(name)) => {}
            (AuthScheme::BodyParameter { names }, Some(Credential::Parameters(values)))
                if names.len() == values.len() =>
            {
                let own: Vec<&str> = names.iter().copied().filter(|name| parameters.has(name)).collect();
                if !self.can_have_a_body() {
                    return Err(Failure::configuration(format!(
                        "the credential `{}` is a body parameter, but this operation has no body: its \
                         description is wrong",
                        auth.name
                    )));
                }
                for (name, value) in names.iter().zip(values).filter(|(name, _)| !own.contains(*name)) {
                    parameters.push(name, value.expose());
                }
            }
            (_, given) => {
                let problem = if given.is_some() { "was set as another kind of credential" } else { "is missing" };
                return Err(Failure::configuration(format!(
                    "the credential `{}` {problem}: set it with `{}` when building the client",
                    auth.name,
                    self.builder_calls(auth)
                )));
            }
        }
        Ok(())
    }

    /// Returns the builder method that sets the credential of a scheme, or of its alternative.
    fn builder_calls(&self, auth: &AuthSpec) -> String {
        let others = self.config.api.auth.iter().filter(|other| other.instead_of == Some(auth.name));
        let calls: Vec<String> = std::iter::once(auth).chain(others).map(builder_call).collect();
        calls.join("` or `")
    }

    /// Adds the headers that the operation lists, from the call or from the client, and then the call's other headers.
    fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), Box<Failure>> {
        for described in self.spec.headers {
            let name = described_header(described.name)?;
            let given = self.config.headers.iter().find(|(known, _)| *known == name);
            if let Some((name, value)) = given {
                headers.insert(name, value.clone());
            } else if let Some(value) = described.value {
                headers.insert(name, described_value(described.name, value)?);
            } else if described.required && !self.has_own(&name) {
                return Err(Failure::configuration(format!(
                    "the header `{0}` is missing: set it for all calls with `.{1}(..)` when building the client, or \
                     for this call with `.header(\"{0}\", ..)`",
                    described.name, described.setter
                )));
            }
        }
        for (name, value) in &self.options.headers {
            let (name, value) = headers::check(self.config.api, name, value).map_err(Failure::configuration)?;
            headers.insert(name, value);
        }
        Ok(())
    }

    fn has_own(&self, name: &HeaderName) -> bool {
        let mut own = self.options.headers.iter();
        own.any(|(own, _)| own.eq_ignore_ascii_case(name.as_str()))
    }

    fn place(&self, parameters: &EncodedParameters<'_>) -> Place {
        match self.spec.body {
            BodyFormat::Form => Place::FormBody,
            BodyFormat::Json => Place::JsonBody,
            BodyFormat::None if parameters.is_empty() => Place::Nowhere,
            // The caller added parameters that the description lacks.
            BodyFormat::None if self.can_have_a_body() => Place::FormBody,
            BodyFormat::None | BodyFormat::Query => Place::Query,
            BodyFormat::Multipart => Place::PartsBody,
        }
    }

    /// Returns the body member that contains the parameters, if there is one.
    fn wrapped(&self) -> Option<Wrapped<'static>> {
        let beside = match self.spec.auth.map(|auth| self.config.credential(auth).0.scheme) {
            Some(AuthScheme::BodyParameter { names }) => names,
            _ => &[],
        };
        Some(Wrapped { at: Path::new(self.spec.request_wrap?), beside })
    }

    fn can_have_a_body(&self) -> bool {
        self.sends_content() && self.spec.body != BodyFormat::Query
    }

    /// Returns `true` if requests with the method have content in HTTP, even if it is empty.
    fn sends_content(&self) -> bool {
        !matches!(self.spec.method, core::Method::Get | core::Method::Delete)
    }
}

/// Encodes the parameters as a form or query.
fn text(parameters: &EncodedParameters<'_>, lists: ListStyle) -> String {
    parameters.as_form().map_or_else(String::new, |form| form.encode_in_style(lists))
}

fn json(parameters: &EncodedParameters<'_>, wrapped: Option<&Wrapped<'_>>) -> Result<Bytes, Box<Failure>> {
    let mut written = wiping::Buffer::new();
    let members = parameters.as_json().and_then(|members| match wrapped {
        Some(wrapped) => serde_json::to_writer(&mut written, &wrapped.json(members)).ok(),
        None => serde_json::to_writer(&mut written, members).ok(),
    });
    members
        .map(|()| written.into_bytes())
        .ok_or_else(|| Failure::invalid("the parameters cannot be serialised as JSON"))
}

fn described_header(name: &'static str) -> Result<HeaderName, Box<Failure>> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
        Failure::configuration(format!("`{name}` is not a valid header name: the API description is wrong"))
    })
}

fn described_value(name: &str, value: &'static str) -> Result<HeaderValue, Box<Failure>> {
    HeaderValue::from_str(value).map_err(|_| {
        Failure::configuration(format!("the value of the header `{name}` is not valid: the API description is wrong"))
    })
}

fn method(method: core::Method) -> Method {
    match method {
        core::Method::Get => Method::GET,
        core::Method::Post => Method::POST,
        core::Method::Put => Method::PUT,
        core::Method::Patch => Method::PATCH,
        core::Method::Delete => Method::DELETE,
    }
}
