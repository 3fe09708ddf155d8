//! Finds what perhaps asks the same by the words that two questions share, never pair by pair.
//!
//! Of two subjects that share enough by weight, one has no more in words that the other lacks than the shared ones make
//! up for. So it is enough to look for the rarest words of a subject, as many as the rest of it cannot do without, and
//! only among subjects that are not too heavy for what is left to be shared: filtering by prefix and by size, as in
//! Bayardo, Ma and Srikant, "Scaling up all pairs similarity search" (2007).

use rayon::prelude::*;

use super::outline::{Name, Outline, Reading};

/// Questions by the words of their subjects.
pub struct Index {
    /// By a text, an abbreviation or a family of one term.
    terms: Postings,
    /// By what neighbours are written as.
    runs: Postings,
}

/// Subjects by name, of one name the lightest first.
#[derive(Default)]
struct Postings {
    all: Vec<Posting>,
    /// Where those of each name start.
    starts: Vec<usize>,
    /// How much the heaviest has for each name.
    most: Vec<f32>,
}

#[derive(Clone, Copy)]
struct Posting {
    name: Name,
    /// Weight of the whole subject.
    subject: f32,
    /// The number of the question.
    question: usize,
    /// Full weight of what bears the name.
    weight: f32,
}

/// A term that others are sought by.
struct Sought<'a> {
    /// How much it counts where it is not shared.
    weight: f32,
    /// How much it counts at most where it is.
    most: f32,
    /// The subjects that may share it.
    lists: Vec<&'a [Posting]>,
}

/// Sums of weights are off by less.
const SLACK: f32 = 1e-3;

impl Index {
    /// Of `questions`, in their order.
    pub fn new(questions: &[Outline]) -> Self {
        let (mut terms, mut runs) = (Vec::new(), Vec::new());
        for (question, outline) in questions.iter().enumerate() {
            for reading in &outline.readings {
                let subject = reading.words.iter().map(|word| word.weight).sum();
                let posting = |name, weight| Posting { name, subject, question, weight };
                for word in &reading.words {
                    let names = [Some(word.text), word.family, word.abbreviation];
                    terms.extend(names.into_iter().flatten().map(|name| posting(name, word.full)));
                }
                for run in &reading.runs {
                    let weight = reading.words[run.at.clone()].iter().map(|word| word.full).sum();
                    runs.push(posting(run.name, weight));
                }
            }
        }
        Self { terms: Postings::new(terms), runs: Postings::new(runs) }
    }

    /// Every question whose subject shares `share` (over 0, up to 1) of the weight of both with that of `outline`, and
    /// others that do not, in order. Both are of one vocabulary.
    pub fn find(&self, outline: &Outline, share: f32) -> Vec<usize> {
        let mut found = Vec::new();
        for reading in &outline.readings {
            self.find_subject(reading, share, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn find_subject(&self, subject: &Reading, share: f32, found: &mut Vec<usize>) {
        let mut terms: Vec<Sought> = (0..subject.words.len()).map(|at| self.sought(subject, at)).collect();
        terms.sort_by_key(|term| term.lists.iter().map(|list| list.len()).sum::<usize>());
        let mut may_be_shared: f32 = terms.iter().map(|term| term.most).sum();
        let mut is_not = 0.0;
        for term in terms {
            // Where terms of the weight `shared` stand for each other and `rest` is left on both sides, the share is
            // `shared / (shared + rest)`: it is enough where `shared * (1 - share)` is no less than `rest * share`.
            let rest_of_other = may_be_shared * (1.0 - share) / share - is_not;
            if rest_of_other < -SLACK {
                break;
            }
            for list in term.lists {
                let heaviest = may_be_shared + rest_of_other + SLACK;
                let end = list.partition_point(|posting| posting.subject <= heaviest);
                found.extend(list[..end].iter().map(|posting| posting.question));
            }
            may_be_shared -= term.most;
            is_not += term.weight;
        }
    }

    /// What the term at a place of `subject` may stand for, and what may stand for it.
    fn sought(&self, subject: &Reading, at: usize) -> Sought<'_> {
        let word = &subject.words[at];
        let terms = [Some(word.text), word.family].into_iter().flatten();
        let terms = terms.chain(subject.runs.iter().filter(|run| run.at.contains(&at)).map(|run| run.name));
        let runs = [Some(word.text), word.abbreviation].into_iter().flatten();
        let mut sought = Sought { weight: word.weight, most: word.full, lists: Vec::new() };
        for (list, most) in terms.map(|name| self.terms.of(name)).chain(runs.map(|name| self.runs.of(name))) {
            sought.most = sought.most.max(most);
            sought.lists.push(list);
        }
        sought
    }
}

impl Postings {
    fn new(mut all: Vec<Posting>) -> Self {
        all.par_sort_unstable_by(|a, b| {
            (a.name.cmp(&b.name)).then(a.subject.total_cmp(&b.subject)).then(a.question.cmp(&b.question))
        });
        let names = all.last().map_or(0, |last| last.name as usize + 1);
        let mut postings = Self { starts: vec![0; names + 1], most: vec![0.0; names], all };
        for posting in &postings.all {
            let name = posting.name as usize;
            postings.starts[name + 1] += 1;
            postings.most[name] = postings.most[name].max(posting.weight);
        }
        for name in 0..names {
            postings.starts[name + 1] += postings.starts[name];
        }
        postings
    }

    /// The subjects with `name`, the lightest first, and how much the heaviest has for it.
    fn of(&self, name: Name) -> (&[Posting], f32) {
        let name = name as usize;
        match self.most.get(name) {
            Some(most) => (&self.all[self.starts[name]..self.starts[name + 1]], *most),
            None => (&[], 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::Lists;
    use crate::normalise::asked::Asked;
    use crate::normalise::likeness::{PERHAPS, sameness, subject_likeness};
    use crate::normalise::outline::Vocabulary;

    /// How many pairs of `questions` are perhaps alike, all of which are found from both sides.
    fn alike(questions: &[String]) -> usize {
        let lists = Lists::shipped();
        let asked: Vec<Asked> = questions.iter().map(|text| Asked::of(text, "en", &lists)).collect();
        let vocabulary = Vocabulary::of(&asked);
        let outlines: Vec<Outline> = asked.iter().map(|asked| vocabulary.outline(asked)).collect();
        let index = Index::new(&outlines);
        let mut alike = 0;
        for (number, one) in outlines.iter().enumerate() {
            let found = index.find(one, PERHAPS);
            for (other, two) in outlines.iter().enumerate() {
                if sameness(one, two).max(subject_likeness(one.plain(), two.plain())) >= PERHAPS {
                    let pair = [&questions[number], &questions[other]];
                    assert!(
                        found.binary_search(&other).is_ok(),
                        "the second is not found by the first: {pair:#?}"
                    );
                    alike += 1;
                }
            }
        }
        alike
    }

    #[test]
    fn no_pair_that_is_alike_is_missed() {
        let rows = include_str!("../../tests/fixtures/merge/pairs.tsv").lines();
        let cells = rows.filter(|row| row.starts_with("en\t")).map(|row| row.split('\t').skip(3).take(2));
        let questions: Vec<String> = cells.flatten().map(str::to_string).collect();
        assert!(alike(&questions) > questions.len(), "each is like itself at least");
    }

    #[test]
    fn what_says_little_in_one_and_much_in_the_other_is_found_from_both_sides() {
        let questions = ["What are partial functions (functools.partial)?", "The functools module"];
        assert_eq!(alike(&questions.map(str::to_string)), 4);
    }

    prop_compose! {
        /// Words that are written in many ways: as code, together, as first letters, in other forms.
        fn question()(words in prop::collection::vec(prop::sample::select(vec![
            "data", "class", "`dataclass`", "dataclass", "csma", "CSMA", "carrier", "sense", "multiple", "access",
            "memory", "manage", "management", "managing", "in Python", "in threads", "vs", "and", "(GIL)", "global", "interpreter",
            "lock", "locks", "`lock`", "functools.lock", "`memory.lock`", "organ", "organism", "2", "3", "of", "avoid", "access (CSMA)",
        ]), 1..7)) -> String {
            format!("What is {}?", words.join(" "))
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, rng_seed: prop::test_runner::RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_alike_is_found(questions in prop::collection::vec(question(), 60)) {
            prop_assert!(alike(&questions) >= questions.len());
        }
    }
}
