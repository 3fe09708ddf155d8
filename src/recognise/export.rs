//! Cards one to a line, as programs export them: fields with a tab, semicolon or comma between.

use super::metadata::{Key, Metadata, key_of};
use super::page::Page;
use super::text_lines;
use super::{Claim, cut};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

/// Claims the records of a document that says what stands between its fields (`#separator:tab`, a row of
/// names), or whose lines all have the same tabs.
pub fn find(page: &Page) -> Vec<Claim> {
    let Some(layout) = layout(page.text) else { return Vec::new() };
    records(page.text, &layout)
        .iter()
        .filter_map(|(span, fields)| claim(page, *span, fields, &layout))
        .collect()
}

/// Where the lines stand that only say how to read the others.
pub fn headers(page: &Page) -> Vec<Span> {
    let start = page.text.len() - page.text.trim_start().len();
    match layout(page.text) {
        Some(layout) if layout.first > start => vec![Span::new(start, layout.first)],
        _ => Vec::new(),
    }
}

/// How the lines of a document are to be read.
struct Layout {
    separator: char,
    /// Where the first record starts.
    first: usize,
    /// What each field is.
    keys: Vec<Option<Key>>,
}

fn layout(text: &str) -> Option<Layout> {
    stated(text).or_else(|| named(text)).or_else(|| tabbed(text))
}

/// As Anki writes it: lines such as `#separator:tab`, `#html:true`, `#tags column:3`.
fn stated(text: &str) -> Option<Layout> {
    let mut first = 0;
    let mut separator = None;
    let mut apart = Vec::new();
    for line in text.split_inclusive('\n') {
        let Some((name, value)) = line.trim().strip_prefix('#').and_then(|line| line.split_once(':')) else {
            break;
        };
        first += line.len();
        if name == "separator" {
            separator = separator_of(value.trim());
        } else if let Some(name) = name.strip_suffix(" column") {
            let column: usize = value.trim().parse().ok()?;
            apart.push((column.checked_sub(1)?, (name == "tags").then_some(Key::Tags)));
        }
    }
    // The fields of the note are what is left: the first asks, the second answers.
    let mut fields = [Some(Key::Question), Some(Key::Answer)].into_iter();
    let keys = (0..apart.len() + 2).map(|column| match apart.iter().find(|(at, _)| *at == column) {
        Some((_, key)) => *key,
        None => fields.next().flatten(),
    });
    Some(Layout { separator: separator?, first, keys: keys.collect() })
}

fn separator_of(name: &str) -> Option<char> {
    match name.to_ascii_lowercase().as_str() {
        "tab" | "\\t" => Some('\t'),
        "semicolon" => Some(';'),
        "comma" => Some(','),
        "pipe" => Some('|'),
        "colon" => Some(':'),
        name => name.chars().next().filter(|c| name.len() == c.len_utf8() && !c.is_alphanumeric()),
    }
}

/// A first line that names a question and an answer, and nothing that is no name.
fn named(text: &str) -> Option<Layout> {
    let start = text.len() - text.trim_start().len();
    let header = text[start..].lines().next()?;
    let first = start + text[start..].find('\n')? + 1;
    ['\t', ';', ','].into_iter().find_map(|separator| {
        let names: Vec<&str> = header.split(separator).map(|name| name.trim().trim_matches('"')).collect();
        let short = names.iter().all(|name| !name.is_empty() && name.split_whitespace().count() <= 2);
        let keys: Vec<Option<Key>> = names.iter().map(|name| key_of(name)).collect();
        let whole = short && keys.contains(&Some(Key::Question)) && keys.contains(&Some(Key::Answer));
        let fits = || {
            records(text, &Layout { separator, first, keys: keys.clone() })
                .iter()
                .all(|(_, record)| record.len() == keys.len())
        };
        (whole && fits()).then(|| Layout { separator, first, keys: keys.clone() })
    })
}

/// Lines with the same number of tabs between words, at least three and nearly all.
fn tabbed(text: &str) -> Option<Layout> {
    const FEWEST: usize = 3;
    if !text.contains('\t') {
        return None;
    }
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let tabs = |line: &str| {
        let fields = || line.split('\t');
        (fields().all(|field| !field.trim().is_empty()))
            .then(|| fields().count() - 1)
            .filter(|&tabs| tabs == 1 || tabs == 2)
    };
    let first = lines().find_map(tabs)?;
    let same = lines().filter(|line| tabs(line) == Some(first)).count();
    let worded = lines()
        .filter(|line| line.split('\t').take(2).all(|field| field.contains(char::is_alphabetic)))
        .count();
    let total = lines().count();
    (same >= FEWEST && same * 10 >= total * 9 && worded * 10 >= total * 9).then(|| Layout {
        separator: '\t',
        first: 0,
        keys: vec![Some(Key::Question), Some(Key::Answer), Some(Key::Tags)],
    })
}

/// Every record behind the header, with the places of its fields. A field in double quotes may hold anything.
fn records(text: &str, layout: &Layout) -> Vec<(Span, Vec<Span>)> {
    let mut records = Vec::new();
    let mut at = layout.first;
    while at < text.len() {
        let (fields, next) = record(text, at, layout.separator);
        if fields.iter().any(|field| !text[field.range()].trim().is_empty()) {
            records.push((Span::new(at, at + text[at..next].trim_end().len()), fields));
        }
        at = next;
    }
    records
}

fn record(text: &str, start: usize, separator: char) -> (Vec<Span>, usize) {
    let mut fields = Vec::new();
    let mut at = start;
    loop {
        let quoted = text[at..].starts_with('"').then(|| quoted_end(text, at + 1)).flatten();
        let closed = quoted.filter(|&end| {
            text[end + 1..].is_empty() || text[end + 1..].starts_with([separator, '\n', '\r'])
        });
        let (field, end) = match closed {
            Some(end) => (Span::new(at + 1, end), end + 1),
            None => {
                let length = text[at..].find([separator, '\n']).unwrap_or(text.len() - at);
                (Span::new(at, at + text[at..at + length].trim_end().len()), at + length)
            }
        };
        fields.push(field);
        if !text[end..].starts_with(separator) {
            let line = text[end..].find('\n').map_or(text.len(), |offset| end + offset + 1);
            return (fields, line);
        }
        at = end + separator.len_utf8();
    }
}

/// Where the quote that closes a field stands; two quotes in a row are one that belongs to it.
fn quoted_end(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let quote = at + text[at..].find('"')?;
        if !text[quote + 1..].starts_with('"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

fn claim(page: &Page, span: Span, fields: &[Span], layout: &Layout) -> Option<Claim> {
    let mut claim: Option<Claim> = None;
    let mut body = Vec::new();
    let mut metadata = Metadata::default();
    for (field, key) in fields.iter().zip(&layout.keys) {
        let content = content(page, *field);
        match key {
            Some(Key::Question) if claim.is_none() => {
                claim = Some(Claim {
                    runs_on: false,
                    confidence: 90,
                    span,
                    question_span: *field,
                    question: content,
                    body: Blocks::new(),
                    metadata: None,
                });
            }
            Some(Key::Answer) => body.extend(text_lines::paragraph(content)),
            Some(Key::Tags) => {
                metadata.tags.extend(page.text[field.range()].split_whitespace().map(str::to_string));
            }
            Some(Key::Question) | None => {}
            Some(key) => metadata.add(*key, &content),
        }
    }
    claim.map(|claim| Claim { body: body.into(), metadata: metadata.told(), ..claim })
}

/// The running text that stands at `field`; where the tree has none, its characters.
fn content(page: &Page, field: Span) -> Inlines {
    let at = page.tree.blocks.partition_point(|block| block.span.end <= field.start);
    let paragraph = page.tree.blocks.get(at).and_then(|block: &Block| match &block.kind {
        BlockKind::Paragraph(content) if block.span.contains(field) => Some(content),
        _ => None,
    });
    let found = paragraph.map(|content| cut::within(page.text, content, field)).unwrap_or_default();
    let text = page.text[field.range()].trim();
    let plain = || [Inline::text(field, text.replace("\"\"", "\"").replace(['\n', '\r'], " "))].into();
    let mut content = if found.is_empty() && !text.is_empty() { plain() } else { cut::trimmed(found) };
    unescape(content.make_mut());
    content
}

/// Undoes the doubled quotes of quoted fields.
fn unescape(content: &mut [Inline]) {
    for inline in content {
        match &mut inline.kind {
            InlineKind::Text(text) if text.contains("\"\"") => *text = text.replace("\"\"", "\"").into(),
            InlineKind::Strong(inner) | InlineKind::Emphasis(inner) => unescape(inner),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str, separator: char) -> Vec<Vec<&str>> {
        let layout = Layout { separator, first: 0, keys: Vec::new() };
        let records = records(text, &layout);
        records.iter().map(|(_, fields)| fields.iter().map(|field| &text[field.range()]).collect()).collect()
    }

    #[test]
    fn quoted_fields_hold_separators_and_line_breaks() {
        assert_eq!(fields("a;b\r\n\nc;\"d;\ne\"\n", ';'), [vec!["a", "b"], vec!["c", "d;\ne"]]);
        assert_eq!(fields("\"a \"\"b\"\"\"\tc", '\t'), [vec!["a \"\"b\"\"", "c"]]);
        assert_eq!(fields("\"open\tc\nd\te", '\t'), [vec!["\"open", "c"], vec!["d", "e"]]);
        assert_eq!(fields("5\" disk\ta", '\t'), [vec!["5\" disk", "a"]]);
        assert_eq!(fields("a\tb \u{85}\nc \t\n", '\t'), [vec!["a", "b"], vec!["c", ""]]);
    }

    #[test]
    fn layouts_are_stated_named_or_tabbed() {
        assert!(
            layout("#separator:Semicolon\na;b\n")
                .is_some_and(|layout| layout.separator == ';' && layout.first == 21)
        );
        assert!(layout("Front,Back\na,b\n").is_some_and(|layout| layout.separator == ','));
        assert!(layout("Front,Back\na,b,c\n").is_none() && layout("a;b\nc;d\n").is_none());
        assert!(layout("a\tb\nc\td\ne\tf\n").is_some() && layout("a\tb\nc\td\ne f\n").is_none());
    }
}
