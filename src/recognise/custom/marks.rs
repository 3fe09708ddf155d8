//! Which lines the patterns of rules match, and which of those belong together.

use super::lines::{Line, Lines};
use super::pattern::{CustomRule, Matched, Pattern};

/// The questions of a document, in order of place.
pub(super) struct Marks<'r> {
    pub questions: Vec<Asked<'r>>,
}

/// A line that asks, with the lines that belong to it. Lines are told by index.
pub(super) struct Asked<'r> {
    pub line: usize,
    pub rule: usize,
    pub matched: Matched<'r>,
    /// The line that opens its answer.
    pub answer: Option<(usize, Matched<'r>)>,
    /// Lines that tell something about it, in order.
    pub metadata: Vec<(usize, Matched<'r>)>,
}

impl Asked<'_> {
    /// The first of its lines.
    pub fn first(&self) -> usize {
        self.metadata.first().map_or(self.line, |(line, _)| self.line.min(*line))
    }
}

/// Matches each line with the patterns of `rules`: the first that matches has it. What tells something belongs to
/// the question right below it, else to the one above.
pub(super) fn of<'r>(lines: &Lines, text: &str, rules: &[&'r CustomRule]) -> Marks<'r> {
    let mut questions: Vec<Asked<'r>> = Vec::new();
    // Lines of metadata that may belong to a question right below them.
    let mut waiting: Vec<(usize, usize, Matched<'r>)> = Vec::new();
    for (index, line) in lines.lines.iter().enumerate() {
        let on = |pattern: &'r Option<Pattern>| pattern.as_ref()?.on(line, text);
        let touches = index > 0 && touch(&lines.lines[index - 1], line, text);
        if !touches {
            settle(&mut waiting, &mut questions);
        }
        let question = (0..rules.len()).find_map(|rule| Some((rule, on(&rules[rule].question)?)));
        if let Some((rule, matched)) = question {
            let (own, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut waiting).into_iter().partition(|(_, told, _)| *told == rule);
            waiting = others;
            settle(&mut waiting, &mut questions);
            let metadata = own.into_iter().map(|(line, _, matched)| (line, matched)).collect();
            questions.push(Asked { line: index, rule, matched, answer: None, metadata });
            continue;
        }
        if let Some(asked) = questions.last_mut()
            && asked.answer.is_none()
            && let Some(matched) = on(&rules[asked.rule].answer)
        {
            asked.answer = Some((index, matched));
            continue;
        }
        match (0..rules.len()).find_map(|rule| Some((rule, on(&rules[rule].metadata)?))) {
            Some((rule, matched)) => waiting.push((index, rule, matched)),
            None => settle(&mut waiting, &mut questions),
        }
    }
    settle(&mut waiting, &mut questions);
    Marks { questions }
}

/// Gives what waits to the question above.
fn settle<'r>(waiting: &mut Vec<(usize, usize, Matched<'r>)>, questions: &mut [Asked<'r>]) {
    for (line, rule, matched) in waiting.drain(..) {
        if let Some(asked) = questions.last_mut().filter(|asked| asked.rule == rule) {
            asked.metadata.push((line, matched));
        }
    }
}

/// Whether no blank line stands between two lines.
fn touch(before: &Line, behind: &Line, text: &str) -> bool {
    let between = before.content.end as usize..behind.content.start.max(before.content.end) as usize;
    text.get(between).is_some_and(|between| between.matches('\n').count() <= 1)
}
