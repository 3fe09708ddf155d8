//! Fences: what stands in them is code, whatever it looks like.

use super::{Ending, Scanner};
use crate::markup::line::opened_fence;

/// The fence that is open.
pub(super) struct Fence {
    mark: u8,
    len: usize,
    /// Content column of the list item that holds it.
    base: usize,
    /// How often the tag of its container was opened inside.
    opened: usize,
}

impl Scanner<'_> {
    /// Whether the line is code, whatever it looks like.
    pub(super) fn has_fence_in_reach(&self) -> bool {
        self.fence.is_some()
    }

    /// Takes the line if it is code; `None` when it is not, or ends the fence by ending its container.
    pub(super) fn fenced(
        &mut self,
        start: usize,
        body: usize,
        end: usize,
        next: usize,
        column: usize,
        midline: bool,
    ) -> Option<usize> {
        let relative = column.saturating_sub(self.dedent());
        let fence = self.fence.as_ref()?;
        let line = &self.text[body..end];
        if self.lessons.fence_ends.binary_search(&start).is_ok() {
            self.end_fence();
            return None;
        }
        if relative < fence.base {
            self.fence = None;
            return None;
        }
        if let Ending::Tag(name) = &self.frame().ending {
            let closes = line.strip_prefix("</").and_then(|rest| rest.strip_prefix(name.as_str()));
            if closes.is_some_and(|rest| rest.trim_start().starts_with('>')) {
                if fence.opened == 0 && column <= self.frame().column {
                    self.fence = None;
                    return None;
                }
                let fence = self.fence.as_mut()?;
                fence.opened = fence.opened.saturating_sub(1);
            } else if line.strip_prefix('<').is_some_and(|rest| rest.starts_with(name.as_str())) {
                self.fence.as_mut()?.opened += 1;
            }
        }
        let fence = self.fence.as_ref()?;
        let run = line.bytes().take_while(|&b| b == fence.mark).count();
        if run >= fence.len && relative < fence.base + 4 && line[run..].trim().is_empty() {
            self.fence = None;
        }
        Some(self.copy(start, end, next, midline))
    }

    /// Writes the closing line that a fence lacks.
    pub(super) fn end_fence(&mut self) {
        let Some(fence) = self.fence.take() else { return };
        let line = char::from(fence.mark).to_string().repeat(fence.len);
        let prefix = format!("{}{}", self.frame().prefix, " ".repeat(fence.base));
        self.scan.derived.insert(&prefix);
        self.scan.derived.insert(&line);
        self.scan.derived.insert("\n");
        self.after_blank = true;
    }

    pub(super) fn note_fence(&mut self, body: usize, end: usize) {
        if let Some((mark, len)) = opened_fence(&self.text[body..end]) {
            self.fence = Some(Fence { mark, len, base: self.item_column(), opened: 0 });
        }
    }
}
