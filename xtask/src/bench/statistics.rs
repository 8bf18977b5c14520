//! Medians, and what can be said of them.

/// The median of paired ratios, and the interval that it lies in with a confidence of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ratio {
    pub(super) median: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Ratio {
    /// Compares two series that were measured round by round. Whatever slows a round down, slows
    /// both.
    pub(super) fn paired(series: &[f64], base: &[f64]) -> Self {
        let ratios = series.iter().zip(base).map(|(one, base)| one / base);
        let ratios = sorted(ratios);
        // By ranks, which assumes nothing about how the ratios are distributed.
        let count = ratios.len() as f64;
        let rank = ((count - 1.96 * count.sqrt()) / 2.0).floor().max(0.0) as usize;
        let at = |rank: usize| ratios.get(rank).copied().unwrap_or(f64::NAN);
        Self {
            median: middle(&ratios),
            low: at(rank),
            high: at(ratios.len().saturating_sub(1 + rank)),
        }
    }

    /// Returns whether a client that was measured against itself came out the same, to 2 %.
    pub(super) fn is_even(self) -> bool {
        self.low > 0.98 && self.high < 1.02
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} [{:.3}..{:.3}]", self.median, self.low, self.high)
    }
}

pub(super) fn median(series: &[f64]) -> f64 {
    middle(&sorted(series.iter().copied()))
}

fn middle(sorted: &[f64]) -> f64 {
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => f64::midpoint(at(half.wrapping_sub(1)), at(half)),
        _ => at(half),
    }
}

fn sorted(series: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = series.collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn a_round_that_was_slow_for_both_changes_nothing() {
        let base: Vec<f64> = (1..=40).map(f64::from).collect();
        let series: Vec<f64> = base.iter().map(|base| base * 0.75).collect();
        let ratio = Ratio::paired(&series, &base);
        assert_eq!(ratio.to_string(), "0.750 [0.750..0.750]");
    }

    #[test]
    fn the_interval_is_wide_where_the_rounds_differ() {
        let base = [1.0; 40];
        let series: Vec<f64> = (0..40)
            .map(|round| 0.8 + f64::from(round) / 100.0)
            .collect();
        let ratio = Ratio::paired(&series, &base);
        assert_eq!(ratio.to_string(), "0.995 [0.930..1.060]");
        assert!(!ratio.is_even());
        assert!(Ratio::paired(&[1.0; 40], &base).is_even());
        assert!(!Ratio::paired(&[1.03; 40], &base).is_even());
    }

    #[test]
    fn few_rounds_say_little() {
        let ratio = Ratio::paired(&[1.0, 2.0, 3.0], &[1.0; 3]);
        assert_eq!((ratio.low, ratio.median, ratio.high), (1.0, 2.0, 3.0));
    }
}
