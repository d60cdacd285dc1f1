//! Programs that add `payspec` and no other crate of ours: what they write of each API compiles with the names of its module
//! alone, and runs over a transport without a network.
//!
//! The runtimes are no dependencies of this crate, not even of its tests, so nothing here can name them.

mod centralpay;
mod cinetpay;
mod from_env;
mod lyra_marketplace;
mod primer;
