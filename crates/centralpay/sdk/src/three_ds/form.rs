//! HTML forms that a page posts into a frame automatically.

use std::fmt;

use payspec_core::html::escape;
use url::{Host, Url};

/// A form that a page posts into a frame: to the bank's method URL or to its challenge page.
///
/// The documentation requires both to happen in one page, without leaving it (“3DS 2.2 BRW (paiement unitaire)”, “FAQ
/// 3DS 2.2”). [`html`](Self::html) returns the markup to insert: a frame, the form, and a script that posts the form
/// into the frame.
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

/// Shows the host of the form's action and the names of its fields.
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
    /// Returns a [`FormError`] if `action` is not an absolute `https` address without a login, or if a field contains a
    /// character that HTML cannot represent. Like a client, it accepts plain `http` for loopback addresses
    /// (`127.0.0.1`, `[::1]`, `localhost`), for test servers.
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

    /// Returns the address that the form is posted to.
    pub fn action(&self) -> &str {
        self.action.as_str()
    }

    /// Returns the scheme and host of the action, as a content security policy names them: `https://acs.example`.
    ///
    /// A bank may redirect its frame to its other hosts.
    pub fn origin(&self) -> String {
        self.action.origin().ascii_serialization()
    }

    /// Returns the fields, for a page that builds its own forms.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the markup of the frame, form and script. All texts in it are escaped.
    ///
    /// A content security policy of the page must allow the script, by its [nonce](FrameOptions::nonce), and `https:`
    /// in `frame-src` and `form-action`, because banks have many hosts and redirect between them. The markup contains
    /// no style and no event handler. The frame has no `sandbox`: banks need scripts, forms and their apps, and a
    /// cross-origin frame cannot access the page anyway.
    ///
    /// # Errors
    ///
    /// Returns a [`FormError`] if the ID or the nonce cannot be used in HTML and a script.
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
        // The ID is validated: it needs no escaping in a script.
        html.push_str(&format!("<script{nonce}>document.getElementById(\"{id}-form\").submit();</script>\n"));
        Ok(html)
    }
}

/// Returns `true` if an address is a loopback one without TLS.
fn is_plain_loopback(action: &Url) -> bool {
    let is_loopback = match action.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    action.scheme() == "http" && is_loopback
}

/// How a [`FrameForm`] is inserted into a page.
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
    /// Creates options for a visible frame with this name, posted by an inline script; the form's ID is the name
    /// followed by `-form`.
    ///
    /// The name consists of letters, digits, `-` and `_`, starts with a letter, and must be unique in the page.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), title: "3-D Secure".to_owned(), size: None, hidden: false, script: Script::Inline }
    }

    /// Sets the nonce of the page's content security policy, which allows the script: fresh for every page, in Base64.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.script = Script::Nonce(nonce.into());
        self
    }

    /// Omits the script: the page has its own that submits the form.
    #[must_use]
    pub fn without_script(mut self) -> Self {
        self.script = Script::OfThePage;
        self
    }

    /// Hides the frame: for the method form, which has no visible content.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Sets the frame's width and height in pixels.
    ///
    /// CentralPay creates the challenge request; it documents no window size for it, and its sample has none. EMV 3-D
    /// Secure has 250 x 400, 390 x 400, 500 x 600, 600 x 400 and the full window. A frame that is wider than the page is
    /// cut off on phones: [`fit`](Self::fit) chooses one that is not.
    #[must_use]
    pub const fn size(mut self, width: u16, height: u16) -> Self {
        self.size = Some((width, height));
        self
    }

    /// Sets the size to the largest of 500 x 600, 390 x 400 and 250 x 400 that is not wider than `width`: the width that the
    /// page has for the frame, in CSS pixels. These are challenge windows 03, 02 and 01 of EMV 3-D Secure, for which banks
    /// make their pages. A page narrower than 250 pixels gets the smallest.
    ///
    /// On a phone, a page is as wide as the screen, which is [`BrowserFacts::screen_width`](super::BrowserFacts), if it has
    /// `<meta name="viewport" content="width=device-width">`. Subtract the page's margins and the frame's
    /// border: 20 pixels without a style sheet.
    #[must_use]
    pub const fn fit(self, width: i64) -> Self {
        match width {
            500.. => self.size(500, 600),
            390.. => self.size(390, 400),
            _ => self.size(250, 400),
        }
    }

    /// Sets a description of the frame in the cardholder's language, for screen readers, and for a button if scripts
    /// are disabled.
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

/// HTML replaces NUL and normalises line ends, so the form would be altered.
fn can_travel(text: &str) -> bool {
    !text.contains(char::is_control)
}

/// The reason why a form cannot be inserted into a page. Contains no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormError {
    /// The action is not an absolute `https` address without a login.
    Action,
    /// A field or the title contains a control character.
    Field,
    /// The name of the frame does not consist of letters, digits, `-` and `_` starting with a letter.
    Id,
    /// The nonce is empty or not Base64.
    Nonce,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Action => "the address of a 3-D Secure form must be an absolute https URL without a login",
            Self::Field => "a field of the form, or the title of its frame, contains a control character",
            Self::Id => "the name of a frame must consist of letters, digits, `-` and `_`, and start with a letter",
            Self::Nonce => "a nonce must be one or more Base64 characters",
        })
    }
}

impl std::error::Error for FormError {}
