//! Windows and limits: constants in modules of their own.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{docs, ident, integer};
use crate::ir::Api;
use crate::ir::bounds::{Length, Limit, LimitType, Window};

/// What the modules of windows and limits say of themselves.
pub(super) fn page(module: &str) -> Option<&'static str> {
    match module {
        "windows" => Some("Time windows, evaluated from their start and the current time."),
        "limits" => Some("Limits of the provider that no rule checks, because they do not concern a single request."),
        _ => None,
    }
}

/// The files to edit: windows and limits may stand in any.
pub(super) fn sources<'a>(of_each: impl Iterator<Item = &'a String>) -> String {
    let mut all: Vec<&str> = of_each.map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all.join(", ")
}

pub(super) fn windows(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![quote!(
        use payspec_core::Window;
    )];
    items.extend(api.windows.iter().map(window));
    items
}

fn window(window: &Window) -> TokenStream {
    let (name, text) = (ident(&window.constant()), docs(&rustdoc::window(window)));
    let (unit, count) = match window.length {
        Length::Minutes(count) => ("minutes", count),
        Length::Hours(count) => ("hours", count),
        Length::Days(count) => ("days", count),
        Length::Weeks(count) => ("weeks", count),
        Length::Months(count) => ("months", count),
    };
    let (unit, count) = (ident(unit), Literal::u32_unsuffixed(count));
    quote!(#text pub const #name: Window = Window::#unit(#count);)
}

pub(super) fn limits(api: &Api) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if api.limits.iter().any(|limit| limit.kind == LimitType::Amount) {
        items.push(quote!(
            use payspec_core::Amount;
        ));
    }
    items.extend(api.limits.iter().map(limit));
    items
}

fn limit(limit: &Limit) -> TokenStream {
    let (name, text) = (ident(&limit.constant()), docs(&rustdoc::of(&limit.docs)));
    let value = integer(limit.value);
    match limit.kind {
        LimitType::Amount => quote!(#text pub const #name: Amount = Amount::from_minor(#value);),
        LimitType::Integer => quote!(#text pub const #name: i64 = #value;),
    }
}
