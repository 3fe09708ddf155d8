//! The temporary folder of an external writer: media that it may read, a place for what it makes.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::protocol::MediaFile;
use crate::model::{Artifact, Media};

/// Goes, with all that is in it, when it is dropped.
pub struct Folder {
    root: TempDir,
    destination: String,
    media: String,
}

impl Folder {
    /// With the files of `media` in it, and an empty destination.
    ///
    /// # Errors
    /// When it cannot be made or written to, or its path is no Unicode, which JSON needs.
    pub fn new(media: &[Media]) -> Result<Self> {
        let root = tempfile::Builder::new().prefix("deckpress-").tempdir()?;
        let made = |name: &str| {
            let path = root.path().join(name);
            fs::create_dir(&path)?;
            let path = path.into_os_string().into_string();
            path.map_err(|path| Error::other(format!("the path `{}` is no Unicode", path.display())))
        };
        let folder = Self { destination: made("destination")?, media: made("media")?, root };
        for file in media {
            fs::write(folder.media_path(file), &file.bytes)?;
        }
        Ok(folder)
    }

    /// Where the writer is to put its files.
    pub fn destination(&self) -> &str {
        &self.destination
    }

    /// Where each of `media` lies.
    pub fn media(&self, media: &[Media]) -> Vec<MediaFile> {
        let files = media.iter().map(|file| MediaFile {
            name: file.name.clone(),
            path: self.media_path(file).to_string_lossy().into_owned(),
        });
        files.collect()
    }

    fn media_path(&self, file: &Media) -> PathBuf {
        Path::new(&self.media).join(&file.name)
    }

    /// The files that lie in the destination, below `name`, by name.
    ///
    /// # Errors
    /// When one cannot be read, is no ordinary file, or has a name that is no Unicode; with its path there.
    pub fn artifacts(&self, name: &str) -> std::result::Result<Vec<Artifact>, (PathBuf, Error)> {
        let mut artifacts = Vec::new();
        let mut waiting = vec![(PathBuf::from(&self.destination), name.to_owned())];
        while let Some((path, name)) = waiting.pop() {
            let failed = |error| (self.shown(&path), error);
            // Through links, but only to files: a folder behind a link may lead anywhere, back here too.
            let is_link = path.is_symlink();
            let kind = fs::metadata(&path).map_err(failed)?.file_type();
            if kind.is_file() {
                artifacts.push(Artifact { name, bytes: fs::read(&path).map_err(failed)? });
            } else if kind.is_dir() && !is_link {
                for entry in fs::read_dir(&path).map_err(failed)? {
                    let entry = entry.map_err(failed)?;
                    let inner = entry.file_name().into_string().map_err(|_| {
                        (
                            self.shown(&entry.path()),
                            Error::new(ErrorKind::InvalidData, "its name is no Unicode"),
                        )
                    })?;
                    waiting.push((entry.path(), format!("{name}/{inner}")));
                }
            } else {
                return Err(failed(Error::other("it is no ordinary file")));
            }
        }
        artifacts.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(artifacts)
    }

    /// `path` as the writer would call it.
    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(self.root.path()).unwrap_or(path).to_path_buf()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_all_depths_are_found_by_name() {
        let picture = Media { name: "a.png".to_owned(), bytes: vec![1] };
        let folder = Folder::new(std::slice::from_ref(&picture)).unwrap();
        assert_eq!(fs::read(&folder.media(&[picture])[0].path).unwrap(), [1]);
        let at = Path::new(folder.destination());
        fs::create_dir_all(at.join("deep/er")).unwrap();
        fs::create_dir(at.join("empty")).unwrap();
        for name in ["z.txt", "deep/er/b.txt", "deep/a.txt"] {
            fs::write(at.join(name), name).unwrap();
        }
        let names: Vec<String> =
            folder.artifacts("site").unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["site/deep/a.txt", "site/deep/er/b.txt", "site/z.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_links_to_folders_are_refused() {
        let folder = Folder::new(&[]).unwrap();
        let at = Path::new(folder.destination());
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join("file"), "text").unwrap();
        std::os::unix::fs::symlink(other.path().join("file"), at.join("link")).unwrap();
        assert_eq!(folder.artifacts("site").unwrap()[0].bytes, b"text");
        std::os::unix::fs::symlink(at, at.join("round")).unwrap();
        let (path, error) = folder.artifacts("site").unwrap_err();
        assert_eq!((path, error.to_string()), ("destination/round".into(), "it is no ordinary file".into()));
    }

    #[test]
    fn nothing_of_it_stays() {
        let folder = Folder::new(&[]).unwrap();
        let path = PathBuf::from(folder.destination());
        drop(folder);
        assert!(!path.exists());
    }
}
