//! A year of questions: asked, passed on, answered, and some of them published.

use jiff::SignedDuration;

use super::chance::Chance;
use super::company::{Company, TeamLife, working_hour};
use super::names::SERVICES;
use super::talk::{OPEN_TALKS, TALKS, Talk};
use super::{DemoError, held, publishing};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::knowledge::Library;
use crate::program;
use crate::questions::{
    self, AnswerInput, Clocks, NewQuestion, QuestionNumber, QuestionState, Reader, Texts, Topic, TopicKind, Urgency,
};
use crate::web::{Grant, Member};

/// Questions of the smallest company; larger ones ask more.
const ASKED: i32 = 90;

/// Lives the year's questions, oldest first, as numbers rise with time.
pub(super) fn live(
    tx: &mut Tx,
    chance: &mut Chance,
    company: &Company,
    library: &Library,
    now: Timestamp,
) -> Result<(), DemoError> {
    let asked = ASKED.max(company.teams.len() as i32 * 2).min(2_000);
    let mut days: Vec<Day> = (0..asked).map(|_| workday(company.today.plus_days(-chance.between(4, 360)))).collect();
    days.sort();
    let mut published = vec![false; TALKS.len()];
    for day in days {
        let index = chance.between(0, TALKS.len() as i32 - 1) as usize;
        let life = chance.pick(&company.teams);
        let told = Told::new(chance, company, life, &TALKS[index], day);
        // The best answers become articles, each once.
        let publish = !published[index] && company.today.days_since(day) < 200 && chance.happens(60);
        published[index] |= publish;
        told.live(tx, chance, company, library, publish)?;
        // What nobody objected to by then counts as confirmed.
        held(questions::settle_confirmations(tx, told.asked_at))?;
    }
    held(questions::settle_confirmations(tx, now))?;
    leave_open(tx, chance, company, now)
}

/// One question on its way.
struct Told<'c> {
    life: &'c TeamLife,
    asker: Member,
    talk: &'c Talk,
    service: &'static str,
    asked_at: Timestamp,
}

impl<'c> Told<'c> {
    fn new(chance: &mut Chance, company: &Company, life: &'c TeamLife, talk: &'c Talk, day: Day) -> Self {
        Told {
            life,
            asker: company.member(chance.pick(&life.people), &[], day),
            talk,
            service: chance.pick::<&str>(SERVICES),
            asked_at: working_hour(day, chance.between(8, 15)),
        }
    }

    fn words(&self, text: &str) -> String {
        text.replace("{service}", self.service)
    }

    fn live(
        &self,
        tx: &mut Tx,
        chance: &mut Chance,
        company: &Company,
        library: &Library,
        publish: bool,
    ) -> Result<(), DemoError> {
        let words = (self.words(self.talk.title), self.talk.body, self.talk.category);
        let number = ask(tx, self.life, &self.asker, self.asked_at, words, Urgency::Normal)?;
        let mut at = self.asked_at.plus(SignedDuration::from_mins(i64::from(chance.between(20, 600))));
        let question = held(questions::find(tx, &Reader::Site, number))?;
        let answer = self.words(self.talk.answer);
        if question.state == QuestionState::WithChampion {
            // Who served when it was asked answers for it, even where the term ends that night.
            if let Some(champion) = serving(tx, company, self.life, &self.asker, self.asked_at.day())? {
                if chance.happens(35) && !publish {
                    return say(tx, &champion, at, number, &answer);
                }
                held(questions::escalate(tx, &Clocks::default(), &champion, at, number, self.talk.why))?;
            }
        }
        at = at.plus(SignedDuration::from_mins(i64::from(chance.between(30, 1_800))));
        let analyst = company.member(chance.pick(&company.netsec), &[Grant::NetSec], at.day());
        held(questions::claim(tx, &analyst, at, number))?;
        at = at.plus(SignedDuration::from_mins(i64::from(chance.between(10, 240))));
        say(tx, &analyst, at, number, &answer)?;
        if publish {
            self.publish(tx, company, library, &analyst, at, number)?;
        }
        Ok(())
    }

    /// Its asker confirms the answer, and it becomes an article.
    fn publish(
        &self,
        tx: &mut Tx,
        company: &Company,
        library: &Library,
        analyst: &Member,
        at: Timestamp,
        number: QuestionNumber,
    ) -> Result<(), DemoError> {
        let texts = Texts {
            title: self.words(self.talk.title),
            tags: vec![self.service.to_owned()],
            phrasings: vec![self.words(self.talk.title)],
            body: self.words(self.talk.answer),
        };
        held(questions::confirm(tx, &self.asker, at.plus(SignedDuration::from_hours(1)), number))?;
        let Some(reader) = company.netsec.iter().find(|person| person.id != analyst.id) else { return Ok(()) };
        let reader = company.member(reader, &[Grant::NetSec], at.day());
        let at = at.plus(SignedDuration::from_hours(2));
        publishing::publish(tx, library, (analyst, &reader), at, (number, self.talk.category), texts)
    }
}

/// What waits for the visitor: with champions, and in the queue.
fn leave_open(tx: &mut Tx, chance: &mut Chance, company: &Company, now: Timestamp) -> Result<(), DemoError> {
    let known = company.teams.iter().find(|life| life.team.name == "Checkout");
    for (index, (title, body, category)) in OPEN_TALKS.iter().enumerate() {
        // The first two wait for Ana, whom visitors play.
        let life = known.filter(|_| index < 2).unwrap_or_else(|| chance.pick(&company.teams));
        let at = now.plus(-SignedDuration::from_hours(i64::from(46 - 5 * index as i32)));
        let person = life.people.get(1).unwrap_or(&life.people[0]);
        let asker = company.member(person, &[], at.day());
        let title = title.replace("{service}", chance.pick::<&str>(SERVICES));
        let urgency = if index % 4 == 3 { Urgency::Blocked } else { Urgency::Normal };
        let number = ask(tx, life, &asker, at, (title, body, category), urgency)?;
        let with_champion = held(questions::find(tx, &Reader::Site, number))?.state == QuestionState::WithChampion;
        if !with_champion || index < 3 {
            continue;
        }
        if let Some(champion) = serving(tx, company, life, &asker, at.day())? {
            let later = at.plus(SignedDuration::from_hours(2));
            held(questions::escalate(tx, &Clocks::default(), &champion, later, number, "I have not met this before."))?;
        }
    }
    Ok(())
}

fn ask(
    tx: &mut Tx,
    life: &TeamLife,
    asker: &Member,
    at: Timestamp,
    (title, body, category): (String, &str, &str),
    urgency: Urgency,
) -> Result<QuestionNumber, DemoError> {
    let topics = vec![Topic { kind: TopicKind::Category, value: category.to_owned() }];
    let new = NewQuestion { urgency, topics, ..NewQuestion::plain(&title, body, Some(life.team.id)) };
    held(questions::ask(tx, &Clocks::default(), asker, at, &new))
}

fn say(tx: &mut Tx, by: &Member, at: Timestamp, number: QuestionNumber, answer: &str) -> Result<(), DemoError> {
    let seen = held(questions::find(tx, &Reader::Site, number))?.version;
    held(questions::answer(
        tx,
        &Clocks::default(),
        by,
        at,
        number,
        &AnswerInput { words: answer.to_owned(), seen, read: None },
    ))
}

/// Who serves the team on that day and did not ask: its champion, or a deputy
/// who stands in between two of them.
fn serving(
    tx: &mut Tx,
    company: &Company,
    life: &TeamLife,
    asker: &Member,
    day: Day,
) -> Result<Option<Member>, DemoError> {
    let serving = held(program::serving(tx, life.team.id, day))?;
    let person =
        life.people.iter().find(|person| person.id != asker.id && serving.iter().any(|one| one.person_id == person.id));
    Ok(person.map(|person| Member { champion_of: vec![life.team.id], ..company.member(person, &[], day) }))
}

/// The day itself, or the Monday after it.
fn workday(day: Day) -> Day {
    if day.is_workday() { day } else { day.monday().plus_days(7) }
}
