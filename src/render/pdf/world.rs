//! All that the compiler may see: two templates, the data, the charts and four typefaces. No disk, no network, no clock.

use crate::render::fonts;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The typefaces, read once in the life of the program.
pub(super) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files = [fonts::regular(), fonts::bold(), fonts::italic(), fonts::bold_italic()];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});

/// One paper's files. Keys are paths such as `/typst/report.typ`.
pub(super) struct PaperWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: FileId,
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
    date: Datetime,
}

impl PaperWorld {
    /// Returns a world whose first source is compiled and whose clock stands still at `date`.
    pub(super) fn new(sources: &[(&str, &str)], files: BTreeMap<String, Bytes>, date: Datetime) -> Self {
        let (main, _) = sources.first().expect("a paper has a main template");
        Self {
            // Row headers of tables are still a feature behind a switch in typst 0.15.
            library: LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            main: file_id(main),
            sources: sources
                .iter()
                .map(|(path, text)| ((*path).to_owned(), Source::new(file_id(path), (*text).to_owned())))
                .collect(),
            files,
            date,
        }
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(path_of(id)).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(path_of(id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.date)
    }
}

/// Returns the path of a virtual file, starting with a slash.
pub(super) fn path_of(id: FileId) -> &'static str {
    id.get().vpath().get_with_slash()
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths are made of names held to [a-z0-9-]+");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(path_of(id).into())
}
