//! The ledger as a file: lost and restored, merged by git, old, damaged.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::build::Workplace;
use crate::seeds;

const CODE: &str = "\
# Code

### What does `*args` mean? {#args}

The rest of the arguments, as a tuple.

### 2. = or ==?

Assignment or comparison.

### What does this print?

```python
print(1 < 2)
```

**Answer:** `True`

### What is left open?
";

/// With a document added in a second build, so that times differ.
fn place() -> Workplace {
    let place = Workplace::new(&[("code.md", CODE)]);
    place.build(&[]);
    place.write("source/later.md", b"### Which is **later**, and why?\n\nThis, since it was added.\n");
    let output = place.run(&["build", "--now", "1700001000"]);
    assert!(output.status.success());
    place
}

fn lines(place: &Workplace) -> Vec<String> {
    let text = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    text.lines().map(str::to_string).collect()
}

fn said(place: &Workplace, args: &[&str], code: i32) -> String {
    let output = place.run(args);
    let said = String::from_utf8(if code == 0 { output.stdout } else { output.stderr }).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// For each guid one of its keys in `model.json`.
fn by_guid(place: &Workplace, key: &str) -> BTreeMap<String, Value> {
    let model = place.model();
    let notes = model["notes"].as_array().expect("notes").iter();
    notes.map(|note| (note["guid"].to_string(), note[key].clone())).collect()
}

#[test]
fn a_model_brings_a_lost_ledger_back_to_the_byte() {
    let place = place();
    let before = place.read("deckpress.lock");
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    let told = said(&place, &["ledger", "restore", "output/model.json"], 0);
    assert_eq!(told, "`deckpress.lock` knows 5 notes of `output/model.json`\n");
    assert_eq!(String::from_utf8(place.read("deckpress.lock")), String::from_utf8(before));
    place.build(&["--locked"]);
}

/// A build without its ledger would overwrite what could bring it back.
#[test]
fn a_lost_ledger_is_noticed_before_anything_is_written() {
    let place = place();
    let before = place.read("deckpress.lock");
    let artifacts = || {
        ["model.json", "review.csv", "review.xlsx", "deck.apkg"]
            .map(|name| place.read(&format!("output/{name}")))
    };
    let built = artifacts();
    place.write("source/code.md", CODE.replace("= or ==?", "What is the difference of = and ==?").as_bytes());
    let told = "error: the ledger `deckpress.lock` is missing or empty, and `output/model.json`, `output/review.xlsx` and \
                `output/review.csv` are of an earlier build of `Deckpress`; take the ledger back from version control, or \
                rebuild it with `deckpress ledger restore output/model.json`; to start anew (reworded questions then \
                become new cards, and an import replaces your edits in Anki), remove those files\n";
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    assert_eq!(said(&place, &["build"], 2), told);
    assert_eq!(said(&place, &["plan"], 2), told);
    assert!(!place.path("deckpress.lock").exists());
    place.write("deckpress.lock", b"\n");
    assert_eq!(said(&place, &["build", "--only", "apkg"], 2), told);
    assert!(artifacts() == built, "nothing was written");
    // Both ways that it tells.
    said(&place, &["ledger", "restore", "output/model.json"], 0);
    assert_eq!(place.read("deckpress.lock"), before);
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    for name in ["model.json", "review.xlsx"] {
        fs::remove_file(place.path(&format!("output/{name}"))).expect("it was there");
    }
    let told = said(&place, &["build"], 2);
    assert!(
        told.contains(" `output/review.csv` is of an earlier build") && told.contains("remove that file"),
        "{told}"
    );
    fs::remove_file(place.path("output/review.csv")).expect("it was there");
    place.build(&[]);
}

#[test]
fn no_ledger_is_missed_where_none_of_the_deck_was() {
    let place = place();
    let built = |args: &[&str]| said(&place, &[&["build"], args].concat(), 0);
    // Another deck lies there, and one that holds no card.
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    built(&["--name", "Another"]);
    place.write("source/code.md", b"# Nothing asked\n");
    place.write("source/later.md", b"Nothing at all.\n");
    fs::remove_dir_all(place.path("output")).expect("it was there");
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    built(&[]);
    assert!(place.read("deckpress.lock").is_empty());
    built(&[]);
    // A clone has the ledger alone, or neither.
    place.write("source/code.md", CODE.as_bytes());
    built(&[]);
    fs::remove_dir_all(place.path("output")).expect("it was there");
    built(&["--locked"]);
    // Documents on the command line have theirs in the output folder.
    said(&place, &["build", "source/code.md", "--output", "own"], 0);
    fs::remove_file(place.path("own/deckpress.lock")).expect("it was there");
    let told = said(&place, &["build", "source/code.md", "--output", "own"], 2);
    assert!(told.contains("`deckpress ledger restore own/model.json --ledger own/deckpress.lock`"), "{told}");
}

#[test]
fn a_sheet_brings_back_who_every_note_is() {
    let place = place();
    let decks = by_guid(&place, "deck");
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    let told = said(&place, &["ledger", "restore", "output/review.csv"], 0);
    assert!(told.contains("the next build counts every note as changed"), "{told}");
    let of_text = place.read("deckpress.lock");
    fs::remove_file(place.path("deckpress.lock")).expect("it was made");
    said(&place, &["ledger", "restore", "output/review.xlsx"], 0);
    assert_eq!(String::from_utf8(place.read("deckpress.lock")), String::from_utf8(of_text));
    // A topic is renamed meanwhile: the deck is that of old.
    place.write("source/code.md", CODE.replace("# Code", "# Python").as_bytes());
    place.build(&[]);
    let open = |decks: &BTreeMap<String, Value>| decks.keys().cloned().collect::<Vec<_>>();
    assert_eq!(open(&by_guid(&place, "deck")), open(&decks), "no note is new");
    let ready = by_guid(&place, "status");
    for (guid, deck) in by_guid(&place, "deck") {
        assert!(ready[&guid] != "ready" || deck == decks[&guid], "{guid} stays in {deck}");
    }
    assert!(said(&place, &["plan"], 0).contains(" 4 unchanged"));
}

#[test]
fn what_cannot_be_restored_is_told_and_nothing_is_written() {
    let place = place();
    let told = said(&place, &["ledger", "restore", "output/model.json"], 2);
    assert_eq!(
        told,
        "error: `deckpress.lock` is there and was left alone; move it away if it is to be rebuilt\n"
    );
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    let model = String::from_utf8(place.read("output/model.json")).expect("UTF-8");
    let guid = model.split("\"guid\": \"").nth(1).expect("a guid")[..12].to_string();
    for (name, text, part) in [
        ("none.json", None, "there is no file `none.json`"),
        (
            "other.json",
            Some("{\"a\": 1}".to_string()),
            "`other.json` is no `model.json` that this version reads: missing field",
        ),
        (
            "newer.json",
            Some(model.replacen("\"schema_version\": 1", "\"schema_version\": 9", 1)),
            "its schema version is 9, expected 1",
        ),
        (
            "bad.json",
            Some(model.replace(&format!("\"guid\": \"{guid}\""), "\"guid\": \"x\"")),
            "cannot be used: `x` is no guid",
        ),
        (
            "notes.csv",
            Some("a,b\n1,2\n".to_string()),
            "`notes.csv` is no review sheet: none of its first rows names the column `id`",
        ),
    ] {
        if let Some(text) = text {
            place.write(name, text.as_bytes());
        }
        let told = said(&place, &["ledger", "restore", name], 2);
        assert!(told.starts_with("error: ") && told.contains(part), "{name}: {told}");
        assert!(!place.path("deckpress.lock").exists());
    }
}

/// Everything that five real documents hold survives the way through model and sheet.
#[test]
fn real_documents_are_restored_from_either() {
    let Some(seeds) = seeds::seeds("real documents are restored from either") else { return };
    let place = Workplace::new(&[]);
    let source = seeds.to_str().expect("a path in UTF-8");
    let build = |args: &[&str]| {
        let flags = ["build", source, "--name", "Seeds", "--ledger", "deckpress.lock", "--only", "csv,json"];
        let output = place.run(&[&flags, args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    build(&["--now", "1700000000"]);
    let before = place.read("deckpress.lock");
    let notes = by_guid(&place, "question_text");
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    said(&place, &["ledger", "restore", "output/model.json"], 0);
    assert!(place.read("deckpress.lock") == before, "the model brings the ledger back to the byte");
    fs::remove_file(place.path("deckpress.lock")).expect("it was there");
    said(&place, &["ledger", "restore", "output/review.csv"], 0);
    build(&["--now", "1700000000"]);
    assert_eq!(by_guid(&place, "question_text"), notes);
}

#[test]
fn cards_go_to_the_decks_of_their_topics_when_asked() {
    let place = Workplace::new(&[(
        "a.md",
        "# A\n\n## One\n\n### What is one?\n\nThe first.\n\n### What is a start?\n\nA beginning.\n\n## Two\n\n### What is two?\n\nThe second.\n\n### What is open?\n",
    )]);
    place.build(&[]);
    let text = String::from_utf8(place.read("source/a.md")).expect("UTF-8");
    place.write("source/a.md", text.replace("## One", "## First").replace("## Two", "## Second").as_bytes());
    place.build(&[]);
    let told = said(&place, &["ledger", "redeck", "Deckpress::Three"], 2);
    assert!(
        told.starts_with("error: `Deckpress::Three` is neither a deck nor the id of a note in"),
        "{told}"
    );
    let before = lines(&place);
    let told = said(&place, &["ledger", "redeck", "Deckpress::Two"], 0);
    let two = before.iter().find(|line| line.contains("what is two")).expect("two")[9..15].to_string();
    assert_eq!(
        told,
        format!(
            "\
1 card has other decks in the ledger. An import does not move cards; in Anki's browser,
search for each of these, select all, and choose Cards > Change Deck:
  \"Short ID:{two}\"
    from Deckpress::Two to Deckpress::Second
then build and import again
"
        )
    );
    let changed: Vec<&String> = before.iter().filter(|line| !lines(&place).contains(line)).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    let told = said(&place, &["ledger", "redeck"], 0);
    assert!(
        told.starts_with("2 cards have") && told.contains("from Deckpress::One to Deckpress::First"),
        "{told}"
    );
    assert_eq!(said(&place, &["ledger", "redeck"], 0), "every card is in the deck of its topic\n");
    place.build(&[]);
    let decks: Vec<Value> = by_guid(&place, "deck").into_values().collect();
    assert!(decks.iter().all(|deck| deck == "Deckpress::First" || deck == "Deckpress::Second"), "{decks:?}");
    assert!(said(&place, &["plan"], 0).starts_with("3 unchanged"));
}

/// `git` with a name to commit under, in the folder of `place`.
fn git(place: &Workplace, args: &[&str]) -> bool {
    let output = Command::new("git")
        .current_dir(place.path(""))
        .args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git runs");
    print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    output.status.success()
}

/// Two branches: each changes every answer of its own document of two, and adds so many cards to it. Merges them, and
/// holds that the ledger is that of the documents: nothing is missing, nothing is there twice.
fn merge_branches(attributes: &str, added: usize) {
    let topic = |name: &str, answer: &str| -> String {
        let cards = (0..12).map(|at| format!("### What is {name} number {at}?\n\n{answer} {at}.\n\n"));
        format!("# {name}\n\n{}", cards.collect::<String>())
    };
    let place = Workplace::new(&[("a.md", &topic("alpha", "It is")), ("b.md", &topic("beta", "It is"))]);
    place.write(".gitignore", b"output\n");
    place.write(".gitattributes", attributes.as_bytes());
    place.build(&[]);
    assert!(git(&place, &["init", "--quiet", "-b", "main"]) && git(&place, &["add", "."]));
    assert!(git(&place, &["commit", "--quiet", "-m", "start"]));
    for (branch, file, name) in [("one", "a.md", "alpha"), ("two", "b.md", "beta")] {
        assert!(git(&place, &["checkout", "--quiet", "-b", branch, "main"]));
        let added = (0..added).map(|at| format!("### How does {name} {at} end?\n\nWith {at}.\n\n"));
        let text = topic(name, "It changed to") + &added.collect::<String>();
        place.write(&format!("source/{file}"), text.as_bytes());
        place.build(&[]);
        assert!(git(&place, &["commit", "--quiet", "-a", "-m", branch]));
    }
    assert!(git(&place, &["merge", "--quiet", "-m", "both", "one"]), "the branches merge");
    place.build(&["--locked"]);
    assert_eq!(by_guid(&place, "guid").len(), 24 + 2 * added);
}

#[test]
fn independent_edits_merge_in_git() {
    let has_git = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if !has_git {
        println!("left out, there is no git: independent edits merge in git");
        return;
    }
    merge_branches("", 0);
    merge_branches("deckpress.lock merge=union\n", 12);
}

#[test]
fn a_ledger_without_newer_keys_is_read() {
    let place = Workplace::new(&[("code.md", CODE)]);
    place.build(&[]);
    let guids = by_guid(&place, "guid");
    let old: Vec<String> = lines(&place)
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut record: BTreeMap<String, Value> = serde_json::from_str(line).expect("JSON");
            for key in ["wording", "answer", "since"] {
                record.remove(key);
            }
            serde_json::to_string(&record).expect("JSON")
        })
        .collect();
    place.write("deckpress.lock", (old.join("\n") + "\n").as_bytes());
    let told = said(&place, &["plan"], 0);
    assert!(told.starts_with("3 unchanged"), "{told}");
    place.build(&[]);
    assert_eq!(by_guid(&place, "guid"), guids);
    assert!(by_guid(&place, "modified").values().all(|time| *time == 1_700_000_000));
}

#[test]
fn a_damaged_ledger_names_the_line_and_what_to_do() {
    let place = place();
    let whole = lines(&place);
    for (text, part) in [
        ("=======", "line 2 of the ledger cannot be read: a conflict mark of a merge; take the marks away"),
        (&whole[0][..40], "line 2 of the ledger cannot be read: EOF while parsing a string at column 40"),
        (&whole[0].replacen("\"guid\":\"", "\"guid\":\"x", 1), "line 2 of the ledger cannot be read: `x"),
        (
            &whole[0].replace("\"deck\"", "\"dek\""),
            "line 2 of the ledger cannot be read: unknown field `dek`",
        ),
    ] {
        let mut damaged = whole.clone();
        damaged.insert(1, text.to_string());
        place.write("deckpress.lock", damaged.join("\n").as_bytes());
        for command in [["build"].as_slice(), &["plan"], &["ledger", "redeck"]] {
            let told = said(&place, command, 2);
            assert!(
                told.contains(part) && told.contains("`deckpress ledger restore FILE`"),
                "{command:?}: {told}"
            );
        }
        assert_eq!(lines(&place), damaged, "it is not replaced");
    }
}

#[test]
fn what_the_overlay_words_anew_is_restored_as_the_documents_ask_it() {
    let place = Workplace::new(&[
        ("a.md", "## What is a lock?\n\nIt lets one in, and keeps all others waiting until it is open.\n"),
        ("b.md", "## What is a lock?\n\nOne holder.\n"),
    ]);
    place.build(&[]);
    let id = || place.model()["notes"][0]["guid"].as_str().expect("a guid").to_owned();
    let guid = id();
    let sheet = String::from_utf8(place.read("output/review.csv")).expect("UTF-8");
    let reworded = "Mutual exclusion, explained to children";
    place.write("edited.csv", sheet.replacen("What is a lock?", reworded, 1).as_bytes());
    said(&place, &["review", "apply", "edited.csv"], 0);
    place.build(&[]);
    assert!(String::from_utf8(place.read("review.overlay.toml")).expect("UTF-8").contains(reworded));
    let known = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    for artifact in ["output/model.json", "output/review.csv"] {
        fs::remove_file(place.path("deckpress.lock")).expect("the ledger");
        said(&place, &["ledger", "restore", artifact], 0);
        place.build(&[]);
        assert_eq!(id(), guid, "{artifact}");
        let ledger = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
        let asked = |ledger: &str| ledger.split("\"question\":").nth(1).map(|rest| rest[..20].to_owned());
        assert_eq!((ledger.lines().count(), asked(&ledger)), (1, asked(&known)), "{artifact}: {ledger}");
        place.build(&[]);
    }
}
