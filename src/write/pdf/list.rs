//! Lists, and other content that hangs on a label: footnotes.

use crate::model::content::{Item, List};
use crate::model::{Block, Inline, InlineKind};

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
        let last = list.start.map(|start| start.saturating_add(list.items.len() as u64 - 1));
        let widest = last.map_or(Pt::ZERO, |last| self.width(&format!("{last}."), &measure.look));
        let indent = self.theme.indent.max(widest + LABEL_GAP);
        let inner = measure.indented(indent);
        let mut slabs = Vec::new();
        let count = list.items.len();
        for (index, item) in list.items.iter().enumerate() {
            let number = list.start.map(|start| start.saturating_add(index as u64));
            let body = self.stack(&item.blocks, &inner, gap);
            let mut item = self.labelled(&marker(item, number), body, measure, &inner);
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

fn marker(item: &Item, number: Option<u64>) -> String {
    match (item.task, number) {
        (Some(true), _) => "☑".to_string(),
        (Some(false), _) => "☐".to_string(),
        (None, Some(number)) => format!("{number}."),
        (None, None) => "•".to_string(),
    }
}
