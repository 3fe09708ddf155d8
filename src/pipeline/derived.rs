//! Notes made from parts of others: follow-up questions that came with a hint.

use crate::ledger::{Part, Sighting};
use crate::model::content::plain_text;
use crate::model::{AsideKind, Block, BlockKind, Draft, Entry, FollowUp, Note, NoteKind, Span, Status};
use crate::normalise;

/// A follow-up question as the draft of a note, with the place of its parent among the notes.
pub struct Derived {
    /// Index of the note that it follows on.
    pub parent: usize,
    /// The question, with the hint for an answer.
    pub draft: Draft,
}

/// The follow-up questions of `notes`, whose entries index `entries`, that came with a hint; without one there is
/// nothing to turn over.
pub fn follow_ups(notes: &[Note], entries: &[Entry]) -> Vec<Derived> {
    let mut derived = Vec::new();
    for (parent, note) in notes.iter().enumerate() {
        if note.status() == Status::Rejected {
            continue;
        }
        for aside in &note.draft.asides {
            let AsideKind::FollowUps(questions) = &aside.kind else { continue };
            let with_hint = questions.iter().filter(|next| !next.hint.is_empty());
            // It stands where its aside does, and not wherever else its parent is asked.
            let places = note.draft.entries.iter().copied().filter(|&at| entries[at].asides.contains(aside));
            let places: Vec<usize> = places.collect();
            derived.extend(
                with_hint.map(|next| Derived { parent, draft: draft(next, &note.draft, places.clone()) }),
            );
        }
    }
    derived
}

/// The draft of `next`, which stands in the entries `places`.
fn draft(next: &FollowUp, parent: &Draft, places: Vec<usize>) -> Draft {
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
        entries: places,
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
