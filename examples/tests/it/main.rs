//! Runs every example as a program of its own against a local server, and looks at what it says and at what it sent.

mod programs;
mod receivers;
mod run;
mod shop;
mod texts;
