//! Escaping for HTML and inline scripts.

/// Escapes a text for use as element content or as a quoted attribute value.
///
/// ```
/// use payspec_core::html::escape;
///
/// assert_eq!(escape("\"><script>"), "&quot;&gt;&lt;script&gt;");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A parser normalises both to one line break, and replaces other control characters.
            '\r' => escaped.push_str("&#13;"),
            '\0' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns a text as a JavaScript string literal, with quotation marks, for an inline script: nothing in it can end the
/// literal, the script or a comment.
///
/// ```
/// use payspec_core::html::script_text;
///
/// assert_eq!(script_text("a\"b</script>"), r#""a\u0022b\u003c/script\u003e""#);
/// ```
pub fn script_text(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit).ok().filter(|byte| byte.is_ascii_alphanumeric() || b" -_.,:;/?=@+#%()".contains(byte))
        {
            Some(byte) => literal.push(char::from(byte)),
            None => literal.push_str(&format!("\\u{unit:04x}")),
        }
    }
    literal.push('"');
    literal
}
