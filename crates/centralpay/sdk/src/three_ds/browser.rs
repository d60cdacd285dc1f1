//! The browser data that the bank requires.

use std::fmt;

use centralpay_model::{AuthenticateThreeDs, payspec_core::redact};
use serde::Deserialize;

/// A JavaScript expression that returns [`BrowserFacts`] as JSON text, to send to the server with the order.
pub const BROWSER_SCRIPT: &str = "JSON.stringify({ javaEnabled: navigator.javaEnabled ? navigator.javaEnabled() : false, \
     language: navigator.language, colorDepth: screen.colorDepth, screenHeight: Math.round(screen.height), \
     screenWidth: Math.round(screen.width), timezoneOffset: new Date().getTimezoneOffset() })";

/// The data that a script in the page collects: the JSON of [`BROWSER_SCRIPT`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrowserFacts {
    /// Whether Java is enabled.
    pub java_enabled: bool,
    /// The browser's language, as a BCP 47 tag.
    pub language: String,
    /// Bits per pixel.
    pub color_depth: i64,
    /// Height of the screen in pixels.
    pub screen_height: i64,
    /// Width of the screen in pixels.
    pub screen_width: i64,
    /// The difference from local time to UTC in minutes: -120 for Paris in summer.
    pub timezone_offset: i64,
}

/// The cardholder's browser: data collected by a script and from its requests.
///
/// All of it comes from the browser and may be anything. EMV 3-D Secure rejects values that it does not know, and with
/// them the payment (error 203). So they are adjusted to version 2.2; the documentation only shows an example:
///
/// - a colour depth other than 1, 4, 8, 15, 16, 24, 32 or 48 becomes the next lower one: 30-bit screens are common;
/// - a language tag of more than 8 characters loses its last parts: `zh-Hant-TW` becomes `zh-Hant`;
/// - user agent and `Accept` header are truncated to 2048 characters;
/// - a time zone is limited to 14 hours before and 12 hours after UTC, and a screen to 0 to 999,999 pixels in width and
///   height.
#[derive(Clone, PartialEq, Eq)]
pub struct Browser {
    facts: BrowserFacts,
    user_agent: String,
    accept: String,
    ip: Option<String>,
}

/// The arguments of [`Browser::new`], by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserRequired {
    /// The data collected by a script in the page.
    pub facts: BrowserFacts,
    /// The `User-Agent` header of the browser's request.
    pub user_agent: String,
    /// The `Accept` header of the browser's request.
    pub accept: String,
}

impl Browser {
    /// Creates a browser without an IP address.
    pub fn new(required: BrowserRequired) -> Self {
        let BrowserRequired { facts, user_agent, accept } = required;
        Self { facts, user_agent, accept, ip: None }
    }

    /// Sets the IP address.
    #[must_use]
    pub fn ip(mut self, ip: impl Into<String>) -> Self {
        self.ip = Some(ip.into());
        self
    }

    pub(super) fn describe(&self, params: AuthenticateThreeDs) -> AuthenticateThreeDs {
        let facts = &self.facts;
        let mut params = params
            .browser_java_enabled(facts.java_enabled)
            .browser_language(language(&facts.language))
            .browser_color_depth(color_depth(facts.color_depth))
            .browser_screen_height(facts.screen_height.clamp(0, LARGEST_SCREEN))
            .browser_screen_width(facts.screen_width.clamp(0, LARGEST_SCREEN))
            .browser_tz(facts.timezone_offset.clamp(EARLIEST_ZONE, LATEST_ZONE))
            .browser_user_agent(start(&self.user_agent))
            .browser_accept_header(start(&self.accept));
        params.browser_ip.clone_from(&self.ip);
        params
    }
}

/// Hides the IP address.
impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("facts", &self.facts)
            .field("user_agent", &self.user_agent)
            .field("accept", &self.accept)
            .field("ip", &redact::option(&self.ip))
            .finish()
    }
}

const LARGEST_SCREEN: i64 = 999_999;
/// UTC+14, in minutes as JavaScript counts them.
const EARLIEST_ZONE: i64 = -14 * 60;
/// UTC-12.
const LATEST_ZONE: i64 = 12 * 60;
const COLOR_DEPTHS: [i64; 8] = [1, 4, 8, 15, 16, 24, 32, 48];
const LONGEST_LANGUAGE: usize = 8;
const LONGEST_HEADER: usize = 2048;

fn color_depth(bits: i64) -> i64 {
    COLOR_DEPTHS.into_iter().rev().find(|known| *known <= bits).unwrap_or(COLOR_DEPTHS[0])
}

fn language(tag: &str) -> String {
    let mut tag = tag.trim();
    while let (true, Some((shorter, _))) = (tag.len() > LONGEST_LANGUAGE, tag.rsplit_once('-')) {
        tag = shorter;
    }
    tag.chars().take(LONGEST_LANGUAGE).collect()
}

fn start(header: &str) -> String {
    header.chars().take(LONGEST_HEADER).collect()
}
