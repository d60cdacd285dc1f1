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

macro_rules! choices {
    ($($name:ident $key:literal: $does:literal, $because:literal;)*) => {
        $(pub(super) const $name: &str = $key;)*

        /// All choices.
        pub static CHOSEN: &[Chosen] = &[$(Chosen { key: $key, does: $does, because: $because }),*];
    };
}

choices! {
    IDEMPOTENT_ANSWER "idempotent-answer":
        "A request with a key that was seen within 24 hours gets the first answer again, whatever its parameters.",
        "The documents say that it is not executed again, and do not show the answer.";
    IDEMPOTENT_REFUSAL "idempotent-refusal":
        "A key counts as seen if the request was executed: answered with 200 or 402. It counts for one address.",
        "A refused request has changed nothing, so it can be corrected and sent again with its key.";
    SEARCH "search":
        "A search answers with a JSON array, oldest first; `page` counts from 1 and `limit` is 1 to 100, by default 50.",
        "Neither the format nor the order of search results is documented.";
    CLEARING "clearing":
        "A captured payment is cleared 24 hours after its capture, and a refund 24 hours after its creation.",
        "The documents speak of the next day. An exact time does not depend on the hour at which a test runs.";
    PRE_AUTHORISATION "pre-authorisation":
        "With the source DP, the amount is captured later, unless `capture` is true.",
        "The document says that such a payment is captured within 30 days, and not that `capture` must be false.";
    CARD_CHECK "card-check":
        "A card check stays UNCAPTURED; it neither expires nor is it captured.",
        "There is nothing to capture; no sample shows one.";
    CARD_OF_CUSTOMER "card-of-customer":
        "A payment with a customer and no card charges the card that was stored last.",
        "The page does not say which of several cards is charged.";
    CARD_NOT_LISTED "card-not-listed":
        "A card that is not among the vendor's test cards is authorised, as a French consumer card.",
        "Only listed cards have documented results. No number is stored.";
    CARD_ATTRIBUTES "card-attributes":
        "What the list of test cards does not say of a card is: issued in France, for consumers, debit.",
        "The samples show such cards.";
    CARD_EXPIRED "card-expired":
        "A payment with a card after its expiry month is refused with bank code 54.",
        "It is the listed code for an expired card.";
    PROOF_REQUIRED "proof-required":
        "A card that the list says pays with 3-D Secure is refused with bank code A1 in the browser without a proof.",
        "The documents say that banks refuse payments that are not authenticated (soft decline).";
    PROOF_UNKNOWN "proof-unknown":
        "A 3-D Secure proof that this world has not issued is refused with 400.",
        "The platform knows its own authentications; the answer is not documented.";
    TOKEN_UNUSABLE "token-unusable":
        "A used or expired card token is refused with 400 under `cardTokenData`, an unknown one with 404.",
        "The key is documented for the creation of customers only.";
    LARGEST_AMOUNT "largest-amount":
        "A payment of more than 12 digits in minor units is refused with 400.",
        "The message by which banks are asked for an authorisation (ISO 8583) has room for 12.";
    CURRENCY "currency":
        "EUR, USD, CHF and GBP are accepted.",
        "All but the euro need an agreement, which a sandbox has.";
    REFUND_TOTAL "refund-total":
        "Refunds of one payment may not exceed its captured amount in total; without an amount, the rest is refunded.",
        "The documents consider a single refund.";
    ERROR_BODY "error-body":
        "Errors other than 400 have a body with `message`.",
        "Their bodies are not documented.";
    FEES "fees":
        "`commission` and `fee` are 0.",
        "Prices are agreed with the vendor; all samples show 0.";
    THREE_DS_ENROLLED "three-ds-enrolled":
        "Cards that the list says pay without 3-D Secure and without a status are not enrolled; all others are.",
        "The list has a status for some cards only; those without one are authenticated without a challenge.";
    THREE_DS_DECOUPLED "three-ds-decoupled":
        "A challenge outside the page is passed one minute later.",
        "Nobody takes part in it here.";
    THREE_DS_CHALLENGE "three-ds-challenge":
        "The codes of the vendor's challenge pages are accepted by the sandbox's own page.",
        "The vendor's page of the bank cannot be reached from here.";
}
