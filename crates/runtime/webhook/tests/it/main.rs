//! The runtime of webhook crates, exercised through a small crate's worth of code as the generator
//! would write it.

mod any_bytes;
mod at_once;
mod broken;
mod empty_bodies;
mod enveloped;
mod events;
mod fixture;
mod form;
mod layers;
mod nested;
mod own_signatures;
mod printing;
mod rsa;
mod sample;

mod signature;
mod signature_schemes;
mod signer;
mod unenveloped;
mod whole_body;
