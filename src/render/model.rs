//! The collection as other programs read it: lines for places, Markdown for content.

use std::collections::BTreeMap;

use super::markdown;
use crate::model::schema::{self, Model, SCHEMA_VERSION};
use crate::model::{
    Account, Aside, AsideKind, Block, BlockKind, Class, Collection, Document, Entry, FollowUp, Gap, Lines,
    Note, Passage, Reject,
    content::{Code, plain_text},
};
use crate::normalise;

/// `collection` in the shape of `model.json`.
pub fn model(collection: &Collection) -> Model {
    let documents = &collection.documents;
    let notes = notes_of_entries(collection);
    Model {
        schema_version: SCHEMA_VERSION,
        name: collection.name.clone(),
        documents: documents
            .iter()
            .zip(&collection.accounts)
            .map(|(each, account)| document(each, account))
            .collect(),
        entries: collection
            .entries
            .iter()
            .zip(notes)
            .map(|(each, note)| entry(each, &documents[each.document], note))
            .collect(),
        passages: collection.passages.iter().map(|each| passage(each, &documents[each.document])).collect(),
        rejects: collection.rejects.iter().map(|each| reject(each, &documents[each.document])).collect(),
        structure: documents
            .iter()
            .zip(&collection.accounts)
            .flat_map(|(document, account)| structure(account, document))
            .collect(),
        notes: collection.notes.iter().map(note).collect(),
        doubts: collection
            .doubts
            .iter()
            .map(|doubt| schema::Doubt {
                notes: doubt.notes.map(|note| collection.notes[note].guid.clone()),
                score: doubt.score,
                reason: doubt.reason.clone(),
            })
            .collect(),
        decks: collection
            .decks
            .iter()
            .map(|deck| schema::Deck { name: deck.name.clone(), description: deck.description.clone() })
            .collect(),
    }
}

/// For each entry the guid of the note that it belongs to.
fn notes_of_entries(collection: &Collection) -> Vec<Option<&str>> {
    let mut notes = vec![None; collection.entries.len()];
    for note in &collection.notes {
        for &entry in &note.draft.entries {
            notes[entry] = Some(note.guid.as_str());
        }
    }
    notes
}

fn document(document: &Document, account: &Account) -> schema::Document {
    let repairs = document.repairs.iter().map(|repair| schema::Repair {
        first_line: document.lines.lines(repair.span).first,
        before: repair.before.clone(),
        after: repair.after.clone(),
    });
    schema::Document {
        id: document.id.clone(),
        lang: document.lang.clone(),
        encoding: document.encoding.clone(),
        lines: document.lines.count(),
        hash: document.hash.clone(),
        repairs: repairs.collect(),
        account: schema::Account::of(account, document.lines.count()),
    }
}

fn structure(account: &Account, document: &Document) -> Vec<schema::Structure> {
    let places = account.stretches.iter().filter_map(|stretch| match stretch.class {
        Class::Structure(kind) => Some(schema::Structure {
            document: document.id.clone(),
            first_line: stretch.lines.first,
            last_line: stretch.lines.last,
            kind,
        }),
        Class::Entry(_) | Class::Passage(_) | Class::Reject(_) => None,
    });
    places.collect()
}

fn entry(entry: &Entry, document: &Document, note: Option<&str>) -> schema::Entry {
    let Lines { first: first_line, last: last_line } = document.lines.lines(entry.span);
    let question_lines = document.lines.lines(entry.question_span);
    let answer_lines = entry.answer_span().map(|span| document.lines.lines(span));
    schema::Entry {
        document: document.id.clone(),
        first_line,
        last_line,
        rule: entry.rule.to_string(),
        confidence: entry.confidence,
        number: entry.number.as_deref().map(str::to_owned),
        explicit_id: entry.explicit_id.as_deref().map(str::to_owned),
        question_text: plain_text(&entry.question),
        question_markdown: markdown::inlines(&entry.question),
        question_first_line: question_lines.first,
        question_last_line: question_lines.last,
        question_blocks_markdown: markdown::blocks(&entry.question_blocks),
        open_reason: entry.open_reason.as_deref().map(str::to_owned),
        answer_markdown: entry.answer.as_deref().map(markdown::blocks),
        answer_first_line: answer_lines.map(|lines| lines.first),
        answer_last_line: answer_lines.map(|lines| lines.last),
        code_languages: code_languages(entry.answer.as_deref().unwrap_or_default()),
        difficulty: entry.difficulty,
        tags: entry.tags.to_vec(),
        companies: entry.companies.to_vec(),
        links: entry.links.to_vec(),
        section: entry.section.iter().map(ToString::to_string).collect(),
        asides: entry.asides.iter().map(|each| aside(each, document)).collect(),
        note: note.map(str::to_owned),
    }
}

/// The languages of the code in `blocks`, in order of first mention.
fn code_languages(blocks: &[Block]) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = waiting.pop() {
        if let BlockKind::Code(Code { language: Some(language), .. }) = &block.kind
            && !languages.iter().any(|known| known == language)
        {
            languages.push(language.to_string());
        }
        waiting.extend(block.children().into_iter().rev());
    }
    languages
}

fn aside(aside: &Aside, document: &Document) -> schema::Aside {
    let Lines { first: first_line, last: last_line } = document.lines.lines(aside.span);
    let (kind, blocks, questions) = match &aside.kind {
        AsideKind::Insight(blocks) => (schema::AsideKind::Insight, Some(blocks), &[][..]),
        AsideKind::Tested(blocks) => (schema::AsideKind::Tested, Some(blocks), &[][..]),
        AsideKind::RedFlag(blocks) => (schema::AsideKind::RedFlag, Some(blocks), &[][..]),
        AsideKind::FollowUps(questions) => (schema::AsideKind::FollowUps, None, &questions[..]),
    };
    schema::Aside {
        kind,
        first_line,
        last_line,
        markdown: blocks.map(|blocks| markdown::blocks(blocks)),
        follow_ups: questions.iter().map(follow_up).collect(),
    }
}

fn follow_up(follow_up: &FollowUp) -> schema::FollowUp {
    schema::FollowUp {
        question: markdown::inlines(&follow_up.question),
        hint: markdown::inlines(&follow_up.hint),
    }
}

fn passage(passage: &Passage, document: &Document) -> schema::Passage {
    let Lines { first: first_line, last: last_line } = document.lines.lines(passage.span);
    schema::Passage {
        document: document.id.clone(),
        first_line,
        last_line,
        section: passage.section.iter().map(ToString::to_string).collect(),
        markdown: markdown::blocks(&passage.blocks),
    }
}

fn reject(reject: &Reject, document: &Document) -> schema::Reject {
    let Lines { first: first_line, last: last_line } = document.lines.lines(reject.span);
    schema::Reject {
        document: document.id.clone(),
        first_line,
        last_line,
        section: reject.section.iter().map(ToString::to_string).collect(),
        reason: reject.reason.clone(),
    }
}

fn gap(gap: &Gap) -> schema::Gap {
    schema::Gap {
        number: gap.number.unwrap_or_default(),
        filling: normalise::wording(&gap.filling),
        hint: gap.hint.clone(),
    }
}

/// `note` in the shape of `model.json`.
pub fn note(note: &Note) -> schema::Note {
    schema::Note {
        guid: note.guid.clone(),
        short_id: note.short_id().to_owned(),
        status: note.status(),
        kind: note.draft.kind,
        question_text: plain_text(&note.draft.question),
        brief_markdown: note.draft.brief.as_deref().map(markdown::blocks),
        gaps: note.draft.cloze.iter().flat_map(|cloze| cloze.gaps()).map(gap).collect(),
        deck: note.deck.clone(),
        topic: note.draft.topic.clone(),
        tags: note.draft.tags.clone(),
        anki_tags: note.anki_tags.clone(),
        position: note.position,
        difficulty: note.draft.difficulty,
        modified: note.stamp.modified,
        answer_fingerprint: note.stamp.answer.clone(),
        first_seen: note.stamp.first_seen.clone(),
        since: note.stamp.since,
        content_hash: note.stamp.content_hash.clone(),
        field_hash: note.stamp.field_hash.clone(),
        fields: BTreeMap::new(),
        entries: note.draft.entries.clone(),
        merges: note.draft.merges.clone(),
    }
}
