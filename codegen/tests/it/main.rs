//! What the generator says about specs, right and wrong.

mod diagnostics;
mod language;
mod load;
mod manual;
mod mutations;
mod new_api;
mod output;
mod showcase;
mod support;
mod sync;
mod texts;
