//! How long entries take to become notes, and how much memory: 1,000, 10,000 and 100,000 of them.
//!
//! `cargo bench --bench normalising`. The growth is what to look at: ten times the entries should take about ten times
//! as long. Half of the questions ask what another one asks in other words.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and stops where it fails")]

use std::collections::BTreeSet;
use std::time::Instant;

use deckpress::model::{Document, Entry};
use deckpress::normalise::{self, Knowledge, Lists, Topics};
use deckpress::recognise::Options;
use deckpress::{intake, markup, recognise};

const FRAMES: [&str; 10] = [
    "What is {}?",
    "Explain {}.",
    "How does {} work?",
    "How do you avoid {}?",
    "Why is {} useful?",
    "What is the difference between {} and {}?",
    "{} vs {}",
    "How would you implement {}?",
    "When would you use {}?",
    "{} in practice",
];

fn main() {
    let lists = Lists::shipped();
    let mut last: Option<f64> = None;
    for count in [1_000, 10_000, 100_000] {
        let (documents, entries) = entries(count);
        let before = peak();
        let start = Instant::now();
        let topics = Topics::new(&entries, &documents, &BTreeSet::new(), &lists);
        let (drafts, doubts) =
            normalise::drafts(&entries, &documents, &Knowledge::default(), &topics, &lists);
        let seconds = start.elapsed().as_secs_f64();
        let growth = last.map_or(String::new(), |last| format!(", {:.1} times as long", seconds / last));
        println!(
            "{:>7} entries: {seconds:6.2} s{growth}; {} notes, {} doubts; peak {} MB, before {before} MB",
            entries.len(),
            drafts.len(),
            doubts.len(),
            peak()
        );
        last = Some(seconds);
    }
}

/// So many entries in documents of a hundred.
fn entries(count: usize) -> (Vec<Document>, Vec<Entry>) {
    let mut random = Random(7);
    let mut documents = Vec::new();
    let mut entries = Vec::new();
    for index in 0..count.div_ceil(100) {
        let mut text = String::from("# Questions\n\n");
        for _ in 0..100 {
            let mut question = FRAMES[random.below(FRAMES.len())].to_string();
            while question.contains("{}") {
                question = question.replacen("{}", &random.subject(count), 1);
            }
            text.push_str(&format!("**Q:** {question}\n\n**A:** {}.\n\n", random.words(30)));
        }
        let document = intake::document(format!("{index:05}.md"), text.as_bytes(), "en").unwrap().document;
        let tree = markup::parse(&document.text);
        entries.extend(recognise::recognise(index, &document, tree, &Options::default()).entries);
        documents.push(document);
    }
    (documents, entries)
}

/// A small generator (Marsaglia's xorshift): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    /// One or two words, of as many subjects as make half of the questions meet another.
    fn subject(&mut self, count: usize) -> String {
        let number = self.below(count / 4 + 1);
        match number % 3 {
            0 => word(number),
            _ => format!("{} {}", word(number % 2_000), word(number)),
        }
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| word(self.below(20_000))).collect::<Vec<_>>().join(" ")
    }
}

/// A word of its own for each number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ko", "ri", "tu", "me", "sol", "na", "vi", "dor", "pe", "lan", "qui", "ze", "mo", "ur", "ta"];
    let mut word = String::new();
    let mut rest = number * 7 + 11;
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
    }
    word
}

/// The most memory that this process had so far, in megabytes; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}
