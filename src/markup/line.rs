//! What a line says by itself: where it ends, how far it is indented, what it opens.

/// Whether a code span is open at the end of `text`.
pub(super) fn in_code_span(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut open = None;
    let mut at = 0;
    while at < bytes.len() {
        let len = bytes[at..].iter().take_while(|&&b| b == b'`').count();
        match open {
            _ if len == 0 => at += if bytes[at] == b'\\' && open.is_none() { 2 } else { 1 },
            None => open = Some(len),
            Some(ticks) if ticks == len => open = None,
            Some(_) => {}
        }
        at += len;
    }
    open.is_some()
}

/// Where the line that holds `at` ends, before and after its break.
pub(super) fn line_end(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    match memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        Some(len) => {
            let end = at + len;
            let both = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
            (end, end + 1 + usize::from(both))
        }
        None => (text.len(), text.len()),
    }
}

/// The columns of white space that the line opens with, and where it ends.
pub(super) fn indentation(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in text.as_bytes()[start..end].iter().enumerate() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (column, start + at),
        }
    }
    (column, end)
}

/// Where the line goes on after `columns` of white space, and the spaces left of a tab cut in two.
pub(super) fn strip(text: &str, start: usize, end: usize, columns: usize) -> (usize, usize) {
    let mut column = 0;
    for (at, byte) in text.as_bytes()[start..end].iter().enumerate() {
        if column >= columns {
            return (start + at, column - columns);
        }
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => return (start + at, 0),
        }
    }
    (end, column.saturating_sub(columns))
}

/// Whether `line` is a rule drawn of signs that Markdown does not know: `⸻`, `————`, `━━━━━━`.
pub(super) fn is_drawn_rule(line: &str) -> bool {
    const FEWEST: usize = 3;
    let line = line.trim();
    let mut signs = line.chars();
    let Some(first) = signs.next() else { return false };
    let draws = matches!(first, '⸻' | '⸺' | '—' | '―' | '–' | '─' | '━' | '═' | '＿' | '＝' | '－');
    draws && signs.clone().all(|sign| sign == first) && (first == '⸻' || signs.count() + 1 >= FEWEST)
}

/// A list marker at the start of `line`: its columns with the white space behind it, and its bytes.
pub(super) fn list_item(line: &str) -> Option<(usize, usize)> {
    let bytes = line.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let marker = match bytes.get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let spaces = bytes[marker..].iter().take_while(|&&b| b == b' ').count();
    let rest = &bytes[marker + spaces..];
    if rest.is_empty() {
        return Some((marker + 1, line.len()));
    }
    if spaces == 0 {
        return (bytes[marker] == b'\t').then_some((4, marker + 1));
    }
    if digits == 0 && is_rule(bytes) {
        return None;
    }
    // Five spaces and more: the content starts behind the first and is indented code.
    let taken = if spaces > 4 { 1 } else { spaces };
    Some((marker + taken, marker + taken))
}

/// Whether the line is a thematic break.
pub(super) fn is_rule(line: &[u8]) -> bool {
    let Some(&mark) = line.first().filter(|b| matches!(b, b'-' | b'*' | b'_')) else { return false };
    let marks = line.iter().filter(|&&b| b == mark).count();
    marks >= 3 && line.iter().all(|&b| b == mark || b == b' ' || b == b'\t')
}

/// The mark and the length of the fence that a line opens.
pub(super) fn opened_fence(line: &str) -> Option<(u8, usize)> {
    let mark = *line.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = line.bytes().take_while(|&b| b == mark).count();
    (len >= 3 && (mark == b'~' || !line[len..].contains('`'))).then_some((mark, len))
}

/// Whether the last line of `text` is blank.
pub(super) fn follows_blank(text: &str) -> bool {
    let line = text.strip_suffix("\r\n").or_else(|| text.strip_suffix(['\n', '\r'])).unwrap_or(text);
    line.rsplit(['\n', '\r']).next().is_some_and(|line| line.trim().is_empty())
}

/// Whether `line` is a heading of the document: hashes and a space at its very start.
pub(super) fn is_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}
