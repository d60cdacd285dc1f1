//! Examples of methods: code that stands in documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::lines;

/// The mark of an example among the attributes of a method.
const MARK: &str = "example";

/// Writes the examples of the methods of an `impl` as lines of documentation.
pub(super) fn write(item: &mut syn::Item) -> syn::Result<()> {
    let syn::Item::Impl(item) = item else { return Ok(()) };
    for member in &mut item.items {
        let syn::ImplItem::Fn(method) = member else { continue };
        let Some(at) = method.attrs.iter().position(|attribute| attribute.path().is_ident(MARK)) else { continue };
        let code = method.attrs[at].meta.require_list()?.tokens.clone();
        let lines = laid_out(&code)?;
        let docs = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
        let docs = docs.map(|line| syn::parse_quote!(#[doc = #line]));
        method.attrs.splice(at..=at, docs.collect::<Vec<syn::Attribute>>());
    }
    Ok(())
}

/// Lines of code that are not too long where a method has its documentation: they are laid out as the body of one, since
/// `///` with its blanks is as wide as the indentation of a body.
fn laid_out(code: &TokenStream) -> syn::Result<Vec<String>> {
    let item: syn::Item = syn::parse2(quote!(impl Example { fn example() { #code } }))?;
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let lines = lines::joined(&prettyplease::unparse(&file));
    let body = lines.iter().filter(|line| line.indent >= 2 * lines::INDENT);
    let mut shown = Vec::new();
    let mut text = String::new();
    for line in body {
        text.clear();
        super::push(&lines::Line { indent: line.indent - 2 * lines::INDENT, text: line.text.clone() }, &mut text);
        shown.push(text.trim_end().to_owned());
    }
    // What is imported stands apart.
    let imports = shown.iter().position(|line| line.ends_with(';')).filter(|_| shown[0].starts_with("use "));
    if let Some(last) = imports {
        shown.insert(last + 1, String::new());
    }
    Ok(shown)
}
