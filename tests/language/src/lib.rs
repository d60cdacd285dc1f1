//! The showcase APIs: made up, and together they use the whole spec language. Their tests are in `tests/`.
