//! Finds the questions of a document, by the constructs that people use.
//!
//! Each rule looks at the content tree alone and makes *claims*: this block carries a question,
//! those blocks are what follows it. Where claims overlap the surer one wins. A won claim becomes
//! an [`Entry`] in one uniform way, whichever rule made it: the carrier (number, quotes, label,
//! suffix) is taken off the question, labels, metadata and asides off the answer. What no claim
//! took and is no structure is a [`Passage`].
//!
//! No rule knows a document, and none knows another rule.

mod answer;
mod bold;
mod cut;
mod disclosure;
mod heading;
mod label;
mod lines;
mod list;
mod marked;
mod metadata;
mod noise;
mod numbered;
mod page;
mod placeholder;
mod rest;
mod settle;
mod table;
mod wording;
mod words;

use crate::model::content::plain_text;
use crate::model::{Block, BlockKind, Document, Entry, Inline, Passage, Reject, Span, Tree};
use metadata::Metadata;
use page::Page;

/// What was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// In order of place.
    pub entries: Vec<Entry>,
    /// In order of place.
    pub passages: Vec<Passage>,
    /// In order of place.
    pub rejects: Vec<Reject>,
}

/// A way in which people write questions.
struct Rule {
    /// What `explain` and the model call it.
    name: &'static str,
    /// Finds the questions that are written so.
    find: fn(&Page) -> Vec<Claim>,
}

/// Every rule.
const RULES: &[Rule] = &[
    Rule { name: "disclosure", find: disclosure::find },
    Rule { name: "label", find: label::find },
    Rule { name: "marked", find: marked::find },
    Rule { name: "heading", find: heading::find },
    Rule { name: "bold", find: bold::find },
    Rule { name: "list", find: list::find },
    Rule { name: "table", find: table::find },
    Rule { name: "numbered", find: numbered::find },
];

/// A rule's word that a question stands somewhere.
struct Claim {
    /// How sure the rule is, 0 to 100.
    confidence: u8,
    /// Everything that belongs to it.
    span: Span,
    /// Where the question stands, carrier included.
    question_span: Span,
    /// The question as it stands, carrier included.
    question: Vec<Inline>,
    /// Whether nothing but the next question ends the body.
    runs_on: bool,
    /// What follows the question: its answer with labels, metadata and asides, as they stand.
    body: Vec<Block>,
    /// What the rule itself knows beside question and answer, such as other cells of a row.
    metadata: Metadata,
}

/// Finds the questions of `document`, which is number `index` of the collection and reads as `tree`.
pub fn recognise(index: usize, document: &Document, tree: &Tree) -> Findings {
    let mut page = Page::new(&document.text, tree);
    let claims = settle::settle(
        RULES
            .iter()
            .flat_map(|rule| (rule.find)(&page).into_iter().map(|claim| (rule.name, claim)))
            .collect(),
    );
    page.set_questions(&claims.iter().map(|(_, claim)| claim.question_span).collect());
    let taken: Vec<Span> = claims.iter().map(|(_, claim)| claim.span).collect();
    let passages = rest::passages(index, &page, &taken);
    let entries = claims.into_iter().map(|(rule, claim)| entry(index, rule, claim, &page)).collect();
    Findings { entries, passages, rejects: Vec::new() }
}

impl Claim {
    /// Where the question is a label and no more, what stands below it is the question.
    fn with_wording(mut self) -> Self {
        if words::is_bare_label(&plain_text(&self.question))
            && let Some(first) = self.body.first()
            && let (BlockKind::Paragraph(content), false) = (&first.kind, answer::marks_answer(first))
        {
            self.metadata.number = self.metadata.number.or(wording::number_of(&plain_text(&self.question)));
            let (question, rest) = lines::question_and_rest(content);
            self.question_span = self.question_span.cover(first.span);
            self.question = question;
            self.body.splice(0..1, rest);
        }
        self
    }
}

fn entry(document: usize, rule: &'static str, claim: Claim, page: &Page) -> Entry {
    let claim = claim.with_wording();
    let wording = wording::strip(claim.question);
    let answer = answer::read(claim.body, page);
    let metadata = claim.metadata.and(wording.metadata).and(answer.metadata);
    let section = page.section_at(claim.span.start);
    Entry {
        document,
        span: claim.span,
        rule,
        confidence: claim.confidence,
        number: wording.number.or(metadata.number),
        question: wording.question,
        question_span: claim.question_span,
        question_blocks: answer.question_blocks,
        open_reason: answer.open_reason,
        answer: (!answer.blocks.is_empty()).then_some(answer.blocks),
        asides: answer.asides,
        difficulty: metadata.difficulty,
        tags: metadata.tags,
        companies: metadata.companies,
        links: metadata.links,
        explicit_id: page.id_in(claim.question_span),
        section,
    }
}
