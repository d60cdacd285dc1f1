//! How operations authenticate, and the headers that they send.

use super::auth::{Kind, Scheme};
use super::place::Place;
use super::reader::{Call, Header, Reader};
use crate::names;

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
                let what = "The document declares how to authenticate, and no operation says that it does.";
                self.notes.guessed(
                    &scheme.pointer,
                    what,
                    "All operations use it now: write `auth: none` where one does not.",
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
        if security.items().iter().any(|requirement| requirement.named().len() > 1) {
            let what = "Two credentials are wanted at once.";
            let instead = "The first is described; describe the other as one of `headers`.";
            self.notes.left_out(&security.pointer, what, instead);
        }
        let mut found: Vec<String> = Vec::new();
        for requirement in security.items() {
            let Some((key, _)) = requirement.named().into_iter().next() else { continue };
            let scheme = self.schemes.iter().find(|scheme| scheme.keys.iter().any(|known| known == key));
            found.extend(scheme.map(|scheme| scheme.name.clone()).filter(|name| !found.contains(name)));
        }
        found
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
                    let what = "An operation authenticates in a way that is not described.";
                    self.notes.left_out(
                        &security.pointer,
                        what,
                        "It says `auth: none` now, and is refused by the API.",
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
        let is_reserved =
            ["at", "build", "build_blocking", "configure", "from_env", "from_variables"].contains(&setter.as_str());
        if is_taken || is_reserved || !names::is_identifier(&setter) {
            let what = "A header has a name that no setting of a client can have.";
            self.notes.left_out(&header.pointer, what, "Leave it out, or rename the scheme that has the same name.");
            return None;
        }
        let name = header.name.clone();
        self.headers.push(header);
        Some(name)
    }
}
