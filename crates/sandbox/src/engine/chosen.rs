//! What a sandbox does where the vendor's documents are silent.

/// A choice of ours: the documents do not say what happens, or say it in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Its name, in the header `Payspec-Sandbox` of the answers that depend on it.
    pub key: &'static str,
    /// What the sandbox does.
    pub does: &'static str,
    /// Why a merchant would expect it.
    pub because: &'static str,
}
