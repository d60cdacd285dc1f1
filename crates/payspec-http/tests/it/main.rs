//! The runtime against a real server on this machine, one that shows every byte and misbehaves on
//! request.

mod answers;
mod config;
mod faults;
mod limits;
mod not_sent;
mod own_transport;
mod printing;
mod requests;
mod retry;
mod searching;
mod services;
mod sizes;
mod support;
mod worlds;
