//! What of a long answer answers by itself: the sentences that open it, the points of the list that it is, the table
//! that compares, the few lines of code that do it.

use super::Asked;
use super::answers::is_complete;
use super::cues::{Cues, Label};
use super::lexicon::Ask;
use super::sentences;
use super::size::{MOST_CODE_LINES, MOST_WORDS, Size, words};
use super::term::Term;
use super::title::title;
use crate::model::content::{Item, List, Table, plain_text, plain_text_of};
use crate::model::cut::{keep, trimmed};
use crate::model::{Block, BlockKind, Blocks, Inline, InlineKind, Inlines, Span};

/// From so many words on, the sentences that open an answer say enough.
const ENOUGH: usize = 15;
/// A list is added to what opens an answer where that has fewer words.
const ROOM_FOR_LIST: usize = 25;
/// A table that compares stands below at most so many words.
const ABOVE_TABLE: usize = 30;
/// An extract says at least so many words.
const FEWEST_WORDS: usize = 6;
/// What opens with a name has it among its first words, so many.
const NAME: usize = 4;
/// The first sentence of an item is a point if it says so many words beside what stands in bold and code.
const FEWEST_WORDS_OF_POINT: usize = 3;
/// A list has at most so many key points.
const MOST_POINTS: usize = 9;

/// Takes extracts out of answers.
pub struct Extract<'a> {
    /// The question in words.
    pub wording: &'a str,
    /// What it asks.
    pub asked: &'a Asked,
    /// The language of the answer.
    pub lang: &'a str,
    /// The words that tell.
    pub cues: &'a Cues,
}

/// What an item has to say, shortly; `None` where that is nothing.
type Level<'a> = dyn Fn(&Inlines) -> Option<Inlines> + 'a;

/// What stands below a title, or above the first.
struct Section<'a> {
    title: Option<String>,
    blocks: &'a [Block],
}

/// What was taken of a paragraph.
struct Taken {
    content: Inlines,
    words: usize,
    /// Whether all that it says was taken.
    is_whole: bool,
    /// Whether what was taken ends with a colon, and says nothing without what follows it.
    leads: bool,
}

impl Extract<'_> {
    /// The extract of `answer`; `None` where nothing in it is sure to answer.
    pub fn of(&self, answer: &[Block]) -> Option<Blocks> {
        let answer = unwrapped(answer);
        let sections = sections(answer);
        let lead = sections.iter().enumerate().find(|(at, section)| self.is_lead(*at, section));
        let goes_on = lead.is_some_and(|(at, _)| at + 1 < sections.len());
        let lead = lead.map_or(&[][..], |(_, section)| section.blocks);
        let prose = answer.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let of_prose = prose.map(|block| Size::of(std::slice::from_ref(block)).words).sum();
        let comparison = || {
            let table = self.comparison(&sections)?;
            let mut brief = self.prose(lead, true, ABOVE_TABLE).0;
            brief.retain(|block| is_complete(std::slice::from_ref(block), self.cues));
            brief.push(table.clone());
            Some(brief)
        };
        let ways: [&dyn Fn() -> Option<Vec<Block>>; 4] = [
            &|| comparison().filter(|_| self.compares()),
            &|| self.composed(lead, goes_on),
            &|| self.definitions(answer),
            &|| self.key_point(answer),
        ];
        ways.iter().find_map(|way| way().filter(|brief| self.is_enough(brief, of_prose))).map(Blocks::from)
    }

    /// Whether `blocks` say enough to answer what was asked, out of so many words in paragraphs. What gives reasons comes
    /// to the point late.
    fn is_enough(&self, blocks: &[Block], of_prose: usize) -> bool {
        let Some(first) = blocks.first() else { return false };
        let text = plain_text_of(blocks);
        let names_subject = || self.asked.subject.iter().any(|term| mentions(&text, term));
        let sets_scene = matches!(&first.kind, BlockKind::Paragraph(content)
            if self.cues.sets_scene(&plain_text(content)));
        let is_list =
            blocks.iter().any(|block| matches!(block.kind, BlockKind::List(_) | BlockKind::Table(_)));
        let announces = self.cues.announces(&text);
        let is_short_of = self.cues.asks_for_several(self.wording) && words(&text) < ENOUGH;
        let is_part_of_reasons = self.asked.asks.contains(&Ask::Why) && words(&text) * 2 < of_prose;
        (!sets_scene || names_subject())
            && !is_part_of_reasons
            && (is_list || !announces && !is_short_of)
            && is_enough(blocks, self.asked, FEWEST_WORDS, self.cues)
    }

    fn compares(&self) -> bool {
        self.asked.asks.contains(&Ask::Compare)
    }

    /// Whether something is to be done.
    fn is_done(&self) -> bool {
        self.asked.asks.iter().any(|ask| ask.is_done())
    }

    /// Whether what a section says is what was asked: it opens the answer without a title, or has one that says so.
    fn is_lead(&self, at: usize, section: &Section) -> bool {
        let Some(title) = &section.title else { return !section.blocks.is_empty() };
        let cues = self.cues;
        if section.blocks.is_empty() || cues.is_beside(title) {
            return false;
        }
        cues.is_main(title) || at == 0 && self.asked.subject.iter().any(|term| mentions(title, term))
    }

    /// The table that compares what was asked about: it names all of it, or opens the answer.
    fn comparison<'a>(&self, sections: &[Section<'a>]) -> Option<&'a Block> {
        let first = sections.first()?.blocks.first()?;
        let names_all = |table: &Table| {
            let names = names(table);
            let missing =
                operands(self.asked).filter(|terms| !terms.iter().any(|term| mentions(&names, term)));
            // Of three things one may go by another name.
            self.asked.operands.len() > 1 && missing.count() <= usize::from(self.asked.operands.len() > 2)
        };
        let mut blocks = sections.iter().flat_map(|section| section.blocks);
        blocks.find(|block| {
            matches!(&block.kind, BlockKind::Table(table)
                if table.rows.len() > 1 && table.align.len() > 1
                    && Size::of(std::slice::from_ref(*block)).is_brief()
                    && (std::ptr::eq(*block, first) || names_all(table)))
        })
    }

    /// Of things that are compared, the sentence that tells what each is: the first of a paragraph or item that opens
    /// with its name.
    fn definitions(&self, answer: &[Block]) -> Option<Vec<Block>> {
        if !self.compares() || self.asked.operands.len() < 2 {
            return None;
        }
        let paragraphs = || {
            answer.iter().flat_map(|block| match &block.kind {
                BlockKind::List(list) => list.items.iter().filter_map(|item| item.blocks.first()).collect(),
                _ => vec![block],
            })
        };
        let mut brief = Vec::new();
        let operands: Vec<Vec<&Term>> = operands(self.asked).collect();
        for (at, terms) in operands.iter().enumerate() {
            let others =
                || operands.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, terms)| terms);
            let own: Vec<&Term> =
                terms.iter().copied().filter(|term| others().all(|other| other.text != term.text)).collect();
            let sentence = paragraphs().find_map(|block| self.definition(block, &own))?;
            if brief.contains(&sentence) {
                return None;
            }
            brief.push(sentence);
        }
        brief.sort_by_key(|block| block.span);
        Some(brief)
    }

    /// The first sentence of `block` where it opens with one of `terms` and goes on.
    fn definition(&self, block: &Block, terms: &[&Term]) -> Option<Block> {
        let BlockKind::Paragraph(content) = &block.kind else { return None };
        let end = *sentences::ends(content, self.lang, self.cues).first()?;
        let text = plain_text(content);
        let sentence = text[..end].trim_end();
        let opening: String = sentence.split_inclusive(char::is_whitespace).take(NAME).collect();
        let is_about = terms.iter().any(|term| mentions(&opening, term));
        if !is_about || words(sentence) < NAME + 3 || asks(sentence) || self.cues.leans(sentence) {
            return None;
        }
        // The colon leads to an example.
        let end = sentence.trim_end_matches([':', '：']).trim_end().len();
        let content = trimmed(keep(content.clone(), 0..end));
        (!self.cues.dangles(&plain_text(&content))).then(|| paragraph(content)).flatten()
    }

    /// What its author says matters most.
    fn key_point(&self, answer: &[Block]) -> Option<Vec<Block>> {
        answer.iter().find_map(|block| {
            let BlockKind::Paragraph(content) = &block.kind else { return None };
            let text = plain_text(content);
            let label = self.cues.label(&text, Label::Key)?;
            let taken = self.sentences(content, MOST_WORDS, false)?;
            let is_said = words(&text[label..]) >= FEWEST_WORDS && !taken.leads;
            is_said.then(|| paragraph(taken.content)).flatten().map(|block| vec![block])
        })
    }

    /// The opening sentences of `blocks` with what they lead to, or the key points of the list that they open with.
    fn composed(&self, blocks: &[Block], goes_on: bool) -> Option<Vec<Block>> {
        let (mut brief, next, leads) = self.prose(blocks, goes_on, MOST_WORDS);
        let said = Size::of(&brief).words;
        let left = MOST_WORDS - said.min(MOST_WORDS);
        let following = blocks.get(next);
        let added = following.and_then(|block| match &block.kind {
            BlockKind::List(list) if leads || said < ROOM_FOR_LIST => self.points(block, list, left),
            BlockKind::Code(_)
                if (leads && said >= ENOUGH || self.is_done() || said < ENOUGH && !leads)
                    && is_short(block) =>
            {
                Some(block.clone())
            }
            BlockKind::Table(_) if leads => Some(block.clone()),
            _ => None,
        });
        match added {
            Some(added) => brief.push(added),
            // Without what it leads to, the last sentence goes.
            None if leads => {
                let last = brief.pop()?;
                let BlockKind::Paragraph(content) = &last.kind else { return None };
                brief.extend(self.without_last_sentence(content).and_then(paragraph));
            }
            None => {}
        }
        Some(brief)
    }

    /// The sentences that open `blocks`, of at most `most` words; how many blocks they are taken from; and whether they
    /// lead to the next.
    fn prose(&self, blocks: &[Block], goes_on: bool, most: usize) -> (Vec<Block>, usize, bool) {
        let mut brief = Vec::new();
        let mut said = 0;
        for (at, block) in blocks.iter().enumerate() {
            let BlockKind::Paragraph(content) = &block.kind else { return (brief, at, false) };
            if said >= ENOUGH && (!self.compares() || mentions_all(&brief, self.asked)) {
                return (brief, at, false);
            }
            let Some(taken) = self.sentences(content, most - said, at + 1 < blocks.len() || goes_on) else {
                return (brief, at, false);
            };
            said += taken.words;
            brief.extend(paragraph(taken.content));
            if taken.leads || !taken.is_whole {
                let next = if taken.is_whole { at + 1 } else { blocks.len() };
                return (brief, next, taken.leads);
            }
        }
        (brief, blocks.len(), false)
    }

    /// The opening sentences of a paragraph, of at most `most` words; `None` where the first does not stand alone. Where
    /// the answer `goes_on` behind it, what has no mark at its end leads there.
    fn sentences(&self, content: &Inlines, most: usize, goes_on: bool) -> Option<Taken> {
        if content.iter().any(|inline| matches!(inline.kind, InlineKind::Image(_))) {
            return None;
        }
        let cues = self.cues;
        let text = plain_text(content);
        let ends = sentences::ends(content, self.lang, self.cues);
        let mut start = 0;
        let mut end = 0;
        let mut leads = false;
        for &next in &ends {
            let sentence = text[end..next].trim();
            // What the question asks again needs no answer of its own.
            if end == start && asks(sentence) {
                (start, end) = (next, next);
                continue;
            }
            if sentence.is_empty() {
                continue;
            }
            if words(&text[start..next]) > most || asks(sentence) || cues.leans(sentence) {
                break;
            }
            let is_last = next == text.len();
            if cues.dangles(sentence) && !(is_last && sentence.ends_with([':', '：'])) {
                break;
            }
            leads = is_last && (cues.dangles(sentence) || goes_on && !is_ended(sentence));
            end = next;
        }
        if end == start {
            return None;
        }
        let content = trimmed(keep(content.clone(), start..end));
        Some(Taken { words: words(&text[start..end]), content, is_whole: end == text.len(), leads })
    }

    fn without_last_sentence(&self, content: &Inlines) -> Option<Inlines> {
        let ends = sentences::ends(content, self.lang, self.cues);
        let end = *ends.get(ends.len().checked_sub(2)?)?;
        Some(trimmed(keep(content.clone(), 0..end)))
    }

    /// The key points of `list`: its items, else the first sentence of each, else what each has in front in bold;
    /// of at most `most` words in all.
    fn points(&self, block: &Block, list: &List, most: usize) -> Option<Block> {
        if !(2..=MOST_POINTS).contains(&list.items.len()) {
            return None;
        }
        let first = |content: &Inlines| {
            let end = *sentences::ends(content, self.lang, self.cues).first()?;
            let sentence = trimmed(keep(content.clone(), 0..end));
            let said = sentence
                .iter()
                .filter(|inline| !matches!(inline.kind, InlineKind::Strong(_) | InlineKind::Code(_)));
            (words(&plain_text(&said.cloned().collect::<Vec<_>>())) >= FEWEST_WORDS_OF_POINT)
                .then_some(sentence)
        };
        let levels: [&Level; 3] = [&|content| Some(content.clone()), &first, &lead];
        // What things are called does not tell how they differ.
        let levels = if list.items.len() > 2 && !self.compares() { &levels[..] } else { &levels[..2] };
        levels.iter().find_map(|level| points(block, list, most, self.compares(), level, self.cues))
    }
}

/// `list` with `level` of each item; where things are compared, what else is said may be left out if it only leads to
/// more.
fn points(
    block: &Block,
    list: &List,
    most: usize,
    compares: bool,
    level: &Level,
    cues: &Cues,
) -> Option<Block> {
    let mut items = Vec::with_capacity(list.items.len());
    let mut said = 0;
    for item in &list.items {
        let BlockKind::Paragraph(content) = &item.blocks.first()?.kind else { return None };
        let content = level(content)?;
        let text = plain_text(&content);
        if compares && list.start.is_none() && cues.dangles(&text) {
            continue;
        }
        said += words(&text);
        if said > most || asks(&text) || cues.leans(&text) || cues.refers(&text) || cues.dangles(&text) {
            return None;
        }
        items.push(Item { span: item.span, task: item.task, blocks: [paragraph(content)?].into() });
    }
    let list = List { start: list.start, tight: true, items: items.into() };
    (list.items.len() > 1).then(|| Block::new(block.span, BlockKind::List(list)))
}

/// What an item has in front in bold, without the colon behind it.
fn lead(content: &Inlines) -> Option<Inlines> {
    let first = content.first()?;
    if !matches!(first.kind, InlineKind::Strong(_)) {
        return None;
    }
    // A symbol is no point.
    let has_word = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains(char::is_alphabetic));
    if !first.children().iter().any(has_word) {
        return None;
    }
    let bold: Inlines = [first.clone()].into();
    let text = plain_text(&bold);
    let end = text.trim_end().trim_end_matches([':', '：', '—', '–', '-']).trim_end().len();
    (end > 0).then(|| trimmed(keep(bold, 0..end)))
}

/// What stands in the only wrapper of `blocks`.
fn unwrapped(blocks: &[Block]) -> &[Block] {
    match blocks {
        [
            Block {
                kind:
                    BlockKind::Quote(inner)
                    | BlockKind::Callout { blocks: inner, .. }
                    | BlockKind::Disclosure { blocks: inner, .. },
                ..
            },
        ] => unwrapped(inner),
        blocks => blocks,
    }
}

fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let mut rest = blocks;
    let mut heading = None;
    loop {
        let end = rest.iter().position(|block| title(block).is_some()).unwrap_or(rest.len());
        let body = &rest[..end];
        if heading.is_some() || !body.is_empty() {
            sections.push(Section { title: heading.take(), blocks: body });
        }
        let Some((next, behind)) = rest[end..].split_first() else { return sections };
        heading = title(next);
        rest = behind;
    }
}

/// The words of the head and the first column of `table`, in lower case.
fn names(table: &Table) -> String {
    let cells = table.head.cells.iter().chain(table.rows.iter().filter_map(|row| row.cells.first()));
    cells.map(|cell| plain_text(cell) + "\n").collect()
}

/// Whether `block` is code of a few lines.
fn is_short(block: &Block) -> bool {
    let size = Size::of(std::slice::from_ref(block));
    (1..=MOST_CODE_LINES).contains(&size.code_lines)
}

/// Whether `sentence` has a mark at its end.
fn is_ended(sentence: &str) -> bool {
    let bare =
        sentence.trim_end().trim_end_matches(['"', '”', '’', '\'', ')', '）', ']', '»', '」', '』', '*']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '｡', '।', '؟'])
}

/// Whether `sentence` asks.
fn asks(sentence: &str) -> bool {
    let bare = sentence.trim_end().trim_end_matches(['"', '”', ')', '*']);
    bare.ends_with(['?', '？'])
}

/// The terms of each thing that is compared.
fn operands(asked: &Asked) -> impl Iterator<Item = Vec<&Term>> {
    asked.operands.iter().map(|terms| terms.iter().filter_map(|&at| asked.subject.get(at)).collect())
}

/// Whether `blocks` say enough to answer what was asked.
pub fn is_enough(blocks: &[Block], asked: &Asked, fewest: usize, cues: &Cues) -> bool {
    let size = Size::of(blocks);
    let is_fact = asked.asks.iter().any(|ask| matches!(ask, Ask::Many | Ask::When | Ask::Who | Ask::Where));
    let is_done = asked.asks.iter().any(|ask| ask.is_done());
    is_complete(blocks, cues)
        && (size.words >= if is_fact { 2 } else { fewest }
            || size.tables > 0
            || is_done && size.code_lines > 0)
        && (size.tables > 0 || mentions_all(blocks, asked))
}

/// Whether `blocks` speak of everything that is compared.
fn mentions_all(blocks: &[Block], asked: &Asked) -> bool {
    if !asked.asks.contains(&Ask::Compare) {
        return true;
    }
    let text = plain_text_of(blocks);
    operands(asked).all(|terms| terms.iter().any(|term| mentions(&text, term)))
}

/// Whether `text` has the word of `term` or one of its family.
fn mentions(text: &str, term: &Term) -> bool {
    let text = text.to_lowercase();
    [&term.word, &term.text, &term.family]
        .into_iter()
        .any(|word| !word.is_empty() && text.contains(word.as_str()))
}

/// A paragraph of `content`; `None` where there is none.
pub fn paragraph(content: Inlines) -> Option<Block> {
    let (first, last) = (content.first()?.span, content.last()?.span);
    Some(Block::new(Span { start: first.start, end: last.end }, BlockKind::Paragraph(content)))
}
