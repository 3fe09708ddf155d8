//! What a document was read as, and why: for the user whose card came out wrong.
//!
//! Gathers what the stages found; prints nothing.

mod syntax;
mod words;

use std::collections::BTreeMap;

use ecow::EcoString;

use serde::Serialize;

use crate::intake::Evidence;
use crate::model::content::plain_text;
use crate::model::{
    AsideKind, Class, Collection, Difficulty, Document, Entry, Lines, Link, Span, Stretch, StructureKind,
    Tree, schema,
};
use crate::recognise::Lost;
use crate::render::markdown;
pub use syntax::Syntax;

/// All that is known of how one document was read.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Its id.
    pub document: String,
    /// What it is written in.
    pub syntax: Syntax,
    /// How its bytes became text.
    pub encoding: Encoding,
    /// How many lines it has.
    pub lines: usize,
    /// What they were taken for.
    pub account: schema::Account,
    /// What each rule found, those that found most first.
    pub rules: Vec<RuleCount>,
    /// What each run of lines was taken for, in order of place; where one line is asked about, only what holds it.
    pub ranges: Vec<Range>,
}

/// How the bytes of a document became text.
#[derive(Clone, Debug, Serialize)]
pub struct Encoding {
    /// As the WHATWG Encoding Standard writes it.
    pub name: String,
    /// By what it was known.
    pub evidence: &'static str,
    /// Garbled text that was put right, in order of first mention.
    pub repairs: Vec<Repaired>,
    /// Lines with bytes that mean nothing in the encoding.
    pub damaged_lines: Vec<usize>,
}

/// Garbled text that was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// As it stood in the file.
    pub before: String,
    /// As it is read.
    pub after: String,
    /// Where, once for each time.
    pub lines: Vec<usize>,
}

/// What a rule found in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// Its name.
    pub rule: String,
    /// What it looks for.
    pub looks_for: String,
    /// How many questions it found.
    pub questions: usize,
    /// How many of them are answered.
    pub answered: usize,
    /// How sure it was at least, 0 to 100.
    pub least_confidence: u8,
    /// How sure it was at most.
    pub most_confidence: u8,
}

/// Lines that were taken for one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Range {
    /// The first line.
    pub first_line: usize,
    /// The last line.
    pub last_line: usize,
    /// What they were taken for.
    pub taken_for: Taken,
    /// Why, in words.
    pub why: String,
    /// Titles from the outermost section to its own.
    pub section: Vec<String>,
    /// What the first line says, or the one that was asked about.
    pub text: String,
    /// The question, where it is one.
    pub question: Option<Question>,
    /// What other rules claimed and lost, against this question or about these lines; told where one line is asked about.
    pub lost: Vec<LostClaim>,
    /// How to write it as a question, where it is none; how to write the answer, where none
    /// was found. Told where one line is asked about.
    pub advice: Option<&'static str>,
    /// A rule for `deckpress.toml` that finds lines like the one that was asked about, to begin with, where there is advice
    /// to write it as a question and its opening can be told.
    pub rule: Option<String>,
}

/// What lines were taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// A question with what belongs to it.
    Question,
    /// Study material that is no question.
    Passage,
    /// What holds the document together.
    Structure(StructureKind),
    /// Nothing: they could not be used.
    Reject,
}

/// A question as it was read.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The rule that found it.
    pub rule: String,
    /// How sure the rule is, 0 to 100.
    pub confidence: u8,
    /// The number it carries.
    pub number: Option<String>,
    /// The id that the source gives it.
    pub explicit_id: Option<String>,
    /// Its words.
    pub text: String,
    /// Where the question stands, and what belongs to it, in order of place.
    pub parts: Vec<Part>,
    /// The answer in Markdown; `None` while it is open.
    pub answer_markdown: Option<String>,
    /// Why it is open, in words; `None` when it is answered.
    pub open_reason: Option<String>,
    /// The stated difficulty.
    pub difficulty: Option<Difficulty>,
    /// Stated tags.
    pub tags: Vec<String>,
    /// Companies said to ask it.
    pub companies: Vec<String>,
    /// Links beside it.
    pub links: Vec<Link>,
}

/// A part of a question: the question itself, its answer, an aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is called.
    pub part: &'static str,
    /// The first line.
    pub first_line: usize,
    /// The last line.
    pub last_line: usize,
}

/// A claim that lost against a surer one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostClaim {
    /// The rule that made it.
    pub rule: String,
    /// How sure it was, 0 to 100.
    pub confidence: u8,
    /// The first line that it claimed.
    pub first_line: usize,
    /// The last line that it claimed.
    pub last_line: usize,
    /// Where it saw the question.
    pub question_line: usize,
    /// The rule that won.
    pub winner: String,
    /// How sure the winner was.
    pub winner_confidence: u8,
    /// Where the winner saw its question.
    pub winner_line: usize,
}

/// Explains the only document of `collection`, which reads as `tree`, and whose encoding was known by
/// `evidence`: all of it, or what holds `line`.
pub fn explain(
    collection: &Collection,
    tree: &Tree,
    lost: &[Lost],
    evidence: Evidence,
    line: Option<usize>,
) -> Option<Explanation> {
    let document = collection.documents.first()?;
    let account = collection.accounts.first()?;
    let stretches = match line {
        Some(line) => account.stretch_at(line).map(std::slice::from_ref).unwrap_or_default(),
        None => &account.stretches,
    };
    // What lost, and what to write instead, is searched for one line at a time.
    let lost = if line.is_some() { lost } else { &[] };
    let ranges = stretches.iter().map(|stretch| {
        let asked = line.and_then(|line| document.lines.span_of(line)).map(|place| (tree, place));
        range(stretch, line.unwrap_or(stretch.lines.first), collection, lost, asked)
    });
    Some(Explanation {
        document: document.id.clone(),
        syntax: syntax::of(document, tree),
        encoding: encoding(document, evidence),
        lines: document.lines.count(),
        account: schema::Account::of(account, document.lines.count()),
        rules: rules(&collection.entries),
        ranges: ranges.collect(),
    })
}

fn encoding(document: &Document, evidence: Evidence) -> Encoding {
    let mut repairs: Vec<Repaired> = Vec::new();
    let mut known = BTreeMap::new();
    for repair in &document.repairs {
        let line = document.lines.lines(repair.span).first;
        let at = *known.entry((&repair.before, &repair.after)).or_insert_with(|| {
            let (before, after) = (repair.before.clone(), repair.after.clone());
            repairs.push(Repaired { before, after, lines: Vec::new() });
            repairs.len() - 1
        });
        repairs[at].lines.push(line);
    }
    let marks = document.text.match_indices('\u{fffd}').map(|(at, _)| document.lines.line_of(at));
    let mut damaged_lines: Vec<usize> = marks.collect();
    damaged_lines.dedup();
    Encoding { name: document.encoding.clone(), evidence: evidence.words(), repairs, damaged_lines }
}

fn rules(entries: &[Entry]) -> Vec<RuleCount> {
    let mut rules: Vec<RuleCount> = Vec::new();
    for entry in entries {
        let at = rules.iter().position(|count| count.rule == *entry.rule).unwrap_or_else(|| {
            rules.push(RuleCount {
                rule: entry.rule.to_string(),
                looks_for: words::of_rule(&entry.rule).to_owned(),
                questions: 0,
                answered: 0,
                least_confidence: entry.confidence,
                most_confidence: entry.confidence,
            });
            rules.len() - 1
        });
        let count = &mut rules[at];
        count.questions += 1;
        count.answered += usize::from(entry.answer.is_some());
        count.least_confidence = count.least_confidence.min(entry.confidence);
        count.most_confidence = count.most_confidence.max(entry.confidence);
    }
    rules.sort_by(|a, b| (b.questions, &a.rule).cmp(&(a.questions, &b.rule)));
    rules
}

fn range(
    stretch: &Stretch,
    line: usize,
    collection: &Collection,
    lost: &[Lost],
    asked: Option<(&Tree, Span)>,
) -> Range {
    let advice = || asked.map(|(tree, place)| words::advice(tree, place));
    let document = &collection.documents[0];
    let Lines { first: first_line, last: last_line } = stretch.lines;
    let text = document.lines.span_of(line).map(|line| document.slice(line)).unwrap_or_default();
    let mut range = Range {
        first_line,
        last_line,
        taken_for: Taken::Passage,
        why: String::new(),
        section: Vec::new(),
        text: text.trim().to_owned(),
        question: None,
        lost: Vec::new(),
        advice: None,
        rule: None,
    };
    let here = |claim: &&Lost| match stretch.class {
        Class::Entry(number) => claim.winner == number,
        _ => (first_line..=last_line).contains(&document.lines.lines(claim.question_span).first),
    };
    let lost = lost.iter().filter(here);
    range.lost = lost.filter_map(|claim| claim_of(claim, &collection.entries, document)).collect();
    match stretch.class {
        Class::Entry(number) => {
            let entry = &collection.entries[number];
            range.taken_for = Taken::Question;
            range.why = words::of_rule(&entry.rule).to_owned();
            range.section = titles(&entry.section);
            range.question = Some(question(entry, document));
            range.advice = entry.answer.is_none().then(|| words::answer_advice(&entry.rule));
        }
        Class::Passage(number) => {
            range.section = titles(&collection.passages[number].section);
            range.why =
                "no rule sees a question here: it stays study material for the cheat sheet".to_owned();
            range.advice = advice();
        }
        Class::Structure(kind) => {
            range.taken_for = Taken::Structure(kind);
            let overruled = kind == StructureKind::Heading && !range.lost.is_empty();
            let outvoted = kind == StructureKind::Heading
                && range.text.trim_end_matches([' ', '#', '*']).ends_with(['?', '？']);
            range.why = match kind {
                _ if overruled => words::OVERRULED,
                _ if outvoted => words::OUTVOTED,
                kind => words::of_structure(kind),
            }
            .to_owned();
            range.advice = match kind {
                _ if overruled => None,
                _ if outvoted => Some(words::OUTVOTED_ADVICE),
                kind if words::could_ask(kind) => advice(),
                _ => None,
            };
        }
        Class::Reject(number) => {
            let reject = &collection.rejects[number];
            range.taken_for = Taken::Reject;
            range.why.clone_from(&reject.reason);
            range.section = titles(&reject.section);
            range.advice = advice();
        }
    }
    if range.question.is_none() && range.advice.is_some() {
        range.rule = asked.and_then(|(tree, place)| words::rule_for(tree, place, &range.text));
    }
    range
}

fn titles(section: &[EcoString]) -> Vec<String> {
    section.iter().map(EcoString::to_string).collect()
}

fn question(entry: &Entry, document: &Document) -> Question {
    let part = |part: &'static str, span: Span| {
        let Lines { first, last } = document.lines.lines(span);
        Part { part, first_line: first, last_line: last }
    };
    let options = entry.question_blocks.iter().map(|block| block.span).reduce(Span::cover);
    let asides = entry.asides.iter().map(|aside| {
        let name = match aside.kind {
            AsideKind::Insight(_) => "insight",
            AsideKind::Tested(_) => "what is tested",
            AsideKind::RedFlag(_) => "red flag",
            AsideKind::FollowUps(_) => "follow-ups",
        };
        part(name, aside.span)
    });
    let mut parts = vec![part("question", entry.question_span)];
    parts.extend(options.map(|span| part("belongs to the question", span)));
    parts.extend(entry.answer_span().map(|span| part("answer", span)));
    parts.extend(asides);
    parts.sort_by_key(|part| (part.first_line, part.last_line));
    Question {
        rule: entry.rule.to_string(),
        confidence: entry.confidence,
        number: entry.number.as_deref().map(str::to_owned),
        explicit_id: entry.explicit_id.as_deref().map(str::to_owned),
        text: plain_text(&entry.question),
        parts,
        answer_markdown: entry.answer.as_deref().map(markdown::blocks),
        open_reason: entry.open_reason.as_deref().map(str::to_owned),
        difficulty: entry.difficulty,
        tags: entry.tags.to_vec(),
        companies: entry.companies.to_vec(),
        links: entry.links.to_vec(),
    }
}

fn claim_of(claim: &Lost, entries: &[Entry], document: &Document) -> Option<LostClaim> {
    let winner = entries.get(claim.winner)?;
    let Lines { first, last } = document.lines.lines(claim.span);
    Some(LostClaim {
        rule: claim.rule.to_string(),
        confidence: claim.confidence,
        first_line: first,
        last_line: last,
        question_line: document.lines.lines(claim.question_span).first,
        winner: winner.rule.to_string(),
        winner_confidence: winner.confidence,
        winner_line: document.lines.lines(winner.question_span).first,
    })
}
