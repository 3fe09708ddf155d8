//! Undoes mojibake: UTF-8 that was read in a single-byte encoding, so that `’` became `â€™`.
//!
//! Works by runs, so that clean and garbled text may stand side by side. A run that genuine text could hold as
//! well is only repaired where the rest of its line, or else of the document, is garbled too and nothing there
//! speaks against it. A repair never adds or removes a line, and what is repaired holds nothing to repair.

use std::ops::Range;

use super::codec::{CODECS, Codec, Sequence, Strength};
use crate::model::{OffsetMap, Repair, Span};

/// Text without mojibake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The text.
    pub text: String,
    /// What was changed, in order of place.
    pub repairs: Vec<Repair>,
    /// The way back to the garbled text; `None` when nothing was changed.
    pub map: Option<OffsetMap>,
}

/// Undoes all mojibake in `text`, also where it was garbled more than once.
pub fn repair(text: String) -> Repaired {
    let mut edits = Vec::new();
    let mut current: Option<String> = None;
    // Every round shortens the text, so there is a last one.
    loop {
        let input = current.as_ref().unwrap_or(&text);
        let Some((codec, runs)) = garbled(input) else { break };
        let (output, round) = undo(input, codec, &runs);
        edits = if edits.is_empty() { round } else { compose(&edits, &round) };
        current = Some(output);
    }
    let Some(repaired) = current else { return Repaired { text, repairs: Vec::new(), map: None } };
    let repairs = edits.iter().map(|edit| Repair {
        span: Span::new(edit.after.start, edit.after.end),
        before: text[edit.before.clone()].to_owned(),
        after: repaired[edit.after.clone()].to_owned(),
    });
    Repaired {
        repairs: repairs.collect(),
        map: Some(map(&edits, repaired.len(), text.len())),
        text: repaired,
    }
}

/// The runs of `text` that still read as mojibake, in order of place: what [`repair`] would take up next.
pub fn suspicious(text: &str) -> impl Iterator<Item = Range<usize>> {
    garbled(text).map(|(_, runs)| runs).unwrap_or_default().into_iter()
}

/// A change: the range in the text before it, and in the text after it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    before: Range<usize>,
    after: Range<usize>,
}

/// The codec that explains most of the mojibake in `text`, and the runs it explains; `None` in clean text.
fn garbled(text: &str) -> Option<(&'static Codec, Vec<Range<usize>>)> {
    let mut surveys = CODECS.each_ref().map(Survey::new);
    for line in lines(text) {
        let content = &text[line.clone()];
        if !content.is_ascii() {
            surveys.iter_mut().for_each(|survey| survey.line(content, line.start));
        }
    }
    let best = surveys.into_iter().rev().max_by_key(|survey| survey.strong_bytes)?;
    let codec = best.codec;
    let runs = best.verdict();
    (!runs.is_empty()).then_some((codec, runs))
}

/// The lines of `text`, without their breaks.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain(std::iter::once(text.len()));
    ends.map(move |end| std::mem::replace(&mut start, end + 1)..end)
}

/// What one codec has to say about a document.
struct Survey {
    codec: &'static Codec,
    /// Runs in order of place, with the verdict if the run and its line give one.
    runs: Vec<(Range<usize>, Option<bool>)>,
    strong_bytes: usize,
    strong: usize,
    /// Characters that would open a sequence and do not: genuine text.
    loose: usize,
    /// Those of the run at hand: room that is used again.
    sequences: Vec<Sequence>,
}

impl Survey {
    fn new(codec: &'static Codec) -> Self {
        Self { codec, runs: Vec::new(), strong_bytes: 0, strong: 0, loose: 0, sequences: Vec::new() }
    }

    /// Surveys a line that starts at `offset` in the document.
    fn line(&mut self, line: &str, offset: usize) {
        let mut found: Vec<(Range<usize>, Strength)> = Vec::new();
        let [mut at, mut strong, mut loose] = [0; 3];
        while let Some(gap) = line.as_bytes()[at..].iter().position(|byte| !byte.is_ascii()) {
            at += gap;
            let character = line[at..].chars().next().unwrap_or_default();
            if !self.codec.opens(character) {
                at += character.len_utf8();
                continue;
            }
            let (run, strength) = self.run(line, at);
            if run.is_empty() {
                loose += 1;
                at += character.len_utf8();
                continue;
            }
            at = run.end;
            if strength == Strength::Strong {
                strong += 1;
                self.strong_bytes += run.len();
            }
            found.push((run, strength));
        }
        self.strong += strong;
        self.loose += loose;
        self.runs.extend(found.into_iter().map(|(run, strength)| {
            let verdict = match strength {
                Strength::Strong => Some(true),
                Strength::Weak if strong == 0 && loose == 0 => None,
                Strength::Weak => Some(loose * 4 < strong),
            };
            (run.start + offset..run.end + offset, verdict)
        }));
    }

    /// The longest run of garbled sequences at `start`; empty when there is none.
    fn run(&mut self, line: &str, start: usize) -> (Range<usize>, Strength) {
        self.sequences.clear();
        let mut end = start;
        let mut strength = Strength::Weak;
        let mut before = line[..start].chars().next_back().unwrap_or(' ');
        while let Some(sequence) = self.codec.sequence(&line[end..]) {
            if sequence.ends_capitals(before) {
                break;
            }
            end += sequence.len;
            let after = line[end..].chars().next().unwrap_or(' ');
            strength = strength.max(self.codec.alone(&sequence, before, after));
            before = sequence.meant;
            self.sequences.push(sequence);
        }
        (start..end, strength.max(self.codec.together(&self.sequences)))
    }

    /// The runs that are garbled, those in doubt judged by the whole document.
    fn verdict(self) -> Vec<Range<usize>> {
        let doubtful = self.strong > 0 && self.loose * 8 <= self.strong;
        self.runs.into_iter().filter(|(_, verdict)| verdict.unwrap_or(doubtful)).map(|(run, _)| run).collect()
    }
}

/// Reads the `runs` of `text` as they were meant.
fn undo(text: &str, codec: &Codec, runs: &[Range<usize>]) -> (String, Vec<Edit>) {
    let mut output = String::with_capacity(text.len());
    let mut edits = Vec::with_capacity(runs.len());
    let mut copied = 0;
    for run in runs {
        output.push_str(&text[copied..run.start]);
        let start = output.len();
        let mut at = run.start;
        while at < run.end
            && let Some(sequence) = codec.sequence(&text[at..])
        {
            // A byte order mark that was garbled is still none of the text.
            if sequence.meant != '\u{feff}' {
                output.push(sequence.meant);
            }
            at += sequence.len;
        }
        edits.push(Edit { before: run.clone(), after: start..output.len() });
        copied = run.end;
    }
    output.push_str(&text[copied..]);
    (output, edits)
}

/// The edits that do at once what `first` and then `second` do; those that meet become one.
fn compose(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let mut composed = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    // How far offsets of the text between have moved, from the oldest text and to the newest.
    let (mut from_oldest, mut to_newest) = (0_isize, 0_isize);
    loop {
        let start = match (first.peek(), second.peek()) {
            (None, None) => return composed,
            (Some(edit), None) => edit.after.start,
            (None, Some(edit)) => edit.before.start,
            (Some(one), Some(other)) => one.after.start.min(other.before.start),
        };
        let (before, after) = (start.wrapping_add_signed(from_oldest), start.wrapping_add_signed(to_newest));
        let mut end = start;
        loop {
            if let Some(edit) = first.next_if(|edit| edit.after.start <= end) {
                end = end.max(edit.after.end);
                from_oldest += difference(&edit.before, &edit.after);
            } else if let Some(edit) = second.next_if(|edit| edit.before.start <= end) {
                end = end.max(edit.before.end);
                to_newest += difference(&edit.after, &edit.before);
            } else {
                break;
            }
        }
        composed.push(Edit {
            before: before..end.wrapping_add_signed(from_oldest),
            after: after..end.wrapping_add_signed(to_newest),
        });
    }
}

/// How much longer `this` is than `other`.
fn difference(this: &Range<usize>, other: &Range<usize>) -> isize {
    this.len().cast_signed() - other.len().cast_signed()
}

fn map(edits: &[Edit], derived: usize, origin: usize) -> OffsetMap {
    let mut map = OffsetMap::default();
    let [mut at, mut left] = [0; 2];
    for edit in edits {
        map.push_linear(edit.before.start - at, 1);
        map.push_opaque(edit.after.len(), edit.before.len());
        at = edit.before.end;
        left = edit.after.end;
    }
    map.push_linear(origin - at, 1);
    debug_assert_eq!(left + (origin - at), derived, "edits account for the whole text");
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(garbled: &str, clean: &str, repairs: &[(Range<usize>, &str, &str)]) {
        let result = repair(garbled.to_owned());
        assert_eq!(result.text, clean);
        let listed: Vec<_> =
            result.repairs.iter().map(|r| (r.span.range(), r.before.as_str(), r.after.as_str())).collect();
        assert_eq!(listed, repairs);
    }

    #[test]
    fn a_run_is_one_repair() {
        check("a ðŸ˜€âœ… b", "a 😀✅ b", &[(2..9, "ðŸ˜€âœ…", "😀✅")]);
    }

    #[test]
    fn what_was_garbled_twice_is_one_repair_from_its_first_form() {
        check("Ã¢â‚¬â„¢ and cafÃ©", "’ and café", &[(0..3, "Ã¢â‚¬â„¢", "’"), (11..13, "Ã©", "é")]);
    }

    #[test]
    fn a_garbled_byte_order_mark_is_dropped_and_listed() {
        check("ï»¿x", "x", &[(0..0, "ï»¿", "")]);
    }

    #[test]
    fn clean_text_has_no_map() {
        assert_eq!(repair("naïve — “yes”".to_owned()).map, None);
    }

    #[test]
    fn repairs_lead_back_to_where_they_stood() {
        let garbled = "x Ã¢â‚¬â„¢ y cafÃ© z";
        let result = repair(garbled.to_owned());
        let map = result.map.unwrap();
        for (part, origin) in
            [("x ", "x "), ("’", "Ã¢â‚¬â„¢"), (" y caf", " y caf"), ("é", "Ã©"), (" z", " z")]
        {
            let at = result.text.find(part).unwrap();
            let (from, to) = map.to_origin(at, at + part.len());
            assert_eq!(&garbled[from..to], origin);
        }
    }

    #[test]
    fn doubt_is_settled_by_the_line_then_by_the_document() {
        // `É”` may be a capital in quotes; among garbled text it is not.
        assert_eq!(repair("“CAFÉ”".to_owned()).text, "“CAFÉ”");
        assert_eq!(repair("Ã©tÃ© É”".to_owned()).text, "été ɔ");
        assert_eq!(repair("Ã©tÃ©\nÉ”".to_owned()).text, "été\nɔ");
        assert_eq!(repair("Ã©tÃ©\n“CAFÉ” à É".to_owned()).text, "été\n“CAFÉ” à É");
    }

    #[test]
    fn a_flattened_no_break_space_needs_garbled_text_around_it() {
        assert_eq!(repair("Il va Ã  la crÃªperie, voilÃ .".to_owned()).text, "Il va à la crêperie, voilà .");
        assert_eq!(repair("Il va Ã la crÃªperie".to_owned()).text, "Il va à la crêperie");
        assert_eq!(repair("Ã is a letter; AMANHÃ e cafÃ©".to_owned()).text, "Ã is a letter; AMANHÃ e café");
        assert_eq!(repair("Ã is a letter".to_owned()).text, "Ã is a letter");
    }

    #[test]
    fn suspicious_names_the_runs() {
        let text = "ok cafÃ© and donâ€™t";
        assert_eq!(suspicious(text).map(|run| &text[run]).collect::<Vec<_>>(), ["Ã©", "â€™"]);
    }
}
