//! What Mermaid would lose of the labels of a diagram.

use std::borrow::Cow;

/// The entity code that Mermaid knows for `>`.
const GREATER: &str = "#gt;";

/// `source` with each `>` of a flowchart's labels as an entity code.
///
/// Where labels are SVG text, Mermaid cuts those of flowcharts into words by `/<[^>]+>|[^\s<>]+/g`
/// (`nonMarkdownToLines`), which drops the sign: "more than" would go missing on every card. A `>` of an arrow, of a tag
/// and of an odd shape (`id>text]`) stays. Where a label is taken for something else, the diagram no longer parses as a
/// rule; the caller then draws `source`.
pub(super) fn kept(source: &str) -> Cow<'_, str> {
    let Some(start) = first_line(source) else { return Cow::Borrowed(source) };
    let mut kept = source[..start].to_string();
    let mut label = Label::default();
    for line in source[start..].split_inclusive('\n') {
        if line.trim_start().starts_with("%%") {
            kept.push_str(line);
            continue;
        }
        let mut before = ' ';
        for (at, sign) in line.char_indices() {
            if label.loses(sign, before, &line[at + sign.len_utf8()..]) {
                kept.push_str(GREATER);
            } else {
                kept.push(sign);
            }
            before = sign;
        }
    }
    if kept == source { Cow::Borrowed(source) } else { Cow::Owned(kept) }
}

/// Where the line starts that says that this is a flowchart; `None` for other diagrams.
fn first_line(source: &str) -> Option<usize> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        match line.split(|c: char| c.is_whitespace() || c == ';').find(|word| !word.is_empty()) {
            Some("graph" | "flowchart") => return Some(start),
            _ => start += line.len(),
        }
    }
    None
}

/// What is open where a diagram is being read.
#[derive(Default)]
struct Label {
    quoted: bool,
    piped: bool,
    brackets: usize,
    tag: bool,
}

impl Label {
    /// Takes the next sign in; whether it is a `>` that would be lost.
    fn loses(&mut self, sign: char, before: char, rest: &str) -> bool {
        let plain = !self.quoted && !self.piped;
        match sign {
            '"' => self.quoted = !self.quoted,
            '|' if !self.quoted && self.brackets == 0 => self.piped = !self.piped,
            '[' | '(' | '{' if plain => self.brackets += 1,
            ']' | ')' | '}' if plain => self.brackets = self.brackets.saturating_sub(1),
            '<' => self.tag = rest.starts_with(|next: char| next.is_ascii_alphabetic() || next == '/'),
            '>' if self.tag => self.tag = false,
            '>' => return !plain || self.brackets > 0 || before.is_whitespace(),
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_labels_are_kept_and_arrows_stay() {
        for (source, expected) in [
            ("graph TD\n  A -->|>= 5| B", "graph TD\n  A -->|#gt;= 5| B"),
            ("flowchart LR; A{n>0?} --> B[a > b]", "flowchart LR; A{n#gt;0?} --> B[a #gt; b]"),
            ("flowchart LR\n A -- > 5 --> B", "flowchart LR\n A -- #gt; 5 --> B"),
            ("flowchart LR\n A[\"x -> y<br>z\"]-->B", "flowchart LR\n A[\"x -#gt; y<br>z\"]-->B"),
            ("flowchart LR\n A>odd] ==> B((o)) -.-> C", "flowchart LR\n A>odd] ==> B((o)) -.-> C"),
            ("flowchart LR\n %% a [b > c\n A <--> B", "flowchart LR\n %% a [b > c\n A <--> B"),
            ("sequenceDiagram\n A->>B: x > 5", "sequenceDiagram\n A->>B: x > 5"),
        ] {
            assert_eq!(kept(source), expected);
        }
    }
}
