//! Templates of the user's own: word lists, topics, cards.

use std::fs;
use std::path::{Path, PathBuf};

use deckpress::config::templates::{NAMES, Templates};
use serde_json::Value;

use crate::build::Workplace;
use crate::clients;

const KNOTS: &str = "\
# Knots

## Loops

### What is a bowline?

It is tied with one end, held by the load, and opens easily even after it was wet and under strain, which makes it the first knot that sailors learn and the last that they forget. Its parts are called
the bight, the standing part and the working end, and the rabbit goes around the tree.

Kernsatz: a loop that does not slip.

## Bends

### What joins two ropes?

A sheet bend.
";

fn place(templates: &[(&str, &str)]) -> Workplace {
    let place = Workplace::new(&[("knots.md", KNOTS)]);
    for (name, text) in templates {
        place.write(&format!("mine/{name}"), text.as_bytes());
    }
    place
}

fn notes(place: &Workplace) -> Vec<Value> {
    place.model()["notes"].as_array().expect("notes").clone()
}

#[test]
fn every_template_has_a_name_and_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for name in NAMES {
        assert!(folder.join(name).is_file(), "{name}");
    }
    // Whoever copies them all changes nothing.
    let copy = tempfile::tempdir().expect("a folder");
    for name in NAMES {
        let path = copy.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::copy(folder.join(name), path).expect("a copy");
    }
    let (own, shipped) = (Templates::read(Some(copy.path()), &[], &[]), Templates::read(None, &[], &[]));
    let (Ok(own), Ok(shipped)) = (own, shipped) else { panic!("they are sound") };
    assert_eq!(own.note_type.hash(), shipped.note_type.hash());
    let page = include_str!("../../docs/templates.md");
    for name in NAMES {
        assert!(page.contains(&format!("| `{name}` |")), "docs/templates.md describes `{name}`");
    }
}

#[test]
fn a_font_that_paper_cannot_take_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hand.otf");
    fs::write(&path, b"OTTO").expect("a file");
    let Err(error) = Templates::read(None, &[], std::slice::from_ref(&path)) else { panic!("it is no font") };
    let expected =
        "hand.otf: this is no OpenType font; PDF takes `.ttf`, `.otf`, `.ttc` and `.otc` (malformed font)";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert!(Templates::read(None, &[], &[folder.path().join("lost.ttf")]).is_err());
}

#[test]
fn topics_of_the_user_s_own_take_the_place_of_the_shipped() {
    let topics = "[[topic]]\nname = \"Knots that hold\"\nwords = [\"bend\"]\n\n\
                  [[topic]]\nname = \"Rings\"\nterms = [\"loop\"]\n";
    let place = place(&[("topics.toml", topics)]);
    place.build(&["--only", "json", "--templates", "mine"]);
    let told: Vec<Value> = notes(&place).into_iter().map(|note| note["topic"].clone()).collect();
    assert_eq!(told, ["Knots that hold", "Rings"], "in the order of the user's table");
}

#[test]
fn words_of_the_user_s_own_mark_a_short_answer() {
    let brief = |place: &Workplace| {
        let notes = notes(place);
        let bowline =
            notes.iter().find(|note| note["question_text"] == "What is a bowline?").expect("the bowline");
        bowline["brief_markdown"].as_str().unwrap_or_default().to_owned()
    };
    let marked = |text: String| text.starts_with("a loop that does not slip");
    let place = place(&[("cues.toml", "[de]\nbrief = [\"kernsatz\"]\n")]);
    place.build(&["--only", "json"]);
    assert!(!marked(brief(&place)));
    place.write("deckpress.toml", b"[digest]\nbrief = [\"Kernsatz:\"]\n");
    place.build(&["--only", "json"]);
    assert!(marked(brief(&place)));
    place.write("deckpress.toml", b"templates = \"mine\"\n");
    place.build(&["--only", "json"]);
    assert!(marked(brief(&place)));
}

#[test]
fn what_is_wrong_with_templates_is_told_with_its_place() {
    for (name, text, expected) in [
        (
            "anki/styles.css",
            "",
            "error: `mine/anki/styles.css` is no template; did you mean `anki/style.css`? there are `anki/back.html`, ",
        ),
        (
            "topics.toml",
            "\n[[topic]]\nnam = \"A\"\n",
            "error: mine/topics.toml:3: unknown field `nam`, expected one of `name`",
        ),
        ("synonyms.toml", "groups = [\n", "error: mine/synonyms.toml:"),
        ("cues.toml", "[en]\nbrief = \"in short\"\n", "error: mine/cues.toml:2: invalid type: string"),
        (
            "asks.toml",
            "[en]\nframe = \"what\"\n\n[xx]\nframe = \"\"\n",
            "error: mine/asks.toml:4: unknown language `xx`; known are en, de, ",
        ),
        (
            "asks.toml",
            "[en]\nframes = \"what\"\n",
            "error: mine/asks.toml:2: unknown list `frames`; known are frame, ",
        ),
        (
            "anki/back.html",
            "{{FrontSide}}\n<hr>\n{{Answr}}",
            "error: mine/anki/back.html:3: there is no field `Answr`; did you mean `Answer`?",
        ),
    ] {
        let place = place(&[(name, text)]);
        let said = place.refused(&["--templates", "mine"], 2);
        assert!(said.starts_with(expected), "{name}: {said}");
        assert!(!place.path("output").exists() && !place.path("deckpress.lock").exists());
    }
    let said = place(&[]).refused(&["--templates", "missing"], 2);
    assert!(said.starts_with("error: cannot read `missing`"), "{said}");
}

/// The time of the note type in the ledger, where it has one.
fn time(place: &Workplace) -> Option<i64> {
    let ledger = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    let line = ledger.lines().find(|line| line.contains("\"note_type\""))?;
    serde_json::from_str::<Value>(line).expect("JSON")["modified"].as_i64()
}

#[test]
fn the_ledger_keeps_when_the_card_templates_changed() {
    let place = place(&[("anki/style.css", ".card { color: green }\n")]);
    let build = |args: &[&str]| {
        let output = place.run(&[&["build", "--only", "apkg"], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        time(&place)
    };
    // While they are those of the program the ledger says nothing of them.
    assert_eq!(build(&[]), None);
    let first = build(&["--templates", "mine"]);
    assert!(first.is_some());
    // It stays from build to build, whatever the clock says, and the ledger of two branches merges.
    assert_eq!(build(&["--templates", "mine", "--locked"]), first);
    place.write("mine/anki/style.css", b".card { color: blue }\n");
    assert!(
        String::from_utf8_lossy(&place.run(&["build", "--templates", "mine", "--locked"]).stderr)
            .contains("would change")
    );
    let second = build(&["--templates", "mine"]);
    assert!(second > first);
    let back = build(&[]);
    assert!(back > second, "Anki is to take back what it was given");
    let ledger = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    let (line, rest) = ledger.split_once("\n\n").expect("lines");
    let older = line.replace(&back.expect("a time").to_string(), "1700000000");
    for both in [format!("{line}\n\n{older}\n\n{rest}"), format!("{older}\n\n{line}\n\n{rest}")] {
        place.write("deckpress.lock", both.as_bytes());
        assert_eq!(build(&[]), back);
    }
    // A plan tells that Anki will take others.
    let output = place.run(&["plan", "--templates", "mine"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("card templates: Anki replaces its own, and your styling there"), "{said}");
    let json = place.run(&["plan", "--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&json.stdout).expect("JSON")["restyled"], false);
}

/// What a user's Anki makes of packages that are imported in turn; after the first import the user restyles the note type.
#[test]
fn anki_takes_own_templates_once_and_leaves_the_user_s_styling_alone_then() {
    if clients::left_out("own templates in Anki") {
        return;
    }
    let place =
        place(&[("anki/style.css", "/* ours, first */\n"), ("anki/front.html", "<i>{{Question}}</i>\n")]);
    let mut packages: Vec<PathBuf> = Vec::new();
    let mut build = |args: &[&str]| {
        let output = place.run(&[&["build", "--only", "apkg"], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let package = place.path(&format!("{}.apkg", packages.len()));
        fs::copy(place.path("output/deck.apkg"), &package).expect("a copy");
        packages.push(package);
    };
    build(&[]);
    build(&["--templates", "mine"]);
    build(&["--templates", "mine"]);
    place.write("mine/anki/style.css", b"/* ours, second */\n");
    build(&["--templates", "mine"]);
    build(&[]);
    let paths: Vec<&Path> = packages.iter().map(PathBuf::as_path).collect();
    let steps: Vec<Value> =
        serde_json::from_str(&clients::python("anki_restyle.py", &paths)).expect("a report");
    let style = |step: usize| steps[step]["css"].as_str().expect("a style").to_owned();
    let front = |step: usize| steps[step]["front"].as_str().expect("a template").trim().to_owned();
    assert!(style(0).contains(".nightMode") && front(0) != "<i>{{Question}}</i>");
    assert_eq!((style(1).trim(), front(1).as_str()), ("/* ours, first */", "<i>{{Question}}</i>"));
    // The user restyled after the second import: a build with the same templates leaves that alone.
    assert!(style(2).contains("/* mine */"), "{}", style(2));
    assert_eq!(style(3).trim(), "/* ours, second */");
    assert_eq!((style(4), front(4)), (style(0), front(0)));
    for step in &steps {
        assert_eq!((&step["conflicting"], &step["note_types"]), (&0.into(), &1.into()), "{step}");
        assert!(step["shown"].as_str().expect("a card").contains("What "), "{step}");
    }
}
