//! `deckpress build` as a user runs it: what it writes, what it says, and what it leaves alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::clients;

const NOW: &str = "1700000000";
const ARTIFACTS: [&str; 6] =
    ["cheatsheet.pdf", "deck.apkg", "model.json", "preview.html", "review.csv", "review.xlsx"];

/// A folder with documents, to build in.
pub struct Workplace {
    folder: TempDir,
}

impl Workplace {
    /// With `documents`, each a name below `source` and a text.
    pub fn new(documents: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (name, text) in documents {
            place.write(&format!("source/{name}"), text.as_bytes());
        }
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn model(&self) -> Value {
        serde_json::from_slice(&self.read("output/model.json")).expect("model.json is JSON")
    }

    pub fn run(&self, args: &[&str]) -> Output {
        deckpress(self.folder.path()).args(args).output().expect("deckpress runs")
    }

    /// Builds, and expects that to go well.
    pub fn build(&self, args: &[&str]) -> String {
        let output = self.run(&[&["build", "--now", NOW], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Builds, and expects exit code `code`; returns what was said, with this folder's path taken out.
    pub fn refused(&self, args: &[&str], code: i32) -> String {
        let output = self.run(&[&["build", "--now", NOW], args].concat());
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{said}");
        said.replace(&format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR), "")
            .replace('\\', "/")
    }
}

pub fn deckpress(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deckpress"));
    command.current_dir(folder);
    command
}

const BANK: &str = "# Bank\n\n1. What is a lock?\n2. What is a queue?\n3. Why share nothing?\n";
const CARDS: &str = "# Cards\n\n**Q:** What is a lock?\n\n**A:** A thing that one holds at a time.\n\n\
                     **Q:** What is a set?\n\n**A:** Members without order.\n\n```python\n{1, 2}\n```\n";

#[test]
fn a_build_writes_every_artifact_and_sums_up() {
    let place = Workplace::new(&[("bank.md", BANK), ("cards.md", CARDS)]);
    let said = place.build(&[]);
    for line in [
        "2 documents",
        "5 entries (2 answered, 3 open)",
        "4 notes (2 ready, 2 open), 1 merged, 0 doubtful",
        "12 lines: 10 in entries, 0 in passages, 2 of structure, 0 rejected",
    ] {
        assert!(said.lines().any(|said| said == line), "`{line}` in:\n{said}");
    }
    for artifact in ARTIFACTS {
        assert!(!place.read(&format!("output/{artifact}")).is_empty(), "{artifact}");
    }
    let account = &place.model()["documents"][1]["account"];
    assert_eq!(
        account,
        &serde_json::json!({ "blank": 5, "entries": 7, "passages": 0, "rejects": 0, "structure": { "heading": 1 } })
    );
    assert_eq!(
        place.model()["structure"][0],
        serde_json::json!({ "document": "bank.md", "first_line": 1, "last_line": 1, "kind": "heading" })
    );
    assert!(place.path("deckpress.lock").exists(), "the ledger stands beside the documents");
    let left: Vec<_> =
        fs::read_dir(place.path("output")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), ARTIFACTS.len(), "no temporary file is left: {left:?}");
}

#[test]
fn only_and_quiet_do_as_they_say() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    assert_eq!(place.build(&["--only", "csv,json", "--quiet"]), "");
    assert!(place.path("output/review.csv").exists() && !place.path("output/deck.apkg").exists());
}

#[test]
fn a_build_repeats_to_the_byte_anywhere() {
    let documents =
        [("bank.md", BANK), ("cards.md", CARDS), ("deep/more.md", "## Why?\n\nBecause of *this*.\n")];
    let here = Workplace::new(&documents);
    here.build(&[]);
    let there = Workplace::new(&documents);
    fs::create_dir(there.path("elsewhere")).unwrap();
    let output = deckpress(&there.path("elsewhere"))
        .env("RAYON_NUM_THREADS", "7")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("TZ", "Asia/Kathmandu")
        .args(["build", "../source/", "--name", "Deckpress", "--output", "../output", "--now", NOW])
        .output()
        .unwrap();
    assert!(output.status.success());
    for artifact in ARTIFACTS {
        let name = format!("output/{artifact}");
        assert!(here.read(&name) == there.read(&name), "{artifact} is the same");
    }
    assert_eq!(here.read("deckpress.lock"), there.read("output/deckpress.lock"));
    // Built again, with the ledger and at another time, nothing changes either.
    let first: Vec<_> = ARTIFACTS.map(|artifact| here.read(&format!("output/{artifact}"))).into();
    let ledger = here.read("deckpress.lock");
    here.build(&["--locked"]);
    let again: Vec<_> = ARTIFACTS.map(|artifact| here.read(&format!("output/{artifact}"))).into();
    assert!(first == again);
    here.run(&["build", "--now", "1700009999"]);
    assert_eq!(here.read("deckpress.lock"), ledger);
}

/// Imports the packages in turn; see `clients/anki_reimport.py`.
fn imported_in_turn(packages: &[PathBuf]) -> Vec<Value> {
    let paths: Vec<&Path> = packages.iter().map(PathBuf::as_path).collect();
    serde_json::from_str(&clients::python("anki_reimport.py", &paths)).expect("a report")
}

#[test]
fn an_edited_answer_updates_its_note_alone_and_an_added_line_none() {
    if clients::left_out("an edited answer updates its note alone") {
        return;
    }
    let place = Workplace::new(&[("bank.md", BANK), ("cards.md", CARDS)]);
    let packages = ["first", "edited", "moved"].map(|name| place.path(&format!("{name}.apkg")));
    let build = |package: &Path, now: &str| {
        let output = place.run(&["build", "--only", "apkg", "--now", now]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::copy(place.path("output/deck.apkg"), package).unwrap();
    };
    build(&packages[0], "1700000000");
    place.write("source/cards.md", CARDS.replace("without order", "in no order").as_bytes());
    build(&packages[1], "1700001000");
    let moved = format!("A line on top.\n\n{}", CARDS.replace("without order", "in no order"));
    place.write("source/cards.md", moved.as_bytes());
    build(&packages[2], "1700002000");

    let steps = imported_in_turn(&packages);
    let updated: Vec<i64> = steps.iter().map(|step| step["updated"].as_i64().unwrap()).collect();
    let new: Vec<i64> = steps.iter().map(|step| step["new"].as_i64().unwrap()).collect();
    assert_eq!((new, updated), (vec![2, 0, 0], vec![0, 1, 0]));
    assert!(steps[1]["texts"].as_str().unwrap().contains("in no order"));
    for step in &steps[1..] {
        assert_eq!(step["scheduling"], steps[0]["scheduling"], "what was learnt stays learnt");
        assert_eq!(step["clean"], true);
    }
}

#[test]
fn bad_input_is_told_and_spoils_nothing_else() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.write("source/broken.md", b"**Q:** Caf\xff?\n\n**A:** Yes.\n");
    place.write("source/empty.md", b" \n");
    place.write("source/picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    #[cfg(unix)]
    std::os::unix::fs::symlink("loop.md", place.path("source/loop.md")).unwrap();
    let said = place.refused(&[], 1);
    for part in [
        "error[refused-document]: `empty.md` was left out: the file is empty",
        "error[refused-document]: `picture.md` was left out: the file is not text",
    ] {
        assert!(said.contains(part), "`{part}` in:\n{said}");
    }
    #[cfg(unix)]
    assert!(said.contains("`loop.md`"), "{said}");
    let model = place.model();
    let questions: Vec<&str> = model["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["question_text"].as_str())
        .collect();
    assert_eq!(questions.len(), 3, "the other documents were read: {questions:?}");
}

#[test]
fn paths_that_do_not_serve_are_named() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    fs::create_dir(place.path("void")).unwrap();
    place.write("occupied", b"a file");
    for (args, part) in [
        (&["missing"][..], "`missing`"),
        (&["void"], "`void`"),
        (&["source", "--output", "occupied"], "cannot write into `occupied`: it is a file; name a folder"),
        (&["source", "--output", "occupied/below"], "cannot write into `occupied`"),
        (&["source", "--only", "cvs"], "unknown writer `cvs`; did you mean `csv`?"),
        (&["source", "--name", " "], "the name of the deck is empty"),
    ] {
        let said = place.refused(args, 2);
        assert!(said.starts_with("error: ") && said.contains(part), "{args:?}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "one message: {said}");
    }
    assert_eq!(place.read("occupied"), b"a file");
}

#[test]
fn a_future_time_is_refused() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    let output = place.run(&["build", "--now", "99999999999"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("lies in the future"));
}

#[test]
fn a_damaged_ledger_stops_the_build_and_stays() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.build(&[]);
    let before = place.read("output/deck.apkg");
    let mut ledger = String::from_utf8(place.read("deckpress.lock")).unwrap();
    ledger.push_str("<<<<<<< ours\n");
    place.write("deckpress.lock", ledger.as_bytes());
    let said = place.refused(&[], 2);
    assert!(
        said.starts_with(
            "error: `deckpress.lock` is damaged: line 4 of the ledger cannot be read: a conflict mark"
        ),
        "{said}"
    );
    assert_eq!(place.read("deckpress.lock"), ledger.as_bytes());
    assert_eq!(place.read("output/deck.apkg"), before);
}

#[test]
fn locked_fails_when_the_ledger_would_change() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    let said = place.refused(&["--locked"], 2);
    assert!(said.contains("`deckpress.lock` would change"), "{said}");
    assert!(!place.path("deckpress.lock").exists() && !place.path("output").exists());
}

#[test]
fn warnings_fail_only_when_denied() {
    let place = Workplace::new(&[("cards.md", CARDS), ("prose.md", "Nothing to ask here.\n")]);
    place.build(&[]);
    let said = place.refused(&["--deny-warnings"], 1);
    let whole = "\
warning[no-questions]: no question was recognised in `prose.md`
--> prose.md:1
 = help: write questions as headings, numbered lists, `Q:`/`A:` lines or disclosures

";
    assert_eq!(said, whole);
}

const FAULTY: &str = "\
# Faulty

<!-- id: one -->
## What is a lock?

It has three parts:

<!-- id: one -->
## What is a queue?

```rust
fn main() {
    let a = = 3;
}
```

## What is a café?

```json
{\"a\": 1}

Not code.
";

#[test]
fn faults_are_shown_with_their_lines() {
    let place = Workplace::new(&[
        ("faulty.md", FAULTY),
        ("garbled.md", "## What does it donâ€™t?\n\nThis, donâ€™t ask.\n"),
    ]);
    let whole = place.refused(&["--deny-warnings"], 1);
    let warnings = "\
warning[duplicate-id]: the id `one` is given to 2 different questions
 --> faulty.md:4:1
  |
4 | ## What is a lock?
  | ^^^^^^^^^^^^^^^^^^
  |
 ::: faulty.md:9:1
  |
9 | ## What is a queue?
  | -------------------
  |
  = help: such an id counts for none of them: give each its own, or none

warning[unclosed-fence]: this code block is never closed: all that follows it here became code
  --> faulty.md:19:1
   |
19 | ```json
   | ^^^^^^^
   |
   = help: close it with a line of as many marks as it opens with

";
    assert_eq!(whole, warnings);

    let output = place.run(&["build", "--now", NOW]);
    let summary = String::from_utf8(output.stdout).unwrap();
    let counts = "2 repairs, 1 cut answer, 1 suspicious code block; `--verbose` lists them";
    assert!(summary.lines().any(|line| line == counts), "{summary}");

    let verbose = place.refused(&["--verbose"], 0);
    for info in [
        "\
info[repaired-text]: garbled text was repaired
 --> garbled.md:1:20
  |
1 | ## What does it don’t?
  |                    ^
  |
 ::: garbled.md:3:10
  |
3 | This, don’t ask.
  |          -

",
        "\
info[cut-answer]: the answer looks cut: it ends with a colon
 --> faulty.md:6:1
  |
6 | It has three parts:
  | ^^^^^^^^^^^^^^^^^^^
  |
  = help: write the rest of it; `deckpress explain` tells what became of the lines below

",
        "\
info[suspicious-code]: this code does not parse as rust
  --> faulty.md:13:5
   |
13 |     let a = = 3;
   |     ^^^^^^^^^^^^
   |
   = help: mend it, or name another language behind the opening fence (`text` for none)

",
    ] {
        assert!(verbose.contains(info), "{info}\nin:\n{verbose}");
    }
}

#[test]
fn open_questions_are_told_from_placeholders() {
    let text = "## What is a lock?\n\nTODO\n\n## What is a queue?\n\n## What is **a set**?\n\nMembers without order.\n";
    let place = Workplace::new(&[("open.md", text)]);
    let output = place.run(&["build", "--verbose", "--now", NOW]);
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "\
info[placeholder-answer]: no document answers this question: `TODO` stands in place of the answer
 --> open.md:1:1
  |
1 | ## What is a lock?
  | ^^^^^^^^^^^^^^^^^^
  |
  = help: write an answer below it, or add a document that answers it

info[open-question]: no document answers this question
 --> open.md:5:1
  |
5 | ## What is a queue?
  | ^^^^^^^^^^^^^^^^^^^
  |
  = help: write an answer below it, or add a document that answers it

";
    assert_eq!(said, expected);
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(summary.contains("1 open question, 1 placeholder answer; `--verbose` lists them"), "{summary}");
}

#[test]
fn colours_are_for_terminals() {
    let place = Workplace::new(&[("prose.md", "Nothing to ask here.\n")]);
    let said = |variable: &str, value: &str| {
        let output =
            deckpress(&place.path("")).env(variable, value).args(["build", "--now", NOW]).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(!said("NO_COLOR", "1").contains('\u{1b}'));
    assert!(!said("TERM", "xterm").contains('\u{1b}'), "a pipe is no terminal");
    assert!(said("CLICOLOR_FORCE", "1").contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_stood_there() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.build(&[]);
    let before: Vec<_> = ARTIFACTS.map(|artifact| place.read(&format!("output/{artifact}"))).into();
    place.write("source/cards.md", CARDS.replace("without order", "in no order").as_bytes());
    // A limit on file sizes fails a write half way, as a full disk does.
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 1; exec \"$0\" build --now 1700000000",
            env!("CARGO_BIN_EXE_deckpress"),
        ])
        .current_dir(place.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot write `output/") && said.contains("is unchanged"), "{said}");
    let after: Vec<_> = ARTIFACTS.map(|artifact| place.read(&format!("output/{artifact}"))).into();
    assert!(before == after, "the artifacts are whole and as before");
    assert_eq!(fs::read_dir(place.path("output")).unwrap().count(), ARTIFACTS.len());
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error_and_a_closed_pipe_is_none() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    let printed = |command: &str| {
        let shell = format!("{} {command}", env!("CARGO_BIN_EXE_deckpress"));
        let output = Command::new("bash").args(["-c", &shell]).current_dir(place.path("")).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for command in
        ["build", "plan", "plan --json", "explain source/cards.md", "explain source/cards.md --json"]
    {
        let (code, said) = printed(&format!("{command} >/dev/full"));
        assert_eq!(code, Some(2), "{command}: {said}");
        assert!(said.starts_with("error: cannot print what was done: No space left"), "{command}: {said}");
        let (code, said) = printed(&format!("{command} | (exec <&-; sleep 0.3); exit ${{PIPESTATUS[0]}}"));
        assert_eq!((code, said.as_str()), (Some(0), ""), "{command}");
    }
    place.write("source/broken.md", b"![a picture](gone.png)\n\n### What is shown?\n\nThis.\n");
    assert_eq!(printed("build --verbose 2>/dev/full").0, Some(0));
}

#[test]
fn a_flag_may_be_given_twice() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.build(&["-v", "-v", "--only", "apkg", "--only", "json", "--name", "A", "--name", "B"]);
    assert!(place.path("output/deck.apkg").exists());
    assert_eq!(place.model()["name"], "B");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_cannot_be_written_is_named() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    let said = place.refused(&["--output", "/proc/deckpress"], 2);
    assert!(said.starts_with("error: cannot write `/proc/deckpress`"), "{said}");
}

#[test]
fn one_line_of_fifty_megabytes_is_read() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.write("source/long.txt", "many words on one line, ".repeat(50_000_000 / 24).as_bytes());
    let said = place.build(&["--only", "csv"]);
    assert!(said.contains("2 documents"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_reader_runs_only_when_commands_are_allowed() {
    let place = Workplace::new(&[("notes.rst", "Why?\n====\n\nSo.\n")]);
    place.write("deckpress.toml", b"[reader.rst]\ncommand = [\"sed\", \"s/^Why/# Why/\"]\n");
    let said = place.refused(&[], 1);
    assert!(
        said.contains("`notes.rst` was left out: `[reader.rst]` would run `sed s/^Why/# Why/`"),
        "{said}"
    );
    let said = place.build(&["--allow-commands"]);
    assert!(said.contains("1 entry (1 answered, 0 open)"), "{said}");
    place.write("deckpress.toml", b"[reader.rst]\ncommand = [\"deckpress-none\"]\n");
    let said = place.refused(&["--allow-commands"], 1);
    assert!(said.contains("the program `deckpress-none` was not found"), "{said}");
}

/// Who sits at a terminal is asked once for each configuration; a build without one asks nobody.
#[cfg(unix)]
#[test]
fn a_reader_runs_when_the_user_agreed_once() {
    if clients::left_out("a_reader_runs_when_the_user_agreed_once") {
        return;
    }
    let place = Workplace::new(&[("notes.rst", "Why?\n====\n\nSo.\n")]);
    place.write("deckpress.toml", b"[reader.rst]\ncommand = [\"sed\", \"s/^Why/# Why/\"]\n");
    let state = place.path("state");
    let shown = |answer: &str, args: &[&str]| {
        let mut all =
            vec![Path::new(env!("CARGO_BIN_EXE_deckpress")), place.folder.path(), &state, Path::new(answer)];
        all.extend(["build", "--now", NOW, "--only", "csv"].iter().chain(args).map(Path::new));
        clients::python("confirm.py", &all)
    };
    let (asked, read, left) = ("[y/N]", "1 entry (1 answered, 0 open)", "`notes.rst` was left out");
    let refused = shown("n", &[]);
    assert!(
        refused.contains(asked) && refused.contains(r#""reader.rst" ["sed", "s/^Why/# Why/"]"#),
        "{refused}"
    );
    assert!(refused.contains(left), "{refused}");
    let agreed = shown("y", &[]);
    assert!(agreed.contains(asked) && agreed.contains(read), "{agreed}");
    let again = shown("n", &[]);
    assert!(!again.contains(asked) && again.contains(read), "{again}");
    let unattended = || {
        let mut build = deckpress(place.folder.path());
        build.args(["build", "--now", NOW]).env("XDG_STATE_HOME", &state).output().expect("deckpress runs")
    };
    assert!(unattended().status.success());
    // Other commands are another configuration.
    place.write("deckpress.toml", b"[reader.rst]\ncommand = [\"sed\", \"s/^Why/# How/\"]\n");
    let said = String::from_utf8(unattended().stderr).unwrap();
    assert!(said.contains(left), "{said}");
    assert!(shown("n", &[]).contains(asked));
    let remembered = fs::read_to_string(state.join("deckpress/allowed-commands.txt")).unwrap();
    assert_eq!(remembered.lines().count(), 1, "{remembered}");
    assert!(shown("n", &["--allow-commands"]).contains(read));
}

#[test]
fn an_id_in_two_places_steals_no_card() {
    let place = Workplace::new(&[
        ("a.md", "### What is beta? {#x}\n\nB.\n"),
        ("b.md", "### What is alpha? {#x}\n\nA.\n"),
    ]);
    let guids = |place: &Workplace| {
        let model = place.model();
        let notes = model["notes"].as_array().unwrap().iter();
        notes.map(|note| (note["question_text"].to_string(), note["guid"].to_string())).collect::<Vec<_>>()
    };
    place.build(&[]);
    let first = guids(&place);
    place.build(&[]);
    assert_eq!(guids(&place), first);
}

#[test]
fn decks_apart_share_no_guid_and_no_ledger() {
    let place = Workplace::new(&[]);
    let text = b"### What is polymorphism?\n\nMany forms.\n";
    place.write("rust/notes.md", text);
    place.write("java/notes.md", text);
    place.build(&["rust", "--output", "one"]);
    place.build(&["java", "--output", "two"]);
    let guid = |ledger: &str| {
        String::from_utf8(place.read(ledger)).unwrap().lines().next().unwrap()[..24].to_string()
    };
    assert_ne!(guid("one/deckpress.lock"), guid("two/deckpress.lock"));
    let said = place.refused(&["java", "--output", "one"], 2);
    assert!(said.starts_with("error: `one/deckpress.lock` is the ledger of the deck `rust::"), "{said}");
    let said = place.refused(&["java", "--output", "one", "--ledger", "java.lock"], 2);
    assert!(said.starts_with("error: `one` holds the deck `rust::"), "{said}");
}

#[test]
fn documents_on_the_command_line_leave_the_project_alone() {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.write("other/notes.md", b"### What is polymorphism?\n\nMany forms.\n");
    place.build(&[]);
    let before = place.read("output/deck.apkg");
    for to in [&[][..], &["--output", "./output"]] {
        let said = place.refused(&[&["other", "--only", "apkg"], to].concat(), 2);
        assert!(
            said.contains("output` holds the deck `Deckpress::Cards`, whose ledger is `deckpress.lock`; give `other` another folder with `--output`"),
            "{said}"
        );
    }
    assert!(place.read("output/deck.apkg") == before && !place.path("output/deckpress.lock").exists());
    place.build(&["other", "--output", "deck"]);
    // Where there is no project the folder is as good as any, and the project has the last word on its own.
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.build(&["source/cards.md"]);
    place.build(&["source/cards.md"]);
    place.build(&[]);
}

#[test]
fn what_did_not_change_is_not_touched_when_its_neighbours_do() {
    let text = "# Python questions\n\n## Basics\n\n### What is a name?\n\nA label.\n";
    let place = Workplace::new(&[("a.md", text)]);
    place.build(&[]);
    let lines = |place: &Workplace| {
        String::from_utf8(place.read("deckpress.lock"))
            .unwrap()
            .lines()
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    let before = lines(&place);
    place.write("source/a.md", format!("{text}\n# Appendix\n\n### What is left?\n\nThis.\n").as_bytes());
    assert!(place.run(&["build", "--now", "1700005000"]).status.success());
    assert!(before.iter().all(|line| lines(&place).contains(line)), "the old note's record is as before");
    // Another root touches nothing either.
    place.write("more/b.md", b"### Why?\n\nSo.\n");
    let output = place.run(&[
        "build",
        "source",
        "more",
        "--name",
        "Deckpress",
        "--ledger",
        "deckpress.lock",
        "--now",
        "1700009000",
    ]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(before.iter().all(|line| lines(&place).contains(line)));
}

#[test]
fn a_rule_that_finds_nothing_is_told() {
    let place = Workplace::new(&[("notes.md", "Task 1: ropes\n\nOf *hemp*.\n\n## Why?\n\nSo.\n")]);
    let rules = "[[rule]]\nname = \"tasks\"\nquestion = '^Task \\d: (?<question>.+)'\n\n\
                 [[rule]]\nname = \"cards\u{20}\"\nquestion = '^Card \\d: (?<question>.+)'\n\n\
                 [[rule]]\nname = \"exams\"\nfiles = [\"exams/\"]\nquestion = '^Task \\d: (?<question>.+)'\n";
    place.write("deckpress.toml", rules.as_bytes());
    let output = place.run(&["build", "--now", NOW]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("rule `cards ` of deckpress.toml found no question in the documents"), "{said}");
    assert!(said.contains("rule `exams` of deckpress.toml is for no document"), "{said}");
    assert!(!said.contains("`tasks`"), "{said}");
    let entries = place.model();
    let entry = &entries["entries"][0];
    assert_eq!((&entry["rule"], &entry["question_text"]), (&"tasks".into(), &"ropes".into()));
    // Documents of another deck are not those that the rules were written for.
    let output = place.run(&["build", "--now", NOW, "source/notes.md", "--output", "other"]);
    assert!(!String::from_utf8(output.stderr).unwrap().contains("silent-rule"));
}

#[test]
fn diagrams_are_drawn_and_one_that_cannot_be_is_told() {
    let diagram = |source: &str| format!("```mermaid\n{source}\n```\n");
    let place = Workplace::new(&[(
        "looms.md",
        &format!(
            "## What is a shed?\n\n{}\n## What is a reed?\n\n{}\n",
            diagram("graph LR; Warp-->Shed"),
            diagram("graph LR; Warp[-->")
        ),
    )]);
    let output = place.run(&["build", "--only", "preview"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("warning[undrawn-diagram]: this diagram cannot be drawn: "), "{said}");
    assert!(said.contains("--> looms.md:9:1"), "{said}");
    let page = String::from_utf8(place.read("output/preview.html")).expect("UTF-8");
    assert_eq!(page.matches("data:image/svg+xml;base64,").count(), 1);
    assert!(page.contains(r#"<p class=\"picture diagram\">"#.replace('<', "\\u003c").as_str()), "{page}");
    assert!(page.contains(r#"<pre class=\"diagram\">"#.replace('<', "\\u003c").as_str()), "{page}");
}

const FOLLOWED: &str = "\
## What is a heddle?

A loop that a warp thread runs through.

**Follow-up questions:**

1. \"What lifts it?\" (the shaft that it hangs on)
2. \"Who made the first one?\"
";

#[test]
fn follow_up_questions_are_cards_where_the_user_asks_for_them() {
    if clients::left_out("follow_up_questions_are_cards_where_the_user_asks_for_them") {
        return;
    }
    let cards = |place: &Workplace| -> Vec<Value> {
        place.build(&["--only", "apkg"]);
        let report = clients::python("anki_cards.py", &[&place.path("output/deck.apkg")]);
        let report: Value = serde_json::from_str(&report).expect("a report");
        report["cards"].as_array().expect("cards").clone()
    };
    let place = Workplace::new(&[("looms.md", FOLLOWED)]);
    let plain = cards(&place);
    assert_eq!(plain.len(), 1);
    place.write("deckpress.toml", b"[cards]\nfollow_ups = true\n");
    let both = cards(&place);
    assert_eq!(both[0], plain[0], "the question's own card is what it was");
    let next = &both[1];
    assert_eq!(
        (both.len(), &next["front"][0], &next["due"]),
        (2, &Value::from("What lifts it?"), &Value::from(2))
    );
    let shown = next["answer"].as_str().expect("HTML");
    assert!(shown.contains("<div class=\"parent\">Follows on: What is a heddle?</div>"), "{shown}");
    assert!(shown.contains("the shaft that it hangs on"), "{shown}");
    // In other words, below a question in other words, it is still the same.
    let reworded = FOLLOWED
        .replace("What is a heddle", "What does one call a heddle")
        .replace("What lifts it", "What is it that lifts it");
    place.write("source/looms.md", reworded.as_bytes());
    let after = cards(&place);
    let guids = |cards: &[Value]| cards.iter().map(|card| card["guid"].clone()).collect::<Vec<_>>();
    assert_eq!(guids(&after), guids(&both));
    // Switched off, it leaves the deck; Anki keeps the card, and `plan` tells.
    place.write("deckpress.toml", b"");
    assert!(place.run(&["plan"]).stdout.windows(7).any(|part| part == b"retired"));
}
