//! Documents of any size, the same ones every time: every house style, with the topics' own words.

/// A mixed document of at least `bytes` bytes.
pub fn document(bytes: usize, seed: u64) -> String {
    let mut corpus =
        Corpus { text: String::with_capacity(bytes + 4096), chance: Chance(seed | 1), number: 0 };
    while corpus.text.len() < bytes {
        corpus.section();
    }
    corpus.text
}

/// A linear congruential generator; the constants are those of Knuth's MMIX.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

struct Corpus {
    text: String,
    chance: Chance,
    number: usize,
}

const SUBJECTS: [&str; 12] = [
    "a tidal lock",
    "the spleen",
    "a sonnet",
    "compound interest",
    "the Hanse",
    "a B-tree",
    "der Konjunktiv",
    "la photosynthèse",
    "un número primo",
    "炭素循環",
    "обратная связь",
    "a `RefCell`",
];

const WORDS: [&str; 40] = [
    "water",
    "turns",
    "slowly",
    "because",
    "the",
    "older",
    "rule",
    "holds",
    "until",
    "someone",
    "measures",
    "**heat**",
    "with",
    "a",
    "lamp",
    "and",
    "*finds*",
    "that",
    "nothing",
    "moved",
    "at",
    "night",
    "`x + 1`",
    "so",
    "trade",
    "grew",
    "along",
    "coasts",
    "naïve",
    "readers",
    "expect",
    "more",
    "than",
    "[maps](https://example.org)",
    "show",
    "for",
    "each",
    "für",
    "世界",
    "snow",
];

const LANGUAGES: [(&str, &str); 4] = [
    ("rust", "let mut sum = 0;\nfor n in 1..=10 {\n    sum += n * n;\n}\nprintln!(\"{sum}\");\n"),
    ("sql", "SELECT port, count(*)\nFROM voyages\nWHERE year > 1400\nGROUP BY port;\n"),
    ("python", "def area(r):\n    # not a heading\n    return 3.14 * r ** 2\n"),
    ("", "  +---+\n  | a |\n  +---+\n"),
];

impl Corpus {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn subject(&mut self) -> &'static str {
        SUBJECTS[self.chance.below(SUBJECTS.len())]
    }

    fn sentence(&mut self) -> String {
        let words: Vec<&str> =
            (0..8 + self.chance.below(18)).map(|_| WORDS[self.chance.below(WORDS.len())]).collect();
        format!("{}.", words.join(" "))
    }

    fn paragraph(&mut self, indent: &str) {
        for _ in 0..1 + self.chance.below(4) {
            let sentence = self.sentence();
            self.push(&format!("{indent}{sentence}\n"));
        }
        self.push("\n");
    }

    fn code(&mut self, indent: &str) {
        let (language, lines) = LANGUAGES[self.chance.below(LANGUAGES.len())];
        self.push(&format!("{indent}```{language}\n"));
        for line in lines.lines() {
            self.push(&format!("{indent}{line}\n"));
        }
        self.push(&format!("{indent}```\n\n"));
    }

    fn answer(&mut self, indent: &str) {
        self.paragraph(indent);
        match self.chance.below(4) {
            0 => self.code(indent),
            1 => {
                for _ in 0..2 + self.chance.below(4) {
                    let sentence = self.sentence();
                    self.push(&format!("{indent}- {sentence}\n"));
                }
                self.push("\n");
            }
            2 => {
                self.push(&format!("{indent}| era | ports | goods |\n{indent}|---|--:|---|\n"));
                for row in 0..3 + self.chance.below(5) {
                    let subject = self.subject();
                    self.push(&format!("{indent}| {row} | {} | {subject} |\n", row * 7));
                }
                self.push("\n");
            }
            _ => self.paragraph(indent),
        }
    }

    /// A heading and a few questions in one house style.
    fn section(&mut self) {
        let subject = self.subject();
        self.push(&format!("## 🔹 On {subject}\n\n"));
        let style = self.chance.below(10);
        let questions = 4 + self.chance.below(8);
        for index in 1..=questions {
            self.number += 1;
            let (subject, number) = (self.subject(), self.number);
            match style {
                0 => {
                    self.push(&format!("### {number}. What is {subject}?\n\n"));
                    self.answer("");
                }
                1 => {
                    self.push(&format!("#### {index}. \"Why {subject}?\"\n\n**Answer:**\n"));
                    self.answer("");
                }
                2 => {
                    let hint = self.sentence();
                    self.push(&format!("<Accordion title=\"{number}. How does {subject} work?\">\n"));
                    self.answer("  ");
                    self.push(&format!("**Follow-up:** \"And then?\" ({hint})\n</Accordion>\n"));
                }
                3 => {
                    self.push(&format!("<details>\n<summary>Where is {subject}?</summary>\n\n"));
                    self.answer("");
                    self.push("</details>\n\n");
                }
                4 => {
                    self.push(&format!("### What of {subject} - Acme Interview Question\n"));
                    self.push("**Difficulty:** 🟡 Medium | **Tags:** `a`, `b` | **Asked by:** Acme\n\n");
                    self.push("??? success \"View Answer\"\n\n");
                    self.answer("    ");
                }
                5 => {
                    let sentence = self.sentence();
                    self.push(&format!("- **Q:** Who needs {subject}?\n  - **A:** {sentence}\n"));
                }
                6 => {
                    let sentence = self.sentence();
                    self.push(&format!("Q: When was {subject}?\nA: {sentence}\n\n"));
                }
                7 => {
                    if index == 1 {
                        self.push("| # | Question | Answer |\n|---|---|---|\n");
                    }
                    let sentence = self.sentence();
                    self.push(&format!("| {index} | Which {subject}? | {sentence} |\n"));
                }
                8 => self.push(&format!("{index}. What follows from {subject}?\n")),
                _ => self.answer(""),
            }
        }
        // A little of what went wrong on somebody's machine.
        let garbled = self.chance.below(8) == 0;
        self.push(if garbled { "\nItâ€™s cafÃ© time.\n\n" } else { "\n" });
    }
}
