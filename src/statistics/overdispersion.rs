//! Whether many areas differ more than chance makes them: before any of them is called an outlier in a funnel.
//!
//! With fewer than about ten areas it cannot be judged; the caller says so.

use super::real;

/// How much areas spread around their common share (Spiegelhalter 2005).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverDispersion {
    /// The mean of the squared z values: 1 is pure chance.
    pub phi: f64,
    /// The same with the outermost tenth at each end pulled in, so that a few real outliers do not hide themselves.
    pub winsorised: f64,
    /// The variance between the areas' true shares that would explain it; 0 where chance alone does.
    pub tau_squared: f64,
}

/// The part at each end that is pulled in.
const OUTERMOST: f64 = 0.1;

/// Returns the over-dispersion of areas, each (k, n) with n above 0, around their common share; `None` when nothing can vary.
pub fn over_dispersion(areas: &[(u64, u64)]) -> Option<OverDispersion> {
    let (k, n) = areas.iter().fold((0, 0), |(k, n), (own, all)| (k + own, n + all));
    let share = real(k) / real(n);
    let unit = share * (1.0 - share);
    if areas.is_empty() || n == 0 || unit <= 0.0 {
        return None;
    }
    let z: Vec<f64> = areas.iter().map(|(k, n)| (real(*k) / real(*n) - share) / (unit / real(*n)).sqrt()).collect();
    let winsorised = mean_square(&pulled_in(&z));
    Some(OverDispersion { phi: mean_square(&z), winsorised, tau_squared: between(areas, unit, winsorised) })
}

fn mean_square(z: &[f64]) -> f64 {
    z.iter().map(|z| z * z).sum::<f64>() / z.len() as f64
}

fn pulled_in(z: &[f64]) -> Vec<f64> {
    let mut sorted = z.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, OUTERMOST), quantile(&sorted, 1.0 - OUTERMOST));
    z.iter().map(|z| z.clamp(low, high)).collect()
}

/// Returns the quantile of sorted values, interpolated evenly between neighbours.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let step = |at: usize, value: f64| (at as f64 <= place).then_some((at, value));
    let (at, value) = sorted.iter().enumerate().filter_map(|(at, v)| step(at, *v)).next_back().unwrap_or((0, sorted[0]));
    let next = sorted.get(at + 1).copied().unwrap_or(value);
    value + (place - at as f64) * (next - value)
}

/// The additive variance by moments (DerSimonian and Laird 1986) from the winsorised φ, with the areas' binomial precisions as weights.
fn between(areas: &[(u64, u64)], unit: f64, phi: f64) -> f64 {
    let weights: Vec<f64> = areas.iter().map(|(_, n)| real(*n) / unit).collect();
    let (sum, squares) = (weights.iter().sum::<f64>(), weights.iter().map(|w| w * w).sum::<f64>());
    let count = areas.len() as f64;
    ((count * phi - (count - 1.0)) / (sum - squares / sum)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const AREAS: [(u64, u64); 8] = [(9, 31), (2, 18), (21, 60), (11, 72), (6, 44), (14, 80), (25, 95), (3, 40)];

    #[test]
    fn over_dispersion_agrees_with_published_values() {
        let found = over_dispersion(&AREAS).expect("they vary");
        assert_close(found.phi, 2.37538986122);
        assert_close(found.winsorised, 1.55424586277);
        assert_close(found.tau_squared, 0.00238330960084);
    }

    #[test]
    fn areas_alike_have_no_variance_between_them() {
        let found = over_dispersion(&[(10, 100), (20, 200), (5, 50)]).expect("they could vary");
        assert_close(found.phi, 0.0);
        assert_eq!(found.tau_squared, 0.0);
    }

    #[test]
    fn what_nobody_or_everybody_does_cannot_vary() {
        assert_eq!(over_dispersion(&[(0, 30), (0, 20)]), None);
        assert_eq!(over_dispersion(&[(30, 30), (20, 20)]), None);
        assert_eq!(over_dispersion(&[]), None);
    }
}
