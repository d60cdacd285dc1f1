//! Variables in the hosts of base URLs: `https://{account}.example/v1`.

use crate::raw::api::Api;
use crate::raw::service::Host;
use crate::raw::{Named, Sp};

/// A piece of a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'u> {
    Text(&'u str),
    /// The name between two braces.
    Variable(&'u str),
}

/// The pieces of a base URL. A brace without a partner stays text.
pub(crate) fn pieces(url: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}').filter(|(name, _)| !name.contains('{')) else { break };
        pieces.extend(Some(Piece::Text(before)).filter(|_| !before.is_empty()));
        pieces.push(Piece::Variable(name));
        rest = after;
    }
    pieces.extend(Some(Piece::Text(rest)).filter(|_| !rest.is_empty()));
    pieces
}

/// The names of the variables of a base URL, as often as they stand there.
pub(crate) fn variables(url: &str) -> impl Iterator<Item = &str> {
    pieces(url).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// The base URL with a value for each variable.
pub(crate) fn filled<'v>(url: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let piece = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Variable(name) => value(name).unwrap_or("x"),
    };
    pieces(url).into_iter().map(piece).collect()
}

/// All base URLs of an API.
pub(crate) fn urls(api: &Api) -> impl Iterator<Item = &Sp<String>> {
    let environments = api.environments.iter().map(|(_, environment)| &environment.base_url);
    environments.chain(hosts(api).flat_map(|hosts| hosts.iter().map(|(_, host)| &host.base_url)))
}

/// Where services answer, and clients with credentials of their own.
fn hosts(api: &Api) -> impl Iterator<Item = &Named<Host>> {
    let services = api.services.iter().map(|(_, service)| &service.environments);
    services.chain(api.auth.iter().map(|(_, auth)| &auth.environments))
}

/// The variables of an environment: those of all hosts that are used in it, in the order of their declaration.
pub(crate) fn of_environment<'a>(api: &'a Api, environment: &str) -> Vec<&'a str> {
    let own = api.environments.get(environment).map(|environment| &environment.base_url);
    let hosts = hosts(api).filter_map(|hosts| Some(&hosts.get(environment)?.base_url));
    let urls: Vec<&Sp<String>> = own.into_iter().chain(hosts).collect();
    let is_used = |name: &str| urls.iter().any(|url| variables(url).any(|used| used == name));
    api.host_variables.iter().map(|(name, _)| name.as_str()).filter(|name| is_used(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::Piece::{Text, Variable};
    use super::*;

    #[test]
    fn pieces_are_texts_and_variables() {
        assert_eq!(pieces("https://a.example"), [Text("https://a.example")]);
        let all = pieces("https://{a}-{b}.example/{c}");
        let expected = [Text("https://"), Variable("a"), Text("-"), Variable("b"), Text(".example/"), Variable("c")];
        assert_eq!(all, expected);
        assert_eq!(pieces("x{{a}"), [Text("x{{a}")]);
        assert_eq!(pieces("x{a"), [Text("x{a")]);
        assert_eq!(filled("https://{a}.example", |name| (name == "a").then_some("acme")), "https://acme.example");
    }
}
