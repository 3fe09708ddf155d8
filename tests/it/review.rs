//! A review from end to end: a sheet is written, edited, applied, and the documents are built again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build::Workplace;
use crate::seeds;

/// A sheet whose cells can be edited.
struct Sheet {
    header: csv::StringRecord,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn of(place: &Workplace) -> Self {
        let bytes = place.read("output/review.csv");
        let text = std::str::from_utf8(&bytes).expect("UTF-8").trim_start_matches('\u{feff}');
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let row = |row: Result<csv::StringRecord, csv::Error>| {
            row.expect("a row").iter().map(str::to_owned).collect()
        };
        Self { header, rows: reader.records().map(row).collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column `{name}`"))
    }

    /// The row whose question is `question`.
    fn row(&self, question: &str) -> usize {
        let column = self.column("question");
        let is_it = |row: &Vec<String>| row[column].lines().next() == Some(question);
        self.rows.iter().position(is_it).unwrap_or_else(|| panic!("no question `{question}`"))
    }

    fn cell(&self, question: &str, column: &str) -> &str {
        &self.rows[self.row(question)][self.column(column)]
    }

    fn set(&mut self, question: &str, column: &str, text: &str) -> &mut Self {
        let (row, column) = (self.row(question), self.column(column));
        text.clone_into(&mut self.rows[row][column]);
        self
    }

    fn write(&self, place: &Workplace) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).expect("a header");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
        place.write("edited.csv", &writer.into_inner().expect("bytes"));
    }

    /// Applies it; what was said on both channels.
    fn apply(&self, place: &Workplace, args: &[&str], code: i32) -> String {
        self.write(place);
        apply(place, args, code)
    }

    fn by_id(&self) -> BTreeMap<&str, &Vec<String>> {
        self.rows.iter().map(|row| (row[0].as_str(), row)).collect()
    }
}

fn apply(place: &Workplace, args: &[&str], code: i32) -> String {
    let output = place.run(&[&["review", "apply", "edited.csv", "--now", "1700000000"], args].concat());
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8")).concat();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// Every file below the place, by name, without the sheet that was edited.
fn files(place: &Workplace) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(folder: &Path, all: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for file in fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            if path.is_dir() {
                walk(&path, all);
            } else if path.file_name().is_some_and(|name| name != "edited.csv") {
                all.insert(path.clone(), fs::read(&path).expect("a file"));
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(&place.path("."), &mut all);
    all
}

const HEADINGS: &str = "\
# Locks

### What is a lock?

**Tags:** basics

A thing that *one* holds at a time.
It is held  shortly.

- not shared
- not copied

### What is a semaphore?

### What is a queue?

First in, first out.
";

const ACCORDIONS: &str = "\
<AccordionGroup>
  <Accordion title=\"1. What is a future?\">
    **Answer**: A value that comes later.

    ```python
    await it
    ```
  </Accordion>
  <Accordion title=\"2. What is a stream?\">
    **Answer**: Many values that come later.
  </Accordion>
</AccordionGroup>
";

const TABLE: &str = "| Question | Answer |\r\n|---|---|\r\n| What is a mutex? | It excludes the others. |\r\n| What is a fence? | It orders what is read and written. |\r\n";

fn place() -> Workplace {
    let place =
        Workplace::new(&[("headings.md", HEADINGS), ("accordions.mdx", ACCORDIONS), ("table.md", TABLE)]);
    place.build(&[]);
    place
}

#[test]
fn a_sheet_without_edits_changes_no_byte() {
    let place = place();
    let before = files(&place);
    assert_eq!(Sheet::of(&place).apply(&place, &[], 0), "nothing was edited\n");
    assert_eq!(files(&place), before);
    place.build(&[]);
    assert_eq!(files(&place), before);
}

#[test]
fn edits_go_into_the_documents_in_their_own_style() {
    let place = place();
    let guids: Vec<String> = Sheet::of(&place).rows.into_iter().map(|row| row[0].clone()).collect();
    let mut sheet = Sheet::of(&place);
    let lock = sheet.cell("What is a lock?", "answer").replace("not copied", "never copied");
    sheet
        .set("What is a lock?", "answer", &format!("{lock}\n* not lent"))
        .set("What is a lock?", "question", "What is a `lock`, in short?")
        .set("What is a semaphore?", "answer", "A counter that is waited for.")
        .set("What is a future?", "answer", "A value that comes soon.\n\n```python\nawait it\nprint(it)\n```")
        .set("What is a mutex?", "answer", "It excludes | the *others*.")
        .set("What is a fence?", "question", "What is a memory fence?");
    let said = sheet.apply(&place, &[], 0);
    assert!(said.ends_with("6 cells into their documents; `deckpress build` makes the new deck\n"), "{said}");
    let text = |name: &str| String::from_utf8(place.read(name)).expect("UTF-8");
    let headings = HEADINGS
        .replace("### What is a lock?", "### What is a `lock`, in short?")
        .replace("- not copied\n", "- never copied\n- not lent\n")
        .replace("### What is a semaphore?\n", "### What is a semaphore?\n\nA counter that is waited for.\n");
    assert_eq!(text("source/headings.md"), headings);
    let accordions = ACCORDIONS
        .replace("comes later", "comes soon")
        .replace("    await it\n", "    await it\n    print(it)\n");
    assert_eq!(text("source/accordions.mdx"), accordions);
    let table = TABLE.replace("the others", "\\| the *others*").replace("a fence", "a memory fence");
    assert_eq!(text("source/table.md"), table);
    place.build(&[]);
    let after = Sheet::of(&place);
    let ids: Vec<String> = after.rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(ids.len(), guids.len());
    assert!(guids.iter().all(|guid| ids.contains(guid)), "every note keeps its id");
    assert_eq!(after.cell("What is a semaphore?", "status"), "ready");
    assert_eq!(after.apply(&place, &[], 0), "nothing was edited\n");
}

#[test]
fn what_no_document_says_alone_is_held_beside_them() {
    let place = place();
    let before = files(&place);
    let mut sheet = Sheet::of(&place);
    sheet
        .set("What is a lock?", "tags", "locks\nbasics")
        .set("What is a lock?", "difficulty", "Hard")
        .set("What is a lock?", "brief", "One holder.")
        .set("What is a queue?", "companies", "Acme\nInitech")
        .set("What is a queue?", "deck", "Deckpress::Queues");
    let said = sheet.apply(&place, &[], 0);
    assert!(said.contains("5 cells beside the documents"), "{said}");
    let changed: Vec<PathBuf> = files(&place)
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, [place.path("./review.overlay.toml")]);
    let output = place.run(&["plan"]);
    let plan = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        plan.contains("held in review.overlay.toml") && plan.contains("difficulty, brief, tags"),
        "{plan}"
    );
    place.build(&[]);
    let after = Sheet::of(&place);
    for (question, column, text) in [
        ("What is a lock?", "tags", "locks\nbasics"),
        ("What is a lock?", "difficulty", "hard"),
        ("What is a lock?", "brief", "One holder."),
        ("What is a queue?", "companies", "Acme\nInitech"),
        ("What is a queue?", "deck", "Deckpress::Queues"),
    ] {
        assert_eq!(after.cell(question, column), text, "{column}");
    }
    assert_eq!(after.apply(&place, &[], 0), "nothing was edited\n");
    // The document changes after that: what is held is told to be older.
    place.write("source/headings.md", HEADINGS.replace("basics", "fundamentals").as_bytes());
    let output = place.run(&["plan"]);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("stale-overlay") && said.contains("another tags"), "{said}");
}

#[test]
fn what_changed_on_both_sides_is_a_conflict() {
    let place = place();
    let mut sheet = Sheet::of(&place);
    sheet.set("What is a queue?", "answer", "First in, last out.").set(
        "What is a stream?",
        "answer",
        "Values that come one by one.",
    );
    place.write(
        "source/headings.md",
        HEADINGS.replace("First in, first out.", "What came first goes first.").as_bytes(),
    );
    let said = sheet.apply(&place, &[], 1);
    for line in [
        "  documents | What came first goes first.",
        "      sheet | First in, last out.",
        "1 cell into its document, 1 conflict; `deckpress build` makes the new deck",
    ] {
        assert!(said.lines().any(|said| said == line), "`{line}` in:\n{said}");
    }
    let open = String::from_utf8(place.read("edited.conflicts.csv")).expect("UTF-8");
    assert!(open.contains("\"answer\",\"What came first goes first.\",\"First in, last out.\""), "{open}");
    let text = |name: &str| String::from_utf8(place.read(name)).expect("UTF-8");
    assert!(text("source/headings.md").contains("What came first goes first."));
    assert!(text("source/accordions.mdx").contains("Values that come one by one."));
    // The same edit on both sides is none.
    place.write(
        "source/headings.md",
        HEADINGS.replace("First in, first out.", "First in, last out.").as_bytes(),
    );
    apply(&place, &[], 0);
}

#[test]
fn a_rejected_note_leaves_the_deck_and_may_come_back() {
    let place = place();
    let mut sheet = Sheet::of(&place);
    let guid = sheet.cell("What is a queue?", "id").to_owned();
    sheet
        .set("What is a queue?", "review", "rejected")
        .set("What is a queue?", "comment", "too easy")
        .set("What is a lock?", "review", "approved")
        .set("What is a mutex?", "comment", "who wrote this?");
    assert!(sheet.apply(&place, &[], 0).contains("3 notes reviewed"));
    let plan = String::from_utf8(place.run(&["plan"]).stdout).expect("UTF-8");
    assert!(plan.contains("1 rejected") && plan.contains("rejected: a review took it out"), "{plan}");
    place.build(&[]);
    let note = |place: &Workplace, guid: &str| -> Value {
        let model = place.model();
        model["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["guid"] == *guid)
            .expect("the note")
            .clone()
    };
    assert_eq!(note(&place, &guid)["status"], "rejected");
    let preview = String::from_utf8(place.read("output/preview.html")).expect("UTF-8");
    assert!(preview.contains("What is a stream?"));
    let mut after = Sheet::of(&place);
    assert_eq!(after.cell("What is a queue?", "review"), "rejected");
    assert_eq!(after.cell("What is a queue?", "comment"), "too easy");
    assert_eq!(after.cell("What is a lock?", "review"), "approved");
    assert_eq!(after.cell("What is a mutex?", "comment"), "who wrote this?");
    after.set("What is a queue?", "review", "");
    after.apply(&place, &[], 0);
    // What was approved was another content.
    place.write("source/headings.md", HEADINGS.replace("not copied", "not lent").as_bytes());
    place.build(&[]);
    let after = Sheet::of(&place);
    assert_eq!(after.cell("What is a queue?", "status"), "ready");
    assert_eq!(after.cell("What is a queue?", "comment"), "too easy");
    assert_eq!(after.cell("What is a lock?", "review"), "");
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let place = place();
    let before = files(&place);
    let mut sheet = Sheet::of(&place);
    sheet.set("What is a queue?", "answer", "Last in, first out.").set("What is a lock?", "tags", "locks");
    let said = sheet.apply(&place, &["--dry-run"], 0);
    for line in [
        "--- a/source/headings.md",
        "-First in, first out.",
        "+Last in, first out.",
        "+++ b/review.overlay.toml",
        "1 cell into its document, 1 cell beside the documents; nothing was written",
    ] {
        assert!(said.lines().any(|said| said == line), "`{line}` in:\n{said}");
    }
    assert_eq!(files(&place), before);
}

#[test]
fn a_garbled_document_is_left_alone_unless_it_is_repaired() {
    let garbled = "## What is a cafÃ©?\n\nA place â€“ for coffee.\n\n## What is tea?\n\nA drink.\n";
    let place = Workplace::new(&[("garbled.md", garbled)]);
    place.build(&[]);
    let mut sheet = Sheet::of(&place);
    sheet.set("What is tea?", "answer", "A hot drink.");
    let said = sheet.apply(&place, &["--dry-run"], 0);
    assert!(said.contains("answer of") && said.contains("is garbled; `--repair` writes it"), "{said}");
    sheet.apply(&place, &[], 0);
    assert_eq!(place.read("source/garbled.md"), garbled.as_bytes());
    place.build(&[]);
    let mut after = Sheet::of(&place);
    assert_eq!(after.cell("What is tea?", "answer"), "A hot drink.");
    after.set("What is tea?", "answer", "A warm drink.");
    after.apply(&place, &["--repair"], 0);
    let expected = "## What is a café?\n\nA place – for coffee.\n\n## What is tea?\n\nA warm drink.\n";
    assert_eq!(String::from_utf8(place.read("source/garbled.md")).unwrap(), expected);
    let overlay = String::from_utf8(place.read("review.overlay.toml")).unwrap();
    assert!(!overlay.contains("drink"), "it is in the document now: {overlay}");
}

#[test]
fn what_is_said_of_pairs_is_kept() {
    let place = Workplace::new(&[
        (
            "a.md",
            "## What is a deadlock and how do you avoid it?\n\nTwo that wait for each other.\n\n## What is a lock?\n\nOne holder.\n",
        ),
        ("b.md", "## Who may enter a critical section?\n\nOne at a time.\n"),
    ]);
    place.build(&[]);
    let mut sheet = Sheet::of(&place);
    let other = sheet.cell("Who may enter a critical section?", "id").to_owned();
    let one = sheet.cell("What is a lock?", "id").to_owned();
    sheet.set("What is a lock?", "same_as", &format!("same {}", &other[..6]));
    assert!(sheet.apply(&place, &[], 0).contains("1 pair decided"));
    place.build(&[]);
    let after = Sheet::of(&place);
    assert_eq!(after.rows.len(), sheet.rows.len() - 1);
    let left = after.by_id();
    assert!(left.contains_key(one.as_str()) != left.contains_key(other.as_str()));
    place.build(&["--locked"]);
}

#[test]
fn a_sheet_with_errors_changes_nothing() {
    let place = place();
    let before = files(&place);
    for (column, text, said) in [
        ("difficulty", "tricky", "`tricky` is no difficulty; there are `easy`, `medium` and `hard`"),
        ("review", "maybe", "`maybe` is no review; there are `approved` and `rejected`"),
        ("question", "", "a question has words"),
        ("deck", "Elsewhere", "`Elsewhere` does not lie below the deck `Deckpress`"),
        ("same_as", "whatever it is", "`whatever it is` decides nothing"),
        ("same_as", "same zzzzzz", "no note has the id `zzzzzz`"),
    ] {
        let mut sheet = Sheet::of(&place);
        sheet.set("What is a queue?", column, text).set("What is a lock?", "answer", "Edited.");
        let printed = sheet.apply(&place, &[], 1);
        assert!(printed.contains(said) && printed.contains("nothing was written"), "{printed}");
        assert_eq!(files(&place), before, "{column}");
    }
}

#[test]
fn what_a_spreadsheet_writes_in_another_way_is_no_edit() {
    let place = Workplace::new(&[(
        "notes.md",
        "# Facts\n\n### What is the code of the agent?\n\n007\n\n### Which way does it go?\n\nFrom a → to b.\n\n\
         ### What are the steps?\n\n- one\n- two\n",
    )]);
    place.build(&[]);
    let before = files(&place);
    let mut sheet = Sheet::of(&place);
    sheet.set("What is the code of the agent?", "answer", "7");
    sheet.set("Which way does it go?", "answer", "From a ? to b.");
    let joined = sheet.cell("What are the steps?", "answer").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.ends_with("two"), "{joined}");
    sheet.set("What are the steps?", "answer", &joined);
    let printed = sheet.apply(&place, &[], 0);
    assert_eq!(printed.matches("in another way by itself: that is no edit").count(), 3, "{printed}");
    assert_eq!(files(&place), before);
}

#[test]
fn a_row_of_an_entry_goes_into_its_document() {
    let place = Workplace::new(&[
        (
            "a.md",
            "## What is a lock?\n\nIt lets one in, and keeps all others waiting outside until it is open.\n",
        ),
        ("b.md", "## What is a lock?\n\nOne holder.\n"),
    ]);
    place.write("deckpress.toml", b"[csv]\nrows = \"entries\"\n");
    place.build(&[]);
    let mut sheet = Sheet::of(&place);
    assert_eq!(sheet.rows.len(), 2);
    let [answer, tags] = ["answer", "tags"].map(|column| sheet.column(column));
    let second = sheet.rows.iter().position(|row| row[answer] == "One holder.").expect("the entry of b.md");
    "One holder at a time.".clone_into(&mut sheet.rows[second][answer]);
    "locks".clone_into(&mut sheet.rows[second][tags]);
    let said = sheet.apply(&place, &[], 0);
    assert!(said.contains("edited in a sheet with a row a note"), "{said}");
    assert_eq!(place.read("source/b.md"), b"## What is a lock?\n\nOne holder at a time.\n");
    // What stood there is another entry now: its row is of an older sheet.
    place.write("source/b.md", b"\n\n## What is a lock?\n\nOne holder.\n");
    assert!(sheet.apply(&place, &[], 1).contains("does not stand there any more"));
}

#[test]
fn what_was_interrupted_is_finished_first() {
    let place = place();
    let text = HEADINGS.replace("First in", "Who is first in");
    place.write("source/.deckpress-new-headings.md", text.as_bytes());
    let journal =
        r#"{"files":[{"target":"source/headings.md","new":"source/.deckpress-new-headings.md","old":null}]}"#;
    place.write(".deckpress-journal", journal.as_bytes());
    place.run(&["plan"]);
    assert_eq!(place.read("source/headings.md"), text.as_bytes());
    assert!(!place.path(".deckpress-journal").exists());
    assert!(!place.path("source/.deckpress-new-headings.md").exists());
    place.write(".deckpress-journal", b"{");
    let said = String::from_utf8(place.run(&["plan"]).stderr).expect("UTF-8");
    assert!(said.contains("`.deckpress-journal` tells of an interrupted change"), "{said}");
}

#[test]
fn a_damaged_overlay_names_its_line() {
    let place = place();
    place.write("review.overlay.toml", b"[a]\nbrieff = \"x\"\n");
    let said = place.refused(&[], 2);
    assert!(
        said.starts_with("error: `review.overlay.toml` is damaged: line 2: unknown field `brieff`"),
        "{said}"
    );
    place.write("review.overlay.toml", b"[a]\nbrief = \"x\"\n");
    let said = String::from_utf8(place.run(&["plan"]).stderr).expect("UTF-8");
    assert!(said.contains("unused-overlay"), "{said}");
}

const GAPS: &str = "\
# Gaps

The {{c1::first::ordinal}} and the ==second== of some
**things** \\*here\\*.

- ==Lists== hold items
";

#[test]
fn a_text_with_gaps_is_edited_around_them() {
    let place = Workplace::new(&[("gaps.md", GAPS)]);
    place.write("deckpress.toml", b"[recognise]\ncloze = true\n");
    place.build(&[]);
    let known = String::from_utf8(place.read("deckpress.lock")).expect("UTF-8");
    let mut sheet = Sheet::of(&place);
    let lists = "\\[…] hold items";
    let asked = "The \\[ordinal] and the \\[…] of some <strong>things</strong> \\*here\\*.";
    let question = sheet.cell(asked, "question").replace("of some", "part of *some*");
    let answer = sheet.cell(lists, "answer").replace("hold items", "hold *their* items, in order");
    sheet.set(asked, "question", &question).set(lists, "answer", &answer);
    let said = sheet.apply(&place, &[], 0);
    assert!(said.contains("2 cells into their documents"), "{said}");
    let expected = GAPS.replace("of some", "part of *some*").replace("hold", "hold *their*");
    let expected = expected.replace(" items", " items, in order");
    assert_eq!(String::from_utf8(place.read("source/gaps.md")).unwrap(), expected);
    place.build(&[]);
    let after = Sheet::of(&place);
    assert_eq!(after.by_id().keys().collect::<Vec<_>>(), sheet.by_id().keys().collect::<Vec<_>>());
    let gaps = |ledger: &str| -> Vec<String> {
        ledger.lines().filter_map(|line| Some(line.split_once("\"gaps\":")?.1[..12].to_owned())).collect()
    };
    assert_eq!(gaps(&String::from_utf8(place.read("deckpress.lock")).unwrap()), gaps(&known));
    assert_eq!(after.apply(&place, &[], 0), "nothing was edited\n");

    // What is no edit around the gaps is not taken, and told.
    let lists_of = |sheet: &Sheet| {
        let column = sheet.column("answer");
        sheet.rows.iter().position(|row| row[column].starts_with("**Lists**")).expect("the row")
    };
    let now = files(&place);
    for (column, from, to, args, reason) in [
        ("question", "\\[…]", "[or]", &[][..], "the mark `[…]` of a gap was changed or taken out"),
        ("answer", "**Lists**", "**Sets**", &[], "`**Lists**`, which fills a gap, was changed or taken out"),
        ("answer", "order", "order\n\nTruly", &[], "a text with gaps is one paragraph"),
        (
            "answer",
            "hold",
            "keep",
            &["--into", "overlay"],
            "is held in no overlay (as `--into overlay` asks for)",
        ),
    ] {
        let mut sheet = Sheet::of(&place);
        let (row, column) = (lists_of(&sheet), sheet.column(column));
        sheet.rows[row][column] = sheet.rows[row][column].replace(from, to);
        let said = sheet.apply(&place, args, 0);
        assert!(said.contains(reason) && said.contains("the edit is not taken"), "{said}");
        assert_eq!(files(&place), now, "{to}");
    }
    let mut sheet = Sheet::of(&place);
    let row = lists_of(&sheet);
    for (column, to) in [("question", "some items"), ("answer", "many items")] {
        let column = sheet.column(column);
        sheet.rows[row][column] = sheet.rows[row][column].replace("items", to);
    }
    let said = sheet.apply(&place, &[], 0);
    assert!(said.contains("the edited question says something else around its gaps"), "{said}");
}

/// Edits every editable column of the notes of `place`, some of each document, applies them, builds again, and expects
/// each cell to say what was written and all others what they said.
fn edit_everything(place: &Workplace, name: &str, args: &[&str]) {
    place.build(&["--only", "csv"]);
    // The ledger has a say in what belongs together.
    place.build(&["--only", "csv"]);
    let before = Sheet::of(place);
    let mut sheet = Sheet::of(place);
    let [question, answer, sources] = ["question", "answer", "sources"].map(|name| sheet.column(name));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut wanted: BTreeMap<(String, usize), String> = BTreeMap::new();
    for row in &mut sheet.rows {
        let document = row[sources].split(':').next().expect("a document").to_owned();
        let count = seen.entry(document).or_default();
        *count += 1;
        let edits: Vec<(usize, String)> = match *count % 8 {
            1 => vec![(question, row[question].replacen(' ', " really ", 1))],
            2 if row[answer].is_empty() => vec![(answer, "An answer, as `code` has it.".to_owned())],
            2 => vec![(answer, format!("{}\n\nOne more thing.", row[answer]))],
            3 if !row[answer].is_empty() => vec![(answer, row[answer].replacen("the ", "the very ", 1))],
            4 => vec![
                (before.column("brief"), "In short.".to_owned()),
                (before.column("difficulty"), "hard".to_owned()),
            ],
            5 => vec![
                (before.column("tags"), "one\ntwo".to_owned()),
                (before.column("companies"), "Acme".to_owned()),
            ],
            6 => vec![
                (before.column("deck"), "Deckpress::Elsewhere".to_owned()),
                (before.column("review"), "approved".to_owned()),
            ],
            7 => vec![(before.column("comment"), "look again".to_owned())],
            _ => Vec::new(),
        };
        for (column, text) in edits {
            if row[answer].is_empty() && column == before.column("brief")
                || row[column].ends_with("spreadsheet cell]")
            {
                continue;
            }
            wanted.insert((row[0].clone(), column), text.clone());
            row[column] = text;
        }
    }
    let said = sheet.apply(place, args, 0);
    println!("{name}: {said}");
    // Of a text with gaps nothing is held beside its document.
    for line in said.lines().filter(|line| line.contains("text with gaps") && line.contains("is not taken")) {
        let (row, rest) = line.split_once("row ").and_then(|(_, rest)| rest.split_once(", ")).expect("a row");
        let row: usize = row.parse().expect("a number");
        let column = before.column(rest.split(':').next().expect("a column"));
        wanted.remove(&(sheet.rows[row - 2][0].clone(), column)).expect("an edit");
    }
    place.build(&["--only", "csv", "--allow-shrink"]);
    let after = Sheet::of(place);
    let (was, is) = (before.by_id(), after.by_id());
    assert_eq!(was.keys().collect::<Vec<_>>(), is.keys().collect::<Vec<_>>(), "{name}: the same notes");
    for (guid, row) in &was {
        for column in ["question", "answer", "brief", "tags", "companies", "difficulty", "deck", "comment"] {
            let at = before.column(column);
            let edited = |name: &str| wanted.contains_key(&((*guid).to_owned(), before.column(name)));
            if column == "brief" && !edited("brief") && (edited("answer") || edited("question"))
                || column == "deck" && row[answer].is_empty()
            {
                continue;
            }
            let expected = wanted.get(&((*guid).to_owned(), at)).unwrap_or(&row[at]);
            // Question and answer of a text with gaps are the same text.
            let is_text = row[before.column("question")].contains("\\[") && edited("question");
            let both = row[at].replacen(' ', " really ", 1);
            let expected = if column == "answer" && is_text { &both } else { expected };
            assert_eq!(is[guid][at].trim(), expected.trim(), "{name}: {column} of {guid}");
        }
    }
    assert_eq!(after.apply(place, &[], 0), "nothing was edited\n", "{name}");
}

/// A place with the documents of `folder`.
fn copied(folder: &Path) -> Workplace {
    let place = Workplace::new(&[]);
    let mut folders = vec![(folder.to_owned(), String::from("source"))];
    while let Some((folder, name)) = folders.pop() {
        for file in fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            let name = format!("{name}/{}", path.file_name().expect("a name").to_string_lossy());
            if path.is_dir() {
                folders.push((path, name));
            } else {
                place.write(&name, &fs::read(path).expect("a document"));
            }
        }
    }
    place
}

#[test]
fn every_style_takes_every_edit() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (folder, config) in
        [("recognise", ""), ("recognise-options", "[recognise]\ncloze = true\nterm_tables = true\n")]
    {
        let place = Workplace::new(&[]);
        place.write("deckpress.toml", config.as_bytes());
        for file in fs::read_dir(fixtures.join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.is_file() && path.extension().is_none_or(|extension| extension != "snap") {
                let name = format!("source/{}", path.file_name().expect("a name").to_string_lossy());
                place.write(&name, &fs::read(path).expect("a document"));
            }
        }
        edit_everything(&place, folder, &["--repair"]);
    }
}

#[test]
fn the_shipped_documents_take_every_edit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("source");
    edit_everything(&copied(&folder), "source", &[]);
}

/// The lines that `docs/review.md` shows of one review are those that the program prints.
#[test]
fn the_review_of_the_docs_is_as_they_tell() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = copied(&root.join("source"));
    for name in ["deckpress.toml", "deckpress.lock"] {
        place.write(name, &fs::read(root.join(name)).expect("a file"));
    }
    place.build(&["--only", "csv"]);
    let mut sheet = Sheet::of(&place);
    let sorted = "How do `sort` and `sorted` differ?";
    let answer = sheet.cell(sorted, "answer").replacen("returns", "gives back", 1);
    let cache = "Design a cache that several processes of one machine share.";
    let design = "Keep the entries in shared memory, or let one process own them and ask it over a socket.\n\n\
        - Expiry: store the time with the value, and check it on reading.\n\
        - Stampede: let one process compute, the others wait.";
    let boolean = "Why does a boolean count as an integer?";
    sheet
        .set(sorted, "answer", &answer)
        .set(cache, "answer", design)
        .set(cache, "difficulty", "hard")
        .set(boolean, "review", "rejected")
        .set(boolean, "comment", "nobody asks this");
    let alike = sheet.column("same_as");
    let pair = sheet.rows.iter_mut().find(|row| !row[alike].is_empty()).expect("two that sound alike");
    let first = pair[alike].lines().next().expect("a pair").replacen("perhaps", "different", 1);
    pair[alike] = first;
    let said = sheet.apply(&place, &["--dry-run"], 0);
    let page = include_str!("../../docs/review.md");
    let shown = page.split("--dry-run\n--- ").nth(1).and_then(|rest| rest.split("```").next());
    let mut rest = said.lines();
    for line in format!("--- {}", shown.expect("what the dry run prints")).lines().filter(|line| *line != "…")
    {
        let (start, is_whole) = line.strip_suffix(" …").map_or((line, true), |start| (start, false));
        let is_it = |printed: &str| if is_whole { printed == start } else { printed.starts_with(start) };
        assert!(rest.any(is_it), "docs/review.md shows `{line}`, which is not next in:\n{said}");
    }
    sheet.apply(&place, &[], 0);
    assert_eq!(apply(&place, &[], 0), "nothing was edited\n", "what is done is done");
    let plan = String::from_utf8(place.run(&["plan"]).stdout).expect("UTF-8");
    assert!(plan.starts_with("1 new, 1 changed, 1 rejected"), "{plan}");
}

#[test]
fn a_plan_shows_the_words_that_a_sheet_changed() {
    let place = place();
    let plan = || String::from_utf8(place.run(&["plan"]).stdout).expect("UTF-8");
    let reword = |from: &str, to: &str| {
        let mut sheet = Sheet::of(&place);
        sheet.set(from, "question", to);
        sheet.apply(&place, &[], 0);
    };
    reword("What is a lock?", "What is a lock for?");
    assert!(plan().contains("  What is a [-lock?-]{+lock for?+}"), "{}", plan());
    let before = place.read("deckpress.lock");
    place.build(&[]);
    assert!(String::from_utf8(before).expect("UTF-8").contains("\"built\":\"What is a lock?\""));
    assert!(!String::from_utf8(place.read("deckpress.lock")).expect("UTF-8").contains("\"built\""));
    assert!(!plan().contains("[-"), "what is built is built");
}

#[test]
fn the_seeds_take_every_edit() {
    let Some(folder) = seeds::seeds("the_seeds_take_every_edit") else { return };
    edit_everything(&copied(&folder), "seeds", &["--repair"]);
}
