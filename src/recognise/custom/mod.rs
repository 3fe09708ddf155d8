//! House styles that the user describes in `deckpress.toml`: patterns over lines in place of code.
//!
//! A pattern sees a line as it is written, and where it does not match, the line without the marks of
//! headings, items and quotes. What the groups of a match cover leads back into the content tree, so that
//! markup, code and pictures stay.

mod lines;
mod marks;
mod pattern;
mod prepare;

use super::between::between;
use super::lines::question_and_rest;
use super::metadata::{self, Key, Metadata};
use super::{Claim, answer};
use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Blocks, Difficulty, Document, Inline, InlineKind, Inlines, Link, Span};
use lines::{Line, Lines};
use marks::{Asked, Marks};
use pattern::Matched;
pub use pattern::{CustomRule, Globs, Pattern};
pub use prepare::{Prepared, prepare};

/// Nothing outdoes the user's own word.
pub const CERTAIN: u8 = 100;

/// Claims the questions that `rules` describe in `document`, each with the name of its rule. One rule's question
/// ends what another's question holds.
pub fn find<'r>(document: &Document, tree: &Prepared, rules: &'r [CustomRule]) -> Vec<(&'r str, Claim)> {
    let rules: Vec<&CustomRule> =
        rules.iter().filter(|rule| rule.question.is_some() && rule.is_for(&document.id)).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let lines = lines::of(document, &tree.blocks);
    let marks = marks::of(&lines, &document.text, &rules);
    let reader = Reader { text: &document.text, blocks: &tree.blocks, lines: &lines };
    let limits = limits(&marks, &lines, tree, document);
    let claims = marks.questions.iter().zip(limits).map(|(asked, limit)| {
        let rule = rules[asked.rule];
        (rule.name.as_str(), reader.claim(asked, rule, limit))
    });
    claims.collect()
}

/// Where each question ends at the latest: at the next question, at a section, at a thematic break or heading;
/// that of a heading not at those of a lower rank.
fn limits(marks: &Marks, lines: &Lines, tree: &Prepared, document: &Document) -> Vec<u32> {
    let starts = marks.questions.iter().map(|asked| lines.lines[asked.first()].start);
    let nexts = starts.skip(1).chain([Span::new(document.text.len(), document.text.len()).end]);
    let limits = marks.questions.iter().zip(nexts).map(|(asked, next)| {
        let line = &lines.lines[asked.line];
        let from = tree.blocks.partition_point(|block| block.span.start <= line.content.start);
        let below = tree.blocks[from..].iter().take_while(|block| block.span.start < next);
        let mut ends = below.filter(|block| match &block.kind {
            BlockKind::Heading { level, .. } => {
                line.level.is_none_or(|own| *level <= own) || tree.is_section(block.span)
            }
            BlockKind::Rule => line.level.is_none(),
            _ => false,
        });
        ends.next().map_or(next, |end| end.span.start)
    });
    limits.collect()
}

/// Makes claims of what stands at marks.
struct Reader<'a> {
    text: &'a str,
    blocks: &'a [Block],
    lines: &'a Lines<'a>,
}

/// A question as far as it has been put together.
struct Wording {
    content: Inlines,
    end: u32,
}

impl Reader<'_> {
    fn claim(&self, asked: &Asked, rule: &CustomRule, limit: u32) -> Claim {
        let line = &self.lines.lines[asked.line];
        let inside = |index: &usize| self.lines.lines[*index].content.start < limit;
        let told: Vec<_> = asked.metadata.iter().filter(|(index, _)| inside(index)).collect();
        let answer = asked.answer.as_ref().filter(|(index, _)| inside(index));
        let holes: Vec<Span> = told.iter().map(|(index, _)| self.lines.lines[*index].span()).collect();
        let mut wording = self.wording(asked, rule);
        let body = match asked.matched.group("answer").filter(|group| !group.is_empty()) {
            Some(group) => {
                let scope = &self.lines.scopes[line.scope];
                let end = if scope.is_item { scope.span.end } else { line.block_end };
                self.between(Span { start: group.start, end: end.min(limit) }, &holes)
            }
            None => {
                wording.end = line.span().end;
                self.body(&mut wording, asked, answer, rule, (limit, &holes))
            }
        };
        let mut metadata = Metadata::default();
        self.tell(&asked.matched, line, &mut metadata);
        let start = self.lines.lines[asked.first()].start;
        let end = body.iter().map(|block| block.span.end).fold(wording.end, u32::max);
        let mut end = end.min(limit.max(wording.end));
        for (index, matched) in told.into_iter().chain(answer) {
            let place = self.lines.lines[*index].span();
            // Behind what belongs to nothing it tells nothing.
            if self.says_nothing(end, place.start) {
                self.tell(matched, &self.lines.lines[*index], &mut metadata);
                end = end.max(place.end);
            }
        }
        let question_span = Span { start: line.span().start, end: wording.end };
        let span = Span { start, end }.cover(question_span);
        let Wording { content: question, .. } = wording;
        let metadata = metadata.told();
        Claim { confidence: CERTAIN, span, question_span, question, runs_on: false, body, metadata }
    }

    /// Whether no word stands between two offsets.
    fn says_nothing(&self, from: u32, to: u32) -> bool {
        let between = self.text.get(from as usize..to as usize);
        between.is_none_or(|between| !between.contains(char::is_alphanumeric))
    }

    /// The group of its wording, or without such a group the line.
    fn wording(&self, asked: &Asked, rule: &CustomRule) -> Wording {
        let line = &self.lines.lines[asked.line];
        let content = match asked.matched.group("question") {
            Some(group) => line.within(self.text, group),
            None if rule.question.as_ref().is_some_and(|pattern| pattern.has("question")) => Inlines::new(),
            None => line.within(self.text, line.content),
        };
        let end = content.last().map_or(line.content.end, |last| last.span.end);
        Wording { content, end }
    }

    /// What stands below the line of a question. `wording` is completed by it, where the line itself says nothing, or
    /// where more of its paragraph stands in front of the answer.
    fn body(
        &self,
        wording: &mut Wording,
        asked: &Asked,
        answer: Option<&(usize, Matched)>,
        rule: &CustomRule,
        (limit, holes): (u32, &[Span]),
    ) -> Blocks {
        let line = &self.lines.lines[asked.line];
        let below = line.content.end;
        let answer = answer.map(|(index, matched)| (&self.lines.lines[*index], matched));
        let mut body = match answer {
            Some((mark, _)) => self.between(Span { start: below, end: mark.start.max(below) }, holes),
            None => self.below(line, below, limit, holes),
        };
        let silent = plain_text(&wording.content).trim().is_empty();
        let goes_on = |first: &Block| rule.answer.is_some() && first.span.start < line.block_end;
        if let Some(first @ Block { kind: BlockKind::Paragraph(content), .. }) = body.first()
            && (silent || goes_on(first))
        {
            let (more, rest) = match rule.answer {
                Some(_) => (content.clone(), None),
                None => question_and_rest(content),
            };
            if !silent {
                let gap = Span { start: below, end: first.span.start.max(below) };
                wording.content.push(Inline::new(gap, InlineKind::SoftBreak));
            }
            wording.content.extend(more);
            wording.end = wording.content.last().map_or(below, |last| last.span.end).max(wording.end);
            body = rest.into_iter().chain(body[1..].iter().cloned()).collect();
        }
        let end = body.last().map_or(wording.end, |last| last.span.end);
        if let Some((mark, matched)) = answer {
            let has_group = rule.answer.as_ref().is_some_and(|pattern| pattern.has("answer"));
            let from = match matched.group("answer") {
                Some(group) => group.start,
                None if has_group => mark.content.end,
                None => mark.content.start,
            };
            return answer::told(body, from, self.below(mark, from, limit, holes));
        }
        match rule.answer {
            // Without the line that the user named nothing of it is an answer.
            Some(_) => answer::told(body, end, Blocks::new()),
            None => body,
        }
    }

    /// What follows `line` from `from` on: as far as the innermost item, quote and the like goes that still holds
    /// something, and not beyond `limit`.
    fn below(&self, line: &Line, from: u32, limit: u32, holes: &[Span]) -> Blocks {
        let mut scope = Some(line.scope);
        while let Some(lines::Scope { span, around, .. }) = scope.map(|index| &self.lines.scopes[index]) {
            let end = span.end.min(limit).max(from);
            let found = self.between(Span { start: from, end }, holes);
            if !found.is_empty() {
                return found;
            }
            scope = *around;
        }
        Blocks::new()
    }

    /// The content that stands in `span` and in none of the `holes`, which are in order.
    fn between(&self, span: Span, holes: &[Span]) -> Blocks {
        let mut stretches = Vec::with_capacity(holes.len() + 1);
        let mut from = span.start;
        for hole in holes.iter().filter(|hole| hole.end > span.start && hole.start < span.end) {
            stretches.push(Span { start: from, end: hole.start.max(from) });
            from = hole.end.max(from);
        }
        stretches.push(Span { start: from, end: span.end.max(from) });
        stretches.retain(|stretch| !stretch.is_empty());
        between(self.text, self.blocks, &stretches)
    }

    /// Adds what the groups of `matched` say beside question and answer.
    fn tell(&self, matched: &Matched, line: &Line, metadata: &mut Metadata) {
        for (name, span) in matched.groups().filter(|(_, span)| !span.is_empty()) {
            let written = [Inline::text(span, self.text.get(span.range()).unwrap_or_default().trim())];
            let words = plain_text(&written);
            match name {
                "number" => metadata.add(Key::Number, &written),
                "tags" => metadata.add(Key::Tags, &written),
                "companies" => metadata.add(Key::Companies, &written),
                "easy" => metadata.difficulty = metadata.difficulty.or(Some(Difficulty::Easy)),
                "medium" => metadata.difficulty = metadata.difficulty.or(Some(Difficulty::Medium)),
                "hard" => metadata.difficulty = metadata.difficulty.or(Some(Difficulty::Hard)),
                // A word for a difficulty that nobody knows still tells something.
                "difficulty" if metadata::difficulty_in(&words).is_none() => {
                    metadata.add(Key::Tags, &written);
                }
                "difficulty" => metadata.add(Key::Difficulty, &written),
                "links" => {
                    let known = metadata.links.len();
                    metadata.add(Key::Links, &line.within(self.text, span));
                    if metadata.links.len() == known {
                        metadata.links.push(Link { url: words.clone(), text: words });
                    }
                }
                _ => {}
            }
        }
    }
}
