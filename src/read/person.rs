//! Pseudonyms: the only form in which a person passes the readers.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Makes pseudonyms with a secret key (HMAC-SHA-256). An unkeyed hash of a CPR number could be reversed in seconds.
pub struct Pseudonymiser {
    keyed: Hmac<Sha256>,
}

impl Pseudonymiser {
    /// Returns the maker of pseudonyms for a key of 32 bytes.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { keyed: Hmac::new_from_slice(key).expect("HMAC takes a key of any length") }
    }

    /// Returns the pseudonym of a person: 32 lower-case hexadecimal digits, the first 16 bytes of the keyed hash.
    pub fn pseudonym(&self, identity: &str) -> String {
        hex(&self.hash(identity.as_bytes())[..16])
    }

    /// Returns the keyed hash of any bytes: 64 lower-case hexadecimal digits.
    pub fn keyed_hash(&self, bytes: &[u8]) -> String {
        hex(&self.hash(bytes))
    }

    fn hash(&self, bytes: &[u8]) -> [u8; 32] {
        let mut keyed = self.keyed.clone();
        keyed.update(bytes);
        keyed.finalize().into_bytes().into()
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_hash_is_hmac_sha_256() {
        // Test case 2 of RFC 4231 with its key padded by zeros, which HMAC does anyway.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let people = Pseudonymiser::new(&key);
        assert_eq!(people.keyed_hash(b"what do ya want for nothing?"), expected);
        assert_eq!(people.pseudonym("what do ya want for nothing?"), expected[..32]);
    }

    #[test]
    fn another_key_gives_another_pseudonym() {
        assert_ne!(Pseudonymiser::new(&[1; 32]).pseudonym("a"), Pseudonymiser::new(&[2; 32]).pseudonym("a"));
    }
}
