//! How operations authenticate, and the headers that they send.

use super::auth::{Kind, Scheme};
use super::place::Place;
use super::reader::{Call, Header, Reader};
use super::value::Value;
use crate::names::{self, RESERVED_SETTERS};

impl<'d> Reader<'d> {
    /// The scheme that most operations name first, or the one of the document.
    pub(super) fn find_default_auth(&mut self) {
        let of_document = self.root.get("security").map(|security| self.alternatives(&security)).unwrap_or_default();
        let mut counts: Vec<(String, usize)> = Vec::new();
        let named = self.calls().into_iter().filter_map(|call| {
            let security = call.place.get("security")?;
            self.alternatives(&security).into_iter().next()
        });
        for name in named.collect::<Vec<_>>() {
            match counts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => counts.push((name, 1)),
            }
        }
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name);
        let is_said = !of_document.is_empty() || most.is_some();
        self.default_auth = of_document.first().cloned().or(most);
        if self.default_auth.is_none() && !is_said {
            self.default_auth = self.schemes.first().map(|scheme| scheme.name.clone());
            if let Some(scheme) = self.schemes.first() {
                let what = "The document declares security schemes, but no operation uses them.";
                self.notes.guessed(
                    &scheme.pointer,
                    what,
                    "All operations use it now: set `auth: none` where it is not needed.",
                );
            }
        }
        // Where one of several will do, the others take its place.
        if let Some((first, others)) = of_document.split_first() {
            for scheme in self.schemes.iter_mut().filter(|scheme| others.contains(&scheme.name)) {
                scheme.instead_of = Some(first.clone());
            }
        }
    }

    /// The schemes of a list of requirements, each one that will do.
    fn alternatives(&self, security: &Place<'d>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for requirement in security.items() {
            let names = requirement.named();
            if names.is_empty() && security.items().len() > 1 {
                let what = "Credentials are optional.";
                self.notes.guessed(
                    &requirement.pointer,
                    what,
                    "They are required now: set `auth: none` where none are sent.",
                );
            }
            if !matches!(requirement.value, Value::Map(_)) {
                let what = "A security requirement is not a mapping.";
                self.notes.left_out(&requirement.pointer, what, "Check what was intended.");
            }
            let mut known: Vec<&Scheme> = Vec::new();
            for (key, scopes) in &names {
                if !scopes.value.items().is_empty() {
                    let what = "The scopes of a token.";
                    self.notes.left_out(&scopes.pointer, what, "Scopes are not supported: describe them in `docs`.");
                }
                match self.schemes.iter().find(|scheme| scheme.keys.iter().any(|known| known == key)) {
                    Some(scheme) if !known.iter().any(|other| other.name == scheme.name) => known.push(scheme),
                    Some(_) => {}
                    None if self.is_declared(key) => {
                        let what = "Required credentials are not in the draft.";
                        self.notes.left_out(&scopes.pointer, what, "See the entry about their security scheme.");
                    }
                    None => {
                        let what = format!("The security scheme `{}` is not declared.", key.replace('`', ""));
                        self.notes.left_out(&scopes.pointer, what, "Describe it in `auth` by hand.");
                    }
                }
            }
            if let [first, _, ..] = &known[..] {
                let what =
                    format!("Several credentials are required together, but only `{}` is in the draft.", first.name);
                self.notes.left_out(&requirement.pointer, what, "Add the others as `headers`.");
            }
            let first = known.first().map(|scheme| scheme.name.clone());
            found.extend(first.filter(|name| !found.contains(name)));
        }
        found
    }

    fn is_declared(&self, key: &str) -> bool {
        let of = |path: &[&str]| self.root.path(path).is_some_and(|all| all.has(key));
        of(&["components", "securitySchemes"]) || of(&["securityDefinitions"])
    }

    /// The scheme of an operation, where it is not the default.
    pub(super) fn auth(&self, call: &Call<'d>) -> Option<String> {
        let default = self.default_auth.as_ref()?;
        let Some(security) = call.place.get("security") else {
            let is_open = self.root.get("security").is_none_or(|security| security.items().is_empty());
            return (is_open && self.calls_say_auth).then(|| "none".to_owned());
        };
        match self.alternatives(&security).first() {
            None => {
                if security.items().iter().any(|requirement| !requirement.named().is_empty()) {
                    let what = "The authentication of an operation is not supported.";
                    self.notes.left_out(
                        &security.pointer,
                        what,
                        "It has `auth: none` now, so the API would refuse it.",
                    );
                }
                Some("none".to_owned())
            }
            Some(name) if name == default => None,
            Some(name) => {
                let takes_its_place = |scheme: &Scheme| scheme.name == *name && scheme.instead_of.is_some();
                (!self.schemes.iter().any(takes_its_place)).then(|| name.clone())
            }
        }
    }

    /// Whether a parameter is the one that carries the key.
    pub(super) fn is_credential(&self, name: &str) -> bool {
        self.schemes.iter().any(|scheme| match &scheme.kind {
            Kind::Header(header) => header.eq_ignore_ascii_case(name),
            Kind::Basic | Kind::Bearer | Kind::Token(_) => false,
        })
    }

    /// Adds a header, and tells the name that it is known by.
    pub(super) fn header(&mut self, header: Header) -> Option<String> {
        if let Some(known) = self.headers.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&header.name)) {
            return Some(known.name.clone());
        }
        let setter = names::snake(&header.name);
        let is_taken = self.headers.iter().any(|known| names::snake(&known.name) == setter)
            || self.schemes.iter().any(|scheme| match &scheme.kind {
                Kind::Header(parameter) => names::snake(parameter) == setter,
                Kind::Basic => setter == "credentials",
                Kind::Bearer | Kind::Token(_) => names::snake(&scheme.name) == setter,
            });
        let is_reserved = RESERVED_SETTERS.contains(&setter.as_str());
        if is_taken || is_reserved || !names::is_identifier(&setter) {
            let what = "The name of a header is already used by a setting of the client.";
            self.notes.left_out(&header.pointer, what, "Remove it, or rename the scheme of the same name.");
            return None;
        }
        let name = header.name.clone();
        self.headers.push(header);
        Some(name)
    }
}
