//! The pages of the cardholder's bank (ACS).

use askama::Template;

use super::payment::Frame;

/// A test code, and what it does.
#[derive(Debug)]
pub(crate) struct TestCode {
    pub(crate) code: &'static str,
    pub(crate) result: String,
    pub(crate) meaning: &'static str,
}

/// What the cardholder confirms.
#[derive(Debug, Default)]
pub(crate) struct Purchase {
    pub(crate) merchant: String,
    pub(crate) amount: Option<String>,
    /// The last four digits.
    pub(crate) card: Option<String>,
}

/// The form for the code.
#[derive(Debug, Template)]
#[template(path = "challenge.html")]
pub(crate) struct ChallengePage {
    pub(crate) frame: Frame,
    pub(crate) purchase: Purchase,
    pub(crate) creq: String,
    pub(crate) is_wrong: bool,
    pub(crate) codes: Vec<TestCode>,
}

/// A message that the browser posts on: to the shop, or to the 3-D Secure server.
#[derive(Debug, Template)]
#[template(path = "onward.html")]
pub(crate) struct OnwardPage {
    pub(crate) frame: Frame,
    /// The `data-testid` of the form.
    pub(crate) id: &'static str,
    pub(crate) to: String,
    /// The parameter that has the message.
    pub(crate) name: &'static str,
    /// The message, encoded.
    pub(crate) value: String,
    /// The label of the button, which is pressed where no script runs.
    pub(crate) label: &'static str,
}

/// A page with one sentence.
#[derive(Debug, Template)]
#[template(path = "bank_note.html")]
pub(crate) struct BankNote {
    pub(crate) frame: Frame,
    /// The `data-testid`.
    pub(crate) id: &'static str,
    pub(crate) text: String,
}
