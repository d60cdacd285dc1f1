//! Statuses of responses -> outcomes.

/// The status of an answer, where ranges are named by their first code.
pub(super) fn status(written: &str, has_success: bool) -> Option<String> {
    let status = match written.to_ascii_uppercase().as_str() {
        "2XX" => "200".to_owned(),
        "4XX" => "400".to_owned(),
        "5XX" => "500".to_owned(),
        "DEFAULT" if !has_success => return None,
        other => other.to_owned(),
    };
    let is_code = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    (is_code && status.starts_with(['2', '4', '5'])).then_some(status)
}

pub(super) fn outcome(status: &str) -> &'static str {
    match status {
        "401" => "unauthenticated",
        "402" => "declined",
        "403" => "forbidden",
        "404" | "410" => "not-found",
        "429" => "rate-limited",
        _ if status.starts_with('2') => "success",
        _ if status.starts_with('5') => "server",
        _ => "invalid",
    }
}

/// What is guessed of a status that says little: money may have moved, or may move later.
pub(super) fn doubtful(status: &str) -> Option<&'static str> {
    match status {
        "402" => Some("It is `declined` now: use `invalid` if nothing was refused."),
        "409" => Some(
            "It is `invalid` now: use `declined` if the state of the object forbids the request, and add a \
                `reason` if the request was already carried out.",
        ),
        "400" | "401" | "403" | "404" | "410" | "422" | "429" => None,
        _ if status.starts_with('4') => Some(
            "It is `invalid` now: check whether the request may be retried \
            unchanged.",
        ),
        _ => None,
    }
}

pub(super) fn spoken(status: &str) -> &'static str {
    match outcome(status) {
        "success" => "Done.",
        "unauthenticated" => "The credentials are missing or wrong.",
        "declined" => "The request was refused.",
        "forbidden" => "The credentials do not allow it.",
        "not-found" => "Not found.",
        "rate-limited" => "Too many requests.",
        "server" => "The server failed.",
        _ => "The request was invalid.",
    }
}
