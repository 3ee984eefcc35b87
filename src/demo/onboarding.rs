//! How the company's champions began: their lists, their buddies, what they
//! wrote after thirty days, and what those who left still have.

use jiff::SignedDuration;

use super::chance::Chance;
use super::company::{Company, TeamLife, working_hour};
use super::{DemoError, held};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::program::onboarding::{
    Act, ItemMark, Owner, ReviewDays, Side, Template, Templates, begin, list_items, mark, save_buddy, write_review,
};
use crate::program::terms::list_terms_of;
use crate::program::{Actor, Term, TermState};

/// Its own sequence, so that what the rest of the company does stays as it is.
const SEED: u64 = 15;
/// Days within which a champion is new enough for a buddy.
const NEW: i32 = 150;
/// What champions and those beside them write.
const WORDS: [[&str; 3]; 3] = [
    ["The chat channel: answers within the hour.", "The scanner finds much that is not ours.", "Two reviews a week."],
    ["People ask before they merge.", "Planning eats the time that was promised.", "Block Thursday mornings."],
    ["First pre-flight done, in twelve minutes.", "No test environment of our own.", "Pair with a neighbour team."],
];

/// Begins the list of every term that was accepted, and lives it up to today.
pub(super) fn live(tx: &mut Tx, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let (mut chance, template) = (Chance::new(SEED), Templates::open(None).get());
    for life in &company.teams {
        for person in &life.people {
            for row in held(list_terms_of(tx, person.id))? {
                let term = row.term;
                let served = [TermState::Accepted, TermState::Active, TermState::Ended];
                let Some(first) = term.starts_on.filter(|_| term.answered_at.is_some()) else { continue };
                if served.contains(&term.state) && term.team_id == life.team.id {
                    let told = Told { company, life, term: &term, first, now };
                    told.live(tx, &mut chance, &template)?;
                }
            }
        }
    }
    Ok(())
}

/// One term from its first day to today.
struct Told<'c> {
    company: &'c Company,
    life: &'c TeamLife,
    term: &'c Term,
    first: Day,
    now: Timestamp,
}

impl Told<'_> {
    fn live(&self, tx: &mut Tx, chance: &mut Chance, template: &Template) -> Result<(), DemoError> {
        held(begin(tx, template, working_hour(self.first, 9), self.term))?;
        let last = self.term.ended_at.map_or(self.company.today, |at| at.day().plus_days(-1));
        for item in held(list_items(tx, self.term.id))? {
            let day = self.first.plus_days(chance.between(1, 35));
            let is_slow = self.life.team.name == "Checkout" && item.item == "dast-licence";
            if day > last || chance.happens(6) || is_slow {
                let asked = self.first.plus_days(2);
                if (chance.happens(50) || is_slow) && asked <= last {
                    self.mark(tx, item.id, item.version, item.owner, Act::Asked, asked, "")?;
                }
                continue;
            }
            let ticket = format!("ACCESS-{}", chance.between(1_000, 9_999));
            let evidence = if item.is_access { ticket.as_str() } else { "" };
            self.mark(tx, item.id, item.version, item.owner, Act::Done, day, evidence)?;
            let gone = self.term.ended_at.map(|at| at.day().plus_days(chance.between(0, 9)));
            if let Some(gone) = gone.filter(|gone| item.is_access && *gone < self.company.today)
                && chance.happens(70)
            {
                self.mark(tx, item.id, item.version.next(), item.owner, Act::Revoked, gone, "")?;
            }
        }
        if self.term.ended_at.is_none() && self.company.today.days_since(self.first) < NEW {
            self.accompany(tx, chance, template)?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "each is one part of what is said of a thing")]
    fn mark(
        &self,
        tx: &mut Tx,
        id: crate::db::keys::OnboardingItemId,
        seen: crate::db::keys::RowVersion,
        owner: Owner,
        act: Act,
        on: Day,
        evidence: &str,
    ) -> Result<(), DemoError> {
        let by = match owner {
            Owner::NetSec => self.company.netsec.first().map(|person| person.id),
            Owner::Champion => Some(self.term.person_id),
            Owner::Lead | Owner::Manager => Some(self.company.lead.id),
        };
        let said = ItemMark { act, on: Some(on), evidence: evidence.to_owned(), seen };
        held(mark(tx, Actor::Trusted(by), working_hour(on, 15), id, &said)).map(drop)
    }

    /// A buddy from another team, and what both wrote after thirty and sixty days.
    fn accompany(&self, tx: &mut Tx, chance: &mut Chance, template: &Template) -> Result<(), DemoError> {
        let day = self.first.plus_days(3);
        let serves = |life: &&TeamLife| {
            let has = |day: Day| life.served.iter().any(|one| one.from <= day && one.until.is_none());
            life.team.id != self.life.team.id && has(day)
        };
        let others: Vec<&TeamLife> = self.company.teams.iter().filter(serves).collect();
        let mut beside = self.company.lead.id;
        if !others.is_empty() && day <= self.company.today && chance.happens(60) {
            let other = *chance.pick(&others);
            if let Some(served) = other.served.iter().find(|one| one.until.is_none()) {
                let lead = Actor::Trusted(Some(self.company.lead.id));
                held(save_buddy(tx, lead, working_hour(day, 11), self.term.id, Some(&served.person)))?;
                beside = served.person.id;
            }
        }
        for days in [ReviewDays::ALL[0], ReviewDays::ALL[1]] {
            let due = days.due(self.first);
            let late = due.plus_days(chance.between(0, 6));
            if late < self.company.today && chance.happens(75) {
                self.write(tx, chance, template, days, (Side::Champion, self.term.person_id), late)?;
                if chance.happens(80) {
                    self.write(tx, chance, template, days, (Side::Companion, beside), late)?;
                }
            }
        }
        Ok(())
    }

    fn write(
        &self,
        tx: &mut Tx,
        chance: &mut Chance,
        template: &Template,
        days: ReviewDays,
        (side, by): (Side, PersonId),
        on: Day,
    ) -> Result<(), DemoError> {
        let words = chance.pick(&WORDS);
        let asked = template.questions.iter().zip(words);
        let answers: Vec<(String, String)> =
            asked.map(|(question, words)| (question.clone(), (*words).to_owned())).collect();
        let at = working_hour(on, 14).plus(SignedDuration::from_mins(7)).min(self.now);
        held(write_review(tx, Actor::Trusted(Some(by)), at, self.term.id, days, (side, &answers, None)))
    }
}
