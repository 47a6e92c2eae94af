//! The findings of one file while it is read.

use crate::diagnostic::{Finding, Findings, Location};

/// Proof that a finding of severity Stop has been written: the file cannot be used.
#[derive(Debug)]
pub(super) struct Stopped;

/// A column as a message shows it: 0-based index and header.
pub(super) type ColumnPlace<'a> = (usize, &'a str);

/// Collects the findings of one file and knows where the reader stands.
pub(super) struct Journal {
    file: String,
    sheet: Option<String>,
    findings: Findings,
}

impl Journal {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), sheet: None, findings: Findings::default() }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Lets every later finding name this sheet.
    pub(super) fn enter_sheet(&mut self, sheet: &str) {
        self.sheet = Some(sheet.to_owned());
    }

    pub(super) fn into_findings(self) -> Findings {
        self.findings
    }

    /// Returns a finding at a place of the file; it is not written yet.
    pub(super) fn finding(&self, code: u16, row: Option<u32>, column: Option<ColumnPlace>, message: &str) -> Finding {
        let column = column.map(|(index, header)| (u32::try_from(index).unwrap_or(u32::MAX), header.to_owned()));
        let place = Location { file: self.file.clone(), sheet: self.sheet.clone(), row, column };
        Finding::new(code, place, message)
    }

    /// Writes a finding that stands alone.
    pub(super) fn write(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Writes a finding about the whole file or sheet.
    pub(super) fn note(&mut self, code: u16, message: &str) {
        let finding = self.finding(code, None, None, message);
        self.write(finding);
    }

    /// Writes a finding about a row, or counts it with the earlier ones of its kind.
    pub(super) fn count(&mut self, code: u16, row: u32, column: Option<ColumnPlace>, message: &str) {
        let finding = self.finding(code, Some(row), column, message);
        self.count_finding(finding);
    }

    /// Writes a finding, or counts it with the earlier ones of its kind.
    pub(super) fn count_finding(&mut self, finding: Finding) {
        self.findings.push_counted(finding);
    }

    /// Writes a finding that stops the file.
    pub(super) fn stop(&mut self, code: u16, message: &str) -> Stopped {
        self.note(code, message);
        Stopped
    }

    /// Writes a finding that stops the file, with a more exact action.
    pub(super) fn stop_with(&mut self, code: u16, message: &str, action: &str) -> Stopped {
        let finding = self.finding(code, None, None, message).with_action(action);
        self.write(finding);
        Stopped
    }
}
