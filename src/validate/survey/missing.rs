//! The questions of the codebook that a table lacks, told in one finding.

use crate::diagnostic::{Finding, Location};

/// Questions named in the finding.
const MOST_NAMED: usize = 5;

/// A question, or one choice of it, that a table lacks.
pub(super) struct Missing<'a> {
    pub(super) id: &'a str,
    /// Headers the codebook expects, in a table with a column for each question.
    pub(super) headers: &'a [String],
}

impl Missing<'_> {
    fn expected(&self) -> Option<String> {
        (!self.headers.is_empty()).then(|| format!("kolonnen \"{}\"", self.headers.join("\" eller \"")))
    }

    fn named(&self) -> String {
        self.expected().map_or_else(|| self.id.to_owned(), |column| format!("{} ({column})", self.id))
    }
}

/// Returns one finding for all questions a table lacks; `None` where it lacks none.
pub(super) fn finding(missing: &[Missing], place: Location) -> Option<Finding> {
    match missing {
        [] => None,
        [only] => {
            let expected = only.expected().map(|column| format!(" Kodebogen venter {column}.")).unwrap_or_default();
            Some(Finding::new(107, place, format!("Spørgsmålet {} mangler i filen.{expected}", only.id)))
        }
        many => {
            let named: Vec<String> = many.iter().take(MOST_NAMED).map(Missing::named).collect();
            let more = many.len().saturating_sub(MOST_NAMED);
            let rest = if more > 0 { format!(" og {more} til") } else { String::new() };
            let message = format!("Filen mangler {} af kodebogens spørgsmål: {}{rest}.", many.len(), named.join(", "));
            let action = "Kontrollér, at kodebogen hører til undersøgelsen. Indikatorerne står uden tal.";
            Some(Finding::new(107, place, message).with_action(action))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headers: &[(&str, &[&str])]) -> Option<String> {
        let headers: Vec<(&str, Vec<String>)> =
            headers.iter().map(|(id, names)| (*id, names.iter().map(|name| (*name).to_owned()).collect())).collect();
        let missing: Vec<Missing> = headers.iter().map(|(id, headers)| Missing { id, headers }).collect();
        finding(&missing, Location::file("a.csv")).map(|finding| finding.message)
    }

    #[test]
    fn one_question_is_told_with_the_column_that_was_expected() {
        let message = told(&[("al.last", &["S2", "Hvor ofte"])]).expect("a finding");
        assert_eq!(message, "Spørgsmålet al.last mangler i filen. Kodebogen venter kolonnen \"S2\" eller \"Hvor ofte\".");
        assert_eq!(told(&[("al.last", &[])]).expect("a finding"), "Spørgsmålet al.last mangler i filen.");
    }

    #[test]
    fn many_questions_are_one_finding_that_names_the_first_and_counts_the_rest() {
        let many: [(&str, &[&str]); 7] = [("a", &["S1"]), ("b", &[]), ("c", &[]), ("d", &[]), ("e", &[]), ("f", &[]), ("g", &[])];
        let message = told(&many).expect("a finding");
        assert_eq!(message, "Filen mangler 7 af kodebogens spørgsmål: a (kolonnen \"S1\"), b, c, d, e og 2 til.");
        assert!(told(&many[..5]).expect("a finding").ends_with("b, c, d, e."), "all five are named");
    }

    #[test]
    fn a_table_that_lacks_nothing_is_told_nothing() {
        assert_eq!(told(&[]), None);
    }
}
