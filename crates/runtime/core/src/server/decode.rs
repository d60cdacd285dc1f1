//! From the parts of a request to the parameters of an operation.

use std::fmt;

use serde_json::Value;

use super::error::{DecodeError, DecodeErrorKind};
use super::parameters::Parameters;
use super::request::ReceivedRequest;
use super::response::ResponseBody;
use super::tree::{Members, Node};
use super::{form, multipart, path, reading, text};
use crate::object::Blank;
use crate::redact::{shown_name, shown_names};
use crate::{AuthScheme, BodyFormat, ListStyle, Operation, OperationSpec, Path, Secret, TokenCarrier, TokenSpec};

/// The maximum size of a query or of a body other than multipart, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;
/// The maximum size of a multipart body, in bytes, whether or not it has files.
pub const MAX_MULTIPART_BODY: usize = 20 * 1024 * 1024;

/// An operation whose parameters can be decoded from a request. Implemented by generated params types, with the feature
/// `server` of their crate.
pub trait DecodeOperation:
    Operation<Output: ResponseBody + Blank + PartialEq + fmt::Debug> + Blank + Clone + 'static
{
    /// How the API writes lists in queries and forms.
    #[doc(hidden)]
    const LISTS: ListStyle;

    /// The names of the parameters, sorted, with those in the path.
    const PARAMETERS: &'static [&'static str];

    /// Reads the parameters; returns `None` if they have a problem. For generated code.
    #[doc(hidden)]
    fn read(parameters: &mut Parameters) -> Option<Self>;

    /// Decodes the parameters of a request. Their rules are not checked.
    ///
    /// Parameters of the path come from the path only. Others come from the body or the query, wherever the operation has
    /// them; the body wins. An empty text is no value, except for texts and optional identifiers. The body is read as its
    /// `Content-Type` says; without one, as the operation sends it. A credential may be given once.
    ///
    /// # Errors
    ///
    /// Returns all parameters that are missing or do not match their types, or why the request cannot be read. No text of
    /// the error contains a value.
    fn decode(request: &ReceivedRequest<'_>) -> Result<Decoded<Self>, DecodeError> {
        let received = Received::of(Self::SPEC, request)?;
        let mut parameters = Parameters::of(received.members, received.is_form);
        let (params, mut unknown) = reading::request(received.is_form, Self::LISTS, || Self::read(&mut parameters));
        unknown.extend(received.unknown);
        hide_credentials(Self::SPEC, &mut unknown);
        let Some(params) = params else { return Err(parameters.into_error()) };
        Ok(Decoded { params, unknown, headers: headers(Self::SPEC, request), credentials: received.credentials })
    }
}

impl ReceivedRequest<'_> {
    /// Reads only the credentials that an operation takes as parameters ([`Decoded::credentials`]), for a server that
    /// needs them before it decodes the others. An empty one is included.
    ///
    /// # Errors
    ///
    /// Returns why the request cannot be read, or which credential is not one text. No text of the error contains a value.
    pub fn credentials(&self, spec: &OperationSpec) -> Result<Vec<(&'static str, Secret)>, DecodeError> {
        Ok(Received::of(spec, self)?.credentials)
    }
}

/// Visits the operations of an API, for example to build a table of routes and handlers. The function
/// `visit_operations` of a model crate calls it once for each operation.
pub trait OperationVisitor {
    /// Visits the operation with the parameters `O`.
    fn operation<O: DecodeOperation>(&mut self);
}

/// A decoded request.
///
/// `Debug` shows the parameters as their own `Debug` does; of everything else only the names.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Decoded<P> {
    /// The parameters. Their rules are not checked: call [`validate`](Operation::validate).
    pub params: P,
    /// The received parameters that the operation does not have, or that were given twice.
    pub unknown: Vec<UnknownParameter>,
    /// The headers that the operation names ([`OperationSpec::headers`]), if they were received.
    pub headers: Vec<(&'static str, String)>,
    /// The credentials that the API takes as parameters of the body ([`AuthScheme::BodyParameter`]) or the query
    /// ([`TokenCarrier::Query`]).
    pub credentials: Vec<(&'static str, Secret)>,
}

impl<P: fmt::Debug> fmt::Debug for Decoded<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("params", &self.params)
            .field("unknown", &shown_names(self.unknown.iter().map(|unknown| unknown.name.as_str())))
            .field("headers", &shown_names(self.headers.iter().map(|(name, _)| *name)))
            .field("credentials", &shown_names(self.credentials.iter().map(|(name, _)| *name)))
            .finish()
    }
}

/// A received parameter that the operation does not have.
///
/// `Debug` shows its name only.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct UnknownParameter {
    /// The name as a form would have it: `card[pin]`.
    pub name: String,
    /// The value: texts of forms are strings. `null` for a file; a credential in a place where the API takes none is
    /// `null` too, also inside the value.
    pub value: Value,
}

impl fmt::Debug for UnknownParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownParameter").field("name", &shown_name(&self.name)).finish_non_exhaustive()
    }
}

fn headers(spec: &OperationSpec, request: &ReceivedRequest<'_>) -> Vec<(&'static str, String)> {
    let found = spec.headers.iter().filter_map(|header| {
        let value = request.header_value(header.name)?;
        Some((header.name, value.to_owned()))
    });
    found.collect()
}

/// The parameters of a request, wherever they were.
struct Received {
    members: Members,
    is_form: bool,
    unknown: Vec<UnknownParameter>,
    credentials: Vec<(&'static str, Secret)>,
}

impl Received {
    fn of(spec: &OperationSpec, request: &ReceivedRequest<'_>) -> Result<Self, DecodeError> {
        if request.query.len() > MAX_BODY {
            return Err(DecodeError::whole(DecodeErrorKind::TooLarge, "the query is too long"));
        }
        let query = form::parse(request.query.as_bytes())?;
        let (body, is_form) = body(spec, request)?;
        let mut received = Self { members: Vec::new(), is_form, unknown: Vec::new(), credentials: Vec::new() };
        received.add_path(request.path);
        received.add_body(spec, body)?;
        received.add_query(spec, query)?;
        Ok(received)
    }

    fn add_path(&mut self, path: &[(&'static str, String)]) {
        self.members.extend(path.iter().map(|(name, value)| ((*name).to_owned(), Node::Sent(value.clone()))));
    }

    fn add_body(&mut self, spec: &OperationSpec, mut body: Members) -> Result<(), DecodeError> {
        let in_body = if let Some(Credentials::Body(names)) = Credentials::of(spec) { names } else { &[] };
        self.take_credentials(in_body, &mut body)?;
        let mut body = unwrapped(spec, body, &mut self.unknown);
        self.take_credentials(in_body, &mut body)?;
        let before = self.members.len();
        for (name, node) in body {
            self.add(spec, name, node, before);
        }
        Ok(())
    }

    fn add_query(&mut self, spec: &OperationSpec, mut query: Members) -> Result<(), DecodeError> {
        match Credentials::of(spec) {
            Some(Credentials::Body(names)) => self.take_credentials(names, &mut query)?,
            Some(Credentials::Query(name)) => self.take_credentials(&[name], &mut query)?,
            None => {}
        }
        let before = self.members.len();
        for (name, node) in query {
            let is_constant = |(known, value): &(&str, &str)| *known == name && node == Node::Sent((*value).to_owned());
            if !spec.query.iter().any(is_constant) {
                self.add(spec, name, node, before);
            }
        }
        Ok(())
    }

    /// Adds a parameter of the body or the query, unless it belongs to the path or is one of the first `before`.
    fn add(&mut self, spec: &OperationSpec, name: String, node: Node, before: usize) {
        let is_given = self.members[..before].iter().any(|(known, _)| *known == name);
        if is_given || path::placeholders(spec.path).any(|known| known == name) {
            self.unknown.push(UnknownParameter { value: node.to_json(), name });
        } else {
            self.members.push((name, node));
        }
    }

    /// Takes credentials out of the members. Every one of them, because what remains is not protected as a secret.
    fn take_credentials(&mut self, names: &[&'static str], members: &mut Members) -> Result<(), DecodeError> {
        let wrong = |name, why| Err(DecodeError::at(DecodeErrorKind::Invalid, name, why));
        for name in names {
            let given = |(known, node): &mut (String, Node)| known == name && *node != Node::Null;
            for (_, node) in members.extract_if(.., given) {
                let (Node::Text(text) | Node::Sent(text) | Node::Number(text)) = node else {
                    return wrong(*name, "expected one text as the credential");
                };
                if self.credentials.iter().any(|(known, _)| known == name) {
                    return wrong(*name, "given more than once");
                }
                self.credentials.push((name, Secret::from(text)));
            }
        }
        Ok(())
    }
}

/// The credentials that an operation takes as parameters.
enum Credentials {
    /// In the body; they are also accepted in the query.
    Body(&'static [&'static str]),
    Query(&'static str),
}

impl Credentials {
    fn of(spec: &OperationSpec) -> Option<Self> {
        match spec.auth?.scheme {
            AuthScheme::BodyParameter { names } => Some(Self::Body(names)),
            AuthScheme::Token(TokenSpec { carrier: TokenCarrier::Query { name }, .. }) => Some(Self::Query(name)),
            _ => None,
        }
    }
}

/// Removes the values of credentials that are somewhere else than the API takes them.
fn hide_credentials(spec: &OperationSpec, unknown: &mut [UnknownParameter]) {
    let names: &[&str] = match &Credentials::of(spec) {
        Some(Credentials::Body(names)) => names,
        Some(Credentials::Query(name)) => &[name],
        None => return,
    };
    for parameter in unknown {
        hide_named(names, &parameter.name, &mut parameter.value);
    }
}

fn hide_named(names: &[&str], name: &str, value: &mut Value) {
    if name.split(['[', ']']).any(|step| names.contains(&step)) {
        *value = Value::Null;
    } else {
        hide_inside(names, value);
    }
}

/// Nobody reads inside a parameter that the operation does not have, so a credential may be at any depth of it.
fn hide_inside(names: &[&str], value: &mut Value) {
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| hide_named(names, name, value)),
        Value::Array(items) => items.iter_mut().for_each(|item| hide_inside(names, item)),
        _ => {}
    }
}

/// Returns the parameters inside the member that contains them. A body without that member is taken as it is.
fn unwrapped(spec: &OperationSpec, body: Members, unknown: &mut Vec<UnknownParameter>) -> Members {
    let Some(wrap) = spec.request_wrap else { return body };
    let mut members = body;
    for step in Path::new(wrap).steps() {
        let Some(at) = members.iter().position(|(name, _)| name == step) else { return members };
        let node = match members.swap_remove(at).1 {
            Node::Sent(text) => text::parse_lenient(&text).unwrap_or(Node::Sent(text)),
            node => node,
        };
        unknown.extend(members.drain(..).map(|(name, node)| UnknownParameter { name, value: node.to_json() }));
        members = match node {
            Node::Map(inner) => inner,
            // It is reported as a member that no field takes.
            other => vec![(step.to_owned(), other)],
        };
    }
    members
}

/// Reads the body. Returns whether it is a form.
fn body(spec: &OperationSpec, request: &ReceivedRequest<'_>) -> Result<(Members, bool), DecodeError> {
    let content_type = request.header_value("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_multipart = media_type == "multipart/form-data";
    let most = if is_multipart { MAX_MULTIPART_BODY } else { MAX_BODY };
    if request.body.len() > most {
        let message = format!("the body has more than {most} bytes");
        return Err(DecodeError::whole(DecodeErrorKind::TooLarge, message));
    }
    let is_json = spec.body == BodyFormat::Json;
    if request.body.is_empty() {
        return Ok((Members::new(), !is_json));
    }
    let says_json = media_type == "application/json" || media_type.ends_with("+json");
    match media_type.as_str() {
        _ if is_multipart => Ok((multipart::parse(request.body, content_type)?, true)),
        "application/x-www-form-urlencoded" => Ok((form::parse(request.body)?, true)),
        "" | "text/plain" if !is_json && !request.body.trim_ascii_start().starts_with(b"{") => {
            Ok((form::parse(request.body)?, true))
        }
        "" | "text/plain" => Ok((json(request.body)?, false)),
        _ if says_json => Ok((json(request.body)?, false)),
        _ => Err(DecodeError::whole(
            DecodeErrorKind::ContentType,
            "the content type of the body is none of application/x-www-form-urlencoded, application/json and \
             multipart/form-data",
        )),
    }
}

fn json(body: &[u8]) -> Result<Members, DecodeError> {
    let malformed = |why: &str| DecodeError::whole(DecodeErrorKind::Malformed, why);
    let text = std::str::from_utf8(body).map_err(|_| malformed("the JSON body is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Ok(Members::new());
    }
    match text::parse_strict(text) {
        Ok(Node::Map(members)) => Ok(members),
        Ok(_) => Err(malformed("expected a JSON object as the body")),
        Err(why) if why == text::TOO_LARGE => Err(DecodeError::whole(DecodeErrorKind::TooLarge, why)),
        Err(why) => Err(malformed(why)),
    }
}
