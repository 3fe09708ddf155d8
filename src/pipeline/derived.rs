//! Notes made from parts of others: follow-up questions that came with a hint.

use crate::ledger::{Part, Sighting};
use crate::model::content::plain_text;
use crate::model::{AsideKind, Block, BlockKind, Draft, FollowUp, Note, NoteKind, Span, Status};
use crate::normalise;

/// A follow-up question as the draft of a note, with the place of its parent among the notes.
pub struct Derived {
    /// Index of the note that it follows on.
    pub parent: usize,
    /// The question, with the hint for an answer.
    pub draft: Draft,
}

/// The follow-up questions of `notes` that came with a hint; without one there is nothing to turn over.
pub fn follow_ups(notes: &[Note]) -> Vec<Derived> {
    let mut derived = Vec::new();
    for (parent, note) in notes.iter().enumerate() {
        if note.status() == Status::Rejected {
            continue;
        }
        for aside in &note.draft.asides {
            let AsideKind::FollowUps(questions) = &aside.kind else { continue };
            let with_hint = questions.iter().filter(|next| !next.hint.is_empty());
            derived.extend(with_hint.map(|next| Derived { parent, draft: draft(next, &note.draft) }));
        }
    }
    derived
}

fn draft(next: &FollowUp, parent: &Draft) -> Draft {
    Draft {
        kind: NoteKind::Basic,
        cloze: None,
        question: next.question.clone(),
        question_blocks: [].into(),
        brief: None,
        answer: Some([Block::new(Span::default(), BlockKind::Paragraph(next.hint.clone()))].into()),
        variants: Vec::new(),
        asides: Vec::new(),
        tags: parent.tags.clone(),
        companies: Vec::new(),
        links: Vec::new(),
        difficulty: None,
        topic: parent.topic.clone(),
        entries: parent.entries.clone(),
        merges: Vec::new(),
    }
}

/// How a follow-up question of `parent`, which is seen as one of `sightings`, is seen.
pub fn part(next: &Derived, parent: &Note, sightings: &[Sighting]) -> Part {
    let sighting = Sighting {
        explicit_id: None,
        question: normalise::key_of_wording(&plain_text(&next.draft.question)),
        wording: normalise::wording(&next.draft.question),
        answer: next.draft.answer.as_deref().and_then(normalise::fingerprint),
        document: sightings[next.parent].document.clone(),
        gaps: Vec::new(),
    };
    Part { parent: parent.guid.clone(), sighting }
}
