//! Which entries ask the same, and so make one note.
//!
//! Entries come in a fixed order: those that the ledger knows first, then by place. Each joins a note whose *anchor*
//! (the entry that opened it) it is like, or opens a note of its own, and moves to the one that it is most like when all
//! are known. Since only anchors count, no entry bridges two notes; what is compared is found by the words that two
//! questions share, never pair by pair.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::apart::are_apart;
use super::asked::Asked;
use super::evidence::Evidence;
use super::index::Index;
use super::key::{entry_key, question_key, wording};
use super::likeness::{DOUBT, PERHAPS, SAME, have_other_asides, reason, sameness, subject_likeness};
use super::lists::Lists;
use super::outline::{Outline, Vocabulary};
use crate::model::content::plain_text_of;
use crate::model::{Decisions, Document, Entry, Inline, InlineKind, Merge, NoteKind, Span};

/// The entries of one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The entry that others were compared with.
    pub anchor: usize,
    /// All entries: the anchor first, then in order of place.
    pub members: Vec<usize>,
    /// Why each entry but the anchor is here, in the order of `members`.
    pub merges: Vec<Merge>,
}

/// Two notes that perhaps ask the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// Indices of the groups, the smaller first.
    pub groups: [usize; 2],
    /// How much they ask the same, 0 to 100.
    pub score: u8,
    /// Why, in words.
    pub reason: String,
}

/// A note is named in at most so many doubts that it brings up: more would help nobody.
const DOUBTS: usize = 3;

/// Entries with one key.
struct Candidate<'a> {
    key: String,
    members: Vec<usize>,
    kind: NoteKind,
    /// What belongs to the question beside its wording.
    blocks: String,
    /// The language of the document, without region.
    lang: &'a str,
    asked: Asked,
    /// Where its first entry stands.
    place: (&'a str, u32, usize),
    /// The id that the source gives the first entry.
    id: Option<&'a str>,
}

/// Puts the entries that ask the same together. `known` says which of known notes stays, by the keys of their questions.
///
/// The groups are in the order of the places of their first members.
pub fn groups(
    entries: &[Entry],
    documents: &[Document],
    known: &BTreeMap<String, i64>,
    decisions: &Decisions,
    lists: &Lists,
) -> (Vec<Group>, Vec<Doubtful>) {
    let candidates = candidates(entries, documents, known, lists);
    let near = Sight::new(entries, &candidates, lists).near();
    let forced = forced(&candidates, &decisions.same);
    let apart = |a: &Candidate, b: &Candidate| decisions.different.contains(&Decisions::pair(&a.key, &b.key));
    // The anchor of each candidate, and why.
    let mut anchors: Vec<usize> = Vec::with_capacity(candidates.len());
    let mut joined: Vec<Vec<Join>> = vec![Vec::new(); candidates.len()];
    let fits = |joined: &[Vec<Join>], anchor: usize, at: usize| {
        let mut members = std::iter::once(anchor).chain(joined[anchor].iter().map(|join| join.candidate));
        !members.any(|member| member != at && apart(&candidates[member], &candidates[at]))
    };
    for at in 0..candidates.len() {
        let may_join = |other: usize| anchors[other] == other && fits(&joined, other, at);
        let same = near[at].iter().filter(|near| near.score >= SAME && may_join(near.other));
        let best = same.reduce(|best, next| if next.score > best.score { next } else { best });
        let (anchor, score) = match (forced[at], best) {
            (Some(earlier), _) => (anchors[earlier], None),
            (None, Some(best)) => (best.other, Some(best.score)),
            (None, None) => (at, None),
        };
        if anchor != at {
            joined[anchor].push(Join { candidate: at, score });
        }
        anchors.push(anchor);
    }
    // Anchors are known to the next build, so that it sees all of them before what joins them: so does this one.
    for (at, near) in near.iter().enumerate() {
        if anchors[at] != at {
            continue;
        }
        for Near { other, score } in near.iter().filter(|near| near.score >= SAME) {
            let from = anchors[*other];
            let is_liker =
                |join: &Join| join.candidate == *other && join.score.is_some_and(|known| *score > known);
            if let Some(place) = joined[from].iter().position(is_liker)
                && fits(&joined, at, *other)
            {
                joined[from].remove(place);
                joined[at].push(Join { candidate: *other, score: Some(*score) });
                anchors[*other] = at;
            }
        }
    }
    let mut groups: Vec<(usize, Group)> = (0..candidates.len())
        .filter(|&at| anchors[at] == at)
        .map(|at| (at, group(at, &joined[at], &candidates)))
        .collect();
    groups.sort_by_key(|(_, group)| group.members.iter().min().copied());
    let mut place = vec![usize::MAX; candidates.len()];
    for (at, (anchor, _)) in groups.iter().enumerate() {
        place[*anchor] = at;
    }
    // Of two notes the one that stands later brings the doubt up, whichever the ledger knows longer.
    let mut open: Vec<Vec<(f32, usize, usize)>> = vec![Vec::new(); groups.len()];
    for (at, near) in near.iter().enumerate().filter(|(at, _)| anchors[*at] == *at) {
        for Near { other, score } in near {
            if anchors[*other] == *other && !apart(&candidates[*other], &candidates[at]) {
                let (one, two) = if place[*other] < place[at] { (*other, at) } else { (at, *other) };
                open[place[two]].push((*score, one, two));
            }
        }
    }
    let mut doubts = Vec::new();
    for mut open in open {
        open.sort_by(|a, b| b.0.total_cmp(&a.0).then(place[a.1].cmp(&place[b.1])));
        doubts.extend(open.into_iter().take(DOUBTS).map(|(score, one, two)| {
            let reason = reason(&candidates[one].asked, &candidates[two].asked);
            Doubtful { groups: [place[one], place[two]], score: percent(score), reason }
        }));
    }
    doubts.sort_by_key(|doubt| doubt.groups);
    (groups.into_iter().map(|(_, group)| group).collect(), doubts)
}

/// The key of a question as it is written: code stands between backticks.
pub fn key_of_wording(wording: &str) -> String {
    let inlines: Vec<Inline> = wording
        .split('`')
        .enumerate()
        .map(|(at, part)| {
            let part = part.into();
            Inline::new(
                Span::default(),
                if at % 2 == 1 { InlineKind::Code(part) } else { InlineKind::Text(part) },
            )
        })
        .collect();
    question_key(&inlines)
}

/// Entries with their keys, in the order in which they become notes.
fn candidates<'a>(
    entries: &'a [Entry],
    documents: &'a [Document],
    known: &BTreeMap<String, i64>,
    lists: &Lists,
) -> Vec<Candidate<'a>> {
    let keys: Vec<String> = entries.par_iter().map(entry_key).collect();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut by_key: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        let at = *at.entry(key).or_insert(by_key.len());
        if at == by_key.len() {
            by_key.push((key, Vec::new()));
        }
        by_key[at].1.push(index);
    }
    let place =
        |entry: usize| (documents[entries[entry].document].id.as_str(), entries[entry].span.start, entry);
    for (_, members) in &mut by_key {
        members.sort_by_key(|&member| place(member));
    }
    by_key.sort_by_cached_key(|(key, members)| {
        (known.get(*key).copied().unwrap_or(i64::MAX), place(members[0]))
    });
    by_key
        .into_par_iter()
        .map(|(key, members)| {
            let anchor = &entries[members[0]];
            let lang = documents[anchor.document].lang.as_str();
            Candidate {
                asked: Asked::of(&wording(&anchor.question), lang, lists),
                place: place(members[0]),
                kind: anchor.kind,
                blocks: plain_text_of(&anchor.question_blocks),
                lang: lang.split('-').next().unwrap_or_default(),
                id: anchor.explicit_id.as_deref(),
                key: key.to_string(),
                members,
            }
        })
        .collect()
}

/// The earlier candidate that people said each is the same as.
fn forced(candidates: &[Candidate], same: &BTreeSet<[String; 2]>) -> Vec<Option<usize>> {
    if same.is_empty() {
        return vec![None; candidates.len()];
    }
    let at: HashMap<&str, usize> =
        candidates.iter().enumerate().map(|(at, candidate)| (candidate.key.as_str(), at)).collect();
    let mut roots: Vec<usize> = (0..candidates.len()).collect();
    let root = |roots: &[usize], mut at: usize| {
        while roots[at] != at {
            at = roots[at];
        }
        at
    };
    for [a, b] in same {
        // Whatever people say, no text with gaps is a question.
        let is_cloze = |at: usize| candidates[at].kind == NoteKind::Cloze;
        if let (Some(&a), Some(&b)) = (at.get(a.as_str()), at.get(b.as_str()))
            && is_cloze(a) == is_cloze(b)
        {
            let (a, b) = (root(&roots, a), root(&roots, b));
            roots[a.max(b)] = a.min(b);
        }
    }
    (0..candidates.len()).map(|at| Some(root(&roots, at)).filter(|root| *root != at)).collect()
}

/// A candidate that joined another.
#[derive(Clone, Copy)]
struct Join {
    candidate: usize,
    /// How much it asks the same; `None` where people said so.
    score: Option<f32>,
}

fn group(at: usize, joined: &[Join], candidates: &[Candidate]) -> Group {
    let anchor = &candidates[at];
    let mut merges: Vec<Merge> = Vec::new();
    let mut push = |entry: usize, score: f32, reason: &str| {
        merges.push(Merge { entry, score: percent(score), reason: reason.to_string() });
    };
    for &member in &anchor.members[1..] {
        push(member, 1.0, "the same words");
    }
    for join in joined {
        let candidate = &candidates[join.candidate];
        let reason = match join.score {
            Some(_) => reason(&anchor.asked, &candidate.asked),
            None => "you said so".to_string(),
        };
        for &member in &candidate.members {
            push(member, join.score.unwrap_or(1.0), &reason);
        }
    }
    merges.sort_by_key(|merge| merge.entry);
    let members = std::iter::once(anchor.members[0]).chain(merges.iter().map(|merge| merge.entry)).collect();
    Group { anchor: anchor.members[0], members, merges }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
fn percent(share: f32) -> u8 {
    (share * 100.0).round() as u8
}

/// An earlier candidate that one is like.
struct Near {
    other: usize,
    score: f32,
}

/// Everything that is known of candidates.
struct Sight<'a> {
    candidates: &'a [Candidate<'a>],
    outlines: Vec<Outline>,
    index: Index,
    evidence: Evidence<'a>,
    /// The candidate that each entry belongs to.
    of_entry: Vec<usize>,
}

impl<'a> Sight<'a> {
    fn new(entries: &'a [Entry], candidates: &'a [Candidate], lists: &'a Lists) -> Self {
        let vocabulary = Vocabulary::of(candidates.iter().map(|candidate| &candidate.asked));
        let outlines: Vec<Outline> =
            candidates.par_iter().map(|candidate| vocabulary.outline(&candidate.asked)).collect();
        let mut of_entry = vec![0; entries.len()];
        for (at, candidate) in candidates.iter().enumerate() {
            candidate.members.iter().for_each(|&member| of_entry[member] = at);
        }
        let index = Index::new(&outlines);
        Self { candidates, outlines, index, evidence: Evidence::new(entries, &lists.lexicon), of_entry }
    }

    /// For each candidate the earlier ones that perhaps ask the same.
    fn near(&self) -> Vec<Vec<Near>> {
        (0..self.candidates.len()).into_par_iter().map(|at| self.near_one(at)).collect()
    }

    fn near_one(&self, at: usize) -> Vec<Near> {
        let candidate = &self.candidates[at];
        let others = self.index.find(&self.outlines[at], PERHAPS);
        let earlier = others.partition_point(|&other| other < at);
        others[..earlier]
            .iter()
            .copied()
            .filter(|&other| may_be_same(&self.candidates[other], candidate))
            .map(|other| Near { other, score: self.score(other, at) })
            .filter(|near| near.score >= PERHAPS)
            .collect()
    }

    /// How much two candidates ask the same, 0 to 1: by their words, and where those leave a doubt by what stands
    /// beside and below them.
    fn score(&self, a: usize, b: usize) -> f32 {
        // By place, so that nothing hangs on what the ledger knows: sums of weights depend on their order.
        let (a, b) = if self.candidates[a].place <= self.candidates[b].place { (a, b) } else { (b, a) };
        let (one, two) = (&self.outlines[a], &self.outlines[b]);
        let score = sameness(one, two);
        if score >= SAME || score.max(subject_likeness(one.plain(), two.plain())) < PERHAPS {
            return score;
        }
        let (first, second) = (self.candidates[a].members[0], self.candidates[b].members[0]);
        let is_same = |a: usize, b: usize| {
            let (a, b) = (self.of_entry[a], self.of_entry[b]);
            a == b || sameness(&self.outlines[a], &self.outlines[b]) >= SAME
        };
        let places = self.evidence.of_places(first, second, is_same);
        let score = (score + places + self.evidence.of_answers(first, second)).clamp(0.0, 1.0);
        // What surrounds two questions makes up for other words, not for a word that makes them two.
        let are_two =
            || are_apart(one.plain(), two.plain()) || (score >= SAME && have_other_asides(one, two));
        if score >= SAME && are_two() { DOUBT } else { score }
    }
}

/// Whether nothing but the wording can tell the questions apart.
fn may_be_same(a: &Candidate, b: &Candidate) -> bool {
    let is_known = |lang: &str| !lang.is_empty() && lang != "und";
    a.kind == b.kind
        && a.kind != NoteKind::Cloze
        && a.blocks == b.blocks
        // What the author gave different ids is not the same to the author.
        && (a.id.is_none() || b.id.is_none() || a.id == b.id)
        && (a.lang == b.lang || !is_known(a.lang) || !is_known(b.lang))
}
