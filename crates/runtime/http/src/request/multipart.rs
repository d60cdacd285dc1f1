//! `multipart/form-data` bodies (RFC 7578) with parameters and files.

use bytes::Bytes;
use payspec_core::Blob;
use uuid::Uuid;

use crate::wiping;

/// A body with its `Content-Type`.
pub(crate) struct Multipart {
    pub(crate) content_type: String,
    pub(crate) body: Bytes,
}

/// Writes a part for each pair, then one for each file.
pub(crate) fn write(pairs: &[(String, String)], files: &[(&'static str, &Blob)]) -> Multipart {
    let boundary = boundary(files);
    let size: usize = files.iter().map(|(_, file)| file.bytes.len() + 256).sum();
    let pairs_size: usize = pairs.iter().map(|(name, value)| name.len() + value.len() + 256).sum();
    let mut body = wiping::Buffer::with_capacity(size + pairs_size + 64);
    for (name, value) in pairs {
        part(&mut body, &boundary, &[("name", name)], None, value.as_bytes());
    }
    for (name, file) in files {
        // Without a file name, servers treat a part as a parameter.
        let file_name = file.file_name.as_deref().unwrap_or("file");
        let content_type = file.content_type.as_deref().filter(|text| is_header_value(text));
        let content_type = content_type.unwrap_or("application/octet-stream");
        part(&mut body, &boundary, &[("name", name), ("filename", file_name)], Some(content_type), &file.bytes);
    }
    body.push(format!("--{boundary}--\r\n").as_bytes());
    Multipart { content_type: format!("multipart/form-data; boundary={boundary}"), body: body.into_bytes() }
}

/// Returns a boundary that no file contains. A random one almost certainly qualifies; searching the files makes it
/// certain.
fn boundary(files: &[(&'static str, &Blob)]) -> String {
    loop {
        let boundary = format!("payspec-{}", Uuid::new_v4().simple());
        let found = |file: &Blob| file.bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !files.iter().any(|(_, file)| found(file)) {
            return boundary;
        }
    }
}

fn part(
    body: &mut wiping::Buffer,
    boundary: &str,
    disposition: &[(&str, &str)],
    content_type: Option<&str>,
    content: &[u8],
) {
    let mut head = format!("--{boundary}\r\nContent-Disposition: form-data");
    for (key, value) in disposition {
        head.push_str(&format!("; {key}=\"{}\"", escaped(value)));
    }
    head.push_str("\r\n");
    if let Some(content_type) = content_type {
        head.push_str(&format!("Content-Type: {content_type}\r\n"));
    }
    head.push_str("\r\n");
    body.push(head.as_bytes());
    body.push(content);
    body.push(b"\r\n");
}

/// Escapes a name as browsers do (WHATWG HTML, "multipart form data"): whatever would end the name or the line.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_boundaries_and_nothing_breaks_out_of_them() {
        let pairs = [("profile[name]".to_owned(), "Zoë\r\n--x".to_owned())];
        let file =
            Blob::new(b"%PDF\x00\xFF".to_vec()).file_name("a\"b\r\n.pdf").content_type("application/pdf\r\nX: y");
        let Multipart { content_type, body } = write(&pairs, &[("file", &file)]);
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("the type names it");
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"profile[name]\"\r\n\r\nZoë\r\n--x\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.pdf\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let mut whole = expected.into_bytes();
        whole.extend_from_slice(b"%PDF\x00\xFF\r\n");
        whole.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        assert_eq!(body, whole);
    }
}
