//! Rules about the rules, warnings, preconditions and profiles of requests.

use crate::diff::rule::rules;

rules! {
    RULE_ADDED "rule-added" [wire]
        "Requests that violate the new rule are refused before sending. `waive_rule` disables it.";
    RULE_REMOVED "rule-removed" []
        "Requests that violated the rule are sent.";
    RULE_RENAMED "rule-renamed" [rust]
        "Programs waive rules by name, and the old name is unknown when the client is built.";
    RANGE_TIGHTENED "range-tightened" [wire]
        "Fewer numbers are accepted.";
    RANGE_LOOSENED "range-loosened" []
        "More numbers are accepted.";
    LENGTH_TIGHTENED "length-tightened" [wire]
        "Fewer lengths of a text are accepted.";
    LENGTH_LOOSENED "length-loosened" []
        "More lengths of a text are accepted.";
    ITEMS_TIGHTENED "items-tightened" [wire]
        "Fewer sizes of a list or map are accepted.";
    ITEMS_LOOSENED "items-loosened" []
        "More sizes of a list or map are accepted.";
    VALUES_TIGHTENED "accepted-values-tightened" [wire]
        "A closed list accepts fewer values, or more values are rejected.";
    VALUES_LOOSENED "accepted-values-loosened" []
        "A closed list accepts more values, or fewer values are rejected.";
    PATTERN_CHANGED "pattern-changed" [wire]
        "Texts must match another pattern. Which of the two accepts more is not decidable in general, so this counts \
         as \
         stricter.";
    PRESENCE_TIGHTENED "required-together-tightened" [wire]
        "A rule about which fields are present together demands or forbids more.";
    PRESENCE_LOOSENED "required-together-loosened" []
        "A rule about which fields are present together demands or forbids less.";
    RULE_REPLACED "rule-replaced" [wire]
        "A rule of the same name checks something that cannot be compared with what it checked.";
    CONDITION_WIDENED "rule-condition-widened" [wire]
        "The rule applies to more requests.";
    CONDITION_NARROWED "rule-condition-narrowed" []
        "The rule applies to fewer requests.";
    CONDITION_CHANGED "rule-condition-changed" [wire]
        "The rule applies to other requests.";
    NOW_WARNS "rule-now-warns" []
        "Requests that violate the rule are sent with a warning.";
    NOW_REFUSES "warning-now-refuses" [wire]
        "Requests that caused a warning are refused before sending.";
    WARNING_ADDED "warning-added" []
        "Some requests are sent with a warning.";
    WARNING_REMOVED "warning-removed" []
        "Some requests are sent without a warning.";
    WARNING_CHANGED "warning-changed" []
        "Other requests are sent with a warning.";
    PRECONDITION_ADDED "precondition-added" [wire]
        "`validate_against_..` refuses more requests for the current state of an object.";
    PRECONDITION_REMOVED "precondition-removed" []
        "`validate_against_..` refuses fewer requests.";
    PRECONDITION_CHANGED "precondition-changed" [wire]
        "`validate_against_..` refuses other requests.";
    PROFILE_ADDED "profile-added" [] Added
        "A new use case to validate requests against.";
    PROFILE_REMOVED "profile-removed" [rust]
        "The constant of the use case is gone.";
    PROFILE_TIGHTENED "profile-tightened" [wire]
        "The use case requires or forbids more fields.";
    PROFILE_LOOSENED "profile-loosened" []
        "The use case requires and forbids fewer fields.";
    PROFILE_CONDITION_CHANGED "profile-condition-changed" [wire]
        "The use case applies by itself to other requests.";
}
