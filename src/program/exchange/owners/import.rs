//! Takes a CODEOWNERS file in.

use std::collections::HashMap;

use super::pattern::{OwnerLine, parse};
use super::store;
use crate::accounts::{self, AccountError};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::TeamId;
use crate::program::belongings::BelongingKind;
use crate::program::exchange::belongings::{BelongingRow, take_belongings};
use crate::program::exchange::report::{Cell, ChangeKind, Fault, ImportError, Report, Way};
use crate::program::{ProgramError, find_team, own_slug, team_by_id, teams_of};

/// Takes in the CODEOWNERS file of a repository: the team of its last line for
/// everything owns the repository, and each other line its paths.
///
/// # Errors
///
/// [`ImportError::Faults`] where an owner is no team, nor somebody of a team, and
/// where no line is for everything.
pub fn import_code_owners(
    tx: &mut Tx,
    now: Timestamp,
    repository: &str,
    bytes: &[u8],
    way: Way,
) -> Result<Report, ImportError> {
    let lines = parse(bytes)?;
    let mut owners = Owners::default();
    let teams = lines.iter().map(|line| owners.team_of(tx, line)).collect::<Result<Vec<_>, _>>()?;
    let whole = (0..lines.len()).rev().find(|index| is_everything(&lines[*index].pattern.value));
    let Some(team) = whole.and_then(|index| teams[index]) else {
        let words = "the file names no owner of everything; begin it with a line such as “* @company/team”";
        return Err(Fault::of_line(1, words).into());
    };
    let name = Cell { value: repository.to_owned(), column: "repository".into(), line: 1, ..Cell::default() };
    let team = name.with(&team_by_id(tx, team)?.name);
    let row = BelongingRow { name, team, link: None };
    let mut report = take_belongings(tx, now, BelongingKind::Repository, &[row], Vec::new(), way)?;
    let lines: Vec<_> = lines.into_iter().map(|line| line.pattern.value).zip(teams).collect();
    if store::save_lines(tx, repository, &lines)? && report.unchanged == 1 {
        report.unchanged = 0;
        report.push(ChangeKind::Changed, format!("repository {repository}: who owns its paths"));
    }
    way.end(report)
}

/// Whether a pattern is for every path.
fn is_everything(pattern: &str) -> bool {
    matches!(pattern, "*" | "**" | "/" | "/**" | "**/*" | "/**/*")
}

/// Teams by the owners that stand for them, each looked up once.
#[derive(Default)]
struct Owners(HashMap<String, Option<TeamId>>);

impl Owners {
    /// The team of a line: the first owner that is a team, else the first
    /// person's; none where the line takes an owner away.
    fn team_of(&mut self, tx: &mut Tx, line: &OwnerLine) -> Result<Option<TeamId>, ImportError> {
        let mut by_person = None;
        for owner in &line.owners {
            let team = match self.0.get(&owner.value) {
                Some(team) => *team,
                None => {
                    let team = find_owner(tx, owner)?;
                    self.0.insert(owner.value.clone(), team);
                    team
                }
            };
            if team.is_some() && owner.value.contains('/') {
                return Ok(team);
            }
            by_person = by_person.or(team);
        }
        match line.owners.first() {
            Some(first) if by_person.is_none() => {
                Err(first.fault("no team is known by this owner, and nobody of a team").into())
            }
            _ => Ok(by_person),
        }
    }
}

/// `@company/team` by the team's address, `@handle` and a mail address by the person's first team.
fn find_owner(tx: &mut Tx, owner: &Cell) -> Result<Option<TeamId>, ImportError> {
    let value = owner.value.as_str();
    let person = match value.strip_prefix('@') {
        Some(team) if team.contains('/') => {
            let slug = own_slug(team.rsplit('/').next().unwrap_or_default(), "team");
            return match find_team(tx, &slug) {
                Ok(team) => Ok(Some(team.id)),
                Err(ProgramError::NotFound(_)) => {
                    Err(owner.fault(format!("there is no team with the address {slug}")).into())
                }
                Err(error) => Err(error.into()),
            };
        }
        Some(handle) => accounts::find_by_handle(tx, handle),
        None if value.contains('@') => accounts::find_by_email(tx, value),
        None => return Err(owner.fault("an owner is @company/team, @somebody or a mail address").into()),
    };
    match person {
        Ok(person) => Ok(teams_of(tx, person.id)?.first().map(|team| team.id)),
        Err(AccountError::NotFound) => Ok(None),
        Err(error) => Err(ProgramError::from(error).into()),
    }
}
