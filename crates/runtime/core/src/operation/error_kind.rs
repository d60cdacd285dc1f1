//! The kinds of errors that calls end with, and that descriptions name.

/// The kind of error that a call ends with.
///
/// Descriptions use it for what a status or a code means ([`ResponseSpec::error`](crate::ResponseSpec::error),
/// [`ErrorFormat::outcomes`](crate::ErrorFormat::outcomes)), and the `Error` of payspec-http for what became of a call. The
/// list may grow; prefer the predicates of that error, such as `is_declined`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is not set up so that a request could be made. Nothing was sent.
    Configuration,
    /// The parameters are wrong: found here before anything was sent, or by the API.
    Invalid,
    /// The credentials were not accepted.
    Unauthenticated,
    /// The API did what was asked, and the answer is no: a payment refused by the bank.
    Declined,
    /// The credentials do not allow this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The request contradicts the present state, or an earlier call.
    Conflict,
    /// The idempotency key was used before, and the API refuses to be asked twice under one.
    KeyReused,
    /// Too many requests.
    RateLimited,
    /// The API failed.
    Server,
    /// A status that says none of the above, a redirect for example.
    Unexpected,
    /// No complete answer arrived in time.
    Timeout,
    /// The exchange failed below HTTP: no connection, or a broken one.
    Transport,
    /// The answer was a success, and longer than the limit of the client.
    TooLarge,
    /// The answer was a success, and its body could not be read.
    Decode,
    /// The answer was a success, and about another object than the one that the request names.
    WrongObject,
    /// A search could not be followed to its end.
    Paging,
}

impl ErrorKind {
    /// The kind as a word for logs and metrics: `rate_limited`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Invalid => "invalid",
            Self::Unauthenticated => "unauthenticated",
            Self::Declined => "declined",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::KeyReused => "key_reused",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Unexpected => "unexpected",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
            Self::WrongObject => "wrong_object",
            Self::Paging => "paging",
        }
    }
}
