//! From drafts to notes: identities, fields, hashes, times of change.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{derived, reverse};
use crate::config::{self, Config};
use crate::ledger::{Asked, Identified, Ledger, Part, SeenGap, Sighted, Sighting};
use crate::model::alike::same_draft;
use crate::model::content::plain_text_of;
use crate::model::{
    Aside, AsideKind, Decisions, Diagnostic, Document, Draft, Entry, Fields, Gap, Note, Severity, Stamp,
    Wording,
};
use crate::normalise::{self, Lists, Topics};
use crate::render::diagram::Drawn;
use crate::render::{html, markdown};
use crate::review::cells;
use crate::review::overlay::{self, Overlay};
use crate::sheet::{Column, fingerprint};

/// What notes are made from, beside their drafts.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// What drafts index.
    pub entries: &'a [Entry],
    /// What entries index.
    pub documents: &'a [Document],
    /// In which order topics are learnt.
    pub topics: &'a Topics<'a>,
    /// The words that questions are compared by.
    pub lists: &'a Lists,
    /// The diagrams of all documents.
    pub drawn: &'a Drawn,
    /// What people want of notes and no document says.
    pub overlay: &'a Overlay,
    /// What is to be made of the notes.
    pub purpose: Purpose<'a>,
}

/// What is to be made of notes.
#[derive(Clone, Copy)]
pub enum Purpose<'a> {
    /// Whatever there is a writer for.
    Artifacts,
    /// Nothing: they are compared with a review sheet, and need neither fields nor pictures. What a note of `former`
    /// said, by guid, is not worked out again where it says the same.
    Review { former: &'a BTreeMap<&'a str, &'a Note> },
}

/// The notes of a build.
pub struct Noted {
    /// In the order in which they are to be learnt.
    pub notes: Vec<Note>,
    /// Those made from parts of them.
    pub derived: Vec<Note>,
    /// For each draft the index of its note.
    pub places: Vec<usize>,
    /// For each guid the deck that a first build would give the note.
    pub first_decks: BTreeMap<String, String>,
}

/// Gives each draft its identity, place, fields and time of change.
pub fn notes(
    drafts: Vec<Draft>,
    material: Material,
    ledger: &mut Ledger,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Noted {
    let Material { entries, documents, topics, lists, overlay, .. } = material;
    let mut sightings: Vec<Sighting> =
        drafts.iter().map(|draft| sighting(draft, entries, documents)).collect();
    forget_repeated_ids(&mut sightings);
    let mut drafts = drafts;
    ledger.asks(asked_by_documents(overlay, ledger, &drafts, &sightings));
    let rewordings = |old: &[Wording], new: &[Wording]| normalise::rewordings(old, new, lists);
    let Identified { guids, ambiguous } = ledger.identify(&sightings, &config.name, &rewordings);
    diagnostics.extend(ambiguous.into_iter().map(|(at, wordings)| {
        let anchor = &entries[drafts[at].entries[0]];
        ambiguous_identity(anchor, &wordings)
    }));
    for ((draft, sighting), guid) in drafts.iter_mut().zip(&mut sightings).zip(&guids) {
        ledger.number_gaps(guid, &mut sighting.gaps);
        let gaps = draft.cloze.iter_mut().flat_map(|cloze| cloze.gaps_mut());
        gaps.zip(&sighting.gaps).for_each(|(gap, seen)| gap.number = seen.number);
    }
    for (draft, guid) in drafts.iter_mut().zip(&guids) {
        let stale =
            overlay.apply(guid, draft, |draft| normalise::brief_of_draft(draft, entries, documents, lists));
        let anchor = &entries[draft.entries[0]];
        diagnostics.extend(stale.into_iter().map(|column| stale_overlay(anchor, column)));
    }
    diagnostics.extend(unused_overlay(overlay, &guids));
    let mut first_decks: BTreeMap<String, String> = guids
        .iter()
        .zip(&drafts)
        .map(|(guid, draft)| {
            let deck = overlay.deck(guid).map_or_else(|| first_deck(draft, config), str::to_string);
            (guid.clone(), deck)
        })
        .collect();
    let noted = |draft: Draft, guid: String, parent: Option<&Note>| {
        let held = overlay.deck(&guid).or_else(|| ledger.deck_of(&guid));
        let deck = held.or(parent.map(|parent| parent.deck.as_str())).map(str::to_string);
        let (verdict, _) = ledger.reviewed(&guid);
        let mut note = note(draft, guid, deck, parent, material, config);
        note.stamp.review = verdict;
        note
    };
    let notes: Vec<Note> =
        drafts.into_par_iter().zip(guids).map(|(draft, guid)| noted(draft, guid, None)).collect();
    let order = topics.order(&notes.iter().map(|note| &note.draft).collect::<Vec<_>>());
    let mut places = vec![0; notes.len()];
    order.iter().enumerate().for_each(|(place, &at)| places[at] = place);
    let mut notes: Vec<(usize, (Note, Sighting))> =
        places.iter().copied().zip(notes.into_iter().zip(sightings)).collect();
    notes.sort_by_key(|(place, _)| *place);
    let (mut notes, sightings): (Vec<Note>, Vec<Sighting>) = notes.into_iter().map(|(_, note)| note).unzip();

    let questions = if config.cards.follow_ups { derived::follow_ups(&notes, entries) } else { Vec::new() };
    let parts: Vec<Part> =
        questions.iter().map(|next| derived::part(next, &notes[next.parent], &sightings)).collect();
    let guids: Vec<String> = notes.iter().map(|note| note.guid.clone()).collect();
    let guids = ledger.identify_parts(&parts, &guids, &rewordings);
    let parents: Vec<usize> = questions.iter().map(|next| next.parent).collect();
    let mut derived: Vec<Note> = questions
        .into_par_iter()
        .zip(guids)
        .map(|(next, guid)| {
            let parent = &notes[next.parent];
            noted(next.draft, guid, Some(parent))
        })
        .collect();
    number(&mut notes, &mut derived, &parents);

    let whose =
        std::iter::repeat_n(None, notes.len()).chain(parts.iter().map(|part| Some(part.parent.clone())));
    let seen = sightings.into_iter().chain(parts.iter().map(|part| part.sighting.clone()));
    let sighted =
        notes.iter().chain(&derived).zip(whose.zip(seen)).map(|(note, (parent, sighting))| Sighted {
            guid: note.guid.clone(),
            parent,
            sighting,
            deck: note.deck.clone(),
            ready: note.draft.answer.is_some(),
            content_hash: note.stamp.content_hash.clone(),
            field_hash: note.stamp.field_hash.clone(),
        });
    for note in notes.iter().chain(&derived) {
        let former =
            || hash(&shown(&note.fields, &note.fields.source, &note.fields.variants, &note.anki_tags));
        ledger.recount(&note.guid, former, &note.stamp.field_hash);
    }
    let stamps = ledger.record(sighted.collect(), config.now);
    for (note, stamp) in notes.iter_mut().chain(&mut derived).zip(stamps) {
        note.stamp = stamp;
    }
    first_decks.extend(derived.iter().map(|note| (note.guid.clone(), note.deck.clone())));
    Noted { notes, derived, places, first_decks }
}

/// The note of `draft` in `deck`, else in the deck of its topic; made from a part of `parent` if that is one.
fn note(
    mut draft: Draft,
    guid: String,
    deck: Option<String>,
    parent: Option<&Note>,
    material: Material,
    config: &Config,
) -> Note {
    let deck = deck.unwrap_or_else(|| first_deck(&draft, config));
    // A card names the topic that its deck does, whatever its document's sections are called now.
    if let Some((_, topic)) = deck.strip_prefix(&config.name).unwrap_or(&deck).split_once("::") {
        draft.topic = topic.to_string();
    }
    let own_brief = material.overlay.holds(&guid, Column::Brief);
    if let Purpose::Review { former } = material.purpose {
        let same = former.get(guid.as_str()).filter(|_| !own_brief);
        let same = same.filter(|former| same_draft(&former.draft, &draft));
        let content_hash =
            same.map_or_else(|| content_hash(&draft, own_brief), |former| former.stamp.content_hash.clone());
        let stamp = Stamp { content_hash, ..Stamp::default() };
        return Note {
            guid,
            position: 0,
            deck,
            draft,
            fields: Fields::default(),
            anki_tags: Vec::new(),
            stamp,
        };
    }
    let Material { entries, documents, drawn, .. } = material;
    let mut fields = html::fields(&draft, parent.map(|parent| &parent.draft), entries, documents, drawn);
    if config.cards.reverse && reverse::is_term(&draft) {
        fields.reverse = reverse::YES.to_string();
    }
    let anki_tags = normalise::anki_tags(&draft, entries, documents, &config.tag_prefix);
    let stamp = Stamp {
        content_hash: content_hash(&draft, own_brief),
        field_hash: field_hash(&fields, &draft, &config.tag_prefix),
        ..Stamp::default()
    };
    Note { guid, position: 0, deck, draft, fields, anki_tags, stamp }
}

/// Counts `notes` and `derived` together, each derived note right behind its parent.
fn number(notes: &mut [Note], derived: &mut [Note], parents: &[usize]) {
    let mut behind = derived.iter_mut().zip(parents).peekable();
    let mut positions = 1..;
    for (at, note) in notes.iter_mut().enumerate() {
        note.position = positions.next().unwrap_or(u32::MAX);
        while let Some((next, _)) = behind.next_if(|(_, parent)| **parent == at) {
            next.position = positions.next().unwrap_or(u32::MAX);
        }
    }
}

/// The deck that a note goes to in its first build.
fn first_deck(draft: &Draft, config: &Config) -> String {
    format!("{}::{}", config.name, draft.topic)
}

/// How documents ask what the ledger knows in the words of the overlay: a sheet shows those, and so a ledger that was
/// restored from one knows no others.
fn asked_by_documents<'a>(
    overlay: &'a Overlay,
    ledger: &Ledger,
    drafts: &[Draft],
    sightings: &[Sighting],
) -> BTreeMap<&'a str, Asked> {
    let mut unasked: BTreeMap<u32, &str> = BTreeMap::new();
    for (guid, cell, was) in overlay.questions() {
        let Ok((wording, blocks)) = cells::question(cell) else { continue };
        let key = normalise::key(&wording, &blocks);
        if ledger.key_of(guid) == Some(&key) && sightings.iter().all(|sighting| sighting.question != key) {
            unasked.insert(was, guid);
        }
    }
    let mut asked = BTreeMap::new();
    for (draft, Sighting { question, wording, .. }) in drafts.iter().zip(sightings) {
        if unasked.is_empty() {
            break;
        }
        let said = overlay::said(draft, Column::Question).unwrap_or_default();
        if let Some(guid) = unasked.remove(&fingerprint(Column::Question, &said)) {
            asked.insert(guid, Asked { key: question.clone(), wording: wording.clone() });
        }
    }
    asked
}

/// An id that several notes bear tells none of them from the others.
fn forget_repeated_ids(sightings: &mut [Sighting]) {
    let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
    for id in sightings.iter().filter_map(|sighting| sighting.explicit_id.clone()) {
        *bearers.entry(id).or_default() += 1;
    }
    for sighting in sightings {
        sighting.explicit_id = sighting.explicit_id.take().filter(|id| bearers.get(id) == Some(&1));
    }
}

/// What the configuration says of pairs of questions; a name that no question bears is a diagnostic.
pub fn decided(
    config: &Config,
    ledger: &Ledger,
    entries: &[Entry],
    diagnostics: &mut Vec<Diagnostic>,
) -> Decisions {
    if config.same.is_empty() && config.different.is_empty() {
        return Decisions::default();
    }
    let keys: BTreeSet<String> =
        entries.iter().map(normalise::entry_key).chain(ledger.known().into_keys()).collect();
    let key_of = |name: &str| {
        let by_id = ledger.key_of(name).map(str::to_string);
        by_id.or_else(|| Some(normalise::key_of_wording(name)).filter(|key| keys.contains(key)))
    };
    let mut pairs = |list: &str, said: &[config::Together]| -> BTreeSet<[String; 2]> {
        let mut found = BTreeSet::new();
        for config::Together { questions } in said {
            let (known, unknown): (Vec<_>, Vec<_>) =
                questions.iter().map(|name| key_of(name).ok_or(name)).partition(Result::is_ok);
            diagnostics
                .extend(unknown.into_iter().filter_map(Result::err).map(|name| unknown_question(list, name)));
            let known: Vec<String> = known.into_iter().flatten().collect();
            for (at, one) in known.iter().enumerate() {
                found.extend(known[at + 1..].iter().map(|other| Decisions::pair(one, other)));
            }
        }
        found
    };
    Decisions { same: pairs("same", &config.same), different: pairs("different", &config.different) }
}

fn unknown_question(list: &str, name: &str) -> Diagnostic {
    Diagnostic {
        code: "unknown-question",
        severity: Severity::Warning,
        message: format!("`[[{list}]]` of {} names `{name}`, and there is no such question", config::FILE),
        places: Vec::new(),
        hint: "name questions by the id on their card, or word by word".to_string(),
    }
}

/// What is to be said of a question that may be one or the other of two known ones in new words.
fn ambiguous_identity(anchor: &Entry, wordings: &[String; 2]) -> Diagnostic {
    let [one, other] = wordings;
    Diagnostic {
        code: "ambiguous-identity",
        severity: Severity::Warning,
        message: format!("this may be `{one}` or `{other}` in new words, and became a new note"),
        places: vec![(anchor.document, anchor.question_span)],
        hint: "to keep the scheduling of one, give this question the id on its card, such as `{#k7f3qp}` behind its \
               heading; `deckpress plan` shows both ids"
            .to_string(),
    }
}

/// What is to be said of a note of which the overlay holds a column, and the documents say something new.
fn stale_overlay(anchor: &Entry, column: Column) -> Diagnostic {
    Diagnostic {
        code: "stale-overlay",
        severity: Severity::Warning,
        message: format!(
            "{} holds another {} of this than the documents, which changed since",
            config::OVERLAY,
            column.name()
        ),
        places: vec![(anchor.document, anchor.question_span)],
        hint: format!(
            "build a sheet and edit the cell, or take the value out of {} to have that of the documents",
            config::OVERLAY
        ),
    }
}

/// What is to be said of ids in the overlay that no note has.
fn unused_overlay(overlay: &Overlay, guids: &[String]) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> = guids.iter().map(String::as_str).collect();
    let unused = overlay.notes().filter(|(guid, _)| !known.contains(guid)).map(|(guid, _)| Diagnostic {
        code: "unused-overlay",
        severity: Severity::Warning,
        message: format!("{} speaks of `{guid}`, and there is no such note", config::OVERLAY),
        places: Vec::new(),
        hint: "take its table out, or look whether a document is missing".to_string(),
    });
    unused.collect()
}

fn sighting(draft: &Draft, entries: &[Entry], documents: &[Document]) -> Sighting {
    let anchor = &entries[draft.entries[0]];
    Sighting {
        explicit_id: draft
            .entries
            .iter()
            .find_map(|&entry| entries[entry].explicit_id.as_deref().map(str::to_owned)),
        question: normalise::entry_key(anchor),
        wording: match &anchor.cloze {
            Some(cloze) => normalise::wording(&cloze.filled()),
            None => normalise::wording(&anchor.question),
        },
        answer: draft.answer.as_deref().and_then(normalise::fingerprint),
        document: documents[anchor.document].id.clone(),
        gaps: draft.cloze.iter().flat_map(|cloze| cloze.gaps()).map(seen).collect(),
    }
}

fn seen(gap: &Gap) -> SeenGap {
    SeenGap { number: gap.number, filling: normalise::wording(&gap.filling) }
}

/// Changes when the user changed what the note says; its short answer is theirs only where they say so.
fn content_hash(draft: &Draft, own_brief: bool) -> String {
    let answer = draft.answer.as_deref().unwrap_or_default();
    let mut parts = vec![
        markdown::inlines(&draft.question),
        markdown::blocks(&draft.question_blocks),
        markdown::blocks(answer),
        draft.difficulty.map_or("", |difficulty| difficulty.word()).to_string(),
    ];
    parts.extend(draft.variants.iter().map(|variant| markdown::blocks(&variant.blocks)));
    parts.extend([draft.tags.join(","), draft.companies.join(",")]);
    parts.extend(draft.links.iter().map(|link| format!("{} {}", link.url, link.text)));
    parts.extend(draft.asides.iter().map(aside_text));
    parts.extend(draft.cloze.iter().flat_map(|cloze| cloze.numbers()).map(|number| number.to_string()));
    parts.extend(draft.brief.iter().filter(|_| own_brief).map(|brief| markdown::blocks(brief)));
    hash(&parts)
}

fn aside_text(aside: &Aside) -> String {
    match &aside.kind {
        AsideKind::Insight(blocks) | AsideKind::Tested(blocks) | AsideKind::RedFlag(blocks) => {
            plain_text_of(blocks)
        }
        AsideKind::FollowUps(questions) => questions
            .iter()
            .map(|next| format!("{}\n{}\n", markdown::inlines(&next.question), markdown::inlines(&next.hint)))
            .collect(),
    }
}

/// Changes when what Anki shows changes, but for the places that the words stand in: a note whose document has another
/// name is the same note, and an import that took it anew would drop what the user wrote into it.
fn field_hash(fields: &Fields, draft: &Draft, tag_prefix: &str) -> String {
    let variants = html::without_places(&fields.variants);
    let tags = normalise::content_tags(draft, tag_prefix);
    hash(&shown(fields, &draft.companies.join(", "), &variants, &tags))
}

/// What Anki shows of a note, with `source`, `variants` and `tags` in the place of its own.
fn shown<'a>(fields: &'a Fields, source: &'a str, variants: &'a str, tags: &'a [String]) -> Vec<&'a str> {
    let Fields {
        question,
        brief,
        answer,
        asides,
        follow_ups,
        variants: _,
        links,
        source: _,
        topic,
        difficulty,
        parent,
        reverse,
    } = fields;
    let parts =
        [question, brief, answer, asides, follow_ups, variants, links, source, topic, difficulty, parent];
    // Of a note without a reverse card the hash is that of a time when there were none.
    let reverse = Some(reverse.as_str()).filter(|reverse| !reverse.is_empty());
    parts.into_iter().chain(tags.iter().map(String::as_str)).chain(reverse).collect()
}

/// Sixteen hexadecimal digits over `parts`, which cannot run into each other.
fn hash(parts: &[impl AsRef<str>]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.as_ref().len() as u64).to_le_bytes());
        hasher.update(part.as_ref());
    }
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
