//! Names of documents as words: `listPaymentIntents` is `list`, `payment`, `intents`.

use crate::names;

/// The words of a name in small letters of ASCII.
pub(super) fn of(name: &str) -> Vec<String> {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    names::snake(&plain).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A name in kebab-case that begins with a letter; empty where nothing of it is left.
pub(super) fn kebab(words: &[String]) -> String {
    let mut name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "no-");
    }
    // A digit joins the word before it when it is read again.
    let settled = names::snake(&name).replace('_', "-");
    if names::is_kebab(&settled) { settled } else { String::new() }
}

/// A name of a type.
pub(super) fn pascal(name: &str) -> String {
    let mut name = names::type_name(&of(name).join("-"));
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'N');
    }
    name
}

/// One of several, by the rules of English that names follow.
pub(super) fn singular(word: &str) -> String {
    const SAME: [&str; 8] = ["status", "sms", "address", "business", "access", "process", "news", "series"];
    if SAME.iter().any(|same| word.ends_with(same)) {
        return word.to_owned();
    }
    for (end, one) in
        [("statuses", "status"), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")]
    {
        if let Some(start) = word.strip_suffix(end).filter(|start| !start.is_empty() || end == "statuses") {
            return format!("{start}{one}");
        }
    }
    match word.strip_suffix('s') {
        Some(start) if !start.is_empty() && !start.ends_with('s') => start.to_owned(),
        _ => word.to_owned(),
    }
}

/// The words of a group of operations without those that say no more than that: `Payments API` is about payments.
pub(super) fn of_group(words: &[String]) -> Vec<String> {
    const GENERAL: [&str; 10] = [
        "api",
        "apis",
        "endpoint",
        "endpoints",
        "operation",
        "operations",
        "resource",
        "resources",
        "management",
        "rest",
    ];
    let is_version = |word: &str| {
        word.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_general = |word: &String| GENERAL.contains(&word.as_str()) || is_version(word);
    let start = words.iter().position(|word| word != "the" && !is_general(word)).unwrap_or(words.len());
    let end = words.iter().rposition(|word| !is_general(word)).map_or(start, |last| last + 1);
    words[start..end.max(start)].to_vec()
}

/// Several of one.
pub(super) fn plural(word: &str) -> String {
    let is_vowel = |c: char| "aeiou".contains(c);
    if word.ends_with("news") || word.ends_with("series") {
        format!("{word}-list")
    } else if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else if let Some(start) = word.strip_suffix('y').filter(|start| !start.ends_with(is_vowel)) {
        format!("{start}ies")
    } else {
        format!("{word}s")
    }
}

/// The words with the last one in the singular.
pub(super) fn singular_of(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// The words with the last one in the plural.
pub(super) fn plural_of(words: &[String]) -> Vec<String> {
    let mut words = singular_of(words);
    if let Some(last) = words.last_mut() {
        *last = plural(last);
    }
    words
}

/// A name as the beginning of a sentence: `payment_method` is "Payment method".
pub(super) fn spoken(name: &str) -> String {
    let text = of(name).join(" ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "A value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        assert_eq!(of("listPaymentIntents"), ["list", "payment", "intents"]);
        assert_eq!(of("Payment Methods & Cards"), ["payment", "methods", "cards"]);
        assert_eq!(kebab(&of("3DS check")), "no-3ds-check");
        assert_eq!(kebab(&of("été")), "t");
        assert_eq!(kebab(&of("支付")), "");
        assert_eq!(pascal("payment_method.card"), "PaymentMethodCard");
        for (many, one) in [
            ("payments", "payment"),
            ("statuses", "status"),
            ("status", "status"),
            ("currencies", "currency"),
            ("addresses", "address"),
            ("batches", "batch"),
            ("boxes", "box"),
            ("bus", "bu"),
            ("access", "access"),
        ] {
            assert_eq!(singular(many), one, "{many}");
        }
        for (tag, group) in [
            ("Payments API", "payments"),
            ("The Payment Links API v2", "payment-links"),
            ("API", ""),
            ("v1 Operations", ""),
            ("Resource management for refunds", "for-refunds"),
        ] {
            assert_eq!(kebab(&of_group(&of(tag))), group, "{tag}");
        }
        for (one, many) in [("payment", "payments"), ("currency", "currencies"), ("key", "keys"), ("batch", "batches")]
        {
            assert_eq!(plural(one), many, "{one}");
        }
        assert_eq!(spoken("created_at"), "Created at");
    }
}
