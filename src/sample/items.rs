//! The questions of the survey: answers, how common they are, and what moves them.

/// One question with ordered answers.
pub(super) struct Item {
    /// Answers from the least to the most worrying: label, code, and the share of a middle pupil who answers this or worse.
    pub(super) answers: &'static [(&'static str, i16, f64)],
    /// What moves the answer, in log odds.
    pub(super) effect: Effect,
}

/// Effects in log odds.
#[derive(Clone, Copy)]
pub(super) struct Effect {
    /// Per deviation of latent risk.
    pub(super) risk: f64,
    /// Per deviation of latent low mood.
    pub(super) mood: f64,
    /// Girls against boys.
    pub(super) girl: f64,
    /// Per grade above the 8th.
    pub(super) grade: f64,
    /// Søndre distrikt against the others.
    pub(super) south: f64,
    /// Per wave: earlier waves count negative, the last one is zero.
    pub(super) wave: f64,
}

const NONE: Effect = Effect { risk: 0.0, mood: 0.0, girl: 0.0, grade: 0.0, south: 0.0, wave: 0.0 };

/// Questions S01 to S15 in the order of the file. S16 is a number, see the survey.
pub(super) const ITEMS: [Item; 15] = [
    // S01
    Item {
        answers: &[("Nej", 4, 1.0), ("En gang imellem", 3, 0.50), ("Ofte", 2, 0.11), ("Meget ofte", 1, 0.03)],
        effect: Effect { mood: 1.0, girl: 0.7, grade: 0.1, ..NONE },
    },
    // S02
    Item {
        answers: &[
            ("10", 10, 1.0),
            ("9", 9, 0.88),
            ("8", 8, 0.68),
            ("7", 7, 0.42),
            ("6", 6, 0.22),
            ("5", 5, 0.13),
            ("4", 4, 0.07),
            ("3", 3, 0.035),
            ("2", 2, 0.018),
            ("1", 1, 0.009),
            ("0", 0, 0.004),
        ],
        effect: Effect { mood: 1.0, girl: 0.3, grade: 0.05, ..NONE },
    },
    // S03
    Item {
        answers: &[
            ("Altid", 1, 1.0),
            ("For det meste", 2, 0.70),
            ("En gang imellem", 3, 0.24),
            ("Sjældent", 4, 0.08),
            ("Aldrig", 5, 0.025),
        ],
        effect: Effect { risk: 0.3, mood: 0.7, grade: 0.2, ..NONE },
    },
    // S04
    Item {
        answers: &[
            ("Nej", 1, 1.0),
            ("En enkelt gang", 2, 0.12),
            ("2-3 gange om måneden", 3, 0.045),
            ("Hver uge eller oftere", 4, 0.02),
        ],
        effect: Effect { mood: 0.6, grade: -0.15, ..NONE },
    },
    // S05
    Item {
        answers: &[("Nej", 0, 1.0), ("1 gang", 1, 0.12), ("2-3 gange", 2, 0.055), ("4 gange eller flere", 3, 0.02)],
        effect: Effect { risk: 0.8, grade: 0.35, ..NONE },
    },
    // S06
    Item {
        answers: &[
            ("Altid", 1, 1.0),
            ("For det meste", 2, 0.52),
            ("En gang imellem", 3, 0.13),
            ("Sjældent eller aldrig", 4, 0.035),
        ],
        effect: Effect { risk: 0.7, girl: -0.2, grade: 0.3, ..NONE },
    },
    // S07
    Item {
        answers: &[("Nej", 1, 1.0), ("Ja, men kun lidt", 2, 0.36), ("Ja", 3, 0.07)],
        effect: Effect { risk: 0.6, grade: 0.9, ..NONE },
    },
    // S08
    Item {
        answers: &[("Flere gange om ugen", 1, 1.0), ("En gang om ugen", 2, 0.52), ("Sjældnere", 3, 0.27), ("Aldrig", 4, 0.19)],
        effect: Effect { risk: 0.3, grade: 0.2, ..NONE },
    },
    // S09
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.072), ("2-3 gange", 2, 0.032), ("4 gange eller flere", 3, 0.01)],
        effect: Effect { risk: 1.1, grade: 1.3, wave: -0.08, ..NONE },
    },
    // S10
    Item {
        answers: &[
            ("Aldrig", 0, 1.0),
            ("Har prøvet", 1, 0.19),
            ("Lejlighedsvis", 2, 0.075),
            ("Ugentligt", 3, 0.035),
            ("Dagligt", 4, 0.018),
        ],
        effect: Effect { risk: 1.0, girl: 0.2, grade: 0.8, south: 1.9, wave: 0.13, ..NONE },
    },
    // S11
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.03)], effect: Effect { risk: 1.2, girl: -0.4, grade: 1.1, ..NONE } },
    // S12
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.065), ("2-3 gange", 2, 0.028), ("4 gange eller flere", 3, 0.011)],
        effect: Effect { risk: 1.0, girl: -0.3, grade: 0.25, ..NONE },
    },
    // S13
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.15)], effect: Effect { risk: 0.4, girl: -0.1, grade: 0.05, ..NONE } },
    // S14
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.04)], effect: Effect { risk: 0.6, girl: 0.2, grade: 0.5, ..NONE } },
    // S15
    Item {
        answers: &[
            ("Meget tryg", 1, 1.0),
            ("Tryg", 2, 0.55),
            ("Hverken eller", 3, 0.20),
            ("Utryg", 4, 0.08),
            ("Meget utryg", 5, 0.025),
        ],
        effect: Effect { mood: 0.3, girl: 0.7, grade: -0.1, ..NONE },
    },
];

/// Questions S17 to S36. They are drawn apart from the others, so that they change none of their answers. S37 is a number. S24 is
/// how often those who have tried hash did so within the year.
pub(super) const LATER: [Item; 20] = [
    // S17
    Item {
        answers: &[
            ("Altid", 1, 1.0),
            ("For det meste", 2, 0.86),
            ("En gang imellem", 3, 0.42),
            ("Sjældent", 4, 0.16),
            ("Aldrig", 5, 0.04),
        ],
        effect: Effect { mood: 0.7, girl: 0.4, grade: 0.2, ..NONE },
    },
    // S18
    Item {
        answers: &[("Meget let", 1, 1.0), ("Let", 2, 0.62), ("Svært", 3, 0.21), ("Meget svært", 4, 0.06)],
        effect: Effect { risk: 0.2, mood: 0.7, girl: 0.2, grade: 0.1, ..NONE },
    },
    // S19
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.1)], effect: Effect { risk: 1.1, grade: 1.2, wave: -0.05, ..NONE } },
    // S20
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.055), ("2-3 gange", 2, 0.024), ("4 gange eller flere", 3, 0.008)],
        effect: Effect { risk: 1.2, girl: -0.1, grade: 1.2, wave: -0.05, ..NONE },
    },
    // S21
    Item {
        answers: &[
            ("Har aldrig drukket", 0, 1.0),
            ("15", 15, 0.36),
            ("14", 14, 0.27),
            ("13", 13, 0.13),
            ("12", 12, 0.05),
            ("11", 11, 0.02),
        ],
        effect: Effect { risk: 0.8, grade: 0.4, ..NONE },
    },
    // S22
    Item {
        answers: &[
            ("Aldrig", 0, 1.0),
            ("Har prøvet", 1, 0.13),
            ("Lejlighedsvis", 2, 0.045),
            ("Ugentligt", 3, 0.022),
            ("Dagligt", 4, 0.012),
        ],
        effect: Effect { risk: 1.2, grade: 0.7, wave: -0.05, ..NONE },
    },
    // S23
    Item {
        answers: &[
            ("Aldrig", 0, 1.0),
            ("Har prøvet", 1, 0.15),
            ("Lejlighedsvis", 2, 0.06),
            ("Ugentligt", 3, 0.028),
            ("Dagligt", 4, 0.015),
        ],
        effect: Effect { risk: 1.0, girl: -0.4, grade: 0.8, wave: 0.05, ..NONE },
    },
    // S24
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.65), ("2-3 gange", 2, 0.3), ("4 gange eller flere", 3, 0.1)],
        effect: Effect { risk: 0.2, ..NONE },
    },
    // S25
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.011)], effect: Effect { risk: 1.3, grade: 0.6, ..NONE } },
    // S26
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.03)], effect: Effect { risk: 1.1, grade: 0.5, ..NONE } },
    // S27
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.05), ("2-3 gange", 2, 0.02), ("4 gange eller flere", 3, 0.008)],
        effect: Effect { risk: 1.0, girl: -0.3, grade: 0.2, ..NONE },
    },
    // S28
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.055), ("2-3 gange", 2, 0.02), ("4 gange eller flere", 3, 0.008)],
        effect: Effect { risk: 0.9, girl: -0.6, ..NONE },
    },
    // S29
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.045), ("2-3 gange", 2, 0.016), ("4 gange eller flere", 3, 0.006)],
        effect: Effect { risk: 1.0, girl: -0.7, grade: -0.1, ..NONE },
    },
    // S30
    Item {
        answers: &[("0 gange", 0, 1.0), ("1 gang", 1, 0.022), ("2-3 gange", 2, 0.01), ("4 gange eller flere", 3, 0.005)],
        effect: Effect { risk: 1.2, girl: -0.9, grade: 0.2, ..NONE },
    },
    // S31
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.075)], effect: Effect { risk: 0.3, girl: -0.2, grade: 0.2, ..NONE } },
    // S32
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.025)], effect: Effect { risk: 0.9, girl: -0.5, grade: 0.2, ..NONE } },
    // S33
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.022)], effect: Effect { risk: 0.5, girl: 0.7, grade: 0.2, ..NONE } },
    // S34
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.72)], effect: Effect { risk: 0.1, mood: -0.3, ..NONE } },
    // S35
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.17)], effect: Effect { risk: 1.0, girl: -0.3, grade: 0.1, ..NONE } },
    // S36
    Item { answers: &[("Nej", 0, 1.0), ("Ja", 1, 0.05)], effect: Effect { risk: 1.4, girl: -0.5, grade: 0.1, ..NONE } },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fall_from_answer_to_answer() {
        for item in ITEMS.iter().chain(&LATER) {
            assert!((item.answers[0].2 - 1.0).abs() < f64::EPSILON, "{:?}", item.answers);
            assert!(item.answers.windows(2).all(|w| w[0].2 > w[1].2 && w[1].2 > 0.0), "{:?}", item.answers);
        }
    }
}
