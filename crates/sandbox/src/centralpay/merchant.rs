//! What a world has from the beginning: an account with its credentials, a merchant and a point of sale.

use crate::engine::random::Random;
use crate::engine::world::World;

/// The password of every world's login. It protects nothing: a sandbox has no secrets.
pub const PASSWORD: &str = "sandbox";

/// The address of a page that may create card tokens: the one that the vendor has declared for tests.
pub const ORIGIN: &str = "https://example.centralpay.net";

/// The prefix of the logins that make a world on first use.
const PREFIX: &str = "test-";

/// The login that the vendor publishes for everybody. Its password is not written here, so any opens its world.
pub(super) const PUBLISHED: &str = "Doctest";

/// The world of the published login.
const PUBLISHED_WORLD: &str = "doctest";

/// The prefix of a world's merchant public key.
const KEY_PREFIX: &str = "pk-";

/// The login of a world.
pub fn login(world: &str) -> String {
    format!("{PREFIX}{world}")
}

/// The merchant public key of a world.
pub fn public_key(world: &str) -> String {
    format!("{KEY_PREFIX}{PREFIX}{world}")
}

/// The world of a login.
pub(super) fn world_of_login(login: &str) -> Option<&str> {
    if login == PUBLISHED {
        return Some(PUBLISHED_WORLD);
    }
    login.strip_prefix(PREFIX).filter(|name| is_name(name))
}

/// The world of a merchant public key.
pub(super) fn world_of_key(key: &str) -> Option<&str> {
    key.strip_prefix(KEY_PREFIX).and_then(world_of_login)
}

/// Returns `true` for a name that a world can have: it is part of its login.
pub(crate) fn is_name(name: &str) -> bool {
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=100).contains(&name.len()) && name.bytes().all(is_usual)
}

/// The merchant of a world and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merchant {
    /// Identifier of the merchant.
    pub merchant_id: String,
    /// Identifier of the point of sale.
    pub point_of_sale_id: String,
    /// Identifier of its acquiring contract.
    pub contract_id: String,
    /// Identifier of the account that receives payments.
    pub wallet_id: String,
}

impl Merchant {
    /// The merchant of a world. It follows from the seed and the name.
    pub fn of(world: &World) -> Self {
        Self::new(world.seed(), world.name())
    }

    /// The merchant of the world with a name, in a sandbox with a seed.
    pub fn new(seed: u64, world: &str) -> Self {
        let mut random = Random::new(seed, &format!("centralpay/merchant/{world}"));
        let mut id = || random.uuid();
        Self { merchant_id: id(), point_of_sale_id: id(), contract_id: id(), wallet_id: id() }
    }
}

/// Returns `true` for an address that may create card tokens: [`ORIGIN`], and those of this machine.
pub(super) fn is_declared(origin: &str) -> bool {
    let origin = origin.trim_end_matches('/');
    let Some((scheme, rest)) = origin.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_here = ["localhost", "127.0.0.1", "::1"].contains(&name);
    origin == ORIGIN || (["http", "https"].contains(&scheme) && is_here)
}

#[cfg(test)]
mod tests {
    use super::{is_declared, login, public_key, world_of_key, world_of_login};

    #[test]
    fn logins_and_keys_name_their_world() {
        assert_eq!(world_of_login(&login("shop-1")), Some("shop-1"));
        assert_eq!(world_of_key(&public_key("shop-1")), Some("shop-1"));
        for foreign in ["", "test-", "shop", "test-a b", "test-\u{e9}", "TEST-a"] {
            assert_eq!(world_of_login(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn origins_are_hosts_and_not_prefixes() {
        for declared in
            ["https://example.centralpay.net", "http://localhost:3000", "http://127.0.0.1", "http://[::1]:80"]
        {
            assert!(is_declared(declared), "{declared}");
        }
        for foreign in ["", "https://example.centralpay.net.evil.example", "http://localhost.evil.example", "localhost"]
        {
            assert!(!is_declared(foreign), "{foreign}");
        }
    }
}
