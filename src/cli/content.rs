//! `content check` and `content score`.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::Outcome;
use super::say::say;
use crate::clock::Clock;
use crate::config::Settings;
use crate::knowledge::score::{self, Limit, Score};
use crate::knowledge::{Fault, Library, Proof, Rule, prove, sarif};
use crate::program::files::check_files;
use crate::program::onboarding;

/// What to do with articles.
#[derive(Debug, Subcommand)]
pub enum ContentCommand {
    /// Proof-reads articles and guides: 0 all is well, 1 something has to be mended, 2 it could not be read
    ///
    /// Looks at front matter, dates, categories, links between articles,
    /// addresses that are taken twice and flow blocks, and whether every way
    /// through a guide comes to an end. A fault is printed as
    /// `file:line: message`. Links may lead to the articles that come with the
    /// program, too.
    Check {
        /// The folder of articles [default: --content, else those that come with the program]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Takes a review date that has passed as a fault
        #[arg(long)]
        deny_stale: bool,
        /// How to print what was found
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Measures the search with questions whose answer is known
    ///
    /// FILE is a table with tabs between its columns: query, slug, alt_slug,
    /// source, with one line of names on top. The slug NONE means that nothing
    /// answers; alt_slug may name a second article that answers as well. Prints
    /// shares: success@1 and success@3 (the first hit answers, one of the first
    /// three does), MRR@10, withheld (of the questions that an article answers,
    /// those that were said to have none) and said-no (of the others), then the
    /// same by category and by source. With limits: 0 all are kept, 1 one is missed.
    Score {
        /// The questions
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Lists each question that was not answered as it should be
        #[arg(long)]
        misses: bool,
        /// Shares that have to be reached, such as success@1=0.8,said-no=0.85
        #[arg(long, value_name = "MEASURE=SHARE", value_delimiter = ',')]
        at_least: Vec<Limit>,
        /// Shares that must not be passed, such as withheld=0.05
        #[arg(long, value_name = "MEASURE=SHARE", value_delimiter = ',')]
        at_most: Vec<Limit>,
    },
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// One line each
    Text,
    /// SARIF 2.1.0, for hosts of code that show findings beside their lines
    Sarif,
}

/// Runs one of them; neither needs a database.
pub fn run(settings: &Settings, command: &ContentCommand) -> Outcome {
    match command {
        ContentCommand::Check { folder, deny_stale, format } => {
            check(folder.as_deref().or(settings.content.as_deref()), *deny_stale, *format)
        }
        ContentCommand::Score { file, misses, at_least, at_most } => match measure(settings, file, *misses) {
            Ok(score) => held_against(&score, at_least, at_most),
            Err(words) => Outcome::Unable(words),
        },
    }
}

fn check(folder: Option<&Path>, deny_stale: bool, format: Format) -> Outcome {
    let mut proof = match prove(folder, Clock::System.now().day()) {
        Ok(proof) => proof,
        Err(words) => return Outcome::Unable(words),
    };
    let program = folder.map(check_files).unwrap_or_default();
    proof.faults.extend(program.into_iter().map(|fault| Fault::new(Rule::File, fault.file, fault.line, fault.message)));
    let lists = folder.map(onboarding::check_file).unwrap_or_default();
    let fault = |(file, line, words): (PathBuf, usize, String)| Fault::new(Rule::File, file.display(), line, words);
    proof.faults.extend(lists.into_iter().map(fault));
    match format {
        Format::Sarif => say!("{:#}", sarif::report(&proof, deny_stale)),
        Format::Text => print(&proof, deny_stale),
    }
    let count = proof.faults.len() + if deny_stale { proof.stale.len() } else { 0 };
    match count {
        0 => Outcome::Done,
        1 => Outcome::Refused(format!("1 fault in {}", proof.count())),
        _ => Outcome::Refused(format!("{count} faults in {}", proof.count())),
    }
}

fn print(proof: &Proof, deny_stale: bool) {
    for fault in &proof.faults {
        say!("{fault}");
    }
    for stale in &proof.stale {
        say!("{}{stale}", if deny_stale { "" } else { "warning: " });
    }
    for note in &proof.notes {
        say!("note: {note}");
    }
    if proof.faults.is_empty() && (!deny_stale || proof.stale.is_empty()) {
        say!("{}, no fault.", proof.count());
    }
}

fn measure(settings: &Settings, file: &Path, misses: bool) -> Result<Score, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{} can't be read: {error}", file.display()))?;
    let questions = score::read(&text).map_err(|words| format!("{}: {words}", file.display()))?;
    let library = Library::open("", settings.content.as_deref()).map_err(|error| error.to_string())?;
    let score = score::measure(&library, &questions).map_err(|error| error.to_string())?;
    if misses {
        for miss in &score.misses {
            say!("{miss}");
        }
    }
    say!("{score}");
    Ok(score)
}

fn held_against(score: &Score, at_least: &[Limit], at_most: &[Limit]) -> Outcome {
    let below = at_least.iter().filter_map(|limit| limit.missed_from_below(&score.total));
    let above = at_most.iter().filter_map(|limit| limit.missed_from_above(&score.total));
    let missed: Vec<String> = below.chain(above).collect();
    if missed.is_empty() { Outcome::Done } else { Outcome::Refused(missed.join("; ")) }
}
