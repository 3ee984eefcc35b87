//! Decides whether the best document answers the question at all.

use super::guess::SURE;
use super::prepare::{Field, Prepared};
use super::query::{Query, Want};
use super::rank::{Evidence, is_in_front};

/// How many clues are looked at.
pub const CLUES: usize = 10;

/// What each clue speaks for an answer, and what has to be outweighed: a
/// logistic regression. It was fitted on phrasings of all articles, each left
/// out of the articles when it was asked, half of `tests/search/voices.tsv` and
/// half of `tests/search/nothing.tsv`, and some hundred titles and texts of
/// tickets about other things. The other halves and `dev.tsv` judged it: with
/// the bar where 4 of 100 questions of `dev.tsv` are withheld, 9 of 10 that
/// nothing answers are said to have no answer. A higher bar withholds more.
const SPEAKS: [f32; CLUES] = [2.6, -1.68, 2.1, 4.54, -2.95, 3.67, 1.22, 1.23, -4.95, 2.31];
const BAR: f32 = 7.12;

/// Whether the best document answers.
pub fn is_answer(query: &Query, best: &Prepared, evidence: &Evidence) -> bool {
    let clues = clues(query, best, evidence);
    clues.iter().zip(SPEAKS).map(|(clue, speaks)| clue * speaks).sum::<f32>() > BAR
}

/// What there is to say about a question and the document that fits it best.
/// Counts and shares only: weights of words grow with the number of documents,
/// and the decision has to hold for eighty as for a hundred thousand.
pub fn clues(query: &Query, best: &Prepared, evidence: &Evidence) -> [f32; CLUES] {
    let mut found = Found::default();
    for want in &query.wants {
        found.count(want, best);
    }
    let share = |part: f32| part / found.all.max(f32::MIN_POSITIVE);
    let pairs = query.pairs.iter().filter(|(pair, _)| best.has_pair(*pair)).count();
    [
        // Words of the subject that stand in it: one proves little, each further one less.
        found.topics.ln_1p(),
        // Everyday words that it lacks, against how many there are.
        found.everyday_missed.ln_1p(),
        found.everyday.ln_1p(),
        // How near its nearest phrasing is. That tells short questions apart; a
        // long text is near to none.
        evidence.nearest,
        evidence.nearest * found.everyday.ln_1p(),
        // The share of the question that its first paragraph says.
        share(found.answer),
        // Words of the subject in its title and tags.
        found.titles.ln_1p(),
        // Words that stand beside each other in both.
        (pairs as f32).ln_1p(),
        // The share that is only guessed: completed, corrected, understood by the list.
        share(found.guessed),
        // The share that stands in front.
        share(found.front),
    ]
}

#[derive(Default)]
struct Found {
    /// What the question says.
    all: f32,
    topics: f32,
    titles: f32,
    everyday: f32,
    everyday_missed: f32,
    answer: f32,
    front: f32,
    guessed: f32,
}

impl Found {
    fn count(&mut self, want: &Want, document: &Prepared) {
        let (mut anywhere, mut title, mut answer, mut front) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
        for variant in &want.variants {
            let Some(counts) = document.counts_of(variant.id) else { continue };
            let stands_in = |field: Field| counts[field as usize] > 0;
            anywhere = anywhere.max(variant.counts);
            if stands_in(Field::Title) || stands_in(Field::Tags) {
                title = title.max(variant.counts);
            }
            if stands_in(Field::Answer) {
                answer = answer.max(variant.counts);
            }
            if is_in_front(counts) {
                front = front.max(variant.counts);
            }
        }
        self.all += want.weight;
        self.answer += answer * want.weight;
        self.front += front * want.weight;
        if !want.variants.is_empty() && want.variants.iter().all(|variant| variant.counts < SURE) {
            self.guessed += want.weight;
        }
        if want.is_everyday {
            self.everyday += 1.0;
            self.everyday_missed += 1.0 - anywhere;
        } else {
            self.topics += anywhere;
            self.titles += title;
        }
    }
}
