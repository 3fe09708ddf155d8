//! A document as rules see it: its tree, runs of sibling blocks, and the section of each place.

use std::collections::BTreeSet;

use ecow::EcoString;

use super::key::{self, Key};
use super::words::normalised;
use super::{Options, noise, wording};
use crate::model::content::{List, plain_text};
use crate::model::{Block, BlockKind, Inline, InlineKind, SectionPath, Span, Tree};

/// What a rule may look at.
pub struct Page<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The whole tree.
    pub tree: &'a Tree,
    /// What the user switched on.
    pub options: &'a Options,
    /// Every run of blocks that stand one after another: the document's own, then those inside
    /// quotes, callouts, disclosures and list items, outer before inner.
    pub flows: Vec<&'a [Block]>,
    /// For each flow whether it is the content of a list item.
    pub in_items: Vec<bool>,
    /// For each flow that is the content of a numbered list's item, its number.
    pub item_numbers: Vec<Option<u64>>,
    /// Where it answers many questions in one place, in order of place.
    pub keys: Vec<Key>,
    /// What is known of it without its blocks.
    pub outline: Outline,
}

/// What is known of a page without its blocks: all that making entries asks of it.
pub struct Outline {
    /// What its parts are called, normalised: headings, summaries, strong paragraphs.
    pub titles: BTreeSet<String>,
    /// Where each section starts, with the titles that lead there.
    sections: Vec<(u32, SectionPath)>,
    /// What takes leave of the reader at its end.
    pub farewell: Option<Span>,
    /// Each given id with its place, and where the block that it belongs to starts.
    ids: Vec<(Span, u32, String)>,
}

impl<'a> Page<'a> {
    /// The page of `tree`, made from `text`.
    pub fn new(text: &'a str, tree: &'a Tree, options: &'a Options) -> Self {
        debug_assert!(tree.blocks.last().is_none_or(|block| block.span.range().end <= text.len()));
        let mut flows = vec![tree.blocks.as_slice()];
        let mut in_items = vec![false];
        let mut item_numbers = vec![None];
        let mut next = 0;
        while let Some(flow) = flows.get(next).copied() {
            for block in flow {
                flows.extend(block.flows());
                in_items.resize(flows.len(), matches!(block.kind, BlockKind::List(_)));
                if let BlockKind::List(List { start: Some(start), items, .. }) = &block.kind {
                    item_numbers.extend((*start..).take(items.len()).map(Some));
                }
                item_numbers.resize(flows.len(), None);
            }
            next += 1;
        }
        let outside_items = || flows.iter().zip(&in_items).filter(|(_, is_item)| !**is_item);
        let titles = || outside_items().flat_map(|(flow, _)| flow.iter()).filter_map(title).collect();
        let (titles, keys) = rayon::join(titles, || key::find(&tree.blocks));
        let ids = owners(tree, &flows);
        Self {
            text,
            tree,
            options,
            flows,
            in_items,
            item_numbers,
            keys,
            outline: Outline {
                titles,
                sections: sections(&tree.blocks, &|_| false),
                farewell: noise::farewell(&tree.blocks),
                ids,
            },
        }
    }

    /// Makes no section of the headings that stand at `questions`, or inside `others`, which are apart and in
    /// order: they close others and open none.
    pub fn set_questions(&mut self, questions: &BTreeSet<Span>, others: &[Span]) {
        let is_other = |span: Span| {
            let at = others.partition_point(|outer| outer.end < span.end);
            others.get(at).is_some_and(|outer| outer.contains(span))
        };
        self.outline.sections =
            sections(&self.tree.blocks, &|span| questions.contains(&span) || is_other(span));
    }

    /// What is known of it without its blocks, which are no longer needed.
    pub fn into_outline(self) -> Outline {
        self.outline
    }

    /// How many paragraphs tell something at length, outside lists.
    pub fn prose(&self) -> usize {
        const LENGTH: usize = 60;
        let tells = |block: &&Block| {
            matches!(&block.kind, BlockKind::Paragraph(content)
                if plain_text(content).chars().count() >= LENGTH)
        };
        self.tree.blocks.iter().filter(tells).count()
    }

    /// Whether no blank line stands between two places.
    pub fn touch(&self, before: Span, behind: Span) -> bool {
        let between = before.end as usize..behind.start.max(before.end) as usize;
        self.text.get(between).is_some_and(|between| between.matches('\n').count() <= 1)
    }
}

impl Outline {
    /// The titles that lead to `offset`, outermost first.
    pub fn section_at(&self, offset: u32) -> SectionPath {
        match self.sections.partition_point(|(start, _)| *start <= offset) {
            0 => SectionPath::new(),
            after => self.sections[after - 1].1.clone(),
        }
    }

    /// The id that the source gives to what stands at `span`: inside it, or in front of it.
    pub fn id_in(&self, span: Span) -> Option<String> {
        // Both places and owners run on with the text.
        let in_front = self.ids.partition_point(|(_, owner, _)| *owner < span.start);
        let inside = self.ids.partition_point(|(place, ..)| place.start < span.start);
        let at = if self.ids.get(in_front).is_some_and(|(_, owner, _)| *owner == span.start) {
            in_front
        } else {
            self.ids.get(inside).filter(|(place, ..)| span.contains(*place)).map(|_| inside)?
        };
        Some(self.ids[at].2.clone())
    }
}

/// Each id of the tree with its place and the start of the first block behind it.
fn owners(tree: &Tree, flows: &[&[Block]]) -> Vec<(Span, u32, String)> {
    if tree.ids.is_empty() {
        return Vec::new();
    }
    let mut starts: Vec<u32> =
        flows.iter().flat_map(|flow| flow.iter()).map(|block| block.span.start).collect();
    starts.sort_unstable();
    let owner = |place: Span| starts.get(starts.partition_point(|&start| start < place.end)).copied();
    tree.ids.iter().map(|(place, id)| (*place, owner(*place).unwrap_or(u32::MAX), id.clone())).collect()
}

/// What a part of the document that opens with `block` is called.
fn title(block: &Block) -> Option<String> {
    let content = match &block.kind {
        BlockKind::Heading { content, .. } => content,
        BlockKind::Disclosure { summary, .. } => summary,
        BlockKind::Paragraph(content)
            if matches!(content.as_slice(), [Inline { kind: InlineKind::Strong(_), .. }]) =>
        {
            content
        }
        _ => return None,
    };
    let title = normalised(&plain_text(&wording::strip(content.clone()).question));
    (!title.is_empty()).then_some(title)
}

/// A path is by place: each heading closes those of its level and below, whatever it is called.
fn sections(blocks: &[Block], is_question: &dyn Fn(Span) -> bool) -> Vec<(u32, SectionPath)> {
    let mut open: Vec<(u8, EcoString)> = Vec::new();
    let mut sections = Vec::new();
    for block in blocks {
        if let BlockKind::Heading { level, content } = &block.kind {
            let before = open.len();
            open.retain(|(outer, _)| outer < level);
            let closes = open.len() < before;
            let opens = !is_question(block.span);
            if opens {
                open.push((*level, wording::title(&plain_text(content)).into()));
            }
            // A question in a section changes nothing.
            if opens || closes {
                let path: Vec<EcoString> =
                    open.iter().map(|(_, title)| title).filter(|title| !title.is_empty()).cloned().collect();
                sections.push((block.span.start, path.into()));
            }
        }
    }
    sections
}
