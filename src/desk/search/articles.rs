//! What the articles have to say: the part of the search that is for everybody.

use super::asked::Asked;
use super::facets::{chips, facets};
use super::pages::{Chip, Facets, HitRow, Link, Spelling};
use crate::clock::Day;
use crate::error::AppError;
use crate::knowledge::{Article, FoundArticle, Library, Origin, Search, SearchOutcome, Shelf};
use crate::web::Shell;

/// Answers that are shown; what stands further down answers something else.
const SHOWN: usize = 8;
/// Answers that are shown where a filter is set: then the rest was asked for.
const SHOWN_NARROW: usize = 20;
/// Nearest articles where none answers.
const NEAREST: usize = 4;
/// Articles that the filters count.
const COUNTED: usize = 80;
/// An answer this much weaker than the best is left out.
const WEAK: f32 = 0.28;

/// What was found.
#[derive(Default)]
pub struct Articles {
    /// What was looked for, shortened to what is looked at.
    pub query: String,
    /// Whether one of them is believed to answer.
    pub answered: bool,
    /// Best first, also where none answers.
    pub hits: Vec<HitRow>,
    /// Their slugs.
    pub slugs: Vec<String>,
    /// The words as they were understood.
    pub understood: String,
    /// What became of a typing error.
    pub spelling: Spelling,
    /// Filters that are set.
    pub chips: Vec<Chip>,
    /// Filters that would narrow what was found.
    pub facets: Facets,
    /// This search without its filters, where only they are in the way of an answer.
    pub anywhere: Option<String>,
}

/// Looks through the articles, as they stand on `today`.
///
/// # Errors
///
/// Where the index fails.
pub fn find(shell: &Shell, library: &Library, asked: &Asked, today: Day) -> Result<Articles, AppError> {
    let shelf = library.shelf();
    let chips = chips(shell, &shelf, asked);
    if asked.words.is_empty() {
        return Ok(Articles { chips, ..Articles::default() });
    }
    let everywhere = asked.anywhere();
    let all = library.find(&everywhere.search(if asked.is_narrow() { 0 } else { SHOWN }, COUNTED))?;
    let best = best_of(&all);
    let found: Vec<&Article> = {
        let first = all.hits.iter().map(|hit| (&*hit.article, hit.score));
        let rest = all.more.iter().map(|(article, score)| (&**article, *score));
        first.chain(rest).filter(|(_, score)| *score >= best * WEAK).map(|(article, _)| article).collect()
    };
    let facets = if all.answered { facets(shell, &shelf, asked, &found) } else { Facets::default() };
    let spelling = spelling(shell, library, asked, &all)?;
    let was_answered = all.answered;
    let SearchOutcome { query, hits, answered, .. } =
        if asked.is_narrow() { narrowed(library, asked, &all, best)? } else { all };
    let weakest = if answered { best } else { hits.first().map_or(0.0, |hit| hit.score) } * WEAK;
    let shown = if answered { SHOWN_NARROW } else { NEAREST };
    let hits: Vec<FoundArticle> = hits.into_iter().filter(|hit| hit.score >= weakest).take(shown).collect();
    let understood = match &spelling {
        Spelling::PutRight { meant, .. } => meant.clone(),
        _ => query.clone(),
    };
    Ok(Articles {
        slugs: hits.iter().map(|hit| hit.article.slug.to_string()).collect(),
        hits: hits.into_iter().map(|hit| hit_row(shell, library, &shelf, hit, today)).collect(),
        anywhere: (was_answered && !answered).then(|| everywhere.href(shell)),
        query,
        understood,
        answered,
        spelling,
        chips,
        facets,
    })
}

fn best_of(outcome: &SearchOutcome) -> f32 {
    let first = outcome.hits.first().map(|hit| hit.score);
    first.or_else(|| outcome.more.first().map(|(_, score)| *score)).unwrap_or(0.0)
}

/// What the filters leave. It answers where it would alone, and where it is
/// among what answers without them.
fn narrowed(library: &Library, asked: &Asked, all: &SearchOutcome, best: f32) -> Result<SearchOutcome, AppError> {
    let mut outcome = library.find(&asked.search(SHOWN_NARROW, 0))?;
    let is_among = outcome.hits.first().is_some_and(|hit| hit.score >= best * WEAK);
    outcome.answered = is_among && (outcome.answered || all.answered);
    Ok(outcome)
}

/// Tells of typing errors, and finds out whether putting one right would help.
fn spelling(shell: &Shell, library: &Library, asked: &Asked, all: &SearchOutcome) -> Result<Spelling, AppError> {
    let answers = |words: &str| Ok::<_, AppError>(library.search(words, 1)?.answered);
    match &all.meant {
        Some(meant) if all.answered => {
            let typed = Asked { is_exact: true, ..asked.clone() };
            let typed = Link { label: all.query.clone(), href: typed.href(shell) };
            Ok(Spelling::PutRight { meant: meant.clone(), typed })
        }
        Some(meant) if answers(meant)? => Ok(offer(shell, asked, meant)),
        None if asked.is_exact && !all.answered => {
            let forgiving = library.find(&Search { words: &asked.words, limit: 1, ..Search::default() })?;
            Ok(match forgiving.meant {
                Some(meant) if forgiving.answered => offer(shell, asked, &meant),
                _ => Spelling::AsTyped,
            })
        }
        _ => Ok(Spelling::AsTyped),
    }
}

fn offer(shell: &Shell, asked: &Asked, meant: &str) -> Spelling {
    let right = Asked { words: meant.to_owned(), is_exact: false, ..asked.clone() };
    Spelling::Offered(Link { label: meant.to_owned(), href: right.href(shell) })
}

fn hit_row(shell: &Shell, library: &Library, shelf: &Shelf, hit: FoundArticle, today: Day) -> HitRow {
    let FoundArticle { article, sentence, section, .. } = hit;
    let standing = library.watch.standing(&article);
    let href = shell.to(&format!("/faq/{}", article.slug));
    HitRow {
        title: article.title.clone(),
        category: shelf.categories().name(&article.category).unwrap_or("FAQ").to_owned(),
        section: section.map(|(id, label)| Link { label, href: format!("{href}#{id}") }),
        stale_since: standing.is_stale(today).then(|| standing.review_after.words()),
        source: source(&article),
        sentence,
        href,
    }
}

/// Whose word an article is. The names of people stay with those who are
/// signed in (A12), so one that was published here is the group's.
fn source(article: &Article) -> String {
    if article.question_number.is_some() {
        return format!("answered by NetSec, {}", article.reviewed_on.words());
    }
    match (&article.origin, article.owner.as_str()) {
        (Origin::Published, _) | (_, "Network Security") => "from the NetSec team".to_owned(),
        (_, owner) => format!("from {owner}"),
    }
}
