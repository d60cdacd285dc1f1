//! The frame of PEM files (RFC 7468), for the runtimes that read keys. They decode the Base64 themselves.

use zeroize::Zeroizing;

/// The first block of a PEM file.
pub struct Block<'a> {
    /// The kind of content: `PUBLIC KEY`.
    pub label: &'a str,
    /// The content in Base64, as one line.
    pub base64: Zeroizing<String>,
    /// The text after the block.
    pub rest: &'a str,
    /// The content is encrypted with a password.
    pub is_encrypted: bool,
}

/// Returns the first block; `None` if there is none, or if its first and last lines do not belong together.
pub fn block(text: &str) -> Option<Block<'_>> {
    let (label, rest) = text.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (inside, end) = rest.split_once("-----END ")?;
    let rest = end.strip_prefix(label)?.strip_prefix("-----")?;
    // The second form is that of older versions of OpenSSL: `Proc-Type: 4,ENCRYPTED`. Base64 has no comma.
    let is_encrypted = label == "ENCRYPTED PRIVATE KEY" || inside.contains("4,ENCRYPTED");
    Some(Block { label, base64: base64(inside), rest, is_encrypted })
}

/// Returns Base64 without line breaks and white space. An environment variable may contain `\n` in place of each line
/// break; Base64 has no backslash.
pub fn base64(text: &str) -> Zeroizing<String> {
    // Allocated at full size up front: growing would leave parts of a key behind in freed memory.
    let mut digits = Zeroizing::new(String::with_capacity(text.len()));
    let lines = text.split("\\n").flat_map(|line| line.split("\\r"));
    lines.flat_map(str::split_whitespace).for_each(|part| digits.push_str(part));
    digits
}

/// Returns a PEM file with line breaks in place of each `\n` and `\r\n` as escaped in an environment variable.
pub fn with_line_breaks(text: &str) -> Zeroizing<String> {
    let mut lines = Zeroizing::new(String::with_capacity(text.len()));
    for (number, line) in text.split("\\n").enumerate() {
        if number > 0 {
            lines.push('\n');
        }
        lines.push_str(line.strip_suffix("\\r").unwrap_or(line));
    }
    lines
}

/// The encoding of an RSA private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaEncoding {
    /// PKCS #1 (`RSA PRIVATE KEY`).
    Pkcs1,
    /// PKCS #8 (`PRIVATE KEY`).
    Pkcs8,
}

/// Returns the encoding of an RSA private key, and the key in Base64.
///
/// # Errors
///
/// Returns what is wrong with the key and what to do, phrased to follow the key's name: `is encrypted: ..`.
pub fn rsa_private_key(text: &str) -> Result<(RsaEncoding, Zeroizing<String>), &'static str> {
    let block = block(text).ok_or(
        "is not PEM (`-----BEGIN PRIVATE KEY-----`, Base64, `-----END PRIVATE KEY-----`): check where it is read from",
    )?;
    match block.label {
        _ if block.is_encrypted => Err("is encrypted: decrypt it first, for example with `openssl pkey`"),
        "PRIVATE KEY" => Ok((RsaEncoding::Pkcs8, block.base64)),
        "RSA PRIVATE KEY" => Ok((RsaEncoding::Pkcs1, block.base64)),
        _ => Err("is not an RSA private key: check where it is read from"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_found_however_its_lines_end() {
        for text in [
            "-----BEGIN PUBLIC KEY-----\nAAAA\nBBnr\n-----END PUBLIC KEY-----\nrest",
            "before -----BEGIN PUBLIC KEY-----\r\nAAAA\r\nBBnr\r\n-----END PUBLIC KEY-----\nrest",
            r"-----BEGIN PUBLIC KEY-----\nAAAA\nBBnr\n-----END PUBLIC KEY-----\nrest",
            r"-----BEGIN PUBLIC KEY-----\r\nAAAA\r\nBBnr\r\n-----END PUBLIC KEY-----\r\nrest",
            "-----BEGIN PUBLIC KEY-----AAAA BBnr-----END PUBLIC KEY-----rest",
        ] {
            let block = block(text).expect(text);
            assert_eq!((block.label, block.base64.as_str()), ("PUBLIC KEY", "AAAABBnr"), "{text}");
            assert!(block.rest.ends_with("rest") && !block.is_encrypted, "{text}");
        }
        for text in ["", "AAAA", "-----BEGIN A-----\nAAAA", "-----BEGIN A-----\nAAAA\n-----END B-----"] {
            assert!(block(text).is_none(), "{text}");
        }
    }

    #[test]
    fn escaped_line_breaks_become_line_breaks() {
        for (text, expected) in
            [(r"a\nb\r\nc\n", "a\nb\nc\n"), ("a\r\nb\n", "a\r\nb\n"), (r"a\r\\n", "a\\r\\\n"), ("", "")]
        {
            assert_eq!(with_line_breaks(text).as_str(), expected);
        }
    }

    #[test]
    fn what_is_no_usable_private_key_is_explained() {
        let frame = |label: &str, inside: &str| format!("-----BEGIN {label}-----\n{inside}\n-----END {label}-----\n");
        let old = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA";
        for (text, expected) in [
            (frame("PRIVATE KEY", "AAAA"), Ok((RsaEncoding::Pkcs8, "AAAA"))),
            (frame("RSA PRIVATE KEY", "AAAA"), Ok((RsaEncoding::Pkcs1, "AAAA"))),
            (frame("ENCRYPTED PRIVATE KEY", "AAAA"), Err("is encrypted")),
            (frame("RSA PRIVATE KEY", old), Err("is encrypted")),
            (frame("PUBLIC KEY", "AAAA"), Err("is not an RSA private key")),
            (frame("EC PRIVATE KEY", "AAAA"), Err("is not an RSA private key")),
            ("AAAA".to_owned(), Err("is not PEM")),
        ] {
            match (rsa_private_key(&text), expected) {
                (Ok((encoding, key)), Ok(expected)) => assert_eq!((encoding, key.as_str()), expected, "{text}"),
                (Err(shown), Err(expected)) => assert!(shown.starts_with(expected), "{text}: {shown}"),
                (read, _) => panic!("{text}: {read:?}"),
            }
        }
    }
}
