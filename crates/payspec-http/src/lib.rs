//! The handwritten HTTP runtime of payspec clients: transport, auth, idempotency, typed errors.
