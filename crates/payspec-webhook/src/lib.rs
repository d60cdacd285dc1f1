//! The handwritten runtime of payspec webhook crates: raw deliveries and what can be said of them.
