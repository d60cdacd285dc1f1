//! Forms that a page posts into a frame by itself, as HTML.

use std::fmt;

use payspec_core::html::escape;
use url::{Host, Url};

/// A form that a page posts into a frame: to the bank's method URL or to its challenge page.
///
/// The document wants both in one page, without leaving it (“3DS 2.2 BRW (paiement unitaire)”, “FAQ 3DS 2.2”).
/// [`html`](Self::html) gives the markup to put there: a frame, the form, and a script that posts the one into the
/// other.
///
/// ```
/// use payspec::centralpay::three_ds::{FrameForm, FrameOptions};
///
/// let form = FrameForm::new("https://acs.example/challenge", [("creq", "eyJtZXNzYWdlVHlwZSI6IkNSZXEifQ")])?;
/// let options = FrameOptions::new("challenge").nonce("c2VjcmV0LW9mLXRoaXMtcGFnZQ").size(390, 400);
/// let html = form.html(&options)?;
/// assert!(html.contains(r#"<iframe name="challenge" title="3-D Secure" width="390" height="400"></iframe>"#));
/// assert!(FrameForm::new("javascript:alert(1)", [("creq", "")]).is_err());
/// # Ok::<(), payspec::centralpay::three_ds::FormError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FrameForm {
    action: Url,
    fields: Vec<(String, String)>,
}

/// Shows the host that the form goes to and the names of its fields.
impl fmt::Debug for FrameForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("FrameForm").field("origin", &self.origin()).field("fields", &names).finish_non_exhaustive()
    }
}

impl FrameForm {
    /// Creates a form of hidden fields.
    ///
    /// # Errors
    ///
    /// [`FormError`] when `action` is not an absolute `https` address without login, or a field holds a character that
    /// HTML cannot carry. As a client does, it accepts plain `http` for this machine (`127.0.0.1`, `[::1]`, `localhost`),
    /// where a test server runs.
    pub fn new<N: Into<String>, V: Into<String>>(
        action: &str,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, FormError> {
        let action = Url::parse(action).map_err(|_| FormError::Action)?;
        let has_login = !action.username().is_empty() || action.password().is_some();
        if !(action.scheme() == "https" || is_plain_loopback(&action)) || has_login || !action.has_host() {
            return Err(FormError::Action);
        }
        let fields: Vec<(String, String)> =
            fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        if fields.iter().any(|(name, value)| !can_travel(name) || !can_travel(value)) {
            return Err(FormError::Field);
        }
        Ok(Self { action, fields })
    }

    /// Returns where the form is posted.
    pub fn action(&self) -> &str {
        self.action.as_str()
    }

    /// Scheme and host of the action, as a content security policy names them: `https://acs.example`.
    ///
    /// A bank may lead its frame on to other hosts of its own.
    pub fn origin(&self) -> String {
        self.action.origin().ascii_serialization()
    }

    /// Returns the fields, for a page that builds its forms by itself.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the markup of frame, form and script. Every text in it is escaped.
    ///
    /// A content security policy of the page has to let three things through: the script, by its
    /// [nonce](FrameOptions::nonce); `frame-src` and `form-action` to `https:`, as banks have many hosts and redirect
    /// between them. There is no style and no event handler in the markup. The frame has no `sandbox`: banks need
    /// scripts, forms and their apps, and a cross-origin frame reaches nothing of the page anyway.
    ///
    /// # Errors
    ///
    /// [`FormError`] when the id or the nonce cannot be put into HTML and a script.
    pub fn html(&self, options: &FrameOptions) -> Result<String, FormError> {
        options.check()?;
        let id = &options.id;
        let frame = match options.size {
            Some((width, height)) => format!(" width=\"{width}\" height=\"{height}\""),
            None => String::new(),
        };
        let hidden = if options.hidden { " hidden" } else { "" };
        let title = escape(&options.title);
        let mut html = format!("<iframe name=\"{id}\" title=\"{title}\"{frame}{hidden}></iframe>\n");
        let action = escape(self.action.as_str());
        html.push_str(&format!("<form id=\"{id}-form\" method=\"post\" action=\"{action}\" target=\"{id}\">\n"));
        for (name, value) in &self.fields {
            let (name, value) = (escape(name), escape(value));
            html.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n"));
        }
        if !options.hidden {
            html.push_str(&format!("<noscript><button>{title}</button></noscript>\n"));
        }
        html.push_str("</form>\n");
        let nonce = match &options.script {
            Script::OfThePage => return Ok(html),
            Script::Inline => String::new(),
            Script::Nonce(nonce) => format!(" nonce=\"{nonce}\""),
        };
        // The id was checked: it needs no escaping in a script.
        html.push_str(&format!("<script{nonce}>document.getElementById(\"{id}-form\").submit();</script>\n"));
        Ok(html)
    }
}

/// Returns `true` if an address is one of this machine, without TLS.
fn is_plain_loopback(action: &Url) -> bool {
    let is_loopback = match action.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    action.scheme() == "http" && is_loopback
}

/// How a [`FrameForm`] is put into a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameOptions {
    id: String,
    title: String,
    size: Option<(u16, u16)>,
    hidden: bool,
    script: Script,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Script {
    Inline,
    Nonce(String),
    OfThePage,
}

impl FrameOptions {
    /// Creates a visible frame of this name, posted by an inline script; the form's id is the name with `-form` behind
    /// it.
    ///
    /// The name is letters, digits, `-` and `_`, starts with a letter, and is used once in a page.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), title: "3-D Secure".to_owned(), size: None, hidden: false, script: Script::Inline }
    }

    /// The nonce of the page's content security policy, which lets the script run: fresh for every page, in base64.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.script = Script::Nonce(nonce.into());
        self
    }

    /// No script: the page has one of its own that submits the form.
    #[must_use]
    pub fn without_script(mut self) -> Self {
        self.script = Script::OfThePage;
        self
    }

    /// The frame is not shown: for the method form, which nobody needs to see.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The frame's width and height in pixels.
    ///
    /// CentralPay makes the challenge request and documents no window size for it, and none is in its sample. EMV 3-D
    /// Secure has 250 x 400, 390 x 400, 500 x 600, 600 x 400 and the full window.
    #[must_use]
    pub const fn size(mut self, width: u16, height: u16) -> Self {
        self.size = Some((width, height));
        self
    }

    /// What the frame is, for screen readers, and for a button where scripts are off: in the cardholder's language.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    fn check(&self) -> Result<(), FormError> {
        let id_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !self.id.starts_with(|c: char| c.is_ascii_alphabetic()) || !self.id.chars().all(id_part) {
            return Err(FormError::Id);
        }
        let nonce_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/' | '=');
        match &self.script {
            Script::Nonce(nonce) if nonce.is_empty() || !nonce.chars().all(nonce_part) => Err(FormError::Nonce),
            _ if !can_travel(&self.title) => Err(FormError::Field),
            _ => Ok(()),
        }
    }
}

/// HTML turns NUL into something else and line ends into other line ends, so the form would not be what was meant.
fn can_travel(text: &str) -> bool {
    !text.contains(char::is_control)
}

/// Why a form cannot be put into a page. Says no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormError {
    /// The action is not an absolute `https` address without login.
    Action,
    /// A field or the title holds a control character.
    Field,
    /// The name of the frame is not letters, digits, `-` and `_` that start with a letter.
    Id,
    /// The nonce is empty or not base64.
    Nonce,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Action => "a form of 3-D Secure goes to an absolute https address without login; this one does not",
            Self::Field => "a field of the form, or the title of its frame, holds a control character",
            Self::Id => "the name of a frame is letters, digits, `-` and `_`, and starts with a letter",
            Self::Nonce => "a nonce is one or more characters of base64",
        })
    }
}

impl std::error::Error for FormError {}
