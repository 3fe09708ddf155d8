//! Headings that are questions, each with what follows it down to the next heading of its rank.

use std::collections::BTreeMap;

use super::page::Page;
use super::words::{
    Likeness, QUESTION_LABELS, announces_questions, is_bare_label, label_length, likeness, names_task,
};
use super::{Claim, answer, cut, east_asian, key, metadata::Metadata, noise, points, wording};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Inline, Inlines, Span};

/// Claims the headings that are questions. A mark makes one, such as a label or quotes; wording makes one
/// where the headings beside it, or those of its level, ask as well. Of nested candidates the level that
/// holds more of them wins.
pub fn find(page: &Page) -> Vec<Claim> {
    let headings = candidates(page);
    let mut habits: BTreeMap<Group, Habit> = BTreeMap::new();
    for heading in &headings {
        habits.entry(heading.siblings).or_default().count(heading);
        habits.entry(Group::Level(heading.level)).or_default().count(heading);
    }
    let habit = |group: Group| habits.get(&group).copied().unwrap_or_default();
    let questions: Vec<&Candidate> = headings
        .iter()
        .filter(|heading| {
            let siblings = habit(heading.siblings);
            let level = habit(Group::Level(heading.level));
            !heading.is_title
                && (heading.sure || !heading.holds_bank)
                && (heading.labelled || !noise::is_about_document(&plain_text(heading.content)))
                && (siblings.admits(heading) || level.admits(heading))
        })
        .collect();
    let asking = |heading: &Candidate| habit(Group::Level(heading.level)).asking;
    questions
        .iter()
        .filter(|outer| {
            let from = questions.partition_point(|inner| inner.block.span.start <= outer.block.span.start);
            let end = outer.body.last().map_or(outer.block.span.end, |block| block.span.end);
            let inner = questions[from..].iter().take_while(|inner| inner.block.span.start < end);
            let deeper = inner.filter(|inner| inner.level > outer.level);
            deeper.map(|inner| asking(inner)).max().is_none_or(|inner| inner <= asking(outer))
        })
        .map(|heading| claim(heading))
        .collect()
}

struct Candidate<'a> {
    block: &'a Block,
    content: &'a Inlines,
    level: u8,
    siblings: Group,
    likeness: Likeness,
    /// Whether a label, quotes or a marked answer make it a question, whatever the others are.
    sure: bool,
    /// Whether it is a question by its label.
    labelled: bool,
    /// Whether what stands below it asks.
    holds_questions: bool,
    /// Whether a heading below it names a list of questions, and so it names a part of them.
    holds_bank: bool,
    /// Whether a label below it says that an answer starts.
    is_answered: bool,
    /// Whether it names the whole document, that is no question.
    is_title: bool,
    /// Whether the titles above it announce questions.
    announced: bool,
    numbered: bool,
    /// Whether the headings before and behind it among its siblings ask.
    is_between: bool,
    /// The number of the list item that it opens.
    item_number: Option<u64>,
    body: &'a [Block],
    /// How much of the body stands in front of its first heading.
    own: usize,
}

/// Headings that are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Those of one level below one heading, by its place.
    Below(u32, u8),
    /// Those of one level.
    Level(u8),
}

/// What the headings of a group are like.
#[derive(Clone, Copy, Default)]
struct Habit {
    total: usize,
    asking: usize,
    clear: usize,
    numbered: usize,
    labelled: usize,
    /// Those with a number, whether they ask or not.
    counted: usize,
    /// Those that hold questions, and so name a section of them.
    holding: usize,
}

impl Habit {
    fn count(&mut self, heading: &Candidate) {
        let asks = heading.sure || heading.likeness >= Likeness::Stem;
        let title = || plain_text(heading.content);
        let is_other = || noise::is_about_document(&title()) || frames_document(&title());
        self.total += usize::from(asks || !is_other());
        self.asking += usize::from(asks);
        self.clear += usize::from(heading.sure || heading.likeness == Likeness::Clear);
        self.numbered += usize::from(asks && heading.numbered);
        self.labelled += usize::from(heading.labelled);
        self.counted += usize::from(heading.numbered);
        self.holding += usize::from(heading.holds_questions);
    }

    /// Whether `heading` is one of a count that titles above it announce as questions, whatever it says.
    fn lists(&self, heading: &Candidate) -> bool {
        const FEWEST: usize = 3;
        heading.announced
            && heading.numbered
            && heading.own > 0
            && self.counted >= FEWEST
            && self.counted * 5 >= self.total * 4
            && self.holding == 0
            && !names_section(&plain_text(heading.content))
    }

    /// Whether `heading` is one of a count of questions: numbered as those are that ask.
    fn counts(&self, heading: &Candidate) -> bool {
        let least =
            if heading.announced { self.asking * 3 >= self.total } else { self.asking * 3 >= self.total * 2 };
        heading.numbered && self.numbered == self.asking && self.asking >= 3 && least
    }

    /// Whether `heading` is a question among headings like these.
    fn admits(&self, heading: &Candidate) -> bool {
        const SECTION: usize = 3;
        let &Self { total, asking, clear, numbered, labelled, .. } = self;
        let most = asking * 2 >= total;
        let nearly_all = asking * 3 >= total * 2;
        let one_of_many = asking >= SECTION && (numbered * 2 <= asking || heading.numbered);
        // Where labels make the questions, what has none and does not ask is part of something else.
        let by_label = labelled * 2 > asking && heading.likeness < Likeness::Clear;
        heading.sure
            || match heading.likeness {
                _ if by_label => false,
                _ if self.lists(heading) => true,
                Likeness::Clear => heading.announced || most || (asking >= SECTION && asking * 3 >= total),
                Likeness::Stem => {
                    (heading.announced && most)
                        || (asking >= SECTION && most && clear * 4 >= asking)
                        || (asking > SECTION && nearly_all)
                }
                Likeness::Task => {
                    (one_of_many && nearly_all && (clear > 0 || heading.announced)) || self.counts(heading)
                }
                // A term, or the name of a thing, among questions. Who ends all of these with a mark means it otherwise.
                Likeness::None => {
                    let least = if clear == asking { asking * 5 >= total * 4 } else { nearly_all };
                    let among = heading.is_between && asking * 4 >= total * 3;
                    let habitual =
                        one_of_many && clear > 0 && (asking > SECTION && least || asking >= SECTION && among);
                    (habitual || self.counts(heading))
                        && heading.own > 0
                        && !names_section(&plain_text(heading.content))
                }
            }
    }
}

/// Whether `title` is that of a word in front of the document or behind it.
fn frames_document(title: &str) -> bool {
    const NAMES: &[&str] = &[
        "introduction",
        "preface",
        "foreword",
        "conclusion",
        "references",
        "einleitung",
        "vorwort",
        "introducción",
        "introduction générale",
        "введение",
        "заключение",
        "前言",
        "序言",
        "写在前面",
        "写在最后",
        "总结",
        "参考",
        "参考资料",
        "参考文献",
        "はじめに",
        "まとめ",
        "おわりに",
        "머리말",
        "마무리",
    ];
    NAMES.contains(&super::words::normalised(&wording::title(title)).as_str())
}

/// Whether `title` names a part that many documents have, and no term.
fn names_section(title: &str) -> bool {
    const NAMES: &[&str] = &[
        "intro",
        "overview",
        "about",
        "index",
        "summary",
        "conclusions",
        "resources",
        "sources",
        "links",
        "bibliography",
        "further reading",
        "see also",
        "credits",
        "acknowledgements",
        "acknowledgments",
        "appendix",
        "glossary",
        "notes",
        "changelog",
        "author",
        "authors",
        "contact",
        "usage",
        "installation",
        "setup",
        "getting started",
        "prerequisites",
        "requirements",
        "tips",
        "disclaimer",
        "feedback",
        "basics",
        "advanced",
        "resumen",
        "recursos",
        "referencias",
        "einführung",
        "zusammenfassung",
        "quellen",
        "ressources",
        "références",
        "introdução",
        "referências",
        "ссылки",
    ];
    let name = super::words::normalised(&wording::title(title));
    NAMES.contains(&name.as_str())
        || frames_document(title)
        || noise::is_about_document(title)
        || announces_questions(&name)
}

fn candidates<'a>(page: &Page<'a>) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    let places = page.in_items.iter().zip(&page.item_numbers);
    for (flow, (is_item, item_number)) in page.flows.iter().zip(places) {
        let mut open: Vec<(u8, u32)> = Vec::new();
        for (at, block) in flow.iter().enumerate() {
            let BlockKind::Heading { level, content } = &block.kind else { continue };
            if answer::marks_answer(block) {
                continue;
            }
            open.retain(|(outer, _)| outer < level);
            // Headings of items are told by their level: each item holds one.
            let siblings = match open.last() {
                _ if *is_item => Group::Level(*level),
                parent => Group::Below(parent.map_or(0, |(_, start)| *start), *level),
            };
            open.push((*level, block.span.start));
            let found = candidate(block, *level, content, siblings, &flow[at + 1..], page);
            let item_number = item_number.filter(|_| at == 0);
            candidates.push(Candidate {
                item_number,
                numbered: found.numbered || item_number.is_some(),
                ..found
            });
        }
    }
    // One title over headings that ask nothing is the document's.
    let firsts = candidates.iter().map(|heading| heading.level).min();
    let tops = candidates.iter().filter(|heading| Some(heading.level) == firsts).count();
    let asks_below = candidates
        .iter()
        .any(|heading| Some(heading.level) != firsts && (heading.sure || heading.likeness >= Likeness::Stem));
    // One label in a document is part of some story.
    let answered = candidates.iter().filter(|heading| heading.is_answered).count();
    for heading in &mut candidates {
        heading.sure |= heading.is_answered && (heading.likeness == Likeness::Clear || answered > 1);
    }
    let count = candidates.len();
    for heading in &mut candidates {
        heading.is_title =
            Some(heading.level) == firsts && tops == 1 && count > 1 && (!heading.sure || asks_below);
    }
    candidates.sort_by_key(|heading| heading.block.span.start);
    mark_between(&mut candidates);
    candidates
}

/// Tells of each heading whether its siblings before and behind it ask.
fn mark_between(candidates: &mut [Candidate]) {
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (at, heading) in candidates.iter().enumerate() {
        groups.entry(heading.siblings).or_default().push(at);
    }
    let asks = |heading: &Candidate| heading.sure || heading.likeness >= Likeness::Stem;
    for siblings in groups.values() {
        for around in siblings.windows(3) {
            let is_between = asks(&candidates[around[0]]) && asks(&candidates[around[2]]);
            candidates[around[1]].is_between = is_between;
        }
    }
}

fn candidate<'a>(
    block: &'a Block,
    level: u8,
    content: &'a Inlines,
    siblings: Group,
    rest: &'a [Block],
    page: &Page,
) -> Candidate<'a> {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    // The heading of an answer belongs to the question, whatever its level; that of many answers ends it.
    let ends = |block: &Block| {
        matches!(&block.kind, BlockKind::Heading { level: next, content } if
            (*next <= level && (!answer::marks_answer(block) || names_answers(&plain_text(content))))
            || noise::is_about_document(&plain_text(content)))
    };
    let body = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    let own = body.iter().position(is_heading).unwrap_or(body.len());
    let near = &body[..body.len().min(own + 1)];
    let likeness = likeness(&plain_text(&wording::strip(content.clone()).question));
    // Several marks answer several questions below it, and one may be that of a labelled question. One that
    // may reveal anything is no mark, but below a question.
    let mut marks =
        near.iter().filter(|block| answer::marks_answer(block) && !key::is_key(&page.keys, block.span));
    let mark = marks.next().filter(|mark| likeness == Likeness::Clear || answer::names_answer(mark));
    let mark = mark.filter(|_| marks.next().is_none() && !body[..own].iter().any(asks_by_label));
    let text = plain_text(content);
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    let below = body.first().filter(|first| mark == Some(first) && !is_heading(first));
    let opens = below.is_some()
        || mark.is_some_and(|mark| {
            // Names of things may read as titles of answers: `Response`.
            let asks = likeness > Likeness::None || wording::number_prefix(&text).is_some();
            matches!(mark.kind, BlockKind::Disclosure { .. } | BlockKind::Callout { .. })
                || (asks && matches!(mark.kind, BlockKind::Heading { .. }))
        });
    let title = wording::title(&text);
    let quoted = title.contains(char::is_whitespace)
        && plain_text(&cut::unquoted([Inline::text(Span::default(), &title)].into())) != title;
    let label = label_length(&text, QUESTION_LABELS).is_some()
        || (is_bare_label(points::without(&text)) && !names_task(&text) && own > 0);
    let section = page.outline.section_at(block.span.start);
    Candidate {
        block,
        content,
        level,
        siblings,
        likeness,
        sure: label || quoted || opens,
        labelled: label,
        holds_questions: body.iter().any(holds_questions),
        holds_bank: holds_bank(&body[own..]),
        is_answered: mark.is_some(),
        is_title: false,
        announced: section
            .split_last()
            .is_some_and(|(_, above)| above.iter().any(|title| announces_questions(title))),
        numbered: wording::number_prefix(&text).is_some() || east_asian::chapter_prefix(&text).is_some(),
        is_between: false,
        item_number: None,
        body,
        own,
    }
}

/// Whether `title` is that of many answers.
fn names_answers(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "answers",
        "solutions",
        "respuestas",
        "soluciones",
        "antworten",
        "lösungen",
        "réponses",
        "respostas",
        "risposte",
        "soluzioni",
        "ответы",
        "odpowiedzi",
        "antwoorden",
    ];
    TITLES.contains(&super::words::normalised(title).as_str())
}

/// Whether `block` is a heading that asks, or a list of questions.
fn holds_questions(block: &Block) -> bool {
    let asks = |content: &[Inline]| {
        likeness(&plain_text(&wording::strip(content.into()).question)) >= Likeness::Stem
    };
    match &block.kind {
        BlockKind::Heading { content, .. } => asks(content) || is_bare_label(&plain_text(content)),
        BlockKind::List(list) => {
            let items = list.items.iter().filter(|item| {
                matches!(item.blocks.first(), Some(Block { kind: BlockKind::Paragraph(content), .. }) if asks(content))
            });
            items.count() > 1
        }
        _ => false,
    }
}

/// Whether in `blocks` a heading that asks nothing stands right above a list of which most ask.
fn holds_bank(blocks: &[Block]) -> bool {
    const FEWEST: usize = 3;
    let asks_nothing = |content: &Inlines| {
        likeness(&plain_text(&wording::strip(content.clone()).question)) == Likeness::None
    };
    blocks.windows(2).any(|pair| match (&pair[0].kind, &pair[1].kind) {
        (BlockKind::Heading { content, .. }, BlockKind::List(list)) if asks_nothing(content) => {
            let asking = list.items.iter().filter(|item| {
                matches!(item.blocks.first(), Some(Block { kind: BlockKind::Paragraph(content), .. })
                    if plain_text(content).contains(['?', '？', '؟']))
            });
            let asking = asking.count();
            asking >= FEWEST && asking * 3 >= list.items.len() * 2
        }
        _ => false,
    })
}

/// Whether `block` is a question by its label: then what stands above it is none.
fn asks_by_label(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content)
        if label_length(&plain_text(content), QUESTION_LABELS).is_some())
}

fn claim(heading: &Candidate) -> Claim {
    // Below `Q.` the answer may open with `A.`.
    let mut body: Vec<Block> = heading.body.to_vec();
    let marked = heading.labelled && answer::without_letter(&mut body);
    let last = heading.body.iter().rev().find(|block| block.kind != BlockKind::Rule);
    // Among questions a chapter's number is one of theirs.
    let text = plain_text(heading.content);
    let chapter = east_asian::chapter_prefix(&text);
    let question = match chapter {
        Some((_, length)) => cut::trimmed(cut::keep(heading.content.clone(), length..text.len())),
        None => heading.content.clone(),
    };
    let number = heading.item_number.map(|number| number.to_string());
    Claim {
        confidence: if marked || answer::is_marked(heading.body) { 90 } else { 75 },
        runs_on: false,
        span: last.map_or(heading.block.span, |last| heading.block.span.cover(last.span)),
        question_span: heading.block.span,
        question,
        body: body.into(),
        metadata: Metadata {
            number: number.or_else(|| chapter.map(|(number, _)| number.to_string())),
            ..Metadata::default()
        }
        .told(),
    }
}
