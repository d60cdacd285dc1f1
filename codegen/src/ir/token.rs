//! Credentials that are exchanged for a token.

/// How credentials are exchanged for a token.
#[derive(Debug)]
pub struct Token {
    /// The service that gives tokens: an index into the API's `services`.
    pub service: Option<usize>,
    /// The path where they are given.
    pub path: String,
    /// What is sent next to the credentials.
    pub send: Vec<(String, String)>,
    /// The member of the answer with the token.
    pub answer: String,
    /// The member of the answer with its life in seconds.
    pub lifetime: Option<String>,
    /// Its life where the answer does not say.
    pub lifetime_seconds: u32,
    /// How requests carry it.
    pub carrier: Carrier,
    /// The statuses that say that it has expired.
    pub expired_statuses: Vec<u16>,
    /// The codes that say the same.
    pub expired_codes: Vec<String>,
}

/// How requests carry a token.
#[derive(Debug)]
pub enum Carrier {
    /// In the header `Authorization`.
    Bearer,
    /// In this parameter of the query.
    Query(String),
    /// In this header, after a prefix.
    Header(String, String),
}
