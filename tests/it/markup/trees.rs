//! Trees in normal form, as the emitter documents it, and trees without their spans.

use deckpress::model::content::{Align, Code, Definition, Hyperlink, Image, Item, List, Row, Table};
use deckpress::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};
use proptest::prelude::*;

const NOWHERE: Span = Span { start: 0, end: 0 };

/// `blocks` with every span zero.
pub fn without_spans(mut blocks: Blocks) -> Blocks {
    clear_blocks(&mut blocks);
    blocks
}

fn clear_blocks(blocks: &mut Blocks) {
    blocks.make_mut().iter_mut().for_each(clear_block);
}

fn clear_block(block: &mut Block) {
    block.span = NOWHERE;
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => clear(content.make_mut()),
        BlockKind::List(list) => {
            for item in list.items.make_mut() {
                item.span = NOWHERE;
                clear_blocks(&mut item.blocks);
            }
        }
        BlockKind::Table(table) => {
            for row in std::iter::once(&mut table.head).chain(table.rows.make_mut()) {
                row.span = NOWHERE;
                row.cells.make_mut().iter_mut().for_each(|cell| clear(cell));
            }
        }
        BlockKind::Quote(blocks) | BlockKind::Footnote { blocks, .. } => {
            clear_blocks(blocks);
        }
        BlockKind::Callout { title, blocks, .. } => {
            if let Some(title) = title {
                clear(title.make_mut());
            }
            clear_blocks(blocks);
        }
        BlockKind::Disclosure { summary, blocks, .. } => {
            clear(summary.make_mut());
            clear_blocks(blocks);
        }
        BlockKind::DefinitionList(list) => {
            for definition in list.make_mut() {
                definition.terms.make_mut().iter_mut().for_each(|term| clear(term.make_mut()));
                definition.definitions.make_mut().iter_mut().for_each(clear_blocks);
            }
        }
        _ => {}
    }
}

fn clear(content: &mut [Inline]) {
    for inline in content {
        inline.span = NOWHERE;
        match &mut inline.kind {
            InlineKind::Strong(content)
            | InlineKind::Emphasis(content)
            | InlineKind::Strike(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content) => clear(content),
            InlineKind::Link(link) => clear(&mut link.content),
            _ => {}
        }
    }
}

fn at_no_place(kind: BlockKind) -> Block {
    Block::new(NOWHERE, kind)
}

/// Words with everything that Markdown could take for markup.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zA-Z]{1,8}",
        2 => "[a-z]{1,3}[0-9]{1,2}",
        1 => prop::sample::select(vec![
            "*args", "**kwargs", "__init__", "a_b_c", "*", "**", "_", "#", "##", "-", "+", "1.", "2)", ">", "<br>",
            "<T>", "<div>", "</details>", "`", "``", "$5", "$x$", "$HOME", "[x]", "[a](b)", "![", "[^1]", "&amp;",
            "&", "~", "~~", "|", "\\", "\\(", "\\*", ":", "::", ":::", "!!!", "???", "===", "---", "{#id}", "import",
            "é", "日本", "🟢", "https://a.b/c_d", "<!--", "-->", "a*b*c", "x^2", "f(x)", "“q”", "\"t\"", "!", "=", "[!note]",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn word() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,6}"
}

fn url() -> impl Strategy<Value = String> {
    prop_oneof!["https://[a-z]{1,5}\\.org/[a-z_]{0,6}", "[a-z]{1,5}/[a-z]{1,5}\\.png", "#[a-z-]{1,6}"]
}

fn picture() -> impl Strategy<Value = Image> {
    (url(), prop_oneof![Just(String::new()), words()], prop_oneof![Just(String::new()), word()])
        .prop_map(|(url, alt, title)| Image { url: url.into(), alt: alt.into(), title: title.into() })
}

fn leaf() -> impl Strategy<Value = InlineKind> {
    prop_oneof![
        8 => words().prop_map(|text| InlineKind::Text(text.into())),
        2 => prop_oneof![words(), "[`a |_*]{1,6}".prop_map(|code| code)].prop_map(|code| InlineKind::Code(code.into())),
        1 => "[a-z]\\^[0-9]".prop_map(|tex| InlineKind::Math(tex.into())),
        1 => word().prop_map(|key| InlineKind::Key(key.into())),
        1 => picture().prop_map(|image| InlineKind::Image(Box::new(image))),
    ]
}

fn inline() -> impl Strategy<Value = InlineKind> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let content = || prop::collection::vec(inner.clone(), 1..3).prop_map(|kinds| run(kinds, false));
        prop_oneof![
            content().prop_map(|content| InlineKind::Strong(content.into())),
            content().prop_map(|content| InlineKind::Emphasis(content.into())),
            content().prop_map(|content| InlineKind::Strike(content.into())),
            content().prop_map(|content| InlineKind::Superscript(content.into())),
            content().prop_map(|content| InlineKind::Subscript(content.into())),
            (url(), prop_oneof![Just(String::new()), word()], words()).prop_map(|(url, title, text)| {
                let content = run(vec![InlineKind::Text(text.into())], false);
                InlineKind::Link(Box::new(Hyperlink { url: url.into(), title: title.into(), content }))
            }),
        ]
    })
}

/// A run of inlines: texts do not touch, and breaks stand between words where there may be any.
fn run(kinds: Vec<InlineKind>, breaks: bool) -> Inlines {
    let mut content: Vec<InlineKind> = Vec::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        let touches = matches!(
            (content.last(), &kind),
            (Some(InlineKind::Text(_)), InlineKind::Text(_))
                | (Some(InlineKind::Math(_)), InlineKind::Math(_))
        );
        match (touches, breaks, index % 2) {
            (true, false, _) => continue,
            (_, true, 1) => content.push(InlineKind::SoftBreak),
            (true, true, _) => content.push(InlineKind::HardBreak),
            _ => {}
        }
        content.push(kind);
    }
    content.into_iter().map(|kind| Inline::new(NOWHERE, kind)).collect()
}

fn line() -> impl Strategy<Value = Inlines> {
    prop::collection::vec(inline(), 1..4).prop_map(|kinds| run(kinds, false))
}

fn lines() -> impl Strategy<Value = Inlines> {
    prop::collection::vec(inline(), 1..5).prop_map(|kinds| run(kinds, true))
}

fn paragraph() -> impl Strategy<Value = Block> {
    lines()
        .prop_filter("a lone picture is a block", |content| {
            !matches!(content.as_slice(), [Inline { kind: InlineKind::Image(_), .. }])
        })
        .prop_map(|content| at_no_place(BlockKind::Paragraph(content)))
}

fn source() -> impl Strategy<Value = String> {
    prop::collection::vec("( {0,6}[a-z(#*>`<\\-][a-z =)(`_*]{0,8})?", 0..5).prop_map(|lines| lines.join("\n"))
}

fn fenced() -> impl Strategy<Value = Block> {
    (prop::option::of("[a-z+]{1,6}"), source()).prop_map(|(language, text)| {
        at_no_place(BlockKind::Code(Code {
            language: language.map(Into::into),
            fenced: true,
            text: text.into(),
        }))
    })
}

fn bare() -> impl Strategy<Value = Block> {
    "[a-z]{1,5}(\n {0,3}[a-z]{1,5}){0,3}".prop_map(|text| {
        at_no_place(BlockKind::Code(Code { language: None, fenced: false, text: text.into() }))
    })
}

fn row(columns: usize) -> impl Strategy<Value = Row> {
    prop::collection::vec(prop_oneof![4 => line(), 1 => Just(Inlines::new())], columns)
        .prop_map(|cells| Row { span: NOWHERE, cells: cells.into() })
}

fn table() -> impl Strategy<Value = Block> {
    (1_usize..4).prop_flat_map(|columns| {
        let align = prop::sample::select(vec![Align::Default, Align::Left, Align::Center, Align::Right]);
        (prop::collection::vec(align, columns), row(columns), prop::collection::vec(row(columns), 0..3))
            .prop_map(|(align, head, rows)| {
                at_no_place(BlockKind::Table(Box::new(Table {
                    align: align.into(),
                    head,
                    rows: rows.into(),
                })))
            })
    })
}

fn simple() -> impl Strategy<Value = Block> {
    prop_oneof![
        8 => paragraph(),
        2 => (1_u8..=6, line()).prop_map(|(level, content)| at_no_place(BlockKind::Heading { level, content })),
        2 => fenced(),
        1 => bare(),
        1 => table(),
        1 => picture().prop_map(|picture| at_no_place(BlockKind::Image(picture.into()))),
        1 => source().prop_map(|source| {
            at_no_place(BlockKind::Diagram { language: "mermaid".into(), source: source.into() })
        }),
        1 => "[a-z]\\^[0-9] = \\\\frac".prop_map(|tex| at_no_place(BlockKind::Math(tex.into()))),
        1 => Just(at_no_place(BlockKind::Rule)),
    ]
}

fn item(blocks: Vec<Block>, task: Option<bool>) -> Item {
    let opens_bare = matches!(&blocks[0].kind, BlockKind::Code(code) if !code.fenced);
    let blocks = if opens_bare { vec![at_no_place(BlockKind::Rule)] } else { blocks };
    let task = task.filter(|_| matches!(blocks[0].kind, BlockKind::Paragraph(_)));
    Item { span: NOWHERE, task, blocks: blocks.into() }
}

fn list(inner: impl Strategy<Value = Block> + Clone + 'static) -> impl Strategy<Value = Block> {
    let start = || prop::option::of(0_u64..2000);
    let loose = prop::collection::vec(
        (paragraph(), prop::collection::vec(inner, 0..3), prop::option::of(any::<bool>())),
        2..4,
    );
    let loose = (start(), loose).prop_map(|(start, items)| {
        let items = items
            .into_iter()
            .map(|(first, rest, task)| item(std::iter::once(first).chain(rest).collect(), task));
        at_no_place(BlockKind::List(List { start, tight: false, items: items.collect() }))
    });
    let sub =
        (prop::option::of(Just(1)), prop::collection::vec(paragraph(), 1..3)).prop_map(|(start, items)| {
            let items = items.into_iter().map(|first| item(vec![first], None)).collect();
            at_no_place(BlockKind::List(List { start, tight: true, items }))
        });
    let second = prop::option::of(prop_oneof![sub, fenced()]);
    let tight = prop::collection::vec((paragraph(), second, prop::option::of(any::<bool>())), 1..4);
    let tight = (start(), tight).prop_map(|(start, items)| {
        let items = items
            .into_iter()
            .map(|(first, second, task)| item(std::iter::once(first).chain(second).collect(), task));
        at_no_place(BlockKind::List(List { start, tight: true, items: items.collect() }))
    });
    prop_oneof![loose, tight]
}

/// What may stand in a summary below its first paragraph.
fn shown() -> impl Strategy<Value = Vec<Block>> {
    prop_oneof![
        3 => Just(Vec::new()),
        1 => fenced().prop_map(|code| vec![code]),
        1 => (fenced(), paragraph()).prop_map(|(code, text)| vec![code, text]),
    ]
}

/// `blocks` as they can stand in a quote: there summaries are one line.
fn hidden(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        match &mut block.kind {
            BlockKind::Disclosure { shown, blocks, .. } => {
                *shown = 0;
                *blocks = hidden(blocks.iter().cloned().collect()).into();
            }
            BlockKind::List(list) => {
                for item in list.items.make_mut() {
                    item.blocks = hidden(item.blocks.iter().cloned().collect()).into();
                }
            }
            _ => {}
        }
    }
    blocks
}

fn block() -> impl Strategy<Value = Block> {
    simple().prop_recursive(3, 16, 3, |inner| {
        let content = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            4 => list(inner.clone()),
            1 => content().prop_filter("a label makes a callout", |blocks| !is_labelled(blocks)).prop_map(|blocks| at_no_place(BlockKind::Quote(hidden(blocks).into()))),
            1 => (word(), prop::option::of(line()), content())
                .prop_map(|(kind, title, blocks)| at_no_place(BlockKind::Callout { kind: kind.into(), title: title.map(Into::into), blocks: hidden(blocks).into() })),
            1 => (prop::option::of(word()), line(), shown(), any::<bool>(), content()).prop_map(
                |(kind, summary, more, open, mut blocks)| {
                    let shown = more.len() as u32;
                    blocks.splice(0..0, more);
                    at_no_place(BlockKind::Disclosure { kind: kind.map(Into::into), summary: summary.into(), shown, open, blocks: blocks.into() })
                }
            ),
            1 => prop::collection::vec((line(), paragraph()), 1..3).prop_map(|list| {
                let list = list.into_iter().map(|(term, means)| Definition {
                    terms: [term].into(),
                    definitions: [[means].into()].into(),
                });
                at_no_place(BlockKind::DefinitionList(list.collect()))
            }),
        ]
    })
}

fn is_labelled(blocks: &[Block]) -> bool {
    match blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(content)) => {
            matches!(content.first(), Some(Inline { kind: InlineKind::Text(text), .. }) if text.starts_with("[!"))
        }
        _ => false,
    }
}

/// A document in normal form.
pub fn tree() -> impl Strategy<Value = Vec<Block>> {
    prop::collection::vec(block(), 1..4)
}
