//! `deckpress explain` as the user whose card came out wrong runs it.

use serde_json::Value;

use crate::build::Workplace;

const GUIDE: &str = "\
---
title: Sailing
---

# Sailing

Two pages on ropes.

- [Knots](#knots)

## Knots

<!-- id: bowline -->
### Q1: What is a bowline for?

It makes a loop that holds.

!!! tip \"Interviewer's Insight\"
    Ask them to tie it.

### What does a cleat hitch do?

## Rigging

**Q:** What holds the mast?

**A:** Stays and shrouds:

| Rope | Use |
|---|---|
| halyard | hoists |
";

fn explained(place: &Workplace, args: &[&str]) -> String {
    let output = place.run(&[&["explain"], args].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    format!("{}{said}", String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_whole_document_is_explained() {
    let place = Workplace::new(&[("guide.md", GUIDE)]);
    insta::assert_snapshot!(explained(&place, &["source/guide.md"]));
}

#[test]
fn lines_are_explained_in_full() {
    let place = Workplace::new(&[("guide.md", GUIDE)]);
    let places =
        ["source/guide.md:16", "guide.md:21:1", "source/guide.md:23", "source/guide.md:7", "guide.md:4"];
    insta::assert_snapshot!(places.map(|line| explained(&place, &[line])).join("\n----\n"));
}

#[test]
fn claims_that_lost_are_told() {
    // A heading that asks holds a labelled answer: so does the label in it.
    let text = "## Why do ropes creak?\n\n**Q:** What is wet rope?\n\n**A:** Longer.\n\n**Q:** And dry?\n\n**A:** Shorter.\n";
    let place = Workplace::new(&[("ropes.md", text)]);
    let said = explained(&place, &["ropes.md:3", "--json"]);
    let range: Value = serde_json::from_str(&said).unwrap();
    let lost = &range["ranges"][0]["lost"];
    assert_eq!(lost[0]["rule"], "heading", "{said}");
    assert_eq!((&lost[0]["first_line"], &lost[0]["last_line"]), (&1.into(), &9.into()), "{said}");
    insta::assert_snapshot!(
        ["ropes.md:1", "ropes.md:3"].map(|line| explained(&place, &[line])).join("\n----\n")
    );
}

#[test]
fn encodings_and_repairs_are_told_with_their_evidence() {
    let place = Workplace::new(&[("garbled.md", "## What isnâ€™t?\n\nItâ€™s â€œsoâ€\u{9d}.\n")]);
    place.write("source/greek.txt", b"1. \xd4\xe9 \xe5\xdf\xed\xe1\xe9 \xe7 \xf8\xf5\xf7\xde;\n\n\xc7 \xf8\xf5\xf7\xde \xe5\xdf\xed\xe1\xe9 \xe7 \xe6\xf9\xde.\n");
    place.write("source/marked.md", b"\xef\xbb\xbf## Why?\n\nSo.\n");
    let said =
        ["garbled.md", "greek.txt", "marked.md"].map(|name| explained(&place, &[name])).join("\n----\n");
    insta::assert_snapshot!(said);
}

#[test]
fn files_outside_of_sources_are_explained_and_others_refused_as_in_builds() {
    let place = Workplace::new(&[("guide.md", GUIDE)]);
    place.write("elsewhere/notes.txt", b"1. Why?\nSo.\n2. How?\nSo.\n3. When?\nNow.\n");
    assert!(explained(&place, &["elsewhere/notes.txt"]).contains("plain text"));
    place.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    for (args, code, part) in [
        (&["nowhere.md"][..], 2, "error: cannot open source `nowhere.md`"),
        (&["source"], 2, "error: `source` is a folder; name one of the documents in it"),
        (&["guide.md:999"], 2, "error: `guide.md` has 31 lines; there is no line 999"),
        (&["guide.md:0"], 2, "error: `guide.md` has 31 lines; there is no line 0"),
        (
            &["picture.md"],
            1,
            "error[refused-document]: `picture.md` was left out: the file is not text: it looks like",
        ),
    ] {
        let output = place.run(&[&["explain"], args].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.starts_with(part), "{said}");
        assert!(output.stdout.is_empty());
    }
}

/// How many questions stand in `text`, and what is said about line `line` of it.
fn read(text: &str, line: usize) -> (usize, Value) {
    let place = Workplace::new(&[("notes.md", text)]);
    let whole: Value = serde_json::from_str(&explained(&place, &["notes.md", "--json"])).unwrap();
    let questions = whole["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["questions"].as_u64().unwrap())
        .sum::<u64>();
    let one: Value =
        serde_json::from_str(&explained(&place, &[&format!("notes.md:{line}"), "--json"])).unwrap();
    (questions as usize, one["ranges"][0].clone())
}

/// What `explain` advises works: each line that is no question becomes one as it says.
#[test]
fn who_follows_the_advice_gets_a_question() {
    for (text, line, advised, heeded) in [
        ("Ropes\nOf hemp.\n", 1, "open the line of the question with `Q:`", "Q: Ropes\nA: Of **hemp**.\n"),
        (
            "Ropes\nOf hemp.\n",
            1,
            "number the questions",
            "1. Ropes\nOf hemp.\n\n2. Sails\nOf cloth.\n\n3. Mast\nOf wood.\n",
        ),
        ("## Ropes\n\nOf **hemp**.\n", 1, "open it with `Q:`", "## Q: Ropes\n\nOf **hemp**.\n"),
        ("## Ropes\n\nOf **hemp**.\n", 1, "end the heading with `?`", "## Ropes?\n\nOf **hemp**.\n"),
        (
            "# Sailing\n\n## Ropes\n\nOf **hemp**.\n\n## Sails\n\nOf cloth.\n",
            3,
            "put `Answer:` below each",
            "# Sailing\n\n## Ropes\n\n**Answer:**\n\nOf **hemp**.\n\n## Sails\n\n**Answer:** Of cloth.\n",
        ),
        (
            "# Sailing\n\n## Ropes\n\nOf hemp.\n\n## Sails\n\nOf cloth.\n\n## Why?\n\nFor **speed**.\n\n## Masts\n\nOf wood.\n",
            11,
            "open it with `Q:`",
            "# Sailing\n\n## Ropes\n\nOf hemp.\n\n## Sails\n\nOf cloth.\n\n## Q: Why?\n\nFor **speed**.\n\n## Masts\n\nOf wood.\n",
        ),
        (
            "Tell of *long* ropes.\n\nOf **hemp**.\n",
            1,
            "as a heading that ends with `?`",
            "### What are ropes of?\n\nOf **hemp**.\n",
        ),
        (
            "Tell of *long* ropes.\n\nOf **hemp**.\n",
            1,
            "or open its line with `Q:`",
            "Q: Tell of ropes.\n\nA: Of **hemp**.\n",
        ),
        ("- ropes\n- **sails**\n", 1, "open the item with `Q:`", "- Q: ropes\n- **sails**\n"),
        ("- ropes\n- **sails**\n", 1, "end the item with `?`", "- ropes?\n- sails?\n"),
        (
            "- why ropes\n- **sails**\n",
            1,
            "announces `Questions:`",
            "Questions:\n\n- why ropes\n- **sails**\n",
        ),
        (
            "| Rope | Use |\n|---|---|\n| a | b |\n",
            1,
            "name the column of questions `Question`",
            "| Question | Answer |\n|---|---|\n| a | b |\n",
        ),
        (
            "??? note \"Ropes\"\n    Of **hemp**.\n",
            1,
            "end its title with `?`",
            "??? note \"Ropes?\"\n    Of **hemp**.\n",
        ),
        (
            "??? note \"Ropes\"\n    Of **hemp**.\n",
            1,
            "or number it",
            "??? note \"1. Ropes\"\n    Of **hemp**.\n",
        ),
        (
            "```c\nint a;\n```\n",
            2,
            "put a heading that asks above it",
            "## What is this?\n\n```c\nint a;\n```\n",
        ),
    ] {
        let (questions, range) = read(text, line);
        let advice = range["advice"].as_str().unwrap_or_else(|| panic!("{text}: {range}"));
        assert!(advice.contains(advised), "{text}: `{advised}` in `{advice}`");
        assert_eq!(questions, 0, "{text}");
        let (questions, _) = read(heeded, 1);
        assert!(questions > 0, "{heeded}");
    }
}

/// And who follows the advice on an open question gets an answer.
#[test]
fn who_follows_the_advice_gets_an_answer() {
    for (text, line, advised, heeded) in [
        (
            "| Question |\n|---|\n| Why? |\n",
            3,
            "a column named `Answer`",
            "| Question | Answer |\n|---|---|\n| Why? | So. |\n",
        ),
        ("- Why?\n- How?\n", 1, "indent the answer below the item", "- Why?\n  - So.\n- How?\n"),
        ("**Q:** Why?\n", 1, "open the line of its answer with `A:`", "**Q:** Why?\n**A:** So.\n"),
        ("## Why?\n", 1, "below the question", "## Why?\n\nSo.\n"),
        ("??? note \"Why?\"\n", 1, "inside, below the title", "??? note \"Why?\"\n    So.\n"),
    ] {
        let (_, range) = read(text, line);
        let advice = range["advice"].as_str().unwrap_or_else(|| panic!("{text}: {range}"));
        assert!(advice.contains(advised), "{text}: `{advised}` in `{advice}`");
        let (_, range) = read(heeded, line);
        assert!(
            range["question"]["answer_markdown"].as_str().is_some_and(|answer| answer.contains("So")),
            "{heeded}: {range}"
        );
    }
}

/// The rule that `explain` proposes for a line makes questions of that line and its like.
#[test]
fn who_takes_the_proposed_rule_gets_questions() {
    for (text, line, pattern, question) in [
        (
            "Posten 3 (5 Punkte): Palstek\n\nEine **Schlinge**.\n\nPosten 4 (2 Punkte): Klampe\n\nDaran.\n",
            1,
            r"^Posten (?<number>\d+) \(\d+ Punkte\):\s*(?<question>.+)",
            "Palstek",
        ),
        ("- [Q] the **sheet**\n- [A] a rope\n", 1, r"^\- \[Q\]\s*(?<question>.+)", "the sheet"),
        ("# Ropes\n\n## Card: ropes\n\nOf **hemp**.\n", 3, r"^\#\# Card:\s*(?<question>.+)", "ropes"),
        ("문제 1-1. **돛**\n", 1, r"^문제 (?<number>\d+)\-\d+\.\s*(?<question>.+)", "돛"),
        ("# Deck\n\n>>> **ropes**\n\nOf `hemp`.\n", 3, r"^>>>\s*(?<question>.+)", "ropes"),
    ] {
        let place = Workplace::new(&[("notes.md", text)]);
        let at = format!("notes.md:{line}");
        let told: Value = serde_json::from_str(&explained(&place, &[&at, "--json"])).unwrap();
        let rule = told["ranges"][0]["rule"].as_str().unwrap_or_else(|| panic!("{text}: {told}"));
        assert!(rule.contains(&format!("question = '{pattern}'")), "{rule}");
        assert!(explained(&place, &[&at]).contains(&format!("  question = '{pattern}'")));
        place.write("deckpress.toml", rule.as_bytes());
        let told: Value = serde_json::from_str(&explained(&place, &[&at, "--json"])).unwrap();
        let found = &told["ranges"][0]["question"];
        assert_eq!(
            (found["rule"].as_str(), found["text"].as_str()),
            (Some("my style"), Some(question)),
            "{told}"
        );
        assert!(explained(&place, &[&at]).contains("lines that a `[[rule]]` of deckpress.toml describes"));
    }
    for (text, line) in [("Of ropes and *sails*\n", 1), ("# Code\n\n```\na: b\n```\n", 4)] {
        let (_, range) = read(text, line);
        assert!(range["advice"].is_string() && range["rule"].is_null(), "nothing to go by: {range}");
    }
}

#[test]
fn every_rule_is_told_in_words() {
    let sources = crate::architecture::sources();
    let words = &sources["explain/words.rs"];
    let rules = sources["recognise/mod.rs"].split("Rule { name: \"").skip(1);
    let names: Vec<&str> = rules.filter_map(|rest| Some(rest.split_once('"')?.0)).collect();
    assert!(names.len() >= 6, "the rules were found: {names:?}");
    for name in names {
        assert!(
            words.contains(&format!("\"{name}\" =>")),
            "src/explain/words.rs tells what rule `{name}` looks for"
        );
    }
}

#[test]
fn what_a_terminal_would_obey_is_not_printed() {
    let place = Workplace::new(&[("evil.md", "## Why \u{9b}31m red?\n\nSo \u{9b}31m it is.\n")]);
    assert!(!explained(&place, &["evil.md"]).contains('\u{9b}'));
    assert!(!explained(&place, &["evil.md:1"]).contains('\u{9b}'));
}
