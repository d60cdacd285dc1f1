//! What the sandbox does where the vendor's documents are silent.

/// A choice of ours: the documents do not say what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Its name, in the header `Payspec-Sandbox` of the answers that depend on it.
    pub key: &'static str,
    /// What the sandbox does.
    pub does: &'static str,
    /// Why a merchant would expect it.
    pub because: &'static str,
}

pub(super) const IDEMPOTENT_ANSWER: &str = "idempotent-answer";
pub(super) const IDEMPOTENT_REFUSAL: &str = "idempotent-refusal";
pub(super) const SEARCH: &str = "search";
pub(super) const CLEARING: &str = "clearing";
pub(super) const PRE_AUTHORISATION: &str = "pre-authorisation";
pub(super) const CARD_CHECK: &str = "card-check";
pub(super) const CARD_OF_CUSTOMER: &str = "card-of-customer";
pub(super) const CARD_NOT_LISTED: &str = "card-not-listed";
pub(super) const CARD_ATTRIBUTES: &str = "card-attributes";
pub(super) const CARD_EXPIRED: &str = "card-expired";
pub(super) const PROOF_REQUIRED: &str = "proof-required";
pub(super) const PROOF_UNKNOWN: &str = "proof-unknown";
pub(super) const TOKEN_UNUSABLE: &str = "token-unusable";
pub(super) const LARGEST_AMOUNT: &str = "largest-amount";
pub(super) const CURRENCY: &str = "currency";
pub(super) const REFUND_TOTAL: &str = "refund-total";
pub(super) const ERROR_BODY: &str = "error-body";
pub(super) const FEES: &str = "fees";
pub(super) const THREE_DS_ENROLLED: &str = "three-ds-enrolled";
pub(super) const THREE_DS_DECOUPLED: &str = "three-ds-decoupled";
pub(super) const THREE_DS_CHALLENGE: &str = "three-ds-challenge";

/// All choices.
pub static CHOSEN: &[Chosen] = &[
    Chosen {
        key: IDEMPOTENT_ANSWER,
        does: "A request with a key that was seen within 24 hours gets the first answer again, whatever its parameters.",
        because: "The documents say that it is not executed again, and do not show the answer.",
    },
    Chosen {
        key: IDEMPOTENT_REFUSAL,
        does: "A key counts as seen if the request was executed: answered with 200 or 402. It counts for one address.",
        because: "A refused request has changed nothing, so it can be corrected and sent again with its key.",
    },
    Chosen {
        key: SEARCH,
        does: "A search answers with a JSON array, oldest first; `page` counts from 1 and `limit` is 1 to 100, by default 50.",
        because: "Neither the format nor the order of search results is documented.",
    },
    Chosen {
        key: CLEARING,
        does: "A captured payment is cleared 24 hours after its capture, and a refund 24 hours after its creation.",
        because: "The documents speak of the next day. An exact time does not depend on the hour at which a test runs.",
    },
    Chosen {
        key: PRE_AUTHORISATION,
        does: "With the source DP, the amount is captured later, unless `capture` is true.",
        because: "The document says that such a payment is captured within 30 days, and not that `capture` must be false.",
    },
    Chosen {
        key: CARD_CHECK,
        does: "A card check stays UNCAPTURED; it neither expires nor is it captured.",
        because: "There is nothing to capture; no sample shows one.",
    },
    Chosen {
        key: CARD_OF_CUSTOMER,
        does: "A payment with a customer and no card charges the card that was stored last.",
        because: "The page does not say which of several cards is charged.",
    },
    Chosen {
        key: CARD_NOT_LISTED,
        does: "A card that is not among the vendor's test cards is authorised, as a French consumer card.",
        because: "Only listed cards have documented results. No number is stored.",
    },
    Chosen {
        key: CARD_ATTRIBUTES,
        does: "What the list of test cards does not say of a card is: issued in France, for consumers, debit.",
        because: "The samples show such cards.",
    },
    Chosen {
        key: CARD_EXPIRED,
        does: "A payment with a card after its expiry month is refused with bank code 54.",
        because: "It is the listed code for an expired card.",
    },
    Chosen {
        key: PROOF_REQUIRED,
        does: "A card that the list says pays with 3-D Secure is refused with bank code A1 in the browser without a proof.",
        because: "The documents say that banks refuse payments that are not authenticated (soft decline).",
    },
    Chosen {
        key: PROOF_UNKNOWN,
        does: "A 3-D Secure proof that this world has not issued is refused with 400.",
        because: "The platform knows its own authentications; the answer is not documented.",
    },
    Chosen {
        key: TOKEN_UNUSABLE,
        does: "A used or expired card token is refused with 400 under `cardTokenData`, an unknown one with 404.",
        because: "The key is documented for the creation of customers only.",
    },
    Chosen {
        key: LARGEST_AMOUNT,
        does: "A payment of more than 12 digits in minor units is refused with 400.",
        because: "The message by which banks are asked for an authorisation (ISO 8583) has room for 12.",
    },
    Chosen {
        key: CURRENCY,
        does: "EUR, USD, CHF and GBP are accepted.",
        because: "All but the euro need an agreement, which a sandbox has.",
    },
    Chosen {
        key: REFUND_TOTAL,
        does: "Refunds of one payment may not exceed its captured amount in total; without an amount, the rest is refunded.",
        because: "The documents consider a single refund.",
    },
    Chosen {
        key: ERROR_BODY,
        does: "Errors other than 400 have a body with `message`.",
        because: "Their bodies are not documented.",
    },
    Chosen {
        key: FEES,
        does: "`commission` and `fee` are 0.",
        because: "Prices are agreed with the vendor; all samples show 0.",
    },
    Chosen {
        key: THREE_DS_ENROLLED,
        does: "Cards that the list says pay without 3-D Secure and without a status are not enrolled; all others are.",
        because: "The list has a status for some cards only; those without one are authenticated without a challenge.",
    },
    Chosen {
        key: THREE_DS_DECOUPLED,
        does: "A challenge outside the page is passed one minute later.",
        because: "Nobody takes part in it here.",
    },
    Chosen {
        key: THREE_DS_CHALLENGE,
        does: "The codes of the vendor's challenge pages are accepted by the sandbox's own page.",
        because: "The vendor's page of the bank cannot be reached from here.",
    },
];
