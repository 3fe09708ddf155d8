//! What stands in front of a line, so that it stays inside what it is part of.

/// Where something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What opens every further line; `None` where there can be no further one.
    prefix: Option<String>,
    /// The line break of the document.
    eol: &'static str,
    /// Whether a vertical bar would end it.
    cell: bool,
}

impl Place {
    /// A block that starts at `start` of `text`, whose lines end with `eol`.
    pub fn at(text: &str, start: usize, eol: &'static str) -> Self {
        Self { prefix: Some(continuation(text, start)), eol, cell: false }
    }

    /// A line that goes on no further.
    pub fn one_line(eol: &'static str) -> Self {
        Self { prefix: None, eol, cell: false }
    }

    /// A cell of a table.
    pub fn cell(eol: &'static str) -> Self {
        Self { prefix: None, eol, cell: true }
    }

    /// Whether there can be no further line.
    pub fn is_line(&self) -> bool {
        self.prefix.is_none()
    }

    /// What opens every further line.
    pub fn prefix(&self) -> &str {
        self.prefix.as_deref().unwrap_or_default()
    }

    /// Further in by `width` spaces.
    pub fn indented(&self, width: usize) -> Self {
        Self {
            prefix: self.prefix.as_ref().map(|prefix| format!("{prefix}{}", " ".repeat(width))),
            ..self.clone()
        }
    }

    /// What leads to the next line.
    pub fn next_line(&self) -> String {
        format!("{}{}", self.eol, self.prefix())
    }

    /// What leads to the next block, a blank line between.
    pub fn next_block(&self) -> String {
        format!("{}{}{}", self.eol, self.prefix().trim_end(), self.next_line())
    }

    /// `text`, on one line, as it can stand here.
    pub fn line(&self, text: &str) -> String {
        if self.cell { without_bars(text) } else { text.to_string() }
    }

    /// `text` with the prefix before all its lines but the first.
    pub fn lines(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push_str(self.eol);
                out.push_str(if line.is_empty() { self.prefix().trim_end() } else { self.prefix() });
            }
            out.push_str(line);
        }
        out
    }
}

/// `text` with every vertical bar escaped, as cells of tables need it and other text does not mind.
pub fn without_bars(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if c == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Where the line that holds the byte at `at` starts.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// What further lines of a block open with that starts at `start`: marks of quotes as they stand, spaces under the
/// marks of list items and definitions, and nothing under a label or what else stands in front of it.
pub fn continuation(text: &str, start: usize) -> String {
    let line = &text[line_start(text, start)..start];
    let mut prefix = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == ' ' || c == '\t' || c == '>' {
            prefix.push(c);
            rest = &rest[1..];
            continue;
        }
        let Some(width) = marker_width(rest) else { break };
        prefix.push_str(&" ".repeat(width));
        rest = &rest[width..];
    }
    prefix
}

/// Length of the list mark that `text` opens with, without the space behind it, which must be there.
pub fn marker_width(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let width = match text[digits..].chars().next()? {
        '-' | '*' | '+' | ':' if digits == 0 => 1,
        '.' | ')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    text[width..].starts_with([' ', '\t']).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_lines_stay_in_their_container() {
        for (line, prefix) in [
            ("", ""),
            ("> - ", ">   "),
            ("  12. ", "      "),
            ("- **Answer:** ", "  "),
            ("A: ", ""),
            ("    ", "    "),
            ("\t- ", "\t  "),
            ("> > ", "> > "),
            ("- - ", "    "),
            (": ", "  "),
            ("-x", ""),
        ] {
            assert_eq!(continuation(&format!("before\n{line}x"), 7 + line.len()), prefix, "{line:?}");
        }
    }
}
