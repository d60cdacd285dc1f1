//! The example of a client method: a call with the smallest request that keeps the rules of its operation.
//!
//! What is made here is code in an attribute `#[example]`, which the printer lays out and writes as lines of documentation.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use super::tokens::{ident, integer};
use super::{required, scope};
use crate::ir::{Api, Field, Kind, Object, Operation, Output, Resource};
use crate::names;
use crate::samples::{Request, Requests, of_a_map};
use crate::types::Builtin;

/// So many letters fit on a line of an example; a call that has more gets its parameters on lines of their own.
const LINE: usize = 112;
/// A line that shows what came back is no longer than this: what a macro takes is not laid out.
const SHOWN: usize = 75;
/// A variable whose name would be longer is called after its last word.
const NAME: usize = 18;
/// How many pages an example reads at most.
const PAGES: u32 = 10;

/// The parameters of an example, and the names that they need.
pub(super) struct Params {
    models: BTreeSet<String>,
    core: BTreeSet<&'static str>,
    has_json: bool,
    /// The parameters as they are made, or for an operation that takes what its path has: these values.
    pub(super) value: TokenStream,
}

/// Makes examples of an API.
pub(super) struct Examples<'a> {
    api: &'a Api,
    requests: Requests<'a>,
    /// The crate or module that has the client, as users name it.
    root: TokenStream,
}

/// Writes values as Rust, and collects the names that they need.
struct Writer<'a> {
    api: &'a Api,
    models: BTreeSet<String>,
    core: BTreeSet<&'static str>,
    has_json: bool,
}

impl<'a> Examples<'a> {
    /// Examples of an API whose client stands at `root`.
    pub(super) fn at(api: &'a Api, root: TokenStream) -> Self {
        Self { api, requests: Requests::of(api), root }
    }

    /// The parameters of an operation; nothing where no request is known that keeps its rules.
    pub(super) fn params(&self, operation: &Operation) -> Option<Params> {
        let request = self.requests.smallest(operation)?;
        let mut writer = Writer { api: self.api, models: BTreeSet::new(), core: BTreeSet::new(), has_json: false };
        let value = writer.built(&operation.type_name, &operation.params, &request);
        Some(writer.done(value))
    }

    /// The values that a method takes in the order of the path.
    fn in_path(&self, operation: &Operation) -> Option<Params> {
        let request = self.requests.smallest(operation)?;
        let mut writer = Writer { api: self.api, models: BTreeSet::new(), core: BTreeSet::new(), has_json: false };
        let given = operation.params.iter().filter_map(|field| Some((field, request.get(&field.wire)?)));
        let values: Vec<TokenStream> = given.map(|(field, value)| writer.field(field, value, false)).collect();
        Some(writer.done(quote!(#(#values),*)))
    }

    /// The imports that parameters need.
    pub(super) fn uses(&self, params: &Params) -> Option<TokenStream> {
        let root = &self.root;
        let models: Vec<_> = params.models.iter().map(|name| ident(name)).collect();
        let models = match models.as_slice() {
            [] => None,
            [one] => Some(quote!(model::#one)),
            several => Some(quote!(model::{#(#several),*})),
        };
        let core = params.core.iter().map(|name| ident(name).into_token_stream());
        let json = params.has_json.then(|| quote!(serde_json::json));
        let all: Vec<TokenStream> = core.chain(models).chain(json).collect();
        match all.as_slice() {
            [] => None,
            [one] => Some(quote!(use #root::#one;)),
            several => Some(quote!(use #root::{#(#several),*};)),
        }
    }

    /// The lines of documentation with the example of a method.
    pub(super) fn docs(&self, resource: &Resource, operation: &Operation) -> TokenStream {
        let takes_params = required::takes_params(operation);
        let params = if takes_params { self.params(operation) } else { self.in_path(operation) };
        let Some(params) = params else { return TokenStream::new() };
        let (uses, value) = (self.uses(&params), &params.value);
        let (accessor, method) = (ident(&resource.accessor()), ident(&operation.method_name()));
        let inline = self.called(operation, &quote!(client.#accessor().#method(#value)));
        let (made, call) = if takes_params && first_line(&inline) > LINE {
            let call = quote!(client.#accessor().#method(params));
            (Some(quote!(let params = #value;)), self.called(operation, &call))
        } else {
            (None, inline)
        };
        let root = self.root.to_string().replace(' ', "");
        let opens = format!(" # async fn example(client: {root}::Client) -> Result<(), Box<dyn std::error::Error>> {{");
        quote! {
            #[doc = ""]
            #[doc = " ```no_run"]
            #[doc = #opens]
            #[example { #uses #made #call }]
            #[doc = " # Ok(()) }"]
            #[doc = " ```"]
        }
    }

    /// A call, and what is done with what it returns.
    fn called(&self, operation: &Operation, call: &TokenStream) -> TokenStream {
        match &operation.output {
            Output::Empty => quote!(#call.await?;),
            Output::ByStatus(_) => quote!(let response = #call.await?;),
            Output::Search(ty) if operation.paging.is_some() => {
                let (item, items) = names_of(&ty.kind);
                let shown = self.shown(&ty.kind, &quote!(#item)).unwrap_or(quote!(println!("{:?}", #item);));
                let pages = integer(i64::from(PAGES));
                quote! {
                    let mut #items = #call.pages(#pages).items();
                    while let Some(#item) = #items.next().await {
                        let #item = #item?;
                        #shown
                    }
                }
            }
            Output::Search(ty) => {
                let (item, _) = names_of(&ty.kind);
                let shown = self.shown(&ty.kind, &quote!(#item)).unwrap_or(quote!(println!("{:?}", #item);));
                quote! {
                    let page = #call.await?;
                    for #item in &page.items {
                        #shown
                    }
                }
            }
            Output::Body(ty) => {
                let (item, items) = names_of(&ty.kind);
                if ty.list {
                    return quote!(let #items = #call.await?;);
                }
                let shown = self.shown(&ty.kind, &quote!(#item));
                quote!(let #item = #call.await?; #shown)
            }
        }
    }

    /// A line that shows what an object is known by: its id, and the status that it has.
    fn shown(&self, kind: &Kind, value: &TokenStream) -> Option<TokenStream> {
        let Kind::Object(name) = kind else { return None };
        let objects = self.api.modules.iter().flat_map(|module| &module.objects);
        let object: &Object = objects.into_iter().find(|object| object.name == *name)?;
        let mut fields = object.fields.iter().filter(|field| {
            !field.ty.list && !field.sensitive && !field.boxed && !field.nullable && field.deprecated.is_none()
        });
        let is_status = |name: &str| {
            let mut enums = self.api.modules.iter().flat_map(|module| &module.enums);
            enums.any(|one| one.name == name && one.is_status)
        };
        let id = fields.clone().find(|field| field.required && matches!(field.ty.kind, Kind::Id(_)));
        let status = fields.find(|field| matches!(&field.ty.kind, Kind::Enum(name) if is_status(name)));
        let rust = |field: &Field| ident(&field.rust());
        let (id, status) = (id.map(rust), status.map(rust));
        let both = id.as_ref().zip(status.as_ref());
        let both = both.map(|(id, status)| quote!(println!("{}: {:?}", #value.#id, #value.#status);));
        let both = both.filter(|line| first_line(line) <= SHOWN);
        let id = id.map(|id| quote!(println!("{}", #value.#id);));
        both.or(id).or_else(|| status.map(|status| quote!(println!("{:?}", #value.#status);)))
    }
}

/// How long the first statement of some code is when it stands on one line, up to a few letters.
fn first_line(code: &TokenStream) -> usize {
    let text = code.to_string();
    let statement = text.split_inclusive(';').next().unwrap_or_default();
    let is_apart = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '=' | ',' | ':' | '|' | '+' | '-');
    let mut letters = statement.chars().peekable();
    let (mut length, mut before) = (0, ' ');
    while let Some(c) = letters.next() {
        // A blank stands between words, and not around dots and brackets.
        let after = letters.peek().copied().unwrap_or_default();
        length += usize::from(c != ' ' || is_apart(before) && is_apart(after) && !matches!(after, ',' | ':'));
        before = c;
    }
    length
}

/// What a variable with an object is called, and one with several.
fn names_of(kind: &Kind) -> (Ident, Ident) {
    let whole = kind.declared().map(names::snake).unwrap_or_default();
    let name = if whole.len() > NAME { whole.rsplit('_').next().unwrap_or_default() } else { &whole };
    // What the example has under this name already.
    match name {
        "" | "client" | "params" | "page" | "response" => (ident("response"), ident("items")),
        "items" => (ident("item"), ident("items")),
        name => (ident(name), ident(&plural(name))),
    }
}

/// Several of a thing.
fn plural(name: &str) -> String {
    let before_y = name.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if name.ends_with('s') || name.ends_with('x') || name.ends_with("ch") => format!("{name}es"),
        None => format!("{name}s"),
    }
}

impl Writer<'_> {
    fn done(self, value: TokenStream) -> Params {
        Params { models: self.models, core: self.core, has_json: self.has_json, value }
    }

    fn model(&mut self, name: &str) -> Ident {
        self.models.insert(name.to_owned());
        ident(name)
    }

    fn core(&mut self, name: &'static str) -> Ident {
        self.core.insert(name);
        ident(name)
    }

    /// `new` with what is required, and a setter for each other member.
    fn built(&mut self, rust: &str, fields: &[Field], members: &Request) -> TokenStream {
        let name = self.model(rust);
        let by_name = required::is_by_name(fields);
        let (mut needed, mut others) = (Vec::new(), Vec::new());
        for field in fields {
            let Some(value) = members.get(&field.wire) else { continue };
            let setter = ident(&field.rust());
            let value = self.field(field, value, by_name && field.required);
            match (field.required, by_name) {
                (true, true) => needed.push(quote!(#setter: #value)),
                (true, false) => needed.push(value),
                (false, _) => others.push(quote!(.#setter(#value))),
            }
        }
        if by_name {
            let all = self.model(&names::required(rust));
            return quote!(#name::new(#all { #(#needed),* }) #(#others)*);
        }
        quote!(#name::new(#(#needed),*) #(#others)*)
    }

    /// A value of a field; as `exact` as a field of a struct needs it, or as anything that becomes it.
    fn field(&mut self, field: &Field, value: &Value, exact: bool) -> TokenStream {
        let written = match (field.ty.list, value) {
            (true, Value::Array(items)) => {
                let items: Vec<_> = items.iter().map(|item| self.item(field, item, exact)).collect();
                // No `vec!`: what a macro takes is not laid out.
                if exact { quote!([#(#items),*].into()) } else { quote!([#(#items),*]) }
            }
            _ => self.item(field, value, exact),
        };
        if exact && field.boxed { quote!(Box::new(#written)) } else { written }
    }

    fn item(&mut self, field: &Field, value: &Value, exact: bool) -> TokenStream {
        let (written, is_typed) = self.written(field, value);
        if exact && !is_typed && scope::converts(&field.ty.kind) { quote!(#written.into()) } else { written }
    }

    /// A value, and whether it has the type of the field already.
    fn written(&mut self, field: &Field, value: &Value) -> (TokenStream, bool) {
        let builtin = match &field.ty.kind {
            Kind::Map(kind) => {
                let of = of_a_map(field, kind);
                let entries = value.as_object().into_iter().flatten();
                let entries: Vec<_> = entries
                    .map(|(key, value)| {
                        let value = self.item(&of, value, false);
                        quote!((#key, #value))
                    })
                    .collect();
                return (quote!([#(#entries),*].into_iter().collect()), true);
            }
            Kind::Object(name) => return (self.object(name, value), true),
            Kind::Union(name) => return (self.variant(name, value), false),
            Kind::Builtin(builtin) => *builtin,
            declared => {
                let text = value.as_str().unwrap_or_default();
                let name = declared.declared().unwrap_or_default();
                let known = self.constant(declared, text).map(|constant| (self.model(name), ident(&constant)));
                return known.map_or((quote!(#text), false), |(name, constant)| (quote!(#name::#constant), true));
            }
        };
        (self.builtin(builtin, value), false)
    }

    fn object(&mut self, name: &str, value: &Value) -> TokenStream {
        let object = self.api.modules.iter().flat_map(|module| &module.objects).find(|object| object.name == name);
        match (object, value.as_object()) {
            (Some(object), Some(members)) => self.built(name, &object.fields, members),
            _ => TokenStream::new(),
        }
    }

    fn variant(&mut self, name: &str, value: &Value) -> TokenStream {
        let union = self.api.modules.iter().flat_map(|module| &module.unions).find(|union| union.name == name);
        let variants = union.map(|union| union.variants.as_slice()).unwrap_or_default();
        let given = variants.iter().find_map(|variant| Some((&variant.object, value.get(&variant.tag)?.as_object()?)));
        given.map_or_else(TokenStream::new, |(object, members)| self.built(&object.name, &object.fields, members))
    }

    /// The variant of an enum or the constant of a table.
    fn constant(&self, kind: &Kind, code: &str) -> Option<String> {
        let modules = || self.api.modules.iter();
        match kind {
            Kind::Enum(name) => {
                let declared = modules().flat_map(|module| &module.enums).find(|declared| declared.name == *name)?;
                declared.values.iter().any(|value| value.wire == code).then(|| declared.variant_of(code))
            }
            Kind::Table(name) => {
                let own = modules().flat_map(|module| &module.tables).find(|table| table.name == *name);
                let row = own.and_then(|table| table.rows.iter().find(|row| row.code == code));
                let shared = self.api.extensions().find(|extension| extension.name == *name);
                let listed = shared.and_then(|extension| extension.listed.get(code));
                row.map(|row| &row.constant).or(listed).cloned()
            }
            _ => None,
        }
    }

    fn builtin(&mut self, builtin: Builtin, value: &Value) -> TokenStream {
        match builtin {
            Builtin::Integer => integer(value.as_i64().unwrap_or_default()),
            Builtin::Boolean => value.as_bool().unwrap_or_default().into_token_stream(),
            Builtin::Amount => {
                let (amount, number) = (self.core("Amount"), integer(value.as_i64().unwrap_or_default()));
                quote!(#amount::from_minor(#number))
            }
            Builtin::Iterations => {
                let (iterations, reading) = (self.core("Iterations"), self.core("IterationReading"));
                let number = integer(value.as_i64().unwrap_or_default());
                quote!(#iterations::of_payments(#number, #reading::FirstIncluded)?)
            }
            Builtin::Decimal => {
                let number = value.to_string();
                quote!(#number.parse()?)
            }
            Builtin::Json => {
                self.has_json = true;
                let json: TokenStream = value.to_string().parse().unwrap_or_else(|_| quote!({}));
                quote!(json!(#json))
            }
            Builtin::Metadata => {
                let entries = value.as_object().into_iter().flatten().map(|(name, value)| {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    quote!((#name, #value))
                });
                let entries: Vec<_> = entries.collect();
                quote!([#(#entries),*].into_iter().collect())
            }
            Builtin::Bytes => quote!(b"%PDF-1.7".to_vec()),
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret => {
                value.as_str().unwrap_or_default().into_token_stream()
            }
        }
    }
}
