//! What holds of every input whatever: properties and fuzz targets share it.

use deckpress::model::{
    AsideKind, Block, BlockKind, Class, Document, Inline, InlineKind, LineIndex, Lines, OffsetMap, Span,
    StructureKind, Tree,
};
use deckpress::recognise::{Findings, Options, recognise};
use deckpress::render::markdown;
use deckpress::{intake, markup};

/// Reads arbitrary bytes: spans and map lie in bounds, every character leads back to bytes, no line
/// comes or goes, and nothing is left to repair.
pub fn check_intake(bytes: &[u8]) {
    let Ok(reading) = intake::document("d".to_owned(), bytes, "en") else { return };
    let document = reading.document;
    assert_eq!(
        (document.bytes.derived_len(), document.bytes.origin_len()),
        (document.text.len(), bytes.len())
    );
    for repair in &document.repairs {
        assert_eq!(slice(&document.text, repair.span), repair.after);
    }
    for &span in &reading.damaged {
        assert_eq!(slice(&document.text, span), "\u{fffd}");
    }
    check_map(&document.text, &document.bytes);
    assert_eq!(intake::mojibake::suspicious(&document.text).count(), 0, "{:?}", document.text);
    if let Ok(text) = std::str::from_utf8(bytes)
        && document.encoding == "UTF-8"
    {
        assert_eq!(breaks(&document.text), breaks(text), "{:?} from {text:?}", document.text);
    }
    assert_eq!(document.lines, LineIndex::new(&document.text));
}

/// Every character leads back to bytes, and later ones to no earlier bytes.
fn check_map(text: &str, map: &OffsetMap) {
    let mut last = 0;
    for (at, character) in text.char_indices() {
        let (from, to) = map.to_origin(at, at + character.len_utf8());
        assert!(from < to && to <= map.origin_len(), "{character:?} at {at} leads to {from}..{to}");
        assert!(last <= from, "{character:?} at {at} leads to {from}..{to}, behind {last}");
        last = from;
    }
}

fn breaks(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}

/// Reads any text as markup: spans lie in the text, on character boundaries, children inside parents,
/// siblings in order; and the tree can be written as Markdown.
pub fn check_markup(text: &str) {
    for tree in [markup::parse(text), markup::parse_markdown(text)] {
        check_tree(text, &tree);
        let _ = markdown::blocks(&tree.blocks);
    }
}

/// Finds the questions of any text: they have words and places, lie apart and in order, and hold what belongs to them.
pub fn check_recognise(text: &str) {
    let Ok(reading) = intake::document("d".to_owned(), text.as_bytes(), "en") else { return };
    let document = reading.document;
    let tree = markup::parse(&document.text);
    for options in [Options::default(), Options { cloze: true, term_tables: true, ..Options::default() }] {
        check_findings(&document, &recognise(0, &document, tree.clone(), &options));
    }
}

/// What holds of all that is found in a document.
pub fn check_findings(document: &Document, findings: &Findings) {
    let text = &document.text;
    let mut end = 0;
    for entry in &findings.entries {
        slice(text, entry.span);
        assert!(!entry.question.is_empty() && !entry.span.is_empty(), "{entry:?}");
        assert!(end <= entry.span.start, "{entry:?} overlaps what ends at {end}");
        end = entry.span.end;
        assert!(entry.span.contains(entry.question_span), "{entry:?}");
        slice(text, entry.question_span);
        // An answer may stand apart, in a key that is given to the questions.
        let is_answer = |answer| entry.span.contains(answer) || is_in_key(document, findings, answer);
        assert!(entry.answer_span().is_none_or(is_answer), "{entry:?}");
        assert!(entry.answer.as_ref().is_none_or(|blocks| !blocks.is_empty()), "{entry:?}");
        check_places(text, &entry.question);
        check_places_of(text, &entry.question_blocks);
        check_places_of(text, entry.answer.as_deref().unwrap_or_default());
        for aside in &entry.asides {
            slice(text, aside.span);
            match &aside.kind {
                AsideKind::Insight(blocks) | AsideKind::Tested(blocks) | AsideKind::RedFlag(blocks) => {
                    check_places_of(text, blocks);
                }
                AsideKind::FollowUps(next) => next.iter().for_each(|next| {
                    slice(text, next.span);
                    check_places(text, &next.question);
                    check_places(text, &next.hint);
                }),
            }
        }
    }
    for passage in &findings.passages {
        assert!(!passage.blocks.is_empty(), "{passage:?}");
        slice(text, passage.span);
        check_places_of(text, &passage.blocks);
    }
    check_account(document, findings);
}

/// Whether every filled line of `span` was taken for an answer key.
fn is_in_key(document: &Document, findings: &Findings, span: Span) -> bool {
    let Lines { first, last } = document.lines.lines(span);
    let is_key = |line: usize| {
        findings.account.stretches.iter().any(|stretch| {
            matches!(stretch.class, Class::Structure(StructureKind::AnswerKey))
                && (stretch.lines.first..=stretch.lines.last).contains(&line)
        })
    };
    let is_blank = |line: usize| {
        document.lines.span_of(line).is_none_or(|span| slice(&document.text, span).trim().is_empty())
    };
    (first..=last).all(|line| is_key(line) || is_blank(line))
}

/// Every line that is not blank was taken for one thing, and lies where that thing is; a reject has a reason.
pub fn check_account(document: &Document, findings: &Findings) {
    let is_blank = |line: usize| {
        document.lines.span_of(line).is_none_or(|span| slice(&document.text, span).trim().is_empty())
    };
    let mut next = 1;
    for stretch in &findings.account.stretches {
        let Lines { first, last } = stretch.lines;
        assert!(next <= first && first <= last, "{stretch:?} starts before line {next}");
        let skipped = (next..first).find(|&line| !is_blank(line));
        assert_eq!(skipped, None, "a line before {stretch:?} is in no class");
        assert!(!is_blank(first) && !is_blank(last), "{stretch:?} ends with a blank line");
        let filled = (first..=last).filter(|&line| !is_blank(line)).count();
        assert_eq!(filled, stretch.filled, "{stretch:?}");
        next = last + 1;
        let place = match stretch.class {
            Class::Entry(number) => findings.entries[number].span,
            Class::Passage(number) => findings.passages[number].span,
            Class::Reject(number) => findings.rejects[number].span,
            Class::Structure(_) => continue,
        };
        let lines = document.lines.lines(place);
        assert!(lines.first <= first && last <= lines.last, "{stretch:?} lies outside of {lines:?}");
    }
    let left = (next..=document.lines.count()).find(|&line| !is_blank(line));
    assert_eq!(left, None, "a line at the end is in no class");
    assert!(findings.rejects.iter().all(|reject| !reject.reason.is_empty()), "{:?}", findings.rejects);
}

/// Every block is a piece of the text.
fn check_places_of(text: &str, blocks: &[Block]) {
    for block in blocks {
        slice(text, block.span);
        if let BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } = &block.kind {
            check_places(text, content);
        }
        block.children().into_iter().for_each(|child| check_places_of(text, std::slice::from_ref(child)));
    }
}

/// Every inline is a piece of the text.
fn check_places(text: &str, content: &[Inline]) {
    for inline in content {
        slice(text, inline.span);
        check_places(text, inline.children());
    }
}

#[track_caller]
fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_else(|| panic!("{span:?} is no piece of {text:?}"))
}

/// What holds of the tree of any text.
pub fn check_tree(text: &str, tree: &Tree) {
    check_blocks(text, &tree.blocks, Span::new(0, text.len()));
    for span in
        tree.structure.iter().map(|structure| structure.span).chain(tree.ids.iter().map(|(span, _)| *span))
    {
        slice(text, span);
    }
}

fn check_blocks(text: &str, blocks: &[Block], within: Span) {
    let mut from = within.start;
    for block in blocks {
        check_span(text, block.span, from, within);
        from = block.span.end;
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                check_inlines(text, content, block.span);
            }
            BlockKind::List(list) => {
                let mut from = block.span.start;
                for item in &list.items {
                    check_span(text, item.span, from, block.span);
                    from = item.span.end;
                    check_blocks(text, &item.blocks, item.span);
                }
            }
            BlockKind::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    assert_eq!(row.cells.len(), table.align.len());
                    check_span(text, row.span, block.span.start, block.span);
                    row.cells.iter().for_each(|cell| check_inlines(text, cell, row.span));
                }
            }
            BlockKind::Disclosure { summary, blocks, .. } => {
                check_inlines(text, summary, block.span);
                check_blocks(text, blocks, block.span);
            }
            _ => {
                for child in block.children() {
                    check_blocks(text, std::slice::from_ref(child), block.span);
                }
            }
        }
    }
}

fn check_inlines(text: &str, content: &[Inline], within: Span) {
    let mut from = within.start;
    for inline in content {
        check_span(text, inline.span, from, within);
        from = inline.span.end;
        if let InlineKind::Text(words) = &inline.kind {
            assert!(!words.contains(['\n', '\r']), "{words:?}");
        }
        check_inlines(text, inline.children(), inline.span);
    }
}

fn check_span(text: &str, span: Span, from: u32, within: Span) {
    assert!(
        within.contains(span) && from <= span.start,
        "{span:?} after {from} within {within:?} of {text:?}"
    );
    slice(text, span);
}
