//! Writers outside the program, as `deckpress build` runs them.

use std::fs;
use std::path::Path;

use deckpress::command::{self, Complaints};
use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

const CARDS: &str = "# Cards\n\n**Q:** What is a *lock*?\n\n**A:** A thing that one holds at a time.\n\n![dot](dot.png)\n\n\
                     **Q:** What is a set?\n\n**A:** Members without order.\n\n**Q:** Still open?\n";
/// A grey dot, as PNG.
const DOT: &[u8] = include_bytes!("../fixtures/external/dot.png");

/// A folder with documents and `[writer.mine]`, a Python program.
fn workplace(program: &str) -> Workplace {
    let place = Workplace::new(&[("cards.md", CARDS)]);
    place.write("source/dot.png", DOT);
    let interpreter = clients::interpreter().to_str().expect("a path in Unicode");
    let command = json!([interpreter, "mine.py", "an argument; $(not a shell)"]);
    let settings = format!("[writer.mine]\ncommand = {command}\n[writer.mine.options]\ntitle = \"Größe\"\n");
    place.write("deckpress.toml", settings.as_bytes());
    let start = "import json, os, sys\nfrom pathlib import Path\n";
    place.write("mine.py", [start, program].concat().as_bytes());
    place
}

/// As [`workplace`], with a program that has read its message.
fn reading_workplace(program: &str) -> Workplace {
    let read = "message = json.load(sys.stdin.buffer)\ndestination = Path(message['destination'])\n";
    workplace(&[read, program].concat())
}

fn has(place: &Workplace, name: &str) -> bool {
    place.path(name).exists()
}

#[test]
fn a_writer_is_told_everything_and_its_files_take_their_places() {
    if clients::left_out("a_writer_is_told_everything_and_its_files_take_their_places") {
        return;
    }
    let place = reading_workplace(
        "(destination / 'deep').mkdir()\n\
         assert list(destination.iterdir()) == [destination / 'deep'] and destination.is_absolute()\n\
         message['media_bytes'] = [list(Path(file['path']).read_bytes()) for file in message['media']]\n\
         message['arguments'] = sys.argv[1:]\n\
         (destination / 'deep' / 'message.json').write_text(json.dumps(message))\n",
    );
    let said = place.build(&["--allow-commands"]);
    assert!(
        said.contains(&Path::new("output").join("mine/deep/message.json").display().to_string()),
        "{said}"
    );
    let message = place.read("output/mine/deep/message.json");
    let message: Value = serde_json::from_slice(&message).expect("JSON");
    assert_eq!(message["protocol"], 1);
    assert_eq!(message["tool_version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(message["options"], json!({"title": "Größe"}));
    assert_eq!(message["arguments"], json!(["an argument; $(not a shell)"]));
    assert_eq!(message["media_bytes"], json!([DOT]));
    assert_eq!(message["note_type"]["fields"].as_array().map(Vec::len), Some(17));
    let name = message["media"][0]["name"].as_str().expect("a name");
    let notes = message["collection"]["notes"].as_array().expect("notes");
    assert_eq!(notes[0]["fields"]["Question"], "What is a <em>lock</em>?");
    assert!(notes[0]["fields"]["Answer"].as_str().is_some_and(|html| html.contains(name)));
    assert_eq!(notes[0]["fields"]["Short ID"], notes[0]["short_id"]);
    assert!(notes[0]["fields"].get("My Notes").is_none(), "the user's own field");
    assert_eq!((&notes[2]["status"], &notes[2]["fields"]["Answer"]), (&json!("open"), &json!("")));

    // But for the fields, it is what `model.json` holds.
    let mut collection = message["collection"].clone();
    for note in collection["notes"].as_array_mut().expect("notes") {
        note.as_object_mut().expect("a note").remove("fields");
    }
    assert_eq!(collection, place.model());
    let destination = message["destination"].as_str().expect("a path");
    assert!(!Path::new(destination).exists(), "the temporary folder is gone");
}

#[test]
fn a_writer_runs_only_when_commands_are_allowed_and_only_in_builds() {
    if clients::left_out("a_writer_runs_only_when_commands_are_allowed_and_only_in_builds") {
        return;
    }
    let place = reading_workplace("(destination / 'made').touch()\nPath('ran').touch()\n");
    let said = place.refused(&[], 1);
    assert!(
        said.contains("error[unconfirmed-writer]: `[writer.mine]` was left out: it would run `"),
        "{said}"
    );
    assert!(has(&place, "output/deck.apkg") && !has(&place, "output/mine") && !has(&place, "ran"));
    place.build(&["--only", "apkg"]);
    assert!(place.run(&["plan", "--allow-commands"]).status.success());
    assert!(!has(&place, "ran"));
    place.build(&["--only", "mine", "--allow-commands"]);
    assert!(has(&place, "output/mine/made") && has(&place, "ran"));
}

/// Who agreed to a command is not asked again for it because there is another one.
#[cfg(unix)]
#[test]
fn each_command_is_agreed_to_once() {
    if clients::left_out("each_command_is_agreed_to_once") {
        return;
    }
    let place = Workplace::new(&[("cards.md", CARDS)]);
    let state = place.path("state");
    let shown = |command: &str, answer: &str| {
        let (program, folder) = (Path::new(env!("CARGO_BIN_EXE_deckpress")), place.path(""));
        let mut all = vec![program, &folder, &state, Path::new(answer)];
        all.extend(command.split(' ').map(Path::new));
        clients::python("confirm.py", &all)
    };
    let one = "[writer.one]\ncommand = [\"true\"]\n";
    place.write("deckpress.toml", one.as_bytes());
    assert!(!shown("plan", "n").contains("[y/N]"), "a plan writes nothing");
    assert!(shown("build --only csv", "n").contains("done in"), "and neither does this writer");
    let asked = shown("build", "y");
    assert!(asked.contains(r#""writer.one" ["true"]"#) && asked.contains("[y/N]"), "{asked}");
    place.write(
        "deckpress.toml",
        format!("{one}[writer.two]\ncommand = [\"true\", \"\\u001b[2J\"]\n").as_bytes(),
    );
    let asked = shown("build", "n");
    assert!(
        asked.contains(r#""writer.two" ["true", "\u{1b}[2J"]"#) && !asked.contains("\"writer.one\""),
        "{asked}"
    );
    assert!(!shown("build --only one", "n").contains("[y/N]"));
    // Neither a reader of the same name nor an argument that was a command of its own.
    place.write("deckpress.toml", b"[reader.one]\ncommand = [\"true\"]\n");
    assert!(shown("build", "n").contains("[y/N]"));
}

#[test]
fn a_failing_writer_leaves_everything_as_it_was() {
    if clients::left_out("a_failing_writer_leaves_everything_as_it_was") {
        return;
    }
    let place =
        reading_workplace("(destination / 'half').touch()\nprint('no ink', file=sys.stderr)\nsys.exit(3)\n");
    let said = place.refused(&["--allow-commands"], 2);
    assert!(said.contains("no ink\n"), "{said}");
    assert!(said.contains("error: `[writer.mine]`: `") && said.contains("failed (exit status: 3)"), "{said}");
    assert!(said.contains("; the output folder is unchanged"), "{said}");
    assert!(!has(&place, "output") && !has(&place, "deckpress.lock"));

    place.write("deckpress.toml", b"[writer.mine]\ncommand = [\"deckpress-none\"]\n");
    let said = place.refused(&["--allow-commands"], 2);
    let expected = "`[writer.mine]`: the program `deckpress-none` was not found; install it, or put its folder on \
                    the PATH";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn what_a_writer_says_is_shown_where_it_belongs() {
    if clients::left_out("what_a_writer_says_is_shown_where_it_belongs") {
        return;
    }
    let place = reading_workplace(
        "guid = message['collection']['notes'][1]['guid']\n\
         print(json.dumps({'severity': 'error', 'message': 'no picture', 'hint': 'draw one', 'note': guid}))\n\
         print('hello')\n",
    );
    let said = place.refused(&["--allow-commands"], 1);
    let expected = "error[writer-remark]: `mine`: no picture\n --> cards.md:9:1\n";
    assert!(said.replace("╭▸", "-->").contains(expected), "{said}");
    assert!(said.contains("= help: draw one") || said.contains("help: draw one"), "{said}");
    assert!(said.contains("warning[writer-remark]: `mine` printed what is no diagnostic: `hello`"), "{said}");
    assert!(has(&place, "output/deck.apkg"), "content fails no build");
}

#[test]
fn pipes_neither_block_nor_break() {
    if clients::left_out("pipes_neither_block_nor_break") {
        return;
    }
    // Each end of each pipe gets more than it holds before the other is read.
    let noise = "line = json.dumps({'severity': 'info', 'message': 'x' * 900})\n\
                 [print(line) for _ in range(300)]\nsys.stdout.flush()\n";
    let questions: String =
        (0..100).map(|n| format!("**Q:** What is item {n}?\n\n**A:** It is {n}.\n\n")).collect();
    for (program, said) in [
        (format!("{noise}json.load(sys.stdin.buffer)\n"), "300 writer remarks"),
        ("sys.stdin.close()\n".to_owned(), "done in"),
        ("os.close(0)\nos.close(1)\n".to_owned(), "done in"),
    ] {
        let place = workplace(&program);
        place.write("source/many.md", questions.as_bytes());
        let summary = place.build(&["--allow-commands", "--only", "mine"]);
        assert!(summary.contains(said), "{summary}");
    }
}

#[test]
fn the_example_of_the_documentation_works() {
    if clients::left_out("the_example_of_the_documentation_works") {
        return;
    }
    let page = include_str!("../../docs/plugins.md");
    let part = |language: &str| {
        let (_, rest) = page.split_once(&format!("```{language}\n")).expect("an example");
        rest.split_once("```").expect("its end").0
    };
    let place = workplace("");
    let interpreter = json!(clients::interpreter().to_str().expect("a path in Unicode")).to_string();
    place.write("deckpress.toml", part("toml").replace("\"python3\"", &interpreter).as_bytes());
    place.write("page.py", part("python").as_bytes());
    let said = place.build(&["--allow-commands", "--verbose", "--only", "page"]);
    assert!(said.contains("index.html"), "{said}");
    let html = fs::read_to_string(place.path("output/page/index.html")).expect("a page");
    assert!(html.contains("<title>Questions to practise</title>"), "{html}");
    assert!(
        html.contains("<details><summary>What is a set?</summary><p>Members without order.</p>"),
        "{html}"
    );
    assert!(!html.contains("Still open?"), "{html}");
    let pictures = fs::read_dir(place.path("output/page")).expect("a folder").count() - 1;
    assert_eq!(pictures, 1);
    // And it refuses what it does not know.
    let other = part("python").replace("[\"protocol\"] != 1", "[\"protocol\"] != 2");
    place.write("page.py", other.as_bytes());
    assert!(place.refused(&["--allow-commands"], 2).contains("this writer speaks protocol 1"));
}

/// What Anki makes of the deck `name` in a fresh collection, as far as genanki-rs can say it.
fn imported(place: &Workplace, name: &str) -> Value {
    let report = clients::python("anki_cards.py", &[&place.path("output").join(name)]);
    let mut report: Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["clean"], true, "{name}: {}", report["problems"]);
    let mut of_all =
        |key: &str| report.as_object_mut().and_then(|report| report.remove(key)).expect("it is there");
    // Sort fields and checksums: every import derives them anew, and genanki-rs leaves them out.
    of_all("derived_by_us");
    // It takes a card to need any of the fields in its template, where Anki looks at the conditions.
    let empty = of_all("empty_cards");
    assert!(name == "genanki-rs/deck.apkg" || empty == 0);
    report["cards"].as_array_mut().expect("cards").retain(|card| card["template"] != "Reverse");
    for (list, key) in [("cards", "guid"), ("reversed", "guid"), ("decks", "name")] {
        let list = report[list].as_array_mut().expect("a list");
        list.sort_by_key(|each| (each[key].to_string(), each["question"].to_string()));
        // The order of new cards, which genanki-rs does not know.
        list.iter_mut().filter_map(Value::as_object_mut).for_each(|each| drop(each.remove("due")));
    }
    report
}

/// The second opinion: two writers that share no code below the rendered fields make the same notes in Anki.
#[test]
fn genanki_rs_makes_the_same_notes() {
    if clients::left_out("genanki_rs_makes_the_same_notes") {
        return;
    }
    let place = Workplace::new(&[
        ("cards.md", CARDS),
        (
            "hostile.md",
            "**Q:** {{c1::gap}} & [sound:a.mp3] <b>bold</b> “quoted” 日本語?\n\n**A:** `{{x}}` \\(a\\) [latex]y[/latex] \
             &lt;script>alert(1)&lt;/script>\n\n```python\nif a < b and c > d: print(\"\\n\")\n```\n\n\
             <a href=\"https://example.org\" title=\"two\nlines\">a link</a>\n",
        ),
    ]);
    place.write(
        "source/gaps.md",
        b"# Gaps\n\nThe {{c1::first::one}} and the {{c3::`a::b`}} and ==another==.\n",
    );
    place.write("source/dot.png", DOT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["source", "source/pictures"] {
        for file in fs::read_dir(root.join(folder)).expect("documents") {
            let path = file.expect("a document").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_file() {
                place.write(&format!("{folder}/{name}"), &fs::read(&path).expect("a document"));
            }
        }
    }
    let plugin = clients::plugin("genanki-rs");
    let command = json!([plugin.to_str().expect("a path in Unicode")]);
    let settings = format!(
        "cards.follow_ups = true\nrecognise.cloze = true\n[writer.genanki-rs]\ncommand = {command}\n"
    );
    place.write("deckpress.toml", settings.as_bytes());
    let refused =
        command::run(&[plugin.to_string_lossy().into_owned()], b"{\"protocol\":2}", Complaints::Kept);
    let refused = refused.expect_err("a protocol that it does not know").to_string();
    assert!(refused.contains("this writer speaks protocol 1, not 2"), "{refused}");
    place.build(&["--allow-commands", "--only", "apkg,genanki-rs"]);
    let (ours, theirs) = (imported(&place, "deck.apkg"), imported(&place, "genanki-rs/deck.apkg"));
    let cards = ours["cards"].as_array().expect("cards");
    let is_derived = |card: &Value| card["fields"][11] != json!(["Parent", ""]);
    assert!(cards.iter().any(is_derived), "a follow-up question that is a card of its own");
    assert!(cards.len() > 20);
    let gaps = cards.iter().filter(|card| card["note_type"] == 1_735_711_263_522_i64).count();
    assert!(gaps > 3, "the other note type");
    for (our, their) in cards.iter().zip(theirs["cards"].as_array().expect("cards")) {
        assert_eq!(our, their);
    }
    for (key, our) in ours.as_object().expect("a report") {
        assert_eq!(*our, theirs[key], "{key}");
    }
}
