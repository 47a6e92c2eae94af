//! Finished files as bytes, before anything is written.

/// One finished file: where it belongs below the output folder, and its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Path relative to the output folder, with `/` between parts and only `[a-z0-9./-]` in it.
    pub path: String,
    /// The whole content of the file.
    pub bytes: Vec<u8>,
}

impl Artefact {
    /// Returns an artefact from a path and its bytes.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes }
    }
}
