//! Tables drawn with dashes: what Markdown writes with bars is drawn with columns here.
//!
//! Pandoc knows three forms (<https://pandoc.org/MANUAL.html#tables>): *simple* tables, in which dashes below the header
//! show the columns and each line is a row; *multiline* tables, in which dashes stand above and below it all and blank
//! lines part the rows; *grid* tables, framed by `+---+`. The lines of all three are mended to rows with bars. Where a row
//! has several lines, each of them becomes a row, those that belong together stand between empty rows, and
//! [`join_rows`] joins them once they are read.

use ecow::EcoVec;

use super::derived::Mend;
use super::fences::Fences;
use crate::model::content::{Row, Table};
use crate::model::{Inline, InlineKind, Inlines, Span};

/// A row that says nothing.
const EMPTY_ROW: &str = "| |";

/// No row is longer, in lines.
const LONGEST_ROW: usize = 200;

/// A line without its break.
#[derive(Clone, Copy)]
struct Line<'a> {
    at: usize,
    text: &'a str,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The places of `text` to be given to the Markdown parser in another form, in order. `ends` are the lines that end a
/// fence without being its closing one.
pub(super) fn mends(text: &str, ends: &[usize]) -> Vec<Mend> {
    let mut mends = Vec::new();
    if !text.contains("---") {
        return mends;
    }
    let mut fences = Fences::new(ends);
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let len = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).unwrap_or(text.len() - at);
        let line = &text[at..at + len];
        // What a fence holds is no line of a table, and ends one.
        let shown = if fences.is_code(line, at) { "" } else { line };
        lines.push(Line { at, text: shown });
        at += len + 1 + usize::from(text[at + len..].starts_with("\r\n"));
    }
    let mut next = 0;
    while next < lines.len() {
        let drawn = columns(&lines, next).or_else(|| grid(&lines, next));
        match drawn {
            Some((found, end)) => {
                mends.extend(found);
                next = end;
            }
            None => next += 1,
        }
    }
    mends.sort_by_key(|mend| mend.at);
    mends
}

/// Whether `text` holds a table that is drawn with dashes.
pub(super) fn is_in(text: &str) -> bool {
    !mends(text, &[]).is_empty()
}

/// The columns at which the dashes of a ruler start, `----- ----`: at least two runs of three.
fn ruler(line: &str) -> Option<Vec<usize>> {
    const FEWEST: usize = 3;
    if !line.contains("- ") || indentation(line) >= 4 || !line.bytes().all(|b| matches!(b, b'-' | b' ')) {
        return None;
    }
    let runs = line.split(' ').filter(|run| !run.is_empty());
    let starts = line.match_indices('-').map(|(at, _)| at).filter(|&at| at == 0 || line[..at].ends_with(' '));
    let starts: Vec<usize> = starts.collect();
    (starts.len() > 1 && runs.into_iter().all(|run| run.len() >= FEWEST)).then_some(starts)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether `line` is one run of dashes.
fn is_border(line: &str) -> bool {
    const FEWEST: usize = 6;
    let dashes = line.trim();
    dashes.len() >= FEWEST && indentation(line) < 4 && dashes.bytes().all(|b| b == b'-')
}

/// Where the white space stands that parts the cells of `line`, whose columns start at `starts`; `None` where words run
/// over the start of a column, unless wide gaps tell as many cells.
fn gaps(line: &str, starts: &[usize]) -> Option<Vec<usize>> {
    let mut gaps = Vec::with_capacity(starts.len());
    let mut chars = line.char_indices().enumerate();
    for &start in &starts[1..] {
        let Some((_, (at, sign))) = chars.by_ref().find(|(column, _)| column + 1 == start) else { break };
        if sign != ' ' {
            return wide_gaps(line, starts.len());
        }
        gaps.push(at);
    }
    Some(gaps)
}

/// The last space of each run of several in `line`, where these part it into `cells`.
fn wide_gaps(line: &str, cells: usize) -> Option<Vec<usize>> {
    let from = indentation(line);
    let words = line[from..].trim_end();
    let gaps: Vec<usize> = words
        .match_indices("  ")
        .map(|(at, _)| at)
        .filter(|at| !words[at + 2..].starts_with(' '))
        .map(|at| from + at + 1)
        .collect();
    (gaps.len() + 1 == cells).then_some(gaps)
}

/// Makes a row of `line`: bars in front of it and in its `gaps`; its own bars are words.
fn row(line: Line, gaps: &[usize], first: usize, mends: &mut Vec<Mend>) {
    mends.push(Mend { at: line.at + indentation(line.text).min(first), len: 0, with: "|" });
    mends.extend(gaps.iter().map(|gap| Mend { at: line.at + gap, len: 1, with: "|" }));
    let bars = line.text.match_indices('|').map(|(at, _)| at).filter(|&at| !line.text[..at].ends_with('\\'));
    mends.extend(bars.map(|at| Mend { at: line.at + at, len: 0, with: "\\" }));
}

fn leave_out(line: Line) -> Mend {
    Mend { at: line.at, len: line.text.len(), with: "" }
}

/// The simple or multiline table whose ruler stands at `at`, and where it ends.
fn columns(lines: &[Line], at: usize) -> Option<(Vec<Mend>, usize)> {
    let starts = ruler(lines[at].text)?;
    let head = *lines.get(at.checked_sub(1)?)?;
    if head.is_blank() || ruler(head.text).is_some() || is_border(head.text) {
        return None;
    }
    let above = at.checked_sub(2).map(|above| lines[above]);
    let border = above.filter(|above| is_border(above.text));
    if above.is_some_and(|above| !above.is_blank()) && border.is_none() {
        return None;
    }
    let mut mends = Vec::new();
    mends.extend(border.map(leave_out));
    row(head, &gaps(head.text, &starts)?, starts[0], &mut mends);
    row(lines[at], &gaps(lines[at].text, &starts)?, starts[0], &mut mends);
    let closes = |line: &Line| is_border(line.text) || ruler(line.text).is_some();
    // Where a blank line follows before the border below it all, such lines part the rows.
    let ends_below = |from: usize| lines[from..].iter().take(LONGEST_ROW).any(closes);
    let is_multiline = border.is_some() && {
        let first = lines[at + 1..].iter().take(LONGEST_ROW).find(|line| line.is_blank() || closes(line));
        first.is_some_and(Line::is_blank)
    };
    let mut next = at + 1;
    let mut rows = 0;
    while let Some(line) = lines.get(next) {
        if closes(line) {
            mends.push(if is_multiline {
                Mend { with: EMPTY_ROW, ..leave_out(*line) }
            } else {
                leave_out(*line)
            });
            next += 1;
            break;
        }
        if line.is_blank() {
            if !is_multiline || !ends_below(next) {
                break;
            }
            mends.push(Mend { at: line.end(), len: 0, with: EMPTY_ROW });
        } else {
            row(*line, &gaps(line.text, &starts)?, starts[0], &mut mends);
            rows += 1;
        }
        next += 1;
    }
    (rows > 0).then_some((mends, next))
}

/// The columns at which the crosses of a grid's line stand, `+-----+----+`, and whether it closes the header.
fn crosses(line: &str) -> Option<(Vec<usize>, bool)> {
    let inner = line.trim().strip_prefix('+')?.strip_suffix('+')?;
    let is_run = |run: &str, sign: u8| {
        let run = run.trim_matches(':');
        run.len() >= 2 && run.bytes().all(|b| b == sign)
    };
    let is_made_of = |sign: u8| inner.split('+').all(|run| is_run(run, sign));
    let closes_head = is_made_of(b'=');
    let drawn = indentation(line) < 4 && inner.contains('+') && (closes_head || is_made_of(b'-'));
    drawn.then(|| (line.match_indices('+').map(|(at, _)| at).collect(), closes_head))
}

/// The grid table that starts at line `at`, and where it ends. Its first row is the header, in one line.
fn grid(lines: &[Line], at: usize) -> Option<(Vec<Mend>, usize)> {
    let (first, _) = crosses(lines[at].text)?;
    let mut mends = vec![leave_out(lines[at])];
    let mut borders = 0;
    let mut next = at + 1;
    while let Some(line) = lines.get(next) {
        if let Some((columns, _)) = crosses(line.text) {
            if columns != first || (borders == 0 && next != at + 2) {
                return None;
            }
            if borders == 0 {
                // It stands where Markdown wants the dashes below the header.
                mends.extend(columns.iter().map(|cross| Mend { at: line.at + cross, len: 1, with: "|" }));
                let runs = columns.windows(2);
                mends.extend(runs.map(|run| Mend {
                    at: line.at + run[0] + 1,
                    len: run[1] - run[0] - 1,
                    with: "---",
                }));
            } else {
                mends.push(Mend { with: EMPTY_ROW, ..leave_out(*line) });
            }
            borders += 1;
        } else {
            let words = line.text.trim();
            let is_row = words.len() > 1 && words.starts_with('|') && words.ends_with('|');
            if !is_row || words.matches('|').count() != first.len() {
                break;
            }
        }
        next += 1;
    }
    (borders > 1 && crosses(lines[next - 1].text).is_some()).then_some((mends, next))
}

/// Joins the rows of a table that has several lines to a row, as `written` shows: its header is followed by no bars.
pub(super) fn join_rows(table: &mut Table, written: &str) {
    let mut lines = written.lines().skip(1);
    let is_drawn = lines.next().is_some_and(|below| !below.contains('|'));
    let says_nothing = |row: &Row| row.cells.iter().all(|cell| cell.is_empty());
    if !is_drawn || !table.rows.iter().any(says_nothing) {
        return;
    }
    let rows = std::mem::take(&mut table.rows);
    let mut joined: EcoVec<Row> = EcoVec::new();
    let mut goes_on = false;
    for row in rows {
        if says_nothing(&row) {
            goes_on = false;
            continue;
        }
        match joined.make_mut().last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.span = last.span.cover(row.span);
                let cells = last.cells.make_mut().iter_mut();
                cells.zip(&row.cells).for_each(|(cell, more)| go_on(cell, more));
            }
            None => joined.push(row),
        }
        goes_on = true;
    }
    table.rows = joined;
}

/// Adds the next line of `cell`.
fn go_on(cell: &mut Inlines, more: &[Inline]) {
    let Some(first) = more.first() else { return };
    if let Some(last) = cell.last() {
        let between = Span { start: last.span.end.min(first.span.start), end: first.span.start };
        cell.push(Inline::new(between, InlineKind::SoftBreak));
    }
    cell.extend_from_slice(more);
}
