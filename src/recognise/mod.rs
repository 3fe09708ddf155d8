//! Finds the questions of a document, by the constructs that people use.
//!
//! Each rule looks at the content tree alone and makes *claims*: this block carries a question,
//! those blocks are what follows it. Where claims overlap the surer one wins. A won claim becomes
//! an [`Entry`] in one uniform way, whichever rule made it: the carrier (number, quotes, label,
//! suffix) is taken off the question, labels, metadata and asides off the answer. What no claim
//! took and is no structure is a [`Passage`].
//!
//! No rule knows a document, and none knows another rule.

mod account;
mod answer;
mod asking;
mod between;
mod bold;
mod cards;
mod choice;
mod cloze;
mod custom;
mod cut;
mod dialogue;
mod disclosure;
mod divided;
mod east_asian;
mod export;
mod gift;
mod hashtag;
mod heading;
mod key;
mod label;
mod lines;
mod list;
mod marked;
mod metadata;
mod noise;
mod numbered;
mod oneline;
mod page;
mod placeholder;
mod points;
mod rest;
mod settle;
mod table;
mod tagged;
mod terms;
mod text_lines;
mod wording;
mod words;

use ecow::EcoString;

use crate::model::content::plain_text;
use crate::model::{
    Account, Block, BlockKind, Blocks, Document, Entry, Inlines, NoteKind, Passage, Reject, Span, Structure,
    StructureKind, Tree,
};
use choice::Choice;
use custom::Prepared;
pub use custom::{CustomRule, Globs, Pattern};
use key::Key;
use metadata::Metadata;
use page::{Outline, Page};
pub use placeholder::NOTHING;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use settle::Made;

/// Whether `wording` asks for something, and is not only the name of a thing.
pub fn asks(wording: &str) -> bool {
    words::likeness(wording) != words::Likeness::None
}

/// What the user says of how documents are to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Gaps (`{{c1::…}}`, `==…==`) are to be filled in.
    pub cloze: bool,
    /// Terms with their meaning, in tables and definition lists, are to be explained.
    pub term_tables: bool,
    /// House styles that the user describes, each as a `[[rule]]` of `deckpress.toml`.
    #[serde(skip)]
    pub rules: Vec<CustomRule>,
}

/// What was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// In order of place.
    pub entries: Vec<Entry>,
    /// In order of place.
    pub passages: Vec<Passage>,
    /// In order of place.
    pub rejects: Vec<Reject>,
    /// What every line was taken for.
    pub account: Account,
    /// Claims that lost against surer ones, in order of place.
    pub lost: Vec<Lost>,
}

/// A claim that lost against one that overlaps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The rule that made it.
    pub rule: EcoString,
    /// How sure it was, 0 to 100.
    pub confidence: u8,
    /// What it claimed.
    pub span: Span,
    /// Where it saw the question.
    pub question_span: Span,
    /// Number of the entry that won, among those of the document.
    pub winner: usize,
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
    Rule { name: "cards", find: cards::find },
    Rule { name: "choice", find: choice::find },
    Rule { name: "tagged", find: tagged::find },
    Rule { name: "divided", find: divided::find },
    Rule { name: "oneline", find: oneline::find },
    Rule { name: "export", find: export::find },
    Rule { name: "gift", find: gift::find },
    Rule { name: "terms", find: terms::find },
    Rule { name: "cloze", find: cloze::find },
    Rule { name: "disclosure", find: disclosure::find },
    Rule { name: "label", find: label::find },
    Rule { name: "dialogue", find: dialogue::find },
    Rule { name: "marked", find: marked::find },
    Rule { name: "heading", find: heading::find },
    Rule { name: "bold", find: bold::find },
    Rule { name: "list", find: list::find },
    Rule { name: "table", find: table::find },
    Rule { name: "numbered", find: numbered::find },
    Rule { name: "points", find: points::find },
    Rule { name: "asking", find: asking::find },
];

/// A rule's word that a question stands somewhere.
#[derive(Clone)]
struct Claim {
    /// How sure the rule is, 0 to 100.
    confidence: u8,
    /// Everything that belongs to it.
    span: Span,
    /// Where the question stands, carrier included.
    question_span: Span,
    /// The question as it stands, carrier included.
    question: Inlines,
    /// Whether nothing but the next question ends the body.
    runs_on: bool,
    /// What follows the question: its answer with labels, metadata and asides, as they stand.
    body: Blocks,
    /// What the rule itself knows beside question and answer, such as other cells of a row; boxed, since most know
    /// nothing and claims are many.
    metadata: Option<Box<Metadata>>,
}

impl Claim {
    /// Of the paragraph `block`, which asks `question`: what stands `inside` it behind that, and the blocks `below`,
    /// answer it. How sure that is the rule says.
    fn of_paragraph(
        block: &Block,
        question: Inlines,
        inside: impl IntoIterator<Item = Block>,
        below: &[Block],
    ) -> Self {
        let question_end = question.last().map_or(block.span.end, |last| last.span.end);
        Self {
            confidence: 0,
            runs_on: true,
            span: below.last().map_or(block.span, |last| block.span.cover(last.span)),
            question_span: Span { start: block.span.start, end: question_end },
            question,
            body: inside.into_iter().chain(below.iter().cloned()).collect(),
            metadata: None,
        }
    }
}

/// Finds the questions of `document`, which is number `index` of the collection and reads as `tree`.
pub fn recognise(index: usize, document: &Document, tree: Tree, options: &Options) -> Findings {
    let tree = custom::prepare(document, tree, &options.rules);
    let mut page = Page::new(&document.text, &tree, options);
    // Rules know nothing of each other, nor the account of them: one document may keep all processors busy.
    let (claims, untaken) =
        rayon::join(|| claims(document, &page, &tree, options), || account::untaken(document, &page));
    let (claims, lost) = settle::settle(claims);
    let keys = std::mem::take(&mut page.keys);
    let structure = structure(&page, &keys);
    let spans = || structure.iter().map(|structure| structure.span);
    // A line that is a whole record may look like a heading.
    let records = claims.iter().map(|(_, claim)| claim.span).collect();
    let questions = claims.iter().map(|(_, claim)| claim.question_span);
    page.set_questions(&records, &disjoint(questions.chain(spans()).collect()));
    let taken = disjoint(claims.iter().map(|(_, claim)| claim.span).chain(spans()).collect());
    let passages = rest::passages(index, &page, &taken);
    let places: Vec<Span> = claims.iter().map(|(_, claim)| claim.span).collect();
    let (account, rejects) =
        account::account(index, document, &page.outline, untaken, &structure, &places, &passages);
    // What is nobody's makes room for the entries.
    let outline = page.into_outline();
    drop((tree, places, taken));
    let entries = entries(index, claims, &outline, &keys);
    Findings { entries, passages, rejects, account, lost }
}

/// What all rules claim, those of the user among them.
fn claims<'r>(document: &Document, page: &Page, tree: &Prepared, options: &'r Options) -> Vec<Made<'r>> {
    let found = RULES
        .par_iter()
        .flat_map_iter(|rule| (rule.find)(page).into_iter().map(|claim| (rule.name, Box::new(claim))))
        .filter(|(_, claim)| {
            !key::is_key(&page.keys, claim.question_span) && !tree.is_section(claim.question_span)
        });
    let described = custom::find(document, tree, &options.rules);
    let described = described.into_par_iter().map(|(rule, claim)| (rule, Box::new(claim)));
    let claims = found.chain(described).map(|(rule, mut claim)| {
        key::without_keys(&mut claim, &page.keys);
        (rule, claim)
    });
    claims.filter(|(_, claim)| settle::is_one(claim)).collect()
}

/// What rules know to be no content, in order of place.
fn structure(page: &Page, keys: &[Key]) -> Vec<Structure> {
    let of = |kind: StructureKind| move |span: Span| Structure { span, kind };
    if let Some(whole) = cards::whole(page) {
        return vec![of(StructureKind::FrontMatter)(whole)];
    }
    let heads = export::headers(page).into_iter().map(of(StructureKind::TableHead));
    heads.chain(keys.iter().map(|key| key.span).map(of(StructureKind::AnswerKey))).collect()
}

/// `spans` in order of place, those that overlap joined.
fn disjoint(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, span| {
        let overlap = next.start < span.end;
        if overlap {
            *span = span.cover(*next);
        }
        overlap
    });
    spans
}

fn entries(document: usize, claims: Vec<Made>, outline: &Outline, keys: &[Key]) -> Vec<Entry> {
    let (mut entries, mut choices): (Vec<Entry>, Vec<Option<Box<Choice>>>) =
        claims.into_par_iter().map(|(rule, claim)| entry(document, rule, *claim, outline, keys)).unzip();
    choice::answer_by_keys(&mut entries, &mut choices, keys);
    for (entry, choice) in entries.iter_mut().zip(&choices) {
        if entry.answer.is_some() {
            entry.open_reason = None;
        } else if choice.is_some() {
            entry.open_reason = Some("its options follow, and no answer".into());
        }
    }
    entries
}

impl Claim {
    /// Where the question is a label and no more, what stands below it is the question.
    fn with_wording(mut self) -> Self {
        let label = plain_text(&self.question);
        let label = points::without(&label);
        if !words::is_bare_label(label) {
            return self;
        }
        let number = wording::number_of(label);
        if matches!(self.body.first(), Some(Block { kind: BlockKind::Paragraph(content), .. })
            if points::is_all(&plain_text(content)))
        {
            self.body.remove(0);
        }
        if let Some(first) = self.body.first()
            && let (BlockKind::Paragraph(content), false) = (&first.kind, answer::marks_answer(first))
        {
            if let Some(number) = number {
                self.metadata.get_or_insert_default().number.get_or_insert(number);
            }
            let (question, rest) = lines::question_and_rest(content);
            self.question_span = self.question_span.cover(first.span);
            self.question = question;
            self.body.splice(0..1, rest);
        }
        self
    }
}

fn entry(
    document: usize,
    rule: &str,
    claim: Claim,
    outline: &Outline,
    keys: &[Key],
) -> (Entry, Option<Box<Choice>>) {
    let mut claim = claim.with_wording();
    // An id may stand in the question, in front of it, or right below it.
    let question_end = claim.body.first().map_or(claim.question_span.end, |block| block.span.start);
    let explicit_id =
        outline.id_in(Span { end: question_end.max(claim.question_span.end), ..claim.question_span });
    let choice = choice::take(&mut claim, keys);
    // Between a labelled question and its answer may stand how hard it is.
    let beside = metadata::parted(&claim.question).filter(|(_, question)| !question.is_empty());
    let (said, question) = beside.unwrap_or_else(|| (Metadata::default(), claim.question));
    let wording = wording::strip(question);
    let mut answer = answer::read(claim.body, &wording.question, outline);
    if words::asks_about_code(&plain_text(&wording.question)) {
        answer.give_code_to_question();
    }
    if let Some(choice) = &choice {
        let explanation = std::mem::replace(&mut answer.question_blocks, choice.question_blocks());
        answer.blocks.splice(0..0, choice.right().into_iter().chain(explanation));
    }
    let told = claim.metadata.map(|told| *told).unwrap_or_default();
    let metadata = told.and(said).and(wording.metadata).and(answer.metadata);
    let section = outline.section_at(claim.span.start);
    let entry = Entry {
        document,
        span: claim.span,
        rule: rule.into(),
        confidence: claim.confidence,
        kind: match (&metadata.cloze, &choice) {
            (Some(_), _) => NoteKind::Cloze,
            (None, Some(_)) => NoteKind::Choice,
            (None, None) => NoteKind::Basic,
        },
        cloze: metadata.cloze,
        number: wording.number.or(metadata.number).map(Into::into),
        question: wording.question,
        question_span: claim.question_span,
        question_blocks: answer.question_blocks,
        open_reason: answer.open_reason.filter(|_| answer.blocks.is_empty()).map(Into::into),
        answer: (!answer.blocks.is_empty()).then_some(answer.blocks),
        asides: answer.asides.into(),
        difficulty: metadata.difficulty,
        tags: metadata.tags.into(),
        companies: metadata.companies.into(),
        links: metadata.links.into(),
        explicit_id: explicit_id.map(Into::into),
        section,
    };
    (entry, choice.map(Box::new))
}
