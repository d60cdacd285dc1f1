//! Who may steer the sandbox: programs on this machine, and no page of another site in a browser on it.
//!
//! There are no credentials. A page can send requests to this machine, so the site that it names decides (`Origin`); and a
//! name that leads here can be changed after the page was loaded, so the host that the request is for decides too.

use std::net::IpAddr;

use super::refusal::Refusal;
use crate::engine::request::Request;

/// Checks where a request comes from.
pub(super) fn check(request: &Request<'_>, peer: IpAddr) -> Result<(), Refusal> {
    if !peer.to_canonical().is_loopback() {
        return Err(Refusal::Forbidden("the control API answers to programs on the sandbox's own machine only"));
    }
    if request.header("Host").is_some_and(|host| !is_here(host)) {
        return Err(Refusal::Forbidden("the control API is reached as `localhost` or by a loopback address only"));
    }
    let origin = request.header("Origin").map(|origin| origin.split_once("://").map_or("", |(_, host)| host));
    if origin.is_some_and(|host| !is_here(host)) {
        return Err(Refusal::Forbidden("the control API does not answer to pages of other sites"));
    }
    Ok(())
}

/// Returns `true` for a host of this machine, with or without a port.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Request, check, is_here};

    #[test]
    fn hosts_of_this_machine_are_not_identified_by_their_first_letters() {
        for here in ["localhost", "LOCALHOST:4010", "127.0.0.1:1", "127.9.9.9", "[::1]:4010", "[::ffff:127.0.0.1]:4010"]
        {
            assert!(is_here(here), "{here}");
        }
        for foreign in ["", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example", "[::2]", "10.0.0.1"] {
            assert!(!is_here(foreign), "{foreign}");
        }
    }

    #[test]
    fn only_this_machine_is_answered() {
        let checked = |peer: &str, headers: &[(&str, &str)]| {
            let headers: Vec<(String, String)> =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let request = Request { method: "GET", path: "/worlds", query: "", headers: &headers, body: b"" };
            check(&request, peer.parse().expect("an address")).is_ok()
        };
        let host = ("Host", "localhost:4010");
        assert!(checked("127.0.0.1", &[host]) && checked("::ffff:127.0.0.1", &[]) && checked("::1", &[]));
        assert!(!checked("192.0.2.1", &[host]), "another machine");
        assert!(!checked("127.0.0.1", &[("Host", "evil.example")]), "a name that leads here");
        assert!(checked("127.0.0.1", &[host, ("Origin", "http://localhost:3000")]));
        for foreign in ["https://evil.example", "null", "http://localhost.evil.example"] {
            assert!(!checked("127.0.0.1", &[host, ("Origin", foreign)]), "{foreign}");
        }
    }
}
