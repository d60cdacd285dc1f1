//! Your own card form, with the vendor's script `token.js`.
//!
//! The card is entered on your own page and sent from the browser to CentralPay, which returns a card token to the
//! browser (`cardTokenId`, for one payment within 5 minutes). The page sends your server only that token, and nothing
//! of the card. Because the page is yours, SAQ A-EP of PCI DSS applies (“Formulaire de paiement CUSTOM”), and 3-D
//! Secure is your responsibility as well.
//!
//! Three conditions must be met, or the browser gets no token: the page is served with TLS (1.2 or later), from a host
//! that the portal lists under *Hosts Custom Forms autorisés* (Administration > Mon compte > Technique), and with the
//! public key of the script's environment.
//!
//! [`TokenScript`] returns the two tags shown in the documentation. **How the script is then asked for a token is not
//! documented**: the documentation only links to the vendor's examples. Take the call from those.
//!
//! ```
//! use payspec::centralpay::card_form::{CARD_FIELDS, TokenScript};
//! use payspec::centralpay::model::Environment;
//!
//! let script = TokenScript::new(Environment::Test, "8ce4b92abd7c").ok_or("no script there")?.nonce("c2VjcmV0")?;
//! let page = format!(
//!     "<form id=\"card\" method=\"post\" action=\"/pay\">\n{CARD_FIELDS}<button>Pay</button></form>\n{}",
//!     script.html()
//! );
//! assert!(page.contains(r#"<script src="https://test-js.centralpay.net/js/token.js"></script>"#));
//! // A form never submits a field without a name: the server never sees a card.
//! assert_eq!(page.matches(" name=").count(), 1, "the token alone");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use centralpay_model::Environment;
use payspec_core::html::{escape, script_text};

/// Fields for the number, date and code of a card, one below the other. Only `cardTokenId` has a name, and a form submits
/// no field without one: whatever the page does, nothing of the card reaches the server.
pub const CARD_FIELDS: &str = "\
<p><label>Card number<br>
<input id=\"card-number\" inputmode=\"numeric\" autocomplete=\"cc-number\" size=\"23\" maxlength=\"23\"></label></p>
<p><label>Month<br>
<input id=\"card-month\" inputmode=\"numeric\" autocomplete=\"cc-exp-month\" size=\"4\" maxlength=\"2\"></label></p>
<p><label>Year<br>
<input id=\"card-year\" inputmode=\"numeric\" autocomplete=\"cc-exp-year\" size=\"4\" maxlength=\"4\"></label></p>
<p><label>Code<br>
<input id=\"card-code\" inputmode=\"numeric\" autocomplete=\"cc-csc\" size=\"4\" maxlength=\"4\"></label></p>
<input type=\"hidden\" id=\"card-token\" name=\"cardTokenId\">
";

/// The tags that load `token.js` and set the merchant's public key. Place them in the `body` of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct TokenScript {
    url: &'static str,
    merchant_public_key: String,
    nonce: Option<String>,
}

impl TokenScript {
    /// Creates the tags for an environment and the merchant's public key for it. Returns `None` if no script is known.
    ///
    /// The key may be public, unlike the login and password, which belong on a server.
    pub fn new(environment: Environment, merchant_public_key: impl Into<String>) -> Option<Self> {
        let url = environment.token_js_script()?;
        Some(Self { url, merchant_public_key: merchant_public_key.into(), nonce: None })
    }

    /// Sets the nonce of the page's content security policy, fresh for every page, in Base64. The policy must also
    /// allow the script's host: see [`url`](Self::url).
    ///
    /// # Errors
    ///
    /// Returns an error if the nonce is not Base64.
    pub fn nonce(mut self, nonce: impl Into<String>) -> Result<Self, NotBase64> {
        let nonce = nonce.into();
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
        if nonce.is_empty() || !nonce.bytes().all(is_base64) {
            return Err(NotBase64);
        }
        self.nonce = Some(nonce);
        Ok(self)
    }

    /// Returns the address of the script.
    pub const fn url(&self) -> &'static str {
        self.url
    }

    /// Returns the markup. The key is escaped.
    pub fn html(&self) -> String {
        let nonce = self.nonce.as_ref().map(|nonce| format!(" nonce=\"{nonce}\"")).unwrap_or_default();
        let (url, key) = (escape(self.url), script_text(&self.merchant_public_key));
        format!(
            "<script src=\"{url}\"></script>\n<script{nonce}>\
             if (window.Centralpay) {{ Centralpay.card.setMerchantPublicKey({key}); }} \
             else {{ document.documentElement.setAttribute(\"data-token-js\", \"missing\"); }}</script>\n"
        )
    }
}

/// The nonce is not Base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotBase64;

impl fmt::Display for NotBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the nonce is not Base64, as content security policies require")
    }
}

impl std::error::Error for NotBase64 {}
