//! Why something was taken for what it was, and what would be taken for a question.

use crate::model::{Block, BlockKind, Span, StructureKind, Tree};

/// What the rule called `name` goes by, in words.
pub(super) fn of_rule(name: &str) -> &'static str {
    match name {
        "asking" => "a paragraph that asks, where many do",
        "bold" => "a strong paragraph that asks, and what stands below it",
        "cards" => "a record of data with a question and its answer",
        "choice" => "a question with options to choose from",
        "cloze" => "a text with gaps to fill in",
        "disclosure" => "something to open whose title asks or is numbered",
        "divided" => "two sides, divided by a line that holds only `?`",
        "export" => "fields of a card on one line, as programs export them",
        "gift" => "a question with its answers in braces, as Moodle writes them (GIFT)",
        "heading" => "a heading that asks, and what stands below it",
        "label" => "a line that opens with a label such as `Q:`",
        "list" => "an item of a list of questions, or one that holds its answer",
        "marked" => "what stands above an answer that is marked as one",
        "numbered" => "a numbered paragraph whose number runs on",
        "dialogue" => "two speakers who take turns: one asks, the other replies",
        "points" => "a task that says how many points it is worth",
        "oneline" => "question and answer on one line, with a separator between",
        "table" => "a row of a table that has a column of questions",
        "tagged" => "a line that a tag says to be a card",
        "terms" => "a term with its meaning",
        _ => "lines that a `[[rule]]` of deckpress.toml describes",
    }
}

/// How to write the innermost block at `place` so that it is read as a question.
pub(super) fn advice(tree: &Tree, place: Span) -> &'static str {
    const PLAIN: &str = "open the line of the question with `Q:` and the line of its answer with `A:`; or number the questions \
         (`1.`, `2.`, `3.`) and end them with `?`: from three on, numbers that run on are questions";
    const ANYWHERE: &str = "write the question as a heading that ends with `?` (`### What is …?`), or open its line with `Q:` and the \
         line of its answer with `A:`";
    if tree.plain {
        return PLAIN;
    }
    let blocks = &tree.blocks;
    match chain(blocks, place).last().map(|block| &block.kind) {
        Some(BlockKind::Heading { .. }) => {
            "end the heading with `?`, or open it with `Q:`; where several are meant so, put `Answer:` below each"
        }
        Some(BlockKind::Paragraph(_)) if in_list(blocks, place) => {
            "end the item with `?`: a list is read as questions when half of its items ask, or when the line above it \
             announces `Questions:`; or open the item with `Q:`"
        }
        Some(BlockKind::List(_)) => "announce the list by a line `Questions:`, or open its items with `Q:`",
        Some(BlockKind::Table(_)) => "name the column of questions `Question`, and that of answers `Answer`",
        Some(BlockKind::Disclosure { .. } | BlockKind::Callout { .. }) => {
            "end its title with `?`, or number it; or, when the question stands above it, call it `Answer`"
        }
        Some(BlockKind::Code(_)) => "code is no question by itself: put a heading that asks above it",
        _ => ANYWHERE,
    }
}

/// A `[[rule]]` that finds lines like `line`, which stands at `place`, to begin with: what it opens with up to a sign
/// and a space, any number in place of its numbers. `None` where it opens with no such sign, and in code and tables.
pub(super) fn rule_for(tree: &Tree, place: Span, line: &str) -> Option<String> {
    const LONGEST: usize = 48;
    let innermost = chain(&tree.blocks, place).last().map(|block| &block.kind);
    if !matches!(innermost, Some(BlockKind::Paragraph(_) | BlockKind::Heading { .. })) {
        return None;
    }
    let line = line.trim();
    let up_to = |ends: &dyn Fn(&str, char) -> bool| {
        let near = line.char_indices().take(LONGEST);
        let mut behind = near.map(|(at, sign)| (at, sign, &line[at + sign.len_utf8()..]));
        behind.find_map(|(at, sign, rest)| {
            let spaced = rest.starts_with(char::is_whitespace) || sign == '：';
            (spaced && !rest.trim().is_empty() && ends(&line[..at], sign)).then_some(at + sign.len_utf8())
        })
    };
    let marks = |_: &str, sign: char| matches!(sign, ':' | '：' | ']' | '>' | '»' | '=' | '→');
    let numbers = |before: &str, sign: char| {
        matches!(sign, '.' | ')' | '-' | '–') && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
    };
    let opening = &line[..up_to(&marks).or_else(|| up_to(&numbers))?];
    if opening.contains('\'') {
        return None;
    }
    let mut pattern = String::new();
    let mut digits = "(?<number>\\d+)";
    let mut rest = opening;
    while let Some(first) = rest.chars().next() {
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if number > 0 {
            pattern.push_str(std::mem::replace(&mut digits, "\\d+"));
        } else {
            pattern.push_str(&regex::escape(first.encode_utf8(&mut [0; 4])));
        }
        rest = &rest[number.max(first.len_utf8())..];
    }
    Some(format!("[[rule]]\nname = \"my style\"\nquestion = '^{pattern}\\s*(?<question>.+)'"))
}

/// How to write the answer of a question that the rule called `name` found without one.
pub(super) fn answer_advice(name: &str) -> &'static str {
    match name {
        "table" => "give the table a column named `Answer`",
        "list" => "indent the answer below the item",
        "label" => "open the line of its answer with `A:`",
        "disclosure" => "write the answer inside, below the title",
        _ => {
            "write the answer below the question, before the next heading or question; a line `Answer:` above it makes \
             it plain where it starts"
        }
    }
}

fn in_list(blocks: &[Block], place: Span) -> bool {
    let chain = chain(blocks, place);
    chain.iter().rev().nth(1).is_some_and(|block| matches!(block.kind, BlockKind::List(_)))
}

/// The blocks that touch `place`, outer before inner.
fn chain(blocks: &[Block], place: Span) -> Vec<&Block> {
    let touches = |block: &&Block| block.span.start < place.end && place.start < block.span.end;
    let mut chain = Vec::new();
    let mut next = blocks.iter().find(touches);
    while let Some(block) = next {
        chain.push(block);
        next = block.children().into_iter().find(touches);
    }
    chain
}

/// Why a heading that asks is no question.
pub(super) const OVERRULED: &str =
    "it asks, but a surer rule found questions below it: so it names their section";

/// Why a heading that ends with a question mark is no question.
pub(super) const OUTVOTED: &str = "it ends with a question mark, but most headings beside it do not ask: so it names the section of what follows";
/// And how to make it one.
pub(super) const OUTVOTED_ADVICE: &str = "open it with `Q:`";

/// What lines of structure are and what becomes of them.
pub(super) fn of_structure(kind: StructureKind) -> &'static str {
    match kind {
        StructureKind::FrontMatter => "data about the document",
        StructureKind::Comment => "a comment: no reader of the document sees it",
        StructureKind::Container => "the opening or closing of what holds other lines",
        StructureKind::Program => "a line of program that the page is built with",
        StructureKind::LinkDefinition => "the target of links elsewhere in the document",
        StructureKind::Heading => "it does not ask: it names the section of what follows",
        StructureKind::Rule => "a line across the page",
        StructureKind::Navigation => "it only leads to other places",
        StructureKind::Announcement => "it announces the questions that follow",
        StructureKind::TableHead => "it names the columns of the rows below, which are questions",
        StructureKind::AnswerKey => "its answers were given to the questions that they belong to",
        StructureKind::Noise => "it decorates, advertises, or is about the document itself",
        StructureKind::Marks => "no word on the subject: a sign, a tag, a property",
    }
}

/// Whether lines of this kind might be meant as a question.
pub(super) fn could_ask(kind: StructureKind) -> bool {
    match kind {
        StructureKind::Heading
        | StructureKind::Navigation
        | StructureKind::Announcement
        | StructureKind::AnswerKey
        | StructureKind::Noise => true,
        StructureKind::FrontMatter
        | StructureKind::Comment
        | StructureKind::Container
        | StructureKind::Program
        | StructureKind::LinkDefinition
        | StructureKind::Rule
        | StructureKind::TableHead
        | StructureKind::Marks => false,
    }
}
