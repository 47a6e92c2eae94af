//! Many tests at once: adjusted p-values, in the order given.

use super::real;

/// Returns the q-values of Benjamini and Hochberg (1995): all at or below 0.05 keep the expected share of false signals at 5 %.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, at) in ranked(p).into_iter().rev() {
        least = least.min(p[at] * size(p) / rank);
        adjusted[at] = least;
    }
    adjusted
}

/// Returns the adjusted p-values of Holm (1979): all at or below 0.05 keep the risk of even one false signal at 5 %.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut most = 0.0_f64;
    for (rank, at) in ranked(p) {
        most = most.max(p[at] * (size(p) - rank + 1.0)).min(1.0);
        adjusted[at] = most;
    }
    adjusted
}

fn size(p: &[f64]) -> f64 {
    p.len() as f64
}

/// Returns (rank from 1, position) from the smallest p-value up; ties keep their order.
fn ranked(p: &[f64]) -> Vec<(f64, usize)> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    (1_u64..).map(real).zip(order).collect()
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    const P: [f64; 10] = [0.0004, 0.0071, 0.0125, 0.013, 0.041, 0.049, 0.2, 0.21, 0.6, 0.97];

    #[test]
    fn false_discovery_control_agrees_with_published_values() {
        let expected = [0.004, 0.0325, 0.0325, 0.0325, 0.0816666666667, 0.0816666666667, 0.2625, 0.2625, 0.666666666667, 0.97];
        benjamini_hochberg(&P).into_iter().zip(expected).for_each(|(found, q)| assert_close(found, q));
    }

    #[test]
    fn holm_agrees_with_published_values() {
        let expected = [0.004, 0.0639, 0.1, 0.1, 0.246, 0.246, 0.8, 0.8, 1.0, 1.0];
        holm(&P).into_iter().zip(expected).for_each(|(found, p)| assert_close(found, p));
    }

    #[test]
    fn results_stand_in_the_order_of_the_input() {
        let mut turned = P;
        turned.reverse();
        let mut adjusted = benjamini_hochberg(&turned);
        adjusted.reverse();
        assert_eq!(adjusted, benjamini_hochberg(&P));
    }

    #[test]
    fn no_test_has_no_adjustment() {
        assert!(benjamini_hochberg(&[]).is_empty() && holm(&[]).is_empty());
    }
}
