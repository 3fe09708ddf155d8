//! A tree in a form that a person can review: one block a line, one inline a token.

use deckpress::model::content::{Image, List, Row};
use deckpress::model::{Block, BlockKind, Inline, InlineKind, LineIndex, Span, Tree};

/// `tree` of `text`, each block with its lines.
pub fn tree(text: &str, tree: &Tree) -> String {
    let mut dump = Dump { lines: LineIndex::new(text), out: String::new() };
    if let Some(front_matter) = &tree.front_matter {
        dump.line(0, front_matter.span, &format!("front matter {:?}", front_matter.text));
    }
    dump.blocks(0, &tree.blocks);
    for (span, id) in &tree.ids {
        dump.line(0, *span, &format!("id {id}"));
    }
    for structure in &tree.structure {
        dump.line(0, structure.span, &format!("structure {:?}", structure.kind));
    }
    if tree.plain {
        dump.out.push_str("plain\n");
    }
    dump.out
}

/// Blocks whose places do not matter.
pub fn blocks(blocks: &[Block]) -> String {
    let mut dump = Dump { lines: LineIndex::new(""), out: String::new() };
    dump.blocks(0, blocks);
    dump.out
}

struct Dump {
    lines: LineIndex,
    out: String,
}

impl Dump {
    fn line(&mut self, depth: usize, span: Span, what: &str) {
        let lines = self.lines.lines(span);
        let place = if lines.first == lines.last {
            format!("{}", lines.first)
        } else {
            format!("{}-{}", lines.first, lines.last)
        };
        self.out.push_str(&format!("{place:>7} {}{what}\n", "  ".repeat(depth)));
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        for block in blocks {
            self.block(depth, block);
        }
    }

    fn block(&mut self, depth: usize, block: &Block) {
        let span = block.span;
        match &block.kind {
            BlockKind::Paragraph(content) => self.line(depth, span, &format!("p {}", inlines(content))),
            BlockKind::Heading { level, content } => {
                self.line(depth, span, &format!("h{level} {}", inlines(content)));
            }
            BlockKind::List(list) => self.list(depth, span, list),
            BlockKind::Code(code) => {
                let language = code.language.as_deref().unwrap_or("-");
                let fenced = if code.fenced { "fenced" } else { "bare" };
                self.line(depth, span, &format!("code {language} {fenced} {:?}", code.text));
            }
            BlockKind::Table(table) => {
                self.line(depth, span, &format!("table {:?}", table.align));
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    self.row(depth + 1, row);
                }
            }
            BlockKind::Quote(blocks) => {
                self.line(depth, span, "quote");
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Callout { kind, title, blocks } => {
                let title = title.as_deref().map_or_else(|| "untitled".to_owned(), |title| inlines(title));
                self.line(depth, span, &format!("callout {kind} {title}"));
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Disclosure { kind, summary, shown, open, blocks } => {
                let kind = kind.as_deref().unwrap_or("-");
                let open = if *open { " open" } else { "" };
                let shown = if *shown > 0 { format!(" with {shown}") } else { String::new() };
                self.line(depth, span, &format!("disclosure {kind}{open}{shown} {}", inlines(summary)));
                self.blocks(depth + 1, blocks);
            }
            BlockKind::DefinitionList(list) => {
                self.line(depth, span, "definitions");
                for definition in list {
                    for term in &definition.terms {
                        self.out.push_str(&format!(
                            "        {}term {}\n",
                            "  ".repeat(depth + 1),
                            inlines(term)
                        ));
                    }
                    for blocks in &definition.definitions {
                        self.out.push_str(&format!("        {}means\n", "  ".repeat(depth + 1)));
                        self.blocks(depth + 2, blocks);
                    }
                }
            }
            BlockKind::Image(picture) => self.line(depth, span, &image(picture)),
            BlockKind::Diagram { language, source } => {
                self.line(depth, span, &format!("diagram {language} {source:?}"));
            }
            BlockKind::Math(tex) => self.line(depth, span, &format!("math {tex:?}")),
            BlockKind::Rule => self.line(depth, span, "rule"),
            BlockKind::Footnote { label, blocks } => {
                self.line(depth, span, &format!("footnote {label}"));
                self.blocks(depth + 1, blocks);
            }
        }
    }

    fn list(&mut self, depth: usize, span: Span, list: &List) {
        let tight = if list.tight { "tight" } else { "loose" };
        let start = list.start.map_or_else(|| "bullets".to_owned(), |start| format!("from {start}"));
        self.line(depth, span, &format!("list {tight} {start}"));
        for item in &list.items {
            let task = item.task.map_or("", |done| if done { " done" } else { " to do" });
            self.line(depth + 1, item.span, &format!("item{task}"));
            self.blocks(depth + 2, &item.blocks);
        }
    }

    fn row(&mut self, depth: usize, row: &Row) {
        let cells: Vec<String> = row.cells.iter().map(|cell| inlines(cell)).collect();
        self.line(depth, row.span, &format!("row {}", cells.join(" | ")));
    }
}

/// Running text on one line.
pub fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect::<Vec<_>>().join(" ")
}

fn inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => format!("{text:?}"),
        InlineKind::SoftBreak => "soft".to_owned(),
        InlineKind::HardBreak => "hard".to_owned(),
        InlineKind::Strong(content) => format!("strong({})", inlines(content)),
        InlineKind::Emphasis(content) => format!("em({})", inlines(content)),
        InlineKind::Strike(content) => format!("strike({})", inlines(content)),
        InlineKind::Code(code) => format!("code({code:?})"),
        InlineKind::Link(link) => format!("link({:?} {:?} {})", link.url, link.title, inlines(&link.content)),
        InlineKind::Image(picture) => image(picture),
        InlineKind::Math(tex) => format!("math({tex:?})"),
        InlineKind::Key(key) => format!("key({key:?})"),
        InlineKind::Superscript(content) => format!("sup({})", inlines(content)),
        InlineKind::Subscript(content) => format!("sub({})", inlines(content)),
        InlineKind::FootnoteReference(label) => format!("note({label:?})"),
    }
}

fn image(picture: &Image) -> String {
    format!("image({:?} {:?} {:?})", picture.url, picture.alt, picture.title)
}
