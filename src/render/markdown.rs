//! The content tree as Markdown: what the review sheet shows and what reads back as the same tree.
//!
//! `markup::parse_markdown(&blocks(tree))` gives `tree` again, spans aside, for every tree in *normal
//! form*, which is what reading yields:
//!
//! - no empty text, code or markup, no two texts or formulas side by side, no break at an edge or beside another
//!   break, no white space beside a break or at the edge of a block; text and code hold no line break;
//! - headings, titles, terms and cells stand on one line; a paragraph is no lone picture, nor lone
//!   displayed mathematics;
//! - a list whose items are told apart by blank lines holds paragraphs; in a tight item only lists that
//!   start at one, fenced code and quotes follow its paragraph; an item does not open with bare code;
//! - code that was not fenced names no language, has no blank line at its edges and is not empty; the
//!   languages of diagrams are diagrams;
//! - kinds, labels and the titles of links are words.
//!
//! Beyond that the words are kept and the form comes as near as Markdown can: bare code of a known
//! language, for one, comes back fenced.
//!
//! Running text is written as it stands, read back, and escaped only where it was misread.

mod plain;

use crate::markup;
use crate::model::alike::same_inlines;
use crate::model::content::{Align, Code, Definition, Image, Item, List, Row, Table};
use crate::model::{Block, BlockKind, Inline, InlineKind, Inlines};

/// `blocks` as Markdown that reads back as the same tree.
pub fn blocks(blocks: &[Block]) -> String {
    blocks_with(blocks, '*')
}

/// As [`blocks`], with `bullet` (`*`, `-` or `+`) in front of the items of lists that count nothing.
pub fn blocks_with(blocks: &[Block], bullet: char) -> String {
    write_blocks(blocks, Around { quote: false, bullet })
}

/// What the blocks stand in.
#[derive(Clone, Copy)]
struct Around {
    /// Whether it is a quote, where HTML elements open no containers.
    quote: bool,
    bullet: char,
}

impl Around {
    fn in_quote(self) -> Self {
        Self { quote: true, ..self }
    }
}

fn write_blocks(blocks: &[Block], around: Around) -> String {
    let mut out = String::new();
    let mut previous: Option<&Block> = None;
    let mut alternate = false;
    for block in blocks {
        if let Some(previous) = previous {
            alternate = !alternate && same_list(previous, block);
            out.push_str(if runs_together(previous, block) { "\n\n<!-- -->\n\n" } else { "\n\n" });
        }
        out.push_str(&write(block, around, alternate, previous.is_none()));
        previous = Some(block);
    }
    out
}

/// `inlines` as Markdown on one line that reads back as the same inlines.
pub fn inlines(inlines: &[Inline]) -> String {
    careful(inlines, Place::Line, ToOwned::to_owned)
}

/// Whether two lists would be one.
fn same_list(first: &Block, second: &Block) -> bool {
    match (&first.kind, &second.kind) {
        (BlockKind::List(first), BlockKind::List(second)) => first.start.is_some() == second.start.is_some(),
        _ => false,
    }
}

/// Whether a blank line does not keep the second block out of the first.
fn runs_together(first: &Block, second: &Block) -> bool {
    let bare = |block: &Block| matches!(&block.kind, BlockKind::Code(code) if is_bare(code));
    let defines = |block: &Block| matches!(block.kind, BlockKind::DefinitionList(_));
    let holds = matches!(first.kind, BlockKind::List(_) | BlockKind::Footnote { .. }) || defines(first);
    (bare(second) && (holds || bare(first))) || (defines(first) && defines(second))
}

/// Whether the code is written by indentation.
fn is_bare(code: &Code) -> bool {
    let blank_edge = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
    let mut lines = code.text.split('\n');
    !code.fenced
        && code.language.is_none()
        && !code.text.contains('\r')
        && !blank_edge(lines.next())
        && !blank_edge(code.text.split('\n').next_back())
}

fn write(block: &Block, around: Around, alternate: bool, first: bool) -> String {
    match &block.kind {
        BlockKind::Paragraph(content) => paragraph(content),
        BlockKind::Heading { level, content } => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}", line(content)).trim_end().to_owned()
        }
        BlockKind::List(list) => write_list(list, around, alternate),
        BlockKind::Code(code) if is_bare(code) => indented(&code.text, "    ", "    "),
        BlockKind::Code(code) => fence(code.language.as_deref().unwrap_or(""), &code.text),
        BlockKind::Table(table) => write_table(table),
        BlockKind::Quote(content) => quoted(&write_blocks(content, around.in_quote())),
        BlockKind::Callout { kind, title, blocks: content } => {
            callout(&format!("[!{kind}]"), title.as_deref().map(Inlines::as_slice), content, around)
        }
        // In a quote a summary is one line: what stands on it besides comes right below.
        BlockKind::Disclosure { kind, summary, open, blocks: content, .. } if around.quote => {
            let kind = kind.as_deref().unwrap_or_default();
            callout(&format!("[!{kind}]{}", if *open { '+' } else { '-' }), Some(summary), content, around)
        }
        BlockKind::Disclosure { kind, summary, shown, open, blocks: content } => {
            disclosure(kind.as_deref(), summary, *open, content.split_at(*shown as usize), around)
        }
        BlockKind::DefinitionList(list) => {
            list.iter().map(|entry| definition(entry, around)).collect::<Vec<_>>().join("\n\n")
        }
        BlockKind::Image(picture) => image(picture),
        BlockKind::Diagram { language, source } => fence(language, source),
        BlockKind::Math(tex) => format!("$$\n{tex}\n$$"),
        // Under nothing, three hyphens could open front matter.
        BlockKind::Rule => if first { "___" } else { "---" }.to_owned(),
        BlockKind::Footnote { label, blocks: content } => {
            indented(&write_blocks(content, around), &format!("[^{label}]: "), "    ")
        }
    }
}

/// `text` with `first` before its first line and `rest` before the others; blank lines stay blank.
fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len());
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let prefix = if index == 0 { first } else { rest };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

fn quoted(text: &str) -> String {
    indented(text, "> ", "> ")
}

fn callout(label: &str, title: Option<&[Inline]>, content: &[Block], around: Around) -> String {
    let title = title.map(line).filter(|title| !title.is_empty());
    let between = match content {
        [] => "",
        [Block { kind: BlockKind::Paragraph(_), .. }, ..] if title.is_none() => "\n",
        _ => "\n\n",
    };
    let label = title.map_or_else(|| label.to_owned(), |title| format!("{label} {title}"));
    quoted(&format!("{label}{between}{}", write_blocks(content, around.in_quote())))
}

fn disclosure(
    kind: Option<&str>,
    summary: &[Inline],
    open: bool,
    (shown, content): (&[Block], &[Block]),
    around: Around,
) -> String {
    let class = kind.map(|kind| format!(" class=\"{kind}\"")).unwrap_or_default();
    let open = if open { " open" } else { "" };
    let summary = careful(summary, Place::Summary, |text| format!("# {text}"));
    let shown =
        if shown.is_empty() { String::new() } else { format!("\n\n{}\n\n", write_blocks(shown, around)) };
    let mut out = format!("<details{class}{open}>\n<summary>{summary}{shown}</summary>\n");
    if !content.is_empty() {
        out.push_str(&format!("\n{}\n\n", write_blocks(content, around)));
    }
    out + "</details>"
}

fn definition(definition: &Definition, around: Around) -> String {
    let mut lines: Vec<String> = definition.terms.iter().map(|term| inlines(term)).collect();
    lines.extend(
        definition.definitions.iter().map(|content| indented(&write_blocks(content, around), ": ", "  ")),
    );
    lines.join("\n")
}

fn fence(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{fence}{language}\n{text}{end}{fence}")
}

fn write_list(list: &List, around: Around, alternate: bool) -> String {
    let between = if list.tight { "\n" } else { "\n\n" };
    let items = list.items.iter().enumerate().map(|(index, item)| {
        let marker = match list.start {
            None if alternate => if around.bullet == '-' { "*" } else { "-" }.to_owned(),
            None => around.bullet.to_string(),
            Some(start) => {
                let number = start.saturating_add(index as u64);
                format!("{number}{}", if alternate { ')' } else { '.' })
            }
        };
        write_item(item, &marker, around, list.tight)
    });
    items.collect::<Vec<_>>().join(between)
}

fn write_item(item: &Item, marker: &str, around: Around, tight: bool) -> String {
    let task = match item.task {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let content = if tight && is_tight(&item.blocks) {
        item.blocks.iter().map(|block| write(block, around, false, true)).collect::<Vec<_>>().join("\n")
    } else {
        write_blocks(&item.blocks, around)
    };
    let opens_bare =
        matches!(item.blocks.first().map(|block| &block.kind), Some(BlockKind::Code(code)) if is_bare(code));
    let first = format!("{marker} {task}{}", if opens_bare { "<!-- -->\n\n" } else { "" });
    indented(&content, &first, &" ".repeat(marker.len() + 1))
}

/// Whether the blocks keep apart without blank lines.
fn is_tight(blocks: &[Block]) -> bool {
    let interrupts = |block: &Block| match &block.kind {
        BlockKind::List(list) => list.start.is_none_or(|start| start == 1),
        BlockKind::Code(code) => code.fenced,
        BlockKind::Quote(_) | BlockKind::Diagram { .. } => true,
        _ => false,
    };
    blocks.len() == 1
        || (blocks.len() == 2 && matches!(blocks[0].kind, BlockKind::Paragraph(_)) && interrupts(&blocks[1]))
}

fn write_table(table: &Table) -> String {
    let rule = table.align.iter().map(|align| match align {
        Align::Default => "---",
        Align::Left => ":--",
        Align::Center => ":-:",
        Align::Right => "--:",
    });
    let mut lines = vec![row(&table.head), format!("| {} |", rule.collect::<Vec<_>>().join(" | "))];
    lines.extend(table.rows.iter().map(row));
    lines.join("\n")
}

fn row(row: &Row) -> String {
    let cells = row.cells.iter().map(|cell| line(cell).replace('|', "\\|"));
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// How much care running text is written with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Care {
    /// Text as it stands.
    Bare,
    /// What can be misread is escaped.
    Escaped,
    /// And markup is tags, which need no particular neighbours.
    Tagged,
}

fn paragraph(content: &[Inline]) -> String {
    careful(content, Place::Lines, ToOwned::to_owned)
}

/// Running text on one line that has begun: nothing in it is a list or a heading.
fn line(content: &[Inline]) -> String {
    careful(content, Place::Line, |text| format!("# {text}"))
}

/// The least careful of the writings of `content` that reads back as the same where it is `placed`.
fn careful(content: &[Inline], place: Place, placed: impl Fn(&str) -> String) -> String {
    let write = |care| {
        let mut out = String::new();
        write_inlines(content, care, place, &mut out);
        out
    };
    for care in [Care::Bare, Care::Escaped] {
        let text = write(care);
        let exposed = care == Care::Bare && (is_exposed(&text) || content.iter().any(speaks_of_tags));
        if !exposed && (plain::is_plain(content) || reads_back(&placed(&text), content)) {
            return text;
        }
    }
    write(Care::Tagged)
}

/// Whether what stands around the text could change its reading: footnotes, comment ends, terms, tasks, list markers.
fn is_exposed(text: &str) -> bool {
    text.contains("[^")
        || text.contains("<!--")
        || text.starts_with([':', '['])
        || text.chars().all(|c| "*-_+= ".contains(c))
}

/// Whether a tag stands in the text, which what follows elsewhere could make one in earnest.
fn speaks_of_tags(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text
            .match_indices('<')
            .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')),
        _ => inline.children().iter().any(speaks_of_tags),
    }
}

fn reads_back(text: &str, content: &[Inline]) -> bool {
    let tree = markup::parse_markdown(text);
    if !tree.structure.is_empty() || !tree.ids.is_empty() {
        return false;
    }
    match tree.blocks.as_slice() {
        [] => content.is_empty(),
        [Block { kind: BlockKind::Paragraph(read) | BlockKind::Heading { content: read, .. }, .. }] => {
            same_inlines(read, content)
        }
        [Block { kind: BlockKind::Image(read), .. }] => {
            matches!(content, [Inline { kind: InlineKind::Image(image), .. }] if image == read)
        }
        _ => false,
    }
}

/// Whether running text may take several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Lines,
    Line,
    /// One line inside an HTML element, from which a backslash hides no tag.
    Summary,
}

fn write_inlines(content: &[Inline], care: Care, place: Place, out: &mut String) {
    for inline in content {
        write_inline(&inline.kind, care, place, out);
    }
}

fn write_inline(kind: &InlineKind, care: Care, place: Place, out: &mut String) {
    let mut wrap = |mark: &str, tag: &str, content: &[Inline]| {
        let (open, close) = match mark {
            "" => (format!("<{tag}>"), format!("</{tag}>")),
            _ if care == Care::Tagged => (format!("<{tag}>"), format!("</{tag}>")),
            mark => (mark.to_owned(), mark.to_owned()),
        };
        out.push_str(&open);
        write_inlines(content, care, place, out);
        out.push_str(&close);
    };
    match kind {
        InlineKind::Text(text) if care == Care::Bare => out.push_str(text),
        InlineKind::Text(text) => escape(text, place, out),
        InlineKind::SoftBreak => out.push(if place == Place::Lines { '\n' } else { ' ' }),
        InlineKind::HardBreak => out.push_str(if place == Place::Lines { "\\\n" } else { "<br>" }),
        InlineKind::Strong(content) => wrap("**", "strong", content),
        InlineKind::Emphasis(content) => wrap("*", "em", content),
        InlineKind::Strike(content) => wrap("~~", "del", content),
        InlineKind::Superscript(content) => wrap("", "sup", content),
        InlineKind::Subscript(content) => wrap("", "sub", content),
        InlineKind::Code(code) if care == Care::Tagged => {
            out.push_str("<code>");
            escape(code, place, out);
            out.push_str("</code>");
        }
        InlineKind::Code(code) => code_span(code, out),
        InlineKind::Link(to) => link(&to.url, &to.title, &to.content, care, place, out),
        InlineKind::Image(picture) => out.push_str(&image(picture)),
        InlineKind::Math(tex) => {
            let mark = if care == Care::Bare { "$" } else { "$$" };
            out.push_str(&format!("{mark}{tex}{mark}"));
        }
        InlineKind::Key(key) => {
            out.push_str("<kbd>");
            escape(key, place, out);
            out.push_str("</kbd>");
        }
        InlineKind::FootnoteReference(label) => out.push_str(&format!("[^{label}]")),
    }
}

/// `text` with a backslash before whatever could be misread where it stands.
fn escape(text: &str, place: Place, out: &mut String) {
    let mut before = out.chars().next_back().filter(|&c| c != '\n');
    let opens_line = before.is_none();
    let mut chars = text.char_indices().peekable();
    // The words of a program line hold nothing that a backslash could hide.
    if before.is_none() && (text.starts_with("import ") || text.starts_with("export ")) {
        out.push_str(&format!("&#{};", u32::from(text.as_bytes()[0])));
        before = chars.next().map(|(_, c)| c);
    }
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let digits = || opens_line && at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit());
        let misread = match c {
            '\\' | '`' | '[' | '$' | '~' | '|' | '*' => {
                !(c == '*' && before == Some(' ') && next == Some(' '))
            }
            '_' => !(word(before) && word(next)),
            '<' => !space(next) && next.is_none_or(|c| !c.is_ascii_digit()),
            '&' => next.is_none_or(|c| c.is_alphanumeric() || c == '#'),
            '{' => next == Some('#'),
            '!' => next.is_none() || before.is_none(),
            '#' => before.is_none() || next.is_none() || next == Some('#'),
            '.' | ')' if before.is_some() => digits(),
            c => before.is_none() && c.is_ascii_punctuation(),
        };
        match (misread, c) {
            (true, '<') if place == Place::Summary => out.push_str("&lt;"),
            (true, c) => out.extend(['\\', c]),
            (false, c) => out.push(c),
        }
        before = Some(c);
    }
}

fn code_span(code: &str, out: &mut String) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = if longest == 0 { "`".to_owned() } else { "`".repeat(longest + 1) };
    let blank = code.trim().is_empty();
    let edge = |c: char| c == '`' || c == ' ';
    let pad = if !blank && (code.starts_with(edge) || code.ends_with(edge)) { " " } else { "" };
    out.push_str(&format!("{ticks}{pad}{code}{pad}{ticks}"));
}

fn link(url: &str, title: &str, content: &[Inline], care: Care, place: Place, out: &mut String) {
    let web = url.starts_with("http://") || url.starts_with("https://");
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>&\\".contains(c));
    if web
        && plain
        && title.is_empty()
        && matches!(content, [Inline { kind: InlineKind::Text(text), .. }] if text == url)
    {
        out.push_str(&format!("<{url}>"));
        return;
    }
    out.push('[');
    for inline in content {
        match &inline.kind {
            // A bracket would end the text here, an escaped one could end a formula.
            InlineKind::Text(text) if care != Care::Bare => {
                let mut escaped = String::new();
                escape(text, place, &mut escaped);
                out.push_str(&escaped.replace(']', "&#93;"));
            }
            kind => write_inline(kind, care, place, out),
        }
    }
    out.push_str(&format!("]({})", target(url, title)));
}

fn image(picture: &Image) -> String {
    let mut alt = String::from("!");
    escape(&picture.alt, Place::Line, &mut alt);
    format!("![{}]({})", alt[1..].replace(']', "&#93;"), target(&picture.url, &picture.title))
}

fn target(url: &str, title: &str) -> String {
    let simple = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()\\&\"".contains(c);
    let url = if !url.is_empty() && url.chars().all(simple) {
        url.to_owned()
    } else {
        format!("<{}>", url.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace('&', "\\&"))
    };
    if title.is_empty() {
        return url;
    }
    let title = title.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "\\&").replace('<', "\\<");
    format!("{url} \"{title}\"")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Span;

    /// Words, seldom with what is not plain between them.
    fn words() -> impl Strategy<Value = String> {
        const PLAIN: &[&str] = &[
            "a", "Note", "import ", "export ", "I ", " ", ".", ", ", "; ", "?", "'s", "12", "1. ", "www.a.b",
            "end",
        ];
        const OTHER: &[&str] = &[
            "__", "_", "(", ")", "=", "-", "+", "/", ":", "x.y(z)", "://", "*", "[", "  ", "#", "<", "&", "|",
        ];
        let piece = prop_oneof![20 => prop::sample::select(PLAIN), 1 => prop::sample::select(OTHER)];
        prop::collection::vec(piece, 1..6).prop_map(|all| all.concat())
    }

    /// Running text with marked words and code in it.
    fn content() -> impl Strategy<Value = Vec<Inline>> {
        let run = |text: String| Inline::text(Span::default(), text);
        let of = |kind| Inline::new(Span::default(), kind);
        let names = prop::sample::select(
            &["a", "f(x)", "x_1", "__init__", "a.b", "a = 1", "-v", "http://a", "1", "( )"][..],
        );
        let marked = prop_oneof![
            words().prop_map(move |text| of(InlineKind::Strong([run(text)].into()))),
            names.prop_map(move |code| of(InlineKind::Code(code.into()))),
        ];
        let pairs = prop::collection::vec((words().prop_map(run), marked), 0..3);
        (prop::option::of(words().prop_map(run)), pairs, prop::option::of(words().prop_map(run))).prop_map(
            |(first, pairs, last)| {
                let mut content: Vec<Inline> =
                    pairs.into_iter().flat_map(|(text, marked)| [text, marked]).collect();
                if first.is_none() && !content.is_empty() {
                    content.remove(0);
                }
                content.extend(last);
                content
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn what_is_plain_reads_back(content in content()) {
            for place in [Place::Lines, Place::Line, Place::Summary] {
                let mut text = String::new();
                write_inlines(&content, Care::Bare, place, &mut text);
                let placed = if place == Place::Lines { text } else { format!("# {text}") };
                prop_assert!(!plain::is_plain(&content) || reads_back(&placed, &content), "{placed}");
            }
        }
    }

    #[test]
    fn most_text_is_plain() {
        let of = |kind| Inline::new(Span::default(), kind);
        let run = |text: &str| Inline::text(Span::default(), text);
        let strong = of(InlineKind::Strong([run("heaps")].into()));
        let code = of(InlineKind::Code("f(x_1)".into()));
        assert!(plain::is_plain(&[strong, run(" grow, because "), code, run(" hashes it.")]));
    }
}
