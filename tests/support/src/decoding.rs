//! Whether what a client sent decodes to what it was made of, and what a server writes is read as that.

use std::any::Any;
use std::collections::HashMap;

use payspec_core::json::collect_unreadable;
use payspec_core::server::{
    DecodeOperation, Decoded, Random, ReceivedRequest, ResponseBody, path_parameters, response_body,
};
use payspec_core::testing::{Messages, ResponseFixture};
use payspec_core::{
    AuthScheme, Blob, EncodedParameters, FromResponse, OperationSpec, Path, TokenCarrier, TokenSpec, parse_pairs,
    with_items_at,
};
use serde_json::Value;
use serde_json::value::RawValue;

/// The number of parameters that are made up for each operation.
pub const SAMPLES: u64 = 40;

/// The number of them that must be sendable.
pub const SENDABLE: usize = 4;

/// A request on its way.
#[derive(Debug)]
pub struct Sent<'r> {
    /// The path, which may start with folders of the base URL.
    pub path: &'r str,
    /// The query.
    pub query: &'r str,
    /// The headers.
    pub headers: Vec<(&'r str, &'r str)>,
    /// The body.
    pub body: &'r [u8],
}

/// Decodes a request, and compares what the result encodes to with what was sent.
///
/// # Errors
///
/// Returns the difference.
pub fn decodes_to<O: DecodeOperation>(request: &Sent<'_>, params: &O) -> Result<(), String> {
    let path = path_of(request.path, O::SPEC.path).ok_or("the path does not match its template")?;
    let mut received = ReceivedRequest::new().path(&path).query(request.query).body(request.body);
    for (name, value) in &request.headers {
        received = received.header(name, value);
    }
    let Decoded { params: decoded, unknown, headers, credentials, .. } =
        O::decode(&received).map_err(|error| error.to_string())?;
    if !unknown.is_empty() {
        return Err(format!("not decoded: {unknown:?}"));
    }
    let sent = |name: &str| request.headers.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name));
    let expected: Vec<(&str, String)> =
        O::SPEC.headers.iter().filter_map(|header| Some((header.name, sent(header.name)?.1.to_owned()))).collect();
    if headers != expected {
        return Err(format!("other headers: {headers:?}, not {expected:?}"));
    }
    let found: Vec<(&str, String)> =
        credentials.iter().map(|(name, value)| (*name, value.expose().to_owned())).collect();
    let expected = credentials_of(O::SPEC, request);
    if found != expected {
        return Err(format!("other credentials: {found:?}, not {expected:?}"));
    }
    if decoded.path_parameters() != params.path_parameters() {
        return Err("another path".to_owned());
    }
    same(&params.encoded(), &decoded.encoded())
}

/// Returns the credentials among the parameters of a request, as another parser reads them.
fn credentials_of(spec: &OperationSpec, request: &Sent<'_>) -> Vec<(&'static str, String)> {
    let (names, text): (&[&'static str], &[u8]) = match spec.auth.map(|auth| auth.scheme) {
        Some(AuthScheme::BodyParameter { names }) => (names, request.body),
        Some(AuthScheme::Token(TokenSpec { carrier: TokenCarrier::Query { name }, .. })) => {
            (std::slice::from_ref(name), request.query.as_bytes())
        }
        _ => return Vec::new(),
    };
    let json: Option<HashMap<String, Value>> = serde_json::from_slice(text).ok();
    let pairs = parse_pairs(text).unwrap_or_default();
    let in_pairs = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let value = |name: &str| match &json {
        Some(members) => members.get(name).and_then(Value::as_str).map(str::to_owned),
        None => in_pairs(name),
    };
    names.iter().map(|name| (*name, value(name).unwrap_or_default())).collect()
}

/// Reads the sample responses to an operation, and writes them as a server does: that must be the sample, and be read
/// as the same. Returns the differences.
pub fn responses_read_back<O: DecodeOperation>(samples: Messages) -> Vec<String> {
    let mut problems = Vec::new();
    let mut count = 0;
    for ResponseFixture { status, body, .. } in ResponseFixture::of(samples, O::SPEC.id) {
        let read = read_response::<O>(status, body.as_bytes()).and_then(|output| reads_back::<O>(status, &output));
        match read {
            Ok(written) if same_json(&written, body.as_bytes()) => {}
            Ok(written) => {
                problems.push(format!("{}: {body} is written as {}", O::SPEC.id, String::from_utf8_lossy(&written)));
            }
            Err(why) => problems.push(format!("{}: {why}: {body}", O::SPEC.id)),
        }
        count += 1;
    }
    if count == 0 {
        problems.push(format!("{}: there is no sample", O::SPEC.id));
    }
    problems
}

/// Makes up outputs of an operation, writes them as a server does, and reads them as a client does: that must give the
/// same. Returns the differences.
pub fn made_up_responses_read_back<O: DecodeOperation>() -> Vec<String> {
    let mut problems = Vec::new();
    let mut written = 0;
    for seed in 0..SAMPLES {
        let output = Random::without_nulls(seed).output::<O>();
        let successes = O::SPEC.responses.iter().filter(|response| response.error.is_none());
        let status = output.status().or_else(|| successes.map(|response| response.status).next()).unwrap_or(200);
        // Some amounts cannot be written: one in major units without its currency.
        if response_body(O::SPEC, &output).is_err() {
            continue;
        }
        written += 1;
        if let Err(why) = reads_back::<O>(status, &output)
            && problems.len() < 2
        {
            problems.push(format!("{} (seed {seed}): {why}", O::SPEC.id));
        }
    }
    if written < SENDABLE {
        problems.push(format!("{}: only {written} of the made-up outputs can be written", O::SPEC.id));
    }
    problems
}

/// Returns `true` if two bodies say the same. Members that are `null` say nothing, and the items of a list in a list
/// are read as those of the outer one.
fn same_json(one: &[u8], other: &[u8]) -> bool {
    let value = |text: &[u8]| serde_json::from_slice::<Value>(text).ok().map(plain);
    one == other || (value(one).is_some() && value(one) == value(other))
}

fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, plain(value)))
            .collect(),
        Value::Array(items) if items.iter().any(Value::is_array) => {
            let inner = |item| if let Value::Array(items) = item { items } else { vec![item] };
            plain(items.into_iter().flat_map(inner).collect())
        }
        Value::Array(items) => items.into_iter().map(plain).collect(),
        scalar => scalar,
    }
}

/// Returns the body, if the output is read from it again.
fn reads_back<O: DecodeOperation>(status: u16, output: &O::Output) -> Result<Vec<u8>, String> {
    let body = response_body(O::SPEC, output).map_err(|error| error.to_string())?;
    let shown = String::from_utf8_lossy(&body);
    let again = read_response::<O>(status, &body).map_err(|why| format!("{why}: {shown}"))?;
    // The type of a file is a header.
    let bytes = |output: &O::Output| (output as &dyn Any).downcast_ref::<Blob>().map(|blob| blob.bytes.clone());
    let is_same_file = || bytes(output).is_some() && bytes(output) == bytes(&again);
    // Codes in capitals that are written in small letters, and what a page has next to its items, differ in memory
    // only.
    let is_written_alike = || response_body(O::SPEC, &again).is_ok_and(|again| again == body);
    if again != *output && !is_same_file() && !is_written_alike() {
        return Err(format!("{shown}\n  of   {output:?}\n  read {again:?}"));
    }
    Ok(body)
}

/// Reads a response as a client does.
fn read_response<O: DecodeOperation>(status: u16, body: &[u8]) -> Result<O::Output, String> {
    let spec = O::SPEC;
    let has_body = spec.success_of(status).has_body;
    let wrap = spec.response_wrap.filter(|_| spec.items.is_none() && has_body).map(Path::new);
    let mut text = body;
    for step in wrap.iter().flat_map(|path| path.steps()) {
        let members: HashMap<String, &RawValue> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        text = members.get(step).ok_or_else(|| format!("no member {step}"))?.get().as_bytes();
    }
    let read = || O::Output::read_with_status(status, text, None);
    let (read, unreadable) = with_items_at(spec.items.map(Path::new), || collect_unreadable(read));
    match &unreadable[..] {
        [] => read.map_err(|error| error.to_string()),
        [first, ..] => Err(format!("{} is not read", first.path())),
    }
}

fn path_of(path: &str, template: &'static str) -> Option<Vec<(&'static str, String)>> {
    path.match_indices('/').find_map(|(at, _)| path_parameters(template, &path[at..]))
}

fn same(sent: &EncodedParameters<'_>, decoded: &EncodedParameters<'_>) -> Result<(), String> {
    let text = |encoded: &EncodedParameters<'_>| match (encoded.as_form(), encoded.as_json()) {
        (Some(form), _) => format!("{:?}", form.pairs()),
        (None, json) => format!("{json:?}"),
    };
    if text(sent) != text(decoded) {
        return Err(format!("\n  sent    {}\n  decoded {}", text(sent), text(decoded)));
    }
    // The client gives a file without name or type these.
    let file = |(name, file): &(&'static str, &Blob)| {
        let content_type = file.content_type.as_deref().unwrap_or("application/octet-stream").to_owned();
        (*name, file.bytes.clone(), file.file_name.as_deref().unwrap_or("file").to_owned(), content_type)
    };
    let files = |encoded: &EncodedParameters<'_>| encoded.files().iter().map(file).collect::<Vec<_>>();
    if files(sent) == files(decoded) { Ok(()) } else { Err("other files".to_owned()) }
}
