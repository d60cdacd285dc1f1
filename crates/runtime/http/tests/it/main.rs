//! The runtime against a real server on this machine, one that shows every byte and misbehaves on
//! request.

mod answers;
mod any_response;
mod concurrency;
mod config;
mod conventions;
mod env;
mod faults;
// Elsewhere the list of trusted certificates is not named by the environment.
#[cfg(all(unix, not(target_vendor = "apple")))]
mod http2;
mod idle_connections;
mod limits;
mod linked_searches;
mod many_waiting;
mod merchants;
mod modes;
mod network;
mod not_sent;
mod observing;
mod only_here;
mod own_transport;
mod peer_texts;
mod polling;
mod printing;
mod reasons;
mod refusals;
mod requests;
mod retry;
mod search_positions;
mod searching;
mod services;
mod signing;
mod sizes;
mod success_codes;
mod support;
mod token_timing;
mod tokens;
mod whole_searches;
