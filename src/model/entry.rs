//! What recognition finds in a document: entries, passages and rejects.

use ecow::{EcoString, EcoVec};
use serde::{Deserialize, Serialize};

use super::{Block, Blocks, Cloze, Inlines, NoteKind, Span};

/// Titles of sections, from the outermost to the innermost; shared by all that stands there.
pub type SectionPath = EcoVec<EcoString>;

/// One question as it stands in one document, answered or not. Entries are many: what few of them have takes little
/// room in the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Index of its document in the collection.
    pub document: usize,
    /// Everything that belongs to it, from its carrier's first byte to the end of its last aside.
    pub span: Span,
    /// The name of the rule that found it.
    pub rule: EcoString,
    /// How sure the rule is, 0 to 100.
    pub confidence: u8,
    /// What kind of card it makes.
    pub kind: NoteKind,
    /// The text that it is to fill in, where it is one with gaps; boxed, since few are.
    pub cloze: Option<Box<Cloze>>,
    /// The number it carries, without punctuation.
    pub number: Option<EcoString>,
    /// The question without its carrier (number, label, quotes, suffix, difficulty).
    pub question: Inlines,
    /// Where the question stands, carrier included.
    pub question_span: Span,
    /// What belongs to the question beside its wording: options, code.
    pub question_blocks: Blocks,
    /// The answer without labels and asides; `None` when it is open, never empty.
    pub answer: Option<Blocks>,
    /// Why it is open, in words: what stands in place of the answer; `None` when it is answered.
    pub open_reason: Option<Box<str>>,
    /// What stands beside the answer, in order of place.
    pub asides: EcoVec<Aside>,
    /// The stated difficulty.
    pub difficulty: Option<Difficulty>,
    /// Stated tags, as written.
    pub tags: EcoVec<String>,
    /// Companies said to ask it, as written.
    pub companies: EcoVec<String>,
    /// Links given beside the question, such as practice links.
    pub links: EcoVec<Link>,
    /// Titles from the outermost section to the one it stands in, without numbers and ornaments.
    pub section: SectionPath,
    /// The id that the source gives it.
    pub explicit_id: Option<Box<str>>,
}

impl Entry {
    /// Where the answer stands, labels excluded; `None` when it is open.
    ///
    /// A right option stands among the options, which are the question's: it counts only where nothing else
    /// tells which one is right.
    pub fn answer_span(&self) -> Option<Span> {
        let blocks = self.answer.as_ref()?;
        let is_option =
            |block: &&Block| self.question_blocks.iter().any(|question| question.span.contains(block.span));
        let told =
            blocks.iter().filter(|block| !is_option(block)).map(|block| block.span).reduce(Span::cover);
        told.or_else(|| blocks.iter().map(|block| block.span).reduce(Span::cover))
    }
}

/// What stands beside an answer and is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it stands, label included.
    pub span: Span,
    /// What it is.
    pub kind: AsideKind,
}

/// The kinds of aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsideKind {
    /// What an interviewer looks for.
    Insight(Blocks),
    /// What the question really tests.
    Tested(Blocks),
    /// What a weak answer sounds like.
    RedFlag(Blocks),
    /// Questions that come next.
    FollowUps(Vec<FollowUp>),
}

/// A question that follows on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Where it stands.
    pub span: Span,
    /// The question without number and quotes.
    pub question: Inlines,
    /// The hint that came with it, without its parentheses; empty when none did.
    pub hint: Inlines,
}

/// How hard a question is said to be.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// Easy.
    Easy,
    /// Medium.
    Medium,
    /// Hard.
    Hard,
}

impl Difficulty {
    /// The word for it: `easy`, `medium`, `hard`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

/// A link that stands beside a question.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// Where to, as written.
    pub url: String,
    /// What it stands on.
    pub text: String,
}

/// Study material that is not a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Index of its document in the collection.
    pub document: usize,
    /// Where it stands.
    pub span: Span,
    /// Titles from the outermost section to the one it stands in.
    pub section: SectionPath,
    /// The topic that they name; empty where they name none that is known, and before topics are looked at.
    pub topic: String,
    /// Its content, at least one block.
    pub blocks: Blocks,
}

/// Lines that look like study material and could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Index of its document in the collection.
    pub document: usize,
    /// Where it stands.
    pub span: Span,
    /// Titles from the outermost section to the one it stands in.
    pub section: SectionPath,
    /// Why it could not be used, in words.
    pub reason: String,
}
