//! The hosted payment page, and the pages before and after it.

use askama::Template;

use super::test_cards::Group;
use super::versioned;
use super::words::{Language, Words};

/// What all pages have in common.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) language: Language,
    /// The address of the page with GET: in another language, it is this one with `?lang=`.
    pub(crate) here: String,
}

impl Frame {
    pub(crate) fn words(&self) -> &'static Words {
        self.language.words()
    }

    /// The address of an asset.
    #[expect(clippy::unused_self, reason = "templates call it")]
    pub(crate) fn asset(&self, name: &str) -> String {
        versioned(name)
    }
}

/// What is paid.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) merchant: String,
    pub(crate) reference: Option<String>,
    pub(crate) description: Option<String>,
    /// What is charged now.
    pub(crate) amount: Option<String>,
    /// The price of a subscription and its interval.
    pub(crate) subscription: Option<String>,
    /// How the amount is made up: what it is of, in the page's language, and how much.
    pub(crate) lines: Vec<(&'static str, String)>,
}

/// A way to pay that the page offers.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) is_chosen: bool,
}

/// What the payer has entered, or chosen from the test cards. The number of any other card, and security codes, are not
/// shown again.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) number: String,
    pub(crate) month: String,
    pub(crate) year: String,
    pub(crate) cvc: String,
    pub(crate) holder: String,
    pub(crate) email: String,
}

/// What is wrong with the fields, in the page's language.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    pub(crate) number: Option<&'static str>,
    pub(crate) expiry: Option<&'static str>,
    pub(crate) cvc: Option<&'static str>,
    pub(crate) email: Option<&'static str>,
    /// In the sandbox's own words, which name the parameter: for whoever builds the shop.
    pub(crate) technical: Vec<String>,
}

/// Why there is a form again.
#[derive(Debug, Default)]
pub(crate) enum Note {
    #[default]
    None,
    Mistakes,
    /// The bank has refused, with this message.
    Refused(String),
    NotAuthenticated,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "payment.html")]
pub(crate) struct PaymentPage {
    pub(crate) frame: Frame,
    pub(crate) summary: Summary,
    pub(crate) methods: Vec<Method>,
    pub(crate) values: Values,
    pub(crate) note: Note,
    pub(crate) mistakes: Mistakes,
    pub(crate) is_subscription: bool,
    /// Whether it is in the frame of the bank, which it leaves.
    pub(crate) is_framed: bool,
    /// The year in which test cards expire.
    pub(crate) year: i16,
    pub(crate) test_cards: Vec<Group>,
}

impl PaymentPage {
    fn is_test_card(&self, number: &&str) -> bool {
        self.values.number == *number
    }
}

/// A page without a form: how the payment ended, or that there is none.
#[derive(Debug, Template)]
#[template(path = "outcome.html")]
pub(crate) struct OutcomePage {
    pub(crate) frame: Frame,
    pub(crate) summary: Summary,
    /// The `data-testid`.
    pub(crate) id: &'static str,
    /// How it looks: `good`, `bad` or `neutral`.
    pub(crate) tone: &'static str,
    /// The status of the payment request.
    pub(crate) status: Option<String>,
    pub(crate) title: &'static str,
    /// What the bank or the sandbox says, or what happens next.
    pub(crate) detail: Option<String>,
    /// What is refused, if the payment is collected nevertheless.
    pub(crate) refused: Option<String>,
    /// Where the payer goes from here, and what the link says.
    pub(crate) link: Option<(String, &'static str)>,
}

/// The bank's page in a frame.
#[derive(Debug, Template)]
#[template(path = "challenge_frame.html")]
pub(crate) struct ChallengeFrame {
    pub(crate) frame: Frame,
    pub(crate) summary: Summary,
    /// The address of the bank.
    pub(crate) bank: String,
    /// The encoded challenge request.
    pub(crate) creq: String,
}

/// The payer confirms elsewhere.
#[derive(Debug, Template)]
#[template(path = "waiting.html")]
pub(crate) struct WaitingPage {
    pub(crate) frame: Frame,
    pub(crate) summary: Summary,
    /// Where the browser asks again.
    pub(crate) action: String,
    pub(crate) authentication: String,
}

/// Inside of the bank's frame: leads the page around it to the outcome.
#[derive(Debug, Template)]
#[template(path = "leave_frame.html")]
pub(crate) struct LeaveFrame {
    pub(crate) frame: Frame,
    /// The address of the outcome.
    pub(crate) outcome: String,
}
