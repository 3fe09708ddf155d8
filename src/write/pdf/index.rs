//! The index of the handbook: code terms and tags, and the pages of the questions that they occur in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Block, BlockKind, Collection, Inline, InlineKind, Note, Status};

use super::content::{Measure, Setter};
use super::font::Face;
use super::inline::bold;
use super::page::{Places, Target};
use super::slab::{Keep, Slab, kept, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::Colour;

/// Its title.
const TITLE: &str = "Index";
/// A longer piece of code is no term.
const LONGEST_TERM: usize = 32;
/// What occurs in more questions than this, and is asked for in none, leads nowhere.
const MOST_PAGES: usize = 8;

/// A word that is looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    /// As it is sorted: its letters and digits in lower case, then itself.
    key: (String, String),
    /// Whether it is code; else it is a tag.
    is_code: bool,
}

/// Where a term occurs: guids of notes in order, and whether their questions hold it.
type Uses<'a> = Vec<(&'a str, bool)>;

/// The index. Pages count from one, and `shift` pages stand before those of `places`.
pub fn index(setter: &mut Setter, collection: &Collection, places: &Places, shift: usize) -> Vec<Slab> {
    let theme = setter.theme;
    let terms = terms(collection);
    if terms.is_empty() {
        return Vec::new();
    }
    let look = bold(&Look::new(Face::SANS, theme.topic, theme.accent));
    let measure = Measure { justified: false, ..Measure::column_in(setter.language, theme) };
    let title = Measure { leading: theme.topic * 1.4, ..measure.with(look.clone()) };
    let mut slabs = kept(setter.title(&Rich::of(TITLE, &look), &title));
    wrap(&mut slabs, &Tag::Heading(2));
    if let Some(first) = slabs.first_mut() {
        first.bookmarks.push((0, TITLE.to_string()));
    }
    let plain = Look::new(Face::SANS, theme.table, Colour::INK);
    let code = Look::new(Face::MONO, theme.table * theme.inline_code, Colour::INK);
    let measure = Measure { leading: theme.table_leading, ..measure.with(plain.clone()) };
    let inner = measure.indented(theme.indent);
    let mut rows = Vec::new();
    let mut letter = None;
    for (term, uses) in &terms {
        let first = term.key.0.chars().next().map(|c| c.to_uppercase().next().unwrap_or(c));
        // Terms are often of foreign letters: marks of direction around them let pages stand behind them all the same.
        let mark = if measure.to_left { "\u{200F}" } else { "" };
        let mut text = Rich::of(mark, &plain);
        text.push(&term.key.1, if term.is_code { &code } else { &plain });
        text.push(mark, &plain);
        for (index, (page, anchor, asked)) in pages(uses, places, shift).into_iter().enumerate() {
            text.push(if index == 0 { "\u{A0}\u{A0} " } else { ", " }, &plain);
            let look = if asked { bold(&plain) } else { plain.clone() };
            text.push(&page.to_string(), &Look { link: Some(Target::Anchor(anchor)), ..look });
        }
        let mut row = hanging(setter, &text, &measure, &inner);
        if let Some(slab) = row.first_mut() {
            slab.gap = if letter == Some(first) { theme.item_gap * 0.5 } else { theme.paragraph_gap * 1.6 };
        }
        letter = Some(first);
        rows.append(&mut row);
    }
    wrap(&mut rows, &Tag::Index);
    slabs.append(&mut rows);
    slabs
}

/// Text whose first line hangs out to where lines begin.
fn hanging(setter: &mut Setter, text: &Rich, measure: &Measure, inner: &Measure) -> Vec<Slab> {
    let mut slabs = setter.text(text, inner);
    let out = measure.start(inner.width) - inner.x;
    if let Some(first) = slabs.first_mut() {
        let marks = std::mem::take(&mut first.marks);
        first.marks = marks.into_iter().map(|mark| mark.moved(out, super::units::Pt::ZERO)).collect();
    }
    let last = slabs.len().saturating_sub(1);
    slabs.iter_mut().take(last).for_each(|slab| slab.keep = Keep::Must);
    slabs
}

/// Each page once, in order, with the first place there, and whether a question there holds the term.
fn pages(uses: &Uses, places: &Places, shift: usize) -> Vec<(usize, Arc<str>, bool)> {
    let mut pages: BTreeMap<usize, (Arc<str>, bool)> = BTreeMap::new();
    for &(guid, asked) in uses {
        let Some((anchor, place)) = places.get_key_value(guid) else { continue };
        let page = pages.entry(place.page + shift + 1).or_insert_with(|| (Arc::clone(anchor), false));
        page.1 |= asked;
    }
    pages.into_iter().map(|(page, (anchor, asked))| (page, anchor, asked)).collect()
}

fn terms(collection: &Collection) -> BTreeMap<Term, Uses<'_>> {
    let mut terms: BTreeMap<Term, Uses> = BTreeMap::new();
    for note in collection.notes.iter().filter(|note| note.status() == Status::Ready) {
        let (asked, told) = words(note);
        for term in told.union(&asked) {
            terms.entry(term.clone()).or_default().push((&note.guid, asked.contains(term)));
        }
    }
    let leads = |uses: &Uses| uses.len() <= MOST_PAGES || uses.iter().any(|(_, asked)| *asked);
    terms.retain(|_, uses| leads(uses));
    // What is asked for somewhere is looked up there; everything else that mentions it would bury that.
    for uses in terms.values_mut().filter(|uses| uses.len() > MOST_PAGES) {
        uses.retain(|(_, asked)| *asked);
    }
    terms
}

/// The terms that a note's question holds, and those that its answer does; its tags count as asked for.
fn words(note: &Note) -> (BTreeSet<Term>, BTreeSet<Term>) {
    let (mut asked, mut told) = (BTreeSet::new(), BTreeSet::new());
    code_in(&note.draft.question, &mut asked);
    asked.extend(note.draft.tags.iter().filter_map(|tag| term(tag, false)));
    note.draft.answer.iter().flatten().for_each(|block| code_in_block(block, &mut told));
    (asked, told)
}

fn code_in_block(block: &Block, out: &mut BTreeSet<Term>) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => code_in(content, out),
        BlockKind::Table(table) => {
            std::iter::once(&table.head)
                .chain(&table.rows)
                .flat_map(|row| &row.cells)
                .for_each(|cell| code_in(cell, out));
        }
        BlockKind::DefinitionList(list) => {
            list.iter().flat_map(|entry| &entry.terms).for_each(|term| code_in(term, out));
        }
        _ => {}
    }
    block.children().into_iter().for_each(|child| code_in_block(child, out));
}

fn code_in(content: &[Inline], out: &mut BTreeSet<Term>) {
    for inline in content {
        if let InlineKind::Code(code) = &inline.kind {
            out.extend(term(code, true));
        }
        code_in(inline.children(), out);
    }
}

/// `text` as a term: a word or two with letters in it, not an expression.
fn term(text: &str, is_code: bool) -> Option<Term> {
    let text = text.trim().trim_end_matches("()");
    let fits = |c: char| !is_code || c.is_alphanumeric() || "_.@-+#".contains(c);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || text.chars().count() > LONGEST_TERM || !text.chars().all(fits) {
        return None;
    }
    let key: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(Term { key: (key, text.to_string()), is_code })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_names_and_no_expressions() {
        let said = |text| term(text, true).map(|term| term.key.1);
        assert_eq!(said("dict.get()"), Some("dict.get".to_string()));
        assert_eq!(said("__slots__"), Some("__slots__".to_string()));
        for text in ["x", "a = b", "f(x)", "42", "", "==", "an_identifier_that_is_longer_than_a_line"] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(term("Data model", false).map(|term| term.key.1), Some("Data model".to_string()));
    }
}
