//! Lists, and other content that hangs on a label: footnotes.

use std::borrow::Cow;

use crate::model::content::{Item, List, plain_text};
use crate::model::cut::{keep, trimmed};
use crate::model::{Block, BlockKind, Inline, InlineKind};

use super::content::{Measure, Setter};
use super::inline::footnote_anchors;
use super::page::{Point, Target};
use super::slab::{Keep, Slab, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::units::Pt;

/// Between a label and what hangs on it.
const LABEL_GAP: Pt = Pt(3.0);

impl Setter<'_> {
    pub(super) fn list(&mut self, list: &List, measure: &Measure) -> Vec<Slab> {
        let gap = if list.tight { self.theme.item_gap } else { self.theme.paragraph_gap };
        let own = own_labels(list);
        let last = list.start.map(|start| start.saturating_add(list.items.len() as u64 - 1));
        let numbers = last.map(|last| format!("{last}."));
        let labels = numbers.iter().chain(own.iter().flatten());
        let widest = labels.map(|label| self.width(label, &measure.look)).fold(Pt::ZERO, Pt::max);
        let indent = self.theme.indent.max(widest + LABEL_GAP);
        let inner = measure.indented(indent);
        let mut slabs = Vec::new();
        let count = list.items.len();
        for (index, item) in list.items.iter().enumerate() {
            let number = list.start.map(|start| start.saturating_add(index as u64));
            let (label, blocks) = match own.as_ref().and_then(|own| own.get(index)) {
                Some(label) => (label.clone(), Cow::Owned(without_label(&item.blocks, label))),
                None => (marker(item, number), Cow::Borrowed(item.blocks.as_slice())),
            };
            let body = self.stack(&blocks, &inner, gap);
            let mut item = self.labelled(&label, body, measure, &inner);
            // No item of one line stands alone at a column's foot or head.
            let at_edge = index + 1 < count && (index == 0 || index + 2 == count);
            if let ([_, only], true) = (&mut item[..], at_edge) {
                only.keep = only.keep.max(Keep::Rather);
            }
            if let (Some(first), true) = (item.first_mut(), index > 0) {
                first.gap = gap;
            }
            slabs.append(&mut item);
        }
        wrap(&mut slabs, &Tag::List);
        slabs
    }

    /// `body`, set in `inner`, with a label to the left of its first line. An item of a list for those who hear it.
    pub fn labelled(
        &mut self,
        label: &str,
        mut body: Vec<Slab>,
        measure: &Measure,
        inner: &Measure,
    ) -> Vec<Slab> {
        match body.first_mut() {
            Some(first) => first.gap = Pt::ZERO,
            None => body.push(Slab { height: measure.leading, ..Slab::default() }),
        }
        // A mark of direction lets the stop behind a number stand on its left.
        let label = if measure.to_left { format!("\u{200F}{label}") } else { label.to_string() };
        let width = self.width(&label, &measure.look);
        let x = if measure.to_left {
            (inner.x + inner.width + LABEL_GAP).min(measure.x + measure.width - width)
        } else {
            (inner.x - LABEL_GAP - width).max(measure.x)
        };
        let marks =
            self.marks(&Rich::of(&format!("{label} "), &measure.look), Point { x, y: measure.base_line() });
        // Without height of its own: the label stands beside the line below it.
        let mut slabs = vec![Slab { keep: Keep::Must, marks, ..Slab::default() }];
        wrap(&mut slabs, &Tag::Label);
        wrap(&mut body, &Tag::ItemBody);
        slabs.append(&mut body);
        wrap(&mut slabs, &Tag::Item);
        slabs
    }

    /// A footnote; its label leads back to where it is referred to.
    pub(super) fn footnote(&mut self, label: &str, blocks: &[Block], measure: &Measure) -> Vec<Slab> {
        let look = Look { size: self.theme.table, ..measure.look.clone() };
        let note = Measure { leading: self.theme.table_leading, ..measure.with(look) };
        let inner = note.indented(self.theme.indent);
        let mut slabs = self.blocks(blocks, &inner);
        if slabs.is_empty() {
            slabs.push(Slab { height: note.leading, ..Slab::default() });
        }
        let [anchor, reference] = footnote_anchors(&self.scope, label);
        let link = (!self.scope.is_empty()).then_some(Target::Anchor(reference));
        let label = Rich::of(&format!("{label} "), &Look { link, ..note.look.clone() });
        let width = self.engine.extent(&label).natural;
        let marks = self.marks(&label, Point { x: note.start(width), y: note.base_line() });
        let mut label = vec![Slab { keep: Keep::Must, marks, ..Slab::default() }];
        if !self.scope.is_empty() {
            label[0].anchors.push(anchor);
        }
        wrap(&mut label, &Tag::Label);
        slabs[0].gap = Pt::ZERO;
        label.append(&mut slabs);
        wrap(&mut label, &Tag::Note);
        label
    }

    /// Lets footnotes lead back to the paragraph that refers to them.
    pub(super) fn anchor_references(&self, content: &[Inline], slabs: &mut [Slab]) {
        let Some(first) = slabs.first_mut() else { return };
        for inline in content {
            if let InlineKind::FootnoteReference(label) = &inline.kind {
                let [_, reference] = footnote_anchors(&self.scope, label);
                first.anchors.push(reference);
            }
        }
    }
}

/// The labels that the items of a bullet list bring along, each behind the one before: `A.`, `b)`, `(3)`. They stand in
/// place of the bullets.
pub(super) fn own_labels(list: &List) -> Option<Vec<String>> {
    let own = list.items.iter().map(|item| match item.blocks.first().map(|first| &first.kind) {
        Some(BlockKind::Paragraph(content)) if item.task.is_none() => own_label(&plain_text(content)),
        _ => None,
    });
    let own: Vec<OwnLabel> = own.collect::<Option<_>>()?;
    let goes_on = |two: &[OwnLabel]| two[0].shape == two[1].shape && two[0].place < two[1].place;
    (list.start.is_none() && own.len() > 1 && own.windows(2).all(goes_on))
        .then(|| own.into_iter().map(|label| label.text).collect())
}

struct OwnLabel {
    text: String,
    /// What it is beside its letter or number.
    shape: (bool, char, bool),
    place: u32,
}

fn own_label(text: &str) -> Option<OwnLabel> {
    let text = text.trim_start();
    let bare = text.strip_prefix('(').unwrap_or(text);
    let opens = bare.len() < text.len();
    let end = bare.find(['.', ')', ':']).filter(|&end| end > 0)?;
    let (name, rest) = bare.split_at(end);
    let mark = rest.chars().next()?;
    let mut chars = name.chars();
    let (is_upper, place) = match (chars.next()?, chars.next()) {
        (letter @ 'A'..='Z', None) => (true, u32::from(letter)),
        (letter @ 'a'..='z', None) => (false, u32::from(letter)),
        _ if name.len() <= 2 => (false, name.parse().ok()?),
        _ => return None,
    };
    let behind = &rest[mark.len_utf8()..];
    let words = behind.trim_start();
    let closes = !opens || mark == ')';
    (closes && words.len() < behind.len() && !words.is_empty()).then(|| OwnLabel {
        text: text[..text.len() - behind.len()].to_string(),
        shape: (opens, mark, is_upper),
        place,
    })
}

/// `blocks`, of which the first opens with `label`, without it.
fn without_label(blocks: &[Block], label: &str) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    if let Some(BlockKind::Paragraph(content)) = blocks.first_mut().map(|first| &mut first.kind) {
        let text = plain_text(content);
        let start = text.find(label).map_or(0, |at| at + label.len());
        *content = trimmed(keep(std::mem::take(content), start..text.len()));
    }
    blocks
}

fn marker(item: &Item, number: Option<u64>) -> String {
    match (item.task, number) {
        (Some(true), _) => "☑".to_string(),
        (Some(false), _) => "☐".to_string(),
        (None, Some(number)) => format!("{number}."),
        (None, None) => "•".to_string(),
    }
}
