//! What the generator says about specs, right and wrong.

mod diagnostics;
mod language;
mod letters;
mod load;
mod manual;
mod mutations;
mod new_api;
mod one_message;
mod output;
mod patches;
mod showcase;
mod support;
mod sync;
mod texts;
