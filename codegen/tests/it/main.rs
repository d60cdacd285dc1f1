//! What the generator says about specs, right and wrong.

mod diagnostics;
mod hides_none;
mod in_short;
mod language;
mod letters;
mod load;
mod manual;
mod misspelt;
mod mutations;
mod new_api;
mod one_message;
mod output;
mod pair;
mod pairs;
mod patches;
mod printed;
mod reserved;
mod samples;
mod shop;
mod showcase;
mod single_mistakes;
mod support;
mod sync;
mod texts;
