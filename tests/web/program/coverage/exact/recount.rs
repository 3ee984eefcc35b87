//! The figures, counted from the tables in the plainest way: a loop over
//! everything for each of them.

use super::rows::{Course, Rows, Term};

/// Days from the first to the last, both included.
pub type Days = (i32, i32);

/// Microseconds as a day.
pub fn day(at: i64) -> i32 {
    at.div_euclid(86_400_000_000) as i32
}

impl Rows {
    /// The first day on which a term served, and the one on which it did no more.
    fn span(&self, term: &Term) -> Option<(i32, i32)> {
        let is_agreed = match term.state.as_str() {
            "accepted" | "active" => true,
            "ended" => term.answered_at.is_some(),
            _ => false,
        };
        if !is_agreed {
            return None;
        }
        let mut until = i32::MAX;
        until = until.min(term.last.map_or(i32::MAX, |last| last + 1));
        until = until.min(term.ended_at.map_or(i32::MAX, day));
        if self.off.contains(&term.person) {
            until = until.min(self.today);
        }
        Some((term.from?, until))
    }

    fn serves(&self, term: &Term, on: i32) -> bool {
        self.span(term).is_some_and(|(from, until)| from <= on && on < until)
    }

    /// A term that was taken back before it began never served.
    fn ever_served(&self, term: &Term) -> Option<(i32, i32)> {
        self.span(term).filter(|(from, until)| from < until)
    }

    fn is_renewed(&self, term: &Term) -> bool {
        self.terms.iter().any(|other| other.renews.as_ref() == Some(&term.id) && self.span(other).is_some())
    }

    fn of<'r>(&'r self, team: &'r str) -> impl Iterator<Item = &'r Term> {
        self.terms.iter().filter(move |term| term.team == team)
    }

    /// Whether a champion serves the team.
    pub fn is_covered(&self, team: &str, on: i32) -> bool {
        self.of(team).any(|term| term.role == "champion" && self.serves(term, on))
    }

    /// Terms of the team that end within thirty days: their last days.
    pub fn ending(&self, team: &str, on: i32) -> Vec<i32> {
        let ends = |term: &&Term| term.last.is_some_and(|last| last <= on + 30) && !self.is_renewed(term);
        self.of(team).filter(|term| self.serves(term, on)).filter(ends).filter_map(|term| term.last).collect()
    }

    /// Nominations of the team that wait for a word.
    pub fn nominations(&self, team: &str) -> usize {
        let waits = |term: &&Term| ["nominated", "approved"].contains(&term.state.as_str());
        self.of(team).filter(waits).filter(|term| !self.off.contains(&term.person)).count()
    }

    /// Required courses in date, and required, of those who serve the team.
    pub fn training(&self, team: &str, on: i32) -> (i64, i64) {
        let mut people: Vec<&str> = Vec::new();
        for term in self.of(team).filter(|term| self.serves(term, on)) {
            if !people.contains(&term.person.as_str()) {
                people.push(&term.person);
            }
        }
        let mut counts = (0, 0);
        for person in people {
            for course in self.courses.iter().filter(|course| !self.is_replaced(course)) {
                if self.is_required(course, person, on) {
                    counts.0 += i64::from(self.is_in_date(course, person, on));
                    counts.1 += 1;
                }
            }
        }
        counts
    }

    fn is_replaced(&self, course: &Course) -> bool {
        self.courses.iter().any(|other| other.replaces.as_ref() == Some(&course.id))
    }

    fn is_required(&self, course: &Course, person: &str, on: i32) -> bool {
        let is = |role: &str| {
            self.terms.iter().any(|term| term.person == person && term.role == role && self.serves(term, on))
        };
        course.audience.split_whitespace().any(|rule| match rule.split_once(':') {
            None if rule == "champions" => is("champion"),
            None if rule == "deputies" => is("deputy"),
            None if rule == "netsec" => self.netsec.iter().any(|one| one == person),
            Some(("department", id)) => {
                self.members.iter().any(|(one, team)| one == person && self.department_of[team] == id)
            }
            _ => panic!("the sample company has no rule {rule}"),
        })
    }

    /// A completion of the course counts, or one of a version before it, until that had to be renewed.
    fn is_in_date(&self, course: &Course, person: &str, on: i32) -> bool {
        let (mut version, mut renew_by) = (Some(course), i32::MAX);
        while let Some(of) = version {
            for (who, what, completed, until, passed, state) in &self.done {
                let counts = who == person && *what == of.id && *passed && state != "returned" && *completed <= on;
                if counts && on <= until.unwrap_or(i32::MAX).min(renew_by) {
                    return true;
                }
            }
            if of.renew_for != "nobody" {
                renew_by = renew_by.min(of.renew_by.unwrap_or(i32::MAX));
            }
            version = self.courses.iter().find(|older| of.replaces.as_ref() == Some(&older.id));
        }
        false
    }

    /// The team's time in a word; none where nothing is owed or nobody has
    /// served for two weeks.
    pub fn honoured(&self, team: &str, days: Days, of_today: bool) -> Option<&'static str> {
        let (mut owed, mut longest, mut is_served) = (0, 0, false);
        for term in self.of(team) {
            // An account that is switched off takes no time back.
            let Some((from, _)) = self.span(term) else { continue };
            let until = [term.last.map(|last| last + 1), term.ended_at.map(day)].into_iter().flatten().min();
            let until = until.unwrap_or(i32::MAX);
            let (mut hundredths, mut served) = (0, 0);
            for on in days.0..=days.1 {
                if on < from || until <= on {
                    continue;
                }
                served += 1;
                // 1 January 1970 was a Thursday; Saturday and Sunday are free.
                let is_away =
                    self.away.iter().any(|(who, first, last)| *who == term.person && (*first..=*last).contains(&on));
                if (on + 3).rem_euclid(7) >= 5 || is_away {
                    continue;
                }
                let share = self.shares.iter().rfind(|(id, since, _)| *id == term.id && *since <= on);
                let contract = self.contracts.iter().rfind(|(who, since, _)| *who == term.person && *since <= on);
                let minutes = contract.map_or(2_400, |(_, _, minutes)| i64::from(*minutes));
                hundredths += i64::from(share.map_or(term.percent, |(_, _, percent)| *percent)) * minutes;
            }
            owed += hundredths / 500;
            let serves_now = from <= days.1 && days.1 < until;
            is_served |= if of_today { serves_now } else { served > 0 };
            let how_long = if of_today { days.1 - from } else { served };
            if !of_today || serves_now {
                longest = longest.max(how_long);
            }
        }
        if !is_served || longest < 14 || owed <= 0 {
            return None;
        }
        let of_team = self.entries.iter().filter(|(_, of, on, _)| of == team && (days.0..=days.1).contains(on));
        match of_team.map(|(_, _, _, minutes)| i64::from(*minutes)).sum::<i64>() * 100 / owed {
            80.. => Some("given"),
            30.. => Some("partly"),
            _ => Some("hardly"),
        }
    }

    /// Meetings of all champions at which somebody who served the team was, and all.
    pub fn attendance(&self, team: &str, days: Days) -> (usize, usize) {
        let mut counts = (0, 0);
        for (date, on) in self.meetings.iter().filter(|(_, on)| (days.0..=days.1).contains(on)) {
            let serving: Vec<&Term> = self.of(team).filter(|term| self.serves(term, *on)).collect();
            if !serving.is_empty() {
                counts.1 += 1;
                let was = |term: &&Term| self.present.iter().any(|(at, who)| at == date && *who == term.person);
                counts.0 += usize::from(serving.iter().any(was));
            }
        }
        counts
    }

    /// Terms of the team that ended early, and all that served.
    pub fn ended_early(&self, team: &str, days: Days) -> (usize, usize) {
        let mut counts = (0, 0);
        for term in self.of(team) {
            let Some((from, until)) = self.ever_served(term) else { continue };
            counts.1 += usize::from(from <= days.1 && until >= days.0);
            let Some(ended) = term.ended_at.map(day) else { continue };
            let left = term.last.map_or(ended, |last| ended.min(last));
            let is_early = term.agreed.is_none_or(|agreed| left < agreed) && !self.is_renewed(term);
            counts.0 += usize::from(is_early && (days.0..=days.1).contains(&left));
        }
        counts
    }

    /// Of terms of the team that began: how many, and the days that each took to
    /// its first contribution.
    pub fn first_work(&self, team: &str, days: Days) -> (usize, Vec<i32>) {
        let (mut begun, mut took) = (0, Vec::new());
        for term in self.of(team).filter(|term| term.renews.is_none()) {
            let Some((from, _)) = self.ever_served(term) else { continue };
            if !(days.0..=days.1).contains(&from) {
                continue;
            }
            begun += 1;
            let entries =
                self.entries.iter().filter(|entry| entry.0 == term.person && entry.1 == team).map(|entry| entry.2);
            let reviews = self.reviews.iter().filter(|one| one.0 == term.person && one.1 == team).map(|one| one.2);
            let answers = self.questions.iter().filter(|one| one.3.as_ref() == Some(&term.person));
            let answers = answers.filter_map(|one| one.4.map(day));
            let first = entries.chain(reviews).chain(answers).filter(|on| *on >= from).min();
            took.extend(first.filter(|first| *first <= days.1).map(|first| first - from));
        }
        (begun, took)
    }

    /// People who serve one of these teams as champion, and people who belong to them.
    pub fn people(&self, teams: &[&str], on: i32) -> (usize, usize) {
        let (mut champions, mut people) = (Vec::new(), Vec::new());
        for term in &self.terms {
            let counts = teams.contains(&term.team.as_str()) && term.role == "champion" && self.serves(term, on);
            if counts && !champions.contains(&&term.person) {
                champions.push(&term.person);
            }
        }
        for (person, team) in &self.members {
            if teams.contains(&team.as_str()) && !self.off.contains(person) && !people.contains(&person) {
                people.push(person);
            }
        }
        (champions.len(), people.len())
    }

    /// What the team has open, and asked in ninety days.
    pub fn asked(&self, team: &str) -> (usize, usize) {
        let since = i64::from(self.today - 90) * 86_400_000_000;
        let own = || self.questions.iter().filter(|question| question.0.as_deref() == Some(team));
        let open = own().filter(|question| ["with_champion", "with_netsec"].contains(&question.1.as_str())).count();
        (open, own().filter(|question| question.2 >= since).count())
    }

    /// Teams without a champion today, the most exposed first, then by name.
    pub fn exposed(&self) -> Vec<String> {
        let holes = self.teams.iter().filter(|(id, ..)| !self.is_covered(id, self.today));
        let mut holes: Vec<_> = holes.map(|(id, name, ..)| (self.asked(id), name.clone())).collect();
        // The teams are read by name, and a sort leaves equals as they were.
        holes.sort_by_key(|hole| std::cmp::Reverse(hole.0));
        holes.into_iter().map(|(_, name)| name).collect()
    }
}
