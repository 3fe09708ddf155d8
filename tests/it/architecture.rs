//! The plan of the house, held against the `use` lines of the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: a room may use the rooms of lower floors, and no other.
const FLOORS: &[&[&str]] = &[
    &["model", "command"],
    &["files", "intake", "markup", "recognise", "normalise", "ledger", "code", "sheet"],
    &["render", "check"],
    &["write", "explain", "review"],
    &["config"],
    &["pipeline"],
    &["cli"],
];

/// What only some files may name, and which.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["files.rs", "files/", "intake/discover.rs", "write/external/folder.rs"]),
    (
        "crate::files",
        &[
            "config.rs",
            "config/",
            "pipeline.rs",
            "pipeline/error.rs",
            "pipeline/guard.rs",
            "pipeline/restore.rs",
            "pipeline/review",
        ],
    ),
    ("rusqlite", &["write/apkg/"]),
    ("printpdf", &["write/pdf/emit"]),
    ("lopdf", &["write/pdf/emit"]),
    ("clap", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("println!", &["cli/"]),
    ("eprint!", &["cli/"]),
    ("SystemTime", &["config.rs"]),
    ("std::env", &["config.rs", "config/"]),
    ("std::process::Command", &["command.rs"]),
    ("Stdio", &["command.rs"]),
];

/// Files of `recognise` that hold a rule: none of them knows another.
const RULES: &[&str] = &[
    "cards",
    "choice",
    "cloze",
    "custom",
    "disclosure",
    "divided",
    "export",
    "heading",
    "label",
    "list",
    "numbered",
    "oneline",
    "table",
    "tagged",
    "terms",
];

#[test]
fn rooms_use_lower_floors_only() {
    let floor = |room: &str| {
        FLOORS
            .iter()
            .position(|rooms| rooms.contains(&room))
            .unwrap_or_else(|| panic!("`{room}` stands on no floor"))
    };
    for (file, code) in sources() {
        let Some(room) = room_of(&file) else { continue };
        for used in rooms_used(&code) {
            let fine = used == room || floor(&used) < floor(&room);
            assert!(fine, "src/{file}: `{room}` may not use `{used}`: it does not stand on a lower floor");
        }
    }
}

#[test]
fn what_is_reserved_is_used_in_its_place_only() {
    for (file, code) in sources() {
        for (word, places) in RESERVED {
            let here = places.iter().any(|place| file.starts_with(place));
            let line =
                code.lines().position(|line| !line.trim_start().starts_with("//") && names(line, word));
            assert!(
                here || line.is_none(),
                "src/{file}:{}: `{word}` is used in {places:?} only",
                line.unwrap_or(0) + 1
            );
        }
    }
}

#[test]
fn rules_and_writers_do_not_know_each_other() {
    let writers = ["anki_text", "apkg", "csv", "external", "json", "pdf", "preview", "xlsx"];
    for (folder, members) in [("recognise", RULES), ("write", &writers)] {
        for (file, code) in sources() {
            let Some(own) = members.iter().find(|member| file.starts_with(&format!("{folder}/{member}")))
            else {
                continue;
            };
            for other in members.iter().filter(|other| *other != own) {
                let uses = [format!("super::{other}::"), format!("crate::{folder}::{other}::")];
                assert!(
                    !uses.iter().any(|path| code.contains(path)),
                    "src/{file}: `{own}` may not know `{other}`"
                );
            }
        }
    }
}

/// Whether `line` names `word` as a path of its own.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let is_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !is_name(before)
            && (!is_name(after) || word.ends_with('!'))
            && before != Some('"')
            && before != Some('`')
    })
}

/// Path below `src` and code without test modules, of every source file.
pub fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).expect("sources are UTF-8");
                let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_string();
                let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
                found.insert(name, code);
            }
        }
    }
    assert!(found.len() > 30, "the sources were found");
    found
}

fn room_of(file: &str) -> Option<String> {
    let room = file.split('/').next()?.trim_end_matches(".rs");
    (!["lib", "main"].contains(&room)).then(|| room.to_string())
}

/// The rooms that `crate::` paths lead to, those in braces included.
fn rooms_used(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let mut name = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => rooms.push(std::mem::take(&mut name)),
                        _ if depth == 0 => name.push(c),
                        _ => {}
                    }
                }
                rooms.push(name);
            }
            None => rooms.push(rest.to_string()),
        }
        if let Some(last) = rooms.last_mut() {
            *last = last.trim().to_string();
        }
    }
    let first_name = |path: String| {
        path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    rooms.into_iter().map(first_name).filter(|room| !room.is_empty()).collect()
}
