//! Pupils cluster in schools: how much more the schools of a district differ than chance among single pupils would make them.
//!
//! Two pupils of one school are more alike than two pupils of the municipality, so that a share of a district varies more than a
//! binomial one. The variance is taken from the schools themselves, pooled within districts, so that real differences between
//! districts do not count as noise (quasi-binomial variance, McCullagh and Nelder 1989, section 4.5; for a sum over clusters of
//! unequal size the squares are weighted by size, as in the linearised variance of cluster samples, Cochran 1977, section 9.5).

use super::distribution::chi_square_quantile;
use super::{Interval, t_critical, t_two_sided};

/// How much more a figure varies than one of single, independent persons, and on how many degrees of freedom that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clustering {
    /// For shares: the factor φ on the binomial variance. For means: the variance per person.
    pub variance: f64,
    /// Degrees of freedom of that estimate; infinite where it is no estimate.
    pub freedom: f64,
}

impl Clustering {
    /// Independent persons: the plain binomial variance.
    pub const NONE: Self = Self { variance: 1.0, freedom: f64::INFINITY };

    /// Returns the 95 % interval of a mean over `n` persons, where the variance is one per person.
    pub fn mean_interval(self, mean: f64, n: f64) -> Interval {
        let half = t_critical(self.freedom) * (self.variance / n).sqrt();
        Interval { low: mean - half, high: mean + half }
    }

    /// Returns the 95 % interval of the difference of two means over `n1` and `n2` persons.
    pub fn difference_interval(self, difference: f64, n1: f64, n2: f64) -> Interval {
        self.mean_interval(difference, 1.0 / (1.0 / n1 + 1.0 / n2))
    }

    /// Returns the two-sided p-value that two means over `n1` and `n2` persons, so far apart, are the same.
    pub fn two_means(self, difference: f64, n1: f64, n2: f64) -> f64 {
        self.p(difference, self.variance * (1.0 / n1 + 1.0 / n2))
    }

    /// Returns the two-sided p-value of a difference with a variance, by Student's t. Without any variance nothing is known: 1.
    pub(super) fn p(self, difference: f64, variance: f64) -> f64 {
        if variance > 0.0 { t_two_sided(difference / variance.sqrt(), self.freedom) } else { 1.0 }
    }
}

/// The squares of several groups (districts, and waves of them), on their way to one variance.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pooled {
    squares: f64,
    expected: f64,
}

impl Pooled {
    /// Adds a group of clusters, each a sum and a number of persons. `variance` is what one person is expected to vary at the
    /// group's mean: m (1 - m) for shares, 1 where the variance itself is wanted. A single cluster adds nothing.
    pub fn add(&mut self, clusters: &[(f64, f64)], variance: impl Fn(f64) -> f64) {
        let (sum, size) = clusters.iter().fold((0.0, 0.0), |(s, n), (sum, size)| (s + sum, n + size));
        if clusters.len() < 2 || size <= 0.0 {
            return;
        }
        let mean = sum / size;
        for (own, n) in clusters {
            self.squares += (own - n * mean) * (own - n * mean);
            // The mean is the group's own, which takes each cluster's part of the whole from what is expected.
            self.expected += n * (1.0 - n / size) * variance(mean);
        }
    }

    /// Returns the squares as a multiple of what was expected; `None` where nothing could vary.
    pub fn ratio(self) -> Option<f64> {
        (self.expected > 0.0).then(|| self.squares / self.expected)
    }
}

/// Returns the degrees of freedom of a φ that is pooled over periods in which the same schools were measured; `within` of them in each.
///
/// Of φ, what schools keep (φ - 1 at most) is measured on the same schools every time, the chance among pupils (the 1) anew. The
/// variance of the pooled φ is then 2 ((φ - 1)² + (2 (φ - 1) + 1) / w) per degree within one period; matching it (Satterthwaite 1946)
/// gives between one and w times the freedom of one period. Where φ was found too small by chance this would promise too much: it is
/// taken at the upper 99 % limit of φ.
pub fn pooled_freedom(factor: f64, within: f64, periods: f64) -> f64 {
    let matched = |factor: f64| {
        let lasting = factor - 1.0;
        within * factor * factor / (lasting * lasting + (2.0 * lasting + 1.0) / periods)
    };
    let first = matched(factor);
    matched(factor * first / chi_square_quantile(0.01, first))
}

/// Returns how much the shares of areas (rows of (k, n) per period) move apart over time, beyond what chance among single persons
/// would make them: the variance of a change over time. At least 1; `None` with fewer than two areas or periods.
///
/// What all areas share (the change looked for) and what each area keeps (its level) is taken out: the Pearson squares of the
/// additive model, with (areas - 1)(periods - 1) degrees of freedom.
pub fn interaction_of_shares(areas: &[Vec<(u64, u64)>]) -> Option<Clustering> {
    let as_real = |row: &Vec<(u64, u64)>| row.iter().map(|(k, n)| (super::real(*k), super::real(*n))).collect();
    let rows: Vec<Vec<(f64, f64)>> = areas.iter().map(as_real).collect();
    let varies = |row: &Vec<(f64, f64)>| (0.0..1.0).contains(&mean(row)) && mean(row) > 0.0;
    let rows: Vec<Vec<(f64, f64)>> = rows.into_iter().filter(varies).collect();
    let found = interaction(&rows, |mean| mean * (1.0 - mean))?;
    Some(Clustering { variance: found.variance.max(1.0), ..found })
}

/// Returns the same for means: the variance per person of a change over time. Rows are (sum, n) per period.
pub fn interaction_of_means(areas: &[Vec<(f64, f64)>]) -> Option<Clustering> {
    interaction(areas, |_| 1.0)
}

fn mean(cells: &[(f64, f64)]) -> f64 {
    let (sum, n) = cells.iter().fold((0.0, 0.0), |(s, n), (sum, size)| (s + sum, n + size));
    if n > 0.0 { sum / n } else { 0.0 }
}

fn interaction(rows: &[Vec<(f64, f64)>], variance: impl Fn(f64) -> f64) -> Option<Clustering> {
    let periods = rows.first()?.len();
    let whole_table = rows.iter().all(|row| row.len() == periods && row.iter().all(|(_, n)| *n > 0.0));
    if !whole_table || rows.len() < 2 || periods < 2 {
        return None;
    }
    let column = |at: usize| mean(&rows.iter().map(|row| row[at]).collect::<Vec<_>>());
    let columns: Vec<f64> = (0..periods).map(column).collect();
    let all = mean(&rows.concat());
    let mut squares = 0.0;
    for row in rows {
        let own = mean(row);
        for ((sum, n), column) in row.iter().zip(&columns) {
            let apart = sum / n - own - column + all;
            squares += n * apart * apart / variance(own);
        }
    }
    let freedom = super::real(u64::try_from((rows.len() - 1) * (periods - 1)).ok()?);
    Some(Clustering { variance: squares / freedom, freedom })
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    fn shares(groups: &[&[(f64, f64)]]) -> Option<f64> {
        let mut pooled = Pooled::default();
        groups.iter().for_each(|group| pooled.add(group, |m| m * (1.0 - m)));
        pooled.ratio()
    }

    #[test]
    fn schools_of_one_size_give_the_pearson_dispersion() {
        // Three schools of 100: shares 10, 20, 30 %. Pearson: 2 * 10² / (100 * 0.2 * 0.8) on 2 degrees of freedom.
        let found = shares(&[&[(10.0, 100.0), (20.0, 100.0), (30.0, 100.0)]]).expect("they vary");
        assert_close(found, 2.0 * 100.0 / 16.0 / 2.0);
    }

    #[test]
    fn what_districts_differ_is_no_noise() {
        assert_close(shares(&[&[(10.0, 100.0), (10.0, 100.0)], &[(40.0, 100.0), (40.0, 100.0)]]).expect("they could vary"), 0.0);
    }

    #[test]
    fn a_large_school_weighs_by_its_pupils() {
        let small_apart = shares(&[&[(40.0, 200.0), (40.0, 200.0), (2.0, 40.0)]]).expect("they vary");
        let large_apart = shares(&[&[(70.0, 200.0), (40.0, 200.0), (8.0, 40.0)]]).expect("they vary");
        assert!(large_apart > 4.0 * small_apart, "{large_apart} {small_apart}");
    }

    #[test]
    fn single_schools_and_what_nobody_does_say_nothing() {
        assert_eq!(shares(&[&[(10.0, 100.0)], &[(40.0, 100.0)]]), None);
        assert_eq!(shares(&[&[(0.0, 100.0), (0.0, 80.0)]]), None);
    }

    #[test]
    fn means_have_the_variance_between_schools_per_pupil() {
        let mut pooled = Pooled::default();
        pooled.add(&[(800.0, 100.0), (1000.0, 100.0)], |_| 1.0);
        // Means 8 and 10 over 100 pupils each: between-school mean square 100 * (1² + 1²) / 1.
        assert_close(pooled.ratio().expect("they vary"), 200.0);
        let clustering = Clustering { variance: 200.0, freedom: 10.0 };
        let interval = clustering.mean_interval(9.0, 200.0);
        assert_close(interval.high - 9.0, 2.22813885196);
        assert_close(clustering.two_means(2.22813885196, 400.0, 400.0), 0.05);
    }

    #[test]
    fn a_change_all_areas_share_is_no_noise_over_time() {
        let together = [vec![(100, 1000), (200, 1000)], vec![(200, 1000), (300, 1000)]];
        let found = interaction_of_shares(&together).expect("two areas and two periods");
        assert_eq!(found, Clustering { variance: 1.0, freedom: 1.0 });
        let apart = [vec![(100, 1000), (200, 1000)], vec![(200, 1000), (200, 1000)]];
        let found = interaction_of_shares(&apart).expect("two areas and two periods");
        // Each cell lies 2.5 points from the additive model: 1000 * 0.025² / (p q), for p = 0.15 and 0.2, two cells each.
        assert_close(found.variance, 2.0 * 0.625 / (0.15 * 0.85) + 2.0 * 0.625 / (0.2 * 0.8));
    }

    #[test]
    fn years_add_freedom_where_chance_among_pupils_is_most_of_the_spread() {
        assert_close(pooled_freedom(4.0, 10.0, 1.0), 10.0);
        let alike = pooled_freedom(1.2, 5.0, 5.0);
        let unlike = pooled_freedom(5.4, 10.0, 5.0);
        assert!((8.0..12.0).contains(&alike), "nearly twice the five of one year: {alike}");
        assert!((10.0..11.5).contains(&unlike), "hardly more than the ten of one year: {unlike}");
    }

    #[test]
    fn a_table_with_holes_has_no_interaction() {
        assert_eq!(interaction_of_shares(&[vec![(1, 10), (2, 10)]]), None);
        assert_eq!(interaction_of_shares(&[vec![(1, 10), (2, 10)], vec![(1, 10), (0, 0)]]), None);
        assert_eq!(interaction_of_means(&[vec![(1.0, 10.0)], vec![(1.0, 10.0)]]), None);
    }
}
