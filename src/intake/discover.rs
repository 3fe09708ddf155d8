//! Finds the source files, in an order that every machine agrees on, and reads their bytes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::pictures::{self, PictureError};

/// What a file may end in to be read without being named.
pub const EXTENSIONS: [&str; 6] = ["md", "markdown", "mdx", "mkd", "txt", "text"];

/// Formats of documents that converters such as pandoc turn into Markdown.
const CONVERTIBLE: [&str; 10] =
    ["rst", "org", "adoc", "asciidoc", "docx", "odt", "html", "htm", "tex", "epub"];

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path relative to its source root with `/` between parts; begins with the root's name when there are
    /// several roots. A root that is a file: its name.
    pub id: String,
    /// Its id without the name of its root.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// The folder that holds all it may show: its source root, or where it lies when it is one itself.
    pub root: PathBuf,
}

/// What the roots hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Files to read, in the order of their ids.
    pub sources: Vec<Source>,
    /// Files that were left out, in the order of their paths.
    pub skipped: Vec<Skipped>,
    /// The pictures under the roots, by file name.
    pub pictures: BTreeMap<String, Vec<PathBuf>>,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Where it lies.
    pub path: PathBuf,
    /// Why it is not read, ready to be shown.
    pub reason: String,
}

/// Why there is nothing to build from.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// A root does not exist or cannot be looked at.
    #[error("cannot open source `{}`: {error}; check the path, or name a file or folder that exists", path.display())]
    Root {
        /// The root as it was given.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A folder holds no document.
    #[error(
        "no document in `{}`; looked for {}: put documents there, or name a file to read it whatever its extension",
        path.display(),
        wanted()
    )]
    Empty {
        /// The root as it was given.
        path: PathBuf,
    },
}

/// Why one file could not be read; the others stand.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`: {error}; check that it still exists and that you may read it", path.display())]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub error: std::io::Error,
}

/// What pictures end in.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Finds the documents under `roots`, each a folder or a file.
///
/// Honours `.gitignore` and `.ignore` inside a root, also outside a repository, and nothing that differs from
/// machine to machine. Hidden files and links to folders are passed over; a file that is a root is always taken.
///
/// `foreign` names further extensions, in lower case without a dot, that the configuration has a reader for.
///
/// # Errors
/// When a root is missing, or a folder holds no document.
pub fn discover(roots: &[PathBuf], foreign: &[String]) -> Result<Discovered, DiscoverError> {
    let roots = without_repeats(roots)?;
    let prefixes = prefixes(&roots);
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut skipped = BTreeSet::new();
    let mut pictures: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (root, prefix) in roots.iter().zip(prefixes) {
        if !root.given.is_dir() {
            if seen.insert(root.real.clone()) {
                let folder = root.real.parent().map_or_else(|| root.real.clone(), Path::to_owned);
                let name = prefix.clone();
                found.insert(prefix, (name, root.given.clone(), folder));
            }
            continue;
        }
        let walked = walk(&root.given, foreign);
        if walked.sources.is_empty() {
            return Err(DiscoverError::Empty { path: root.given.clone() });
        }
        for (name, paths) in walked.pictures {
            pictures.entry(name).or_default().extend(paths);
        }
        for Source { id, path, .. } in walked.sources {
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(real) {
                let name = id;
                let id = if roots.len() > 1 { format!("{prefix}/{name}") } else { name.clone() };
                match found.entry(id) {
                    Entry::Vacant(place) => {
                        place.insert((name, path, root.real.clone()));
                    }
                    // Names that are no Unicode may look alike.
                    Entry::Occupied(place) => {
                        let reason = format!("another file is called `{}` too", place.key());
                        skipped.insert(Skipped { path, reason });
                    }
                }
            }
        }
        skipped.extend(walked.skipped);
    }
    let sources = found.into_iter().map(|(id, (name, path, root))| Source { id, name, path, root }).collect();
    Ok(Discovered { sources, skipped: skipped.into_iter().collect(), pictures })
}

impl Discovered {
    /// The source that lies at `path`; where nothing lies there, the one whose id it is.
    pub fn find(&self, path: &Path) -> Option<&Source> {
        let Ok(real) = path.canonicalize() else {
            let id = path.to_string_lossy().replace('\\', "/");
            return self.sources.iter().find(|source| source.id == id);
        };
        let mut named = self.sources.iter().filter(|source| source.path.file_name() == path.file_name());
        named.find(|source| source.path.canonicalize().is_ok_and(|other| other == real))
    }

    /// The bytes of a picture that `source` shows at `path`, `/` between its parts: relative to the document, or to
    /// its root where it starts with `/`. A bare file name is also looked for in the whole root, as wikis do.
    ///
    /// # Errors
    /// When it is missing, too large, unreadable, or lies outside the root.
    pub fn picture(&self, source: &Source, path: &str) -> Result<Vec<u8>, PictureError> {
        let folder = source.path.parent().unwrap_or(Path::new(""));
        let file = match path.strip_prefix('/') {
            Some(rest) => source.root.join(rest.trim_start_matches('/')),
            None => folder.join(path),
        };
        match read_picture(&file, &source.root) {
            Err(PictureError::Missing) => {
                let named = self.pictures.get(path).into_iter().flatten();
                let mut here =
                    named.filter(|file| file.canonicalize().is_ok_and(|file| file.starts_with(&source.root)));
                match (here.next(), here.next()) {
                    (Some(file), None) => read_picture(file, &source.root),
                    _ => Err(PictureError::Missing),
                }
            }
            read => read,
        }
    }
}

fn read_picture(file: &Path, root: &Path) -> Result<Vec<u8>, PictureError> {
    let Ok(real) = file.canonicalize() else { return Err(PictureError::Missing) };
    if !real.starts_with(root) {
        return Err(PictureError::Outside);
    }
    let unreadable = |error: std::io::Error| PictureError::Unreadable(error.to_string());
    let metadata = real.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(PictureError::Missing);
    }
    if metadata.len() > pictures::MAX_BYTES {
        return Err(PictureError::TooLarge(metadata.len()));
    }
    std::fs::read(&real).map_err(unreadable)
}

/// The bytes of a source.
///
/// # Errors
/// When the file cannot be read: a problem of this document, not of the run.
pub fn read(source: &Source) -> Result<Vec<u8>, ReadError> {
    std::fs::read(&source.path).map_err(|error| ReadError { path: source.path.clone(), error })
}

/// A root as it was given, and where it really lies.
struct Root {
    given: PathBuf,
    real: PathBuf,
}

fn without_repeats(roots: &[PathBuf]) -> Result<Vec<Root>, DiscoverError> {
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for path in roots {
        let real = path.canonicalize().map_err(|error| DiscoverError::Root { path: path.clone(), error })?;
        if seen.insert(real.clone()) {
            kept.push(Root { given: path.clone(), real });
        }
    }
    Ok(kept)
}

/// A name for each root, unique: its last part, with a counter where two roots share it.
fn prefixes(roots: &[Root]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::new();
    for root in roots {
        let name = root
            .real
            .file_name()
            .map_or_else(|| "root".to_owned(), |name| name.to_string_lossy().into_owned());
        let mut unique = name.clone();
        let mut counter = 2;
        while !taken.insert(unique.clone()) {
            unique = format!("{name}-{counter}");
            counter += 1;
        }
        names.push(unique);
    }
    names
}

fn walk(root: &Path, foreign: &[String]) -> Discovered {
    let mut found = Discovered::default();
    let entries = WalkBuilder::new(root)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .require_git(false)
        .follow_links(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.skipped.push(Skipped { path: root.to_owned(), reason: error.to_string() });
                continue;
            }
        };
        let path = entry.path();
        // A link to a file is followed, one to a folder is not: no loops, no way out of the root by folders.
        // What cannot be looked at cannot be read either, and reading it says so.
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            continue;
        }
        if extension(path).is_some_and(|extension| PICTURES.contains(&extension.as_str())) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.pictures.entry(name).or_default().push(path.to_owned());
            continue;
        }
        match refused_by_name(path, foreign) {
            Some(reason) => found.skipped.push(Skipped { path: path.to_owned(), reason }),
            None => found.sources.push(Source {
                id: relative_id(root, path),
                name: relative_id(root, path),
                path: path.to_owned(),
                root: root.to_owned(),
            }),
        }
    }
    found
}

fn refused_by_name(path: &Path, foreign: &[String]) -> Option<String> {
    match extension(path) {
        Some(extension) if EXTENSIONS.contains(&extension.as_str()) || foreign.contains(&extension) => None,
        Some(extension) if CONVERTIBLE.contains(&extension.as_str()) => Some(format!(
            "`.{extension}` needs a `[reader.{extension}]` in deckpress.toml that converts it to Markdown"
        )),
        Some(extension) => Some(format!("`.{extension}` is not read, only {}", wanted())),
        None => Some(format!("a file without extension is not read, only {}", wanted())),
    }
}

/// The extension of a file in lower case, without its dot.
pub fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

fn relative_id(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn wanted() -> String {
    EXTENSIONS.map(|extension| format!("`.{extension}`")).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        folder
    }

    fn ids(found: &Discovered) -> Vec<&str> {
        found.sources.iter().map(|source| source.id.as_str()).collect()
    }

    #[test]
    fn documents_come_sorted_and_others_with_a_reason() {
        let folder =
            folder(&[("b.md", "b"), ("a/z.TXT", "z"), ("a.mdx", "a"), ("x.csv", "x"), (".hidden.md", "h")]);
        let found = discover(&[folder.path().to_owned()], &[]).unwrap();
        assert_eq!(ids(&found), ["a.mdx", "a/z.TXT", "b.md"]);
        assert_eq!(found.skipped.len(), 1);
        assert!(found.skipped[0].reason.starts_with("`.csv` is not read, only `.md`"));
    }

    #[test]
    fn gitignore_counts_outside_a_repository_too() {
        let folder =
            folder(&[(".gitignore", "drafts/\nno.md\n"), ("yes.md", ""), ("no.md", ""), ("drafts/d.md", "")]);
        let found = discover(&[folder.path().to_owned()], &[]).unwrap();
        assert_eq!(ids(&found), ["yes.md"]);
    }

    #[test]
    fn a_gitignore_above_the_root_does_not_count() {
        let folder = folder(&[(".gitignore", "*.md\n"), ("in/yes.md", "")]);
        assert_eq!(ids(&discover(&[folder.path().join("in")], &[]).unwrap()), ["yes.md"]);
    }

    #[test]
    fn a_file_that_is_named_is_taken_whatever_it_is_called() {
        let folder = folder(&[(".gitignore", "*\n"), (".notes", "n")]);
        assert_eq!(ids(&discover(&[folder.path().join(".notes")], &[]).unwrap()), [".notes"]);
    }

    #[test]
    fn several_roots_prefix_their_names_and_stay_apart() {
        let folder = folder(&[("one/notes/a.md", ""), ("two/notes/a.md", ""), ("c.md", "")]);
        let roots = ["one/notes", "two/notes", "c.md", "one/notes", "one/notes/a.md"]
            .map(|name| folder.path().join(name));
        assert_eq!(ids(&discover(&roots, &[]).unwrap()), ["c.md", "notes-2/a.md", "notes/a.md"]);
    }

    #[test]
    fn missing_and_empty_roots_are_named() {
        let folder = folder(&[("in/x.docx", "")]);
        let missing = discover(&[folder.path().join("nowhere")], &[]).unwrap_err().to_string();
        assert!(missing.contains("nowhere`") && missing.contains("check the path"), "{missing}");
        let empty = discover(&[folder.path().join("in")], &[]).unwrap_err().to_string();
        assert!(empty.contains("in`; looked for `.md`, `.markdown`"), "{empty}");
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed() {
        let folder = folder(&[("in/a.md", ""), ("out/b.md", "")]);
        std::os::unix::fs::symlink("..", folder.path().join("in/loop")).unwrap();
        std::os::unix::fs::symlink("../out/b.md", folder.path().join("in/b.md")).unwrap();
        assert_eq!(ids(&discover(&[folder.path().join("in")], &[]).unwrap()), ["a.md", "b.md"]);
    }
}
