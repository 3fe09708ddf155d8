//! Files that are replaced together: all of them or none, also when the power goes in between.
//!
//! New contents are written beside the old ones and synced, then a *journal* is put in its place that names them all:
//! from then on they count as replaced. Each is renamed over the old one, and the journal goes. Whoever finds a journal
//! first does what is left of it ([`finish`]). Where the system refuses one of the renames, those before it are undone,
//! each in a way from which the journal could still be finished.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{FileError, bare, make_folder};

/// Replaces each file by its bytes: all or none. `journal` is the file that tells of it until all is done.
///
/// # Errors
/// When the system refuses; then every file is as before, or, where even that was refused, [`finish`] will make all
/// of them new.
pub fn replace_together(journal: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
    replace(&mut System, journal, files)
}

/// Does what is left of a replacement that was interrupted; whether there was one.
///
/// # Errors
/// When the system refuses; what is left stays left.
pub fn finish(journal: &Path) -> Result<bool, FileError> {
    finish_with(&mut System, journal)
}

/// What the system does for us; tests make it fail.
trait Disk {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    fn sync(&mut self, path: &Path) -> io::Result<()>;
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&mut self, path: &Path) -> io::Result<()>;
}

struct System;

impl Disk for System {
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create(path)?.write_all(bytes)
    }

    fn sync(&mut self, path: &Path) -> io::Result<()> {
        // Only Unix opens folders, and only there their entries have to be synced.
        if path.is_dir() && !cfg!(unix) {
            return Ok(());
        }
        File::open(path)?.sync_all()
    }

    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }
}

/// The journal: what is to be renamed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    files: Vec<Step>,
}

/// One file on its way; paths are relative to the folder of the journal where they lie below it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The file.
    target: PathBuf,
    /// Its new content.
    new: PathBuf,
    /// Its old content; `None` where there was no such file.
    old: Option<PathBuf>,
}

impl Step {
    fn below(&self, folder: &Path) -> Self {
        let map = |path: &PathBuf| folder.join(path);
        Self { target: map(&self.target), new: map(&self.new), old: self.old.as_ref().map(map) }
    }

    fn relative_to(&self, folder: &Path) -> Self {
        let map = |path: &PathBuf| path.strip_prefix(folder).unwrap_or(path).to_path_buf();
        Self { target: map(&self.target), new: map(&self.new), old: self.old.as_ref().map(map) }
    }
}

fn replace(disk: &mut dyn Disk, journal: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FileError> {
    if files.is_empty() {
        return Ok(());
    }
    let folder = folder_of(journal);
    make_folder(&folder)?;
    let folder = folder.canonicalize().unwrap_or(folder);
    let journal = folder.join(journal.file_name().unwrap_or_default());
    let mut steps: Vec<Step> = Vec::new();
    for (path, _) in files {
        let step = step(path)?;
        if steps.iter().any(|known| known.target == step.target) {
            return Err(FileError::Twice { path: path.clone() });
        }
        steps.push(step);
    }
    for (step, (path, bytes)) in steps.iter().zip(files) {
        if let Err(source) = stage(disk, step, bytes) {
            discard(disk, &steps);
            return Err(FileError::Write { path: path.clone(), source: bare(source) });
        }
    }
    let recorded = Journal { files: steps.iter().map(|step| step.relative_to(&folder)).collect() };
    if let Err(source) = record(disk, &journal, &folder, &recorded) {
        // Were it to stay, what it names would have to stay too.
        if disk.remove(&journal).is_ok() {
            discard(disk, &steps);
        }
        return Err(FileError::Write { path: journal, source: bare(source) });
    }
    for (at, step) in steps.iter().enumerate() {
        if let Err(source) = disk.rename(&step.new, &step.target) {
            // A system may refuse what it did.
            let renamed = if step.new.exists() { at } else { at + 1 };
            if undo(disk, &steps[..renamed]).is_ok() && disk.remove(&journal).is_ok() {
                discard(disk, &steps);
            }
            return Err(FileError::Replace { path: files[at].0.clone(), source, done: Vec::new() });
        }
    }
    // All are new: what is left is tidying, which the next one to look does where it fails here.
    let _ = tidy(disk, &journal, &steps);
    Ok(())
}

fn finish_with(disk: &mut dyn Disk, journal: &Path) -> Result<bool, FileError> {
    let bytes = match fs::read(journal) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(source) => return Err(FileError::Read { path: journal.to_path_buf(), source }),
    };
    let recorded: Journal = serde_json::from_slice(&bytes)
        .map_err(|error| FileError::Journal { path: journal.to_path_buf(), reason: error.to_string() })?;
    let folder = folder_of(journal);
    let steps: Vec<Step> = recorded.files.iter().map(|step| step.below(&folder)).collect();
    for step in &steps {
        if step.new.exists() {
            disk.rename(&step.new, &step.target).map_err(|source| FileError::Replace {
                path: step.target.clone(),
                source,
                done: Vec::new(),
            })?;
        }
    }
    tidy(disk, journal, &steps)
        .map_err(|source| FileError::Write { path: journal.to_path_buf(), source: bare(source) })?;
    Ok(true)
}

/// Where `path` leads, and where its contents lie meanwhile.
fn step(path: &Path) -> Result<Step, FileError> {
    if path.is_dir() {
        return Err(FileError::IsAFolder { path: path.to_path_buf() });
    }
    make_folder(&folder_of(path))?;
    // A link is followed: it stays, and what it leads to is replaced.
    let target = path.canonicalize().or_else(|_| {
        folder_of(path).canonicalize().map(|folder| folder.join(path.file_name().unwrap_or_default()))
    });
    let target = target.map_err(|source| FileError::Write { path: path.to_path_buf(), source })?;
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = |kind: &str| target.with_file_name(format!(".deckpress-{kind}-{name}"));
    let old = target.exists().then(|| beside("old"));
    Ok(Step { new: beside("new"), old, target })
}

fn stage(disk: &mut dyn Disk, step: &Step, bytes: &[u8]) -> io::Result<()> {
    disk.write(&step.new, bytes)?;
    if let Ok(known) = fs::metadata(&step.target) {
        fs::set_permissions(&step.new, known.permissions())?;
    }
    disk.sync(&step.new)?;
    if let Some(old) = &step.old {
        disk.remove(old)?;
        disk.link(&step.target, old)?;
    }
    Ok(())
}

/// Puts the journal in its place: from here on the files count as replaced.
fn record(disk: &mut dyn Disk, journal: &Path, folder: &Path, recorded: &Journal) -> io::Result<()> {
    let bytes = serde_json::to_vec(recorded)?;
    let draft = journal.with_extension("draft");
    disk.write(&draft, &bytes)?;
    disk.sync(&draft)?;
    for file in &recorded.files {
        disk.sync(&folder_of(&folder.join(&file.new)))?;
    }
    disk.rename(&draft, journal)?;
    disk.sync(folder)
}

/// Takes back the renames of `steps`. What was new goes back to where it was, so that the journal may still be finished.
fn undo(disk: &mut dyn Disk, steps: &[Step]) -> io::Result<()> {
    for step in steps.iter().rev() {
        disk.rename(&step.target, &step.new)?;
        if let Some(old) = &step.old {
            disk.rename(old, &step.target)?;
        }
    }
    for step in steps {
        disk.sync(&folder_of(&step.target))?;
    }
    Ok(())
}

fn tidy(disk: &mut dyn Disk, journal: &Path, steps: &[Step]) -> io::Result<()> {
    for step in steps {
        disk.sync(&folder_of(&step.target))?;
    }
    disk.remove(journal)?;
    for old in steps.iter().filter_map(|step| step.old.as_ref()) {
        disk.remove(old)?;
    }
    disk.sync(&folder_of(journal))
}

fn discard(disk: &mut dyn Disk, steps: &[Step]) {
    for step in steps {
        let _ = disk.remove(&step.new);
        if let Some(old) = &step.old {
            let _ = disk.remove(old);
        }
    }
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails at one operation: before or behind it, once or from then on.
    struct Faulty {
        left: usize,
        behind: bool,
        dies: bool,
        failed: bool,
    }

    impl Faulty {
        fn run(&mut self, act: impl FnOnce(&mut System) -> io::Result<()>) -> io::Result<()> {
            let refused = || Err(io::Error::other("refused"));
            if self.failed {
                return if self.dies { refused() } else { act(&mut System) };
            }
            if self.left > 0 {
                self.left -= 1;
                return act(&mut System);
            }
            self.failed = true;
            if self.behind {
                act(&mut System)?;
            }
            refused()
        }
    }

    impl Disk for Faulty {
        fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            self.run(|system| system.write(path, bytes))
        }

        fn sync(&mut self, path: &Path) -> io::Result<()> {
            self.run(|system| system.sync(path))
        }

        fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
            self.run(|system| system.link(from, to))
        }

        fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
            self.run(|system| system.rename(from, to))
        }

        fn remove(&mut self, path: &Path) -> io::Result<()> {
            self.run(|system| system.remove(path))
        }
    }

    const OLD: [Option<&str>; 3] = [Some("old one"), Some("old two"), None];
    const NEW: [Option<&str>; 3] = [Some("new one"), Some("new two"), Some("new three")];

    #[test]
    fn whatever_fails_all_are_old_or_all_are_new() {
        let mut last = (false, false);
        for dies in [true, false] {
            for behind in [false, true] {
                for left in 0.. {
                    let folder = tempfile::tempdir().unwrap();
                    let paths = ["one", "deep/two", "three"].map(|name| folder.path().join(name));
                    fs::create_dir(folder.path().join("deep")).unwrap();
                    for (path, text) in paths.iter().zip(OLD) {
                        if let Some(text) = text {
                            fs::write(path, text).unwrap();
                        }
                    }
                    let files: Vec<(PathBuf, Vec<u8>)> = paths
                        .iter()
                        .zip(NEW)
                        .map(|(path, text)| (path.clone(), text.unwrap().as_bytes().to_vec()))
                        .collect();
                    let journal = folder.path().join(".journal");
                    let mut disk = Faulty { left, behind, dies, failed: false };
                    let replaced = replace(&mut disk, &journal, &files);
                    let found = || {
                        let read = |path: &PathBuf| fs::read_to_string(path).ok();
                        paths.iter().map(read).collect::<Vec<_>>()
                    };
                    let is = |wanted: [Option<&str>; 3]| {
                        found().iter().map(|text| text.as_deref()).collect::<Vec<_>>() == wanted
                    };
                    let place = format!("operation {left}, behind: {behind}, dies: {dies}");
                    if !dies && !journal.exists() {
                        assert!(if replaced.is_ok() { is(NEW) } else { is(OLD) }, "{place}: {:?}", found());
                    }
                    finish(&journal).unwrap();
                    assert!(is(OLD) || is(NEW), "{place}: {:?}", found());
                    assert!(replaced.is_err() || is(NEW), "{place}");
                    assert!(!finish(&journal).unwrap());
                    last.0 |= is(OLD);
                    last.1 |= is(NEW) && replaced.is_err();
                    // What an interrupted run leaves is no hindrance to the next.
                    replace_together(&journal, &files).unwrap();
                    assert!(is(NEW), "{place}");
                    if !disk.failed {
                        let names = fs::read_dir(folder.path()).unwrap().count();
                        assert_eq!(names, 3, "nothing is left behind");
                        assert!(left > 15, "every operation was tried");
                        break;
                    }
                }
            }
        }
        assert_eq!(last, (true, true), "both outcomes were seen");
    }

    #[test]
    fn nothing_is_begun_that_cannot_be_done() {
        let folder = tempfile::tempdir().unwrap();
        let one = folder.path().join("one");
        fs::write(&one, "old").unwrap();
        let journal = folder.path().join(".journal");
        let files = [(one.clone(), b"new".to_vec()), (folder.path().to_path_buf(), Vec::new())];
        assert!(matches!(replace_together(&journal, &files), Err(FileError::IsAFolder { .. })));
        let twice = [(one.clone(), b"a".to_vec()), (one.clone(), b"b".to_vec())];
        assert!(matches!(replace_together(&journal, &twice), Err(FileError::Twice { .. })));
        assert_eq!(fs::read_to_string(&one).unwrap(), "old");
        fs::write(&journal, "{").unwrap();
        assert!(matches!(finish(&journal), Err(FileError::Journal { .. })));
    }
}
