//! Which notes are about the same, and in which order they are learnt.

use std::collections::{BTreeMap, BTreeSet};

use crate::build::Workplace;

/// The topic of each question of the last build, in the order in which they are learnt.
fn topics(place: &Workplace) -> Vec<(String, String)> {
    place.build(&["--only", "json"]);
    let model = place.model();
    let notes = model["notes"].as_array().expect("notes").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    notes
        .map(|note| {
            let (topic, deck) = (text(&note["topic"]), text(&note["deck"]));
            assert_eq!(deck.split_once("::").expect("two levels").1, topic, "the deck is the topic's");
            (topic, text(&note["question_text"]))
        })
        .collect()
}

/// How many questions each topic has.
fn counts(documents: &[(&str, &str)]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (topic, _) in topics(&Workplace::new(documents)) {
        *counts.entry(topic).or_default() += 1;
    }
    counts
}

#[track_caller]
fn check(documents: &[(&str, &str)], expected: &[(&str, usize)]) {
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(topic, count)| ((*topic).to_owned(), *count)).collect();
    assert_eq!(counts(documents), expected);
}

const GO: &str = "\
# Go interview questions

## 3. Goroutines, channels & concurrency

### What is a goroutine?

A function that runs beside others.

### When does a send on a channel block?

Until somebody receives.

## 4. Unit testing

### How are table-driven tests written?

As a slice of cases and one loop.
";

const JAVA: &str = "\
# Java for seniors

## Multithreading

**Q:** What does `volatile` promise?

**A:** That every read sees the last write.

## Testing (JUnit)

**Q:** What is an extension of JUnit 5 for?

**A:** For what several tests share.
";

#[test]
fn sections_of_different_documents_are_one_topic() {
    check(&[("go.md", GO), ("java.md", JAVA)], &[("Concurrency", 3), ("Testing and debugging", 2)]);
}

const PSYCHOLOGY: &str = "\
# General psychology

## Memory

**Q:** What is the capacity of working memory?

**A:** About four chunks.

**Q:** How does a schema change a recollection?

**A:** Gaps are filled with what is typical.

## Processing and performance

**Q:** What happens to performance under arousal?

**A:** It rises, then falls.

## Testing

**Q:** What makes a test reliable?

**A:** The same result twice.
";

const BIOLOGY: &str = "\
# Biology

## Cells, Networks & Systems

**Q:** What does a membrane do?

**A:** It parts what is inside from what is outside.

## Inheritance

**Q:** What is a dominant trait?

**A:** One that shows in every bearer.

## Functions of proteins

**Q:** What does an enzyme do?

**A:** It speeds up a reaction.
";

const MUSIC: &str = "\
# Theory of music

## Patterns and types

1. What is an ostinato?
2. What is a hemiola?

## Strings

1. How is a viola tuned?
2. Why do strings break?

## Interview questions

1. Who wrote the first opera?
";

const NEBENLAUFIG: &str = "\
# Fragen zu Python im Vorstellungsgespräch

## Nebenläufigkeit

**Q:** Was ist der GIL und wozu wird er von CPython gebraucht?

**A:** Ein Schloss, das nur einen Thread zur gleichen Zeit rechnen lässt, und das der Speicherverwaltung dient.

## Test

**Q:** Wie werden mit pytest Testfälle geschrieben, die sich nur in ihren Daten unterscheiden?

**A:** Mit parametrisierten Funktionen, denen die Daten der Reihe nach übergeben werden.
";

const HISTORIA: &str = "\
# Historia de España

## Redes y sistemas

**Q:** ¿Quién fundó la Mesta y con qué fin?

**A:** Alfonso X, para la defensa de los ganaderos.

## Memoria

**Q:** ¿Cuándo se aprobó la ley de memoria histórica?

**A:** En el año 2007, con los votos de la mayoría.
";

#[test]
fn documents_of_other_fields_and_languages_keep_their_sections() {
    check(&[("a.md", PSYCHOLOGY)], &[("Memory", 2), ("Processing and performance", 1), ("Testing", 1)]);
    check(
        &[("a.md", BIOLOGY)],
        &[("Cells, Networks & Systems", 1), ("Functions of proteins", 1), ("Inheritance", 1)],
    );
    check(&[("a.md", MUSIC)], &[("Interview questions", 1), ("Patterns and types", 2), ("Strings", 2)]);
    check(&[("a.md", NEBENLAUFIG)], &[("Nebenläufigkeit", 1), ("Test", 1)]);
    check(&[("a.md", HISTORIA)], &[("Memoria", 1), ("Redes y sistemas", 1)]);
}

#[test]
fn another_document_changes_the_topic_of_none() {
    let alone: BTreeSet<_> = [GO, PSYCHOLOGY, BIOLOGY]
        .into_iter()
        .flat_map(|text| topics(&Workplace::new(&[("a.md", text)])))
        .collect();
    let together = Workplace::new(&[("a.md", GO), ("b.md", PSYCHOLOGY), ("c.md", BIOLOGY)]);
    assert_eq!(topics(&together).into_iter().collect::<BTreeSet<_>>(), alone);
}

const BANK: &str = "\
# Python question bank

## Questions asked in Harbour Bank interview

1. How do you find a memory leak?
2. What is a race condition?
3. What would you ask us?

## Functions & OOP

1. What is a metaclass?
2. What does a closure keep?
3. How do coroutines start?
4. Who calls whom?

## Kite flying

1. What is a mutex?

| # | Question | Topics |
|---|---|---|
| 1 | Why is it slow? | Databases |

## Part 2 › Advanced

| # | Question | Topics |
|---|---|---|
| 1 | Why does it wait? | Databases |
";

#[test]
fn the_question_tells_where_titles_do_not() {
    let place = Workplace::new(&[("bank.md", BANK)]);
    let told = topics(&place);
    let topic = |question: &str| {
        let found = told.iter().find(|(_, asked)| asked == question);
        found.unwrap_or_else(|| panic!("`{question}` in {told:?}")).0.as_str()
    };
    for (question, expected) in [
        ("How do you find a memory leak?", "Memory and internals"),
        ("What is a race condition?", "Concurrency"),
        ("What would you ask us?", "Questions asked in Harbour Bank interview"),
        // A title that names several topics: one of them, else what the question surely is about, else the first.
        ("What is a metaclass?", "Object-oriented programming"),
        ("What does a closure keep?", "Functions"),
        ("How do coroutines start?", "Concurrency"),
        ("Who calls whom?", "Functions"),
        // A title that says something else is believed.
        ("What is a mutex?", "Kite flying"),
        ("Why is it slow?", "Kite flying"),
        // Tags tell too.
        ("Why does it wait?", "Databases"),
    ] {
        assert_eq!(topic(question), expected, "{question}");
    }
}

#[test]
fn spellings_of_one_title_are_one_topic() {
    let section = |title: &str, question: &str| format!("# Garden\n\n## {title}\n\n### {question}\n\nSo.\n");
    let texts = [
        section("Apple Trees & Pears", "Why prune?"),
        section("apple trees and pears", "When to prune?"),
        section("Apple tree and pear", "Who prunes?"),
        section("Apples", "Where to prune?"),
    ];
    let names = ["a.md", "b.md", "c.md", "d.md"];
    let documents: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    // Two sections in each, so that the title of the document is none of theirs.
    let documents: Vec<(&str, String)> = documents
        .into_iter()
        .map(|(name, text)| {
            (name, format!("{text}\n## Tools of {name}\n\n### What is in the shed of {name}?\n\nA spade.\n"))
        })
        .collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let counts = counts(&documents);
    assert_eq!((counts["Apple Trees & Pears"], counts["Apples"]), (3, 1), "{counts:?}");
    // What cards are called already is not respelled by a document that comes before theirs.
    let place = Workplace::new(&documents[1..]);
    topics(&place);
    place.write("source/a.md", documents[0].1.as_bytes());
    let spelled: BTreeSet<String> = topics(&place).into_iter().map(|(topic, _)| topic).collect();
    assert!(
        spelled.contains("apple trees and pears") && !spelled.contains("Apple Trees & Pears"),
        "{spelled:?}"
    );
}

const MIXED: &str = "\
# Python, and more

## Sailing

### Why reef?

The wind.

## Concurrency

### What is a lock? (hard)

One holder.

### What is a semaphore?

Several holders.

### What is a barrier? (easy)

All wait.

### What is a latch? (medium)

It opens once.

## Astronomy

### Why twinkle?

The air.

## Functions

### What is a lambda?

A function without a name.
";

#[test]
fn topics_come_in_the_order_of_study_and_easy_questions_first() {
    let text = MIXED
        .replace(" (hard)", " **[HARD]**")
        .replace(" (easy)", " **[EASY]**")
        .replace(" (medium)", " **[MEDIUM]**");
    let place = Workplace::new(&[("mixed.md", &text)]);
    let order: Vec<String> = topics(&place).into_iter().map(|(_, question)| question).collect();
    assert_eq!(
        order,
        [
            "What is a lambda?",
            "What is a barrier?",
            "What is a semaphore?",
            "What is a latch?",
            "What is a lock?",
            "Why reef?",
            "Why twinkle?",
        ]
    );
}

#[test]
fn no_phrase_names_two_topics() {
    let table: toml::Table = include_str!("../../templates/topics.toml").parse().expect("TOML");
    let mut seen = BTreeSet::new();
    let strings = |table: &toml::Table, key: &str| -> Vec<String> {
        let list = table[key].as_array().expect("a list").iter();
        list.map(|phrase| phrase.as_str().expect("a text").to_owned()).collect()
    };
    let topics = table["topic"].as_array().expect("topics").iter();
    let topics: Vec<&toml::Table> = topics.map(|topic| topic.as_table().expect("a topic")).collect();
    let phrases = topics.iter().flat_map(|topic| [strings(topic, "terms"), strings(topic, "words")]);
    for phrase in phrases.chain([strings(&table, "field"), strings(&table, "nothing")]).flatten() {
        assert_eq!(phrase, phrase.to_lowercase());
        assert!(seen.insert(phrase.clone()), "`{phrase}` stands twice");
    }
}

#[test]
fn tags_lie_below_the_configured_one() {
    let text = "# Python\n\n## Data structures\n\n| Question | Answer | Difficulty | Companies | Topics |\n|---|---|---|---|---|\n\
                | What is a deque? | A list with two ends. | Easy | Acme \"&\" Sons | queues: both |\n";
    let place = Workplace::new(&[("my notes.md", text)]);
    let tags = |prefix: &str| -> Vec<String> {
        place.write("deckpress.toml", prefix.as_bytes());
        place.build(&["--only", "json"]);
        let model = place.model();
        let tags = model["notes"][0]["anki_tags"].as_array().expect("tags").iter();
        tags.map(|tag| tag.as_str().expect("a tag").to_owned()).collect()
    };
    let expected = [
        "company::Acme_&_Sons",
        "difficulty::easy",
        "source::my_notes.md",
        "tag::queues_both",
        "topic::Data_structures",
    ];
    let below = |prefix: &str| expected.map(|tag| format!("{prefix}{tag}"));
    assert_eq!(tags(""), below("deckpress::"));
    assert_eq!(tags("tag_prefix = \"my decks::Python::\""), below("my_decks::Python::"));
    assert_eq!(tags("tag_prefix = \"\""), below(""));
}
