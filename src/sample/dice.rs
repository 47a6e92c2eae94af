//! Repeatable chance: one independent stream of numbers per purpose, so that one file never moves another.

use oorandom::Rand64;

/// A stream of random numbers.
pub(super) struct Dice(Rand64);

impl Dice {
    /// Returns the stream called `stream` of a seed.
    pub(super) fn new(seed: u64, stream: &str) -> Self {
        let spread = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let increment = stream.bytes().fold(0xcbf2_9ce4_8422_2325, spread);
        Self(Rand64::new_inc(u128::from(seed), u128::from(increment)))
    }

    /// Returns whether an event of probability `p` (0-1) happens.
    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.0.rand_float() < p
    }

    /// Returns a number from 0 to 1, 1 not included.
    pub(super) fn unit(&mut self) -> f64 {
        self.0.rand_float()
    }

    /// Returns a number of `0..end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let drawn = self.0.rand_range(0..u64::from(end.max(1)));
        u32::try_from(drawn).expect("a number below a 32-bit end fits 32 bits")
    }

    /// Returns an element of a list that is not empty.
    pub(super) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// Returns a position in a list of `length` elements.
    pub(super) fn index(&mut self, length: usize) -> usize {
        let end = u32::try_from(length).expect("lists of the sample are short");
        usize::try_from(self.below(end)).expect("a 32-bit position fits the machine")
    }

    /// Returns a position, each as likely as its weight.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        let hit = |weight: &u32| {
            let found = left < *weight;
            left = left.saturating_sub(*weight);
            found
        };
        weights.iter().position(hit).expect("a number below the sum of the weights falls into one of them")
    }

    /// Returns a number that is nearly normal with mean 0 and deviation 1 (the sum of twelve uniform ones).
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_one_seed_differ_and_repeat() {
        let draw = |seed, name| {
            (0..8)
                .map({
                    let mut d = Dice::new(seed, name);
                    move |_| d.below(1_000_000)
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
    }

    #[test]
    fn weights_decide_how_often_a_position_is_drawn() {
        let mut dice = Dice::new(7, "weights");
        let mut seen = [0; 3];
        for _ in 0..1_000 {
            seen[dice.weighted(&[0, 1, 3])] += 1;
        }
        assert_eq!(seen[0], 0);
        assert!(seen[2] > 2 * seen[1], "{seen:?}");
    }
}
