//! Runs every example as a program of its own against a server on this machine, and looks at what it says and does. For
//! CentralPay that is the sandbox, except for what it does not model: mandates and debits.

mod api;
mod programs;
mod receivers;
mod run;
mod shop;
mod texts;
