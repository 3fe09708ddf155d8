//! Ids as Anki makes them, milliseconds of a moment, but derived from a name instead of the clock.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// 1 January 2024, in milliseconds since 1970: safely past, since Anki reads ids as times of creation.
const FIRST: i64 = 1_704_067_200_000;
/// Milliseconds of a year.
const RANGE: u64 = 31_536_000_000;

/// The id that `name` gets while no other name claims it.
pub fn wanted(name: &str) -> i64 {
    let digest = Sha256::digest(name.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    FIRST + (number % RANGE).cast_signed()
}

/// Ids that were given away.
#[derive(Default)]
pub struct Taken(BTreeSet<i64>);

impl Taken {
    /// The id that `name` wants, or the next free one behind it.
    pub fn claim(&mut self, name: &str) -> i64 {
        let mut id = wanted(name);
        while !self.0.insert(id) {
            id += 1;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_moment_of_its_year_and_given_once() {
        let mut taken = Taken::default();
        let first = taken.claim("deck a");
        assert_eq!(first, wanted("deck a"));
        assert!((FIRST..FIRST + RANGE.cast_signed()).contains(&first));
        assert_eq!(taken.claim("deck a"), first + 1);
        assert_ne!(taken.claim("deck b"), first);
    }
}
