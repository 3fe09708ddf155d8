//! YAML in front of a document, or in place of one.
//!
//! Its texts are read as Markdown, as their authors mean them, and every span leads into the document.

use saphyr_parser::{Event, Parser};

use super::shift::shift;
use crate::model::{Datum, DatumKind, FrontMatter, OffsetMap, Span};

/// Data nested deeper than this is not read: whoever walks it may recurse.
const MAX_DEPTH: usize = 16;

/// What the front matter of `text` says; `None` where it is no YAML.
pub(super) fn of_front_matter(text: &str, front_matter: &FrontMatter) -> Option<Datum> {
    let outer = &text[front_matter.span.range()];
    let from = front_matter.span.start as usize + outer.find('\n')? + 1;
    outer.starts_with("---").then(|| read(text, from, from + front_matter.text.len())).flatten()
}

/// What `text` says when it is nothing but data: a list of records, or names for such lists.
pub(super) fn of_document(text: &str) -> Option<Datum> {
    let opening = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
    let first = opening.strip_prefix("- ").unwrap_or(opening);
    let (name, value) = first.split_once(':')?;
    let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
    if !named || !(value.is_empty() || value.starts_with([' ', '\r'])) {
        return None;
    }
    let whole = read(text, 0, text.len())?;
    let is_record = |datum: &Datum| matches!(&datum.kind, DatumKind::Map(values) if values.len() > 1);
    let holds_records =
        |datum: &Datum| matches!(&datum.kind, DatumKind::List(items) if items.iter().all(is_record));
    let is_data = match &whole.kind {
        DatumKind::List(_) => holds_records(&whole),
        DatumKind::Map(values) => values.iter().any(|(_, value)| holds_records(value)),
        DatumKind::Text { .. } => false,
    };
    is_data.then_some(whole)
}

/// A list or map whose end has not come yet.
enum Open {
    List(Vec<Datum>),
    Map { values: Vec<(String, Datum)>, key: Option<String> },
}

/// Reads `from..to` of `text`; `None` unless all of it is one YAML document of plain data.
fn read(text: &str, from: usize, to: usize) -> Option<Datum> {
    let source = &text[from..to];
    let offsets = Offsets::new(source);
    let mut open: Vec<(usize, Open)> = Vec::new();
    let mut whole = None;
    for event in Parser::new_from_str(source) {
        let (event, place) = event.ok()?;
        let start = from + offsets.byte(place.start.index());
        let end = from + offsets.byte(place.end.index());
        let value = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_DEPTH => return None,
            Event::SequenceStart(..) => {
                open.push((start, Open::List(Vec::new())));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((start, Open::Map { values: Vec::new(), key: None }));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => closed(open.pop()?),
            Event::Scalar(value, ..) => {
                if let Some((_, Open::Map { key: key @ None, .. })) = open.last_mut() {
                    *key = Some(value.into_owned());
                    continue;
                }
                scalar(text, start, end.max(start), &value)
            }
            Event::Alias(_) => return None,
            Event::DocumentStart(_) if whole.is_some() => return None,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => continue,
        };
        match open.last_mut() {
            Some((_, Open::List(items))) => items.push(value),
            Some((_, Open::Map { values, key })) => values.push((key.take()?, value)),
            None => whole = Some(value),
        }
    }
    whole
}

fn closed((start, open): (usize, Open)) -> Datum {
    let (last, kind) = match open {
        Open::List(items) => (items.last().map(|item| item.span), DatumKind::List(items)),
        Open::Map { values, .. } => (values.last().map(|(_, value)| value.span), DatumKind::Map(values)),
    };
    let end = last.map_or(start, |last| last.end as usize);
    Datum { span: Span::new(start.min(end), end), kind }
}

/// The text `value` that `start..end` of the document spells.
fn scalar(text: &str, start: usize, end: usize, value: &str) -> Datum {
    let source = &text[start..end];
    let map = alignment(value, source, start).unwrap_or_else(|| {
        let mut map = OffsetMap::default();
        map.push_opaque(0, start);
        map.push_opaque(value.len(), source.trim_end().len());
        map
    });
    let mut blocks = super::parse_markdown(value).blocks;
    shift(blocks.make_mut(), &map);
    let span = Span::new(start, start + source.trim_end().len());
    Datum { span, kind: DatumKind::Text { text: value.to_string(), blocks } }
}

/// The way from `value` to `source`, which spells it at offset `at` of the document, word by word; `None` where
/// escapes stand between.
fn alignment(value: &str, source: &str, at: usize) -> Option<OffsetMap> {
    let mut map = OffsetMap::default();
    map.push_opaque(0, at);
    let (mut derived, mut origin) = (0, 0);
    for word in value.split_whitespace() {
        let place = word.as_ptr() as usize - value.as_ptr() as usize;
        let found = origin + source[origin..].find(word)?;
        let between = &source[origin..found];
        let opens = |c: char| derived == 0 && matches!(c, '|' | '>' | '-' | '+' | '"' | '\'' | '0'..='9');
        if !between.chars().all(|c| c.is_whitespace() || opens(c)) {
            return None;
        }
        if place - derived == between.len() {
            map.push_linear(between.len(), 1);
        } else {
            map.push_opaque(place - derived, between.len());
        }
        map.push_linear(word.len(), 1);
        (derived, origin) = (place + word.len(), found + word.len());
    }
    map.push_opaque(value.len() - derived, 0);
    Some(map)
}

/// The parser counts characters; these are bytes.
struct Offsets {
    /// Where each character starts; empty where characters are bytes.
    starts: Vec<usize>,
    len: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let starts =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { starts, len: text.len() }
    }

    fn byte(&self, index: usize) -> usize {
        if self.starts.is_empty() {
            index.min(self.len)
        } else {
            self.starts.get(index).copied().unwrap_or(self.len)
        }
    }
}
