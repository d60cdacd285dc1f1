//! Credentials.

use super::super::node::{Members, Node};
use super::super::text;
use super::Document;
use crate::ir::{Auth, Carrier, Operation, Token};
use crate::raw::api::Scheme;

impl Document<'_> {
    /// The schemes that OpenAPI has. Credentials among the parameters of a body are parameters.
    pub(super) fn security_schemes(&self) -> Members {
        let all = self.api.auth.iter().flat_map(|auth| schemes(auth).into_iter());
        Members(all.map(|(name, scheme)| (name, scheme.into())).collect())
    }

    /// What an operation needs: all schemes of its way to authenticate.
    pub(super) fn security(&self, operation: &Operation) -> Vec<Node> {
        let Some(auth) = operation.auth.and_then(|index| self.api.auth.get(index)) else { return Vec::new() };
        let mut needed = Members::new();
        for (name, _) in schemes(auth) {
            needed.put(name, Vec::new());
        }
        if needed.is_empty() { Vec::new() } else { vec![needed.into()] }
    }

    /// The parameters of an operation that carry credentials, each with its text.
    pub(super) fn credentials(&self, operation: &Operation) -> Vec<(String, String)> {
        let auth = operation.auth.and_then(|index| self.api.auth.get(index));
        let auth = auth.filter(|auth| auth.scheme == Scheme::BodyParameter);
        let of_auth = |auth: &Auth| {
            let text = text::description(&auth.docs);
            auth.parameters.iter().map(|name| (name.clone(), format!("A credential. {text}"))).collect()
        };
        let mut found: Vec<(String, String)> = auth.map(of_auth).unwrap_or_default();
        found.retain(|(name, _)| !operation.params.iter().any(|field| field.wire == *name));
        found
    }
}

fn schemes(auth: &Auth) -> Vec<(String, Members)> {
    let docs = text::description(&auth.docs);
    let key = |place: &str, name: &str| Members::new().with("type", "apiKey").with("in", place).with("name", name);
    let http = |scheme: &str| Members::new().with("type", "http").with("scheme", scheme);
    let mut found: Vec<(String, Members, String)> = Vec::new();
    let name = || auth.name.clone();
    match auth.scheme {
        Scheme::Basic => found.push((name(), http("basic"), docs)),
        Scheme::Bearer => found.push((name(), http("bearer"), docs)),
        Scheme::Header => {
            let prefix = auth.prefix.as_deref().unwrap_or_default();
            let said = if prefix.is_empty() { docs } else { format!("{docs}\n\nSent as `{prefix}<key>`.") };
            found.extend(auth.parameters.first().map(|header| (name(), key("header", header), said)));
        }
        Scheme::BodyParameter => {}
        Scheme::Token => {
            let said = auth.token.as_ref().map(|token| format!("{docs}\n\n{}", obtained(token))).unwrap_or(docs);
            let scheme = match auth.token.as_ref().map(|token| &token.carrier) {
                Some(Carrier::Query(parameter)) => key("query", parameter),
                Some(Carrier::Header(header, _)) => key("header", header),
                Some(Carrier::Bearer) | None => http("bearer"),
            };
            found.push((name(), scheme, said));
        }
        Scheme::Signature => {
            let headers = auth.signing.iter().flat_map(|signing| &signing.headers);
            for (index, (header, _)) in headers.enumerate() {
                let name = if index == 0 { name() } else { format!("{}-{}", auth.name, index + 1) };
                let said = format!("{docs}\n\nA signature of the request; OpenAPI cannot say how it is computed.");
                found.push((name, key("header", header), said));
            }
        }
    }
    found.into_iter().map(|(name, scheme, docs)| (name, scheme.with_text("description", docs.trim()))).collect()
}

/// How a token is obtained.
fn obtained(token: &Token) -> String {
    format!(
        "A token, obtained with the credentials from `POST {}`, from the member `{}` of the response.",
        token.path, token.answer
    )
}
