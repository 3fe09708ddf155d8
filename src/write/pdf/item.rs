//! The parts of a product: titles, questions, answers and what stands beside them, each as slabs.

use std::sync::Arc;

use ecow::EcoString;

use crate::model::{Aside, AsideKind, Block, BlockKind, Blocks, Collection, Difficulty, Link, Note, Passage};

use super::choice;
use super::content::{Measure, Setter};
use super::direction::inlines_run_to_left;
use super::font::Face;
use super::inline::{self, bold, italic};
use super::page::{Mark, Point, Target};
use super::slab::{Keep, Rail, Slab, kept, lay_rail, wrap};
use super::tag::Tag;
use super::text::{Look, Rich};
use super::theme::{Colour, Theme};
use super::topics::Topic;
use super::units::Pt;

/// Width of the bar beside what is no answer.
const BAR: Pt = Pt(1.4);
/// Longer facts behind a question, in shares of its line, are broken like its words.
const LONGEST_FACTS: f32 = 0.6;

/// The product's title, and below it what it holds.
pub fn title(setter: &mut Setter, collection: &Collection) -> Vec<Slab> {
    let theme = setter.theme;
    let look = bold(&Look::new(Face::SANS, theme.title, theme.accent));
    let measure = heading_measure(theme.title, look.clone(), theme);
    let mut slabs = kept(setter.title(&Rich::of(&collection.name, &look), &measure));
    wrap(&mut slabs, &Tag::Heading(1));
    let open = super::topics::open(collection).count();
    let mut facts = counted(collection.notes.len() - open, "question");
    if open > 0 {
        facts.push_str(&format!(" · {open} open"));
    }
    if !collection.passages.is_empty() {
        facts.push_str(&format!(" · {}", counted(collection.passages.len(), "passage")));
    }
    facts.push_str(&format!(" · from {}", counted(collection.documents.len(), "document")));
    let look = Look::new(Face::SANS, theme.table, theme.muted);
    let measure = Measure::column(theme).with(look.clone());
    slabs.append(&mut kept(said(setter, &Rich::of(&facts, &look), &measure)));
    slabs
}

/// What the product itself says, as a paragraph that begins where titles do.
fn said(setter: &mut Setter, text: &Rich, measure: &Measure) -> Vec<Slab> {
    let mut slabs = setter.title(text, measure);
    wrap(&mut slabs, &Tag::Paragraph);
    slabs
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn heading_measure(size: Pt, look: Look, theme: &Theme) -> Measure {
    Measure { leading: size * 1.2, ..Measure::column(theme).with(look) }
}

/// The title of a topic, with a rule below it.
pub fn topic(setter: &mut Setter, title: &str, anchor: Arc<str>) -> Vec<Slab> {
    let theme = setter.theme;
    let look = bold(&Look::new(Face::SANS, theme.topic, theme.accent));
    let measure = heading_measure(theme.topic, look.clone(), theme);
    let mut slabs = kept(setter.title(&Rich::of(title, &look), &measure));
    wrap(&mut slabs, &Tag::Heading(2));
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.topic_gap;
        first.bookmarks.push((0, title.to_string()));
        first.anchors.push(anchor);
    }
    let rule = Mark::Stroke {
        points: vec![Point { x: Pt::ZERO, y: Pt(1.0) }, Point { x: theme.column_width(), y: Pt(1.0) }],
        width: Pt(0.9),
        colour: theme.accent,
    };
    slabs.push(Slab { height: Pt(3.0), keep: Keep::Must, marks: vec![rule], ..Slab::default() });
    slabs
}

/// The title that a passage stands under, where its topic does not say it already.
pub fn passage_title<'a>(passage: &'a Passage, topic: &Topic) -> Option<&'a EcoString> {
    let title = passage.section.last()?;
    (title.to_lowercase() != topic.title.to_lowercase()).then_some(title)
}

/// A passage, below its title when one is given.
pub fn passage(setter: &mut Setter, passage: &Passage, title: Option<&str>) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure::column(theme);
    let blocks = between_rules(&passage.blocks);
    if blocks.is_empty() {
        return Vec::new();
    }
    let mut slabs = Vec::new();
    if let Some(title) = title {
        let look = Look { size: theme.heading, colour: theme.accent, ..italic(&bold(&measure.look)) };
        slabs = kept(setter.title(&Rich::of(title, &look), &measure.with(look.clone())));
        wrap(&mut slabs, &Tag::Heading(3));
        if let Some(first) = slabs.first_mut() {
            first.bookmarks.push((1, title.to_string()));
        }
    }
    slabs.append(&mut setter.blocks(blocks, &measure));
    if let Some(first) = slabs.first_mut() {
        first.gap = if title.is_some() { theme.question_gap } else { theme.paragraph_gap };
    }
    slabs
}

/// `blocks` without the thematic breaks around them, which part what the page parts by itself.
pub fn between_rules(blocks: &[Block]) -> &[Block] {
    let is_content = |block: &Block| block.kind != BlockKind::Rule;
    let first = blocks.iter().position(is_content).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(is_content).map_or(first, |last| last + 1);
    &blocks[first..last]
}

/// The question in bold, its facts and what belongs to it: options, code. Its anchor is the note's guid.
pub fn question(setter: &mut Setter, note: &Note) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure::column(theme);
    let look = Look { size: theme.heading, colour: theme.accent, ..bold(&measure.look) };
    let mut text = setter.rich(&note.draft.question, &look);
    push_facts(setter, &mut text, note, measure.width);
    let heading = Measure { leading: theme.leading * (theme.heading / theme.body), ..measure.with(look) };
    let mut slabs = kept(setter.title(&text, &heading));
    wrap(&mut slabs, &Tag::Heading(3));
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.question_gap;
        first.bookmarks.push((1, crate::model::content::plain_text(&note.draft.question)));
        first.anchors.push(note.guid.as_str().into());
    }
    slabs.append(&mut setter.blocks(&choice::question(note), &measure));
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Must;
    }
    slabs
}

/// Blocks below the question.
pub fn answer(setter: &mut Setter, note: &Note, blocks: &[Block], measure: &Measure) -> Vec<Slab> {
    let mut slabs = setter.blocks(&choice::answer(note, between_rules(blocks)), measure);
    if let (Some(first), true) = (slabs.first_mut(), note.draft.question_blocks.is_empty()) {
        first.gap = first.gap.min(Pt(1.5));
    }
    // A last line of its own, often no more than a link, is nothing to begin a column with.
    if let [.., before, last] = &mut slabs[..]
        && last.path.first().is_some_and(|step| step.starts && step.tag == Tag::Paragraph)
    {
        before.keep = before.keep.max(Keep::Rather);
    }
    slabs
}

/// The short answer, else the full one.
pub fn short_answer(note: &Note) -> &[Block] {
    note.draft.brief.as_ref().or(note.draft.answer.as_ref()).map_or(&[], Blocks::as_slice)
}

/// `blocks` without code, and without the lines that lead to it; `None` when there is none, or nothing else.
pub fn without_code(blocks: &[Block]) -> Option<Vec<Block>> {
    let is_code = |block: &Block| matches!(block.kind, BlockKind::Code(_) | BlockKind::Diagram { .. });
    let announces = |block: &Block| {
        let text = crate::model::content::plain_text_of(std::slice::from_ref(block));
        text.trim_end().ends_with(':')
    };
    let mut rest: Vec<Block> = Vec::new();
    for block in blocks {
        if !is_code(block) {
            rest.push(block.clone());
        } else if rest.last().is_some_and(announces) {
            rest.pop();
        }
    }
    let has_text = |block: &Block| {
        !matches!(block.kind, BlockKind::Rule | BlockKind::Heading { .. } | BlockKind::Footnote { .. })
    };
    (rest.len() < blocks.len() && rest.iter().any(has_text)).then_some(rest)
}

/// A question that nobody answers yet, as an item of a list.
pub fn open(setter: &mut Setter, note: &Note) -> Vec<Slab> {
    let theme = setter.theme;
    let to_left = inlines_run_to_left(&note.draft.question, setter.language.to_left);
    let measure = Measure { justified: false, to_left, ..Measure::column(theme) };
    let inner = measure.indented(theme.indent);
    let mut text = setter.rich(&note.draft.question, &inner.look);
    push_facts(setter, &mut text, note, inner.width);
    let quiet = Look { size: theme.table, colour: theme.muted, ..inner.look.clone() };
    if theme.includes(super::theme::Part::Links) {
        push_links(&mut text, note.draft.links.iter(), &quiet, to_left, theme);
    }
    let mut body = setter.text(&text, &inner);
    body.append(&mut setter.blocks(&choice::question(note), &inner));
    let mut slabs = setter.labelled("•", body, &measure, &inner);
    if let Some(first) = slabs.first_mut() {
        first.gap = theme.item_gap;
        first.anchors.push(note.guid.as_str().into());
    }
    wrap(&mut slabs, &Tag::List);
    slabs
}

/// Difficulty, companies and short id, small. They stay together, and take the question's last word along when they go
/// on a line of their own; only what is long beside a line of `width` is broken.
fn push_facts(setter: &mut Setter, text: &mut Rich, note: &Note, width: Pt) {
    let theme = setter.theme;
    let quiet = Look::new(Face::SANS, theme.small, theme.muted);
    let companies = note.draft.companies.join(", ");
    let dots = note.draft.difficulty.map(dots);
    let facts: Vec<&str> =
        dots.into_iter().chain((!companies.is_empty()).then_some(companies.as_str())).collect();
    if !facts.is_empty() {
        let mut facts = format!("\u{A0}{}", facts.join(" "));
        if setter.width(&facts, &quiet) <= width * LONGEST_FACTS {
            facts = facts.replace(' ', "\u{A0}");
        }
        text.push(&facts, &quiet);
    }
    text.push("\u{A0}\u{A0}", &quiet);
    text.push(note.short_id(), &id_look(theme));
}

/// The difficulty as it is seen at a glance.
pub fn dots(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "●○○",
        Difficulty::Medium => "●●○",
        Difficulty::Hard => "●●●",
    }
}

/// How short ids look.
pub fn id_look(theme: &Theme) -> Look {
    Look { colour: Colour::grey(0.55), ..Look::new(Face::MONO, theme.small, theme.muted) }
}

/// The links that stand beside the question, on lines of their own; without those that `above` leads to already.
pub fn links(setter: &mut Setter, note: &Note, above: &[Slab]) -> Vec<Slab> {
    let theme = setter.theme;
    let measure = Measure { justified: false, ..Measure::column(theme) };
    let look = Look { size: theme.table, colour: theme.muted, ..measure.look.clone() };
    let marks = || above.iter().flat_map(|slab| &slab.marks);
    let leads_there =
        |url: &Arc<str>| marks().any(|mark| matches!(mark, Mark::Link(_, Target::Url(to)) if to == url));
    let is_new = |link: &&Link| !inline::address(&link.url).is_some_and(|url| leads_there(&url));
    let mut text = Rich::default();
    push_links(&mut text, note.draft.links.iter().filter(is_new), &look, setter.language.to_left, theme);
    if text.text.is_empty() {
        return Vec::new();
    }
    let mut slabs = setter.text(&text, &measure.with(look));
    gap_before(&mut slabs, theme.item_gap);
    slabs
}

fn push_links<'a>(
    text: &mut Rich,
    links: impl Iterator<Item = &'a Link>,
    look: &Look,
    to_left: bool,
    theme: &Theme,
) {
    for (index, link) in links.enumerate() {
        match (index, text.text.is_empty()) {
            // A mark of direction lets foreign letters behind it begin where the line does.
            (0, true) if to_left => text.push("\u{200F}", look),
            (0, true) => {}
            (0, false) => text.push(" ", look),
            _ => text.push(" · ", look),
        }
        if index == 0 {
            text.push(&format!("{}\u{A0}", arrow(to_left)), look);
        }
        let label = if link.text.is_empty() { &link.url } else { &link.text };
        text.push(label, &inline::linked(look, &link.url, theme));
    }
}

/// What leads on in text that runs to the left or to the right.
fn arrow(to_left: bool) -> char {
    if to_left { '←' } else { '→' }
}

/// What is tested, red flags and insights.
pub fn asides(setter: &mut Setter, asides: &[Aside]) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for aside in asides {
        let (label, blocks) = match &aside.kind {
            AsideKind::Tested(blocks) => ("What is tested", blocks),
            AsideKind::RedFlag(blocks) => ("Red flag", blocks),
            AsideKind::Insight(blocks) => ("Interviewer’s insight", blocks),
            AsideKind::FollowUps(_) => continue,
        };
        let accent = setter.theme.accent;
        slabs.append(&mut beside(setter, label, accent, |setter, measure| setter.blocks(blocks, measure)));
    }
    slabs
}

/// Questions that come next, with their hints; `page_of` names the anchor of a question that is asked elsewhere.
pub fn follow_ups(
    setter: &mut Setter,
    asides: &[Aside],
    page_of: impl Fn(&str) -> Option<Arc<str>>,
) -> Vec<Slab> {
    let all: Vec<_> = asides
        .iter()
        .filter_map(|aside| match &aside.kind {
            AsideKind::FollowUps(all) => Some(all),
            _ => None,
        })
        .flatten()
        .collect();
    if all.is_empty() {
        return Vec::new();
    }
    let muted = setter.theme.muted;
    beside(setter, "Follow-up questions", muted, |setter, measure| {
        let mut slabs = Vec::new();
        for (index, follow_up) in all.iter().enumerate() {
            let to_left = inlines_run_to_left(&follow_up.question, setter.language.to_left);
            let measure = Measure { to_left, ..measure.clone() };
            let inner = measure.indented(setter.theme.indent);
            let mut text = setter.rich(&follow_up.question, &inner.look);
            let quiet = Look { colour: setter.theme.muted, ..inner.look.clone() };
            if !follow_up.hint.is_empty() {
                text.push(" – ", &quiet);
                inline::push(&follow_up.hint, &quiet, setter.theme, &mut text);
            }
            if let Some(anchor) = page_of(&crate::model::content::plain_text(&follow_up.question)) {
                text.push(&format!(" {}\u{A0}p.\u{A0}", arrow(to_left)), &quiet);
                text.push_page(&anchor, &quiet);
            }
            let body = setter.text(&text, &inner);
            let mut item = setter.labelled(&format!("{}.", index + 1), body, &measure, &inner);
            gap_before(&mut item, setter.theme.item_gap);
            slabs.append(&mut item);
        }
        wrap(&mut slabs, &Tag::List);
        slabs
    })
}

/// The other answers, each with the place that it comes from; without the one that is `said` already.
pub fn variants(
    setter: &mut Setter,
    note: &Note,
    said: Option<&Blocks>,
    collection: &Collection,
) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for variant in note.draft.variants.iter().filter(|variant| said != Some(&variant.blocks)) {
        let entry = &collection.entries[variant.entry];
        let mut place = collection.documents[entry.document].name.clone();
        if let Some(section) = entry.section.last() {
            place.push_str(&format!(" › {section}"));
        }
        let colour = setter.theme.hairline;
        slabs.append(&mut beside(setter, &format!("Another answer ({place})"), colour, |setter, measure| {
            setter.blocks(between_rules(&variant.blocks), measure)
        }));
    }
    slabs
}

/// Content behind a bar, below a label.
fn beside(
    setter: &mut Setter,
    label: &str,
    colour: Colour,
    content: impl FnOnce(&mut Setter, &Measure) -> Vec<Slab>,
) -> Vec<Slab> {
    let theme = setter.theme;
    let column = Measure::column_in(setter.language, theme);
    let measure = column.indented(theme.indent * 0.7);
    let look = Look { size: theme.table, colour: theme.muted, ..bold(&measure.look) };
    let heading = Measure { leading: theme.table_leading, ..measure.with(look.clone()) };
    let mut slabs = kept(said(setter, &Rich::of(label, &look), &heading));
    let mut content = content(setter, &measure);
    gap_before(&mut content, Pt::ZERO);
    slabs.append(&mut content);
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Free;
    }
    lay_rail(&mut slabs, Rail { x: column.start(BAR), width: BAR, colour, starts: true });
    wrap(&mut slabs, &Tag::Division);
    gap_before(&mut slabs, theme.figure_gap);
    slabs
}

/// A line that leads on: `text`, and the place that it leads to.
pub fn pointer(setter: &mut Setter, text: &str, to: Option<&Arc<str>>, measure: &Measure) -> Vec<Slab> {
    let theme = setter.theme;
    let mut look = Look { size: theme.table, colour: theme.muted, ..italic(&measure.look) };
    look.link = to.map(|anchor| Target::Anchor(Arc::clone(anchor)));
    let measure = Measure { leading: theme.table_leading, ..measure.with(look.clone()) };
    let mut slabs = said(setter, &Rich::of(text, &look), &measure);
    gap_before(&mut slabs, theme.item_gap);
    slabs
}

/// The room that `slabs` take.
pub fn height(slabs: &[Slab]) -> Pt {
    let gaps: Pt = slabs.iter().skip(1).map(|slab| slab.gap).sum();
    slabs.iter().map(|slab| slab.height).sum::<Pt>() + gaps
}

/// `slabs` as far as they fit into `limit` with `pointer` below them, which tells that more follows. They end at the
/// last good place.
pub fn cut(mut slabs: Vec<Slab>, limit: Pt, mut pointer: Vec<Slab>) -> Vec<Slab> {
    let mut used = height(&pointer) + pointer.first().map_or(Pt::ZERO, |slab| slab.gap);
    let mut ends = [0; 3];
    for (index, slab) in slabs.iter().enumerate() {
        used += slab.height + if index == 0 { Pt::ZERO } else { slab.gap };
        let mark = slab.suspend.as_ref().map_or(Pt::ZERO, |mark| mark.height);
        if used + mark > limit {
            break;
        }
        // A label stands beside what follows it, and never alone.
        if slab.height > Pt::ZERO {
            ends[slab.keep as usize] = index + 1;
        }
    }
    let [free, rather, must] = ends;
    // A good place is worth a third of the room, and no more.
    let last = free.max(rather).max(must);
    let enough = |end: &usize| end * 3 >= last * 2;
    let end = [free, rather.max(free)].into_iter().find(enough).unwrap_or(last);
    slabs.truncate(end);
    if let Some(last) = slabs.last_mut()
        && let Some(mark) = last.suspend.take()
    {
        last.keep = Keep::Must;
        slabs.push(Slab::clone(&mark));
    }
    if let Some(last) = slabs.last_mut() {
        last.keep = Keep::Must;
    }
    slabs.append(&mut pointer);
    slabs
}

fn gap_before(slabs: &mut [Slab], gap: Pt) {
    if let Some(first) = slabs.first_mut() {
        first.gap = gap;
    }
}
