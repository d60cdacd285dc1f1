//! The kinds of errors of calls, which API descriptions also use.

/// The kind of an error returned by an API call.
///
/// An API description maps statuses and codes to it ([`ResponseSpec::error`](crate::ResponseSpec::error),
/// [`ErrorFormat::outcomes`](crate::ErrorFormat::outcomes)), and `payspec_http::Error::kind` returns it. New variants may be
/// added; prefer the predicates of that error, such as `is_declined`, over a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is misconfigured, so no request could be built. Nothing was sent.
    Configuration,
    /// The parameters are invalid: rejected locally before anything was sent, or by the API.
    Invalid,
    /// The credentials were rejected.
    Unauthenticated,
    /// The API processed the request and the result is negative: the bank refused the payment, for example.
    Declined,
    /// The credentials do not permit the operation.
    Forbidden,
    /// The resource does not exist.
    NotFound,
    /// The request conflicts with the current state of the resource or with an earlier request.
    Conflict,
    /// The idempotency key was used before, and the API rejects a second request with the same key.
    KeyReused,
    /// Too many requests were sent.
    RateLimited,
    /// The server failed to process the request.
    Server,
    /// The response has a status with none of these meanings, such as a redirect.
    Unexpected,
    /// No complete response arrived in time.
    Timeout,
    /// The connection could not be established or was lost.
    Transport,
    /// The response has a success status, but its body exceeds the client's limit.
    TooLarge,
    /// The response has a success status, but its body could not be decoded.
    Decode,
    /// The response has a success status, but describes a different object from the one that the request names.
    WrongObject,
    /// A paginated search could not be completed.
    Paging,
}

impl ErrorKind {
    /// Returns the kind as a word for logs and metrics: `rate_limited`.
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
