//! Which entries make one note: on pairs that people judged, and whatever order they come in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use deckpress::model::{Collection, Decisions, Document, Entry};
use deckpress::normalise::{self, Asked, Knowledge, Lists, PERHAPS, SAME, Topics, likeness};
use deckpress::recognise::Options;
use deckpress::{intake, markup, recognise};
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::build::Workplace;
use crate::seeds;

static LISTS: LazyLock<Lists> = LazyLock::new(Lists::shipped);

/// The cells of a fixture's lines.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn pairs_of_many_fields_are_told_apart() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in rows(include_str!("../fixtures/merge/pairs.tsv")) {
        let [lang, _, label, one, other] = row[..] else { panic!("{row:?}") };
        let score = likeness(&Asked::of(one, lang, &LISTS), &Asked::of(other, lang, &LISTS));
        let verdict = match score {
            _ if score >= SAME => "same",
            _ if score >= PERHAPS => "perhaps",
            _ => "different",
        };
        *counts.entry((label, verdict)).or_default() += 1;
    }
    let share = |label: &str, verdict: &str| {
        let all: usize = counts.iter().filter(|((of, _), _)| *of == label).map(|(_, count)| count).sum();
        counts.get(&(label, verdict)).copied().unwrap_or_default() as f64 / all as f64
    };
    // A card that says something else is worse than two cards that say the same.
    assert!(share("different", "same") <= 0.03, "{counts:?}");
    assert!(share("same", "same") >= 0.7, "{counts:?}");
}

#[test]
fn a_word_a_number_or_a_sign_tells_questions_apart() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../fixtures/merge/words.tsv")) {
        let [lang, label, one, other] = row[..] else { panic!("{row:?}") };
        let (a, b) = (Asked::of(one, lang, &LISTS), Asked::of(other, lang, &LISTS));
        let score = likeness(&a, &b);
        assert_eq!(score.to_bits(), likeness(&b, &a).to_bits(), "{one} | {other}");
        if (score >= SAME) != (label == "same") {
            wrong.push(format!("{lang} {label} {score:.2} {one} | {other}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn equal_answers_and_neighbours_do_not_merge_what_a_word_tells_apart() {
    let answer =
        "Fast for six hours, drink clear water only, take the usual tablets and stay near the telephone.";
    let document = |word: &str| {
        let beside = |text: &str| format!("**Q:** {text}\n\n**A:** {text} is told elsewhere.\n\n");
        let asked = format!("**Q:** What to do {word} surgery?\n\n**A:** {answer}\n\n");
        format!("# Notes\n\n{}{asked}{}", beside("What is a latch?"), beside("Explain photosynthesis"))
    };
    let named: Vec<_> =
        ["before", "after"].map(|word| (format!("{word}.md"), document(word))).into_iter().collect();
    let (documents, entries) = read(&named);
    assert_eq!(notes(&documents, &entries, &Knowledge::default()).len(), 4);
}

#[test]
fn a_merge_is_told_with_what_takes_it_back() {
    let place = Workplace::new(&[
        ("locks.md", LOCKS),
        ("more.md", "# More\n\n**Q:** Explain latches\n\n**A:** Doors.\n"),
    ]);
    let output = place.run(&["build", "--now", "1700000000", "--only", "json", "--verbose"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("info[merged-question]: `Explain latches` is on the note `What is a latch?` ("),
        "{said}"
    );
    assert!(said.contains("questions = [\"What is a latch?\", \"Explain latches\"]"), "{said}");
}

/// Entries of the five documents by number of document and line, with the note that each is in.
fn notes_of_seeds(collection: &Collection) -> BTreeMap<String, usize> {
    let name = |entry: &Entry| {
        let document = &collection.documents[entry.document];
        format!("{}:{}", &document.id[..3], document.lines.lines(entry.question_span).first)
    };
    let notes = collection.notes.iter().enumerate();
    notes
        .flat_map(|(at, note)| note.draft.entries.iter().map(move |&entry| (entry, at)))
        .map(|(entry, note)| (name(&collection.entries[entry]), note))
        .collect()
}

#[test]
fn merges_of_the_five_documents_are_those_of_careful_readers() {
    let Some((collection, _)) = seeds::built("merges") else { return };
    let notes = notes_of_seeds(&collection);
    let judged: BTreeMap<(&str, &str), &str> =
        rows(include_str!("../fixtures/merge/seeds.tsv")).map(|row| ((row[0], row[1]), row[2])).collect();
    let is_one = |one: &str, other: &str| notes[one] == notes[other];
    let same: Vec<_> = judged.iter().filter(|(_, label)| **label == "same").map(|(pair, _)| *pair).collect();
    let found = same.iter().filter(|(one, other)| is_one(one, other)).count();
    assert!(found * 100 >= same.len() * 80, "{found} of {} pairs are on one note", same.len());
    let mut merged = 0;
    let mut wrong = Vec::new();
    for (one, note) in &notes {
        for (other, _) in notes.range(one.clone()..).skip(1).filter(|(_, other)| *other == note) {
            merged += 1;
            if !matches!(judged.get(&(one.as_str(), other.as_str())), Some(&"same" | &"doubt")) {
                wrong.push((one, other));
            }
        }
    }
    assert!(wrong.len() * 50 <= merged, "of {merged} merged pairs are wrong: {wrong:?}");
    let met = |line: &&String| {
        let bank = notes.iter().filter(|(name, _)| name.starts_with("000:"));
        bank.into_iter().any(|(_, note)| *note == notes[*line])
    };
    let plain: Vec<&String> = notes.keys().filter(|name| name.starts_with("001:")).collect();
    assert_eq!((plain.len(), plain.iter().filter(|name| met(name)).count()), (40, 40));
}

#[test]
fn open_questions_find_the_answers_that_other_documents_give() {
    let Some((collection, _)) = seeds::built("answers") else { return };
    let notes = notes_of_seeds(&collection);
    let mut wrong = Vec::new();
    let mut all = 0;
    for row in rows(include_str!("../fixtures/merge/answers.tsv")) {
        let note = &collection.notes[notes[row[0]]];
        let is_answered = note.draft.answer.is_some();
        let answering: Vec<&str> = row[1].split(' ').filter(|name| *name != "-").collect();
        let has_one = answering.iter().any(|name| notes[*name] == notes[row[0]]);
        all += 1;
        if is_answered != has_one || (!is_answered && !answering.is_empty()) {
            wrong.push(row[0]);
        }
    }
    assert_eq!(all, 90);
    assert!(wrong.len() <= 9, "{wrong:?}");
}

/// Documents with their entries.
fn read(documents: &[(String, String)]) -> (Vec<Document>, Vec<Entry>) {
    let mut read = Vec::new();
    let mut entries = Vec::new();
    for (index, (id, text)) in documents.iter().enumerate() {
        let document = intake::document(id.clone(), text.as_bytes(), "en").expect("text").document;
        let tree = markup::parse(&document.text);
        entries.extend(recognise::recognise(index, &document, tree, &Options::default()).entries);
        read.push(document);
    }
    (read, entries)
}

/// The entries of each note, by document and place.
fn notes(
    documents: &[Document],
    entries: &[Entry],
    knowledge: &Knowledge,
) -> BTreeSet<BTreeSet<(String, u32)>> {
    let topics = Topics::new(entries, documents, &BTreeSet::new(), &LISTS);
    let (drafts, _) = normalise::drafts(entries, documents, knowledge, &topics, &LISTS);
    let place = |entry: &usize| (documents[entries[*entry].document].id.clone(), entries[*entry].span.start);
    drafts.iter().map(|draft| draft.entries.iter().map(place).collect()).collect()
}

const SUBJECTS: [&str; 8] = [
    "a mutex",
    "deadlocks",
    "the event loop",
    "TCP and UDP",
    "an index",
    "`map`",
    "photosynthesis",
    "a left join",
];
const FRAMES: [&str; 8] = [
    "What is {}?",
    "Explain {}.",
    "How does {} work?",
    "How do you avoid {}?",
    "Why is {} useful?",
    "Difference between {} and a queue",
    "When would you use {}?",
    "{} — in one minute",
];

prop_compose! {
    fn document()(picks in prop::collection::vec((0..SUBJECTS.len(), 0..FRAMES.len(), any::<bool>()), 1..9)) -> String {
        let mut text = String::from("# Questions\n\n");
        for (subject, frame, answered) in picks {
            let question = FRAMES[frame].replace("{}", SUBJECTS[subject]);
            let answer = if answered { format!("It is about {subject} and {frame}.") } else { String::new() };
            text.push_str(&format!("**Q:** {question}\n\n**A:** {answer}\n\n"));
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: prop::test_runner::RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    /// Neither the order of documents nor what else is read changes which entries make one note.
    #[test]
    fn neither_order_nor_company_changes_what_merges(texts in prop::collection::vec(document(), 2..5), order in subsequence((0..5_usize).collect::<Vec<_>>(), 5).prop_shuffle()) {
        let named: Vec<(String, String)> =
            texts.into_iter().enumerate().map(|(at, text)| (format!("{at}.md"), text)).collect();
        let knowledge = Knowledge::default();
        let (documents, entries) = read(&named);
        let before = notes(&documents, &entries, &knowledge);
        let shuffled: Vec<_> = order.into_iter().filter_map(|at| named.get(at).cloned()).collect();
        let (documents, entries) = read(&shuffled);
        prop_assert_eq!(&before, &notes(&documents, &entries, &knowledge));
        let reversed: Vec<Entry> = entries.iter().rev().cloned().collect();
        prop_assert_eq!(&before, &notes(&documents, &reversed, &knowledge));
        let stranger = ("z.md".to_string(), "**Q:** Who painted the ceiling?\n\n**A:** One man on his back.\n".to_string());
        let (documents, entries) = read(&[named, vec![stranger]].concat());
        let after = notes(&documents, &entries, &knowledge);
        prop_assert!(before.is_subset(&after));
        // Every entry is in exactly one note.
        prop_assert_eq!(after.iter().map(BTreeSet::len).sum::<usize>(), entries.len());
    }
}

const LOCKS: &str = "# Locks\n\n**Q:** What is a mutex?\n\n**A:** A lock that one holds.\n\n**Q:** Explain the lock that one thread owns\n\n**A:** Whoever took it gives it back.\n\n**Q:** What is a latch?\n\n**A:** A gate that opens once.\n";

#[test]
fn what_people_say_wins_and_is_remembered() {
    let place = Workplace::new(&[
        ("locks.md", LOCKS),
        ("more.md", "# More\n\n**Q:** Explain latches\n\n**A:** Doors.\n"),
    ]);
    let notes = || place.model()["notes"].as_array().expect("notes").len();
    place.build(&["--only", "json"]);
    assert_eq!(notes(), 3, "latches are merged, mutexes are not");
    let id = |question: &str| {
        let model = place.model();
        let notes = model["notes"].as_array().expect("notes").clone();
        let note = notes.into_iter().find(|note| note["question_text"] == question).expect("the note");
        note["short_id"].as_str().expect("an id").to_string()
    };
    let said = format!(
        "[[same]]\nquestions = [\"{}\", \"explain the lock that one thread owns\"]\n\n\
         [[different]]\nquestions = [\"What is a latch?\", \"Explain latches\"]\n",
        id("What is a mutex?")
    );
    place.write("deckpress.toml", said.as_bytes());
    place.build(&["--only", "json"]);
    let model = place.model();
    let mutex = &model["notes"][0];
    assert_eq!(mutex["entries"].as_array().map(Vec::len), Some(2), "{mutex}");
    assert_eq!(mutex["merges"][0]["reason"], "you said so");
    assert_eq!(notes(), 3, "mutexes are merged, latches are not");
    // It holds without the configuration too.
    place.write("deckpress.toml", b"");
    place.build(&["--only", "json", "--locked"]);
    assert_eq!(place.model()["notes"], model["notes"]);
    // And is taken back by the other word.
    place.write("deckpress.toml", said.replace("same", "different").as_bytes());
    place.build(&["--only", "json"]);
    assert_eq!(notes(), 4);
}

#[test]
fn nothing_bridges_two_notes() {
    // The middle one is like both others, and they are not like each other.
    let text = "# B\n\n**Q:** What is a memory leak in threads?\n\n**Q:** What is a memory leak?\n\n\
                **Q:** What is a memory leak in closures?\n";
    let asked = |text: &str| Asked::of(text, "en", &LISTS);
    let [first, middle, last] =
        ["What is a memory leak in threads?", "What is a memory leak?", "What is a memory leak in closures?"]
            .map(asked);
    assert!(likeness(&first, &middle) >= SAME && likeness(&middle, &last) >= SAME);
    assert!(likeness(&first, &last) < SAME);
    let (documents, entries) = read(&[("b.md".to_string(), text.to_string())]);
    let sizes: Vec<usize> =
        notes(&documents, &entries, &Knowledge::default()).iter().map(BTreeSet::len).collect();
    assert_eq!(sizes, [2, 1], "the last is not like the anchor of the first two");
}

#[test]
fn a_name_that_no_question_bears_is_told() {
    let place = Workplace::new(&[("locks.md", LOCKS)]);
    place.write("deckpress.toml", b"[[same]]\nquestions = [\"What is a mutex?\", \"What is a futex?\"]\n");
    let output = place.run(&["build", "--now", "1700000000", "--only", "json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("`[[same]]` of deckpress.toml names `What is a futex?`"), "{said}");
}

#[test]
fn newer_words_take_back_older_ones() {
    let pair = || BTreeSet::from([Decisions::pair("b", "a")]);
    let mut decisions = Decisions { same: pair(), different: BTreeSet::new() };
    decisions.extend(Decisions { same: BTreeSet::new(), different: pair() });
    assert_eq!(decisions, Decisions { same: BTreeSet::new(), different: pair() });
}
