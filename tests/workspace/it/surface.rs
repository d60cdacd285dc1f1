//! The public surface of each crate under `crates/`, as text with one line an item: a breaking change shows in its
//! diff.
//!
//! It is read from the sources. The compiler warns of `pub` that nobody can reach (`unreachable_pub`), so each `pub`
//! item is part of it, but for what is hidden from the docs. An item of a private module stands where the module does,
//! so moving it to another file changes nothing. Items that a macro makes are the lines of the macro.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p payspec-workspace --test it surface::`. The surface
//! of a new crate is written when the test runs for the first time.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use payspec_test_support::files::root;
use payspec_test_support::snapshots::write_first;
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Fields, Ident, ImplItem, Item, Signature, Token, TraitItem, Type, Visibility};

/// The folders of crates in a folder, by the name of the crate.
pub(crate) fn crates_in(folder: &Path) -> Vec<(String, PathBuf)> {
    let within = |folder: PathBuf| {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        entries.map(|entry| entry.expect("an entry can be read").path()).filter(|path| path.is_dir())
    };
    let groups: BTreeSet<PathBuf> = within(folder.to_owned()).collect();
    let single = groups.iter().cloned();
    let folders =
        single.chain(groups.iter().cloned().flat_map(within)).filter(|path| path.join("Cargo.toml").is_file());
    let mut crates: Vec<(String, PathBuf)> = folders
        .map(|folder| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest can be read");
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
            (name.expect("a package has a name").to_owned(), folder)
        })
        .collect();
    crates.sort();
    crates
}

/// The macros that say how an object is read or written, and the trait that they implement: its fields are reported
/// already.
const TRAITS: [(&str, &str); 5] = [
    ("read_object", "Deserialize"),
    ("read_fields", "Deserialize"),
    ("write_object", "serde::Serialize"),
    ("read_params", "DecodeOperation"),
    ("convert_params", "DecodeOperation"),
];

#[test]
fn surfaces() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("surface");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let crates = crates_in(&root().join("crates"));
    assert!(crates.len() > 10, "{crates:?}");
    let mut changed = Vec::new();
    for (name, folder) in &crates {
        let surface = without_apis(&Surface::of(&folder.join("src/lib.rs")));
        let file = root().join("tests/workspace/it/surface").join(format!("{name}.snap"));
        write_first(&file, "tests/workspace/it/surface.rs", &surface);
        let compare = || settings.bind(|| insta::assert_snapshot!(name.clone(), surface));
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "the surface of {changed:?} has changed: is it breaking?");
    for entry in fs::read_dir(root().join("tests/workspace/it/surface")).expect("the snapshots are in the repository") {
        let path = entry.expect("an entry can be read").path();
        let stem = path.file_stem().expect("a file has a name").to_string_lossy();
        assert!(crates.iter().any(|(name, _)| *name == stem), "no crate makes {}", path.display());
    }
}

/// A surface without the lines of the umbrella that add an API: the crates of that API have surfaces of their own.
fn without_apis(surface: &str) -> String {
    let adds_an_api = |line: &&str| line.starts_with("#[cfg(feature = ") && line.contains("_sdk as ");
    surface.lines().filter(|line| !adds_an_api(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_item_is_a_line() {
    let file = syn::parse_file(
        "mod p { pub fn here() {} pub use self::f; } pub mod a { pub struct S<T> { pub x: Option<T>, y: u8 } impl<T> S<T> { pub fn new(self, x: &[T]) -> Self {} fn no() {} } }\n\
         #[derive(Debug)] #[non_exhaustive] pub enum E { A, B(u8), C { x: u8 } }\n\
         impl<'a> From<&'a E> for u8 { fn from(e: &'a E) -> u8 { 0 } }\n\
         pub trait T: Sized { const X: u8; fn f(&self) where Self: Sized; }\n\
         pub(crate) fn hidden() {} #[doc(hidden)] pub fn also() {} #[cfg(feature = \"f\")] pub const X: u8 = 1;\n\
         pub use std::{fmt, io as i}; core::id!(Id, sensitive); core::words!(E { A = \"a\", B = \"b\" }); core::setters! { S { /// Says it.
         x: impl Into<T> = Some(x.into()); } } #[macro_export] macro_rules! m { () => {} }",
    );
    let mut surface = Surface::default();
    surface.items(&file.expect("it is Rust").items, "", Path::new("src"));
    let expected = r#"fn here()
a::S<T>.x: Option<T>
fn a::S<T>::new(self, x: &[T]) -> Self
mod a
struct a::S<T> { .. }
E::A
E::B(u8)
E::C { x: u8 }
enum E #[derive(Debug)] #[non_exhaustive]
impl<'a> From<&'a E> for u8
T::const X: u8
T::fn f(&self) where Self: Sized
trait T: Sized
#[cfg(feature = "f")] const X: u8
use std::{fmt, io as i}
core::id!(Id, sensitive)
core::words!(E A = "a")
core::words!(E B = "b")
fn S::x(self, x: impl Into<T>) -> Self
macro m!
"#;
    let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&surface.text()), sorted(expected));
}

/// The trait that a macro implements, where that is all it does.
fn implemented(path: &syn::Path) -> Option<&'static str> {
    let name = &path.segments.last()?.ident;
    TRAITS.iter().find(|(known, _)| name == known).map(|(_, implemented)| *implemented)
}

/// The lines of a crate.
#[derive(Default)]
pub(crate) struct Surface {
    lines: Vec<String>,
    /// Implementations of traits, with the name of the type: a line unless the type is private.
    implementations: Vec<(String, String)>,
    public: BTreeSet<String>,
    private: BTreeSet<String>,
    private_modules: BTreeSet<String>,
}

impl Surface {
    pub(crate) fn of(file: &Path) -> String {
        let mut surface = Self::default();
        surface.file(file, "");
        surface.text()
    }

    fn text(self) -> String {
        let Self { mut lines, implementations, public, private, .. } = self;
        lines.extend(
            implementations
                .into_iter()
                .filter(|(name, _)| public.contains(name) || !private.contains(name))
                .map(|(_, line)| line),
        );
        lines.join("\n")
    }

    fn file(&mut self, path: &Path, module: &str) {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let stem = path.file_stem().expect("a file has a name");
        let folder = path.parent().expect("a file lies in a folder");
        let holds_its_modules = stem == "lib" || stem == "mod";
        self.items(&file.items, module, &if holds_its_modules { folder.to_owned() } else { folder.join(stem) });
    }

    /// Items of a module, whose submodules lie in a folder.
    fn items(&mut self, items: &[Item], module: &str, folder: &Path) {
        let private = items.iter().filter_map(|item| match item {
            Item::Mod(item) if !is_public(&item.vis) => Some(item.ident.to_string()),
            _ => None,
        });
        self.private_modules.extend(private);
        for item in items {
            self.item(item, module, folder);
        }
    }

    fn item(&mut self, item: &Item, module: &str, folder: &Path) {
        match item {
            Item::Mod(item) if !is_test(&item.attrs) && !is_hidden(&item.attrs) => {
                let name = item.ident.to_string();
                let path = if is_public(&item.vis) { format!("{module}{name}::") } else { module.to_owned() };
                self.push(&item.vis, &item.attrs, format!("mod {module}{name}"));
                if let Some((_, items)) = &item.content {
                    self.items(items, &path, &folder.join(name));
                } else {
                    let file = folder.join(format!("{name}.rs"));
                    self.file(&if file.is_file() { file } else { folder.join(name).join("mod.rs") }, &path);
                }
            }
            Item::Struct(item) => {
                let names = if is_public(&item.vis) { &mut self.public } else { &mut self.private };
                names.insert(item.ident.to_string());
                let name = format!("{module}{}{}", item.ident, text(&item.generics));
                let private = item.fields.iter().any(|field| !is_public(&field.vis));
                let fields = match (&item.fields, private) {
                    (Fields::Unit, _) => "",
                    (_, true) => " { .. }",
                    (_, false) => " { }",
                };
                if self.push(&item.vis, &item.attrs, format!("struct {name}{fields}{}", marks(&item.attrs))) {
                    for (at, field) in item.fields.iter().enumerate() {
                        let ident = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
                        self.push(&field.vis, &field.attrs, format!("{name}.{ident}: {}", text(&field.ty)));
                    }
                }
            }
            Item::Enum(item) => {
                let names = if is_public(&item.vis) { &mut self.public } else { &mut self.private };
                names.insert(item.ident.to_string());
                let name = format!("{module}{}{}", item.ident, text(&item.generics));
                if self.push(&item.vis, &item.attrs, format!("enum {name}{}", marks(&item.attrs))) {
                    for variant in &item.variants {
                        let mut bare = variant.clone();
                        bare.attrs.clear();
                        bare.fields.iter_mut().for_each(|field| field.attrs.clear());
                        self.push(&item.vis, &variant.attrs, format!("{name}::{}", text(&bare)));
                    }
                }
            }
            Item::Trait(item) => {
                let name = format!("{module}{}{}", item.ident, text(&item.generics));
                let bounds = &item.supertraits;
                let bounds = if bounds.is_empty() { String::new() } else { format!(": {}", text(bounds)) };
                if self.push(&item.vis, &item.attrs, format!("trait {name}{bounds}")) {
                    for member in &item.items {
                        let (attrs, line) = match member {
                            TraitItem::Fn(member) => {
                                let default = if member.default.is_some() { " { .. }" } else { "" };
                                (&member.attrs, format!("{}{default}", text(&member.sig)))
                            }
                            TraitItem::Const(member) => {
                                (&member.attrs, format!("const {}: {}", member.ident, text(&member.ty)))
                            }
                            TraitItem::Type(member) => (&member.attrs, format!("type {}", member.ident)),
                            _ => continue,
                        };
                        self.push(&item.vis, attrs, format!("{name}::{line}"));
                    }
                }
            }
            Item::Impl(item) => self.implementation(item, module),
            Item::Fn(item) => {
                self.push(&item.vis, &item.attrs, function(&item.sig, module));
            }
            Item::Const(item) => {
                self.push(&item.vis, &item.attrs, format!("const {module}{}: {}", item.ident, text(&item.ty)));
            }
            Item::Static(item) => {
                self.push(&item.vis, &item.attrs, format!("static {module}{}: {}", item.ident, text(&item.ty)));
            }
            Item::Type(item) => {
                let generics = text(&item.generics);
                self.push(
                    &item.vis,
                    &item.attrs,
                    format!("type {module}{}{generics} = {}", item.ident, text(&item.ty)),
                );
            }
            Item::Use(item) => {
                // What comes out of a private module stands here already.
                let first =
                    if let syn::UseTree::Path(path) = &item.tree { path.ident.to_string() } else { String::new() };
                if !matches!(first.as_str(), "self" | "super" | "crate") && !self.private_modules.contains(&first) {
                    let tree = text(&item.tree).replace("{ ", "{").replace(" }", "}");
                    self.push(&item.vis, &item.attrs, format!("use {module}{tree}"));
                }
            }
            Item::Macro(item) => match &item.ident {
                Some(name) if item.attrs.iter().any(|attr| attr.path().is_ident("macro_export")) => {
                    self.push(&Visibility::Public(<Token![pub]>::default()), &item.attrs, format!("macro {name}!"));
                }
                Some(_) => {}
                // What these make is private.
                None if ["thread_local", "words"].iter().any(|name| item.mac.path.is_ident(name)) => {}
                None if item.mac.path.segments.last().is_some_and(|last| last.ident == "setters") => {
                    let methods = item.mac.parse_body_with(setters).expect("the arguments of `setters!`");
                    for (attrs, line) in methods {
                        self.push(&Visibility::Public(<Token![pub]>::default()), &attrs, format!("fn {module}{line}"));
                    }
                }
                None => {
                    if let Some(implemented) = implemented(&item.mac.path) {
                        let object = item.mac.tokens.clone().into_iter().next();
                        let line = format!("impl {implemented} for {module}{}", text(&object));
                        self.push(&Visibility::Public(<Token![pub]>::default()), &item.attrs, line);
                        return;
                    }
                    let (path, tokens) = (text(&item.mac.path), without_docs(text(&item.mac.tokens)));
                    // What stands in braces is a list, of values for example: each is a line.
                    let (before, list) = tokens.split_once(" {").unwrap_or((&tokens, ""));
                    for entry in list.trim_end_matches([' ', '}', ',']).split(", ") {
                        let line = format!("{module}{path}!({before} {})", entry.trim());
                        self.push(&Visibility::Public(<Token![pub]>::default()), &item.attrs, line.replace(" )", ")"));
                    }
                }
            },
            _ => {}
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl, module: &str) {
        if is_test(&item.attrs) {
            return;
        }
        let (generics, of) = (&item.generics, &item.self_ty);
        let bounds = generics.where_clause.as_ref().map(|bounds| format!(" {}", text(bounds))).unwrap_or_default();
        if let Some((path, _)) = &item.trait_ {
            let generics = text(generics);
            let line = format!("impl{generics} {} for {}{bounds}", text(path), text(of));
            let of = if let syn::Type::Path(of) = &**of { of.path.segments.last() } else { None };
            let name = of.map(|last| last.ident.to_string()).unwrap_or_default();
            self.implementations.push((name, line));
            return;
        }
        for member in &item.items {
            let within = format!("{module}{}::", text(of));
            match member {
                ImplItem::Fn(member) => {
                    self.push(&member.vis, &member.attrs, format!("{}{bounds}", function(&member.sig, &within)));
                }
                ImplItem::Const(member) => {
                    let line = format!("const {within}{}: {}", member.ident, text(&member.ty));
                    self.push(&member.vis, &member.attrs, line);
                }
                _ => {}
            }
        }
    }

    /// Adds a line, if the item is public and not hidden.
    fn push(&mut self, visibility: &Visibility, attrs: &[Attribute], line: String) -> bool {
        let shown = is_public(visibility) && !is_hidden(attrs) && !is_test(attrs);
        if shown {
            let cfg: Vec<String> = attrs.iter().filter(|attr| attr.path().is_ident("cfg")).map(text).collect();
            self.lines.push(cfg.into_iter().chain([line]).collect::<Vec<_>>().join(" "));
        }
        shown
    }
}

fn function(signature: &Signature, within: &str) -> String {
    let (before, after) = {
        let signature = text(signature);
        let (before, after) = signature.split_once("fn ").expect("a signature has this word");
        (before.to_owned(), after.to_owned())
    };
    format!("{before}fn {within}{after}")
}

/// The methods that `payspec_core::setters!` makes, as if they were written out.
fn setters(input: ParseStream<'_>) -> syn::Result<Vec<(Vec<Attribute>, String)>> {
    let of: Ident = input.parse()?;
    let list;
    syn::braced!(list in input);
    let mut methods = Vec::new();
    while !list.is_empty() {
        let attrs = Attribute::parse_outer(&list)?;
        let (name, _, argument) = (list.parse::<Ident>()?, list.parse::<Token![:]>()?, list.parse::<Type>()?);
        let _ = (list.parse::<Token![=]>()?, list.parse::<Expr>()?, list.parse::<Token![;]>()?);
        methods.push((attrs, format!("{of}::{}", text(&quote!(#name(self, #name: #argument) -> Self)))));
    }
    Ok(methods)
}

/// Attributes that users rely on.
fn marks(attrs: &[Attribute]) -> String {
    let names = ["derive", "non_exhaustive", "must_use"];
    let marks = attrs.iter().filter(|attr| names.iter().any(|name| attr.path().is_ident(name)));
    marks.map(|attr| format!(" {}", text(attr))).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("doc") && text(attr).contains("(hidden)"))
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("cfg") && text(attr).contains("test"))
}

/// What a macro takes, without the docs in it.
fn without_docs(mut tokens: String) -> String {
    while let Some(at) = tokens.find("#[doc = ") {
        let end = tokens[at..].find("\"] ").map_or(tokens.len(), |end| at + end + 3);
        tokens.replace_range(at..end, "");
    }
    tokens
}

/// Tokens in one line, without the blanks that nobody writes.
fn text(tokens: &impl ToTokens) -> String {
    let text = quote!(#tokens).to_string().replace('\n', " ");
    let mut tight = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let glued_before = [",", ">", ")", "]", "::", ":", ";", "(", "<", "!", "."];
        let glued_after = ["<", "(", "[", "&", "::", "#", "*", "!", ".", "?"];
        let starts = glued_before.iter().any(|sign| word.starts_with(sign));
        let follows = glued_after.iter().any(|sign| tight.ends_with(sign));
        let is_apart = tight.ends_with([',', ':', '=', '+', '|']) || word == "->";
        if !tight.is_empty() && !follows && (!starts || (is_apart && !tight.ends_with("::") && !word.starts_with("::")))
        {
            tight.push(' ');
        }
        tight.push_str(word);
    }
    // Commas at the end come and go with the width of a line.
    let even =
        tight.replace("->", " -> ").replace("  ", " ").replace(",)", ")").replace(", }", " }").replace(", >", ">");
    even.replace("(mut self", "(self").trim_end_matches(',').to_owned()
}
