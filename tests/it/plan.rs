//! `deckpress plan` and the guard against decks that shrink by accident.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

/// Five questions with answers, and one without.
const SHAPES: &str = "\
# Shapes

## Flat

### What is a circle?

All points of a plane that are equally far from one point, which is its centre. Their distance from it is the radius,
twice that the diameter. The line encloses the largest area that a line of its length can enclose, and every tangent is
at a right angle to the radius that leads to it.

### Name the parts of a triangle.

Three corners, three sides, three angles.

### How many sides has a hexagon?

Six.

## Solid

### What is a sphere?

All points of space that are equally far from one point.

### What is a torus?

The surface that a circle makes when it is turned around a line beside it.

### What is a prism?
";

fn place() -> Workplace {
    let place = Workplace::new(&[("shapes.md", SHAPES)]);
    place.build(&[]);
    place
}

fn edit(place: &Workplace, changes: &[(&str, &str)]) {
    let text = changes.iter().fold(SHAPES.to_owned(), |text, (before, after)| {
        assert!(text.contains(before), "`{before}`");
        text.replacen(before, after, 1)
    });
    place.write("source/shapes.md", text.as_bytes());
}

fn plan(place: &Workplace, args: &[&str]) -> String {
    let output = place.run(&[&["plan"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn planned(place: &Workplace) -> Value {
    serde_json::from_str(&plan(place, &["--json"])).expect("JSON")
}

/// The short id of each question of the last build.
fn ids(place: &Workplace) -> BTreeMap<String, String> {
    let model = place.model();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let notes = model["notes"].as_array().expect("notes").iter();
    notes.map(|note| (text(&note["question_text"]), text(&note["short_id"]))).collect()
}

/// Reworded, an answer rewritten, merged, retired, unanswered, new, answered.
const EDITS: &[(&str, &str)] = &[
    ("### Name the parts of a triangle.", "### Name the three parts of triangles."),
    ("All points of a plane that are", "The points of a plane that lie"),
    ("Six.", "As many as it has corners, and these are six."),
    (
        "### What is a torus?\n\nThe surface that a circle makes when it is turned around a line beside it.\n\n",
        "",
    ),
    ("All points of space that are equally far from one point.", ""),
    (
        "### What is a prism?\n",
        "### What is a prism?\n\nTwo equal faces, joined.\n\n### What is a cube?\n\nA box.\n",
    ),
];

#[test]
fn a_plan_tells_what_becomes_of_every_note() {
    let place = place();
    let ids = ids(&place);
    let before = [place.read("deckpress.lock"), place.read("output/deck.apkg")];
    edit(&place, EDITS);
    let said = plan(&place, &[]);
    let id = |question: &str| ids[question].as_str();
    let (prism, triangle, hexagon) =
        (id("What is a prism?"), id("Name the parts of a triangle."), id("How many sides has a hexagon?"));
    let circle = id("What is a circle?");
    let (torus, sphere) = (id("What is a torus?"), id("What is a sphere?"));
    let cube = said.lines().find(|line| line.contains("What is a cube?")).expect("the cube");
    let cube = &cube[2..8];
    let expected = format!(
        "\
2 new, 3 changed, 1 retired, 1 unanswered, 0 unchanged

new: Anki adds a card
  {cube}  What is a cube?  Deckpress::Solid
  {prism}  What is a prism?  Deckpress::Solid

changed: Anki replaces all fields of the note, My Notes too; scheduling stays
  {hexagon}  How many sides has a hexagon?  its short answer, or what stands beside it
  {triangle}  Name the {{+three+}} parts of [-a triangle.-]{{+triangles.+}}
  {circle}  What is a circle?  answer: a few words

retired: in no document any more; Anki keeps the card
  {torus}  What is a torus?  Deckpress::Solid
  to find them in Anki's browser: \"Short ID:{torus}\"
  one of the new ones in other words? with its id, `{{#{torus}}}` behind the heading or `<!-- id: {torus} -->` above the \
question, it keeps its card

unanswered: its answer is gone; Anki keeps the card
  {sphere}  What is a sphere?  Deckpress::Solid
  to find them in Anki's browser: \"Short ID:{sphere}\"
"
    );
    assert_eq!(said, expected);
    assert_eq!(before, [place.read("deckpress.lock"), place.read("output/deck.apkg")], "nothing was written");
    // It is what the build then does.
    place.build(&[]);
    assert_eq!(planned(&place)["counts"]["unchanged"], 5);
    assert_eq!(planned(&place)["counts"]["left_before"], 2);
    assert!(plan(&place, &[]).contains("left before: "), "told again, since Anki still has them");
}

#[test]
fn a_plan_tells_programs_the_same() {
    let place = place();
    let ids = ids(&place);
    edit(&place, EDITS);
    let plan = planned(&place);
    let counts = json!({
        "new": 2, "changed": 3, "rendered": 0, "returned": 0, "merged": 0, "retired": 1, "unanswered": 1, "rejected": 0,
        "unchanged": 0, "moved": 0, "left_before": 0, "open": 0,
    });
    assert_eq!(plan["counts"], counts);
    let triangle = &ids["Name the parts of a triangle."];
    let notes = plan["notes"].as_array().expect("notes");
    let note = notes.iter().find(|note| note["short_id"] == **triangle).expect("the triangle");
    let expected = json!({
        "guid": note["guid"], "short_id": triangle, "question": "Name the three parts of triangles.",
        "deck": "Deckpress::Flat", "fate": "changed", "was": "Name the parts of a triangle.",
    });
    assert_eq!(*note, expected);
    let fates: Vec<&str> = notes.iter().filter_map(|note| note["fate"].as_str()).collect();
    assert_eq!(fates, ["new", "new", "changed", "changed", "changed", "retired", "unanswered"]);
    let page = include_str!("../../docs/ledger.md");
    let keys =
        [&plan, &plan["counts"], &plan["searches"], &expected].map(|value| value.as_object().expect("keys"));
    for key in keys.into_iter().flat_map(serde_json::Map::keys) {
        assert!(page.contains(&format!("`{key}`")), "docs/ledger.md describes `{key}`");
    }
}

#[test]
fn what_nobody_changed_is_told_from_what_somebody_did() {
    let place = place();
    edit(&place, &[("## Flat", "## Plane figures")]);
    let plan = plan(&place, &[]);
    assert!(
        plan.starts_with("3 in another deck than their topic, 5 unchanged; 1 without an answer"),
        "{plan}"
    );
    assert!(plan.contains("  Deckpress::Flat -> Deckpress::Plane figures  "), "{plan}");
    place.write("deckpress.toml", b"tag_prefix = \"study\"\n");
    assert!(
        self::plan(&place, &[]).starts_with("5 shown anew, 3 in another deck than their topic, 0 unchanged;")
    );
}

#[test]
fn the_id_on_a_card_takes_back_a_note_that_was_lost() {
    let text = |question: &str, more: &str| {
        format!(
            "# Redis\n\n### {question}\n\nSending several commands without waiting for each reply{more}.\n"
        )
    };
    let place = Workplace::new(&[("redis.md", &text("What is pipelining?", ""))]);
    place.build(&[]);
    let id = ids(&place)["What is pipelining?"].clone();
    place.write("source/redis.md", text("Why does pipelining help?", " saves round trips").as_bytes());
    let said = plan(&place, &[]);
    assert!(said.starts_with("1 new, 1 retired") && said.contains(&format!("`{{#{id}}}`")), "{said}");
    // Even when it was built already.
    for is_built in [false, true] {
        let question = format!("Why does pipelining help? {{#{id}}}");
        place.write("source/redis.md", text(&question, " saves round trips").as_bytes());
        let said = plan(&place, &[]);
        let told = if is_built { "1 returned, 1 merged, 0 unchanged" } else { "1 changed, 0 unchanged" };
        assert!(said.starts_with(told), "{said}");
        place.write("source/redis.md", text("Why does pipelining help?", " saves round trips").as_bytes());
        place.build(&[]);
    }
    place.write(
        "source/redis.md",
        format!("### Why does pipelining help?\n<!-- id: {id} -->\n\nIt saves round trips.\n").as_bytes(),
    );
    place.build(&[]);
    assert_eq!(ids(&place)["Why does pipelining help?"], id);
    place.write("source/redis.md", b"### Why does pipelining help?\n\nIt saves round trips.\n");
    place.build(&[]);
    assert_eq!(ids(&place)["Why does pipelining help?"], id, "it is known by its question again");
}

/// An import would take the user's own words from notes that say what they said.
#[test]
fn a_renamed_document_touches_no_note() {
    let place = Workplace::new(&[
        ("shapes.md", SHAPES),
        (
            "more.md",
            "# More\n\n### What is a circle?\n\nA round line around a point, as a compass draws it.\n",
        ),
    ]);
    place.build(&[]);
    let told = |place: &Workplace| {
        let notes = place.model()["notes"].as_array().expect("notes").clone();
        let all = |key: &str| notes.iter().map(|note| note[key].to_string()).collect::<Vec<_>>();
        let circle =
            notes.iter().find(|note| note["question_text"] == "What is a circle?").expect("the circle");
        assert_eq!(circle["entries"].as_array().map(Vec::len), Some(2), "its other answer names a document");
        (all("modified"), all("field_hash"), circle["anki_tags"].clone())
    };
    let before = told(&place);
    for (from, to) in [("shapes.md", "solids.md"), ("more.md", "much.md")] {
        fs::rename(place.path(&format!("source/{from}")), place.path(&format!("source/{to}")))
            .expect("a file");
    }
    assert!(plan(&place, &[]).starts_with("5 unchanged; 1 without an answer"), "{}", plan(&place, &[]));
    let output = place.run(&["build", "--now", "1700001000"]);
    assert!(output.status.success());
    let after = told(&place);
    assert_eq!((&before.0, &before.1), (&after.0, &after.1));
    assert!(
        after.2.to_string().contains("source::solids.md"),
        "whoever imports it first sees the new name: {}",
        after.2
    );
}

/// The ledger of a build of which every note's hash counted its places.
#[test]
fn a_ledger_that_counted_places_touches_no_note() {
    let place = Workplace::new(&[]);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/decks/note-types-v1");
    for name in ["deckpress.toml", "deckpress.lock", "source/weaving.md", "source/dot.png"] {
        place.write(name, &fs::read(folder.join(name)).expect("the fixture"));
    }
    let before = planned(&place)["counts"].clone();
    assert!(before["unchanged"].as_u64() > Some(5), "{before}");
    place.run(&["build", "--now", "1700001000", "--only", "json"]);
    fs::rename(place.path("source/weaving.md"), place.path("source/looms.md")).expect("a file");
    let after = planned(&place)["counts"].clone();
    assert_eq!(
        after["unchanged"].as_u64(),
        before["unchanged"].as_u64().zip(before["rendered"].as_u64()).map(|(a, b)| a + b)
    );
}

#[test]
fn a_note_that_joins_another_is_told_with_it() {
    let place = Workplace::new(&[
        ("a.md", "### How do TCP and UDP differ? {#one}\n\nIn order and care.\n"),
        ("b.md", "### What is the difference between TCP and UDP? {#two}\n\nOne is a stream.\n"),
    ]);
    place.build(&[]);
    let ids = ids(&place);
    let (first, second) =
        (&ids["How do TCP and UDP differ?"], &ids["What is the difference between TCP and UDP?"]);
    // Ids kept them apart.
    place.write("source/a.md", b"### How do TCP and UDP differ?\n\nIn order and care.\n");
    place.write("source/b.md", b"### What is the difference between TCP and UDP?\n\nOne is a stream.\n");
    let said = plan(&place, &[]);
    assert!(said.starts_with("1 changed, 1 merged, 0 unchanged\n"), "{said}");
    let told = format!(
        "  {second}  What is the difference between TCP and UDP?  now asked by {first} How do TCP and UDP differ?\n  \
         to find them in Anki's browser: \"Short ID:{second}\"\n"
    );
    assert!(said.contains(&told), "{said}");
    place.build(&[]);
    assert_eq!(planned(&place)["counts"]["left_before"], 1);
    // Apart again, it is back under its old id.
    place.write("source/a.md", b"### How do TCP and UDP differ? {#one}\n\nIn order and care.\n");
    place.write(
        "source/b.md",
        b"### What is the difference between TCP and UDP? {#two}\n\nOne is a stream.\n",
    );
    let said = plan(&place, &[]);
    assert!(said.starts_with("1 changed, 1 returned, 0 unchanged\n"), "{said}");
    assert!(said.contains(&format!("\n  {second}  What is the difference between TCP and UDP?")), "{said}");
}

#[test]
fn of_two_that_merge_the_one_with_a_card_stays() {
    let place = Workplace::new(&[
        ("a.md", "### How do TCP and UDP differ? {#one}\n"),
        ("b.md", "### What is the difference between TCP and UDP? {#two}\n\nOne is a stream.\n"),
    ]);
    place.build(&[]);
    let card = &ids(&place)["What is the difference between TCP and UDP?"];
    place.write("source/a.md", b"### How do TCP and UDP differ?\n");
    place.write("source/b.md", b"### What is the difference between TCP and UDP?\n\nOne is a stream.\n");
    let said = plan(&place, &[]);
    assert!(said.starts_with("1 unchanged\n"), "{said}");
    place.build(&[]);
    let notes = place.model()["notes"].clone();
    assert_eq!((notes.as_array().map(Vec::len), &notes[0]["short_id"]), (Some(1), &json!(card)));
}

#[test]
fn a_search_finds_exactly_the_cards_that_leave() {
    if clients::left_out("a search finds exactly the cards that leave") {
        return;
    }
    let place = place();
    let ids = ids(&place);
    let package = place.path("before.apkg");
    fs::copy(place.path("output/deck.apkg"), &package).expect("a copy");
    let mut searches = Vec::new();
    edit(&place, EDITS);
    searches.push(planned(&place)["searches"]["leaving"].as_str().expect("a search").to_owned());
    edit(&place, &EDITS[3..4]);
    searches.push(planned(&place)["searches"]["leaving"].as_str().expect("a search").to_owned());
    place.build(&[]);
    searches.push(planned(&place)["searches"]["left_before"].as_str().expect("a search").to_owned());
    place.write("searches", searches.join("\n").as_bytes());
    let found: Value =
        serde_json::from_str(&clients::python("anki_search.py", &[&package, &place.path("searches")]))
            .expect("JSON");
    let (torus, sphere) = (&ids["What is a torus?"], &ids["What is a sphere?"]);
    let mut both = [torus, sphere];
    both.sort();
    assert_eq!(found, json!([both, [torus], [torus]]));
}

/// A deck of so many cards, of which the first `left` are there.
fn cards(left: usize) -> String {
    (0..left).map(|at| format!("### What is number {at} of the list?\n\nIt is {at}.\n\n")).collect()
}

#[test]
fn a_deck_does_not_shrink_by_accident() {
    let place = Workplace::new(&[("a.md", &cards(30)), ("b.md", "### Why?\n\nSo.\n")]);
    place.build(&[]);
    let before = [place.read("deckpress.lock"), place.read("output/deck.apkg")];
    place.write("source/a.md", cards(20).as_bytes());
    let said = place.refused(&[], 2);
    assert!(
        said.starts_with(
            "error: 10 of 31 cards would leave the deck, and `max_shrink` allows 20 %: `What is number 2"
        ),
        "{said}"
    );
    assert!(
        said.contains(" and 7 more; is a document missing?") && said.contains("--allow-shrink"),
        "{said}"
    );
    assert_eq!(before, [place.read("deckpress.lock"), place.read("output/deck.apkg")]);
    // A plan tells it in full, and fails nothing.
    assert_eq!(planned(&place)["counts"]["retired"], 10);
    place.write("deckpress.toml", b"max_shrink = 40\n");
    place.build(&[]);
    place.write("deckpress.toml", b"");
    place.write("source/a.md", cards(16).as_bytes());
    place.build(&[]);
    // Five of seventeen are many, and meant.
    place.write("source/a.md", cards(11).as_bytes());
    place.refused(&[], 2);
    place.build(&["--allow-shrink"]);
    // Fewer than five are an edit, whatever the share.
    place.write("source/a.md", cards(7).as_bytes());
    place.build(&[]);
}
