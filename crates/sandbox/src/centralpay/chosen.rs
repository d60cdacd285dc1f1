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
pub(super) const COUNT_INCLUDES_THE_FIRST_PAYMENT: &str = "count-includes-the-first-payment";
pub(super) const DEFAULTS_OF_RETRIES: &str = "defaults-of-retries";
pub(super) const FIRST_PAYMENT_OF_A_SUBSCRIPTION: &str = "first-payment-of-a-subscription";
pub(super) const REFUSED_FIRST_PAYMENT: &str = "refused-first-payment";
pub(super) const ANSWER_TO_A_REFUSED_SERIES: &str = "answer-to-a-refused-series";
pub(super) const END_OF_A_COMPLETED_SUBSCRIPTION: &str = "end-of-a-completed-subscription";
pub(super) const CANCELLING_AT_THE_PERIOD_END: &str = "cancelling-at-the-period-end";
pub(super) const OPEN_INVOICES_OF_A_CANCELLED_SUBSCRIPTION: &str = "open-invoices-of-a-cancelled-subscription";
pub(super) const END_AFTER_REACTIVATION: &str = "end-after-reactivation";
pub(super) const CHANGED_MODELS: &str = "changed-models";
pub(super) const START_IN_THE_PAST: &str = "start-in-the-past";
pub(super) const NEGATIVE_INVOICES: &str = "negative-invoices";
pub(super) const ITEMS_OF_SETTLED_INVOICES: &str = "items-of-settled-invoices";
pub(super) const EMPTY_INVOICES: &str = "empty-invoices";
pub(super) const REOPENING_A_PAID_INVOICE: &str = "reopening-a-paid-invoice";
pub(super) const PROOF_OF_A_SERIES: &str = "proof-of-a-series";
pub(super) const CARDS_OF_RUNNING_SERIES: &str = "cards-of-running-series";
pub(super) const FEE_ON_THE_FIRST_INSTALMENT: &str = "fee-on-the-first-instalment";
pub(super) const AMOUNT_OF_THE_PLAN: &str = "amount-of-the-plan";
pub(super) const DATE_OF_THE_DEPOSIT: &str = "date-of-the-deposit";
pub(super) const END_OF_AN_UNPAID_PLAN: &str = "end-of-an-unpaid-plan";
pub(super) const CANCELLED_PLANS: &str = "cancelled-plans";
pub(super) const MOVED_PLANS: &str = "moved-plans";
pub(super) const SHARES_MAKE_THE_TOTAL: &str = "shares-make-the-total";
pub(super) const METHODS_OUTSIDE_THE_CARD_SIDE: &str = "methods-outside-the-card-side";
pub(super) const CLOSING_AN_UNPAID_REQUEST: &str = "closing-an-unpaid-request";
pub(super) const OVERPAID_REQUESTS: &str = "overpaid-requests";
pub(super) const ACCEPTED_PAYMENTS_END: &str = "accepted-payments-end";
pub(super) const PAID_REQUESTS_STAY_PAID: &str = "paid-requests-stay-paid";
pub(super) const PAID_BY_THE_FIRST_OF_A_SERIES: &str = "paid-by-the-first-of-a-series";
pub(super) const FLAGS_OF_A_SHARE: &str = "flags-of-a-share";
pub(super) const PARAMETERS_OF_REDIRECTS: &str = "parameters-of-redirects";
pub(super) const AMOUNTS_CHOSEN_BY_PAYERS: &str = "amounts-chosen-by-payers";
pub(super) const PAYLOAD_OF_A_FAILED_SUBSCRIPTION: &str = "payload-of-a-failed-subscription";
pub(super) const ORDER_OF_PAYMENT_EVENTS: &str = "order-of-payment-events";

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
    Chosen {
        key: COUNT_INCLUDES_THE_FIRST_PAYMENT,
        does: "`iterationCount` includes the first payment, and the expected end is that many intervals after the start, less a day; a world can set the other reading.",
        because: "The page excludes it, with an example of 4 payments for 3; the platform's own answers have 12 months for 12.",
    },
    Chosen {
        key: "endless-models",
        does: "A model without a count has no end, and one with 0 ends after one payment.",
        because: "A sample has no count and no end; an older page has one payment by default.",
    },
    Chosen {
        key: "end-of-months",
        does: "Dates are counted from the first one, and fall on the last day of shorter months.",
        because: "No page and no sample has a date late in a month.",
    },
    Chosen {
        key: DEFAULTS_OF_RETRIES,
        does: "Every failure is retried after 3 days, the final action is CANCELED, and the hours are 6 for subscriptions and 4 for instalments, unless the world sets others.",
        because: "The settings are of the portal; the samples of 2024 have these values.",
    },
    Chosen {
        key: "times-of-day",
        does: "Hours are those of Paris on the day of the request, and are kept in UTC for the whole series.",
        because: "No zone is stated, and the only sample across a change of the clock keeps UTC.",
    },
    Chosen {
        key: FIRST_PAYMENT_OF_A_SUBSCRIPTION,
        does: "A subscription that starts today is charged within the request, a later one at the hour of collection of its first day.",
        because: "The samples show it, and no page states it.",
    },
    Chosen {
        key: REFUSED_FIRST_PAYMENT,
        does: "A subscription or plan whose first payment is refused in the request that creates it is cancelled at once; one from a payment request stays FAILURE and is retried.",
        because: "The pages retry every failure; the samples do this, with an attempt planned and never made.",
    },
    Chosen {
        key: ANSWER_TO_A_REFUSED_SERIES,
        does: "A refused payment of a subscription, plan or invoice is answered with 200, and the object shows it.",
        because: "402 is for transactions alone.",
    },
    Chosen {
        key: "order-of-failure-events",
        does: "A failure sends the event of the payment, then FAILURE of the whole; its end sends CANCELED, then FAILED.",
        because: "The times of the samples are in this order, as far as they show it.",
    },
    Chosen {
        key: "after-the-final-action",
        does: "After the final action FAILURE or UNPAID, no further invoice is made until an open one is paid by hand; the subscription is then ACTIVE again.",
        because: "Neither status is called final, and the page does not continue.",
    },
    Chosen {
        key: "back-to-active",
        does: "SUBSCRIPTION_ACTIVE and INSTALLMENTPAYMENT_ACTIVATED are sent when FAILURE ends by a payment, not at the creation.",
        because: "The creation has an event of its own.",
    },
    Chosen {
        key: "next-period-during-retries",
        does: "The next period is invoiced while an older invoice is still retried.",
        because: "Every period has its invoice, and a retry can take longer than a short period.",
    },
    Chosen {
        key: END_OF_A_COMPLETED_SUBSCRIPTION,
        does: "A subscription becomes CANCELED with its last payment, and its end is the last day of the period.",
        because: "The page ties it to the payments, and the customer has paid for the period.",
    },
    Chosen {
        key: CANCELLING_AT_THE_PERIOD_END,
        does: "Until the end, the subscription stays ACTIVE with `cancelAtPeriodEnd` true, and SUBSCRIPTION_UPDATED is sent; SUBSCRIPTION_CANCELED follows at the end.",
        because: "The sample shows an immediate cancellation only.",
    },
    Chosen {
        key: OPEN_INVOICES_OF_A_CANCELLED_SUBSCRIPTION,
        does: "A cancellation closes open invoices.",
        because: "The sample of a failed subscription has its invoice closed.",
    },
    Chosen {
        key: END_AFTER_REACTIVATION,
        does: "A reactivated subscription has the expected end it had before.",
        because: "The sample lost it, and its model still has 12 payments.",
    },
    Chosen {
        key: CHANGED_MODELS,
        does: "A changed model applies to new subscriptions.",
        because: "A price must not change for customers without their knowledge; the page is silent.",
    },
    Chosen {
        key: START_IN_THE_PAST,
        does: "A starting date before today is answered with 400.",
        because: "It would charge several payments at once.",
    },
    Chosen {
        key: NEGATIVE_INVOICES,
        does: "An invoice whose items add up to less than 0 is of 0, and is paid without a payment.",
        because: "Items may be negative; money is returned by refunds.",
    },
    Chosen {
        key: ITEMS_OF_SETTLED_INVOICES,
        does: "Items cannot be added to a paid invoice or changed on it: 400.",
        because: "The charge is made.",
    },
    Chosen {
        key: EMPTY_INVOICES,
        does: "An invoice without waiting items is created with an amount of 0, and items can be added until it is due.",
        because: "An item can name an invoice, so the invoice can come first.",
    },
    Chosen {
        key: REOPENING_A_PAID_INVOICE,
        does: "A paid invoice cannot be reopened.",
        because: "The page allows it while attempts are planned, and paid ones have none.",
    },
    Chosen {
        key: PROOF_OF_A_SERIES,
        does: "A subscription or plan is created without a proof of 3-D Secure, too.",
        because: "The pages require an authentication before it and name no parameter for it.",
    },
    Chosen {
        key: CARDS_OF_RUNNING_SERIES,
        does: "A changed card is charged from the next attempt on.",
        because: "The page says that customers change it, not from when.",
    },
    Chosen {
        key: "events-of-a-creation",
        does: "What creates a subscription or plan sends the events of a payment that it makes first, then CREATED; if that payment is refused and ends the whole, there is no CREATED.",
        because: "In the sample of the plan, the event of the paid instalment comes first; no sample has the order otherwise.",
    },
    Chosen {
        key: FEE_ON_THE_FIRST_INSTALMENT,
        does: "The fee is added to the first instalment only, so the example has 276.68, 266.66 and 266.66.",
        because: "The text says so; the printed rows have it on every instalment and add up to 20.00 more than the amount and the fee.",
    },
    Chosen {
        key: AMOUNT_OF_THE_PLAN,
        does: "The plan's `amount` is that of the request, without the fee and with the deposit.",
        because: "It equals the sum of the rows in all samples, whose fees are 0.",
    },
    Chosen {
        key: DATE_OF_THE_DEPOSIT,
        does: "A deposit without a date is collected at once.",
        because: "The page has it paid \"right away\" in one case.",
    },
    Chosen {
        key: "unpaid-deposits",
        does: "A deposit refused in the request is a refused first payment; one refused later is retried like any instalment.",
        because: "A sample of 2021 is UNPAID after one attempt, one of 2024 CANCELED.",
    },
    Chosen {
        key: END_OF_AN_UNPAID_PLAN,
        does: "When the last attempt of one instalment has failed, the plan is UNPAID, nothing else is collected, and the planned times stay on it.",
        because: "The page has no final action, and the sample keeps its times.",
    },
    Chosen {
        key: "other-instalments-during-retries",
        does: "Other instalments are collected on their dates while one is retried.",
        because: "The page does not stop them.",
    },
    Chosen {
        key: CANCELLED_PLANS,
        does: "A cancelled plan collects nothing more and keeps what is paid.",
        because: "No page says that cancelling returns money.",
    },
    Chosen {
        key: MOVED_PLANS,
        does: "A new starting date moves the instalments that are not collected.",
        because: "Two samples of one plan have two starting dates; no request is shown.",
    },
    Chosen {
        key: SHARES_MAKE_THE_TOTAL,
        does: "The shares must add up to the total; a single one without an amount is the total.",
        because: "They do in all samples, and a rest would be owed by nobody.",
    },
    Chosen {
        key: METHODS_OUTSIDE_THE_CARD_SIDE,
        does: "Bank transfers, direct debits and SDD sources are accepted next to a card method and not offered on the page; alone they are answered with 501.",
        because: "They belong to another part of the sandbox.",
    },
    Chosen {
        key: CLOSING_AN_UNPAID_REQUEST,
        does: "An unpaid request can be closed and is then CLOSED and UNPAID.",
        because: "The table has no such pair, and the sample of the event has.",
    },
    Chosen {
        key: "expiry-of-a-partly-paid-request",
        does: "When the link of a partly paid request expires, it becomes CLOSED and stays PARTIALLY_PAID, with PAYMENTREQUEST_CLOSED.",
        because: "Only unpaid ones are said to be cancelled.",
    },
    Chosen {
        key: OVERPAID_REQUESTS,
        does: "A payment above what is left of a share, or for a request that is not active, is answered with 400.",
        because: "The amount is the maximum.",
    },
    Chosen {
        key: ACCEPTED_PAYMENTS_END,
        does: "An ACCEPTED request becomes PAID with the capture, and UNPAID again if the authorisation is cancelled or expires.",
        because: "The status is called temporary without its end.",
    },
    Chosen {
        key: PAID_REQUESTS_STAY_PAID,
        does: "A paid request stays PAID when its payment is cancelled or refunded.",
        because: "CLOSED is the end; the page has no way back.",
    },
    Chosen {
        key: PAID_BY_THE_FIRST_OF_A_SERIES,
        does: "A request paid by instalments or a subscription is CLOSED and PAID once the first payment succeeds.",
        because: "The page knows only the total, and the merchant's claim is then settled by the plan.",
    },
    Chosen {
        key: FLAGS_OF_A_SHARE,
        does: "`paid` and `paymentAttempted` are true after a payment, `entered` once the page was opened, and `view` counts.",
        because: "The sample of a paid share has false for the first two, which contradicts its status.",
    },
    Chosen {
        key: PARAMETERS_OF_REDIRECTS,
        does: "Redirects carry the point of sale, the merchant's reference and `paymentStatus` in the query.",
        because: "A public client reads these three; no page names them.",
    },
    Chosen {
        key: AMOUNTS_CHOSEN_BY_PAYERS,
        does: "The payer of a share cannot change its amount.",
        because: "The page leaves out how to ask for it.",
    },
    Chosen {
        key: "payload-of-payment-events",
        does: "Events about a card payment of a request contain the payment, with the ids of request and share in case of failure, too.",
        because: "The sample of the failure lacks the ids, and a public client expects the request instead.",
    },
    Chosen {
        key: PAYLOAD_OF_A_FAILED_SUBSCRIPTION,
        does: "PAYMENTREQUEST_SUBSCRIPTION_FAILED contains a subscription that failed.",
        because: "The sample contains an active one with a paid invoice.",
    },
    Chosen {
        key: ORDER_OF_PAYMENT_EVENTS,
        does: "Events of one payment come in the order TRANSACTION_SUCCEEDED, TRANSACTION_CAPTURED, PAYMENTREQUEST_TRANSACTION_SUCCEEDED, PAYMENTREQUEST_PAID.",
        because: "The samples show the last two in this order; nothing promises one.",
    },
];
