//! Texts with gaps: as Anki's own backend makes cards of them, build after build.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::build::Workplace;
use crate::clients;

const CONFIG: &[u8] = b"[recognise]\ncloze = true\n";

/// What Anki, its gaps and its maths read in a text, inside of gaps and beside them.
const HOSTILE: &str = "\
# Hostile

A {{c1::`std::vec<T>`::C++ :: name}} and {{c2::`{{x}}`}} and {{c3::<b>&::}} end here.

Maths {{c1::$\\frac{a_{b}}{c_{d}}$}} beside {{c2::`{a: {}}`}} and ==x: y:==, with [sound:a.mp3] and `{{c9::no}}`.
";

fn place(text: &str) -> Workplace {
    let place = Workplace::new(&[("gaps.md", text)]);
    place.write("deckpress.toml", CONFIG);
    place
}

/// Builds each of `texts` at a time of its own; the packages, or `texts` for those that want `anki.txt`.
fn packages(place: &Workplace, texts: &[&str]) -> Vec<PathBuf> {
    let build = |(number, text): (usize, &&str)| {
        place.write("source/gaps.md", text.as_bytes());
        let now = (1_700_000_000 + 1000 * number).to_string();
        let output =
            place.run(&["build", "--now", &now, "--only", "apkg,anki-text,json,csv", "--allow-shrink"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let package = place.path(&format!("{number}.apkg"));
        std::fs::copy(place.path("output/deck.apkg"), &package).expect("a package");
        package
    };
    texts.iter().enumerate().map(build).collect()
}

/// What a user who studies after the first import has after each.
fn imported_in_turn(files: &[PathBuf]) -> Vec<Value> {
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    serde_json::from_str(&clients::python("anki_update.py", &files)).expect("a report")
}

/// The note whose text holds `words`, with its guid.
fn note<'a>(step: &'a Value, words: &str) -> (&'a str, &'a Value) {
    let notes = step["notes"].as_object().expect("notes");
    let has = |note: &Value| {
        let fields = note["fields"].as_object().expect("fields");
        fields.values().any(|field| field.as_str().is_some_and(|field| field.contains(words)))
    };
    let (guid, note) = notes.iter().find(|(_, note)| has(note)).unwrap_or_else(|| panic!("{words}: {step}"));
    (guid, note)
}

/// Its card of that number, as [`clients`] tell it: scheduling at 2 to 7 and 9.
fn card(note: &Value, number: u64) -> &Value {
    let cards = note["cards"].as_array().expect("cards");
    cards.iter().find(|card| card[8] == number - 1).unwrap_or_else(|| panic!("no card {number}: {note}"))
}

#[test]
fn each_number_of_a_gap_is_a_card_and_nothing_in_a_gap_is_read_by_anki() {
    if clients::left_out("each_number_of_a_gap_is_a_card_and_nothing_in_a_gap_is_read_by_anki") {
        return;
    }
    let text =
        format!("{HOSTILE}\n# Plain\n\n{{{{c2::Both}}}} of {{{{c2::these}}}} and {{{{c5::this}}}} alone.\n");
    let place = place(&text);
    place.build(&["--only", "apkg"]);
    let report = clients::python("anki_cards.py", &[&place.path("output/deck.apkg")]);
    let report: Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["note_types"], json!(["deckpress cloze"]));
    assert_eq!((&report["clean"], &report["empty_cards"]), (&json!(true), &json!(0)), "{report}");
    assert_eq!(report["derived_by_us"], report["derived_by_anki"], "sort fields, checksums, tags");
    let shown: Vec<[&str; 2]> = report["cards"]
        .as_array()
        .expect("cards")
        .iter()
        .map(|card| {
            assert!(card["fields"][0][0] == "Text" && card["template"] == "Cloze", "{card}");
            [&card["front"][0], &card["back"][0]["text"]].map(|side| side.as_str().expect("a text"))
        })
        .collect();
    insta::assert_debug_snapshot!(shown);
}

#[test]
fn an_edited_text_keeps_the_scheduling_of_every_gap_that_stays() {
    if clients::left_out("an_edited_text_keeps_the_scheduling_of_every_gap_that_stays") {
        return;
    }
    let before = "# Gaps\n\nThe capital of {{c1::Mongolia}} is {{c2::Ulaanbaatar}}.\n\nWater boils at ==100 °C== \
                  and freezes at ==0 °C== at sea level.\n";
    let after = "# Gaps\n\nThe capital of {{c1::Mongolia}}, in {{c3::Asia}}, is {{c2::Ulaanbaatar::city}}.\n\n\
                 ==Pure== water boils at ==100 °C== and freezes at ==0 °C== at sea level.\n";
    let place = place(before);
    let mut files = packages(&place, &[before, after, after]);
    files.push(place.path("output/anki.txt"));
    let steps = imported_in_turn(&files);
    assert_eq!((&steps[0]["new"], &steps[0]["conflicting"]), (&json!(2), &json!(0)));
    assert_eq!((&steps[1]["new"], &steps[1]["updated"]), (&json!(0), &json!(2)), "two notes are edited");
    for (step, again) in [(&steps[2], "the same deck"), (&steps[3], "its text")] {
        assert_eq!((&step["new"], &step["updated"]), (&json!(0), &json!(0)), "{again}");
        assert_eq!(step["notes"], steps[1]["notes"], "{again}");
    }
    for step in &steps {
        assert_eq!(
            (&step["clean"], &step["conflicting"], &step["empty_cards"]),
            (&json!(true), &json!(0), &json!(0))
        );
        assert_eq!(step["note_types"], steps[0]["note_types"]);
    }
    for (words, stay, new) in [("Mongolia", [1, 2], 3), ("100 °C", [1, 2], 3)] {
        let ((guid, old), (same, edited)) = (note(&steps[0], words), note(&steps[1], words));
        assert_eq!(guid, same, "{words}");
        assert_eq!(old["type"], "deckpress cloze");
        for number in stay {
            assert_eq!(card(old, number), card(edited, number), "scheduling of {words} {number}");
        }
        assert_eq!(
            (&card(edited, new)[2], &card(edited, new)[9]),
            (&json!(0), &json!(0)),
            "{words}: a new card"
        );
    }
    let studied = |note: &Value| note["cards"].as_array().expect("cards").iter().any(|card| card[9] != 0);
    assert!(studied(note(&steps[1], "Mongolia").1) || studied(note(&steps[1], "100 °C").1), "{}", steps[1]);
    assert!(
        note(&steps[1], "100 °C").1["fields"]["Text"]
            == "{{c3::Pure}} water boils at {{c1::100 °C}} and freezes at {{c2::0 °C}} at sea level."
    );
}

/// Anki takes no note whose note type is another: every later build would be in conflict.
#[test]
fn no_note_changes_its_note_type() {
    if clients::left_out("no_note_changes_its_note_type") {
        return;
    }
    let question =
        "# Gaps\n\n<!-- id: boil -->\n\n### When does water boil?\n\nWater boils at 100 °C at sea level.\n";
    let gaps =
        "# Gaps\n\n<!-- id: boil -->\n\nWhen does water boil? Water boils at ==100 °C== at sea level.\n";
    let place = place(question);
    let files = packages(&place, &[question, gaps, question, gaps]);
    let steps = imported_in_turn(&files);
    let types = |step: &Value| -> Vec<String> {
        let notes = step["notes"].as_object().expect("notes").iter();
        notes.map(|(guid, note)| format!("{guid} {}", note["type"])).collect()
    };
    for (at, step) in steps.iter().enumerate() {
        assert_eq!((&step["conflicting"], &step["clean"]), (&json!(0), &json!(true)), "{at}");
    }
    assert_eq!([types(&steps[0]).len(), types(&steps[1]).len()], [1, 2], "{:?}", types(&steps[1]));
    assert_eq!(types(&steps[1]), types(&steps[3]), "each comes back as what it was");
}

#[test]
fn a_restored_ledger_knows_the_gaps() {
    let text = "# Gaps\n\nThe ==first== and the ==second== of `two` **things**.\n";
    let place = place(text);
    packages(&place, &[text, &text.replace("==first==", "==new== ==first==")]);
    let ledger = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    assert!(ledger.contains(r#""gaps":{"1":"first","2":"second","3":"new"}"#), "{ledger}");
    std::fs::remove_file(place.path("deckpress.lock")).expect("the ledger");
    assert!(place.run(&["ledger", "restore", "output/model.json"]).status.success());
    assert_eq!(String::from_utf8(place.read("deckpress.lock")).expect("UTF-8"), ledger);

    // A sheet does not tell numbers, but what is a text with gaps: no question gets its guid.
    let guid = |ledger: &str| ledger.lines().next().and_then(|line| line.get(..30)).map(str::to_owned);
    std::fs::remove_file(place.path("deckpress.lock")).expect("the ledger");
    assert!(place.run(&["ledger", "restore", "output/review.csv"]).status.success());
    let restored = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    assert!(restored.contains(r#""gaps":{"1":"new","2":"first","3":"second"}"#), "{restored}");
    assert_eq!(guid(&restored), guid(&ledger));
}
