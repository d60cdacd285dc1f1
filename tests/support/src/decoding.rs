//! Whether what a client sent decodes to what it was made of.

use std::collections::BTreeSet;

use payspec_core::server::{DecodeOperation, Decoded, ReceivedRequest, path_parameters};
use payspec_core::{Blob, EncodedParameters};

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
    let Decoded { params: decoded, unknown, headers, .. } = O::decode(&received).map_err(|error| error.to_string())?;
    if !unknown.is_empty() {
        return Err(format!("not decoded: {unknown:?}"));
    }
    let named: BTreeSet<&str> = headers.iter().map(|(name, _)| *name).collect();
    let is_sent = |name: &str| request.headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name));
    if O::SPEC.headers.iter().any(|header| is_sent(header.name) != named.contains(header.name)) {
        return Err(format!("other headers: {named:?}"));
    }
    if decoded.path_parameters() != params.path_parameters() {
        return Err("another path".to_owned());
    }
    same(&params.encoded(), &decoded.encoded())
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
