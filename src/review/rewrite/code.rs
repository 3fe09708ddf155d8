//! Which lines of a block of code are others now.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Edit;
use super::prefix::line_start;
use crate::model::Span;

/// The edits that make `new` of the code `old`, which `span` of `text` holds, fences and indentation included; `None`
/// where its lines do not stand there one by one.
pub fn edits(text: &str, span: Span, eol: &str, old: &str, new: &str) -> Option<Vec<Edit>> {
    let (was, is): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let places = places(text, span, &was)?;
    // What stands in front of each line: the container, indentation.
    let indent = |at: usize| {
        let start = places[at].start as usize;
        &text[line_start(text, start)..start]
    };
    let mut edits = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (from, come) = (op.old_range(), &is[op.new_range()]);
        let paired = from.len().min(come.len());
        for (place, line) in places[from.clone()].iter().zip(come) {
            edits.push(Edit { span: *place, text: (*line).to_string() });
        }
        if from.len() > paired {
            let (first, last) = (from.start + paired, from.end - 1);
            let start = match first.checked_sub(1) {
                Some(before) => places[before].end,
                None => places[first].start,
            };
            let end = if first == 0 { places.get(last + 1)?.start } else { places[last].end };
            edits.push(Edit { span: Span { start, end }, text: String::new() });
        } else if come.len() > paired {
            let more = &come[paired..];
            let edit = match from.end.checked_sub(1) {
                Some(before) => {
                    let at = places[before].end;
                    let lines = more.iter().map(|line| format!("{eol}{}", under(indent(before), line)));
                    Edit { span: Span { start: at, end: at }, text: lines.collect() }
                }
                None => {
                    let at = places[0].start;
                    let lines = more.iter().map(|line| format!("{line}{eol}{}", indent(0)));
                    Edit { span: Span { start: at, end: at }, text: lines.collect() }
                }
            };
            edits.push(edit);
        }
    }
    Some(edits)
}

/// A further line below one that `indent` stands in front of.
fn under(indent: &str, line: &str) -> String {
    let blank = |c: char| if c == '>' || c.is_whitespace() { c } else { ' ' };
    let indent: String = indent.chars().map(blank).collect();
    if line.is_empty() { indent.trim_end().to_string() } else { format!("{indent}{line}") }
}

/// Where each of `lines` stands in `span` of `text`.
fn places(text: &str, span: Span, lines: &[&str]) -> Option<Vec<Span>> {
    let source = &text[span.range()];
    let mut written = Vec::new();
    let mut at = span.start as usize;
    for line in source.split_inclusive('\n') {
        let solid = line.trim_end_matches(['\n', '\r']);
        written.push((at, solid));
        at += line.len();
    }
    // Behind the fence that opens it, if one does.
    let opening = source.trim_start().starts_with("```") || source.trim_start().starts_with("~~~");
    let written = &written[usize::from(opening)..];
    let place = |(line, (at, solid)): (&&str, &(usize, &str))| {
        let start = at + solid.strip_suffix(line)?.len();
        Some(Span::new(start, start + line.len()))
    };
    if written.len() < lines.len() || written.len() > lines.len() + 1 {
        return None;
    }
    lines.iter().zip(written).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::rewrite::applied;

    #[test]
    fn only_other_lines_are_written() {
        let text = "- x\n\n  ```py\n  a\n    b\n\n  c\n  ```\n";
        let span = Span::new(text.find('`').unwrap(), text.len() - 1);
        let old = "a\n  b\n\nc";
        for (new, expected) in [
            ("a\n  B\n\nc", "- x\n\n  ```py\n  a\n    B\n\n  c\n  ```\n"),
            ("a\n\nc", "- x\n\n  ```py\n  a\n\n  c\n  ```\n"),
            ("a\n  b\n  d\n\n\nc\ne", "- x\n\n  ```py\n  a\n    b\n    d\n\n\n  c\n  e\n  ```\n"),
            ("z\na\n  b\n\nc", "- x\n\n  ```py\n  z\n  a\n    b\n\n  c\n  ```\n"),
            ("  b\n\nc", "- x\n\n  ```py\n    b\n\n  c\n  ```\n"),
        ] {
            let edits = edits(text, span, "\n", old, new).unwrap();
            assert_eq!(applied(text, &edits).unwrap(), expected);
        }
    }
}
