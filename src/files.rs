//! Reading and replacing files; every error names its path.

mod together;

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::model::Artifact;

pub use together::{finish, replace_together};

/// Why a file could not be read or replaced.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is no UTF-8 text.
    #[error("cannot read `{}`: it is not UTF-8 text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// The output folder is something else.
    #[error("cannot write into `{}`: it is a file; name a folder with `--output`", path.display())]
    NotAFolder {
        /// What is in the way.
        path: PathBuf,
    },
    /// A folder stands where a file is to be.
    #[error("cannot replace `{}`: it is a folder; move it away", path.display())]
    IsAFolder {
        /// What is in the way.
        path: PathBuf,
    },
    /// Two things were to be written to one place.
    #[error("cannot write `{}` twice: the ledger and an artifact have the same path; give another to `--ledger`", path.display())]
    Twice {
        /// The file.
        path: PathBuf,
    },
    /// The system refused to replace it, after others were replaced.
    #[error("cannot replace `{}`: {source}; is it open in another program? already new: {}", path.display(), listed(done))]
    Replace {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
        /// Those that were replaced before.
        done: Vec<PathBuf>,
    },
    /// What tells of an interrupted replacement is damaged.
    #[error("`{}` tells of an interrupted change of several files and is damaged: {reason}; look at the files beside \
             it whose names start with `.deckpress-`, then remove it", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It could not be written; what stood there before is untouched.
    #[error("cannot write `{}`: {source}; what stood there before is unchanged", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The text of the file at `path`, without a byte order mark; `None` when there is no such file.
///
/// # Errors
/// When it is there and cannot be read, or is no UTF-8.
pub fn read_text(path: &Path) -> Result<Option<String>, FileError> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(|text| Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_string)))
            .map_err(|_| FileError::NotText { path: path.to_path_buf() }),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(source) => Err(FileError::Read { path: path.to_path_buf(), source }),
    }
}

/// The bytes of the file at `path`.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(|source| FileError::Read { path: path.to_path_buf(), source })
}

/// The names of the files in `folder` and below it, `/` between parts, sorted; hidden ones are left out.
///
/// # Errors
/// When the folder or one in it cannot be listed.
pub fn below(folder: &Path) -> Result<Vec<String>, FileError> {
    let mut names = Vec::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        let failed = |source| FileError::Read { path: path.clone(), source };
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            match name.starts_with('.') {
                true => {}
                false if entry.path().is_dir() => folders.push((entry.path(), format!("{prefix}{name}/"))),
                false => names.push(format!("{prefix}{name}")),
            }
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Files that are written beside those they will replace, and put in their place together.
#[derive(Debug, Default)]
pub struct Replacement {
    staged: Vec<Staged>,
}

#[derive(Debug)]
struct Staged {
    file: NamedTempFile,
    /// Where it goes.
    target: PathBuf,
    /// What the user calls that.
    path: PathBuf,
}

impl Replacement {
    /// Writes `bytes` beside `path` and syncs them; `path` itself stays as it is.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or `path` is a folder.
    pub fn stage(&mut self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        if path.is_dir() {
            return Err(FileError::IsAFolder { path: path.to_path_buf() });
        }
        // A link is followed: it stays, and what it leads to is replaced.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        make_folder(folder)?;
        if self.staged.iter().any(|staged| staged.target == target || staged.path == path) {
            return Err(FileError::Twice { path: path.to_path_buf() });
        }
        let failed =
            |source: std::io::Error| FileError::Write { path: path.to_path_buf(), source: bare(source) };
        let mut file = temporary_file(folder).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        self.staged.push(Staged { file, target, path: path.to_path_buf() });
        Ok(())
    }

    /// Stages `artifacts` in `folder`.
    ///
    /// # Errors
    /// As [`Self::stage`].
    pub fn stage_all(&mut self, folder: &Path, artifacts: &[Artifact]) -> Result<(), FileError> {
        artifacts.iter().try_for_each(|artifact| self.stage(&folder.join(&artifact.name), &artifact.bytes))
    }

    /// Puts every staged file in its place, in the order in which they were staged.
    ///
    /// # Errors
    /// When the system refuses to rename one; it and those after it keep what stood there.
    pub fn commit(self) -> Result<(), FileError> {
        let mut done = Vec::new();
        for Staged { file, target, path } in self.staged {
            match file.persist(&target) {
                Ok(_) => done.push(path),
                Err(error) => return Err(FileError::Replace { path, source: error.error, done }),
            }
        }
        Ok(())
    }
}

/// What the system said, without the name of a temporary file.
fn bare(error: std::io::Error) -> std::io::Error {
    error.raw_os_error().map_or(error, std::io::Error::from_raw_os_error)
}

fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    if names.is_empty() { "nothing".to_string() } else { names.join(", ") }
}

/// Whether both paths lead to one place.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    real(one) == real(other)
}

/// What a folder or file is called: a folder by its whole name, a file without its extension.
pub fn name_of(path: &Path) -> Option<String> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let name = if real.is_dir() { real.file_name() } else { real.file_stem() };
    name.map(|name| name.to_string_lossy().into_owned())
}

fn make_folder(folder: &Path) -> Result<(), FileError> {
    if let Some(file) = folder.ancestors().find(|path| path.is_file()) {
        return Err(FileError::NotAFolder { path: file.to_path_buf() });
    }
    fs::create_dir_all(folder).map_err(|source| FileError::Write { path: folder.to_path_buf(), source })
}

/// A temporary file with the permissions of an ordinary new one.
fn temporary_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".deckpress-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_until_all_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        fs::write(&one, "old").unwrap();
        fs::create_dir(&two).unwrap();
        let mut replacement = Replacement::default();
        replacement.stage(&one, b"new").unwrap();
        assert!(matches!(replacement.stage(&two, b"new"), Err(FileError::IsAFolder { .. })));
        drop(replacement);
        assert_eq!(fs::read_to_string(&one).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn staged_files_take_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/file");
        let mut replacement = Replacement::default();
        replacement.stage(&path, b"text").unwrap();
        replacement.commit().unwrap();
        assert_eq!(read_text(&path).unwrap().as_deref(), Some("text"));
        assert_eq!(read_text(&folder.path().join("none")).unwrap(), None);
    }

    #[test]
    fn a_file_in_the_way_of_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = Replacement::default().stage(&file.join("deep/er"), b"").unwrap_err();
        assert!(matches!(error, FileError::NotAFolder { path } if path == file));
    }

    #[test]
    fn nothing_is_written_to_one_place_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut replacement = Replacement::default();
        replacement.stage(&path, b"one").unwrap();
        assert!(matches!(replacement.stage(&path, b"two"), Err(FileError::Twice { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_its_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut replacement = Replacement::default();
        replacement.stage(&link, b"new").unwrap();
        replacement.commit().unwrap();
        assert!(link.is_symlink() && fs::read(&file).unwrap() == b"new");
    }
}
