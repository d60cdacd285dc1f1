//! Random numbers that are the same on every machine.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The random numbers of a world. They follow from the sandbox's seed and the name of the world.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Random(Pcg64);

impl Random {
    /// Starts the numbers of a world.
    pub fn new(seed: u64, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(name.as_bytes());
        Self(Pcg64::from_seed(hash.finalize().into()))
    }

    /// A new identifier: a UUID, version 4.
    pub fn uuid(&mut self) -> String {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// A text of some characters of an alphabet, which must not be empty.
    pub fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        let of = u32::try_from(alphabet.len()).unwrap_or(u32::MAX).max(1);
        let mut text = String::with_capacity(length);
        for _ in 0..length {
            let at = self.0.next_u32() % of;
            text.extend(alphabet.get(at as usize).map(|byte| char::from(*byte)));
        }
        text
    }

    /// Returns `true` with a probability from 0 to 1.
    pub fn chance(&mut self, probability: f64) -> bool {
        f64::from(self.0.next_u32()) < probability * 4_294_967_296.0
    }
}

/// A text of 40 hexadecimal digits that follows from a seed and a value, and does not contain it.
///
/// It identifies test cards and protects none: who has the seed can find a card number by trying all. A secret key would
/// change nothing. It would have to outlive the program, since a card has the same fingerprint after a restart, and there is
/// no other place for it than the file; and with the first six and last four digits, which every card shows, only 100,000
/// numbers are left, which anybody can send to the sandbox and compare the answers. So nobody should send it real numbers.
pub fn fingerprint(seed: u64, of: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(of.as_bytes());
    let mut text = String::with_capacity(40);
    for byte in hash.finalize().iter().take(20) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Random;

    /// The numbers are part of what users rely on: snapshots of their tests have them.
    #[test]
    fn the_numbers_follow_from_seed_and_name() {
        let first = |seed, name| Random::new(seed, name).uuid();
        assert_eq!(first(1, "a"), first(1, "a"));
        assert_ne!(first(1, "a"), first(2, "a"));
        assert_ne!(first(1, "a"), first(1, "b"));
        let mut random = Random::new(1, "a");
        assert_ne!(random.uuid(), random.uuid());
        assert!((0..100).all(|_| !random.chance(0.0)) && (0..100).all(|_| random.chance(1.0)));
        let hits = (0..10_000).filter(|_| random.chance(0.1)).count();
        assert!((900..1_100).contains(&hits), "{hits} of 10,000");
        assert!(Random::new(7, "x").text(b"01", 64).bytes().all(|digit| digit == b'0' || digit == b'1'));
    }
}
