//! Pairs of notes that perhaps ask the same, as people decide them in a sheet.

use crate::model::Doubt;

/// What is said of two notes that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Nobody decided yet.
    Perhaps,
    /// They ask the same.
    Same,
    /// They ask something else.
    Different,
}

impl Decision {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Perhaps, Self::Same, Self::Different];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Perhaps => "perhaps",
            Self::Same => "same",
            Self::Different => "different",
        }
    }

    /// What `word` says, in any case; nothing says `perhaps`.
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase();
        if word.is_empty() {
            return Some(Self::Perhaps);
        }
        Self::ALL.into_iter().find(|decision| decision.word() == word)
    }
}

/// A column of the page of pairs of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairColumn {
    /// What a person decides: `same` or `different`; empty while nobody did.
    Decision,
    /// How much the two ask the same, 0 to 100.
    Score,
    /// Why, in words.
    Reason,
    /// Short id of the first note.
    Id,
    /// Its question.
    Question,
    /// Short id of the other note.
    OtherId,
    /// Its question.
    OtherQuestion,
}

impl PairColumn {
    /// Every column, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Decision,
        Self::Score,
        Self::Reason,
        Self::Id,
        Self::Question,
        Self::OtherId,
        Self::OtherQuestion,
    ];

    /// What stands in the header row.
    pub fn name(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Score => "score",
            Self::Reason => "reason",
            Self::Id => "id",
            Self::Question => "question",
            Self::OtherId => "other_id",
            Self::OtherQuestion => "other_question",
        }
    }
}

/// A line of the column `same_as`: what is said of the row's note and another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is said.
    pub decision: Decision,
    /// Id of the other note: its guid or short id.
    pub other: String,
}

/// The line for the doubt whether a note asks the same as that of `other`, a short id, whose question is `question`:
/// `perhaps k7f3qp (62 %): What is a lock?`.
pub fn line(doubt: &Doubt, other: &str, question: &str) -> String {
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {other} ({} %): {question}", Decision::Perhaps.word(), doubt.score)
}

/// Reads a line; an id alone says that the two ask the same.
///
/// # Errors
/// The line, where it says neither.
pub fn parse(line: &str) -> Result<Line, &str> {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let id = |word: &str| word.trim_end_matches([':', ',', ';']).to_owned();
    match (Decision::of_word(first.trim_end_matches([':', ','])), words.next()) {
        (Some(decision), Some(other)) => Ok(Line { decision, other: id(other) }),
        (None, None) => Ok(Line { decision: Decision::Same, other: id(first) }),
        _ => Err(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        let doubt = Doubt { notes: [0, 1], score: 62, reason: String::new() };
        let line = line(&doubt, "k7f3qp", "What\nis a lock?");
        assert_eq!(line, "perhaps k7f3qp (62 %): What is a lock?");
        assert_eq!(parse(&line), Ok(Line { decision: Decision::Perhaps, other: "k7f3qp".to_owned() }));
    }

    #[test]
    fn people_decide_in_a_word() {
        let read = |line: &str| parse(line).map(|line| (line.decision, line.other)).ok();
        assert_eq!(read("Same k7f3qp (62 %): What?"), Some((Decision::Same, "k7f3qp".to_owned())));
        assert_eq!(read("different: k7f3qp"), Some((Decision::Different, "k7f3qp".to_owned())));
        assert_eq!(read(" k7f3qp "), Some((Decision::Same, "k7f3qp".to_owned())));
        assert_eq!(read("the same as k7f3qp"), None);
        assert_eq!(read("same"), None);
    }
}
