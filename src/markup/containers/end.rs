//! How containers end: by what closes them, by a line that is none of theirs, by a heading where nothing closes them.

use super::{Ending, Frame, Scanner};
use crate::markup::line::{in_code_span, is_heading, list_item};
use crate::model::{Span, Structure, StructureKind};

impl Scanner<'_> {
    /// Ends the containers that a line with this indentation is not part of.
    pub(super) fn leave_dedented(&mut self, column: usize, body: usize, end: usize) {
        let line = &self.text[body..end];
        let opens_heading = is_heading(line);
        let starts_block = list_item(line).is_some() || line.starts_with('#');
        let keep = self.frames.iter().skip(1).position(|frame| match frame.ending {
            Ending::Dedent => column < frame.dedent.unwrap_or(frame.column + 2),
            // What nobody closed ends with its section.
            Ending::Tag(_) | Ending::Colons(_)
                if opens_heading && frame.is_unclosed && !self.has_fence_in_reach() =>
            {
                true
            }
            _ => starts_block && column < frame.item && !self.has_fence_in_reach(),
        });
        if let Some(keep) = keep {
            self.close_to(keep + 1, self.content_end);
        }
    }

    /// Ends the containers whose closer is missing at a heading, so that they do not take what other sections hold.
    pub(super) fn leave_unclosed(&mut self, body: usize, end: usize) {
        let line = &self.text[body..end];
        let hashes = line.bytes().take_while(|&b| b == b'#').count();
        if !(1..=6).contains(&hashes) || !line[hashes..].starts_with(' ') {
            return;
        }
        if let Some(index) = self.frames.iter().skip(1).position(|frame| frame.is_unclosed) {
            self.close_to(index + 1, self.content_end);
        }
    }

    /// Takes a closing tag or colons at the start of the line.
    pub(super) fn closer(&mut self, body: usize, end: usize, next: usize) -> Option<usize> {
        let line = &self.text[body..end];
        if line.starts_with(":::") && line.trim_end().bytes().all(|b| b == b':') {
            let colons = line.trim_end().len();
            let is_colons = |frame: &Frame| matches!(frame.ending, Ending::Colons(_));
            let same = |frame: &Frame| frame.ending == Ending::Colons(colons);
            let at =
                self.frames.iter().rposition(same).or_else(|| self.frames.iter().rposition(is_colons))?;
            return Some(self.close(at, body, body + colons, end, next));
        }
        let (from, to, at) = self.closing_tag(body, end).filter(|(from, _, _)| *from == body)?;
        Some(self.close(at, from, to, end, next))
    }

    /// The first closing tag of an open container in `body..end` outside code spans: its place and the container.
    pub(super) fn closing_tag(&self, body: usize, end: usize) -> Option<(usize, usize, usize)> {
        let line = &self.text[body..end];
        if !self.frames.iter().any(|frame| frame.last_end.is_some_and(|last| last >= body)) {
            return None;
        }
        for at in memchr::memchr_iter(b'<', line.as_bytes()) {
            let Some(rest) = line[at..].strip_prefix("</") else { continue };
            let name_len = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
            let after = rest[name_len..].trim_start();
            if !after.starts_with('>') {
                continue;
            }
            let name = &rest[..name_len];
            let open =
                |frame: &Frame| matches!(&frame.ending, Ending::Tag(open) if open.eq_ignore_ascii_case(name));
            let Some(frame) = self.frames.iter().rposition(open) else { continue };
            if line[..at].ends_with('\\') || in_code_span(&line[..at]) {
                continue;
            }
            let len = line.len() - at - after.len() + 1;
            return Some((body + at, body + at + len, frame));
        }
        None
    }

    /// Closes the container at `index` with the closer `from..to`; returns where to go on.
    fn close(&mut self, index: usize, from: usize, to: usize, end: usize, next: usize) -> usize {
        self.close_to(index + 1, from.min(self.content_end.max(self.frame().opener)));
        self.scan.structure.push(Structure { span: Span::new(from, to), kind: StructureKind::Container });
        self.frame_mut().ending = Ending::AtOnce;
        self.content_end = to;
        self.close_to(index, to);
        self.rest_of_line(to, end, next)
    }

    /// Closes all but the first `keep` frames at `end`.
    pub(super) fn close_to(&mut self, keep: usize, end: usize) {
        while self.frames.len() > keep {
            let Some(frame) = self.frames.pop() else { return };
            self.fence = None;
            if matches!(frame.ending, Ending::Tag(_) | Ending::Colons(_)) && !frame.is_unclosed {
                self.scan.unclosed.push(frame.opener);
            }
            if let Some(index) = frame.container {
                let container = &mut self.scan.containers[index];
                let start = container.span.start as usize;
                container.span = Span::new(start, end.max(container.span.end as usize));
            }
            self.mark(&frame.outer, frame.opener);
            self.after_blank = true;
        }
    }
}
